"""The account on a contract's record: how it stands, since when, what is planned, and the last lines."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.charges import KINDS
from coopadmin.domain.ledger import WORDS, ages
from coopadmin.formats import age_text, long_date, month_name, plain_amount, short_date
from coopadmin.i18n import _
from db.queries import ledger as queries
from db.queries.ledger import AccountLine
from db.queries.payment_plans import plans_of
from db.queries.refunds import refunds
from screens.app import Ref
from screens.ledger.words import stands_text
from screens.plans.words import state_text
from screens.subject import Entry, Section, money

LAST = 6
"""Lines that are shown of the account itself."""


def account_section(connection: Connection, contract_id: int, today: date) -> Section:
    """Show how the account stands today; nothing where nothing was ever put on it."""
    kept = queries.account(connection, contract_id, today)
    if not kept.lines:
        return Section(_("account"), ())
    entries = [Entry("", stands_text(kept.closing_cents))]
    standing = queries.settled(connection, [contract_id], today)[contract_id]
    if standing.oldest_due is not None:
        since = _("{day} ({age})").format(
            day=long_date(standing.oldest_due), age=age_text((today - standing.oldest_due).days)
        )
        entries.append(Entry(_("since"), since))
        aged = ages(standing.open, today)
        parts = ((_("31–60 days"), aged.d31_60), (_("61–90 days"), aged.d61_90), (_("over 90 days"), aged.d90_plus))
        entries += [Entry(label, money(cents)) for label, cents in parts if cents]
    for plan in plans_of(connection, contract_id, today)[:1]:
        entries.append(Entry(_("payment plan"), state_text(plan), Ref("plans", plan.plan_id)))
    entries += [
        Entry(_("to give back"), _("● {amount} since {day}").format(
            amount=money(one.amount_cents), day=short_date(one.decided_on)))
        for one in refunds(connection, contract_id)
        if one.paid_on is None
    ]  # fmt: skip
    entries += [_line(line) for line in reversed(kept.lines[-LAST:])]
    if len(kept.lines) > LAST:
        entries.append(Entry("", _("A (actions) shows the whole account"), style="$text-muted"))
    return Section(_("account"), tuple(entries))


def _line(line: AccountLine) -> Entry:
    """Show a line short: what it did to the balance, and what it was."""
    what = _({**KINDS, **WORDS}[line.kind])
    if line.month is not None:
        what = f"{what} {month_name(line.month.month)[:3]}"
    change = plain_amount(line.charged_cents - line.paid_cents)
    sign = "+" if line.charged_cents - line.paid_cents > 0 else ""
    ref = None
    if line.line_id is not None:
        ref = Ref("bank", line.line_id)
    elif line.ref[0] == "charge":
        ref = Ref("charges", line.ref[1])
    return Entry(short_date(line.on), f"{sign + change:>10} {what}", ref)
