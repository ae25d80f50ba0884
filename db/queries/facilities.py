"""Shared facilities: their list, a facility's record with its bookings and repairs, and the register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, func, or_, select
from sqlmodel import col

from coopadmin.domain.members import sorted_name
from db.queries.base import Listing, Page, contains, count, ordered
from db.queries.booking_rows import BookingRow, booked, booking_rows, holds, name_parts, not_over, parts_of
from db.tables.base import table_of
from db.tables.bookings import Booking
from db.tables.facilities import Facility
from db.tables.maintenance import MaintenanceTask
from db.tables.members import Member, Person

FILTERS = ("open", "closed", "all")
SORTS = ("code", "name", "kind", "place", "keeper", "next")

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
        .where(not_over(on), holds())
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
    facility = one(connection, facility_id)
    if facility is None:
        return None
    own = booked().where(_bookings.c.facility_id == facility_id)
    upcoming = own.where(not_over(on), holds()).order_by(_bookings.c.starts_at, _bookings.c.id)
    recent = own.where(~not_over(on)).order_by(_bookings.c.starts_at.desc(), _bookings.c.id.desc())
    return FacilityRecord(
        facility=facility,
        upcoming=booking_rows(connection, upcoming.limit(SHOWN_UPCOMING)),
        recent=booking_rows(connection, recent.limit(SHOWN_RECENT)),
        tasks=_tasks(connection, facility_id),
    )


def one(connection: Connection, facility_id: int) -> FacilityRow | None:
    """Give one facility without its bookings, or None where there is no such facility."""
    row = connection.execute(_kept().where(_facilities.c.id == facility_id)).mappings().first()
    return _facility_row(row) if row is not None else None


def register(connection: Connection) -> Sequence[FacilityRow]:
    """Give all facilities, closed ones among them, by code."""
    found = connection.execute(_kept().order_by(_facilities.c.code)).mappings()
    return tuple(_facility_row(row) for row in found)


# -- within --------------------------------------------------------------------------------------------------------


def names_by_code(connection: Connection) -> dict[str, str]:
    """Give what each facility is called, by its code; closed ones among them."""
    found = connection.execute(select(_facilities.c.code, _facilities.c.name))
    return {str(code): str(name) for code, name in found}


def _kept() -> Select[Any]:
    """Choose facilities with their keepers."""
    return (
        select(_facilities, *name_parts(), _members.c.number)
        .outerjoin(_people, _people.c.id == _facilities.c.keeper_id)
        .outerjoin(_members, _members.c.person_id == _facilities.c.keeper_id)
    )


def _facility_row(row: Mapping[Any, Any]) -> FacilityRow:
    following: str | None = row.get("next_starts_at")
    return FacilityRow(
        facility_id=row["id"],
        **{name: row[name] for name in _FACILITY_FIELDS},
        keeper=sorted_name(*parts_of(row)),
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
