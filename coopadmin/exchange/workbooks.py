"""What a workbook makes a reader hold, looked at before it is read; and its rows, read without what the library adds.

What unpacks to little may still hold millions of cells in one row, or millions of texts; the library keeps a row, all
texts and all styles in memory. So the elements are counted first, by a parser that keeps nothing.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Generator
from importlib import import_module
from typing import Any
from xml.parsers import expat

from coopadmin.errors import Unreadable
from coopadmin.i18n import _

MOST_OF_SHEETS = 3_000_000
"""Elements of all sheets; a hundred thousand rows of a dozen columns fit in it, and are read in some seconds."""

MOST_ROWS_WRITTEN = 500_000
"""Rows of all sheets, the empty ones that were written among them."""

MOST_OF_ROW = 100_000
"""Elements of one row; the widest a spreadsheet allows, 16,384 cells with what is in them, fits in it."""

LARGEST_ROW = 4_000_000
"""Bytes of one row, and of what a sheet has beside its rows."""

MOST_PLACES = 20_000_000
"""Cells of a sheet, with the empty ones before the last of each row."""

MOST_SHEETS = 100
MOST_RELATIONS = 10_000
"""Elements of a part that says which others belong to one; each sheet has such a part."""

MOST_TEXTS = 600_000
"""Elements of the part with the texts; three hundred thousand different texts fit in it."""

MOST_OF_PART = 70_000
"""Elements of any other part, which is read whole: a style takes more room than a text."""

LARGEST_WHOLE = 12_000_000
"""Bytes of all parts that are read whole together; one small picture in a text makes it four times as large."""

LONGEST_PIECE = 250_000
"""Bytes of one tag with its attributes, or of one text; a cell holds 32,767 signs."""

LONGEST_NOTATION = 255
"""Signs of the notation of a number; no spreadsheet takes more, and the library is slow with longer ones."""

LAST_ROW = 1_048_576
"""The last row a spreadsheet has."""

_ENGLISH_MISTAKES = (
    *("#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#DIV/0!", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!"),
    *("#BUSY!", "#CONNECT!", "#UNKNOWN!"),
)
_DUTCH_MISTAKES = ("#N/B", "#NAAM?", "#LEEG!", "#GETAL!", "#VERW!", "#WAARDE!", "#DEEL/0!", "#OVERLOOP!")
MISTAKES = frozenset((*_ENGLISH_MISTAKES, *_DUTCH_MISTAKES))
"""What a spreadsheet shows where a formula failed, for where it was saved as text."""

_TYPES = "[Content_Types].xml"
_BLOCK = 1 << 16


class Failed(str):
    """What a cell shows whose formula failed."""

    __slots__ = ()


class _TooMuch(Exception):
    """Ends the counting."""


def holds_too_much(archive: zipfile.ZipFile) -> bool:
    """Tell whether a sheet, or a part that is read whole, is larger than any; raises BadZipFile for a document type."""
    look = _Look()
    parts = archive.infolist()
    try:
        for part in sorted(parts, key=lambda part: part.filename != _TYPES):
            look.through(archive, part)
    except _TooMuch:
        return True
    return False


class _Look:
    """The counts of one workbook."""

    def __init__(self) -> None:
        self._declared: dict[str, set[str]] = {}
        """What the workbook says each part is."""
        self._of_sheets = self._rows = self._whole = self._sheets = 0

    def through(self, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
        """Count one part; raises _TooMuch."""
        parser = expat.ParserCreate(intern=None)
        is_sheet = self._is_sheet(part.filename)
        after = self._count_sheet(parser) if is_sheet else self._count_part(parser, self._most_of(part.filename))
        parser.StartDoctypeDeclHandler = _forbid
        fed = 0
        try:
            with archive.open(part) as stream:
                while block := stream.read(_BLOCK):
                    parser.Parse(block, False)
                    fed += len(block)
                    after(fed)
                    if fed - max(parser.CurrentByteIndex, 0) > LONGEST_PIECE:
                        raise _TooMuch
                    self._whole += 0 if is_sheet else len(block)
                    if self._whole > LARGEST_WHOLE:
                        raise _TooMuch
        except (expat.ExpatError, LookupError, ValueError):
            return  # pictures are no XML, and what is broken is said where it is read

    def _is_sheet(self, name: str) -> bool:
        """Tell whether nothing but rows is read of a part: what is declared to be another kind is read whole."""
        declared = self._declared.get(name, ())
        return (
            name.startswith("xl/worksheets/")
            and "_rels/" not in name
            and all(kind.endswith(".worksheet+xml") for kind in declared)
        )

    def _most_of(self, name: str) -> int:
        if "_rels/" in name:
            return MOST_RELATIONS
        declared = self._declared.get(name, set())
        texts = name.casefold().startswith("xl/") and any(kind.endswith(".sharedStrings+xml") for kind in declared)
        return MOST_TEXTS if texts and len(declared) == 1 and name != "xl/styles.xml" else MOST_OF_PART

    def _count_part(self, parser: expat.XMLParserType, most: int) -> Any:
        counted = since = 0

        def begin(name: str, attributes: dict[str, str]) -> None:
            nonlocal counted, since
            counted += 1
            if counted > most:
                raise _TooMuch
            after(parser.CurrentByteIndex)
            since = parser.CurrentByteIndex
            if attributes:
                self._look_at(name.rpartition(":")[2], attributes)

        def end(_name: str) -> None:
            nonlocal since
            after(parser.CurrentByteIndex)
            since = parser.CurrentByteIndex

        def after(here: int) -> None:
            if here - since > LONGEST_PIECE + _BLOCK:
                raise _TooMuch

        parser.StartElementHandler, parser.EndElementHandler = begin, end
        return after

    def _look_at(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Override":
            kinds = self._declared.setdefault(attributes.get("PartName", "")[1:], set())
            kinds.add(attributes.get("ContentType", ""))
        elif name == "Relationship":
            # A sheet that is called a chart is read whole.
            target = attributes.get("Target", "")
            if "chartsheet" in attributes.get("Type", "") and ("chartsheets/" not in target or ".." in target):
                raise _TooMuch
        elif name == "sheet":
            self._sheets += 1
            if self._sheets > MOST_SHEETS:
                raise _TooMuch
        elif len(attributes.get("formatCode", "")) > LONGEST_NOTATION:
            raise _TooMuch

    def _count_sheet(self, parser: expat.XMLParserType) -> Any:
        depth = row_depth = in_row = beside = bytes_beside = since = 0

        def begin(name: str, _attributes: dict[str, str]) -> None:
            nonlocal depth, row_depth, in_row, beside, bytes_beside, since
            depth += 1
            self._of_sheets += 1
            if row_depth:
                in_row += 1
            elif name == "row" or name.endswith(":row"):
                here = parser.CurrentByteIndex
                bytes_beside += here - since
                row_depth, in_row, since = depth, 0, here
                self._rows += 1
            else:
                beside += 1
            if in_row > MOST_OF_ROW or beside > MOST_OF_PART or self._of_sheets > MOST_OF_SHEETS:
                raise _TooMuch

        def end(_name: str) -> None:
            nonlocal depth, row_depth, since
            if depth == row_depth:
                here = parser.CurrentByteIndex
                row_depth = 0
                after(here)
                since = here
            depth -= 1

        def after(here: int) -> None:
            if here - since > LARGEST_ROW or bytes_beside > LARGEST_ROW or self._rows > MOST_ROWS_WRITTEN:
                raise _TooMuch

        parser.StartElementHandler, parser.EndElementHandler = begin, end
        return after


def _forbid(*_what: object) -> None:
    raise zipfile.BadZipFile("no workbook declares a document type")


# -- rows ----------------------------------------------------------------------------------------------------------


class _Texts:
    """The texts that cells name by number; there is none before the first."""

    def __init__(self, texts: list[str]) -> None:
        self._texts = texts

    def __getitem__(self, number: int) -> str:
        if number < 0:
            raise IndexError(number)
        return self._texts[number]


def leave_sizes_alone() -> None:
    """Keep the library from reading what a sheet says of its size: it may be nonsense, and the rows tell it."""
    vars(import_module("openpyxl.worksheet._read_only"))["ReadOnlyWorksheet"]._get_size = _no_size


def _no_size(_sheet: object) -> None:
    """Take the place of what reads it."""


def rows_of(refused: Callable[[str], Unreadable], book: Any, page: Any) -> Generator[tuple[int, tuple[Any, ...]]]:
    """Give the rows of a sheet that were written, each with its number.

    The library's own way gives no kinds of cells, and passes over rows out of order without a word. Raises what
    `refused` makes of the reason for what no spreadsheet writes.
    """
    reader = vars(import_module("openpyxl.worksheet._reader"))
    elements = vars(import_module("openpyxl.xml.functions"))["iterparse"]
    last = places = 0
    with page._get_source() as source:
        parser = reader["WorkSheetParser"](
            source,
            _Texts(page._shared_strings),
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for _event, element in elements(source):
            if element.tag != reader["ROW_TAG"]:
                continue
            number, cells = parser.parse_row(element)
            element.clear()
            parser.row_dimensions.clear()
            if number <= last:
                raise refused(_("its rows do not stand in their order; open it in a spreadsheet and save it again"))
            if number > LAST_ROW:
                sentence = _("there is a row {number} in it; a spreadsheet ends at {limit}")
                raise refused(sentence.format(number=number, limit=LAST_ROW))
            last = number
            values = _in_place(refused, number, cells)
            places += len(values)
            if places > MOST_PLACES:
                raise refused(_("it has more than {limit} cells").format(limit=MOST_PLACES))
            yield number, values


def _in_place(refused: Callable[[str], Unreadable], number: int, cells: list[dict[str, Any]]) -> tuple[Any, ...]:
    values: dict[int, Any] = {}
    for cell in cells:
        value = cell["value"]
        if cell["data_type"] == "e" and value is not None:
            value = Failed(value)
        if values.setdefault(cell["column"], value) is not value:
            why = _("two cells stand in one place")
            raise refused(_("row {number}: {why}").format(number=number, why=why))
    return tuple(values.get(column) for column in range(1, max(values, default=0) + 1))
