"""Periods of days: both ends included, no end while they run."""

from __future__ import annotations

import calendar
from datetime import date, timedelta


def in_force(starts_on: date, ends_on: date | None, on: date) -> bool:
    """Tell whether `on` lies in the period, first and last day included."""
    return starts_on <= on and (ends_on is None or on <= ends_on)


def overlap(first_start: date, first_end: date | None, second_start: date, second_end: date | None) -> bool:
    """Tell whether two periods share at least one day."""
    return (second_end is None or first_start <= second_end) and (first_end is None or second_start <= first_end)


def add_months(day: date, months: int) -> date:
    """Go `months` whole months on (or back); the 31st falls back to a month's last day.

    Always count from the first day of a series: stepping month by month would leave the 31st for good.
    Raises ValueError beyond the year 9999.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def last_of_month(day: date) -> date:
    """Give the last day of the month that `day` lies in."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def day_after(day: date) -> date:
    """Give the next day."""
    return day + timedelta(days=1)
