"""What a form says above its fields."""

from __future__ import annotations

import pytest
from textual.widgets import Static

from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.services import dwellings
from coopadmin.services.dwellings import DwellingData
from db.store import Store
from screens.fields import Field
from screens.forms import FormScreen
from tests.screens.conftest import Desk, Drive


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
