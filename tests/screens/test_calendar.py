"""A secretary keeps the offices and the calendar of the association at the desk."""

from __future__ import annotations

from datetime import date

import pytest

from coopadmin.services import members, offices
from coopadmin.services.association import save_owner
from coopadmin.services.members import PersonData
from db.journal import Transaction
from db.queries import deadlines as deadline_queries
from db.queries import offices as office_queries
from db.queries.base import Listing
from db.store import Store
from db.tables.actions import ActionPoint
from db.tables.association import Cooperative
from db.tables.meetings import Meeting
from screens.app import CoopApp, Ref
from screens.deadlines.subject import SUBJECT as DEADLINES
from screens.desk.calendar import KINDS, read_calendar
from screens.desk.today import Item, Room, in_order
from screens.export import report_of
from screens.offices.subject import SUBJECT as OFFICES
from tests.conftest import TODAY, Furnish
from tests.screens.conftest import NARROW, WIDE, Desk, Drive
from tests.screens.filling import fill_in, filled_in, message_under, notices

SIZES = pytest.mark.parametrize("size", [NARROW, WIDE])
CHAIR, TREASURER = 1, 3
"""Terms of the board below, by their number in the store."""


def _fill_board(store: Store) -> None:
    """A chair, a secretary that was, a treasurer of three weeks; an owner to be told, and one action that is late."""

    def more(transaction: Transaction) -> None:
        transaction.change(Cooperative, 1, started_on=date(2026, 7, 1))
        transaction.add(
            ActionPoint(what="Verzekering nazien", owner_id=1, made_on=date(2026, 9, 1), due_on=date(2026, 11, 1))
        )

    for number, name in enumerate(("Anna", "Bo", "Cor", "Dee"), start=1):
        store.do(
            members.register_member,
            number=f"L00{number}",
            person=PersonData("Berg", given_name=name),
            kind="member",
            starts_on=date(2020, 1, 1),
        )
    store.do(offices.appoint, person_id=1, office="chair", starts_on=date(2024, 2, 29))
    store.do(offices.appoint, person_id=2, office="secretary", starts_on=date(2022, 5, 1))
    store.do(offices.appoint, person_id=3, office="treasurer", starts_on=date(2026, 11, 1))
    store.do(members.end_office, term_id=2, ends_on=date(2026, 10, 31))
    store.do(save_owner, name="Woonstad")
    store.do(more)


@pytest.fixture
def board(store: Store, furnish: Furnish) -> Store:
    """Give a store with this board."""
    furnish(_fill_board)
    return store


async def _go(desk: Desk, page: str) -> None:
    desk.app.go_to(page)
    await desk.settle()


def _met(store: Store, name: str) -> date | None:
    return {one.name: one.met_on for one in store.read(deadline_queries.deadlines, TODAY)}[name]


# -- offices -------------------------------------------------------------------------------------------------------


@SIZES
async def test_the_list_shows_who_holds_what_and_which_seats_are_vacant(
    board: Store, drive: Drive, size: tuple[int, int]
) -> None:
    assert board
    async with drive(size) as desk:
        await _go(desk, "offices")
        assert "5 lines" in desk.text
        for words in ("▲ 2 of 3", "▲ open seat", "▲ 0 of 2", "Anna Berg", "28 Feb 2027", "○ 100 d"):
            assert words in desk.text
        assert "Bo Berg" not in desk.text
        await desk.press("f", "2")
        assert "3 lines" in desk.text
        await desk.press("f", "7", "slash")
        await desk.type("secr bo")
        assert "1 line" in desk.text
        assert "Bo Berg" in desk.text


