"""What was agreed to be done: by whom, by when, and what is late."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coopadmin.i18n import _, ngettext
from coopadmin.reports.base import Column, Report
from db.queries import actions as queries


def actions(connection: Connection, on: date) -> Report:
    """List all actions as they stand on a day, the open ones first and by their due day."""
    columns = (
        Column("what", _("What")),
        Column("owner", _("Who")),
        Column("made_on", _("Agreed on"), "date", minor=True),
        Column("due_on", _("By"), "date"),
        Column("done_on", _("Done on"), "date"),
        Column("dropped_on", _("Dropped on"), "date", minor=True),
        Column("overdue", _("Overdue"), "flag"),
        Column("decision", _("Decision"), minor=True),
        Column("meeting", _("Meeting"), minor=True),
    )
    rows = queries.register(connection, on)
    late = sum(bool(row["overdue"]) for row in rows)
    sentence = ngettext("{count} action is overdue.", "{count} actions are overdue.", late).format(count=late)
    return Report(_("Actions"), columns, rows, about={"on": on}, remarks=(sentence,) if late else ())
