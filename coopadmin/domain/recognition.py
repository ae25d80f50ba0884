"""Recognising people and contracts in what a payer wrote: names with letters lost on the way, numbers nearly right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coopadmin.formats import fold

LOST = "?\ufffd"
"""Signs that stand where a bank lost a letter: `Y?lmaz`."""

MOST_WORDS = 40
"""Words of a description that are looked at; a longer one is no message of a payer."""

_WORD = re.compile(rf"[^\W\d_{LOST}](?:[^\W\d_]|['’{LOST}](?=\S))*|[{LOST}][^\W\d_]+(?:[^\W\d_]|[{LOST}])*")
_AND = re.compile(r"\be/o\b|\ben/of\b|\bcj\b|&")
"""Between two who share an account: `de Vries e/o Bos`."""

_PREFIX = re.compile(
    "van|von|vom|zu|zum|zur|de|den|der|het|ten|ter|te|in|op|aan|bij|uit|uijt|over|onder|voor|tot|la|le|les|du|da|dos|di"
    "|del|della"
)
_TITLE = re.compile("dhr|heer|hr|mevr|mevrouw|mw|mr|mrs|ms|dr|drs|ir|ing|fam")

FULL, FAMILY, OTHER_INITIALS = "full", "family", "other_initials"
"""How well a name fits: family name with initials or given name, family name alone, or one with other initials."""


def words_of(text: str) -> tuple[str, ...]:
    """Give the words of a text to compare names by: folded, no digits and signs, at most MOST_WORDS."""
    found = (match[0].strip("'’") for match in _WORD.finditer(_AND.sub(" en ", fold(text))))
    return tuple(word for _place, word in zip(range(MOST_WORDS), found, strict=False))


def same_word(written: str, known: str) -> bool:
    """Compare a word as it came with one that is known; a lost letter may have been any, or two."""
    if not any(sign in written for sign in LOST):
        return written == known
    pattern = "".join(".{1,2}" if sign in LOST else re.escape(sign) for sign in written)
    return re.fullmatch(pattern, known) is not None


def beginnings(words: Sequence[str]) -> Iterator[str]:
    """Give what the folded name of a person meant here could begin with; lost letters stay in it as they are.

    A word that is a prefix begins no family name by itself, only with the word after it (`El Amrani`, `De Vries`).
    """
    seen: set[str] = set()
    for place, word in enumerate(words):
        behind = words[place + 1] if place + 1 < len(words) else ""
        for beginning in (word if len(word) > 2 else "", f"{word} {behind}" if 1 < len(word) <= 3 and behind else ""):
            if beginning and not _is_small(beginning) and beginning not in seen:
                seen.add(beginning)
                yield beginning


def _is_small(word: str) -> bool:
    """Tell a prefix or a title, which say nothing of who it is."""
    return bool(_PREFIX.fullmatch(word) or _TITLE.fullmatch(word))


def name_fit(words: Sequence[str], family_name: str, initials: str, given_name: str) -> str:
    """Tell how well a person's name is found among the words of a text: FULL, FAMILY, OTHER_INITIALS or empty.

    Prefixes are ignored, so `Vries, M. de` and `M. de Vries` are one.
    """
    family = [word for word in words_of(family_name) if not _PREFIX.fullmatch(word)] or list(words_of(family_name))
    if not family or sum(map(len, family)) < 3:
        return ""
    best = ""
    bare = [word for word in words if word in family or not _is_small(word)]
    for place in range(len(bare) - len(family) + 1):
        if not all(same_word(*pair) for pair in zip(bare[place : place + len(family)], family, strict=True)):
            continue
        fit = _first_names_fit(bare[:place], bare[place + len(family) :], initials, given_name)
        if fit == FULL:
            return FULL
        best = FAMILY if FAMILY in (best, fit) else fit
    return best


def _first_names_fit(before: Sequence[str], behind: Sequence[str], initials: str, given_name: str) -> str:
    """Compare what stands around a family name with initials and given name."""
    known = "".join(words_of(initials.replace(".", " "))) or fold(given_name)[:1]
    given = words_of(given_name)
    written = _letters(reversed(before))[::-1] or _letters(iter(behind))
    beside = {*before[-1:], *before[-2:-1], *behind[:1]}
    if given and any(same_word(word, given[0]) for word in beside):
        return FULL
    if not known or not written:
        return FAMILY
    return FULL if known.startswith(written) or written.startswith(known) else OTHER_INITIALS


def _letters(words: Iterator[str]) -> str:
    """Join the single letters that stand nearest."""
    found = ""
    for word in words:
        if len(word) > 1:
            break
        found += word
    return found


# -- numbers -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shape:
    """How contracts are numbered here: `C-0012` is the beginning `C-` and a width of 4."""

    beginning: str
    width: int


@dataclass(frozen=True, slots=True)
class NearNumber:
    """A number that may be meant: what was written, the number, and how: exact, short, swapped, or a digit off."""

    written: str
    number: str
    how: str


EXACT, SHORT, SWAPPED, DIGIT = "exact", "short", "swapped", "digit"


def shape_of(number: str) -> Shape | None:
    """Read the shape from any number in use; None where it does not end in digits."""
    match = re.fullmatch(r"(.*?)([0-9]{1,9})", number)
    return Shape(match[1], len(match[2])) if match else None


def near_numbers(text: str, shape: Shape) -> tuple[NearNumber, ...]:
    """Find the numbers a text may mean, the likeliest first; whether they are in use is for the register to say.

    The letters must be there (`C-12`, `c0012`), the word contract, or all the digits with a zero in front; the letter
    O counts as a zero.
    """
    letters = re.escape(re.sub(r"[^a-z]", "", fold(shape.beginning)))
    digits = rf"([0-9o]{{1,{shape.width + 1}}})(?![0-9a-z])"
    forms = [rf"(?<![a-z0-9]){letters}[ ._/#:-]*{digits}"] if letters else []
    forms += [
        rf"contract(?:nr|nummer|number)?[ .:#-]*{digits}",
        rf"(?<![0-9a-z])(0[0-9]{{{shape.width - 1}}})(?![0-9a-z])",
    ]
    order = (EXACT, SHORT, SWAPPED, DIGIT)
    found: dict[str, NearNumber] = {}
    for form in forms:
        for match in re.finditer(form, fold(text)):
            written = match[1].replace("o", "0")
            if written.strip("0"):
                for digits_meant, how in _meant(written, shape.width):
                    number = f"{shape.beginning}{digits_meant}"
                    known = found.get(number)
                    if known is None or order.index(how) < order.index(known.how):
                        found[number] = NearNumber(match[0].upper(), number, how)
    return tuple(sorted(found.values(), key=lambda one: order.index(one.how)))


def _meant(written: str, width: int) -> Iterator[tuple[str, str]]:
    """Give the digits that somebody who wrote these may have meant, and how they went wrong."""
    if len(written) == width:
        yield written, EXACT
    elif len(written) < width:
        yield written.zfill(width), SHORT
    if len(written) == width:
        for place in range(width - 1):
            swapped = written[:place] + written[place + 1] + written[place] + written[place + 2 :]
            if swapped != written:
                yield swapped, SWAPPED
        for place in range(width):
            for digit in "0123456789":
                if digit != written[place]:
                    yield written[:place] + digit + written[place + 1 :], DIGIT
    elif len(written) == width + 1:
        for place in range(width + 1):
            yield written[:place] + written[place + 1 :], DIGIT
