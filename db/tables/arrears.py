"""The steps that were taken to have arrears paid."""

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from db.tables.base import Record, day, not_empty, not_negative, ordered, strict


class CollectionStep(Record, table=True):
    """A step that was taken with a tenant who is behind; which charges it was about stands beside it."""

    __table_args__ = strict(
        not_empty("level", 40),
        not_negative("open_cents"),
        not_negative("cost_cents"),
        ordered("taken_on", "received_on"),
        day("taken_on"),
        day("received_on"),
    )

    contract_id: int = Field(foreign_key="contract.id", index=True)
    level: str
    taken_on: date
    received_on: date | None = None
    """The day a letter was delivered, from which its fourteen days count."""
    open_cents: int
    """What was open on the charges it was about."""
    cost_cents: int | None = None
    """The collection cost that the letter announced."""
    note: str = ""


class CollectionStepCharge(Record, table=True):
    """A charge, or an opening balance, that a step was about: never twice the same level for the same one."""

    __table_args__ = strict(
        UniqueConstraint("level", "charge_id"),
        UniqueConstraint("level", "opening_id"),
        CheckConstraint("(charge_id IS NULL) <> (opening_id IS NULL)", name="one_debt"),
    )

    step_id: int = Field(foreign_key="collectionstep.id", index=True)
    level: str
    charge_id: int | None = Field(default=None, foreign_key="charge.id", index=True)
    opening_id: int | None = Field(default=None, foreign_key="openingbalance.id", index=True)
