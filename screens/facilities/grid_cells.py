"""A week of all rooms and things: what holds each on each day, and how a day is shown on a few signs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from coopadmin.domain.facilities import midnight
from coopadmin.domain.periods import day_after
from coopadmin.formats import day_name
from coopadmin.i18n import _
from db.queries import bookings as booking_queries
from db.queries import facilities as queries
from db.queries.base import Listing
from db.queries.booking_rows import BookingRow
from db.queries.cleaning import TurnRow, turns_between
from db.queries.facilities import FacilityRow
from db.queries.facility_rules import ClosureRow, closures_between

DAYS = 7
MOST = 500
"""Rooms and things shown; no house has so many."""
SIGNS: dict[str, str] = {"requested": "●", "confirmed": "✓", "used": "○"}
LEAST_NAME = 5
"""Signs for a name behind the time: a blank and four letters."""
FREE = "·"
CLOSED = "✗"


@dataclass(frozen=True, slots=True)
class Piece:
    """What holds a facility on a day, or a part of it: a booking, or a closure where there is no booking."""

    starts_at: datetime
    ends_at: datetime
    booking: BookingRow | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days of all rooms and things that are in use in them."""

    first: date
    facilities: tuple[FacilityRow, ...]
    bookings: Sequence[BookingRow]
    closures: tuple[ClosureRow, ...]
    turns: tuple[TurnRow, ...]

    def pieces(self, facility_id: int, day: date) -> list[Piece]:
        """Give what holds a facility on a day, first to begin first."""
        begin, end = midnight(day), midnight(day_after(day))
        found = [Piece(one.starts_at, one.ends_at, one) for one in self.bookings if one.facility_id == facility_id]
        found += [
            Piece(one.starts_at, one.ends_at, None, one.why) for one in self.closures if one.facility_id == facility_id
        ]
        on_it = [piece for piece in found if piece.starts_at < end and piece.ends_at > begin]
        return sorted(on_it, key=lambda piece: (piece.starts_at, piece.ends_at))


def read_week(connection: Connection, first: date) -> Week:
    """Read seven days from `first`."""
    last = first + timedelta(days=DAYS - 1)
    return Week(
        first,
        queries.page(connection, Listing(filter="open", sort="name", limit=MOST), first).rows,
        booking_queries.bookings_between(connection, first, last),
        closures_between(connection, first, last),
        turns_between(connection, first, last),
    )


def monday_of(day: date) -> date:
    """Give the Monday of the week a day is in."""
    return day - timedelta(days=day.weekday())


# -- what stands in a cell -----------------------------------------------------------------------------------------


def cell_text(facility: FacilityRow, pieces: Sequence[Piece], day: date, width: int) -> str:
    """Show a day of a facility on `width` signs: a sign, when it begins or ends, and how many more there are.

    `✓19:30+1` begins then; `✓→11:00` runs from the day before until then; `✓16:00→` runs into the next day;
    `✓──` runs all day; `·` is free.
    """
    if facility.ended_on is not None and day > facility.ended_on:
        return _("shut")[:width]
    if not pieces:
        return FREE
    first = pieces[0]
    more = f"+{len(pieces) - 1}" if len(pieces) > 1 else ""
    room = width - len(more)
    if first.booking is None:
        whole = _whole(first, day)
        return (f"{CLOSED} " + _("shut") if whole else CLOSED + _times(first, day))[:room] + more
    text = SIGNS[first.booking.status] + _times(first, day)
    name = " " + first.booking.person.partition(",")[0]
    # A name of which only some letters fit says nothing.
    text += name[: room - len(text)].rstrip() if room - len(text) >= LEAST_NAME else ""
    return text + more


def _whole(piece: Piece, day: date) -> bool:
    return piece.starts_at <= midnight(day) and piece.ends_at >= midnight(day_after(day))


def _times(piece: Piece, day: date) -> str:
    if _whole(piece, day):
        return "──"
    if piece.starts_at < midnight(day):
        return f"→{piece.ends_at:%H:%M}"
    return f"{piece.starts_at:%H:%M}" + ("→" if piece.ends_at > midnight(day_after(day)) else "")


def piece_text(piece: Piece) -> str:
    """Say on one line what holds a facility, from when until when, and who has it."""
    when = f"{_moment(piece.starts_at, piece.ends_at)}–{_moment(piece.ends_at, piece.starts_at)}"
    if piece.booking is None:
        return f"{CLOSED} {when} {piece.why}"
    said = [f"{SIGNS[piece.booking.status]} {when} {piece.booking.person}", piece.booking.purpose]
    return " · ".join(part for part in said if part)


def _moment(moment: datetime, other: datetime) -> str:
    clock = f"{moment:%H:%M}"
    return clock if moment.date() == other.date() else f"{day_name(moment.date())[:2]} {moment.day} {clock}"
