"""A keeper sees the whole house's week, books by the house's rules, and sees to series, closures, turns and damage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import Connection

from coopadmin.services import booking_series, booking_wishes, bookings, cleaning, facilities, facility_rules, members
from coopadmin.services.facilities import FacilityData
from coopadmin.services.members import PersonData
from db.queries import booking_series as series_queries
from db.queries import booking_wishes as wish_queries
from db.queries import bookings as booking_queries
from db.queries import cleaning as turn_queries
from db.queries import damage
from db.queries import facility_rules as rule_queries
from db.queries.base import Listing
from db.queries.booking_rows import BookingRow
from db.store import Store
from screens.app import Ref
from screens.boxes import PickBox
from screens.desk import facilities as desk_facilities
from screens.desk.today import Item
from screens.facilities import grid_cells
from screens.facilities.bookings import SUBJECT as BOOKINGS
from screens.facilities.grid import WeekScreen
from screens.facilities.series import SUBJECT as SERIES
from screens.facilities.subject import SUBJECT as FACILITIES
from screens.facilities.turns import SUBJECT as TURNS
from screens.forms import FormScreen
from screens.subject import Card
from tests.conftest import TODAY, Furnish
from tests.screens.conftest import NARROW, WIDE, Desk, Drive
from tests.screens.filling import fill_in, filled_in, form_of, message_under, notices
from tests.screens.held import late_read, until

ROOM, LAUNDRY = 1, 2
BERG, YILMAZ = 1, 2
CHOIR, GUEST = 1, 2
TURN = 1
"""The records of the store below, by their numbers in it."""


def at(text: str) -> datetime:
    """Read a moment in November 2026: `23 19:30`."""
    day, clock = text.split()
    return datetime.fromisoformat(f"2026-11-{int(day):02d}T{clock}")


def _house(store: Store) -> None:
    """A room with rules, two bookings, a series, a closure, who waits and a turn; and a laundry."""
    for number, name in (("L001", "Berg"), ("L002", "Yılmaz")):
        store.do(
            members.register_member,
            number=number,
            person=PersonData(name, given_name="Zoë"),
            kind="member",
            starts_on=date(2020, 1, 1),
        )
    store.do(
        facilities.add_facility,
        facility=FacilityData("GR", "Guest room", keeper_id=BERG, member_rate_cents=1250, other_rate_cents=2500),
    )
    store.do(facilities.add_facility, facility=FacilityData("WAS", "Laundry", place="Cellar", allows_overlap=True))
    _book(store, BERG, "20 19:30", "20 22:00", purpose="Choir")
    _book(store, YILMAZ, "21 16:00", "23 11:00", purpose="Guests")
    for kind, value in (("ahead_days", "60"), ("cleaning", "booker"), ("payment_first", "yes")):
        store.do(
            facility_rules.set_house_rule,
            facility_id=ROOM,
            kind=kind,
            value=value,
            valid_from=TODAY,
            source="house rules 3",
        )
    store.do(
        facility_rules.close_between, facility_id=ROOM, starts_at=at("26 00:00"), ends_at=at("27 00:00"), why="Painting"
    )
    store.do(
        booking_series.book_series,
        facility_id=LAUNDRY,
        person_id=YILMAZ,
        starts_at=at("24 20:00"),
        ends_at=at("24 22:00"),
        rule="every Tuesday",
        until=date(2026, 12, 15),
    )
    store.do(
        booking_wishes.wait_for, facility_id=ROOM, person_id=YILMAZ, starts_at=at("20 20:00"), ends_at=at("20 21:00")
    )
    store.do(cleaning.add_turn, facility_id=LAUNDRY, due_on=date(2026, 11, 22), person_id=BERG)


def _book(store: Store, person: int, starts: str, ends: str, purpose: str = "") -> int:
    done = store.do(
        bookings.book,
        facility_id=ROOM,
        person_id=person,
        starts_at=at(starts),
        ends_at=at(ends),
        purpose=purpose,
    )
    return done.result.booking_id


def desk_lines(connection: Connection, on: date) -> list[Item]:
    """Read what the desk says of the shared rooms."""
    return list(desk_facilities.read_facilities(connection, on))


@pytest.fixture
def house(store: Store, furnish: Furnish) -> Store:
    """Give a store with the room and the laundry and all that goes on in them."""
    furnish(_house)
    return store


def _fill(desk: Desk, values: Mapping[str, str | int]) -> None:
    """Fill in the fields of a form; a number picks the record of that number."""
    form = desk.app.screen
    assert isinstance(form, FormScreen)
    for box in form.boxes:
        value = values.get(box.field.name)
        if isinstance(box, PickBox) and isinstance(value, int):
            box.pick(value, str(value))
        elif value is not None:
            box.text = str(value)


def _booking(store: Store, booking_id: int) -> BookingRow:
    record = store.read(booking_queries.booking_record, booking_id)
    assert record is not None
    return record.booking


def _lines(card: Card | None, title: str = "") -> list[str]:
    assert card is not None
    return [
        f"{entry.label} {entry.text}".strip()
        for section in card.sections
        if title in ("", section.title)
        for entry in section.entries
    ]


# -- the week of the whole house -------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_week_shows_every_room_and_enter_and_n_go_to_the_chosen_day(
    house: Store, drive: Drive, size: tuple[int, int]
) -> None:
    async with drive(size) as desk:
        await desk.press("f7", "a", "3")
        assert desk.name == "WeekScreen"
        assert "▸Fr 20" in desk.text
        # In a longer language the whole days would push the count off a narrow page.
        days = "16 Nov 2026 – 22 Nov 2026" if size == NARROW else "16 November 2026 – 22 November 2026"
        assert days in desk.text
        assert "Su 22" in desk.text
        assert "✓19:30" in desk.text
        assert "✓16:00→" in desk.text
        assert "✓──" in desk.text
        assert "19:30–22:00 Berg, Zoë · Choir" in desk.text
        await desk.press("enter")
        assert desk.name == "RecordScreen"
        assert "booked by" in desk.text
        await desk.press("escape", "down", "right", "right")
        assert "cleaning: Berg, Zoë" in desk.text
        await desk.press("minus", "plus", "plus")
        assert "✗ shut" in desk.text
        assert "Sunday 29 November 2026" in desk.text
        await desk.press("up", "left", "n")
        _fill(desk, {"person_id": BERG, "starts_at": "28-11-2026 10:00", "ends_at": "28-11-2026 12:00"})
        await desk.settle()
        assert "✓ no rule is against it" in desk.text
        assert "price: €12.50 · payment first" in desk.text
        await desk.saved()
        assert "it waits for a yes or for payment" in notices(desk, "information")
        assert desk.name == "WeekScreen"
        assert "●10:00" in desk.text
        await desk.press("escape", "b", "f", "2", "a", "1")
        assert "Payment comes first for Guest room: €12.50 is not paid yet" in desk.text
        await desk.press("escape", "a", "4")
        await desk.saved()
        assert "Paid: Guest room, 28 November 2026 10:00–12:00." in notices(desk, "information")
        await desk.press("a", "1")
        await desk.settle()
        assert "Confirmed: Guest room" in notices(desk, "information")
    row = next(row for row in house.read(booking_queries.bookings_register) if row.starts_at == at("28 10:00"))
    assert (row.status, row.price_cents, row.paid_on) == ("confirmed", 1250, TODAY)


@pytest.mark.parametrize(
    ("day", "narrow", "roomy"),
    [
        (19, "·", "·"),
        (20, "✓19:30", "✓19:30 Berg"),
        (21, "✓16:00→", "✓16:00→ Yılm"),
        (22, "✓── Yılm", "✓── Yılmaz"),
        (23, "✓→11:00", "✓→11:00 Yılm"),
        (26, "✗ shut", "✗ shut"),
    ],
)
def test_a_day_in_the_grid_says_when_it_is_taken_and_by_whom(house: Store, day: int, narrow: str, roomy: str) -> None:
    on = date(2026, 11, day)
    week = house.read(grid_cells.read_week, grid_cells.monday_of(on))
    room = next(row for row in week.facilities if row.facility_id == ROOM)
    pieces = week.pieces(ROOM, on)
    assert (grid_cells.cell_text(room, pieces, on, 8), grid_cells.cell_text(room, pieces, on, 12)) == (narrow, roomy)


def test_several_on_a_day_are_counted_and_always_fit(house: Store) -> None:
    on = date(2026, 11, 20)
    week = house.read(grid_cells.read_week, grid_cells.monday_of(on))
    room = next(row for row in week.facilities if row.facility_id == ROOM)
    many = [*week.pieces(ROOM, on), *week.pieces(ROOM, date(2026, 11, 21))]
    assert grid_cells.cell_text(room, many, on, 8) == "✓19:30+1"
    assert all(len(grid_cells.cell_text(room, many, on, width)) <= width for width in range(8, 24))
    gone = replace(room, ended_on=date(2026, 11, 19))
    assert grid_cells.cell_text(gone, [], on, 8) == "shut"


# -- rules, closures, who waits --------------------------------------------------------------------------------------


async def test_rules_closures_and_the_waiting_list_are_seen_to_from_the_facility(house: Store, drive: Drive) -> None:
    async with drive() as desk:
        await desk.press("f7", "a", "6")
        assert "1 how far ahead: 60 days" in desk.text
        await desk.press("1")
        _fill(desk, {"value": "soon"})
        await desk.saved()
        assert "soon" in message_under(desk, "value")
        _fill(desk, {"value": "30"})
        await desk.saved()
        assert "Rule set: how far ahead." in notices(desk, "information")
        await desk.press("a", "7", "3")
        await desk.settle()
        assert "Open again: Guest room, 26 November 2026." in notices(desk, "information")
        await desk.press("a", "7")
        _fill(desk, {"starts_at": "21-11-2026 00:00", "ends_at": "22-11-2026 00:00", "why": "Painting"})
        await desk.saved()
        assert "is booked in that time" in desk.text
        _fill(desk, {"call_off": "True"})
        await desk.saved()
        assert "1 booking was cancelled for it" in notices(desk, "warning")
        await desk.press("a", "5", "2", "1")
        await desk.settle()
        assert "Waits no longer: Yılmaz, Zoë." in notices(desk, "information")
    rules = house.read(rule_queries.rules_of, ROOM, TODAY)
    assert [rule.value for rule in rules if rule.kind == "ahead_days"] == ["30"]
    assert _booking(house, GUEST).cancel_reason == "Painting"
    assert not house.read(wish_queries.page, Listing(filter="waiting"), TODAY).total
    lines = _lines(house.read(FACILITIES.card, ROOM, TODAY))
    assert "how far ahead 30 days · house rules 3" in lines
    assert "✗ 21 November 2026 00:00–24:00 · Painting" in lines
    assert "Sa 21  ×××××× ×××××× ×××××× ××××××" in lines


async def test_who_wants_a_time_that_is_taken_hears_why_and_waits_for_it(house: Store, drive: Drive) -> None:
    async with drive() as desk:
        await desk.press("f7", "a", "1")
        _fill(desk, {"person_id": BERG, "starts_at": "22-11-2026 10:00", "ends_at": "22-11-2026 12:00"})
        await desk.settle()
        assert "✗ Guest room is already booked" in desk.text
        _fill(desk, {"starts_at": "22-3-2027 10:00", "ends_at": "22-3-2027 12:00"})
        await desk.settle()
        assert "say why all the same" in desk.text
        await desk.saved()
        assert "against the house rules" in message_under(desk, "reason")
        _fill(desk, {"starts_at": "22-11-2026 10:00", "ends_at": "22-11-2026 12:00", "wait": "True"})
        await desk.saved()
        assert "On the waiting list for 22 November 2026 10:00–12:00." in notices(desk, "information")
        await desk.press("b", "down")
        await desk.press("a", "9")
        _fill(desk, {"reason": "Ill"})
        await desk.saved()
        assert "Berg, Zoë waits for 22 November 2026 10:00–12:00, which is free now" in notices(desk, "warning")
    assert _booking(house, GUEST).cancel_reason == "Ill"
    assert [row.person_id for row in house.read(wish_queries.offered, TODAY)] == [BERG]


def test_the_desk_says_whose_time_came_free_and_which_cleaning_is_late(house: Store) -> None:
    assert not list(house.read(desk_lines, TODAY))
    house.do(bookings.cancel_booking, booking_id=CHOIR)
    said = [(item.label, item.text) for item in house.read(desk_lines, TODAY)]
    assert said == [("Guest room", "free now, offer it: Yılmaz, Zoë, 20 Nov 2026 20:00")]
    late = [(item.text, item.target) for item in house.read(desk_lines, date(2026, 11, 25))]
    assert ("cleaning was due 22 Nov 2026: Berg, Zoë", Ref("turns", TURN)) in late


# -- series ----------------------------------------------------------------------------------------------------------


async def test_a_series_says_how_often_it_comes_round_and_one_time_is_skipped_and_put_back(
    house: Store, drive: Drive
) -> None:
    async with drive() as desk:
        await desk.press("f7", "b", "b", "n")
        _fill(desk, {"facility_id": LAUNDRY, "person_id": BERG, "rule": "every Monday", "until": "14-12-2026"})
        _fill(desk, {"starts_at": "23-11-2026 9:00", "ends_at": "23-11-2026 10:30"})
        await desk.settle()
        assert "↻ every Monday: 4 times, 23 Nov 2026 – 14 Dec 2026" in desk.text
        assert "taken" not in desk.text
        _fill(desk, {"facility_id": ROOM})
        await desk.settle()
        assert "✗ 1 of them is taken: 23 Nov 2026" in desk.text
        _fill(desk, {"facility_id": LAUNDRY})
        await desk.saved()
        assert "4 times booked." in notices(desk, "information")
        assert "every Monday" in desk.text
        await desk.press("a", "1", "2")
        _fill(desk, {"reason": "Holiday"})
        await desk.saved()
        assert "Skipped: Laundry, 30 November 2026 09:00–10:30." in notices(desk, "information")
        await desk.press("a", "4")
        _fill(desk, {"minutes_later": "10:00", "minutes": "11:00"})
        await desk.saved()
        assert "3 times moved." in notices(desk, "information")
    record = house.read(series_queries.record, 2, TODAY)
    assert record is not None
    standing = [row for row in record.bookings if row.status != "cancelled"]
    assert [f"{row.starts_at:%d %H:%M}–{row.ends_at:%H:%M}" for row in standing] == [
        "23 10:00–11:00",
        "07 10:00–11:00",
        "14 10:00–11:00",
    ]
    lines = _lines(house.read(SERIES.card, 2, TODAY))
    assert any("Holiday" in line for line in lines)
    assert "comes round every Monday" in lines


# -- after use -------------------------------------------------------------------------------------------------------


async def test_what_is_broken_after_use_becomes_a_task_and_a_turn_is_done(house: Store, drive: Drive) -> None:
    async with drive() as desk:
        await desk.press("f7", "b", "a", "6")
        _fill(desk, {"left_as": "damaged"})
        await desk.saved()
        assert "Damage after Guest room" in desk.text
        _fill(desk, {"what": "Lamp fell", "reported_on": "19-11-2026"})
        await desk.saved()
        assert "damage is found after that" in message_under(desk, "reported_on")
        _fill(desk, {"reported_on": "20-11-2026"})
        await desk.saved()
        assert "Reported as task" in notices(desk, "information")
        await desk.press("b", "b", "a", "1")
        await desk.saved()
        assert "Done:" in notices(desk, "information")
    assert (_booking(house, CHOIR).status, _booking(house, CHOIR).left_as) == ("used", "damaged")
    task = house.read(damage.tasks_of, CHOIR)[0]
    card = house.read(BOOKINGS.card, CHOIR, TODAY)
    assert card is not None
    refs = [entry.ref for section in card.sections if section.title == "damage" for entry in section.entries]
    assert refs == [Ref("maintenance", task.task_id)]
    assert [row.person_id for row in house.read(turn_queries.page, Listing(filter="done"), TODAY).rows] == [BERG]
    turn = house.read(turn_queries.page, Listing(filter="done"), TODAY).rows[0]
    shown = house.read(TURNS.card, turn.turn_id, TODAY)
    assert shown is not None
    assert shown.status == "✓ done on 20 November 2026"


# -- while something is read -----------------------------------------------------------------------------------------


async def _laundry_on_saturday(desk: Desk) -> WeekScreen:
    desk.app.go_to("week")
    await desk.settle()
    await desk.press("down", "right")
    screen = desk.app.screen
    assert isinstance(screen, WeekScreen)
    assert (screen.facility.name if screen.facility else "", screen.day) == ("Laundry", date(2026, 11, 21))
    return screen


async def test_two_weeks_on_in_one_go_the_cursor_is_on_the_same_facility_and_day(
    house: Store, drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with drive(WIDE) as desk:
        screen = await _laundry_on_saturday(desk)
        week = late_read(monkeypatch, "read_week")
        screen.action_week(1)
        await week.reached()
        screen.action_week(1)
        week.let_go()
        await desk.settle()
        assert screen.facility is not None
        assert (screen.facility.name, screen.day) == ("Laundry", date(2026, 12, 5))


async def test_what_is_booked_while_the_next_week_is_read_is_the_same_facility_in_that_week(
    house: Store, drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with drive(WIDE) as desk:
        screen = await _laundry_on_saturday(desk)
        week = late_read(monkeypatch, "read_week")
        screen.action_week(1)
        await week.reached()
        screen.action_book()
        await until(lambda: isinstance(desk.app.screen, FormScreen))
        week.let_go()
        await desk.settle()
        assert form_of(desk).heading == "Book Laundry"
        assert filled_in(desk)["starts_at"].startswith("28-11-2026")


async def test_another_day_is_gone_to_whatever_day_the_cursor_was_on(house: Store, drive: Drive) -> None:
    async with drive(WIDE) as desk:
        screen = await _laundry_on_saturday(desk)
        await desk.press("d")
        fill_in(desk, day="8-12-2026")
        await desk.saved()
        assert screen.facility is not None
        assert (screen.facility.name, screen.day) == ("Laundry", date(2026, 12, 8))


async def test_a_cursor_that_is_moved_while_the_week_is_read_again_stays_where_it_was_put(
    house: Store, drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with drive(WIDE) as desk:
        screen = await _laundry_on_saturday(desk)
        week = late_read(monkeypatch, "read_week")
        desk.app.mark_changed()
        await week.reached()
        screen.table.move_cursor(row=0, animate=False)
        week.let_go()
        await desk.settle()
        assert screen.facility is not None
        assert (screen.facility.name, screen.day) == ("Guest room", date(2026, 11, 21))


async def test_a_booking_that_comes_back_as_a_draft_says_so_beside_what_the_rules_answer(
    house: Store, drive: Drive
) -> None:
    async with drive(WIDE) as desk:
        desk.app.go_to("bookings")
        await desk.settle()
        await desk.press("n")
        _fill(desk, {"facility_id": ROOM, "person_id": BERG})
        _fill(desk, {"starts_at": "28-11-2026 10:00", "ends_at": "28-11-2026 12:00"})
        await desk.settle()
        await desk.press("escape", "n")
        assert "What you typed before is here again; Ctrl+R starts over." in desk.text
        assert "✓ no rule is against it" in desk.text
        await desk.press("ctrl+r")
        assert "What you typed before" not in desk.text
