"""Filling in forms by the names of their fields, and reading what the desk says of it."""

from __future__ import annotations

from screens.fields import FieldBox
from screens.forms import FormScreen
from tests.screens.conftest import Desk


def form_of(desk: Desk) -> FormScreen:
    """Give the form on top of the desk."""
    form = desk.app.screen
    assert isinstance(form, FormScreen)
    return form


def fill_in(desk: Desk, **texts: str) -> None:
    """Put texts into fields by their names; each must be there."""
    boxes = {box.field.name: box for box in form_of(desk).boxes}
    for name, text in texts.items():
        boxes[name].text = text


def filled_in(desk: Desk) -> dict[str, str]:
    """Give what stands in each field."""
    return {box.field.name: box.text for box in form_of(desk).boxes}


def message_under(desk: Desk, field: str) -> str:
    """Give what a field says under itself."""
    return desk.app.screen.query_one(f"#field-{field}", FieldBox).message


def notices(desk: Desk, *severities: str) -> str:
    """Give what the desk told so far, a line each; all of it unless only some weights are asked for."""
    told = desk.app._notifications
    return "\n".join(one.message for one in told if not severities or one.severity in severities)
