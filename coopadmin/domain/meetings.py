"""Meetings before they are held: their agenda, the day the letter goes out, and the terms of who asks for one.

Moments are what the clock on the wall shows, to the minute, as text: `2026-11-20T20:00`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from coopadmin.domain.voting_rules import DECISION_KINDS, ORDINARY
from coopadmin.formats import long_date
from coopadmin.i18n import N_, _, ngettext

KINDS: dict[str, str] = {
    "information": N_("information"),
    "discussion": N_("discussion"),
    "decision": N_("decision"),
}
"""What an item of the agenda is for: to be told, to be talked over, or to be decided."""

STATES: dict[str, str] = {
    "planned": N_("planned"),
    "convened": N_("letter sent"),
    "under_way": N_("under way"),
    "closed": N_("minutes to be approved"),
    "approved": N_("minutes approved"),
    "cancelled": N_("cancelled"),
}
"""How far a meeting has come, and how that is called."""

REQUEST_STATES: dict[str, str] = {
    "too_few": N_("too few asked"),
    "waiting": N_("waits for the board"),
    "planned": N_("planned, letter to send"),
    "called": N_("called"),
    "late": N_("called for too late a day"),
    "own": N_("members may call it themselves"),
}
"""What became of a request for a meeting."""

LONGEST_TITLE = 400
LONGEST_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class UsualItem:
    """An item that is on every agenda: its code, its title, what it is for, and the minutes set aside."""

    code: str
    title: str
    kind: str
    decision_kind: str = ""
    minutes: int | None = None


USUAL_ITEMS: tuple[UsualItem, ...] = (
    UsualItem("opening", N_("Opening and who is there"), "information", minutes=5),
    UsualItem("minutes", N_("Minutes of the last meeting"), "decision", "ordinary", 10),
    UsualItem("actions", N_("Open actions"), "discussion", minutes=10),
    UsualItem("review", N_("Decisions to look at again"), "discussion", minutes=10),
    UsualItem("any_other_business", N_("Any other business"), "discussion", minutes=10),
    UsualItem("closing", N_("Closing"), "information"),
)
"""The items of an agenda that a group expects, in their order; what is of the day comes before the last two."""

LAST_ITEMS = ("any_other_business", "closing")
"""The usual items that stay behind everything else."""


# -- moments ---------------------------------------------------------------------------------------------------


def stored(moment: datetime) -> str:
    """Write a moment as the store keeps it, to the minute: `2026-11-20T20:00`."""
    return moment.isoformat(timespec="minutes")


def read_minute(at: str) -> datetime:
    """Read a moment as the store keeps it; raises ValueError with a sentence."""
    try:
        moment = datetime.strptime(at, "%Y-%m-%dT%H:%M")  # noqa: DTZ007 - wall clock
    except ValueError:
        moment = None
    if moment is None or stored(moment) != at:
        raise ValueError(_("give the day and the time"))
    return moment


def day_of(at: str) -> date:
    """Give the day of a moment."""
    return date.fromisoformat(at[:10])


def time_of(at: str | None) -> str:
    """Give the time of a moment as a clock shows it: `20:05`; empty for none."""
    return at[11:16] if at else ""


def state(
    *,
    convened_on: date | None,
    opened_at: str | None,
    closed_at: str | None,
    cancelled_on: date | None,
    minutes_approved_on: date | None,
) -> str:
    """Tell how far a meeting has come, as a code of STATES."""
    if cancelled_on is not None:
        return "cancelled"
    if minutes_approved_on is not None:
        return "approved"
    if closed_at is not None:
        return "closed"
    if opened_at is not None:
        return "under_way"
    return "planned" if convened_on is None else "convened"


def purpose_text(kind: str, decision_kind: str) -> str:
    """Call what an item is for: `decision: change of the statutes`, and an ordinary decision just that."""
    if kind != "decision" or decision_kind == ORDINARY:
        return _(KINDS[kind])
    return _("decision: {kind}").format(kind=_(DECISION_KINDS[decision_kind]))


def clock_times(starts_at: str, minutes: Iterable[int | None]) -> tuple[str, ...]:
    """Give the time each item of an agenda is expected to begin; one without time set aside takes none."""
    moment = read_minute(starts_at)
    times: list[str] = []
    for taken in minutes:
        times.append(f"{moment:%H:%M}")
        moment += timedelta(minutes=taken or 0)
    return tuple(times)


# -- the letter ------------------------------------------------------------------------------------------------


def send_by(meeting_on: date, days: int) -> date:
    """Give the last day something goes out that must leave `days` whole days before a meeting.

    Neither the day of sending nor that of the meeting is counted: 14 days before the 20th is the 5th.
    """
    return meeting_on - timedelta(days=days + 1)


@dataclass(frozen=True, slots=True)
class Ground:
    """Why a letter must go out so many days before: what asks for it, and where that is written.

    `inspection_days`: so many days before the meeting the full text lies open, None where it need not.
    """

    what: str
    days: int | None
    source: str
    inspection_days: int | None = None


@dataclass(frozen=True, slots=True)
class Sending:
    """The last day to send the letter of a meeting, a line for every ground, and from when the text lies open."""

    by: date
    lines: tuple[str, ...]
    open_for_inspection_from: date | None


def sending(meeting_on: date, grounds: Sequence[Ground]) -> Sending:
    """Work out when the letter of a meeting must have gone: the earliest day that any ground asks for."""
    days = max((ground.days for ground in grounds if ground.days is not None), default=0)
    inspection = max((ground.inspection_days for ground in grounds if ground.inspection_days is not None), default=None)
    lines = [line for ground in grounds for line in _ground_lines(meeting_on, ground)]
    return Sending(
        send_by(meeting_on, days), tuple(lines), None if inspection is None else send_by(meeting_on, inspection)
    )


def _ground_lines(meeting_on: date, ground: Ground) -> Iterable[str]:
    if ground.days is not None:
        sentence = ngettext(
            "{what}: {count} whole day before, so by {day}",
            "{what}: {count} whole days before, so by {day}",
            ground.days,
        ).format(what=ground.what, count=ground.days, day=long_date(send_by(meeting_on, ground.days)))
        yield _with_source(sentence, ground.source)
    if ground.inspection_days is not None:
        day = long_date(send_by(meeting_on, ground.inspection_days))
        sentence = ngettext(
            "{what}: the full text lies open {count} whole day before, so from {day}",
            "{what}: the full text lies open {count} whole days before, so from {day}",
            ground.inspection_days,
        ).format(what=ground.what, count=ground.inspection_days, day=day)
        yield _with_source(sentence, ground.source)


def _with_source(sentence: str, source: str) -> str:
    return f"{sentence} · {_(source)}" if source else sentence


# -- a second meeting ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SecondTerms:
    """The first and the last day a second meeting may be held; None where the rule has no such day."""

    earliest: date | None
    latest: date | None
    source: str = ""

    def problem(self, on: date) -> str:
        """Say why a second meeting cannot be held on a day; empty where it can."""
        if self.earliest is not None and on < self.earliest:
            return _with_source(
                _("the second meeting is held on {day} at the earliest").format(day=long_date(self.earliest)),
                self.source,
            )
        if self.latest is not None and on > self.latest:
            return _with_source(
                _("the second meeting is held on {day} at the latest").format(day=long_date(self.latest)), self.source
            )
        return ""


def second_terms(first_on: date, from_days: int | None, until_days: int | None, source: str = "") -> SecondTerms:
    """Give the days between which a second meeting is held, so many days after the first; both days are in it."""
    return SecondTerms(
        None if from_days is None else first_on + timedelta(days=from_days),
        None if until_days is None else first_on + timedelta(days=until_days),
        source,
    )


# -- who asks for a meeting ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RequestTerms:
    """By when the meeting is held that was asked for, and from when those who asked may call it themselves."""

    meeting_by: date
    may_convene_from: date


def request_terms(received_on: date, *, meeting_days: int = 28, wait_days: int = 14) -> RequestTerms:
    """Work out the terms of a request for a meeting (Civil Code (BW) 2:41(2)-(3)).

    The board calls one within `meeting_days` (four weeks); where it did nothing within `wait_days` (fourteen), those
    who asked may call it from the day after.
    """
    return RequestTerms(received_on + timedelta(days=meeting_days), received_on + timedelta(days=wait_days + 1))


def requesters_needed(votes: int, percent: int = 10) -> int:
    """Give how many votes a request needs: `percent` of all there are, rounded up, and at least one."""
    return max(1, -(-votes * percent // 100))


@dataclass(frozen=True, slots=True)
class Called:
    """The meeting that was called for a request: its day, and the day its letter went out."""

    meeting_on: date
    convened_on: date | None


def request_state(terms: RequestTerms, called: Called | None, *, enough: bool, on: date) -> str:
    """Tell what became of a request, as a code of REQUEST_STATES.

    What the law asks of the board within the days is to call the meeting: its letter, not its plan.
    """
    if called is not None and called.convened_on is not None:
        return "called" if called.meeting_on <= terms.meeting_by or not enough else "late"
    if not enough:
        return "too_few" if called is None else "planned"
    if on >= terms.may_convene_from:
        return "own"
    return "waiting" if called is None else "planned"
