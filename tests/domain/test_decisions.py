"""The register of decisions says what the minutes said, and where that disagrees with the count."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin.domain import decisions
from coopadmin.domain.decisions import (
    arithmetic,
    contradiction,
    counted_outcome,
    following_number,
    vote_contradiction,
)
from coopadmin.domain.voting import METHOD_RULES, Count, Rule, count_votes
from db.tables import decisions as tables


def test_every_code_of_the_register_has_a_name_and_a_word() -> None:
    assert tuple(decisions.METHODS) == tables.METHODS
    assert tuple(decisions.OUTCOMES) == tables.OUTCOMES
    assert set(METHOD_RULES) == set(tables.METHODS) - {"unknown"}
    for codes, words in (
        (decisions.METHODS, decisions.METHOD_WORDS),
        (decisions.OUTCOMES, decisions.OUTCOME_WORDS),
        (decisions.KINDS, decisions.KIND_WORDS),
    ):
        assert set(words.values()) == set(codes)


def test_the_count_that_the_minutes_got_wrong_is_told_with_its_arithmetic() -> None:
    said = contradiction("two-thirds", votes_for=22, votes_against=8, entitled=39, outcome="rejected")
    assert said == (
        "the minutes say “rejected”, but by the count it is “carried”: 22 for and 8 against, "
        "where two thirds asks for at least 20 for"
    )


@pytest.mark.parametrize(
    ("method", "votes_for", "votes_against", "entitled", "outcome", "contradicts"),
    [
        ("simple", 11, 7, 40, "carried", False),
        ("simple", 11, 7, 40, "rejected", True),
        ("simple", 9, 9, 40, "carried", True),
        ("simple", 9, 9, 40, "rejected", False),
        ("two-thirds", 17, 9, 35, "rejected", False),
        ("two-thirds", 17, 9, 35, "carried", True),
        ("of-entitled", 21, 0, 41, "carried", False),
        ("of-entitled", 20, 0, 41, "carried", True),
        ("of-entitled", 20, 0, None, "carried", False),
        ("unanimous", 20, 1, 41, "carried", True),
        ("unanimous", 20, 0, None, "rejected", True),
        ("consent", 0, 20, 41, "carried", False),
        ("unknown", 0, 20, 41, "carried", False),
        ("simple", None, 20, 41, "carried", False),
        ("simple", 1, None, 41, "rejected", False),
        ("simple", 0, 20, 41, "withdrawn", False),
        ("simple", 20, 0, 41, "postponed", False),
    ],
)
def test_only_an_outcome_the_count_speaks_against_is_flagged(
    method: str,
    votes_for: int | None,
    votes_against: int | None,
    entitled: int | None,
    outcome: str,
    contradicts: bool,
) -> None:
    said = contradiction(method, votes_for=votes_for, votes_against=votes_against, entitled=entitled, outcome=outcome)
    assert (said is not None) is contradicts


@given(st.sampled_from(sorted(METHOD_RULES)), st.integers(0, 50), st.integers(0, 50), st.integers(0, 20))
def test_the_register_and_the_meeting_count_alike(method: str, votes_for: int, against: int, home: int) -> None:
    entitled = votes_for + against + home
    count = Count(entitled, votes_for + against, votes_for=votes_for, votes_against=against)
    rule = Rule(method, threshold=Fraction(3, 5) if method == "at-least" else None)
    stated = "carried" if count_votes(count, rule).carried else "rejected"
    agrees = contradiction(
        method,
        votes_for=votes_for,
        votes_against=against,
        entitled=entitled,
        present=votes_for + against,
        outcome=stated,
    )
    assert agrees is None


def test_a_majority_of_those_present_needs_to_know_who_was_there() -> None:
    votes = {"votes_for": 10, "votes_against": 2, "entitled": 40}
    assert counted_outcome("of-present", **votes) is None
    assert counted_outcome("of-present", **votes, present=19, proxies=1) == ("rejected", 11)
    assert counted_outcome("of-present", **votes, present=18, proxies=1) == ("carried", 10)
    shown = arithmetic("of-present", **votes, present=18, proxies=1, votes_blank=0)
    assert shown[-2:] == (
        "Majority of those present and represented: more than half of them; of 19 that is at least 10 for.",
        "10 for is enough: carried.",
    )


def test_a_part_that_only_a_rule_knows_cannot_be_told_from_the_register() -> None:
    votes = {"votes_for": 10, "votes_against": 2, "entitled": 40}
    assert counted_outcome("at-least", **votes) is None
    shown = arithmetic("at-least", **votes, present=None, proxies=None, votes_blank=None)
    assert shown[-1] == "Which part of the votes the rule asked for is not known here."


def test_a_recorded_vote_is_held_against_its_own_rule() -> None:
    assert vote_contradiction("carried", "carried", "Carried: 3 for.") is None
    assert vote_contradiction("withdrawn", "carried", "Carried: 3 for.") is None
    said = vote_contradiction("carried", "rejected", "Not carried: 3 for, 2 needed.")
    assert said == "declared “carried”, but by the rule of the vote it is “rejected”: Not carried: 3 for, 2 needed"
    assert "want of a quorum" in (vote_contradiction("carried", "no_quorum", "…") or "")


def test_the_arithmetic_of_a_stored_count_is_shown_as_far_as_it_is_known() -> None:
    whole = arithmetic("two-thirds", entitled=39, present=28, proxies=3, votes_for=22, votes_against=8, votes_blank=1)
    assert whole == (
        "Entitled to vote: 39.",
        "Present 28, represented by proxy 3: 31 together.",
        "Votes cast: 22 for, 8 against, 30 together. 1 blank vote does not count.",
        "Two thirds: at least two thirds of the votes cast; of 30 that is at least 20 for.",
        "22 for is enough: carried.",
    )
    unknown = dict.fromkeys(decisions.COUNT_FIELDS)
    assert arithmetic("simple", **unknown) == ()
    assert arithmetic("simple", **{**unknown, "entitled": 39, "present": 20})[-1].startswith("The votes are not known")
    assert arithmetic("unknown", **{**unknown, "votes_for": 3, "votes_against": 1}) == (
        "Votes cast: 3 for, 1 against, 4 together.",
    )
    assert len(arithmetic("of-entitled", **{**unknown, "votes_for": 3, "votes_against": 1})) == 1
    assert "no count of votes can show" in arithmetic("consent", **{**unknown, "votes_for": 3, "votes_against": 1})[-1]


@pytest.mark.parametrize(
    ("numbers", "year", "following"),
    [
        ([], 2026, "B-2026-01"),
        (["B-2026-24"], 2026, "B-2026-25"),
        (["B-2026-99"], 2026, "B-2026-100"),
        (["B-2025-17", "B-2026-18", "B-2026-24"], 2026, "B-2026-25"),
        (["B-2025-17", "B-2026-18", "B-2026-24"], 2027, "B-2027-25"),
        (["B-2024-08", "B-2025-09", "B-2026-18"], 2025, "B-2025-19"),
        (["B-2025-01", "B-2025-17", "B-2026-01", "B-2026-02"], 2027, "B-2027-01"),
        (["B-2025-16", "B-2025-17", "B-2026-01"], 2027, "B-2027-01"),
        (["B-2025-01", "B-2025-17", "B-2026-01", "B-2026-02"], 2025, "B-2025-18"),
        (["B-2026-07"], 2027, "B-2027-01"),
        (["2026/007"], 2026, "2026/008"),
        (["ALV 2026.3"], 2026, "ALV 2026.4"),
        (["B-2026-30", "C-2026-02"], 2026, "C-2026-03"),
        (["D-009"], 2026, "D-010"),
        (["D-010", "D-009"], 2026, "D-011"),
        (["eerste"], 2026, "eerste-1"),
    ],
)
def test_the_next_number_keeps_the_form_of_the_register(numbers: list[str], year: int, following: str) -> None:
    assert following_number(numbers, year) == following


@given(st.lists(st.from_regex(r"[BC]-(202[4-6])-\d{1,3}", fullmatch=True), max_size=12), st.integers(2023, 2028))
def test_a_proposed_number_was_never_given_before(numbers: list[str], year: int) -> None:
    assert following_number(numbers, year) not in numbers
