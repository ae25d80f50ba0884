"""Clearing somebody leaves what is other people's: only the name goes out of what hangs on a call or a contract."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection, select

from coopadmin.services.forgetting_people import clear_people
from coopadmin.services.forgetting_requests import clear_at_wish
from coopadmin.services.members import PersonData, correct_person, register_member
from db.journal import Transaction
from db.queries import people_rows
from db.store import Store
from db.tables.base import Record, table_of
from db.tables.contracts import Contract, ContractParty
from db.tables.dwellings import Dwelling
from db.tables.hours import HoursEntry
from db.tables.journal import JournalValue
from db.tables.keys import KeyLoan
from db.tables.maintenance import MaintenanceTask
from db.tables.members import Member, Person
from db.tables.work_days import WorkDay, WorkDayHelper
from tests.conftest import TODAY, Furnish
from tests.left import BEFORE, GIVEN, Left, fill_left

SOON = date(2025, 1, 1)
"""A day within the term of who left on 31 March 2024."""


@pytest.fixture
def left(store: Store, furnish: Furnish) -> Left:
    """Give somebody who left, and a neighbour who worked on the call they reported."""
    found = furnish(fill_left)

    def work(transaction: Transaction) -> None:
        neighbour = found.staying_id
        transaction.add(
            HoursEntry(
                person_id=neighbour,
                task_id=found.task_id,
                worked_on=date(2023, 5, 3),
                minutes=60,
                what="Leak mended",
                note=f"back by train, {GIVEN} held the lamp",
            )
        )
        transaction.add(
            KeyLoan(
                copy_id=1,
                person_id=neighbour,
                task_id=found.task_id,
                issued_on=date(2001, 5, 3),
                returned_on=date(2001, 5, 4),
                note="left with the baker",
            )
        )
        day = transaction.add(WorkDay(title="Autumn", starts_at="2023-05-03T10:00", ends_at="2023-05-03T16:00"))
        transaction.add(
            WorkDayHelper(
                work_day_id=day,
                person_id=neighbour,
                task_id=found.task_id,
                said="yes",
                said_on=date(2023, 5, 1),
                note="brings soup",
            )
        )

    store.do(work)
    return found


def notes(store: Store, model: type[Record], person_id: int) -> list[Any]:
    table = table_of(model)
    return store.read(
        lambda connection: list(
            connection.execute(select(table.c.note).where(table.c.person_id == person_id)).scalars()
        )
    )


def remembered(store: Store, table: str) -> int:
    """Count the lines of the journal about a table that still tell what it said."""

    def read(connection: Connection) -> int:
        values = table_of(JournalValue)
        found = connection.execute(
            select(values.c.row_id).where(values.c.table_name == table, values.c.values_json.is_not(None))
        )
        return len(found.all())

    return store.read(read)


def test_a_neighbour_keeps_the_notes_on_a_call_that_somebody_else_reported(store: Store, left: Left) -> None:
    before = remembered(store, "workdayhelper")
    store.do(clear_people, person_ids=[left.person_id], on=TODAY)
    assert notes(store, HoursEntry, left.staying_id) == ["back by train, former member L012 held the lamp"]
    assert notes(store, KeyLoan, left.staying_id) == ["left with the baker"]
    assert notes(store, WorkDayHelper, left.staying_id) == ["brings soup"]
    assert remembered(store, "workdayhelper") == before == 1
    assert notes(store, HoursEntry, left.person_id) == [""]
    assert notes(store, KeyLoan, left.person_id) == [""]


def test_a_neighbour_keeps_them_too_where_somebody_asks_to_be_forgotten(store: Store, left: Left) -> None:
    store.do(clear_at_wish, person_id=left.person_id, on=SOON)
    assert notes(store, HoursEntry, left.staying_id) == [f"back by train, {GIVEN} held the lamp"]
    assert notes(store, KeyLoan, left.staying_id) == ["left with the baker"]
    assert notes(store, WorkDayHelper, left.staying_id) == ["brings soup"]
    assert notes(store, HoursEntry, left.person_id) == [""]


def test_own_is_what_has_the_key_of_the_person_and_beside_it_what_hangs_on_their_calls_and_contracts(
    store: Store, left: Left
) -> None:
    store.do(register_member, number="L014", kind="member", starts_on=date(2015, 1, 1), person=PersonData("Ander"))

    def share(transaction: Transaction) -> None:
        partner = transaction.scalar(select(table_of(Member).c.person_id).where(table_of(Member).c.number == "L014"))
        transaction.add(ContractParty(contract_id=left.contract_id, person_id=partner))

    store.do(share)
    own = store.read(people_rows.own_rows, left.person_id)
    assert [row["person_id"] for row in (*own[HoursEntry], *own[KeyLoan], *own[ContractParty])] == [left.person_id] * 3
    assert [row["reporter_id"] for row in own[MaintenanceTask]] == [left.person_id]
    assert WorkDayHelper not in own
    beside = store.read(people_rows.rows_beside, left.person_id)
    assert [row["person_id"] for row in (*beside[HoursEntry], *beside[KeyLoan])] == [left.staying_id] * 2
    assert [row["person_id"] for row in beside[ContractParty]] not in ([], [left.person_id])
    assert MaintenanceTask not in beside


NOTE = "Smit pays on the 28th; the son of mevrouw Smit calls"


@pytest.mark.parametrize("stays", [True, False])
def test_a_family_name_they_bore_stays_at_a_wish_in_a_contract_shared_with_who_still_bears_it(
    store: Store, left: Left, *, stays: bool
) -> None:
    store.do(correct_person, person_id=left.person_id, person=PersonData("Smit", given_name=GIVEN))
    store.do(correct_person, person_id=left.person_id, person=PersonData("Bakker", given_name=GIVEN))

    def share(transaction: Transaction) -> None:
        other = transaction.add(Person(family_name="Smit" if stays else "Jansen", given_name="Piet"))
        transaction.add(ContractParty(contract_id=left.contract_id, person_id=other, role="co_tenant", place=2))
        transaction.change(Contract, left.contract_id, note=f"{NOTE}; {GIVEN} {BEFORE} owes nothing")
        transaction.change(MaintenanceTask, left.task_id, note="Smit was at home")

    store.do(share)
    before = remembered(store, "contract")
    store.do(clear_at_wish, person_id=left.person_id, on=SOON)
    table = table_of(Contract)
    (note,) = store.read(lambda connection: list(connection.execute(select(table.c.note)).scalars()))
    told = NOTE if stays else "L012 pays on the 28th; the son of L012 calls"
    assert note == f"{told}; L012 owes nothing"
    # What the journal tells of it goes with the full name, as it stood there.
    assert remembered(store, "contract") == 0 < before
    calls = table_of(MaintenanceTask)
    statement = select(calls.c.note).where(calls.c.id == left.task_id)
    # The call is not about the contract, so the name there is theirs.
    assert store.read(lambda connection: connection.execute(statement).scalar()) == "L012 was at home"


def test_a_contract_that_says_a_shared_name_only_keeps_its_history_at_a_wish(store: Store, left: Left) -> None:
    store.do(correct_person, person_id=left.person_id, person=PersonData("Smit", given_name=GIVEN))
    store.do(correct_person, person_id=left.person_id, person=PersonData("Bakker", given_name=GIVEN))

    def share(transaction: Transaction) -> None:
        other = transaction.add(Person(family_name="Smit", given_name="Piet"))
        home = transaction.add(Dwelling(code="B1", street="Laan", house_number="1"))
        contract = transaction.add(
            Contract(
                number="C-0099",
                dwelling_id=home,
                starts_on=date(2012, 1, 1),
                ends_on=date(2013, 1, 1),
                note="Smit pays on the 28th",
            )
        )
        for place, person_id in enumerate((left.person_id, other), 1):
            transaction.add(ContractParty(contract_id=contract, person_id=person_id, place=place))

    store.do(share)
    before = remembered(store, "contract")
    store.do(clear_at_wish, person_id=left.person_id, on=SOON)
    kept = store.read(lambda connection: list(connection.execute(select(table_of(Contract).c.note)).scalars()))
    assert "Smit pays on the 28th" in kept
    assert remembered(store, "contract") >= before - 1 > 0
