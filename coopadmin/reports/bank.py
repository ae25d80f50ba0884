"""The bank lines that wait for their place."""

from __future__ import annotations

from sqlalchemy import Connection

from coopadmin.formats import euro
from coopadmin.i18n import _, ngettext
from coopadmin.reports.base import Column, Report, rows_of
from db.queries import bank as queries


def unmatched(connection: Connection) -> Report:
    """List every bank line of which something waits, oldest first."""
    columns = (
        Column("date", _("Date"), "date"),
        Column("amount_cents", _("Amount"), "cents"),
        Column("remainder_cents", _("Waiting"), "cents"),
        Column("name", _("Name")),
        Column("account", _("Account"), minor=True),
        Column("description", _("Description")),
        Column("note", _("Put aside"), minor=True),
    )
    rows = rows_of(columns, queries.unmatched(connection))
    waits = sum(row["remainder_cents"] for row in rows)
    sentence = ngettext("{count} line waits: {amount}", "{count} lines wait, together {amount}", len(rows))
    return Report(
        _("Bank lines that wait for their place"),
        columns,
        rows,
        totals={"total_cents": waits},
        remarks=(sentence.format(count=len(rows), amount=euro(waits)),),
    )
