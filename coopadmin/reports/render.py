"""A report as a table, CSV, JSON or a workbook."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from coopadmin.errors import WrongUse
from coopadmin.formats import disarmed
from coopadmin.i18n import _, language
from coopadmin.reports.base import Column, Report
from coopadmin.reports.table import as_table
from coopadmin.settings import write_named

FORMATS = ("table", "csv", "json", "xlsx")

_UNSEEN = re.compile(r"[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
"""What JSON may hold as it is but a terminal obeys; what is below a blank is an escape in JSON anyway."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")

_LONGEST_CELL = 32_767
_FIRST_SPREADSHEET_DAY = date(1900, 3, 1)
"""Spreadsheets count days from 1900 and take that year for a leap year; what is older is written as text."""


def render(report: Report, form: str, *, width: int | None = None) -> bytes:
    """Write a report in one of FORMATS; a table is made to fit `width` columns, or as wide as it is without one.

    Raises WrongUse for another format.
    """
    if form == "table":
        return as_table(report, width).encode("utf-8", "replace")
    if form not in _WRITERS:
        raise WrongUse(
            _("“{form}” is not a format; choose one of: {known}").format(form=form, known=", ".join(FORMATS))
        )
    return _WRITERS[form](report)


def write(report: Report, form: str, path: Path) -> None:
    """Write a report to a file, private to the user, whole or not at all; a file of that name is replaced.

    A CSV file gets the mark by which spreadsheets know its letters. Raises WrongUse where it cannot be written.
    """
    content = render(report, form)
    if form == "csv":
        content = "\ufeff".encode() + content
    write_named(path, content)


def form_of(path: Path) -> str:
    """Tell the format a file's ending asks for; a table for any other ending."""
    ending = path.suffix.lower().removeprefix(".")
    return ending if ending in FORMATS else "table"


# -- JSON ----------------------------------------------------------------------------------------------------------


def json_bytes(document: Mapping[str, Any]) -> bytes:
    """Write one JSON document; days and moments as ISO 8601."""
    text = json.dumps(document, ensure_ascii=False, indent=2, default=_plain)
    # Half a letter (from a file name that is no text) is legal in JSON as an escape only; what steers a terminal is
    # written as an escape too, for a document may be shown on one.
    return f"{_UNSEEN.sub(_escaped, text)}\n".encode("utf-8", "backslashreplace")


def _escaped(sign: re.Match[str]) -> str:
    return f"\\u{ord(sign[0]):04x}"


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"a report cannot hold a {type(value).__name__}")


def _as_json(report: Report) -> bytes:
    keys = [column.key for column in report.columns if column.only != "people"]
    rows = [{key: row[key] for key in keys} for row in report.rows]
    return json_bytes({**report.about, "rows": rows, **report.totals})


# -- CSV -----------------------------------------------------------------------------------------------------------


def _as_csv(report: Report) -> bytes:
    """Semicolons, and days as 2026-11-20: what spreadsheets here open, whatever language they speak."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([disarmed(_CONTROL.sub("\ufffd", column.label)) for column in report.columns])
    for row in report.rows:
        writer.writerow([_csv_cell(column, row[column.key]) for column in report.columns])
    return text.getvalue().encode("utf-8", "replace")


def _csv_cell(column: Column, value: Any) -> str:
    if value is None:
        return ""
    if column.kind == "cents":
        sign, mark = "-" if value < 0 else "", "." if language() == "en" else ","
        return f"{sign}{abs(value) // 100}{mark}{abs(value) % 100:02d}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if column.kind == "int" else disarmed(_CONTROL.sub("\ufffd", column.shown(value)))


# -- workbook ------------------------------------------------------------------------------------------------------


def _as_xlsx(report: Report) -> bytes:
    """Real dates and numbers; text is always text, so nothing in it can run as a formula."""
    xlsxwriter: Any = import_module("xlsxwriter")  # it comes without types
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"constant_memory": True})
    sheet = book.add_worksheet(_sheet_name(report.title))
    heading = book.add_format({"bold": True, "bottom": 1})
    looks: dict[str, Any] = {
        "date": book.add_format({"num_format": "dd-mm-yyyy"}),
        "moment": book.add_format({"num_format": "dd-mm-yyyy hh:mm"}),
        "cents": book.add_format({"num_format": "#,##0.00"}),
        "int": book.add_format({"num_format": "0"}),
    }
    for place, column in enumerate(report.columns):
        sheet.set_column(place, place, _sheet_width(column, report.rows))
    for place, column in enumerate(report.columns):
        sheet.write_string(0, place, column.label, heading)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(report.rows), max(len(report.columns) - 1, 0))
    for number, row in enumerate(report.rows, 1):
        for place, column in enumerate(report.columns):
            _write_cell(sheet, number, place, column, row[column.key], looks)
    book.close()
    return content.getvalue()


def _write_cell(sheet: Any, number: int, place: int, column: Column, value: Any, looks: Mapping[str, Any]) -> None:
    if value is None:
        return
    if column.kind == "cents":
        # A workbook only knows binary fractions; this one cell is where euros become one.
        sheet.write_number(number, place, value / 100, looks["cents"])
    elif column.kind == "int":
        sheet.write_number(number, place, value, looks["int"])
    elif isinstance(value, date) and (value.date() if isinstance(value, datetime) else value) >= _FIRST_SPREADSHEET_DAY:
        sheet.write_datetime(number, place, value, looks[column.kind])
    else:
        sheet.write_string(number, place, _cut(column.shown(value), _LONGEST_CELL))


def _sheet_name(title: str) -> str:
    """Keep what a sheet may be called: 31 signs, and none of those that formulas use."""
    bare = "".join(" " if sign in "[]:*?/\\'" or unicodedata.category(sign) == "Cc" else sign for sign in title)
    return _cut(bare, 31).strip() or "Sheet1"


def _cut(text: str, longest: int) -> str:
    """Cut a text as spreadsheets count, for whom a picture is two signs."""
    return text.encode("utf-16-le", "replace")[: longest * 2].decode("utf-16-le", "ignore")


def _sheet_width(column: Column, rows: Sequence[Mapping[str, Any]]) -> int:
    longest = max((len(column.shown(row[column.key])) for row in rows[:1000]), default=0)
    return min(max(longest, len(column.label)) + 3, 60)


_WRITERS: dict[str, Callable[[Report], bytes]] = {"csv": _as_csv, "json": _as_json, "xlsx": _as_xlsx}
