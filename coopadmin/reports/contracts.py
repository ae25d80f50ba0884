"""The rents of a month, and where tenancy and membership do not go together."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.contracts import MISMATCHES
from coopadmin.formats import euro, long_date, month_name
from coopadmin.i18n import _
from coopadmin.reports.base import Column, Report, rows_of
from db.queries import contracts as queries


def rent_roll(connection: Connection, month: date) -> Report:
    """List every contract with a day in a month: what falls due by its rents, and what was charged and received.

    `month` is the first day of the month.
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
    rows = rows_of(columns, queries.rent_roll(connection, month))
    due = sum(row["due_cents"] for row in rows)
    charged = sum(row["charged_cents"] for row in rows)
    return Report(
        _("Rent roll of {month} {year}").format(month=month_name(month.month), year=month.year),
        columns,
        rows,
        about={"month": f"{month:%Y-%m}"},
        totals={"total_cents": charged},
        remarks=(_("Due together: {due} · charged: {charged}").format(due=euro(due), charged=euro(charged)),),
    )


def mismatches(connection: Connection, on: date) -> Report:
    """List tenants without membership, and resident members without a tenancy, on a day."""
    columns = (
        Column("kind", _("What"), words=MISMATCHES),
        Column("name", _("Name")),
        Column("number", _("Number")),
        Column("contract", _("Contract")),
        Column("dwelling", _("Home")),
    )
    return Report(
        _("Tenancy and membership that do not go together on {day}").format(day=long_date(on)),
        columns,
        rows_of(columns, queries.mismatches(connection, on)),
        remarks=(_("None of this is wrong by law: who leaves the association may keep the home."),),
    )
