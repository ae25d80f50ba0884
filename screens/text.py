"""User data is never markup: it goes to the screen through here, as plain text on one line."""

from __future__ import annotations

import unicodedata

from rich.segment import Segment
from rich.text import Text
from textual.color import Color
from textual.content import Content
from textual.filter import LineFilter

_STEERING = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""Kinds of signs that move the cursor, turn the line or are no letters."""

_JOINER = "\u200d"
"""Makes one picture of two."""


def one_line(value: str) -> str:
    """Make text safe to show on one line: no control signs, no direction overrides, no line ends."""
    if value.isprintable():
        return value
    return "".join(
        sign if unicodedata.category(sign) not in _STEERING or (sign == _JOINER and _is_picture(following)) else " "
        for sign, following in zip(value, f"{value[1:]} ", strict=True)
    )


def _is_picture(sign: str) -> bool:
    """Tell whether a joiner may stand before it: before a letter the widths that are counted are not those drawn."""
    return unicodedata.category(sign) == "So"


class Harmless(LineFilter):
    """Keeps every sign that steers a terminal off the screen, whichever widget let it through.

    The desk has it behind all it draws: a sign it takes out had no width of its own on the line.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 - Textual's own form
        """Give the pieces of a line without them."""
        if all(piece.control or piece.text.isprintable() for piece in segments):
            return segments
        return [piece if piece.control else _harmless(piece) for piece in segments]


def _harmless(piece: Segment) -> Segment:
    text = "".join(sign for sign in piece.text if sign == _JOINER or unicodedata.category(sign) not in _STEERING)
    return Segment(f"{text}{' ' * (piece.cell_length - Segment(text).cell_length)}", piece.style)


HARMLESS = Harmless()


def cell(value: str, *, right: bool = False, style: str = "") -> Text:
    """Make a table cell; rich Text is the only plain text a DataTable takes."""
    return Text(
        one_line(value), style=style, justify="right" if right else "left", overflow="ellipsis", no_wrap=True, end=""
    )


def plain(value: str, style: str = "") -> Content:
    """Make plain content for any other widget."""
    return Content.styled(one_line(value), style) if style else Content(one_line(value))


def joined(*parts: str | tuple[str, str]) -> Content:
    """Join plain pieces, each with a style of its own where given as (text, style)."""
    return Content.assemble(
        *((one_line(part[0]), part[1]) if isinstance(part, tuple) else one_line(part) for part in parts)
    )
