"""What a month of rent comes to, to the day and to the cent."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin.domain.periods import add_months, last_of_month
from coopadmin.domain.rents import COMPONENTS, MonthCharge, RentTerms, month_charge, terms_on

DAYS = st.dates(date(2019, 1, 1), date(2028, 12, 31))
CENTS = st.integers(0, 300_000)
TERMS = st.builds(RentTerms, DAYS, CENTS, CENTS, CENTS)
LINES = st.lists(TERMS, max_size=8, unique_by=lambda line: line.valid_from)


def charge(month: date, starts_on: date, ends_on: date | None, *lines: RentTerms) -> MonthCharge:
    """Charge a month that has at least one day of the contract."""
    found = month_charge(month, starts_on, ends_on, lines)
    assert found is not None
    return found


def exact(month: date, starts_on: date, ends_on: date | None, lines: list[RentTerms], component: str) -> Fraction:
    """Add a component up day by day, as the rule says it, without rounding."""
    last = last_of_month(month)
    total = Fraction(0)
    for number in range(1, last.day + 1):
        day = last.replace(day=number)
        line = terms_on(lines, day)
        if starts_on <= day and (ends_on is None or day <= ends_on) and line:
            total += Fraction(getattr(line, component), last.day)
    return total


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "due_on", "cents"),
    [
        (date(2016, 1, 1), None, date(2026, 11, 1), 60000),
        (date(2026, 11, 1), None, date(2026, 11, 1), 60000),
        (date(2026, 11, 30), None, date(2026, 11, 30), 2000),
        (date(2026, 11, 16), None, date(2026, 11, 16), 30000),
        (date(2016, 1, 1), date(2026, 11, 1), date(2026, 11, 1), 2000),
        (date(2016, 1, 1), date(2026, 11, 30), date(2026, 11, 1), 60000),
        (date(2026, 11, 10), date(2026, 11, 10), date(2026, 11, 10), 2000),
        (date(2026, 11, 2), date(2026, 11, 29), date(2026, 11, 2), 56000),
    ],
)
def test_first_and_last_day_of_a_contract_both_count(
    starts_on: date, ends_on: date | None, due_on: date, cents: int
) -> None:
    found = charge(date(2026, 11, 1), starts_on, ends_on, RentTerms(date(2016, 1, 1), 60000))
    assert (found.due_on, found.total_cents) == (due_on, cents)


@pytest.mark.parametrize(("starts_on", "ends_on"), [(date(2026, 12, 1), None), (date(2016, 1, 1), date(2026, 10, 31))])
def test_a_month_without_a_day_of_the_contract_costs_nothing(starts_on: date, ends_on: date | None) -> None:
    assert month_charge(date(2026, 11, 1), starts_on, ends_on, [RentTerms(date(2016, 1, 1), 60000)]) is None


@pytest.mark.parametrize(
    ("cents", "days", "expected"),
    [(15, 1, 1), (14, 1, 0), (45, 1, 2), (44, 1, 1), (30, 1, 1), (1, 15, 1), (1, 14, 0), (0, 30, 0)],
)
def test_half_a_cent_is_rounded_up(cents: int, days: int, expected: int) -> None:
    ends_on = date(2026, 11, days)
    assert charge(date(2026, 11, 1), date(2026, 11, 1), ends_on, RentTerms(date(2026, 1, 1), cents)).total_cents == (
        expected
    )


def test_each_component_is_rounded_by_itself() -> None:
    found = charge(date(2026, 11, 1), date(2026, 11, 30), None, RentTerms(date(2026, 1, 1), 15, 15, 15))
    assert (found.basic_rent_cents, found.service_charge_cents, found.energy_cents) == (1, 1, 1)
    assert found.total_cents == 3


def test_a_line_that_changes_within_the_month_counts_by_its_days() -> None:
    lines = (RentTerms(date(2024, 12, 1), 76526, 3955, 6250), RentTerms(date(2026, 10, 15), 76526, 4530, 6250))
    found = charge(date(2026, 10, 1), date(2024, 12, 1), None, *lines)
    assert found.total_cents == 87046  # what the example registers expect of C-0039
    assert found.service_charge_cents == 4270


def test_days_before_the_first_line_cost_nothing() -> None:
    found = charge(date(2026, 11, 1), date(2026, 1, 1), None, RentTerms(date(2026, 11, 16), 60000))
    assert (found.due_on, found.total_cents) == (date(2026, 11, 1), 30000)
    assert charge(date(2026, 11, 1), date(2026, 1, 1), None).total_cents == 0


def test_a_line_before_the_contract_counts_from_its_first_day() -> None:
    early = RentTerms(date(2020, 1, 1), 60000)
    on_time = RentTerms(date(2026, 11, 16), 60000)
    assert charge(date(2026, 11, 1), date(2026, 11, 16), None, early) == charge(
        date(2026, 11, 1), date(2026, 11, 16), None, on_time
    )


@given(DAYS, DAYS, st.none() | DAYS, LINES)
def test_a_month_is_the_sum_of_its_days_rounded_half_up_once(
    month: date, starts_on: date, ends_on: date | None, lines: list[RentTerms]
) -> None:
    found = month_charge(month, starts_on, ends_on, lines)
    if found is None:
        assert all(exact(month, starts_on, ends_on, lines, component) == 0 for component in COMPONENTS)
        return
    assert found.due_on == max(month.replace(day=1), starts_on)
    for component in COMPONENTS:
        difference = getattr(found, component) - exact(month, starts_on, ends_on, lines, component)
        assert Fraction(-1, 2) < difference <= Fraction(1, 2)


@given(DAYS, DAYS, st.none() | DAYS, LINES)
def test_the_order_in_which_lines_are_given_does_not_matter(
    month: date, starts_on: date, ends_on: date | None, lines: list[RentTerms]
) -> None:
    assert month_charge(month, starts_on, ends_on, lines) == month_charge(month, starts_on, ends_on, lines[::-1])


@given(DAYS, DAYS, st.none() | DAYS, LINES, DAYS)
def test_repeating_a_line_on_a_later_day_changes_nothing(
    month: date, starts_on: date, ends_on: date | None, lines: list[RentTerms], day: date
) -> None:
    line = terms_on(lines, day)
    if line is None or line.valid_from == day:
        return
    again = RentTerms(day, line.basic_rent_cents, line.service_charge_cents, line.energy_cents)
    assert month_charge(month, starts_on, ends_on, [*lines, again]) == month_charge(month, starts_on, ends_on, lines)


@given(DAYS, DAYS, DAYS, LINES)
def test_a_contract_split_in_two_costs_the_same_but_for_the_rounding(
    month: date, starts_on: date, split: date, lines: list[RentTerms]
) -> None:
    if split <= starts_on:
        return
    whole = month_charge(month, starts_on, None, lines)
    parts = (
        month_charge(month, starts_on, split - timedelta(days=1), lines),
        month_charge(month, split, None, lines),
    )
    for component in COMPONENTS:
        together = sum(getattr(part, component) for part in parts if part)
        assert abs(together - (getattr(whole, component) if whole else 0)) <= 1


@given(DAYS, CENTS, CENTS, CENTS)
def test_a_whole_month_of_one_line_costs_exactly_that_line(month: date, basic: int, service: int, energy: int) -> None:
    line = RentTerms(date(2019, 1, 1), basic, service, energy)
    found = charge(month, date(2019, 1, 1), None, line)
    assert found.total_cents == line.total_cents


@given(DAYS, DAYS, st.none() | DAYS, LINES, TERMS)
def test_what_changes_after_a_month_or_before_another_line_leaves_it_alone(
    month: date, starts_on: date, ends_on: date | None, lines: list[RentTerms], other: RentTerms
) -> None:
    later = RentTerms(add_months(month.replace(day=1), 1), other.basic_rent_cents, other.service_charge_cents)
    kept = [line for line in lines if line.valid_from != later.valid_from]
    assert month_charge(month, starts_on, ends_on, [*kept, later]) == month_charge(month, starts_on, ends_on, kept)


def test_the_newest_line_that_has_begun_is_in_force() -> None:
    first, second = RentTerms(date(2024, 7, 1), 1), RentTerms(date(2025, 7, 1), 2)
    assert terms_on([second, first], date(2024, 6, 30)) is None
    assert terms_on([second, first], date(2025, 6, 30)) == first
    assert terms_on([second, first], date(2025, 7, 1)) == second
