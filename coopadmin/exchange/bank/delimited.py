"""The CSV of Dutch banks: which bank's it is by its columns, and its rows by the names of those, strictly.

The file is read twice: once to see that every row can be read and what its accounts and balances are, and once, for
each account, to give its lines. So nothing of a file with a row that cannot be read is ever given.
"""

from __future__ import annotations

import csv
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from coopadmin.exchange.bank.layouts import LAYOUTS, Layout
from coopadmin.exchange.bank.lines import LineRead, StatementRead
from coopadmin.exchange.bank.rows import Cells, Row, column_name
from coopadmin.exchange.bank.shapes import OLD_ASN, SHAPES, split_old_asn
from coopadmin.exchange.bank.sources import LONGEST_LINE, Source, TextLines, opened_text
from coopadmin.i18n import _

MOST_ROWS = 500_000
MOST_ACCOUNTS = 50
_TOP_ROWS = 6
"""Rows within which the names of the columns stand, if they do."""


@dataclass(frozen=True, slots=True)
class Delimited:
    """How one file is to be read."""

    layout: Layout
    bank: str
    encoding: str
    delimiter: str
    header_row: int
    """The row with the names of the columns; 0 where there is none."""
    columns: Mapping[str, int]
    width: int
    """Cells in each row."""
    last_is_empty: bool = False
    """The names end with a separator, and a row may leave that out."""
    is_old_asn: bool = False
    """Texts between single quotation marks, with commas and apostrophes in them as they come."""


def known_banks() -> list[str]:
    """Name the banks whose CSV is known."""
    return sorted({bank for layout in (*LAYOUTS, *(shape.layout for shape in SHAPES)) for bank in layout.names})


def find_layout(source: Source, encoding: str) -> Delimited | None:
    """Find the bank by the columns in the first rows; gives None where they are no bank's that is known."""
    for delimiter in (",", ";", "\t"):
        top = _top(source, encoding, delimiter)
        for number, cells in enumerate(top, 1):
            names = {column_name(cell): place for place, cell in reversed(list(enumerate(cells))) if cell.strip()}
            for layout in LAYOUTS:
                if layout.fits(names):
                    rows = [row for row in top[number:] if row]
                    bank = layout.bank_of(rows[0], names) if rows else layout.names[0]
                    ends_empty = not cells[-1].strip()
                    return Delimited(layout, bank, encoding, delimiter, number, names, len(cells), ends_empty)
        first = next((cells for cells in top if any(cell.strip() for cell in cells)), None)
        shape = next((one for one in SHAPES if first and one.delimiter == delimiter and one.fits(first)), None)
        if shape and first:
            bank = shape.layout.bank_of(first, shape.columns)
            return Delimited(shape.layout, bank, encoding, delimiter, 0, shape.columns, len(first))
    return _find_old_asn(source, encoding)


def _find_old_asn(source: Source, encoding: str) -> Delimited | None:
    with opened_text(source, encoding) as lines:
        for line in lines:
            cells = split_old_asn(line)
            if cells:
                bank = OLD_ASN.layout.bank_of(cells, OLD_ASN.columns)
                return Delimited(OLD_ASN.layout, bank, encoding, ",", 0, OLD_ASN.columns, len(cells), is_old_asn=True)
            if line.strip():
                break
    return None


def _top(source: Source, encoding: str, delimiter: str) -> list[list[str]]:
    found: list[list[str]] = []
    with opened_text(source, encoding) as lines:
        try:
            for cells in _reader(lines, delimiter):
                lines.take()
                found.append(cells)
                if len(found) == _TOP_ROWS:
                    break
        except csv.Error:
            return []
    return found


def _reader(lines: TextLines, delimiter: str) -> Iterator[list[str]]:
    """Split lines into cells; between tabs a quotation mark is a sign like any other."""
    csv.field_size_limit(LONGEST_LINE)
    if delimiter == "\t":
        return csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    return csv.reader(lines, delimiter=delimiter)


