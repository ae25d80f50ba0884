"""Repairs and other work, and what must be done again."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection

from coopadmin.domain.maintenance import KINDS, PARTIES, STATUSES, URGENCIES
from coopadmin.formats import long_date
from coopadmin.i18n import _, ngettext
from coopadmin.reports.base import Column, Report, rows_of
from db.queries import maintenance as queries
from db.queries.facilities import names_by_code


def maintenance(connection: Connection, on: date) -> Report:
    """List the work reported by a day, by number, and whether it was past its time that day."""
    columns = (
        Column("number", _("Number")),
        Column("what", _("What")),
        Column("place", _("Place"), only="programs"),
        Column("place_name", _("Home or room"), only="people"),
        Column("kind", _("Kind"), words=KINDS, minor=True),
        Column("urgency", _("Urgency"), words=URGENCIES, minor=True),
        Column("responsible", _("Who does it"), words=PARTIES, minor=True),
        Column("status", _("Status"), words=STATUSES),
        Column("reported", _("Reported"), "date", minor=True),
        Column("due", _("To be done by"), "date"),
        Column("done", _("Done on"), "date", minor=True),
        Column("overdue", _("Overdue"), "flag"),
    )
    found = queries.register(connection, on)
    rows = _with_names(connection, rows_of(columns, found, place_name="place"), "place_name")
    late = sum(row["overdue"] for row in rows)
    remark = ngettext("{count} is past its time.", "{count} are past their time.", late).format(count=late)
    return Report(_("Maintenance on {day}").format(day=long_date(on)), columns, rows, remarks=(remark,))


def inspections(connection: Connection, on: date, within: int | None = None) -> Report:
    """List what must be done again, and when, seen from a day; `within` keeps what is due in so many days."""
    columns = (
        Column("what", _("What")),
        Column("place", _("Place"), minor=True, only="people"),
        Column("returns", _("How often"), only="people"),
        Column("every_months", _("Every months"), "int", only="programs"),
        Column("last_done", _("Last done"), "date"),
        Column("next_due", _("Due again"), "date"),
        Column("days_left", _("Days left"), "int"),
    )
    title = _("Inspections and other recurring work on {day}").format(day=long_date(on))
    found = queries.inspections(connection, on, within)
    never = ", ".join(row.what for row in found if row.never_done)
    remarks = (_("Never done, and nobody said from when to count: {jobs}.").format(jobs=never),) if never else ()
    return Report(title, columns, _with_names(connection, rows_of(columns, found), "place"), remarks=remarks)


def _with_names(connection: Connection, rows: list[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    """Call a room or a thing by its name where a place was written down with its code."""
    names = names_by_code(connection)
    return [{**row, key: names.get(row[key], row[key])} for row in rows]
