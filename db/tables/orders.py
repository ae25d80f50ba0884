"""Quotes and orders: what work is asked of a contractor, for how much, and by whose decision."""

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from db.tables.base import Record, day, not_empty, not_negative, one_of, ordered, strict


class Quote(Record, table=True):
    """A price asked of a contractor for a task."""

    __table_args__ = strict(
        one_of("outcome", "", "chosen", "declined", "not_given"),
        CheckConstraint("(ended_on IS NULL) = (outcome = '')", name="ended_has_outcome"),
        CheckConstraint("(received_on IS NULL) = (amount_cents IS NULL)", name="received_has_amount"),
        not_negative("amount_cents"),
        ordered("asked_on", "received_on"),
        day("asked_on"),
        day("received_on"),
        day("valid_until"),
        day("ended_on"),
    )

    task_id: int = Field(foreign_key="maintenancetask.id", index=True)
    contractor_id: int = Field(foreign_key="contractor.id", index=True)
    asked_on: date
    received_on: date | None = None
    amount_cents: int | None = None
    """With tax."""
    valid_until: date | None = None
    ended_on: date | None = None
    outcome: str = ""
    note: str = ""


class WorkOrder(Record, table=True):
    """Work given to a contractor (opdracht, bon); its number is given once."""

    __table_args__ = strict(
        UniqueConstraint("number"),
        not_empty("number", 40),
        not_negative("amount_cents"),
        not_negative("invoiced_cents"),
        CheckConstraint("(invoiced_on IS NULL) = (invoiced_cents IS NULL)", name="invoice_has_amount"),
        ordered("ordered_on", "cancelled_on"),
        day("ordered_on"),
        day("finish_by"),
        day("invoiced_on"),
        day("cancelled_on"),
    )

    number: str
    task_id: int = Field(foreign_key="maintenancetask.id", index=True)
    contractor_id: int = Field(foreign_key="contractor.id", index=True)
    quote_id: int | None = Field(default=None, foreign_key="quote.id", index=True)
    ordered_on: date
    amount_cents: int | None = None
    """What was agreed, with tax; None where it is by the hour."""
    finish_by: date | None = None
    decision_id: int | None = Field(default=None, foreign_key="decision.id", index=True)
    """The decision that allowed the amount, where the mandate asks for one."""
    invoiced_on: date | None = None
    invoiced_cents: int | None = None
    invoice: str = ""
    """The number of the invoice."""
    cancelled_on: date | None = None
    note: str = ""
