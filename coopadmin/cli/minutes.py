"""The minutes of a meeting, on the command line: printed, or written to a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from coopadmin.cli.output import put_bytes, say
from coopadmin.cli.stores import open_store
from coopadmin.cli.words import read
from coopadmin.domain.meetings import day_of, time_of
from coopadmin.errors import Refused, WrongUse
from coopadmin.exchange.minutes import markdown, page
from coopadmin.formats import long_date, parse_date
from coopadmin.i18n import _
from coopadmin.settings import write_private
from db.queries.minutes import HeldMeeting, Minutes, meetings_named, minutes

FORMATS = {"md": markdown, "html": page}
ENDINGS = {".md": "md", ".markdown": "md", ".html": "html", ".htm": "html"}


def show(path: Path, meeting: str, form: str | None, out: str | None) -> int:
    """Write the minutes of a meeting; raises Refused where there is none, or where a day has several."""
    target = None if out is None else Path(out).expanduser()
    chosen = form or (ENDINGS.get(target.suffix.lower(), "md") if target is not None else "md")
    if chosen not in FORMATS:
        raise WrongUse(
            _("--format: “{form}” is not known here; choose one of: {known}").format(
                form=chosen, known=", ".join(FORMATS)
            )
        )
    if target is not None and target.is_dir():
        raise WrongUse(_("{file} is a folder; name a file in it").format(file=target))
    if target is not None and target.exists() and path.exists() and target.samefile(path):
        raise WrongUse(_("--out: {file} is the store itself; name another file.").format(file=target))
    number = int(meeting) if meeting.isascii() and meeting.isdigit() and len(meeting) < 10 else None
    on = None if number is not None else read(_("MEETING"), meeting, parse_date)
    written = FORMATS[chosen](open_store(path).read(_find, number, on)).encode()
    if target is None:
        put_bytes(written)
        return 0
    try:
        write_private(target, written)
    except OSError as error:
        why = error.strerror or str(error)
        raise WrongUse(_("{file} cannot be written: {why}").format(file=target, why=why)) from None
    say(_("Written: {file}").format(file=target))
    return 0


def _find(connection: Connection, number: int | None, on: date | None) -> Minutes:
    found = meetings_named(connection, meeting_id=number, on=on)
    if not found:
        if on is not None:
            raise Refused(_("There is no meeting on {day}.").format(day=long_date(on)))
        raise Refused(_("There is no meeting with number {number}.").format(number=number))
    one, *others = found
    if others:
        listed = "\n".join(f"  {each.meeting_id}  {_named(each)}" for each in found)
        question = _("There are {count} meetings on that day. Say which by its number:")
        raise Refused(f"{question.format(count=len(found))}\n{listed}")
    made = minutes(connection, one.meeting_id)
    if made is None or made.opened_at is None:
        raise Refused(_("{meeting} has not been opened, so there are no minutes yet.").format(meeting=_named(one)))
    return made


def _named(one: HeldMeeting) -> str:
    return f"{one.title}, {long_date(day_of(one.starts_at))} {time_of(one.starts_at)}"
