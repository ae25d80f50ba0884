"""Balances of accounts on a day, and what is open on them.

Nothing of this is stored. Sums come out of the covering indexes of charges and postings; single debts are read only
for accounts with something open, newest first, because what is open without a word about it are the newest debts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select, union_all
from sqlmodel import col

from coopadmin.domain.ledger import Debt, Ref, Settled, settle
from db.tables.charges import Charge
from db.tables.matching import Posting
from db.tables.rents import OpeningBalance

_AT_ONCE = 500
"""Numbers in one IN list."""

_REACHES = (100, 500)
"""How many days back debts are looked for, before all of them are."""


@dataclass(frozen=True, slots=True)
class Side:
    """Whose accounts are meant: those of contracts, or of members."""

    charged: Any
    posted: Any
    kind: str

    @property
    def of_kind(self) -> ColumnElement[bool]:
        """Postings on these accounts."""
        return col(Posting.kind) == self.kind


CONTRACTS = Side(col(Charge.contract_id), col(Posting.contract_id), "contract")
MEMBERS = Side(col(Charge.member_id), col(Posting.member_id), "member")


# -- balances --------------------------------------------------------------------------------------------------------


def balance_cents(connection: Connection, contract_id: int, on: date) -> int:
    """Give what a contract owes on a day, in cents; below zero where there is a credit."""
    return balances(connection, [contract_id], on)[contract_id]


def balances(connection: Connection, contract_ids: Collection[int] | None, on: date) -> dict[int, int]:
    """Give the balance of contracts on a day: of those named, or of all that are not even."""
    return _balances(connection, CONTRACTS, contract_ids, on)


def member_balances(connection: Connection, member_ids: Collection[int] | None, on: date) -> dict[int, int]:
    """Give the balance of members' own accounts on a day: of those named, or of all that are not even."""
    return _balances(connection, MEMBERS, member_ids, on)


def _balances(connection: Connection, side: Side, ids: Collection[int] | None, on: date) -> dict[int, int]:
    found: dict[int, int] = {} if ids is None else dict.fromkeys(ids, 0)
    for some in chunks(ids):
        moves = union_all(*_sums(side, some, on)).subquery()
        account_id, cents = moves.c.account_id, func.sum(moves.c.cents)
        statement = select(account_id, cents).group_by(account_id)
        if ids is None:
            statement = statement.having(cents != 0)
        found.update((row[0], row[1]) for row in connection.execute(statement))
    return found


def _sums(side: Side, ids: Collection[int] | None, on: date) -> Iterator[Select[Any, Any]]:
    """Add up what was charged and, below zero, what was paid, per account: each out of its index alone."""
    yield (
        select(side.charged.label("account_id"), func.sum(col(Charge.amount_cents)).label("cents"))
        .where(named(side.charged, ids), col(Charge.due_on) <= on)
        .group_by(side.charged)
    )
    yield (
        select(side.posted, -func.sum(col(Posting.amount_cents)))
        .where(side.of_kind, named(side.posted, ids), col(Posting.booked_on) <= on)
        .group_by(side.posted)
    )
    if side is CONTRACTS:
        yield select(col(OpeningBalance.contract_id), col(OpeningBalance.amount_cents)).where(
            named(col(OpeningBalance.contract_id), ids), col(OpeningBalance.due_on) <= on
        )


def named(column: Any, ids: Collection[int] | None) -> ColumnElement[bool]:
    """Demand one of these numbers, or any number where None are given."""
    return column.is_not(None) if ids is None else column.in_(ids)


def chunks(ids: Collection[int] | None) -> Iterator[list[int] | None]:
    """Give the numbers so many at a time, or once None where all are meant."""
    if ids is None:
        yield None
        return
    wanted = list(ids)
    for start in range(0, len(wanted), _AT_ONCE):
        yield wanted[start : start + _AT_ONCE]


# -- what is open ----------------------------------------------------------------------------------------------------


def settled(connection: Connection, contract_ids: Iterable[int] | None, on: date) -> Mapping[int, Settled]:
    """Give what is open and what is credit, of the contracts named, or of all where there is either."""
    ids = None if contract_ids is None else list(contract_ids)
    return settled_from(connection, CONTRACTS, _balances(connection, CONTRACTS, ids, on), on, told=True)


def settled_members(connection: Connection, member_ids: Iterable[int] | None, on: date) -> Mapping[int, Settled]:
    """Give what is open and what is credit on members' own accounts, as `settled` does for contracts."""
    ids = None if member_ids is None else list(member_ids)
    return settled_from(connection, MEMBERS, _balances(connection, MEMBERS, ids, on), on, told=True)


