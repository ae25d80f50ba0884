"""The contractors on the desk: their list, one with its orders and work, and what can be done."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.orders import ORDER_STATES
from coopadmin.formats import euro, long_date, short_date
from coopadmin.i18n import N_, _, ngettext
from db.queries import contractors as queries
from db.queries import journal
from db.queries.contractors import ContractorRecord, ContractorRow, NamedTask
from db.queries.orders import OrderRow
from screens.app import Ref
from screens.contractors import forms
from screens.contractors.mandates import mandates
from screens.keys.section import contractor_keys
from screens.maintenance.words import status_text
from screens.subject import (
    Action,
    Card,
    Choice,
    Column,
    Entry,
    Section,
    Subject,
    day,
    filled,
    money,
    story_section,
    whole,
)


def _card(connection: Connection, contractor_id: int, today: date) -> Card | None:
    record = queries.record(connection, contractor_id, today)
    if record is None:
        return None
    return Card(
        title=record.row.name,
        status=_status(record.row, today),
        sections=(
            _details(record),
            contractor_keys(connection, contractor_id, today),
            Section(_("orders"), tuple(map(_order, record.orders))),
            Section(_("work in the register"), tuple(map(_task, record.tasks))),
            story_section(journal.story(connection, [("contractor", contractor_id)])),
        ),
    )


def _status(row: ContractorRow, today: date) -> str:
    if row.ended_on is not None:
        words = _("no work since {day}") if row.ended_on < today else _("last day {day}")
        return f"○ {words.format(day=long_date(row.ended_on))}"
    words = ngettext("{count} order stands", "{count} orders stand", row.orders).format(count=row.orders)
    return f"● {words}" if row.orders else "✓ " + _("gets work")


def _details(record: ContractorRecord) -> Section:
    row = record.row
    invoiced = _("{amount} invoiced").format(amount=euro(row.invoiced_cents))
    return Section(
        _("details"),
        filled(
            Entry(_("trade"), row.trade_name),
            Entry(_("contact"), row.contact),
            Entry(_("phone"), row.phone),
            Entry(_("e-mail"), row.email),
            Entry(_("emergencies"), _("comes outside office hours") if row.emergencies else ""),
            Entry(_("KvK number"), record.kvk_number),
            Entry(_("orders given"), money(row.open_cents or None)),
            Entry(_("this year"), invoiced if row.invoiced_cents else ""),
            Entry(_("note"), record.note),
        ),
    )


def _order(one: OrderRow) -> Entry:
    sign, words = ORDER_STATES[one.state]
    cents = one.invoiced_cents if one.invoiced_cents is not None else one.amount_cents
    amount = euro(cents) if cents is not None else _("by the hour")
    text = f"{sign} {_(words)} · {amount} · {one.task} {one.what}"
    return Entry(f"{short_date(one.ordered_on)} {one.number}", text, Ref("maintenance", one.task_id))


def _task(one: NamedTask) -> Entry:
    parts = (status_text(one.status), one.what, money(one.cost_cents))
    text = " · ".join(part for part in parts if part)
    return Entry(f"{short_date(one.reported_on)} {one.number}", text, Ref("maintenance", one.task_id))


SUBJECT: Subject[ContractorRow] = Subject(
    name="contractors",
    title=N_("Contractors"),
    columns=(
        Column(N_("Name"), lambda row: row.name),
        Column(N_("Trade"), lambda row: row.trade_name, 18),
        Column(N_("Contact"), lambda row: row.contact, 18, wide=True),
        Column(N_("Phone"), lambda row: row.phone, 13),
        Column(N_("E-mail"), lambda row: row.email, 24, wide=True),
        Column(N_("Emergencies"), lambda row: _("yes") if row.emergencies else "", 11, wide=True),
        Column(N_("Orders"), lambda row: whole(row.orders or None), 7, True, value=lambda row: row.orders, kind="int"),
        Column(
            N_("Given"),
            lambda row: money(row.open_cents or None),
            12,
            True,
            value=lambda row: row.open_cents,
            kind="cents",
        ),
        Column(
            N_("Invoiced"),
            lambda row: money(row.invoiced_cents or None),
            12,
            True,
            True,
            value=lambda row: row.invoiced_cents,
            kind="cents",
        ),
        Column(
            N_("Last order"), lambda row: day(row.last_on), 11, wide=True, value=lambda row: row.last_on, kind="date"
        ),
    ),
    page=queries.page,
    key=lambda row: row.contractor_id,
    card=_card,
    filters=(
        Choice("in_use", N_("who get work")),
        Choice("emergencies", N_("for emergencies")),
        Choice("busy", N_("with orders")),
        Choice("ended", N_("who get none any more")),
        Choice("all", N_("all contractors")),
    ),
    sorts=(
        Choice("name", N_("name")),
        Choice("trade", N_("trade")),
        Choice("open", N_("orders given"), descending=True),
        Choice("last", N_("last order"), descending=True),
    ),
    counted=lambda total: ngettext("{count} contractor", "{count} contractors", total).format(count=total),
    empty=N_(
        "No contractors yet. Press N to enter one; A shows who is named in the register of maintenance and is not "
        "here yet."
    ),
    beside="maintenance_plan",
    new=forms.add,
    edit=forms.correct,
    actions=(
        Action(N_("No more work, or work again"), forms.end, N_("What they did stays")),
        Action(
            N_("Who the register names"),
            forms.match,
            N_("Words of the register that are not in this list: who is it?"),
            alone=True,
        ),
        Action(
            N_("Mandates"),
            mandates,
            N_("Up to what amount who may give an order; above it a decision is asked"),
            alone=True,
        ),
    ),
    row_style=lambda row: "dim" if row.ended_on else "",
)
