"""An account line by line: what was charged, what was paid, and what was owed after each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, select
from sqlmodel import col

from coopadmin.domain.ledger import Ref
from db.queries.balances import CONTRACTS, MEMBERS, Side, balances, member_balances
from db.tables.bank import BankLine
from db.tables.charges import Charge
from db.tables.contracts import Contract
from db.tables.matching import Posting
from db.tables.rents import OpeningBalance


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One line of an account, in cents: charged (below zero for what was forgiven or set off) or paid.

    `kind` is the charge's, `opening`, `payment`, or `paid_back` for money that went out. `ref` names the row; `line_id`
    the bank line a payment came of, `other` its counterparty.
    """

    on: date
    kind: str
    ref: Ref
    charged_cents: int
    paid_cents: int
    balance_cents: int
    month: date | None = None
    note: str = ""
    other: str = ""
    line_id: int | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """The lines of an account from `since` (None: the beginning) to `until`, both included, oldest first."""

    since: date | None
    until: date
    opening_cents: int
    """What was owed before `since`."""
    lines: tuple[AccountLine, ...]

    @property
    def closing_cents(self) -> int:
        """What is owed on `until`; below zero where there is a credit."""
        return self.lines[-1].balance_cents if self.lines else self.opening_cents

    @property
    def charged_cents(self) -> int:
        """All that was charged in the time, less what was forgiven or set off."""
        return sum(line.charged_cents for line in self.lines)

    @property
    def paid_cents(self) -> int:
        """All that was paid in the time, less what was paid back."""
        return sum(line.paid_cents for line in self.lines)


def account(connection: Connection, contract_id: int, on: date, since: date | None = None) -> Account:
    """Give the account of a contract up to a day, with what was owed after each line."""
    before = balances(connection, [contract_id], since - timedelta(days=1))[contract_id] if since else 0
    return _account(connection, CONTRACTS, contract_id, on, since, before)


def member_account(connection: Connection, member_id: int, on: date, since: date | None = None) -> Account:
    """Give the account of a member, contributions and what else was put on it, as `account` does for contracts."""
    before = member_balances(connection, [member_id], since - timedelta(days=1))[member_id] if since else 0
    return _account(connection, MEMBERS, member_id, on, since, before)


def _account(connection: Connection, side: Side, account_id: int, on: date, since: date | None, before: int) -> Account:
    lines = list(_charges(connection, side, account_id, on, since))
    if side is CONTRACTS:
        lines += _openings(connection, account_id, on, since)
    lines += _payments(connection, side, account_id, on, since)
    lines.sort(key=lambda line: (line.on, _ORDER[line.ref[0]], line.ref[1]))
    running, told = before, list[AccountLine]()
    for line in lines:
        running += line.charged_cents - line.paid_cents
        told.append(
            AccountLine(
                line.on,
                line.kind,
                line.ref,
                line.charged_cents,
                line.paid_cents,
                running,
                line.month,
                line.note,
                line.other,
                line.line_id,
            )
        )
    return Account(since, on, before, tuple(told))


_ORDER = {"opening": 0, "charge": 1, "posting": 2}
"""On one day what is owed comes before what is paid."""


def _charges(
    connection: Connection, side: Side, account_id: int, on: date, since: date | None
) -> Iterator[AccountLine]:
    statement = select(
        col(Charge.id),
        col(Charge.due_on),
        col(Charge.kind),
        col(Charge.amount_cents),
        col(Charge.month),
        col(Charge.note),
    ).where(side.charged == account_id, *_within(col(Charge.due_on), on, since))
    for row_id, due_on, kind, cents, month, note in connection.execute(statement):
        yield AccountLine(due_on, kind, ("charge", row_id), cents, 0, 0, month, note)


def _openings(connection: Connection, contract_id: int, on: date, since: date | None) -> Iterator[AccountLine]:
    statement = select(
        col(OpeningBalance.id), col(OpeningBalance.due_on), col(OpeningBalance.amount_cents), col(OpeningBalance.note)
    ).where(col(OpeningBalance.contract_id) == contract_id, *_within(col(OpeningBalance.due_on), on, since))
    for row_id, due_on, cents, note in connection.execute(statement):
        yield AccountLine(due_on, "opening", ("opening", row_id), cents, 0, 0, None, note)


def _payments(
    connection: Connection, side: Side, account_id: int, on: date, since: date | None
) -> Iterator[AccountLine]:
    statement = (
        select(
            col(Posting.id),
            col(Posting.booked_on),
            col(Posting.amount_cents),
            col(Posting.note),
            col(Posting.line_id),
            col(BankLine.name),
            col(BankLine.description),
        )
        .join(BankLine, col(BankLine.id) == col(Posting.line_id))
        .where(side.of_kind, side.posted == account_id, *_within(col(Posting.booked_on), on, since))
    )
    for row_id, booked_on, cents, note, line_id, name, description in connection.execute(statement):
        kind = "payment" if cents > 0 else "paid_back"
        yield AccountLine(booked_on, kind, ("posting", row_id), 0, cents, 0, None, note or description, name, line_id)


def _within(column: Any, on: date, since: date | None) -> tuple[ColumnElement[bool], ...]:
    return (column <= on,) if since is None else (column <= on, column >= since)


def account_paid_from(connection: Connection, contract_id: int) -> str:
    """Give the bank account that last paid on a contract, else the one its register has; empty for neither."""
    last = (
        select(col(BankLine.iban))
        .join(Posting, col(Posting.line_id) == col(BankLine.id))
        .where(
            col(Posting.contract_id) == contract_id,
            col(Posting.kind) == "contract",
            col(Posting.amount_cents) > 0,
            col(BankLine.iban) != "",
        )
        .order_by(col(Posting.booked_on).desc(), col(Posting.id).desc())
        .limit(1)
    )
    known = select(col(Contract.iban)).where(col(Contract.id) == contract_id)
    return connection.execute(last).scalar() or connection.execute(known).scalar() or ""
