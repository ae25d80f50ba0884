"""Twice a year the clock on the wall is changed: one hour never comes, and one comes twice."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin.domain.appointments import check_times
from coopadmin.domain.summer_time import (
    after,
    check_hours,
    comes_twice,
    is_skipped,
    real_time,
    skipped_text,
    twice_text,
)


def at(text: str) -> datetime:
    """Read a moment: `2027-03-28 02:30`."""
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("moment", "skipped", "twice"),
    [
        ("2027-03-28 01:59", False, False),
        ("2027-03-28 02:00", True, False),
        ("2027-03-28 02:30", True, False),
        ("2027-03-28 02:59", True, False),
        ("2027-03-28 03:00", False, False),
        ("2027-03-29 02:30", False, False),
        ("2026-10-25 01:59", False, False),
        ("2026-10-25 02:00", False, True),
        ("2026-10-25 02:30", False, True),
        ("2026-10-25 02:59", False, True),
        ("2026-10-25 03:00", False, False),
        ("2026-10-24 02:30", False, False),
    ],
)
def test_an_hour_is_skipped_in_march_and_comes_twice_in_october(moment: str, skipped: bool, twice: bool) -> None:
    assert (is_skipped(at(moment)), comes_twice(at(moment))) == (skipped, twice)
    noon = at(f"{moment[:10]} 12:00")
    assert [problem.field for problem in check_hours(at(moment), noon)] == ["starts_at"] * skipped
    assert [problem.field for problem in check_hours(noon, at(moment))] == ["ends_at"] * skipped


def test_the_sentences_say_what_the_clock_does() -> None:
    assert skipped_text(at("2027-03-28 02:30")) == (
        "02:30 does not come on 28 March 2027: summer time begins, and the clock goes from 02:00 to 03:00"
    )
    assert twice_text(at("2026-10-25 02:30")) == (
        "02:30 comes twice that night, for the clock goes back; the first is meant, still in summer time"
    )


@pytest.mark.parametrize(
    ("starts", "ends", "hours"),
    [
        ("2027-03-27 22:00", "2027-03-28 04:00", 5),
        ("2026-10-24 22:00", "2026-10-25 04:00", 7),
        ("2026-10-25 01:00", "2026-10-25 02:30", 1.5),
        ("2026-10-25 02:30", "2026-10-25 03:00", 1.5),
        ("2026-11-20 22:00", "2026-11-21 04:00", 6),
        ("2027-03-27 12:00", "2027-10-31 12:00", 24 * 218),
    ],
)
def test_how_long_it_lasts_is_what_a_stopwatch_says(starts: str, ends: str, hours: float) -> None:
    assert real_time(at(starts), at(ends)) == timedelta(hours=hours)


def test_nobody_comes_into_a_home_in_an_hour_that_is_skipped() -> None:
    skipped, noon = at("2027-03-28 02:30"), at("2027-03-28 12:00")
    assert [one.field for one in check_times(skipped, noon, date(2027, 3, 1))] == ["starts_at"]
    assert check_times(at("2026-10-25 02:30"), at("2026-10-25 12:00"), date(2026, 10, 1)) == []


moments = st.integers(0, 16 * 366 * 24 * 60).map(lambda minutes: at("2020-01-01 00:00") + timedelta(minutes=minutes))


@given(moments, st.lists(st.integers(1, 60 * 24 * 60), min_size=2, max_size=2))
def test_two_stretches_last_as_long_as_the_whole(begin: datetime, minutes: list[int]) -> None:
    middle = begin + timedelta(minutes=minutes[0])
    end = middle + timedelta(minutes=minutes[1])
    assert real_time(begin, middle) + real_time(middle, end) == real_time(begin, end)
    assert not (is_skipped(begin) and comes_twice(begin))
    assert not is_skipped(after(begin, timedelta(minutes=minutes[0])))
