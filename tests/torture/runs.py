"""A run: what follows from a seed, carried out in a process, and looked at afterwards."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

from tests.torture.child import work
from tests.torture.inspection import Told, digest_of, inspect, journal_of
from tests.torture.mishaps import KILLS, NOTHING, Mishap, drawn
from tests.torture.scenes import STARTS, Scenes
from tests.torture.script import DEEDS

LONGEST_SECONDS = 60
"""A process that takes longer stands still, which is a fault."""

_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Plan:
    """What follows from a seed."""

    seed: int
    start: str
    deeds: tuple[str, ...]
    mishap: Mishap


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run."""

    plan: Plan
    befell: str
    """What befell the process; nothing, where it ended before that."""
    finished: int
    refused: int
    faults: tuple[str, ...]


def plan_of(seed: int, registers: tuple[str, ...] = ()) -> Plan:
    """Work out what a seed stands for."""
    chance = random.Random(seed)
    start = chance.choice(STARTS)
    if start == "empty" and registers:
        first = chance.randrange(len(registers))
        deeds = [*registers[: first + 3], *chance.choices(list(DEEDS), k=3)]
    else:
        deeds = chance.choices(list(DEEDS), k=chance.randint(3, 7))
    if start.startswith("form"):
        deeds = ["reopen", *deeds]
    mishap = drawn(chance, min(len(deeds), 3 if start.startswith("form") else len(deeds)))
    return Plan(seed, start, tuple(deeds), mishap)


def run(scenes: Scenes, seed: int, folder: Path) -> Outcome:
    """Carry out the run of a seed in `folder`, which is removed where nothing is wrong."""
    plan = plan_of(seed, scenes.registers)
    scenes.place(plan.start, folder)
    first = journal_of(folder / "store.coop")
    told = Told(first, {"first.coop": first}, {"first.coop": digest_of(folder / "first.coop")})
    killed_after = plan.mishap.seconds if plan.mishap.kind == KILLS[2] else None
    code, still = _processed(scenes, plan, folder, told, killed_after)
    faults = inspect(folder, told)
    if still:
        faults.append(f"stood still in {told.under_way}")
    elif code not in (0, 3) and plan.mishap.kind not in (*KILLS, "memory ends"):
        faults.append(f"ended with {code} in {told.under_way}")
    if not faults:
        shutil.rmtree(folder)
    befell = plan.mishap.kind if plan.mishap.kind not in KILLS or not told.ended else NOTHING
    return Outcome(plan, befell, told.finished, told.refused, tuple(faults))


def _processed(scenes: Scenes, plan: Plan, folder: Path, told: Told, killed_after: float | None) -> tuple[int, bool]:
    """Let a process work until it ends, is killed, or stands still; gives its exit code and whether it stood still."""
    begin = _forked if hasattr(os, "fork") else _started
    reading, kill, wait = begin(scenes, plan, folder)

    def listen() -> None:
        with os.fdopen(reading, encoding="utf-8") as stream:
            for line in stream:
                if line.endswith("\n"):
                    told.hear(json.loads(line))

    listening = Thread(target=listen)
    listening.start()
    listening.join(LONGEST_SECONDS if killed_after is None else killed_after)
    still = listening.is_alive() and killed_after is None
    if listening.is_alive():
        kill()
    code = wait()
    listening.join()
    return code, still


Begun = tuple[int, Callable[[], object], Callable[[], int]]


def _forked(_scenes: Scenes, plan: Plan, folder: Path) -> Begun:
    """Begin a copy of this process, which has all that it needs loaded."""
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads, which the copy does not use
        child = os.fork()
    if not child:
        code = 70
        try:
            os.close(reading)
            code = work(folder, plan.seed, list(plan.deeds), plan.mishap, writing)
        finally:
            os._exit(code)
    os.close(writing)
    return reading, lambda: os.kill(child, 9), lambda: os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _started(scenes: Scenes, plan: Plan, folder: Path) -> Begun:
    """Begin a process anew, where processes cannot be copied."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.torture.child", str(folder), str(plan.seed), *scenes.registers],
        stdout=subprocess.PIPE,
        cwd=_ROOT,
    )
    assert process.stdout is not None
    reading = os.dup(process.stdout.fileno())
    process.stdout.close()
    return reading, process.kill, process.wait
