"""Up to which amount who may give an order."""

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from db.tables.base import Record, day, not_empty, not_negative, one_of, strict

BODIES = ("coordinator", "board", "general")


class MandateLimit(Record, table=True):
    """The amount up to which a body decides alone, from a day on; above it, the next one is asked."""

    __table_args__ = strict(
        UniqueConstraint("body", "valid_from"),
        one_of("body", *BODIES),
        not_negative("amount_cents"),
        not_empty("source"),
        day("valid_from"),
    )

    body: str
    valid_from: date
    amount_cents: int | None = Field(default=None)
    """The amount itself is still within it; None: no limit."""
    source: str
