"""Ways to spoil a valid file: by bytes, by the pieces it is made of, and by texts that mean something elsewhere.

Every choice comes from the `Random` that is handed in: Hypothesis can make a fault smaller, and a seed repeats it.
"""

from __future__ import annotations

import io
import re
import sqlite3
import zipfile
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape

Mutation = Callable[[Random, bytes], bytes]

HOSTILE_TEXTS = (
    "",
    " ",
    "\0",
    "\x1b[2J",
    "\x1b]52;c;cm0gLXJm\x07",
    "\x9b31m",
    "\u202eABC",
    "\u2066x",
    "\ufeff",
    "\u2028",
    "=1+1",
    "=HYPERLINK(A1)",
    "@SUM(A1)",
    "+cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "&lt;&#0;",
    "](javascript:1)",
    "'; DROP TABLE person; --",
    '"',
    '""',
    ";",
    "\n",
    "\r\n",
    "\t",
    "A" * 3000,
    "9" * 400,
    "-" * 50,
    "1e999",
    "NaN",
    "Infinity",
    "-0",
    "0",
    "-1",
    "99999999999999999999",
    "9223372036854775808",
    "31-2-2026",
    "0000-00-00",
    "9999-12-31",
    "10000-01-01",
    "2026-12-31T24:00",
    "24:00",
    "١٢٣",
    "１２，５０",
    "²",
    "ß",
    "ﬀ",
    "e\u0301",
    "\U0001f3e0",
    "%s%n{0}{name}",
    "../../etc/passwd",
    "C-0001",
    "L001",
    "totaal",
    "ja",
    "nee",
)

XML_PIECES = (
    b"<!DOCTYPE x [<!ENTITY a 'ha'>]>",
    b"&a;",
    b"&#0;",
    b"&#x1b;",
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"-->",
    b"<?x y?>",
    b"<a>" * 40,
    b"</a>",
    b'xmlns="urn:x"',
    b"xmlns:p='urn:y'",
    b"<Amt Ccy='XXX'>1e9</Amt>",
    b"<Stmt><Id>7</Id></Stmt>",
    b"<v>-1</v>",
    b"<v>99999999999</v>",
    b'<c r="XFD1048576"><v>1</v></c>',
    b'<c t="s"><v>999</v></c>',
    b'<c t="d"><v>9999-99-99</v></c>',
    b'<c t="e"><v>#REF!</v></c>',
    b'<c t="b"><v>2</v></c>',
    b"<f>HYPERLINK(1)</f>",
    b"<is><t>_x001B_[2J_xD800_</t></is>",
)

MT940_PIECES = (
    b":61:",
    b":86:",
    b":20:",
    b":62F:",
    b":60F:",
    b":28C:",
    b"{4:",
    b"-}",
    b"{1:F01",
    b":NS:",
    b"RC",
    b"?20",
)


def by_bytes(chance: Random, content: bytes) -> bytes:
    """Change, insert, leave out, double or move a few bytes."""
    spoilt = bytearray(content)
    for _time in range(chance.randint(1, 6)):
        place = chance.randint(0, len(spoilt))
        length = chance.choice((1, 1, 1, 2, 4, 16, 200))
        way = chance.randrange(6)
        if way == 0:
            spoilt[place : place + length] = bytes(chance.randrange(256) for _byte in range(min(length, 16)))
        elif way == 1:
            del spoilt[place : place + length]
        elif way == 2:
            spoilt[place:place] = spoilt[place : place + length]
        elif way == 3:
            spoilt[place:place] = bytes([chance.choice((0, 10, 13, 34, 59, 44, 60, 62, 127, 128, 255))]) * length
        elif way == 4:
            spoilt[place:place] = chance.choice(HOSTILE_TEXTS).encode("utf-8")
        elif spoilt:
            spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
    return bytes(spoilt)


def by_lines(chance: Random, content: bytes) -> bytes:
    """Leave out, double, swap, cut or join lines."""
    lines = content.split(b"\n")
    for _time in range(chance.randint(1, 4)):
        place, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        way = chance.randrange(5)
        if way == 0 and len(lines) > 1:
            del lines[place]
        elif way == 1:
            lines.insert(other, lines[place])
        elif way == 2:
            lines[place], lines[other] = lines[other], lines[place]
        elif way == 3:
            lines[place] = lines[place][: chance.randint(0, len(lines[place]))]
        else:
            lines[place] = lines[place] + lines[other]
    return b"\n".join(lines)


def by_cells(chance: Random, content: bytes) -> bytes:
    """Put hostile texts in cells, move cells, and add or leave out columns."""
    delimiter = max((b";", b",", b"\t"), key=content.count)
    rows = [line.split(delimiter) for line in content.split(b"\n")]
    for _time in range(chance.randint(1, 5)):
        row = rows[chance.randrange(len(rows))]
        place = chance.randrange(len(row))
        way = chance.randrange(5)
        if way < 3:
            text = chance.choice(HOSTILE_TEXTS)
            row[place] = (f'"{text}"' if chance.randrange(2) else text).encode("utf-8")
        elif way == 3:
            row.insert(place, row[chance.randrange(len(row))])
        elif len(row) > 1:
            del row[place]
    return b"\n".join(delimiter.join(row) for row in rows)


def by_encoding(chance: Random, content: bytes) -> bytes:
    """Write it in other letters than it was, or half in one and half in another."""
    text = content.decode("utf-8", "replace")
    one, other = (chance.choice(("utf-16", "utf-16-le", "cp1252", "utf-8-sig", "utf-8", "utf-32")) for _ in "ab")
    cut = chance.randint(0, len(text))
    if chance.randrange(2):
        return text.encode(one, "replace")
    return text[:cut].encode(one, "replace") + text[cut:].encode(other, "replace")


