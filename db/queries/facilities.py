"""Shared facilities and their bookings: lists, records, one day's bookings, and the two registers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select
from sqlmodel import col

from coopadmin.domain.facilities import midnight, stored
from coopadmin.domain.members import sorted_name
from coopadmin.domain.periods import day_after, last_of_month
from db.queries.base import Listing, Page, contains, count, ordered
from db.tables.base import table_of
from db.tables.facilities import Booking, Facility
from db.tables.maintenance import MaintenanceTask
from db.tables.members import Member, Person

FILTERS = ("open", "closed", "all")
SORTS = ("code", "name", "kind", "place", "keeper", "next")

BOOKING_FILTERS = ("upcoming", "requested", "past", "cancelled", "all")
BOOKING_SORTS = ("starts", "facility", "person", "number", "purpose", "status")

SHOWN_UPCOMING = 50
SHOWN_RECENT = 20
"""Bookings a facility's record shows ahead and behind; the list of bookings has them all."""


@dataclass(frozen=True, slots=True)
class FacilityRow:
    """A facility with its keeper and house rules; rates are cents, None for no rate, no limit, no keys."""

    facility_id: int
    code: str
    name: str
    kind: str
    place: str
    keeper_id: int | None
    keeper: str
    keeper_number: str
    """The keeper's member number; empty for one who is no member."""
    member_rate_cents: int | None
    other_rate_cents: int | None
    max_per_month: int | None
    allows_overlap: bool
    key_count: int | None
    house_rules: str
    ended_on: date | None
    note: str
    next_starts_at: datetime | None = None
    """When the first booking begins, or began, that is not over; only lists look."""
    upcoming: int = 0
    """How many bookings are not over; only lists look."""

    @property
    def exclusive(self) -> bool:
        """Whether it serves one booking at a time."""
        return not self.allows_overlap


@dataclass(frozen=True, slots=True)
class BookingRow:
    """A booking as a list shows it, in wall-clock time; `number` is empty for one who is no member."""

    booking_id: int
    facility_id: int
    facility_code: str
    facility_name: str
    person_id: int
    person: str
    number: str
    starts_at: datetime
    ends_at: datetime
    purpose: str
    status: str


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A maintenance task about a facility."""

    task_id: int
    number: str
    what: str
    urgency: str
    status: str
    reported_on: date
    done_on: date | None


@dataclass(frozen=True, slots=True)
class FacilityRecord:
    """Everything about one facility."""

    facility: FacilityRow
    upcoming: tuple[BookingRow, ...]
    """What holds it from the day on, first to come first."""
    recent: tuple[BookingRow, ...]
    """What is over, cancelled bookings among them, last first."""
    tasks: tuple[TaskRow, ...]


@dataclass(frozen=True, slots=True)
class BookingRecord:
    """A booking with its facility; `in_month` counts this person's bookings of it in the month it begins in."""

    booking: BookingRow
    facility: FacilityRow
    in_month: int


_facilities, _bookings, _people, _members = table_of(Facility), table_of(Booking), table_of(Person), table_of(Member)

_FACILITY_FIELDS = (
    "code",
    "name",
    "kind",
    "place",
    "keeper_id",
    "member_rate_cents",
    "other_rate_cents",
    "max_per_month",
    "allows_overlap",
    "key_count",
    "house_rules",
    "ended_on",
    "note",
)
_NAME_PARTS = ("family_name", "prefix", "initials", "given_name")


# -- facilities ----------------------------------------------------------------------------------------------------


def page(connection: Connection, listing: Listing, on: date) -> Page[FacilityRow]:
    """List facilities by `listing`; filters and sorts are named in FILTERS and SORTS.

    `open` ones can be used on `on` or later; `closed` had their last day before it.
    """
    ahead = (
        select(
            _bookings.c.facility_id,
            func.min(_bookings.c.starts_at).label("next_starts_at"),
            func.count().label("upcoming"),
        )
        .where(_not_over(on), _holds())
        .group_by(_bookings.c.facility_id)
        .subquery()
    )
    statement = (
        _kept()
        .add_columns(ahead.c.next_starts_at, ahead.c.upcoming)
        .outerjoin(ahead, ahead.c.facility_id == _facilities.c.id)
    )
    if listing.search:
        folded = (_facilities.c.folded, func.coalesce(_people.c.folded, ""))
        statement = statement.where(contains(listing.search, *folded))
    if listing.filter == "closed":
        statement = statement.where(_facilities.c.ended_on < on)
    elif listing.filter != "all":
        statement = statement.where(or_(_facilities.c.ended_on.is_(None), _facilities.c.ended_on >= on))
    by: dict[str, Any] = {
        "name": func.lower(_facilities.c.name),
        "kind": func.nullif(func.lower(_facilities.c.kind), ""),
        "place": func.nullif(func.lower(_facilities.c.place), ""),
        "keeper": _people.c.folded,
        "next": ahead.c.next_starts_at,
    }
    total = count(connection, statement)
    order = ordered(statement, by.get(listing.sort, _facilities.c.code), listing.descending, _facilities.c.code)
    found = connection.execute(order.limit(listing.limit)).mappings()
    return Page(tuple(_facility_row(row) for row in found), total)


