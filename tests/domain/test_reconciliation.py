"""Whether the bank and the books agree, to the cent."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin.domain.reconciliation import (
    AccountFacts,
    StatementFact,
    account_end,
    statement_faults,
    uncovered,
)

SEPTEMBER = StatementFact(1, date(2026, 9, 1), date(2026, 9, 30), 100_00, 150_00, 50_00)
OCTOBER = StatementFact(2, date(2026, 9, 30), date(2026, 10, 31), 150_00, 120_00, -30_00)
FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)


def _facts(*statements: StatementFact, lines: tuple[tuple[date, int, int], ...]) -> AccountFacts:
    return AccountFacts("NL1", statements, lines)


LINES = ((date(2026, 9, 5), 1, 50_00), (date(2026, 10, 2), 2, -30_00))


def test_the_bank_agrees_where_the_lines_come_to_the_last_balance() -> None:
    end = account_end(_facts(SEPTEMBER, OCTOBER, lines=LINES), LAST)
    assert (end.balance_cents, end.bank_cents, end.said_on, end.covered, end.agrees) == (
        120_00,
        120_00,
        LAST,
        True,
        True,
    )


def test_a_missing_line_is_a_difference() -> None:
    end = account_end(_facts(SEPTEMBER, OCTOBER, lines=LINES[1:]), LAST)
    assert not end.agrees
    assert (end.counted_cents, end.bank_cents) == (70_00, 120_00)


def test_a_line_of_the_last_day_that_the_next_statement_brings_is_no_difference() -> None:
    late = (date(2026, 10, 31), 3, -5_00)
    november = StatementFact(3, date(2026, 10, 31), date(2026, 11, 30), 120_00, 115_00, -5_00)
    end = account_end(_facts(SEPTEMBER, OCTOBER, november, lines=(*LINES, late)), LAST)
    assert end.agrees
    assert end.balance_cents == 115_00


def test_an_account_without_any_balance_cannot_agree() -> None:
    bare = StatementFact(1, date(2026, 10, 1), date(2026, 10, 31), None, None, 50_00)
    end = account_end(_facts(bare, lines=((date(2026, 10, 5), 1, 50_00),)), LAST)
    assert (end.balance_cents, end.covered, end.agrees) == (None, False, False)


@pytest.mark.parametrize(("opening", "covered"), [(150_00, True), (151_00, False)])
def test_days_without_a_statement_are_bridged_by_equal_balances(opening: int, covered: bool) -> None:
    november = StatementFact(3, date(2026, 11, 10), date(2026, 11, 30), opening, opening, 0)
    assert account_end(_facts(SEPTEMBER, november, lines=LINES[:1]), LAST).covered is covered


def test_a_statement_that_does_not_tie_and_one_that_does_not_follow_are_both_said() -> None:
    crooked = StatementFact(2, date(2026, 10, 1), date(2026, 10, 31), 149_00, 120_00, -30_00)
    faults = statement_faults((SEPTEMBER, crooked), FIRST, LAST)
    assert [(fault.kind, fault.off_cents) for fault in faults] == [("tie", 1_00), ("gap", -1_00)]
    assert statement_faults((SEPTEMBER, OCTOBER), FIRST, LAST) == ()


def test_a_day_that_a_longer_statement_holds_too_is_no_gap() -> None:
    day = StatementFact(3, date(2026, 10, 15), date(2026, 10, 15), 137_00, 131_00, -6_00)
    assert statement_faults([SEPTEMBER, OCTOBER, day], FIRST, LAST) == ()


def test_a_statement_that_delivers_a_part_again_is_no_gap() -> None:
    again = StatementFact(3, date(2026, 10, 4), LAST, 130_00, 120_00, -10_00)
    assert statement_faults((SEPTEMBER, OCTOBER, again), FIRST, LAST) == ()


@pytest.mark.parametrize(
    ("statements", "bare"),
    [
        ((SEPTEMBER, OCTOBER), ()),
        ((SEPTEMBER,), ((FIRST, LAST),)),
        ((), ((FIRST, LAST),)),
        (
            (
                StatementFact(2, date(2026, 10, 1), date(2026, 10, 5), 1, 2, 1),
                StatementFact(3, date(2026, 10, 9), date(2026, 10, 31), 3, 3, 0),
            ),
            ((date(2026, 10, 6), date(2026, 10, 8)),),
        ),
        (
            (
                StatementFact(2, date(2026, 10, 1), date(2026, 10, 5), 1, 2, 1),
                StatementFact(3, date(2026, 10, 9), date(2026, 10, 31), 2, 3, 1),
            ),
            (),
        ),
    ],
)
def test_days_no_statement_covers_are_named(
    statements: tuple[StatementFact, ...], bare: tuple[tuple[date, date], ...]
) -> None:
    assert uncovered(statements, FIRST, LAST) == bare


@given(
    st.lists(st.tuples(st.integers(1, 30), st.integers(-5000, 5000)), max_size=20),
    st.integers(-100_000, 100_000),
    st.integers(1, 29),
)
def test_however_statements_are_cut_the_balance_is_opening_and_lines(
    lines: list[tuple[int, int]], opening: int, cut: int
) -> None:
    days = [(date(2026, 9, day), 1 if day <= cut else 2, cents) for day, cents in lines]
    first = sum(cents for _day, one, cents in days if one == 1)
    second = sum(cents for _day, one, cents in days if one == 2)
    statements = (
        StatementFact(1, date(2026, 9, 1), date(2026, 9, cut), opening, opening + first, first),
        StatementFact(2, date(2026, 9, cut + 1), date(2026, 9, 30), opening + first, opening + first + second, second),
    )
    end = account_end(AccountFacts("NL1", statements, tuple(days)), date(2026, 9, 30))
    assert end.agrees
    assert end.balance_cents == opening + first + second
    assert statement_faults(statements, date(2026, 9, 1), date(2026, 9, 30)) == ()
    assert uncovered(statements, date(2026, 9, 1), date(2026, 9, 30)) == ()
