"""A document of headings, lines and lists, written as Markdown, as one printable HTML page, or as plain text.

What people typed is escaped in each of them: it can neither break the layout nor bring anything of its own into it.
A page has its style within it and refers to nothing outside it.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from coopadmin.i18n import language

_MARKS = re.compile(r"[\\`*_{}\[\]<>#|~$&^]")
_AT_THE_START = re.compile(r"^(?:([-+=:])|(\d{1,9})([.)]))")
_BULLETS = ("- ", "* ", "• ", "– ")
_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
_JOINER = "\u200d"
_ROOM = "\\_" * 30

PLAIN_WIDTH = 100
"""Signs on a line of plain text."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: level 1 is the document's own title, and stands once."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a word or two that say what it is, and what it says; `struck` where it no longer holds."""

    text: str
    lead: str = ""
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """A list of lines; `narrow` ones are short, and may stand beside each other on paper."""

    lines: tuple[Line, ...]
    narrow: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known, each under its name; what is empty is left out."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody wrote in lines of their own; lines that begin with a dash are a list. `quoted`: word for word."""

    text: str
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """A table: a heading over each column, and its rows; `tall` ones have room to write in by hand."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    tall: bool = False


@dataclass(frozen=True, slots=True)
class Signatures:
    """Room to sign, for each of these."""

    names: tuple[str, ...]


Block = Heading | Line | Lines | Facts | Words | Rows | Signatures


def clean(text: str) -> str:
    """Keep what can be read on one line: no control signs, no direction overrides, one blank between words."""
    seen = (
        sign if sign == _JOINER or unicodedata.category(sign) not in _HIDDEN else " " if sign.isspace() else ""
        for sign in text
    )
    return " ".join("".join(seen).split())


def paragraphs(text: str) -> Iterator[tuple[bool, tuple[str, ...]]]:
    """Take lines apart into paragraphs and lists (True); empty lines stand between them."""
    held: list[str] = []
    listed = False
    for raw in [*text.splitlines(), ""]:
        line = clean(raw)
        bullet = line.startswith(_BULLETS)
        if held and (not line or bullet != listed):
            yield listed, tuple(held)
            held = []
        listed = bullet
        if line:
            held.append(line[2:].strip() if bullet else line)


# -- Markdown --------------------------------------------------------------------------------------------------


def markdown(blocks: Sequence[Block]) -> str:
    """Write a document as Markdown, a line at its end."""
    return "\n\n".join(text for block in blocks if (text := _markdown(block))) + "\n"


def marked(text: str, *, within: bool = False) -> str:
    """Escape what somebody typed for Markdown; `within` a line nothing needs minding that means more at its start."""
    bare = _MARKS.sub(r"\\\g<0>", clean(text))
    if within:
        return bare
    return _AT_THE_START.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}", bare)


def _markdown(block: Block) -> str:
    if isinstance(block, Heading):
        return f"{'#' * block.level} {marked(block.text, within=True)}"
    if isinstance(block, Line):
        return _marked_line(block)
    if isinstance(block, Lines):
        return "\n".join(f"- {_marked_line(line)}" for line in block.lines)
    if isinstance(block, Facts):
        return "\n".join(f"- {_marked_line(Line(text, label))}" for label, text in block.rows if text)
    if isinstance(block, Words):
        return _marked_words(block)
    if isinstance(block, Rows):
        rows = [block.head, tuple("---" for _name in block.head), *block.rows]
        return "\n".join(f"| {' | '.join(_cell(cell) for cell in row)} |" for row in rows)
    return "\n\n".join(f"{marked(name)}: {_ROOM}" for name in block.names)


def _cell(text: str) -> str:
    return text if text == "---" else marked(text, within=True)


def _marked_line(line: Line) -> str:
    text = marked(line.text, within=bool(line.lead))
    if line.struck and text:
        text = f"~~{text}~~"
    return " ".join(part for part in (f"**{marked(line.lead, within=True)}:**" if line.lead else "", text) if part)


def _marked_words(block: Words) -> str:
    parts = [
        "\n".join(f"- {marked(line)}" for line in lines) if listed else "\\\n".join(marked(line) for line in lines)
        for listed, lines in paragraphs(block.text)
    ]
    if not block.quoted:
        return "\n\n".join(parts)
    return "\n>\n".join("\n".join(f"> {line}" for line in part.splitlines()) for part in parts)


# -- HTML ------------------------------------------------------------------------------------------------------

_LONGEST_WHOLE = 24
"""How many signs a word in a table may have before it is broken to keep the table on the page."""

_STYLE = """
@page { size: A4; margin: 16mm 18mm; }
html { font: 11pt/1.45 "Liberation Serif", Georgia, "Times New Roman", serif; color: #111; background: #fff; }
body { max-width: 174mm; margin: 0 auto; padding: 10mm 0; overflow-wrap: break-word; }
h1 { font-size: 20pt; line-height: 1.2; margin: 0 0 4mm; }
h2 { font-size: 13.5pt; margin: 8mm 0 2mm; border-bottom: 0.4pt solid #888; break-after: avoid; }
h3 { font-size: 11pt; margin: 4mm 0 1mm; break-after: avoid; }
p, ul, table, blockquote, dl { margin: 0 0 2.5mm; }
ul { padding-left: 6mm; }
ul.narrow { columns: 3; column-gap: 6mm; }
li { break-inside: avoid; }
dl { display: grid; grid-template-columns: fit-content(62mm) minmax(0, 1fr); gap: 0 6mm; break-inside: avoid; }
dt { color: #444; }
dd { margin: 0; }
blockquote { padding: 1mm 0 1mm 4mm; border-left: 1.5pt solid #555; break-inside: avoid; }
blockquote p:last-child { margin: 0; }
table { width: 100%; border-collapse: collapse; }
th, td { text-align: left; vertical-align: top; padding: 1mm 3mm 1mm 0; border-bottom: 0.3pt solid #bbb; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
table.tall td { height: 8mm; vertical-align: bottom; }
td.whole { white-space: nowrap; }
td.long { overflow-wrap: anywhere; }
del { color: #555; }
.signatures { display: flex; gap: 12mm; margin-top: 16mm; break-inside: avoid; }
.signatures div { flex: 1; border-top: 0.4pt solid #111; padding-top: 1mm; }
@media print { html { font-size: 10pt; } h2 { margin-top: 6mm; } body { padding: 0; max-width: none; } }
""".strip()


def page(blocks: Sequence[Block]) -> str:
    """Write a document as one HTML page to print on A4."""
    title = next((block.text for block in blocks if isinstance(block, Heading)), "")
    body = "\n".join(text for block in blocks if (text := _html(block)))
    return (
        "<!DOCTYPE html>\n"
        f'<html lang="{language()}">\n'
        '<head>\n<meta charset="utf-8"/>\n'
        '<meta name="viewport" content="width=device-width"/>\n'
        f"<title>{_safe(title)}</title>\n<style>\n{_STYLE}\n</style>\n</head>\n"
        f"<body>\n{body}\n</body>\n</html>\n"
    )


def _safe(text: str) -> str:
    return escape(clean(text))


def _html(block: Block) -> str:
    if isinstance(block, Heading):
        return f"<h{block.level}>{_safe(block.text)}</h{block.level}>"
    if isinstance(block, Line):
        return f"<p>{_html_line(block)}</p>"
    if isinstance(block, Lines):
        kind = ' class="narrow"' if block.narrow else ""
        return f"<ul{kind}>{''.join(f'<li>{_html_line(line)}</li>' for line in block.lines)}</ul>" * bool(block.lines)
    if isinstance(block, Facts):
        rows = "".join(f"<dt>{_safe(label)}</dt><dd>{_safe(text)}</dd>" for label, text in block.rows if text)
        return f"<dl>{rows}</dl>" * bool(rows)
    if isinstance(block, Words):
        text = "\n".join(_html_lines(listed, lines) for listed, lines in paragraphs(block.text))
        return f"<blockquote>{text}</blockquote>" if block.quoted and text else text
    if isinstance(block, Rows):
        return _html_table(block)
    return f'<div class="signatures">{"".join(f"<div>{_safe(name)}</div>" for name in block.names)}</div>'


def _html_line(line: Line) -> str:
    text = _safe(line.text)
    if line.struck and text:
        text = f"<del>{text}</del>"
    return " ".join(part for part in (f"<strong>{_safe(line.lead)}:</strong>" if line.lead else "", text) if part)


def _html_lines(listed: bool, lines: Sequence[str]) -> str:
    if listed:
        return f"<ul>{''.join(f'<li>{_safe(line)}</li>' for line in lines)}</ul>"
    return f"<p>{'<br/>'.join(map(_safe, lines))}</p>"


def _html_table(block: Rows) -> str:
    head = "".join(f"<th>{_safe(cell)}</th>" for cell in block.head)
    rows = "".join(f"<tr>{''.join(map(_html_cell, row))}</tr>\n" for row in block.rows)
    kind = ' class="tall"' if block.tall else ""
    return f"<table{kind}><thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody></table>"


def _html_cell(cell: str) -> str:
    longest = max(map(len, cell.split()), default=0)
    kind = ' class="long"' if longest > _LONGEST_WHOLE else ' class="whole"' if longest == len(cell.strip()) > 0 else ""
    return f"<td{kind}>{_safe(cell)}</td>"


# -- plain text --------------------------------------------------------------------------------------------------


def plain(blocks: Sequence[Block], width: int = PLAIN_WIDTH) -> str:
    """Write a document as text to read on a screen."""
    return "\n\n".join(text for block in blocks if (text := _plain(block, width)))


def _plain(block: Block, width: int) -> str:
    if isinstance(block, Heading):
        text = clean(block.text)
        under = {1: "═", 2: "─"}.get(block.level, "")
        return f"{text}\n{under * min(len(text), width)}" if under else text
    if isinstance(block, Line):
        return _wrapped(_plain_line(block), width)
    if isinstance(block, Lines):
        return "\n".join(_wrapped(_plain_line(line), width, "• ") for line in block.lines)
    if isinstance(block, Facts):
        rows = [(clean(label), text) for label, text in block.rows if text]
        widest = max((len(label) for label, _text in rows), default=0) + 2
        return "\n".join(_wrapped(clean(text), width, f"{label:<{widest}}") for label, text in rows)
    if isinstance(block, Words):
        before = "│ " if block.quoted else ""
        return "\n".join(
            _wrapped(line, width, f"{before}• " if listed else before, before)
            for listed, lines in paragraphs(block.text)
            for line in lines
        )
    if isinstance(block, Rows):
        return "\n".join(_wrapped(" · ".join(filter(None, map(clean, row))), width, "• ") for row in block.rows)
    return "\n\n".join(f"{clean(name)}: {'_' * 30}" for name in block.names)


def _plain_line(line: Line) -> str:
    text = clean(line.text)
    said = f"✗ {text}" if line.struck and text else text
    return " ".join(part for part in (f"{clean(line.lead)}:" if line.lead else "", said) if part)


_wrap: Callable[..., list[str]] = textwrap.wrap


def _wrapped(text: str, width: int, first: str = "", later: str | None = None) -> str:
    rest = " " * len(first) if later is None else later
    lines = _wrap(text, width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
    return "\n".join(lines) or first.rstrip()