def record(connection: Connection, facility_id: int, on: date) -> FacilityRecord | None:
    """Give everything about one facility as it stands on a day, or None where there is no such facility."""
    row = connection.execute(_kept().where(_facilities.c.id == facility_id)).mappings().first()
    if row is None:
        return None
    own = _booked().where(_bookings.c.facility_id == facility_id)
    upcoming = own.where(_not_over(on), _holds()).order_by(_bookings.c.starts_at, _bookings.c.id)
    recent = own.where(~_not_over(on)).order_by(_bookings.c.starts_at.desc(), _bookings.c.id.desc())
    return FacilityRecord(
        facility=_facility_row(row),
        upcoming=_rows(connection, upcoming.limit(SHOWN_UPCOMING)),
        recent=_rows(connection, recent.limit(SHOWN_RECENT)),
        tasks=_tasks(connection, facility_id),
    )


def register(connection: Connection) -> Sequence[FacilityRow]:
    """Give all facilities, closed ones among them, by code."""
    found = connection.execute(_kept().order_by(_facilities.c.code)).mappings()
    return tuple(_facility_row(row) for row in found)


# -- bookings ------------------------------------------------------------------------------------------------------


def bookings_page(
    connection: Connection, listing: Listing, on: date, facility_id: int | None = None
) -> Page[BookingRow]:
    """List bookings by `listing`; filters and sorts are named in BOOKING_FILTERS and BOOKING_SORTS.

    `upcoming` ones hold their facility on `on` or later; `requested` are those of them that wait for a yes; `past`
    ones were over before it; `cancelled` ones lie anywhere. Without a sort the upcoming come first to last, the
    others last to first. With `facility_id` only those of one facility.
    """
    statement = _booked()
    if facility_id is not None:
        statement = statement.where(_bookings.c.facility_id == facility_id)
    if listing.search:
        folded = (_facilities.c.folded, _people.c.folded, func.coalesce(_members.c.folded, ""))
        statement = statement.where(contains(listing.search, *folded))
    if listing.filter == "cancelled":
        statement = statement.where(~_holds())
    elif listing.filter == "past":
        statement = statement.where(~_not_over(on), _holds())
    elif listing.filter == "requested":
        statement = statement.where(_not_over(on), _bookings.c.status == "requested")
    elif listing.filter != "all":
        statement = statement.where(_not_over(on), _holds())
    by: dict[str, Any] = {
        "facility": _facilities.c.code,
        "person": _people.c.folded,
        "number": _members.c.number,
        "purpose": func.nullif(func.lower(_bookings.c.purpose), ""),
        "status": _bookings.c.status,
    }
    last_first = not listing.sort and listing.filter in ("past", "cancelled", "all")
    total = count(connection, statement)
    order = ordered(
        statement,
        by.get(listing.sort, _bookings.c.starts_at),
        listing.descending or last_first,
        _bookings.c.starts_at,
        _bookings.c.id,
    )
    return Page(_rows(connection, order.limit(listing.limit)), total)


def booking_record(connection: Connection, booking_id: int) -> BookingRecord | None:
    """Give one booking with what its facility asks, or None where there is no such booking."""
    row = next(iter(_rows(connection, _booked().where(_bookings.c.id == booking_id))), None)
    if row is None:
        return None
    facility = connection.execute(_kept().where(_facilities.c.id == row.facility_id)).mappings().one()
    month = row.starts_at.date().replace(day=1)
    in_month = connection.execute(
        select(func.count()).where(
            col(Booking.facility_id) == row.facility_id,
            col(Booking.person_id) == row.person_id,
            col(Booking.starts_at) >= stored(midnight(month)),
            col(Booking.starts_at) < stored(midnight(day_after(last_of_month(month)))),
            _holds(),
        )
    ).scalar_one()
    return BookingRecord(row, _facility_row(facility), in_month)


