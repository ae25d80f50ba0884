"""A run: the life of one store, turn by turn, each carried out in a process and looked at afterwards."""

from __future__ import annotations

import gc
import json
import os
import shutil
import subprocess
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

from tests.torture.child import work
from tests.torture.inspection import STORE, Looking, inspect, journal_of, looking_in
from tests.torture.keys import passphrase_of, quick_keys
from tests.torture.mishaps import BY_CLOCK, KILLS, NOTHING
from tests.torture.plans import Plan
from tests.torture.scenes import Scenes
from tests.torture.told import State, Told

LONGEST_SECONDS = 120
"""A process that takes longer stands still, which is a fault."""

COPYING = hasattr(os, "fork")
"""Processes begin as copies of this one, with all that they need loaded; else each begins anew."""

_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class TurnOutcome:
    """What came of one process."""

    befell: str
    """What befell it; nothing, where it ended before that."""
    under_way: str
    """The deed that was broken off; empty where none was."""
    finished: int
    refused: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a life; it ends where something is wrong."""

    plan: Plan
    turns: tuple[TurnOutcome, ...]
    faults: tuple[str, ...]


def run(scenes: Scenes, plan: Plan, folder: Path) -> Outcome:
    """Carry out a plan in `folder`, which is removed where nothing is wrong."""
    turns: list[TurnOutcome] = []
    faults: list[str] = []
    with quick_keys():
        scenes.place(plan.start, folder)
        first = State(journal_of(folder / STORE), passphrase_of(folder / STORE))
        told, looking = Told(first, {"first.coop": first}), looking_in(folder)
        for number in range(len(plan.turns)):
            turn, found = _turned(scenes, plan, number, folder, told, looking)
            turns.append(turn)
            faults += [f"turn {number + 1}: {fault}" for fault in found]
            if faults:
                break
    if not faults:
        shutil.rmtree(folder)
    return Outcome(plan, tuple(turns), tuple(faults))


def _turned(
    scenes: Scenes, plan: Plan, number: int, folder: Path, told: Told, looking: Looking
) -> tuple[TurnOutcome, list[str]]:
    """Carry out one turn; gives what came of it and what is wrong."""
    turn = plan.turns[number]
    finished, refused = told.finished, told.refused
    told.begin_turn(strict=turn.mishap.kills or turn.mishap.kind == NOTHING)
    code, still = _processed(scenes, plan, number, folder, told)
    under_way = told.under_way
    faults = inspect(folder, told, looking, last=number == len(plan.turns) - 1)
    if still:
        faults.append(f"stood still in {under_way}")
    elif code not in (0, 3) and not turn.mishap.kills and turn.mishap.kind != "memory ends":
        faults.append(f"ended with {code} in {under_way}")
    befell = NOTHING if turn.mishap.kills and code == 0 else turn.mishap.kind
    return TurnOutcome(befell, under_way, told.finished - finished, told.refused - refused), faults


def _processed(scenes: Scenes, plan: Plan, number: int, folder: Path, told: Told) -> tuple[int, bool]:
    """Let a process work until it ends, is killed, or stands still; gives its exit code and whether it stood still."""
    turn = plan.turns[number]
    by_parent = turn.mishap.kind == KILLS[3] or (turn.mishap.kind == KILLS[2] and not BY_CLOCK)
    begin = _forked if COPYING else _started
    reading, kill, wait = begin(scenes, plan, number, folder)
    reached = Event()

    def listen() -> None:
        begun = 0
        with os.fdopen(reading, encoding="utf-8") as stream:
            for line in stream:
                if line.endswith("\n"):
                    told.hear(json.loads(line))
                    begun += '"begin"' in line
                    if begun == turn.mishap.deed:
                        reached.set()
        reached.set()

    listening = Thread(target=listen)
    listening.start()
    if by_parent and reached.wait(LONGEST_SECONDS):
        listening.join(turn.mishap.seconds)
    else:
        listening.join(LONGEST_SECONDS)
    still = listening.is_alive() and not by_parent
    if listening.is_alive():
        kill()
    code = wait()
    listening.join()
    return code, still


Begun = tuple[int, Callable[[], object], Callable[[], int]]


def _forked(_scenes: Scenes, plan: Plan, number: int, folder: Path) -> Begun:
    """Begin a copy of this process, which has all that it needs loaded."""
    reading, writing = os.pipe()
    # What is loaded stays where it is, so that little has to be copied.
    gc.freeze()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads, which the copy does not use
        child = os.fork()
    if not child:
        code = 70
        try:
            gc.disable()
            os.close(reading)
            code = work(folder, plan, number, writing)
        finally:
            os._exit(code)
    os.close(writing)
    return reading, lambda: os.kill(child, 9), lambda: os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _started(scenes: Scenes, plan: Plan, number: int, folder: Path) -> Begun:
    """Begin a process anew, where processes cannot be copied."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.torture.child", str(folder), str(plan.seed), str(number), *scenes.registers],
        stdout=subprocess.PIPE,
        cwd=_ROOT,
    )
    assert process.stdout is not None
    reading = os.dup(process.stdout.fileno())
    process.stdout.close()
    return reading, process.kill, process.wait
