"""How what a screen reads grows with the co-operative: the same pages, lists and reports at three sizes."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from bench.sizes import ON, make_sized_store
from coopadmin.reports import ledger as money_reports
from coopadmin.reports import members as member_reports
from db.queries import finder, matching
from db.queries.base import Listing
from db.queries.morning import morning
from db.store import Store
from screens.commands import SECTIONS
from screens.desk.counted import read_counted
from screens.desk.money import read_money
from screens.desk.pressing import read_pressing
from screens.desk.waiting import read_waiting
from screens.pages import PAGES, SCREENS
from screens.subject import subject_named

RUNS = 5
MARGIN = 1.5
"""How much more than its rows a time may grow before it counts: less is the noise of a machine."""
NOW = datetime.combine(ON, datetime.min.time()).replace(hour=9)
WORD = "12"

Operation = Callable[[Connection], int]
"""Reads what a page shows; gives how many rows that are."""

OF_ALL: dict[str, str] = {
    "desk: what is counted of all": "counts all",
    "morning list": "looks through what is open",
    "desk: a treasurer's figures": "adds up all",
    "list of arrears": "adds up all",
    "list of budget": "adds up what is open",
    "list of household_hours": "adds up all hours",
    "list of mismatches": "compares all",
    "queue of bank lines": "looks through all",
    f"search of members, “{WORD}”": "looks through all names",
    f"search of contracts, “{WORD}”": "looks through all names",
    f"search of everything, “{WORD}”": "looks through all names",
}
"""What must look at everything there is to show its first row, and what it does with it; docs/speed.md says why."""


@dataclass(frozen=True, slots=True)
class Growth:
    """An operation at growing sizes: milliseconds and rows at each."""

    name: str
    times: tuple[float, ...]
    rows: tuple[int, ...]
    of_all: str = ""
    """What it does with everything there is, and not only with what it shows; empty where it does not."""
    homes: tuple[int, ...] = (1, 1)
    """The homes of each store, by which that is held."""

    @property
    def grew(self) -> float:
        """How many times longer it takes at the last size than at the one before."""
        return self.times[-1] / self.times[-2]

    @property
    def rows_grew(self) -> float:
        """How many times more rows it shows there; a page with none shows one line that says so."""
        return max(self.rows[-1], 1) / max(self.rows[-2], 1)

    @property
    def is_even(self) -> bool:
        """Tell whether it grew no faster than the rows it shows, or than what it looks through; noise allowed for."""
        may = self.homes[-1] / self.homes[-2] if self.of_all else self.rows_grew
        return self.grew <= max(may, 1.0) * MARGIN


def listed(name: str, search: str = "") -> Operation:
    """Give the first page of a list of the desk, as it opens or with a word typed in its search."""
    subject = subject_named(name)
    first = subject.sorts[0]
    asked = Listing(filter=subject.filters[0].code, sort=first.code, descending=first.descending)

    def read(connection: Connection) -> int:
        return len(subject.page(connection, replace(asked, search=search), ON).rows)

    return read


def _desk(connection: Connection) -> int:
    return len(read_pressing(connection, ON)[1]) + len(read_waiting(connection, ON)[0])


def _desk_money(connection: Connection) -> int:
    items, figures = read_money(connection, ON, "treasurer")
    return len(items) + len(figures)


def _desk_counted(connection: Connection) -> int:
    items, figures = read_counted(connection, ON)
    return len(items) + len(figures)


def lists() -> list[str]:
    """Name every list of the desk, as each is found by its name."""
    return sorted(name for name in {**SECTIONS, **PAGES} if name not in SCREENS)


def operations() -> dict[str, Operation]:
    """Name what is measured: what is read for the desk, every list, some searches, and two reports of all rows."""
    queue = Listing(filter="waiting", sort="day")
    return {
        "desk: what presses and what waits": _desk,
        "desk: what is counted of all": _desk_counted,
        "desk: a treasurer's figures": _desk_money,
        "morning list": lambda connection: len(morning(connection, NOW).rows),
        **{f"list of {name}": listed(name) for name in lists()},
        "queue of bank lines": lambda connection: len(matching.page(connection, queue, ON).rows),
        f"search of members, “{WORD}”": listed("members", WORD),
        f"search of contracts, “{WORD}”": listed("contracts", WORD),
        f"search of everything, “{WORD}”": lambda connection: len(finder.find(connection, WORD)),
        "report of arrears, every row": lambda connection: len(money_reports.arrears(connection, ON).rows),
        "report of members, every row": lambda connection: len(member_reports.members(connection, ON).rows),
    }


def timed(read: Callable[[], int]) -> tuple[float, int]:
    """Time one reading; gives milliseconds of the processor, and rows."""
    # Reading is one thread on pages that lie in memory: another program's share of the processor is left out.
    start = time.process_time()
    rows = read()
    return (time.process_time() - start) * 1000, rows


def grown(name: str, reads: Sequence[Callable[[], int]], homes: tuple[int, ...], runs: int = RUNS) -> Growth:
    """Measure one operation in stores of so many homes in turn, after a warm-up of each; gives medians."""
    for read in reads:
        read()
    found = [[timed(read) for read in reads] for _ in range(runs)]
    sizes = range(len(reads))
    return Growth(
        name,
        tuple(statistics.median(run[place][0] for run in found) for place in sizes),
        tuple(found[0][place][1] for place in sizes),
        OF_ALL.get(name, ""),
        homes,
    )


def line(one: Growth) -> str:
    """Write a line of the table."""
    cells = "".join(f"{ms:>9.1f}{rows:>7,}" for ms, rows in zip(one.times, one.rows, strict=True))
    verdict = "" if one.is_even else "faster than what it looks through" if one.of_all else "faster than its rows"
    told = ", ".join(filter(None, (one.of_all, verdict)))
    return f"{one.name:<36}{cells}{one.grew:>8.2f}×{one.rows_grew:>7.2f}×{'  ' + told if told else ''}"


def heading(sizes: Sequence[int]) -> str:
    """Write what stands above the table."""
    cells = "".join(f"{f'{homes:,} homes':>16}" for homes in sizes)
    return f"{'what (ms, rows shown)':<36}{cells}{'grew':>9}{'rows':>8}"


def measure(folder: Path, sizes: Sequence[int], runs: int = RUNS) -> list[Growth]:
    """Measure every operation at these sizes, in stores that are open as the desk keeps them."""
    stores = [Store(make_sized_store(folder, homes), actor="Bench") for homes in sizes]
    reading: Mapping[str, Operation] = operations()
    return [
        grown(name, [lambda store=store, read=read: store.read(read) for store in stores], tuple(sizes), runs)
        for name, read in reading.items()
    ]
