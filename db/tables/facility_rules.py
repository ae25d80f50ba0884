"""The house's own rules for a shared room or thing, each from a day on, and the days it is closed."""

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from db.tables.base import Record, day, minute, not_empty, one_of, strict

KINDS = (
    "ahead_days",
    "ahead_hours",
    "longest_minutes",
    "nights",
    "active_per_household",
    "gap_minutes",
    "opens_at",
    "closes_at",
    "quiet_from",
    "quiet_until",
    "who_may",
    "confirmation",
    "payment_first",
    "key_back_first",
    "cleaning",
    "people",
    "price_unit",
)


class FacilityRule(Record, table=True):
    """One rule of a facility in force from a day on; an empty value ends it."""

    __table_args__ = strict(
        UniqueConstraint("facility_id", "kind", "valid_from"),
        one_of("kind", *KINDS),
        not_empty("source"),
        day("valid_from"),
    )

    facility_id: int = Field(foreign_key="facility.id")
    kind: str
    value: str = ""
    """A whole number, a time as 22:00, or a word of the kind's own list."""
    valid_from: date
    source: str


class FacilityClosure(Record, table=True):
    """A time a facility cannot be had: painting, a feast of the house, the summer."""

    __table_args__ = strict(
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        minute("starts_at"),
        minute("ends_at"),
        not_empty("why"),
    )

    facility_id: int = Field(foreign_key="facility.id", index=True)
    starts_at: str
    ends_at: str
    why: str
