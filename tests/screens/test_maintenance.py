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
from db.tables.maintenance import MaintenanceJob
from screens.app import Ref
from screens.fields import PickBox
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
        assert "Press N to report work that does" in " ".join(desk.text.split())


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
        assert desk.name == "FormScreen"
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


# -- what comes round ----------------------------------------------------------------------------------------------


async def test_what_comes_round_is_a_list_beside_the_tasks_where_how_often_can_be_changed(
    work: Store, drive: Drive
) -> None:
    async with drive() as desk:
        await desk.press("f6", "b")
        assert "1 job " in desk.text
        line = next(line for line in desk.text.splitlines() if line.startswith(" Lift"))
        assert "yearly" in line
        assert "31 Jan 2027" in line
        assert "● 72 d" in line
        await desk.press("b")
        assert "2 tasks" in desk.text
        await desk.press("b", "e")
        assert "yearly" in desk.text
        await desk.saved()
        assert "M-0003 was like that already" in _told(desk)
        await desk.press("a", "2")
        await _fill(desk, every_months="2x per jaar")
        await desk.saved()
        assert "every 6 months" in desk.text
    assert _job(work).every_months == 6


@pytest.mark.parametrize(
    ("done_on", "left", "soon"),
    [
        (date(2025, 11, 19), "▲ −1 d", True),
        (date(2025, 11, 20), "● 0 d", True),
        (date(2025, 12, 1), "● 11 d", True),
        (date(2026, 11, 20), "○ 365 d", False),
    ],
)
async def test_the_sign_says_how_near_the_next_time_is(places: Store, done_on: date, left: str, soon: bool) -> None:
    task = TaskData("Lift inspection", date(2025, 1, 1))
    places.do(maintenance.report_task, number="M-0001", task=task, every_months=12)
    places.do(maintenance.complete_task, task_id=1, done_on=done_on)
    (line,) = places.read(INSPECTIONS.page, Listing(), TODAY).rows
    assert next(column for column in INSPECTIONS.columns if column.label == "Left").show(line) == left
    assert places.read(INSPECTIONS.page, Listing(filter="soon"), TODAY).total == soon


async def test_work_never_done_is_said_to_be_so(places: Store) -> None:
    places.do(maintenance.report_task, number="M-0001", task=LIFT, every_months=12)
    (line,) = places.read(INSPECTIONS.page, Listing(filter="never", search="lift"), TODAY).rows
    shown = {column.label: column.show(line) for column in INSPECTIONS.columns}
    assert (shown["Due again"], shown["Left"], shown["Open task"]) == ("never done", "●", "M-0001")
    assert places.read(INSPECTIONS.page, Listing(search="roof"), TODAY).total == 0


async def test_a_job_shows_all_its_times_even_after_their_wording_was_corrected(work: Store) -> None:
    work.do(maintenance.report_task, number="M-0004", task=LIFT, every_months=12)
    times = _entries(work, "inspections", 1)
    assert [entry.label for entry in times["all times"]] == ["M-0004", "M-0003"]
    assert times["details"][-1] == Entry("open task", "M-0004", Ref("maintenance", 4))
    work.do(maintenance.cancel_task, task_id=4, reason="double")
    for task_id in (3, 4):
        work.do(maintenance.correct_task, task_id=task_id, task=TaskData("Elevator", date(2026, 1, 10)))
    assert [entry.ref for entry in _entries(work, "inspections", 1)["all times"]] == [
        Ref("maintenance", 4),
        Ref("maintenance", 3),
    ]


async def test_the_next_time_is_reported_with_what_is_known_of_the_last(work: Store, drive: Drive) -> None:
    async with drive() as desk:
        await desk.press("f6", "b", "a", "1")
        assert "The next time of Lift inspection · Lift" in desk.text
        assert "It is due on 31 January 2027." in desk.text
        await desk.saved()
        assert "Reported: M-0004." in _told(desk)
        await desk.press("a", "1")
        assert "M-0004 of this work is still open" in desk.text
    task = _record(work, 4).task
    assert (task.what, task.place, task.kind, task.urgency) == ("Lift inspection", "Lift", "inspection", "planned")
    assert task.job_id == 1
    assert _job(work).open_number == "M-0004"


async def test_a_job_is_stopped_found_again_and_let_run_again(work: Store, drive: Drive) -> None:
    work.do(maintenance.report_task, number="M-0004", task=LIFT, every_months=12)
    async with drive() as desk:
        await desk.press("f6", "b", "a", "3")
        await _fill(desk, ended_on="19-11-2026")
        await desk.saved()
        assert "It comes round no more after 19 November 2026." in _told(desk)
        assert "M-0004 of it is still open" in _told(desk)
        assert "Nothing here." in desk.text
        await desk.press("f", "6")
        assert "stopped" in desk.text
        await desk.press("a", "3")
        assert "This job was already stopped, on 19 November 2026." in _told(desk)
        await desk.press("e")
        assert "It was stopped on 19 November 2026; saving lets it come round again." in " ".join(desk.text.split())
        await desk.saved()
    assert _job(work).ended_on is None


async def test_new_work_that_comes_round_begins_with_a_task(places: Store, drive: Drive) -> None:
    async with drive() as desk:
        await desk.press("f6", "b", "n")
        await desk.type("Gutters")
        await desk.saved()
        assert "▲ fill this in" in desk.text
        await _fill(desk, every_months="every 6 months")
        await desk.saved()
        assert "never done" in desk.text
    assert (_job(places).what, _job(places).every_months, _job(places).open_number) == ("Gutters", 6, "M-0001")


async def test_a_job_whose_tasks_went_elsewhere_asks_for_a_report_first(places: Store, drive: Drive) -> None:
    def orphan(transaction: Transaction) -> None:
        transaction.add(MaintenanceJob(what="Gutters", every_months=6))

    places.do(orphan)
    async with drive() as desk:
        await desk.press("f6", "b", "e")
        assert "Report its next time first" in _told(desk)
        await desk.press("a", "1")
        await desk.saved()
    assert _job(places).open_number == "M-0001"


# -- hostile text --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_whatever_was_reported_is_shown_as_plain_text(places: Store, drive: Drive, size: tuple[int, int]) -> None:
    hostile = "[/] [@click=app.quit]x[/] [bold 🦊 \u202eabc " + "x" * 350
    task = TaskData(hostile, date(2026, 11, 2), place=hostile, contractor="[/]", note=hostile)
    places.do(maintenance.report_task, number="M-0001", task=task, every_months=12)
    shown: list[str] = []
    async with drive(size) as desk:
        await desk.press("f6")
        for keys in (("a", "6"), ("escape", "enter"), ("escape", "b"), ("a", "1"), ("escape", "enter")):
            await desk.press(*keys)
            shown.append(desk.text)
    for text in shown:
        assert "[/] [@cl" in text
        assert "\u202e" not in text
