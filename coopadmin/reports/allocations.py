"""What became of the vacancy files of a year, with the counts of the board's statement."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.allocation import OUTCOMES
from coopadmin.domain.nominations import FITS
from coopadmin.i18n import _, ngettext
from coopadmin.reports.base import Column, Report, rows_of
from db.queries import allocations as queries


def allocations(connection: Connection, year: int, on: date) -> Report:
    """List the files of a year by number, and count the homes that were let by the outcome of the fit check.

    A let home counts in the year its contract begins, another file in the year it ended, a running one in the year it
    was opened. Candidates are counted, never named.
    """
    columns = (
        Column("file", _("Vacancy file")),
        Column("dwelling", _("Home")),
        Column("opened", _("Opened"), "date"),
        Column("free_from", _("Free from"), "date"),
        Column("days_empty", _("Days empty"), "int"),
        Column("candidates", _("Candidates"), "int", minor=True),
        Column("nominated_on", _("Nominated"), "date", minor=True),
        Column("fit", _("Fit check"), words=FITS),
        Column("outcome", _("Outcome"), words=OUTCOMES),
        Column("contract", _("Contract"), minor=True),
    )
    rows = queries.allocations(connection, year, on)
    counts = queries.fit_counts(rows)
    let = sum(counts.values())
    return Report(
        _("Allocations in {year}").format(year=year),
        columns,
        rows_of(columns, rows),
        about={"year": year},
        totals={"let": let, "by_fit": {code or "unknown": number for code, number in counts.items()}},
        remarks=(_statement(let, counts),),
    )


def _statement(let: int, counts: dict[str, int]) -> str:
    """Say the counts of the board's statement in one line."""
    told = ngettext("{count} home let in this year", "{count} homes let in this year", let).format(count=let)
    by_fit = [f"{_(word)} {counts[code]}" for code, word in FITS.items()]
    if counts[""]:
        by_fit.append(_("no fit check noted {count}").format(count=counts[""]))
    return f"{told}: {', '.join(by_fit)}."
