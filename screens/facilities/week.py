"""A week of a facility as a picture: a line a day, a sign an hour."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import TypeVar

from coopadmin.domain.facilities import midnight
from coopadmin.formats import day_name
from coopadmin.i18n import _, ngettext
from db.queries.bookings import BookingRow
from db.queries.facilities import FacilityRow
from db.queries.facility_rules import ClosureRow
from screens.subject import Entry, Section

DAYS = 7
HOURS = 24
HALF_HOUR = timedelta(minutes=30)
TICK = 6
"""Hours between the blanks that make a day easy to read."""
MARGIN = 7
"""Signs before the hours: `Fr 20` and two blanks."""

T = TypeVar("T", BookingRow, ClosureRow)

FREE = "·"
CLOSED = "×"
FULL = "█"
FIRST_HALF = "▌"
SECOND_HALF = "▐"
ASKED = "▒"
MANY = "+"


def week_section(
    facility: FacilityRow, bookings: Iterable[BookingRow], first: date, closures: Sequence[ClosureRow] = ()
) -> Section:
    """Draw seven days from `first`, 39 signs wide; `bookings` are those that hold the facility on them.

    Hours nobody has, but in which it is closed for a time (`closures` of this facility), have a sign too. Where several
    may use it at once the signs count how many do. Empty for a facility that is closed for good by then.
    """
    title = _("the coming week")
    own = [booking for booking in bookings if booking.facility_id == facility.facility_id]
    if facility.ended_on is not None and facility.ended_on < first:
        return Section(title, ())
    if not own and not closures:
        return Section(title, (Entry("", _("○ nothing booked")),))
    # A garden plot for the season would fill every hour and hide what changes; words say it better.
    standing = [booking for booking in own if _covers(booking, first)]
    lines: list[Entry] = []
    if standing:
        said = ngettext("● {count} booking runs all week", "● {count} bookings run all week", len(standing))
        lines.append(Entry("", said.format(count=len(standing))))
    passing = [booking for booking in own if booking not in standing]
    if passing or closures:
        lines.extend(_picture(facility, passing, first, closures))
    return Section(title, tuple(lines))


def _covers(booking: BookingRow, first: date) -> bool:
    return booking.starts_at <= midnight(first) and booking.ends_at >= midnight(first + timedelta(days=DAYS))


def _picture(
    facility: FacilityRow, bookings: Sequence[BookingRow], first: date, closures: Sequence[ClosureRow]
) -> Iterator[Entry]:
    yield Entry("", _scale(), style="dim")
    for number in range(DAYS):
        day = first + timedelta(days=number)
        yield Entry("", f"{day_name(day)[:2]} {day.day:>2}".ljust(MARGIN) + _day(facility, bookings, day, closures))
    legend = _("█ taken  ▒ requested  · free") if facility.exclusive else _("how many have it, hour by hour")
    yield Entry("", " " * MARGIN + legend, style="dim")
    if any(_within(closure, first, first + timedelta(days=DAYS)) for closure in closures):
        yield Entry("", " " * MARGIN + _("× closed for a time"), style="dim")


def _scale() -> str:
    ticks = (str(hour).ljust(TICK + 1) for hour in range(0, HOURS, TICK))
    return " " * MARGIN + "".join(ticks) + str(HOURS)


def _within(closure: ClosureRow, first: date, after: date) -> bool:
    return closure.starts_at < midnight(after) and closure.ends_at > midnight(first)


def _day(facility: FacilityRow, bookings: Sequence[BookingRow], day: date, closures: Sequence[ClosureRow]) -> str:
    if facility.ended_on is not None and day > facility.ended_on:
        return _("closed")
    halves, closed = _half_hours(bookings, day), _half_hours(closures, day)
    sign = _taken if facility.exclusive else _number
    signs = ""
    for hour in range(HOURS):
        shown = sign(halves[2 * hour], halves[2 * hour + 1])
        signs += CLOSED if shown == FREE and closed[2 * hour] + closed[2 * hour + 1] else shown
    return " ".join(signs[start : start + TICK] for start in range(0, HOURS, TICK))


def _half_hours(bookings: Iterable[T], day: date) -> list[list[T]]:
    """Give what holds it in each half hour of a day; a half hour that is used in part is used."""
    halves: list[list[T]] = [[] for _half in range(2 * HOURS)]
    begin = midnight(day)
    for booking in bookings:
        first, last = _halves_since(begin, booking.starts_at), -_halves_since(booking.ends_at, begin)
        for half in halves[max(first, 0) : max(last, 0)]:
            half.append(booking)
    return halves


def _halves_since(begin: datetime, moment: datetime) -> int:
    """Count the whole half hours from `begin` to `moment`, rounded down; so negated it rounds up."""
    return (moment - begin) // HALF_HOUR


def _taken(first: Sequence[BookingRow], second: Sequence[BookingRow]) -> str:
    if not first and not second:
        return FREE
    if all(booking.status == "requested" for booking in (*first, *second)):
        return ASKED
    return FULL if first and second else FIRST_HALF if first else SECOND_HALF


def _number(first: Sequence[BookingRow], second: Sequence[BookingRow]) -> str:
    most = max(len(first), len(second))
    return FREE if not most else str(most) if most < 10 else MANY
