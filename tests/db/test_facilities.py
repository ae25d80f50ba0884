"""Finding rooms and bookings: who has what, today and later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import pytest

from coopadmin.services import bookings, facilities, members
from coopadmin.services.facilities import FacilityData
from coopadmin.services.members import PersonData
from db.journal import Transaction
from db.queries import bookings as booking_queries
from db.queries import facilities as queries
from db.queries.base import Listing
from db.store import Store
from db.tables.maintenance import MaintenanceTask
from db.tables.members import Person
from tests.conftest import Furnish

TODAY = date(2026, 11, 20)


@dataclass(frozen=True, slots=True)
class House:
    """What every test here finds in the store."""

    store: Store
    room: int
    laundry: int
    bike: int
    anna: int
    guest: int

    def book(self, facility: int, person: int, starts: str, hours: int, status: str = "confirmed") -> int:
        """Book from a moment in November 2026 (`20 14:00`) for some hours."""
        day, clock = starts.split()
        begin = datetime.fromisoformat(f"2026-11-{day}T{clock}")
        return self.store.do(
            bookings.book,
            facility_id=facility,
            person_id=person,
            starts_at=begin,
            ends_at=begin + timedelta(hours=hours),
            purpose="feest",
            status=status,
            reason="one a month is too few",
        ).result.booking_id

    def bookings(self, **asked: str | bool | int) -> list[str]:
        """List bookings as facility and start, in their order."""
        rows = self.store.read(booking_queries.bookings_page, Listing(**asked), TODAY).rows  # pyright: ignore[reportArgumentType]
        return shown(rows)


def shown(rows: Sequence[booking_queries.BookingRow]) -> list[str]:
    """Write bookings as facility and start."""
    return [f"{row.facility_code} {row.starts_at:%d %H:%M}" for row in rows]


def _know(transaction: Transaction, family_name: str) -> int:
    return transaction.add(Person(family_name=family_name, given_name="Gijs"))


def _report(transaction: Transaction, facility_id: int, number: str, status: str, day: int) -> None:
    done_on = TODAY if status == "done" else None
    reported = date(2026, 11, day)
    transaction.add(
        MaintenanceTask(
            number=number, what="Lamp", facility_id=facility_id, status=status, reported_on=reported, done_on=done_on
        )
    )


def _settle(store: Store) -> tuple[int, int, int, int, int]:
    anna = store.do(
        members.register_member,
        number="L001",
        person=PersonData("Yılmaz", given_name="Anna"),
        kind="member",
        starts_on=date(2020, 1, 1),
    ).result
    guest = store.do(_know, "Bos").result
    room = FacilityData("GZ", "Zaal", kind="zaal", place="Begane grond", keeper_id=anna, max_per_month=1)
    laundry, bike = FacilityData("WAS", "Wasruimte", allows_overlap=True), FacilityData("BAK", "Bakfiets")
    room_id, laundry_id, bike_id = (
        store.do(facilities.add_facility, facility=facility).result for facility in (room, laundry, bike)
    )
    store.do(facilities.close_facility, facility_id=bike_id, ended_on=date(2025, 12, 31))
    return room_id, laundry_id, bike_id, anna, guest


@pytest.fixture
def house(store: Store, furnish: Furnish) -> House:
    """Make a room, a laundry and a cargo bike that was done away with; member Anna keeps the room; Gijs is a guest."""
    return House(store, *furnish(_settle))


# -- facilities ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("chosen", "codes"),
    [("", ["GZ", "WAS"]), ("open", ["GZ", "WAS"]), ("closed", ["BAK"]), ("all", ["BAK", "GZ", "WAS"])],
)
def test_what_was_done_away_with_is_listed_only_when_asked(house: House, chosen: str, codes: list[str]) -> None:
    page = house.store.read(queries.page, Listing(filter=chosen), TODAY)
    assert ([row.code for row in page.rows], page.total) == (codes, len(codes))


def test_a_facility_shows_who_comes_next_and_how_many_more(house: House) -> None:
    house.book(house.room, house.anna, "18 10:00", 2)
    house.book(house.room, house.anna, "20 08:00", 1, "cancelled")
    house.book(house.room, house.anna, "19 22:00", 4)
    house.book(house.room, house.anna, "25 10:00", 2)
    (room, laundry) = house.store.read(queries.page, Listing(), TODAY).rows
    assert (room.next_starts_at, room.upcoming) == (datetime.fromisoformat("2026-11-19T22:00"), 2)
    assert (laundry.next_starts_at, laundry.upcoming) == (None, 0)
    assert (room.keeper, room.keeper_number, room.exclusive) == ("Yılmaz, Anna", "L001", True)


@pytest.mark.parametrize(
    ("search", "codes"),
    [("zaal", ["GZ"]), ("begane", ["GZ"]), ("yilmaz", ["GZ"]), ("wasr", ["WAS"]), ("%", []), ("zaal was", [])],
)
def test_any_part_of_a_name_or_of_its_keepers_finds_a_facility(house: House, search: str, codes: list[str]) -> None:
    rows = house.store.read(queries.page, Listing(search=search, filter="all"), TODAY).rows
    assert [row.code for row in rows] == codes


@pytest.mark.parametrize("sort", queries.SORTS)
def test_facilities_sort_both_ways_with_the_empty_ones_last(house: House, sort: str) -> None:
    house.book(house.room, house.anna, "25 10:00", 2)
    for descending in (False, True):
        listing = Listing(filter="all", sort=sort, descending=descending)
        codes = [row.code for row in house.store.read(queries.page, listing, TODAY).rows]
        if sort in ("kind", "place", "keeper", "next"):
            assert codes == ["GZ", "BAK", "WAS"]
        else:
            up = ["BAK", "GZ", "WAS"] if sort == "code" else ["BAK", "WAS", "GZ"]
            assert codes == (up[::-1] if descending else up)


def test_a_facilitys_record_holds_what_comes_what_was_and_its_repairs(house: House) -> None:
    house.book(house.room, house.anna, "18 10:00", 2)
    house.book(house.room, house.anna, "17 10:00", 2, "cancelled")
    house.book(house.room, house.anna, "26 10:00", 2)
    house.book(house.room, house.anna, "25 10:00", 2)
    house.book(house.laundry, house.anna, "25 10:00", 2)
    for number, status, day in (("M1", "done", 9), ("M2", "reported", 1), ("M3", "planned", 5)):
        house.store.do(_report, house.room, number, status, day)
    record = house.store.read(queries.record, house.room, TODAY)
    assert record is not None
    assert shown(record.upcoming) == ["GZ 25 10:00", "GZ 26 10:00"]
    assert shown(record.recent) == ["GZ 18 10:00", "GZ 17 10:00"]
    assert [task.number for task in record.tasks] == ["M3", "M2", "M1"]
    assert house.store.read(queries.record, 99, TODAY) is None


# -- bookings ------------------------------------------------------------------------------------------------------


def _fill_days(store: Store) -> tuple[int, int, int, int, int]:
    known = _settle(store)
    house = House(store, *known)
    house.book(house.room, house.anna, "18 10:00", 2)
    house.book(house.room, house.guest, "19 23:00", 2)
    house.book(house.laundry, house.anna, "20 09:00", 2, "requested")
    house.book(house.room, house.anna, "20 10:00", 2)
    house.book(house.room, house.anna, "21 10:00", 2, "cancelled")
    house.book(house.laundry, house.guest, "22 10:00", 2)
    return known


@pytest.fixture
def busy(store: Store, furnish: Furnish) -> House:
    """Fill some days around the twentieth."""
    return House(store, *furnish(_fill_days))


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ("", ["GZ 19 23:00", "WAS 20 09:00", "GZ 20 10:00", "WAS 22 10:00"]),
        ("upcoming", ["GZ 19 23:00", "WAS 20 09:00", "GZ 20 10:00", "WAS 22 10:00"]),
        ("requested", ["WAS 20 09:00"]),
        ("past", ["GZ 18 10:00"]),
        ("cancelled", ["GZ 21 10:00"]),
        ("all", ["WAS 22 10:00", "GZ 21 10:00", "GZ 20 10:00", "WAS 20 09:00", "GZ 19 23:00", "GZ 18 10:00"]),
    ],
)
def test_bookings_are_listed_by_where_they_stand_in_time(busy: House, chosen: str, expected: list[str]) -> None:
    assert busy.bookings(filter=chosen) == expected


def test_what_was_over_at_midnight_is_past_that_day(house: House) -> None:
    house.book(house.room, house.anna, "19 20:00", 4)
    assert house.bookings(filter="upcoming") == []
    assert house.bookings(filter="past") == ["GZ 19 20:00"]


@pytest.mark.parametrize("sort", booking_queries.BOOKING_SORTS)
def test_bookings_sort_both_ways(busy: House, sort: str) -> None:
    up, down = (busy.bookings(filter="all", sort=sort, descending=descending) for descending in (False, True))
    assert sorted(up) == sorted(down)
    if sort == "starts":
        assert up == down[::-1]
        assert up[0] == "GZ 18 10:00"
    if sort == "person":
        assert up[:2] == down[-2:] == ["GZ 19 23:00", "WAS 22 10:00"]
    if sort == "number":
        assert up[-2:] == down[-2:] == ["GZ 19 23:00", "WAS 22 10:00"], "who has no number comes last"


@pytest.mark.parametrize(
    ("search", "number"), [("yilmaz", 2), ("L001", 2), ("bos gijs", 2), ("wasruimte", 2), ("zaal bos", 1), ("_", 0)]
)
def test_a_booking_is_found_by_its_room_and_by_who_has_it(busy: House, search: str, number: int) -> None:
    assert len(busy.bookings(search=search)) == number


def test_a_list_can_be_kept_to_one_facility_and_one_screen(busy: House) -> None:
    page = busy.store.read(booking_queries.bookings_page, Listing(limit=1), TODAY, facility_id=busy.laundry)
    assert (shown(page.rows), page.total) == (["WAS 20 09:00"], 2)


def test_the_desk_sees_who_has_what_today(busy: House) -> None:
    assert shown(busy.store.read(booking_queries.bookings_on, TODAY)) == ["GZ 19 23:00", "WAS 20 09:00", "GZ 20 10:00"]
    assert shown(busy.store.read(booking_queries.bookings_on, date(2026, 11, 21))) == []
    assert shown(busy.store.read(booking_queries.bookings_between, date(2026, 11, 21), date(2026, 11, 22))) == [
        "WAS 22 10:00"
    ]


def test_a_bookings_record_tells_the_rules_of_its_room_and_the_count_of_the_month(busy: House) -> None:
    row = busy.store.read(booking_queries.bookings_on, TODAY)[2]
    record = busy.store.read(booking_queries.booking_record, row.booking_id)
    assert record is not None
    assert record.booking == replace(row, person="Yılmaz, Anna", number="L001", purpose="feest")
    assert (record.facility.code, record.facility.max_per_month, record.in_month) == ("GZ", 1, 2)
    assert busy.store.read(booking_queries.booking_record, 99) is None


def test_the_registers_hold_everything(busy: House) -> None:
    assert [row.code for row in busy.store.read(queries.register)] == ["BAK", "GZ", "WAS"]
    rows = busy.store.read(booking_queries.bookings_register)
    assert shown(rows)[0] == "GZ 18 10:00"
    assert (len(rows), rows[1].person, rows[1].number) == (6, "Bos, Gijs", "")
