"""Taking in the registers a board keeps: all rows of a file, or none, or only the good ones when asked.

`import_register` is the deed. Each kind of register has a module here with two things in it: `REGISTER`, the
columns, and `take`, which looks at some rows, writes those that can be and says why of those that cannot.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol, cast

from coopadmin.errors import Problem, WrongUse
from coopadmin.exchange.registers import Reading, Register, Row, open_register
from coopadmin.formats import disarmed, quoted
from coopadmin.i18n import _
from coopadmin.settings import write_private
from db.journal import Transaction

KINDS = (
    "members",
    "dwellings",
    "contracts",
    "rents",
    "opening",
    "facilities",
    "bookings",
    "keys",
    "demarcation",
    "maintenance",
    "plan",
    "decisions",
)
"""The registers there are, in the order they should be taken in: what is referred to comes first."""

ROWS_AT_ONCE = 500
"""Rows looked at together, so that what they refer to is found in one query and memory stays flat."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What was said of one cell: `row` as a spreadsheet numbers it, `column` as the file spells it."""

    row: int
    column: str
    value: str
    reason: str


@dataclass(slots=True)
class Report:
    """What came of a file."""

    kind: str
    file: str
    rows: int = 0
    ignored: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: list[Remark] = field(default_factory=list[Remark])
    warnings: list[Remark] = field(default_factory=list[Remark])
    rejected_cells: dict[int, tuple[str, ...]] = field(default_factory=dict[int, tuple[str, ...]])
    """The refused records as they stood, by row, in the order of `columns`."""
    columns: tuple[str, ...] = ()


class ImportRefused(Exception):
    """Ends a whole-or-nothing import that met refused rows, so that everything is rolled back."""

    def __init__(self, report: Report) -> None:
        self.report = report
        super().__init__(report.file)


class Intake:
    """One file on its way in: where `take` finds the transaction and leaves its verdicts."""

    def __init__(self, transaction: Transaction, reading: Reading, report: Report) -> None:
        self.tx = transaction
        self.reading = reading
        self.report = report
        self._seen: dict[object, int] = {}

    def has(self, name: str) -> bool:
        """Tell whether the file has a column for this field: an absent column says nothing about the field."""
        return self.reading.has(name)

    def repeated(self, key: object, row: Row) -> int | None:
        """Remember the key of a row; gives the earlier row of this file that has it, if any."""
        earlier = self._seen.setdefault(key, row.number)
        return None if earlier == row.number else earlier

    def reject(self, row: Row, problems: Sequence[Problem]) -> None:
        """Refuse a row, naming the leftmost column that is wrong."""
        problem = self.reading.first_wrong(problems)
        self.report.rejected.append(self._remark(row, problem))
        self.report.rejected_cells[row.number] = tuple(row.raw.values())

    def warn(self, row: Row, name: str, reason: str) -> None:
        """Take a row in, but say what should not have been."""
        self.report.warnings.append(self._remark(row, Problem(name, reason)))

    def count(self, *, created: bool = False, changed: bool = False) -> None:
        """Count an accepted row."""
        if created:
            self.report.created += 1
        elif changed:
            self.report.updated += 1
        else:
            self.report.unchanged += 1

    def _remark(self, row: Row, problem: Problem) -> Remark:
        column = self.reading.spelled.get(problem.field, "")
        return Remark(row.number, column, row.raw.get(problem.field, ""), problem.message)


class Kind(Protocol):
    """What a module of this package offers."""

    REGISTER: Register
    take: Callable[[Intake, Sequence[Row]], None]


def kind_named(name: str) -> Kind:
    """Find a kind of register; raises WrongUse where there is none of that name."""
    if name not in KINDS:
        raise WrongUse(
            _("“{kind}” is not a register; choose one of: {known}").format(kind=name, known=", ".join(KINDS))
        )
    return cast("Kind", import_module(f"coopadmin.services.imports.{name}"))


def import_register(
    transaction: Transaction,
    kind: str,
    file: Path,
    *,
    sheet: str | None = None,
    skip_bad: bool = False,
    on_rows: Callable[[int], None] | None = None,
) -> Report:
    """Take in a register file of `kind`.

    With `skip_bad` the refused rows are left out; without it one refused row raises ImportRefused and nothing is
    kept. `on_rows` is told now and then how many rows were read; what it raises ends the import with nothing kept.
    Raises Unreadable for a file that is no such register, WrongUse for an unknown kind.
    """
    taker = kind_named(kind)
    reading = open_register(taker.REGISTER, file, sheet)
    report = Report(kind, file.name, columns=tuple(reading.spelled.values()))
    intake = Intake(transaction, reading, report)
    for name in reading.unknown:
        reason = _("this column is not known here; what is in it is not taken in")
        report.warnings.append(Remark(reading.header_row, name, "", reason))
    for refusal in reading.passed_by:
        told = _("the sheet “{sheet}” is read, and another was passed by: {why}")
        report.warnings.append(
            Remark(reading.header_row, "", "", told.format(sheet=quoted(reading.sheet.name), why=refusal))
        )
    waiting: list[Row] = []
    for row in reading.rows():
        report.rows += 1
        waiting.append(row)
        if len(waiting) == ROWS_AT_ONCE:
            taker.take(intake, waiting)
            waiting = []
            if on_rows:
                on_rows(report.rows)
    if waiting:
        taker.take(intake, waiting)
    report.ignored = reading.ignored
    report.rejected.sort(key=lambda remark: remark.row)
    if report.rejected and not skip_bad:
        raise ImportRefused(report)
    transaction.about = f"{kind} {file.name}"
    return report


def write_rejects(report: Report, beside: Path) -> Path | None:
    """Put the refused records, each with its reason, in a CSV file beside `beside`; None where there are none.

    It opens in a spreadsheet, can be mended there and imported by itself; the reason stands in a last column.
    """
    if not report.rejected:
        return None
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([*map(disarmed, report.columns), _("Reason")])
    for remark in report.rejected:
        cells = report.rejected_cells[remark.row]
        reason = f"{remark.column}: {remark.reason}" if remark.column else remark.reason
        writer.writerow([*map(disarmed, cells), disarmed(reason)])
    target = beside.with_name(f"{beside.stem}.rejected.csv")
    write_private(target, text.getvalue().encode("utf-8-sig"))
    return target


def given(row: Row, *names: str) -> dict[str, Any]:
    """Pick the fields of a row that its file has, with empty text for an empty cell of a text field."""
    return {name: row.values[name] for name in names if name in row.values}
