"""What a register looks like: its columns, how each is read, and the header that tells them.

A `Register` declares one kind of file. Reading it gives `Row` values: every cell read by its column's reader, or
the reason it could not be. Whether the row can be true is for the services to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from itertools import chain, islice
from pathlib import Path
from typing import Any, cast

from coopadmin import formats
from coopadmin.domain import identifiers
from coopadmin.errors import Problem, Unreadable
from coopadmin.exchange.sheets import Cell, Line, Sheet, SheetUnreadable, lines, shown, ways_to_read
from coopadmin.exchange.workbooks import MISTAKES, Failed
from coopadmin.formats import fold, quoted, tidy
from coopadmin.i18n import N_, _

_REASON_COLUMNS = ("reason", "reden")
"""What we add to refused rows ourselves; a mended file that still has it says nothing with it."""

LABELS: dict[str, str] = {
    "members": N_("members (ledenlijst)"),
    "dwellings": N_("homes"),
    "contracts": N_("tenancy contracts"),
    "rents": N_("rents per contract"),
    "opening": N_("opening balances"),
    "facilities": N_("facilities"),
    "bookings": N_("bookings"),
    "keys": N_("keys"),
    "demarcation": N_("demarcation list"),
    "maintenance": N_("maintenance"),
    "plan": N_("maintenance plan (MJOP)"),
    "decisions": N_("decisions"),
}
"""What people call each kind of register."""

HEADER_WITHIN = 10
"""The header stands somewhere in the first ten lines."""

Reader = Callable[[Cell], Any]
"""Gives a value, None for an empty cell, or raises ValueError with a sentence."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `field` as the code names it, `names` as files do (the Dutch one first), and how it is read."""

    field: str
    names: tuple[str, ...]
    read: Reader
    required: bool = False
    """The file must have it and every row must fill it."""


