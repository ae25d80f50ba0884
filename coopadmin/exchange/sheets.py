"""Rows out of a CSV file or a workbook, one by one, whatever encoding and delimiter it has.

Nothing is held but the row in hand. Limits keep a hostile or mistaken file from filling the memory: see the
constants. Raises Unreadable, with a sentence, for a file that is not what it should be.
"""

from __future__ import annotations

import codecs
import csv
import re
import stat
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from importlib import import_module
from pathlib import Path
from typing import IO, Any, TextIO

from coopadmin.errors import Unreadable, os_reason
from coopadmin.exchange.workbooks import LARGEST_WHOLE, holds_too_much, leave_sizes_alone, rows_of
from coopadmin.formats import quoted
from coopadmin.i18n import _

LARGEST_FILE = 100_000_000
"""Bytes of a register; a year of a large co-operative is a hundredth of it."""

LARGEST_UNPACKED = 200_000_000
"""Bytes a workbook may unpack to."""

LARGEST_UNASKED = 10_000_000
MOST_TIMES_PACKED = 200
"""A part above that size that was packed tighter than this holds nothing but repetition: a bomb."""

MOST_ROWS = 500_000
"""Rows with something in them."""

MOST_COLUMNS = 16_384
"""The last column a spreadsheet has."""

LONGEST_CELL = 131_072
LONGEST_RECORD = 1_000_000
"""Signs of one row of a CSV file; a spreadsheet allows 32,767 in a cell."""

_LOOK = 1 << 20
_UTF_8 = re.compile(
    rb"[\xc2-\xc5][\x80-\xbf]|\xe2[\x80-\xbf]{2}|\xf0[\x90-\xbf][\x80-\xbf]{2}"
    rb"|\xcc\x88|[a-z]\xcc[\x80-\x84\x86-\x8c\xa3-\xa8]|\xc8[\x98\x9a]|[a-z]\xc8[\x99\x9b]"
)
"""Letters with an accent, quotation marks, the euro and small pictures in UTF-8; in Windows-1252 they are rubbish.

An accent that stands apart, as macOS writes it, and the Romanian letters begin with Ì and È there, and these stand
before ’, …, ™ or › in a word of capitals: so only what no text in Windows-1252 has is among them.
"""

DELIMITERS = (";", ",", "\t", "|")

_DIRECTIONS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Marks of the direction of writing: nobody sees them around a cell."""

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
    is_hidden: bool = False

    @property
    def is_csv(self) -> bool:
        """Tell whether cells are text only."""
        return bool(self.delimiter)

    def refused(self, why: str) -> Unreadable:
        """Make the error for what stands in it, with the name of a sheet."""
        if self.is_csv:
            return Unreadable(self.file, why)
        return SheetUnreadable(self.file, _("sheet “{sheet}”: {why}").format(sheet=quoted(self.name), why=why))


class SheetUnreadable(Unreadable):
    """One sheet of a workbook cannot be read; the others may."""


def ways_to_read(file: Path, sheet: str | None = None) -> Generator[tuple[Sheet, Generator[Line]]]:
    """Give every way `file` can be read, with its rows until the next is asked for; the header decides between them.

    Told by content, not by ending. A workbook is opened once for all its sheets, which hold the same texts, and let go
    when this is closed; cells between another delimiter are no mistake yet. Raises Unreadable.
    """
    if _is_workbook(file):
        yield from _sheets_of_workbook(file, sheet)
        return
    if sheet:
        raise Unreadable(file, _("it is not a workbook, so it has no sheet “{sheet}”").format(sheet=sheet))
    try:
        encoding = _encoding(file)
    except OSError as error:
        raise Unreadable(file, os_reason(error)) from None
    for delimiter in DELIMITERS:
        way = Sheet(file, "", delimiter, encoding)
        with closing(_csv_lines(way, strict=False)) as rows:
            yield way, rows


def _is_workbook(file: Path) -> bool:
    """Look how the file begins; raises Unreadable for what is no file, or neither a workbook nor perhaps a text."""
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
        raise Unreadable(file, os_reason(error)) from None
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
        return True
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(
            file, _("it is an old (.xls) or locked workbook; save it as .xlsx without a password, or as CSV")
        )
    return False


def shown(cell: Cell) -> str:
    """Write a cell as a person sees it in the file."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell.strip().strip(_DIRECTIONS).strip()
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e17:
        return str(int(cell))
    return str(cell)


