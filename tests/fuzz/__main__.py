"""The long run: every reader in turn, for as long as there is time, and a table of what came of it.

A file that was a fault is kept in tests/fuzz/corpus/found, where the tests read it again from then on.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import secrets
import sys
import tempfile
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random

os.environ["COOPADMIN_TODAY"] = "2026-11-20"
os.environ["TZ"] = "Europe/Amsterdam"

from coopadmin import i18n
from coopadmin.services.association import start_cooperative
from db.migrate import make_store
from db.store import Store
from tests.fuzz.bounds import TooLong, in_time, limit_room
from tests.fuzz.hostile import answers
from tests.fuzz.reader import CORPUS, Place, Reader
from tests.fuzz.readers import readers

ROOM_MEGABYTES = 1_000
LARGEST_KEPT = 100_000
MOST_KEPT = 3
"""Files kept of one fault."""


@dataclass(slots=True)
class Tally:
    """What came of one reader."""

    examples: int = 0
    read: int = 0
    seconds: float = 0
    slowest: float = 0
    faults: Counter[str] = field(default_factory=Counter[str])


def main() -> int:
    """Run; gives 1 where there was a fault."""
    asked = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    asked.add_argument("--minutes", type=float, default=float(os.environ.get("FUZZ_MINUTES", "30")))
    asked.add_argument("--seed", type=int, default=secrets.randbelow(10**9))
    asked.add_argument("readers", nargs="*", help="only these")
    options = asked.parse_args()
    i18n.use("en")
    with tempfile.TemporaryDirectory(prefix="coopadmin-fuzz-") as name:
        if not options.readers:
            _tell_hostile(Path(name))
        every = readers(place_in(Path(name)))
        wanted = [every[one] for one in options.readers] if options.readers else list(every.values())
        bounded = limit_room(ROOM_MEGABYTES)
        print(f"seed {options.seed}; room for {ROOM_MEGABYTES} MB more" if bounded else f"seed {options.seed}")
        tallies = {reader.name: Tally() for reader in wanted}
        until = time.monotonic() + options.minutes * 60
        turn = 0
        while time.monotonic() < until:
            for reader in wanted:
                _take_turn(reader, Random(f"{options.seed} {reader.name} {turn}"), tallies[reader.name], until)
            turn += 1
    _tell(tallies)
    return int(any(tally.faults for tally in tallies.values()))


def place_in(folder: Path) -> Place:
    """Make a store to read into."""
    os.environ["COOPADMIN_PREFERENCES"] = str(folder / "none.json")
    os.environ["COOPADMIN_LOG"] = "off"
    store = folder / "store.coop"
    make_store(store)
    opened = Store(store, actor="Noor", clock=lambda: datetime(2026, 11, 20, 12, tzinfo=UTC))
    opened.do(start_cooperative, name="De Vonk")
    return Place(folder, opened)


def _take_turn(reader: Reader, chance: Random, tally: Tally, until: float) -> None:
    """Read spoilt files for a second, so that slow readers and quick ones have the same time."""
    stop = min(time.monotonic() + 1, until)
    while time.monotonic() < stop:
        content = reader.spoilt(chance)
        began = time.perf_counter()
        tally.examples += 1
        try:
            with in_time():
                tally.read += reader.read(content)
        except (Exception, TooLong) as error:  # noqa: BLE001 - whatever it is, it is a fault
            _keep(reader, content, error, tally)
        took = time.perf_counter() - began
        tally.seconds += took
        tally.slowest = max(tally.slowest, took)


def _keep(reader: Reader, content: bytes, error: BaseException, tally: Tally) -> None:
    last = traceback.extract_tb(error.__traceback__)[-1]
    fault = f"{type(error).__name__} in {Path(last.filename).name}:{last.lineno}"
    tally.faults[fault] += 1
    if tally.faults[fault] > MOST_KEPT:
        return
    # A whole store is too large for the corpus: such a fault becomes a test of its own.
    folder = CORPUS / "found" if len(content) < LARGEST_KEPT else Path(tempfile.gettempdir())
    folder.mkdir(exist_ok=True)
    file = folder / f"{reader.name}-{hashlib.sha256(content).hexdigest()[:8]}"
    file.write_bytes(content)
    print(f"{reader.name}: {fault}: {str(error)[:200]}; kept as {file}", flush=True)
    if tally.faults[fault] == 1:
        print("".join(traceback.format_exception(error)[-6:]), flush=True)


def _tell_hostile(folder: Path) -> None:
    print(f"{'file':<42} {'MB':>6} {'seconds':>8} {'room MB':>8}  what came of it")
    for one in answers(folder):
        said = one.get("said") or one.get("fault") or f"{one['rows']} rows"
        print(f"{one['name']:<42} {one['bytes'] / 1e6:>6.1f} {one['seconds']:>8.2f} {one['megabytes']:>8}  {said}")
    print(flush=True)


def _tell(tallies: dict[str, Tally]) -> None:
    print(f"\n{'reader':<18} {'examples':>9} {'read':>9} {'ms each':>8} {'slowest s':>9} {'faults':>6}")
    for name, tally in tallies.items():
        each = tally.seconds / max(tally.examples, 1) * 1000
        print(
            f"{name:<18} {tally.examples:>9,} {tally.read:>9,} {each:>8.1f} {tally.slowest:>9.2f}"
            f" {sum(tally.faults.values()):>6}"
        )
    print(f"{'together':<18} {sum(tally.examples for tally in tallies.values()):>9,}")


if __name__ == "__main__":
    sys.exit(main())
