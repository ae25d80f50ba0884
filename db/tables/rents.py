"""What a contract costs per month from a day on, and what was owed when this administration began."""

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from db.tables.base import Record, day, not_negative, strict


class RentLine(Record, table=True):
    """The monthly rent of a contract from `valid_from` until the next line or the contract's end."""

    __table_args__ = strict(
        UniqueConstraint("contract_id", "valid_from"),
        not_negative("basic_rent_cents"),
        not_negative("service_charge_cents"),
        not_negative("energy_cents"),
        day("valid_from"),
    )

    contract_id: int = Field(foreign_key="contract.id")
    valid_from: date
    basic_rent_cents: int
    service_charge_cents: int = 0
    energy_cents: int = 0


class OpeningBalance(Record, table=True):
    """What was still owed on a contract when this administration began, as a charge due on its old day."""

    __table_args__ = strict(UniqueConstraint("contract_id", "due_on"), day("due_on"))

    contract_id: int = Field(foreign_key="contract.id")
    due_on: date
    amount_cents: int
    """Negative where the tenant was ahead."""
    note: str = ""
