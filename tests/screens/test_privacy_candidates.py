"""A candidate's data is shown on the desk where they ask for it, from the lists of candidates."""

from __future__ import annotations

from db.store import Store
from screens.forgetting.papers import PersonScreen
from tests.conftest import Furnish
from tests.forgotten import FAMILY, fill_case
from tests.screens.conftest import WIDE, Drive


async def test_all_that_is_kept_of_a_candidate_is_shown_from_the_list(
    store: Store, furnish: Furnish, drive: Drive
) -> None:
    furnish(fill_case)
    async with drive(WIDE) as desk:
        desk.app.go_to("candidates")
        await desk.settle()
        await desk.press("a", "8")
        assert isinstance(desk.app.screen, PersonScreen)
        assert "What is kept of one person › K-0001" in desk.text
        assert FAMILY in desk.text
        assert desk.app.title == "coopadmin"
