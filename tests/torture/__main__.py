"""The long run: as many seeds as there is time for, or one by its number, and tables of what came of them."""

from __future__ import annotations

import argparse
import os
import secrets
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

os.environ["COOPADMIN_TODAY"] = "2026-11-20"
os.environ["COOPADMIN_LOG"] = "off"
os.environ["TZ"] = "Europe/Amsterdam"

from coopadmin import i18n
from tests.torture.mishaps import CHANCES, KILLS, NOTHING
from tests.torture.plans import STARTS, plan_of
from tests.torture.runs import Outcome, run
from tests.torture.scenes import Scenes

TOLD_EVERY = 300
"""So many seconds pass between two words on how far it is."""


def main() -> int:
    """Run; gives 1 where anything was wrong."""
    asked = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    asked.add_argument("--seed", type=int, help="repeat the run of this seed")
    asked.add_argument("--minutes", type=float, default=float(os.environ.get("TORTURE_MINUTES", "30")))
    options = asked.parse_args()
    i18n.use("en")
    folder = Path(tempfile.mkdtemp(prefix="coopadmin-torture-"))
    os.environ["COOPADMIN_PREFERENCES"] = str(folder / "preferences.json")
    scenes = Scenes(folder / "scenes")
    figures = Figures()
    begun = told = time.monotonic()
    while True:
        seed = secrets.randbelow(10**9) if options.seed is None else options.seed
        outcome = run(scenes, plan_of(seed, scenes.registers), folder / str(seed))
        figures.add(outcome)
        _tell_faults(outcome, folder / str(seed))
        now = time.monotonic()
        if options.seed is not None or now - begun > options.minutes * 60:
            break
        if now - told > TOLD_EVERY:
            told = now
            print(f"after {(now - begun) / 60:.0f} minutes: {figures.in_short()}", flush=True)
    figures.tell((time.monotonic() - begun) / 60)
    shutil.rmtree(scenes.folder if figures.failures else folder)
    return int(figures.failures > 0)


def _tell_faults(outcome: Outcome, folder: Path) -> None:
    if not outcome.faults:
        return
    plan = outcome.plan
    print(f"seed {plan.seed}: {plan.start}; what it left is in {folder}")
    for turn, came in zip(plan.turns, outcome.turns, strict=False):
        print(f"    {', '.join(turn.deeds)}; {turn.mishap}; under way: {came.under_way or 'nothing'}")
    for fault in outcome.faults:
        print(f"    {fault}")
    print(f"    again: python -m tests.torture --seed {plan.seed}", flush=True)


class Figures:
    """What came of all runs, counted."""

    def __init__(self) -> None:
        self.runs = Counter[str]()
        self.failed = Counter[str]()
        self.processes = Counter[tuple[str, str]]()
        """By what the store was to begin with, and by what befell the process."""
        self.deeds = Counter[tuple[str, str]]()
        self.broken_off = Counter[str]()
        self.faulty = Counter[str]()

    @property
    def failures(self) -> int:
        """Tell how many runs failed."""
        return self.failed.total()

    def add(self, outcome: Outcome) -> None:
        """Count one run."""
        start = outcome.plan.start
        self.runs[start] += 1
        self.failed[start] += bool(outcome.faults)
        for turn in outcome.turns:
            self.processes[start, turn.befell] += 1
            self.deeds[start, turn.befell] += turn.finished
            if turn.befell in KILLS:
                self.broken_off[turn.under_way or "none: idle, with its store open"] += 1
        if outcome.faults:
            self.faulty[outcome.turns[-1].befell] += 1

    def in_short(self) -> str:
        """Tell the sums."""
        kills = sum(count for (_start, befell), count in self.processes.items() if befell in KILLS)
        faults = sum(count for (_s, befell), count in self.processes.items() if befell not in (*KILLS, NOTHING))
        return (
            f"{self.runs.total()} runs, {self.processes.total()} processes, {self.deeds.total()} deeds done, "
            f"{kills} kills, {faults} with a fault, {self.failures} failures"
        )

    def tell(self, minutes: float) -> None:
        """Print the tables."""
        heads = ("runs", "processes", "kills", "faults", "deeds done", "failures")
        rows = [(start, self._of_start(start)) for start in dict.fromkeys(STARTS)]
        _table("the store to begin with", heads, rows)
        befell = [
            (kind, (_sum(self.processes, 1, kind), _sum(self.deeds, 1, kind), self.faulty[kind])) for kind in CHANCES
        ]
        _table("what befell the process", ("processes", "deeds done", "failures"), befell)
        _table("the deed that was killed", ("kills",), [(name, (n,)) for name, n in self.broken_off.most_common()])
        print(f"in {minutes:.1f} minutes: {self.in_short()}")

    def _of_start(self, start: str) -> tuple[int, ...]:
        of = {befell: count for (one, befell), count in self.processes.items() if one == start}
        kills = sum(of.get(kind, 0) for kind in KILLS)
        faults = sum(of.values()) - kills - of.get(NOTHING, 0)
        return (self.runs[start], sum(of.values()), kills, faults, _sum(self.deeds, 0, start), self.failed[start])


def _sum(counted: Counter[tuple[str, str]], place: int, name: str) -> int:
    return sum(count for key, count in counted.items() if key[place] == name)


def _table(head: str, heads: Iterable[str], rows: list[tuple[str, tuple[int, ...]]]) -> None:
    print(f"{head:34}" + "".join(f"{one:>12}" for one in heads))
    for name, numbers in rows:
        print(f"{name:34}" + "".join(f"{number:12}" for number in numbers))
    print()


if __name__ == "__main__":
    sys.exit(main())
