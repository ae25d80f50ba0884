"""Why a month costs an odd amount, what to put right, and what is left of a charge."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin.domain.charges import (
    BY_HAND,
    KINDS,
    NOTHING,
    OF_A_MONTH,
    SAYS_WHY,
    Linked,
    Parts,
    difference,
    left_of,
    oddities,
    oddities_text,
    parts_of,
    together,
)
from coopadmin.domain.rents import RentTerms, month_charge
from db.tables.charges import KINDS as STORED

OLD, NEW = RentTerms(date(2020, 1, 1), 60000), RentTerms(date(2026, 11, 15), 62000)

DAYS = st.dates(date(2020, 1, 1), date(2022, 12, 31))
CENTS = st.integers(-100000, 100000)
PARTS = st.builds(Parts, CENTS, CENTS, CENTS)


def test_every_kind_in_the_store_has_a_name() -> None:
    assert set(KINDS) == set(STORED)
    assert {*BY_HAND, *SAYS_WHY, *OF_A_MONTH} <= set(KINDS)
    assert not set(BY_HAND) & set(OF_A_MONTH)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "lines", "reasons"),
    [
        (date(2020, 1, 1), None, [OLD], ""),
        (date(2026, 11, 1), date(2026, 11, 30), [OLD], ""),
        (date(2026, 11, 17), None, [OLD], "the contract begins on 17 November: 14 of 30 days"),
        (date(2020, 1, 1), date(2026, 11, 20), [OLD], "the contract ends on 20 November: 20 of 30 days"),
        (
            date(2026, 11, 3),
            date(2026, 11, 20),
            [OLD],
            "the contract runs from 3 November until 20 November: 18 of 30 days",
        ),
        (date(2020, 1, 1), None, [OLD, NEW], "a new rent from 15 November: 16 of 30 days"),
        (
            date(2020, 1, 1),
            date(2026, 11, 20),
            [NEW, OLD],
            "the contract ends on 20 November: 20 of 30 days; a new rent from 15 November: 6 of 30 days",
        ),
        (date(2020, 1, 1), None, [NEW], "no rent is known before 15 November: 16 of 30 days count"),
        (date(2026, 11, 15), None, [OLD, NEW], "the contract begins on 15 November: 16 of 30 days"),
        (
            date(2020, 1, 1),
            None,
            [OLD, RentTerms(date(2026, 11, 10), 1), NEW],
            "a new rent from 10 November: 5 of 30 days; a new rent from 15 November: 16 of 30 days",
        ),
        (date(2020, 1, 1), None, [], "no rent is known"),
        (date(2020, 1, 1), date(2026, 11, 9), [NEW], "the contract ends on 9 November: 9 of 30 days; no rent is known"),
        (date(2020, 1, 1), date(2026, 10, 31), [OLD], ""),
        (date(2026, 12, 1), None, [OLD], ""),
    ],
)
def test_the_reason_of_an_odd_month_is_told(
    starts_on: date, ends_on: date | None, lines: list[RentTerms], reasons: str
) -> None:
    assert oddities_text(oddities(date(2026, 11, 20), starts_on, ends_on, lines)) == reasons


@given(DAYS, DAYS, st.none() | st.integers(0, 400), st.lists(DAYS, min_size=1, max_size=4, unique=True))
def test_a_month_without_a_reason_costs_what_one_line_says(
    month: date, starts_on: date, length: int | None, lines: list[date]
) -> None:
    ends_on = None if length is None else starts_on + timedelta(days=length)
    terms = [RentTerms(day, 31_00 + place) for place, day in enumerate(lines)]
    charge = month_charge(month, starts_on, ends_on, terms)
    if charge is not None and not oddities(month, starts_on, ends_on, terms):
        assert charge.total_cents in {line.total_cents for line in terms}


@given(st.lists(PARTS, max_size=5), PARTS)
def test_what_was_charged_and_the_difference_are_what_is_due(charged: list[Parts], wanted: Parts) -> None:
    before = together(charged)
    assert before + (wanted - before) == wanted
    assert sum(one.total_cents for one in charged) == before.total_cents


def test_no_correction_is_due_where_the_components_agree() -> None:
    due = month_charge(date(2026, 11, 1), date(2020, 1, 1), None, [OLD])
    assert difference(due, Parts(60000)) is None
    assert difference(due, Parts(59000, 1000)) == Parts(1000, -1000)  # the total agrees, what it is for does not
    assert difference(None, Parts(60000)) == Parts(-60000)
    assert difference(None, NOTHING) is None
    assert parts_of(None) == NOTHING


@pytest.mark.parametrize(
    ("charges", "left"),
    [
        ([Linked(1, 100, None)], 100),
        ([Linked(1, 100, None), Linked(2, -30, 1)], 70),
        ([Linked(1, 100, None), Linked(2, -100, 1)], 0),
        ([Linked(1, 100, None), Linked(2, -100, 1), Linked(3, 100, 2)], 100),
    ],
)
def test_what_is_left_of_a_charge_counts_all_that_hangs_on_it(charges: list[Linked], left: int) -> None:
    assert left_of(1, charges) == left