@dataclass(frozen=True, slots=True)
class Register:
    """One kind of file, by the name the command line gives it."""

    kind: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One record as read: values by field, the cells as they stood, and what could not be read."""

    number: int
    values: Mapping[str, Any]
    raw: Mapping[str, str]
    problems: tuple[Problem, ...]

    def text(self, name: str) -> str:
        """Give a text value, empty where the cell or the column is."""
        return cast("str", self.values.get(name) or "")


@dataclass(slots=True)
class Reading:
    """A file being read: which column stands where, and what was passed over."""

    register: Register
    sheet: Sheet
    header_row: int
    places: dict[int, Column]
    spelled: dict[str, str]
    """Fields to column names as the file spells them."""
    unknown: list[str]
    english: bool
    ignored: int = 0
    passed_by: Sequence[SheetUnreadable] = ()
    """Sheets of the same workbook that cannot be read, of which one may be the one that was meant."""
    _order: dict[str, int] = field(default_factory=dict[str, int])

    def __post_init__(self) -> None:
        """Remember the order of the columns, left to right."""
        self._order = {column.field: place for place, column in self.places.items()}

    def first_wrong(self, problems: Sequence[Problem]) -> Problem:
        """Choose the problem that stands leftmost in the file."""
        return min(problems, key=lambda problem: self._order.get(problem.field, len(self._order)))

    def has(self, name: str) -> bool:
        """Tell whether the file has a column for this field."""
        return name in self.spelled

    def has_records(self, found: Iterable[Line]) -> bool:
        """Tell whether anything of what was found stands below the header."""
        return any(line.number > self.header_row and not _passed_over(line) for line in found)

    def rows(self) -> Generator[Row]:
        """Read the records below the header one by one; empty lines and totals are counted in `ignored`."""
        for line in lines(self.sheet):
            if line.number == self.header_row:
                continue
            if line.number < self.header_row or _passed_over(line):
                self.ignored += 1
                continue
            yield self._row(line)

    def _row(self, line: Line) -> Row:
        values: dict[str, Any] = {}
        raw: dict[str, str] = {}
        problems: list[Problem] = []
        for place, column in self.places.items():
            cell = line.cells[place] if place < len(line.cells) else None
            raw[column.field] = text = shown(cell)
            try:
                if isinstance(cell, Failed) or text in MISTAKES:
                    raise ValueError(_("“{text}”: the formula in this cell failed").format(text=quoted(text)))
                value = column.read(cell)
            except ValueError as error:
                problems.append(Problem(column.field, str(error)))
                continue
            if value is None and column.required:
                problems.append(Problem(column.field, _("this must be filled in")))
            values[column.field] = value
        return Row(line.number, values, raw, tuple(problems))


def _called(kind: str) -> str:
    """Name a kind as people do, with the word of the command line where that is another."""
    label = _(LABELS.get(kind, kind))
    return label if kind in label else f"{label} ({kind})"


def open_register(register: Register, file: Path, sheet: str | None = None) -> Reading:
    """Find the header of `file` and how to read it.

    A sheet that is hidden gives way to one that is not, and one that is empty or cannot be read to one with records.
    Raises Unreadable where no sheet fits, or several with records.
    """
    best = (0, [column.names[0] for column in register.columns if column.required])
    empty: list[Reading] = []
    filled: list[Reading] = []
    unread: list[SheetUnreadable] = []
    with closing(ways_to_read(file, sheet)) as ways:
        was_hidden = False
        for way, rows in ways:
            if (filled or empty or unread) and (way.is_csv or way.is_hidden > was_hidden):
                break
            was_hidden = way.is_hidden
            try:
                head = list(islice(rows, HEADER_WITHIN))
                reading, count, missing = _fit(register, way, head)
                if reading:
                    # No other delimiter is tried, so what a text has below its header decides nothing.
                    has_records = way.is_csv or reading.has_records(chain(head, rows))
                    (filled if has_records else empty).append(reading)
                elif count > best[0]:
                    best = (count, missing)
            except SheetUnreadable as refusal:
                unread.append(refusal)
    if len(filled) > 1:
        sentence = _("the sheets “{first}” and “{second}” both fit; name the one to read (--sheet)")
        raise Unreadable(file, sentence.format(first=filled[0].sheet.name, second=filled[1].sheet.name))
    if unread and not filled:
        raise unread[0]
    if filled or empty:
        return replace((filled or empty)[0], passed_by=unread)
    sentence = _("no header with the columns of {kind} in the first {count} lines; missing: {columns}")
    missing = ", ".join(best[1])
    raise Unreadable(file, sentence.format(kind=_called(register.kind), count=HEADER_WITHIN, columns=missing))


def _fit(register: Register, way: Sheet, head: Sequence[Line]) -> tuple[Reading | None, int, list[str]]:
    """Look for the header in one sheet; where it is not, tell how many columns came nearest and which are missing."""
    best: tuple[int, list[str]] = (0, [])
    for line in head:
        places, unknown, english, twice = _match_header(register, line)
        found = {column.field for column in places.values()}
        missing = [column.names[0] for column in register.columns if column.required and column.field not in found]
        if not missing and len(found) >= min(2, len(register.columns)):
            if twice:
                raise way.refused(twice)
            if english:
                places = {place: replace(column, read=_english(column.read)) for place, column in places.items()}
            spelled = {column.field: shown(line.cells[place]) for place, column in places.items()}
            return Reading(register, way, line.number, places, spelled, unknown, english), len(found), []
        if len(found) > best[0]:
            best = (len(found), missing)
    return None, best[0], best[1]


def _match_header(register: Register, line: Line) -> tuple[dict[int, Column], list[str], bool, str]:
    """Find which column stands where, the unknown ones, whether it is English, and what is wrong with two of them."""
    by_name = {_squeeze(name): column for column in register.columns for name in column.names}
    dutch = {_squeeze(column.names[0]) for column in register.columns}
    places: dict[int, Column] = {}
    unknown: list[str] = []
    foreign = 0
    twice = ""
    for place, cell in enumerate(line.cells):
        name = _squeeze(shown(cell))
        column = by_name.get(name)
        if column is None:
            if name and name not in _REASON_COLUMNS:
                unknown.append(shown(cell))
        elif column in places.values():
            first = next(shown(line.cells[earlier]) for earlier, one in places.items() if one is column)
            same = _squeeze(first) == name
            twice = (
                _("the column “{column}” is there twice")
                if same
                else _("the columns “{first}” and “{column}” mean the same here; leave one out, or rename it")
            ).format(first=quoted(first), column=quoted(shown(cell)))
        else:
            places[place] = column
            foreign += name not in dutch
    return places, unknown, foreign * 2 > len(places), twice


def _squeeze(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(name))


def _passed_over(line: Line) -> bool:
    filled = [text for text in map(shown, line.cells) if text]
    return len(filled) < 2 or fold(filled[0]).startswith(("totaal", "total"))


# -- readers -------------------------------------------------------------------------------------------------------


def as_text(cell: Cell) -> str | None:
    """Read text, tidied; control signs that no form could show are refused."""
    if cell is True or cell is False:
        raise ValueError(_("this cell holds TRUE or FALSE (a tick box), not text"))
    bare = tidy(shown(cell))
    if not bare.isprintable() and any(ord(sign) < 32 or 127 <= ord(sign) < 160 for sign in bare):
        raise ValueError(_("there is a sign in it that cannot be shown"))
    if len(bare) > 2000:
        raise ValueError(_("the text is longer than 2000 signs"))
    return bare or None


def as_line(longest: int) -> Reader:
    """Read text of at most `longest` signs."""

    def read(cell: Cell) -> str | None:
        text = as_text(cell)
        if text and len(text) > longest:
            raise ValueError(_("the text is longer than {limit} signs").format(limit=longest))
        return text

    return read


def as_date(cell: Cell) -> date | None:
    """Read a day, from text or from a date cell without a time."""
    if isinstance(cell, datetime):
        if cell.time() != time():
            raise ValueError(_("“{text}” is a moment, not a day").format(text=quoted(shown(cell))))
        return formats.parse_date(cell.date().isoformat())
    if isinstance(cell, date):
        return formats.parse_date(cell.isoformat())
    text = shown(cell)
    return formats.parse_date(text) if text else None


def as_moment(cell: Cell) -> datetime | None:
    """Read a day and a time, to the minute."""
    if isinstance(cell, datetime):
        return formats.parse_moment(cell.strftime("%Y-%m-%d %H:%M"))
    text = shown(cell)
    return formats.parse_moment(text) if text else None


def as_cents(cell: Cell) -> int | None:
    """Read an amount of euros as cents; a number cell is taken as euros."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return formats.cents_of_number(cell)
    text = shown(cell)
    return formats.parse_cents(text) if text else None


