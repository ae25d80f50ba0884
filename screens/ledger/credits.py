"""Who paid more than was due: the list beside the arrears, where money is given back or moved."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coopadmin.formats import euro
from coopadmin.i18n import N_, _, ngettext
from db.queries import ledger as queries
from db.queries import refunds as refund_queries
from db.queries.ledger import CreditRow
from screens.app import Ref
from screens.ledger.actions import ACTIONS
from screens.ledger.section import account_section
from screens.subject import Card, Choice, Column, Entry, Section, Subject, day, money


def _card(connection: Connection, contract_id: int, today: date) -> Card | None:
    head = queries.head_of(connection, contract_id, today)
    if head is None:
        return None
    ended = _("contract ended on {day}").format(day=day(head.ended_on)) if head.ended_on else ""
    planned = refund_queries.refunds(connection, contract_id)
    return Card(
        title=head.title,
        status=" · ".join(part for part in (" + ".join(head.tenants), ended) if part),
        sections=(
            Section(_("contract"), (Entry(_("contract"), head.number, Ref("contracts", contract_id)),)),
            account_section(connection, contract_id, today),
            Section(
                _("given back"),
                tuple(
                    Entry(day(one.paid_on), _("✓ {amount} · {note}").format(
                        amount=money(one.amount_cents), note=one.note))
                    for one in planned
                    if one.paid_on is not None
                ),
            ),
        ),
    )  # fmt: skip


SUBJECT: Subject[CreditRow] = Subject(
    name="credits",
    title=N_("Credits"),
    columns=(
        Column(N_("Contract"), lambda row: row.contract, 9),
        Column(N_("Home"), lambda row: row.dwelling, 6),
        Column(N_("Tenants"), lambda row: ", ".join(row.tenants)),
        Column(
            N_("Credit"), lambda row: euro(row.credit_cents), 13, True, value=lambda row: row.credit_cents, kind="cents"
        ),
        Column(
            N_("Former tenant"),
            lambda row: _("○ since {day}").format(day=day(row.ended_on)) if row.ended_on else "",
            20,
            value=lambda row: row.ended_on,
            kind="date",
        ),
    ),
    page=queries.credits_page,
    key=lambda row: row.contract_id,
    card=_card,
    filters=(Choice("all", N_("everyone")), Choice("former", N_("former tenants"))),
    sorts=(Choice("number", N_("contract")), Choice("credit", N_("amount"), descending=True)),
    counted=lambda total: ngettext("{count} contract", "{count} contracts", total).format(count=total),
    empty=N_("Nobody paid more than was due. What is paid too much stands here until it is used, moved or given back."),
    actions=ACTIONS,
    beside="arrears",
)
