"""The rents of a month: what is due, charged, received and open."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.closing import month_text
from coopadmin.formats import euro
from coopadmin.i18n import _
from coopadmin.reports.base import Column, Report, rows_of
from db.queries import rent_roll as queries


def rent_roll(connection: Connection, month: date, on: date) -> Report:
    """List every contract of a month: what falls due by its rents, and what was charged, received and is open on a day.

    `month` is the first day of the month; a day before its end counts as its last.
    """
    columns = (
        Column("contract", _("Contract")),
        Column("dwelling", _("Home")),
        Column("tenants", _("Tenants"), "list"),
        Column("due_cents", _("Rent due"), "cents"),
        Column("charged_cents", _("Charged"), "cents"),
        Column("received_cents", _("Received"), "cents"),
        Column("open_cents", _("Still open"), "cents"),
    )
    rows = rows_of(columns, queries.rent_roll(connection, month, on))
    due, charged, received, left = (
        sum(row[key] for row in rows) for key in ("due_cents", "charged_cents", "received_cents", "open_cents")
    )
    remarks = [
        _("Due together: {due} · charged: {charged} · received: {received} · still open: {open}").format(
            due=euro(due), charged=euro(charged), received=euro(received), open=euro(left)
        )
    ]
    if due != charged:
        remarks.append(_("What is due and what was charged differ: charge the month, or look at the corrections."))
    return Report(
        _("Rent roll of {month}").format(month=month_text(month)),
        columns,
        rows,
        about={"month": f"{month:%Y-%m}"},
        totals={"total_cents": charged},
        remarks=tuple(remarks),
    )
