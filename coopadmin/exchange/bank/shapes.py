"""The CSV of banks that write no names above their columns: told by what stands in the first row."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from coopadmin.exchange.bank.layouts import ABN, ASN_FAMILY, TRIODOS, TRIODOS_WORDS, Layout
from coopadmin.exchange.bank.values import account, is_iban

_AMOUNT = re.compile(r"[-+]?[\d.]+,\d{2}|[-+]?[\d,]+\.\d{2}|[-+]?\d+", re.ASCII)
_TESTS: Mapping[str, Callable[[str], bool]] = {
    "account": lambda text: is_iban(account(text)) or bool(re.fullmatch(r"\d{7,10}", text, re.ASCII)),
    "iban": lambda text: is_iban(account(text)),
    "currency": lambda text: bool(re.fullmatch("[A-Z]{3}", text)),
    "dutch": lambda text: bool(re.fullmatch(r"\d{1,2}-\d{1,2}-\d{4}", text, re.ASCII)),
    "compact": lambda text: bool(re.fullmatch(r"\d{8}", text, re.ASCII)),
    "amount": lambda text: bool(_AMOUNT.fullmatch(text)),
    "word": lambda text: text.lower() in TRIODOS_WORDS,
    "any": lambda _text: True,
}


@dataclass(frozen=True, slots=True)
class Shape:
    """A layout whose columns have no names: what each holds, and by which name the layout knows it."""

    layout: Layout
    delimiter: str
    cells: tuple[tuple[str, str], ...]
    """For each column its name and the kind of what stands in it."""
    optional: int = 0
    """How many of the last columns may be left out."""

    @property
    def columns(self) -> Mapping[str, int]:
        """Give the places of the columns by name."""
        return {name: place for place, (name, _kind) in enumerate(self.cells) if name}

    def fits(self, first: Sequence[str]) -> bool:
        """Tell whether a first row has this shape."""
        if not len(self.cells) - self.optional <= len(first) <= len(self.cells):
            return False
        return all(_TESTS[kind](cell.strip()) for cell, (_name, kind) in zip(first, self.cells, strict=False))


_ABN_BEGINS = (("rekeningnummer", "account"), ("muntsoort", "currency"), ("transactiedatum", "compact"))
_ABN_ENDS = (("transactiebedrag", "amount"), ("omschrijving", "any"))
_ABN_BALANCES = (("beginsaldo", "amount"), ("eindsaldo", "amount"))
_ABN_VALUE = (("rentedatum", "compact"),)
_ASN_BEGINS = (("datum", "dutch"), ("jerekening", "iban"), ("vannaar", "any"), ("naam", "any"))
_ASN_ADDRESS = (("", "any"), ("", "any"), ("", "any"))
_ASN_ENDS = (
    ("valutasaldo", "currency"),
    ("saldovoorboeking", "amount"),
    ("valutaboeking", "currency"),
    ("bedragbijaf", "amount"),
    ("verwerkingsdatum", "dutch"),
    ("valutadatum", "dutch"),
    ("code", "any"),
    ("type", "any"),
    ("volgnummer", "any"),
    ("betalingskenmerk", "any"),
    ("omschrijving", "any"),
    ("afschriftnummer", "any"),
    ("", "any"),
)
OLD_ASN = Shape(ASN_FAMILY, ",", (*_ASN_BEGINS, *_ASN_ADDRESS, *_ASN_ENDS), optional=1)
SHAPES = (
    Shape(ABN, "\t", (*_ABN_BEGINS, *_ABN_BALANCES, *_ABN_VALUE, *_ABN_ENDS)),
    Shape(ABN, "\t", (*_ABN_BEGINS, *_ABN_VALUE, *_ABN_BALANCES, *_ABN_ENDS)),
    OLD_ASN,
    Shape(ASN_FAMILY, ",", (*_ASN_BEGINS, *_ASN_ENDS), optional=1),
    Shape(
        TRIODOS,
        ",",
        (
            ("datum", "dutch"),
            ("rekening", "iban"),
            ("bedrag", "amount"),
            ("debetcredit", "word"),
            ("naam", "any"),
            ("tegenrekening", "any"),
            ("code", "any"),
            ("omschrijving", "any"),
            ("saldo", "amount"),
        ),
        optional=1,
    ),
)

_DATE = re.compile(r"\d{1,2}-\d{1,2}-\d{4}", re.ASCII)
_IN_CAPITALS = re.compile(r"[A-Z0-9]*", re.ASCII)
_MONEY = re.compile(r"[A-Z]{3}", re.ASCII)


def split_old_asn(line: str) -> list[str] | None:
    """Split a line whose texts stand between single quotation marks, with apostrophes and commas as they come.

    Gives None for a line that is of another kind.
    """
    bare = line.strip("\r\n\ufeff")
    if "'" not in bare or '"' in bare:
        return None
    cells = bare.split(",")
    begins = next((place for place in range(4, len(cells) - 13) if _is_behind_name(cells, place)), 0)
    if not begins or not _DATE.fullmatch(cells[0]) or not _IN_CAPITALS.fullmatch(cells[1]):
        return None
    texts = _split_texts(",".join(cells[begins + 12 :]))
    return [*cells[:3], ",".join(cells[3:begins]), *cells[begins : begins + 12], *texts] if texts else None


def _is_behind_name(cells: Sequence[str], place: int) -> bool:
    """Tell whether the address stands here, by what follows it: two balances with their currency, and two days."""
    return bool(
        _MONEY.fullmatch(cells[place + 3])
        and _MONEY.fullmatch(cells[place + 5])
        and _DATE.fullmatch(cells[place + 7])
        and _DATE.fullmatch(cells[place + 8])
    )


def _split_texts(rest: str) -> list[str] | None:
    """Split the last cells: two texts, of which the second may hold all signs of the first, and one or two numbers.

    The first text is as short as it can be and the second as long; each place is looked at once, however many could be
    the end of the first.
    """
    last = rest.rfind(",")
    ends = (last, rest.rfind(",", 0, max(last, 0)))
    comma = _end_of_text(rest, 0)
    while comma >= 0:
        for end in ends:
            if comma < end and _is_text(rest, comma + 1, end):
                return [rest[:comma], rest[comma + 1 : end], *rest[end + 1 :].split(",")]
        comma = _end_of_text(rest, comma) if rest.startswith("'") else -1
    return None


def _end_of_text(rest: str, behind: int) -> int:
    """Give the place of the next comma that could end the first text; below nought where there is none."""
    if rest.startswith("'"):
        return rest.find("',", max(behind, 1)) + 1 or -1
    comma = rest.find(",")
    return -1 if "'" in rest[: max(comma, 0)] else comma


def _is_text(rest: str, begins: int, ends: int) -> bool:
    """Tell whether the second text stands here: between quotation marks, or without one and without a comma."""
    if rest.startswith("'", begins):
        return ends - begins >= 2 and rest[ends - 1] == "'"
    return rest.find(",", begins) == ends and "'" not in rest[begins:ends]