def bookings_between(connection: Connection, first: date, last: date) -> Sequence[BookingRow]:
    """Give what holds a facility on the days from `first` to `last`, both included; cancelled ones do not."""
    statement = _booked().where(_holds(), _not_over(first), _bookings.c.starts_at < stored(midnight(day_after(last))))
    return _rows(connection, statement.order_by(_bookings.c.starts_at, _facilities.c.code, _bookings.c.id))


def bookings_on(connection: Connection, day: date) -> Sequence[BookingRow]:
    """Give what holds a facility on a day, first to begin first."""
    return bookings_between(connection, day, day)


def bookings_register(connection: Connection) -> Sequence[BookingRow]:
    """Give all bookings, cancelled ones among them, by start and facility."""
    return _rows(connection, _booked().order_by(_bookings.c.starts_at, _facilities.c.code, _bookings.c.id))


# -- within --------------------------------------------------------------------------------------------------------


def _holds() -> ColumnElement[bool]:
    return _bookings.c.status != "cancelled"


def _not_over(on: date) -> ColumnElement[bool]:
    """Demand that a booking still runs once a day begins."""
    return _bookings.c.ends_at > stored(midnight(on))


def _name_parts() -> tuple[Any, ...]:
    return tuple(_people.c[part] for part in _NAME_PARTS)


def _parts_of(row: Mapping[Any, Any]) -> tuple[str, str, str, str]:
    family_name, prefix, initials, given_name = (row[part] or "" for part in _NAME_PARTS)
    return family_name, prefix, initials, given_name


def _kept() -> Select[Any]:
    """Choose facilities with their keepers."""
    return (
        select(_facilities, *_name_parts(), _members.c.number)
        .outerjoin(_people, _people.c.id == _facilities.c.keeper_id)
        .outerjoin(_members, _members.c.person_id == _facilities.c.keeper_id)
    )


def _booked() -> Select[Any]:
    return (
        select(
            _bookings,
            _facilities.c.code.label("facility_code"),
            _facilities.c.name.label("facility_name"),
            *_name_parts(),
            _members.c.number,
        )
        .join(_facilities, _facilities.c.id == _bookings.c.facility_id)
        .join(_people, _people.c.id == _bookings.c.person_id)
        .outerjoin(_members, _members.c.person_id == _bookings.c.person_id)
    )


def _rows(connection: Connection, statement: Select[Any]) -> tuple[BookingRow, ...]:
    return tuple(
        BookingRow(
            booking_id=row["id"],
            facility_id=row["facility_id"],
            facility_code=row["facility_code"],
            facility_name=row["facility_name"],
            person_id=row["person_id"],
            person=sorted_name(*_parts_of(row)),
            number=row["number"] or "",
            starts_at=datetime.fromisoformat(row["starts_at"]),
            ends_at=datetime.fromisoformat(row["ends_at"]),
            purpose=row["purpose"],
            status=row["status"],
        )
        for row in connection.execute(statement).mappings()
    )


def _facility_row(row: Mapping[Any, Any]) -> FacilityRow:
    following: str | None = row.get("next_starts_at")
    return FacilityRow(
        facility_id=row["id"],
        **{name: row[name] for name in _FACILITY_FIELDS},
        keeper=sorted_name(*_parts_of(row)),
        keeper_number=row["number"] or "",
        next_starts_at=datetime.fromisoformat(following) if following else None,
        upcoming=row.get("upcoming") or 0,
    )


def _tasks(connection: Connection, facility_id: int) -> tuple[TaskRow, ...]:
    """Find the maintenance of a facility: what is open first, then the newest."""
    statement = (
        select(
            col(MaintenanceTask.id),
            col(MaintenanceTask.number),
            col(MaintenanceTask.what),
            col(MaintenanceTask.urgency),
            col(MaintenanceTask.status),
            col(MaintenanceTask.reported_on),
            col(MaintenanceTask.done_on),
        )
        .where(col(MaintenanceTask.facility_id) == facility_id)
        .order_by(
            col(MaintenanceTask.status).in_(("done", "cancelled")),
            col(MaintenanceTask.reported_on).desc(),
            col(MaintenanceTask.id).desc(),
        )
    )
    return tuple(TaskRow(*row) for row in connection.execute(statement))
