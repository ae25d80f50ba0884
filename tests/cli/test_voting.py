"""A count of votes is weighed without touching the store."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

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
    ],
)
def test_what_cannot_be_read_is_exit_2(run: Run, words: tuple[object, ...]) -> None:
    ran = run("vote", *words)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err
