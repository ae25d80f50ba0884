"""Work that comes round is due again: by months or by the calendar, with what was skipped or moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin import i18n
from coopadmin.domain.inspections import LIBRARY, STATUSES, inspection
from coopadmin.domain.jobs import (
    Course,
    announced_days,
    belongs,
    calendar,
    next_time,
    read_returns,
    returns_words,
    times_between,
)
from coopadmin.domain.periods import add_months
from coopadmin.domain.recurrences import MOST_MONTHS, next_due
from coopadmin.domain.recurrences_calendar import Occurrence

JAN_31, MAR_1 = date(2026, 1, 31), date(2026, 3, 1)
TUESDAYS = Course(rule="FREQ=MONTHLY;BYDAY=1TU", starts_on=date(2026, 1, 1))

days = st.dates(date(1990, 1, 1), date(2090, 12, 31))
months = st.integers(1, 60)


def first_days(course: Course, most: int = 3) -> list[date]:
    return list(islice(calendar(course), most))


@pytest.mark.parametrize(
    ("course", "due"),
    [
        (Course(12), None),
        (Course(12, last_done=JAN_31, behind=JAN_31), date(2027, 1, 31)),
        (Course(1, last_done=JAN_31, behind=JAN_31), date(2026, 2, 28)),
        (Course(12, starts_on=MAR_1), MAR_1),
        (Course(12, starts_on=MAR_1, last_done=date(2026, 3, 20), behind=date(2026, 3, 20)), date(2027, 3, 20)),
        (Course(12, counted_from="planned", last_done=JAN_31, behind=JAN_31), date(2027, 1, 31)),
        (Course(12, counted_from="planned", starts_on=MAR_1, last_done=JAN_31, behind=MAR_1), date(2027, 3, 1)),
        (Course(6, counted_from="planned", starts_on=MAR_1, behind=date(2026, 9, 20)), date(2027, 3, 1)),
        (TUESDAYS, date(2026, 1, 6)),
        (replace(TUESDAYS, behind=date(2026, 3, 3)), date(2026, 4, 7)),
        (replace(TUESDAYS, ends_on=date(2026, 4, 1), behind=date(2026, 3, 3)), None),
        (replace(TUESDAYS, ended_on=date(2026, 4, 7), behind=date(2026, 3, 3)), date(2026, 4, 7)),
    ],
)
def test_what_is_due_next(course: Course, due: date | None) -> None:
    following = next_time(course)
    assert (following and following.on) == due


def test_work_counted_from_the_day_it_was_done_shifts_and_work_counted_from_its_plan_does_not() -> None:
    late = date(2026, 4, 15)
    done = Course(6, starts_on=MAR_1, last_done=late, behind=late)
    assert first_days(done, 2) == [date(2026, 10, 15), date(2027, 4, 15)]
    assert first_days(replace(done, counted_from="planned"), 2) == [date(2026, 9, 1), date(2027, 3, 1)]


def test_what_was_done_early_stands_for_its_own_day() -> None:
    early = replace(TUESDAYS, last_done=date(2026, 3, 30), behind=date(2026, 4, 7))
    assert next_time(early) == Occurrence(date(2026, 5, 5), date(2026, 5, 5))


def test_a_skipped_time_is_not_due_and_a_moved_one_is_due_on_its_new_day() -> None:
    skipped = replace(TUESDAYS, exceptions={date(2026, 1, 6): None})
    assert next_time(skipped) == Occurrence(date(2026, 2, 3), date(2026, 2, 3))
    moved = replace(TUESDAYS, exceptions={date(2026, 1, 6): date(2026, 1, 12)})
    assert next_time(moved) == Occurrence(date(2026, 1, 12), date(2026, 1, 6))
    brought_forward = replace(TUESDAYS, exceptions={date(2026, 3, 3): date(2026, 1, 2)})
    assert next_time(brought_forward) == Occurrence(date(2026, 1, 2), date(2026, 3, 3))


def test_the_last_time_of_all_may_be_moved_or_skipped_too() -> None:
    once = Course(rule="FREQ=YEARLY;COUNT=1", starts_on=MAR_1)
    assert next_time(replace(once, exceptions={MAR_1: date(2026, 5, 1)})) == Occurrence(date(2026, 5, 1), MAR_1)
    assert next_time(replace(once, exceptions={MAR_1: None})) is None


def test_the_times_of_a_year_are_those_that_take_place_in_it() -> None:
    course = replace(TUESDAYS, exceptions={date(2026, 2, 3): None, date(2026, 12, 1): date(2027, 1, 4)})
    found = times_between(course, date(2026, 1, 1), date(2026, 12, 31))
    assert len(found) == 10
    assert date(2026, 2, 3) not in {one.planned for one in found}


def test_only_days_of_its_own_that_are_ahead_belong_to_a_job() -> None:
    course = replace(TUESDAYS, behind=date(2026, 2, 3), exceptions={date(2026, 3, 3): None})
    asked = [date(2026, 2, 3), date(2026, 3, 3), date(2026, 3, 4), date(2026, 4, 7)]
    assert [belongs(course, day) for day in asked] == [False, True, False, True]


def test_a_rule_whose_day_never_comes_is_not_looked_for_until_the_end_of_time() -> None:
    assert next_time(Course(rule="FREQ=YEARLY;INTERVAL=2;BYMONTH=2;BYDAY=5MO", starts_on=date(2027, 1, 1))) is None


@given(days, months)
def test_by_months_after_it_was_done_is_as_it_always_was(done: date, every: int) -> None:
    following = next_time(Course(every, last_done=done, behind=done))
    assert following is not None
    assert following.on == next_due(done, every)


@given(days, months, st.integers(0, 3000), st.sampled_from(["done", "planned"]))
def test_what_is_due_is_after_what_is_behind_and_on_the_plan(first: date, every: int, later: int, counted: str) -> None:
    done = first + timedelta(days=later)
    course = Course(every, counted_from=counted, starts_on=first, last_done=done, behind=done)
    following = next_time(course)
    assert following is not None
    assert done < following.on <= add_months(done, every)
    if counted == "planned":
        assert following.on in {add_months(first, every * k) for k in range(later // 28 // every + 2)}


# -- how it comes round ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("yearly", (12, "")),
        ("elke 18 maanden", (18, "")),
        ("2x per jaar", (6, "")),
        ("first Tuesday of the month", (None, "FREQ=MONTHLY;BYDAY=1TU")),
        ("FREQ=MONTHLY;BYMONTHDAY=31", (None, "FREQ=MONTHLY;BYMONTHDAY=31")),
    ],
)
def test_a_job_comes_round_by_months_or_by_the_calendar(text: str, read: tuple[int | None, str]) -> None:
    assert read_returns(text) == read
    assert read_returns(returns_words(*read)) == read


@pytest.mark.parametrize("text", ["", "-", "nooit", "elke maan", "FREQ=HOURLY"])
def test_what_does_not_say_how_often_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=" "):
        read_returns(text)


# -- what must be looked after ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("months", "rule", "ahead"),
    [
        (18, "", 90),
        (6, "", 90),
        (3, "", 45),
        (None, "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1", 90),
        (None, "FREQ=MONTHLY;BYDAY=1MO", 15),
        (None, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", 7),
        (None, "FREQ=WEEKLY;BYDAY=MO,TH", 3),
        (None, "FREQ=DAILY", 0),
    ],
)
def test_what_returns_soon_is_not_announced_before_the_time_before_it_is_half_gone(
    months: int | None, rule: str, ahead: int
) -> None:
    assert announced_days(months, rule, 90) == ahead
    assert announced_days(months, rule, 0) == 0


def test_every_inspection_of_the_library_says_how_often_and_what_asks_for_it() -> None:
    assert len({one.code for one in LIBRARY}) == len(LIBRARY)
    for one in LIBRARY:
        assert one.what
        assert one.source
        assert one.status in STATUSES
        assert 1 <= one.every_months <= MOST_MONTHS
    assert inspection("lift") is LIBRARY[0]
    assert inspection("moon") is None


def test_the_lift_is_inspected_by_law_every_18_months_and_for_the_first_time_after_a_year() -> None:
    lift = inspection("lift")
    assert lift is not None
    assert (lift.every_months, lift.first_months, lift.status) == (18, 12, "legal")


def test_what_nobody_could_check_is_not_called_legal() -> None:
    assert {one.code for one in LIBRARY if one.status == "legal"} == {"lift", "extinguishers_law"}


def test_words_are_read_back_in_dutch_too() -> None:
    i18n.use("nl")
    assert read_returns(returns_words(18, "")) == (18, "")
    rule = "FREQ=YEARLY;BYMONTH=3,9;BYDAY=-1SA"
    assert read_returns(returns_words(None, rule)) == (None, rule)
