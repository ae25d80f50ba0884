"""Series of bookings: their list, and one with all its times and what was skipped of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, func, select
from sqlmodel import col

from coopadmin.domain.members import sorted_name
from db.queries.base import Listing, Page, contains, count, ordered
from db.queries.booking_rows import (
    BookingRow,
    booked,
    booking_rows,
    bookings,
    facilities,
    holds,
    members,
    moment_or_none,
    name_parts,
    not_over,
    parts_of,
    people,
)
from db.tables.base import table_of
from db.tables.bookings import BookingSeries, SeriesSkip

FILTERS = ("running", "stopped", "all")
SORTS = ("next", "facility", "person", "until")

_series = table_of(BookingSeries)


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """A series as a list shows it: its first time in wall-clock time, its rule, and what of it is still to come."""

    series_id: int
    facility_id: int
    facility_name: str
    person_id: int
    person: str
    number: str
    starts_at: datetime
    ends_at: datetime
    rule: str
    """As iCalendar writes it; `recurrences_calendar.rule_words` says it in words."""
    until: date
    ended_on: date | None
    """The last day it stays, where it was stopped before its time."""
    purpose: str
    note: str
    ahead: int
    next_starts_at: datetime | None


@dataclass(frozen=True, slots=True)
class Skip:
    """A time of a series that does not take place, and why."""

    occurrence_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class SeriesRecord:
    """A series with all its bookings, first to last, and what was skipped."""

    series: SeriesRow
    bookings: tuple[BookingRow, ...]
    skips: tuple[Skip, ...]


def page(connection: Connection, listing: Listing, on: date) -> Page[SeriesRow]:
    """List series by `listing`; filters and sorts are named in FILTERS and SORTS.

    `running` ones have a last day on `on` or later and were not stopped before it.
    """
    statement, ahead = _listed(on)
    if listing.search:
        folded = (facilities.c.folded, people.c.folded, func.coalesce(members.c.folded, ""))
        statement = statement.where(contains(listing.search, *folded))
    last_day = func.coalesce(_series.c.ended_on, _series.c.until)
    if listing.filter == "stopped":
        statement = statement.where(last_day < on)
    elif listing.filter != "all":
        statement = statement.where(last_day >= on)
    by: dict[str, Any] = {"facility": facilities.c.code, "person": people.c.folded, "until": last_day}
    total = count(connection, statement)
    order = ordered(
        statement, by.get(listing.sort, ahead.c.next_starts_at), listing.descending, _series.c.starts_at, _series.c.id
    )
    return Page(_rows(connection, order.limit(listing.limit)), total)


def record(connection: Connection, series_id: int, on: date) -> SeriesRecord | None:
    """Give one series with all its times, or None where there is no such series."""
    statement, _ahead = _listed(on)
    row = next(iter(_rows(connection, statement.where(_series.c.id == series_id))), None)
    if row is None:
        return None
    own = booked().where(bookings.c.series_id == series_id).order_by(bookings.c.starts_at, bookings.c.id)
    skips = (
        select(col(SeriesSkip.occurrence_at), col(SeriesSkip.reason))
        .where(col(SeriesSkip.series_id) == series_id)
        .order_by(col(SeriesSkip.occurrence_at))
    )
    return SeriesRecord(
        row,
        booking_rows(connection, own),
        tuple(Skip(datetime.fromisoformat(at), reason) for at, reason in connection.execute(skips)),
    )


def _listed(on: date) -> tuple[Select[Any], Any]:
    ahead = (
        select(
            bookings.c.series_id,
            func.min(bookings.c.starts_at).label("next_starts_at"),
            func.count().label("ahead"),
        )
        .where(bookings.c.series_id.is_not(None), not_over(on), holds())
        .group_by(bookings.c.series_id)
        .subquery()
    )
    statement = (
        select(
            _series,
            facilities.c.name.label("facility_name"),
            *name_parts(),
            members.c.number,
            ahead.c.next_starts_at,
            ahead.c.ahead,
        )
        .join(facilities, facilities.c.id == _series.c.facility_id)
        .join(people, people.c.id == _series.c.person_id)
        .outerjoin(members, members.c.person_id == _series.c.person_id)
        .outerjoin(ahead, ahead.c.series_id == _series.c.id)
    )
    return statement, ahead


def _rows(connection: Connection, statement: Select[Any]) -> tuple[SeriesRow, ...]:
    return tuple(
        SeriesRow(
            series_id=row["id"],
            facility_id=row["facility_id"],
            facility_name=row["facility_name"],
            person_id=row["person_id"],
            person=sorted_name(*parts_of(row)),
            number=row["number"] or "",
            starts_at=datetime.fromisoformat(row["starts_at"]),
            ends_at=datetime.fromisoformat(row["starts_at"]) + timedelta(minutes=row["minutes"]),
            rule=row["rule"],
            until=row["until"],
            ended_on=row["ended_on"],
            purpose=row["purpose"],
            note=row["note"],
            ahead=row["ahead"] or 0,
            next_starts_at=moment_or_none(row["next_starts_at"]),
        )
        for row in connection.execute(statement).mappings()
    )
