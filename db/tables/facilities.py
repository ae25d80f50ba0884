"""Shared rooms and things."""

from datetime import date
from typing import ClassVar

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from db.tables.base import Record, day, flag, not_empty, not_negative, strict


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
    object_code: str = ""
    """What it is in the sector's own list (VERA COLLECTIEFOBJECTSOORT)."""
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
