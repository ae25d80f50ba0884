"""Candidates as they are read: the lists, their filters and orders, and how many there are."""

from __future__ import annotations

from datetime import date

import pytest

from coopadmin.services import candidates as deeds
from coopadmin.services import members
from coopadmin.services.members import PersonData
from db.journal import Transaction
from db.queries import candidates as queries
from db.queries.base import Listing
from db.queries.candidate_lists import POOL_FILTERS, POOL_SORTS, WAITING_FILTERS, WAITING_SORTS
from db.queries.candidates import SORTS
from db.queries.finder import Hit, find
from db.store import Store
from db.tables.candidates import Candidate
from screens.candidates.pool import SUBJECT as POOL
from screens.candidates.subject import SUBJECT
from screens.candidates.waiting import SUBJECT as WAITING
from tests.conftest import TODAY, Furnish

DAY = date(2026, 1, 1)


def _clear(transaction: Transaction, *, candidate_id: int) -> None:
    transaction.change(Candidate, candidate_id, family_name="", given_name="", cleared_on=TODAY)


def _fill(store: Store) -> None:
    """Six candidates: 1 and 2 wait, 3 was struck, 4 lives here, 5 was cleared; 2 and 6 are in the pool, 6 too long."""
    store.do(
        members.register_member,
        number="L007",
        person=PersonData("Aalders", given_name="Anna"),
        kind="member",
        starts_on=DAY,
    )
    for number, (name, given) in enumerate((("Vries", "Sam"), ("Çelik", "Nur"), ("Mol", "Eva")), 1):
        store.do(deeds.register_candidate, registered_on=date(2026, number, 1), family_name=name, given_name=given)
    store.do(deeds.register_candidate, registered_on=date(2026, 4, 1), person_id=1)
    store.do(deeds.register_candidate, registered_on=date(2026, 5, 1), family_name="Gone")
    store.do(deeds.register_candidate, number="K-10000", registered_on=date(2026, 6, 1), family_name="Bakker", adults=2)
    store.do(deeds.put_on_waiting_list, candidate_id=2, registered_on=date(2026, 2, 1), fee_cents=2500)
    store.do(deeds.put_on_waiting_list, candidate_id=1, registered_on=date(2026, 3, 1))
    store.do(deeds.put_on_waiting_list, candidate_id=3, registered_on=date(2026, 1, 1))
    store.do(deeds.take_off_waiting_list, candidate_id=3, ended_on=date(2026, 9, 1), end_reason="no_answer")
    store.do(deeds.admit_to_pool, candidate_id=2, met_on=date(2026, 2, 1))
    store.do(deeds.admit_to_pool, candidate_id=6, met_on=date(2026, 6, 1), expires_on=date(2026, 7, 1))
    store.do(deeds.note_contact, candidate_id=6, happened_on=date(2026, 6, 1), kind="introduction")
    store.do(_clear, candidate_id=5)


@pytest.fixture
def six(store: Store, furnish: Furnish) -> Store:
    """Give a store with six candidates."""
    furnish(_fill)
    return store


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        (Listing(), ["K-0004", "K-10000", "K-0002", "K-0003", "K-0001"]),
        (Listing(sort="number"), ["K-0001", "K-0002", "K-0003", "K-0004", "K-10000"]),
        (Listing(sort="registered", descending=True), ["K-10000", "K-0004", "K-0003", "K-0002", "K-0001"]),
        (Listing(filter="waiting", sort="number"), ["K-0001", "K-0002"]),
        (Listing(filter="pool", sort="number"), ["K-0002", "K-10000"]),
        (Listing(filter="internal"), ["K-0004"]),
        (Listing(filter="unlisted", sort="number"), ["K-0003", "K-0004"]),
        (Listing(filter="cleared"), ["K-0005"]),
        (Listing(filter="all", sort="number"), ["K-0001", "K-0002", "K-0003", "K-0004", "K-0005", "K-10000"]),
        (Listing(search="celik nur"), ["K-0002"]),
        (Listing(search="gone", filter="all"), []),
    ],
)
def test_the_list_of_all_by_filter_order_and_search(six: Store, asked: Listing, numbers: list[str]) -> None:
    page = six.read(queries.page, asked, TODAY)
    assert [row.number for row in page.rows] == numbers
    assert page.total == len(numbers)


