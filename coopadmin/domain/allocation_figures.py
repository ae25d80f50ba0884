"""How long homes stood empty in a year: what a municipality and a corporation ask for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from coopadmin.domain.contracts import Lease
from coopadmin.domain.periods import day_after


@dataclass(frozen=True, slots=True)
class Gap:
    """The time between two contracts of a home: its first free day, and the first day of the next contract."""

    free_from: date
    let_from: date | None
    """None: not let again as far as is known."""


def gaps(leases: Iterable[Lease]) -> tuple[Gap, ...]:
    """Give the times a home stood empty after a contract, the oldest first.

    A contract that follows without an empty day between makes it no vacancy.
    """
    in_order = sorted(leases, key=lambda one: one.starts_on)
    found: list[Gap] = []
    for place, lease in enumerate(in_order):
        following = in_order[place + 1].starts_on if place + 1 < len(in_order) else None
        if lease.ends_on is not None and following != day_after(lease.ends_on):
            found.append(Gap(day_after(lease.ends_on), following))
    return tuple(found)


def days_within(gap: Gap, first: date, last: date) -> int:
    """Count the days of a gap that lie between two days, both included."""
    begins = max(gap.free_from, first)
    ends = last if gap.let_from is None else min(last, gap.let_from - timedelta(days=1))
    return max((ends - begins).days + 1, 0)
