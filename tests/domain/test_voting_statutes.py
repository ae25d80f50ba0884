"""What statutes say, in their own words, and what it comes to in votes."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from coopadmin.domain.voting import Count, Rule, count_votes

HALF, TWO_THIRDS, THREE_QUARTERS = Fraction(1, 2), Fraction(2, 3), Fraction(3, 4)
MEMBERS = 38

Case = tuple[int, int, tuple[int, int, int], bool, bool]
"""Present, represented, votes for, against and blank; whether the meeting could decide, and whether it is carried."""

STATUTES: dict[str, tuple[Rule, tuple[Case, ...]]] = {
    "decisions are taken by more than half of the votes cast; blank votes count as not cast": (
        Rule("simple"),
        (
            (20, 0, (11, 9, 0), True, True),
            (20, 0, (10, 10, 0), True, False),
            (20, 0, (10, 9, 1), True, True),
            (20, 0, (1, 0, 19), True, True),
            (20, 0, (0, 0, 20), True, False),
            (1, 0, (1, 0, 0), True, True),
        ),
    ),
    "decisions are taken by more than half of the votes cast, blank votes among them": (
        Rule("simple", blank_counts=True),
        (
            (20, 0, (11, 0, 9), True, True),
            (20, 0, (10, 0, 10), True, False),
            (20, 0, (10, 9, 1), True, False),
        ),
    ),
    "the statutes are changed by at least two thirds of the votes cast (BW 2:43(1))": (
        Rule("two-thirds"),
        (
            (25, 11, (24, 11, 1), True, True),
            (25, 11, (23, 12, 1), True, False),
            (25, 11, (24, 12, 0), True, True),
            (25, 11, (23, 13, 0), True, False),
            (2, 1, (2, 1, 0), True, True),
            (5, 0, (3, 2, 0), True, False),
        ),
    ),
    "by three quarters of the votes, in a meeting where two thirds of the members is present or represented": (
        Rule("three-quarters", quorum=TWO_THIRDS),
        (
            (20, 6, (20, 6, 0), True, True),
            (20, 6, (19, 7, 0), True, False),
            (20, 6, (18, 6, 2), True, True),
            (26, 0, (26, 0, 0), True, True),
            (20, 5, (25, 0, 0), False, False),
            (25, 0, (25, 0, 0), False, False),
        ),
    ),
    "by three quarters of the votes, where two thirds of the members is present in person": (
        Rule("three-quarters", quorum=TWO_THIRDS, quorum_counts_proxies=False),
        (
            (26, 12, (29, 9, 0), True, True),
            (26, 12, (28, 10, 0), True, False),
            (25, 13, (38, 0, 0), False, False),
        ),
    ),
    "by an absolute majority of all members": (
        Rule("of-entitled"),
        (
            (30, 8, (20, 18, 0), True, True),
            (30, 8, (19, 19, 0), True, False),
            (20, 0, (20, 0, 0), True, True),
            (19, 0, (19, 0, 0), True, False),
        ),
    ),
    "by an absolute majority of the members present or represented": (
        Rule("of-present"),
        (
            (20, 4, (13, 2, 0), True, True),
            (20, 4, (12, 0, 0), True, False),
            (20, 5, (13, 0, 12), True, True),
            (20, 5, (12, 0, 13), True, False),
        ),
    ),
    "a decision outside a meeting is unanimous, by all members (BW 2:40(2))": (
        Rule("at-least", threshold=Fraction(1), counted_over="entitled"),
        (
            (38, 0, (38, 0, 0), True, True),
            (37, 0, (37, 0, 0), True, False),
            (38, 0, (37, 0, 1), True, False),
            (38, 0, (37, 1, 0), True, False),
        ),
    ),
    "with unanimous votes, in a meeting where all members are present or represented (BW 2:42(3))": (
        Rule("unanimous", quorum=Fraction(1)),
        (
            (30, 8, (38, 0, 0), True, True),
            (30, 8, (37, 1, 0), True, False),
            (30, 8, (36, 0, 2), True, True),
            (30, 7, (37, 0, 0), False, False),
        ),
    ),
    "by at least three fifths of those entitled to vote": (
        Rule("at-least", threshold=Fraction(3, 5), counted_over="entitled"),
        (
            (30, 0, (23, 7, 0), True, True),
            (30, 0, (22, 0, 8), True, False),
        ),
    ),
    "a new neighbour is admitted by three quarters, with at most one vote against": (
        Rule("three-quarters", max_against=1),
        (
            (20, 0, (19, 1, 0), True, True),
            (20, 0, (18, 2, 0), True, False),
            (4, 0, (3, 1, 0), True, True),
            (3, 0, (2, 1, 0), True, False),
        ),
    ),
    "in a meeting of at least half of the members, where equal votes are put to the lot": (
        Rule("simple", quorum=HALF, tie="lot"),
        (
            (19, 0, (10, 9, 0), True, True),
            (18, 2, (10, 10, 0), True, False),
            (18, 0, (18, 0, 0), False, False),
        ),
    ),
}


@pytest.mark.parametrize(
    ("statutes", "rule", "case"),
    [(words, rule, case) for words, (rule, cases) in STATUTES.items() for case in cases],
)
def test_what_statutes_say_is_what_is_counted(statutes: str, rule: Rule, case: Case) -> None:
    """Of 38 members."""
    assert statutes
    present, proxies, votes, valid, carried = case
    outcome = count_votes(Count(MEMBERS, present, proxies, *votes), rule)
    assert (outcome.valid, outcome.carried) == (valid, carried)


@pytest.mark.parametrize(
    ("entitled", "recused", "kept_in", "quorum", "needed"),
    [
        (38, 0, False, HALF, 19),
        (39, 0, False, HALF, 20),
        (40, 2, False, HALF, 19),
        (40, 2, True, HALF, 20),
        (38, 0, False, TWO_THIRDS, 26),
        (39, 0, False, TWO_THIRDS, 26),
        (40, 0, False, TWO_THIRDS, 27),
        (38, 0, False, THREE_QUARTERS, 29),
        (3, 0, False, Fraction(1, 3), 1),
        (0, 0, False, HALF, 0),
    ],
)
def test_a_quorum_is_rounded_up_over_those_who_may_vote(
    entitled: int, recused: int, kept_in: bool, quorum: Fraction, needed: int
) -> None:
    rule = Rule("simple", quorum=quorum, recused_in_quorum=kept_in)
    assert count_votes(Count(entitled, 0, recused=recused), rule).quorum_needed == needed


def test_a_second_meeting_decides_by_the_same_majority_with_any_number() -> None:
    first = Rule("three-quarters", quorum=TWO_THIRDS)
    second = replace(first, quorum=None)
    twelve = Count(MEMBERS, 10, 2, votes_for=9, votes_against=3)
    assert not count_votes(twelve, first).valid
    assert count_votes(twelve, second).carried
    assert not count_votes(replace(twelve, votes_for=8, votes_against=4), second).carried


def test_two_thirds_of_thirty_five_is_twenty_four_and_not_a_third_less() -> None:
    """23 1/3 of 35 are two thirds: no rounding makes 23 enough."""
    for votes_for, carried in ((24, True), (23, False)):
        outcome = count_votes(Count(38, 35, votes_for=votes_for, votes_against=35 - votes_for), Rule("two-thirds"))
        assert (outcome.needed_for, outcome.carried) == (24, carried)


def test_a_member_with_an_interest_leaves_the_voters_and_whoever_stays_at_home_does_not() -> None:
    all_members = Rule("of-entitled")
    room = Count(38, 19, votes_for=19)
    assert not count_votes(room, all_members).carried
    assert count_votes(replace(room, recused=1), all_members).carried
    assert count_votes(replace(room, entitled=37), all_members).carried
