"""The calendar of the work, on the command line: printed, or written to a file for a phone."""

from __future__ import annotations

from pathlib import Path

from coopadmin.cli.output import put_bytes, say
from coopadmin.cli.stores import open_store
from coopadmin.errors import WrongUse, os_reason
from coopadmin.exchange.work_calendar import work_file
from coopadmin.i18n import _
from coopadmin.settings import now, typed_path, write_private
from db.queries.work_calendar import work_calendar


def show(path: Path, out: str | None, *, names: bool = False) -> int:
    """Write what comes round, what is planned, appointments, work days and bookings as a calendar file."""
    target = None if out is None else typed_path(out)
    if target is not None and target.is_dir():
        raise WrongUse(_("{file} is a folder; name a file in it").format(file=target))
    if target is not None and target.exists() and path.exists() and target.samefile(path):
        raise WrongUse(_("--out: {file} is the store itself; name another file.").format(file=target))
    store = open_store(path)
    written = work_file(store.read(work_calendar, store.today(), names), now())
    if target is None:
        put_bytes(written)
        return 0
    try:
        write_private(target, written)
    except OSError as error:
        why = os_reason(error)
        raise WrongUse(_("{file} cannot be written: {why}").format(file=target, why=why)) from None
    say(_("Written: {file}").format(file=target))
    return 0
