"""How time is read and paid, and whose household it counts for."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin.domain.hours import (
    Household,
    Households,
    Stay,
    Worked,
    check_hours,
    claim_number,
    claim_state,
    fee_cents,
    hours_text,
    parse_hours,
    per_household,
    state_of,
)
from coopadmin.domain.work_days import check_work_day, minutes_of
from coopadmin.domain.work_days import state_of as day_state
from tests.conftest import TODAY

JAN, JUN, JUL, DEC = date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1), date(2026, 12, 31)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("2", 120),
        ("2,5", 150),
        ("2.25", 135),
        ("0,33", 20),
        ("2:30", 150),
        (" 2u30 ", 150),
        ("2 uur", 120),
        ("2u", 120),
        ("1,5 uur", 90),
        ("1h05m", 65),
        ("3 hours", 180),
        ("45 min", 45),
        ("90m", 90),
        ("24", 1440),
    ],
)
def test_time_is_read_as_people_write_it(text: str, minutes: int) -> None:
    assert parse_hours(text) == minutes


@pytest.mark.parametrize("text", ["", "0", "0:00", "24:01", "25", "2:75", "-1", "two", "1.000", "2000 min", "1:2:3"])
def test_what_is_no_time_of_a_day_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"time|hours"):
        parse_hours(text)


@given(st.integers(1, 1440))
def test_a_time_that_is_written_is_read_back(minutes: int) -> None:
    assert parse_hours(hours_text(minutes)) == minutes


@given(st.integers(1, 1440), st.integers(1, 20_000))
def test_a_fee_is_the_nearest_cent_to_minutes_times_the_rate(minutes: int, rate_cents: int) -> None:
    exact = Fraction(minutes * rate_cents, 60)
    assert abs(fee_cents(minutes, rate_cents) - exact) <= Fraction(1, 2)
    assert fee_cents(60, rate_cents) == rate_cents
    assert fee_cents(minutes, None) == 0


@pytest.mark.parametrize(
    ("rate", "decision", "charge", "state"),
    [
        (None, None, None, "given"),
        (1500, None, None, "undecided"),
        (1500, 1, None, "to_pay"),
        (1500, 1, 1, "paid"),
    ],
)
def test_hours_stand_somewhere_between_given_and_paid(
    rate: int | None, decision: int | None, charge: int | None, state: str
) -> None:
    assert state_of(rate, decision, charge) == state


def test_what_cannot_be_about_hours_is_named_by_its_field() -> None:
    wrong = check_hours(
        worked_on=TODAY + timedelta(days=1), minutes=0, what=" ", rate_cents=0, today=TODAY, decision_id=None
    )
    assert [one.field for one in wrong] == ["worked_on", "minutes", "what", "rate_cents"]
    long = check_hours(worked_on=TODAY, minutes=60, what="x" * 401, rate_cents=None, today=TODAY, decision_id=3)
    assert [one.field for one in long] == ["what", "rate_cents"]
    assert not check_hours(worked_on=TODAY, minutes=60, what="snoeien", rate_cents=None, today=TODAY)


def _stay(contract: int, home: str, person: int, starts_on: date = JAN, ends_on: date | None = None) -> Stay:
    return Stay(contract, ord(home[0]), home, person, starts_on, ends_on)


def test_whoever_worked_counts_for_the_home_they_had_on_that_day() -> None:
    known = Households([_stay(1, "A1", 7, JAN, JUN), _stay(2, "B1", 7, JUL), _stay(3, "A1", 8, JUL)])
    assert known.of(7, JUN) == Household(1, 65, "A1")
    assert known.of(7, JUL) == Household(2, 66, "B1")
    assert known.of(9, JUL) is None
    worked = [Worked(7, JUN, 60), Worked(7, DEC, 30), Worked(8, DEC, 45), Worked(9, JUL, 10)]
    rows = per_household(worked, known, known.here(DEC))
    assert [(row.household.dwelling if row.household else "", row.minutes) for row in rows] == [
        ("A1", 60),
        ("A1", 45),
        ("B1", 30),
        ("", 10),
    ]


def test_a_new_contract_for_the_same_people_does_not_part_a_household() -> None:
    stays = [
        *(_stay(1, "A1", person, JAN, JUN) for person in (7, 8)),
        *(_stay(2, "A1", person, JUL) for person in (8, 9)),
    ]
    known = Households(stays)
    (row,) = per_household([Worked(7, JUN, 60, 1000), Worked(9, JUL, 15)], known, known.here(DEC))
    assert (row.minutes, row.paid_minutes, row.fee_cents, row.days) == (75, 60, 1000, 2)
    assert row.person_ids == (7, 9)


def test_a_household_that_gave_nothing_is_there_and_one_that_left_is_not() -> None:
    stays = [_stay(1, "A1", 7, JAN, JUN), _stay(2, "B1", 8)]
    known = Households(stays)
    rows = per_household([], known, known.here(DEC))
    assert [(row.household, row.minutes, row.person_ids) for row in rows] == [(Household(2, 66, "B1"), 0, ())]


_DAYS = st.dates(JAN, DEC)
_STAYS = st.lists(
    st.builds(
        lambda contract, home, person, days: _stay(contract, f"{'ABC'[home]}1", person, min(days), max(days)),
        st.integers(1, 4),
        st.integers(0, 2),
        st.integers(1, 5),
        st.tuples(_DAYS, _DAYS),
    ),
    max_size=8,
)
_WORKED = st.lists(
    st.builds(Worked, st.integers(1, 6), _DAYS, st.integers(1, 1440), st.none() | st.integers(1, 5000)), max_size=10
)


@given(_STAYS, _WORKED)
def test_no_minute_and_no_cent_is_lost_or_counted_twice(stays: list[Stay], worked: list[Worked]) -> None:
    known = Households(stays)
    rows = per_household(worked, known, known.here(DEC))
    assert sum(row.minutes for row in rows) == sum(one.minutes for one in worked)
    assert sum(row.fee_cents for row in rows) == sum(fee_cents(one.minutes, one.rate_cents) for one in worked)
    assert len({row.household for row in rows}) == len(rows)
    assert all(row.paid_minutes <= row.minutes for row in rows)


def test_a_claim_gets_the_next_number_of_its_year() -> None:
    assert claim_number(2026, []) == "Z-2026-01"
    assert claim_number(2026, ["Z-2026-02", "Z-2025-09", "Z-2026-x"]) == "Z-2026-03"
    assert claim_number(2026, ["Z-2026-99"]) == "Z-2026-100"


@pytest.mark.parametrize(
    ("granted", "withdrawn", "state"),
    [
        (None, None, "open"),
        (100, None, "granted"),
        (40, None, "partly"),
        (0, None, "refused"),
        (40, TODAY, "withdrawn"),
    ],
)
def test_a_claim_stands_where_its_answer_puts_it(granted: int | None, withdrawn: date | None, state: str) -> None:
    assert claim_state(100, granted, withdrawn) == state


# -- the day itself ------------------------------------------------------------------------------------------------

TEN, FOUR = datetime(2026, 11, 28, 10), datetime(2026, 11, 28, 16)  # noqa: DTZ001 - wall clock


def test_a_work_day_begins_before_it_ends_and_its_day_for_bad_weather_is_later() -> None:
    assert not check_work_day("Tuin", TEN, FOUR, date(2026, 12, 5))
    for wrong, field in (
        (check_work_day(" ", TEN, FOUR, None), "title"),
        (check_work_day("x" * 121, TEN, FOUR, None), "title"),
        (check_work_day("Tuin", FOUR, TEN, None), "ends_at"),
        (check_work_day("Tuin", TEN, FOUR + timedelta(days=1), None), "ends_at"),
        (check_work_day("Tuin", TEN, FOUR, TEN.date()), "reserve_on"),
    ):
        assert [one.field for one in wrong] == [field]
    assert minutes_of(TEN, FOUR) == 360


def test_a_work_day_stands_by_its_day_until_it_is_closed_or_called_off() -> None:
    on = TEN.date()
    assert day_state(on, None, None, on - timedelta(days=1)) == "planned"
    assert day_state(on, None, None, on) == "today"
    assert day_state(on, None, None, on + timedelta(days=1)) == "to_close"
    assert day_state(on, on, None, on) == "closed"
    assert day_state(on, None, on, on) == "cancelled"
