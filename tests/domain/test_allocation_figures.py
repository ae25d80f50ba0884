"""How long a home stood empty in a year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin.domain.allocation_figures import Gap, days_within, gaps
from coopadmin.domain.contracts import Lease

JANUARY, DECEMBER = date(2026, 1, 1), date(2026, 12, 31)


@pytest.mark.parametrize(
    ("gap", "days"),
    [
        (Gap(date(2026, 4, 1), date(2026, 5, 1)), 30),
        (Gap(date(2026, 4, 1), date(2026, 4, 2)), 1),
        (Gap(date(2025, 12, 30), date(2026, 1, 3)), 2),
        (Gap(date(2026, 12, 31), None), 1),
        (Gap(date(2027, 1, 1), None), 0),
        (Gap(date(2024, 5, 1), None), 365),
        (Gap(date(2024, 5, 1), date(2025, 5, 1)), 0),
    ],
)
def test_the_days_of_a_vacancy_that_lie_in_a_year(gap: Gap, days: int) -> None:
    assert days_within(gap, JANUARY, DECEMBER) == days


def test_a_home_let_again_the_next_day_was_not_vacant() -> None:
    leases = [
        Lease(date(2026, 7, 1), None),
        Lease(date(2020, 1, 1), date(2026, 3, 31)),
        Lease(date(2026, 4, 1), date(2026, 5, 31)),
    ]
    assert gaps(leases) == (Gap(date(2026, 6, 1), date(2026, 7, 1)),)
    assert gaps([]) == gaps([Lease(date(2020, 1, 1), None)]) == ()
    assert gaps([Lease(date(2020, 1, 1), date(2026, 5, 31))]) == (Gap(date(2026, 6, 1), None),)


@given(
    began=st.dates(date(2020, 1, 1), date(2028, 12, 31)),
    lasted=st.none() | st.integers(1, 1500),
    years=st.integers(2, 8),
)
def test_the_days_of_years_that_follow_each_other_add_up(began: date, lasted: int | None, years: int) -> None:
    gap = Gap(began, None if lasted is None else began + timedelta(days=lasted))
    first, last = date(2021, 1, 1), date(2021 + years, 12, 31)
    each = [days_within(gap, date(year, 1, 1), date(year, 12, 31)) for year in range(2021, 2022 + years)]
    assert sum(each) == days_within(gap, first, last)
