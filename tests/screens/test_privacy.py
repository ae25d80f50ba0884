"""Personal data on the desk: who left is listed and cleared after a yes, and a person's data is shown on purpose."""

from __future__ import annotations

import pytest
from textual.widgets import OptionList

from db.store import Store
from screens.forgetting.papers import PersonScreen, RegisterScreen
from tests.conftest import Furnish
from tests.left import FAMILY, SECRETS, Left, fill_left, left_in
from tests.screens.conftest import NARROW, WIDE, Desk, Drive


@pytest.fixture
def left(store: Store, furnish: Furnish) -> Left:
    """Give somebody who left, and somebody who did not."""
    return furnish(fill_left)


async def on_line(desk: Desk, label: str) -> None:
    items = desk.app.screen.query_one("#items", OptionList)
    items.highlighted = next(place for place, line in enumerate(desk.lines("#items")) if label in line)
    await desk.settle()


async def test_who_left_is_listed_with_the_reason_and_cleared_after_a_yes(
    store: Store, left: Left, drive: Drive
) -> None:
    async with drive(WIDE) as desk:
        desk.app.go_to("forgetting")
        await desk.settle()
        lines = "\n".join(desk.lines("#items"))
        assert "since 01 Apr 2026" in lines
        assert f"L012 {FAMILY}" in lines
        await on_line(desk, "Clear 1 person")
        await desk.press("enter")
        assert "Clear the data of 1 person for good?" in desk.text
        assert left_in(store.path) != []
        await desk.press("y")
        assert left_in(store.path) == []
        assert FAMILY not in "\n".join(desk.lines("#items"))
        said = "\n".join(one.message for one in desk.app._notifications)
        assert not [secret for secret in SECRETS if secret in said]


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_what_is_kept_is_a_page(left: Left, drive: Drive, size: tuple[int, int]) -> None:
    async with drive(size) as desk:
        desk.app.go_to("association")
        await desk.settle()
        await on_line(desk, "Privacy")
        await desk.press("enter")
        assert isinstance(desk.app.screen, RegisterScreen)
        assert "Members, and members who left" in desk.text
        await desk.press("escape")


async def test_one_persons_data_is_shown_with_no_name_in_the_title(left: Left, drive: Drive) -> None:
    async with drive(WIDE) as desk:
        await desk.app.push_screen(PersonScreen(left.person_id))
        await desk.settle()
        assert "What is kept of one person › L012" in desk.text
        assert "wq@vertrokken.example" in desk.text
        assert (desk.app.title, desk.app.clipboard) == ("coopadmin", "")
