"""Whether a text tells who somebody is: by a name the store knows, an e-mail address or a telephone number."""

from __future__ import annotations

import re
from collections.abc import Iterable

from coopadmin.domain.forgetting import names_of, scrub
from coopadmin.formats import fold

_MAIL = re.compile(r"\S@\S")
_DAY = re.compile(r"\b\d{1,2}[-./]\d{1,2}[-./]\d{4}\b")
_TELEPHONE = re.compile(r"(?<![\d.,])(?:\+|0)(?:[ ./()-]{0,2}\d){8,}")


def tells_who(text: str, people: Iterable[tuple[str, str, str]]) -> bool:
    """Tell whether a text names one of `people` (family name, prefix, given name), or says how to reach anybody.

    A name counts where it stands as a word of its own with its capital: `Groot` does, `groot` does not.
    """
    if _MAIL.search(text) or _TELEPHONE.search(_DAY.sub(" ", text)):
        return True
    folded = fold(text)
    # Thousands of people may be known; only whose name is in there at all is worth a closer look.
    near = [one for one in people if any(part and fold(part) in folded for part in (one[0], one[2]))]
    return scrub(text, names_of(near), "") != text
