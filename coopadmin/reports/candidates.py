"""How many candidates there are on a day; who they are only where that is asked for."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from sqlalchemy import Connection

from coopadmin.formats import long_date
from coopadmin.i18n import N_, _
from coopadmin.reports.base import Column, Report, rows_of
from db.queries import candidates as queries

LABELS: dict[str, str] = {
    "candidates": N_("candidates"),
    "waiting": N_("on the waiting list"),
    "pool": N_("in the pool"),
    "both": N_("on both lists"),
    "internal": N_("live here already"),
    "unlisted": N_("on neither list"),
    "fee_owed": N_("fee of the waiting list not paid"),
    "expired": N_("time in the pool ran out"),
    "untold": N_("taken off a list and not told"),
    "consent_over": N_("without consent that still holds"),
}
"""What each number of `Counts` counts."""


def candidates(connection: Connection, on: date, names: bool = False) -> Report:
    """Count the candidates of a day; with `names` each is listed too, by number, with the lists they are on."""
    counts = asdict(queries.counts(connection, on))
    title = _("Candidates on {day}").format(day=long_date(on))
    if not names:
        columns = (Column("what", _("What"), words=LABELS), Column("count", _("How many"), "int"))
        rows = [{"what": code, "count": counts[code]} for code in LABELS]
        return Report(title, columns, rows, about={"on": on, "counts": counts})
    columns = (
        Column("number", _("Number")),
        Column("name", _("Name")),
        Column("registered_on", _("Registered"), "date", minor=True),
        Column("persons", _("People"), "int"),
        Column("waiting_place", _("Waiting list"), "int"),
        Column("pooled", _("Pool"), "flag"),
        Column("internal", _("Lives here"), "flag", minor=True),
        Column("consent_until", _("Consent until"), "date"),
    )
    found = queries.register(connection, on)
    remark = _("This list holds personal data: keep it no longer than you need it.")
    return Report(title, columns, rows_of(columns, found), about={"on": on, "counts": counts}, remarks=(remark,))
