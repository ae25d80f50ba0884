"""Who left and asks to be forgotten is told what goes and what stays with its ground, and the first is cleared."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from coopadmin.errors import Refused
from coopadmin.services.forgetting_people import clear_people
from coopadmin.services.forgetting_requests import clear_at_wish
from coopadmin.services.members import PersonData, correct_person
from db.backup import check
from db.journal import Transaction
from db.queries import forgetting_people
from db.queries import forgetting_requests as queries
from db.store import Store
from db.tables.base import Record, table_of
from db.tables.bookings import Booking
from db.tables.charges import Charge
from db.tables.maintenance import MaintenanceTask
from db.tables.members import Person
from tests.conftest import TODAY, Furnish
from tests.left import BEFORE, FAMILY, GIVEN, IBAN, MAIL, PHONE, STREET, Left, fill_left, left_in

SOON = date(2025, 1, 1)
"""A day within the term of who left on 31 March 2024."""

BOOKS = "GDPR art. 17(3)(b)"


@pytest.fixture
def left(store: Store, furnish: Furnish) -> Left:
    """Give somebody who left, and somebody who did not."""
    return furnish(fill_left)


def rows(store: Store, model: type[Record]) -> list[dict[str, Any]]:
    return store.read(lambda connection: [dict(row) for row in connection.execute(select(table_of(model))).mappings()])


def put(store: Store, record: Record) -> int:
    def deed(transaction: Transaction) -> int:
        return transaction.add(record)

    return store.do(deed).result


def test_who_left_is_told_what_stays_with_its_ground_and_until_when(store: Store, left: Left) -> None:
    found = store.read(queries.answer, left.person_id, SOON)
    assert found is not None
    assert (found.number, found.whole, found.first) == ("L012", False, ())
    assert found.goes[0].startswith("e-mail, phone, address")
    assert [why.rpartition(" · ")[2] for _what, why in found.stays] == ["until 31 March 2026"] * 2
    assert BOOKS not in str(found.stays)


def test_what_was_given_by_their_own_wish_goes_and_the_name_stays_for_its_term(store: Store, left: Left) -> None:
    store.do(clear_at_wish, person_id=left.person_id, on=SOON)
    assert {found.partition(": ")[2] for found in left_in(store.path)} == {
        GIVEN,
        FAMILY,
        IBAN,
        "quarrelled at home",
        "owes her sister money",
        "sore back",
    }
    (person,) = (row for row in rows(store, Person) if row["id"] == left.person_id)
    assert (person["family_name"], person["email"], person["phone"], person["born_on"]) == (FAMILY, "", "", None)
    assert rows(store, Booking)[0]["purpose"] == ""
    assert rows(store, MaintenanceTask)[0]["what"] == f"Leak in the kitchen of {GIVEN}, ring L012"
    assert [finding for finding in check(store.path) if not finding.ok] == []
    assert not [secret for secret in (BEFORE, MAIL, PHONE, STREET) if secret in str(left_in(store.path))]


def test_the_rest_goes_when_the_term_is_over(store: Store, left: Left) -> None:
    store.do(clear_at_wish, person_id=left.person_id, on=SOON)
    assert store.read(forgetting_people.standing, left.person_id, SOON) is not None
    store.do(clear_people, person_ids=[left.person_id], on=TODAY)
    assert left_in(store.path) == []


def test_of_whom_nothing_has_to_stay_all_goes_at_once_and_only_when_they_asked(store: Store, left: Left) -> None:
    person_id = put(store, Person(family_name="Voorbijganger", given_name="Dirk", email="d@weg.example"))
    found = store.read(queries.answer, person_id, TODAY)
    assert found is not None
    assert (found.whole, found.stays) == (True, ())
    with pytest.raises(Refused, match="not to be cleared yet"):
        store.do(clear_people, person_ids=[person_id], on=TODAY)
    with pytest.raises(Refused):
        store.do(clear_at_wish, person_id=person_id, on=TODAY)
    store.do(clear_people, person_ids=[person_id], on=TODAY, asked=True)
    assert b"voorbijganger" not in store.path.read_bytes().lower()
    assert store.read(queries.answer, person_id, TODAY) is None


def test_nothing_goes_while_a_tie_runs_or_something_is_open(store: Store, left: Left) -> None:
    found = store.read(queries.answer, left.staying_id, TODAY)
    assert found is not None
    assert (found.goes, found.first[0]) == ((), "is a member")
    with pytest.raises(Refused, match="is a member"):
        store.do(clear_at_wish, person_id=left.staying_id, on=TODAY)
    with pytest.raises(Refused, match="is a member"):
        store.do(clear_people, person_ids=[left.staying_id], on=TODAY, asked=True)
    put(store, Charge(contract_id=left.contract_id, kind="other", due_on=date(2024, 3, 1), amount_cents=100))
    found = store.read(queries.answer, left.person_id, TODAY)
    assert found is not None
    assert found.first == ("money is open on their account",)
    with pytest.raises(Refused, match="nobody of that number"):
        store.do(clear_at_wish, person_id=999, on=TODAY)


def test_money_stays_in_the_books_and_that_is_told_with_its_article(store: Store, left: Left) -> None:
    for cents in (100, -100):
        put(store, Charge(contract_id=left.contract_id, kind="other", due_on=date(2024, 3, 1), amount_cents=cents))
    found = store.read(queries.answer, left.person_id, SOON)
    assert found is not None
    assert BOOKS in str(found.stays)


def test_a_member_with_something_open_is_told_both(store: Store, left: Left) -> None:
    put(store, MaintenanceTask(number="O-0009", reported_on=TODAY, reporter_id=left.staying_id, what="Door"))
    found = store.read(queries.answer, left.staying_id, TODAY)
    assert found is not None
    assert (found.first[0], found.first[-1], len(found.first)) == ("is a member", "reported a task that is open", 3)


def test_what_went_is_not_told_as_going_again(store: Store, left: Left) -> None:
    store.do(clear_at_wish, person_id=left.person_id, on=SOON)
    found = store.read(queries.answer, left.person_id, SOON)
    assert found is not None
    assert (found.goes, len(found.stays)) == ((), 2)


def test_only_what_is_there_or_was_once_is_told_as_going(store: Store, left: Left) -> None:
    store.do(clear_at_wish, person_id=left.person_id, on=SOON)
    row = {row["id"]: row for row in rows(store, Person)}[left.person_id]
    now = PersonData(row["family_name"], given_name=row["given_name"], note="rings twice")
    store.do(correct_person, person_id=left.person_id, person=now)
    store.do(correct_person, person_id=left.person_id, person=replace(now, note=""))
    found = store.read(queries.answer, left.person_id, SOON)
    assert found is not None
    assert found.goes == ("the note on their record, and names they bore before",)
