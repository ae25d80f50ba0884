"""The sector's code lists (VERA): what a code is called, and the codes that any word stands for.

The lists are data in `vera_defects`, `vera_elements` and `vera_trades`, the words people use for them in
`vera_synonyms`. Codes that VERA ended keep their name, so that old records can be read, and are not offered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from coopadmin.domain import vera_defects, vera_elements, vera_synonyms, vera_trades
from coopadmin.formats import fold
from coopadmin.i18n import _

DEFECTS = "DEFECTSOORT"
LOCATIONS = "DEFECTLOCATIE"
CAUSES = "DEFECTOORZAAK"
ELEMENTS = "BOUWKUNDIGELEMENTDETAILSOORT"
TRADES = "ONDERHOUDSPECIALISME"
UNITS = "MEETEENHEID"
SHARED = "COLLECTIEFOBJECTSOORT"

LISTS: dict[str, dict[str, tuple[str, str]]] = {
    DEFECTS: vera_defects.DEFECTS,
    LOCATIONS: vera_defects.LOCATIONS,
    CAUSES: vera_defects.CAUSES,
    ELEMENTS: vera_elements.ELEMENTS,
    TRADES: vera_trades.TRADES,
    UNITS: vera_trades.UNITS,
    SHARED: vera_trades.SHARED,
}
"""The English (a message id) and the Dutch name by list and code."""

ENDED: dict[str, frozenset[str]] = {TRADES: frozenset({"ZAN"}), SHARED: frozenset({"PAG", "PP1", "PP2", "PP3"})}
"""What VERA ended (between September 2023 and March 2025)."""

_SYNONYMS: dict[str, dict[str, str]] = {
    DEFECTS: vera_synonyms.DEFECTS,
    LOCATIONS: vera_synonyms.LOCATIONS,
    CAUSES: vera_synonyms.CAUSES,
    ELEMENTS: vera_synonyms.ELEMENTS,
    TRADES: vera_synonyms.TRADES,
    UNITS: vera_synonyms.UNITS,
    SHARED: vera_synonyms.SHARED,
}

# Articles, prepositions, and the verbs every report has: in "het licht doet het niet" the light is meant.
SMALL_WORDS = frozenset(
    ("de", "het", "een", "en", "of", "in", "op", "aan", "van", "bij", "is", "er", "te", "mijn", "onze", "niet", "doet")
) | {"geen", "wordt", "heeft", "zit", "the", "a", "an", "or", "on", "at", "to", "my", "our", "it", "and", "not", "does"}
"""Words that say nothing of what is meant."""

_HEAD = 4
"""Signs a word must have to be found as the last part of a compound (`kraan` in `keukenkraan`)."""


@dataclass(frozen=True, slots=True)
class Code:
    """A code of a list, with its name in the language in use."""

    list: str
    code: str
    label: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """A code as it is searched: its names and synonyms as folded words, each synonym with its place among them."""

    list: str
    code: str
    names: tuple[str, ...]
    named: frozenset[str]
    synonyms: dict[str, int]


def label(list_name: str, code: str) -> str:
    """Name a code in the language in use; what no list holds is given back as it is."""
    names = LISTS.get(list_name, {}).get(code)
    return _(names[0]) if names else code


def known(list_name: str, code: str) -> bool:
    """Tell whether a list holds a code."""
    return code in LISTS.get(list_name, {})


def codes(list_name: str) -> tuple[Code, ...]:
    """Give the codes of a list that are in use, in VERA's order."""
    ended = ENDED.get(list_name, frozenset[str]())
    return tuple(Code(list_name, one, label(list_name, one)) for one in LISTS.get(list_name, {}) if one not in ended)


def find(list_names: Sequence[str] | str, text: str, limit: int = 12) -> tuple[Code, ...]:
    """Give the codes that any word of `text` stands for, best first: Dutch or English, in part, accents aside.

    Codes that more of the words stand for come first, then those whose own name is meant before those with a synonym.
    The order of `list_names` decides between equals, then how early the words stand among the synonyms, then VERA's
    order. Without a word there is nothing.
    """
    wanted = words(text)
    if not wanted:
        return ()
    whole = " ".join(wanted)
    lists = (list_names,) if isinstance(list_names, str) else tuple(list_names)
    ranked: list[tuple[int, int, int, int, int, _Entry]] = []
    for entry, *found in zip(_entries(lists), *(_scores(lists, word) for word in wanted), strict=True):
        if closest := [score for score in found if score]:
            exact = whole in (entry.code.lower(), *entry.names)
            begun = (at for one, at in entry.synonyms.items() if one.startswith(wanted))
            place = min(begun, default=0)
            order = lists.index(entry.list)
            ranked.append((-len(closest), 0 if exact else 1, -sum(closest), order, place, entry))
    ranked.sort(key=lambda one: one[:5])
    return tuple(Code(entry.list, entry.code, label(entry.list, entry.code)) for *_rank, entry in ranked[:limit])


def words(text: str) -> tuple[str, ...]:
    """Give the folded words of a text that say something of what is meant, each once."""
    found = re.findall(r"[\w']+", fold(text))
    return tuple(dict.fromkeys(word for word in found if word not in SMALL_WORDS))


def names(list_name: str, code: str) -> tuple[str, ...]:
    """Give the names of a code in all languages, as they stand; nothing for a code no list holds."""
    return LISTS.get(list_name, {}).get(code, ())


def everyday_words(list_name: str, code: str) -> tuple[str, ...]:
    """Give the folded words people use for a code, beside its names."""
    return words(_SYNONYMS.get(list_name, {}).get(code, ""))


@lru_cache(maxsize=512)
def _scores(list_names: tuple[str, ...], word: str) -> tuple[int, ...]:
    # While somebody types only the last word changes: the others are not looked for again.
    return tuple(_closeness(entry, word) for entry in _entries(list_names))


def _closeness(entry: _Entry, word: str) -> int:
    """Tell how well one word stands for a code, from 11 (the code itself) to 0 (not at all)."""
    if word == entry.code.lower():
        return 11
    if any(name.startswith(word) for name in entry.names):
        return 10
    if word in entry.named:
        return 9
    if word in entry.synonyms:
        return 7
    if any(one.startswith(word) for one in entry.named):
        return 6
    if any(one.startswith(word) for one in entry.synonyms):
        return 5
    if len(word) > 2 and any(word in one for one in entry.named):
        return 3
    if any(len(one) >= _HEAD and word.endswith(one) for one in (*entry.named, *entry.synonyms)):
        return 3
    return 2 if len(word) > 2 and any(word in one for one in entry.synonyms) else 0


@cache
def _entries(list_names: tuple[str, ...]) -> tuple[_Entry, ...]:
    return tuple(entry for name in list_names for entry in _entries_of(name))


def _entries_of(list_name: str) -> Iterable[_Entry]:
    ended = ENDED.get(list_name, frozenset[str]())
    for code, both in LISTS.get(list_name, {}).items():
        if code not in ended:
            folded = tuple(" ".join(words(name)) for name in both)
            named = frozenset(part for name in folded for part in name.split())
            every = named | frozenset(" ".join(folded).split())
            places = {word: place for place, word in enumerate(everyday_words(list_name, code))}
            yield _Entry(list_name, code, folded, every, places)
