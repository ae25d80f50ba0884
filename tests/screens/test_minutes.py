"""A secretary reads the minutes at the desk, saves them, sends them, and has them approved."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from coopadmin.exchange.minutes import markdown
from coopadmin.services.meetings import plan_meeting
from db.queries import minutes as queries
from db.store import Store
from screens.fields import FieldBox
from screens.forms import FormScreen
from screens.meetings.minutes import show_minutes
from tests.conftest import Furnish
from tests.minutes_made import MEETING, hold_meeting
from tests.screens.conftest import NARROW, WIDE, Desk, Drive
from tests.screens.filling import fill_in, notices

SIZES = pytest.mark.parametrize("size", [NARROW, WIDE])


@pytest.fixture
def held(store: Store, furnish: Furnish) -> Store:
    """Give a store in which the made-up meeting was held."""
    furnish(hold_meeting)
    return store


async def _open(desk: Desk, meeting_id: int = MEETING) -> None:
    desk.app.run_worker(show_minutes(desk.app, meeting_id), group="deed")
    await desk.settle()
    await desk.settle()


def _read(store: Store) -> queries.Minutes:
    found = store.read(queries.minutes, MEETING)
    assert found is not None
    return found


@SIZES
async def test_the_minutes_are_read_as_text_and_escape_goes_back(
    held: Store, drive: Drive, size: tuple[int, int]
) -> None:
    assert held
    async with drive(size) as desk:
        before = desk.name
        await _open(desk)
        assert "Minutes: Najaarsvergadering" in desk.text
        assert "to be sent by" in desk.text
        assert "Anna van den Berg" in desk.text
        assert "Zaal <De Vonk>" in desk.text
        desk.app.screen.query_one("#paper").scroll_end(animate=False)
        await desk.settle()
        assert "A later meeting approves these minutes" in desk.text
        await desk.press("escape")
        assert desk.name == before


async def test_the_minutes_are_saved_as_a_file_and_where_is_said(held: Store, drive: Drive, tmp_path: Path) -> None:
    async with drive() as desk:
        await _open(desk)
        for key, beginning in (("s", "# Minutes"), ("h", "<!DOCTYPE html>")):
            target = tmp_path / f"new {key}" / "notulen.x"
            await desk.press(key)
            fill_in(desk, file=str(target))
            await desk.saved()
            assert f"Saved: {target}" in notices(desk)
            assert target.read_text(encoding="utf-8").startswith(beginning)
            target.write_text("anders", encoding="utf-8")
            await desk.press(key)
            fill_in(desk, file=str(target))
            desk.strike("ctrl+s")
            await desk.settle()
            await desk.settle()
            await desk.press("y")
            assert target.read_text(encoding="utf-8").startswith(beginning)
            if key == "s":
                assert target.read_text(encoding="utf-8") == markdown(_read(held))


async def test_the_minutes_are_sent_approved_and_opened_again(held: Store, drive: Drive) -> None:
    later = held.do(plan_meeting, body="general", title="Extra", starts_at="2026-11-18T20:00", usual_items=False).result
    async with drive() as desk:
        await _open(desk)
        await desk.press("d")
        fill_in(desk, sent_on="1-11-2026")
        await desk.saved()
        assert "was held on 2 November 2026" in desk.app.screen.query_one("#field-sent_on", FieldBox).message
        fill_in(desk, sent_on="9-11-2026")
        await desk.saved()
        assert "sent on 09 Nov 2026, to be approved" in desk.text
        await desk.press("a")
        form = desk.app.screen
        assert isinstance(form, FormScreen)
        assert {box.field.name: box.text for box in form.boxes} == {
            "approved_in_id": str(later),
            "approved_on": "",  # on the day of that meeting
            "changes": "",
        }
        fill_in(desk, changes="Punt 2 anders")
        await desk.saved()
        assert "approved on 18 Nov 2026" in desk.text
        found = _read(held)
        assert (found.approved_on, found.approved_in, found.changes) == (date(2026, 11, 18), "Extra", "Punt 2 anders")
        await desk.press("a", "d")
        assert desk.name == "MinutesScreen", "approved minutes are not approved or sent again"
        await desk.press("o")
        fill_in(desk, reason="toch niet")
        await desk.saved()
        assert _read(held).is_draft
        await desk.press("u", "y")
        assert not _read(held).is_draft


async def test_a_meeting_that_was_not_opened_has_no_minutes(store: Store, drive: Drive) -> None:
    planned = store.do(
        plan_meeting, body="general", title="Extra", starts_at="2026-11-18T20:00", usual_items=False
    ).result
    async with drive() as desk:
        before = desk.name
        await _open(desk, planned)
        assert desk.name == before
        assert "has not been opened yet" in notices(desk)
        await _open(desk, 99)
        assert desk.name == before
