"""What a form says above its fields."""

from __future__ import annotations

import pytest
from textual.widgets import Static

from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.services import dwellings
from coopadmin.services.dwellings import DwellingData
from db.store import Store
from screens.dialogs import ChooseScreen, ConfirmScreen, ProblemScreen
from screens.fields import Field
from screens.forms import FormScreen
from tests.screens.conftest import Desk, Drive
from tests.screens.held import late_read


def _said_above(desk: Desk) -> str:
    note = desk.app.screen.query_one("#form-note", Static)
    return str(note.content) if note.display else ""


@pytest.mark.parametrize("intro", ["Of this deposit [b]€ 100[/b] is held.", ""])
async def test_what_a_form_explains_stays_beside_what_is_refused(drive: Drive, intro: str) -> None:
    async def refuse(values: dict[str, object]) -> None:
        raise Refused(f"{values['amount']} is too much")

    async with drive() as desk:
        desk.app.push_screen(FormScreen("Deduct", [Field("amount", "Amount", "line")], refuse, intro=intro))
        await desk.settle()
        assert _said_above(desk) == intro
        await desk.type("999")
        await desk.saved()
        assert _said_above(desk) == "\n".join(filter(None, ["▲ 999 is too much", intro]))
        await desk.press("ctrl+r")
        assert _said_above(desk) == intro


async def test_what_was_refused_stays_above_what_a_form_learns_later(drive: Drive) -> None:
    async def refuse(_values: dict[str, object]) -> None:
        raise Refused("The time is taken")

    async with drive() as desk:
        form = FormScreen("Book", [Field("who", "Who")], refuse, intro="No rule is against it.")
        desk.app.push_screen(form)
        await desk.settle()
        await desk.saved()
        form.explain_anew("Somebody else has it until ten.")
        assert _said_above(desk) == "▲ The time is taken\nSomebody else has it until ten."
        await desk.press("ctrl+r")
        assert _said_above(desk) == "Somebody else has it until ten."


async def test_what_can_be_picked_is_listed_for_who_typed_nothing(store: Store, drive: Drive) -> None:
    for code in ("2A", "2B", "4C"):
        store.do(dwellings.add_dwelling, dwelling=DwellingData(code=code))
    saved: list[dict[str, object]] = []

    async def save(values: dict[str, object]) -> None:
        saved.append(values)

    async with drive() as desk:
        fields = [Field("home", "Home", "pick", find=("dwellings",)), Field("note", "Note", "line")]
        desk.app.push_screen(FormScreen("Choose", fields, save))
        await desk.settle()
        await desk.press("down")
        assert [word in desk.text for word in ("2A", "2B", "4C")] == [True] * 3
        await desk.press("up", "tab")
        assert "2A" not in desk.text
        await desk.press("shift+tab", "down", "down", "enter")
        await desk.saved()
    assert [values["home"] for values in saved] == [2]


