"""Where contracts stand on a day: who is behind and how long, who is ahead, and an account line by line."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain

from sqlalchemy import ColumnElement, Connection, or_, select
from sqlmodel import col

from coopadmin.domain.ledger import ages
from coopadmin.formats import fold
from db.queries.accounts import Account, AccountLine, account, account_paid_from, member_account
from db.queries.balances import (
    CONTRACTS,
    balance_cents,
    balances,
    chunks,
    member_balances,
    named,
    settled,
    settled_from,
    settled_members,
)
from db.queries.base import Listing, Page, contains
from db.queries.tenants import tenants_of, with_tenant_named
from db.tables.contracts import Contract
from db.tables.dwellings import Dwelling

__all__ = [
    "Account",
    "AccountHead",
    "AccountLine",
    "ArrearsRow",
    "CreditRow",
    "account",
    "account_paid_from",
    "arrears",
    "arrears_page",
    "balance_cents",
    "balances",
    "credits",
    "credits_page",
    "head",
    "head_of",
    "member_account",
    "member_balances",
    "settled",
    "settled_members",
]

SORTS = ("number", "dwelling", "open", "oldest")


@dataclass(frozen=True, slots=True)
class ArrearsRow:
    """A contract that is behind on a day: what is open in cents, since when, and parted by age."""

    contract_id: int
    contract: str
    dwelling: str
    tenants: tuple[str, ...]
    open_cents: int
    oldest_due: date
    d0_30: int
    d31_60: int
    d61_90: int
    d90_plus: int
    ended_on: date | None = None
    """The contract's last day, where it lies before the day asked for: a former tenant."""


@dataclass(frozen=True, slots=True)
class CreditRow:
    """A contract on which more was paid than was due, in cents."""

    contract_id: int
    contract: str
    dwelling: str
    tenants: tuple[str, ...]
    credit_cents: int
    ended_on: date | None = None


def head(connection: Connection, contract: str, on: date) -> AccountHead | None:
    """Find a contract by its number, as it stands above its account; None where there is none."""
    statement = select(col(Contract.id)).where(col(Contract.folded) == fold(contract)).order_by(col(Contract.id))
    found = connection.execute(statement.limit(1)).scalar()
    return None if found is None else head_of(connection, found, on)


def head_of(connection: Connection, contract_id: int, on: date) -> AccountHead | None:
    """Tell whose account a contract's is; None where there is no such contract."""
    for one in _named_contracts(connection, [contract_id]):
        tenants = _tenants(connection, [one], on).get(one.row_id, ())
        return AccountHead(one.row_id, one.number, one.dwelling, tenants, one.former(on))
    return None


def arrears(connection: Connection, on: date) -> tuple[ArrearsRow, ...]:
    """List the contracts that are behind on a day, former tenants among them, by contract number."""
    behind = {row_id: cents for row_id, cents in balances(connection, None, on).items() if cents > 0}
    return _arrears_rows(connection, sorted(_named_contracts(connection, behind)), behind, on)


def arrears_page(
    connection: Connection, listing: Listing, on: date, only: Collection[int] | None = None
) -> Page[ArrearsRow]:
    """List the contracts that are behind on a day as a screen shows them; sorts are named in SORTS.

    A search looks in number, home and the tenants' names; `only` keeps some contracts. Debts are read for what is
    shown alone, unless they are what it is sorted by.
    """
    behind = {row_id: cents for row_id, cents in balances(connection, None, on).items() if cents > 0}
    if only is not None:
        behind = {row_id: cents for row_id, cents in behind.items() if row_id in only}
    named = sorted(_named_contracts(connection, behind, listing.search))
    if listing.sort == "open":
        named.sort(key=lambda one: behind[one.row_id], reverse=listing.descending)
    elif listing.sort == "dwelling":
        named.sort(key=lambda one: (len(one.dwelling), one.dwelling), reverse=listing.descending)
    elif listing.sort == "oldest":
        wanted = {one.row_id: behind[one.row_id] for one in named}
        found = settled_from(connection, CONTRACTS, wanted, on, told=False)
        named.sort(key=lambda one: found[one.row_id].oldest_due or on, reverse=listing.descending)
    elif listing.descending:
        named.reverse()
    return Page(_arrears_rows(connection, named[: listing.limit], behind, on), len(named))


