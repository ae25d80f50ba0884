"""The hours residents gave, by household."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.hours import hours_said, hours_text
from coopadmin.formats import long_date
from coopadmin.i18n import N_, _, ngettext
from coopadmin.reports.base import Column, Report
from db.queries.household_hours import added_up


def hours(connection: Connection, since: date, until: date) -> Report:
    """List the households with what they gave from a day to another, the most first, in minutes and as hours.

    Whoever worked counts for the home they had by tenancy on that day; people without a home here stand together, last.
    """
    columns = (
        Column("home", _("Home"), words={"": N_("without a home here")}),
        Column("people", _("Who worked"), "list"),
        Column("days", _("Days"), "int", minor=True),
        Column("minutes", _("Minutes worked"), "int", only="programs"),
        Column("hours", _("Hours")),
        Column("paid", _("Of these for a fee"), only="people"),
        Column("paid_minutes", _("Of these for a fee, in minutes"), "int", only="programs"),
        Column("fee_cents", _("Fee for work"), "cents", minor=True),
    )
    found = added_up(connection, since, until)
    rows = [
        {
            "home": row.home,
            "people": list(row.people),
            "days": row.days,
            "minutes": row.minutes,
            "hours": hours_text(row.minutes),
            "paid": hours_text(row.paid_minutes) if row.paid_minutes else "",
            "paid_minutes": row.paid_minutes,
            "fee_cents": row.fee_cents,
        }
        for row in found
    ]
    minutes = sum(row.minutes for row in found)
    totals = {"minutes": minutes, "fee_cents": sum(row.fee_cents for row in found)}
    gave = sum(row.minutes > 0 and row.key != 0 for row in found)
    homes = sum(row.key != 0 for row in found)
    told = ngettext(
        "{hours} hours in all; {gave} of {homes} household gave time.",
        "{hours} hours in all; {gave} of {homes} households gave time.",
        homes,
    )
    title = _("Hours from {since} to {until}").format(since=long_date(since), until=long_date(until))
    about = {"from": since, "until": until}
    return Report(
        title, columns, rows, about, totals, (told.format(hours=hours_said(minutes), gave=gave, homes=homes),)
    )
