"""How things are measured: whole programs, ours and the floor in turn, so that a machine that slows down slows both."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.terminal import Terminal

RUNS = 7
HEAVY_RUNS = 3
"""Of what takes many seconds."""
PYTHON = sys.executable
TODAY = "2026-11-20"


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of the table, in milliseconds or in the unit its name says; `ratio` is how many times the floor.

    Without a goal it is told and not judged.
    """

    name: str
    ours: float
    floor: float
    ratio: float
    goal: float | None

    @property
    def is_missed(self) -> bool:
        """Tell whether there is a goal, and it was not reached."""
        return self.goal is not None and self.ratio > self.goal


def single(name: str, ours: float, floor: float, goal: float) -> Measure:
    """Set one figure beside another."""
    return Measure(name, ours, floor, ours / floor, goal)


def medians(name: str, pairs: list[tuple[float, float]], goal: float | None) -> Measure:
    """Sum up pairs measured one right after the other: medians, and the median of their ratios."""
    return Measure(
        name,
        statistics.median(ours for ours, _ in pairs),
        statistics.median(floor for _, floor in pairs),
        statistics.median(ours / floor for ours, floor in pairs),
        goal,
    )


def paired(
    name: str, ours: Callable[[], float], floor: Callable[[], float], goal: float | None, runs: int = RUNS
) -> Measure:
    """Measure two things in turn, after one warm-up of each; each gives milliseconds."""
    ours()
    floor()
    return medians(name, [(ours(), floor()) for _ in range(runs)], goal)


def environment(folder: Path) -> dict[str, str]:
    """Keep the bench away from the user's own store and preferences."""
    return {
        "COOPADMIN_PREFERENCES": str(folder / "preferences.json"),
        "COOPADMIN_LOG": str(folder / "coopadmin.log"),
        "COOPADMIN_ACTOR": "Bench",
        "COOPADMIN_TODAY": TODAY,
        "COOPADMIN_LANG": "nl",
    }


def process(*words: str, env: dict[str, str] | None = None) -> float:
    """Time a whole command."""
    start = time.perf_counter()
    subprocess.run(words, check=True, capture_output=True, env={**os.environ, **(env or {})})
    return (time.perf_counter() - start) * 1000


def until_shown(words: list[str], marker: str, env: dict[str, str]) -> float:
    """Time from the start of a program to the moment a word stands in its terminal."""
    terminal = Terminal(words, env)
    try:
        return (terminal.until(marker) - terminal.started) * 1000
    finally:
        terminal.close()


def peak_megabytes(words: list[str], env: dict[str, str]) -> float:
    """The most memory a command took, in MiB; measured in a child of its own."""
    probe = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, capture_output=True); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run([PYTHON, "-c", probe, *words], check=True, capture_output=True, env={**os.environ, **env})
    scale = 1024 * 1024 if sys.platform == "darwin" else 1024
    return int(done.stdout) / scale


def told(*words: str) -> float:
    """Run a program of the bench that prints what it took."""
    return float(subprocess.run([PYTHON, "-m", *words], check=True, capture_output=True, text=True).stdout)
