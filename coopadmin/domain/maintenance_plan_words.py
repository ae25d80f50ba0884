"""The words that spreadsheets use for what stands in a maintenance plan: classes of a defect, units, who pays."""

from __future__ import annotations

import re
from bisect import bisect_right
from fractions import Fraction
from itertools import pairwise

from coopadmin.domain import vera
from coopadmin.domain.maintenance import PARTY_WORDS
from coopadmin.domain.maintenance_plan import PAYERS

EXTENT_WORDS: dict[str, str] = {
    "incidenteel": "1",
    "plaatselijk": "2",
    "regelmatig": "3",
    "aanzienlijk": "4",
    "algemeen": "5",
    "incidental": "1",
    "local": "2",
    "regular": "3",
    "considerable": "4",
    "general": "5",
    **{str(number): str(number) for number in range(1, 6)},
}
SEVERITY_WORDS: dict[str, str] = {
    "gering": "1",
    "serieus": "2",
    "ernstig": "3",
    "minor": "1",
    "serious": "2",
    "critical": "3",
    **{str(number): str(number) for number in range(1, 4)},
}
INTENSITY_WORDS: dict[str, str] = {
    "beginstadium": "1",
    "begin": "1",
    "laag": "1",
    "gevorderd": "2",
    "midden": "2",
    "eindstadium": "3",
    "eind": "3",
    "hoog": "3",
    "beginning": "1",
    "low": "1",
    "advanced": "2",
    "middle": "2",
    "final stage": "3",
    "final": "3",
    "high": "3",
    **{str(number): str(number) for number in range(1, 4)},
}
"""Words for the classes of NEN 2767, as inspectors write them."""

EXTENT_FROM = (2, 10, 30, 70)
"""The percentages at which the second to the fifth class of the extent begin."""

_BELOW = re.compile(r"(?:<|minder dan|onder|under|less than|below) ?(\d+)")
_ABOVE = re.compile(r"(?:>|>=|≥|meer dan|vanaf|over|above|more than) ?(\d+)|(\d+) ?(?:of meer|or more|\+)")
_BETWEEN = re.compile(r"(\d+) ?(?:-|tot|tot en met|t/m|to) ?(\d+)")


def extent_of(text: str) -> int | None:
    """Read the class of an extent from the part of the element that has the defect; None where it tells no class.

    `2-10 %`, `less than 2 %`, `70 % or more`, `15 %`. A range must be that of a class.
    """
    percent = "%" in text
    bare = " ".join(text.lower().replace("%", " ").replace("–", "-").replace(",", ".").split())
    if match := _BELOW.fullmatch(bare):
        return _class_between(0, int(match[1]))
    if match := _ABOVE.fullmatch(bare):
        return _class_between(int(match[1] or match[2]), 100)
    if match := _BETWEEN.fullmatch(bare):
        return _class_between(int(match[1]), int(match[2]))
    if percent and re.fullmatch(r"\d+(?:\.\d+)?", bare) and Fraction(bare) <= 100:
        return bisect_right(EXTENT_FROM, Fraction(bare)) + 1
    return None


def _class_between(least: int, most: int) -> int | None:
    bounds: tuple[int, ...] = (0, *EXTENT_FROM, 100)
    return next((number for number, pair in enumerate(pairwise(bounds), 1) if pair == (least, most)), None)


UNIT_WORDS: dict[str, str] = {
    "m2": "M2",
    "m²": "M2",
    "vierkante meter": "M2",
    "m3": "M3",
    "m³": "M3",
    "m": "MTR",
    "m1": "MTR",
    "m¹": "MTR",
    "meter": "MTR",
    "st": "STU",
    "st.": "STU",
    "stuk": "STU",
    "stuks": "STU",
    "pc": "STU",
    "pieces": "STU",
    "post": "STU",
    "uur": "UUR",
    "hours": "UUR",
    **{code.lower(): code for code in vera.LISTS[vera.UNITS]},
}

PAYER_WORDS = {word: code for word, code in PARTY_WORDS.items() if code in PAYERS}
