"""Standing bookings: every time of a series is a booking of its own, and none of them is ever given away twice."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coopadmin.errors import CoopadminError, Invalid, Refused
from coopadmin.services import booking_series, booking_wishes, bookings, facility_rules
from coopadmin.services.booking_series import SeriesBooked
from coopadmin.services.undo import undo
from db.backup import check
from db.journal import Transaction
from db.queries import booking_series as queries
from db.queries import bookings as booking_queries
from db.queries import cleaning as turn_queries
from db.queries.base import Listing
from db.queries.booking_series import SeriesRecord
from db.store import Store
from db.tables.bookings import Booking
from tests.conftest import Furnish, clock
from tests.rooms_made import TODAY, House, Known, at, settle


@pytest.fixture
def house(store: Store, furnish: Furnish) -> House:
    """Open the house: nothing is booked and there are no rules yet."""
    return House(store, furnish(settle))


def choir(house: House, starts: str = "1 20:00", until: date = date(2026, 12, 29), **more: Any) -> SeriesBooked:
    """Book the hall every Tuesday evening for Anna's choir; 1 December 2026 is a Tuesday."""
    values: dict[str, Any] = {
        "facility_id": house.known.hall,
        "person_id": house.known.anna,
        "starts_at": at(starts),
        "ends_at": at(starts) + timedelta(hours=2),
        "rule": "every Tuesday",
        "until": until,
        "purpose": "choir",
    }
    return house.store.do(booking_series.book_series, **{**values, **more}).result


def record(house: House, series_id: int) -> SeriesRecord:
    """Give a series as it stands."""
    found = house.store.read(queries.record, series_id, TODAY)
    assert found is not None
    return found


def standing(house: House, series_id: int) -> list[str]:
    """Write the times of a series that stand, as day and hour."""
    return [f"{row.starts_at:%d %H:%M}" for row in record(house, series_id).bookings if row.status != "cancelled"]


# -- making one ----------------------------------------------------------------------------------------------------


def test_every_time_of_a_series_is_a_booking_with_its_own_turn_and_price(house: House) -> None:
    house.rule("cleaning", "booker")
    made = choir(house, people=12)
    assert (made.booked, made.left_out, made.warnings) == (5, (), ())
    found = record(house, made.series_id)
    assert standing(house, made.series_id) == ["01 20:00", "08 20:00", "15 20:00", "22 20:00", "29 20:00"]
    assert {(row.price_cents, row.people, row.purpose, row.status) for row in found.bookings} == {
        (1000, 12, "choir", "confirmed")
    }
    assert [row.occurrence_at for row in found.bookings] == [row.starts_at for row in found.bookings]
    assert house.store.read(turn_queries.page, Listing(), TODAY).total == 5
    (row,) = house.store.read(queries.page, Listing(search="hall"), TODAY).rows
    assert (row.rule, row.ahead, row.next_starts_at) == ("FREQ=WEEKLY;BYDAY=TU", 5, at("1 20:00"))


def test_a_series_is_taken_back_whole(house: House) -> None:
    choir(house)
    house.store.do(undo)
    assert house.store.read(booking_queries.bookings_register) == ()
    assert house.store.read(queries.page, Listing(filter="all"), TODAY).total == 0


def test_a_series_keeps_its_hour_across_summer_time(house: House) -> None:
    made = choir(house, "2027-03-23T20:00", date(2027, 4, 6))
    assert standing(house, made.series_id) == ["23 20:00", "30 20:00", "06 20:00"]


def test_times_that_are_taken_are_named_or_left_out_with_their_reason(house: House) -> None:
    house.book("8 21:00", "8 23:00", house.known.carla)
    house.store.do(
        facility_rules.close_between,
        facility_id=house.known.hall,
        starts_at=at("21 00:00"),
        ends_at=at("28 00:00"),
        why="Christmas",
    )
    with pytest.raises(Invalid, match="2 of 5 times cannot be: 8 December 2026: Hall is already booked") as refusal:
        choir(house)
    assert [problem.field for problem in refusal.value.problems] == ["starts_at"]
    made = choir(house, skip_taken=True)
    assert (made.booked, [f"{moment:%d}" for moment, _why in made.left_out]) == (3, ["08", "22"])
    skips = record(house, made.series_id).skips
    assert [(f"{one.occurrence_at:%d}", one.reason.split(":")[0]) for one in skips] == [
        ("08", "Hall is already booked"),
        ("22", "Hall is closed 21 December 2026 00"),
    ]


