"""Amounts, days and references as banks write them; what is not understood raises ValueError with a sentence.

Amounts are integer cents. A day is read only in the forms a format is known to have, never guessed.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from coopadmin.formats import LARGEST_CENTS, quoted
from coopadmin.i18n import _

_NO_REFERENCE = frozenset({"", "NONREF", "NOTPROVIDED", "NOT PROVIDED", "N/A", "NONE", "UNKNOWN", "ONBEKEND"})
_FIRST_YEAR, _LAST_YEAR = 1980, 2100

_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", re.ASCII)
_DUTCH_IBAN = re.compile(r"NL\d{2}[A-Z]{4}\d{10}", re.ASCII)
_OLD_ACCOUNT = re.compile(r"P?\d{1,10}", re.ASCII)

_DAY_FORMS = {
    "iso": re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:[T ][\d:.+-]{0,30}Z?)?", re.ASCII),
    "compact": re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})", re.ASCII),
    "dutch": re.compile(r"(?P<day>\d{1,2})[-/](?P<month>\d{1,2})[-/](?P<year>\d{4})", re.ASCII),
}
_DAY_EXAMPLES = {"iso": "2026-12-31", "compact": "20261231", "dutch": "31-12-2026"}

_NUMBERS = {
    ",": re.compile(r"(?P<whole>\d+|\d{1,3}(?:\.\d{3})+(?=,))(?:,(?P<part>\d*))?", re.ASCII),
    ".": re.compile(r"(?P<whole>\d+|\d{1,3}(?:,\d{3})+(?=\.))(?:\.(?P<part>\d*))?", re.ASCII),
}
_SIGNED = re.compile(r"(?P<before>[-+−]?) ?(?P<number>[\d.,]+)(?P<behind>[-+−]?)", re.ASCII)


def cents(whole: str, part: str, text: str) -> int:
    """Put the digits before and behind the decimal sign together; `text` is the amount as it was written."""
    if len(part) > 2:
        if part[2:].strip("0"):
            raise ValueError(_("“{text}” has parts of a cent; an amount has two decimals").format(text=quoted(text)))
        part = part[:2]
    if len(whole) > 20 or (found := int(whole) * 100 + int(part.ljust(2, "0"))) > LARGEST_CENTS:
        raise ValueError(_("“{text}” is larger than any amount here can be").format(text=quoted(text)))
    return found


def xml_cents(text: str) -> int:
    """Read an amount as ISO 20022 has it: digits and a point, no sign."""
    whole, _point, part = text.partition(".")
    if len(part) == 2 and len(whole) < 10 and text.isascii() and whole.isdigit() and part.isdigit():
        return int(whole + part)
    match = _NUMBERS["."].fullmatch(text)
    if match is None or "," in text:
        raise ValueError(
            _("“{text}” is not an amount; it should be like {example}").format(text=quoted(text), example="1234.56")
        )
    return cents(whole, part, text)


def written_cents(text: str, decimal: str = "", *, signed: bool = True) -> int:
    """Read an amount from a CSV file or MT940: `1.234,56`, `1234.56`, `+12,00`, `-85,5`, `300`, `12,00-`.

    `decimal` is the sign before the cents; empty where a bank uses both, and then one that could be either
    (`1.234`) is refused. Raises ValueError too for a sign where there should be none.
    """
    bare = text.strip()
    match = _SIGNED.fullmatch(bare)
    sign = (match["before"] + match["behind"]) if match else ""
    number = match["number"] if match else ""
    found = _NUMBERS[decimal or _decimal_sign(number)].fullmatch(number)
    if found is None or len(sign) > 1 or (sign and not signed):
        example = "1234.56" if decimal == "." else "1234,56"
        raise ValueError(
            _("“{text}” is not an amount; it should be like {example}").format(text=quoted(text), example=example)
        )
    amount = cents(re.sub("[.,]", "", found["whole"]), found["part"] or "", bare)
    return -amount if sign in ("-", "−") else amount


def _decimal_sign(number: str) -> str:
    """Tell which sign stands before the cents, or nothing that fits where it could be either."""
    last = max(number.rfind(","), number.rfind("."))
    if last < 0:
        return ","
    sign = number[last]
    other = "." if sign == "," else ","
    if other not in number and len(number) - last == 4:
        return other  # 1.234 could be a thousand or one: read with the other sign it fits nothing
    return sign


@lru_cache(maxsize=4096)
def day(text: str, forms: tuple[str, ...] = ("iso",)) -> date:
    """Read a day in one of `forms` (`iso`, `compact`, `dutch`); a time behind an ISO date is left out."""
    bare = text.strip()
    for form in forms:
        match = _DAY_FORMS[form].fullmatch(bare)
        if match:
            return exact_day(int(match["year"]), int(match["month"]), int(match["day"]), text)
    example = _DAY_EXAMPLES[forms[0]]
    raise ValueError(
        _("“{text}” is not a date; it should be like {example}").format(text=quoted(text), example=example)
    )


def exact_day(year: int, month: int, number: int, text: str) -> date:
    """Make a day of its numbers; `text` is the day as it was written."""
    try:
        found = date(year, month, number)
    except ValueError:
        raise ValueError(_("“{text}” is a day that does not exist").format(text=quoted(text))) from None
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise ValueError(_("“{text}”: the year cannot be right").format(text=quoted(text)))
    return found


def tidied(text: str) -> str:
    """Fold every run of blanks and line ends to one space, and leave out what cannot be printed."""
    bare = " ".join(text.split())
    return bare if bare.isprintable() else "".join(sign for sign in bare if sign.isprintable())


def reference(text: str) -> str:
    """Give a reference, or nothing where the bank only says that there is none."""
    bare = tidied(text)
    return "" if bare.upper() in _NO_REFERENCE else bare


def account(text: str) -> str:
    """Give an account number without spaces and dots, in capitals."""
    bare = "".join(text.split()).upper()
    return bare if "." not in bare else bare.replace(".", "")


def is_account(text: str) -> bool:
    """Tell whether a text could be an account number: an IBAN, or an old Dutch number."""
    return bool(_IBAN.fullmatch(text) or _OLD_ACCOUNT.fullmatch(text))


def is_iban(text: str) -> bool:
    """Tell whether a text has the form of an IBAN; a Dutch one has eighteen signs."""
    return bool(_DUTCH_IBAN.fullmatch(text) if text.startswith("NL") else _IBAN.fullmatch(text))
