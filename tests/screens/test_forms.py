"""What a form says above its fields."""

from __future__ import annotations

import pytest
from textual.widgets import Static

from coopadmin.errors import Refused
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
