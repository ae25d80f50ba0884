"""The list of rules shows what holds today, what held before and what is to come."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from coopadmin.domain.voting_rules import MeetingRule, VotingRule
from coopadmin.services.voting_rules import set_meeting_rule, set_voting_rule
from db.queries import voting_rules as queries
from db.queries.base import Listing, Page
from db.queries.voting_rules import PLACES, RuleRow
from db.store import Store
from tests.conftest import TODAY, Furnish

PAST, COMING = date(2025, 1, 1), date(2027, 1, 1)
RESIDENTS = PLACES.index(("residents", "self_allocation")) + 1
BOARD = PLACES.index(("board", "ordinary")) + 1


def _set_rules(store: Store) -> None:
    """Three quarters at the residents' meeting, consent from next year; the board decides anew from then."""
    allocation: dict[str, Any] = {"body": "residents", "kind": "self_allocation", "source": "House rules, art. 12"}
    store.do(set_voting_rule, **allocation, valid_from=PAST, method="three-quarters")
    store.do(set_voting_rule, **allocation, valid_from=COMING, method="consent")
    store.do(set_voting_rule, body="board", kind="ordinary", valid_from=COMING, method="unanimous", source="Raad Ö")
    store.do(
        set_meeting_rule,
        body="general",
        valid_from=PAST,
        convening_days=21,
        minutes_days=14,
        proxies_per_holder=5,
        source="Statutes, art. 14",
    )


@pytest.fixture
def ruled(store: Store, furnish: Furnish) -> Store:
    """Give a store with those rules."""
    furnish(_set_rules)
    return store


def listed(store: Store, on: date = TODAY, **asked: Any) -> Page[RuleRow]:
    """Ask for the list."""
    return store.read(queries.page, Listing(**asked), on)


def test_the_list_has_a_line_for_every_place_that_has_a_rule(ruled: Store) -> None:
    rows = listed(ruled).rows
    assert len(rows) == listed(ruled).total == 4 + 8 + 2
    assert [(row.body, row.kind) for row in rows] == [
        place for place in PLACES if place in {(r.body, r.kind) for r in rows}
    ]
    by_key = {row.key: row for row in rows}
    allocation = by_key[RESIDENTS]
    assert allocation.words == "three quarters of the votes cast; no quorum; blank votes do not count"
    assert (allocation.valid_from, allocation.next_from) == (PAST, COMING)
    assert by_key[1].words == "letter 21 days before; minutes within 14 days; 5 proxies per person"


def test_a_rule_still_to_come_is_shown_as_such(ruled: Store) -> None:
    (board,) = [row for row in listed(ruled).rows if row.key == BOARD]
    assert (board.words, board.valid_from, board.next_from) == (
        "nobody against; no quorum; blank votes do not count",
        COMING,
        COMING,
    )
    (begun,) = [row for row in listed(ruled, COMING).rows if row.key == BOARD]
    assert begun.next_from is None


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"filter": "all"}, 14),
        ({"filter": "meetings"}, 4),
        ({"filter": "votes"}, 10),
        ({"filter": "to_come"}, 2),
        ({"search": "residents"}, 2),
        ({"search": "RESIDENTS alloc"}, 1),
        ({"search": "raad o"}, 1),
        ({"search": "two thirds civil"}, 2),
        ({"search": "proxies"}, 4),
        ({"search": "nothing of the kind"}, 0),
        ({"filter": "meetings", "search": "board"}, 1),
        ({"limit": 3}, 14),
    ],
)
def test_the_list_is_narrowed_by_filter_and_by_any_word(ruled: Store, asked: dict[str, Any], count: int) -> None:
    page = listed(ruled, **asked)
    assert page.total == count
    assert len(page.rows) == min(count, asked.get("limit", count))


def test_the_list_is_ordered_as_it_is_asked(ruled: Store) -> None:
    newest = listed(ruled, sort="from", descending=True).rows
    assert newest[0].valid_from == COMING
    kinds = [row.kind for row in listed(ruled, sort="kind").rows]
    assert kinds == sorted(kinds, key=["", *queries.DECISION_KINDS].index)
    assert listed(ruled, descending=True).rows == listed(ruled).rows[::-1]


def test_a_record_knows_what_held_what_holds_and_what_is_to_come(ruled: Store) -> None:
    record = ruled.read(queries.record, RESIDENTS)
    assert record is not None
    now = record.on(TODAY)
    assert isinstance(now, VotingRule)
    assert now.rule.method == "three-quarters"
    assert [one.valid_from for one in record.after(TODAY)] == [COMING]
    assert record.before(TODAY) == ()
    assert [one.valid_from for one in record.before(COMING)] == [PAST]
    assert record.on(date(2024, 1, 1)) is None
    assert [table for table, _row in record.stored] == ["votingrule", "votingrule"]


def test_a_record_of_meetings_goes_back_to_what_the_store_began_with(ruled: Store) -> None:
    record = ruled.read(queries.record, 1)
    assert record is not None
    assert all(isinstance(one, MeetingRule) for one in record.values)
    assert [one.source for one in record.before(TODAY)] == [
        "Practice: 14 days for letter and minutes, 2 to 5 proxies; put your own article here"
    ]


@pytest.mark.parametrize("key", [0, -1, len(PLACES) + 1, PLACES.index(("committee", "dissolution")) + 1])
def test_a_place_without_a_rule_has_no_record(ruled: Store, key: int) -> None:
    assert ruled.read(queries.record, key) is None
