"""Where tenancy and membership do not go together."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.contracts import MISMATCHES
from coopadmin.formats import long_date
from coopadmin.i18n import _
from coopadmin.reports.base import Column, Report, rows_of
from db.queries import mismatches as queries


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
