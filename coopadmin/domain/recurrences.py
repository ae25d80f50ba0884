"""How work comes round: the words for it, and the day it is due again.

What recurs is counted from the last time it was done, in whole months.
"""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

from coopadmin.domain.periods import add_months
from coopadmin.formats import fold, quoted, tidy
from coopadmin.i18n import _

MOST_MONTHS = 600
"""Fifty years: what comes round later than that is a slip of the pen."""

_ONCE = ("-", "nee", "geen", "niet", "nooit", "eenmalig", "no", "none", "never", "one off")

_COUNTED = {
    number: str(value)
    for words in (
        "een twee drie vier vijf zes zeven acht negen tien elf twaalf",
        "one two three four five six seven eight nine ten eleven twelve",
    )
    for value, number in enumerate(words.split(), 1)
}
_WORDS: dict[str, str] = {
    **_COUNTED,
    "half": "0.5",
    "halve": "0.5",
    "semi": "0.5",
    "anderhalf": "1.5",
    "other": "2",
    "eens": "1 x",
    "eenmaal": "1 x",
    "once": "1 x",
    "tweemaal": "2 x",
    "twice": "2 x",
    "driemaal": "3 x",
    "viermaal": "4 x",
    "keer": "x",
    "maal": "x",
    "time": "x",
    "times": "x",
}
_UNITS: dict[str, int] = {
    **dict.fromkeys(("maand", "maanden", "mnd", "month", "months"), 1),
    **dict.fromkeys(("kwartaal", "kwartalen", "quarter", "quarters"), 3),
    **dict.fromkeys(("jaar", "jaren", "jr", "year", "years", "yr"), 12),
}
_ADJECTIVES: dict[str, int] = {
    **dict.fromkeys(("maandelijks", "maandelijkse", "monthly"), 1),
    **dict.fromkeys(("quarterly",), 3),
    **dict.fromkeys(("jaarlijks", "jaarlijkse", "yearly", "annual", "annually"), 12),
    "biennial": 24,
    "biennially": 24,
}
_HYPHEN = re.compile(r"(?<=[a-z\d])-(?=[a-z])")
_DIGITS_GLUED = re.compile(r"(?<=\d)(?=[a-z])")
_GLUED = re.compile(r"(?<=[a-z])(?=(?:jaar|maand|annual|year)[a-z]*$)")
_RECURRENCE = re.compile(
    r"(?:(?P<count>\d{1,3}) x )?"
    r"(?:(?P<every>per|elke|elk|iedere|ieder|every|each|om de|in de|in|a) )?"
    r"(?:(?P<number>\d{1,4}(?:[.,]5)?) )?"
    r"(?P<unit>[a-z]+)",
    re.ASCII,
)


def read_recurrence(text: str) -> int | None:
    """Read how often work comes round, in Dutch or English, as a whole number of months.

    `jaarlijks`, `elke 18 maanden`, `every 2 years`, `2x per jaar`; None for nothing, `-` or `nee`. So many times in
    a period only where that comes out in whole months. Raises ValueError with a sentence for anything else, for
    words with two meanings (`biannual`) too.
    """
    bare = fold(text).rstrip(".")
    if not bare or bare in _ONCE:
        return None
    match = _RECURRENCE.fullmatch(_plain(bare))
    months = _months_of(match) if match else None
    if match is None or months is None:
        raise ValueError(
            _(
                "“{text}” does not say how often it comes round; write it like: "
                "yearly, every 18 months, every 2 years, 2x per year, monthly"
            ).format(text=quoted(text))
        )
    times = int(match["count"] or 1)
    each = months / times if times else Fraction(0)
    if each.denominator != 1 or not 1 <= each <= MOST_MONTHS:
        raise ValueError(
            _(
                "“{text}” is not a whole number of months up to 50 years; write it like: every 5 months, 4x per year"
            ).format(text=quoted(text))
        )
    return int(each)


def _plain(folded: str) -> str:
    """Rewrite numbers as digits and times as `x`: `tweejaarlijks` → `2 jaarlijks`, `twice a year` → `2 x a year`."""
    spaced = _HYPHEN.sub(" ", folded.replace("×", "x").replace("/", " per "))
    spaced = tidy(_GLUED.sub(" ", _DIGITS_GLUED.sub(" ", spaced)))
    spaced = "elke 2 jaar" if spaced == "om het jaar" else spaced
    return " ".join(_WORDS.get(word, word) for word in spaced.split())


def _months_of(match: re.Match[str]) -> Fraction | None:
    """The months of the period named, before it is divided by how many times; None where the words make no sense."""
    number = Fraction((match["number"] or "1").replace(",", "."))
    unit, every = match["unit"], match["every"]
    if unit in _ADJECTIVES:
        sensible = not every and not (match["count"] and match["number"])
        return number * _ADJECTIVES[unit] if sensible else None
    if unit not in _UNITS:
        return None
    if every in ("in", "in de", "a"):
        sensible = bool(match["count"])
    elif every == "om de" or not every:
        sensible = bool(match["number"]) and not match["count"]
    else:
        sensible = True
    return number * _UNITS[unit] if sensible else None


def recurrence_name(months: int) -> str:
    """Say how often something comes round, in words that `read_recurrence` reads back."""
    if months == 1:
        return _("monthly")
    if months == 12:
        return _("yearly")
    if months % 12 == 0:
        return _("every {count} years").format(count=months // 12)
    return _("every {count} months").format(count=months)


def next_due(last_done: date | None, every_months: int) -> date | None:
    """Give the day a job is due again: so many months after it was last done, the 31st falling back.

    None for a job never done: from when it should count is not known.
    """
    return add_months(last_done, every_months) if last_done else None


def days_left(due: date | None, on: date) -> int | None:
    """Count the days from `on` until a day; below zero once it has passed."""
    return (due - on).days if due else None
