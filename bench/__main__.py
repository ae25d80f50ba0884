"""Measure, and print one table: what, ours, the floor, their ratio and the goal.

Every pair is measured in turn (ours, floor, ours, floor …) so that a machine that slows down slows both; the
figures are medians, the ratio too. A word on the command line runs only the parts whose words hold it.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from bench import desk, money, occurrences, registers_in, tasks
from bench.measuring import Measure, environment
from bench.registers import make_registers

PARTS = (
    "version",
    "paint",
    "data",
    "arrears",
    "reading",
    "taking",
    "import",
    "memory",
    "cursor",
    "search",
    "morning",
    "occurrences",
)


class Bench:
    """What the parts share: a folder, and stores that are made once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.env = environment(folder)
        self.store: Path | None = None
        self.files = cache(lambda homes: make_registers(folder / str(homes), homes))

    def large_store(self) -> Path:
        """Give a store of 10,000 homes."""
        if self.store is None:
            self.store = registers_in.import_all(self.folder, self.files(10_000), self.env)[1]
        return self.store

    def run(self, part: str) -> list[Measure]:
        """Measure one part."""
        if part == "version":
            return [desk.version()]
        if part in ("paint", "data"):
            measure = desk.first_paint if part == "paint" else desk.first_data
            return [measure(desk.demo_store(self.folder), self.env)]
        if part == "arrears":
            return money.arrears(self.folder)
        if part == "occurrences":
            return [occurrences.year_of_occurrences()]
        if part == "reading":
            return [money.reading(self.folder)]
        if part == "taking":
            return money.taking_in(self.folder, self.env)
        if part == "import":
            found, self.store = registers_in.importing(self.folder, self.files(10_000), self.env)
            return [found]
        if part == "morning":
            return tasks.measure(self.folder)
        if part == "memory":
            return [registers_in.memory(self.folder, self.files(1_000), self.files(10_000), self.env)]
        return [(desk.cursor if part == "cursor" else desk.search)(self.large_store(), self.env)]


def measures(folder: Path, wanted: str) -> Iterator[Measure]:
    """Run the parts whose word holds `wanted`."""
    bench = Bench(folder)
    for part in PARTS:
        if wanted in part:
            yield from bench.run(part)


def main() -> int:
    """Print the table; gives 1 where a goal was missed."""
    # What a user has installed is compiled once and kept; without this every start would compile our modules anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    missed = False
    print(f"{'what':<56}{'ours':>10}{'floor':>10}{'ratio':>8}{'goal':>8}", flush=True)
    with tempfile.TemporaryDirectory() as name:
        for one in measures(Path(name), sys.argv[1] if len(sys.argv) > 1 else ""):
            verdict = "" if one.ratio <= one.goal else "  missed"
            missed = missed or one.ratio > one.goal
            print(
                f"{one.name:<56}{one.ours:>10.1f}{one.floor:>10.1f}{one.ratio:>7.2f}×{one.goal:>7.2f}×{verdict}",
                flush=True,
            )
    print(f"medians; times in ms where no unit is named; Python {sys.version.split()[0]}, {os.cpu_count()} processors")
    print(f"most memory of the bench itself: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
