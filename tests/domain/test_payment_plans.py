"""A plan spreads what is owed over terms; whether it is kept follows from what was paid."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin.domain.payment_plans import (
    Movement,
    Standing,
    Terms,
    allowed_cents,
    count_of_terms,
    standing,
    term_for,
    terms_of,
)

AGREED = date(2026, 9, 10)
PLAN = Terms(1000_00, 300_00, date(2026, 10, 1), agreed_on=AGREED)
"""Terms of 300, 300, 300 and 100 on the first of October to January."""


def paid(day: date, cents: int) -> Movement:
    return Movement(day, 0, cents)


def rent(day: date, cents: int) -> Movement:
    return Movement(day, cents, 0)


def on(day: date, *movements: Movement, plan: Terms = PLAN, grace: int = 14) -> Standing:
    return standing(plan, 1000_00, movements, day, grace)


def test_the_last_term_is_the_rest() -> None:
    assert [(term.due_on, term.amount_cents, term.left_cents) for term in terms_of(PLAN)] == [
        (date(2026, 10, 1), 300_00, 700_00),
        (date(2026, 11, 1), 300_00, 400_00),
        (date(2026, 12, 1), 300_00, 100_00),
        (date(2027, 1, 1), 100_00, 0),
    ]


def test_terms_on_the_31st_fall_back_to_the_last_of_shorter_months() -> None:
    plan = Terms(300, 100, date(2026, 1, 31))
    assert [term.due_on for term in terms_of(plan)] == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)]


@given(st.integers(1, 1_000_000), st.integers(1, 120), st.integers(1, 12))
def test_terms_add_up_to_the_whole_however_many(total: int, count: int, every: int) -> None:
    term = term_for(total, count)
    terms = terms_of(Terms(total, term, date(2026, 1, 31), every))
    assert sum(one.amount_cents for one in terms) == total
    assert len(terms) == count_of_terms(total, term) <= count
    assert all(one.amount_cents == term for one in terms[:-1])
    assert 0 < terms[-1].amount_cents <= term


@pytest.mark.parametrize(
    ("day", "allowed"),
    [
        (date(2026, 9, 10), 1000_00),
        (date(2026, 10, 1), 1000_00),
        (date(2026, 10, 2), 700_00),
        (date(2026, 11, 2), 400_00),
        (date(2027, 1, 1), 100_00),
        (date(2027, 1, 2), 0),
    ],
)
def test_a_term_is_late_from_the_day_after_it_was_due(day: date, allowed: int) -> None:
    assert allowed_cents(PLAN, day) == allowed


def test_a_plan_is_kept_while_its_terms_and_the_rents_are_paid() -> None:
    september = on(date(2026, 9, 30))
    assert (september.state, september.next_term, september.met) == ("kept", terms_of(PLAN)[0], 0)
    october = on(date(2026, 10, 31), rent(date(2026, 10, 1), 600_00), paid(date(2026, 10, 1), 900_00))
    assert (october.state, october.met, october.open_cents, october.allowed_cents) == ("kept", 1, 700_00, 700_00)


def test_a_rent_that_is_not_paid_is_behind_though_the_term_was() -> None:
    found = on(date(2026, 10, 5), rent(date(2026, 10, 1), 600_00), paid(date(2026, 10, 1), 300_00))
    assert (found.state, found.short_cents) == ("behind", 600_00)
    assert on(date(2026, 10, 1), rent(date(2026, 10, 1), 600_00), paid(date(2026, 10, 1), 300_00)).state == "kept"


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2026, 10, 1), "kept"),
        (date(2026, 10, 2), "behind"),
        (date(2026, 10, 15), "behind"),
        (date(2026, 10, 16), "lapsed"),
    ],
)
def test_a_plan_has_lapsed_when_a_term_is_late_more_than_the_days_of_grace(day: date, state: str) -> None:
    assert on(day).state == state


def test_what_is_made_good_is_kept_again() -> None:
    assert on(date(2026, 10, 20), paid(date(2026, 10, 19), 300_00)).state == "kept"


def test_a_plan_is_paid_off_the_first_day_nothing_is_open_and_stays_so() -> None:
    early = (paid(date(2026, 10, 5), 1000_00), rent(date(2026, 11, 1), 600_00))
    found = on(date(2027, 3, 1), *early)
    assert (found.state, found.finished_on, found.met) == ("finished", date(2026, 10, 5), 4)
    assert found.next_term is None


def test_a_plan_that_was_ended_is_over_unless_it_was_paid_off_before() -> None:
    ended = Terms(1000_00, 300_00, date(2026, 10, 1), agreed_on=AGREED, ended_on=date(2026, 10, 20))
    assert on(date(2026, 10, 19), plan=ended).state == "lapsed"
    assert on(date(2026, 10, 20), plan=ended).state == "ended"
    assert on(date(2027, 1, 1), paid(date(2026, 12, 1), 1000_00), plan=ended).state == "ended"
    assert on(date(2027, 1, 1), paid(date(2026, 10, 19), 1000_00), plan=ended).state == "finished"


MOVES = st.lists(
    st.tuples(st.integers(0, 150), st.integers(0, 700_00), st.integers(0, 900_00)).map(
        lambda row: Movement(AGREED + timedelta(days=row[0]), row[1], row[2])
    ),
    max_size=8,
).map(lambda found: sorted(found, key=lambda one: one.on))


@given(MOVES, st.integers(0, 200), st.integers(1, 500_00))
def test_paying_more_never_makes_a_plan_stand_worse(moves: list[Movement], days: int, more: int) -> None:
    worst = ("lapsed", "behind", "kept", "finished")
    day = AGREED + timedelta(days=days)
    before = on(day, *moves)
    after = on(day, paid(AGREED, more), *moves)
    assert worst.index(after.state) >= worst.index(before.state)
    assert after.met >= before.met
    assert after.short_cents <= before.short_cents
