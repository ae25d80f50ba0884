"""Where the money of bank lines belongs, and the accounts that are known to pay for a contract."""

from datetime import date

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from db.tables.base import Record, day, not_empty, one_of, only_where, strict


def _filled(column: str) -> Index:
    """Index only the rows that have a value: most of these columns are empty in most rows."""
    return only_where(f"{column} IS NOT NULL", f"ix_posting_{column}", column)


class Posting(Record, table=True):
    """A part of a bank line put where it belongs; a line waits for as much as its postings leave of it.

    `booked_on` is the line's own day, or the first open day where that month was closed by then. A posting in a
    closed month is taken back by one of the opposite amount (`reverses_id`), never removed.
    """

    __table_args__ = strict(
        one_of("kind", "contract", "member", "deposit", "category", "transfer", "duplicate"),
        one_of("ground", "number", "account", "person"),
        CheckConstraint("amount_cents <> 0", name="amount_given"),
        CheckConstraint("(kind IN ('contract', 'deposit')) = (contract_id IS NOT NULL)", name="contract_named"),
        CheckConstraint("(kind = 'member') = (member_id IS NOT NULL)", name="member_named"),
        CheckConstraint("(kind = 'category') = (category_id IS NOT NULL)", name="category_named"),
        CheckConstraint("(kind = 'duplicate') = (duplicate_of_id IS NOT NULL)", name="duplicate_named"),
        CheckConstraint("charge_id IS NULL OR kind IN ('contract', 'member')", name="charge_of_account"),
        CheckConstraint("task_id IS NULL OR kind = 'category'", name="task_of_category"),
        day("booked_on"),
        Index("ix_posting_line_id", "line_id", "amount_cents"),
        # Balances are sums over this index alone.
        Index("ix_posting_contract_id_kind_booked_on", "contract_id", "kind", "booked_on", "amount_cents"),
        _filled("member_id"),
        _filled("category_id"),
        _filled("charge_id"),
        _filled("task_id"),
        _filled("duplicate_of_id"),
        _filled("reverses_id"),
    )

    line_id: int = Field(foreign_key="bankline.id")
    booked_on: date
    amount_cents: int
    kind: str
    contract_id: int | None = Field(default=None, foreign_key="contract.id")
    member_id: int | None = Field(default=None, foreign_key="member.id")
    category_id: int | None = Field(default=None, foreign_key="category.id")
    charge_id: int | None = Field(default=None, foreign_key="charge.id")
    """The charge it is meant for, where the payer or a person said so; else the oldest is paid first."""
    task_id: int | None = Field(default=None, foreign_key="maintenancetask.id")
    duplicate_of_id: int | None = Field(default=None, foreign_key="bankline.id")
    ground: str = "person"
    """Why it stands there: a contract number in the text, a known account, or a person's word."""
    reverses_id: int | None = Field(default=None, foreign_key="posting.id")
    note: str = ""


class KnownAccount(Record, table=True):
    """An account that a person said pays for a contract."""

    __table_args__ = strict(UniqueConstraint("iban", "contract_id"), not_empty("iban", 40))

    iban: str
    contract_id: int = Field(foreign_key="contract.id", index=True)
    note: str = ""
