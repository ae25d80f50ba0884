"""Work that lies with the housing corporation: how it got there, what came of it, and when to remind.

No law says when a corporation answers or is reminded: both terms are the group's own settings.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coopadmin.domain.association import RULES, RuleValue, rule_on
from coopadmin.errors import Problem
from coopadmin.formats import long_date, parse_whole
from coopadmin.i18n import N_, _, ngettext

WAYS: dict[str, str] = {
    "portal": N_("portal"),
    "e-mail": N_("e-mail"),
    "phone": N_("phone"),
    "letter": N_("by letter"),
    "in person": N_("in person"),
}
"""How the corporation was told."""

OUTCOMES: dict[str, str] = {
    "done": N_("done by the corporation"),
    "refused": N_("refused by the corporation"),
    "withdrawn": N_("taken back"),
}
"""How work came out of the corporation's hands."""

ANSWER_RULE, REMINDER_RULE = "handover_answer_days", "handover_reminder_days"


@dataclass(frozen=True, slots=True)
class Terms:
    """Days the corporation has to name a day, and days between two reminders."""

    answer_days: int
    reminder_days: int


@dataclass(frozen=True, slots=True)
class Handed:
    """What is known of work in the corporation's hands; `spoken_on` are the days of reminders and of answers."""

    handed_on: date
    promised_on: date | None = None
    spoken_on: Sequence[date] = ()


@dataclass(frozen=True, slots=True)
class Reminder:
    """The last day on which nobody need remind the corporation, and why."""

    due_on: date
    why: str

    def owed(self, on: date) -> bool:
        """Tell whether the corporation is to be reminded on a day."""
        return self.due_on < on


def terms(rules: Iterable[RuleValue], on: date) -> Terms:
    """Read both terms as they hold on a day."""
    values = tuple(rules)
    return Terms(_days(values, ANSWER_RULE, on), _days(values, REMINDER_RULE, on))


def reminder(handed: Handed, terms: Terms) -> Reminder:
    """Say until when the corporation may be left alone.

    Until the day it promised, or while it promised none the days it has to name one; after somebody spoke with it
    since, the days between two reminders. What was said before a promised day changes nothing about that day.
    """
    promised = handed.promised_on
    spoken = [day for day in handed.spoken_on if promised is None or day > promised]
    if spoken:
        last, days = max(spoken), terms.reminder_days
        words = ngettext(
            "{count} day after {day}, when it was last spoken of",
            "{count} days after {day}, when it was last spoken of",
            days,
        )
        return Reminder(last + timedelta(days=days), words.format(count=days, day=long_date(last)))
    if promised is not None:
        return Reminder(promised, _("the corporation promised it for {day}").format(day=long_date(promised)))
    days = terms.answer_days
    words = ngettext(
        "{count} day after {day}, when it was handed over without a promised day",
        "{count} days after {day}, when it was handed over without a promised day",
        days,
    )
    return Reminder(handed.handed_on + timedelta(days=days), words.format(count=days, day=long_date(handed.handed_on)))


def _days(values: Iterable[RuleValue], name: str, on: date) -> int:
    value = rule_on(values, name, on)
    try:
        return parse_whole(value if value is not None else RULES[name].default)
    except ValueError:
        return int(RULES[name].default)


# -- what cannot be ------------------------------------------------------------------------------------------------


def check_handed(
    handed_on: date, promised_on: date | None, way: str, *, reported_on: date, today: date
) -> list[Problem]:
    """Say what cannot be about handing work over; fields are named as the deed's."""
    problems = check_way(way)
    if handed_on < reported_on:
        problems.append(Problem("handed_on", _("that is before the day it was reported")))
    elif handed_on > today:
        problems.append(Problem("handed_on", _("that is still to come")))
    return [*problems, *check_promise(promised_on, handed_on)]


def check_promise(promised_on: date | None, handed_on: date) -> list[Problem]:
    """Say what cannot be about a promised day."""
    if promised_on is None or promised_on >= handed_on:
        return []
    reason = _("it was handed over only on {day}").format(day=long_date(handed_on))
    return [Problem("promised_on", reason)]


def check_way(way: str) -> list[Problem]:
    """Say whether there is no such way to reach a corporation."""
    if way in WAYS:
        return []
    return [Problem("way", _("choose one of: {known}").format(known=", ".join(map(_, WAYS.values()))))]


def check_said(said_on: date, field: str, *, handed_on: date, today: date) -> list[Problem]:
    """Say what cannot be about a day on which something was said or ended."""
    if said_on < handed_on:
        return [Problem(field, _("it was handed over only on {day}").format(day=long_date(handed_on)))]
    if said_on > today:
        return [Problem(field, _("that is still to come"))]
    return []
