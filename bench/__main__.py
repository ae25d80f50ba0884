"""Measure, and print one table: what, ours, the floor, their ratio and the goal.

Every pair is measured in turn (ours, floor, ours, floor …) so that a machine that slows down slows both; the
figures are medians. A name on the command line runs only the measures whose name holds it.
"""

from __future__ import annotations

import os
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bench.registers import ORDER, make_registers
from bench.terminal import Terminal

RUNS = 7
KEYS = 25
PYTHON = sys.executable
HERE = Path(__file__).parent
F4, SLASH, DOWN = "\x1bOS", "/", "\x1b[B"
TODAY = "2026-11-20"


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of the table, in milliseconds or in the unit its name says."""

    name: str
    ours: float
    floor: float
    goal: float

    @property
    def ratio(self) -> float:
        """How many times the floor."""
        return self.ours / self.floor


def environment(folder: Path) -> dict[str, str]:
    """Keep the bench away from the user's own store and preferences."""
    return {
        "COOPADMIN_PREFERENCES": str(folder / "preferences.json"),
        "COOPADMIN_ACTOR": "Bench",
        "COOPADMIN_TODAY": TODAY,
        "COOPADMIN_LANG": "nl",
    }


def paired(name: str, ours: Callable[[], float], floor: Callable[[], float], goal: float, runs: int = RUNS) -> Measure:
    """Measure two things in turn, after one warm-up of each; each gives milliseconds."""
    ours()
    floor()
    pairs = [(ours(), floor()) for _ in range(runs)]
    return Measure(name, statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs), goal)


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


def key_times(terminal: Terminal, marker: Callable[[int], str]) -> float:
    """Press the cursor key many times; gives the median time until the next row is painted."""
    times: list[float] = []
    for number in range(1, KEYS + 1):
        start = terminal.press(DOWN)
        times.append((terminal.until(marker(number)) - start) * 1000)
        terminal.quiet(0.12)
    return statistics.median(times)


def cursor(store: Path, env: dict[str, str]) -> Measure:
    """The cursor in the list of homes of a large store, against a bare table."""
    ours = Terminal([PYTHON, "-m", "coopadmin", "--store", str(store)], env)
    floor = Terminal([PYTHON, "-m", "bench.floors.bare_table"], env)
    try:
        ours.until("F10")
        ours.quiet(2.5)
        ours.press(F4)
        ours.until("W00010")
        floor.until("W00010")
        for terminal in (ours, floor):
            terminal.quiet(0.6)
        return Measure(
            "cursor key to repaint, 10,000 homes",
            key_times(ours, lambda number: f"W{number:05d}"),
            key_times(floor, lambda number: f"W{number:05d}"),
            1.5,
        )
    finally:
        ours.close()
        floor.close()


VISIBLE = 45
"""Rows that could be on the screen at once."""


def newcomers(store: Path, words: Sequence[str]) -> list[str]:
    """For each word: the number of a member who comes into view only with its last letter."""
    found: list[str] = []
    with closing(sqlite3.connect(store)) as connection:
        for word in words:
            before, after = (
                [
                    row[0]
                    for row in connection.execute(
                        "SELECT member.number FROM person JOIN member ON member.person_id = person.id "
                        "WHERE person.folded LIKE ? OR member.folded LIKE ? ORDER BY person.folded LIMIT ?",
                        (f"%{part}%", f"%{part}%", VISIBLE),
                    )
                ]
                for part in (word[:-1], word)
            )
            found.append(next(number for number in after[:10] if number not in before))
    return found


def search(store: Path, env: dict[str, str]) -> Measure:
    """A letter typed in the search of the members, against a bare app with the same SQL."""
    words = ("12", "23", "34", "45", "56", "67", "78")
    ours = Terminal([PYTHON, "-m", "coopadmin", "--store", str(store)], env)
    floor = Terminal([PYTHON, "-m", "bench.floors.bare_data", str(store)], env)
    try:
        ours.until("F10")
        ours.quiet(2.5)
        ours.press("\x1bOR")
        ours.until("14000")
        floor.until("L0")
        times: dict[str, list[float]] = {"ours": [], "floor": []}
        ours.press(SLASH)
        ours.quiet(0.3)
        for word, marker in zip(words, newcomers(store, words), strict=True):
            for name, terminal in (("ours", ours), ("floor", floor)):
                terminal.press(word[0])
                terminal.quiet(0.3)
                start = terminal.press(word[1])
                times[name].append((terminal.until(marker) - start) * 1000)
                terminal.quiet(0.3)
                terminal.press("\x7f\x7f")
                terminal.quiet(0.3)
        return Measure(
            "letter in a search to its result, 14,000 people",
            statistics.median(times["ours"]),
            statistics.median(times["floor"]),
            2.0,
        )
    finally:
        ours.close()
        floor.close()


