"""The minutes of a meeting, on the command line: printed, or written to a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from coopadmin.cli.stores import open_store
from coopadmin.cli.words import read
from coopadmin.cli.writing import form_of_document, put_document, target_of
from coopadmin.domain.meetings import day_of, time_of
from coopadmin.errors import Refused
from coopadmin.exchange.minutes import markdown, page
from coopadmin.formats import long_date, parse_date
from coopadmin.i18n import _
from db.queries.minutes import HeldMeeting, Minutes, meetings_named, minutes

FORMATS = {"md": markdown, "html": page}


def show(path: Path, meeting: str, form: str | None, out: str | None) -> int:
    """Write the minutes of a meeting; raises Refused where there is none, or where a day has several."""
    target = target_of(out, path)
    chosen = form_of_document(form, target, FORMATS)
    number = int(meeting) if meeting.isascii() and meeting.isdigit() and len(meeting) < 10 else None
    on = None if number is not None else read(_("MEETING"), meeting, parse_date)
    put_document(FORMATS[chosen](open_store(path).read(_find, number, on)).encode(), target)
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
