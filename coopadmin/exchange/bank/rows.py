"""A row of a bank's CSV: its cells by the names of their columns, and what it says."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from coopadmin.exchange.bank.lines import LineRead
from coopadmin.exchange.bank.values import account, day, tidied, written_cents
from coopadmin.formats import fold, quoted
from coopadmin.i18n import _

_NOT_IN_NAMES = re.compile(r"[\W_]+")
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Row:
    """A row that was read: the account it is of, its line, and the balances around it where the bank gives them."""

    account: str
    currency: str
    line: LineRead
    before: int | None = None
    after: int | None = None


def column_name(text: str) -> str:
    """Give the name of a column without case, accents, spaces and signs: `Bedrag bij / af` → `bedragbijaf`."""
    return _NOT_IN_NAMES.sub("", fold(text))


class Cells:
    """The cells of one row; each is asked for by the names its column may have, in the languages of the bank."""

    def __init__(self, cells: Sequence[str], columns: Mapping[str, int]) -> None:
        self._cells = cells
        self._columns = columns

    def text(self, *names: str) -> str:
        """Give a cell, tidied; empty where the bank has no such column."""
        for name in names:
            place = self._columns.get(name)
            if place is not None:
                if place >= len(self._cells):
                    raise ValueError(_("it has fewer cells than every line of this bank has"))
                return tidied(self._cells[place])
        return ""

    def quoted_text(self, *names: str) -> str:
        """Give a cell without the single quotation marks around it."""
        text = self.text(*names)
        return text[1:-1].strip() if len(text) > 1 and text[0] == text[-1] == "'" else text

    def filled(self, *names: str) -> str:
        """Give a cell that must not be empty."""
        text = self.text(*names)
        if not text:
            raise ValueError(_("a cell is empty that every line of this bank has ({name})").format(name=names[0]))
        return text

    def own_account(self, *names: str) -> str:
        """Give the account the row is of."""
        return account(self.filled(*names))

    def currency(self, *names: str) -> str:
        """Give the currency; euros where the bank has no such column."""
        text = self.text(*names).upper()
        if text and not _CURRENCY.fullmatch(text):
            raise ValueError(_("“{text}” is not a currency like EUR").format(text=quoted(text)))
        return text or "EUR"

    def day(self, forms: tuple[str, ...], *names: str) -> date:
        """Give a day that must be there."""
        return day(self.filled(*names), forms)

    def day_or_none(self, forms: tuple[str, ...], *names: str) -> date | None:
        """Give a day that may be left out."""
        text = self.text(*names)
        return day(text, forms) if text else None

    def cents(self, decimal: str, *names: str) -> int:
        """Give an amount with its sign."""
        return written_cents(self.filled(*names), decimal)

    def cents_or_none(self, decimal: str, *names: str) -> int | None:
        """Give a balance, where the bank gives one."""
        text = self.text(*names)
        return written_cents(text, decimal) if text else None

    def directed_cents(self, decimal: str, names: tuple[str, ...], words: Mapping[str, int], *where: str) -> int:
        """Give an amount without a sign, whose direction is a word in another column; an unknown word is refused."""
        word = self.text(*where)
        direction = words.get(word.lower())
        if direction is None:
            sentence = _("“{text}” does not say whether money came or went; known are: {words}")
            raise ValueError(sentence.format(text=quoted(word), words=", ".join(words)))
        return direction * written_cents(self.filled(*names), decimal, signed=False)
