"""The parts that pages are made of, by key and by mouse."""

from __future__ import annotations

from datetime import date

import pytest
from textual.coordinate import Coordinate
from textual.events import Key
from textual.widget import Widget

from coopadmin.services.members import PersonData, register_member
from db.journal import Transaction
from db.store import Store
from screens.dialogs import ConfirmScreen
from screens.fields import Field, FieldBox
from screens.forms import FormScreen
from screens.styles import KeptStylesheet
from screens.themes import LIGHT
from screens.widgets.bars import KeyBar, SectionBar
from screens.widgets.choice import Choice, Choices
from screens.widgets.listing import Listing
from tests.conftest import Furnish
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


def test_a_letter_goes_to_a_word_that_begins_with_it_behind_a_colon_too() -> None:
    words = Choices({"a": "information", "b": "decision: ordinary", "c": "decision: statutes"}, "a")
    places: list[int | None] = []
    for letter in ("s", "d", "d", "o", "x"):
        words.on_key(Key(letter, letter))
        places.append(words.highlighted)
    assert places == [2, 1, 2, 1, 1]


def _crowd(store: Store) -> None:
    for number in range(40):
        store.do(
            register_member,
            number=f"L{number:03}",
            person=PersonData(f"Bakker {number:02}"),
            kind="member",
            starts_on=date(2020, 1, 1),
        )


async def test_a_row_that_reads_otherwise_leaves_the_table_where_it_was(
    store: Store, drive: Drive, furnish: Furnish
) -> None:
    furnish(_crowd)
    async with drive() as desk:
        await desk.press("f3", "end")
        listing = desk.app.screen.query_one(Listing)
        was = (listing.scroll_y, listing.cursor_row)
        assert was[0] > 0
        rows = [(row[0], row[1], "dim") for row in listing._rows]
        listing.fill(rows)
        assert (listing.scroll_y, listing.cursor_row) == was
        assert listing.get_cell_at(Coordinate(was[1], 0)).style == "dim"


async def test_a_letter_takes_the_next_word_that_begins_with_it_and_leaves_the_choice_closed(
    store: Store, drive: Drive
) -> None:
    kinds = (("dog", "dog"), ("cat", "Cat"), ("cow", "herd: cow"))

    async def save(values: dict[str, object]) -> None:
        del values

    async with drive() as desk:
        fields = [Field("kind", "Kind", "choice", choices=kinds), Field("name", "Name"), Field("tame", "Tame", "flag")]
        desk.app.push_screen(FormScreen("Animals", fields, save))
        await desk.settle()
        kind, name, tame = desk.app.screen.query(FieldBox)
        for letter, chosen in (
            ("x", ""),
            ("c", "cat"),
            ("c", "cow"),
            ("c", "cat"),
            ("D", "dog"),
            ("x", "dog"),
            ("h", "cow"),
        ):
            await desk.type(letter)
            assert (kind.text, len(kind.query(Choices))) == (chosen, 0)
        await desk.press("tab")
        await desk.type("dc")
        assert (kind.text, name.text) == ("cow", "dc")
        await desk.press("tab")
        await desk.type("n")
        assert tame.text == "False"
        await desk.type("y")
        assert tame.text == "True"


async def test_a_long_text_is_read_on_by_the_arrows_and_says_so(store: Store, drive: Drive) -> None:
    async with drive() as desk:
        desk.app.push_screen(ConfirmScreen("Save this?", "\n".join(f"line {number}" for number in range(40))))
        await desk.settle()
        assert "↓ reads on" in desk.text
        assert "line 30" not in desk.text
        await desk.press("end")
        assert "line 39" in desk.text
        await desk.press("home", "pagedown", "down", "up")
        assert "line 8" in desk.text
        assert "line 39" not in desk.text
        await desk.press("escape")
        desk.app.push_screen(ConfirmScreen("Save this?", "a line"))
        await desk.settle()
        assert "↓ reads on" not in desk.text


async def test_a_message_goes_when_something_else_is_done(store: Store, drive: Drive) -> None:
    def said(desk: Desk) -> list[str]:
        return [one.message for one in desk.app._notifications]

    async with drive() as desk:
        desk.app.say("Saved.")
        desk.app.say("Mind this.", "warning")
        await desk.settle()
        assert said(desk) == ["Saved.", "Mind this."]
        await desk.app.do(_name_nobody)
        assert said(desk) == ["Mind this."]


def _name_nobody(transaction: Transaction) -> None:
    """Change nothing."""


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
