"""The association's calendar: what must be done by when, and the rule that says so."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coopadmin.formats import long_date
from coopadmin.i18n import _, ngettext
from coopadmin.reports.base import Column, Report
from db.queries import deadlines as queries


def deadlines(connection: Connection, on: date, within: int | None = None) -> Report:
    """List the terms that run on a day, by day, those without one last; what was met lately comes behind them.

    `within` keeps what is due in so many days, with what is late and what waits without a day. It is worked out from
    what the store knows now.
    """
    columns = (
        Column("on", _("By"), "date"),
        Column("what", _("What")),
        Column("why", _("Why"), minor=True),
        Column("days_left", _("Days left"), "int"),
        Column("met_on", _("Met on"), "date"),
    )
    found = queries.deadlines(connection, on, queries.AHEAD_DAYS if within is None else within)
    rows = [
        {
            "on": one.on,
            "what": one.what,
            "why": one.reason,
            "days_left": None if one.met_on is not None else one.days_left(on),
            "met_on": one.met_on,
        }
        for one in found
    ]
    late = sum(one.state(on) == "late" for one in found)
    remark = ngettext("{count} is past its day.", "{count} are past their day.", late).format(count=late)
    return Report(_("Deadlines on {day}").format(day=long_date(on)), columns, rows, remarks=(remark,))