def credits(connection: Connection, on: date) -> tuple[CreditRow, ...]:  # noqa: A001 - what the report is called
    """List the contracts on which more was paid than was due by a day, by contract number."""
    ahead = {row_id: -cents for row_id, cents in balances(connection, None, on).items() if cents < 0}
    return _credit_rows(connection, sorted(_named_contracts(connection, ahead)), ahead, on)


def _credit_rows(
    connection: Connection, named: Collection[_Named], ahead: Mapping[int, int], on: date
) -> tuple[CreditRow, ...]:
    tenants = _tenants(connection, named, on)
    return tuple(
        CreditRow(one.row_id, one.number, one.dwelling, tenants.get(one.row_id, ()), ahead[one.row_id], one.former(on))
        for one in named
    )


def credits_page(connection: Connection, listing: Listing, on: date) -> Page[CreditRow]:
    """List the contracts with a credit as a screen shows them, by number or amount; a search looks in number, home
    and the tenants' names.
    """
    ahead = {row_id: -cents for row_id, cents in balances(connection, None, on).items() if cents < 0}
    named = sorted(_named_contracts(connection, ahead, listing.search))
    if listing.filter == "former":
        named = [one for one in named if one.former(on)]
    if listing.sort == "credit":
        named.sort(key=lambda one: ahead[one.row_id])
    if listing.descending:
        named.reverse()
    return Page(_credit_rows(connection, named[: listing.limit], ahead, on), len(named))


@dataclass(frozen=True, slots=True)
class AccountHead:
    """Whose account it is."""

    contract_id: int
    number: str
    dwelling: str
    tenants: tuple[str, ...]
    ended_on: date | None

    @property
    def title(self) -> str:
        """Number and home."""
        return f"{self.number} · {self.dwelling}"


@dataclass(frozen=True, slots=True, order=True)
class _Named:
    """A contract with what it is called by."""

    number: str
    row_id: int
    dwelling: str
    ends_on: date | None

    def former(self, on: date) -> date | None:
        """Give its last day where that has passed."""
        return self.ends_on if self.ends_on and self.ends_on < on else None


def _named_contracts(connection: Connection, ids: Collection[int], search: str = "") -> list[_Named]:
    searched: list[ColumnElement[bool]] = [
        or_(contains(word, col(Contract.folded), col(Dwelling.folded)), col(Contract.id).in_(with_tenant_named(word)))
        for word in fold(search).split()
    ]
    statement = (
        select(col(Contract.number), col(Contract.id), col(Dwelling.code), col(Contract.ends_on))
        .join(Dwelling, col(Dwelling.id) == col(Contract.dwelling_id))
        .where(*searched)
    )
    return [
        _Named(*row)
        for some in chunks(ids)
        for row in connection.execute(statement.where(named(col(Contract.id), some)))
    ]


def _tenants(connection: Connection, contracts: Iterable[_Named], on: date) -> dict[int, tuple[str, ...]]:
    """Name who are the tenants that day, of a contract that ended who they were on its last."""
    by_day: dict[date, list[int]] = {}
    for one in contracts:
        by_day.setdefault(one.former(on) or on, []).append(one.row_id)
    return dict(
        chain.from_iterable(tenants_of(connection, ids, day, day).items() for day, ids in sorted(by_day.items()))
    )


def _arrears_rows(
    connection: Connection, named: Collection[_Named], behind: Mapping[int, int], on: date
) -> tuple[ArrearsRow, ...]:
    wanted = {one.row_id: behind[one.row_id] for one in named}
    found = settled_from(connection, CONTRACTS, wanted, on, told=False)
    tenants = _tenants(connection, named, on)
    rows: list[ArrearsRow] = []
    for one in named:
        open_debts = found[one.row_id].open
        aged = ages(open_debts, on)
        rows.append(
            ArrearsRow(
                one.row_id,
                one.number,
                one.dwelling,
                tenants.get(one.row_id, ()),
                behind[one.row_id],
                open_debts[0].debt.due_on,
                aged.d0_30,
                aged.d31_60,
                aged.d61_90,
                aged.d90_plus,
                one.former(on),
            )
        )
    return tuple(rows)
