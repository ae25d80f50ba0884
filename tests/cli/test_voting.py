"""A count of votes is weighed without touching the store."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from coopadmin.services.voting_rules import set_voting_rule
from db.store import Store

Run = Callable[..., Any]

COUNT = ("--entitled", 40, "--present", 20, "--proxies", 2, "--for", 12, "--against", 9, "--blank", 1)


def test_a_count_is_explained(run: Run, tmp_path: Path) -> None:
    ran = run("vote", "--method", "simple", *COUNT, "--json", store=tmp_path / "none.coop")
    assert ran.code == 0
    assert set(ran.document) == {
        "valid",
        "carried",
        "quorum_needed",
        "quorum_present",
        "votes_cast",
        "needed_for",
        "explanation",
        "tied",
        "sentence",
    }
    assert (ran.document["valid"], ran.document["carried"], ran.document["votes_cast"]) == (True, True, 21)
    assert run("vote", "--method", "simple", *COUNT).out.splitlines() == ran.document["explanation"]


def test_without_quorum_nothing_is_carried(run: Run) -> None:
    ran = run("vote", "--method", "simple", *COUNT, "--quorum", "2/3", "--json")
    assert (ran.code, ran.document["valid"], ran.document["carried"], ran.document["quorum_needed"]) == (
        0,
        False,
        False,
        27,
    )


def test_every_option_counts(run: Run) -> None:
    def carried(*words: object) -> bool:
        return run("vote", *words, "--json").document["carried"]

    assert not carried("--method", "simple", *COUNT, "--max-against", 8)
    assert not carried("--method", "two-thirds", *COUNT)
    assert carried("--method", "of-entitled", *COUNT, "--recused", 18)
    assert not carried("--method", "consent", *COUNT, "--objections", 1)
    assert carried("--method", "consent", "--entitled", 40, "--present", 20)
    assert not carried(
        "--method", "simple", *COUNT[:-2], "--blank", 1, "--blank-counts", "ja", "--against", 11, "--for", 10
    )


def test_a_part_of_any_whole_can_be_asked(run: Run) -> None:
    part = ("--method", "at-least", "--threshold", "60%", *COUNT)
    assert run("vote", *part, "--json").document["needed_for"] == 13
    assert run("vote", *part, "--counted-over", "present", "--json").document["needed_for"] == 14
    assert run("vote", *part, "--counted-over", "entitled", "--json").document["needed_for"] == 24
    assert run("vote", "--method", "of-present", *COUNT, "--json").document["needed_for"] == 12


def test_a_quorum_may_ask_for_people_in_person(run: Run) -> None:
    words = ("vote", "--method", "simple", *COUNT, "--quorum", "21/40", "--json")
    assert run(*words).document["valid"]
    ran = run(*words, "--quorum-of", "present")
    assert (ran.document["valid"], ran.document["quorum_present"], ran.document["quorum_needed"]) == (False, 20, 21)


def test_a_tie_is_told_with_what_the_rule_has_for_it(run: Run) -> None:
    tied = ("--entitled", 40, "--present", 20, "--for", 10, "--against", 10)
    document = run("vote", "--method", "simple", *tied, "--tie", "lot", "--json").document
    assert (document["tied"], document["carried"]) == (True, False)
    assert document["sentence"].startswith("Tied: 10 for, 10 against; 11 needed")


def test_the_line_to_read_aloud_is_in_the_document(run: Run) -> None:
    ran = run("vote", "--method", "two-thirds", *COUNT, "--quorum", "1/2", "--json")
    assert ran.document["sentence"] == (
        "Not carried: 12 for, 9 against, 1 blank (not counted); 14 needed, two thirds of 21 votes cast. "
        "Quorum 20 of 40: 20 present and 2 by proxy."
    )


@pytest.fixture
def ruled(store: Store) -> Store:
    """Give a store in which homes are allocated by three quarters from 2026 on, with a quorum and a second meeting."""
    store.do(
        set_voting_rule,
        body="residents",
        kind="self_allocation",
        valid_from=date(2026, 1, 1),
        method="three-quarters",
        quorum="2/3",
        second_meeting=True,
        source="House rules, art. 12",
    )
    return store


def test_the_rule_is_taken_from_the_store_by_its_kind_its_body_and_its_day(run: Run, ruled: Store) -> None:
    rule = ("vote", "--rule", "self_allocation", "--body", "residents", *COUNT, "--json")
    by_rule = run(*rule).document
    assert (by_rule["valid"], by_rule["quorum_needed"], by_rule["needed_for"]) == (False, 27, 16)
    assert by_rule["rule"] == (
        "three quarters of the votes cast; quorum two thirds; blank votes do not count; "
        "a second meeting decides with any number · House rules, art. 12"
    )
    assert run(*rule, "--on", "31-12-2025").document["needed_for"] == 11
    second = run(*rule, "--second").document
    assert (second["valid"], second["carried"], second["quorum_needed"]) == (True, False, 0)
    assert run("vote", "--rule", "self_allocation", *COUNT, "--json").document["needed_for"] == 11
    statutes = run("vote", "--rule", "statutes", *COUNT)
    assert statutes.out.splitlines()[0] == (
        "The rule: two thirds of the votes cast; no quorum; blank votes do not count · "
        "Civil Code (BW) 2:42(1)-(2) and 2:43(1), unless your statutes differ"
    )


def test_a_second_meeting_that_the_rule_does_not_know_is_refused(run: Run, ruled: Store) -> None:
    ran = run("vote", "--rule", "ordinary", "--second", *COUNT)
    assert (ran.code, ran.out) == (1, "")
    assert "no second meeting" in ran.err


def test_the_store_is_only_asked_for_a_rule(run: Run, tmp_path: Path) -> None:
    assert run("vote", "--rule", "ordinary", *COUNT, store=tmp_path / "none.coop").code == 3


def test_more_votes_than_people_are_refused(run: Run) -> None:
    ran = run("vote", "--method", "simple", "--entitled", 40, "--present", 5, "--for", 6, "--against", 0)
    assert (ran.code, ran.out) == (1, "")


@pytest.mark.parametrize(
    "words",
    [
        ("--method", "loudest", *COUNT),
        ("--method", "simple", *COUNT, "--quorum", "most"),
        ("--method", "simple", *COUNT, "--blank-counts", "maybe"),
        ("--method", "simple", *COUNT, "--recused", "some"),
        ("--method", "simple", *COUNT, "--recused", "-1"),
        ("--method", "simple", "--entitled", 40, "--present", 20, "--for", 12),
        ("--method", "simple", "--present", 20, "--for", 12, "--against", 2),
        COUNT,
        ("--method", "at-least", *COUNT),
        ("--method", "at-least", "--threshold", "some", *COUNT),
        ("--method", "at-least", "--threshold", "3/5", "--counted-over", "homes", *COUNT),
        ("--method", "simple", "--threshold", "3/5", *COUNT),
        ("--method", "simple", "--counted-over", "cast", *COUNT),
        ("--method", "simple", "--quorum-of", "homes", *COUNT),
        ("--method", "simple", "--tie", "chair", *COUNT),
        ("--rule", "loudest", *COUNT),
        ("--rule", "ordinary", "--body", "street", *COUNT),
        ("--rule", "ordinary", "--on", "soon", *COUNT),
        ("--rule", "ordinary", "--method", "simple", *COUNT),
        ("--rule", "ordinary", "--blank-counts", "yes", *COUNT),
        ("--method", "simple", "--body", "general", *COUNT),
        ("--method", "simple", "--second", *COUNT),
    ],
)
def test_what_cannot_be_read_is_exit_2(run: Run, words: tuple[object, ...]) -> None:
    ran = run("vote", *words)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err