async def test_a_term_shows_its_schedule_and_leads_to_the_person(
    board: Store, drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = board.read(OFFICES.card, CHAIR, TODAY)
    assert card is not None
    lines = [f"{entry.label} {entry.text}".strip() for part in card.sections for entry in part.entries]
    assert card.status.startswith("○ 100 days until the end of the term")
    assert "2027 1 of 2 leave" in lines
    assert "▲ Secretary: vacant since 1 November 2026" in lines
    gone: list[Ref] = []
    async with drive(WIDE) as desk:
        await _go(desk, "offices")
        monkeypatch.setattr(CoopApp, "open_record", lambda _app, ref: gone.append(ref))
        desk.app.screen.query_one("#listing").move_cursor(row=3)  # type: ignore[attr-defined]
        await desk.settle()
        await desk.press("enter", *["down"] * 3, "enter")
    assert gone == [Ref("members", 1)]


async def test_the_audit_committee_takes_no_treasurer_and_a_vacant_seat_is_filled_and_told_of(
    board: Store, drive: Drive
) -> None:
    async with drive() as desk:
        await _go(desk, "offices")
        await desk.press("a", "5")
        for name in ("cor", "dee"):
            await desk.type(name)
            await desk.press("down", "enter")
            await desk.press("tab")
        await desk.saved()
        assert "is on the board" in message_under(desk, "first_id")
        await desk.press("escape")
        await desk.press("down", "e")
        assert "Secretary: vacant since 1 November 2026. Press N" in notices(desk, "warning")
        await desk.press("a", "2")
        assert filled_in(desk)["office"] == "secretary"
        await desk.saved()
        assert "▲ fill this in" in message_under(desk, "person_id")
        await desk.type("dee")
        await desk.press("down", "enter")
        fill_in(desk, starts_on="20-11-2026", retires_on="1-1-2026")
        await desk.saved()
        assert "cannot be over before that" in message_under(desk, "retires_on")
        fill_in(desk, retires_on="")
        await desk.saved()
        assert "Appointed." in notices(desk, "information")
        assert "Dee Berg" in desk.text
    assert _met(board, "trade_register:officeterm:4:began") is None


async def test_a_chair_is_elected_again_planned_corrected_and_ended(board: Store, drive: Drive) -> None:
    async with drive(WIDE) as desk:
        await _go(desk, "offices")
        await desk.press("f", "4")
        assert desk.text.index("Anna") < desk.text.index("Cor")
        await desk.press("a", "4")
        fill_in(desk, retires_on="1-6-2027")
        await desk.saved()
        assert "01 Jun 2027" in desk.text
        await desk.press("a", "1")
        assert (filled_in(desk)["office"], filled_in(desk)["starts_on"]) == ("chair", "20-11-2026")
        await desk.saved()
        assert "20 Nov 2029" in desk.text
        await desk.press("e")
        fill_in(desk, starts_on="19-11-2026")
        await desk.saved()
        assert "this office is held from 29 February 2024" in message_under(desk, "starts_on")
        fill_in(desk, starts_on="21-11-2026")
        await desk.saved()
        assert "Corrected." in notices(desk, "information")
        await desk.press("a", "3")
        fill_in(desk, ends_on="1-1-2026")
        await desk.saved()
        assert "cannot end before it begins" in message_under(desk, "ends_on")
        fill_in(desk, ends_on="30-11-2026")
        await desk.saved()
        assert "30 Nov 2026" in desk.text
        await desk.press("u", "y")
        await desk.settle()
        listed = [line.partition("│")[0] for line in desk.text.splitlines()]
        assert "30 Nov 2026" not in "\n".join(listed), "only the history beside the list still tells of it"
    rows = board.read(office_queries.page, Listing(filter="all"), TODAY).rows
    assert [row.ends_on for row in rows if row.office == "chair"] == [None, date(2026, 11, 19)]


async def test_an_empty_list_says_which_key_to_press(store: Store, drive: Drive) -> None:
    assert store
    async with drive() as desk:
        await _go(desk, "offices")
        await desk.press("f", "7")
        assert "Press N to appoint somebody" in desk.text
        await desk.press("n")
        assert desk.name == "FormScreen"


def test_every_order_of_the_queries_is_offered() -> None:
    assert {one.code for one in OFFICES.filters} == {*office_queries.FILTERS, "vacant"}
    assert tuple(one.code for one in OFFICES.sorts) == office_queries.SORTS
    assert tuple(one.code for one in DEADLINES.filters) == deadline_queries.FILTERS
    assert tuple(one.code for one in DEADLINES.sorts) == deadline_queries.SORTS


def test_an_export_of_offices_holds_days_and_numbers(board: Store) -> None:
    rows = board.read(OFFICES.page, Listing(filter="board", sort="office"), TODAY).rows
    found = list(report_of(OFFICES, rows).rows[0].values())
    assert found == ["chair", "Anna Berg", date(2024, 2, 29), date(2027, 2, 28), 100, None, ""]


# -- deadlines -----------------------------------------------------------------------------------------------------


@SIZES
async def test_the_calendar_shows_days_signs_and_rules(board: Store, drive: Drive, size: tuple[int, int]) -> None:
    assert board
    async with drive(size) as desk:
        await _go(desk, "deadlines")
        for words in ("07 Nov 2026", "▲ −13 d", "● 10 d", "○ 100 d", "● waits", "Trade register (KvK): Bo Berg"):
            assert words in desk.text
        await desk.press("f", "2")
        assert "● 10 d" not in desk.text
        if size == WIDE:
            assert "7 days after 31 October 2026" in desk.text


async def test_a_term_leads_to_what_it_is_about_and_is_ticked_off_alone_or_with_all_of_one_letter(
    board: Store, drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "trade_register:officeterm:2:ended"
    gone: list[Ref] = []
    async with drive() as desk:
        await _go(desk, "deadlines")
        monkeypatch.setattr(CoopApp, "open_record", lambda _app, ref: gone.append(ref))
        await desk.press("enter", "a", "4")
        assert gone == [Ref("offices", 2), Ref("offices", 2)]
        await desk.press("e")
        assert "look it up" in desk.text
        fill_in(desk, met_on="1-1-2027")
        await desk.saved()
        assert "still to come" in message_under(desk, "met_on")
        fill_in(desk, met_on="15-11-2026", note="KvK-nummer 123")
        await desk.saved()
        assert "Ticked off: Trade register" in notices(desk, "information")
        assert _met(board, name) == date(2026, 11, 15)
        await desk.press("f", "end", "up", "enter")
        assert "✓ 15 Nov 2026" in desk.text
        await desk.press("a", "3")
        assert "Open again" in notices(desk, "information")
        assert _met(board, name) is None
        board.do(members.end_office, term_id=CHAIR, ends_on=date(2026, 10, 31))
        await desk.press("f", "1", "a", "2")
        assert "Anna Berg leaves as chair" in desk.text
        assert "Bo Berg leaves as secretary" in desk.text
        await desk.saved()
        assert "3 ticked off." in notices(desk, "information"), "the new treasurer stands in the same letter"
    for term in (1, 2):
        assert _met(board, f"trade_register:officeterm:{term}:ended") == TODAY
    assert _met(board, "bank_mandate:officeterm:2:ended") is None


# -- the desk ------------------------------------------------------------------------------------------------------


def _plan(store: Store, starts_at: str, opened_at: str | None = None) -> None:
    def plan(transaction: Transaction) -> None:
        transaction.add(Meeting(body="board", title="Bestuur [/]", starts_at=starts_at, opened_at=opened_at))

    store.do(plan)


def test_what_is_late_presses_and_what_comes_soon_waits(board: Store) -> None:
    items, figures = board.read(read_calendar, TODAY)
    found = {(item.sign, item.label, item.text.split(" · ")[0]) for item in items}
    assert ("▲", "Board change", "13 days late") in found
    assert ("●", "Board change", "10 days left") in found
    assert any(item.text.endswith("(and 1 more)") and item.target == "deadlines" for item in items)
    assert ("●", "Action", "19 days late") in found
    assert ("●", "Offices", "Secretary: vacant since 1 November 2026") in found
    assert figures == ()
    assert len(items) < 15


def test_the_meeting_under_way_stands_before_everything_and_leads_back_to_the_room(board: Store) -> None:
    _plan(board, "2026-11-19T20:00", opened_at="2026-11-19T20:03")
    items, figures = board.read(read_calendar, TODAY)
    first = in_order([Item("money", "▲", "", "", None), *items], "treasurer")[0]
    assert (first.target, first.sign) == (Room(1), "▲")
    assert figures == (("Next meeting", "19 Nov 2026 20:00"),)


def test_the_meeting_of_today_leads_to_its_record_and_its_letter_is_no_longer_asked_once_it_went_out(
    board: Store,
) -> None:
    _plan(board, "2026-11-20T20:00")
    items, figures = board.read(read_calendar, TODAY)
    first = in_order(items, "")[0]
    assert (first.text, first.target) == ("today at 20:00 · Bestuur [/]", Ref("meetings", 1))
    assert figures == (("Next meeting", "today 20:00"),)


async def test_the_first_page_opens_the_room_of_the_meeting_under_way(
    board: Store, drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    _plan(board, "2026-11-20T20:00", opened_at="2026-11-20T20:03")
    opened: list[int] = []

    async def open_room(_app: CoopApp, meeting_id: int) -> None:
        opened.append(meeting_id)

    monkeypatch.setattr("screens.meetings.room.open_room", open_room)
    async with drive(first_page=True) as desk:
        assert "under way: Enter goes back to the room · Bestuur [/]" in desk.lines()[0]
        await desk.press("enter")
    assert opened == [1]


def test_every_kind_of_term_has_its_word_on_the_first_page() -> None:
    from coopadmin.domain.deadlines import GROUPS

    assert set(KINDS) == {kind for group in GROUPS.values() for kind in group}


async def test_the_co_operatives_page_leads_to_the_calendar_the_offices_and_the_rules(
    board: Store, drive: Drive
) -> None:
    assert board
    async with drive(WIDE) as desk:
        await desk.press("f9")
        for words, shown in (("Deadlines", "deadlines"), ("Retirement schedule and offices", "offices")):
            place = next(place for place, line in enumerate(desk.lines("#items")) if words in line)
            desk.app.screen.query_one("#items").highlighted = place  # type: ignore[attr-defined]
            await desk.press("enter")
            assert desk.app.current_mode == shown
            await desk.press("f9")
