"""Tenants' objections against rent increases: their list, and one with what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, Row, Select, or_, select, true
from sqlmodel import col

from db.queries.base import Listing, Page, contains, count, ordered
from db.queries.rents import RentLineRow, lines_of
from db.queries.tenants import tenants_of, with_tenant_named
from db.tables.contracts import Contract
from db.tables.dwellings import Dwelling
from db.tables.increases import RentObjection


@dataclass(frozen=True, slots=True)
class ObjectionRow:
    """An objection against the increase of `valid_from`; `outcome` is `open` while it waits."""

    objection_id: int
    contract_id: int
    contract: str
    dwelling: str
    valid_from: date
    received_on: date
    reason: str
    outcome: str
    decided_on: date | None
    tenants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ObjectionRecord:
    """An objection with the rent before the increase and from that day, where those are known."""

    row: ObjectionRow
    before: RentLineRow | None
    after: RentLineRow | None


def page(connection: Connection, listing: Listing, on: date) -> Page[ObjectionRow]:
    """Give the objections of one outcome, or `all`; the search looks in the contract, home and tenants."""
    statement = _rows().where(true() if listing.filter in ("", "all") else _filtered(listing.filter))
    for word in listing.search.split():
        statement = statement.where(
            or_(
                contains(word, col(Contract.folded)),
                contains(word, col(Dwelling.folded)),
                col(Contract.id).in_(with_tenant_named(word)),
            )
        )
    column = {"contract": col(Contract.number), "received": col(RentObjection.received_on)}.get(
        listing.sort, col(RentObjection.valid_from)
    )
    total = count(connection, statement)
    found = ordered(statement, column, listing.descending, col(Contract.number), col(RentObjection.id))
    rows = connection.execute(found.limit(listing.limit)).all()
    names = tenants_of(connection, {row[1] for row in rows}, on, on)
    return Page(tuple(_shown(row, names) for row in rows), total)


def _rows() -> Select[int, int, str, str, date, date, str, str, date | None]:
    return (
        select(
            col(RentObjection.id),
            col(RentObjection.contract_id),
            col(Contract.number),
            col(Dwelling.code),
            col(RentObjection.valid_from),
            col(RentObjection.received_on),
            col(RentObjection.reason),
            col(RentObjection.outcome),
            col(RentObjection.decided_on),
        )
        .join(Contract, col(Contract.id) == col(RentObjection.contract_id))
        .join(Dwelling, col(Dwelling.id) == col(Contract.dwelling_id))
    )


def _shown(
    row: Row[int, int, str, str, date, date, str, str, date | None], names: Mapping[int, tuple[str, ...]]
) -> ObjectionRow:
    objection_id, contract_id, contract, dwelling, valid_from, received_on, reason, outcome, decided_on = row
    return ObjectionRow(
        objection_id,
        contract_id,
        contract,
        dwelling,
        valid_from,
        received_on,
        reason,
        outcome,
        decided_on,
        names.get(contract_id, ()),
    )


def _filtered(name: str) -> ColumnElement[bool]:
    if name == "decided":
        return col(RentObjection.outcome) != "open"
    return col(RentObjection.outcome) == name


def record(connection: Connection, objection_id: int, on: date) -> ObjectionRecord | None:
    """Give one objection; None where it is gone."""
    row = connection.execute(_rows().where(col(RentObjection.id) == objection_id)).first()
    if row is None:
        return None
    shown = _shown(row, tenants_of(connection, [row[1]], on, on))
    lines = lines_of(connection, shown.contract_id, shown.valid_from)
    return ObjectionRecord(
        shown,
        next((line for line in lines if line.valid_from < shown.valid_from), None),
        next((line for line in lines if line.valid_from == shown.valid_from), None),
    )


def of_contract(connection: Connection, contract_id: int) -> tuple[tuple[int, date, date, str], ...]:
    """Give the objections of a contract, newest first: number, day of the increase, received on, outcome."""
    statement = (
        select(
            col(RentObjection.id),
            col(RentObjection.valid_from),
            col(RentObjection.received_on),
            col(RentObjection.outcome),
        )
        .where(col(RentObjection.contract_id) == contract_id)
        .order_by(col(RentObjection.valid_from).desc())
    )
    return tuple((number, day, received, outcome) for number, day, received, outcome in connection.execute(statement))
