"""Money settles the oldest debt first, whatever came in when, and never a cent is made or lost."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin.domain.ledger import Ages, Debt, OpenDebt, ages, settle

DAY = date(2026, 9, 1)


def debt(number: int, days: int, cents: int) -> Debt:
    return Debt("rent" if cents > 0 else "correction", ("charge", number), DAY + timedelta(days=days), cents)


DEBTS = st.lists(st.tuples(st.integers(0, 400), st.integers(-900_00, 900_00)), max_size=20).map(
    lambda rows: [debt(number, days, cents) for number, (days, cents) in enumerate(rows, 1) if cents]
)
MEANT = st.dictionaries(st.integers(1, 22).map(lambda number: ("charge", number)), st.integers(-500_00, 500_00))


def test_the_oldest_debt_is_settled_first() -> None:
    found = settle([debt(2, 30, 500), debt(1, 0, 500)], 700)
    assert [(one.debt.ref, one.open_cents) for one in found.open] == [(("charge", 2), 300)]
    assert found.credit_cents == 0
    assert found.oldest_due == DAY + timedelta(days=30)


def test_what_is_paid_too_much_is_a_credit() -> None:
    found = settle([debt(1, 0, 500)], 700)
    assert (found.open, found.credit_cents, found.balance_cents, found.oldest_due) == ((), 200, -200, None)


def test_a_correction_below_zero_settles_the_oldest() -> None:
    found = settle([debt(1, 0, 500), debt(2, 30, 500), debt(3, 31, -600)], 0)
    assert [(one.debt.ref, one.open_cents) for one in found.open] == [(("charge", 2), 400)]


def test_money_meant_for_a_debt_settles_that_one() -> None:
    found = settle([debt(1, 0, 500), debt(2, 30, 500)], 500, {("charge", 2): 500})
    assert [one.debt.ref for one in found.open] == [("charge", 1)]


def test_what_is_meant_beyond_a_debt_settles_the_oldest() -> None:
    found = settle([debt(1, 0, 500), debt(2, 30, 500)], 800, {("charge", 2): 800})
    assert [(one.debt.ref, one.open_cents) for one in found.open] == [(("charge", 1), 200)]


def test_money_meant_for_what_is_not_due_yet_settles_the_oldest() -> None:
    assert settle([debt(1, 0, 500)], 500, {("charge", 9): 500}).open == ()


def test_money_taken_back_is_no_longer_meant_for_anything() -> None:
    found = settle([debt(1, 0, 500), debt(2, 30, 500)], 0, {("charge", 2): 500})
    assert found.open_cents == 1000


def test_more_taken_back_than_ever_paid_is_owed_from_that_day() -> None:
    found = settle([debt(1, 0, 500)], -200, taken_back_on=DAY + timedelta(days=9))
    assert [(one.debt.kind, one.open_cents) for one in found.open] == [("rent", 500), ("taken_back", 200)]
    assert found.open[1].debt.due_on == DAY + timedelta(days=9)
    with pytest.raises(ValueError):
        settle([], -1)


@given(DEBTS, st.integers(-2_000_00, 9_000_00), MEANT)
def test_what_is_open_less_the_credit_is_what_was_charged_less_what_was_paid(
    debts: list[Debt], paid: int, meant: dict[tuple[str, int], int]
) -> None:
    found = settle(debts, paid, meant, DAY)
    assert found.open_cents - found.credit_cents == sum(one.amount_cents for one in debts) - paid
    assert not (found.open and found.credit_cents)
    assert all(one.open_cents > 0 for one in found.open)
    assert all(one.open_cents <= one.debt.amount_cents for one in found.open)


@given(DEBTS, st.integers(0, 9_000_00), MEANT, st.randoms())
def test_the_order_in_which_things_came_in_makes_no_difference(
    debts: list[Debt], paid: int, meant: dict[tuple[str, int], int], random: Random
) -> None:
    other = list(debts)
    random.shuffle(other)
    turned = dict(reversed(meant.items()))
    assert settle(debts, paid, meant, DAY) == settle(other, paid, turned, DAY)


@given(DEBTS, st.integers(0, 9_000_00), st.integers(1, 500_00))
def test_paying_more_never_leaves_more_open_on_anything(debts: list[Debt], paid: int, more: int) -> None:
    before = {one.debt.ref: one.open_cents for one in settle(debts, paid).open}
    after = {one.debt.ref: one.open_cents for one in settle(debts, paid + more).open}
    assert all(cents <= before[ref] for ref, cents in after.items())


@given(DEBTS, st.integers(0, 9_000_00), st.integers(400, 600))
def test_ages_add_up_to_what_is_open(debts: list[Debt], paid: int, days: int) -> None:
    found = settle(debts, paid)
    aged = ages(found.open, DAY + timedelta(days=days))
    assert aged.d0_30 + aged.d31_60 + aged.d61_90 + aged.d90_plus == found.open_cents


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (0, Ages(d0_30=1)),
        (30, Ages(d0_30=1)),
        (31, Ages(d31_60=1)),
        (60, Ages(d31_60=1)),
        (61, Ages(d61_90=1)),
        (90, Ages(d61_90=1)),
        (91, Ages(d90_plus=1)),
    ],
)
def test_the_due_date_is_day_zero(days: int, expected: Ages) -> None:
    assert ages([OpenDebt(debt(1, 0, 1), 1)], DAY + timedelta(days=days)) == expected
