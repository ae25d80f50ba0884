"""A board shares out its rooms and things: nothing is given away twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import combinations, count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coopadmin.domain.facilities import overlap
from coopadmin.errors import Invalid, Refused
from coopadmin.services import bookings, facilities, members
from coopadmin.services.facilities import FacilityData
from coopadmin.services.members import PersonData
from coopadmin.services.undo import undo
from db.journal import Transaction
from db.queries import bookings as booking_queries
from db.queries import facilities as queries
from db.queries import journal
from db.queries.base import Listing
from db.store import Store
from db.tables.bookings import Booking
from tests.conftest import Furnish

TODAY = date(2026, 11, 20)
ROOM = FacilityData("GZ", "Common room", kind="room", max_per_month=2)
LAUNDRY = FacilityData("WAS", "Laundry", allows_overlap=True)


def at(text: str) -> datetime:
    """Read a moment in December 2026: `3 14:00`."""
    day, clock = text.split()
    return datetime.fromisoformat(f"2026-12-{int(day):02d}T{clock}")


def _person(store: Store, number: str = "L001") -> int:
    return store.do(
        members.register_member,
        number=number,
        person=PersonData("Berg", given_name=number),
        kind="member",
        starts_on=date(2020, 1, 1),
    ).result


def _room(store: Store, facility: FacilityData = ROOM) -> int:
    return store.do(facilities.add_facility, facility=facility).result


def _book(store: Store, room: int, person: int, starts: str, ends: str, status: str = "confirmed") -> int:
    return store.do(
        bookings.book, facility_id=room, person_id=person, starts_at=at(starts), ends_at=at(ends), status=status
    ).result.booking_id


def _change(store: Store, booking: int, **different: object) -> bookings.Booked:
    record = store.read(booking_queries.booking_record, booking)
    assert record is not None
    row = record.booking
    values: dict[str, object] = {
        name: getattr(row, name) for name in ("facility_id", "person_id", "starts_at", "ends_at", "purpose", "status")
    }
    return store.do(bookings.change_booking, booking_id=booking, **{**values, **different}).result  # pyright: ignore[reportArgumentType]


# -- facilities ----------------------------------------------------------------------------------------------------


def test_a_facility_is_added_with_its_keeper_and_house_rules(store: Store) -> None:
    keeper = _person(store)
    room = _room(store, replace(ROOM, keeper_id=keeper, member_rate_cents=1250, house_rules="  Quiet after   22:00 "))
    record = store.read(queries.record, room, TODAY)
    assert record is not None
    assert (record.facility.keeper_number, record.facility.member_rate_cents) == ("L001", 1250)
    assert record.facility.house_rules == "Quiet after 22:00"


def test_what_is_wrong_with_a_facility_is_said_under_each_field(store: Store) -> None:
    _room(store)
    with pytest.raises(Invalid) as refusal:
        _room(store, FacilityData("GZ", " ", keeper_id=99, other_rate_cents=-1, max_per_month=-1, key_count=-2))
    fields = [problem.field for problem in refusal.value.problems]
    assert fields == ["code", "name", "keeper_id", "other_rate_cents", "max_per_month", "key_count"]
    with pytest.raises(Invalid):
        _room(store, FacilityData("x" * 41, "y" * 401))


def test_correcting_a_facility_may_keep_its_code_but_not_take_anothers(store: Store) -> None:
    room = _room(store)
    _room(store, LAUNDRY)
    assert store.do(facilities.correct_facility, facility_id=room, facility=replace(ROOM, name="Hall")).result
    assert not store.do(facilities.correct_facility, facility_id=room, facility=replace(ROOM, name="Hall")).result
    with pytest.raises(Invalid):
        store.do(facilities.correct_facility, facility_id=room, facility=replace(ROOM, code="WAS"))
    with pytest.raises(Refused):
        store.do(facilities.correct_facility, facility_id=99, facility=ROOM)


def test_double_booking_cannot_be_ruled_out_while_bookings_ahead_overlap(store: Store) -> None:
    room, anna, bas = _room(store, LAUNDRY), _person(store), _person(store, "L002")
    first = _book(store, room, anna, "3 14:00", "3 16:00")
    _book(store, room, bas, "3 15:00", "3 17:00")
    alone = replace(LAUNDRY, allows_overlap=False)
    with pytest.raises(Invalid, match="3 December 2026 14:00–16:00") as refusal:
        store.do(facilities.correct_facility, facility_id=room, facility=alone)
    assert [problem.field for problem in refusal.value.problems] == ["allows_overlap"]
    store.do(bookings.cancel_booking, booking_id=first)
    assert store.do(facilities.correct_facility, facility_id=room, facility=alone).result


def test_what_overlapped_long_ago_does_not_keep_the_rule_from_changing(store: Store) -> None:
    room, anna, bas = _room(store, LAUNDRY), _person(store), _person(store, "L002")
    for person in (anna, bas):
        store.do(
            bookings.book,
            facility_id=room,
            person_id=person,
            starts_at=datetime.fromisoformat("2025-03-01T14:00"),
            ends_at=datetime.fromisoformat("2025-03-01T16:00"),
        )
    alone = replace(LAUNDRY, allows_overlap=False)
    assert store.do(facilities.correct_facility, facility_id=room, facility=alone).result


def test_a_facility_closes_only_when_nobody_has_it_after_its_last_day(store: Store) -> None:
    room, anna = _room(store, replace(ROOM, max_per_month=None)), _person(store)
    _book(store, room, anna, "1 20:00", "2 00:00")
    later = [_book(store, room, anna, f"{day} 20:00", f"{day} 22:00") for day in range(10, 17)]
    with pytest.raises(Refused) as refusal:
        store.do(facilities.close_facility, facility_id=room, ended_on=date(2026, 12, 1))
    assert refusal.value.reasons[1] == "10 December 2026 20:00–22:00"
    assert refusal.value.reasons[-1] == "and 2 more"
    for booking in later:
        store.do(bookings.cancel_booking, booking_id=booking)
    store.do(facilities.close_facility, facility_id=room, ended_on=date(2026, 12, 1))
    with pytest.raises(Refused):
        store.do(facilities.close_facility, facility_id=room, ended_on=date(2026, 12, 5))
    with pytest.raises(Invalid, match="closed after 1 December 2026"):
        _book(store, room, anna, "20 20:00", "20 22:00")
    assert store.read(queries.page, Listing(), date(2026, 12, 1)).total == 1
    assert store.read(queries.page, Listing(), date(2026, 12, 2)).total == 0


# -- bookings ------------------------------------------------------------------------------------------------------


def test_a_room_is_given_once_and_the_second_is_told_when_it_is_taken(store: Store) -> None:
    room, anna, bas = _room(store), _person(store), _person(store, "L002")
    _book(store, room, anna, "3 14:00", "3 18:30")
    with pytest.raises(Invalid, match="3 December 2026 14:00–18:30") as refusal:
        _book(store, room, bas, "3 17:00", "3 23:00")
    assert [problem.field for problem in refusal.value.problems] == ["starts_at"]
    _book(store, room, bas, "3 18:30", "3 23:00")


def test_one_who_only_asks_holds_the_room_as_well(store: Store) -> None:
    room, anna, bas = _room(store), _person(store), _person(store, "L002")
    asked = _book(store, room, anna, "3 14:00", "3 18:30", "requested")
    with pytest.raises(Invalid):
        _book(store, room, bas, "3 14:00", "3 18:30")
    store.do(bookings.confirm_booking, booking_id=asked)
    with pytest.raises(Refused, match="confirmed"):
        store.do(bookings.confirm_booking, booking_id=asked)


def test_what_is_wrong_with_a_booking_is_said_under_each_field(store: Store) -> None:
    room = _room(store)
    with pytest.raises(Invalid) as refusal:
        _book(store, 99, 99, "3 14:00", "3 14:00", "perhaps")
    fields = [problem.field for problem in refusal.value.problems]
    assert fields == ["facility_id", "person_id", "ends_at", "status"]
    with pytest.raises(Invalid):
        _book(store, room, 99, "3 14:00", "3 15:00")
    assert store.read(booking_queries.bookings_register) == ()


def test_above_the_most_of_a_month_a_booking_is_made_only_with_a_reason(store: Store) -> None:
    room, anna = _room(store), _person(store)
    _book(store, room, anna, "3 14:00", "3 15:00")
    _book(store, room, anna, "4 14:00", "4 15:00")
    third: dict[str, Any] = {"facility_id": room, "person_id": anna}
    third |= {"starts_at": at("5 14:00"), "ends_at": at("5 15:00")}
    with pytest.raises(Invalid, match="booking 3 of Common room by this person in December 2026"):
        store.do(bookings.book, **third)
    booked = store.do(bookings.book, **third, reason="a wedding").result
    _change(store, booked.booking_id, purpose="party")
    in_january = {"starts_at": at("5 14:00") + timedelta(days=31), "ends_at": at("5 15:00") + timedelta(days=31)}
    assert _change(store, booked.booking_id, **in_january).warnings == ()


def test_a_booking_may_move_over_its_own_old_time_but_not_over_another(store: Store) -> None:
    room, anna, bas = _room(store), _person(store), _person(store, "L002")
    mine = _book(store, room, anna, "3 14:00", "3 18:00")
    _book(store, room, bas, "3 20:00", "3 22:00")
    _change(store, mine, starts_at=at("3 15:00"), ends_at=at("3 20:00"))
    with pytest.raises(Invalid):
        _change(store, mine, ends_at=at("3 20:01"))
    (first, second) = store.read(booking_queries.bookings_on, date(2026, 12, 3))
    assert (first.starts_at, first.ends_at, second.starts_at) == (at("3 15:00"), at("3 20:00"), at("3 20:00"))


def test_a_cancelled_booking_is_kept_and_its_time_is_free(store: Store) -> None:
    room, anna, bas = _room(store), _person(store), _person(store, "L002")
    mine = _book(store, room, anna, "3 14:00", "3 18:00")
    store.do(bookings.cancel_booking, booking_id=mine)
    _book(store, room, bas, "3 14:00", "3 18:00")
    with pytest.raises(Refused):
        store.do(bookings.cancel_booking, booking_id=mine)
    with pytest.raises(Invalid):
        _change(store, mine, status="confirmed")
    assert [row.status for row in store.read(booking_queries.bookings_register)] == ["cancelled", "confirmed"]


def test_what_was_used_cannot_be_cancelled_any_more(store: Store) -> None:
    booking = _book(store, _room(store), _person(store), "3 14:00", "3 18:00")
    assert _change(store, booking, status="used").warnings == (
        "it is still to come, and yet it is said to have been used",
    )
    with pytest.raises(Refused, match="used"):
        store.do(bookings.cancel_booking, booking_id=booking)


def test_taking_back_a_cancellation_is_refused_once_another_has_the_time(store: Store) -> None:
    room, anna, bas = _room(store), _person(store), _person(store, "L002")
    mine = _book(store, room, anna, "3 14:00", "3 18:00")
    cancelled = store.do(bookings.cancel_booking, booking_id=mine).batch
    _book(store, room, bas, "3 14:00", "3 18:00")
    with pytest.raises(Refused, match="Facility booked"):
        store.do(undo, cancelled)


def test_a_booking_that_is_gone_is_said_to_be_gone(store: Store) -> None:
    with pytest.raises(Refused):
        store.do(bookings.cancel_booking, booking_id=99)


def test_seconds_are_left_off(store: Store) -> None:
    room, anna = _room(store), _person(store)
    starts = at("3 14:00")
    store.do(
        bookings.book,
        facility_id=room,
        person_id=anna,
        starts_at=starts + timedelta(seconds=59),
        ends_at=starts + timedelta(hours=1, microseconds=3),
    )
    (row,) = store.read(booking_queries.bookings_register)
    assert (row.starts_at, row.ends_at) == (starts, starts + timedelta(hours=1))


def test_the_journal_names_a_booking_by_room_and_time_and_nobody(store: Store) -> None:
    booking = _book(store, _room(store), _person(store), "3 14:00", "3 18:00")
    store.do(bookings.cancel_booking, booking_id=booking)
    entries = store.read(journal.page, Listing()).rows[:2]
    assert [entry.what for entry in entries] == [
        "Booking cancelled GZ 2026-12-03 14:00",
        "Facility booked GZ 2026-12-03 14:00",
    ]


# -- what the store itself promises --------------------------------------------------------------------------------


def _slip_in(transaction: Transaction, room: int, person: int, starts_at: str, ends_at: str) -> None:
    transaction.add(Booking(facility_id=room, person_id=person, starts_at=starts_at, ends_at=ends_at))


def _slip_over(transaction: Transaction, booking: int, **values: str) -> None:
    transaction.change(Booking, booking, **values)


def test_the_store_says_no_to_an_overlap_that_no_deed_looked_at(store: Store) -> None:
    room, anna = _room(store), _person(store)
    first = _book(store, room, anna, "3 14:00", "3 18:00")
    second = _book(store, room, anna, "4 14:00", "4 18:00")
    over = (room, anna, "2026-12-03T17:59", "2026-12-03T20:00")
    with pytest.raises(Refused, match="already booked in that time"):
        store.do(_slip_in, *over)
    with pytest.raises(Refused, match="already booked in that time"):
        store.do(_slip_over, second, starts_at="2026-12-03T17:59")
    store.do(bookings.cancel_booking, booking_id=first)
    store.do(_slip_in, *over)
    with pytest.raises(Refused, match="already booked in that time"):
        store.do(_slip_over, first, status="confirmed")


@pytest.mark.parametrize("moment", ["2026-12-03T14:00:00", "2026-12-03", "2026-12-03T13:00"])
def test_the_store_says_no_to_an_end_that_is_none(store: Store, moment: str) -> None:
    room, anna = _room(store), _person(store)
    with pytest.raises(Refused):
        store.do(_slip_in, room, anna, "2026-12-03T14:00", moment)


steps = st.lists(
    st.tuples(
        st.sampled_from(("book", "book", "change", "cancel", "alone", "together", "undo")),
        st.integers(0, 5),
        st.integers(0, 20),
        st.integers(1, 8),
    ),
    max_size=12,
)


def _open_room(store: Store) -> tuple[int, int, int]:
    return _room(store), _person(store, "L000"), _person(store, "L001")


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_no_two_bookings_of_an_exclusive_room_overlap_however_they_were_made(
    store: Store, furnish: Furnish, deeds: list[tuple[str, int, int, int]]
) -> None:
    room, *people = furnish(_open_room)
    made = list[int]()
    for (what, which, hour, hours), number in zip(deeds, count(), strict=False):
        starts = at("1 00:00") + timedelta(hours=hour)
        times = {"starts_at": starts, "ends_at": starts + timedelta(hours=hours)}
        try:
            if what == "book":
                person = people[number % 2]
                store.do(
                    bookings.book,
                    facility_id=room,
                    person_id=person,
                    starts_at=times["starts_at"],
                    ends_at=times["ends_at"],
                )
            elif what == "change" and made:
                _change(store, made[which % len(made)], **times)
            elif what == "cancel" and made:
                store.do(bookings.cancel_booking, booking_id=made[which % len(made)])
            elif what in ("alone", "together"):
                rule = replace(ROOM, allows_overlap=what == "together")
                store.do(facilities.correct_facility, facility_id=room, facility=rule)
            elif what == "undo" and made:
                store.do(undo)
        except Refused:
            pass
        booked, record = store.read(
            lambda connection: (booking_queries.bookings_register(connection), queries.record(connection, room, TODAY))
        )
        made[:] = [row.booking_id for row in booked]
        if record is None:
            return
        if record.facility.exclusive:
            held = [row for row in booked if row.status != "cancelled"]
            for a, b in combinations(held, 2):
                assert not overlap(a.starts_at, a.ends_at, b.starts_at, b.ends_at)