async def test_who_went_on_to_the_next_field_stays_there_when_what_can_be_picked_is_found(
    store: Store, drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.do(dwellings.add_dwelling, dwelling=DwellingData(code="2A"))
    async with drive() as desk:
        fields = [Field("home", "Home", "pick", find=("dwellings",)), Field("note", "Note")]
        form = FormScreen("Choose", fields, nothing)
        desk.app.push_screen(form)
        await desk.settle()
        first = late_read(monkeypatch, "first")
        desk.strike("down")
        await first.reached()
        form.boxes[1].focus_entry()
        first.let_go()
        await desk.settle()
        await desk.type("def")
        assert [box.text for box in form.boxes] == ["", "def"]


async def test_saving_takes_the_only_record_that_fits_what_was_typed(store: Store, drive: Drive) -> None:
    for code in ("2A", "2B", "4C"):
        store.do(dwellings.add_dwelling, dwelling=DwellingData(code=code))
    saved: list[dict[str, object]] = []

    async def save(values: dict[str, object]) -> None:
        saved.append(values)

    async with drive() as desk:
        fields = [Field("home", "Home", "pick", find=("dwellings",))]
        desk.app.push_screen(FormScreen("Choose", fields, save))
        await desk.settle()
        await desk.type("2")
        await desk.saved()
        assert saved == []
        assert "“2” is not chosen yet" in desk.text
        await desk.type("B")
        await desk.saved()
    assert saved == [{"home": 2}]


async def test_a_mistake_in_the_last_field_is_seen_by_who_saves_from_there(drive: Drive) -> None:
    async def refuse(values: dict[str, object]) -> None:
        raise Invalid([Problem("note", "may not be kept, " * 12 + "leave it out")])

    fields = [Field(f"line{number}", f"Line {number}", "line", help="a word or two") for number in range(9)]
    fields.append(Field("note", "Note", "long", help="a word"))
    async with drive((80, 24)) as desk:
        desk.app.push_screen(FormScreen("Long", fields, refuse))
        await desk.settle()
        await desk.press(*["tab"] * 9)
        await desk.type("123456782")
        await desk.saved()
        assert "leave it out" in desk.text


async def nothing(_values: dict[str, object]) -> None:
    """Save nothing."""


async def test_a_label_wider_than_its_column_goes_on_under_itself_with_its_star(drive: Drive) -> None:
    label = "Folder for the copies of every evening"
    fields = [Field("folder", label, required=True, initial="/tmp"), Field("note", label, "long", help="of any length")]
    async with drive((80, 24)) as desk:
        desk.app.push_screen(FormScreen("Where", fields, nothing))
        await desk.settle()
        rows = [row[2:-2] for row in desk.text.splitlines()]
        first = next(place for place, row in enumerate(rows) if "/tmp" in row)
        left = [row[:22].strip() for row in rows[first:]]
        assert left[:4] == ["Folder for the copies", "of every evening *", "Folder for the copies", "of every evening"]
        assert rows[first][:22].endswith(" ")


async def test_a_form_that_is_emptied_has_no_mistakes_and_begins_in_its_first_field(drive: Drive) -> None:
    async def refuse(_values: dict[str, object]) -> None:
        raise Invalid([Problem("day", "not on that day")])

    fields = [Field("name", "Name", required=True, help="in full"), Field("day", "Day", "date", help="any day")]
    async with drive() as desk:
        desk.app.push_screen(FormScreen("Empty", fields, refuse))
        await desk.settle()
        await desk.saved()
        assert "▲ fill this in" in desk.text
        await desk.type("Noor")
        await desk.saved()
        assert "▲ not on that day" in desk.text
        await desk.press("ctrl+r")
        assert "▲" not in desk.text
        assert desk.app.focused is not None
        assert desk.app.focused.parent is desk.app.screen.query_one("#field-name")


async def test_a_form_and_a_question_tell_their_keys(drive: Drive) -> None:
    async with drive() as desk:
        desk.app.push_screen(FormScreen("Empty", [Field("name", "Name")], nothing))
        await desk.settle()
        await desk.press("f1")
        assert desk.name == "HelpScreen"
        assert "Ctrl+S" in desk.text
        assert "Save what is filled in" in desk.text
        await desk.press("escape")
        assert desk.name == "FormScreen"
        for question, sentence in (
            (ConfirmScreen("Sure?"), "Do what is asked"),
            (ChooseScreen("Which?", ["this", "that"]), "Go back and choose nothing"),
            (ProblemScreen("Broken."), "Go back to where you came from"),
        ):
            desk.app.push_screen(question)
            await desk.settle()
            await desk.press("f1")
            assert desk.name == "HelpScreen"
            assert sentence in desk.text
            await desk.press("escape", "escape")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_message_leaves_the_keys_of_a_form_to_be_read(drive: Drive, size: tuple[int, int]) -> None:
    async with drive(size) as desk:
        desk.app.push_screen(FormScreen("Empty", [Field("name", "Name")], nothing))
        await desk.settle()
        keys = [row for row in desk.text.splitlines() if "Ctrl+S save" in row]
        desk.app.say("Something happened. " * 12, "warning")
        await desk.settle()
        assert "Something happened" in desk.text
        assert [row for row in desk.text.splitlines() if "Ctrl+S save" in row] == keys
