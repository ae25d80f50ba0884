"""What follows from several counts: who was chosen, in which order they have their turn, and who stands equal."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from coopadmin.domain.choosing import (
    Counted,
    Held,
    OnList,
    Placed,
    against_votes,
    around,
    bodies_for,
    by_list,
    by_votes,
    carried,
    gaps,
    in_order,
    second_from,
    ties_told,
    told_once,
    turned_down,
    wrong_ranks,
)


def held(kind: str, who: int | None, order: int, outcome: str = "carried", *, withdrawn: bool = False) -> Held:
    """Make a count that stands."""
    return Held(kind, who, order, outcome, withdrawn)


CHOICE = held("choice", 1, 1)


@pytest.mark.parametrize(
    ("counts", "check", "ratification", "chosen"),
    [
        ([], False, False, ()),
        ([CHOICE], False, False, (1,)),
        ([held("choice", 1, 1, "rejected")], False, False, ()),
        ([held("choice", 1, 1, "no_quorum")], False, False, ()),
        ([held("choice", 1, 1, withdrawn=True)], False, False, ()),
        # The newest count of a candidate stands; one without the quorum settles nothing.
        ([CHOICE, held("choice", 1, 2, "rejected")], False, False, ()),
        ([held("choice", 1, 1, "rejected"), held("choice", 1, 2)], False, False, (1,)),
        ([CHOICE, held("choice", 1, 2, "no_quorum")], False, False, (1,)),
        # In the order of the votes, however they come in.
        ([held("choice", 2, 3), CHOICE], False, False, (1, 2)),
        # A check of the way it went, after the choice.
        ([CHOICE], True, False, ()),
        ([CHOICE, held("procedure_check", None, 2)], True, False, (1,)),
        ([CHOICE, held("procedure_check", None, 2, "rejected")], True, False, ()),
        ([held("choice", 1, 3), held("procedure_check", None, 2)], True, False, ()),
        ([CHOICE, held("procedure_check", None, 2), held("choice", 2, 3)], True, False, (1,)),
        # A ratification of each.
        ([CHOICE, held("ratification", 2, 2)], False, True, ()),
        ([CHOICE, held("ratification", 1, 2)], False, True, (1,)),
        ([CHOICE, held("ratification", 1, 2), held("procedure_check", None, 3)], True, True, (1,)),
        # A second admission is another matter.
        ([held("second_admission", 1, 4)], False, False, ()),
    ],
)
def test_who_was_chosen(counts: list[Held], check: bool, ratification: bool, chosen: tuple[int, ...]) -> None:
    assert carried(counts, check=check, ratification=ratification) == chosen


@pytest.mark.parametrize(
    ("chosen", "ranks", "turns"),
    [
        ((), {}, ()),
        ((7,), {}, (7,)),
        ((7,), {7: None}, (7,)),
        ((7, 8), {}, ()),
        ((7, 8), {7: 2, 8: 1}, (8, 7)),
        ((7, 8, 9), {7: 2, 8: 1}, (8, 7)),
        ((7,), {7: 2, 8: 1}, (7,)),
    ],
)
def test_the_turns_of_who_was_chosen(
    chosen: tuple[int, ...], ranks: dict[int, int | None], turns: tuple[int, ...]
) -> None:
    assert in_order(chosen, ranks) == turns


def test_the_order_of_the_votes_is_by_the_part_for_and_then_against() -> None:
    placed = by_votes(
        [
            Counted(1, "K-0001", 5, 1, 7),
            # One stood aside for this candidate, so it is six of six.
            Counted(2, "K-0002", 6, 0, 6),
            Counted(3, "K-0003", 7, 0, 7),
            Counted(4, "K-0004", 5, 2, 7),
        ]
    )
    assert [(one.number, one.place, one.tied) for one in placed] == [
        ("K-0002", 1, True),
        ("K-0003", 1, True),
        ("K-0001", 3, False),
        ("K-0004", 4, False),
    ]
    assert placed[0].told == "K-0002: 6 for, 0 against, of 6 who could vote"
    assert ties_told(placed) == ("K-0002, K-0003 stand equal: the count gives no order between them, the group does.",)


def test_consent_gives_no_order() -> None:
    placed = by_votes([Counted(2, "K-0002", 0, 0, 5, True), Counted(1, "K-0001", 0, 0, 6, True)])
    assert [(one.number, one.place, one.tied, one.told) for one in placed] == [
        ("K-0001", 1, True, "K-0001: by consent"),
        ("K-0002", 1, True, "K-0002: by consent"),
    ]


COUNTS = some.lists(
    some.tuples(some.integers(0, 9), some.integers(0, 9), some.integers(0, 5)), min_size=1, max_size=7
).map(
    lambda votes: [
        Counted(at, f"K-{at:04d}", votes_for, votes_against, votes_for + votes_against + blank)
        for at, (votes_for, votes_against, blank) in enumerate(votes, 1)
    ]
)


@given(COUNTS)
def test_places_follow_the_votes_and_say_every_tie(counts: list[Counted]) -> None:
    placed = by_votes(counts)
    assert sorted(one.candidacy_id for one in placed) == [one.candidacy_id for one in counts]
    for at, one in enumerate(placed, 1):
        assert one.place <= at
        assert one.tied == (sum(other.place == one.place for other in placed) > 1)
    assert by_votes(reversed(counts)) == placed
    # The order of the votes itself is never against the votes.
    assert against_votes(placed, {one.candidacy_id: at for at, one in enumerate(placed, 1)}) == ()


def test_an_order_against_the_votes_names_the_pairs() -> None:
    placed = [Placed(1, "K-0001", 1, False, ""), Placed(2, "K-0002", 2, True, ""), Placed(3, "K-0003", 2, True, "")]
    assert against_votes(placed, {1: 1, 2: 3, 3: 2}) == ()
    assert against_votes(placed, {1: 2, 2: 1, 3: 3}) == (("K-0002", "K-0001"),)


NUMBERS = {1: "K-0001", 2: "K-0002"}


@pytest.mark.parametrize(
    ("ranks", "said"),
    [
        ({1: 1, 2: 2}, ""),
        ({1: 2, 2: 1}, ""),
        # A gap is found by itself: who was nominated before keeps their place.
        ({1: 1, 2: 4}, ""),
        ({1: 1}, "say which place K-0002 has"),
        ({}, "say which place K-0001, K-0002 has"),
        ({1: 1, 2: 2, 3: 3}, "only who was chosen by a count that stands has a place in the order"),
        ({1: 1, 2: 1}, "two have the same place; let the group decide which comes first, or draw a lot"),
        ({1: 0, 2: 1}, "number them from 1 on; the first in the order is 1"),
    ],
)
def test_what_cannot_be_about_an_order(ranks: dict[int, int], said: str) -> None:
    assert [one.message for one in wrong_ranks(NUMBERS, ranks)] == ([said] if said else [])


@pytest.mark.parametrize(
    ("ranks", "kept", "said"),
    [
        ({1: 1, 2: 2}, {}, ""),
        ({1: 22, 2: 1}, {}, "place 2 is missing: number them from 1 on without gaps"),
        ({1: 3, 2: 4, 3: 7}, {}, "places 1, 2 are missing: number them from 1 on without gaps"),
        # Who was nominated from place 1 and dropped out leaves no gap.
        ({1: 2, 2: 3}, {9: 1}, ""),
        ({1: 2, 2: 4}, {9: 1}, "place 3 is missing: number them from 1 on without gaps"),
        ({1: 1, 2: 3}, {1: 1}, "place 2 is missing: number them from 1 on without gaps"),
    ],
)
def test_an_order_has_no_gaps(ranks: dict[int, int], kept: dict[int, int], said: str) -> None:
    assert [one.message for one in gaps(ranks, kept)] == ([said] if said else [])


def test_who_was_not_ratified_is_turned_down_until_a_newer_vote() -> None:
    chose, no = held("choice", 1, 1), held("ratification", 1, 2, "rejected")
    assert turned_down([chose, no]) == {1}
    assert turned_down([chose, no, held("ratification", 1, 3)]) == frozenset()
    assert turned_down([chose, no, held("ratification", 1, 3, "no_quorum")]) == {1}
    # Chosen anew after it: the general meeting has still to speak.
    assert turned_down([chose, no, held("choice", 1, 3)]) == frozenset()
    assert turned_down([no, held("choice", 2, 3)]) == frozenset()


def test_a_reason_that_several_share_is_said_once() -> None:
    reasons = [
        ("K-1", "K-1 was not screened."),
        ("K-10", "K-10 was not screened."),
        ("K-2", "By Lijst K-2 was known for 9 days."),
        ("K-3", "K-3 was not screened."),
        ("K-4", "By Lijst K-4 was known for 8 days."),
    ]
    assert told_once(reasons) == (
        "K-1 was not screened. The same holds for K-10, K-3.",
        "By Lijst K-2 was known for 9 days.",
        "By Lijst K-4 was known for 8 days.",
    )


@given(some.lists(some.integers(1, 20), unique=True), some.dictionaries(some.integers(1, 20), some.integers(1, 9)))
def test_numbers_go_around_the_places_that_are_kept(order: list[int], kept: dict[int, int]) -> None:
    kept = {one: place for at, (one, place) in enumerate(kept.items()) if place not in list(kept.values())[:at]}
    given_places = around(order, kept)
    assert list(given_places) == order
    assert len(set(given_places.values())) == len(order)
    assert all(given_places[one] == place for one, place in kept.items() if one in given_places)
    others = [given_places[one] for one in order if one not in kept]
    assert others == sorted(others)
    assert not set(others) & set(kept.values())
    assert gaps(given_places, kept) == []


def test_the_waiting_list_goes_by_its_day_and_then_by_number() -> None:
    lines = [
        OnList(1, "K-0003", date(2024, 5, 1)),
        OnList(2, "K-0002", date(2024, 5, 1)),
        OnList(3, "K-0009", date(2023, 1, 1)),
        OnList(4, "K-0001", None),
        OnList(5, "K-0008", date(2025, 1, 1), internal=True),
    ]
    assert [one.number for one in by_list(lines, internal_first=False)] == [
        "K-0009",
        "K-0002",
        "K-0003",
        "K-0008",
        "K-0001",
    ]
    turns = by_list(lines, internal_first=True)
    assert [(one.place, one.number) for one in turns[:2]] == [(1, "K-0008"), (2, "K-0009")]
    assert turns[0].told == "K-0008: lives here, so first; on the list by 01 Jan 2025"
    assert turns[-1].told == "K-0001: not on the waiting list"


@pytest.mark.parametrize(
    ("kind", "decided_by", "bodies"),
    [
        ("choice", "committee", ("committee",)),
        ("choice", "cluster", ("committee",)),
        ("choice", "board", ("board",)),
        ("second_admission", "general", ("general",)),
        ("ratification", "committee", ("general",)),
        ("procedure_check", "cluster", ("general", "residents")),
    ],
)
def test_who_votes(kind: str, decided_by: str, bodies: tuple[str, ...]) -> None:
    assert bodies_for(kind, decided_by) == bodies


def test_a_second_admission_is_so_many_days_after_the_first() -> None:
    assert second_from(date(2026, 8, 1), 90) == date(2026, 10, 30)
