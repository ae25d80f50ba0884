"""The table of a procedure that says for how many people a home of so many rooms is, as it is typed and read."""

from __future__ import annotations

import re
from collections.abc import Iterable

from coopadmin.formats import quoted, tidy
from coopadmin.i18n import _

_SIZE = re.compile(r"(\d{1,2}) ?[:=] ?(\d{1,2})", re.ASCII)


def sizes_text(sizes: Iterable[tuple[int, int]]) -> str:
    """Write how many people homes are for at least, as it is typed: `4: 2, 5: 3`."""
    return ", ".join(f"{rooms}: {persons}" for rooms, persons in sizes)


def read_sizes(text: str) -> tuple[tuple[int, int], ...]:
    """Read rooms and people as they are typed, `4: 2, 5: 3`, fewest rooms first; raises ValueError with a sentence."""
    pieces = [tidy(piece) for piece in re.split(r"[,;\n]", text) if piece.strip()]
    found: list[tuple[int, int]] = []
    for piece in pieces:
        read = _SIZE.fullmatch(piece)
        if read is None:
            reason = _("“{text}” is not rooms and people; write it like 4: 2, 5: 3")
            raise ValueError(reason.format(text=quoted(piece)))
        found.append((int(read[1]), int(read[2])))
    found.sort()
    if wrong := wrong_sizes(found):
        raise ValueError(wrong)
    return tuple(found)


def wrong_sizes(sizes: Iterable[tuple[int, int]]) -> str:
    """Say what cannot be about a table of rooms and people; empty where nothing is wrong."""
    before: tuple[int, int] | None = None
    for rooms, persons in sorted(sizes):
        if rooms < 1 or persons < 1:
            return _("rooms and people are counted from one")
        if before is not None and rooms == before[0]:
            return _("a home of {rooms} rooms stands here twice").format(rooms=rooms)
        if before is not None and persons < before[1]:
            return _("a home of {rooms} rooms cannot be for fewer people than a smaller one").format(rooms=rooms)
        before = (rooms, persons)
    return ""
