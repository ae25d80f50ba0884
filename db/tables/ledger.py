"""What was agreed on a contract's account: money to give back, and payment plans for arrears."""

from datetime import date

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from db.tables.base import Record, day, not_empty, ordered, strict


class Refund(Record, table=True):
    """A credit that is to be given back; paid once the bank shows it on the contract, which is computed."""

    __table_args__ = strict(
        CheckConstraint("amount_cents > 0", name="amount_positive"), not_empty("note"), day("decided_on")
    )

    contract_id: int = Field(foreign_key="contract.id", index=True)
    decided_on: date
    amount_cents: int
    iban: str = ""
    note: str


class PaymentPlan(Record, table=True):
    """A payment plan (betalingsregeling): so much of the arrears, in equal terms, beside the rents as they fall due.

    The last term is what is left. Whether it is met or has lapsed follows from the payments.
    """

    __table_args__ = strict(
        CheckConstraint("total_cents > 0", name="total_positive"),
        CheckConstraint("term_cents > 0", name="term_positive"),
        CheckConstraint("every_months > 0", name="every_months_positive"),
        ordered("agreed_on", "ended_on"),
        day("agreed_on"),
        day("first_due_on"),
        day("ended_on"),
    )

    contract_id: int = Field(foreign_key="contract.id", index=True)
    agreed_on: date
    total_cents: int
    term_cents: int
    first_due_on: date
    every_months: int = 1
    ended_on: date | None = None
    """The day it was ended before its time."""
    note: str = ""
