"""A coordinator keeps the work that comes round: what is due, skipped, moved, done, and the certificates of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from coopadmin.errors import Invalid, Refused
from coopadmin.services import maintenance
from coopadmin.services.certificates import (
    CertificateData,
    add_certificate,
    correct_certificate,
    note_done,
)
from coopadmin.services.jobs import (
    JobData,
    make_occurrence,
    move_occurrence,
    restore_occurrence,
    resume_job,
    save_job,
    skip_occurrence,
    stop_job,
)
from coopadmin.services.undo import undo
from db.journal import Transaction
from db.queries import jobs
from db.queries import maintenance as tasks
from db.queries.base import Listing
from db.queries.jobs import JobRecord
from db.queries.journal import page as journal_page
from db.store import Store
from db.tables.contractors import Contractor
from db.tables.dwellings import Dwelling
from db.tables.facilities import Facility
from db.tables.maintenance import MaintenanceTask
from tests.conftest import TODAY, Furnish

LIFT = JobData(
    "Inspect the lift",
    "every 18 months",
    place="Lift",
    kind="inspection",
    responsible="corporation",
    asks_certificate=True,
    source="by law",
    contractor_id=1,
    expected_cents=45_000,
)
GUTTERS = JobData("Clean the gutters", "the first Tuesday of every month", starts_on=date(2026, 10, 1))
PAPER = CertificateData("L-77", date(2026, 6, 30), valid_until=date(2027, 12, 30), issuer="Liftinstituut")
OCT, NOV, DEC, JAN = date(2026, 10, 6), date(2026, 11, 3), date(2026, 12, 1), date(2027, 1, 5)


def _begin(store: Store) -> None:
    """A lift and gutters; a contractor, a home and a facility."""

    def places(transaction: Transaction) -> None:
        transaction.add(Contractor(name="Blij"))
        transaction.add(Dwelling(code="12C"))
        transaction.add(Facility(code="GZ", name="Common room"))

    store.do(places)
    store.do(save_job, job=LIFT)
    store.do(save_job, job=GUTTERS)


@pytest.fixture
def begun(store: Store, furnish: Furnish) -> Store:
    """Give a store with the lift (1) and the gutters (2)."""
    furnish(_begin)
    return store


def _record(store: Store, job_id: int, on: date = TODAY) -> JobRecord:
    record = store.read(jobs.record, job_id, on)
    assert record is not None
    return record


def _due(store: Store, job_id: int = 2) -> tuple[date | None, date | None]:
    row = _record(store, job_id).row
    return row.next_due, row.planned_for


def _wrong(store: Store, **values: Any) -> list[str]:
    with pytest.raises(Invalid) as refusal:
        store.do(save_job, job=replace(GUTTERS, **({"what": "Other work"} | values)))
    return [problem.field for problem in refusal.value.problems]


# -- the job -----------------------------------------------------------------------------------------------------


def test_a_job_is_kept_as_it_was_said(begun: Store) -> None:
    lift, gutters = _record(begun, 1), _record(begun, 2)
    assert (lift.row.every_months, lift.row.rule, lift.row.returns) == (18, "", "every 18 months")
    assert (lift.contractor, lift.source, lift.expected_cents) == ("Blij", "by law", 45_000)
    assert lift.row.never_done
    assert (gutters.row.every_months, gutters.row.rule) == (None, "FREQ=MONTHLY;BYDAY=1TU")
    assert (gutters.row.next_due, gutters.row.days_left) == (OCT, -45)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"what": " "}, "what"),
        ({"what": "x" * 401}, "what"),
        ({"what": "CLEAN the gutters"}, "what"),
        ({"returns": "every moon"}, "returns"),
        ({"returns": "never"}, "returns"),
        ({"starts_on": None}, "starts_on"),
        ({"ends_on": date(2026, 9, 1)}, "ends_on"),
        ({"ends_on": date(2026, 10, 3)}, "returns"),
        ({"kind": "party"}, "kind"),
        ({"counted_from": "moon"}, "counted_from"),
        ({"responsible": "nobody"}, "responsible"),
        ({"contractor_id": 9}, "contractor_id"),
        ({"dwelling_id": 9}, "dwelling_id"),
        ({"dwelling_id": 1, "facility_id": 1}, "facility_id"),
        ({"expected_cents": -1}, "expected_cents"),
        ({"notice_days": -1}, "notice_days"),
    ],
)
def test_what_cannot_be_is_refused_under_its_field(begun: Store, values: dict[str, Any], field: str) -> None:
    assert _wrong(begun, **values) == [field]


def test_a_job_is_changed_and_keeps_its_own_name(begun: Store) -> None:
    begun.do(save_job, job=replace(GUTTERS, returns="yearly", note="both sides"), job_id=2)
    record = _record(begun, 2)
    assert (record.row.every_months, record.row.rule, record.note) == (12, "", "both sides")
    assert record.row.next_due == GUTTERS.starts_on


def test_a_job_that_was_stopped_comes_round_no_more_until_it_is_resumed(begun: Store) -> None:
    begun.do(stop_job, job_id=2, ended_on=date(2026, 10, 31))
    assert [row.what for row in begun.read(jobs.jobs, TODAY)] == ["Inspect the lift"]
    with pytest.raises(Refused, match="already stopped"):
        begun.do(stop_job, job_id=2, ended_on=TODAY)
    begun.do(resume_job, job_id=2)
    assert _due(begun) == (OCT, OCT)
    with pytest.raises(Refused, match="already"):
        begun.do(resume_job, job_id=2)


def test_months_given_to_a_task_of_a_calendar_job_take_the_place_of_its_rule(begun: Store) -> None:
    task_id = begun.do(make_occurrence, job_id=2, occurrence_on=DEC).result
    begun.do(maintenance.set_recurrence, task_id=task_id, every_months=6)
    assert (_record(begun, 2).row.every_months, _record(begun, 2).row.rule) == (6, "")


# -- one time of it ----------------------------------------------------------------------------------------------


def test_a_time_becomes_a_task_with_what_the_job_knows(begun: Store) -> None:
    begun.do(note_done, job_id=1, done_on=date(2026, 6, 30))
    task_id = begun.do(make_occurrence, job_id=1, occurrence_on=date(2027, 12, 30)).result
    record = begun.read(tasks.record, task_id, TODAY)
    assert record is not None
    assert (record.task.number, record.task.kind, record.task.status) == ("M-0002", "inspection", "judged")
    assert (record.task.contractor, record.task.responsible, record.budget_cents) == ("Blij", "corporation", 45_000)
    assert _record(begun, 1).row.open_number == "M-0002"


def test_an_overdue_time_is_planned_for_today_and_is_one_task_only(begun: Store) -> None:
    begun.do(make_occurrence, job_id=2, occurrence_on=OCT)
    with pytest.raises(Refused, match="M-0001"):
        begun.do(make_occurrence, job_id=2, occurrence_on=OCT)
    begun.do(maintenance.cancel_task, task_id=1, reason="rain")
    assert begun.do(make_occurrence, job_id=2, occurrence_on=OCT).result == 2


def test_a_day_that_is_none_of_the_job_s_own_is_refused_with_the_next_one(begun: Store) -> None:
    with pytest.raises(Invalid, match="6 October 2026"):
        begun.do(make_occurrence, job_id=2, occurrence_on=date(2026, 10, 7))
    with pytest.raises(Invalid, match="not known from which day"):
        begun.do(skip_occurrence, job_id=1, occurrence_on=OCT, reason="no")


def test_skipped_times_are_passed_over_and_can_be_restored(begun: Store) -> None:
    begun.do(skip_occurrence, job_id=2, occurrence_on=OCT, reason="storm")
    assert _due(begun) == (NOV, NOV)
    with pytest.raises(Invalid, match="skipped"):
        begun.do(make_occurrence, job_id=2, occurrence_on=OCT)
    begun.do(restore_occurrence, job_id=2, occurrence_on=OCT)
    assert _due(begun) == (OCT, OCT)
    with pytest.raises(Refused, match="neither"):
        begun.do(restore_occurrence, job_id=2, occurrence_on=OCT)


def test_a_moved_time_is_due_on_its_new_day_and_its_task_follows(begun: Store) -> None:
    task_id = begun.do(make_occurrence, job_id=2, occurrence_on=OCT).result
    with pytest.raises(Refused, match="M-0001"):
        begun.do(skip_occurrence, job_id=2, occurrence_on=OCT, reason="storm")
    begun.do(move_occurrence, job_id=2, occurrence_on=OCT, moved_to=date(2026, 12, 15), reason="storm")
    assert _due(begun) == (NOV, NOV)
    begun.do(move_occurrence, job_id=2, occurrence_on=OCT, moved_to=date(2026, 11, 30), reason="dry")
    assert [one.moved_to for one in _record(begun, 2).exceptions] == [date(2026, 11, 30)]
    planned = select(col(MaintenanceTask.planned_on)).where(col(MaintenanceTask.id) == task_id)
    assert begun.read(lambda connection: connection.execute(planned).scalar()) == date(2026, 11, 30)
    story = begun.read(journal_page, Listing(limit=1)).rows[0]
    assert (story.deed, story.about) == ("move_occurrence", "2026-10-06")


@pytest.mark.parametrize(
    ("moved_to", "reason", "field"),
    [(OCT, "storm", "moved_to"), (NOV, " ", "reason"), (date(2027, 6, 1), "storm", "moved_to")],
)
def test_a_move_that_says_nothing_is_refused(begun: Store, moved_to: date, reason: str, field: str) -> None:
    begun.do(save_job, job=replace(GUTTERS, ends_on=date(2027, 3, 1)), job_id=2)
    with pytest.raises(Invalid) as refusal:
        begun.do(move_occurrence, job_id=2, occurrence_on=OCT, moved_to=moved_to, reason=reason)
    assert [problem.field for problem in refusal.value.problems] == [field]


def test_every_deed_on_a_job_is_taken_back_whole(begun: Store) -> None:
    before = _record(begun, 2)
    for deed, values in (
        (save_job, {"job": replace(GUTTERS, returns="daily", note="x")}),
        (skip_occurrence, {"occurrence_on": OCT, "reason": "storm"}),
        (move_occurrence, {"occurrence_on": OCT, "moved_to": NOV, "reason": "storm"}),
        (make_occurrence, {"occurrence_on": OCT}),
        (stop_job, {"ended_on": TODAY}),
        (note_done, {"done_on": TODAY, "certificate": PAPER}),
        (add_certificate, {"certificate": PAPER}),
    ):
        begun.do(deed, job_id=2, **values)  # type: ignore[arg-type]
        begun.do(undo)
        assert _record(begun, 2) == before, deed


# -- done, and its certificate -----------------------------------------------------------------------------------


def test_work_that_was_done_without_a_task_is_noted_and_counted_from(begun: Store) -> None:
    begun.do(note_done, job_id=1, done_on=date(2026, 6, 30), cost_cents=40_000, certificate=PAPER)
    record = _record(begun, 1)
    assert (record.row.last_done, record.row.next_due) == (date(2026, 6, 30), date(2027, 12, 30))
    assert (record.row.certificate, record.row.outcome, record.row.valid_until) == ("L-77", "passed", PAPER.valid_until)
    assert [(one.reference, one.number) for one in record.certificates] == [("L-77", "M-0001")]


def test_work_that_was_done_closes_the_task_that_waited(begun: Store) -> None:
    task_id = begun.do(make_occurrence, job_id=2, occurrence_on=OCT).result
    assert begun.do(note_done, job_id=2, done_on=TODAY).result == task_id
    assert _record(begun, 2).row.open_task_id is None
    # Done in November, so the missed time of November is behind it too.
    assert _due(begun) == (DEC, DEC)


def test_what_was_done_early_stands_for_the_time_that_is_named(begun: Store) -> None:
    begun.do(note_done, job_id=2, done_on=TODAY, occurrence_on=DEC)
    assert _due(begun) == (JAN, JAN)


@pytest.mark.parametrize(
    ("done_on", "certificate", "field"),
    [
        (date(2026, 11, 21), None, "done_on"),
        (TODAY, replace(PAPER, reference=" "), "reference"),
        (TODAY, replace(PAPER, reference="x" * 121), "reference"),
        (TODAY, replace(PAPER, outcome="lovely"), "outcome"),
        (TODAY, replace(PAPER, issued_on=date(2026, 11, 21), valid_until=None), "issued_on"),
        (TODAY, replace(PAPER, valid_until=date(2026, 6, 29)), "valid_until"),
    ],
)
def test_what_cannot_have_been_done_so_is_refused(
    begun: Store, done_on: date, certificate: CertificateData | None, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        begun.do(note_done, job_id=1, done_on=done_on, certificate=certificate)
    assert [problem.field for problem in refusal.value.problems] == [field]


def test_a_certificate_may_come_later_and_be_corrected(begun: Store) -> None:
    task_id = begun.do(note_done, job_id=1, done_on=date(2026, 6, 30)).result
    certificate_id = begun.do(add_certificate, job_id=1, certificate=PAPER, task_id=task_id).result
    failed = replace(PAPER, outcome="failed", valid_until=None)
    assert begun.do(correct_certificate, certificate_id=certificate_id, certificate=failed).result
    assert not begun.do(correct_certificate, certificate_id=certificate_id, certificate=failed).result
    assert _record(begun, 1).row.outcome == "failed"
    with pytest.raises(Invalid, match="another work"):
        begun.do(add_certificate, job_id=2, certificate=PAPER, task_id=task_id)
    with pytest.raises(Refused):
        begun.do(correct_certificate, certificate_id=99, certificate=PAPER)
