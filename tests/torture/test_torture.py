"""Whatever breaks a process off, nothing that was done is lost, nothing is half there, and nothing lies about."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from db.backup import check
from tests.torture.inspection import Told, inspect, journal_of
from tests.torture.mishaps import CHANCES, Mishap
from tests.torture.runs import plan_of, run
from tests.torture.scenes import STARTS, Scenes

Tamper = Callable[[sqlite3.Connection], object]

SEEDS = (2, 6, 267504848)
"""Runs that are the same each time; `make torture` draws others."""


@pytest.fixture(scope="module")
def scenes(tmp_path_factory: pytest.TempPathFactory) -> Scenes:
    """Make what the runs of these tests begin with."""
    return Scenes(tmp_path_factory.mktemp("torture") / "scenes")


@pytest.mark.parametrize("seed", SEEDS)
def test_a_store_stays_whole_whatever_befalls_the_process(scenes: Scenes, tmp_path: Path, seed: int) -> None:
    outcome = run(scenes, seed, tmp_path / "run")
    assert outcome.faults == (), f"repeat it with: python -m tests.torture --seed {seed}"


def test_a_seed_stands_for_the_same_run_each_time() -> None:
    assert plan_of(7, ("members",)) == plan_of(7, ("members",))
    plans = [plan_of(seed, ("members", "dwellings")) for seed in range(2000)]
    assert {plan.start for plan in plans} == set(STARTS)
    assert {plan.mishap.kind for plan in plans} == set(CHANCES)
    assert all(1 <= plan.mishap.deed <= len(plan.deeds) for plan in plans)


def test_an_older_store_to_begin_with_is_whole(scenes: Scenes, tmp_path: Path) -> None:
    scenes.place("form 0001", tmp_path / "run")
    assert all(finding.ok for finding in check(tmp_path / "run" / "store.coop"))


# -- the looking finds what is wrong -------------------------------------------------------------------------------


def _told(folder: Path) -> Told:
    first = journal_of(folder / "store.coop")
    return Told(first, {"first.coop": first})


def _half_a_deed(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE setting SET value = 'half' WHERE id = 3")


def _lost_row(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM setting WHERE id = (SELECT max(id) FROM setting)")


def _broken_chain(connection: sqlite3.Connection) -> None:
    connection.execute("DROP TRIGGER journalentry_fixed")
    connection.execute("UPDATE journalentry SET actor = 'Nobody' WHERE id = 1")


def _lost_deed(connection: sqlite3.Connection) -> None:
    connection.execute("DROP TRIGGER journalentry_keep")
    connection.execute("DELETE FROM journalentry WHERE id = 1")


@pytest.mark.parametrize("tamper", [_half_a_deed, _lost_row, _broken_chain, _lost_deed])
def test_a_store_that_lost_something_is_found_out(scenes: Scenes, tmp_path: Path, tamper: Tamper) -> None:
    folder = tmp_path / "run"
    scenes.place("empty", folder)
    told = _told(folder)
    assert inspect(folder, told) == []
    with closing(sqlite3.connect(folder / "store.coop")) as connection:
        tamper(connection)
        connection.commit()
    assert inspect(folder, told)


def test_what_was_told_is_held_against_what_is_there(scenes: Scenes, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    scenes.place("empty", folder)
    told = _told(folder)
    told.hear({"begin": "book"})
    told.hear({"done": "book", "entry": 2, "last": 2, "chain": "x"})
    assert told.journal[-1] == (2, "x")
    assert inspect(folder, told)
    told = _told(folder)
    told.hear({"begin": "book"})
    told.hear({"done": "book", "entry": 3, "last": 3, "chain": "x"})
    assert told.faults == ["book became line 3 after 1"]
    told = _told(folder)
    told.hear({"broken": "a traceback"})
    assert inspect(folder, told)


@pytest.mark.parametrize("left", [".store.coop.x", "store.coop-journal.x", "damaged.coop"])
def test_what_lies_about_is_found(scenes: Scenes, tmp_path: Path, left: str) -> None:
    folder = tmp_path / "run"
    scenes.place("empty", folder)
    (folder / left).write_bytes(b"left")
    assert inspect(folder, _told(folder))


def test_every_moment_of_a_deed_can_be_reached(scenes: Scenes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that is killed at each of the first moments of a restore gets further each time."""
    from tests.torture import runs

    plan = runs.plan_of(1)
    seen: set[tuple[str, ...]] = set()
    for at in (2, 12, 30):
        mishap = Mishap("killed at a moment", 1, at, lasting=False, seconds=0)
        made = runs.Plan(plan.seed, "empty", ("restore",), mishap)
        monkeypatch.setattr(runs, "plan_of", lambda _seed, _registers, made=made: made)
        outcome = runs.run(scenes, 1, tmp_path / str(at))
        assert outcome.faults == ()
        seen.add((outcome.befell, *map(str, (outcome.finished,))))
    assert ("killed at a moment", "0") in seen
