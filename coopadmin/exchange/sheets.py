"""Rows out of a CSV file or a workbook, one by one, whatever encoding and delimiter it has.

Nothing is held but the row in hand. Limits keep a hostile or mistaken file from filling the memory: see the
constants. Raises Unreadable, with a sentence, for a file that is not what it should be.
"""

from __future__ import annotations

import codecs
import csv
import sys
import warnings
import zipfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from coopadmin.errors import Unreadable
from coopadmin.i18n import _

LARGEST_FILE = 100_000_000
"""Bytes of a register; a year of a large co-operative is a hundredth of it."""

LARGEST_UNPACKED = 400_000_000
"""Bytes a workbook may unpack to."""

MOST_ROWS = 500_000
LONGEST_CELL = 32_767
"""What a spreadsheet itself allows in one cell."""

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
        size = file.stat().st_size
        with file.open("rb") as stream:
            head = stream.read(8)
    except FileNotFoundError:
        raise Unreadable(file, _("there is no such file")) from None
    except IsADirectoryError:
        raise Unreadable(file, _("it is a folder")) from None
    except OSError as error:
        raise Unreadable(file, error.strerror or str(error)) from None
    if size == 0:
        raise Unreadable(file, _("it is empty"))
    if size > LARGEST_FILE:
        raise Unreadable(
            file, _("it is larger than {limit} MB, more than any register").format(limit=LARGEST_FILE // 1_000_000)
        )
    if head.startswith(b"PK"):
        return _sheets_of_workbook(file, sheet)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(
            file, _("it is an old (.xls) or locked workbook; save it as .xlsx without a password, or as CSV")
        )
    if sheet:
        raise Unreadable(file, _("it is not a workbook, so it has no sheet “{sheet}”").format(sheet=sheet))
    encoding = _encoding(file)
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


def _csv_lines(sheet: Sheet) -> Generator[Line]:
    csv.field_size_limit(min(LONGEST_CELL * 4, sys.maxsize))
    try:
        with sheet.file.open(encoding=sheet.encoding, newline="") as stream:
            for number, cells in enumerate(csv.reader(stream, delimiter=sheet.delimiter), 1):
                if number > MOST_ROWS:
                    raise Unreadable(sheet.file, _("it has more than {limit} rows").format(limit=MOST_ROWS))
                yield Line(number, tuple(cells))
    except csv.Error as error:
        if "limit" in str(error):
            raise Unreadable(sheet.file, _("a cell in it is too long; a quotation mark may be missing")) from None
        raise Unreadable(sheet.file, _("its rows cannot be told apart ({error})").format(error=error)) from None
    except UnicodeError:
        raise Unreadable(sheet.file, _("its letters cannot be read; save it as UTF-8")) from None
    except OSError as error:
        raise Unreadable(sheet.file, error.strerror or str(error)) from None


@contextmanager
def _workbook(file: Path) -> Generator[Any]:
    """Open a workbook for reading only, after looking how much it unpacks to."""
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    broken = _("it is not a whole workbook; save it again as .xlsx")
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            if len(entries) > 10_000 or sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
                raise Unreadable(file, _("it unpacks to far more than a register can hold"))
        with warnings.catch_warnings():
            # openpyxl warns of styles and extensions it does not keep; only values are read here.
            warnings.simplefilter("ignore")
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
            try:
                yield book
            finally:
                book.close()
    except (DefusedXmlException, InvalidFileException, ParseError, zipfile.BadZipFile, NotImplementedError):
        raise Unreadable(file, broken) from None
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, EOFError, RuntimeError, zipfile.LargeZipFile):
        # What openpyxl raises for parts that are missing, encrypted or say what they cannot.
        raise Unreadable(file, broken) from None
    except OSError as error:
        raise Unreadable(file, error.strerror or broken) from None


def _sheets_of_workbook(file: Path, wanted: str | None) -> list[Sheet]:
    with _workbook(file) as book:
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
        rows: Iterator[tuple[Cell, ...]] = page.iter_rows(values_only=True)
        for number, cells in enumerate(rows, 1):
            if number > MOST_ROWS:
                raise Unreadable(sheet.file, _("it has more than {limit} rows").format(limit=MOST_ROWS))
            yield Line(number, cells)
