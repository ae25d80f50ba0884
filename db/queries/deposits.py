"""Deposits: the list of contracts with what is held, and one contract's deposit with every movement."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, Select, func, or_, select
from sqlmodel import col

from coopadmin.domain.association import RuleValue
from coopadmin.domain.deposits import STATES, Movement, Specification, back_by, held_cents, most_cents, state_on
from coopadmin.formats import fold
from db.queries.association import cooperative
from db.queries.balances import balance_cents, chunks, named
from db.queries.base import Listing, Page, contains, total_of
from db.queries.contracts import record as contract_record
from db.queries.legal import legal_settings
from db.queries.tenants import tenants_of, with_tenant_named
from db.tables.base import table_of
from db.tables.contracts import Contract
from db.tables.deposits import DepositMovement
from db.tables.dwellings import Dwelling
from db.tables.matching import Posting

FILTERS = ("all", "to_return", "short", "held", "unknown")
SORTS = ("number", "dwelling", "held", "back_by")

_WITHIN: dict[str, tuple[str, ...]] = {
    "to_return": ("overdue", "to_return"),
    "short": ("short",),
    "unknown": ("unknown",),
    "held": ("held", "short", "to_return", "overdue"),
}
"""Which states a filter keeps; a filter that is not here keeps all."""


_Asked = Select[int, str, str, int | None, date | None]


@dataclass(frozen=True, slots=True)
class DepositRow:
    """A contract's deposit as it stands on a day; amounts in cents, `state` a key of STATES."""

    contract_id: int
    number: str
    dwelling: str
    tenants: tuple[str, ...]
    agreed_cents: int | None
    held_cents: int
    back_by: date | None
    state: str
    ends_on: date | None

    @property
    def short_cents(self) -> int:
        """What is still to come in of what was agreed, while the contract runs."""
        return max(0, (self.agreed_cents or 0) - self.held_cents) if self.state == "short" else 0


@dataclass(frozen=True, slots=True)
class DepositRecord:
    """Everything about one contract's deposit on a day; `most_cents` is None where it is not known."""

    row: DepositRow
    starts_on: date
    most_cents: int | None
    owed_cents: int
    """What the contract's account owes, below zero where there is a credit."""
    movements: tuple[Movement, ...]


def page(connection: Connection, listing: Listing, on: date) -> Page[DepositRow]:
    """List deposits on a day, of every contract where one is agreed or money came in; filters are named in FILTERS.

    A search looks in number, home and the tenants' names.
    """
    statement = _of_contracts(listing.search)
    if listing.filter not in _WITHIN and listing.sort in ("number", "dwelling"):
        shown, total = _ordered_page(connection, statement, listing, on)
    else:
        # What is held and when it must be back is in no column: it is added up of every contract that fits.
        kept = _WITHIN.get(listing.filter, tuple(STATES))
        rows = [row for row in _rows(connection, statement.order_by(col(Contract.number)), on) if row.state in kept]
        if listing.sort == "dwelling":
            rows.sort(key=lambda row: (len(row.dwelling), row.dwelling))
        elif listing.sort == "held":
            rows.sort(key=lambda row: row.held_cents)
        elif listing.sort == "back_by":
            rows.sort(key=lambda row: row.back_by or date.max)
        if listing.descending:
            rows.reverse()
        shown, total = rows[: listing.limit], len(rows)
    tenants = _tenants(connection, shown, on)
    return Page(tuple(replace(row, tenants=tenants.get(row.contract_id, ())) for row in shown), total)


def _ordered_page(
    connection: Connection, statement: _Asked, listing: Listing, on: date
) -> tuple[list[DepositRow], int]:
    """Give the first rows in an order that is a column's, with the deposits of no more than these, and how many fit."""
    code, number = col(Dwelling.code), col(Contract.number)
    by = (func.length(code), code, number) if listing.sort == "dwelling" else (number,)
    order = statement.order_by(*(column.desc() if listing.descending else column for column in by))
    rows = _rows(connection, order.limit(listing.limit), on, within=True)
    return rows, total_of(connection, statement, len(rows), listing.limit)


def _of_contracts(search: str) -> _Asked:
    """Ask for the contracts where a deposit is agreed or money of one moved, or those of them that a search finds."""
    searched = [
        or_(contains(word, col(Contract.folded), col(Dwelling.folded)), col(Contract.id).in_(with_tenant_named(word)))
        for word in fold(search).split()
    ]
    moved = select(col(DepositMovement.id)).where(col(DepositMovement.contract_id) == col(Contract.id))
    paid = select(col(Posting.id)).where(col(Posting.contract_id) == col(Contract.id), col(Posting.kind) == "deposit")
    there = or_(
        func.coalesce(col(Contract.deposit_cents), 0) != 0,
        moved.correlate(table_of(Contract)).exists(),
        paid.correlate(table_of(Contract)).exists(),
    )
    return (
        select(
            col(Contract.id),
            col(Contract.number),
            col(Dwelling.code),
            col(Contract.deposit_cents),
            col(Contract.ends_on),
        )
        .join(Dwelling, col(Dwelling.id) == col(Contract.dwelling_id))
        .where(there, *searched)
    )