def as_positive_cents(cell: Cell) -> int | None:
    """Read an amount that cannot be below zero."""
    cents = as_cents(cell)
    if cents is not None and cents < 0:
        raise ValueError(_("“{text}”: this amount cannot be below zero").format(text=quoted(shown(cell))))
    return cents


def _english(read: Reader) -> Reader:
    """Let an amount in a file with English headings be written `1,234.56` too, where that cannot be a Dutch one."""
    if read not in (as_cents, as_positive_cents):
        return read

    def read_either(cell: Cell) -> int | None:
        text = shown(cell)
        if isinstance(cell, str) and re.search(r"\.\d{2}\s*(€|EUR)?$", text, re.IGNORECASE):
            cents = formats.parse_cents(text, "en")
            if cents < 0 and read is as_positive_cents:
                raise ValueError(_("“{text}”: this amount cannot be below zero").format(text=quoted(text)))
            return cents
        return read(cell)

    return read_either


def as_whole(cell: Cell) -> int | None:
    """Read a whole number."""
    text = shown(cell)
    return formats.parse_whole(text) if text else None


def as_decimal(places: int) -> Reader:
    """Read a number of at most `places` decimals, as a whole number of the smallest."""

    def read(cell: Cell) -> int | None:
        text = shown(cell)
        return formats.parse_decimal(text, places) if text else None

    return read


def as_choice(words: Mapping[str, str]) -> Reader:
    """Read one of a list of words, whatever its case and accents, as the code it stands for."""
    by_fold = {_squeeze(word): code for word, code in words.items()}
    # One word for each meaning: all the ways of writing them would be no sentence any more.
    firsts: dict[str, str] = {}
    for word, code in words.items():
        firsts.setdefault(code, word)
    known = ", ".join(firsts.values())

    def read(cell: Cell) -> str | None:
        text = shown(cell)
        if not text:
            return None
        code = by_fold.get(_squeeze(text))
        if code is None:
            raise ValueError(
                _("“{text}” is not known here; use one of: {known}").format(text=quoted(text), known=known)
            )
        return code

    return read


def as_flag(cell: Cell) -> bool | None:
    """Read yes or no."""
    if isinstance(cell, bool):
        return cell
    text = fold(shown(cell))
    if not text:
        return None
    if text in ("ja", "j", "yes", "y", "true", "waar", "1", "x"):
        return True
    if text in ("nee", "n", "no", "false", "onwaar", "0", "-"):
        return False
    raise ValueError(_("“{text}” is neither yes nor no").format(text=quoted(shown(cell))))


def checked(check: Callable[[str], str]) -> Reader:
    """Read text through a check of its own: an account number, a postcode, an e-mail address."""

    def read(cell: Cell) -> str | None:
        text = as_text(cell)
        return check(text) if text else None

    return read


as_iban = checked(identifiers.read_iban)
as_email = checked(identifiers.read_email)
as_postcode = checked(identifiers.read_postcode)
