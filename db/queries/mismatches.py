"""Where membership and tenancy do not agree: tenants who are no member, and resident members without a tenancy.

Neither is wrong by law: a tenant may leave the association and keep the home.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, String, and_, func, literal, or_, select, true, union_all
from sqlmodel import col

from coopadmin.domain.members import sorted_name
from db.queries.base import Listing, Page, contains, count, in_force_on, ordered, total_of
from db.tables.base import table_of
from db.tables.contracts import Contract, ContractParty
from db.tables.dwellings import Dwelling
from db.tables.members import Member, Membership, Person

FILTERS = ("all", "tenant_without_membership", "co_tenants", "member_without_tenancy")
SORTS = ("name", "dwelling")


@dataclass(frozen=True, slots=True)
class MismatchRow:
    """A tenant without membership, or a resident member without tenancy; `kind` says which, as FILTERS do."""

    key: int
    """The number of the tenant's part in the contract; below nought it is that of the member."""
    kind: str
    person_id: int
    name: str
    number: str
    contract: str
    dwelling: str
    role: str = ""
    """The tenant's part in the contract: a co-tenant is no member by being one."""


def mismatches(connection: Connection, on: date) -> tuple[MismatchRow, ...]:
    """List tenants of contracts in force without a membership in force, then resident members without tenancy."""
    tenants = _tenants(on).order_by(col(Contract.number), col(ContractParty.place))
    members = _members(on).order_by(col(Member.number))
    return (*_rows(connection, tenants), *_rows(connection, members))


def counted(connection: Connection, on: date) -> tuple[int, int]:
    """Count tenants without a membership, and resident members without a tenancy."""
    return count(connection, _tenants(on)), count(connection, _members(on))


def page(connection: Connection, listing: Listing, on: date) -> Page[MismatchRow]:
    """List them by `listing`; filters and sorts are named in FILTERS and SORTS.

    A search looks in name, member number, contract and home.
    """
    both = union_all(_tenants(on), _members(on)).subquery()
    statement = select(both).where(
        _chosen(both.c, listing.filter),
        contains(
            listing.search, both.c.folded, *(func.lower(both.c[name]) for name in ("number", "contract", "dwelling"))
        ),
    )
    by_home = listing.sort == "dwelling"
    code = both.c.dwelling.desc() if listing.descending else both.c.dwelling.asc()
    order = ordered(
        statement,
        func.length(func.nullif(both.c.dwelling, "")) if by_home else both.c.folded,
        listing.descending,
        *((code, both.c.folded) if by_home else ()),
        both.c.person_id,
        both.c.key,
    )
    rows = _rows(connection, order.limit(listing.limit))
    return Page(rows, total_of(connection, statement, len(rows), listing.limit))


def person_of(connection: Connection, key: int) -> int | None:
    """Give whom a row is about, by its key; None where there is no such row any more."""
    whose = (
        select(col(ContractParty.person_id)).where(col(ContractParty.id) == key)
        if key > 0
        else select(col(Member.person_id)).where(col(Member.id) == -key)
    )
    return connection.execute(whose).scalar()


def _chosen(columns: Any, name: str) -> ColumnElement[bool]:
    if name == "all":
        return true()
    return columns.role == "co_tenant" if name == "co_tenants" else columns.kind == name


def _rows(connection: Connection, statement: Select[Any]) -> tuple[MismatchRow, ...]:
    return tuple(
        MismatchRow(
            row["key"],
            row["kind"],
            row["person_id"],
            sorted_name(row["family_name"], row["prefix"], row["initials"], row["given_name"]),
            row["number"],
            row["contract"],
            row["dwelling"],
            row["role"],
        )
        for row in connection.execute(statement).mappings()
    )


def _tenants(on: date) -> Select[Any]:
    """Select the tenants who are no member on a day."""
    belongs = (
        select(col(Membership.id))
        .where(
            col(Membership.member_id) == col(Member.id),
            in_force_on(col(Membership.starts_on), col(Membership.ends_on), on),
        )
        .correlate(table_of(Member))
        .exists()
    )
    return (
        select(
            *_person("tenant_without_membership", col(ContractParty.id)),
            func.coalesce(col(Member.number), "").label("number"),
            col(Contract.number).label("contract"),
            col(Dwelling.code).label("dwelling"),
            col(ContractParty.role).label("role"),
        )
        .join(ContractParty, col(ContractParty.person_id) == col(Person.id))
        .join(Contract, col(Contract.id) == col(ContractParty.contract_id))
        .join(Dwelling, col(Dwelling.id) == col(Contract.dwelling_id))
        .outerjoin(Member, col(Member.person_id) == col(Person.id))
        .where(_tenancy_in_force(on), ~belongs)
    )


def _members(on: date) -> Select[Any]:
    """Select the resident members who have no tenancy on a day."""
    lives = (
        select(col(ContractParty.id))
        .join(Contract, col(Contract.id) == col(ContractParty.contract_id))
        .where(col(ContractParty.person_id) == col(Person.id), _tenancy_in_force(on))
        .correlate(table_of(Person))
        .exists()
    )
    nothing = literal("", String)
    return (
        select(
            *_person("member_without_tenancy", -col(Member.id)),
            col(Member.number).label("number"),
            nothing.label("contract"),
            nothing.label("dwelling"),
            nothing.label("role"),
        )
        .join(Member, col(Member.person_id) == col(Person.id))
        .join(Membership, col(Membership.member_id) == col(Member.id))
        .where(
            col(Membership.kind) == "member",
            in_force_on(col(Membership.starts_on), col(Membership.ends_on), on),
            ~lives,
        )
    )


def _person(kind: str, key: Any) -> tuple[ColumnElement[Any], ...]:
    return (
        key.label("key"),
        literal(kind, String).label("kind"),
        col(Person.id).label("person_id"),
        *(
            col(getattr(Person, name)).label(name)
            for name in ("family_name", "prefix", "initials", "given_name", "folded")
        ),
    )


def _tenancy_in_force(on: date) -> ColumnElement[bool]:
    """Demand that both the contract and the person's part in it hold a day."""
    return and_(
        in_force_on(col(Contract.starts_on), col(Contract.ends_on), on),
        or_(col(ContractParty.starts_on).is_(None), col(ContractParty.starts_on) <= on),
        or_(col(ContractParty.ends_on).is_(None), col(ContractParty.ends_on) >= on),
    )
