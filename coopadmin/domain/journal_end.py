"""The end of the journal on paper: the number of its last entry and its link, which all before it is chained to.

Who wrote it down can tell ever after whether the journal still has what it had then: links follow from one another, so
whoever changes or removes an entry gets other links from there on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from coopadmin.i18n import _

LINK_SIGNS = 64
"""Signs of a whole link: SHA-256 in hexadecimal."""

LEAST_SIGNS = 20
"""How many of them tell two journals apart for good: 80 bits are more than anybody can try out."""

_FORM = re.compile(r"(\d{1,12})\s*[:\s]\s*([0-9a-fA-F][0-9a-fA-F\s-]*)", re.ASCII)


@dataclass(frozen=True, slots=True)
class NotedEnd:
    """An end of the journal as somebody noted it: the number of the entry, and its link or the beginning of that."""

    entry_id: int
    link: str


def end_text(entry_id: int, link: str) -> str:
    """Write an end whole: `412:3f2a…`."""
    return f"{entry_id}:{link}"


def short_text(entry_id: int, link: str) -> str:
    """Write an end so that it can be typed over: `412:3f2a-91bc-77de-0011-aa22`."""
    signs = link[:LEAST_SIGNS]
    return f"{entry_id}:{'-'.join(signs[place : place + 4] for place in range(0, len(signs), 4))}"


def parse_end(text: str) -> NotedEnd:
    """Read an end as `end_text` or `short_text` wrote it; raises ValueError with a sentence for anything else."""
    found = _FORM.fullmatch(text.strip().removeprefix("#").strip().removeprefix("journal").strip())
    link = re.sub(r"[\s-]", "", found[2]).lower() if found else ""
    if found is None or int(found[1]) < 1 or not LEAST_SIGNS <= len(link) <= LINK_SIGNS:
        raise ValueError(
            _("write the end of the journal as it stands on the page: the number, a colon, and {count} signs").format(
                count=f"{LEAST_SIGNS}–{LINK_SIGNS}"
            )
        )
    return NotedEnd(int(found[1]), link)
