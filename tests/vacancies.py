"""Homes that fall free, procedures and committees that tests of vacancy files begin with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from coopadmin.services import allocation, procedures
from coopadmin.services.members import PersonData, register_member
from db.journal import Transaction
from db.store import Store
from db.tables.contracts import Contract, ContractParty
from db.tables.dwellings import Dwelling
from db.tables.members import OfficeTerm, WorkingGroup, WorkingGroupTerm
from db.tables.rents import RentLine

NOTICED, ENDS, FREE, DUE = date(2026, 10, 5), date(2026, 11, 5), date(2026, 11, 6), date(2027, 1, 6)
"""The days of home A12, of which contract C-0012 ends."""

OPENED = date(2026, 10, 6)


@dataclass(frozen=True, slots=True)
class Houses:
    """What is in the store, by the numbers of the rows."""

    home: int
    """A12, four rooms in cluster Oost, whose contract ends."""
    contract: int
    """C-0012, which ends on 5 November 2026."""
    neighbour: int
    """A14, let without an end, in the same cluster."""
    running: int
    """C-0014, the contract of A14."""
    lonely: int
    """B1, never let, in no cluster."""
    group: int
    """A committee of three."""
    small: int
    """A committee of two."""
    mixed: int
    """A committee of three, the chair of the board among them."""
    people: tuple[int, ...]
    committee: int
    """The procedure in which a committee of 3 to 7 decides, nobody of the board among them."""
    cluster: int
    waiting: int
    """The procedure that goes by the waiting list."""


def houses(store: Store) -> Houses:
    """Put homes, contracts, committees and the three ready-made procedures in a store."""
    people = tuple(
        store.do(
            register_member, number=f"L{place}", person=PersonData(name), kind="member", starts_on=date(2020, 1, 1)
        ).result
        for place, name in enumerate(("Adelaar", "Bonte", "Cirkel", "Duin", "Eik"), 1)
    )
    home, contract, neighbour, running, lonely = store.do(_homes, people=people).result
    group, small, mixed = store.do(_groups, people=people).result
    first = date(2026, 1, 1)
    made = {
        code: store.do(procedures.adopt_ready_made, code=code, valid_from=first).result
        for code in ("committee", "cluster", "list")
    }
    return Houses(
        home,
        contract,
        neighbour,
        running,
        lonely,
        group,
        small,
        mixed,
        people,
        made["committee"],
        made["cluster"],
        made["list"],
    )


def _homes(transaction: Transaction, *, people: tuple[int, ...]) -> tuple[int, ...]:
    home = transaction.add(Dwelling(code="A12", cluster="Oost", rooms=4, points_hundredths=14300))
    neighbour = transaction.add(Dwelling(code="A14", cluster="Oost", rooms=3))
    lonely = transaction.add(Dwelling(code="B1"))
    contract = transaction.add(
        Contract(number="C-0012", dwelling_id=home, starts_on=date(2020, 1, 1), notice_on=NOTICED, ends_on=ENDS)
    )
    running = transaction.add(Contract(number="C-0014", dwelling_id=neighbour, starts_on=date(2020, 1, 1)))
    transaction.add(ContractParty(contract_id=contract, person_id=people[0]))
    transaction.add(ContractParty(contract_id=running, person_id=people[1]))
    transaction.add(ContractParty(contract_id=running, person_id=people[2], ends_on=date(2026, 3, 31)))
    transaction.add(RentLine(contract_id=contract, valid_from=date(2020, 1, 1), basic_rent_cents=61050))
    return home, contract, neighbour, running, lonely


def _groups(transaction: Transaction, *, people: tuple[int, ...]) -> tuple[int, ...]:
    transaction.add(OfficeTerm(person_id=people[4], office="chair", starts_on=date(2025, 1, 1)))
    found: list[int] = []
    for name, members in (("Woningen", people[:3]), ("Klein", people[:2]), ("Gemengd", people[2:])):
        group = transaction.add(WorkingGroup(name=name))
        for person in members:
            transaction.add(WorkingGroupTerm(group_id=group, person_id=person, starts_on=date(2025, 1, 1)))
        found.append(group)
    return tuple(found)


def open_file(store: Store, there: Houses, **more: Any) -> int:
    """Open the file of home A12 by the procedure of the cluster, unless said otherwise."""
    values: dict[str, Any] = {
        "dwelling_id": there.home,
        "contract_id": there.contract,
        "procedure_id": there.cluster,
        "opened_on": OPENED,
        **more,
    }
    return store.do(allocation.open_file, **values).result
