"""What a home that falls free may cost: known amounts, the limits of the year, and what the rent means for who fits."""

from __future__ import annotations

from datetime import date

import pytest

from coopadmin.domain.allocation_cost import LIMITS, Cost, CostFacts, cost_of
from coopadmin.domain.association import RuleValue
from coopadmin.domain.legal import LegalValue, legal_value
from coopadmin.domain.rent_limits import Maximum

DAY = date(2026, 11, 6)


def _cost(on: date = DAY, entered: tuple[RuleValue, ...] = (), **values: object) -> Cost:
    facts: dict[str, object] = {"basic_rent_cents": None, "asked_rent_cents": None, "points_hundredths": None, **values}

    def law(name: str) -> LegalValue | None:
        return legal_value(name, on, entered)

    return cost_of(CostFacts(on=on, **facts), law)  # type: ignore[arg-type]


def _fit(cents: int) -> str:
    return _cost(asked_rent_cents=cents).lines[-1]


def test_what_is_known_and_what_is_not_is_both_said() -> None:
    lines = _cost(basic_rent_cents=61050, asked_rent_cents=65000, points_hundredths=14300).lines
    assert lines[:4] == (
        "Basic rent of the contract that ends: €610.50.",
        "Asked of a new tenant: €650.00.",
        "Rent points: 143.",
        "The maximum rent by the points is not known; enter it with the home.",
    )
    nothing = _cost().lines
    assert nothing[0] == "The basic rent so far is not known."
    assert "not known yet" in nothing[1]
    assert "not known" in nothing[2]


def test_every_limit_of_the_year_stands_with_its_source() -> None:
    lines = _cost().lines
    assert "Fit limit, 1 or 2 persons · €713.02 (2026; wetten.overheid.nl, official source read)" in lines
    assert "Fit limit, 3 persons or more · €764.14 (2026; wetten.overheid.nl, official source read)" in lines
    assert any(line.startswith("Social rent: at most · €932.93") for line in lines)
    assert any(line.startswith("Middle segment: at most · €1,228.07") for line in lines)


def test_a_year_without_limits_is_said_to_be_unknown_and_nothing_is_concluded() -> None:
    lines = _cost(date(2027, 2, 1), asked_rent_cents=65000).lines
    assert "▲ Fit limit, 1 or 2 persons · not known for 2027; enter it with its source (F9)" in lines
    assert sum("not known for 2027" in line for line in lines) == len(LIMITS)
    assert not any("household" in line for line in lines)


def test_a_limit_the_group_entered_is_used() -> None:
    day = date(2027, 1, 1)
    entered = tuple(
        RuleValue(f"legal.{name}", str(cents), day, "Staatscourant")
        for name, cents in (("fit_limit_low", 73000), ("fit_limit_high", 78000), ("social_rent_limit", 95000))
    )
    lines = _cost(date(2027, 2, 1), entered, asked_rent_cents=72900).lines
    assert "Fit limit, 1 or 2 persons · €730.00 (2027; Staatscourant, entered here)" in lines
    assert lines[-1] == "€729.00 is within the fit limit of every household."


@pytest.mark.parametrize(
    ("cents", "words"),
    [
        (71302, "within the fit limit of every household"),
        (71303, "above the fit limit of 1 or 2 persons"),
        (76414, "above the fit limit of 1 or 2 persons"),
        (76415, "above the fit limits"),
        (93293, "above the fit limits"),
        (93294, "above the social rent"),
    ],
)
def test_to_the_cent_a_rent_says_who_it_fits(cents: int, words: str) -> None:
    assert words in _fit(cents)


def test_the_rent_so_far_counts_where_nothing_else_is_asked() -> None:
    assert "€720.00 is above the fit limit of 1 or 2" in _cost(basic_rent_cents=72000).lines[-1]
    assert "€650.00 is within" in _cost(basic_rent_cents=72000, asked_rent_cents=65000).lines[-1]


def test_more_than_the_maximum_by_the_points_is_said() -> None:
    maximum = Maximum(64000, date(2026, 7, 1), "huurcommissie")
    lines = _cost(asked_rent_cents=65000, maximum=maximum).lines
    assert "Maximum rent by the points: €640.00, since 1 July 2026. (huurcommissie)" in lines
    assert lines[-1] == "▲ €650.00 is more than the maximum rent by the points."
    assert "▲" not in _cost(asked_rent_cents=64000, maximum=maximum).lines[-1]


@pytest.mark.parametrize("name", LIMITS)
def test_every_limit_is_known_for_the_years_that_were_published(name: str) -> None:
    years = range(2025, 2027)
    assert all(legal_value(name, date(year, month, 1)) is not None for year in years for month in (1, 12))
    assert legal_value(name, date(2027, 1, 1)) is None
