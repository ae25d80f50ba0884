"""A measure falls in its years, costs what it costs then to the cent, and moves without losing its place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from coopadmin.domain.maintenance_plan import (
    LAST_YEAR,
    Measure,
    Prices,
    Shift,
    cost_cents,
    cost_lines,
    differences,
    lost_shifts,
    moved,
    per_year,
    times,
)
from coopadmin.domain.maintenance_plan_scores import MATRIX, Finding, score, score_text, standing

ROOF = Measure(1, 2031, 20, 120_500, 85_00, 2026)
PAINT = Measure(2, 2027, 6, 400_000, 32_50, 2026, 60, "cooperative")

YEARS = st.integers(2020, 2070)
MEASURES = st.builds(
    Measure,
    st.just(1),
    YEARS,
    st.none() | st.integers(1, 30),
    st.integers(1, 5_000_000),
    st.integers(0, 500_000),
    st.integers(2015, 2040),
    st.integers(1, 100),
    st.sampled_from(("corporation", "cooperative", "resident")),
)
INDEX = st.dictionaries(st.integers(2015, 2070), st.integers(-500, 1500), max_size=6)


def fall(measure: Measure, until: int = 2100) -> list[int]:
    """The years a measure falls in."""
    return [time.year for time in times(measure, until)]


# -- scores ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("severity", "extent", "intensity", "expected"),
    [
        (1, 1, 1, 1),
        (1, 5, 3, 4),
        (2, 3, 2, 2),
        (2, 5, 3, 5),
        (3, 1, 1, 1),
        (3, 1, 3, 2),
        (3, 4, 2, 4),
        (3, 5, 3, 6),
    ],
)
def test_a_defect_scores_by_the_matrix(severity: int, extent: int, intensity: int, expected: int) -> None:
    assert score(severity, extent, intensity) == expected


def test_the_matrix_never_scores_a_worse_defect_better_and_each_severity_is_one_step() -> None:
    for severity, rows in MATRIX.items():
        for intensity, row in enumerate(rows):
            assert list(row) == sorted(row)
            assert intensity == 0 or all(now >= before for now, before in zip(row, rows[intensity - 1], strict=True))
            if severity > 1:
                lighter = MATRIX[severity - 1][intensity]
                assert all(0 <= now - before <= 1 for now, before in zip(row, lighter, strict=True))
    assert {severity: max(map(max, rows)) for severity, rows in MATRIX.items()} == {1: 4, 2: 5, 3: 6}


def test_the_newest_inspection_counts_and_of_its_defects_the_worst() -> None:
    older = Finding(date(2020, 1, 1), stated_score=6)
    light = Finding(date(2026, 5, 1), 1, 1, 1)
    heavy = Finding(date(2026, 5, 1), 3, 4, 2)
    found = standing([heavy, older, light])
    assert found is not None
    assert (found.score, found.measured_on, found.findings) == (4, date(2026, 5, 1), (heavy, light))
    assert "worst" in found.told[0]
    assert "NEN 2767" in found.told[1]
    assert standing([]) is None
    alone = standing([older])
    assert alone is not None
    assert alone.told == ()
    assert score_text(4) == "● 4 moderate"
    assert score_text(None) == ""
    assert "70 % or more" in Finding(date(2026, 5, 1), 3, 5, 3).words


def test_there_are_no_classes_below_one() -> None:
    with pytest.raises(IndexError):
        score(3, 0, 1)


# -- years -----------------------------------------------------------------------------------------------------


def test_a_measure_falls_in_its_first_year_and_every_cycle_after_it() -> None:
    assert fall(ROOF) == [2031, 2051, 2071, 2091]
    assert fall(replace(ROOF, cycle_years=None)) == [2031]
    assert fall(replace(ROOF, last_year=2060)) == [2031, 2051]


def test_putting_a_time_off_moves_the_later_ones_along_or_leaves_them() -> None:
    assert fall(moved(ROOF, 2031, 2033, onwards=True)) == [2033, 2053, 2073, 2093]
    assert fall(moved(ROOF, 2031, 2033, onwards=False)) == [2033, 2051, 2071, 2091]
    assert fall(moved(ROOF, 2051, 2049, onwards=True)) == [2031, 2049, 2069, 2089]


def test_a_time_that_was_given_a_year_of_its_own_keeps_it_when_an_earlier_one_moves() -> None:
    later = moved(ROOF, 2051, 2055, onwards=True)
    both = moved(later, 2031, 2034, onwards=True)
    assert fall(both) == [2034, 2055, 2075, 2095]
    assert fall(moved(both, 2034, 2031, onwards=True)) == fall(later)
    assert moved(moved(ROOF, 2031, 2033, onwards=True), 2033, 2031, onwards=True).shifts == ()


def test_a_later_time_can_go_back_to_its_own_year_after_an_earlier_one_was_put_off() -> None:
    put_off = moved(ROOF, 2031, 2033, onwards=True)
    back = moved(put_off, 2053, 2051, onwards=True)
    assert fall(back) == [2033, 2051, 2071, 2091]
    assert back.shifts == (Shift(2031, 2033), Shift(2053, 2051))


def test_a_time_beyond_the_years_looked_at_can_be_brought_into_them() -> None:
    assert fall(moved(ROOF, 2051, 2035, onwards=False), 2036) == [2031, 2035]


@pytest.mark.parametrize(
    ("year", "to_year", "onwards", "said"),
    [
        (2032, 2035, True, "nothing of this measure falls in 2032"),
        (2051, 2031, True, "the time before it falls in 2031"),
        (2031, 2051, False, "the time after it falls in 2051"),
    ],
)
def test_times_do_not_change_places(year: int, to_year: int, onwards: bool, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        moved(ROOF, year, to_year, onwards=onwards)


def test_two_times_are_not_counted_from_one_year() -> None:
    forward = moved(Measure(1, 2020, 6, 1, 0, 2015), 2020, 2017, onwards=False)
    kept = moved(forward, 2026, 2027, onwards=True)
    with pytest.raises(ValueError, match="would count from 2020 too"):
        moved(kept, 2017, 2014, onwards=True)
    assert fall(moved(kept, 2017, 2014, onwards=False), 2040)[:2] == [2014, 2027]


def test_a_shift_that_no_time_stands_at_is_told_of() -> None:
    put_off = moved(ROOF, 2031, 2033, onwards=True)
    assert lost_shifts(put_off) == ()
    assert lost_shifts(replace(put_off, first_year=2030)) == (Shift(2031, 2033),)


@settings(max_examples=80)
@given(MEASURES, st.lists(st.tuples(st.integers(0, 4), st.integers(-8, 12), st.booleans()), max_size=4))
@example(Measure(1, 2045, 30, 1, 0, 2015), [(0, 12, True), (4, 12, False), (4, 12, False)])
@example(Measure(1, 2020, 6, 1, 0, 2015), [(0, -3, False), (1, 1, True), (0, -3, True)])
def test_however_times_are_moved_they_stay_in_order_and_none_is_lost(
    measure: Measure, moves: list[tuple[int, int, bool]]
) -> None:
    now = measure
    for number, by, onwards in moves:
        falls = fall(now, LAST_YEAR)
        assume(number < len(falls) and by)
        try:
            now = moved(now, falls[number], falls[number] + by, onwards=onwards)
        except ValueError:
            continue
        # A time may be put off to beyond the years that are looked at.
        after = fall(now, max(LAST_YEAR, falls[number] + by))
        assert after == sorted(set(after))
        assert after[:number] == falls[:number]
        assert after[number] == falls[number] + by
        assert lost_shifts(now) == ()


# -- prices ----------------------------------------------------------------------------------------------------


def test_a_cost_is_quantity_times_part_times_price_rounded_half_up_once() -> None:
    assert cost_cents(ROOF, 2026, Prices()) == 10_242_50
    assert cost_cents(PAINT, 2027, Prices()) == 7_800_00
    half = Measure(1, 2026, None, 500, 1, 2026)
    assert cost_cents(half, 2026, Prices()) == 1
    assert cost_cents(replace(half, quantity_thousandths=499), 2026, Prices()) == 0


def test_prices_rise_by_the_index_of_each_year_after_the_price_year() -> None:
    prices = Prices({2027: 250, 2029: 400})
    assert prices.factor(2026, 2026) == 1
    assert prices.factor(2026, 2027) == Fraction(41, 40)
    assert prices.factor(2026, 2028) == Fraction(41, 40) ** 2, "2028 follows 2027"
    assert prices.factor(2026, 2030) == Fraction(41, 40) ** 2 * Fraction(26, 25) ** 2
    assert prices.factor(2020, 2026) == 1, "there is no index before the first"
    assert prices.factor(2027, 2026) == Fraction(40, 41)
    assert cost_cents(replace(ROOF, first_year=2027), 2027, prices) == 10_498_56  # 1.049.856,25 rounds down


def test_what_the_prices_rest_on_is_said() -> None:
    assert "No index" in Prices().told[0]
    assert "2029" in Prices({2027: 250, 2029: 400}).told[0]
    assert "Before 2027" in Prices({2027: 250, 2029: 400}).told[1]


@settings(max_examples=60)
@given(INDEX, YEARS, YEARS, YEARS)
def test_going_by_another_year_makes_no_difference(index: dict[int, int], one: int, two: int, three: int) -> None:
    prices = Prices(index)
    assert prices.factor(one, two) * prices.factor(two, three) == prices.factor(one, three)
    assert prices.factor(one, one) == 1


@settings(max_examples=60)
@given(st.lists(MEASURES, max_size=5), INDEX)
def test_the_years_add_up_to_the_lines_to_the_cent(measures: list[Measure], index: dict[int, int]) -> None:
    lines = cost_lines(measures, Prices(index), 2026, 2065)
    sums = per_year(lines, 2026, 2065)
    assert list(sums) == list(range(2026, 2066))
    assert sum(sum(payers.values()) for payers in sums.values()) == sum(line.cents for line in lines)
    assert all(2026 <= line.year <= 2065 for line in lines)


def test_postponing_shows_what_each_year_was_and_becomes() -> None:
    before = cost_lines([ROOF, PAINT], Prices({2027: 200}), 2026, 2035)
    after = cost_lines([moved(ROOF, 2031, 2033, onwards=True), PAINT], Prices({2027: 200}), 2026, 2035)
    found = differences(before, after, "corporation", 2026, 2035)
    assert [(one.year, one.before_cents > 0, one.after_cents > 0) for one in found] == [
        (2031, True, False),
        (2033, False, True),
    ]
    assert found[1].after_cents > found[0].before_cents, "a later year is dearer by the index"
    assert differences(before, after, "cooperative", 2026, 2035) == ()
