"""Words as people write them, compared by what they mean: plurals, verb endings and compounds aside."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from coopadmin.domain import vera
from coopadmin.domain.vera import words

_ENDINGS = (("age", "ing", "en", "je", "e"), ("s",), ("t",))
"""What is taken off, one of each kind, in this order."""

_SHORTEST_STEM = 3
_SHORTEST_HEAD = 4
"""Signs a word must have to count as the last part of a compound: `kraan` in `keukenkraan`."""


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """Take the endings off a folded word: `kranen` and `kraan` become the same; no grammar, only likeness."""
    short = re.sub(r"(.)\1", r"\1", word)
    for kind in _ENDINGS:
        cut = next((end for end in kind if short.endswith(end) and len(short) - len(end) >= _SHORTEST_STEM), "")
        short = re.sub(r"(.)\1", r"\1", short.removesuffix(cut))
    return short


@lru_cache(maxsize=4096)
def stems(text: str) -> tuple[str, ...]:
    """Give the stems of the words of a text that say something, each once."""
    return tuple(dict.fromkeys(map(stem, words(text))))


@lru_cache(maxsize=65536)
def alike(one: str, other: str) -> int:
    """Tell how well two stems mean the same: 2 the same, 1 where one is what a compound is about, 0 not.

    A compound is about its last part (`keukenkraan` is a `kraan`), and about its first where the rest only says what is
    wrong (`daklekkage` is about the `dak`).
    """
    if one == other:
        return 2
    short, long = sorted((one, other), key=len)
    if len(short) >= _SHORTEST_HEAD and long.endswith(short):
        return 1
    return 1 if long.startswith(short) and long.removeprefix(short) in _defect_stems() else 0


def contained(wanted: tuple[str, ...], text: tuple[str, ...]) -> bool:
    """Tell whether every stem of `wanted` is among those of a text, as itself or as what a compound there is about."""
    return bool(wanted) and all(any(alike(one, word) and len(one) <= len(word) for word in text) for one in wanted)


@cache
def _defect_stems() -> frozenset[str]:
    return frozenset(
        part
        for code in vera.LISTS[vera.DEFECTS]
        for word in vera.everyday_words(vera.DEFECTS, code)
        for part in stems(word)
        if len(part) >= _SHORTEST_STEM
    )
