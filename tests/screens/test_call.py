"""A neighbour phones: the call is taken in under forty keys, and the task goes its way to the resident's yes."""

from __future__ import annotations

from datetime import date

import pytest

from coopadmin.services import calls
from coopadmin.services.maintenance import TaskData
from db.queries import maintenance as queries
from db.queries import task_course
from db.queries.maintenance import TaskRecord
from db.store import Store
from screens.forms import FormScreen
from screens.maintenance.call_boxes import codes_in
from screens.maintenance.subject import SUBJECT
from tests.conftest import Furnish
from tests.screens.conftest import NARROW, WIDE, Desk, Drive
from tests.screens.filling import message_under
from tests.services.test_calls import add_list

TODAY = date(2026, 11, 20)
MOST_KEYS = 40


def _add_list(store: Store) -> None:
    store.do(add_list)
    store.do(calls.take_call, task=TaskData("deurdranger kapot", date(2026, 11, 16), place="12C"))


@pytest.fixture
def listed(store: Store, furnish: Furnish) -> Store:
    """Give a store with a list, a home, and one open task there."""
    furnish(_add_list)
    return store


def _record(store: Store, task_id: int) -> TaskRecord:
    record = store.read(queries.record, task_id, TODAY)
    assert record is not None
    return record


def _told(desk: Desk) -> str:
    return "\n".join(note.message for note in desk.app._notifications)


async def _choose(desk: Desk, label: str) -> None:
    """Take an action by its name."""
    place = next(index for index, action in enumerate(SUBJECT.actions, 1) if action.label == label)
    await desk.press("a", *(["down"] * (place - 1)), "enter")


async def _fill(desk: Desk, **texts: str) -> None:
    form = desk.app.screen
    assert isinstance(form, FormScreen)
    boxes = {box.field.name: box for box in form.boxes}
    for name, text in texts.items():
        boxes[name].text = text
    await desk.settle()


async def test_a_call_takes_less_than_forty_keys_and_shows_at_once_whose_it_is_and_what_to_answer(
    listed: Store, drive: Drive
) -> None:
    keys = ["f6", "n", *"closer", "enter", *"brok", "enter", "tab", *"12c", "tab", "e", "tab"]
    async with drive(NARROW) as desk:
        for key in keys:
            await desk.press(key)
        shown = " ".join(desk.text.split())
        assert "→ co-operative" in shown
        assert "The co-operative sees to this at once: by Saturday 21 November 2026 13:00" in shown
        assert "Open there already: M-0001 deurdranger kapot (16 Nov 2026)" in shown
        assert "12C" in desk.text
        await desk.saved()
        assert desk.name == "ListScreen"
        assert "For: co-operative." in _told(desk)
    assert len(keys) + 1 < MOST_KEYS
    record = _record(listed, 2)
    assert (record.dwelling, record.task.urgency, record.task.status) == ("12C", "emergency", "judged")
    assert {name for name, _code in record.codes} >= {"BOUWKUNDIGELEMENTDETAILSOORT"}
    assert record.reported_at is not None


async def test_a_word_that_was_typed_whole_stands_beside_the_next(listed: Store, drive: Drive) -> None:
    async with drive(NARROW) as desk:
        await desk.press("f6", "n", *"door", "enter", *"brok", "enter")
        form = desk.app.screen
        assert isinstance(form, FormScreen)
        assert form.boxes[0].text.strip().lower().startswith("door broken")


async def test_a_task_waits_gets_its_appointment_and_is_confirmed_at_the_desk(listed: Store, drive: Drive) -> None:
    async with drive(WIDE) as desk:
        await desk.press("f6")
        await _choose(desk, "Wait, or go on")
        await _fill(desk, reason="material", from_at="18-11-2026 9:00")
        await desk.saved()
        assert "Its clock stands still." in _told(desk)
        assert "‖" in desk.text
        await _choose(desk, "Wait, or go on")
        assert "It waits for: material." in desk.text
        await desk.press("escape")
        await _choose(desk, "Appointment")
        await _fill(desk, starts_at="19-11-2026 10:00", access="neighbour 12B")
        await desk.saved()
        assert "Appointment for M-0001 on 19 Nov 2026 10:00." in _told(desk)
        await _choose(desk, "Appointment")
        await _fill(desk, outcome="cancelled", starts_at="20-11-2026 9:00", access="nobody")
        await desk.saved()
        for name in ("starts_at", "access"):
            assert "this is kept only with “moved”" in message_under(desk, name)
        await _fill(desk, outcome="moved", access="neighbour 12B")
        await desk.saved()
        await _choose(desk, "Appointment")
        await _fill(desk, outcome="nobody_home")
        await desk.saved()
        assert "Nobody home for M-0001: 1× by now." in _told(desk)
        step = _record(listed, 1).task.step
        assert step is not None
        assert (step.actor, step.words) == ("resident", "agree another day: nobody home")
        await _choose(desk, "What the resident says")
        assert "Task M-0001 is not done yet." in _told(desk)
        await _choose(desk, "Done")
        await desk.saved()
        await desk.press("f", "5")
        await _choose(desk, "What the resident says")
        await desk.saved()
        assert "Confirmed by the resident: M-0001." in _told(desk)
    assert _record(listed, 1).task.confirmed_on == TODAY


async def test_a_wait_that_was_noted_wrong_is_corrected_at_the_desk(listed: Store, drive: Drive) -> None:
    async with drive(NARROW) as desk:
        await desk.press("f6")
        await _choose(desk, "Correct a wait")
        assert "Task M-0001 never waited for anything." in _told(desk)
        await _choose(desk, "Wait, or go on")
        await _fill(desk, reason="material", from_at="18-11-2026 9:00")
        await desk.saved()
        await _choose(desk, "Correct a wait")
        await _fill(desk, reason="quote", from_at="17-11-2026 9:00", note="by mail")
        await desk.saved()
        assert "Corrected." in _told(desk)
    (wait,) = listed.read(task_course.course, 1).waits
    assert (wait.reason, wait.from_at.day, wait.until_at, wait.note) == ("quote", 17, None, "by mail")


def test_codes_are_those_whose_whole_names_stand_in_the_words() -> None:
    found = codes_in("the Door closer is broken or cracked")
    assert found == {"element_code": "DDR", "defect_code": "BRE"}
    assert codes_in("door closers, broken") == {"element_code": "DEU"}
