"""The parts that pages are made of, by key and by mouse."""

from __future__ import annotations

import pytest
from textual.widget import Widget

from db.store import Store
from screens.fields import FieldBox
from screens.styles import KeptStylesheet
from screens.themes import LIGHT
from screens.widgets.bars import KeyBar, SectionBar
from screens.widgets.choice import Choice, Choices
from tests.screens.conftest import NARROW, WIDE, Desk, Drive


async def _click_word(desk: Desk, bar: type[Widget], word: str) -> None:
    """Click the middle of a word on one of the bars."""
    widget = desk.app.screen.query_one(bar)
    row = desk.text.splitlines()[widget.region.y]
    await desk.pilot.click(offset=(row.index(word) + len(word) // 2, widget.region.y))
    await desk.settle()


async def test_a_click_on_a_bar_does_what_the_key_does(store: Store, drive: Drive) -> None:
    for size in (NARROW, WIDE):
        async with drive(size) as desk:
            await _click_word(desk, SectionBar, "Shared" if size == NARROW else "Facilities")
            assert "0 facilities" in desk.text
            await _click_word(desk, SectionBar, "Desk")
            assert desk.name == "DeskScreen"
            await _click_word(desk, SectionBar, "Co-op")
            assert desk.name == "AssociationScreen"
            await _click_word(desk, SectionBar, "Members")
            await _click_word(desk, KeyBar, "new")
            assert "New member" in desk.text


async def test_a_choice_opens_a_list_and_takes_the_word_under_the_cursor(store: Store, drive: Drive) -> None:
    async with drive() as desk:
        await desk.press("f3", "n", "tab")
        box = desk.app.screen.query_one("#field-kind", FieldBox)
        choice = box.query_one(Choice)
        assert (box.text, choice.has_focus) == ("member", True)
        await desk.press("enter", "s")
        assert "▲" in desk.text
        await desk.press("enter")
        assert (box.text, choice.has_focus, len(box.query(Choices))) == ("supporter", True, 0)
        await desk.press("space", "up", "escape")
        assert (box.text, desk.name, len(box.query(Choices))) == ("supporter", "FormScreen", 0)
        await desk.press("down", "tab")
        assert len(box.query(Choices)) == 0
        await desk.pilot.click(Choice)
        await desk.settle()
        assert isinstance(desk.app.screen.focused, Choices)


async def test_a_message_too_long_for_its_line_goes_on_on_the_next(store: Store, drive: Drive) -> None:
    async with drive() as desk:
        await desk.press("f3", "n")
        box = desk.app.screen.query_one("#field-number", FieldBox)
        height = box.size.height
        box.say("sooner " * 20 + "later", wrong=True)
        await desk.settle()
        assert box.size.height == height + 3
        assert "▲ sooner" in desk.text
        assert "later" in desk.text
        box.say("")
        await desk.settle()
        assert box.size.height == height


async def test_a_page_seen_before_takes_on_another_theme(store: Store, drive: Drive) -> None:
    async with drive() as desk:
        await desk.press("f3")
        before = desk.app.screen.styles.background
        await desk.press("f2")
        desk.app.theme = LIGHT.name
        await desk.settle()
        await desk.press("f3")
        assert desk.app.screen.styles.background != before


def test_what_is_not_among_the_choices_cannot_be_chosen() -> None:
    choice = Choice([("a", "A"), ("b", "B")], "a")
    choice.chosen = "a"
    with pytest.raises(ValueError, match="not among"):
        choice.chosen = "c"


def test_styles_are_read_again_only_for_other_colours() -> None:
    sheet = KeptStylesheet(variables={"ink": "#111111"})
    sheet.add_source("Screen { color: $ink; }", read_from=("here", ""))
    first = sheet.rules
    sheet.set_variables({"ink": "#111111"})
    sheet.reparse()
    assert sheet.rules is first
    sheet.set_variables({"ink": "#222222"})
    sheet.reparse()
    assert [rule.styles.color.hex for rule in sheet.rules] == ["#222222"]
    assert [rule.styles.color.hex for rule in first] == ["#111111"]
    again = KeptStylesheet(variables={"ink": "#111111"})
    again.add_source("Screen { color: $ink; }", read_from=("here", ""))
    assert again.rules == first
