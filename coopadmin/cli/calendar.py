"""The calendar of the work, on the command line: printed, or written to a file for a phone."""

from __future__ import annotations

from pathlib import Path

from coopadmin.cli.stores import open_store
from coopadmin.cli.writing import put_document, target_of
from coopadmin.exchange.work_calendar import work_file
from coopadmin.settings import now
from db.queries.work_calendar import work_calendar


def show(path: Path, out: str | None, *, names: bool = False) -> int:
    """Write what comes round, what is planned, appointments, work days and bookings as a calendar file."""
    target = target_of(out, path)
    store = open_store(path)
    written = work_file(store.read(work_calendar, store.today(), names), now())
    put_document(written, target)
    return 0
