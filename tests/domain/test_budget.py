"""What a budget's use comes to, exactly; and what is passed on to the corporation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin.domain.budget import (
    DIRECTIONS,
    PURPOSES,
    USUAL_CATEGORIES,
    USUAL_COLLECTIVE,
    Expected,
    Use,
    check_category,
    check_year,
    pass_on_cents,
    percent,
    read_year,
)

CENTS = st.integers(0, 10**9)


@pytest.mark.parametrize(
    ("budget", "booked", "committed", "state", "percents"),
    [
        (1000_00, 0, 0, "fine", 0),
        (1000_00, 799_99, 0, "fine", 79),
        (1000_00, 800_00, 0, "near", 80),
        (1000_00, 500_00, 300_00, "near", 80),
        (1000_00, 1000_00, 0, "near", 100),
        (1000_00, 1000_00, 1, "over", 100),
        (1000_00, -50_00, 0, "fine", 0),
        (0, 0, 0, "fine", None),
        (0, 1, 0, "over", None),
        (None, 500_00, 0, "bare", None),
    ],
)
def test_an_expense_is_nearly_used_up_from_the_warning_on(
    budget: int | None, booked: int, committed: int, state: str, percents: int | None
) -> None:
    use = Use("expense", budget, booked, committed)
    assert (use.state(80), use.percent) == (state, percents)


def test_income_is_never_too_much() -> None:
    assert Use("income", 100_00, 900_00).state(80) == "fine"
    assert Use("income", None, 900_00).state(80) == "bare"


@given(CENTS, CENTS, CENTS)
def test_budget_is_what_is_used_and_what_is_left(budget: int, booked: int, committed: int) -> None:
    use = Use("expense", budget, booked, committed)
    assert use.left_cents is not None
    assert use.used_cents + use.left_cents == budget
    assert (use.state(80) == "over") == (use.left_cents < 0)


@given(CENTS, st.integers(1, 10**9))
def test_a_percentage_is_never_rounded_up(part: int, whole: int) -> None:
    found = percent(part, whole)
    assert found is not None
    assert found * whole <= part * 100 < (found + 1) * whole


@pytest.mark.parametrize(
    ("status", "budget", "cost", "paid", "committed"),
    [
        ("reported", 500_00, None, 0, 500_00),
        ("planned", 500_00, None, 200_00, 300_00),
        ("planned", 500_00, 650_00, 0, 650_00),
        ("done", 500_00, 420_00, 0, 420_00),
        ("done", 500_00, 420_00, 420_00, 0),
        ("done", 500_00, None, 0, 0),
        ("in_progress", None, None, 0, 0),
        ("done", None, 100_00, 150_00, 0),
    ],
)
def test_work_takes_of_the_budget_until_it_is_paid(
    status: str, budget: int | None, cost: int | None, paid: int, committed: int
) -> None:
    assert Expected(status, budget, cost, paid).committed_cents == committed


def test_what_is_passed_on_is_the_agreed_part_of_each_component() -> None:
    charged = {"basic_rent_cents": 643_58, "service_charge_cents": 65_38, "energy_cents": 33_33}
    assert pass_on_cents(charged, {"basic_rent_cents": 100}) == 643_58
    parts = {"basic_rent_cents": 100, "service_charge_cents": 50, "energy_cents": 0}
    assert pass_on_cents(charged, parts) == 643_58 + 32_69
    assert pass_on_cents({"energy_cents": 33_33}, {"energy_cents": 50}) == 16_67
    assert pass_on_cents({}, parts) == 0


@given(st.integers(-(10**9), 10**9), st.integers(0, 100))
def test_a_part_and_the_rest_of_it_lose_no_more_than_a_cent(cents: int, part: int) -> None:
    given_on = pass_on_cents({"basic_rent_cents": cents}, {"basic_rent_cents": part})
    assert abs(given_on * 100 - cents * part) <= 50


def test_the_usual_categories_can_be() -> None:
    for one in (*USUAL_CATEGORIES, USUAL_COLLECTIVE):
        assert check_category(one.code, one.name, one.direction, one.purpose) == []
        assert one.direction in DIRECTIONS
        assert one.purpose in PURPOSES


@pytest.mark.parametrize(
    ("code", "name", "direction", "purpose", "fields"),
    [
        ("", "", "", "", ["code", "name", "direction", "purpose"]),
        ("x" * 41, "y" * 81, "income", "ordinary", ["code", "name"]),
        ("fee", "Fee", "expense", "management_fee", ["purpose"]),
        ("on", "On", "income", "pass_on", ["purpose"]),
        ("m", "M", "expense", "maintenance", []),
    ],
)
def test_what_cannot_be_about_a_category_stands_under_its_field(
    code: str, name: str, direction: str, purpose: str, fields: list[str]
) -> None:
    assert [problem.field for problem in check_category(code, name, direction, purpose)] == fields


@pytest.mark.parametrize("text", ["", "26", "twenty", "2026-01", "99999", "-2026"])
def test_a_year_is_four_digits(text: str) -> None:
    with pytest.raises(ValueError, match="like 2026"):
        read_year(text)
    assert read_year("2026") == 2026
    assert check_year(None)