def lines(sheet: Sheet) -> Generator[Line]:
    """Give the rows of a sheet one by one, from the first."""
    return _csv_lines(sheet, strict=True) if sheet.is_csv else _workbook_lines(sheet)


def _encoding(file: Path) -> str:
    with file.open("rb") as stream:
        try:
            return encoding_of_text(stream, no_text=_("it is not text and not a workbook"))
        except ValueError as error:
            raise Unreadable(file, str(error)) from None


def encoding_of_text(stream: IO[bytes], *, no_text: str) -> str:
    """Find the encoding: a byte-order mark, else UTF-8 where every byte fits, else Windows-1252.

    Raises ValueError with a sentence: `no_text` for what has a NUL byte, another for letters that are in no encoding or
    in two. A text with the letters of _UTF_8 is never read as Windows-1252: its names would be kept as rubbish. Where
    it has only others in UTF-8, Greek or Cyrillic, one byte that is no UTF-8 makes it Windows-1252.
    """
    unknown = _("its letters are in an encoding that is not known here; save it as UTF-8")
    block = stream.read(_LOOK)
    if block.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise ValueError(unknown)
    if block.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    is_marked = block.startswith(codecs.BOM_UTF8)
    decoders = {name: codecs.getincrementaldecoder(name)() for name in ("utf-8", "cp1252")}
    line, wrong_line, is_utf_8, before = 1, 0, is_marked, b""
    while block:
        if b"\0" in block:
            raise ValueError(no_text)
        following = stream.read(_LOOK)
        for name in list(decoders):
            try:
                decoders[name].decode(block, final=not following)
            except UnicodeDecodeError as error:
                del decoders[name]
                if name == "utf-8":
                    wrong_line = line + _line_ends(error.object[: error.start])
        line += _line_ends(block)
        is_utf_8 = is_utf_8 or bool(_UTF_8.search(before + block))
        before, block = block[-3:], following
    if wrong_line and is_utf_8:
        sentence = _("line {number} has letters of another encoding than the rest; save it as UTF-8")
        raise ValueError(sentence.format(number=wrong_line))
    if not decoders:
        raise ValueError(unknown)
    return "utf-8-sig" if is_marked else next(iter(decoders))


def _line_ends(block: bytes) -> int:
    return block.count(b"\n") or block.count(b"\r")


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


def _csv_lines(sheet: Sheet, *, strict: bool) -> Generator[Line]:
    """Split a text into rows; `strict` refuses a quotation mark that is not closed, or closed before the cell ends."""
    csv.field_size_limit(LONGEST_CELL)
    number = 0
    try:
        with sheet.file.open(encoding=sheet.encoding, newline="") as stream:
            record = _Record(sheet.file, stream)
            for number, cells in enumerate(csv.reader(record, delimiter=sheet.delimiter, strict=strict), 1):
                record.signs = 0
                if number > MOST_ROWS:
                    raise Unreadable(sheet.file, _("it has more than {limit} rows").format(limit=MOST_ROWS))
                if len(cells) > MOST_COLUMNS:
                    raise Unreadable(sheet.file, _("it has more than {limit} columns").format(limit=MOST_COLUMNS))
                yield Line(number, tuple(cells))
    except csv.Error as error:
        if "limit" in str(error):
            raise Unreadable(sheet.file, _("a cell in it is too long; a quotation mark may be missing")) from None
        why = _("a quotation mark is missing, or stands in the middle of a cell")
        raise Unreadable(sheet.file, _("row {number}: {why}").format(number=number + 1, why=why)) from None
    except UnicodeError:
        raise Unreadable(sheet.file, _("its letters cannot be read; save it as UTF-8")) from None
    except OSError as error:
        raise Unreadable(sheet.file, os_reason(error)) from None


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
def _broken_is_said(refused: Callable[[str], Unreadable], file: Path) -> Generator[None]:
    """Say in a sentence that a workbook is broken, as `refused` puts it, or that the disk does not give it."""
    from openpyxl.utils.exceptions import InvalidFileException

    broken = _("it is not a whole workbook; save it again as .xlsx")
    try:
        yield
    except (*_BROKEN, InvalidFileException):
        raise refused(broken) from None
    except OSError as error:
        raise (Unreadable(file, os_reason(error)) if error.errno else refused(broken)) from None


