"""Keys that are struck faster than a page answers: each goes to what the one before it opened."""

from __future__ import annotations

from datetime import date

import pytest

from coopadmin.services import maintenance, members
from coopadmin.services.maintenance import TaskData
from coopadmin.services.members import PersonData
from db.queries import maintenance as queries
from db.queries.base import Listing
from db.store import Store
from screens.forms import FormScreen
from screens.list_screen import ListScreen
from screens.record_screen import RecordScreen
from screens.widgets.card import CardView
from tests.conftest import Furnish
from tests.screens.conftest import NARROW, WIDE, Desk, Drive
from tests.screens.held import late_read
from tests.screens.test_increases import _let_homes

TODAY = date(2026, 11, 20)


def _fill(store: Store) -> None:
    """Two members, and two tasks for the first of them."""
    for number, name in (("L001", "Berg"), ("L002", "Zee")):
        person = PersonData(name, given_name="Anna")
        store.do(members.register_member, number=number, person=person, kind="member", starts_on=date(2020, 1, 1))
    for number, title in (("M-0001", "Leak under the sink"), ("M-0002", "Lamp in the stairwell")):
        store.do(maintenance.report_task, number=number, task=TaskData(title, date(2026, 11, 2), reporter_id=1))


@pytest.fixture
def lived(store: Store, furnish: Furnish) -> Store:
    """Give a store with a few records in two lists."""
    furnish(_fill)
    return store


async def _gulp(desk: Desk, *keys: str) -> None:
    """Strike keys without a wait between them; a word is struck sign by sign."""
    for key in keys:
        for sign in key.removeprefix("text:") if key.startswith("text:") else [key]:
            desk.strike(sign)
    await desk.settle()


def _first_text(desk: Desk) -> str:
    screen = desk.app.screen
    assert isinstance(screen, FormScreen), desk.name
    return screen.boxes[0].text


@pytest.mark.parametrize("size", [NARROW, WIDE])
@pytest.mark.parametrize("section", ["f3", "f4", "f6", "f7"])
async def test_what_is_typed_right_behind_n_stands_in_the_form(
    lived: Store, drive: Drive, size: tuple[int, int], section: str
) -> None:
    async with drive(size) as desk:
        await desk.press(section)
        await _gulp(desk, "n", "text:neax")
        assert _first_text(desk).endswith("neax")


async def test_a_section_its_new_form_and_the_first_word_may_be_struck_in_one_go(lived: Store, drive: Drive) -> None:
    async with drive(NARROW) as desk:
        await _gulp(desk, "f4", "n", "text:12x")
        assert _first_text(desk) == "12x"


async def test_a_capital_n_opens_the_form_for_what_follows_too(lived: Store, drive: Drive) -> None:
    async with drive(NARROW) as desk:
        await desk.press("f4")
        await _gulp(desk, "N", "text:12x")
        assert _first_text(desk) == "12x"


async def test_a_capital_in_a_word_stands_in_its_place(lived: Store, drive: Drive) -> None:
    async with drive(NARROW) as desk:
        await desk.press("f4")
        await _gulp(desk, "n", "text:AbCd")
        assert _first_text(desk) == "AbCd"


async def test_what_is_typed_right_behind_e_stands_in_the_form_of_that_record(lived: Store, drive: Drive) -> None:
    async with drive(NARROW) as desk:
        await desk.press("f3")
        await _gulp(desk, "down", "e", "text:nax")
        assert "nax" in _first_text(desk)
        assert "Zee" in desk.text


async def test_a_record_opened_with_enter_gets_the_keys_behind_it(lived: Store, drive: Drive) -> None:
    async with drive(NARROW) as desk:
        await desk.press("f3")
        await _gulp(desk, "down", "enter", "e")
        assert desk.name == "FormScreen"
        assert "Zee" in desk.text
        assert [type(screen).__name__ for screen in desk.app.screen_stack][-2:] == ["RecordScreen", "FormScreen"]


