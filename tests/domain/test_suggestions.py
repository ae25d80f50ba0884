"""What speaks for a place is weighed the same way every time, and explained."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coopadmin.domain.suggestions import BY_HAND, MOST_SHOWN, PLACES, WEIGHTS, Ground, Place, Split, exact_split, rank

FIRST, SECOND = Place("contract", 1), Place("contract", 2)
NAMES = {FIRST: "C-0001", SECOND: "C-0002"}


def test_the_place_with_the_most_for_it_comes_first_with_its_strongest_reason_first() -> None:
    found = rank(
        {
            FIRST: [Ground("family_name", "the family name fits")],
            SECOND: [Ground("month_rent", "a month's rent"), Ground("name", "the name fits")],
        },
        700,
        NAMES,
    )
    assert [one.shares[0].place for one in found] == [SECOND, FIRST]
    assert found[0].reasons == ("the name fits", "a month's rent")
    assert found[0].shares[0].amount_cents == 700


def test_the_same_ground_twice_counts_once_and_little_is_not_shown() -> None:
    weak = Ground("other_initials", "other initials")
    assert rank({FIRST: [weak, weak, weak, weak]}, 700, NAMES) == ()
    (one,) = rank({FIRST: [weak, Ground("month_rent", "a month's rent")]}, 700, NAMES)
    assert one.weight == WEIGHTS["other_initials"] + WEIGHTS["month_rent"]


def test_equal_places_stand_in_the_order_of_their_names_and_a_split_before_a_weaker_one() -> None:
    grounds = {place: [Ground("name", "the name fits")] for place in (SECOND, FIRST)}
    found = rank(grounds, 700, NAMES, [Split({1: 300, 2: 400}, "together")])
    assert [[share.place.record_id for share in one.shares] for one in found] == [[1, 2], [1], [2]]
    assert [share.amount_cents for share in found[0].shares] == [300, 400]


def test_a_split_over_the_contracts_the_text_names_comes_before_each_of_them() -> None:
    number, account = Ground("number", "the text names it"), Ground("own_account", "its account")
    grounds = {FIRST: [number, account, Ground("name", "the name fits")], SECOND: [number]}
    first, second, *_ = rank(grounds, 700, NAMES, [Split({1: 300, 2: 400}, "together")])
    assert ([share.place for share in first.shares], second.shares[0].place) == ([FIRST, SECOND], FIRST)


def test_no_more_are_shown_than_there_are_digits() -> None:
    grounds = {Place("contract", number): [Ground("name", "")] for number in range(20)}
    assert len(rank(grounds, 700, {})) == MOST_SHOWN
    assert set(BY_HAND) | {"duplicate"} == set(PLACES)


@given(amounts=st.dictionaries(st.integers(1, 20), st.integers(-100, 500), max_size=10), waits=st.integers(-100, 1500))
def test_a_split_is_of_two_or_more_and_comes_to_the_line_exactly(amounts: dict[int, int], waits: int) -> None:
    split = exact_split(amounts, waits)
    if split is not None:
        assert len(split) >= 2
        assert sum(split.values()) == waits
        assert all(amounts[one] == cents > 0 for one, cents in split.items())


def test_the_smallest_split_is_found() -> None:
    assert exact_split({3: 100, 1: 200, 2: 300, 4: 400}, 500) == {1: 200, 2: 300}
    assert exact_split({1: 500}, 500) is None
