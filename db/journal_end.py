"""Holding an end of the journal that was noted earlier against the journal as it is now."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from coopadmin.domain.journal_end import NotedEnd
from coopadmin.formats import moment_text
from coopadmin.i18n import _
from db.findings import Finding


def check_end(connection: sqlite3.Connection, noted: NotedEnd, whole: int) -> Finding:
    """Tell whether the journal up to a noted end is the one it was then.

    A link that is the same says it only where every one before follows from its entry: of how many, from the first on,
    that was found (`db/backup.py: check`) is `whole`. What was cleared from the values of an entry changes no link.
    """
    found = connection.execute("SELECT chain FROM journalentry WHERE id = ?", (noted.entry_id,)).fetchone()
    if found is not None and str(found[0]).startswith(noted.link):
        if whole >= noted.entry_id:
            return Finding("journal_end", True, "")
        sentence = _(
            "the link is still there, but not all before it is as it was: entry {number} is the first that is not"
        )
        return Finding("journal_end", False, sentence.format(number=whole + 1))
    last = connection.execute("SELECT id, at FROM journalentry ORDER BY id DESC LIMIT 1").fetchone()
    if last is None or last[0] < noted.entry_id:
        return Finding("journal_end", False, _cut_off(noted, last))
    sentence = _(
        "entry {number} has another link: something in it or before it was written anew, or it was typed wrongly"
    )
    return Finding("journal_end", False, sentence.format(number=noted.entry_id))


def _cut_off(noted: NotedEnd, last: tuple[int, str] | None) -> str:
    if last is None:
        return _("the journal is empty; it had {count} entries").format(count=noted.entry_id)
    sentence = _(
        "the journal ends at entry {last} of {moment} and had {count}: "
        "its end was cut off, or an older copy was put back"
    )
    return sentence.format(last=last[0], moment=_when(last[1]), count=noted.entry_id)


def _when(at: str) -> str:
    try:
        return moment_text(datetime.fromisoformat(at).astimezone().replace(tzinfo=None))
    except (TypeError, ValueError):
        return "?"