def _rows(connection: Connection, statement: _Asked, on: date, *, within: bool = False) -> list[DepositRow]:
    """Give the deposits of some contracts, in that order and without the tenants; `within` a page, or of all."""
    found = connection.execute(statement).all()
    movements = _movements(connection, [row[0] for row in found] if within else None)
    overrides = legal_settings(connection)
    return [
        _row(row_id, number, dwelling, agreed, ends_on, movements.get(row_id, []), overrides, on)
        for row_id, number, dwelling, agreed, ends_on in found
    ]


def _row(
    contract_id: int,
    number: str,
    dwelling: str,
    agreed: int | None,
    ends_on: date | None,
    movements: Collection[Movement],
    overrides: Iterable[RuleValue],
    on: date,
) -> DepositRow:
    seen = [one for one in movements if one.on <= on]
    held = held_cents(seen, on)
    due_on = back_by(ends_on, seen, overrides)
    state = state_on(agreed, seen, ends_on, due_on, on)
    return DepositRow(contract_id, number, dwelling, (), agreed, held, due_on, state, ends_on)


def _tenants(connection: Connection, rows: Iterable[DepositRow], on: date) -> dict[int, tuple[str, ...]]:
    """Name who are the tenants that day, of a contract that ended who they were on its last."""
    by_day: dict[date, list[int]] = {}
    for row in rows:
        by_day.setdefault(min(row.ends_on or on, on), []).append(row.contract_id)
    found: dict[int, tuple[str, ...]] = {}
    for day, ids in by_day.items():
        found.update(tenants_of(connection, ids, day, day))
    return found


# -- one contract ----------------------------------------------------------------------------------------------------


def record(connection: Connection, contract_id: int, on: date) -> DepositRecord | None:
    """Give everything about one contract's deposit, or None where there is no such contract."""
    contract = contract_record(connection, contract_id, on)
    if contract is None:
        return None
    movements = movements_of(connection, contract_id)
    overrides = legal_settings(connection)
    row = _row(
        contract_id,
        contract.number,
        contract.dwelling,
        contract.deposit_cents,
        contract.ends_on,
        movements,
        overrides,
        on,
    )
    first_rent = min(contract.rent_lines, key=lambda line: line.valid_from, default=None)
    return DepositRecord(
        row=replace(row, tenants=_tenants(connection, [row], on).get(contract_id, ())),
        starts_on=contract.starts_on,
        most_cents=most_cents(contract.starts_on, first_rent.basic_rent_cents if first_rent else None, overrides),
        owed_cents=balance_cents(connection, contract_id, on),
        movements=movements,
    )


def movements_of(connection: Connection, contract_id: int) -> tuple[Movement, ...]:
    """Give every change of a contract's deposit, oldest first."""
    return tuple(_movements(connection, [contract_id]).get(contract_id, ()))


def held_on(connection: Connection, contract_id: int, on: date) -> int:
    """Give what is held of a contract's deposit when a day is over, in cents."""
    return held_cents(movements_of(connection, contract_id), on)


def specification(connection: Connection, contract_id: int, on: date) -> Specification | None:
    """Give what the written specification of a deposit says, or None where there is no such contract."""
    found, contract = record(connection, contract_id, on), contract_record(connection, contract_id, on)
    if found is None or contract is None:
        return None
    return Specification(
        on=on,
        sender=cooperative(connection).name,
        tenants=found.row.tenants,
        contract=contract.number,
        address=contract.address,
        ends_on=contract.ends_on,
        back_by=found.row.back_by,
        movements=[one for one in found.movements if one.on <= on],
    )


def _movements(connection: Connection, ids: Collection[int] | None) -> dict[int, list[Movement]]:
    """Give the movements and the postings of deposits, of some contracts or of all, oldest first."""
    found: dict[int, list[Movement]] = {}
    for some in chunks(ids):
        moved = select(
            col(DepositMovement.contract_id),
            col(DepositMovement.moved_on),
            col(DepositMovement.kind),
            col(DepositMovement.amount_cents),
            col(DepositMovement.note),
            col(DepositMovement.id),
        ).where(named(col(DepositMovement.contract_id), some))
        for contract_id, moved_on, kind, cents, note, row_id in connection.execute(moved):
            found.setdefault(contract_id, []).append(Movement(moved_on, kind, cents, note, row_id))
        posted = select(
            col(Posting.contract_id), col(Posting.booked_on), col(Posting.amount_cents), col(Posting.note)
        ).where(
            col(Posting.kind) == "deposit",
            # By contract, which the index begins with: of all the payments those of rents are passed over.
            col(Posting.contract_id).in_(select(col(Contract.id)) if some is None else some),
        )
        for contract_id, booked_on, cents, note in connection.execute(posted):
            if contract_id is not None:
                found.setdefault(contract_id, []).append(Movement(booked_on, "bank", cents, note))
    for movements in found.values():
        movements.sort(key=lambda one: one.on)
    return found
