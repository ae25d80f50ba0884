"""The rules a group meets and decides by are dated, say where they come from, and can be read aloud."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given

from coopadmin.domain import voting_rules as rules
from coopadmin.domain.voting import Count, Rule, count_votes
from coopadmin.domain.voting_rules import (
    BEGIN,
    BODIES,
    DECISION_KINDS,
    DEFAULT_MEETING_RULES,
    DEFAULT_VOTING_RULES,
    KIND_HINTS,
    MeetingRule,
    VotingRule,
    describe,
    describe_meeting,
    doubts,
    meeting_rule_for,
    rule_columns,
    rule_of_columns,
    voting_rule_for,
    with_default_meeting_rules,
    with_default_voting_rules,
)
from coopadmin.domain.voting_rules_words import COUNTED_OVER
from coopadmin.domain.voting_words import AT_LEAST_OVER
from db.tables import voting as tables
from tests.domain.test_voting import rules as any_rule

YEAR, NEXT = date(2026, 1, 1), date(2027, 1, 1)


def voting(body: str = "any", kind: str = "ordinary", valid_from: date = YEAR, **more: Any) -> VotingRule:
    """A rule whose source tells it apart."""
    values: dict[str, Any] = {
        "rule": Rule("simple"),
        "convening_days": None,
        "inspection_days": None,
        "second_meeting": False,
        "second_quorum": None,
        "second_from_days": None,
        "second_until_days": None,
        "source": f"{body} {kind} {valid_from.year}",
        **more,
    }
    return VotingRule(body, kind, valid_from, **values)


def of_law(kind: str) -> VotingRule:
    """Give what a store begins with for a kind."""
    return next(one for one in DEFAULT_VOTING_RULES if one.kind == kind)


# -- what a store begins with --------------------------------------------------------------------------------------


def test_the_words_for_bodies_and_kinds_are_those_of_the_store() -> None:
    assert tuple(BODIES) == tables.BODIES
    assert tuple(DECISION_KINDS) == tables.DECISION_KINDS
    assert set(COUNTED_OVER) == set(AT_LEAST_OVER) == {"cast", "present", "entitled"}


def test_every_body_and_every_kind_begins_with_a_rule_that_says_where_it_comes_from() -> None:
    assert {one.body for one in DEFAULT_MEETING_RULES} == set(BODIES)
    assert {one.kind for one in DEFAULT_VOTING_RULES} | set(KIND_HINTS) == set(DECISION_KINDS)
    for one in (*DEFAULT_MEETING_RULES, *DEFAULT_VOTING_RULES):
        assert one.valid_from == BEGIN
        assert one.source.startswith(("Civil Code (BW) 2:", "Practice", "A habit of this program"))
    for one in DEFAULT_VOTING_RULES:
        assert not doubts(one)


@pytest.mark.parametrize("kind", ["statutes", "dissolution"])
def test_the_statutes_are_changed_as_the_law_has_it(kind: str) -> None:
    found = of_law(kind)
    assert found.rule == Rule("two-thirds"), "two thirds of the votes cast, no quorum, blank votes not among them"
    assert (found.convening_days, found.inspection_days) == (7, 5)
    assert "2:42" in found.source


def test_only_what_the_law_sets_names_the_law_alone() -> None:
    """A figure that is practice says so, for nobody should take it for the law."""
    by_law = {one.kind for one in DEFAULT_VOTING_RULES if one.source.startswith("Civil Code")}
    assert by_law == {"statutes", "dissolution"}
    assert not [one for one in DEFAULT_MEETING_RULES if one.source.startswith("Civil Code")]


def test_no_rule_a_store_begins_with_asks_for_a_quorum() -> None:
    assert not [one for one in DEFAULT_VOTING_RULES if one.rule.quorum is not None or one.second_meeting]


# -- which rule holds ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "kind", "on", "source"),
    [
        ("residents", "self_allocation", YEAR, "residents self_allocation 2026"),
        ("general", "self_allocation", YEAR, "any self_allocation 2026"),
        ("board", "house_rules", YEAR, "board ordinary 2026"),
        ("general", "house_rules", YEAR, "any ordinary 2026"),
        ("residents", "self_allocation", NEXT, "residents self_allocation 2027"),
        ("general", "house_rules", NEXT, "any ordinary 2026"),
        ("residents", "self_allocation", date(2025, 12, 31), "any self_allocation 2020"),
        ("committee", "procedure_check", date(2026, 12, 31), "any ordinary 2026"),
    ],
)
def test_a_body_of_its_own_goes_before_every_body_and_a_kind_before_the_ordinary(
    body: str, kind: str, on: date, source: str
) -> None:
    known = [
        voting("residents", "self_allocation"),
        voting("residents", "self_allocation", NEXT),
        voting("any", "self_allocation"),
        voting("any", "self_allocation", date(2020, 1, 1)),
        voting("board", "ordinary"),
        voting("any", "ordinary"),
    ]
    assert voting_rule_for(reversed(known), body, kind, on).source == source


def test_the_quorum_of_ordinary_decisions_holds_for_a_kind_without_a_rule_but_not_for_the_statutes() -> None:
    own = voting(rule=Rule("simple", Fraction(1, 2)))
    for kind in KIND_HINTS:
        assert voting_rule_for([own], "general", kind, YEAR) == own
    assert voting_rule_for([own], "general", "statutes", YEAR) == of_law("statutes")
    circle = voting("committee", rule=Rule("consent"))
    assert voting_rule_for([own, circle], "committee", "self_allocation", YEAR) == circle


def test_what_a_store_begins_with_holds_where_nothing_else_does() -> None:
    assert voting_rule_for([], "general", "statutes", YEAR) == of_law("statutes")
    assert voting_rule_for([], "general", "unheard-of", YEAR) == of_law("ordinary")
    assert voting_rule_for([voting(valid_from=NEXT)], "board", "ordinary", YEAR) == of_law("ordinary")
    assert meeting_rule_for([], "board", date(1800, 1, 1)).body == "board"


def test_a_rule_of_a_year_leaves_the_years_before_to_what_was() -> None:
    own = MeetingRule("general", YEAR, 21, 14, 5, "Statutes, art. 14")
    known = with_default_meeting_rules([own])
    assert meeting_rule_for(known, "general", YEAR) == own
    assert meeting_rule_for(known, "general", date(2025, 12, 31)).convening_days == 14
    of_votes = with_default_voting_rules([voting(kind="statutes")])
    assert voting_rule_for(of_votes, "general", "statutes", date(2025, 12, 31)) == of_law("statutes")
    assert voting_rule_for(of_votes, "general", "statutes", YEAR).source == "any statutes 2026"


def test_what_was_entered_takes_the_place_of_what_a_store_begins_with() -> None:
    own = replace(of_law("ordinary"), source="Statutes, art. 15")
    known = with_default_voting_rules([own])
    assert len(known) == len(DEFAULT_VOTING_RULES)
    assert voting_rule_for(known, "general", "ordinary", YEAR) == own


# -- the second meeting --------------------------------------------------------------------------------------------


def test_a_second_meeting_keeps_the_majority_and_has_its_own_quorum() -> None:
    first = Rule("three-quarters", quorum=Fraction(2, 3), max_against=1)
    known = voting(rule=first, second_meeting=True, second_quorum=Fraction(1, 4))
    assert known.at_second_meeting() == replace(first, quorum=Fraction(1, 4))
    assert replace(known, second_quorum=None).at_second_meeting().quorum is None
    assert replace(known, second_meeting=False).at_second_meeting() == first


# -- in words ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (
            voting(rule=Rule("two-thirds"), source="Civil Code (BW) 2:43(1)"),
            "two thirds of the votes cast; no quorum; blank votes do not count · Civil Code (BW) 2:43(1)",
        ),
        (
            voting(rule=Rule("simple", Fraction(1, 2), blank_counts=True, tie="lot"), source=""),
            "more than half of the votes cast; quorum half; blank votes count; equal votes are drawn by lot",
        ),
        (
            voting(rule=Rule("of-present", Fraction(2, 3), quorum_counts_proxies=False, tie="again"), source=""),
            "more than half of those present and represented; quorum two thirds, in person; "
            "blank votes do not count; equal votes are voted again",
        ),
        (
            voting(rule=Rule("of-entitled", recused_in_quorum=True, quorum=Fraction(5, 7)), source="art. 3"),
            "more than half of all who may vote; quorum 5/7, of the recused too; blank votes do not count · art. 3",
        ),
        (
            voting(rule=Rule("at-least", threshold=Fraction(3, 5), counted_over="entitled", max_against=2), source=""),
            "three fifths of all who may vote; no quorum; blank votes do not count; at most 2 against",
        ),
        (voting(rule=Rule("consent", Fraction(1, 2)), source=""), "no objection open; quorum half"),
        (
            voting(rule=Rule("unanimous", tie="lot"), source=""),
            "nobody against; no quorum; blank votes do not count",
        ),
        (
            voting(rule=Rule("simple", Fraction(1, 2)), second_meeting=True, second_from_days=8, source=""),
            "more than half of the votes cast; quorum half; blank votes do not count; "
            "a second meeting decides with any number, at least 8 days later",
        ),
        (
            voting(
                rule=Rule("simple", Fraction(1, 2)),
                second_meeting=True,
                second_quorum=Fraction(1, 4),
                second_from_days=8,
                second_until_days=28,
                source="",
            ),
            "more than half of the votes cast; quorum half; blank votes do not count; "
            "a second meeting decides with a quorum of a quarter, 8 to 28 days later",
        ),
        (
            voting(rule=Rule("simple", Fraction(1, 2)), second_meeting=True, second_until_days=1, source=""),
            "more than half of the votes cast; quorum half; blank votes do not count; "
            "a second meeting decides with any number, at most 1 day later",
        ),
    ],
)
def test_a_rule_is_said_in_words(rule: VotingRule, words: str) -> None:
    assert describe(rule) == words


def test_what_holds_for_meetings_is_said_in_words() -> None:
    rule = MeetingRule("general", YEAR, 14, 1, 2, "x")
    assert describe_meeting(rule) == "letter 14 days before; minutes within 1 day; 2 proxies per person"
    assert describe_meeting(replace(rule, proxies_per_holder=0)).endswith("no proxies")


def test_less_than_the_law_asks_is_said_with_its_article() -> None:
    short = voting(kind="statutes", rule=Rule("simple"), convening_days=6, inspection_days=4)
    said = doubts(short)
    assert [line.partition(":")[0] for line in said] == [
        "The letter goes out at least 7 days before",
        "The full text lies open at least 5 days before",
        "Less than two thirds of the votes cast holds only where your statutes say so",
    ]
    assert all("Civil Code (BW) 2:42" in line for line in said)
    enough = replace(short, rule=Rule("three-quarters"), convening_days=14, inspection_days=5)
    assert doubts(enough) == ()
    assert doubts(replace(enough, convening_days=None)) == (), "then the term of the meeting itself holds"
    assert len(doubts(replace(enough, inspection_days=None))) == 1
    assert doubts(voting()) == doubts(voting(kind="unheard-of")) == ()


# -- as columns ----------------------------------------------------------------------------------------------------


@given(any_rule)
def test_a_rule_comes_back_from_its_columns_exactly(rule: Rule) -> None:
    columns = rule_columns(rule)
    assert rule_of_columns(columns) == rule
    assert set(columns) == set(tables.Counting.model_fields) - {"id"}
    assert (columns["method"] == "at-least") is bool(columns["threshold"])


@given(any_rule)
def test_every_rule_can_be_said_and_counted_by(rule: Rule) -> None:
    words = rules.describe_vote(voting(rule=rule))
    assert "{" not in words
    assert words.count(";") >= 1
    assert count_votes(Count(10, 5, votes_for=3), rule).sentence
