"""What the bank says: accounts, the files it delivered, their statements and every line, as they came."""

from datetime import date
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from db.tables.base import Record, day, flag, not_empty, one_of, strict


class BankAccount(Record, table=True):
    """An account that files came of. Lines of one that is not (yet) `own`, or not in euros, wait for a person."""

    __table_args__ = strict(
        UniqueConstraint("number", "currency"),
        not_empty("number", 40),
        CheckConstraint("length(currency) = 3", name="currency_code"),
        one_of("status", "own", "unknown"),
    )

    number: str
    """An IBAN without spaces, or what the bank calls the account."""
    currency: str = "EUR"
    name: str = ""
    status: str = "own"


class BankFile(Record, table=True):
    """A file of the bank that was taken in; one of the same content is not taken in again."""

    __table_args__ = strict(UniqueConstraint("sha256"), not_empty("name"), not_empty("format", 40))

    name: str
    format: str
    """`camt.053`, `mt940` or `csv:BANK`."""
    sha256: str


class BankStatement(Record, table=True):
    """A statement within a file: its balances as it gives them, and what its lines come to."""

    __table_args__ = strict(
        day("opens_on"), day("closes_on"), Index("ix_bankstatement_account_id_closes_on", "account_id", "closes_on")
    )

    file_id: int = Field(foreign_key="bankfile.id", index=True)
    account_id: int = Field(foreign_key="bankaccount.id")
    reference: str = ""
    opens_on: date | None = None
    closes_on: date | None = None
    opening_cents: int | None = None
    closing_cents: int | None = None
    line_count: int = 0
    """The lines in it, also those that were here already."""
    lines_cents: int = 0
    """The sum of those lines."""


class BankLine(Record, table=True):
    """One line of the bank as it came, its words until the term of the books is over; postings say where it belongs."""

    __table_args__ = strict(
        UniqueConstraint("account_id", "key"),
        day("booked_on"),
        day("value_on"),
        flag("is_reversal"),
        Index("ix_bankline_account_id_booked_on", "account_id", "booked_on", "amount_cents"),
        Index("ix_bankline_booked_on", "booked_on"),
    )
    search_fields: ClassVar[tuple[str, ...]] = ("name", "iban", "description", "reference")

    statement_id: int = Field(foreign_key="bankstatement.id", index=True)
    account_id: int = Field(foreign_key="bankaccount.id")
    position: int
    """The place in its file, from 1."""
    key: str
    """What makes it this line and no other: the bank's reference with day and amount, else content and rank."""
    booked_on: date
    value_on: date | None = None
    amount_cents: int
    """Above zero what came in, below zero what went out."""
    name: str = ""
    """The counterparty."""
    iban: str = Field(default="", index=True)
    """The counterparty's account, without spaces."""
    description: str = ""
    reference: str = ""
    """The bank's own reference."""
    end_to_end_id: str = ""
    mandate_id: str = ""
    code: str = ""
    """The bank's code for the kind of transaction."""
    return_reason: str = ""
    is_reversal: bool = False
    raw: str = ""
    """The line as the file had it."""
    folded: str = Field(default="")


class LineAside(Record, table=True):
    """A line that a person put aside for later, with the reason; it still waits."""

    __table_args__ = strict(UniqueConstraint("line_id"), not_empty("note"), day("set_on"))

    line_id: int = Field(foreign_key="bankline.id")
    set_on: date
    note: str


class NotDuplicate(Record, table=True):
    """A person's word that two lines which look alike are two."""

    __table_args__ = strict(
        UniqueConstraint("line_id", "other_id"), CheckConstraint("line_id > other_id", name="newer_first")
    )

    line_id: int = Field(foreign_key="bankline.id")
    other_id: int = Field(foreign_key="bankline.id", index=True)
