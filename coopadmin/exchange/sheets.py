"""Rows out of a CSV file or a workbook, one by one, whatever encoding and delimiter it has.

Nothing is held but the row in hand. Limits keep a hostile or mistaken file from filling the memory: see the
constants. Raises Unreadable, with a sentence, for a file that is not what it should be.
"""

from __future__ import annotations

import codecs
import csv
import stat
import struct
import warnings
import zipfile
import zlib
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from importlib import import_module
from pathlib import Path
from typing import Any, TextIO

from coopadmin.errors import Unreadable
from coopadmin.exchange.workbooks import holds_too_much
from coopadmin.i18n import _

LARGEST_FILE = 100_000_000
"""Bytes of a register; a year of a large co-operative is a hundredth of it."""

LARGEST_UNPACKED = 200_000_000
"""Bytes a workbook may unpack to."""

LARGEST_PART = 50_000_000
"""Bytes that the parts read whole (texts, styles) may unpack to together."""

LARGEST_UNASKED = 10_000_000
MOST_TIMES_PACKED = 200
"""A part above that size that was packed tighter than this holds nothing but repetition: a bomb."""

MOST_ROWS = 500_000
"""Rows with something in them."""

LAST_ROW = 1_048_576
"""The last row a spreadsheet has."""

MOST_COLUMNS = 16_384
"""The last column a spreadsheet has."""

LONGEST_CELL = 131_072
LONGEST_RECORD = 1_000_000
"""Signs of one row of a CSV file; a spreadsheet allows 32,767 in a cell."""

DELIMITERS = (";", ",", "\t", "|")

Cell = str | int | float | bool | date | datetime | time | None
"""What a cell holds: text in a CSV file, a value in a workbook."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its number as a spreadsheet shows it, and its cells."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One way to read the file: a sheet of a workbook, or a CSV file with one delimiter."""

    file: Path
    name: str
    delimiter: str
    encoding: str

    @property
    def is_csv(self) -> bool:
        """Tell whether cells are text only."""
        return bool(self.delimiter)


def ways_to_read(file: Path, sheet: str | None = None) -> list[Sheet]:
    """Name every way `file` can be read; the header decides between them. Told by content, not by ending."""
    try:
        facts = file.stat()
        if stat.S_ISDIR(facts.st_mode):
            raise Unreadable(file, _("it is a folder"))
        if not stat.S_ISREG(facts.st_mode):
            raise Unreadable(file, _("it is no ordinary file; save it as one first"))
        with file.open("rb") as stream:
            head = stream.read(8)
    except FileNotFoundError:
        raise Unreadable(file, _("there is no such file")) from None
    except OSError as error:
        raise Unreadable(file, error.strerror or str(error)) from None
    except ValueError:
        raise Unreadable(file, _("there is no such file")) from None
    size = facts.st_size
    if size == 0:
        raise Unreadable(file, _("it is empty"))
    if size > LARGEST_FILE:
        raise Unreadable(
            file, _("it is larger than {limit} MB, more than any register").format(limit=LARGEST_FILE // 1_000_000)
        )
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _sheets_of_workbook(file, sheet)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(
            file, _("it is an old (.xls) or locked workbook; save it as .xlsx without a password, or as CSV")
        )
    if sheet:
        raise Unreadable(file, _("it is not a workbook, so it has no sheet “{sheet}”").format(sheet=sheet))
    try:
        encoding = _encoding(file)
    except OSError as error:
        raise Unreadable(file, error.strerror or str(error)) from None
    return [Sheet(file, "", delimiter, encoding) for delimiter in DELIMITERS]


def lines(sheet: Sheet) -> Generator[Line]:
    """Give the rows of a sheet one by one, from the first."""
    return _csv_lines(sheet) if sheet.is_csv else _workbook_lines(sheet)


def first_lines(sheet: Sheet, count: int) -> list[Line]:
    """Give the first `count` rows, and let go of the file."""
    found: list[Line] = []
    rows = lines(sheet)
    try:
        for line in rows:
            found.append(line)
            if len(found) == count:
                break
    finally:
        rows.close()
    return found


def _encoding(file: Path) -> str:
    """Find the encoding: a byte-order mark, else UTF-8 where every byte fits, else Windows-1252."""
    with file.open("rb") as stream:
        head = stream.read(4)
        if head.startswith(codecs.BOM_UTF8):
            return "utf-8-sig"
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        stream.seek(0)
        decoders = {name: codecs.getincrementaldecoder(name)() for name in ("utf-8", "cp1252")}
        while block := stream.read(1 << 20):
            if b"\0" in block:
                raise Unreadable(file, _("it is not text and not a workbook"))
            for name in list(decoders):
                try:
                    decoders[name].decode(block)
                except UnicodeDecodeError:
                    del decoders[name]
    if "utf-8" in decoders:
        try:
            decoders["utf-8"].decode(b"", final=True)
            return "utf-8"
        except UnicodeDecodeError:
            pass
    if "cp1252" in decoders:
        return "cp1252"
    raise Unreadable(file, _("its letters are in an encoding that is not known here; save it as UTF-8"))


class _Record:
    """The lines of one record of a CSV file, counted, so that a missing quotation mark or line end fills no memory."""

    def __init__(self, file: Path, stream: TextIO) -> None:
        self._file = file
        self._stream = stream
        self.signs = 0
        """Signs read since the record began."""

    def __iter__(self) -> _Record:
        return self

    def __next__(self) -> str:
        line = self._stream.readline(LONGEST_RECORD + 1)
        self.signs += len(line)
        if self.signs > LONGEST_RECORD:
            raise Unreadable(self._file, _("a row in it is too long; a line end or a quotation mark may be missing"))
        if not line:
            raise StopIteration
        return line


def _csv_lines(sheet: Sheet) -> Generator[Line]:
    csv.field_size_limit(LONGEST_CELL)
    try:
        with sheet.file.open(encoding=sheet.encoding, newline="") as stream:
            record = _Record(sheet.file, stream)
            for number, cells in enumerate(csv.reader(record, delimiter=sheet.delimiter), 1):
                record.signs = 0
                if number > MOST_ROWS:
                    raise Unreadable(sheet.file, _("it has more than {limit} rows").format(limit=MOST_ROWS))
                if len(cells) > MOST_COLUMNS:
                    raise Unreadable(sheet.file, _("it has more than {limit} columns").format(limit=MOST_COLUMNS))
                yield Line(number, tuple(cells))
    except csv.Error as error:
        if "limit" in str(error):
            raise Unreadable(sheet.file, _("a cell in it is too long; a quotation mark may be missing")) from None
        raise Unreadable(sheet.file, _("its rows cannot be told apart ({error})").format(error=error)) from None
    except UnicodeError:
        raise Unreadable(sheet.file, _("its letters cannot be read; save it as UTF-8")) from None
    except OSError as error:
        raise Unreadable(sheet.file, error.strerror or str(error)) from None


_BROKEN = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
)
"""What openpyxl and what it stands on raise for parts that are missing, garbled, encrypted or say what they cannot:
among them the XML reader's SyntaxError and defusedxml's ValueError."""


