"""Homes that are free or will be."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.contracts import VACANCY_STAGES
from coopadmin.formats import long_date
from coopadmin.i18n import _
from coopadmin.reports.base import Column, Report, rows_of
from db.queries import vacancies as queries
from db.queries.open_files import OpenFile, open_files


def vacancies(connection: Connection, on: date) -> Report:
    """List homes without a contract in force on a day, or with one that ends, and until when to nominate.

    The day of the nomination is that of the rule, also for a home that is let again; days are left only where somebody
    is still to be nominated. The files that run are told below it; their own day may be another, agreed with the
    corporation.
    """
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
        rows_of(columns, queries.vacancies(connection, on), nomination_due="due_by_rule"),
        remarks=tuple(_file(one) for one in open_files(connection, on)),
    )


def _file(one: OpenFile) -> str:
    """Say how the file of a vacancy stands, its own day of the nomination among it."""
    if one.accepted_on is not None:
        said = _("the corporation said yes on {day}").format(day=long_date(one.accepted_on))
    elif one.nominated_on is not None:
        said = _("nominated on {day}").format(day=long_date(one.nominated_on))
    elif one.clock.due_on is not None:
        said = _("nominate by {day}").format(day=long_date(one.clock.due_on))
    else:
        said = _("the nomination has no day yet")
    return _("{dwelling}: file {number}, {said}.").format(dwelling=one.dwelling, number=one.number, said=said)
