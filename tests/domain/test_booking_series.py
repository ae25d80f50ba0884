"""A choir has the room every Tuesday, whatever the clocks and the calendar do."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin.domain.booking_rules import Answer
from coopadmin.domain.booking_series import MOST_TIMES, check_times, open_ended, some_times, together

HOUR = timedelta(hours=1)


def moments(rule: str, first: str, until: date, length: timedelta = HOUR) -> list[str]:
    """Write the times of a series as `2026-03-24T20:00`."""
    parsed, _until = open_ended(rule)
    found = some_times(parsed, datetime.fromisoformat(first), length, until)
    assert all(one.ends_at - one.occurrence_at == length for one in found)
    return [one.occurrence_at.isoformat(timespec="minutes") for one in found]


def test_eight_in_the_evening_stays_eight_in_the_evening_across_summer_time() -> None:
    spring = moments("every Tuesday", "2026-03-24T20:00", date(2026, 4, 7))
    autumn = moments("elke dinsdag", "2026-10-20T20:00", date(2026, 11, 3))
    assert spring == ["2026-03-24T20:00", "2026-03-31T20:00", "2026-04-07T20:00"]
    assert autumn == ["2026-10-20T20:00", "2026-10-27T20:00", "2026-11-03T20:00"]
    # Half past two does not exist on the night the clocks go forward; the list on the door still says it.
    assert moments("FREQ=DAILY", "2026-03-28T02:30", date(2026, 3, 30))[1] == "2026-03-29T02:30"


def test_the_end_of_the_month_stays_the_end_of_the_month() -> None:
    assert moments("FREQ=MONTHLY", "2028-01-31T10:00", date(2028, 4, 30)) == [
        "2028-01-31T10:00",
        "2028-02-29T10:00",
        "2028-03-31T10:00",
        "2028-04-30T10:00",
    ]
    assert moments("FREQ=YEARLY", "2028-02-29T10:00", date(2030, 3, 1))[1:] == ["2029-02-28T10:00", "2030-02-28T10:00"]


def test_a_rule_that_names_its_own_last_day_hands_it_over() -> None:
    parsed, until = open_ended("FREQ=WEEKLY;UNTIL=20261231")
    assert (parsed.text, until) == ("FREQ=WEEKLY", date(2026, 12, 31))


@pytest.mark.parametrize(
    ("rule", "until", "length", "field"),
    [
        ("FREQ=WEEKLY;BYDAY=MO", date(2026, 3, 25), HOUR, "until"),
        ("FREQ=DAILY", date(2036, 1, 1), HOUR, "until"),
        ("FREQ=DAILY", date(2026, 4, 1), timedelta(hours=25), "ends_at"),
        ("FREQ=DAILY", date(2026, 4, 1), timedelta(hours=24), ""),
        ("FREQ=DAILY", date(2026, 3, 24), timedelta(hours=25), ""),
    ],
)
def test_a_series_that_cannot_be_is_told_where_it_is_wrong(
    rule: str, until: date, length: timedelta, field: str
) -> None:
    parsed, _until = open_ended(rule)
    found = some_times(parsed, datetime.fromisoformat("2026-03-24T20:00"), length, until)
    assert [problem.field for problem in check_times(found)] == ([field] if field else [])
    assert len(found) <= MOST_TIMES + 1


def test_what_is_no_rule_is_refused_with_a_sentence() -> None:
    with pytest.raises(ValueError, match="does not say when it comes round"):
        open_ended("now and then")


def test_what_a_rule_says_of_many_times_is_said_once_with_their_number() -> None:
    quiet, late = Answer("quiet_from", False, "it is quiet then"), Answer("ahead_days", False, "too far")
    found = together([[quiet], [quiet, late], [], [quiet]])
    assert [answer.told for answer in found] == ["it is quiet then (and 2 times more)", "too far"]


days = st.dates(date(2026, 1, 1), date(2030, 12, 31))


@given(
    st.sampled_from(("FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=MO,TH", "FREQ=MONTHLY", "FREQ=YEARLY")),
    days,
    st.integers(0, 23),
    st.integers(0, 500),
)
def test_a_series_rises_on_the_same_clock_and_a_longer_one_begins_the_same(
    rule: str, first: date, hour: int, lasts: int
) -> None:
    begin = datetime.combine(first, datetime.min.time()) + timedelta(hours=hour)
    parsed, _until = open_ended(rule)
    until = first + timedelta(days=lasts)
    short = some_times(parsed, begin, HOUR, until)
    longer = some_times(parsed, begin, HOUR, until + timedelta(days=60))
    assert longer[: len(short)] == short
    starts = [one.occurrence_at for one in short]
    assert starts == sorted(set(starts))
    assert all(start >= begin and start.date() <= until and start.time() == begin.time() for start in starts)
