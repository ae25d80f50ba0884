"""What every bank file is read into, whatever its format: statements with their balances, and lines.

A `StatementRead` comes first, then its lines; a `StatementEnd` follows them where the closing balance, or the last
day, only shows after the lines. Amounts are integer cents of the statement's currency, above zero what came in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class StatementRead:
    """The head of a statement, as far as it is known before its lines."""

    account: str
    """An IBAN without spaces, or what the bank calls the account."""
    currency: str = "EUR"
    reference: str = ""
    opens_on: date | None = None
    closes_on: date | None = None
    opening_cents: int | None = None
    closing_cents: int | None = None
    member: str = ""
    """The file within a zip it stands in; lines that look alike are counted within one such file."""


@dataclass(frozen=True, slots=True)
class LineRead:
    """One line of a statement."""

    booked_on: date
    value_on: date | None
    amount_cents: int
    name: str = ""
    iban: str = ""
    """The counterparty's account, without spaces."""
    description: str = ""
    reference: str = ""
    """The bank's own reference; empty where it gave none."""
    end_to_end_id: str = ""
    mandate_id: str = ""
    code: str = ""
    return_reason: str = ""
    is_reversal: bool = False
    raw: str = ""
    """The line as the file has it."""
    part: int = 0
    """0, or n for the n-th detail (from 1) of an entry whose details have no reference of their own."""
    misses_cents: int = 0
    """What the details of its entry come to, less the entry itself; unless that is 0 they are one line."""


@dataclass(frozen=True, slots=True)
class StatementEnd:
    """What only the end of a statement tells."""

    closing_cents: int | None
    closes_on: date | None = None
