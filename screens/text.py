"""User data is never markup: it goes to the screen through here, as plain text on one line."""

from __future__ import annotations

import unicodedata

from rich.text import Text
from textual.content import Content


def one_line(value: str) -> str:
    """Make text safe to show on one line: no control signs, no direction overrides, no line ends."""
    if value.isprintable():
        return value
    return "".join(
        sign if unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Zl", "Zp") or sign == "\u200d" else " "
        for sign in value
    )


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
