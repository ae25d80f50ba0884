"""How much a workbook makes a reader hold, looked at before it is read.

What unpacks to little may still hold millions of cells in one row, or millions of texts; the library keeps a row, and
all texts, in memory. So the elements are counted first, by a parser that keeps nothing.
"""

from __future__ import annotations

import zipfile
from xml.parsers import expat

MOST_OF_ROW = 100_000
"""Elements of one row; the widest a spreadsheet allows, 16,384 cells with what is in them, fits in it."""

MOST_OF_PART = 600_000
"""Elements of a part that is read whole, such as the texts; three hundred thousand different texts fit in it."""

_SMALL = 200_000
"""Bytes of a part that is not worth counting."""

_BLOCK = 1 << 16


class _TooMuch(Exception):
    """Ends the counting."""


def holds_too_much(archive: zipfile.ZipFile) -> bool:
    """Tell whether a row, or a part without rows, has more elements than it may, or declares a document type."""
    return any(
        _is_too_much(archive, part)
        for part in archive.infolist()
        if part.file_size > _SMALL and not part.filename.startswith("xl/media/")
    )


def _is_too_much(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    parser = expat.ParserCreate(intern=None)
    counted, most = 0, MOST_OF_PART

    def begin(name: str, _attributes: dict[str, str]) -> None:
        nonlocal counted, most
        counted += 1
        if name == "row" or name.endswith(":row"):
            counted, most = 0, MOST_OF_ROW
        elif counted > most:
            raise _TooMuch

    def forbid(*_what: object) -> None:
        raise _TooMuch

    parser.StartElementHandler = begin
    parser.StartDoctypeDeclHandler = forbid
    try:
        with archive.open(part) as stream:
            while block := stream.read(_BLOCK):
                parser.Parse(block, False)
    except _TooMuch:
        return True
    except (expat.ExpatError, LookupError, ValueError):
        return False  # pictures are no XML, and what is broken is said where it is read
    return False
