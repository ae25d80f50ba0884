"""Deposits: what is held beside what the bank lines brought, and what was set off against them."""

from datetime import date

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from db.tables.base import Record, day, one_of, strict


class DepositMovement(Record, table=True):
    """A change of a deposit that no bank line shows: held from before, paid in cash, or set off.

    What is held is the sum of these and of the postings of kind `deposit`. A deduction is below zero and goes
    with a charge of kind `deposit_settlement` of the same amount.
    """

    __table_args__ = strict(
        one_of("kind", "held_before", "cash", "unpaid_rent", "damage", "service_costs", "energy_performance"),
        CheckConstraint("amount_cents <> 0", name="amount_given"),
        CheckConstraint("kind IN ('held_before', 'cash') OR amount_cents < 0", name="deduction_below_zero"),
        CheckConstraint("(kind IN ('held_before', 'cash')) = (charge_id IS NULL)", name="deduction_has_charge"),
        day("moved_on"),
    )

    contract_id: int = Field(foreign_key="contract.id", index=True)
    moved_on: date
    kind: str
    amount_cents: int
    charge_id: int | None = Field(default=None, foreign_key="charge.id", index=True)
    note: str = ""
