"""Who may be entered in a file and where they come from, and who lives here: residents who talk with them, or move."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, func, or_, select
from sqlmodel import col

from coopadmin.domain.candidates import number_key
from coopadmin.domain.members import sorted_name
from db.queries.base import in_force_on
from db.queries.candidate_lists import on_list
from db.queries.candidates_known import known_of
from db.tables.allocation import Candidacy
from db.tables.base import table_of
from db.tables.candidates import Candidate, PoolPlace, WaitingPlace
from db.tables.contracts import Contract, ContractParty
from db.tables.members import Member, Membership, Person

_waiting, _pool = table_of(WaitingPlace), table_of(PoolPlace)
_NAME = (col(Person.family_name), col(Person.prefix), col(Person.initials), col(Person.given_name))


@dataclass(frozen=True, slots=True)
class Entrant:
    """Somebody who is not in a file yet, by number, with where they would come from."""

    candidate_id: int
    number: str
    origin: str
    persons: int
    waiting_place: int | None


def entrants(connection: Connection, file_id: int, on: date, *, from_list: bool) -> tuple[Entrant, ...]:
    """List who may be entered in a file on a day, by number; `from_list` lets the waiting list go before the pool."""
    there = select(col(Candidacy.candidate_id)).where(col(Candidacy.file_id) == file_id)
    statement = select(col(Candidate.id), col(Candidate.number)).where(
        col(Candidate.cleared_on).is_(None), col(Candidate.id).not_in(there)
    )
    numbers = dict(connection.execute(statement).all())
    origins = origins_of(connection, numbers, on, from_list=from_list)
    known = known_of(connection, numbers, on)
    found = (
        Entrant(one, number, origins.get(one, "outside"), known[one].persons, known[one].waiting_place)
        for one, number in numbers.items()
    )
    return tuple(sorted(found, key=lambda one: number_key(one.number)))


def origins_of(connection: Connection, candidate_ids: Iterable[int], on: date, *, from_list: bool) -> dict[int, str]:
    """Tell where candidates come from on a day: internal, waiting or pool; who is on no list is left out.

    Who lives here comes from there. Who is on both lists comes from the waiting list where that decides, else from the
    pool, for the group has met them.
    """
    wanted = frozenset(candidate_ids)
    waiting = dict.fromkeys(on_waiting_list(connection, on) & wanted, "waiting")
    pool = dict.fromkeys(in_pool(connection, on) & wanted, "pool")
    here = dict.fromkeys(living_here(connection, wanted, on), "internal")
    return {**(pool | waiting if from_list else waiting | pool), **here}


def on_waiting_list(connection: Connection, on: date) -> frozenset[int]:
    """Give the candidates who are on the waiting list on a day."""
    statement = (
        select(col(WaitingPlace.candidate_id))
        .join(Candidate, col(Candidate.id) == col(WaitingPlace.candidate_id))
        .where(
            on_list(_waiting, _waiting.c.registered_on, on),
            col(Candidate.cleared_on).is_(None),
        )
    )
    return frozenset(connection.execute(statement).scalars())


def in_pool(connection: Connection, on: date) -> frozenset[int]:
    """Give the candidates who are in the pool on a day, and whose time in it did not run out."""
    statement = (
        select(col(PoolPlace.candidate_id))
        .join(Candidate, col(Candidate.id) == col(PoolPlace.candidate_id))
        .where(
            on_list(_pool, _pool.c.met_on, on),
            col(PoolPlace.expires_on) >= on,
            col(Candidate.cleared_on).is_(None),
        )
    )
    return frozenset(connection.execute(statement).scalars())


def residents(connection: Connection, on: date) -> tuple[tuple[int, str], ...]:
    """List who holds a contract or is a member on a day, by name: who may sit at an interview.

    A member need not be on the contract of the home they live in; a supporter lives elsewhere.
    """
    tenants = (
        select(col(ContractParty.person_id))
        .join(Contract, col(Contract.id) == col(ContractParty.contract_id))
        .where(holding(on))
    )
    members = (
        select(col(Member.person_id))
        .join(Membership, col(Membership.member_id) == col(Member.id))
        .where(
            col(Membership.kind).in_(("member", "aspirant")),
            in_force_on(col(Membership.starts_on), col(Membership.ends_on), on),
        )
    )
    statement = (
        select(col(Person.id), *_NAME)
        .where(or_(col(Person.id).in_(tenants), col(Person.id).in_(members)))
        .order_by(col(Person.folded), col(Person.id))
    )
    return tuple((person_id, sorted_name(*name)) for person_id, *name in connection.execute(statement))


def living_here(connection: Connection, candidate_ids: Iterable[int], on: date) -> frozenset[int]:
    """Tell which candidates live here on a day: they are known as somebody who holds a contract or is a member."""
    here = {person_id for person_id, _name in residents(connection, on)}
    statement = select(col(Candidate.id), col(Candidate.person_id)).where(col(Candidate.id).in_(tuple(candidate_ids)))
    return frozenset(candidate_id for candidate_id, person_id in connection.execute(statement) if person_id in here)


def holding(on: date) -> ColumnElement[bool]:
    """Demand of a contract joined with its party that somebody holds it on a day."""
    starts_on = func.coalesce(col(ContractParty.starts_on), col(Contract.starts_on))
    ends_on = func.coalesce(col(ContractParty.ends_on), col(Contract.ends_on))
    return in_force_on(starts_on, ends_on, on)
