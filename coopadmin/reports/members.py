"""The members' register as it stood on a day."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.members import KINDS
from coopadmin.formats import long_date
from coopadmin.i18n import _
from coopadmin.reports.base import Column, Report, rows_of
from db.queries import members as queries

COUNTED = ("member", "aspirant", "supporter")
"""The kinds that are always counted; another is only named where there are any."""


def members(connection: Connection, on: date) -> Report:
    """List who belonged to the association on a day, by number."""
    columns = (
        Column("number", _("Number")),
        Column("name", _("Name")),
        Column("kind", _("Kind"), words=KINDS),
        Column("since", _("Since"), "date"),
        Column("until", _("Until"), "date"),
        Column("dwelling", _("Home")),
    )
    rows = rows_of(columns, queries.register_on(connection, on), since="starts_on", until="ends_on")
    for row in rows:
        row["dwelling"] = row["dwelling"] or None
    kinds = [row["kind"] for row in rows]
    counts = {kind: kinds.count(kind) for kind in KINDS if kind in COUNTED or kind in kinds}
    return Report(
        _("Members on {day}").format(day=long_date(on)),
        columns,
        rows,
        about={"on": on, "counts": counts},
        remarks=(" · ".join(f"{_(KINDS[kind])}: {number}" for kind, number in counts.items()),),
    )
