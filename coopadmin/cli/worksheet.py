"""The sheet of a work day, on the command line: printed, or written to a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from coopadmin import settings
from coopadmin.cli.stores import open_store
from coopadmin.cli.words import read
from coopadmin.cli.writing import form_of_document, put_document, target_of
from coopadmin.errors import Refused
from coopadmin.exchange.work_sheet import markdown, page
from coopadmin.formats import long_date, parse_date
from coopadmin.i18n import _
from db.queries.work_days import WorkDayRecord, named, record

FORMATS = {"md": markdown, "html": page}


def show(path: Path, work_day: str, form: str | None, out: str | None) -> int:
    """Write the sheet of a work day; raises Refused where there is none, or where a day has several."""
    target = target_of(out, path)
    chosen = form_of_document(form, target, FORMATS)
    number = int(work_day) if work_day.isascii() and work_day.isdigit() and len(work_day) < 10 else None
    on = None if number is not None else read(_("WORKDAY"), work_day, parse_date)
    put_document(FORMATS[chosen](open_store(path).read(_find, number, on)).encode(), target)
    return 0


def _find(connection: Connection, number: int | None, on: date | None) -> WorkDayRecord:
    found = named(connection, work_day_id=number, on=on)
    if not found:
        if on is not None:
            raise Refused(_("There is no work day on {day}.").format(day=long_date(on)))
        raise Refused(_("There is no work day with number {number}.").format(number=number))
    (work_day_id, _title), *others = found
    if others:
        listed = "\n".join(f"  {row_id}  {title}" for row_id, title in found)
        question = _("There are {count} work days on that day. Say which by its number:")
        raise Refused(f"{question.format(count=len(found))}\n{listed}")
    made = record(connection, work_day_id, settings.today())
    if made is None:
        raise Refused(_("There is no work day with number {number}.").format(number=work_day_id))
    return made
