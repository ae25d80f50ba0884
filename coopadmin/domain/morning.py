"""The morning list: of each task that waits who must act, and what the next step is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from coopadmin.formats import short_date
from coopadmin.i18n import N_, _

ACTORS: dict[str, str] = {
    "cooperative": N_("we"),
    "contractor": N_("contractor"),
    "corporation": N_("corporation"),
    "resident": N_("resident"),
}
"""Who must act now, in the order in which a list shows them where all else is equal: what we can do comes first."""

WAITS_FOR: dict[str, str] = {
    "nobody_home": "resident",
    "wrong_trade": "contractor",
    "material": "contractor",
    "quote": "contractor",
    "inspection": "contractor",
    "corporation": "corporation",
}
"""Whom work waits for; anything else waits for us."""

MANY_TIMES = 2
"""From so many times nobody home on, the list says how often."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of an open task on a day.

    `appointment_at` is the newest appointment of which nobody said yet how it went; `promised_on` is the corporation's
    own day, `reminded_on` the last one it was spoken with; `nobody_home` counts how often somebody came for nothing.
    """

    status: str
    responsible: str
    planned_on: date | None = None
    wait: str = ""
    appointment_at: datetime | None = None
    nobody_home: int = 0
    promised_on: date | None = None
    reminded_on: date | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """Who must act (a code of ACTORS), and what the next step is, in words."""

    actor: str
    words: str


def next_step(one: Standing, on: date) -> Step:
    """Say who must act on an open task on a day, and what comes next."""
    came = one.appointment_at.date() if one.appointment_at else None
    if came is not None and came < on:
        return Step("cooperative", _("say how it went on {day}").format(day=short_date(came)))
    if one.status == "waiting":
        return _after_wait(one)
    if one.status == "handed_over":
        return _handed_over(one, on)
    day = came or one.planned_on
    if day is not None and one.status != "reported":
        return _agreed(one, day, on)
    return _STEPS.get(one.status, _judged)(one)


def _after_wait(one: Standing) -> Step:
    actor = WAITS_FOR.get(one.wait, "cooperative")
    if one.wait != "nobody_home":
        return Step(actor, _("ask how it stands"))
    if one.nobody_home >= MANY_TIMES:
        again = _("agree another day: nobody home {count}×")
        return Step(actor, again.format(count=one.nobody_home))
    return Step(actor, _("agree another day: nobody home"))


def _handed_over(one: Standing, on: date) -> Step:
    if one.reminded_on is not None and (one.promised_on is None or one.reminded_on > one.promised_on):
        return Step("corporation", _("reminded on {day}").format(day=short_date(one.reminded_on)))
    if one.promised_on is None:
        return Step("corporation", _("ask for a day"))
    words = _("remind: promised for {day}") if one.promised_on < on else _("promised for {day}")
    return Step("corporation", words.format(day=short_date(one.promised_on)))


def _agreed(one: Standing, day: date, on: date) -> Step:
    if day < on:
        return Step("cooperative", _("was planned for {day}: is it done?").format(day=short_date(day)))
    return Step(_whose(one), _("agreed for {day}").format(day=short_date(day)))


def _whose(one: Standing) -> str:
    if one.status == "ordered":
        return "contractor"
    return "cooperative" if one.responsible == "unknown" else one.responsible


def _ordered(_one: Standing) -> Step:
    return Step("contractor", _("agree a day"))


def _planned(one: Standing) -> Step:
    return Step(_whose(one), _("agree a day"))


def _in_progress(one: Standing) -> Step:
    return Step(_whose(one), _("under way"))


def _judged(one: Standing) -> Step:
    """Say what comes of work by whose it is; what was opened again need not be judged once more."""
    if one.responsible == "resident":
        return Step("resident", _("ask whether it is done"))
    if one.responsible == "corporation":
        return Step("cooperative", _("hand it over"))
    if one.responsible == "cooperative":
        return Step("cooperative", _("plan or order it"))
    return Step("cooperative", _("judge whose it is"))


_STEPS = {
    "reported": _judged,
    "judged": _judged,
    "ordered": _ordered,
    "planned": _planned,
    "in_progress": _in_progress,
}
