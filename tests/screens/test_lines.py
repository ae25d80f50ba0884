"""A page of lines: texts in one column, whatever the labels are, and a cursor that knows its line again."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from textual.content import Content
from textual.widgets import OptionList, Static

from screens.lines import Line, LinesScreen
from tests.screens.conftest import NARROW, WIDE, Desk, Drive


async def nothing(_app: object) -> None:
    """Do nothing."""


class Page(LinesScreen):
    """A page with lines of the test's own."""

    def __init__(self, *lines: Line, scaled: bool = False) -> None:
        super().__init__()
        self.given: Sequence[Line] = lines
        self.scaled = scaled

    def compose_head(self) -> Any:
        """A scale where the lines are drawn."""
        if self.scaled:
            yield Static("", id="scale")

    async def read_lines(self) -> tuple[Content, Sequence[Line]]:
        """Give the lines."""
        return Content("Page"), self.given


async def shown(desk: Desk, page: Page) -> list[str]:
    desk.app.push_screen(page)
    await desk.settle()
    return desk.text.splitlines()


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_texts_stand_in_one_column_two_blanks_behind_the_longest_label(
    drive: Drive, size: tuple[int, int]
) -> None:
    async with drive(size) as desk:
        long = "A nomination is told as soon as of the time that is left for it this much is over and gone"
        rows = await shown(desk, Page(Line(long, "xx 50 %", nothing), Line("Short", "xx yes", nothing)))
        first, second = (row for row in rows if "xx" in row)
        assert first.index("xx") == second.index("xx")
        assert first[: first.index("xx")].endswith("  ")
        left = " ".join(row[: first.index("xx")].strip() for row in rows)
        assert long in " ".join(left.split())


async def test_under_a_scale_the_lines_are_drawn_as_it_counts(drive: Drive) -> None:
    async with drive() as desk:
        rows = await shown(desk, Page(Line("2026", "xx"), Line("    ", "xx"), scaled=True))
        assert [row.index("xx") for row in rows if "xx" in row] == [7, 7]


async def test_the_cursor_stays_on_its_line_by_what_that_is_about(drive: Drive) -> None:
    async with drive() as desk:
        page = Page(Line("Owner", "a", nothing), Line("Owner", "b", nothing), Line("old", "c", nothing, what=3))
        await shown(desk, page)
        items = page.query_one("#items", OptionList)
        for place, lines, stays in (
            (1, (Line("New", "", nothing), *page.given), 2),
            (3, (Line("newer", "c", nothing, what=3), *page.given[:2]), 0),
            (2, (Line("All", "", nothing), Line("are", "", nothing), Line("new", "", nothing)), 2),
        ):
            items.highlighted = place
            page.given = lines
            page.read_anew()
            await desk.settle()
            assert items.highlighted == stays


class SlowPage(Page):
    """A page of which the reading ends when its widgets are just gone."""

    def __init__(self) -> None:
        super().__init__(Line("One", "xx", nothing))
        self.taken_down = asyncio.Event()

    def compose_head(self) -> Any:
        """A widget that says when it goes."""
        yield Last(self.taken_down)

    async def read_lines(self) -> tuple[Content, Sequence[Line]]:
        """Wait until the page is left, and look for a widget."""
        await self.taken_down.wait()
        self.query_one(Last).refresh()
        return await super().read_lines()


class Last(Static):
    """Says when it is taken down."""

    def __init__(self, taken_down: asyncio.Event) -> None:
        super().__init__("")
        self.taken_down = taken_down

    def on_unmount(self) -> None:
        """Say so."""
        self.taken_down.set()


@pytest.mark.parametrize("closed", [True, False])
async def test_what_was_read_for_a_page_that_is_left_is_for_nobody(drive: Drive, closed: bool) -> None:
    page = SlowPage()
    async with drive() as desk:
        desk.app.push_screen(page)
        await desk.pilot.pause()
        if not closed:
            await desk.app.pop_screen()
    assert page.taken_down.is_set()
