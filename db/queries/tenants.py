"""Who is party to a contract: named for a list, found by a search, or in full for one record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, or_, select, true, union_all
from sqlmodel import col

from coopadmin.domain.members import display_name
from coopadmin.formats import fold
from db.queries.base import contains
from db.tables.base import table_of
from db.tables.contracts import Contract, ContractParty
from db.tables.dwellings import Dwelling
from db.tables.members import Member, Person

_AT_ONCE = 500
"""Numbers in one IN list."""


@dataclass(frozen=True, slots=True)
class PartyRow:
    """Somebody's part in a contract; without days of its own it runs as long as the contract does."""

    party_id: int
    person_id: int
    name: str
    number: str
    """The member number, empty for who never had one."""
    role: str
    starts_on: date | None
    ends_on: date | None


def named(text: str, person_id: Any) -> ColumnElement[bool]:
    """Demand every word of a text in the name or the member number of the person with this number."""
    # The people first, by what an index holds of their names, and the rest by their numbers: joining them row by row
    # to look is three to five times as slow.
    people = (
        union_all(
            select(col(Person.id)).where(contains(word, col(Person.folded))),
            select(col(Member.person_id)).where(contains(word, col(Member.folded))),
        )
        for word in fold(text).split()
    )
    return and_(true(), *(person_id.in_(one) for one in people))


def with_tenant_named(word: str) -> Select[int]:
    """Select the contracts that somebody with `word` in their name or member number is or was party to."""
    return select(col(ContractParty.contract_id)).where(named(word, col(ContractParty.person_id)))


def parties_named(connection: Connection, words: Iterable[str], limit: int) -> list[tuple[int, str, str]]:
    """Find contracts by every word, in number, home or a tenant's name: their number in the store and on paper, and
    the home with who was ever party to them. The newest come first.
    """
    statement = select(col(Contract.id), col(Contract.number), col(Dwelling.code)).join(
        Dwelling, col(Dwelling.id) == col(Contract.dwelling_id)
    )
    for word in words:
        there = contains(word, col(Contract.folded), col(Dwelling.folded))
        statement = statement.where(or_(there, col(Contract.id).in_(with_tenant_named(word))))
    found = connection.execute(statement.order_by(col(Contract.starts_on).desc(), col(Contract.number)).limit(limit))
    rows = found.all()
    names = tenants_of(connection, [row[0] for row in rows], date.min, date.max)
    return [(row_id, number, f"{code} · {', '.join(names.get(row_id, ()))}") for row_id, number, code in rows]


def first_tenant() -> ColumnElement[str]:
    """Give the folded name that comes first on a contract, to sort by."""
    return (
        select(col(Person.folded))
        .join(ContractParty, col(ContractParty.person_id) == col(Person.id))
        .where(col(ContractParty.contract_id) == col(Contract.id))
        .order_by(col(ContractParty.place))
        .limit(1)
        .correlate(table_of(Contract))
        .scalar_subquery()
    )


def tenants_of(connection: Connection, contracts: Iterable[int], first: date, last: date) -> dict[int, tuple[str, ...]]:
    """Name who is party to each contract on some day from `first` to `last`, in the order of the contract."""
    names: dict[int, tuple[str, ...]] = {}
    wanted = list(contracts)
    for start in range(0, len(wanted), _AT_ONCE):
        statement = (
            select(
                col(ContractParty.contract_id),
                col(Person.family_name),
                col(Person.prefix),
                col(Person.initials),
                col(Person.given_name),
            )
            .join(Person, col(Person.id) == col(ContractParty.person_id))
            .where(
                col(ContractParty.contract_id).in_(wanted[start : start + _AT_ONCE]),
                or_(col(ContractParty.starts_on).is_(None), col(ContractParty.starts_on) <= last),
                or_(col(ContractParty.ends_on).is_(None), col(ContractParty.ends_on) >= first),
            )
            .order_by(col(ContractParty.place), col(ContractParty.id))
        )
        for contract_id, *name in connection.execute(statement):
            names[contract_id] = (*names.get(contract_id, ()), display_name(*name))
    return names


def parties_of(connection: Connection, contract_id: int) -> tuple[PartyRow, ...]:
    """Give everybody who is or was party to a contract, in its order."""
    statement = (
        select(
            col(ContractParty.id),
            col(ContractParty.person_id),
            col(ContractParty.role),
            col(ContractParty.starts_on),
            col(ContractParty.ends_on),
            col(Member.number),
            col(Person.family_name),
            col(Person.prefix),
            col(Person.initials),
            col(Person.given_name),
        )
        .join(Person, col(Person.id) == col(ContractParty.person_id))
        .outerjoin(Member, col(Member.person_id) == col(Person.id))
        .where(col(ContractParty.contract_id) == contract_id)
        .order_by(col(ContractParty.place), col(ContractParty.id))
    )
    return tuple(
        PartyRow(party_id, person_id, display_name(*name), number or "", role, starts_on, ends_on)
        for party_id, person_id, role, starts_on, ends_on, number, *name in connection.execute(statement)
    )