async def test_an_action_chosen_in_one_go_keeps_what_is_typed_for_its_form(lived: Store, drive: Drive) -> None:
    async with drive(NARROW) as desk:
        await desk.press("f6", "a")
        plain = desk.name
        await desk.press("escape")
        assert plain == "ChooseScreen"
        await _gulp(desk, "a", "down", "up", "enter", "text:nae")
        assert desk.name == "FormScreen"
        assert len(lived.read(queries.page, Listing(), TODAY).rows) == 2


async def test_what_is_typed_behind_the_search_goes_on_in_the_list(lived: Store, drive: Drive) -> None:
    async with drive(NARROW) as desk:
        await desk.press("f3")
        await _gulp(desk, "/", "text:zee", "enter", "e")
        assert desk.name == "FormScreen"
        assert "Zee" in desk.text


async def test_fields_of_a_form_are_filled_in_one_go(lived: Store, drive: Drive) -> None:
    async with drive(NARROW) as desk:
        await desk.press("f4")
        await _gulp(desk, "n", "text:12x", "tab", "text:abc", "tab", "text:de")
        screen = desk.app.screen
        assert isinstance(screen, FormScreen)
        assert screen.boxes[0].text == "12x"
        assert "abc" not in screen.boxes[0].text
        assert screen.boxes[1].touched


async def test_a_held_arrow_goes_as_far_as_it_was_struck(lived: Store, drive: Drive) -> None:
    async with drive(NARROW) as desk:
        await desk.press("f6")
        await _gulp(desk, "down", "up", "down", "enter", "escape", "up", "enter")
        assert desk.name == "RecordScreen"


async def test_a_page_is_found_and_its_form_opened_in_one_go(lived: Store, drive: Drive) -> None:
    async with drive(NARROW) as desk:
        await _gulp(desk, "ctrl+p", "text:contractors", "enter", "n", "text:Zonen")
        assert desk.app.current_mode == "contractors"
        assert _first_text(desk) == "Zonen"


async def test_a_record_is_found_and_its_form_opened_in_one_go(lived: Store, drive: Drive) -> None:
    async with drive(NARROW) as desk:
        await _gulp(desk, "ctrl+p", "text:zee", "enter", "e")
        assert desk.name == "FormScreen"
        assert "Zee" in desk.text


async def test_a_command_is_found_and_the_form_filled_in_one_go(lived: Store, drive: Drive) -> None:
    async with drive(NARROW) as desk:
        await desk.press("f4")
        await _gulp(desk, "ctrl+p", "text:add a record", "enter", "text:12x")
        assert _first_text(desk) == "12x"


async def test_a_page_that_was_never_read_yet_takes_keys_once_its_lines_are_there(lived: Store, drive: Drive) -> None:
    async with drive(NARROW) as desk:
        await _gulp(desk, "f9", "end", "up", "enter")
        assert desk.name == "ChooseScreen"
        assert "Nederlands" in desk.text


async def test_enter_goes_into_the_record_beside_the_list_once_that_is_the_one_under_the_cursor(
    drive: Drive, furnish: Furnish, monkeypatch: pytest.MonkeyPatch
) -> None:
    furnish(_let_homes)
    async with drive(WIDE) as desk:
        desk.app.go_to("contracts")
        await desk.settle()
        page = desk.app.screen
        assert isinstance(page, ListScreen)
        card = page.query_one("#card", CardView)
        card.highlighted = next(place for place in range(card.option_count) if card.ref_at(place))
        record = late_read(monkeypatch, "_card")
        desk.strike("down")
        await record.reached()
        assert (page.holds_back("enter"), page.holds_back("down")) == (True, False)
        desk.strike("enter")
        desk.strike("enter")
        record.let_go()
        await desk.settle()
        opened = desk.app.screen
        assert isinstance(opened, RecordScreen)
        assert (opened.subject.name, opened.record_id) == ("members", 2)
