"""Neighbours share rooms and things: what may stand beside what, and what a house rule counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin.domain.facilities import (
    LONGEST_DAYS,
    Calendar,
    Slot,
    Terms,
    cautions,
    check_booking,
    clashes,
    first_overlap,
    midnight,
    overlap,
    refusals,
    span_text,
    stored,
)

TODAY = date(2026, 11, 20)
ROOM = Terms(1, "GZ", "Common room", exclusive=True, max_per_month=2)
LAUNDRY = Terms(2, "WAS", "Laundry", exclusive=False)
ANNA, BAS = 1, 2


def at(text: str) -> datetime:
    """Read a moment in November 2026: `3 14:00`."""
    day, clock = text.split()
    return datetime.fromisoformat(f"2026-11-{int(day):02d}T{clock}")


def slot(starts: str, ends: str, person: int = ANNA, booking_id: int | None = None, **more: str) -> Slot:
    """Make a booking of the common room."""
    return Slot(booking_id, ROOM.facility_id, person, at(starts), at(ends), **more)


moments = st.integers(0, 200).map(lambda quarters: at("1 00:00") + timedelta(minutes=15 * quarters))
slots = st.builds(
    lambda person, starts, quarters, status: Slot(
        None, ROOM.facility_id, person, starts, starts + timedelta(minutes=15 * quarters), status
    ),
    st.sampled_from((ANNA, BAS)),
    moments,
    st.integers(1, 40),
    st.sampled_from(("requested", "confirmed", "used", "cancelled")),
)


# -- overlap -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("starts", "ends", "taken"),
    [
        ("3 14:00", "3 18:30", True),
        ("3 18:29", "3 20:00", True),
        ("3 18:30", "3 20:00", False),
        ("3 12:00", "3 14:00", False),
        ("3 12:00", "3 14:01", True),
        ("3 15:00", "3 15:01", True),
        ("2 00:00", "5 00:00", True),
        ("4 14:00", "4 18:30", False),
    ],
)
def test_a_room_is_taken_from_its_first_minute_up_to_the_hand_over(starts: str, ends: str, taken: bool) -> None:
    there = slot("3 14:00", "3 18:30", BAS, 1)
    assert clashes(slot(starts, ends), there, exclusive=True) is taken
    assert (Calendar([there]).clash(slot(starts, ends), exclusive=True) == there) is taken


@given(moments, moments, moments, moments)
def test_overlap_is_the_same_from_either_side(one: datetime, two: datetime, three: datetime, four: datetime) -> None:
    (first, last), (begin, end) = sorted((one, two)), sorted((three, four))
    assert overlap(first, last, begin, end) == overlap(begin, end, first, last)


@given(st.lists(slots, max_size=25))
def test_whatever_is_asked_for_an_exclusive_room_never_serves_two_at_once(asked: list[Slot]) -> None:
    calendar, accepted = Calendar(), list[Slot]()
    for number, wish in enumerate(asked, 1):
        if not refusals(wish, ROOM, calendar):
            accepted.append(replace(wish, booking_id=number))
            calendar.put(accepted[-1])
    held = [one for one in accepted if one.holds]
    assert not any(overlap(a.starts_at, a.ends_at, b.starts_at, b.ends_at) for a, b in combinations(held, 2))
    assert first_overlap(accepted) is None


@given(st.lists(slots, max_size=25), slots)
def test_the_calendar_finds_a_clash_wherever_there_is_one(there: list[Slot], wish: Slot) -> None:
    entered = [replace(one, booking_id=number) for number, one in enumerate(there, 1)]
    for exclusive in (True, False):
        found = Calendar(entered).clash(wish, exclusive=exclusive)
        assert (found is not None) == any(clashes(wish, one, exclusive=exclusive) for one in entered)


@given(st.lists(slots, max_size=15))
def test_the_first_overlap_is_found_exactly_where_two_bookings_overlap(there: list[Slot]) -> None:
    expected = any(clashes(a, b, exclusive=True) for a, b in combinations(there, 2))
    assert (first_overlap(there) is not None) is expected


def test_a_booking_that_began_last_month_still_holds_the_room() -> None:
    stay = replace(slot("1 00:00", "9 11:00", BAS, 1), starts_at=datetime.fromisoformat("2026-08-20T14:00"))
    assert Calendar([stay]).clash(slot("9 10:00", "9 12:00"), exclusive=True) == stay


def test_who_cancelled_keeps_nobody_out_and_may_lie_over_another() -> None:
    calendar = Calendar([slot("3 14:00", "3 18:30", BAS, 1, status="cancelled")])
    assert refusals(slot("3 14:00", "3 18:30"), ROOM, calendar) == []
    calendar = Calendar([slot("3 14:00", "3 18:30", BAS, 1)])
    assert refusals(slot("3 14:00", "3 18:30", status="cancelled"), ROOM, calendar) == []


def test_a_booking_that_was_taken_out_leaves_its_time_free() -> None:
    there = slot("3 14:00", "3 18:30", BAS, 1)
    calendar = Calendar([there])
    calendar.remove(there)
    assert refusals(slot("3 14:00", "3 18:30"), ROOM, calendar) == []


def test_a_refusal_says_when_the_room_is_taken() -> None:
    calendar = Calendar([slot("3 14:00", "3 18:30", BAS, 1)])
    (problem,) = refusals(slot("3 17:00", "3 23:00"), ROOM, calendar)
    assert (problem.field, problem.message) == (
        "starts_at",
        "Common room is already booked: 3 November 2026 14:00–18:30",
    )


def test_a_shared_laundry_takes_several_people_but_one_person_once_at_a_moment() -> None:
    wash = replace(slot("3 14:00", "3 16:00", ANNA, 1), facility_id=LAUNDRY.facility_id)
    calendar = Calendar([wash])
    assert refusals(replace(wash, booking_id=None, person_id=BAS), LAUNDRY, calendar) == []
    assert refusals(replace(wash, booking_id=None, starts_at=at("3 15:00")), LAUNDRY, calendar) == []
    (problem,) = refusals(replace(wash, booking_id=None, ends_at=at("3 15:00")), LAUNDRY, calendar)
    assert problem.field == "starts_at"


@pytest.mark.parametrize(
    ("starts", "ends", "wrong"),
    [
        ("30 20:00", "30 23:59", None),
        ("29 20:00", "30 10:00", None),
        ("30 20:00", "31 00:00", None),
        ("30 20:00", "31 01:00", "ends_at"),
        ("31 10:00", "31 11:00", "starts_at"),
    ],
)
def test_a_closed_room_is_open_up_to_the_end_of_its_last_day(starts: str, ends: str, wrong: str | None) -> None:
    def in_october(moment: str) -> datetime:
        day, clock = moment.split()
        return datetime.fromisoformat(f"2026-10-{day}T{clock}")

    wish = Slot(None, ROOM.facility_id, ANNA, in_october(starts), in_october(ends))
    found = refusals(wish, replace(ROOM, ended_on=date(2026, 10, 30)), Calendar())
    assert [problem.field for problem in found] == ([wrong] if wrong else [])


# -- times that cannot be ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("starts", "ends", "possible"),
    [
        ("2026-11-03T14:00", "2026-11-03T14:01", True),
        ("2026-11-03T14:00", "2026-11-03T14:00", False),
        ("2026-12-12T20:00", "2026-12-12T18:00", False),
        ("2026-11-03T14:00", "2027-11-04T14:00", True),
        ("2026-11-03T14:00", "2027-11-04T14:01", False),
        ("2026-11-03T14:00", "2206-11-03T18:00", False),
    ],
)
def test_a_booking_ends_after_it_begins_and_within_a_year(starts: str, ends: str, possible: bool) -> None:
    found = check_booking(datetime.fromisoformat(starts), datetime.fromisoformat(ends))
    assert [problem.field for problem in found] == ([] if possible else ["ends_at"])


def test_a_time_that_could_not_be_read_is_not_judged_again() -> None:
    assert check_booking(None, at("3 14:00")) == check_booking(at("3 14:00"), None) == []


# -- house rules ---------------------------------------------------------------------------------------------------


def _fields(wish: Slot, there: list[Slot], terms: Terms = ROOM) -> list[str]:
    return [problem.field for problem in cautions(wish, terms, Calendar(there), TODAY)]


def test_the_booking_above_the_months_limit_is_the_one_that_is_spoken_of() -> None:
    two = [slot("3 14:00", "3 15:00", booking_id=1), slot("5 14:00", "5 15:00", booking_id=2)]
    assert _fields(slot("1 14:00", "1 15:00"), two) == ["starts_at"]
    assert _fields(two[1], two) == []


@pytest.mark.parametrize(
    "other",
    [
        slot("5 14:00", "5 15:00", BAS, 2),
        slot("5 14:00", "5 15:00", ANNA, 2, status="cancelled"),
        replace(slot("5 14:00", "5 15:00", ANNA, 2), facility_id=9),
        replace(slot("5 14:00", "5 15:00", ANNA, 2), starts_at=datetime.fromisoformat("2026-10-31T23:59")),
    ],
    ids=["another person", "cancelled", "another room", "began last month"],
)
def test_only_ones_own_bookings_of_that_room_begun_in_that_month_count(other: Slot) -> None:
    assert _fields(slot("9 14:00", "9 15:00"), [slot("3 14:00", "3 15:00", booking_id=1), other]) == []


def test_a_room_without_a_limit_has_none_and_a_limit_of_zero_speaks_at_once() -> None:
    many = [slot(f"{day} 14:00", f"{day} 15:00", booking_id=day) for day in range(1, 20)]
    assert _fields(slot("25 14:00", "25 15:00"), many, replace(ROOM, max_per_month=None)) == []
    assert _fields(slot("25 14:00", "25 15:00"), [], replace(ROOM, max_per_month=0)) == ["starts_at"]


def test_a_very_long_booking_and_one_used_before_its_time_are_pointed_out() -> None:
    long = replace(slot("1 00:00", "2 00:00"), ends_at=at("1 00:00") + timedelta(days=LONGEST_DAYS))
    assert _fields(long, []) == ["ends_at"]
    assert _fields(slot("21 10:00", "21 12:00", status="used"), []) == ["status"]
    assert _fields(slot("20 10:00", "20 12:00", status="used"), []) == []


# -- in words ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("starts", "ends", "text"),
    [
        ("3 14:00", "3 18:30", "3 November 2026 14:00–18:30"),
        ("3 14:00", "4 00:00", "3 November 2026 14:00–24:00"),
        ("3 14:00", "4 11:00", "3 November 2026 14:00 – 4 November 2026 11:00"),
    ],
)
def test_a_time_is_told_with_as_few_words_as_are_clear(starts: str, ends: str, text: str) -> None:
    assert span_text(at(starts), at(ends)) == text


@given(st.datetimes(midnight(date(1800, 1, 1)), midnight(date(2200, 12, 31))))
def test_a_moment_is_kept_in_sixteen_signs_that_sort_as_time_does(moment: datetime) -> None:
    text = stored(moment)
    assert len(text) == 16
    assert datetime.fromisoformat(text) <= moment


def test_a_booking_cannot_begin_or_end_in_an_hour_that_the_clock_passes_over() -> None:
    skipped, noon = datetime.fromisoformat("2027-03-28T02:30"), datetime.fromisoformat("2027-03-28T12:00")
    assert [(one.field, one.message) for one in check_booking(skipped, noon)] == [
        (
            "starts_at",
            "02:30 does not come on 28 March 2027: summer time begins, and the clock goes from 02:00 to 03:00",
        )
    ]
    midnight_before = datetime.fromisoformat("2027-03-28T00:00")
    assert [one.field for one in check_booking(midnight_before, skipped)] == ["ends_at"]
