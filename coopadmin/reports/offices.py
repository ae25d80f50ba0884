"""Who holds which office, when the term is over, and what is vacant."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.deadlines_board import vacancy_text
from coopadmin.domain.members import OFFICES
from coopadmin.formats import long_date
from coopadmin.i18n import _
from coopadmin.reports.base import Column, Report, rows_of
from db.queries import offices as queries


def offices(connection: Connection, on: date) -> Report:
    """List who held an office on a day, by office, with the day the term is to end; what was vacant stands below."""
    columns = (
        Column("office", _("Office"), words=OFFICES),
        Column("name", _("Name")),
        Column("since", _("Since"), "date"),
        Column("retires_on", _("Retires on"), "date"),
        Column("until", _("Until"), "date"),
    )
    rows = rows_of(columns, queries.held_on(connection, on))
    vacant = tuple(f"{vacancy_text(one)}." for one in queries.vacancies(connection, on))
    return Report(_("Offices on {day}").format(day=long_date(on)), columns, rows, remarks=vacant)