def settled_from(
    connection: Connection, side: Side, standing: Mapping[int, int], on: date, *, told: bool
) -> dict[int, Settled]:
    """Settle accounts of which the balances are known; `told` reads kind, month and note of every debt too."""
    found = {account_id: Settled((), max(0, -cents)) for account_id, cents in standing.items()}
    behind = {account_id: cents for account_id, cents in standing.items() if cents > 0}
    directed = _directed(connection, side, behind, on)
    short = set(behind)
    for reach in (*_REACHES, None):
        asked = [
            account_id for account_id in behind if account_id in short and (reach is None or account_id not in directed)
        ]
        since = None if reach is None else on - timedelta(days=reach)
        debts = _debts(connection, side, asked, since, on, told=told)
        for account_id in asked:
            some = debts.get(account_id, [])
            owed = sum(debt.amount_cents for debt in some)
            # Money spent on what is not read here does not count; what counts is how much must stay open.
            if owed >= behind[account_id] and account_id not in directed:
                found[account_id] = settle(some, owed - behind[account_id])
                short.discard(account_id)
        if not short:
            return found
        if reach is None:
            days = _taken_back(connection, side, short, on)
            for account_id in short:
                some = debts.get(account_id, [])
                paid = sum(debt.amount_cents for debt in some) - behind[account_id]
                found[account_id] = settle(some, paid, directed.get(account_id, {}), days.get(account_id, on))
    return found


def _directed(connection: Connection, side: Side, accounts: Collection[int], on: date) -> dict[int, dict[Ref, int]]:
    """Give what was meant for one charge, of these accounts, by charge."""
    found: dict[int, dict[Ref, int]] = {}
    # A charge is of one account; grouping by charges alone reads the few postings that name one, and no others.
    statement = (
        select(col(Posting.charge_id), func.max(side.posted), func.sum(col(Posting.amount_cents)))
        .where(side.of_kind, col(Posting.charge_id).is_not(None), col(Posting.booked_on) <= on)
        .group_by(col(Posting.charge_id))
    )
    for charge_id, account_id, cents in connection.execute(statement):
        if charge_id is not None and account_id in accounts:
            found.setdefault(account_id, {})["charge", charge_id] = cents
    return found


def _debts(
    connection: Connection, side: Side, accounts: Collection[int], since: date | None, on: date, *, told: bool
) -> dict[int, list[Debt]]:
    """Give the debts (no money below zero) of accounts that fell due from `since` to `on`, by account."""
    found: dict[int, list[Debt]] = {}
    for some in chunks(accounts):
        charges: list[Any] = [col(Charge.due_on) <= on, col(Charge.amount_cents) > 0, named(side.charged, some)]
        openings: list[Any] = [
            col(OpeningBalance.due_on) <= on,
            col(OpeningBalance.amount_cents) > 0,
            named(col(OpeningBalance.contract_id), some),
        ]
        if since is not None:
            charges.append(col(Charge.due_on) >= since)
            openings.append(col(OpeningBalance.due_on) >= since)
        bare = select(side.charged, col(Charge.id), col(Charge.due_on), col(Charge.amount_cents)).where(*charges)
        if told:
            full = bare.add_columns(col(Charge.kind), col(Charge.month), col(Charge.note))
            for account_id, row_id, due_on, cents, kind, month, note in connection.execute(full):
                debt = Debt(kind, ("charge", row_id), due_on, cents, month, note)
                found.setdefault(account_id, []).append(debt)
        else:
            for account_id, row_id, due_on, cents in connection.execute(bare):
                found.setdefault(account_id, []).append(Debt("", ("charge", row_id), due_on, cents))
        if side is not CONTRACTS:
            continue
        owed = select(
            col(OpeningBalance.contract_id),
            col(OpeningBalance.id),
            col(OpeningBalance.due_on),
            col(OpeningBalance.amount_cents),
            col(OpeningBalance.note),
        ).where(*openings)
        for account_id, row_id, due_on, cents, note in connection.execute(owed):
            debt = Debt("opening", ("opening", row_id), due_on, cents, None, note)
            found.setdefault(account_id, []).append(debt)
    return found


def _taken_back(connection: Connection, side: Side, accounts: Collection[int], on: date) -> dict[int, date]:
    """Give the last day on which money went back from each account."""
    found: dict[int, date] = {}
    for some in chunks(accounts):
        statement = (
            select(side.posted, func.max(col(Posting.booked_on)))
            .where(side.of_kind, named(side.posted, some), col(Posting.booked_on) <= on, col(Posting.amount_cents) < 0)
            .group_by(side.posted)
        )
        found.update((row[0], row[1]) for row in connection.execute(statement))
    return found
