"""A keeper shares out rooms and things at the desk."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import OptionList
from textual.worker import WorkerCancelled

from coopadmin.domain.facilities import STATUSES, midnight
from coopadmin.services import bookings, maintenance, members
from coopadmin.services import facilities as deeds
from coopadmin.services.facilities import FacilityData
from coopadmin.services.maintenance import TaskData
from coopadmin.services.members import PersonData
from db.queries import bookings as booking_queries
from db.queries import facilities as queries
from db.queries.base import Listing
from db.queries.bookings import BookingRow
from db.queries.facilities import FacilityRow
from db.store import Store
from screens.app import CoopApp, Ref
from screens.boxes import PickBox
from screens.export import report_of
from screens.facilities.bookings import SIGNS, when_text
from screens.facilities.bookings import SUBJECT as BOOKINGS
from screens.facilities.subject import AHEAD
from screens.facilities.subject import SUBJECT as FACILITIES
from screens.facilities.week import week_section
from screens.forms import FormScreen
from screens.list_screen import ListScreen
from screens.subject import Card
from tests.conftest import TODAY, Furnish
from tests.screens.conftest import NARROW, WIDE, Desk, Drive
from tests.screens.filling import filled_in, message_under, notices

ROOM, LAUNDRY = 1, 2
BERG, YILMAZ = 1, 2
CHOIR, GUEST, PARTY = 1, 2, 3
"""The records of the store below, by their numbers in it."""

SIZES = pytest.mark.parametrize("size", [NARROW, WIDE])


def at(text: str) -> datetime:
    """Read a moment in November 2026: `23 19:30`."""
    day, clock = text.split()
    return datetime.fromisoformat(f"2026-11-{int(day):02d}T{clock}")


def _book(store: Store, person: int, starts: str, ends: str, status: str = "confirmed", purpose: str = "") -> int:
    done = store.do(
        bookings.book,
        facility_id=ROOM,
        person_id=person,
        starts_at=at(starts),
        ends_at=at(ends),
        status=status,
        purpose=purpose,
    )
    return done.result.booking_id


def _share(store: Store) -> None:
    """A room with three bookings, one of them requested and one over, and a laundry nobody booked."""
    for number, name in (("L001", "Berg"), ("L002", "Yılmaz")):
        store.do(
            members.register_member,
            number=number,
            person=PersonData(name, given_name="Zoë"),
            kind="member",
            starts_on=date(2020, 1, 1),
        )
    room = FacilityData(
        "GR",
        "Guest room",
        kind="room",
        place="Portiek 1",
        keeper_id=BERG,
        member_rate_cents=1250,
        other_rate_cents=2500,
        max_per_month=3,
        key_count=2,
        house_rules="Clean before 11:00",
    )
    store.do(deeds.add_facility, facility=room)
    store.do(deeds.add_facility, facility=FacilityData("WAS", "Laundry", place="Cellar", allows_overlap=True))
    _book(store, BERG, "20 19:30", "20 22:00", purpose="Choir")
    _book(store, YILMAZ, "21 16:00", "23 11:00", "requested", "Guests")
    _book(store, YILMAZ, "2 14:00", "2 18:30", purpose="Party")


@pytest.fixture
def shared(store: Store, furnish: Furnish) -> Store:
    """Give a store with the room and the laundry."""
    furnish(_share)
    return store


def _fill(desk: Desk, **values: str | int) -> None:
    """Fill in the fields of a form; a number picks the record of that number."""
    form = desk.app.screen
    assert isinstance(form, FormScreen)
    for box in form.boxes:
        value = values.get(box.field.name)
        if isinstance(box, PickBox) and isinstance(value, int):
            box.pick(value, str(value))
        elif value is not None:
            box.text = str(value)


async def _act(desk: Desk, number: str) -> None:
    """Choose an action that asks nothing more, and wait until it is done."""
    await desk.press("a", number)
    for worker in [one for one in desk.app.workers if one.group == "deed" and not one.is_finished]:
        try:
            await worker.wait()
        except WorkerCancelled:
            continue
    await desk.settle()


def _current(desk: Desk) -> int | None:
    screen = desk.app.screen
    assert isinstance(screen, ListScreen)
    return screen.current


def _booking(store: Store, booking_id: int) -> BookingRow:
    record = store.read(booking_queries.booking_record, booking_id)
    assert record is not None
    return record.booking


def _facility(store: Store, facility_id: int) -> FacilityRow:
    record = store.read(queries.record, facility_id, TODAY)
    assert record is not None
    return record.facility


def _card(store: Store, facility_id: int = ROOM, on: date = TODAY) -> Card:
    card = store.read(FACILITIES.card, facility_id, on)
    assert card is not None
    return card


def _lines(card: Card, title: str = "") -> list[str]:
    return [
        f"{entry.label:<17} {entry.text}" if entry.label else entry.text
        for section in card.sections
        if title in ("", section.title)
        for entry in section.entries
    ]


async def _follow(desk: Desk, monkeypatch: pytest.MonkeyPatch, beginning: str) -> Ref:
    """Press Enter on the line of a record that begins with some words, and tell where it leads."""
    gone: list[Ref] = []
    monkeypatch.setattr(CoopApp, "open_record", lambda _app, ref: gone.append(ref))
    place = next(place for place, line in enumerate(desk.lines("#card")) if line.startswith(beginning))
    desk.app.screen.query_one("#card", OptionList).highlighted = place
    await desk.press("enter")
    return gone[0]


# -- the list of facilities ------------------------------------------------------------------------------------


@SIZES
async def test_the_list_shows_what_there_is_and_what_comes_next(
    shared: Store, drive: Drive, size: tuple[int, int]
) -> None:
    async with drive(size) as desk:
        await desk.press("f7")
        assert "2 facilities" in desk.text
        assert "20 Nov 2026 19:30        2" in desk.text
        assert "Laundry" in desk.text


async def test_a_search_finds_a_facility_by_a_part_of_its_name_or_its_keeper(shared: Store, drive: Drive) -> None:
    async with drive() as desk:
        await desk.press("f7", "slash")
        await desk.type("berg")
        assert "Guest room" in desk.text
        assert "Laundry" not in desk.text


async def test_a_closed_facility_leaves_the_list_and_is_found_among_the_closed(shared: Store, drive: Drive) -> None:
    shared.do(deeds.close_facility, facility_id=LAUNDRY, ended_on=date(2026, 10, 31))
    async with drive() as desk:
        await desk.press("f7")
        assert "Laundry" not in desk.text
        await desk.press("f", "2")
        assert "○ until 31 Oct 2026" in desk.text
        assert "Guest room" not in desk.text
    assert _card(shared, LAUNDRY).status == "○ closed after 31 October 2026"


@SIZES
@pytest.mark.parametrize("keys", [["f7"], ["f7", "b"]])
async def test_an_empty_list_says_which_key_to_press(
    store: Store, drive: Drive, size: tuple[int, int], keys: list[str]
) -> None:
    async with drive(size) as desk:
        await desk.press(*keys)
        assert "Press N" in desk.text


def test_every_filter_and_order_of_the_queries_is_offered() -> None:
    assert {one.code for one in FACILITIES.filters} == set(queries.FILTERS)
    assert {one.code for one in FACILITIES.sorts} == set(queries.SORTS)
    assert {one.code for one in BOOKINGS.filters} == set(booking_queries.BOOKING_FILTERS)


def test_the_lists_fit_beside_a_record_and_on_a_narrow_screen() -> None:
    for columns in (FACILITIES.columns, BOOKINGS.columns):
        kept = [column for column in columns if not column.wide]
        assert sum(column.width == 0 for column in columns) == 1
        assert 76 - 2 - sum(column.width + 2 for column in kept) >= 12


def test_an_export_of_the_facilities_holds_amounts_and_moments(shared: Store) -> None:
    rows = shared.read(FACILITIES.page, Listing(sort="code"), TODAY).rows
    assert list(report_of(FACILITIES, rows).rows[0].values()) == [
        "GR",
        "Guest room",
        "room",
        at("20 19:30"),
        2,
        "Portiek 1",
        "Berg, Zoë",
        1250,
        2500,
        3,
        2,
        None,
    ]


# -- the record of a facility ----------------------------------------------------------------------------------


def test_a_record_tells_rates_limits_rules_keys_and_keeper(shared: Store) -> None:
    card = _card(shared)
    assert (card.title, card.status) == ("Guest room (GR)", "● 1 booking today")
    assert _lines(card, "details") == [
        "kind              room",
        "place             Portiek 1",
        "keeper            Berg, Zoë",
        "rate for members  €12.50",
        "rate for others   €25.00",
        "at most           3 a month per person",
        "at once           one booking",
        "keys              2",
    ]
    assert _lines(card, "house rules") == ["Clean before 11:00"]
    assert "Facility added · Noor" in "\n".join(_lines(card, "history"))


def test_a_record_lists_what_comes_and_what_was_and_leads_there(shared: Store) -> None:
    card = _card(shared)
    assert _lines(card, "upcoming bookings") == [
        "Fr 20 Nov 19:30–22:00 Berg, Zoë",
        "Sa 21 Nov – Mo 23 Nov Yılmaz, Zoë ● requested",
    ]
    assert _lines(card, "earlier bookings") == ["Mo 02 Nov 14:00–18:30 Yılmaz, Zoë"]
    refs = [entry.ref for section in card.sections for entry in section.entries if entry.ref]
    assert refs == [Ref("members", BERG), Ref("bookings", CHOIR), Ref("bookings", GUEST), Ref("bookings", PARTY)]


def test_a_record_shows_the_maintenance_of_the_facility(shared: Store) -> None:
    for number, urgency in (("T-1", "emergency"), ("T-2", "normal")):
        task = TaskData(f"Tap {number} drips", TODAY, place="GR", urgency=urgency)
        shared.do(maintenance.report_task, number=number, task=task)
    card = _card(shared)
    assert sorted(_lines(card, "maintenance")) == [
        "T-1               ▲ reported · Tap T-1 drips",
        "T-2               ● reported · Tap T-2 drips",
    ]


def test_a_busy_facility_shows_the_first_bookings_and_says_where_the_others_are(shared: Store) -> None:
    for number in range(AHEAD):
        day = TODAY + timedelta(days=10 + number)
        shared.do(
            bookings.book,
            facility_id=ROOM,
            person_id=BERG,
            starts_at=midnight(day),
            ends_at=midnight(day) + timedelta(hours=1),
            reason="a course",
        )
    upcoming = _lines(_card(shared), "upcoming bookings")
    assert len(upcoming) == AHEAD + 1
    assert "the list of bookings has them all" in upcoming[-1]


async def test_the_links_of_a_record_go_there(shared: Store, drive: Drive, monkeypatch: pytest.MonkeyPatch) -> None:
    async with drive() as desk:
        await desk.press("f7", "enter")
        assert await _follow(desk, monkeypatch, "keeper") == Ref("members", BERG)


# -- the week as a picture -------------------------------------------------------------------------------------


def test_the_week_shows_at_a_glance_what_is_taken(shared: Store) -> None:
    assert _lines(_card(shared), "the coming week") == [
        "       0      6      12     18     24",
        "Fr 20  ······ ······ ······ ·▐██··",
        "Sa 21  ······ ······ ····▒▒ ▒▒▒▒▒▒",
        "Su 22  ▒▒▒▒▒▒ ▒▒▒▒▒▒ ▒▒▒▒▒▒ ▒▒▒▒▒▒",
        "Mo 23  ▒▒▒▒▒▒ ▒▒▒▒▒· ······ ······",
        "Tu 24  ······ ······ ······ ······",
        "We 25  ······ ······ ······ ······",
        "Th 26  ······ ······ ······ ······",
        "       █ taken  ▒ requested  · free",
    ]


def test_a_free_week_needs_no_picture(shared: Store) -> None:
    assert _lines(_card(shared, LAUNDRY), "the coming week") == ["○ nothing booked"]


def _week(*bookings: tuple[str, str], facility: FacilityRow, status: str = "confirmed") -> list[str]:
    rows = [
        BookingRow(number, facility.facility_id, "", "", number, "", "", at(starts), at(ends), "", status)
        for number, (starts, ends) in enumerate(bookings, 1)
    ]
    return [entry.text for entry in week_section(facility, rows, TODAY).entries]


def test_where_several_may_use_it_the_week_counts_them(shared: Store) -> None:
    laundry = _facility(shared, LAUNDRY)
    lines = _week(
        ("20 09:00", "20 12:00"), ("20 10:30", "20 11:30"), *[("21 00:00", "21 01:00")] * 12, facility=laundry
    )
    assert lines[1:3] == ["Fr 20  ······ ···122 ······ ······", "Sa 21  +····· ······ ······ ······"]
    assert lines[-1].strip() == "how many have it, hour by hour"


def test_what_runs_all_week_is_said_in_words(shared: Store) -> None:
    garden = _facility(shared, LAUNDRY)
    standing = [("1 00:00", "30 00:00")] * 2
    assert _week(*standing, facility=garden) == ["● 2 bookings run all week"]
    assert len(_week(*standing, ("20 10:00", "20 11:00"), facility=garden)) == 10


def test_after_its_last_day_a_facility_is_closed_in_the_picture(shared: Store) -> None:
    room = replace(_facility(shared, ROOM), ended_on=date(2026, 11, 21))
    lines = _week(("20 10:00", "20 11:00"), facility=room)
    assert lines[2] == "Sa 21  ······ ······ ······ ······"
    assert lines[3] == "Su 22  closed"
    assert not _week(facility=replace(room, ended_on=date(2026, 11, 19)))


@given(st.integers(0, 7 * 96 - 1), st.integers(1, 400), st.booleans())
def test_the_picture_is_never_wider_than_the_record_beside_a_list(start: int, quarters: int, exclusive: bool) -> None:
    facility = FacilityRow(1, "", "", "", "", None, "", "", None, None, None, not exclusive, None, "", None, "")
    begin = at("20 00:00") + timedelta(minutes=15 * start)
    row = BookingRow(1, 1, "", "", 1, "", "", begin, begin + timedelta(minutes=15 * quarters), "", "confirmed")
    lines = [entry.text for entry in week_section(facility, [row], TODAY).entries]
    assert all(len(line) <= 39 for line in lines)
    taken = sum(sign in "█▌▐1" for line in lines[1:-1] for sign in line[7:])
    hours = {begin + timedelta(minutes=15 * part) for part in range(quarters)}
    inside = {(one.date(), one.hour) for one in hours if one.date() <= date(2026, 11, 26)}
    assert len(lines) == 1 or taken == len(inside)


# -- facilities: adding, correcting, closing -------------------------------------------------------------------


@SIZES
async def test_a_facility_is_added_from_the_keyboard(shared: Store, drive: Drive, size: tuple[int, int]) -> None:
    async with drive(size) as desk:
        await desk.press("f7", "n")
        _fill(desk, code="BIKE", name="Cargo bike", keeper_id=YILMAZ, member_rate_cents="2", max_per_month="6")
        await desk.saved()
        assert desk.name == "ListScreen"
        assert "Added: Cargo bike." in notices(desk, "information")
        assert _current(desk) == 3
    bike = _facility(shared, 3)
    assert (bike.code, bike.keeper_id, bike.member_rate_cents, bike.max_per_month) == ("BIKE", YILMAZ, 200, 6)
    assert bike.exclusive
    assert (bike.other_rate_cents, bike.key_count) == (None, None)


async def test_what_is_wrong_with_a_facility_stands_under_its_field(shared: Store, drive: Drive) -> None:
    async with drive() as desk:
        await desk.press("f7", "n")
        await desk.saved()
        assert "▲ fill this in" in message_under(desk, "code")
        _fill(desk, code="GR", name="Another room", key_count="two")
        await desk.saved()
        assert "not a whole number" in message_under(desk, "key_count")
        _fill(desk, key_count="2")
        await desk.saved()
        assert "there is already a facility with code GR" in message_under(desk, "code")
    assert shared.read(queries.page, Listing(filter="all"), TODAY).total == 2


async def test_a_facility_is_corrected_and_the_correction_taken_back(shared: Store, drive: Drive) -> None:
    async with drive() as desk:
        await desk.press("f7", "e")
        assert filled_in(desk)["house_rules"] == "Clean before 11:00"
        assert filled_in(desk)["keeper_id"] == "Berg, Zoë"
        await desk.saved()
        assert "nothing changed" in notices(desk, "information")
        await desk.press("e")
        _fill(desk, name="Guest loft")
        await desk.saved()
        assert "Guest loft" in desk.text
        await desk.press("u", "y")
        await desk.settle()
    assert _facility(shared, ROOM).name == "Guest room"


async def test_a_laundry_cannot_become_one_at_a_time_while_bookings_overlap(shared: Store, drive: Drive) -> None:
    for person in (BERG, YILMAZ):
        shared.do(
            bookings.book, facility_id=LAUNDRY, person_id=person, starts_at=at("24 10:00"), ends_at=at("24 12:00")
        )
    async with drive() as desk:
        await desk.press("f7", "down", "e")
        _fill(desk, allows_overlap="False")
        await desk.saved()
        assert "two bookings overlap" in message_under(desk, "allows_overlap")


async def test_a_facility_with_bookings_ahead_cannot_close_and_a_free_one_can(shared: Store, drive: Drive) -> None:
    async with drive() as desk:
        await desk.press("f7", "a", "2")
        assert filled_in(desk)["ended_on"] == "20-11-2026"
        await desk.saved()
        assert "it is booked later" in desk.text
        assert "21 November 2026 16:00" in desk.text
        await desk.press("escape", "down", "a", "2")
        await desk.saved()
        assert "Closed: Laundry." in notices(desk, "information")
    assert _facility(shared, LAUNDRY).ended_on == TODAY


# -- the list of bookings --------------------------------------------------------------------------------------


@SIZES
async def test_the_bookings_stand_beside_the_facilities_next_first(
    shared: Store, drive: Drive, size: tuple[int, int]
) -> None:
    async with drive(size) as desk:
        await desk.press("f7", "b")
        assert "2 bookings" in desk.text
        assert "Fr 20 Nov 2026 19:30–22:00  Guest room" in desk.text
        assert "Sa 21 Nov – Mo 23 Nov 2026  Guest room" in desk.text
        assert "● requested" in desk.text
        assert desk.text.index("Fr 20 Nov") < desk.text.index("Sa 21 Nov")
        await desk.press("b")
        assert "Series › running" in desk.text
        await desk.press("b")
        assert "Cleaning turns › to do" in desk.text


async def test_bookings_are_found_by_who_has_them(shared: Store, drive: Drive) -> None:
    async with drive() as desk:
        await desk.press("f7", "b", "slash")
        await desk.type("yil")
        assert "Sa 21 Nov" in desk.text
        assert "Fr 20 Nov" not in desk.text


@pytest.mark.parametrize(
    ("key", "shown"), [("2", [GUEST]), ("3", [PARTY]), ("4", [4]), ("5", [4, GUEST, CHOIR, PARTY])]
)
def test_a_filter_shows_only_what_it_says(shared: Store, key: str, shown: list[int]) -> None:
    gone = _book(shared, BERG, "25 10:00", "25 11:00")
    shared.do(bookings.cancel_booking, booking_id=gone)
    chosen = BOOKINGS.filters[int(key) - 1].code
    rows = shared.read(BOOKINGS.page, Listing(filter=chosen), TODAY).rows
    assert [row.booking_id for row in rows] == shown


@pytest.mark.parametrize("chosen", booking_queries.BOOKING_FILTERS)
def test_choosing_the_order_of_time_again_turns_every_filter_round(shared: Store, chosen: str) -> None:
    there = shared.read(BOOKINGS.page, Listing(filter=chosen), TODAY).rows
    back = shared.read(BOOKINGS.page, Listing(filter=chosen, descending=True), TODAY).rows
    assert [row.booking_id for row in back] == [row.booking_id for row in reversed(there)]


@pytest.mark.parametrize(
    ("starts", "ends", "text"),
    [
        ("2026-11-03T14:00", "2026-11-03T18:30", "Tu 03 Nov 2026 14:00–18:30"),
        ("2026-11-03T14:00", "2026-11-04T00:00", "Tu 03 Nov 2026 14:00–24:00"),
        ("2026-11-03T14:00", "2026-11-05T00:00", "Tu 03 Nov – We 04 Nov 2026"),
        ("2026-12-30T14:00", "2027-01-02T10:00", "30 Dec 2026 – 02 Jan 2027"),
    ],
)
def test_when_a_booking_is_fits_its_column(starts: str, ends: str, text: str) -> None:
    assert when_text(datetime.fromisoformat(starts), datetime.fromisoformat(ends)) == text
    assert len(text) <= BOOKINGS.columns[0].width


def test_every_status_has_a_word_and_a_sign() -> None:
    assert SIGNS.keys() == STATUSES.keys()
    assert len(set(SIGNS.values())) == len(SIGNS)


def test_an_export_of_the_bookings_holds_moments_and_plain_words(shared: Store) -> None:
    rows = shared.read(BOOKINGS.page, Listing(filter="requested"), TODAY).rows
    assert list(report_of(BOOKINGS, rows).rows[0].values()) == [
        at("21 16:00"),
        "Guest room",
        "Yılmaz, Zoë",
        "requested",
        "Guests",
        at("23 11:00"),
        "L002",
        "GR",
    ]


def test_a_booking_shows_who_and_why_and_what_the_facility_asks(shared: Store) -> None:
    card = shared.read(BOOKINGS.card, GUEST, TODAY)
    assert card is not None
    assert (card.title, card.status) == ("Guest room · Sa 21 Nov – Mo 23 Nov 2026", "● requested")
    lines = _lines(card)
    assert "booked by         Yılmaz, Zoë L002" in lines
    assert "when              21 November 2026 16:00 – 23 November 2026 11:00" in lines
    assert "in that month     2 by this person" in lines
    assert "Clean before 11:00" in lines
    assert any("Facility booked · Noor" in line for line in lines)
    refs = [entry.ref for section in card.sections for entry in section.entries if entry.ref]
    assert refs == [Ref("facilities", ROOM), Ref("members", YILMAZ), Ref("members", BERG)]


# -- booking, changing, confirming, cancelling -----------------------------------------------------------------


async def test_a_room_is_booked_by_typing_parts_of_names(shared: Store, drive: Drive) -> None:
    async with drive() as desk:
        await desk.press("f7", "b", "n")
        await desk.type("gue")
        await desk.press("enter", "tab")
        await desk.type("yilm")
        await desk.press("enter", "tab")
        await desk.type("9:30")
        assert "Friday 20 November 2026 09:30" in desk.text
        await desk.press("tab")
        await desk.type("11:00")
        await desk.saved()
        assert desk.name == "ListScreen"
        assert "Booked: Guest room, 20 November 2026 09:30–11:00." in notices(desk, "information")
        assert _current(desk) == 4
    row = _booking(shared, 4)
    assert (row.facility_id, row.person_id, row.status) == (ROOM, YILMAZ, "confirmed")
    assert (row.starts_at, row.ends_at) == (at("20 09:30"), at("20 11:00"))


@SIZES
async def test_booking_from_a_facility_has_it_filled_in_and_shows_its_rules(
    shared: Store, drive: Drive, size: tuple[int, int]
) -> None:
    async with drive(size) as desk:
        await desk.press("f7", "a", "1")
        assert "Clean before 11:00 · At most 3 a month per person" in desk.text
        assert filled_in(desk)["facility_id"] == "Guest room"
        await desk.type("berg")
        await desk.press("enter")
        _fill(desk, starts_at="24-11-26 10:00", ends_at="24-11-26 12:00", status="requested")
        await desk.saved()
        await desk.press("b")
        assert _current(desk) == 4
    assert _booking(shared, 4).status == "requested"


async def test_a_broken_house_rule_is_told_and_the_booking_stands(shared: Store, drive: Drive) -> None:
    _book(shared, YILMAZ, "24 10:00", "24 11:00")
    async with drive() as desk:
        await desk.press("f7", "b", "n")
        _fill(desk, facility_id=ROOM, person_id=YILMAZ, starts_at="25-11-2026 10:00", ends_at="25-11-2026 11:00")
        await desk.saved()
        assert "against the house rules: booking 4 of" in message_under(desk, "reason")
        _fill(desk, reason="the choir has no other room")
        await desk.saved()
        assert "Booking 4 of Guest room by this person in November 2026" in notices(desk, "warning")
    assert _booking(shared, 5).status == "confirmed"


async def test_a_time_that_is_taken_is_refused_under_its_field(shared: Store, drive: Drive) -> None:
    async with drive() as desk:
        await desk.press("f7", "b", "n")
        await desk.saved()
        assert "▲ fill this in" in message_under(desk, "facility_id")
        assert "not a day and a time" in message_under(desk, "starts_at")
        _fill(desk, facility_id=ROOM, person_id=BERG, starts_at="20-11-2026 21:00", ends_at="20-11-2026 23:00")
        await desk.saved()
        assert "Guest room is already booked: 20 November 2026 19:30–22:00" in message_under(desk, "starts_at")
        _fill(desk, ends_at="20-11-2026 20:00")
        await desk.saved()
        assert "not after it begins" in message_under(desk, "ends_at")
    assert shared.read(booking_queries.bookings_page, Listing(filter="all"), TODAY).total == 3


async def test_a_booking_left_half_done_is_kept_as_a_draft(shared: Store, drive: Drive) -> None:
    async with drive() as desk:
        await desk.press("f7", "b", "n")
        _fill(desk, facility_id=ROOM, purpose="Birthday")
        await desk.press("escape", "n")
        assert "here again" in desk.text
        assert filled_in(desk)["purpose"] == "Birthday"


async def test_a_booking_moves_to_another_time(shared: Store, drive: Drive) -> None:
    async with drive() as desk:
        await desk.press("f7", "b", "e")
        assert filled_in(desk)["starts_at"] == "20-11-2026 19:30"
        assert filled_in(desk)["person_id"] == "Berg, Zoë"
        _fill(desk, starts_at="20-11-2026 18:00", status="used")
        await desk.saved()
        assert "Changed: Guest room, 20 November 2026 18:00–22:00." in notices(desk, "information")
    row = _booking(shared, CHOIR)
    assert (row.starts_at, row.status, row.purpose) == (at("20 18:00"), "used", "Choir")


async def test_a_requested_booking_is_confirmed_and_taken_back(shared: Store, drive: Drive) -> None:
    async with drive() as desk:
        await desk.press("f7", "b", "down")
        await _act(desk, "1")
        assert "Confirmed: Guest room" in notices(desk, "information")
        assert "● requested" not in desk.text
        await _act(desk, "1")
        assert "Only a requested booking can be confirmed" in notices(desk, "warning")
        await desk.press("u", "y")
        await desk.settle()
        assert "● requested" in desk.text
    assert _booking(shared, GUEST).status == "requested"


async def test_a_cancelled_booking_is_kept_and_frees_the_room(shared: Store, drive: Drive) -> None:
    async with drive() as desk:
        await desk.press("f7", "b")
        await _act(desk, "2")
        assert "Cancelled: Guest room, 20 November 2026 19:30–22:00." in notices(desk, "information")
        assert "1 booking" in desk.text
        await desk.press("f", "4")
        assert "✗ cancelled" in desk.text
    assert "20 Nov" not in "\n".join(_lines(_card(shared), "upcoming bookings"))


@SIZES
async def test_names_and_rules_are_never_markup(shared: Store, drive: Drive, size: tuple[int, int]) -> None:
    hostile = "[/] [@click=app.quit]x[/] \u202eomgekeerd 🏠"
    facility = FacilityData("[b]1", hostile, place=hostile, house_rules=f"{hostile} {'long ' * 40}", note=hostile)
    made = shared.do(deeds.add_facility, facility=facility).result
    shared.do(
        bookings.book,
        facility_id=made,
        person_id=BERG,
        starts_at=at("20 10:00"),
        ends_at=at("20 11:00"),
        purpose=hostile,
    )
    async with drive(size) as desk:
        await desk.press("f7", "home")
        assert "[b]1" in desk.text
        assert "[/] [@click" in desk.text
        await desk.press("a", "1")
        assert "[@click=app.quit]" in desk.text
        await desk.press("escape", "b", "enter")
        assert "[/] [@click" in desk.text
