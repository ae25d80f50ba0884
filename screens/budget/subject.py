"""The budget on the desk: a year by category, a category with its bookings, and what can be done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.budget import DIRECTIONS, PURPOSES, STATES, Use
from coopadmin.domain.maintenance import STATUSES
from coopadmin.formats import euro, short_date
from coopadmin.i18n import N_, _, ngettext
from db.queries import budget as queries
from db.queries import journal
from db.queries.budget import CategoryRecord, CategoryRow
from db.queries.commitments import CommittedRow
from screens.app import Ref
from screens.budget import forms
from screens.decisions.section import decisions_section
from screens.subject import Action, Card, Choice, Column, Entry, Section, Subject, day, filled, money, story_section
from screens.widgets.figures import bar

BAR_WIDTH = 10


def _card(connection: Connection, category_id: int, today: date) -> Card | None:
    record = queries.record(connection, category_id, today)
    if record is None:
        return None
    row = record.row
    return Card(
        title=f"{row.code} · {row.name}",
        status=f"{_sign(row)} {_(STATES[row.state][1])}",
        sections=(
            _details(row),
            Section(_("other years"), tuple(Entry(str(of), _year_text(use)) for of, use in record.years)),
            _committed(record),
            Section(
                _("booked"),
                tuple(
                    Entry(
                        f"{short_date(one.booked_on)}  {euro(one.amount_cents)}",
                        " · ".join(part for part in (one.counterparty, one.note or one.description) if part),
                        Ref("bank", one.line_id),
                    )
                    for one in record.booked
                ),
            ),
            decisions_section(connection, category_id=category_id),
            story_section(journal.story(connection, [("category", category_id)])),
        ),
    )


def _details(row: CategoryRow) -> Section:
    return Section(
        _("in {year}").format(year=row.year),
        filled(
            Entry(_("direction"), _(DIRECTIONS[row.direction])),
            Entry(_("purpose"), _(PURPOSES[row.purpose])),
            Entry(_("budget"), money(row.use.budget_cents)),
            Entry(_("booked"), euro(row.use.booked_cents)),
            Entry(_("invoiced, not paid"), money(row.use.invoiced_cents or None)),
            Entry(_("committed"), money(row.use.committed_cents or None)),
            Entry(_("left"), money(row.use.left_cents)),
            Entry(_("used"), _used(row)),
            Entry(_("note"), row.note),
            Entry(_("last day"), day(row.ended_on)),
        ),
    )


def _committed(record: CategoryRecord) -> Section:
    """Show the tasks behind what is promised, and under each its orders."""
    return Section(_("work that takes of it"), tuple(line for one in record.committed for line in _task_lines(one)))


def _task_lines(one: CommittedRow) -> Iterator[Entry]:
    granted = _("{amount} granted to residents").format(amount=euro(one.fees_cents))
    if one.task_id is None:
        yield Entry(f"{_('hours')}  {euro(one.cents)}", f"{granted} · {one.what}", Ref("hours", one.hours_id or 0))
        return
    task = Ref("maintenance", one.task_id)
    said = [_(STATUSES[one.status]), one.what]
    if one.invoiced_cents:
        said.insert(0, _("of which invoiced {amount}").format(amount=euro(one.invoiced_cents)))
    yield Entry(f"{one.number}  {euro(one.cents + one.invoiced_cents)}", " · ".join(said), task)
    for order in one.orders:
        words = N_("{amount} invoiced") if order.invoiced_cents is not None else N_("{amount} agreed")
        agreed = _("by the hour")
        if order.invoiced_cents is not None or order.amount_cents is not None:
            agreed = _(words).format(amount=euro(order.cents))
        yield Entry(f"  {order.number}", f"{order.contractor} · {agreed}", task)
    if one.fees_cents:
        yield Entry(f"  {_('hours')}", granted, task)


def _year_text(use: Use) -> str:
    text = euro(use.booked_cents)
    if use.budget_cents is None:
        return text
    return _("{booked} of {budget} ({percent} %)").format(
        booked=text, budget=euro(use.budget_cents), percent=use.percent if use.percent is not None else 0
    )


def _sign(row: CategoryRow) -> str:
    return STATES[row.state][0]


def _used(row: CategoryRow) -> str:
    percent = row.use.percent
    if percent is None:
        return ""
    return f"{bar(percent, BAR_WIDTH)} {percent:>3} %"


SUBJECT: Subject[CategoryRow] = Subject(
    name="budget",
    title=N_("Budget of a year"),
    columns=(
        Column("", _sign, 2),
        Column(N_("Category"), lambda row: row.name),
        Column(N_("Direction"), lambda row: _(DIRECTIONS[row.direction]), 10, wide=True),
        Column(
            N_("Budget"),
            lambda row: money(row.use.budget_cents),
            13,
            right=True,
            value=lambda row: row.use.budget_cents,
            kind="cents",
        ),
        Column(
            N_("Booked"),
            lambda row: money(row.use.booked_cents),
            13,
            right=True,
            wide=True,
            value=lambda row: row.use.booked_cents,
            kind="cents",
        ),
        Column(
            N_("Committed"),
            lambda row: money(row.use.committed_cents or None),
            13,
            right=True,
            wide=True,
            value=lambda row: row.use.committed_cents,
            kind="cents",
        ),
        Column(
            N_("Left"),
            lambda row: money(row.use.left_cents),
            13,
            right=True,
            value=lambda row: row.use.left_cents,
            kind="cents",
        ),
        Column(N_("Used"), _used, BAR_WIDTH + 6, value=lambda row: row.use.percent, kind="int"),
    ),
    page=queries.page,
    key=lambda row: row.category_id,
    card=_card,
    filters=(
        Choice("this_year", N_("this year")),
        Choice("last_year", N_("last year")),
        Choice("next_year", N_("next year")),
        Choice("two_years_ago", N_("two years ago")),
    ),
    sorts=(
        Choice("code", N_("code")),
        Choice("name", N_("name")),
        Choice("percent", N_("part used"), descending=True),
        Choice("booked", N_("booked"), descending=True),
    ),
    counted=lambda total: ngettext("{count} category", "{count} categories", total).format(count=total),
    empty=N_("No categories yet. Press N to begin with those most groups have, or to add one of your own."),
    new=forms.add,
    edit=forms.correct,
    actions=(
        Action(N_("Set the budget"), forms.set_budget, N_("What it may cost, or should bring, in a year")),
        Action(
            N_("Take a budget over"), forms.take_over, N_("Give next year this year's budget where it has none yet")
        ),
        Action(N_("Use no more"), forms.end, N_("What was booked on it stays")),
        Action(N_("Use again"), forms.resume, N_("For a category that was ended")),
        Action(N_("Add the usual categories"), forms.add_usual, N_("Those most groups have, as far as not here yet")),
    ),
    row_style=lambda row: "dim" if row.ended_on else "",
)
