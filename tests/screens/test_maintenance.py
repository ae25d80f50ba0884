"""A maintenance coordinator takes reports and sees to the work at the desk."""

from __future__ import annotations

from datetime import date

import pytest

from coopadmin.services import maintenance, members
from coopadmin.services.maintenance import TaskData
from coopadmin.services.members import PersonData
from db.journal import Transaction
from db.queries import jobs
from db.queries import maintenance as queries
from db.queries.base import Listing
from db.queries.jobs import JobRow
from db.queries.maintenance import TaskRecord
from db.store import Store
from db.tables.dwellings import Dwelling
from db.tables.facilities import Facility
from screens.app import Ref
from screens.boxes import PickBox
from screens.forms import FormScreen
from screens.maintenance.inspections import SUBJECT as INSPECTIONS
from screens.maintenance.subject import SUBJECT as MAINTENANCE
from screens.subject import Entry
from screens.widgets.card import CardView
from tests.conftest import Furnish
from tests.screens.conftest import NARROW, WIDE, Desk, Drive

TODAY = date(2026, 11, 20)
LEAK = TaskData(
    "Leak under the sink", date(2026, 11, 2), place="12C", urgency="emergency", responsible="cooperative", reporter_id=1
)
LAMP = TaskData("Lamp in the stairwell", date(2026, 11, 18), place="stairs")
LIFT = TaskData("Lift inspection", date(2026, 1, 10), place="Lift", kind="inspection", urgency="planned")


def add_places(transaction: Transaction) -> None:
    """Put a home and a facility in the store."""
    transaction.add(Dwelling(code="12C"))
    transaction.add(Facility(code="GZ", name="Common room"))


def _add_places(store: Store) -> None:
    """A home, a facility, and Anna, who reports."""
    store.do(add_places)
    person = PersonData("Berg", prefix="van den", given_name="Anna")
    store.do(members.register_member, number="L001", person=person, kind="member", starts_on=date(2020, 1, 1))


@pytest.fixture
def places(store: Store, furnish: Furnish) -> Store:
    """Give a store with the places, and no work."""
    furnish(_add_places)
    return store


def _report_work(store: Store) -> None:
    """A leak that is late, a lamp in time, and a lift inspected in January that waits for the next time."""
    _add_places(store)
    store.do(maintenance.report_task, number="M-0001", task=LEAK)
    store.do(maintenance.report_task, number="M-0002", task=LAMP)
    store.do(maintenance.report_task, number="M-0003", task=LIFT, every_months=12)
    store.do(maintenance.complete_task, task_id=3, done_on=date(2026, 1, 31))


@pytest.fixture
def work(store: Store, furnish: Furnish) -> Store:
    """Give a store with the three tasks."""
    furnish(_report_work)
    return store


def _record(store: Store, task_id: int) -> TaskRecord:
    record = store.read(queries.record, task_id, TODAY)
    assert record is not None
    return record


def _job(store: Store, job_id: int = 1) -> JobRow:
    job = store.read(jobs.job, job_id, TODAY)
    assert job is not None
    return job


def _entries(store: Store, subject: str, record_id: int) -> dict[str, list[Entry]]:
    card = store.read((MAINTENANCE if subject == "maintenance" else INSPECTIONS).card, record_id, TODAY)
    assert card is not None
    return {section.title: list(section.entries) for section in card.sections}


async def _fill(desk: Desk, **texts: str) -> None:
    form = desk.app.screen
    assert isinstance(form, FormScreen)
    boxes = {box.field.name: box for box in form.boxes}
    for name, text in texts.items():
        boxes[name].text = text
    await desk.settle()


def _said(desk: Desk, name: str) -> str:
    """Give the line under a field of the form."""
    form = desk.app.screen
    assert isinstance(form, FormScreen)
    return next(box for box in form.boxes if box.field.name == name).message


def _told(desk: Desk) -> str:
    return "\n".join(note.message for note in desk.app._notifications)


# -- the list ------------------------------------------------------------------------------------------------------


def _open_work_is_shown(desk: Desk) -> None:
    assert "2 tasks" in desk.text
    leak = next(line for line in desk.text.splitlines() if line.startswith(" M-0001"))
    assert "! Leak" in leak
    assert "12C" in leak
    assert "▲ 03 Nov 2026" in leak
    assert "● reported" in leak
    lamp = next(line for line in desk.text.splitlines() if line.startswith(" M-0002"))
    assert "▲" not in lamp.split("│")[0]


async def test_the_list_shows_what_is_open_with_a_sign_where_it_is_late_and_is_narrowed(
    work: Store, drive: Drive
) -> None:
    async with drive() as desk:
        await desk.press("f6")
        _open_work_is_shown(desk)
        await desk.press("slash")
        await desk.type("stair")
        assert "M-0002" in desk.text
        assert "M-0001" not in desk.text
        await desk.press("escape", "f", "2")
        assert "past their time" in desk.text
        assert "1 task " in desk.text
        assert "M-0001" in desk.text


