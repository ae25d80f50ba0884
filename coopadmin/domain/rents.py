"""The rent of a contract: dated lines, and what a month costs to the day.

A line holds from its day until the next line's, or the contract's end. Amounts are integer cents, never below
zero; what a month costs is a fraction of whole cents until it is rounded, once per component.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from coopadmin.domain.periods import last_of_month

COMPONENTS = ("basic_rent_cents", "service_charge_cents", "energy_cents")
"""Basic rent (kale huur), service charge and energy: what is rounded by itself."""


@dataclass(frozen=True, slots=True)
class RentTerms:
    """What a contract costs per month from `valid_from` on, in cents."""

    valid_from: date
    basic_rent_cents: int
    service_charge_cents: int = 0
    energy_cents: int = 0

    @property
    def total_cents(self) -> int:
        """The whole of it per month."""
        return self.basic_rent_cents + self.service_charge_cents + self.energy_cents


@dataclass(frozen=True, slots=True)
class MonthCharge:
    """What one month of a contract costs, in cents; due on the first of its days in that month."""

    due_on: date
    basic_rent_cents: int
    service_charge_cents: int
    energy_cents: int

    @property
    def total_cents(self) -> int:
        """The whole of it."""
        return self.basic_rent_cents + self.service_charge_cents + self.energy_cents


def terms_on(lines: Iterable[RentTerms], on: date) -> RentTerms | None:
    """Give the line in force on a day: the newest that began by then, None where none had."""
    return max((line for line in lines if line.valid_from <= on), key=lambda line: line.valid_from, default=None)


def month_charge(month: date, starts_on: date, ends_on: date | None, lines: Iterable[RentTerms]) -> MonthCharge | None:
    """Charge a contract for the month that `month` lies in; None where it has no day in that month.

    Per component: the sum over its days of the amount in force that day, divided by the days of the month and
    rounded half up to a cent once. Both the first and the last day of the contract count. Days before the
    first line cost nothing.
    """
    first, last = month.replace(day=1), last_of_month(month)
    length = last.day
    first, last = max(first, starts_on), min(last, ends_on or last)
    if first > last:
        return None
    cents_times_days = dict.fromkeys(COMPONENTS, 0)
    for line, days in _days_per_line(sorted(lines, key=lambda line: line.valid_from), first, last):
        for component in COMPONENTS:
            cents_times_days[component] += getattr(line, component) * days
    return MonthCharge(first, **{name: _half_up(product, length) for name, product in cents_times_days.items()})


def _days_per_line(in_order: list[RentTerms], first: date, last: date) -> Iterable[tuple[RentTerms, int]]:
    """Count for each line how many days from `first` to `last`, both included, it is in force."""
    for place, line in enumerate(in_order):
        until = last
        if place + 1 < len(in_order):
            until = min(last, in_order[place + 1].valid_from - timedelta(days=1))
        days = (until - max(first, line.valid_from)).days + 1
        if days > 0:
            yield line, days


def _half_up(numerator: int, denominator: int) -> int:
    """Round a fraction that is not negative to a whole number, halves upwards."""
    return (2 * numerator + denominator) // (2 * denominator)
