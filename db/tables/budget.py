"""Money that is not rent: what it is for, and what a year may cost or bring."""

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from db.tables.base import Record, day, not_empty, not_negative, one_of, strict


class Category(Record, table=True):
    """What money came in or went out for; `purpose` ties it to the streams of the management agreement."""

    __table_args__ = strict(
        UniqueConstraint("code"),
        not_empty("code", 40),
        not_empty("name", 80),
        one_of("direction", "income", "expense"),
        one_of("purpose", "ordinary", "management_fee", "maintenance", "pass_on"),
        day("ended_on"),
    )

    code: str
    name: str
    direction: str
    purpose: str = "ordinary"
    ended_on: date | None = None


class BudgetLine(Record, table=True):
    """What a category may cost, or should bring, in a calendar year."""

    __table_args__ = strict(UniqueConstraint("category_id", "year"), not_negative("amount_cents"))

    category_id: int = Field(foreign_key="category.id")
    year: int
    amount_cents: int
    note: str = ""
