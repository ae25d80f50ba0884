"""Shared rooms and things: who may have them when, and what the house rules make of it.

Moments are what the clock on the wall shows, to the minute and without a time zone, so summer time moves nothing:
how long a booking lasts, and what it costs, goes by that clock in the nights when it is changed too.
A booking holds its facility from `starts_at` up to `ends_at`: the next may begin in the very minute it ends.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from coopadmin.domain.facility_rules import HouseRule
from coopadmin.domain.summer_time import check_hours, comes_twice, twice_text
from coopadmin.errors import Problem
from coopadmin.formats import long_date, month_name
from coopadmin.i18n import N_, _

STATUSES: dict[str, str] = {
    "requested": N_("requested"),
    "confirmed": N_("confirmed"),
    "used": N_("used"),
    "cancelled": N_("cancelled"),
}
"""How far a booking has come, and how that is called; all but a cancelled one hold the facility."""

STATUS_WORDS: dict[str, str] = {
    "aangevraagd": "requested",
    "bevestigd": "confirmed",
    "gebruikt": "used",
    "geannuleerd": "cancelled",
    "afgezegd": "cancelled",
    "requested": "requested",
    "confirmed": "confirmed",
    "used": "used",
    "cancelled": "cancelled",
    "canceled": "cancelled",
}
"""The words registers use for them."""

LONGEST_DAYS = 366
"""Days a booking can last: a garden plot for a year. More is a slip in the year, or a lease."""

LONG_DAYS = 60
"""Days from which a booking is looked at twice."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One booking as the rules see it; `booking_id` is None while it is not entered yet."""

    booking_id: int | None
    facility_id: int
    person_id: int
    starts_at: datetime
    ends_at: datetime
    status: str = "confirmed"
    purpose: str = ""

    @property
    def holds(self) -> bool:
        """Tell whether it keeps others out: a cancelled booking does not."""
        return self.status != "cancelled"


@dataclass(frozen=True, slots=True)
class Terms:
    """What a facility asks of its bookings: `max_per_month` per member, `ended_on` its last day; None for no limit.

    `rules` are the house's own, of every day; rates are cents, None where there is none.
    """

    facility_id: int
    code: str
    name: str
    exclusive: bool
    max_per_month: int | None = None
    ended_on: date | None = None
    rules: tuple[HouseRule, ...] = ()
    member_rate_cents: int | None = None
    other_rate_cents: int | None = None


def midnight(day: date) -> datetime:
    """Give the moment a day begins."""
    return datetime.combine(day, time())


def to_the_minute(moment: datetime) -> datetime:
    """Leave the seconds off."""
    return moment.replace(second=0, microsecond=0)


def stored(moment: datetime) -> str:
    """Write a moment as the store keeps it: `2026-11-02T14:00`; `datetime.fromisoformat` reads it back."""
    return moment.isoformat(timespec="minutes")


def span_text(starts_at: datetime, ends_at: datetime) -> str:
    """Write from when until when: `3 November 2026 14:00–18:30`, both days where there are two."""
    begin = f"{long_date(starts_at.date())} {starts_at:%H:%M}"
    if ends_at.date() == starts_at.date():
        return f"{begin}–{ends_at:%H:%M}"
    if ends_at == midnight(starts_at.date() + timedelta(days=1)):
        return f"{begin}–24:00"
    return f"{begin} – {long_date(ends_at.date())} {ends_at:%H:%M}"


def overlap(first_start: datetime, first_end: datetime, second_start: datetime, second_end: datetime) -> bool:
    """Tell whether two times share more than the minute of hand-over."""
    return first_start < second_end and second_start < first_end


def clashes(first: Slot, second: Slot, *, exclusive: bool) -> bool:
    """Tell whether two bookings of one facility cannot both stand.

    An exclusive facility serves one at a time; in any other, one person begins only once at a moment.
    """
    if not (first.holds and second.holds):
        return False
    if exclusive:
        return overlap(first.starts_at, first.ends_at, second.starts_at, second.ends_at)
    return first.person_id == second.person_id and first.starts_at == second.starts_at


def first_overlap(slots: Iterable[Slot]) -> tuple[Slot, Slot] | None:
    """Find the first two bookings of one facility that overlap, or None where none do."""
    latest: Slot | None = None
    for slot in sorted((one for one in slots if one.holds), key=lambda one: (one.starts_at, one.ends_at)):
        if latest and slot.starts_at < latest.ends_at:
            return latest, slot
        latest = slot
    return None


