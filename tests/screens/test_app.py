"""Going from section to section."""

from __future__ import annotations

from coopadmin.services import dwellings
from coopadmin.services.dwellings import DwellingData
from db.store import Store
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
