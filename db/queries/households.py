"""Who lives together: the tenancies that tell it, and the households of today, home by home and counted."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Sequence
from datetime import date

from sqlalchemy import ColumnElement, CompoundSelect, Connection, Select, func, or_, select, true, union
from sqlmodel import col

from coopadmin.domain.hours import Household, Households, Stay
from db.queries.base import contains, in_force_on
from db.tables.contracts import Contract, ContractParty
from db.tables.dwellings import Dwelling

HOMES_AT_ONCE = 200
"""Homes looked into together where they are gone through one after the other."""

Homes = Select[int] | CompoundSelect[int] | Sequence[int]
"""Homes by their numbers in the store, or what selects them."""

# A person's part without days of its own runs as long as the contract.
_STARTS_ON = func.coalesce(col(ContractParty.starts_on), col(Contract.starts_on))
_ENDS_ON = func.coalesce(col(ContractParty.ends_on), col(Contract.ends_on))


def everybody(connection: Connection) -> Households:
    """Give the households of every home there ever was."""
    return Households(_stays(connection, true()))


def of_homes(connection: Connection, homes: Homes) -> Households:
    """Give the households of these homes, past ones too.

    Where else their people have a tenancy is known, as it may count for more; who else lives there is not.
    """
    return Households(_stays(connection, col(ContractParty.person_id).in_(people_of(homes))))


def people_of(homes: Homes) -> Select[int]:
    """Select who ever was a tenant of these homes, by their numbers in the store."""
    return (
        select(col(ContractParty.person_id))
        .join(Contract, col(Contract.id) == col(ContractParty.contract_id))
        .where(col(Contract.dwelling_id).in_(homes))
    )


def homes_of(people: Select[int]) -> Select[int]:
    """Select the homes of which these people ever were a tenant, by their numbers in the store."""
    return (
        select(col(Contract.dwelling_id))
        .join(ContractParty, col(ContractParty.contract_id) == col(Contract.id))
        .where(col(ContractParty.person_id).in_(people))
    )


def here(connection: Connection, on: date, search: str = "", *, descending: bool = False) -> Iterator[Household]:
    """Give the households that live here on a day by the code of their home, reading on as they are asked for.

    A search may let through homes it does not mean: it looks in their address too.
    """
    length, code = func.length(col(Dwelling.code)), col(Dwelling.code)
    order = (length.desc(), code.desc()) if descending else (length.asc(), code.asc())
    let = select(col(Contract.id)).where(col(Contract.dwelling_id) == col(Dwelling.id)).exists()
    homes = select(col(Dwelling.id)).where(let, contains(search, col(Dwelling.folded))).order_by(*order)
    for start in itertools.count(0, HOMES_AT_ONCE):
        some = connection.execute(homes.offset(start).limit(HOMES_AT_ONCE)).scalars().all()
        found = _living(of_homes(connection, some), some, on)
        yield from sorted(found, key=lambda one: (len(one.dwelling), one.dwelling, one.contract_id), reverse=descending)
        if len(some) < HOMES_AT_ONCE:
            return


def count_here(connection: Connection, on: date) -> int:
    """Count the households that live here on a day."""
    # A home is let by one contract on a day, and its tenants are one household, which an index counts. Only what may be
    # otherwise is looked into: homes with a tenant of own days or of two homes, or without a tenant.
    running = in_force_on(col(Contract.starts_on), col(Contract.ends_on), on)
    own_days = or_(col(ContractParty.starts_on).is_not(None), col(ContractParty.ends_on).is_not(None))
    nobody = ~select(col(ContractParty.id)).where(col(ContractParty.contract_id) == col(Contract.id)).exists()
    doubtful = union(
        select(col(Contract.dwelling_id)).where(running, nobody),
        select(col(Contract.dwelling_id))
        .join(ContractParty, col(ContractParty.contract_id) == col(Contract.id))
        .where(own_days),
        homes_of(_of_two_homes(on)),
    )
    looked_into = connection.execute(doubtful).scalars().all()
    plain = select(func.count()).where(running)
    if not looked_into:
        return connection.execute(plain).scalar() or 0
    others = _living(of_homes(connection, doubtful), looked_into, on)
    return len(others) + (connection.execute(plain.where(col(Contract.dwelling_id).not_in(doubtful))).scalar() or 0)


def _living(households: Households, homes: Collection[int], on: date) -> list[Household]:
    wanted = set(homes)
    return [one for one in households.here(on) if one.dwelling_id in wanted]


def _of_two_homes(on: date) -> Select[int]:
    """Select the people of two tenancies on a day: the newest is where they live."""
    person = col(ContractParty.person_id)
    several = select(person).group_by(person).having(func.count() > 1)
    return (
        select(person)
        .join(Contract, col(Contract.id) == col(ContractParty.contract_id))
        .where(person.in_(several), in_force_on(_STARTS_ON, _ENDS_ON, on))
        .group_by(person)
        .having(func.count() > 1)
    )


def _stays(connection: Connection, wanted: ColumnElement[bool]) -> Iterator[Stay]:
    statement = (
        select(
            col(Contract.id),
            col(Dwelling.id),
            col(Dwelling.code),
            col(ContractParty.person_id),
            _STARTS_ON,
            _ENDS_ON,
        )
        .join(Contract, col(Contract.id) == col(ContractParty.contract_id))
        .join(Dwelling, col(Dwelling.id) == col(Contract.dwelling_id))
        .where(wanted)
    )
    return (Stay(*row) for row in connection.execute(statement))
