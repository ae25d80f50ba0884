"""How a year stands against its budget."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.budget import DIRECTIONS, PURPOSES, STATES
from coopadmin.formats import euro
from coopadmin.i18n import _, ngettext
from coopadmin.reports.base import Column, Report
from db.queries import budget as queries


def budget(connection: Connection, year: int, today: date) -> Report:
    """List the categories of a year: budget, booked, committed, left and the part used: cents, whole percents."""
    columns = (
        Column("code", _("Code")),
        Column("name", _("Category")),
        Column("direction", _("Direction"), words=DIRECTIONS),
        Column("purpose", _("Purpose"), words=PURPOSES, minor=True),
        Column("budget_cents", _("Budget"), "cents"),
        Column("spent_cents", _("Booked"), "cents"),
        Column("invoiced_cents", _("Invoiced, not paid"), "cents", minor=True),
        Column("committed_cents", _("Committed"), "cents"),
        Column("left_cents", _("Left"), "cents"),
        Column("percent", _("%"), "int"),
        Column("state", _("How it stands"), words={code: word for code, (_sign, word) in STATES.items()}, minor=True),
    )
    found = queries.year(connection, year, today)
    rows = [
        {
            "code": row.code,
            "name": row.name,
            "direction": row.direction,
            "purpose": row.purpose,
            "budget_cents": row.use.budget_cents,
            "spent_cents": row.use.booked_cents,
            "invoiced_cents": row.use.invoiced_cents,
            "committed_cents": row.use.committed_cents,
            "left_cents": row.use.left_cents,
            "percent": row.use.percent,
            "state": row.state,
        }
        for row in found.rows
    ]
    totals = {
        "income_cents": sum(row.use.booked_cents for row in found.of("income")),
        "expense_cents": sum(row.use.booked_cents for row in found.of("expense")),
        "committed_cents": sum(one.cents for one in found.committed),
        "invoiced_cents": sum(one.invoiced_cents for one in found.committed),
    }
    remarks = [
        _("Came in {income}, went out {expense}, committed {committed}.").format(
            income=euro(totals["income_cents"]),
            expense=euro(totals["expense_cents"]),
            committed=euro(totals["committed_cents"]),
        )
    ]
    if totals["invoiced_cents"]:
        sentence = _("Besides, {amount} was invoiced and is not paid yet.")
        remarks.append(sentence.format(amount=euro(totals["invoiced_cents"])))
    pressed = sum(row.state in ("over", "near") for row in found.rows)
    if pressed:
        sentence = ngettext(
            "{count} category is nearly used up or over its budget.",
            "{count} categories are nearly used up or over their budget.",
            pressed,
        )
        remarks.append(sentence.format(count=pressed))
    if found.uncategorised_cents:
        sentence = _("{amount} is committed to maintenance, and no expense category is for maintenance.")
        remarks.append(sentence.format(amount=euro(found.uncategorised_cents)))
    title = _("Budget {year}").format(year=year)
    return Report(title, columns, rows, {"year": year}, totals, tuple(remarks))