class Calendar:
    """Bookings of any number of facilities, found by time."""

    def __init__(self, slots: Iterable[Slot] = ()) -> None:
        self._by_week: dict[tuple[int, int], list[Slot]] = defaultdict(list[Slot])
        self._by_start: dict[tuple[int, datetime], list[Slot]] = defaultdict(list[Slot])
        self._by_month: dict[tuple[int, int, int, int], list[Slot]] = defaultdict(list[Slot])
        for slot in slots:
            self.put(slot)

    def put(self, slot: Slot) -> None:
        """Enter a booking."""
        for shelf in self._shelves(slot):
            shelf.append(slot)

    def remove(self, slot: Slot) -> None:
        """Take a booking out that was entered."""
        for shelf in self._shelves(slot):
            shelf.remove(slot)

    def starting(self, facility_id: int, starts_at: datetime) -> tuple[Slot, ...]:
        """Give the bookings of a facility that begin at a moment, cancelled ones among them."""
        return tuple(self._by_start.get((facility_id, starts_at), ()))

    def clash(self, slot: Slot, *, exclusive: bool) -> Slot | None:
        """Find the first booking that keeps `slot` out, or None where it is free."""
        near = (other for week in _weeks(slot) for other in self._by_week.get((slot.facility_id, week), ()))
        candidates = near if exclusive else self.starting(slot.facility_id, slot.starts_at)
        found = [other for other in candidates if clashes(slot, other, exclusive=exclusive)]
        return min(found, key=lambda other: other.starts_at, default=None)

    def number_in_month(self, slot: Slot) -> int:
        """Count which booking this is for its person, in its facility and the calendar month it begins in.

        Bookings that were entered before it count; one that is not entered yet is the last.
        """
        others = self._by_month.get(_month(slot), ())
        if slot.booking_id is None:
            return 1 + sum(other.holds for other in others)
        return 1 + sum(other.holds and (other.booking_id or 0) < slot.booking_id for other in others)

    def _shelves(self, slot: Slot) -> Iterable[list[Slot]]:
        yield from (self._by_week[slot.facility_id, week] for week in _weeks(slot))
        yield self._by_start[slot.facility_id, slot.starts_at]
        yield self._by_month[_month(slot)]


def _weeks(slot: Slot) -> range:
    return range(slot.starts_at.toordinal() // 7, slot.ends_at.toordinal() // 7 + 1)


def _month(slot: Slot) -> tuple[int, int, int, int]:
    return slot.facility_id, slot.person_id, slot.starts_at.year, slot.starts_at.month


# -- what cannot be, and what should not ---------------------------------------------------------------------------


def check_booking(starts_at: datetime | None, ends_at: datetime | None) -> list[Problem]:
    """Say what cannot be about the times of a booking; fields are `starts_at` and `ends_at`."""
    if starts_at is None or ends_at is None:
        return []
    if never := check_hours(starts_at, ends_at):
        return never
    if ends_at <= starts_at:
        reason = _("it ends on {end}, which is not after it begins on {start}")
    elif ends_at - starts_at > timedelta(days=LONGEST_DAYS):
        reason = _("it lasts longer than a year, from {start} until {end}; look at the year")
    else:
        return []
    return [Problem("ends_at", reason.format(start=_moment(starts_at), end=_moment(ends_at)))]


def refusals(slot: Slot, terms: Terms, calendar: Calendar) -> list[Problem]:
    """Say why a booking cannot be taken in; fields are `starts_at` and `ends_at`.

    A cancelled booking keeps nobody out and may lie anywhere.
    """
    if not slot.holds:
        return []
    return [problem for problem in (after_the_last_day(slot, terms), taken(slot, terms, calendar)) if problem]


def after_the_last_day(slot: Slot, terms: Terms) -> Problem | None:
    """Say that a facility is closed for good by then, or nothing."""
    if not terms.ended_on or slot.ends_at <= midnight(terms.ended_on + timedelta(days=1)):
        return None
    field = "starts_at" if slot.starts_at.date() > terms.ended_on else "ends_at"
    reason = _("{facility} is closed after {day}").format(facility=terms.name, day=long_date(terms.ended_on))
    return Problem(field, reason)


def taken(slot: Slot, terms: Terms, calendar: Calendar) -> Problem | None:
    """Say which booking keeps this one out, or nothing."""
    other = calendar.clash(slot, exclusive=terms.exclusive)
    if other is None:
        return None
    reason = (
        _("{facility} is already booked: {when}")
        if terms.exclusive
        else _("this person already has a booking of {facility} from that moment: {when}")
    )
    when = span_text(other.starts_at, other.ends_at)
    return Problem("starts_at", reason.format(facility=terms.name, when=when))


def cautions(slot: Slot, terms: Terms, calendar: Calendar, today: date) -> list[Problem]:
    """Say what should not be about a booking that can: house rules, and what looks like a slip.

    `calendar` does not hold `slot` itself, or holds it under its own number.
    """
    if not slot.holds:
        return []
    found = [problem for problem in (too_many_in_month(slot, terms, calendar),) if problem]
    return [*found, *slips(slot, today)]


def too_many_in_month(slot: Slot, terms: Terms, calendar: Calendar) -> Problem | None:
    """Say that a person books it more often in a month than the house rule has it, or nothing."""
    if terms.max_per_month is None:
        return None
    number = calendar.number_in_month(slot)
    if number <= terms.max_per_month:
        return None
    month = f"{month_name(slot.starts_at.month)} {slot.starts_at.year}"
    reason = _("booking {number} of {facility} by this person in {month}; the house rule allows {limit} a month")
    return Problem(
        "starts_at",
        reason.format(number=number, facility=terms.name, month=month, limit=terms.max_per_month),
    )


def slips(slot: Slot, today: date) -> list[Problem]:
    """Say what looks like a slip of the pen: a very long time, one used before its time, an hour that comes twice."""
    found = [
        Problem(field, twice_text(moment))
        for field, moment in (("starts_at", slot.starts_at), ("ends_at", slot.ends_at))
        if comes_twice(moment)
    ]
    if slot.ends_at - slot.starts_at > timedelta(days=LONG_DAYS):
        days = (slot.ends_at - slot.starts_at).days
        found.append(Problem("ends_at", _("it lasts {days} days; is that right?").format(days=days)))
    if slot.status == "used" and slot.starts_at.date() > today:
        found.append(Problem("status", _("it is still to come, and yet it is said to have been used")))
    return found


def _moment(moment: datetime) -> str:
    return f"{long_date(moment.date())} {moment:%H:%M}"