def test_a_short_page_still_says_how_many_there_are(six: Store) -> None:
    page = six.read(queries.page, Listing(limit=2), TODAY)
    assert (len(page.rows), page.total) == (2, 5)


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        (Listing(filter="current"), [("K-0002", 1), ("K-0001", 2)]),
        (Listing(filter="unpaid"), [("K-0002", 1)]),
        (Listing(filter="untold"), [("K-0003", 0)]),
        (Listing(filter="ended"), [("K-0003", 0)]),
        (Listing(filter="all"), [("K-0002", 1), ("K-0001", 2), ("K-0003", 0)]),
        (Listing(filter="current", search="vries"), [("K-0001", 2)]),
        (Listing(filter="all", sort="registered"), [("K-0003", 0), ("K-0002", 1), ("K-0001", 2)]),
        (Listing(filter="all", sort="number"), [("K-0001", 2), ("K-0002", 1), ("K-0003", 0)]),
    ],
)
def test_a_place_on_the_waiting_list_is_the_one_among_all(
    six: Store, asked: Listing, numbers: list[tuple[str, int]]
) -> None:
    page = six.read(queries.waiting_page, asked, TODAY)
    assert [(row.number, row.place) for row in page.rows] == numbers


def test_who_was_taken_off_is_off_the_list_from_that_day(six: Store) -> None:
    assert [line.number for line in six.read(queries.waiting_lines, date(2026, 8, 31))] == [
        "K-0003",
        "K-0002",
        "K-0001",
    ]
    assert [line.number for line in six.read(queries.waiting_lines, date(2026, 9, 1))] == ["K-0002", "K-0001"]


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        (Listing(filter="current"), ["K-10000", "K-0002"]),
        (Listing(filter="expired"), ["K-10000"]),
        (Listing(filter="ended"), []),
        (Listing(filter="all", sort="met"), ["K-0002", "K-10000"]),
        (Listing(filter="all", sort="expires"), ["K-10000", "K-0002"]),
        (Listing(filter="all", sort="contact"), ["K-10000", "K-0002"]),
        (Listing(filter="all", sort="contact", descending=True), ["K-10000", "K-0002"]),
        (Listing(filter="all", sort="number", descending=True), ["K-10000", "K-0002"]),
    ],
)
def test_the_pool_by_filter_and_order(six: Store, asked: Listing, numbers: list[str]) -> None:
    assert [row.number for row in six.read(queries.pool_page, asked, TODAY).rows] == numbers


def test_the_screens_offer_every_filter_and_order_there_is() -> None:
    for subject, filters, sorts in (
        (SUBJECT, queries.FILTERS, SORTS),
        (WAITING, WAITING_FILTERS, WAITING_SORTS),
        (POOL, POOL_FILTERS, POOL_SORTS),
    ):
        assert tuple(one.code for one in subject.filters) == filters
        assert tuple(one.code for one in subject.sorts) == sorts


def test_what_is_known_of_many_is_what_is_known_of_each(six: Store) -> None:
    wanted = [1, 2, 3, 4, 6]
    together = six.read(queries.known_of, wanted, TODAY)
    assert together == {one: six.read(queries.known, one, TODAY) for one in wanted}


def test_candidates_are_counted_without_a_name(six: Store) -> None:
    counts = six.read(queries.counts, TODAY)
    assert (counts.candidates, counts.waiting, counts.pool, counts.both) == (5, 2, 2, 1)
    assert (counts.internal, counts.unlisted, counts.fee_owed) == (1, 2, 1)
    assert (counts.expired, counts.untold, counts.consent_over) == (1, 1, 5)


def test_somebody_who_may_be_entered_twice_is_named_by_number(six: Store) -> None:
    twice = six.do(deeds.register_candidate, registered_on=TODAY, family_name="celik", initials="N.").result
    other = six.do(deeds.register_candidate, registered_on=TODAY, family_name="Celik", given_name="Ali").result
    assert six.read(queries.alike, twice) == ("K-0002", "K-10002")
    assert six.read(queries.alike, other) == ("K-10001",)


def test_a_candidate_is_found_by_name_and_shown_by_number(six: Store) -> None:
    assert six.read(find, "bakker") == [Hit("candidates", 6, "K-10000", "2 people")]
    assert six.read(find, "k-0001")[0] == Hit("candidates", 1, "K-0001", "1 person")
    assert six.read(find, "k-0005") == [], "who was cleared is not looked for any more"