async def test_closed_work_has_no_late_sign(work: Store) -> None:
    work.do(maintenance.complete_task, task_id=1, done_on=TODAY)
    (row,) = [row for row in work.read(queries.page, Listing(filter="done"), TODAY).rows if row.number == "M-0001"]
    shown = {column.label: column.show(row) for column in MAINTENANCE.columns}
    assert (shown["What"], shown["In time until"], shown["Status"]) == ("Leak under the sink", "", "✓ done")


async def test_every_filter_and_sort_of_both_lists_can_be_asked(work: Store) -> None:
    for subject in (MAINTENANCE, INSPECTIONS):
        for choice in subject.filters:
            for sort in subject.sorts:
                for descending in (False, True):
                    asked = Listing(filter=choice.code, sort=sort.code, descending=descending)
                    page = work.read(subject.page, asked, TODAY)
                    assert page.total == len(page.rows)


async def test_an_empty_list_says_what_to_do(store: Store, drive: Drive) -> None:
    async with drive() as desk:
        await desk.press("f6")
        assert "Press N to take a report" in " ".join(desk.text.split())
        await desk.press("b")
        assert "Press N to begin" in " ".join(desk.text.split())


# -- a report ------------------------------------------------------------------------------------------------------


async def test_a_report_is_taken_from_the_keyboard_and_may_say_how_often_the_work_comes_round(
    places: Store, drive: Drive
) -> None:
    async with drive() as desk:
        await desk.press("f6", "n")
        await desk.type("Leak")
        await desk.press("tab")
        await desk.type("12c")
        await _fill(desk, urgency="emergency", reported_on="2-11-26")
        form = desk.app.screen
        assert isinstance(form, FormScreen)
        next(box for box in form.boxes if isinstance(box, PickBox)).focus_entry()
        await desk.type("ber")
        await desk.press("enter")
        await desk.saved()
        assert desk.name == "ListScreen"
        assert "M-0001" in desk.text
        assert "Linked to 12C." in _told(desk)
        assert "In time until 3 November 2026." in _told(desk)
        await desk.press("n")
        await _fill(desk, what="Boiler service", place="cellar", every_months="jaarlijks")
        await desk.saved()
        assert desk.name == "ListScreen"
    record = _record(places, 1)
    assert (record.task.number, record.task.what, record.dwelling) == ("M-0001", "Leak", "12C")
    assert record.reporter == "Anna van den Berg"
    assert (record.task.urgency, record.task.responsible, record.task.job_id) == ("emergency", "unknown", None)
    job = _record(places, 2).job
    assert job is not None
    assert (job.what, job.place, job.every_months) == ("Boiler service", "cellar", 12)


async def test_each_mistake_in_a_report_stands_under_its_field(work: Store, drive: Drive) -> None:
    async with drive(WIDE) as desk:
        await desk.press("f6", "n")
        await _fill(desk, budget_cents="many")
        await desk.saved()
        assert _said(desk, "what") == "▲ fill this in"
        assert _said(desk, "budget_cents").startswith("▲ “many” is not an amount")
        await _fill(desk, what="Door", budget_cents="", every_months="now and then")
        await desk.saved()
        assert _said(desk, "every_months").startswith("▲ “now and then” does not say how often")
        await _fill(desk, number="M-0001", reported_on="21-11-2026", every_months="")
        await desk.saved()
        assert _said(desk, "number") == "▲ task number M-0001 is already given"
        assert _said(desk, "reported_on") == "▲ reported on 21 November 2026, which is still to come"
        assert desk.name == "CallScreen"
    assert work.read(queries.page, Listing(filter="all"), TODAY).total == 3


async def test_a_correction_moves_the_work_to_its_place_and_says_so(work: Store, drive: Drive) -> None:
    async with drive() as desk:
        await desk.press("f6", "down", "e")
        assert "M-0002" in desk.text
        await _fill(desk, place="gz", budget_cents="12.50")
        await desk.saved()
        assert "Corrected: M-0002." in _told(desk)
        await desk.press("e")
        await desk.saved()
        assert "M-0002 was like that already; nothing changed." in _told(desk)
    record = _record(work, 2)
    assert (record.facility, record.budget_cents, record.task.status) == ("Common room", 1250, "reported")


# -- from report to end --------------------------------------------------------------------------------------------


async def test_work_goes_from_report_to_done_through_the_actions(work: Store, drive: Drive) -> None:
    async with drive() as desk:
        await desk.press("f6", "a", "1")
        await _fill(desk, contractor="Blij", budget_cents="125")
        await desk.saved()
        assert "○ planned" in desk.text
        await desk.press("a", "2")
        await desk.pilot.pause()
        await desk.settle()
        assert "○ in progress" in desk.text
        assert "Begun: M-0001." in _told(desk)
        await desk.press("a", "3")
        await _fill(desk, done_on="1-11-2026", cost_cents="137.50")
        await desk.saved()
        assert "before it was reported" in _said(desk, "done_on")
        await _fill(desk, done_on="4-11-2026")
        await desk.saved()
        assert "1 task " in desk.text
    record = _record(work, 1)
    assert (record.task.status, record.task.done_on, record.task.contractor) == ("done", date(2026, 11, 4), "Blij")
    assert (record.budget_cents, record.cost_cents) == (12_500, 13_750)