def test_house_rules_ask_one_reason_for_a_whole_series_and_keep_it(house: House) -> None:
    house.rule("ahead_days", "14")
    with pytest.raises(Invalid, match=r"and 3 times more") as refusal:
        choir(house)
    assert [problem.field for problem in refusal.value.problems] == ["reason"]
    made = choir(house, reason="decided by the board on 12 May")
    assert len(made.warnings) == 1
    assert {row.overruled for row in record(house, made.series_id).bookings} == {"decided by the board on 12 May"}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"rule": "now and then"}, "rule"),
        ({"until": date(2026, 11, 30)}, "until"),
        ({"rule": "FREQ=DAILY", "until": date(2036, 1, 1)}, "until"),
        ({"ends_at": at("1 20:00")}, "ends_at"),
        ({"ends_at": at("9 20:00")}, "ends_at"),
        ({"person_id": 99}, "person_id"),
    ],
)
def test_a_series_that_cannot_be_says_where_it_is_wrong(house: House, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        choir(house, **wrong)
    assert [problem.field for problem in refusal.value.problems] == [field]


# -- exceptions ----------------------------------------------------------------------------------------------------


def test_one_time_is_skipped_moved_and_put_back_and_the_others_stay(house: House) -> None:
    made = choir(house)
    rows = record(house, made.series_id).bookings
    with pytest.raises(Invalid):
        house.store.do(booking_series.skip_time, booking_id=rows[1].booking_id, reason=" ")
    house.store.do(booking_series.skip_time, booking_id=rows[1].booking_id, reason="holiday")
    house.store.do(
        bookings.move_booking, booking_id=rows[2].booking_id, starts_at=at("16 19:00"), ends_at=at("16 21:00")
    )
    assert standing(house, made.series_id) == ["01 20:00", "16 19:00", "22 20:00", "29 20:00"]
    assert [one.reason for one in record(house, made.series_id).skips] == ["holiday"]
    back = {"series_id": made.series_id, "occurrence_at": at("8 20:00")}
    other = house.book("8 20:00", "8 21:00", house.known.carla)
    with pytest.raises(Invalid, match="already booked"):
        house.store.do(booking_series.restore_time, **back)
    house.store.do(bookings.cancel_booking, booking_id=other.booking_id)
    house.store.do(booking_series.restore_time, **back)
    assert standing(house, made.series_id)[1] == "08 20:00"
    assert record(house, made.series_id).skips == ()
    for moment, said in ((at("8 20:00"), "stands already"), (at("9 20:00"), "no time of this series")):
        with pytest.raises(Refused, match=said):
            house.store.do(booking_series.restore_time, series_id=made.series_id, occurrence_at=moment)


def test_a_time_that_was_left_out_can_be_had_once_it_is_free(house: House) -> None:
    taken = house.book("8 21:00", "8 23:00", house.known.carla)
    made = choir(house, skip_taken=True)
    house.store.do(bookings.cancel_booking, booking_id=taken.booking_id)
    house.store.do(booking_series.restore_time, series_id=made.series_id, occurrence_at=at("8 20:00"))
    assert len(standing(house, made.series_id)) == 5


def test_a_series_runs_on_and_does_not_bring_back_what_was_skipped(house: House) -> None:
    made = choir(house, until=date(2026, 12, 15))
    rows = record(house, made.series_id).bookings
    house.store.do(bookings.cancel_booking, booking_id=rows[0].booking_id, reason="ill")
    longer = house.store.do(booking_series.extend_series, series_id=made.series_id, until=date(2026, 12, 29)).result
    assert longer.booked == 2
    assert standing(house, made.series_id) == ["08 20:00", "15 20:00", "22 20:00", "29 20:00"]
    with pytest.raises(Invalid, match="runs until 29 December 2026 already"):
        house.store.do(booking_series.extend_series, series_id=made.series_id, until=date(2026, 12, 29))


def test_a_series_that_stops_frees_its_later_times_for_who_waits(house: House) -> None:
    made = choir(house)
    wish = house.store.do(
        booking_wishes.wait_for,
        facility_id=house.known.hall,
        person_id=house.known.carla,
        starts_at=at("22 20:00"),
        ends_at=at("22 22:00"),
    ).result
    stopped = house.store.do(booking_series.stop_series, series_id=made.series_id, ended_on=date(2026, 12, 15))
    assert (stopped.result, standing(house, made.series_id)) == (2, ["01 20:00", "08 20:00", "15 20:00"])
    house.store.do(booking_wishes.give_wish, wish_id=wish)
    for deed, more in (
        (booking_series.stop_series, {"ended_on": TODAY}),
        (booking_series.extend_series, {"until": date(2027, 3, 1)}),
        (booking_series.move_series, {"from_on": TODAY, "minutes_later": 60}),
    ):
        with pytest.raises(Refused, match="stopped after 15 December 2026 already"):
            house.store.do(deed, series_id=made.series_id, **more)  # pyright: ignore[reportArgumentType]
    assert house.store.read(queries.page, Listing(filter="running"), date(2026, 12, 16)).total == 0
    assert house.store.read(queries.page, Listing(filter="stopped"), date(2026, 12, 16)).total == 1


def test_the_rest_of_a_series_moves_together_or_not_at_all(house: House) -> None:
    made = choir(house)
    move: dict[str, Any] = {"series_id": made.series_id, "from_on": date(2026, 12, 15)}
    house.book("22 18:00", "22 19:30", house.known.carla)
    with pytest.raises(Invalid, match="already booked"):
        house.store.do(booking_series.move_series, **move, minutes_later=-60)
    house.store.do(booking_series.move_series, **move, minutes_later=-30, minutes=150)
    assert standing(house, made.series_id) == ["01 20:00", "08 20:00", "15 19:30", "22 19:30", "29 19:30"]
    with pytest.raises(Invalid, match="another day") as refusal:
        house.store.do(booking_series.move_series, **move, minutes_later=300)
    assert [problem.field for problem in refusal.value.problems] == ["minutes_later"]
    house.store.do(booking_series.extend_series, series_id=made.series_id, until=date(2027, 1, 5))
    assert standing(house, made.series_id)[-1] == "05 19:30"


def test_times_that_touch_one_another_move_past_each_other(house: House) -> None:
    made = choir(house, "1 00:00", date(2026, 12, 3), rule="FREQ=DAILY", ends_at=at("2 00:00"))
    house.store.do(booking_series.move_series, series_id=made.series_id, from_on=TODAY, minutes_later=60)
    house.store.do(booking_series.move_series, series_id=made.series_id, from_on=TODAY, minutes_later=-30)
    assert standing(house, made.series_id) == ["01 00:30", "02 00:30", "03 00:30"]


# -- never twice ---------------------------------------------------------------------------------------------------


def overlaps(store: Store) -> list[tuple[datetime, datetime]]:
    """Find where the hall is given away twice."""
    held = sorted(
        (row.starts_at, row.ends_at)
        for row in store.read(booking_queries.bookings_register)
        if row.status != "cancelled"
    )
    return [(second[0], first[1]) for first, second in pairwise(held) if second[0] < first[1]]


moves = st.lists(
    st.tuples(
        st.sampled_from(
            ("book", "series", "move", "series_move", "cancel", "restore", "extend", "close", "give", "undo")
        ),
        st.integers(0, 6),
        st.integers(0, 60),
        st.integers(1, 30),
    ),
    min_size=3,
    max_size=12,
)


def _play(house: House, what: str, which: int, hour: int, length: int) -> None:
    """Do one thing with the hall, as it comes."""
    store, known = house.store, house.known
    begin = at("1 00:00") + timedelta(hours=hour)
    span: dict[str, Any] = {"starts_at": begin, "ends_at": begin + timedelta(hours=length)}
    rows = store.read(booking_queries.bookings_register)
    row = rows[which % len(rows)] if rows else None
    series = store.read(queries.page, Listing(filter="all"), TODAY).rows
    person = (known.anna, known.carla, known.gijs)[which % 3]
    rule = ("FREQ=DAILY", "FREQ=DAILY;INTERVAL=2", "FREQ=WEEKLY;BYDAY=TU,TH")[which % 3]
    deeds: dict[str, Callable[[], object]] = {
        "book": lambda: store.do(bookings.book, facility_id=known.hall, person_id=person, **span),
        "series": lambda: choir(
            house, rule=rule, until=date(2026, 12, 7), person_id=person, skip_taken=which % 2 == 0, **span
        ),
        "undo": lambda: store.do(undo),
        "close": lambda: store.do(
            facility_rules.close_between, facility_id=known.hall, why="x", call_off=which % 2 == 0, **span
        ),
    }
    if row is not None:
        deeds["move"] = lambda: store.do(bookings.move_booking, booking_id=row.booking_id, **span)
        deeds["cancel"] = lambda: store.do(bookings.cancel_booking, booking_id=row.booking_id)
        deeds["give"] = lambda: store.do(
            booking_wishes.give_wish,
            wish_id=store.do(booking_wishes.wait_for, facility_id=known.hall, person_id=person, **span).result,
        )
    if series:
        one = series[which % len(series)].series_id
        deeds["series_move"] = lambda: store.do(
            booking_series.move_series,
            series_id=one,
            from_on=TODAY,
            minutes_later=60 * (which - 3),
            minutes=60 * length,
        )
        deeds["extend"] = lambda: store.do(
            booking_series.extend_series, series_id=one, until=date(2026, 12, 10), skip_taken=True
        )
        found = record(house, one)
        moments = [*(skip.occurrence_at for skip in found.skips), found.series.starts_at]
        deeds["restore"] = lambda: store.do(
            booking_series.restore_time, series_id=one, occurrence_at=moments[which % len(moments)]
        )
    if what in deeds:
        deeds[what]()


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves)
def test_no_two_bookings_overlap_however_they_are_made_moved_or_made_recurring(
    store: Store, furnish: Furnish, played: list[tuple[str, int, int, int]]
) -> None:
    house = House(store, furnish(settle))
    for what, which, hour, length in played:
        said = ""
        try:
            _play(house, what, which, hour, length)
        except Refused as refused:
            said = str(refused)
        # The deeds look before they write; only for undo the database has to say it.
        assert what == "undo" or said != "This facility is already booked in that time."
        assert overlaps(store) == []