@contextmanager
def _workbook(file: Path, *, look: bool = False) -> Generator[Any]:
    """Open a workbook for reading only, after looking how much it unpacks to and, the first time, what it holds."""
    from openpyxl import load_workbook

    with _broken_is_said(lambda why: Unreadable(file, why), file):
        # openpyxl warns of styles and extensions it does not keep; only values are read here.
        warnings.filterwarnings("ignore", category=UserWarning, module=r"openpyxl\.")
        # Of a style that is not there it prints a line, in the middle of a JSON document or of the desk.
        vars(import_module("openpyxl.styles.cell_style"))["print"] = _unheard
        leave_sizes_alone()
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


def _unpacks_too_far(parts: list[zipfile.ZipInfo]) -> bool:
    """Judge by what the archive says of its parts; more than it says is never unpacked."""
    whole = sum(part.file_size for part in parts if not part.filename.startswith(("xl/worksheets/", "xl/media/")))
    return (
        len(parts) > 10_000
        or whole > LARGEST_WHOLE
        or sum(part.file_size for part in parts) > LARGEST_UNPACKED
        or any(part.file_size > max(LARGEST_UNASKED, part.compress_size * MOST_TIMES_PACKED) for part in parts)
    )


def _sheets_of_workbook(file: Path, wanted: str | None) -> Generator[tuple[Sheet, Generator[Line]]]:
    with _workbook(file, look=True) as book:
        pages = [book[name] for name in book.sheetnames]
        found = [Sheet(file, page.title, "", "", page.sheet_state != "visible") for page in pages]
        if wanted:
            asked = [sheet for sheet in found if sheet.name.casefold() == wanted.casefold()][:1]
            if not asked:
                names = ", ".join(sheet.name for sheet in found)
                sentence = _("it has no sheet “{sheet}”; it has: {names}")
                raise Unreadable(file, sentence.format(sheet=wanted, names=names))
            found = asked
        for sheet in sorted(found, key=lambda sheet: sheet.is_hidden):
            with closing(_lines_of_page(sheet, book)) as rows:
                yield sheet, rows


def _workbook_lines(sheet: Sheet) -> Generator[Line]:
    with _workbook(sheet.file) as book:
        yield from _lines_of_page(sheet, book)


def _lines_of_page(sheet: Sheet, book: Any) -> Generator[Line]:
    with _broken_is_said(sheet.refused, sheet.file):
        page = book[sheet.name]
        if not hasattr(page, "reset_dimensions"):
            return  # a chart sheet holds no cells
        filled = passed = 0
        for number, cells in rows_of(sheet.refused, book, page):
            if not any(cell not in (None, "") for cell in cells):
                continue  # a sheet often has a row with nothing but a colour far below its last record
            if filled == MOST_ROWS:
                raise sheet.refused(_("it has more than {limit} rows").format(limit=MOST_ROWS))
            for empty in range(passed + 1, number):
                yield Line(empty, ())
            yield Line(number, cells)
            filled, passed = filled + 1, number
