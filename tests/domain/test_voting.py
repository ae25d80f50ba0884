"""A chair reads out the count; the program says what it means."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin.domain.voting import METHOD_RULES, Count, Outcome, Rule, count_votes, parse_fraction, vote_report
from coopadmin.domain.voting_words import AT_LEAST_OVER, TIES
from coopadmin.errors import Invalid, Refused

COUNTED = ("simple", "of-entitled", "two-thirds", "three-quarters", "unanimous")
HALF = Fraction(1, 2)


def room(votes_for: int, votes_against: int, votes_blank: int = 0, entitled: int = 100, **more: int) -> Count:
    """Count votes in a room as full as those who voted."""
    present = votes_for + votes_against + votes_blank
    return Count(
        entitled=max(entitled, present),
        present=present,
        votes_for=votes_for,
        votes_against=votes_against,
        votes_blank=votes_blank,
        **more,
    )


# -- each method at, just under and just over ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "votes_for", "votes_against", "needed", "carried"),
    [
        ("simple", 1, 0, 1, True),
        ("simple", 0, 1, 1, False),
        ("simple", 1, 1, 2, False),
        ("simple", 5, 5, 6, False),
        ("simple", 6, 5, 6, True),
        ("simple", 5, 6, 6, False),
        ("simple", 16, 5, 11, True),
        ("two-thirds", 2, 1, 2, True),
        ("two-thirds", 1, 2, 2, False),
        ("two-thirds", 4, 2, 4, True),
        ("two-thirds", 3, 3, 4, False),
        ("two-thirds", 4, 3, 5, False),
        ("two-thirds", 5, 2, 5, True),
        ("two-thirds", 20, 10, 20, True),
        ("two-thirds", 19, 11, 20, False),
        ("two-thirds", 22, 8, 20, True),
        ("two-thirds", 17, 9, 18, False),
        ("two-thirds", 1, 0, 1, True),
        ("three-quarters", 3, 1, 3, True),
        ("three-quarters", 2, 2, 3, False),
        ("three-quarters", 3, 2, 4, False),
        ("three-quarters", 4, 1, 4, True),
        ("three-quarters", 6, 2, 6, True),
        ("three-quarters", 5, 2, 6, False),
        ("unanimous", 1, 0, 1, True),
        ("unanimous", 9, 0, 9, True),
        ("unanimous", 9, 1, 10, False),
        ("unanimous", 0, 1, 1, False),
    ],
)
def test_each_method_asks_its_own_majority_of_the_votes_cast(
    method: str, votes_for: int, votes_against: int, needed: int, carried: bool
) -> None:
    outcome = count_votes(room(votes_for, votes_against), Rule(method))
    assert (outcome.votes_cast, outcome.needed_for, outcome.carried) == (votes_for + votes_against, needed, carried)


@pytest.mark.parametrize(
    ("entitled", "recused", "votes_for", "needed", "carried"),
    [
        (41, 0, 21, 21, True),
        (41, 0, 20, 21, False),
        (40, 0, 20, 21, False),
        (40, 0, 21, 21, True),
        (40, 1, 20, 20, True),
        (40, 2, 19, 20, False),
        (40, 2, 20, 20, True),
        (1, 0, 1, 1, True),
        (0, 0, 0, 1, False),
    ],
)
def test_a_majority_of_all_entitled_is_counted_over_who_stayed_at_home_but_not_over_the_recused(
    entitled: int, recused: int, votes_for: int, needed: int, carried: bool
) -> None:
    count = Count(entitled=entitled, present=votes_for, votes_for=votes_for, recused=recused)
    outcome = count_votes(count, Rule("of-entitled"))
    assert (outcome.needed_for, outcome.carried) == (needed, carried)


@pytest.mark.parametrize(
    ("present", "proxies", "recused", "votes_for", "needed", "carried"),
    [
        (30, 0, 0, 16, 16, True),
        (30, 0, 0, 15, 16, False),
        (31, 0, 0, 16, 16, True),
        (25, 6, 0, 16, 16, True),
        (25, 6, 0, 15, 16, False),
        (36, 4, 2, 20, 20, True),
        (36, 4, 2, 19, 20, False),
        (0, 0, 0, 0, 1, False),
    ],
)
def test_a_majority_of_those_there_is_counted_over_who_kept_silent_too_but_not_over_the_recused(
    present: int, proxies: int, recused: int, votes_for: int, needed: int, carried: bool
) -> None:
    """Of 40 who may vote; nobody votes against."""
    count = Count(40, present, proxies, votes_for, recused=recused)
    outcome = count_votes(count, Rule("of-present"))
    assert (outcome.needed_for, outcome.carried) == (needed, carried)


@pytest.mark.parametrize(
    ("part", "over", "votes", "needed", "carried"),
    [
        ("3/5", "cast", (21, 14, 0), 21, True),
        ("3/5", "cast", (20, 15, 0), 21, False),
        ("60%", "cast", (21, 14, 3), 21, True),
        ("4/5", "cast", (28, 7, 0), 28, True),
        ("1/2", "cast", (10, 10, 0), 10, True),
        ("1/2", "cast", (9, 10, 0), 10, False),
        ("2/3", "cast", (24, 11, 0), 24, True),
        ("0.667", "cast", (24, 11, 0), 24, True),
        ("0.667", "cast", (26, 13, 0), 27, False),
        ("2/3", "present", (27, 3, 0), 27, True),
        ("2/3", "present", (26, 0, 0), 27, False),
        ("2/3", "entitled", (32, 0, 0), 32, True),
        ("2/3", "entitled", (31, 0, 0), 32, False),
        ("1", "cast", (5, 0, 3), 5, True),
        ("1", "present", (40, 0, 0), 40, True),
        ("1", "present", (39, 0, 1), 40, False),
        ("1/12", "cast", (0, 1, 0), 1, False),
        ("1/12", "cast", (1, 11, 0), 1, True),
    ],
)
def test_at_least_asks_any_part_of_whatever_the_rule_names(
    part: str, over: str, votes: tuple[int, int, int], needed: int, carried: bool
) -> None:
    """Of 48 who may vote 36 are present and 4 represented."""
    count = Count(48, 36, 4, *votes)
    outcome = count_votes(count, Rule("at-least", threshold=parse_fraction(part), counted_over=over))
    assert (outcome.needed_for, outcome.carried) == (needed, carried)


def test_what_is_counted_over_says_nothing_to_the_other_methods() -> None:
    for over in AT_LEAST_OVER:
        assert count_votes(room(6, 5), Rule("simple", counted_over=over)).needed_for == 6


@pytest.mark.parametrize(
    ("rule", "votes", "tied"),
    [
        (Rule("simple"), (12, 12, 0), True),
        (Rule("simple"), (12, 12, 3), True),
        (Rule("simple"), (13, 12, 0), False),
        (Rule("simple"), (12, 13, 0), False),
        (Rule("simple"), (0, 0, 5), False),
        (Rule("simple", blank_counts=True), (12, 12, 1), True),
        (Rule("simple", blank_counts=True), (12, 12, 3), False),
        (Rule("simple", max_against=11), (12, 12, 0), True),
        (Rule("simple", max_against=5), (12, 12, 0), False),
        (Rule("of-present"), (12, 12, 0), True),
        (Rule("of-present"), (12, 12, 2), False),
        (Rule("two-thirds"), (12, 12, 0), False),
        (Rule("unanimous"), (1, 1, 0), False),
        (Rule("at-least", threshold=HALF), (12, 12, 0), False),
        (Rule("consent"), (12, 12, 0), False),
    ],
)
def test_votes_stand_equal_where_one_the_other_way_would_have_carried(
    rule: Rule, votes: tuple[int, int, int], tied: bool
) -> None:
    outcome = count_votes(room(*votes), rule)
    assert outcome.tied is tied
    assert not (tied and outcome.carried)


@pytest.mark.parametrize(
    ("tie", "said"),
    [
        ("rejected", None),
        ("again", "By the rule the vote is held again."),
        ("lot", "By the rule the lot decides."),
    ],
)
def test_a_tie_is_told_with_what_the_rule_has_for_it(tie: str, said: str | None) -> None:
    outcome = count_votes(room(12, 12), Rule("simple", tie=tie))
    assert (outcome.tied, outcome.carried, outcome.needed_for) == (True, False, 13)
    assert outcome.explanation[-1] == "12 for is not enough: not carried."
    assert (outcome.explanation[-2] == said) is (said is not None)


def test_consent_is_there_until_an_objection_stands_open() -> None:
    assert count_votes(Count(12, 9), Rule("consent")).carried
    blocked = count_votes(Count(12, 9, objections=1), Rule("consent"))
    assert (blocked.valid, blocked.carried, blocked.needed_for) == (True, False, None)
    assert blocked.explanation[-1] == "1 objection is open: not carried."


def test_objections_are_weighed_by_consent_only() -> None:
    assert count_votes(room(6, 5, objections=3), Rule("simple")).carried


# -- blank votes ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "votes", "not_counted", "counted"),
    [
        ("simple", (6, 5, 2), True, False),
        ("simple", (7, 5, 1), True, True),
        ("two-thirds", (4, 2, 1), True, False),
        ("two-thirds", (6, 2, 1), True, True),
        ("three-quarters", (3, 1, 1), True, False),
        ("unanimous", (3, 0, 4), True, True),
        ("unanimous", (3, 1, 4), False, False),
    ],
)
def test_blank_votes_weigh_only_where_the_rule_says_so(
    method: str, votes: tuple[int, int, int], not_counted: bool, counted: bool
) -> None:
    without = count_votes(room(*votes), Rule(method))
    among = count_votes(room(*votes), Rule(method, blank_counts=True))
    assert (without.carried, among.carried) == (not_counted, counted)
    assert (without.votes_cast, among.votes_cast) == (votes[0] + votes[1], sum(votes))


@pytest.mark.parametrize("method", COUNTED)
@pytest.mark.parametrize("blank_counts", [False, True])
@pytest.mark.parametrize("blank", [0, 5])
def test_what_nobody_voted_for_is_not_carried(method: str, blank_counts: bool, blank: int) -> None:
    outcome = count_votes(room(0, 0, blank, entitled=10), Rule(method, blank_counts=blank_counts))
    assert outcome.valid
    assert not outcome.carried
    assert outcome.needed_for
    if not outcome.votes_cast:
        assert outcome.explanation[-1] == "No votes were cast: not carried."


# -- the quorum ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entitled", "quorum", "needed"),
    [
        (40, "1/2", 20),
        (41, "1/2", 21),
        (3, "2/3", 2),
        (6, "2/3", 4),
        (7, "2/3", 5),
        (39, "2/3", 26),
        (39, "0.667", 27),
        (10, "33%", 4),
        (40, "0", 0),
        (40, "1", 40),
        (40, "12,5%", 5),
    ],
)
def test_a_quorum_is_rounded_up_to_a_whole_person_and_met_exactly_there(
    entitled: int, quorum: str, needed: int
) -> None:
    rule = Rule("simple", quorum=parse_fraction(quorum))
    at = count_votes(Count(entitled, needed, votes_for=needed), rule)
    assert (at.quorum_needed, at.quorum_present, at.valid) == (needed, needed, True)
    if needed:
        under = count_votes(Count(entitled, needed - 1, votes_for=needed - 1), rule)
        assert (under.valid, under.carried) == (False, False)
        assert under.explanation[-1] == "Without the quorum there is no valid decision: not carried."


def test_proxies_help_to_reach_the_quorum() -> None:
    count = Count(40, 15, proxies=5, votes_for=20)
    assert count_votes(count, Rule("simple", quorum=HALF)).valid


def test_the_recused_leave_the_quorum_unless_the_rule_keeps_them_in() -> None:
    count = Count(41, 19, votes_for=19, recused=3)
    out = count_votes(count, Rule("simple", quorum=HALF))
    kept = count_votes(count, Rule("simple", quorum=HALF, recused_in_quorum=True))
    assert (out.quorum_needed, out.valid) == (19, True)
    assert (kept.quorum_needed, kept.valid) == (21, False)


def test_a_full_attendance_list_with_a_recused_person_on_it_is_taken_as_given_and_said() -> None:
    outcome = count_votes(Count(12, 12, votes_for=7, votes_against=3, recused=2), Rule("simple", quorum=HALF))
    assert (outcome.valid, outcome.quorum_present, outcome.quorum_needed) == (True, 12, 5)
    assert any("Recused people seem to be counted" in line for line in outcome.explanation)


def test_a_quorum_of_people_in_person_is_not_reached_by_proxies() -> None:
    count = Count(40, 15, proxies=5, votes_for=20)
    in_person = Rule("simple", quorum=HALF, quorum_counts_proxies=False)
    outcome = count_votes(count, in_person)
    assert (outcome.valid, outcome.quorum_needed, outcome.quorum_present) == (False, 20, 15)
    assert "Quorum: 1/2 of 40 is 20. With 15 there in person it is not met." in outcome.explanation
    assert count_votes(replace(count, present=20, proxies=0), in_person).valid
    assert count_votes(count, replace(in_person, quorum=None)).valid


def test_without_a_quorum_in_the_rule_any_number_will_do() -> None:
    outcome = count_votes(Count(40, 1, votes_for=1), Rule("simple"))
    assert (outcome.quorum_needed, outcome.valid, outcome.carried) == (0, True, True)


def test_who_writes_a_rounded_third_is_told_where_it_makes_a_difference() -> None:
    said = count_votes(Count(39, 26, votes_for=26), Rule("simple", quorum=parse_fraction("0.667"))).explanation
    assert "With exactly 2/3 the quorum would be 26; write 2/3 if that is what your rules say." in said
    exact = count_votes(Count(39, 26, votes_for=26), Rule("simple", quorum=Fraction(2, 3))).explanation
    assert not any("With exactly" in line for line in exact)


# -- at most so many against ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("against", "carried"), [(1, True), (2, True), (3, False)])
@pytest.mark.parametrize("method", ["simple", "two-thirds", "consent"])
def test_more_against_than_the_rule_allows_and_it_is_not_carried(method: str, against: int, carried: bool) -> None:
    outcome = count_votes(room(20, against), Rule(method, max_against=2))
    assert outcome.carried is carried
    assert (outcome.explanation[-1] == "Too many votes against: not carried.") is not carried


def test_the_limit_against_is_part_of_what_is_needed() -> None:
    assert count_votes(room(10, 3), Rule("simple", max_against=2)).needed_for == 11


# -- what cannot be ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "field", "said"),
    [
        (Count(40, 10, 2, votes_for=8, votes_against=4, votes_blank=1), "votes_for", "13 votes, but only 12 people"),
        (Count(10, 11), "present", "11 present and represented, but only 10 may vote"),
        (Count(10, 8, 3), "present", "11 present and represented"),
        (Count(10, 5, recused=11), "recused", "11 recused, but only 10 may vote"),
        (Count(10, 10, votes_for=9, recused=2), "votes_for", "without the 2 recused only 8 people may vote"),
        (Count(-1, 0), "entitled", "below zero"),
        (Count(10, -1), "present", "below zero"),
        (Count(10, 5, -1), "proxies", "below zero"),
        (Count(10, 5, votes_for=-1), "votes_for", "below zero"),
        (Count(10, 5, votes_against=-1), "votes_against", "below zero"),
        (Count(10, 5, votes_blank=-1), "votes_blank", "below zero"),
        (Count(10, 5, recused=-1), "recused", "below zero"),
        (Count(10, 5, objections=-1), "objections", "below zero"),
    ],
)
def test_a_count_that_cannot_be_is_refused_and_the_number_named(count: Count, field: str, said: str) -> None:
    with pytest.raises(Invalid) as refusal:
        count_votes(count, Rule("simple"))
    assert [problem.field for problem in refusal.value.problems] == [field]
    assert said in str(refusal.value)
    assert isinstance(refusal.value, Refused)


@pytest.mark.parametrize(
    ("rule", "field"),
    [
        (Rule("loudest"), "method"),
        (Rule("simple", quorum=Fraction(3, 2)), "quorum"),
        (Rule("simple", quorum=Fraction(-1, 2)), "quorum"),
        (Rule("simple", max_against=-1), "max_against"),
        (Rule("at-least"), "threshold"),
        (Rule("at-least", threshold=Fraction(0)), "threshold"),
        (Rule("at-least", threshold=Fraction(4, 3)), "threshold"),
        (Rule("two-thirds", threshold=Fraction(2, 3)), "threshold"),
        (Rule("at-least", threshold=HALF, counted_over="homes"), "counted_over"),
        (Rule("simple", tie="chair"), "tie"),
    ],
)
def test_a_rule_that_cannot_be_is_refused(rule: Rule, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        count_votes(Count(10, 5, votes_for=5), rule)
    assert [problem.field for problem in refusal.value.problems] == [field]


def test_as_many_votes_as_people_is_not_too_many() -> None:
    assert count_votes(Count(12, 10, 2, votes_for=8, votes_against=3, votes_blank=1), Rule("simple")).carried


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("2/3", Fraction(2, 3)),
        (" 2 / 3 ", Fraction(2, 3)),
        ("0.5", HALF),
        ("0,5", HALF),
        ("50%", HALF),
        ("50 %", HALF),
        ("66.7%", Fraction(667, 1000)),
        ("0", Fraction(0)),
        ("1", Fraction(1)),
        ("100%", Fraction(1)),
        ("3/3", Fraction(1)),
    ],
)
def test_a_part_is_read_exactly_as_it_is_written(text: str, part: Fraction) -> None:
    assert parse_fraction(text) == part


@pytest.mark.parametrize("text", ["", "half", "1/0", "-1/2", "3/2", "50", "101%", "1/2/3", "1e-1", "0.5.0", "²/3"])
def test_what_is_no_part_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match=r"2/3, 0\.5 or 50%"):
        parse_fraction(text)


# -- what is said --------------------------------------------------------------------------------------------------


def test_the_arithmetic_can_be_read_aloud() -> None:
    count = Count(41, 18, 5, votes_for=16, votes_against=5, votes_blank=2, recused=2)
    assert count_votes(count, Rule("simple", quorum=HALF)).explanation == (
        "Entitled to vote: 41; without the 2 recused that leaves 39.",
        "Present 18, represented by proxy 5: 23 together.",
        "Quorum: 1/2 of 39 is 19 1/2, rounded up 20. With 23 there it is met.",
        "Votes cast: 16 for, 5 against, 21 together. 2 blank votes do not count.",
        "Simple majority: more than half of the votes cast; of 21 that is at least 11 for.",
        "16 for is enough: carried.",
    )


def test_a_report_has_the_keys_of_the_command_line() -> None:
    report = vote_report(count_votes(Count(41, 18, 5, votes_for=16, votes_against=5), Rule("simple")))
    explanation = report.pop("explanation")
    assert isinstance(explanation, list)
    assert report == {
        "valid": True,
        "carried": True,
        "quorum_needed": 0,
        "quorum_present": 23,
        "votes_cast": 21,
        "needed_for": 11,
        "tied": False,
        "sentence": "Carried: 16 for, 5 against; 11 needed, more than half of 21 votes cast. "
        "No quorum is asked for; 18 present and 5 by proxy.",
    }


# -- properties ----------------------------------------------------------------------------------------------------

small = st.integers(0, 60)
TWELFTHS = sorted({Fraction(top, bottom) for bottom in range(1, 13) for top in range(bottom + 1)})
"""Every part of a whole with a denominator of 12 at most: few enough to choose from, which is the cheapest draw."""
parts = st.sampled_from(TWELFTHS[1:])
methods = st.tuples(st.sampled_from(tuple(METHOD_RULES)), parts).map(
    lambda drawn: drawn if drawn[0] == "at-least" else (drawn[0], None)
)
rules = st.builds(
    lambda named, **more: Rule(named[0], threshold=named[1], **more),
    methods,
    quorum=st.none() | st.sampled_from(TWELFTHS),
    blank_counts=st.booleans(),
    max_against=st.none() | st.integers(0, 20),
    recused_in_quorum=st.booleans(),
    counted_over=st.sampled_from(tuple(AT_LEAST_OVER)),
    quorum_counts_proxies=st.booleans(),
    tie=st.sampled_from(tuple(TIES)),
)


@st.composite
def counts(draw: st.DrawFn) -> Count:
    """Make counts that can be, with people at home and people recused."""
    votes = draw(small), draw(small), draw(small)
    silent, proxies, absent, recused = draw(small), draw(small), draw(small), draw(st.integers(0, 5))
    there = sum(votes) + silent
    proxies = min(proxies, there)
    return Count(there + absent + recused, there - proxies, proxies, *votes, recused, draw(st.integers(0, 2)))


@given(counts(), rules)
def test_one_more_vote_for_never_loses_what_was_carried(count: Count, rule: Rule) -> None:
    if not count_votes(count, rule).carried:
        return
    for_more = count.votes_for + 1
    another = replace(count, entitled=count.entitled + 1, present=count.present + 1, votes_for=for_more)
    assert count_votes(another, rule).carried
    if count.votes_against:
        turned = replace(count, votes_for=for_more, votes_against=count.votes_against - 1)
        assert count_votes(turned, rule).carried
    if count.votes_blank:
        named = replace(count, votes_for=for_more, votes_blank=count.votes_blank - 1)
        assert count_votes(named, rule).carried
    if count.votes_for + count.votes_against + count.votes_blank < count.present + count.proxies - count.recused:
        assert count_votes(replace(count, votes_for=for_more), rule).carried


@given(counts(), rules, st.integers(1, 5))
def test_who_is_recused_leaves_the_count_and_changes_nothing_else(count: Count, rule: Rule, more: int) -> None:
    rule = replace(rule, recused_in_quorum=False)
    aside = replace(count, entitled=count.entitled + more, recused=count.recused + more)

    def numbers(outcome: Outcome) -> dict[str, object]:
        told = vote_report(outcome)
        del told["explanation"], told["sentence"]
        return told

    assert numbers(count_votes(aside, rule)) == numbers(count_votes(count, rule))


@given(counts(), rules, st.integers(1, 5))
def test_who_stays_at_home_weighs_only_where_the_rule_counts_them(count: Count, rule: Rule, more: int) -> None:
    at_home = count_votes(replace(count, entitled=count.entitled + more), rule)
    without = count_votes(count, rule)
    assert (at_home.votes_cast, at_home.quorum_present) == (without.votes_cast, without.quorum_present)
    assert at_home.quorum_needed >= without.quorum_needed
    weighed = rule.method == "of-entitled" or (rule.method, rule.counted_over) == ("at-least", "entitled")
    # People of whom nobody knows whether they are recused may be among those said to be present.
    weighed = weighed or count.present + count.proxies > count.entitled - count.recused
    if not weighed:
        assert at_home.needed_for == without.needed_for
        if at_home.valid:
            assert (at_home.carried, at_home.tied) == (without.carried, without.tied)


@given(counts(), rules)
def test_a_tie_is_never_carried_and_one_vote_the_other_way_carries_it(count: Count, rule: Rule) -> None:
    outcome = count_votes(count, rule)
    if outcome.tied:
        assert count.votes_for == count.votes_against > 0
        assert not outcome.carried
        turned = replace(count, votes_for=count.votes_for + 1, votes_against=count.votes_against - 1)
        assert count_votes(turned, rule).carried


@given(counts(), rules)
def test_what_a_rule_says_of_a_tie_does_not_change_the_count(count: Count, rule: Rule) -> None:
    results = {
        (outcome.valid, outcome.carried, outcome.tied, outcome.needed_for)
        for outcome in (count_votes(count, replace(rule, tie=tie)) for tie in TIES)
    }
    assert len(results) == 1


@given(counts(), rules)
def test_what_is_needed_is_enough_and_one_less_is_not(count: Count, rule: Rule) -> None:
    rule = replace(rule, quorum=None)
    outcome = count_votes(count, rule)
    needed = outcome.needed_for
    if needed is None:
        assert rule.method == "consent"
        assert count.objections
        return
    assert outcome.carried is (count.votes_for >= needed)

    def carried(votes_for: int) -> bool:
        """Let that many of the same votes cast be for; the blank ones stay blank as far as they can."""
        rest = outcome.votes_cast - votes_for
        blank = min(count.votes_blank, rest) if rule.blank_counts else 0
        silent = 0 if rule.blank_counts else count.votes_blank
        changed = replace(count, votes_for=votes_for, votes_against=rest - blank, votes_blank=blank + silent)
        return count_votes(changed, rule).carried

    if needed <= outcome.votes_cast:
        assert carried(needed)
    if 0 < needed <= outcome.votes_cast + 1:
        assert not carried(needed - 1)


@given(counts(), rules)
def test_the_quorum_is_the_least_number_that_is_at_least_its_part(count: Count, rule: Rule) -> None:
    outcome = count_votes(count, rule)
    if rule.quorum is not None:
        base = count.entitled if rule.recused_in_quorum else count.entitled - count.recused
        assert outcome.quorum_needed >= rule.quorum * base > outcome.quorum_needed - 1
    there = count.present + (count.proxies if rule.quorum_counts_proxies else 0)
    assert outcome.quorum_present == there
    assert outcome.valid is (there >= outcome.quorum_needed)
    assert outcome.valid or not outcome.carried


@given(st.integers(1, 10**30), parts)
def test_any_part_is_exact_however_large_the_number(size: int, part: Fraction) -> None:
    top, bottom = part.numerator, part.denominator
    rule = Rule("at-least", threshold=part)
    assert count_votes(room(top * size, (bottom - top) * size), rule).carried
    assert not count_votes(room(top * size - 1, (bottom - top) * size + 1), rule).carried


@given(st.integers(1, 10**30), st.sampled_from([("two-thirds", 2, 3), ("three-quarters", 3, 4)]))
def test_no_number_is_too_large_to_be_exact(size: int, part: tuple[str, int, int]) -> None:
    method, top, bottom = part
    exactly = room(top * size, (bottom - top) * size)
    just_under = room(top * size - 1, (bottom - top) * size + 1)
    assert count_votes(exactly, Rule(method)).carried
    assert not count_votes(just_under, Rule(method)).carried


@given(st.integers(1, 10**30))
def test_an_equal_split_is_no_majority_and_one_more_is(size: int) -> None:
    assert not count_votes(room(size, size), Rule("simple")).carried
    assert count_votes(room(size + 1, size), Rule("simple")).carried


@given(counts(), rules)
def test_every_count_ends_in_a_verdict_that_agrees(count: Count, rule: Rule) -> None:
    outcome = count_votes(count, rule)
    assert outcome.explanation[-1].endswith("not carried.") is not outcome.carried
    assert not any("{" in line for line in outcome.explanation)
