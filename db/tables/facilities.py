"""Shared rooms and things, and who has booked them."""

from datetime import date
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from db.tables.base import Record, day, flag, minute, not_empty, not_negative, one_of, strict

BOOKING_STATUSES = ("requested", "confirmed", "used", "cancelled")


class Facility(Record, table=True):
    """A shared facility (gemeenschappelijke voorziening) and its house rules."""

    __table_args__ = strict(
        UniqueConstraint("code"),
        not_empty("code", 40),
        not_empty("name"),
        not_negative("member_rate_cents"),
        not_negative("other_rate_cents"),
        not_negative("max_per_month"),
        not_negative("key_count"),
        flag("allows_overlap"),
        day("ended_on"),
    )
    search_fields: ClassVar[tuple[str, ...]] = ("code", "name", "place")

    code: str
    name: str
    kind: str = ""
    place: str = ""
    keeper_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    member_rate_cents: int | None = None
    other_rate_cents: int | None = None
    max_per_month: int | None = None
    """Bookings per member in a calendar month; None: no limit."""
    allows_overlap: bool = False
    key_count: int | None = None
    house_rules: str = ""
    ended_on: date | None = None
    note: str = ""
    folded: str = Field(default="", index=True)


class Booking(Record, table=True):
    """A person's use of a facility, from and until in local wall-clock time to the minute."""

    __table_args__ = strict(
        one_of("status", *BOOKING_STATUSES),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        minute("starts_at"),
        minute("ends_at"),
        Index("ix_booking_facility_id_starts_at", "facility_id", "starts_at"),
        Index("ix_booking_starts_at", "starts_at"),
    )

    facility_id: int = Field(foreign_key="facility.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    starts_at: str
    """`2026-11-02T14:00`: what the clock on the wall shows, so summer time moves nothing."""
    ends_at: str
    purpose: str = ""
    status: str = "confirmed"
