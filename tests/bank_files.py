"""Bank files as their readers give them, made up by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

from coopadmin.exchange.bank import BankFile, LineRead, StatementEnd, StatementRead

ACCOUNT = "NL79RABO8563276100"
Items = Sequence[StatementRead | LineRead | StatementEnd]


@dataclass(frozen=True)
class Made:
    """What the services want of an opened bank file."""

    name: str
    items: Items
    format: str = "camt.053"
    path: Path = field(init=False)
    sha256: str = field(init=False)

    def __post_init__(self) -> None:
        """Take the fingerprint of what is in it."""
        object.__setattr__(self, "path", Path(self.name))
        object.__setattr__(self, "sha256", sha256(repr((self.items, self.format)).encode()).hexdigest())

    def statements(self) -> Iterator[StatementRead | LineRead | StatementEnd]:
        """Give what is in it."""
        yield from self.items


def paid(day: date, cents: int, said: str = "", **more: Any) -> LineRead:
    """Make up a line."""
    return LineRead(day, day, cents, description=said, raw=f"{day} {cents} {said}", **more)


def statement(
    *lines: LineRead, opening: int | None = None, closing: int | None = None, account: str = ACCOUNT, **more: Any
) -> list[StatementRead | LineRead | StatementEnd]:
    """Make up a statement of these lines; it ties where only `opening` is given."""
    if closing is None and opening is not None:
        closing = opening + sum(line.amount_cents for line in lines)
    days = sorted(line.booked_on for line in lines) or [None]
    dates = {"opens_on": days[0], "closes_on": days[-1], **more}
    return [StatementRead(account, opening_cents=opening, closing_cents=closing, **dates), *lines]


def bank_file(name: str, *items: Items, form: str = "camt.053") -> BankFile:
    """Put statements in a file."""
    return cast("BankFile", Made(name, [one for some in items for one in some], form))