def _unheard(*_words: object) -> None:
    """Take the place of `print` where nobody asked for it."""


@contextmanager
def _workbook(file: Path, *, look: bool = False) -> Generator[Any]:
    """Open a workbook for reading only, after looking how much it unpacks to and, the first time, what it holds."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    broken = _("it is not a whole workbook; save it again as .xlsx")
    try:
        # openpyxl warns of styles and extensions it does not keep; only values are read here.
        warnings.filterwarnings("ignore", category=UserWarning, module=r"openpyxl\.")
        # Of a style that is not there it prints a line, in the middle of a JSON document or of the desk.
        vars(import_module("openpyxl.styles.cell_style"))["print"] = _unheard
        # It judges a path by its ending, so it gets the open file.
        with file.open("rb") as stream:
            with zipfile.ZipFile(stream) as archive:
                if _unpacks_too_far(archive.infolist()) or (look and holds_too_much(archive)):
                    raise Unreadable(file, _("it unpacks to far more than a register can hold"))
            book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
            try:
                yield book
            finally:
                book.close()
    except (*_BROKEN, InvalidFileException):
        raise Unreadable(file, broken) from None
    except OSError as error:
        raise Unreadable(file, error.strerror or broken) from None


def _unpacks_too_far(parts: list[zipfile.ZipInfo]) -> bool:
    """Judge by what the archive says of its parts; more than it says is never unpacked."""
    whole = sum(part.file_size for part in parts if not part.filename.startswith(("xl/worksheets/", "xl/media/")))
    return (
        len(parts) > 10_000
        or whole > LARGEST_PART
        or sum(part.file_size for part in parts) > LARGEST_UNPACKED
        or any(part.file_size > max(LARGEST_UNASKED, part.compress_size * MOST_TIMES_PACKED) for part in parts)
    )


def _sheets_of_workbook(file: Path, wanted: str | None) -> list[Sheet]:
    with _workbook(file, look=True) as book:
        names: list[str] = list(book.sheetnames)
    if wanted:
        for name in names:
            if name.casefold() == wanted.casefold():
                return [Sheet(file, name, "", "")]
        raise Unreadable(
            file, _("it has no sheet “{sheet}”; it has: {names}").format(sheet=wanted, names=", ".join(names))
        )
    return [Sheet(file, name, "", "") for name in names]


def _workbook_lines(sheet: Sheet) -> Generator[Line]:
    with _workbook(sheet.file) as book:
        page = book[sheet.name]
        if not hasattr(page, "reset_dimensions"):
            return  # a chart sheet holds no cells
        page.reset_dimensions()
        filled = passed = 0
        rows: Iterator[tuple[Cell, ...]] = page.iter_rows(values_only=True)
        for number, cells in enumerate(rows, 1):
            if filled == MOST_ROWS or number > LAST_ROW:
                raise Unreadable(sheet.file, _("it has more than {limit} rows").format(limit=MOST_ROWS))
            if not cells or not any(cell not in (None, "") for cell in cells):
                continue  # a sheet often has a row with nothing but a colour far below its last record
            for empty in range(passed + 1, number):
                yield Line(empty, ())
            yield Line(number, cells)
            filled, passed = filled + 1, number
