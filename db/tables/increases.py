"""What limits a rent increase, and the objections against one."""

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from db.tables.base import Record, day, not_negative, one_of, ordered, strict


class RentRegime(Record, table=True):
    """Under which rules the rent of a contract may rise, from a day on."""

    __table_args__ = strict(
        UniqueConstraint("contract_id", "valid_from"), one_of("regime", "social", "middle", "free"), day("valid_from")
    )

    contract_id: int = Field(foreign_key="contract.id")
    valid_from: date
    regime: str
    source: str = ""


class MaximumRent(Record, table=True):
    """The most the basic rent of a home may be by its points, per month, from a day on."""

    __table_args__ = strict(
        UniqueConstraint("dwelling_id", "valid_from"), not_negative("max_rent_cents"), day("valid_from")
    )

    dwelling_id: int = Field(foreign_key="dwelling.id")
    valid_from: date
    max_rent_cents: int
    source: str = ""


class RentObjection(Record, table=True):
    """A tenant's objection against the increase of a day, and what became of it."""

    __table_args__ = strict(
        UniqueConstraint("contract_id", "valid_from"),
        one_of("outcome", "open", "withdrawn", "upheld", "dismissed"),
        ordered("received_on", "decided_on"),
        day("valid_from"),
        day("received_on"),
        day("decided_on"),
    )

    contract_id: int = Field(foreign_key="contract.id")
    valid_from: date
    """The day the increase was to begin."""
    received_on: date
    reason: str = ""
    outcome: str = "open"
    decided_on: date | None = None
