"""Reading a person's name out of one cell, as a register of contracts has it: `Heuvel, T. van den`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from coopadmin.formats import fold, quoted, tidy
from coopadmin.i18n import _

_PREFIX_WORD = re.compile(
    r"van|von|vom|zu|zum|zur|de|den|der|het|ten|ter|te|in|op|aan|bij|uit|uijt|over|onder|voor|tot|d'|l'|'t|'s|la|le|les"
    r"|du|da|dos|di|del|della",
    re.IGNORECASE,
)
"""The words a prefix (tussenvoegsel) is made of."""

_TITLES = re.compile(
    r"(?:(?:de heer|dhr|heer|meneer|mevrouw|mevr|mw|mr|mrs|ms|dr|drs|ir|ing|prof|familie|fam)\.?\s+)+", re.IGNORECASE
)
_INITIALS = re.compile(r"(?:[^\W\d_]{1,3}\.-?)+|[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Name:
    """A name in its parts, each as written; all but the family name may be empty."""

    family_name: str
    prefix: str = ""
    initials: str = ""
    given_name: str = ""

    def may_be(self, other: Name) -> bool:
        """Tell whether two ways of writing could name one person: what both fill in is the same."""
        if fold(f"{self.prefix} {self.family_name}") != fold(f"{other.prefix} {other.family_name}"):
            return False
        pairs = ((self.initials, other.initials), (self.given_name, other.given_name))
        return all(not one or not two or _letters(one) == _letters(two) for one, two in pairs)


def read_name(text: str) -> Name:
    """Read `Peters, V.`, `Heuvel, T. van den`, `V. Peters` or `Vera van den Heuvel`.

    Raises ValueError with a sentence where no family name can be found in it.
    """
    bare = tidy(text)
    family, comma, behind = (part.strip() for part in bare.partition(","))
    if comma:
        leading, family = _leading_prefix(family.split())
        initials, given, prefix = _first_names(_untitled(behind).split())
        name = Name(family, prefix or leading, initials, given)
    else:
        name = _forwards(_untitled(bare).split())
    if not any(sign.isalpha() for sign in name.family_name) or "," in behind:
        raise ValueError(_("“{text}” is not a name; write it like Heuvel, T. van den").format(text=quoted(bare)))
    return name


def _forwards(words: list[str]) -> Name:
    """Take a name apart that is written from initials or given name to family name."""
    # Whoever is called El Amrani has no prefix: El is part of the family name, and where it begins.
    last = max(len(words) - 1, 0)
    start = next((place for place in range(last) if _is_prefix(words[place]) or fold(words[place]) == "el"), last)
    initials, given, _prefix = _first_names(words[:start])
    prefix, family = _leading_prefix(words[start:])
    return Name(family, prefix, initials, given)


def _leading_prefix(words: list[str]) -> tuple[str, str]:
    """Part the prefix from the family name behind it; the last word is never a prefix."""
    length = 0
    while length < len(words) - 1 and _is_prefix(words[length]):
        length += 1
    return " ".join(words[:length]), " ".join(words[length:])


def _first_names(words: list[str]) -> tuple[str, str, str]:
    """Part initials, given names and prefix, in whatever order they stand."""
    others = [word for word in words if not _is_prefix(word)]
    initials = "".join(word for word in others if _INITIALS.fullmatch(word))
    given = " ".join(word for word in others if not _INITIALS.fullmatch(word)).strip("()")
    return initials, given, " ".join(word for word in words if _is_prefix(word))


def _untitled(text: str) -> str:
    match = _TITLES.match(f"{text} ")
    return text[match.end() :] if match else text


def _is_prefix(word: str) -> bool:
    return _PREFIX_WORD.fullmatch(word.replace("’", "'")) is not None


def _letters(text: str) -> str:
    return re.sub(r"[\s.\-]", "", fold(text))
