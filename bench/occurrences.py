"""A year of occurrences of many series: ours, with what was skipped and moved, against bare dateutil."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta

from dateutil.rrule import rrulestr

from bench.floors import bare_occurrences
from bench.measuring import Measure, paired
from coopadmin.domain.recurrences_calendar import dates, occurrences, read_rule

SERIES = 1_000
GOAL = 1.5
RULES = (
    "FREQ=WEEKLY;BYDAY=TU",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH",
    "FREQ=MONTHLY;BYDAY=1TU",
    "FREQ=MONTHLY;BYMONTHDAY=15",
    "FREQ=MONTHLY;BYMONTHDAY=-1",
    "FREQ=MONTHLY;INTERVAL=3",
    "FREQ=YEARLY;BYMONTH=3,9;BYDAY=-1SA",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
)
FIRST, LAST = date(2027, 1, 1), date(2027, 12, 31)
YEAR = datetime.combine(FIRST, datetime.min.time()), datetime.combine(LAST, datetime.max.time())


def year_of_occurrences() -> Measure:
    """Measure a year of a thousand series that began up to a year before; in every fifth a time is moved or skipped."""
    series = [(RULES[number % len(RULES)], _begins(number)) for number in range(SERIES)]
    changed = [_changed(number, *series[number]) for number in range(SERIES)]
    skipped = sum(to is None for exceptions in changed for to in exceptions.values())

    def ours() -> float:
        start = time.perf_counter()
        found = 0
        for (text, begins), exceptions in zip(series, changed, strict=True):
            days = (moment.date() for moment in dates(read_rule(text), begins, LAST))
            found += len(occurrences(days, exceptions, FIRST, LAST))
        return _since(start, found, expected - skipped)

    def floor() -> float:
        start = time.perf_counter()
        return _since(start, bare_occurrences.year_of(series, *YEAR), expected)

    expected = bare_occurrences.year_of(series, *YEAR)
    return paired(f"a year of occurrences of {SERIES:,} series", ours, floor, GOAL)


def _since(start: float, found: int, expected: int) -> float:
    elapsed = (time.perf_counter() - start) * 1000
    if found != expected:
        raise AssertionError(f"{found} occurrences instead of {expected}")
    return elapsed


def _begins(number: int) -> datetime:
    # Day 28 at the latest: what bare rules do with shorter months is not what is asked of ours.
    return datetime(2026, 1 + number % 12, 1 + number % 28, 20)  # noqa: DTZ001 - the wall clock


def _changed(number: int, rule: str, begins: datetime) -> dict[date, date | None]:
    """Move the first time of the year by a day in one series of ten, and skip it in another."""
    if number % 5:
        return {}
    day = rrulestr(rule, dtstart=begins).between(*YEAR, inc=True)[0].date()
    return {day: None if number % 10 else day + timedelta(days=1)}
