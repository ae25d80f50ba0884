"""What may be held as a deposit, and when it must be back."""

from __future__ import annotations

from datetime import date

import pytest

from coopadmin.domain.association import RuleValue
from coopadmin.domain.deposits import (
    Movement,
    Specification,
    back_by,
    free_cents,
    held_cents,
    most_cents,
    specification_text,
    state_on,
)

START = date(2026, 1, 1)
IN = Movement(START, "held_before", 100_000)
OFF = Movement(date(2026, 10, 1), "damage", -25_000, "a broken door")


@pytest.mark.parametrize(
    ("starts_on", "rent", "most"),
    [
        (date(2023, 6, 30), 50_000, 150_000),
        (date(2023, 7, 1), 50_000, 100_000),
        (date(2026, 1, 1), None, None),
    ],
)
def test_a_deposit_is_at_most_so_many_months_by_the_day_the_contract_began(
    starts_on: date, rent: int | None, most: int | None
) -> None:
    assert most_cents(starts_on, rent, []) == most


@pytest.mark.parametrize(
    ("ends_on", "movements", "due"),
    [
        (None, [IN], None),
        (date(2026, 9, 30), [IN], date(2026, 10, 14)),
        (date(2026, 9, 30), [IN, OFF], date(2026, 10, 30)),
        (date(2023, 6, 30), [IN], None),
    ],
)
def test_a_deposit_is_back_in_fourteen_days_or_thirty_with_deductions(
    ends_on: date | None, movements: list[Movement], due: date | None
) -> None:
    assert back_by(ends_on, movements, []) == due


def test_what_the_group_entered_of_the_law_wins() -> None:
    mine = [
        RuleValue("legal.deposit_return_days", "10", START, "x"),
        RuleValue("legal.deposit_return_days_with_settlement", "20", START, "x"),
        RuleValue("legal.deposit_max_months", "1", START, "x"),
    ]
    assert back_by(date(2026, 9, 30), [IN], mine) == date(2026, 10, 10)
    assert back_by(date(2026, 9, 30), [IN, OFF], mine) == date(2026, 10, 20)
    assert back_by(date(2025, 9, 30), [IN], mine) == date(2025, 10, 14)
    assert most_cents(START, 50_000, mine) == 50_000
    assert most_cents(date(2025, 12, 31), 50_000, mine) == 100_000


@pytest.mark.parametrize(
    ("agreed", "movements", "ends_on", "due", "state"),
    [
        (100_000, [], None, None, "unknown"),
        (None, [], None, None, "none"),
        (100_000, [IN], None, None, "held"),
        (120_000, [IN], None, None, "short"),
        (120_000, [IN], date(2026, 11, 20), None, "short"),
        (100_000, [IN], date(2026, 11, 19), date(2026, 12, 3), "to_return"),
        (100_000, [IN], date(2026, 11, 5), date(2026, 11, 19), "overdue"),
        (100_000, [IN], date(2026, 11, 6), date(2026, 11, 20), "to_return"),
        (100_000, [IN, Movement(START, "bank", -100_000)], date(2026, 11, 5), None, "returned"),
    ],
)
def test_how_a_deposit_stands(
    agreed: int | None, movements: list[Movement], ends_on: date | None, due: date | None, state: str
) -> None:
    assert state_on(agreed, movements, ends_on, due, date(2026, 11, 20)) == state


def test_no_more_can_be_taken_off_than_is_held_that_day_or_later() -> None:
    assert held_cents([IN, OFF], date(2026, 9, 30)) == 100_000
    assert free_cents([IN, OFF], date(2026, 9, 30)) == 75_000
    assert free_cents([IN], date(2025, 12, 31)) == 0


def test_the_specification_names_every_deduction_and_what_is_left() -> None:
    text = specification_text(
        Specification(
            date(2026, 10, 2),
            "De Vonk",
            ["A. Bos"],
            "C-0001",
            "Kade 2",
            date(2026, 9, 30),
            date(2026, 10, 30),
            [IN, OFF],
        )
    )
    assert "1 October 2026, damage" in text
    assert "a broken door" in text
    assert "−€250.00" in text or "-€250.00" in text
    assert "€750.00" in text
    assert "by 30 October 2026 at the latest" in text
