"""A report as lines of text that fit a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from textwrap import wrap

from coopadmin.i18n import _
from coopadmin.reports.base import Column, Report

GAP = "  "
READABLE, NARROWEST = 12, 5
"""Signs a column of words keeps: what reads well, and what it is cut to where the terminal is narrower still."""

_TURNS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Signs that turn the direction of writing; one left open would turn the rest of the line."""


def as_table(report: Report, width: int | None = None) -> str:
    """Write a report as a title, a table and its remarks.

    With a `width` words are cut to fit and minor columns left out; amounts and dates are never cut. A report too wide
    for that is written record by record. Without a width nothing is cut.
    """
    lines = [*_wrapped(report.title, width), ""]
    left_out: list[str] = []
    columns = [column for column in report.columns if column.only != "programs"]
    cells = [[plain(column.shown(row[column.key])) for column in columns] for row in report.rows]
    if not cells:
        lines.append(_("There is nothing to list."))
    else:
        headings = [plain(column.label) for column in columns]
        wanted = [max(map(cells_wide, texts)) for texts in zip(headings, *cells, strict=True)]
        widths = _fitted(columns, wanted, width)
        if widths is None:
            lines.extend(_records(headings, cells))
        else:
            lines.extend(_rows(columns, widths, headings, cells))
            left_out = [heading for place, heading in enumerate(headings) if place not in widths]
    remarks = list(report.remarks)
    if left_out:
        remarks.append(_("Left out for want of room: {columns}").format(columns=", ".join(left_out)))
    lines.extend(["", *(line for remark in remarks for line in _wrapped(remark, width))] if remarks else [])
    return "\n".join(map(str.rstrip, lines)) + "\n"


def _wrapped(text: str, width: int | None) -> list[str]:
    bare = plain(text)
    return wrap(bare, width) if width else [bare]


def _rows(
    columns: Sequence[Column], widths: Mapping[int, int], headings: Sequence[str], cells: Sequence[Sequence[str]]
) -> list[str]:
    def line(texts: Sequence[str]) -> str:
        return GAP.join(padded(texts[place], width, right=columns[place].is_number) for place, width in widths.items())

    return [line(headings), GAP.join("─" * width for width in widths.values()), *map(line, cells)]


def _records(headings: Sequence[str], cells: Sequence[Sequence[str]]) -> list[str]:
    lines: list[str] = []
    for row in cells:
        lines.extend(f"{heading}: {text}" for heading, text in zip(headings, row, strict=True) if text)
        lines.append("")
    return lines[:-1]


def _fitted(columns: Sequence[Column], wanted: Sequence[int], width: int | None) -> dict[int, int] | None:
    """Say how wide each column is to be, by its place; a place that is absent is left out, None where nothing fits.

    First words are cut as far as they read well, then minor columns go, the last one first, then words are cut more.
    """
    shown = dict(enumerate(wanted))
    if width is None:
        return shown
    minor = [place for place, column in enumerate(columns) if column.minor]
    for narrowest in (READABLE, NARROWEST):
        while (fitted := _squeezed(columns, shown, width, narrowest)) is None and minor:
            del shown[minor.pop()]
        if fitted is not None:
            return fitted
    return None


def _squeezed(columns: Sequence[Column], shown: Mapping[int, int], width: int, narrowest: int) -> dict[int, int] | None:
    """Take room from the widest columns of words until all fit, leaving each `narrowest`; None where that fails."""
    widths = dict(shown)
    over = sum(widths.values()) + len(GAP) * (len(widths) - 1) - width
    words = [place for place in widths if columns[place].kind in ("text", "list")]
    while over > 0:
        widest = max(words, key=lambda place: widths[place], default=None)
        if widest is None or widths[widest] <= narrowest:
            return None
        widths[widest] -= 1
        over -= 1
    return widths


# -- signs and the room they take ------------------------------------------------------------------------------------


def plain(text: str) -> str:
    """Take out what would move the cursor or turn the line: control signs and marks of direction."""
    return "".join(
        "�" if unicodedata.category(sign) in ("Cc", "Zl", "Zp", "Cs") else "" if sign in _TURNS else sign
        for sign in text
    )


def cells_wide(text: str) -> int:
    """Count the columns a text takes: two for wide letters and most pictures, none for what joins another."""
    return len(text) if text.isascii() else sum(map(_wide, text))


def _wide(sign: str) -> int:
    if unicodedata.combining(sign) or unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in ("W", "F") else 1


def padded(text: str, width: int, *, right: bool = False) -> str:
    """Fill a text to `width` columns, or cut it with … where it is longer."""
    room = width - cells_wide(text)
    if room < 0:
        text = _cut(text, width - 1)
        room = width - 1 - cells_wide(text)
        text += "…"
    return " " * room + text if right else text + " " * room


def _cut(text: str, width: int) -> str:
    taken = 0
    for place, sign in enumerate(text):
        taken += _wide(sign)
        if taken > width:
            return text[:place]
    return text
