"""Deposits on the desk: what is agreed and held, what must be back and when, and every movement."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.deposits import KINDS, STATES
from coopadmin.formats import long_date, short_date
from coopadmin.i18n import N_, _, ngettext
from db.queries import deposits as queries
from db.queries import journal
from db.queries.deposits import DepositRecord, DepositRow
from screens.app import Ref
from screens.deposits import forms
from screens.subject import Action, Card, Choice, Column, Entry, Section, Subject, day, filled, money, story_section


def _card(connection: Connection, contract_id: int, today: date) -> Card | None:
    record = queries.record(connection, contract_id, today)
    if record is None:
        return None
    rows = [("depositmovement", one.row_id) for one in record.movements if one.row_id]
    return Card(
        title=f"{record.row.number} · {record.row.dwelling}",
        status=_status(record, today),
        sections=(
            _figures(record),
            _movements(record),
            Section(
                _("see also"),
                filled(
                    Entry(_("tenants"), ", ".join(record.row.tenants)),
                    Entry(_("contract"), record.row.number, Ref("contracts", contract_id)),
                ),
            ),
            story_section(journal.story(connection, rows)),
        ),
    )


def _status(record: DepositRecord, today: date) -> str:
    said = _(STATES[record.row.state])
    if record.row.state in ("overdue", "to_return") and record.row.back_by:
        said += " · " + _("by {day} at the latest").format(day=long_date(record.row.back_by))
    if record.row.ends_on and record.row.ends_on >= today:
        said += " · " + _("the contract ends on {day}").format(day=long_date(record.row.ends_on))
    return said


def _figures(record: DepositRecord) -> Section:
    row = record.row
    too_high = record.most_cents is not None and max(row.agreed_cents or 0, row.held_cents) > record.most_cents
    most = money(record.most_cents)
    owed = _("{amount} owed") if record.owed_cents > 0 else _("{amount} ahead")
    return Section(
        _("deposit"),
        filled(
            Entry(_("agreed"), money(row.agreed_cents)),
            Entry(_("held"), money(row.held_cents)),
            Entry(_("short"), money(row.short_cents or None)),
            Entry(_("at most"), _("▲ {amount}; this is more").format(amount=most) if too_high else most),
            Entry(_("last day"), day(row.ends_on)),
            Entry(_("back by"), day(row.back_by)),
            Entry(
                _("account"),
                owed.format(amount=money(abs(record.owed_cents))) if record.owed_cents else _("even"),
                Ref("arrears", row.contract_id) if record.owed_cents > 0 else None,
            ),
        ),
    )


def _movements(record: DepositRecord) -> Section:
    width = max((len(money(one.amount_cents)) for one in record.movements), default=0)
    entries: list[Entry] = []
    for one in reversed(record.movements):
        entries.append(Entry(short_date(one.on), f"{money(one.amount_cents).rjust(width)}  {_(KINDS[one.kind])}"))
        if one.note:
            entries.append(Entry("", f"  {one.note}", style="$text-muted"))
    return Section(_("movements"), tuple(entries))


SUBJECT: Subject[DepositRow] = Subject(
    name="deposits",
    title=N_("Deposits"),
    columns=(
        Column(N_("No."), lambda row: row.number, 8),
        Column(N_("Home"), lambda row: row.dwelling, 6),
        Column(N_("Tenants"), lambda row: ", ".join(row.tenants)),
        Column(
            N_("Agreed"),
            lambda row: money(row.agreed_cents),
            11,
            True,
            wide=True,
            value=lambda row: row.agreed_cents,
            kind="cents",
        ),
        Column(N_("Held"), lambda row: money(row.held_cents), 11, True, value=lambda row: row.held_cents, kind="cents"),
        Column(
            N_("Short"),
            lambda row: money(row.short_cents or None),
            11,
            True,
            wide=True,
            value=lambda row: row.short_cents or None,
            kind="cents",
        ),
        Column(N_("Back by"), lambda row: day(row.back_by), 11, value=lambda row: row.back_by, kind="date"),
        Column(N_("State"), lambda row: _(STATES[row.state]), 17),
    ),
    page=queries.page,
    key=lambda row: row.contract_id,
    card=_card,
    filters=(
        Choice("all", N_("all deposits")),
        Choice("to_return", N_("to return")),
        Choice("short", N_("short")),
        Choice("held", N_("held")),
        Choice("unknown", N_("not taken over")),
    ),
    sorts=(
        Choice("number", N_("number")),
        Choice("dwelling", N_("home")),
        Choice("held", N_("amount held"), descending=True),
        Choice("back_by", N_("day it must be back")),
    ),
    counted=lambda total: ngettext("{count} deposit", "{count} deposits", total).format(count=total),
    empty=N_(
        "No deposits yet. They show here once a contract has a deposit agreed (under Contracts), or the bank brings "
        "one. Press N to take over what was held before this administration."
    ),
    new=forms.take_over,
    actions=(
        Action(N_("Held from before"), forms.hold_before, N_("What was held when this administration began")),
        Action(
            N_("Received in cash"), forms.receive, N_("The deposit, or what tops it up; the bank's money is matched")
        ),
        Action(N_("Set off an amount"), forms.deduct, N_("Unpaid rent, damage, service costs or energy performance")),
        Action(N_("Given back in cash"), forms.give_back, N_("What goes through the bank is matched there")),
        Action(N_("Specification"), forms.specification, N_("The written account for the tenant, to send or to save")),
    ),
    row_style=lambda row: "dim" if row.state in ("returned", "unknown", "none") else "",
)
