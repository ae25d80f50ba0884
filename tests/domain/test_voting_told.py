"""The line that is read aloud says all there is to say: who hears it can work the outcome out again."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given

from coopadmin.domain.voting import Count, Rule, count_votes
from coopadmin.domain.voting_words import PART_NAMES
from tests.domain.test_voting import counts, rules

HALF = Fraction(1, 2)


@pytest.mark.parametrize(
    ("count", "rule", "said"),
    [
        (
            Count(38, 25, 11, 24, 11, 1),
            Rule("two-thirds", HALF),
            "Carried: 24 for, 11 against, 1 blank (not counted); 24 needed, two thirds of 35 votes cast. "
            "Quorum 19 of 38: 25 present and 11 by proxy.",
        ),
        (
            Count(38, 25, 11, 23, 12, 1),
            Rule("two-thirds", HALF),
            "Not carried: 23 for, 12 against, 1 blank (not counted); 24 needed, two thirds of 35 votes cast. "
            "Quorum 19 of 38: 25 present and 11 by proxy.",
        ),
        (
            Count(38, 15, 3, 12, 4),
            Rule("simple", HALF),
            "No valid decision: the quorum is 19 of 38, and with 15 present and 3 by proxy it is 1 short. "
            "The votes: 12 for, 4 against.",
        ),
        (
            Count(40, 24, 0, 12, 12, recused=2),
            Rule("simple", HALF),
            "Tied, so not carried: 12 for, 12 against; 13 needed, more than half of 24 votes cast. "
            "Quorum 19 of 38 (2 recused left out): 24 present.",
        ),
        (
            Count(40, 24, 0, 12, 12, recused=2),
            Rule("simple", HALF, tie="again", recused_in_quorum=True),
            "Tied: 12 for, 12 against; 13 needed, more than half of 24 votes cast. By the rule the vote is held "
            "again. Quorum 20 of 40 (2 recused among them): 24 present.",
        ),
        (
            Count(40, 30, 5, 16, 12, 2),
            Rule("of-present", Fraction(2, 3), quorum_counts_proxies=False),
            "Not carried: 16 for, 12 against, 2 blank (not counted); 18 needed, more than half of the 35 present and "
            "represented. Quorum 27 of 40: 30 present (5 by proxy not counted).",
        ),
        (
            Count(40, 30, 5, 21, 12, 2, 1),
            Rule("of-entitled"),
            "Carried: 21 for, 12 against, 2 blank (not counted); 20 needed, more than half of the 39 who may vote. "
            "No quorum is asked for; 30 present and 5 by proxy, 1 recused.",
        ),
        (
            Count(40, 30, 5, 35),
            Rule("at-least", threshold=Fraction(5, 7), counted_over="present", max_against=2),
            "Carried: 35 for, 0 against; 25 needed, 5/7 of the 35 present and represented; at most 2 may be against. "
            "No quorum is asked for; 30 present and 5 by proxy.",
        ),
        (
            Count(12, 1, votes_for=1),
            Rule("simple"),
            "Carried: 1 for, 0 against; 1 needed, more than half of 1 vote cast. No quorum is asked for; 1 present.",
        ),
        (
            Count(12, 5, votes_blank=5),
            Rule("simple"),
            "Not carried: 0 for, 0 against, 5 blank (not counted); no votes were cast. "
            "No quorum is asked for; 5 present.",
        ),
        (
            Count(12, 10, votes_for=9, votes_against=1),
            Rule("unanimous"),
            "Not carried: 9 for, 1 against; nobody may be against. No quorum is asked for; 10 present.",
        ),
        (
            Count(12, 9),
            Rule("consent", HALF),
            "Carried by consent: no objection is open. Quorum 6 of 12: 9 present.",
        ),
        (
            Count(12, 9, objections=2),
            Rule("consent"),
            "Not carried: 2 objections are open. No quorum is asked for; 9 present.",
        ),
    ],
)
def test_a_chair_reads_one_line_aloud(count: Count, rule: Rule, said: str) -> None:
    assert count_votes(count, rule).sentence == said


def test_recused_people_in_the_room_are_noticed_where_those_present_are_counted() -> None:
    outcome = count_votes(Count(12, 12, votes_for=6, votes_against=3, recused=2), Rule("of-present"))
    assert (outcome.needed_for, outcome.carried) == (6, True)
    assert any("Recused people seem to be counted" in line for line in outcome.explanation)


def test_who_writes_a_rounded_part_is_told_where_it_makes_a_difference() -> None:
    rounded = count_votes(Count(40, 39, votes_for=26, votes_against=13), Rule("at-least", threshold=Fraction("0.667")))
    assert not rounded.carried
    assert "With exactly 2/3 that would be 26; write 2/3 if that is what your rules say." in rounded.explanation


def test_all_of_something_is_said_as_such() -> None:
    said = {
        over: count_votes(Count(5, 4, votes_for=3), Rule("at-least", threshold=Fraction(1), counted_over=over))
        for over in ("cast", "present", "entitled")
    }
    assert [outcome.explanation[-2] for outcome in said.values()] == [
        "All votes cast must be for; that is 3.",
        "All who are present and represented must be for; that is 4.",
        "All who may vote must be for; that is 5.",
    ]
    assert "5 needed, all of the 5 who may vote" in said["entitled"].sentence


# -- who hears it can work it out again ----------------------------------------------------------------------------

_PARTS = {name: part for part, name in PART_NAMES.items()}


def number(pattern: str, text: str, default: int = 0) -> int:
    """Find a number in a text."""
    found = re.search(pattern, text)
    return int(found[1]) if found else default


def again_from_sentence(sentence: str) -> dict[str, Any]:
    """Work the verdict out from nothing but the line: the votes, the part and what it is of, who is there."""
    votes = {name: number(rf"(\d+) {name}\b", sentence) for name in ("for", "against", "blank")}
    present, proxies = number(r"(\d+) present(?! and represented)", sentence), number(r"(\d+) by proxy", sentence)
    there = present if "by proxy not counted" in sentence else present + proxies
    quorum = re.search(r"[Qq]uorum (?:is )?(\d+) of (\d+)", sentence)
    valid = quorum is None or there >= int(quorum[1])
    if not valid:
        assert quorum is not None
        assert int(quorum[1]) - there == number(r"it is (\d+) short", sentence)
        return {"valid": False, "carried": False}
    limit = re.search(r"at most (\d+) may be against", sentence)
    kept = limit is None or votes["against"] <= int(limit[1])
    return {"valid": True, "carried": kept and _enough(sentence, votes, present + proxies)}


def _enough(sentence: str, votes: dict[str, int], there: int) -> bool:
    if "objection" in sentence:
        return "no objection" in sentence
    cast = votes["for"] + votes["against"] + (votes["blank"] if "(counted)" in sentence else 0)
    if "no votes were cast" in sentence:
        assert cast == 0
        return False
    if "nobody may be against" in sentence:
        return votes["for"] > 0 and votes["against"] == 0
    found = re.search(r"(\d+) needed, (.+?) of (?:the )?(\d+) (votes? cast|present and|who may vote)", sentence)
    assert found, sentence
    whole = int(found[3])
    if found[4].endswith("cast"):
        assert whole == cast
    elif found[4] == "present and":
        assert whole <= there
    enough = (
        votes["for"] * 2 > whole
        if found[2] == "more than half"
        else votes["for"] > 0 and votes["for"] >= whole * (_PARTS.get(found[2]) or Fraction(found[2]))
    )
    assert enough is (votes["for"] >= int(found[1]))
    return enough


@given(counts(), rules)
def test_the_line_recomputes_to_the_outcome(count: Count, rule: Rule) -> None:
    outcome = count_votes(count, rule)
    assert "\n" not in outcome.sentence
    assert "{" not in outcome.sentence
    assert again_from_sentence(outcome.sentence) == {"valid": outcome.valid, "carried": outcome.carried}
    assert outcome.sentence.startswith("Carried") is outcome.carried
    assert outcome.sentence.startswith("Tied") is outcome.tied
    assert outcome.sentence.startswith("No valid decision") is not outcome.valid


def again_from_lines(lines: tuple[str, ...]) -> dict[str, Any]:
    """Work the verdict out from the arithmetic, line by line, without the last one."""
    told = "\n".join(lines[:-1])
    valid = "it is not met" not in told
    quorum = re.search(r"Quorum: (\S+) of (\d+) is .*With (\d+) there", told)
    if quorum:
        assert valid is (int(quorum[3]) >= Fraction(quorum[1]) * int(quorum[2]))
    votes_for, against = number(r"(\d+) for, ", told), number(r"(\d+) against", told)
    limit = re.search(r"At most (\d+) against: (?:with )?(\d+)", told)
    kept = limit is None or int(limit[2]) <= int(limit[1])
    if "Consent:" in told:
        return {"valid": valid, "carried": valid and kept and lines[-1].startswith("No objection")}
    needed = number(r"(?:at least|that is) (\d+)(?: for)?\.", told)
    if "Unanimous" in told:
        return {"valid": valid, "carried": valid and kept and against == 0 < votes_for}
    return {"valid": valid, "carried": valid and kept and votes_for >= needed}


@given(counts(), rules)
def test_the_arithmetic_recomputes_to_the_outcome(count: Count, rule: Rule) -> None:
    outcome = count_votes(count, rule)
    assert again_from_lines(outcome.explanation) == {"valid": outcome.valid, "carried": outcome.carried}