# -- rows --------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Account:
    """What the first reading finds of one account."""

    first: Row
    last: Row
    opens_on: date = date.max
    closes_on: date = date.min
    links_down: int = 0
    """Rows whose balance follows from the row above: the oldest stands first."""
    links_up: int = 0
    """Rows from whose balance the row above follows: the newest stands first."""


def read_delimited(source: Source, how: Delimited) -> Iterator[StatementRead | LineRead]:
    """Give a statement for each account in the file, and its lines; raises Unreadable naming the row."""
    accounts: dict[tuple[str, str], _Account] = {}
    for row in _rows(source, how):
        _note(accounts, row)
        if len(accounts) > MOST_ACCOUNTS:
            raise source.unreadable(_("it has more than {limit} accounts").format(limit=MOST_ACCOUNTS))
    if not accounts:
        raise source.unreadable(_("there is not one row in it"))
    for (number, currency), found in accounts.items():
        opening, closing = _balances(found)
        yield StatementRead(number, currency, "", found.opens_on, found.closes_on, opening, closing, source.member)
        for row in _rows(source, how):
            if (row.account, row.currency) == (number, currency):
                yield row.line


def _note(accounts: dict[tuple[str, str], _Account], row: Row) -> None:
    found = accounts.get((row.account, row.currency))
    if found is None:
        found = accounts[row.account, row.currency] = _Account(row, row)
    elif row.before is not None and row.after is not None:
        found.links_down += row.before == found.last.after
        found.links_up += row.after == found.last.before
    found.last = row
    found.opens_on = min(found.opens_on, row.line.booked_on)
    found.closes_on = max(found.closes_on, row.line.booked_on)


def _balances(found: _Account) -> tuple[int | None, int | None]:
    """Give the balance before the oldest row and behind the newest, whichever of them stands first."""
    first, last = found.first, found.last
    if found.links_up == found.links_down:
        newest_first = first.line.booked_on > last.line.booked_on
    else:
        newest_first = found.links_up > found.links_down
    oldest, newest = (last, first) if newest_first else (first, last)
    return oldest.before, newest.after


def _rows(source: Source, how: Delimited) -> Generator[Row]:
    with opened_text(source, how.encoding) as lines:
        for number, cells, raw in _records(source, how, lines):
            if number <= how.header_row or not any(cell.strip() for cell in cells):
                continue
            if number > MOST_ROWS:
                raise source.unreadable(_("it has more than {limit} rows").format(limit=MOST_ROWS))
            try:
                _require_whole(how, cells, raw)
                row = how.layout.read(Cells(cells, how.columns), raw)
            except ValueError as error:
                raise source.unreadable(_("row {number}: {why}").format(number=number, why=error)) from None
            yield row


def _records(source: Source, how: Delimited, lines: TextLines) -> Generator[tuple[int, Sequence[str], str]]:
    if how.is_old_asn:
        for line in lines:
            yield lines.number, split_old_asn(line) or [line], lines.take()
        return
    number = 0
    try:
        for number, cells in enumerate(_reader(lines, how.delimiter), 1):
            yield number, cells, lines.take()
    except csv.Error as error:
        sentence = _("row {number}: its cells cannot be told apart ({error})")
        raise source.unreadable(sentence.format(number=number + 1, error=error)) from None


def _require_whole(how: Delimited, cells: Sequence[str], raw: str) -> None:
    """Refuse a row that was cut off, or in which a text runs over into other cells."""
    width = len(cells)
    while width > how.width and not cells[width - 1].strip():
        width -= 1
    if width != how.width and not (width == how.width - 1 and how.last_is_empty):
        sentence = _("it has {count} cells, where the others have {width}")
        raise ValueError(sentence.format(count=len(cells), width=how.width))
    if how.delimiter != "\t" and not how.is_old_asn and raw.count('"') % 2:
        raise ValueError(_("a quotation mark is missing in it"))