def import_all(folder: Path, files: dict[str, Path], env: dict[str, str]) -> tuple[float, Path]:
    """Import registers into a fresh store, one command each; gives seconds and the store."""
    store = folder / f"import-{time.monotonic_ns()}.coop"
    command = [PYTHON, "-m", "coopadmin", "--store", str(store)]
    process(*command, "init", "--name", "Bench", env=env)
    start = time.perf_counter()
    for kind in ORDER:
        process(*command, "import", kind, str(files[kind]), env=env)
    return time.perf_counter() - start, store


def floor_import(folder: Path, files: dict[str, Path]) -> float:
    """The same rows unchecked into bare sqlite3; gives seconds."""
    target = folder / f"floor-{time.monotonic_ns()}.db"
    start = time.perf_counter()
    for kind in ORDER:
        process(PYTHON, "-m", "bench.floors.bare_import", str(target), str(files[kind]))
    return time.perf_counter() - start


def peak_megabytes(words: list[str], env: dict[str, str]) -> float:
    """The most memory a command took, in MiB; measured in a child of its own."""
    probe = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, capture_output=True); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run([PYTHON, "-c", probe, *words], check=True, capture_output=True, env={**os.environ, **env})
    scale = 1024 * 1024 if sys.platform == "darwin" else 1024
    return int(done.stdout) / scale


def memory(folder: Path, small: dict[str, Path], large: dict[str, Path], env: dict[str, str]) -> Measure:
    """The memory an import of ten times the rows takes, against the import of a tenth."""
    peaks: list[float] = []
    for number, files in enumerate((large, small)):
        store = folder / f"memory-{number}.coop"
        command = [PYTHON, "-m", "coopadmin", "--store", str(store)]
        process(*command, "init", "--name", "Bench", env=env)
        peaks.append(peak_megabytes([*command, "import", "members", str(files["members"])], env))
    return Measure("memory of an import, 14,000 rows against 1,400 (MiB)", peaks[0], peaks[1], 1.15)


def measures(folder: Path, wanted: str) -> list[Measure]:
    """Run the measures whose name holds `wanted`."""
    env = environment(folder)
    found: list[Measure] = []

    def want(name: str) -> bool:
        return wanted in name

    if want("version"):
        found.append(
            paired(
                "coopadmin --version",
                lambda: process(PYTHON, "-m", "coopadmin", "--version"),
                lambda: process(PYTHON, "-c", "import typer"),
                1.5,
                11,
            )
        )
    demo = folder / "demo.coop"
    if want("paint") or want("data"):
        from datetime import date

        from coopadmin.demo import make_demo

        make_demo(demo, date.fromisoformat(TODAY))
    desk = [PYTHON, "-m", "coopadmin", "--store", str(demo)]
    if want("paint"):
        bare = [PYTHON, "-m", "bench.floors.bare_table"]
        found.append(
            paired(
                "first paint of the desk",
                lambda: until_shown(desk, "F3", env),
                lambda: until_shown(bare, "Adres", env),
                1.4,
            )
        )
    if want("data"):
        bare_data = [PYTHON, "-m", "bench.floors.bare_data", str(demo)]
        found.append(
            paired(
                "data on the desk",
                lambda: until_shown(desk, "●", env),
                lambda: until_shown(bare_data, "L0", env),
                1.5,
            )
        )
    if any(want(name) for name in ("cursor", "search", "import", "memory")):
        small, large = make_registers(folder / "1000", 1_000), make_registers(folder / "10000", 10_000)
        seconds, store = import_all(folder, large, env)
        if want("import"):
            pairs = [(seconds, floor_import(folder, large))]
            pairs += [(import_all(folder, large, env)[0], floor_import(folder, large)) for _ in range(RUNS - 1)]
            found.append(
                Measure(
                    "import of a store of 10,000 homes (s)",
                    statistics.median(a for a, _ in pairs),
                    statistics.median(b for _, b in pairs),
                    8.0,
                )
            )
        if want("memory"):
            found.append(memory(folder, small, large, env))
        if want("cursor"):
            found.append(cursor(store, env))
        if want("search"):
            found.append(search(store, env))
    return found


def main() -> int:
    """Print the table; gives 1 where a goal was missed."""
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    # What a user has installed is compiled once and kept; without this every start would compile our modules anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as name:
        found = measures(Path(name), wanted)
    print(f"{'what':<56}{'ours':>10}{'floor':>10}{'ratio':>8}{'goal':>8}")
    for one in found:
        verdict = "" if one.ratio <= one.goal else "  missed"
        print(f"{one.name:<56}{one.ours:>10.1f}{one.floor:>10.1f}{one.ratio:>7.2f}×{one.goal:>7.2f}×{verdict}")
    print(f"medians; times in ms where no unit is named; Python {sys.version.split()[0]}, {os.cpu_count()} processors")
    print(f"most memory of the bench itself: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB")
    return int(any(one.ratio > one.goal for one in found))


if __name__ == "__main__":
    sys.exit(main())
