"""The days of a contract, the notice that ends it, and the clock a vacancy starts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin.domain.contracts import (
    PAYMENT_METHODS,
    PAYMENT_WORDS,
    VACANCY_STAGES,
    ContractDates,
    Lease,
    Vacancy,
    check_contract,
    doubtful_notice,
    earliest_end,
    status_on,
    vacancy_on,
)
from coopadmin.domain.periods import add_months

ON = date(2026, 11, 15)
DAYS = st.dates(date(2019, 1, 1), date(2028, 12, 31))


@st.composite
def leases(draw: st.DrawFn) -> list[Lease]:
    """Draw contracts of one home that share no day; only the last may run on."""
    day = draw(DAYS)
    found: list[Lease] = []
    for _ in range(draw(st.integers(0, 5))):
        ends_on = day + timedelta(days=draw(st.integers(0, 900)))
        found.append(Lease(day, ends_on))
        day = ends_on + timedelta(days=draw(st.integers(1, 200) | st.just(1)))
    if found and draw(st.booleans()):
        found[-1] = Lease(found[-1].starts_on, None)
    return found


def held(found: list[Lease], day: date) -> bool:
    """Tell whether one of the contracts holds a day."""
    return any(lease.starts_on <= day and (lease.ends_on is None or day <= lease.ends_on) for lease in found)


# -- days and notice -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dates", "fields"),
    [
        (ContractDates(date(2025, 1, 1)), []),
        (ContractDates(date(2025, 1, 1), None, date(2025, 1, 1)), []),
        (ContractDates(date(2025, 1, 1), None, date(2024, 12, 31)), ["ends_on"]),
        (ContractDates(date(2025, 1, 1), date(2026, 10, 5), date(2026, 11, 5)), []),
        (ContractDates(date(2025, 1, 1), date(2026, 11, 5), date(2026, 10, 5)), ["notice_on"]),
        (ContractDates(date(2025, 1, 1), date(2026, 11, 5), date(2024, 10, 5)), ["ends_on", "notice_on"]),
        (ContractDates(None, None, date(2026, 10, 5)), []),
    ],
)
def test_days_that_cannot_be_are_named(dates: ContractDates, fields: list[str]) -> None:
    assert [problem.field for problem in check_contract(dates)] == fields


@pytest.mark.parametrize(
    ("notice_on", "months", "earliest"),
    [
        (date(2026, 10, 5), 1, date(2026, 11, 5)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 10, 5), 0, date(2026, 10, 5)),
    ],
)
def test_a_contract_ends_whole_months_after_notice_at_the_earliest(
    notice_on: date, months: int, earliest: date
) -> None:
    assert earliest_end(notice_on, months) == earliest


@pytest.mark.parametrize(
    ("dates", "fields"),
    [
        (ContractDates(date(2025, 1, 1), date(2026, 10, 5), date(2026, 11, 5)), []),
        (ContractDates(date(2025, 1, 1), date(2026, 10, 5), date(2026, 11, 4)), ["ends_on"]),
        (ContractDates(date(2025, 1, 1), date(2026, 10, 5), None), ["ends_on"]),
        (ContractDates(date(2026, 10, 6), date(2026, 10, 5), date(2026, 12, 1)), ["notice_on"]),
        (ContractDates(date(2025, 1, 1), None, date(2026, 11, 4)), []),
    ],
)
def test_a_short_notice_is_doubted_but_not_refused(dates: ContractDates, fields: list[str]) -> None:
    assert [doubt.field for doubt in doubtful_notice(dates, 1)] == fields
    assert check_contract(dates) == []


def test_the_warning_names_the_earliest_day() -> None:
    doubts = doubtful_notice(ContractDates(date(2025, 1, 1), date(2026, 10, 5), date(2026, 10, 31)), 1)
    assert "5 November 2026" in doubts[0].message


@pytest.mark.parametrize(
    ("ends_on", "on", "status"),
    [
        (None, date(2025, 12, 31), "future"),
        (None, date(2026, 1, 1), "in_force"),
        (date(2026, 3, 31), date(2026, 1, 1), "ending"),
        (date(2026, 3, 31), date(2026, 3, 31), "ending"),
        (date(2026, 3, 31), date(2026, 4, 1), "ended"),
    ],
)
def test_a_contract_is_in_force_on_its_first_and_its_last_day(ends_on: date | None, on: date, status: str) -> None:
    assert status_on(date(2026, 1, 1), ends_on, on) == status


def test_every_word_for_a_way_of_paying_means_one_that_is_known() -> None:
    assert set(PAYMENT_WORDS.values()) == set(PAYMENT_METHODS)


# -- vacancies -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([], Vacancy(None, None, None, "never_let")),
        ([Lease(date(2020, 1, 1), None)], None),
        (
            [Lease(date(2020, 1, 1), date(2026, 11, 5))],
            Vacancy(date(2026, 11, 6), date(2027, 1, 6), 52, "vacant"),
        ),
        (
            [Lease(date(2020, 1, 1), ON)],
            Vacancy(date(2026, 11, 16), date(2027, 1, 16), 62, "ending"),
        ),
        (
            [Lease(date(2020, 1, 1), date(2026, 12, 31))],
            Vacancy(date(2027, 1, 1), date(2027, 3, 1), 106, "ending"),
        ),
        (
            [Lease(date(2020, 1, 1), date(2026, 9, 14))],
            Vacancy(date(2026, 9, 15), date(2026, 11, 15), 0, "vacant"),
        ),
        (
            [Lease(date(2020, 1, 1), date(2026, 9, 13))],
            Vacancy(date(2026, 9, 14), date(2026, 11, 14), -1, "overdue"),
        ),
        (
            [Lease(date(2020, 1, 1), date(2026, 11, 5)), Lease(date(2026, 12, 1), None)],
            Vacancy(date(2026, 11, 6), None, None, "let_again"),
        ),
        ([Lease(date(2026, 12, 1), None)], Vacancy(None, None, None, "let_again")),
        ([Lease(date(2020, 1, 1), date(2026, 11, 30)), Lease(date(2026, 12, 1), None)], None),
        (
            [Lease(date(2026, 12, 1), date(2026, 12, 31)), Lease(date(2020, 1, 1), date(2026, 11, 30))],
            Vacancy(date(2027, 1, 1), date(2027, 3, 1), 106, "ending"),
        ),
        (
            [Lease(date(2020, 1, 1), date(2026, 11, 30)), Lease(date(2026, 12, 2), None)],
            Vacancy(date(2026, 12, 1), None, None, "let_again"),
        ),
    ],
)
def test_a_home_is_free_from_the_day_after_its_last_contract(found: list[Lease], expected: Vacancy | None) -> None:
    assert vacancy_on(found, ON, 2) == expected


@pytest.mark.parametrize(
    ("last_day", "months", "due"),
    [
        (date(2026, 12, 30), 2, date(2027, 2, 28)),
        (date(2027, 12, 30), 2, date(2028, 2, 29)),
        (date(2026, 12, 31), 3, date(2027, 4, 1)),
        (date(2026, 12, 31), 0, date(2027, 1, 1)),
    ],
)
def test_the_nomination_is_due_whole_months_later(last_day: date, months: int, due: date) -> None:
    vacancy = vacancy_on([Lease(date(2020, 1, 1), last_day)], ON, months)
    assert vacancy is not None
    assert vacancy.nomination_due == due


@given(leases(), DAYS, st.integers(0, 12))
def test_a_home_is_free_on_an_empty_day_that_follows_a_let_one(found: list[Lease], on: date, months: int) -> None:
    vacancy = vacancy_on(found, on, months)
    if vacancy is None:
        assert held(found, on)
        assert any(lease.ends_on is None for lease in found)
        return
    assert vacancy.stage in VACANCY_STAGES
    if vacancy.free_from is None:
        assert not any(lease.starts_on <= on for lease in found)
        return
    assert not held(found, vacancy.free_from)
    assert held(found, vacancy.free_from - timedelta(days=1))
    between = range(min(on, vacancy.free_from).toordinal(), max(on, vacancy.free_from).toordinal())
    assert all(held(found, date.fromordinal(day)) == (vacancy.free_from > on) for day in between)
    due = add_months(vacancy.free_from, months)
    runs = (None, None) if vacancy.stage == "let_again" else (due, (due - on).days)
    assert (vacancy.nomination_due, vacancy.days_left) == runs


@given(leases(), DAYS, st.integers(0, 12))
def test_who_waits_another_day_has_a_day_less(found: list[Lease], on: date, months: int) -> None:
    today, tomorrow = vacancy_on(found, on, months), vacancy_on(found, on + timedelta(days=1), months)
    if today and tomorrow and today.free_from == tomorrow.free_from and today.days_left is not None:
        assert tomorrow.days_left == today.days_left - 1
