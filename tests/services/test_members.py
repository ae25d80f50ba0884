"""A secretary keeps the members' register."""

from __future__ import annotations

from datetime import date

import pytest

from coopadmin.errors import Invalid, Refused
from coopadmin.services import members
from coopadmin.services.members import PersonData
from coopadmin.services.undo import undo
from db.queries import members as queries
from db.queries.base import Listing
from db.store import Store

ANNA = PersonData("Berg", prefix="van den", given_name="Anna", email="anna@example.org")


def _register(store: Store, number: str = "L001", person: PersonData = ANNA, starts_on: date = date(2020, 1, 1)) -> int:
    return store.do(members.register_member, number=number, person=person, kind="member", starts_on=starts_on).result


def test_a_new_member_stands_in_the_register_from_the_first_day(store: Store) -> None:
    _register(store)
    assert [row.number for row in store.read(queries.register_on, date(2020, 1, 1))] == ["L001"]
    assert store.read(queries.register_on, date(2019, 12, 31)) == ()


def test_a_number_is_given_only_once(store: Store) -> None:
    _register(store)
    with pytest.raises(Invalid) as refusal:
        _register(store, person=PersonData("Bos"))
    assert [problem.field for problem in refusal.value.problems] == ["number"]


def test_a_wrong_account_number_is_named_under_its_field_and_nothing_is_kept(store: Store) -> None:
    with pytest.raises(Invalid) as refusal:
        _register(store, person=PersonData("Bos", iban="NL69TRIO8575038096", email="bos@"))
    assert [problem.field for problem in refusal.value.problems] == ["email", "iban"]
    assert store.read(queries.page, Listing(filter="all"), date(2026, 1, 1)).total == 0


def test_who_changes_kind_keeps_both_periods_without_a_gap(store: Store) -> None:
    person = _register(store)
    store.do(members.start_membership, person_id=person, kind="supporter", starts_on=date(2024, 3, 1))
    record = store.read(queries.record, person)
    assert record is not None
    assert [(row.kind, row.starts_on, row.ends_on) for row in record.memberships] == [
        ("supporter", date(2024, 3, 1), None),
        ("member", date(2020, 1, 1), date(2024, 2, 29)),
    ]


def test_a_period_inside_an_earlier_one_is_refused(store: Store) -> None:
    person = _register(store)
    store.do(members.end_membership, person_id=person, ends_on=date(2024, 6, 30))
    with pytest.raises(Invalid):
        store.do(members.start_membership, person_id=person, kind="member", starts_on=date(2024, 6, 30))
    store.do(members.start_membership, person_id=person, kind="member", starts_on=date(2024, 7, 1))


def test_offices_end_with_the_membership(store: Store) -> None:
    person = _register(store)
    store.do(members.give_office, person_id=person, office="penningmeester", starts_on=date(2023, 1, 1))
    store.do(members.join_group, person_id=person, group="Tuin", starts_on=date(2023, 1, 1))
    store.do(members.end_membership, person_id=person, ends_on=date(2024, 6, 30), reason="verhuisd")
    record = store.read(queries.record, person)
    assert record is not None
    assert [(term.name, term.ends_on) for term in record.offices] == [("treasurer", date(2024, 6, 30))]
    assert [(term.name, term.ends_on) for term in record.groups] == [("Tuin", date(2024, 6, 30))]


def test_ending_twice_is_refused(store: Store) -> None:
    person = _register(store)
    store.do(members.end_membership, person_id=person, ends_on=date(2024, 6, 30))
    with pytest.raises(Refused):
        store.do(members.end_membership, person_id=person, ends_on=date(2025, 6, 30))


def test_taking_back_the_end_lets_membership_and_office_run_again(store: Store) -> None:
    person = _register(store)
    store.do(members.give_office, person_id=person, office="chair", starts_on=date(2023, 1, 1))
    before = store.read(queries.record, person)
    store.do(members.end_membership, person_id=person, ends_on=date(2024, 6, 30))
    store.do(undo)
    assert store.read(queries.record, person) == before


@pytest.mark.parametrize("words", ["anna", "BERG", "van den berg", "bérg anna", "001"])
def test_any_part_of_a_name_finds_the_member(store: Store, words: str) -> None:
    _register(store)
    _register(store, "L002", PersonData("Bos"))
    assert [row.number for row in store.read(queries.page, Listing(search=words), date(2026, 1, 1)).rows] == ["L001"]


def test_a_percent_sign_in_a_search_is_only_a_percent_sign(store: Store) -> None:
    _register(store)
    assert store.read(queries.page, Listing(search="%"), date(2026, 1, 1)).total == 0


def test_the_next_number_follows_the_highest(store: Store) -> None:
    assert store.read(queries.next_number) == "L001"
    _register(store, "L009")
    assert store.read(queries.next_number) == "L010"
