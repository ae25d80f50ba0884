"""Claims of hours on the corporation: the list, one claim with its lines, and whom they may be asked of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, select, true

from coopadmin.domain.hours import claim_state
from coopadmin.formats import fold
from db.queries.base import Listing, Page, count, ordered
from db.queries.hours import HoursRow, of_claim
from db.tables.association import Owner
from db.tables.base import table_of
from db.tables.hours import SelfWorkClaim

FILTERS = ("open", "answered", "withdrawn", "all")
SORTS = ("number", "date", "amount")

_claims = table_of(SelfWorkClaim)
_owners = table_of(Owner)


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim as a list shows it; amounts are cents."""

    claim_id: int
    number: str
    owner_id: int
    owner: str
    claimed_on: date
    amount_cents: int
    answered_on: date | None
    granted_cents: int | None
    withdrawn_on: date | None
    state: str
    """As in `domain/hours.CLAIM_STATES`."""
    note: str


@dataclass(frozen=True, slots=True)
class ClaimRecord:
    """A claim with its lines; one that was withdrawn has only those that were not claimed anew since."""

    claim: ClaimRow
    lines: tuple[HoursRow, ...]


def page(connection: Connection, listing: Listing, on: date) -> Page[ClaimRow]:  # noqa: ARG001 - what a list asks with
    """List claims by `listing`; filters and sorts are named in FILTERS and SORTS."""
    statement = _select_claims().where(_filtered(listing.filter))
    for word in fold(listing.search).split():
        text = func.lower(_claims.c.number + " " + _owners.c.name)
        statement = statement.where(text.contains(word, autoescape=True))
    by: dict[str, Any] = {"date": _claims.c.claimed_on, "amount": _claims.c.amount_cents}
    column = by.get(listing.sort, _claims.c.number)
    found = connection.execute(ordered(statement, column, listing.descending, _claims.c.id).limit(listing.limit))
    return Page(tuple(map(_row, found.mappings())), count(connection, statement))


def record(connection: Connection, claim_id: int) -> ClaimRecord | None:
    """Give a claim with its lines, or None where there is none."""
    row = connection.execute(_select_claims().where(_claims.c.id == claim_id)).mappings().first()
    return None if row is None else ClaimRecord(_row(row), of_claim(connection, claim_id))


def owners(connection: Connection) -> tuple[tuple[int, str], ...]:
    """Name the corporations by their number in the store."""
    return tuple(connection.execute(select(_owners.c.id, _owners.c.name).order_by(_owners.c.id)))


def _select_claims() -> Select[Any]:
    return (
        select(*_claims.c, _owners.c.name.label("owner"))
        .select_from(_claims)
        .join(_owners, _owners.c.id == _claims.c.owner_id)
    )


def _filtered(name: str) -> ColumnElement[bool]:
    if name == "open":
        return and_(_claims.c.granted_cents.is_(None), _claims.c.withdrawn_on.is_(None))
    if name == "answered":
        return and_(_claims.c.granted_cents.is_not(None), _claims.c.withdrawn_on.is_(None))
    if name == "withdrawn":
        return _claims.c.withdrawn_on.is_not(None)
    return true()


def _row(row: Mapping[Any, Any]) -> ClaimRow:
    return ClaimRow(
        claim_id=row["id"],
        number=row["number"],
        owner_id=row["owner_id"],
        owner=row["owner"],
        claimed_on=row["claimed_on"],
        amount_cents=row["amount_cents"],
        answered_on=row["answered_on"],
        granted_cents=row["granted_cents"],
        withdrawn_on=row["withdrawn_on"],
        state=claim_state(row["amount_cents"], row["granted_cents"], row["withdrawn_on"]),
        note=row["note"],
    )
