"""When a letter must go, when a second meeting may be, and what became of a request: days, counted exactly."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin.domain import meetings
from coopadmin.domain.meetings import (
    Called,
    Ground,
    clock_times,
    day_of,
    read_minute,
    request_state,
    request_terms,
    requesters_needed,
    second_terms,
    send_by,
    sending,
    state,
    stored,
    time_of,
)
from db.tables import meetings as tables
from db.tables.base import table_of

DAYS = st.dates(date(1990, 1, 1), date(2120, 12, 31))

ASKED = date(2026, 11, 2)
TERMS = request_terms(ASKED)


def _allowed(model: type[tables.AgendaItem], column: str) -> str:
    table = table_of(model)
    return next(str(one.sqltext) for one in table.constraints if str(one.name) == f"ck_{table.name}_{column}_known")  # type: ignore[attr-defined]


def test_every_kind_of_item_in_the_store_has_a_name() -> None:
    allowed = _allowed(tables.AgendaItem, "kind")
    assert all(f"'{kind}'" in allowed for kind in meetings.KINDS)
    assert allowed.count("'") == 2 * len(meetings.KINDS)


# -- the letter ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("meeting_on", "days", "latest"),
    [
        (date(2026, 11, 20), 14, date(2026, 11, 5)),
        (date(2026, 11, 20), 7, date(2026, 11, 12)),
        (date(2026, 11, 20), 0, date(2026, 11, 19)),
        (date(2026, 3, 10), 14, date(2026, 2, 23)),  # over the end of February
        (date(2028, 3, 10), 14, date(2028, 2, 24)),  # which has a day more in a leap year
        (date(2027, 1, 8), 14, date(2026, 12, 24)),  # over the end of a year
        (date(2027, 1, 1), 7, date(2026, 12, 24)),
        (date(2026, 5, 1), 30, date(2026, 3, 31)),
        (date(2026, 10, 29), 7, date(2026, 10, 21)),  # the night the clock goes back is a day like any other
    ],
)
def test_the_letter_leaves_whole_days_between(meeting_on: date, days: int, latest: date) -> None:
    assert send_by(meeting_on, days) == latest


@given(DAYS, st.integers(0, 400))
def test_between_the_letter_and_the_meeting_lie_exactly_the_days_that_are_asked(meeting_on: date, days: int) -> None:
    latest = send_by(meeting_on, days)
    between = [latest + timedelta(one) for one in range(1, 500) if latest + timedelta(one) < meeting_on]
    assert len(between) == days


BODY = Ground("General meeting", 14, "House rules, article 4")
STATUTES = Ground("Change of the statutes", 7, "Civil Code (BW) 2:42(1)-(2)", inspection_days=5)


def test_a_term_of_the_body_longer_than_that_of_a_statute_change_holds_for_both() -> None:
    found = sending(date(2026, 12, 17), [BODY, STATUTES])
    assert found.by == date(2026, 12, 2)
    assert found.open_for_inspection_from == date(2026, 12, 11)
    assert found.lines == (
        "General meeting: 14 whole days before, so by 2 December 2026 · House rules, article 4",
        "Change of the statutes: 7 whole days before, so by 9 December 2026 · Civil Code (BW) 2:42(1)-(2)",
        "Change of the statutes: the full text lies open 5 whole days before, so from 11 December 2026 · "
        "Civil Code (BW) 2:42(1)-(2)",
    )


def test_a_statute_change_needs_more_than_a_body_that_is_called_at_short_notice() -> None:
    short = Ground("Board", 3, "")
    assert sending(date(2026, 12, 17), [short]).by == date(2026, 12, 13)
    assert sending(date(2026, 12, 17), [short]).open_for_inspection_from is None
    assert sending(date(2026, 12, 17), [short, STATUTES]).by == date(2026, 12, 9)
    assert sending(date(2026, 12, 17), [short]).lines[0].endswith("by 13 December 2026"), "no source, no dot"


@given(DAYS, st.lists(st.tuples(st.none() | st.integers(0, 90), st.none() | st.integers(0, 90)), min_size=1))
def test_the_last_day_is_never_later_than_any_ground_asks_for(
    meeting_on: date, asked: list[tuple[int | None, int | None]]
) -> None:
    grounds = [Ground("x", days, "", inspection) for days, inspection in asked]
    found = sending(meeting_on, grounds)
    for ground in grounds:
        assert ground.days is None or found.by <= send_by(meeting_on, ground.days)
        if ground.inspection_days is not None:
            assert found.open_for_inspection_from is not None
            assert found.open_for_inspection_from <= send_by(meeting_on, ground.inspection_days)
    assert len(found.lines) == sum(value is not None for pair in asked for value in pair)
    assert found.by < meeting_on


# -- moments and states ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("wrong", ["", "2026-11-20", "2026-11-20T25:00", "2026-02-30T20:00", "2026-11-20 20:00", "x"])
def test_a_moment_is_a_day_and_a_time(wrong: str) -> None:
    with pytest.raises(ValueError, match="the day and the time"):
        read_minute(wrong)


@given(st.datetimes())
def test_a_moment_is_read_back_as_it_was_written(moment: datetime) -> None:
    written = stored(moment)
    assert read_minute(written) == moment.replace(second=0, microsecond=0)
    assert (day_of(written), time_of(written)) == (moment.date(), f"{moment:%H:%M}")


def test_the_clock_runs_on_by_the_time_set_aside() -> None:
    assert clock_times("2026-11-20T19:45", [10, None, 30, 200, 5]) == ("19:45", "19:55", "19:55", "20:25", "23:45")
    assert clock_times("2026-11-20T23:50", [20, 5]) == ("23:50", "00:10"), "past midnight"
    assert clock_times("2026-11-20T23:50", []) == ()


DAY, MOMENT = date(2026, 11, 20), "2026-11-20T20:00"


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({}, "planned"),
        ({"convened_on": DAY}, "convened"),
        ({"opened_at": MOMENT}, "under_way"),
        ({"convened_on": DAY, "opened_at": MOMENT}, "under_way"),
        ({"opened_at": MOMENT, "closed_at": MOMENT}, "closed"),
        ({"opened_at": MOMENT, "closed_at": MOMENT, "minutes_approved_on": DAY}, "approved"),
        ({"convened_on": DAY, "cancelled_on": DAY}, "cancelled"),
    ],
)
def test_how_far_a_meeting_has_come(known: dict[str, date | str], expected: str) -> None:
    nothing = dict.fromkeys(("convened_on", "opened_at", "closed_at", "cancelled_on", "minutes_approved_on"))
    course = {**nothing, **known}
    assert state(**course) == expected  # type: ignore[arg-type]
    assert expected in meetings.STATES


# -- a second meeting ------------------------------------------------------------------------------------------


def test_a_second_meeting_is_held_within_its_terms() -> None:
    terms = second_terms(date(2026, 11, 20), 14, 28, "Statutes, article 18")
    assert (terms.earliest, terms.latest) == (date(2026, 12, 4), date(2026, 12, 18))
    assert terms.problem(date(2026, 12, 4)) == terms.problem(date(2026, 12, 18)) == ""
    early = "the second meeting is held on 4 December 2026 at the earliest · Statutes, article 18"
    assert terms.problem(date(2026, 12, 3)) == early
    late = "the second meeting is held on 18 December 2026 at the latest · Statutes, article 18"
    assert terms.problem(date(2026, 12, 19)) == late
    assert second_terms(date(2026, 11, 20), None, None).problem(date(2026, 11, 20)) == ""


# -- requests --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("received_on", "meeting_by", "may_convene_from"),
    [
        (date(2026, 11, 2), date(2026, 11, 30), date(2026, 11, 17)),
        (date(2026, 2, 1), date(2026, 3, 1), date(2026, 2, 16)),
        (date(2028, 2, 15), date(2028, 3, 14), date(2028, 3, 1)),
        (date(2026, 12, 20), date(2027, 1, 17), date(2027, 1, 4)),
    ],
)
def test_a_request_must_be_met_in_four_weeks_and_may_be_met_by_the_members_after_fourteen_days(
    received_on: date, meeting_by: date, may_convene_from: date
) -> None:
    terms = request_terms(received_on)
    assert (terms.meeting_by, terms.may_convene_from) == (meeting_by, may_convene_from)
    shorter = request_terms(received_on, meeting_days=21, wait_days=7)
    assert (shorter.meeting_by, shorter.may_convene_from) == (
        received_on + timedelta(days=21),
        received_on + timedelta(days=8),
    )


@pytest.mark.parametrize(
    ("votes", "needed"), [(0, 1), (1, 1), (9, 1), (10, 1), (11, 2), (38, 4), (40, 4), (41, 5), (100, 10), (101, 11)]
)
def test_a_tenth_of_the_votes_is_rounded_up(votes: int, needed: int) -> None:
    assert requesters_needed(votes) == needed


@given(st.integers(1, 5000), st.integers(1, 100))
def test_the_least_number_that_may_ask_is_the_least_that_reaches_the_part(votes: int, percent: int) -> None:
    needed = requesters_needed(votes, percent)
    assert needed * 100 >= votes * percent
    assert (needed - 1) * 100 < votes * percent


IN_TIME, TOO_LATE = date(2026, 11, 30), date(2026, 12, 1)


@pytest.mark.parametrize(
    ("called", "enough", "on", "expected"),
    [
        (None, True, ASKED, "waiting"),
        (None, True, date(2026, 11, 16), "waiting"),
        (None, True, date(2026, 11, 17), "own"),
        (None, False, date(2026, 12, 17), "too_few"),
        (Called(IN_TIME, None), True, date(2026, 11, 16), "planned"),
        (Called(IN_TIME, None), True, date(2026, 11, 17), "own"),  # a plan is not a letter
        (Called(IN_TIME, None), False, date(2026, 11, 17), "planned"),
        (Called(IN_TIME, date(2026, 11, 10)), True, date(2026, 11, 17), "called"),
        (Called(TOO_LATE, date(2026, 11, 10)), True, date(2026, 11, 17), "late"),
        (Called(TOO_LATE, date(2026, 11, 10)), False, date(2026, 11, 17), "called"),
    ],
)
def test_what_became_of_a_request(called: Called | None, enough: bool, on: date, expected: str) -> None:
    assert request_state(TERMS, called, enough=enough, on=on) == expected
    assert expected in meetings.REQUEST_STATES
