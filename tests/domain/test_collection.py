"""What collecting may cost, to the cent, and the fourteen days that come first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin.domain.association import RuleValue
from coopadmin.domain.collection import (
    CostCase,
    collection_cost,
    cost_text,
    holidays,
    is_delivery_day,
    last_day_to_pay,
    missing_condition,
    presumed_delivery,
)
from coopadmin.domain.legal import legal_value

ON = date(2026, 11, 20)


def _cents(principal: int, *, vat_percent: int = 0) -> int:
    cost = collection_cost(principal, ON, vat_percent=vat_percent)
    assert cost is not None
    return cost.cost_cents


# -- the scale -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("principal", "cost"),
    [
        (1, 4_000),
        (26_666, 4_000),
        (26_667, 4_000),
        (26_668, 4_000),  # 4000.2 cents
        (26_670, 4_001),  # 4000.5 cents: a half goes up
        (100_000, 15_000),
        (250_000, 37_500),
        (250_001, 37_500),
        (250_005, 37_501),
        (500_000, 62_500),
        (500_010, 62_501),
        (1_000_000, 87_500),
        (1_000_049, 87_500),
        (1_000_050, 87_501),
        (20_000_000, 277_500),
        (20_000_100, 277_501),
        (99_999_900, 677_500),  # the slices reach the most at a million
        (100_000_000, 677_500),
        (10**12, 677_500),
    ],
)
def test_the_scale_gives_the_cost_to_the_cent_at_the_edges_of_its_slices(principal: int, cost: int) -> None:
    assert _cents(principal) == cost


def test_there_is_no_cost_without_a_principal_or_before_there_was_a_scale() -> None:
    assert collection_cost(0, ON) is None
    assert collection_cost(-100, ON) is None
    assert collection_cost(100_000, date(2012, 6, 30)) is None
    assert collection_cost(100_000, date(2012, 7, 1)) is not None


def _entered(name: str, value: int, day: date = ON) -> RuleValue:
    return RuleValue(f"legal.{name}", str(value), day, f"letter on {name}")


@pytest.mark.parametrize(
    ("name", "value", "principal", "cost"),
    [
        ("bik_min", 5_000, 10_000, 5_000),
        ("bik_max", 10_000, 100_000, 10_000),
        ("bik_recurring_cap_6m", 9_000, 100_000, 9_000),
        ("bik_recurring_term_below", 20_000, 100_000, 15_000),
    ],
)
def test_what_the_group_entered_of_the_law_wins_from_its_day_on(
    name: str, value: int, principal: int, cost: int
) -> None:
    found = collection_cost(principal, ON, term_cents=20_000, overrides=[_entered(name, value)])
    assert found is not None
    assert found.cost_cents == cost
    later = [_entered(name, value, ON + timedelta(days=1))]
    assert collection_cost(principal, ON, term_cents=20_000, overrides=later) == collection_cost(
        principal, ON, term_cents=20_000
    )


def test_the_cost_says_where_what_it_rests_on_comes_from() -> None:
    def source(principal: int, term: int | None = None, *entered: RuleValue) -> str:
        found = collection_cost(principal, ON, term_cents=term, overrides=entered)
        assert found is not None
        return found.source

    scale, cap = legal_value("bik_scale", ON), legal_value("bik_recurring_cap_6m", ON)
    assert scale is not None
    assert cap is not None
    assert source(100_000) == source(100) == scale.source
    assert source(100, None, _entered("bik_min", 5_000)) == f"{scale.source} letter on bik_min"
    assert source(100_000, None, _entered("bik_min", 5_000)) == scale.source
    assert source(100_000, 20_000) == f"{scale.source} {cap.source}"


@pytest.mark.parametrize(
    ("term", "before", "on", "cost"),
    [
        (26_666, 0, ON, 14_000),
        (26_667, 0, ON, 15_000),
        (26_666, 0, date(2024, 9, 30), 15_000),
        (26_666, 0, date(2024, 10, 1), 14_000),
        (26_666, 10_000, ON, 4_000),
        (26_666, 14_000, ON, 0),
        (26_666, 20_000, ON, 0),
    ],
)
def test_small_recurring_terms_cost_no_more_than_so_much_in_six_months(
    term: int, before: int, on: date, cost: int
) -> None:
    found = collection_cost(100_000, on, term_cents=term, charged_before_cents=before)
    assert found is not None
    assert found.cost_cents == cost


def test_vat_comes_on_top_only_where_it_was_set() -> None:
    assert _cents(100_000) == 15_000
    assert _cents(100_000, vat_percent=21) == 18_150
    assert _cents(100, vat_percent=21) == 4_840


def test_the_calculation_is_shown_line_by_line() -> None:
    cost = collection_cost(300_000, ON)
    assert cost is not None
    assert cost_text(cost) == "15% of €2,500.00 = €375.00; 10% of €500.00 = €50.00"
    least = collection_cost(10_000, ON)
    assert least is not None
    assert cost_text(least) == "15% of €100.00 = €15.00; at least = €40.00"


@given(st.integers(1, 10**10), st.integers(1, 10**10))
def test_a_larger_principal_never_costs_less_and_the_cost_stays_within_its_bounds(one: int, other: int) -> None:
    small, large = sorted((one, other))
    assert 4_000 <= _cents(small) <= _cents(large) <= 677_500


# -- the fourteen days ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("posted", "delivered"),
    [
        (date(2026, 9, 1), date(2026, 9, 3)),  # Tuesday → Thursday
        (date(2026, 9, 4), date(2026, 9, 8)),  # Friday → Saturday, Tuesday
        (date(2026, 9, 5), date(2026, 9, 9)),  # Saturday → Tuesday, Wednesday
        (date(2026, 9, 6), date(2026, 9, 9)),  # Sunday
        (date(2026, 4, 2), date(2026, 4, 7)),  # Good Friday, Saturday, Easter: Tuesday is the second
        (date(2026, 12, 24), date(2026, 12, 30)),  # Christmas on Friday and Saturday
        (date(2025, 4, 25), date(2025, 4, 30)),  # King's day is a Saturday that year
        (date(2026, 12, 31), date(2027, 1, 5)),  # New Year's day is a Friday: Saturday, Tuesday
    ],
)
def test_a_letter_is_presumed_delivered_on_the_second_delivery_day(posted: date, delivered: date) -> None:
    assert presumed_delivery(posted) == delivered


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2026, ["01-01", "04-03", "04-05", "04-06", "04-27", "05-05", "05-14", "05-24", "05-25", "12-25", "12-26"]),
        (2025, ["01-01", "04-18", "04-20", "04-21", "04-26", "05-05", "05-29", "06-08", "06-09", "12-25", "12-26"]),
        (2013, ["01-01", "03-29", "03-31", "04-01", "04-30", "05-05", "05-09", "05-19", "05-20", "12-25", "12-26"]),
    ],
)
def test_the_public_holidays_of_a_year(year: int, days: list[str]) -> None:
    assert sorted(f"{day:%m-%d}" for day in holidays(year)) == days


@given(st.dates(date(2012, 7, 1), date(2060, 12, 31)))
def test_a_letter_is_delivered_on_a_delivery_day_after_it_was_posted_and_leaves_fourteen_days(posted: date) -> None:
    delivered = presumed_delivery(posted)
    assert is_delivery_day(delivered)
    assert posted + timedelta(days=2) <= delivered <= posted + timedelta(days=12)
    assert (last_day_to_pay(delivered) - delivered).days == 14


# -- whether it may be charged -------------------------------------------------------------------------------------

COST = collection_cost(100_000, ON)
assert COST is not None
CASE = CostCase(1, date(2026, 9, 1), date(2026, 9, 3), 15_000, 100_000, date(2026, 9, 30), COST)


@pytest.mark.parametrize(
    ("case", "on", "said"),
    [
        (None, ON, "no fourteen-day letter"),
        (replace(CASE, named_cents=None), ON, "did not name the cost"),
        (CASE, date(2026, 9, 17), "has until 17 September 2026"),
        (CASE, date(2026, 9, 18), ""),
        (replace(CASE, bank_until=date(2026, 9, 16)), ON, "bank is read up to 16 September 2026"),
        (replace(CASE, bank_until=date(2026, 9, 17)), ON, ""),
        (replace(CASE, bank_until=None), ON, ""),
        (replace(CASE, base_cents=0, cost=None), ON, "was paid by 17 September 2026"),
        (replace(CASE, cost=replace(COST, cost_cents=0)), ON, "No cost is left"),
    ],
)
def test_cost_is_charged_only_when_no_condition_is_missing(case: CostCase | None, on: date, said: str) -> None:
    found = missing_condition(case, on)
    assert said in found
    assert bool(found) == bool(said)
