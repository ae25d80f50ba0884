"""A file of a vacancy with people who would like to live there, for tests of what comes after it was opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from coopadmin.services import candidates, procedures
from coopadmin.services.members import PersonData, register_member
from db.journal import Transaction
from db.store import Store
from db.tables.allocation import AllocationFile, AllocationStep
from db.tables.contracts import Contract, ContractParty
from db.tables.dwellings import Dwelling
from db.tables.members import Person, WorkingGroup, WorkingGroupTerm

OPENED = date(2026, 11, 10)
ASKED = date(2026, 11, 12)
TODAY = date(2026, 11, 20)
DUE = date(2027, 3, 1)
"""Two months of vacancy after the contract that ends on 31 December."""

NAMES = ("Adelaar", "Buizerd", "Condor", "Duif", "Ekster", "Fazant")
"""The family names of the candidates: none of them may stand on a page of the file."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is in the store, and the file: numbers in the store."""

    file: int
    procedure: int
    dwelling: int
    group: int
    anna: int
    """Anna, Bas and Dirk are the committee; Bas lives with Cor and would move within the house."""
    bas: int
    cor: int
    dirk: int
    stranger: int
    """Known as a person, neither tenant nor member."""
    first: int
    """K-0001, first on the waiting list; fits."""
    second: int
    """K-0002, second on the waiting list; fits."""
    met: int
    """K-0003, in the pool long enough; fits."""
    alone: int
    """K-0004, in the pool, one person: too few for four rooms."""
    inside: int
    """K-0005, Bas."""
    outside: int
    """K-0006, on no list."""


def fill(store: Store, procedure: Mapping[str, Any], *, internal_asked: bool = True) -> Cast:
    """Put a committee, a home that falls free, its file and six candidates in a store."""
    anna = _resident(store, "M-0001", "Amsel", "A1")
    bas = _resident(store, "M-0002", "Buizerd", "A2")
    cor = store.do(_co_tenant, family_name="Coulissen", home="A2").result
    dirk = store.do(
        register_member, number="M-0004", person=PersonData("Dijkman"), kind="member", starts_on=date(2020, 1, 1)
    ).result
    stranger = store.do(_person, family_name="Zwerver").result
    group = store.do(_group, people=(anna, bas, dirk)).result
    version = store.do(
        procedures.make_procedure,
        **{
            "name": "Committee",
            "valid_from": date(2026, 1, 1),
            "screened_by": "committee",
            "decided_by": "committee",
            "method": "simple",
            "source": "house rules 4",
            "group_id": group,
            **procedure,
        },
    ).result
    dwelling, contract = store.do(_home).result
    file = store.do(
        _file, dwelling_id=dwelling, contract_id=contract, procedure_id=version, group_id=group, asked=internal_asked
    ).result
    ids = [_candidate(store, name, adults) for name, adults in zip(NAMES, (2, 3, 2, 1, 2, 2), strict=True)]
    for place, candidate_id in enumerate(ids[:2], 1):
        store.do(
            candidates.put_on_waiting_list,
            candidate_id=candidate_id,
            registered_on=date(2026, 1, place),
            fee_paid_on=date(2026, 2, place),
        )
    for candidate_id in ids[2:4]:
        store.do(candidates.admit_to_pool, candidate_id=candidate_id, met_on=date(2026, 6, 1))
    store.do(candidates.correct_candidate, candidate_id=ids[4], registered_on=date(2026, 1, 1), person_id=bas)
    return Cast(file, version, dwelling, group, anna, bas, cor, dirk, stranger, *ids)


def change_home(store: Store, dwelling_id: int, rooms: int | None) -> None:
    """Give the home of the file another number of rooms."""

    def change_rooms(transaction: Transaction) -> None:
        transaction.change(Dwelling, dwelling_id, rooms=rooms)

    store.do(change_rooms)


def close(store: Store, file_id: int) -> None:
    """Close the file as withdrawn."""

    def close_it(transaction: Transaction) -> None:
        transaction.change(AllocationFile, file_id, closed_on=TODAY, outcome="withdrawn", close_reason="sold")

    store.do(close_it)


def _candidate(store: Store, family_name: str, adults: int) -> int:
    return store.do(
        candidates.register_candidate, registered_on=date(2026, 1, 1), family_name=family_name, adults=adults
    ).result


def _resident(store: Store, number: str, family_name: str, home: str) -> int:
    person = store.do(
        register_member, number=number, person=PersonData(family_name), kind="member", starts_on=date(2020, 1, 1)
    ).result
    store.do(_lease, person_id=person, home=home)
    return person


def _lease(transaction: Transaction, *, person_id: int, home: str) -> None:
    dwelling_id = transaction.add(Dwelling(code=home, rooms=3))
    contract_id = transaction.add(Contract(number=f"C-{home}", dwelling_id=dwelling_id, starts_on=date(2020, 1, 1)))
    transaction.add(ContractParty(contract_id=contract_id, person_id=person_id))


def _co_tenant(transaction: Transaction, *, family_name: str, home: str) -> int:
    from sqlalchemy import select
    from sqlmodel import col

    contract_id = transaction.scalar(select(col(Contract.id)).where(col(Contract.number) == f"C-{home}"))
    person_id = transaction.add(Person(family_name=family_name))
    transaction.add(ContractParty(contract_id=contract_id, person_id=person_id, role="co_tenant", place=2))
    return person_id


def _person(transaction: Transaction, *, family_name: str) -> int:
    return transaction.add(Person(family_name=family_name))


def _group(transaction: Transaction, *, people: tuple[int, ...]) -> int:
    group_id = transaction.add(WorkingGroup(name="Voordrachtscommissie"))
    for person_id in people:
        transaction.add(WorkingGroupTerm(group_id=group_id, person_id=person_id, starts_on=date(2024, 1, 1)))
    return group_id


def _home(transaction: Transaction) -> tuple[int, int]:
    dwelling_id = transaction.add(Dwelling(code="A12", rooms=4))
    contract_id = transaction.add(
        Contract(
            number="C-A12",
            dwelling_id=dwelling_id,
            starts_on=date(2019, 1, 1),
            ends_on=date(2026, 12, 31),
            notice_on=date(2026, 11, 9),
        )
    )
    return dwelling_id, contract_id


def _file(
    transaction: Transaction, *, dwelling_id: int, contract_id: int, procedure_id: int, group_id: int, asked: bool
) -> int:
    file_id = transaction.add(
        AllocationFile(
            number="T-2026-01",
            dwelling_id=dwelling_id,
            contract_id=contract_id,
            procedure_id=procedure_id,
            group_id=group_id,
            opened_on=OPENED,
        )
    )
    if asked:
        transaction.add(AllocationStep(file_id=file_id, step="internal_asked", done_on=ASKED))
    return file_id
