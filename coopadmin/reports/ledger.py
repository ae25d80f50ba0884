"""Who is behind, who is ahead, and the account of one contract."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.charges import KINDS
from coopadmin.domain.ledger import WORDS, line_words
from coopadmin.errors import Refused
from coopadmin.formats import euro, long_date
from coopadmin.i18n import _, ngettext
from coopadmin.reports.base import Column, Report, rows_of
from db.queries import ledger as queries
from db.queries.ledger import AccountHead, AccountLine


def arrears(connection: Connection, on: date) -> Report:
    """List the contracts that are behind on a day, former tenants among them, with what is open by age."""
    columns = (
        Column("contract", _("Contract")),
        Column("dwelling", _("Home")),
        Column("tenants", _("Tenants"), "list"),
        Column("open_cents", _("Open"), "cents"),
        Column("oldest_due", _("Since"), "date"),
        Column("d0_30", _("0–30 days"), "cents", minor=True),
        Column("d31_60", _("31–60"), "cents", minor=True),
        Column("d61_90", _("61–90"), "cents", minor=True),
        Column("d90_plus", _("over 90"), "cents", minor=True),
    )
    found = queries.arrears(connection, on)
    total = sum(row.open_cents for row in found)
    said = ngettext("{count} contract, {total} together", "{count} contracts, {total} together", len(found))
    return Report(
        _("Arrears on {day}").format(day=long_date(on)),
        columns,
        rows_of(columns, found),
        about={"on": on},
        totals={"total_cents": total},
        remarks=(said.format(count=len(found), total=euro(total)),),
    )


def credits(connection: Connection, on: date) -> Report:  # noqa: A001 - what the report is called
    """List the contracts on which more was paid than was due by a day."""
    columns = (
        Column("contract", _("Contract")),
        Column("dwelling", _("Home")),
        Column("tenants", _("Tenants"), "list"),
        Column("credit_cents", _("Credit"), "cents"),
    )
    found = queries.credits(connection, on)
    total = sum(row.credit_cents for row in found)
    said = ngettext("{count} contract, {total} together", "{count} contracts, {total} together", len(found))
    return Report(
        _("Credits on {day}").format(day=long_date(on)),
        columns,
        rows_of(columns, found),
        remarks=(said.format(count=len(found), total=euro(total)),),
    )


def statement(connection: Connection, contract: str, on: date, since: date | None = None) -> Report:
    """Write the account of a contract, by its number, from `since` (None: the beginning) up to a day.

    Raises Refused where there is no such contract.
    """
    head = queries.head(connection, contract, on)
    if head is None:
        raise Refused(_("There is no contract {number}.").format(number=contract))
    kept = queries.account(connection, head.contract_id, on, since)
    columns = (
        Column("date", _("Date"), "date"),
        Column("what", _("What")),
        Column("charged_cents", _("Charged"), "cents"),
        Column("paid_cents", _("Paid"), "cents"),
        Column("balance_cents", _("Balance"), "cents"),
    )
    first = kept.since or (kept.lines[0].on if kept.lines else on)
    rows = [{"date": first, "what": _("balance before"), "charged_cents": None, "paid_cents": None,
             "balance_cents": kept.opening_cents}] if since else []  # fmt: skip
    rows += [
        {
            "date": line.on,
            "what": line_text(line),
            "charged_cents": line.charged_cents or None,
            "paid_cents": line.paid_cents or None,
            "balance_cents": line.balance_cents,
        }
        for line in kept.lines
    ]
    return Report(
        _("Account of {contract} up to {day}").format(contract=head.title, day=long_date(on)),
        columns,
        rows,
        about={
            "contract": head.number,
            "dwelling": head.dwelling,
            "tenants": head.tenants,
            "since": since,
            "on": on,
            "opening_cents": kept.opening_cents,
        },
        totals={"closing_cents": kept.closing_cents},
        remarks=_remarks(head, kept.closing_cents),
    )


def line_text(line: AccountLine) -> str:
    """Say what a line of an account is: the kind, the month, and what was noted."""
    return line_words(_({**KINDS, **WORDS}[line.kind]), line.month, line.note, line.other)


def _remarks(head: AccountHead, closing_cents: int) -> tuple[str, ...]:
    who = _("Tenants: {names}").format(names=" + ".join(head.tenants)) if head.tenants else ""
    if closing_cents > 0:
        stands = _("Open: {amount}").format(amount=euro(closing_cents))
    elif closing_cents < 0:
        stands = _("Credit: {amount}").format(amount=euro(-closing_cents))
    else:
        stands = _("The account is even.")
    return tuple(part for part in (who, stands) if part)
