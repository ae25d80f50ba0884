"""The meetings, held and to be held."""

from __future__ import annotations

from sqlalchemy import Connection

from coopadmin.domain.meetings import STATES
from coopadmin.domain.voting_rules import BODIES
from coopadmin.i18n import _
from coopadmin.reports.base import Column, Report
from db.queries import meetings as queries


def meetings(connection: Connection) -> Report:
    """List all meetings by day: when and where, how far they have come, and what came of them.

    `send_by` is the last day the letter goes out, by what is on the agenda; `present` and `decisions` are counted.
    """
    columns = (
        Column("date", _("Date"), "date"),
        Column("time", _("Time")),
        Column("body", _("Who meets"), words=BODIES),
        Column("title", _("Meeting")),
        Column("place", _("Place"), minor=True),
        Column("state", _("State"), words=STATES),
        Column("send_by", _("Letter by"), "date", minor=True),
        Column("present", _("Present"), "int", minor=True),
        Column("decisions", _("Decisions"), "int", minor=True),
    )
    return Report(_("Meetings"), columns, queries.register(connection))
