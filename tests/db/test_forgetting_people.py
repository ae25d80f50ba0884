"""Who left is looked at all at once: one more person to be cleared is not one more question to the store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from coopadmin.services.forgetting_people import clear_people
from db.journal import Transaction
from db.queries import forgetting_people as queries
from db.store import Store
from db.tables.charges import Charge
from db.tables.contracts import Contract, ContractParty
from db.tables.dwellings import Dwelling
from db.tables.members import Member, Membership, Person
from tests.conftest import TODAY


@contextmanager
def questions() -> Iterator[list[str]]:
    said: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        said.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def add_left(transaction: Transaction, *, first: int, count: int) -> list[int]:
    """Put people in the store who left in 2012, each with a membership and a contract of their own."""
    found: list[int] = []
    for number in range(first, first + count):
        person_id = transaction.add(Person(family_name=f"Vertrokken{number}", given_name=f"Voornaam{number}"))
        member_id = transaction.add(Member(number=f"X{number:03}", person_id=person_id))
        first_day, last_day = date(2005, 1, 1), date(2012, 1, 31)
        transaction.add(Membership(member_id=member_id, kind="member", starts_on=first_day, ends_on=last_day))
        home = transaction.add(Dwelling(code=f"X{number}", street="Weg", house_number=str(number)))
        contract_id = transaction.add(
            Contract(
                number=f"X-{number:03}",
                dwelling_id=home,
                note=f"of Vertrokken{number}",
                starts_on=first_day,
                ends_on=last_day,
            )
        )
        transaction.add(ContractParty(contract_id=contract_id, person_id=person_id))
        found.append(person_id)
    return found


def test_more_people_who_left_are_no_more_questions(store: Store) -> None:
    asked: list[int] = []
    for first, count in ((1, 3), (4, 27)):
        store.do(add_left, first=first, count=count)
        with questions() as said:
            found = store.read(queries.overview, TODAY)
        assert len(found.due) == first + count - 1
        asked.append(len(said))
    assert asked[0] == asked[1] > 0


def test_people_without_a_tie_are_no_more_questions(store: Store) -> None:
    def add(transaction: Transaction, *, count: int) -> None:
        for _number in range(count):
            transaction.add(Person(family_name="Zonder", given_name="Band"))

    asked: list[int] = []
    for count in (3, 27):
        store.do(add, count=count)
        with questions() as said:
            assert len(store.read(queries.former, date(2035, 1, 1))) >= count
        asked.append(len(said))
    assert asked[0] == asked[1] > 0


def test_money_that_is_open_holds_only_whose_it_is(store: Store) -> None:
    first, second, third = store.do(add_left, first=1, count=3).result

    def owe(transaction: Transaction) -> None:
        due_on = date(2012, 1, 1)
        transaction.add(Charge(contract_id=1, kind="other", due_on=due_on, amount_cents=100, note="key"))
        transaction.add(Charge(member_id=2, kind="other", due_on=due_on, amount_cents=100, note="key"))

    store.do(owe)
    found = store.read(queries.overview, TODAY)
    assert [one.who_id for one in found.due] == [third]
    assert {one.who_id: one.asks for one in found.asking} == dict.fromkeys(
        (first, second), ("money is open on their account",)
    )


@pytest.mark.parametrize("text", ["journalvalue.table_name NOT IN", "coalesce("])
def test_texts_are_read_once_for_everybody_who_is_cleared(store: Store, text: str) -> None:
    asked: list[int] = []
    for first, count in ((1, 2), (3, 20)):
        people = store.do(add_left, first=first, count=count).result
        with questions() as said:
            store.do(clear_people, person_ids=people, on=TODAY)
        asked.append(len([one for one in said if text in one]))
    assert asked[0] == asked[1] > 0