# -- two at once ---------------------------------------------------------------------------------------------------

PROCESSES = (
    multiprocessing.get_context("fork")
    if "fork" in multiprocessing.get_all_start_methods()
    else multiprocessing.get_context("spawn")
)


def _grab(path: Path, known: Known, person: int, start: Any, done: Any) -> None:
    """Take every hour of two days that can still be had, singly and as a series; say how many there were."""
    house = House(Store(path, actor=f"P{person}", clock=clock), known)
    start.wait()
    taken = 0
    for hour in range(0, 40, 2):
        begin = at("1 00:00") + timedelta(hours=hour)
        span: dict[str, Any] = {"starts_at": begin, "ends_at": begin + timedelta(hours=2)}
        try:
            if hour % 8:
                house.store.do(bookings.book, facility_id=known.hall, person_id=person, **span)
                taken += 1
            else:
                until = date(2026, 12, 3)
                taken += choir(house, rule="FREQ=DAILY", person_id=person, until=until, **span).booked
        except Invalid:
            pass
    done.put(taken)


def test_two_programs_at_once_never_give_the_hall_away_twice(house: House) -> None:
    start, done = PROCESSES.Event(), PROCESSES.Queue()
    people = (house.known.anna, house.known.carla)
    others = [
        PROCESSES.Process(target=_grab, args=(house.store.path, house.known, person, start, done), daemon=True)
        for person in people
    ]
    for other in others:
        other.start()
    start.set()
    taken = [done.get(timeout=120) for _other in others]
    for other in others:
        other.join(timeout=60)
        assert other.exitcode == 0
    held = [row for row in house.store.read(booking_queries.bookings_register) if row.status != "cancelled"]
    assert len(held) == sum(taken)
    assert len(held) >= 20, "every hour was taken by one of them"
    assert overlaps(house.store) == []
    assert [finding for finding in check(house.store.path) if not finding.ok] == []


def _slip_in(transaction: Transaction, known: Known, starts_at: str, ends_at: str) -> None:
    transaction.add(Booking(facility_id=known.hall, person_id=known.carla, starts_at=starts_at, ends_at=ends_at))


def test_the_database_itself_says_no_to_what_lies_over_a_time_of_a_series(house: House) -> None:
    choir(house)
    with pytest.raises(CoopadminError, match="already booked in that time"):
        house.store.do(_slip_in, house.known, "2026-12-15T21:59", "2026-12-15T23:00")
