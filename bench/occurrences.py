"""A year of occurrences of many series: ours, with what was skipped and moved, against bare dateutil."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta

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


def year_of_occurrences() -> Measure:
    """Measure a year of a thousand series that began up to a year before; in every tenth a moved day is looked for."""
    series = [(RULES[number % len(RULES)], _begins(number)) for number in range(SERIES)]
    moved: list[dict[date, date | None]] = [_moved(number) for number in range(SERIES)]

    def ours() -> float:
        start = time.perf_counter()
        found = 0
        for (text, begins), exceptions in zip(series, moved, strict=True):
            days = (moment.date() for moment in dates(read_rule(text), begins, LAST))
            found += len(occurrences(days, exceptions, FIRST, LAST))
        return _since(start, found)

    def floor() -> float:
        start = time.perf_counter()
        last = datetime.combine(LAST, datetime.max.time())
        found = bare_occurrences.year_of(series, datetime.combine(FIRST, datetime.min.time()), last)
        return _since(start, found)

    return paired(f"a year of occurrences of {SERIES:,} series", ours, floor, GOAL)


def _since(start: float, found: int) -> float:
    elapsed = (time.perf_counter() - start) * 1000
    if found < SERIES:
        raise AssertionError(f"{found} occurrences are too few")
    return elapsed


def _begins(number: int) -> datetime:
    # Day 28 at the latest: what bare rules do with shorter months is not what is asked of ours.
    return datetime(2026, 1 + number % 12, 1 + number % 28, 20)  # noqa: DTZ001 - the wall clock


def _moved(number: int) -> dict[date, date | None]:
    day = FIRST + timedelta(days=number % 300)
    return {day: day + timedelta(days=1)} if number % 10 == 0 else {}
