"""Going from section to section."""

from __future__ import annotations

from textual.widgets import Input

from coopadmin.errors import StoreLocked
from coopadmin.services import dwellings
from coopadmin.services.dwellings import DwellingData
from db.store import Store
from screens.widgets.listing import Listing
from tests.screens.conftest import Drive


async def test_the_key_of_a_section_leads_to_it_as_it_was_left_and_then_to_its_first_page(
    store: Store, drive: Drive
) -> None:
    store.do(dwellings.add_dwelling, dwelling=DwellingData(code="2A"))
    async with drive() as desk:
        await desk.press("f4", "down", "enter")
        assert desk.name == "RecordScreen"
        await desk.press("f5", "f4")
        assert desk.name == "RecordScreen"
        await desk.press("f4")
        assert desk.name == "ListScreen"
        await desk.press("f12", "end", "f12", "f4")
        assert desk.name == "ListScreen"


async def test_a_key_does_the_same_with_caps_lock_on_and_a_name_keeps_its_capitals(store: Store, drive: Drive) -> None:
    store.do(dwellings.add_dwelling, dwelling=DwellingData(code="2A"))
    async with drive() as desk:
        await desk.press("f4", "N")
        assert desk.name == "FormScreen"
        await desk.press("N")
        await desk.press("escape", "slash", "N")
        search = desk.app.screen.query_one("#search", Input)
        assert search.value == "N"
        await desk.press("escape", "escape", "U")
        assert desk.name == "ConfirmScreen"


async def test_home_and_end_lead_to_the_first_and_the_last_of_a_list(store: Store, drive: Drive) -> None:
    codes = [f"{number}A" for number in (2, 4, 6, 8)]
    made = [store.do(dwellings.add_dwelling, dwelling=DwellingData(code=code)).result for code in codes]
    async with drive() as desk:
        await desk.press("f4", "end")
        listing = desk.app.screen.query_one(Listing)
        assert listing.current == made[-1]
        await desk.press("home")
        assert listing.current == made[0]


async def test_a_list_that_nothing_is_added_to_names_no_key_for_it(store: Store, drive: Drive) -> None:
    async with drive() as desk:
        desk.app.go_to("deadlines")
        await desk.settle()
        await desk.press("f", "2")
        assert "F shows others" in desk.text
        assert "N adds one" not in desk.text


async def test_what_was_wrong_with_the_store_counts_no_more_once_it_is_used_again(store: Store, drive: Drive) -> None:
    async with drive() as desk:
        desk.app.tell(StoreLocked(store.path))
        await desk.settle()
        assert desk.name == "ProblemScreen"
        assert isinstance(desk.app.problem, StoreLocked)
        await desk.press("escape", "f4")
        assert desk.app.problem is None
