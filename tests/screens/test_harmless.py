"""No sign that steers a terminal reaches it, wherever on the desk a text comes from."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from textual.color import Color

from coopadmin.errors import StoreDamaged
from db.store import Store
from screens.dialogs import ConfirmScreen
from screens.text import HARMLESS, one_line
from tests.screens.conftest import WIDE, Drive

STEERING = "a\x1b[2Jb\x1b]52;c;cm0=\x07c\x9b31md\u202ee\u2066f\u2028g"


def steers(text: str) -> list[str]:
    """The signs in a text of the screen that would move the cursor or turn the line."""
    return [sign for sign in text if sign not in "\n\u200d" and unicodedata.category(sign) in ("Cc", "Cf", "Zl", "Zp")]


async def test_a_message_a_question_and_a_problem_hold_no_terminal_commands(
    store: Store, drive: Drive, tmp_path: Path
) -> None:
    async with drive(WIDE, draws_always=True) as desk:
        desk.app.say(f"Unreadable: {STEERING}.csv")
        await desk.settle()
        assert "Unreadable: a[2Jb" in desk.text
        assert steers(desk.text) == []
        desk.app.push_screen(ConfirmScreen(f"Sure, {STEERING}?", f"This means {STEERING}"))
        await desk.settle()
        assert "This means a[2Jb" in desk.text
        assert steers(desk.text) == []
        await desk.press("escape")
        desk.app.tell(StoreDamaged(tmp_path / STEERING, STEERING))
        await desk.settle()
        assert "cannot be read" in desk.text
        assert steers(desk.text) == []


@given(
    st.text(
        st.one_of(st.characters(), st.sampled_from("\x1b\x07\x9b\u202e\u2066\u200d\ufeff\x00\x7f\u2028")), max_size=30
    )
)
def test_a_drawn_line_keeps_its_width_and_loses_what_steers(text: str) -> None:
    drawn = [Segment(text), Segment("after")]
    (first, second) = HARMLESS.apply(drawn, Color(0, 0, 0))
    assert steers(first.text.replace("\n", "")) == []
    assert "\n" not in first.text
    assert first.cell_length >= Segment(text).cell_length
    assert second.text == "after"


@pytest.mark.parametrize("text", ["Öztürk", "🏠 👩‍👩‍👧‍👦", "محمد", "a b"])
def test_what_people_write_stays_as_it_is(text: str) -> None:
    assert "".join(piece.text for piece in HARMLESS.apply([Segment(text)], Color(0, 0, 0))) == text


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("a\u200db", "a b"), ("Zero\u200d Naam", "Zero  Naam"), ("x\u200d", "x "), ("👩\u200d🔧", "👩\u200d🔧")],
)
def test_a_joiner_stands_only_before_a_picture(typed: str, shown: str) -> None:
    """Elsewhere the sign behind it would be counted for nothing, and a line would be drawn wider than its place."""
    assert one_line(typed) == shown
