"""The hours of volunteers, and what residents are paid for work they did themselves."""

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from db.tables.base import Record, day, not_empty, not_negative, ordered, strict


class SelfWorkClaim(Record, table=True):
    """What is asked of the corporation for work the residents did (zelfwerkzaamheid); its number is given once."""

    __table_args__ = strict(
        UniqueConstraint("number"),
        not_empty("number", 40),
        not_negative("amount_cents"),
        not_negative("granted_cents"),
        CheckConstraint("(answered_on IS NULL) = (granted_cents IS NULL)", name="answer_has_amount"),
        ordered("claimed_on", "answered_on"),
        day("claimed_on"),
        day("answered_on"),
        day("withdrawn_on"),
    )

    number: str
    owner_id: int = Field(foreign_key="owner.id", index=True)
    claimed_on: date
    amount_cents: int
    """What was asked, as the letter had it."""
    answered_on: date | None = None
    granted_cents: int | None = None
    withdrawn_on: date | None = None
    note: str = ""


class HoursEntry(Record, table=True):
    """Time a person gave to the house on a day."""

    __table_args__ = strict(
        CheckConstraint("minutes > 0 AND minutes <= 1440", name="minutes_of_a_day"),
        CheckConstraint("rate_cents IS NULL OR rate_cents > 0", name="rate_positive"),
        CheckConstraint("claim_id IS NULL OR rate_cents IS NOT NULL", name="claim_has_rate"),
        CheckConstraint("charge_id IS NULL OR rate_cents IS NOT NULL", name="paid_has_rate"),
        not_empty("what"),
        day("worked_on"),
    )

    person_id: int = Field(foreign_key="person.id", index=True)
    worked_on: date = Field(index=True)
    minutes: int
    what: str
    task_id: int | None = Field(default=None, foreign_key="maintenancetask.id", index=True)
    work_day_id: int | None = Field(default=None, foreign_key="workday.id", index=True)
    rate_cents: int | None = None
    """Cents an hour, where it is done for a fee; None: for nothing."""
    decision_id: int | None = Field(default=None, foreign_key="decision.id", index=True)
    """The decision that granted the fee."""
    claim_id: int | None = Field(default=None, foreign_key="selfworkclaim.id", index=True)
    charge_id: int | None = Field(default=None, foreign_key="charge.id", index=True)
    """The credit on the person's own account with which it was paid."""
    note: str = ""
