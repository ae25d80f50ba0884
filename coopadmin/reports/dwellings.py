"""Homes that are free or will be."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.contracts import VACANCY_STAGES
from coopadmin.formats import long_date
from coopadmin.i18n import _
from coopadmin.reports.base import Column, Report, rows_of
from db.queries import vacancies as queries


def vacancies(connection: Connection, on: date) -> Report:
    """List homes without a contract in force on a day, or with one that ends, and until when to nominate."""
    columns = (
        Column("dwelling", _("Home")),
        Column("free_from", _("Free from"), "date"),
        Column("nomination_due", _("Nominate by"), "date"),
        Column("days_left", _("Days left"), "int"),
        Column("stage", _("Stage"), words=VACANCY_STAGES),
    )
    return Report(
        _("Vacancies on {day}").format(day=long_date(on)),
        columns,
        rows_of(columns, queries.vacancies(connection, on)),
    )
