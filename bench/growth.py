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
from db.queries import finder
from db.queries.base import Listing
from db.queries.morning import morning
from db.store import Store
from screens.desk.money import read_money
from screens.desk.pressing import read_pressing
from screens.desk.waiting import read_waiting
from screens.subject import subject_named

RUNS = 5
MARGIN = 1.5
"""How much more than its rows a time may grow before it counts: less is the noise of a machine."""
NOW = datetime.combine(ON, datetime.min.time()).replace(hour=9)
WORD = "12"

Operation = Callable[[Connection], int]
"""Reads what a page shows; gives how many rows that are."""


@dataclass(frozen=True, slots=True)
class Growth:
    """An operation at growing sizes: milliseconds and rows at each."""

    name: str
    times: tuple[float, ...]
    rows: tuple[int, ...]

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
        """Tell whether it grew no faster than the rows it shows, the noise allowed for."""
        return self.grew <= max(self.rows_grew, 1.0) * MARGIN


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


def operations() -> dict[str, Operation]:
    """Name what is measured: what is read for the desk, its lists and searches, and two reports of all rows."""
    return {
        "desk: what presses and what waits": _desk,
        "desk: a treasurer's figures": _desk_money,
        "morning list": lambda connection: len(morning(connection, NOW).rows),
        "list of members": listed("members"),
        "list of homes": listed("dwellings"),
        "list of contracts": listed("contracts"),
        "list of maintenance": listed("maintenance"),
        "list of arrears": listed("arrears"),
        "list of deposits": listed("deposits"),
        "list of households' hours": listed("household_hours"),
        f"search of members, “{WORD}”": listed("members", WORD),
        f"search of contracts, “{WORD}”": listed("contracts", WORD),
        f"search of everything, “{WORD}”": lambda connection: len(finder.find(connection, WORD)),
        "report of arrears, every row": lambda connection: len(money_reports.arrears(connection, ON).rows),
        "report of members, every row": lambda connection: len(member_reports.members(connection, ON).rows),
    }


def timed(read: Callable[[], int]) -> tuple[float, int]:
    """Time one reading; gives milliseconds and rows."""
    start = time.perf_counter()
    rows = read()
    return (time.perf_counter() - start) * 1000, rows


def grown(name: str, reads: Sequence[Callable[[], int]], runs: int = RUNS) -> Growth:
    """Measure one operation at all sizes in turn, after a warm-up of each; gives medians."""
    for read in reads:
        read()
    found = [[timed(read) for read in reads] for _ in range(runs)]
    sizes = range(len(reads))
    return Growth(
        name,
        tuple(statistics.median(run[place][0] for run in found) for place in sizes),
        tuple(found[0][place][1] for place in sizes),
    )


def line(one: Growth) -> str:
    """Write a line of the table."""
    cells = "".join(f"{ms:>9.1f}{rows:>7,}" for ms, rows in zip(one.times, one.rows, strict=True))
    return (
        f"{one.name:<36}{cells}{one.grew:>8.2f}×{one.rows_grew:>7.2f}×{'' if one.is_even else '  faster than its rows'}"
    )


def heading(sizes: Sequence[int]) -> str:
    """Write what stands above the table."""
    cells = "".join(f"{f'{homes:,} homes':>16}" for homes in sizes)
    return f"{'what (ms, rows shown)':<36}{cells}{'grew':>9}{'rows':>8}"


def measure(folder: Path, sizes: Sequence[int], runs: int = RUNS) -> list[Growth]:
    """Measure every operation at these sizes, in stores that are open as the desk keeps them."""
    stores = [Store(make_sized_store(folder, homes), actor="Bench") for homes in sizes]
    reading: Mapping[str, Operation] = operations()
    return [
        grown(name, [lambda store=store, read=read: store.read(read) for store in stores], runs)
        for name, read in reading.items()
    ]
