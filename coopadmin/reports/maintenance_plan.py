"""The long-term maintenance plan, year by year."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from coopadmin.domain.maintenance_plan import PAYERS, per_year
from coopadmin.domain.maintenance_plan_scores import SCORES
from coopadmin.formats import euro
from coopadmin.i18n import _
from coopadmin.reports.base import Column, Report
from db.queries import maintenance_plan as queries
from db.queries.maintenance_plan import PlannedTime


def plan(connection: Connection, first: int, years: int) -> Report:
    """List what falls in each of some years: element, measure, who pays and cents at the prices of that year.

    In JSON the totals are there per payer, and per year and payer.
    """
    last = first + years - 1
    columns = (
        Column("year", _("Year"), "int"),
        Column("element", _("Code")),
        Column("name", _("Element"), minor=True),
        Column("what", _("Measure")),
        Column("payer", _("Who pays"), words=PAYERS),
        Column("amount_cents", _("Amount"), "cents"),
        Column("score", _("Score"), "int", minor=True),
        Column("score_on", _("Measured"), "date", minor=True),
        Column("moved_from", _("Stood in"), "int", minor=True),
        Column("task", _("Task"), minor=True),
    )
    found, told = queries.years(connection, first, last)
    sums = per_year((one.line for one in found), first, last)
    totals: dict[str, Any] = {f"{payer}_cents": sum(of_year[payer] for of_year in sums.values()) for payer in PAYERS}
    totals["total_cents"] = sum(totals.values())
    totals["years"] = [
        {
            "year": year,
            **{f"{payer}_cents": cents for payer, cents in payers.items()},
            "total_cents": sum(payers.values()),
        }
        for year, payers in sums.items()
    ]
    totals["told"] = list(told)
    remarks = [
        _("{year}: {amount}").format(year=year, amount=euro(sum(payers.values())))
        for year, payers in sums.items()
        if any(payers.values())
    ]
    remarks += [
        _("{payer}: {amount}").format(payer=_(word), amount=euro(totals[f"{payer}_cents"]))
        for payer, word in PAYERS.items()
        if totals[f"{payer}_cents"]
    ]
    remarks += [*told, _("Scores are 1 ({best}) to 6 ({worst}).").format(best=_(SCORES[1]), worst=_(SCORES[6]))]
    title = _("Maintenance plan {first} – {last}").format(first=first, last=last)
    about = {"first_year": first, "last_year": last}
    return Report(title, columns, [_row(one) for one in found], about, totals, tuple(remarks))


def _row(one: PlannedTime) -> dict[str, Any]:
    stands = one.element.standing
    return {
        "year": one.year,
        "element": one.element.code,
        "name": one.element.name,
        "what": one.measure.what,
        "payer": one.line.payer,
        "amount_cents": one.line.cents,
        "score": stands.score if stands else None,
        "score_on": stands.measured_on if stands else None,
        "moved_from": one.line.time.stood if one.line.time.stood != one.year else None,
        "task": one.task.number if one.task else "",
    }
