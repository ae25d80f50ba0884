"""A file that is made to fill the memory or to take for ever is read in little of both, or refused in a sentence."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.fuzz.bounds import TooLong, in_time
from tests.fuzz.hostile import ROOM_MEGABYTES, cases

ROOT = Path(__file__).parent.parent.parent
LONGEST_SECONDS = 30
MUST_BE_REFUSED = (
    "one line",
    "never closed",
    "bomb",
    "laughs",
    "from elsewhere",
    "two million",
    "30,000",
    "deep",
    "ten million",
    "never end",
    "semicolons only",
    "a zip in a zip",
    "names",
)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """Read every hostile file, each in a process of its own with little room."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.hostile", str(tmp_path_factory.mktemp("hostile"))],
        cwd=ROOT,
        env={**os.environ, "FUZZ_SIZE": "0.12", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    return {one["name"]: one for one in map(json.loads, done.stdout.splitlines())}


def test_every_file_was_read_or_refused_in_little_time_and_room(told: dict[str, dict[str, Any]]) -> None:
    assert {name for name, _make, _read in cases()} == set(told)
    assert [one for one in told.values() if "fault" in one] == []
    assert [one for one in told.values() if one["seconds"] > LONGEST_SECONDS] == []
    assert [one for one in told.values() if one["megabytes"] > ROOM_MEGABYTES / 2] == []


def test_what_no_honest_file_holds_is_refused(told: dict[str, dict[str, Any]]) -> None:
    hostile = [one for name, one in told.items() if any(word in name for word in MUST_BE_REFUSED)]
    assert len(hostile) > 15
    assert [one for one in hostile if "said" not in one and "xlsx, elements" not in one["name"]] == []


def test_what_is_only_odd_is_read(told: dict[str, dict[str, Any]]) -> None:
    assert told["csv, 10,000 columns"]["rows"] == 200
    assert told["xlsx, says it is huge"]["rows"] == 1
    assert told["xlsx, a link to another file"]["rows"] == 1
    assert told["xlsx, formulas"]["rows"] == 1
    assert told["xlsx, a day before 1900"]["rows"] == 1


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there is no alarm clock there")
def test_what_does_not_end_and_what_waits_for_ever_are_both_broken_off() -> None:
    with pytest.raises(TooLong), in_time(0.05):
        sum(1 for _turn in iter(int, 1))
    nothing_comes, into = os.pipe()
    with pytest.raises(TooLong), in_time(0.01):
        os.read(nothing_comes, 1)
    os.close(nothing_comes)
    os.close(into)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there is no alarm clock there")
def test_a_limit_that_held_before_holds_again_afterwards() -> None:
    """The limit of every test stands on the same clock of the system."""
    theirs = signal.setitimer(signal.ITIMER_REAL, 100)
    try:
        with in_time(50):
            time.process_time()
        assert 0 < signal.getitimer(signal.ITIMER_REAL)[0] <= 100
        assert signal.getitimer(signal.ITIMER_PROF)[0] == 0
    finally:
        signal.setitimer(signal.ITIMER_REAL, *theirs)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there is no alarm clock there")
def test_a_limit_that_ran_out_meanwhile_breaks_off_at_once() -> None:
    def work(seconds: float) -> None:
        until = time.process_time() + seconds
        while time.process_time() < until:
            pass

    def work_on_after_it() -> None:
        with in_time(50):
            work(0.1)
        work(1)

    with pytest.raises(TooLong, match=r"0\.05"), in_time(0.05):
        work_on_after_it()
