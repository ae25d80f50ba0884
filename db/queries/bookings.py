"""Bookings of shared facilities: their list, one of them, one day's, and the register."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select
from sqlmodel import col

from coopadmin.domain.facilities import midnight, stored
from coopadmin.domain.periods import day_after, last_of_month
from db.queries.base import Listing, Page, contains, count, ordered
from db.queries.booking_rows import (
    BookingRow,
    booked,
    booking_rows,
    bookings,
    costs,
    facilities,
    holds,
    members,
    not_over,
    people,
)
from db.queries.facilities import FacilityRow, one
from db.tables.bookings import Booking

__all__ = [
    "BOOKING_FILTERS",
    "BOOKING_SORTS",
    "BookingRecord",
    "BookingRow",
    "booking_record",
    "bookings_between",
    "bookings_on",
    "bookings_page",
    "bookings_register",
]

BOOKING_FILTERS = ("upcoming", "requested", "past", "cancelled", "all", "to_pay", "to_check")
BOOKING_SORTS = ("starts", "facility", "person", "number", "purpose", "status")

LAST_FIRST = ("past", "to_check", "cancelled", "all")
"""Filters that give the last first where no other order is asked for."""


@dataclass(frozen=True, slots=True)
class BookingRecord:
    """A booking with its facility; `in_month` counts this person's bookings of it in the month it begins in."""

    booking: BookingRow
    facility: FacilityRow
    in_month: int


def bookings_page(
    connection: Connection, listing: Listing, on: date, facility_id: int | None = None
) -> Page[BookingRow]:
    """List bookings by `listing`; filters and sorts are named in BOOKING_FILTERS and BOOKING_SORTS.

    `upcoming` ones hold their facility on `on` or later; `requested` are those of them that wait for a yes; `past`
    ones were over before it; `cancelled` ones lie anywhere. Without a sort the upcoming come first to last, the
    others last to first. `to_pay` ones cost something that was neither paid nor put on an account, `to_check` ones
    were over by then and nobody looked how they were left. With `facility_id` only those of one facility.
    """
    statement = booked()
    if facility_id is not None:
        statement = statement.where(bookings.c.facility_id == facility_id)
    if listing.search:
        folded = (facilities.c.folded, people.c.folded, func.coalesce(members.c.folded, ""))
        statement = statement.where(contains(listing.search, *folded))
    if listing.filter == "cancelled":
        statement = statement.where(~holds())
    elif listing.filter == "past":
        statement = statement.where(~not_over(on), holds())
    elif listing.filter == "requested":
        statement = statement.where(not_over(on), bookings.c.status == "requested")
    elif listing.filter == "to_pay":
        statement = statement.where(costs())
    elif listing.filter == "to_check":
        statement = statement.where(~not_over(on), bookings.c.status == "confirmed", bookings.c.checked_on.is_(None))
    elif listing.filter != "all":
        statement = statement.where(not_over(on), holds())
    by: dict[str, Any] = {
        "facility": facilities.c.code,
        "person": people.c.folded,
        "number": members.c.number,
        "purpose": func.nullif(func.lower(bookings.c.purpose), ""),
        "status": bookings.c.status,
    }
    last_first = not listing.sort and listing.filter in LAST_FIRST
    total = count(connection, statement)
    order = ordered(
        statement,
        by.get(listing.sort, bookings.c.starts_at),
        listing.descending or last_first,
        bookings.c.starts_at,
        bookings.c.id,
    )
    return Page(booking_rows(connection, order.limit(listing.limit)), total)


def booking_record(connection: Connection, booking_id: int) -> BookingRecord | None:
    """Give one booking with what its facility asks, or None where there is no such booking."""
    row = next(iter(booking_rows(connection, booked().where(bookings.c.id == booking_id))), None)
    if row is None:
        return None
    facility = one(connection, row.facility_id)
    assert facility is not None  # noqa: S101 - its bookings keep it there
    month = row.starts_at.date().replace(day=1)
    in_month = connection.execute(
        select(func.count()).where(
            col(Booking.facility_id) == row.facility_id,
            col(Booking.person_id) == row.person_id,
            col(Booking.starts_at) >= stored(midnight(month)),
            col(Booking.starts_at) < stored(midnight(day_after(last_of_month(month)))),
            holds(),
        )
    ).scalar_one()
    return BookingRecord(row, facility, in_month)


def bookings_between(connection: Connection, first: date, last: date) -> Sequence[BookingRow]:
    """Give what holds a facility on the days from `first` to `last`, both included; cancelled ones do not."""
    statement = booked().where(holds(), not_over(first), bookings.c.starts_at < stored(midnight(day_after(last))))
    return booking_rows(connection, statement.order_by(bookings.c.starts_at, facilities.c.code, bookings.c.id))


def bookings_on(connection: Connection, day: date) -> Sequence[BookingRow]:
    """Give what holds a facility on a day, first to begin first."""
    return bookings_between(connection, day, day)


def bookings_register(connection: Connection) -> Sequence[BookingRow]:
    """Give all bookings, cancelled ones among them, by start and facility."""
    return booking_rows(connection, booked().order_by(bookings.c.starts_at, facilities.c.code, bookings.c.id))