async def test_the_last_deed_on_a_task_is_taken_back_and_what_is_called_off_says_why(work: Store, drive: Drive) -> None:
    async with drive() as desk:
        await desk.press("f6", "a", "2")
        await desk.settle()
        await desk.press("u")
        assert "Work begun M-0001" in desk.text
        await desk.press("y")
        await desk.settle()
        assert "○ in progress" not in desk.text
        assert _record(work, 1).task.status == "reported"
        await desk.press("a", "4")
        await desk.saved()
        assert "▲ fill this in" in desk.text
        await _fill(desk, reason="mended by the tenant")
        await desk.saved()
        assert "Called off: M-0001." in _told(desk)
    assert (_record(work, 1).task.status, _record(work, 1).note) == ("cancelled", "mended by the tenant")


async def test_closed_work_must_be_reopened_before_anything_is_asked_and_open_work_cannot(
    work: Store, drive: Drive
) -> None:
    async with drive() as desk:
        await desk.press("f6", "a", "5")
        await desk.settle()
        assert "Task M-0001 is still open." in _told(desk)
        await desk.press("f", "5")
        for action in ("1", "2", "3", "4"):
            await desk.press("a", action)
            assert desk.name == "ListScreen"
        assert _told(desk).count("Task M-0003 is closed (done); reopen it first.") == 4
        await desk.press("a", "5")
        await desk.settle()
        assert "Open again: M-0003." in _told(desk)
    assert _record(work, 3).task.status == "reported"


async def test_work_that_is_there_can_be_let_come_round_and_says_once_done_when_it_is_due_again(
    work: Store, drive: Drive
) -> None:
    work.do(maintenance.reopen_task, task_id=3)
    async with drive() as desk:
        await desk.press("f6", "a", "6")
        await _fill(desk, every_months="nee")
        await desk.saved()
        assert "say how often" in _said(desk, "every_months")
        await _fill(desk, every_months="every 18 months")
        await desk.saved()
        assert "Set for the work of M-0001." in _told(desk)
        await desk.press("down", "down", "a", "3")
        await desk.saved()
        assert "Done: M-0003. Due again on 20 November 2027. U takes it back." in _told(desk)
    job = _record(work, 1).job
    assert job is not None
    assert job.every_months == 18


# -- the record ----------------------------------------------------------------------------------------------------


async def test_a_record_leads_to_all_that_is_linked_to_it(work: Store) -> None:
    work.do(maintenance.report_task, number="M-0004", task=LIFT, every_months=12)
    where = _entries(work, "maintenance", 1)["place and reporter"]
    assert [(entry.label, entry.text, entry.ref) for entry in where] == [
        ("home", "12C", Ref("dwellings", 1)),
        ("reported by", "Anna van den Berg L001", Ref("members", 1)),
    ]
    work.do(maintenance.correct_task, task_id=2, task=TaskData("Lamp", date(2026, 11, 18), place="gz"))
    where = _entries(work, "maintenance", 2)["place and reporter"]
    assert [(entry.text, entry.ref) for entry in where] == [("gz", None), ("Common room", Ref("facilities", 1))]
    lift = _entries(work, "maintenance", 4)
    assert (lift["comes round"][0].text, lift["comes round"][0].ref) == ("yearly", Ref("inspections", 1))
    assert [entry.ref for entry in lift["other times"]] == [Ref("maintenance", 3)]
    assert "Task reported · Noor" in lift["history"][0].text


async def test_beside_the_list_stands_the_record_and_enter_on_its_reporter_goes_to_the_member(
    work: Store, drive: Drive
) -> None:
    async with drive(WIDE) as desk:
        await desk.press("f6")
        _open_work_is_shown(desk)
        place = next(index for index, line in enumerate(desk.lines("#card")) if line.startswith("reported by"))
        await desk.press("enter")
        desk.app.screen.query_one("#card", CardView).highlighted = place
        await desk.press("enter")
        assert desk.name == "RecordScreen"
        assert "L001 Anna van den Berg" in desk.text
        await desk.press("escape")
        assert desk.name == "ListScreen"


async def test_the_record_says_how_late_it_is(work: Store) -> None:
    card = work.read(MAINTENANCE.card, 1, TODAY)
    assert card is not None
    assert card.status == "▲ 17 days late · ● reported · emergency"


# -- hostile text --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_whatever_was_reported_is_shown_as_plain_text(places: Store, drive: Drive, size: tuple[int, int]) -> None:
    hostile = "[/] [@click=app.quit]x[/] [bold 🦊 \u202eabc " + "x" * 350
    task = TaskData(hostile, date(2026, 11, 2), place=hostile, contractor="[/]", note=hostile)
    places.do(maintenance.report_task, number="M-0001", task=task, every_months=12)
    shown: list[str] = []
    async with drive(size) as desk:
        await desk.press("f6")
        for keys in (("a", "6"), ("escape", "enter"), ("escape", "b"), ("a", "2"), ("escape", "enter")):
            await desk.press(*keys)
            shown.append(desk.text)
    for text in shown:
        assert "[/] [@cl" in text
        assert "\u202e" not in text
