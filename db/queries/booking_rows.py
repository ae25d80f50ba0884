"""A booking as lists and records show it, and how it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, select

from coopadmin.domain.facilities import midnight, stored
from coopadmin.domain.members import sorted_name
from db.tables.base import table_of
from db.tables.bookings import Booking
from db.tables.facilities import Facility
from db.tables.members import Member, Person

bookings, facilities, people, members = table_of(Booking), table_of(Facility), table_of(Person), table_of(Member)

NAME_PARTS = ("family_name", "prefix", "initials", "given_name")


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
    people: int | None = None
    price_cents: int | None = None
    """What it costs; None where no rate was known."""
    paid_on: date | None = None
    charge_id: int | None = None
    series_id: int | None = None
    occurrence_at: datetime | None = None
    asked_on: date | None = None
    confirmed_on: date | None = None
    cancelled_on: date | None = None
    cancel_reason: str = ""
    checked_on: date | None = None
    left_as: str = ""
    overruled: str = ""
    """Why it stands against a house rule."""

    @property
    def to_pay(self) -> bool:
        """Whether it costs something that was neither paid nor put on an account."""
        standing = self.status != "cancelled"
        return standing and bool(self.price_cents) and self.paid_on is None and self.charge_id is None


_AS_THEY_ARE = (
    "people",
    "price_cents",
    "paid_on",
    "charge_id",
    "series_id",
    "asked_on",
    "confirmed_on",
    "cancelled_on",
    "cancel_reason",
    "checked_on",
    "left_as",
    "overruled",
)


def holds() -> ColumnElement[bool]:
    """Demand that a booking keeps others out."""
    return bookings.c.status != "cancelled"


def not_over(on: date) -> ColumnElement[bool]:
    """Demand that a booking still runs once a day begins."""
    return bookings.c.ends_at > stored(midnight(on))


def costs() -> ColumnElement[bool]:
    """Demand that a booking costs something that was neither paid nor put on an account."""
    return holds() & (bookings.c.price_cents > 0) & bookings.c.paid_on.is_(None) & bookings.c.charge_id.is_(None)


def name_parts() -> tuple[Any, ...]:
    """Give the columns of a person's name."""
    return tuple(people.c[part] for part in NAME_PARTS)


def parts_of(row: Mapping[Any, Any]) -> tuple[str, str, str, str]:
    """Give the parts of a name as `sorted_name` takes them; empty where there is nobody."""
    family_name, prefix, initials, given_name = (row[part] or "" for part in NAME_PARTS)
    return family_name, prefix, initials, given_name


def booked() -> Select[Any]:
    """Choose bookings with their facility and their person."""
    return (
        select(
            bookings,
            facilities.c.code.label("facility_code"),
            facilities.c.name.label("facility_name"),
            *name_parts(),
            members.c.number,
        )
        .join(facilities, facilities.c.id == bookings.c.facility_id)
        .join(people, people.c.id == bookings.c.person_id)
        .outerjoin(members, members.c.person_id == bookings.c.person_id)
    )


def booking_rows(connection: Connection, statement: Select[Any]) -> tuple[BookingRow, ...]:
    """Read what `booked` chose."""
    return tuple(
        BookingRow(
            booking_id=row["id"],
            facility_id=row["facility_id"],
            facility_code=row["facility_code"],
            facility_name=row["facility_name"],
            person_id=row["person_id"],
            person=sorted_name(*parts_of(row)),
            number=row["number"] or "",
            starts_at=datetime.fromisoformat(row["starts_at"]),
            ends_at=datetime.fromisoformat(row["ends_at"]),
            purpose=row["purpose"],
            status=row["status"],
            occurrence_at=moment_or_none(row["occurrence_at"]),
            **{name: row[name] for name in _AS_THEY_ARE},
        )
        for row in connection.execute(statement).mappings()
    )


def moment_or_none(text: str | None) -> datetime | None:
    """Read a stored moment, where there is one."""
    return datetime.fromisoformat(text) if text else None
