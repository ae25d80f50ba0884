"""A maintenance coordinator takes reports, sees to the work and keeps the calendar of inspections."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from coopadmin.errors import Invalid, Refused
from coopadmin.services import maintenance, members
from coopadmin.services.jobs import stop_job
from coopadmin.services.maintenance import TaskData
from coopadmin.services.members import PersonData
from coopadmin.services.undo import undo
from db.journal import Transaction
from db.queries import jobs
from db.queries import maintenance as queries
from db.queries.base import Listing
from db.queries.journal import page as journal_page
from db.queries.maintenance import TaskRecord
from db.store import Store
from db.tables.dwellings import Dwelling
from db.tables.facilities import Facility

TODAY = date(2026, 11, 20)
LEAK = TaskData("Leak under the sink", date(2026, 11, 2), place="12c", urgency="emergency", responsible="cooperative")
LIFT = TaskData("Lift inspection", date(2026, 1, 10), place="Lift", kind="inspection", urgency="planned")


def add_places(transaction: Transaction) -> None:
    """Put two homes and two facilities in the store."""
    for code in ("12C", "GZ"):
        transaction.add(Dwelling(code=code))
    transaction.add(Facility(code="GZ", name="Common room"))
    transaction.add(Facility(code="Café", name="Café"))


def _report(store: Store, task: TaskData = LEAK, number: str = "M-0001", every_months: int | None = None) -> int:
    return store.do(maintenance.report_task, number=number, task=task, every_months=every_months).result


def _record(store: Store, task_id: int, on: date = TODAY) -> TaskRecord:
    record = store.read(queries.record, task_id, on)
    assert record is not None
    return record


def _fields(refusal: pytest.ExceptionInfo[Invalid]) -> list[str]:
    return [problem.field for problem in refusal.value.problems]


# -- a report ------------------------------------------------------------------------------------------------------


def test_a_report_names_its_home_and_its_last_day_in_time(store: Store) -> None:
    store.do(add_places)
    record = _record(store, _report(store))
    assert (record.task.number, record.task.place, record.dwelling) == ("M-0001", "12c", "12C")
    assert (record.task.status, record.task.due, record.task.overdue) == ("reported", date(2026, 11, 3), True)


@pytest.mark.parametrize(
    ("place", "dwelling", "facility"),
    [
        ("12C", "12C", ""),
        ("12c", "12C", ""),
        ("gz", "GZ", ""),
        ("CAFE", "", ""),
        ("café", "", "Café"),
        ("12C keuken", "", ""),
        ("12", "", ""),
        ("%", "", ""),
        ("", "", ""),
    ],
)
def test_a_place_is_linked_only_where_it_is_a_code_and_a_home_goes_first(
    store: Store, place: str, dwelling: str, facility: str
) -> None:
    store.do(add_places)
    record = _record(store, _report(store, replace(LEAK, place=place)))
    assert (record.dwelling, record.facility, record.task.place) == (dwelling, facility, place)


def test_who_reported_it_is_known(store: Store) -> None:
    person = store.do(
        members.register_member,
        number="L001",
        person=PersonData("Berg", prefix="van den", given_name="Anna"),
        kind="member",
        starts_on=date(2020, 1, 1),
    ).result
    task = _report(store, replace(LEAK, reporter_id=person))
    record = _record(store, task)
    assert (record.reporter, record.reporter_number) == ("Anna van den Berg", "L001")
    assert [row.task_id for row in store.read(queries.linked, TODAY, reporter_id=person)] == [task]


@pytest.mark.parametrize(
    ("different", "field"),
    [
        ({"what": " "}, "what"),
        ({"what": "x" * 401}, "what"),
        ({"reported_on": date(2026, 11, 21)}, "reported_on"),
        ({"reporter_id": 99}, "reporter_id"),
        ({"kind": "party"}, "kind"),
        ({"urgency": "soon"}, "urgency"),
        ({"responsible": "nobody"}, "responsible"),
        ({"budget_cents": -1}, "budget_cents"),
    ],
)
def test_what_cannot_be_reported_is_named_under_its_field(store: Store, different: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        _report(store, replace(LEAK, **different))
    assert _fields(refusal) == [field]
    assert store.read(queries.page, Listing(filter="all"), TODAY).total == 0


def test_a_number_is_given_only_once_and_never_left_empty(store: Store) -> None:
    _report(store)
    for number in ("M-0001", " "):
        with pytest.raises(Invalid) as refusal:
            _report(store, number=number)
        assert _fields(refusal) == ["number"]


def test_the_next_number_follows_the_highest(store: Store) -> None:
    assert store.read(queries.next_number) == "M-0001"
    _report(store, number="M-0099")
    _report(store, number="M-0036")
    assert store.read(queries.next_number) == "M-0100"
    _report(store, number="M-9999")
    _report(store, number="M-10000")
    assert store.read(queries.next_number) == "M-10001"


def test_a_correction_moves_the_task_to_its_real_place(store: Store) -> None:
    store.do(add_places)
    task = _report(store, replace(LEAK, place="12"))
    assert store.do(maintenance.correct_task, task_id=task, task=replace(LEAK, place="12C")).result
    assert _record(store, task).dwelling == "12C"
    assert not store.do(maintenance.correct_task, task_id=task, task=replace(LEAK, place="12C")).result
    store.do(maintenance.correct_task, task_id=task, task=replace(LEAK, place="stairs"))
    assert _record(store, task).dwelling == ""


def test_whose_it_is_is_judged_and_not_corrected_in_passing(store: Store) -> None:
    task = _report(store)
    with pytest.raises(Invalid) as refusal:
        store.do(maintenance.correct_task, task_id=task, task=replace(LEAK, responsible="resident"))
    assert _fields(refusal) == ["responsible"]
    assert _record(store, task).task.responsible == "cooperative"


def test_a_home_that_got_another_code_keeps_its_tasks(store: Store) -> None:
    store.do(add_places)
    task = _report(store)

    def rename(transaction: Transaction) -> None:
        transaction.change(Dwelling, 1, code="12-C")

    store.do(rename)
    store.do(maintenance.correct_task, task_id=task, task=replace(LEAK, contractor="Blij"))
    assert _record(store, task).dwelling == "12-C"


def test_a_report_cannot_be_moved_past_the_day_the_work_was_done(store: Store) -> None:
    task = _report(store)
    store.do(maintenance.complete_task, task_id=task, done_on=date(2026, 11, 4))
    with pytest.raises(Invalid) as refusal:
        store.do(maintenance.correct_task, task_id=task, task=replace(LEAK, reported_on=date(2026, 11, 5)))
    assert _fields(refusal) == ["reported_on"]


# -- from report to end --------------------------------------------------------------------------------------------


def test_a_task_goes_from_report_to_done_and_the_journal_names_only_its_number(store: Store) -> None:
    task = _report(store)
    store.do(maintenance.plan_task, task_id=task, contractor=" Loodgieter  Blij ", budget_cents=12_500)
    store.do(maintenance.start_task, task_id=task)
    assert _record(store, task).task.status == "in_progress"
    store.do(maintenance.complete_task, task_id=task, done_on=date(2026, 11, 4), cost_cents=13_750)
    record = _record(store, task)
    assert (record.task.status, record.task.done_on, record.task.overdue) == ("done", date(2026, 11, 4), False)
    assert (record.task.contractor, record.budget_cents, record.cost_cents) == ("Loodgieter Blij", 12_500, 13_750)
    entries = store.read(journal_page, Listing()).rows
    assert [(entry.deed, entry.about) for entry in entries[:4]] == [
        ("complete_task", "M-0001"),
        ("start_task", "M-0001"),
        ("plan_task", "M-0001"),
        ("report_task", "M-0001"),
    ]
    assert entries[0].what == "Work done M-0001"


def test_planning_keeps_what_is_left_empty(store: Store) -> None:
    task = _report(store, replace(LEAK, contractor="Blij", budget_cents=100))
    store.do(maintenance.plan_task, task_id=task)
    record = _record(store, task)
    assert (record.task.status, record.task.contractor, record.budget_cents) == ("planned", "Blij", 100)


@pytest.mark.parametrize(
    ("done_on", "cost_cents", "fields"),
    [
        (date(2026, 11, 1), None, ["done_on"]),
        (date(2026, 11, 21), None, ["done_on"]),
        (date(2026, 11, 2), -1, ["cost_cents"]),
        (date(2026, 11, 1), -1, ["done_on", "cost_cents"]),
    ],
)
def test_work_is_not_done_before_its_report_nor_for_less_than_nothing(
    store: Store, done_on: date, cost_cents: int | None, fields: list[str]
) -> None:
    task = _report(store)
    with pytest.raises(Invalid) as refusal:
        store.do(maintenance.complete_task, task_id=task, done_on=done_on, cost_cents=cost_cents)
    assert _fields(refusal) == fields
    assert _record(store, task).task.status == "reported"


def test_a_budget_below_zero_is_refused(store: Store) -> None:
    task = _report(store)
    with pytest.raises(Invalid) as refusal:
        store.do(maintenance.plan_task, task_id=task, budget_cents=-1)
    assert _fields(refusal) == ["budget_cents"]


def test_what_is_called_off_says_why(store: Store) -> None:
    task = _report(store, replace(LEAK, note="since Monday"))
    with pytest.raises(Invalid) as refusal:
        store.do(maintenance.cancel_task, task_id=task, reason=" ")
    assert _fields(refusal) == ["reason"]
    store.do(maintenance.cancel_task, task_id=task, reason="mended by the tenant")
    record = _record(store, task)
    assert (record.task.status, record.note) == ("cancelled", "since Monday · mended by the tenant")
    assert not record.task.overdue


def test_closed_work_is_reopened_before_anything_else_is_done_to_it(store: Store) -> None:
    task = _report(store)
    with pytest.raises(Refused):
        store.do(maintenance.reopen_task, task_id=task)
    store.do(maintenance.complete_task, task_id=task, done_on=date(2026, 11, 4))
    with pytest.raises(Refused, match=r"M-0001 is closed \(done\); reopen it first"):
        store.do(maintenance.start_task, task_id=task)
    with pytest.raises(Refused):
        store.do(maintenance.plan_task, task_id=task)
    with pytest.raises(Refused):
        store.do(maintenance.complete_task, task_id=task, done_on=date(2026, 11, 5))
    with pytest.raises(Refused):
        store.do(maintenance.cancel_task, task_id=task, reason="double")
    store.do(maintenance.reopen_task, task_id=task)
    assert (_record(store, task).task.status, _record(store, task).task.done_on) == ("reported", None)


def test_a_task_that_is_not_there_is_refused(store: Store) -> None:
    with pytest.raises(Refused):
        store.do(maintenance.start_task, task_id=7)
    with pytest.raises(Refused):
        store.do(stop_job, job_id=7, ended_on=TODAY)
    assert store.read(queries.record, 7, TODAY) is None


def test_taking_back_the_end_of_a_task_makes_it_wait_again(store: Store) -> None:
    task = _report(store)
    before = _record(store, task)
    store.do(maintenance.complete_task, task_id=task, done_on=date(2026, 11, 4), cost_cents=100)
    store.do(undo)
    assert _record(store, task) == before


# -- what comes round ----------------------------------------------------------------------------------------------


def test_an_inspection_is_due_again_so_many_months_after_it_was_last_done(store: Store) -> None:
    task = _report(store, LIFT, every_months=18)
    store.do(maintenance.complete_task, task_id=task, done_on=date(2026, 1, 31))
    (row,) = store.read(queries.inspections, TODAY)
    assert (row.what, row.every_months, row.last_done) == ("Lift inspection", 18, date(2026, 1, 31))
    assert (row.next_due, row.days_left) == (date(2027, 7, 31), 253)


def test_the_same_work_at_the_same_place_is_one_job(store: Store) -> None:
    first = _report(store, LIFT, every_months=18)
    second = _report(store, replace(LIFT, what="LIFT  inspection", place="lift"), "M-0002", every_months=12)
    other = _report(store, replace(LIFT, place="Lift 2"), "M-0003", every_months=18)
    one, two, three = (_record(store, task) for task in (first, second, other))
    assert one.job is not None
    assert two.job is not None
    assert three.job is not None
    assert one.job.job_id == two.job.job_id != three.job.job_id
    assert one.job.every_months == 12
    assert [row.number for row in one.occurrences] == ["M-0002"]
    assert three.occurrences == ()


def test_a_job_never_done_is_listed_without_a_day_and_left_in_every_selection(store: Store) -> None:
    _report(store, LIFT, every_months=18)
    (row,) = store.read(queries.inspections, TODAY, 0)
    assert (row.last_done, row.next_due, row.days_left) == (None, None, None)


def test_setting_a_recurrence_later_makes_one_job_of_what_was_done_before(store: Store) -> None:
    task = _report(store, LIFT)
    store.do(maintenance.complete_task, task_id=task, done_on=date(2026, 2, 1))
    assert store.read(queries.inspections, TODAY) == ()
    job = store.do(maintenance.set_recurrence, task_id=task, every_months=12).result
    assert store.do(maintenance.set_recurrence, task_id=task, every_months=24).result == job
    assert [row.next_due for row in store.read(queries.inspections, TODAY)] == [date(2028, 2, 1)]


@pytest.mark.parametrize("every_months", [0, -1, 601])
def test_an_interval_of_no_months_or_a_lifetime_is_refused(store: Store, every_months: int) -> None:
    task = _report(store, LIFT)
    with pytest.raises(Invalid) as refusal:
        store.do(maintenance.set_recurrence, task_id=task, every_months=every_months)
    assert _fields(refusal) == ["every_months"]
    with pytest.raises(Invalid) as refusal:
        _report(store, LIFT, "M-0002", every_months=every_months)
    assert _fields(refusal) == ["every_months"]


def test_a_job_that_is_stopped_leaves_the_calendar_the_day_after_and_can_run_again(store: Store) -> None:
    task = _report(store, LIFT, every_months=18)
    job = store.read(jobs.jobs, TODAY)[0].job_id
    store.do(stop_job, job_id=job, ended_on=TODAY)
    assert len(store.read(queries.inspections, TODAY)) == 1
    assert store.read(queries.inspections, date(2026, 11, 21)) == ()
    stopped = _record(store, task).job
    assert stopped is not None
    assert stopped.ended_on == TODAY
    assert store.read(journal_page, Listing()).rows[0].about == "M-0001"
    with pytest.raises(Refused, match="20 November 2026"):
        store.do(stop_job, job_id=job, ended_on=TODAY)
    store.do(maintenance.set_recurrence, task_id=task, every_months=18)
    assert len(store.read(queries.inspections, date(2026, 11, 21))) == 1
