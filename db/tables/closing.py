"""The months that were closed."""

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint

from db.tables.base import Record, day, strict


class MonthClosing(Record, table=True):
    """A month whose books are closed: what is dated in it changes no more. To reopen it removes the row."""

    __table_args__ = strict(
        UniqueConstraint("month"),
        CheckConstraint("substr(month, 9, 2) = '01'", name="month_first_day"),
        day("month"),
        day("closed_on"),
    )

    month: date
    closed_on: date
    balance_cents: int
    """What the bank held at the end of it, on all own accounts in euros."""
    note: str = ""
