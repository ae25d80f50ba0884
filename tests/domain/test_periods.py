"""A period holds its first and its last day, and runs on while it has no last one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin.domain.periods import add_months, day_after, in_force, last_of_month, overlap

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
ENDS = st.one_of(st.none(), DAYS)

MARCH = (date(2026, 3, 1), date(2026, 3, 31))


@pytest.mark.parametrize(
    ("on", "holds"),
    [
        (date(2026, 2, 28), False),
        (MARCH[0], True),
        (date(2026, 3, 15), True),
        (MARCH[1], True),
        (date(2026, 4, 1), False),
    ],
)
def test_the_first_and_the_last_day_are_in_it(on: date, holds: bool) -> None:
    assert in_force(*MARCH, on) is holds


def test_a_period_without_an_end_runs_on() -> None:
    assert in_force(MARCH[0], None, date(9999, 12, 31))
    assert not in_force(MARCH[0], None, date(2026, 2, 28))


@pytest.mark.parametrize(
    ("other", "share"),
    [
        ((date(2026, 2, 1), date(2026, 2, 28)), False),
        ((date(2026, 2, 1), date(2026, 3, 1)), True),
        ((date(2026, 3, 10), date(2026, 3, 10)), True),
        ((date(2026, 3, 31), None), True),
        ((date(2026, 4, 1), None), False),
        ((date(2020, 1, 1), None), True),
    ],
)
def test_one_shared_day_is_an_overlap(other: tuple[date, date | None], share: bool) -> None:
    assert overlap(*MARCH, *other) is share
    assert overlap(*other, *MARCH) is share


@given(DAYS, ENDS, DAYS, ENDS)
def test_periods_overlap_where_some_day_lies_in_both(
    start: date, end: date | None, other_start: date, other_end: date | None
) -> None:
    both = max(start, other_start)
    proper = (end is None or end >= start) and (other_end is None or other_end >= other_start)
    if proper:
        shared = in_force(start, end, both) and in_force(other_start, other_end, both)
        assert overlap(start, end, other_start, other_end) is shared


@pytest.mark.parametrize(
    ("day", "months", "reached"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 1, 31), 2, date(2026, 3, 31)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 5, 6), 0, date(2026, 5, 6)),
    ],
)
def test_whole_months_fall_back_to_the_last_day_of_a_shorter_month(day: date, months: int, reached: date) -> None:
    assert add_months(day, months) == reached


@given(DAYS, st.integers(-240, 240))
def test_counting_months_lands_in_that_month_and_never_past_the_day(day: date, months: int) -> None:
    reached = add_months(day, months)
    assert (reached.year * 12 + reached.month) - (day.year * 12 + day.month) == months
    assert reached.day == day.day or (reached.day < day.day and reached == last_of_month(reached))


def test_months_beyond_the_calendar_are_refused() -> None:
    with pytest.raises(ValueError):
        add_months(date(2026, 1, 1), 12 * 8000)


@given(DAYS)
def test_the_day_after_the_last_of_a_month_is_the_first_of_the_next(day: date) -> None:
    last = last_of_month(day)
    assert (last.year, last.month) == (day.year, day.month)
    assert day_after(last).day == 1
    assert day_after(day) - day == timedelta(days=1)
