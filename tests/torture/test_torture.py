"""Whatever breaks a process off, nothing that was done is lost, nothing is half there, and nothing lies about."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from db.backup import check
from tests.torture.inspection import inspect, journal_of, looking_in
from tests.torture.mishaps import CHANCES, Mishap
from tests.torture.plans import STARTS, Plan, Turn, plan_of
from tests.torture.runs import run
from tests.torture.scenes import Scenes
from tests.torture.script import DEEDS
from tests.torture.told import State, Told

Tamper = Callable[[sqlite3.Connection], object]

SEEDS = ((1488, 3), (2649, 3), (1927, 3), (302, 3))
"""Runs that are the same each time, and how many turns of each; `make torture` draws others."""


@pytest.fixture(scope="module")
def scenes(tmp_path_factory: pytest.TempPathFactory, template_store: Path) -> Scenes:
    """Make what the runs of these tests begin with."""
    return Scenes(tmp_path_factory.mktemp("torture") / "scenes", template_store)


@pytest.mark.parametrize(("seed", "turns"), SEEDS)
def test_a_store_stays_whole_whatever_befalls_the_process(
    scenes: Scenes, tmp_path: Path, seed: int, turns: int
) -> None:
    outcome = run(scenes, plan_of(seed, scenes.registers, turns), tmp_path / "run")
    assert outcome.faults == (), f"repeat it with: python -m tests.torture --seed {seed}"
    assert len(outcome.turns) == turns


def test_a_seed_stands_for_the_same_run_each_time() -> None:
    assert plan_of(7, ("members",)) == plan_of(7, ("members",))
    plans = [plan_of(seed, ("members", "dwellings")) for seed in range(400)]
    turns = [turn for plan in plans for turn in plan.turns]
    assert {plan.start for plan in plans} == set(STARTS)
    assert {turn.mishap.kind for turn in turns} == set(CHANCES)
    assert {name for turn in turns for name in turn.deeds} == {"members", "dwellings", *DEEDS}
    assert all(1 <= turn.mishap.deed <= len(turn.deeds) for turn in turns)
    assert plan_of(7, (), 2).turns == plan_of(7).turns[:2]


def test_an_older_store_to_begin_with_is_whole(scenes: Scenes, tmp_path: Path) -> None:
    scenes.place("form 0001", tmp_path / "run")
    assert all(finding.ok for finding in check(tmp_path / "run" / "store.coop"))


# -- the looking finds what is wrong -------------------------------------------------------------------------------


def _told(folder: Path) -> Told:
    first = State(journal_of(folder / "store.coop"))
    return Told(first, {"first.coop": first})


def _inspected(folder: Path, told: Told) -> list[str]:
    return inspect(folder, told, looking_in(folder))


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
    assert _inspected(folder, told) == []
    with closing(sqlite3.connect(folder / "store.coop")) as connection:
        tamper(connection)
        connection.commit()
    assert _inspected(folder, told)


def test_what_was_told_is_held_against_what_is_there(scenes: Scenes, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    scenes.place("empty", folder)
    told = _told(folder)
    told.hear({"begin": "book"})
    told.hear({"done": "book", "entry": 2, "last": 2, "chain": "x"})
    assert told.state.journal[-1] == (2, "x")
    assert _inspected(folder, told)
    told = _told(folder)
    told.hear({"begin": "book"})
    told.hear({"done": "book", "entry": 3, "last": 3, "chain": "x"})
    assert told.faults == ["book became line 3 after 1"]
    told = _told(folder)
    told.hear({"broken": "a traceback"})
    assert _inspected(folder, told)
    told = _told(folder)
    told.hear({"copied": True})
    assert _inspected(folder, told) == ["every copy is gone"]


def test_what_may_be_in_a_store_follows_from_what_was_told() -> None:
    one, two, three = State(((1, "a"),)), State(((1, "a"), (2, "b"))), State(((1, "a"), (2, "b"), (3, "c")))
    told = Told(one, {"copy": three})
    assert [told.may_be(state) for state in (one, two, three)] == [True, False, False]
    told.hear({"begin": "book"})
    assert [told.may_be(state) for state in (one, two, three)] == [True, True, False]
    told.hear({"putting_back": "copy"})
    assert told.may_be(three)
    told.hear({"begin": "encrypt"})
    assert not told.may_be(three)
    assert not told.may_be(State(one.journal, "words"))
    told.hear({"turning": "words"})
    assert told.may_be(State(one.journal, "words"))
    assert not told.may_be(State(one.journal, "other words"))
    told.hear({"done": "encrypt", "passphrase": "words"})
    assert [told.may_be(state) for state in (one, State(one.journal, "words"))] == [False, True]


def test_who_is_only_killed_meets_no_error(tmp_path: Path) -> None:
    failed = {"failed": "book", "error": "StoreDamaged", "said": "the file is damaged"}
    told = Told(State(()), {})
    told.begin_turn(strict=False)
    told.hear(failed)
    assert told.faults == []
    told.begin_turn(strict=True)
    told.hear(failed)
    told.hear({"trouble": "no room"})
    assert len(told.faults) == 2
    told.hear({**failed, "error": "Refused"})
    assert len(told.faults) == 2


@pytest.mark.parametrize("left", [".store.coop.x", "store.coop-journal.x", "damaged.coop", "store-copies/x.coop"])
def test_what_lies_about_is_found(scenes: Scenes, tmp_path: Path, left: str) -> None:
    folder = tmp_path / "run"
    scenes.place("empty", folder)
    (folder / left).parent.mkdir(exist_ok=True)
    (folder / left).write_bytes(b"left")
    assert _inspected(folder, _told(folder))


def test_a_copy_that_was_changed_since_is_looked_at_again(scenes: Scenes, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    scenes.place("empty", folder)
    told, looking = _told(folder), looking_in(folder)
    assert inspect(folder, told, looking) == []
    copy = folder / "first.coop"
    with copy.open("r+b") as stream:
        stream.seek(copy.stat().st_size // 2)
        stream.write(b"spoilt" * 1000)
    assert inspect(folder, told, looking)


def test_every_moment_of_a_deed_can_be_reached(scenes: Scenes, tmp_path: Path) -> None:
    """A process that is killed at one of the first moments of a restore, or of nearly all, is killed in it."""
    turns = [Turn(("restore",), Mishap("killed at a moment", 1, at, lasting=False, seconds=0)) for at in (2, 300, 9999)]
    outcome = run(scenes, Plan(1, "empty", tuple(turns)), tmp_path / "run")
    assert outcome.faults == ()
    assert [(turn.befell, turn.under_way, turn.finished) for turn in outcome.turns] == [
        ("killed at a moment", "restore", 0),
        ("killed at a moment", "restore", 0),
        ("killed at a moment", "", 1),
    ]
