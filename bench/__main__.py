"""Measure, and print one table: what, ours, the floor or the peer, their ratio and the goal; then how things grow.

    python -m bench [--quick] [PART…]

Every pair is measured in turn (ours, floor, ours, floor …) so that a machine that slows down slows both; the
figures are medians, the ratio too. Words on the command line run only the parts whose words hold one of them.
`--quick`, or BENCH_QUICK=1, runs what takes little, at small sizes. docs/speed.md says how to read it.
"""

from __future__ import annotations

import os
import platform
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from bench import desk, growth, money, occurrences, peer, registers_in, tasks
from bench.measuring import Measure, environment
from bench.registers import make_registers
from bench.sizes import SIZES

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
    "hledger",
    "growth",
)
QUICK = ("version", "paint", "data", "occurrences", "hledger", "growth")
"""The parts that make no large store or file."""
QUICK_RUNS = 3

Line = Measure | growth.Growth | str


class Bench:
    """What the parts share: a folder, and stores that are made once."""

    def __init__(self, folder: Path, *, is_quick: bool = False) -> None:
        self.folder = folder
        self.is_quick = is_quick
        self.env = environment(folder)
        self.store: Path | None = None
        self.files = cache(lambda homes: make_registers(folder / str(homes), homes))

    def large_store(self) -> Path:
        """Give a store of 10,000 homes."""
        if self.store is None:
            self.store = registers_in.import_all(self.folder, self.files(10_000), self.env)[1]
        return self.store

    def run(self, part: str) -> Iterator[Line]:
        """Measure one part."""
        if part == "version":
            yield desk.version()
        elif part in ("paint", "data"):
            measure = desk.first_paint if part == "paint" else desk.first_data
            yield measure(desk.demo_store(self.folder), self.env)
        elif part == "arrears":
            yield from money.arrears(self.folder)
        elif part == "occurrences":
            yield occurrences.year_of_occurrences()
        elif part == "reading":
            yield money.reading(self.folder)
        elif part == "taking":
            yield from money.taking_in(self.folder, self.env)
        elif part == "import":
            found, self.store = registers_in.importing(self.folder, self.files(10_000), self.env)
            yield found
        elif part == "morning":
            yield from tasks.measure(self.folder)
        elif part == "memory":
            yield registers_in.memory(self.folder, self.files(1_000), self.files(10_000), self.env)
        elif part == "hledger":
            yield from self._beside_the_peer()
        elif part == "growth":
            yield from self._growth()
        else:
            yield (desk.cursor if part == "cursor" else desk.search)(self.large_store(), self.env)

    def _beside_the_peer(self) -> Iterator[Line]:
        if not peer.is_here():
            yield f"{peer.PEER} is not installed (on Debian: apt-get install {peer.PEER}): left out"
            return
        yield from peer.measure(self.folder, self.env, peer.SIZES[:1] if self.is_quick else peer.SIZES)

    def _growth(self) -> Iterator[Line]:
        sizes = SIZES[:2] if self.is_quick else SIZES
        yield "\n" + growth.heading(sizes)
        yield from growth.measure(self.folder, sizes, QUICK_RUNS if self.is_quick else growth.RUNS)


def chosen(words: Sequence[str], *, is_quick: bool) -> list[str]:
    """Give the parts that hold one of the words, or all; a quick run only those that take little."""
    parts = QUICK if is_quick and not words else PARTS
    return [part for part in parts if not words or any(word in part for word in words)]


def written(line: Line) -> str:
    """Write a line of the table as it is printed."""
    if isinstance(line, str):
        return line
    if isinstance(line, growth.Growth):
        return growth.line(line)
    goal = "—" if line.goal is None else f"{line.goal:.2f}×"
    return (
        f"{line.name:<56}{line.ours:>10.1f}{line.floor:>10.1f}{line.ratio:>7.2f}×{goal:>8}"
        f"{'  missed' if line.is_missed else ''}"
    )


def is_missed(line: Line) -> bool:
    """Tell whether a line reports that a goal was missed."""
    return line.is_missed if isinstance(line, Measure) else isinstance(line, growth.Growth) and not line.is_even


def main(words: Sequence[str] | None = None) -> int:
    """Print the tables; gives 1 where a goal was missed, 2 where no part is called so."""
    given = list(sys.argv[1:] if words is None else words)
    is_quick = "--quick" in given or os.environ.get("BENCH_QUICK", "0") not in ("", "0")
    parts = chosen([word for word in given if word != "--quick"], is_quick=is_quick)
    if not parts:
        print(f"no part is called so; there are: {', '.join(PARTS)}", file=sys.stderr)
        return 2
    # What a user has installed is compiled once and kept; without this every start would compile our modules anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    began, missed = time.perf_counter(), 0
    load = os.getloadavg()[0]
    print(f"{'what':<56}{'ours':>10}{'floor':>10}{'ratio':>8}{'goal':>8}", flush=True)
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(Path(name), is_quick=is_quick)
        for part in parts:
            for line in bench.run(part):
                missed += is_missed(line)
                print(written(line), flush=True)
    cores = os.cpu_count() or 1
    machine = f"{platform.system()} {platform.machine()}, {cores} processors, Python {sys.version.split()[0]}"
    print(f"\nmedians; times in ms where no unit is named; {machine}, load {load:.1f} when this began")
    if load > cores / 2:
        print("the machine was busy then: read the ratios, not the times")
    print(f"{missed} goals missed; the whole took {(time.perf_counter() - began) / 60:.1f} minutes")
    print(f"most memory of the bench itself: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