def by_tags(chance: Random, content: bytes) -> bytes:
    """Double, leave out or move elements of XML, put others between them, and change what stands in them."""
    pieces = re.split(rb"(<[^>]*>)", content)
    for _time in range(chance.randint(1, 5)):
        place, other = chance.randrange(len(pieces)), chance.randrange(len(pieces))
        way = chance.randrange(5)
        if way == 0:
            pieces[place] = chance.choice(XML_PIECES)
        elif way == 1:
            pieces[place:place] = pieces[other : other + chance.randint(1, 40)]
        elif way == 2:
            del pieces[place : place + chance.randint(1, 10)]
            pieces = pieces or [b""]
        elif way == 3:
            pieces[place], pieces[other] = pieces[other], pieces[place]
        else:
            pieces[place] = chance.choice(HOSTILE_TEXTS).encode("utf-8")
    return b"".join(pieces)


def by_texts(chance: Random, content: bytes) -> bytes:
    """Leave the elements of XML as they are, and put hostile texts, properly escaped, in the place of theirs."""
    pieces = re.split(rb"(<[^>]*>)", content)
    texts = [place for place in range(0, len(pieces), 2) if pieces[place].strip()] or [0]
    for _time in range(chance.randint(1, 3)):
        text = escape(chance.choice(HOSTILE_TEXTS))
        pieces[chance.choice(texts)] = "".join(sign for sign in text if sign >= " ").encode("utf-8")
    return b"".join(pieces)


def by_statement_tags(chance: Random, content: bytes) -> bytes:
    """Put tags of MT940 where they do not belong."""
    place = chance.randint(0, len(content))
    return content[:place] + chance.choice((b"", b"\n")) + chance.choice(MT940_PIECES) + content[place:]


def by_parts(chance: Random, content: bytes) -> bytes:
    """Spoil a workbook or a zip within: change the XML of its parts, leave one out, or put one under another's name."""
    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    for _time in range(chance.randint(1, 3)):
        name = chance.choice(sorted(parts))
        way = chance.randrange(10)
        if way < 4:
            cells = [one for one in sorted(parts) if one.endswith(("sharedStrings.xml", "sheet1.xml"))] or [name]
            name = chance.choice(cells)
            parts[name] = by_texts(chance, parts[name])
        elif way < 8:
            parts[name] = (by_tags, by_tags, by_bytes, by_cells)[way - 4](chance, parts[name])
        elif way == 8 and len(parts) > 1:
            del parts[name]
        else:
            parts[chance.choice((*sorted(parts), "xl/externalLinks/externalLink1.xml", "../x"))] = parts[name]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", chance.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))) as new:
        for name, part in parts.items():
            new.writestr(name, part)
    return stream.getvalue()


def by_pages(chance: Random, content: bytes) -> bytes:
    """Spoil a database: its header, its length, whole pages, or single bytes."""
    spoilt = bytearray(content)
    count = max(len(spoilt) // 4096, 1)
    way = chance.randrange(6)
    if way == 0:
        spoilt[chance.randrange(100)] = chance.randrange(256)
    elif way == 1:
        del spoilt[chance.choice((0, 1, 15, 16, 99, 100, 4095, 4096, chance.randint(0, len(spoilt)))) :]
    elif way == 2:
        one, other = (chance.randrange(count) * 4096 for _ in "ab")
        spoilt[one : one + 4096], spoilt[other : other + 4096] = spoilt[other : other + 4096], spoilt[one : one + 4096]
    elif way == 3:
        place = chance.randrange(count) * 4096
        spoilt[place : place + 4096] = bytes([chance.randrange(256)]) * 4096
    elif way == 4:
        for _time in range(chance.randint(1, 20)):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
    else:
        spoilt += bytes(chance.choice((1, 4096, 100_000)))
    return bytes(spoilt)


HOSTILE_VALUES: Sequence[object] = (None, 0, -1, 2**63 - 1, 1.5, b"\xff\xfe", *HOSTILE_TEXTS, "[]", "{", '{"after": 3}')


def by_rows(scratch: Path) -> Mutation:
    """Change what another program may in a store, past its checks and triggers; `scratch` is a file to do it in."""

    def spoil(chance: Random, content: bytes) -> bytes:
        scratch.write_bytes(content)
        with closing(sqlite3.connect(scratch, isolation_level=None)) as connection:
            connection.execute("PRAGMA ignore_check_constraints=ON")
            connection.execute("PRAGMA foreign_keys=OFF")
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type='trigger'").fetchall():
                connection.execute(f'DROP TRIGGER "{name}"')
            tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")]
            for _time in range(chance.randint(1, 4)):
                _spoil_table(chance, connection, chance.choice(sorted(tables)))
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return scratch.read_bytes()

    return spoil


def _spoil_table(chance: Random, connection: sqlite3.Connection, table: str) -> None:
    columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
    way = chance.randrange(8)
    # What SQLite itself refuses (a name it keeps, a value of another type) leaves the table as it was.
    with suppress(sqlite3.Error):
        if way == 0:
            connection.execute(f'DROP TABLE "{table}"')
        elif way == 1:
            connection.execute(f'DELETE FROM "{table}" WHERE rowid % 2 = {chance.randrange(2)}')
        elif way == 2:
            connection.execute(f'ALTER TABLE "{table}" RENAME COLUMN "{chance.choice(columns)}" TO strange')
        elif way == 3:
            connection.execute(f'CREATE VIEW strange AS SELECT * FROM "{table}", "{table}"')
        else:
            value = chance.choice(HOSTILE_VALUES)
            where = "" if chance.randrange(2) else f' WHERE rowid = (SELECT max(rowid) FROM "{table}")'
            connection.execute(f'UPDATE "{table}" SET "{chance.choice(columns)}" = ?{where}', (value,))
