"""The hours of each household over a time; those of people without a home here stand together."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.hours import hours_text
from coopadmin.formats import long_date
from coopadmin.i18n import N_, _, ngettext
from db.queries import household_hours as queries
from db.queries.household_hours import HouseholdRow
from screens.app import Ref
from screens.hours import forms
from screens.hours.words import hours_entry, hours_words
from screens.subject import Card, Choice, Column, Entry, Section, Subject, filled, money


def _home(row: HouseholdRow) -> str:
    return row.home or _("no home here")


def _card(connection: Connection, key: int, today: date) -> Card | None:
    """Show what a household gave this year."""
    home = queries.home_of(connection, key) if key else None
    if key and home is None:
        return None
    since, until = queries.period("year", today)
    rows = queries.entries(connection, key, since, until)
    names = {row.person_id: row.person for row in rows}
    minutes = {one: sum(row.minutes for row in rows if row.person_id == one) for one in names}
    title = home[1] if home else _("Without a home here")
    return Card(
        title=title,
        status=_("{hours} since {day}").format(hours=hours_words(sum(minutes.values())), day=long_date(since)),
        sections=(
            Section(
                _("details"),
                filled(Entry(_("home"), home[1] if home else "", Ref("dwellings", home[0]) if home else None)),
            ),
            Section(
                _("people"),
                tuple(
                    Entry(hours_text(minutes[one]), names[one], Ref("members", one))
                    for one in sorted(names, key=lambda one: -minutes[one])
                ),
            ),
            Section(_("this year"), tuple(hours_entry(row, dated=True) for row in rows)),
        ),
    )


SUBJECT: Subject[HouseholdRow] = Subject(
    name="household_hours",
    title=N_("Hours by household"),
    columns=(
        Column(N_("Home"), _home, 13),
        Column(
            N_("Hours"), lambda row: hours_text(row.minutes), 7, right=True, value=lambda row: row.minutes, kind="int"
        ),
        Column(N_("Days"), lambda row: str(row.days or ""), 5, right=True, value=lambda row: row.days, kind="int"),
        Column(N_("Who worked"), lambda row: ", ".join(row.people)),
        Column(
            N_("For a fee"),
            lambda row: hours_text(row.paid_minutes) if row.paid_minutes else "",
            9,
            right=True,
            wide=True,
            value=lambda row: row.paid_minutes,
            kind="int",
        ),
        Column(
            N_("Fee for work"),
            lambda row: money(row.fee_cents) if row.fee_cents else "",
            11,
            right=True,
            wide=True,
            value=lambda row: row.fee_cents,
            kind="cents",
        ),
    ),
    page=queries.page,
    key=lambda row: row.key,
    card=_card,
    filters=(
        Choice("year", N_("this year")),
        Choice("half_year", N_("this half year")),
        Choice("month", N_("this month")),
        Choice("last_year", N_("last year")),
        Choice("all", N_("ever")),
    ),
    sorts=(
        Choice("minutes", N_("time"), descending=True),
        Choice("home", N_("home")),
        Choice("fee", N_("fee"), descending=True),
    ),
    counted=lambda total: ngettext("{count} household", "{count} households", total).format(count=total),
    empty=N_("No hours were noted in this time, and nobody lives here. F chooses another time."),
    new=forms.note,
    row_style=lambda row: "" if row.minutes else "dim",
    beside="claims",
)
