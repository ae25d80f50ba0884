"""Objections against rent increases: their list, one with what it is about, and what became of it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.increases import OUTCOMES, is_late
from coopadmin.formats import long_date
from coopadmin.i18n import N_, _, ngettext
from db.queries import journal
from db.queries import objections as queries
from db.queries.objections import ObjectionRow
from db.queries.rents import RentLineRow
from screens.app import Ref
from screens.increases import forms
from screens.subject import Action, Card, Choice, Column, Entry, Section, Subject, day, filled, money, story_section

SIGNS: dict[str, str] = {"open": "●", "withdrawn": "✓", "upheld": "▲", "dismissed": "✓"}


def _status(row: ObjectionRow) -> str:
    return f"{SIGNS[row.outcome]} {_(OUTCOMES[row.outcome])}"


def _card(connection: Connection, objection_id: int, today: date) -> Card | None:
    record = queries.record(connection, objection_id, today)
    if record is None:
        return None
    row = record.row
    said = [_status(row)]
    if is_late(row.received_on, row.valid_from):
        said.append(_("▲ received too late"))
    elif row.outcome == "open":
        said.append(_("the Huurcommissie decides, not the landlord"))
    if row.outcome == "upheld" and _rose(record.before, record.after):
        said.append(_("▲ the old rent is still to be set again; A (actions) does"))
    return Card(
        title=_("Objection of {contract}").format(contract=f"{row.contract} · {row.dwelling}"),
        status=" · ".join(said),
        sections=(
            Section(
                _("details"),
                filled(
                    Entry(_("contract"), row.contract, Ref("contracts", row.contract_id)),
                    Entry(_("tenants"), ", ".join(row.tenants)),
                    Entry(_("against the rise of"), long_date(row.valid_from)),
                    Entry(_("received on"), day(row.received_on)),
                    Entry(_("reason"), row.reason),
                    Entry(_("outcome"), _(OUTCOMES[row.outcome])),
                    Entry(_("decided on"), day(row.decided_on)),
                    Entry(_("basic rent before"), money(record.before.basic_rent_cents if record.before else None)),
                    Entry(_("basic rent from then"), money(record.after.basic_rent_cents if record.after else None)),
                ),
            ),
            story_section(journal.story(connection, [("rentobjection", objection_id)])),
        ),
    )


def _rose(before: RentLineRow | None, after: RentLineRow | None) -> bool:
    return before is not None and after is not None and after.basic_rent_cents > before.basic_rent_cents


SUBJECT: Subject[ObjectionRow] = Subject(
    name="objections",
    title=N_("Objections"),
    columns=(
        Column(N_("Contract"), lambda row: row.contract, 8),
        Column(N_("Home"), lambda row: row.dwelling, 6),
        Column(N_("Tenants"), lambda row: ", ".join(row.tenants)),
        Column(N_("Rise of"), lambda row: day(row.valid_from), 11, value=lambda row: row.valid_from, kind="date"),
        Column(N_("Received"), lambda row: day(row.received_on), 11, value=lambda row: row.received_on, kind="date"),
        Column(N_("Status"), _status, 14, value=lambda row: _(OUTCOMES[row.outcome])),
        Column(
            N_("Decided"), lambda row: day(row.decided_on), 11, wide=True, value=lambda row: row.decided_on, kind="date"
        ),
    ),
    page=queries.page,
    key=lambda row: row.objection_id,
    card=_card,
    filters=(
        Choice("all", N_("all objections")),
        Choice("open", N_("open")),
        Choice("upheld", N_("upheld")),
        Choice("decided", N_("decided or withdrawn")),
    ),
    sorts=(
        Choice("rise", N_("the day of the rise"), descending=True),
        Choice("received", N_("received"), descending=True),
        Choice("contract", N_("contract")),
    ),
    counted=lambda total: ngettext("{count} objection", "{count} objections", total).format(count=total),
    empty=N_("Objections of tenants against a rent increase stand here. Press N to note one."),
    new=forms.new_objection,
    edit=forms.decide,
    actions=(
        Action(N_("What became of it"), forms.decide, N_("Withdrawn, upheld or dismissed, and the day")),
        Action(N_("Set the old rent again"), forms.restore, N_("From the day of the increase, once it was upheld")),
    ),
    beside="increases",
    row_style=lambda row: "" if row.outcome == "open" else "dim",
)
