"""A coordinator keeps the work that comes round at the desk: inspections, their certificates, and a calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from coopadmin import i18n
from coopadmin.domain.inspections import LIBRARY
from coopadmin.domain.jobs import read_returns
from coopadmin.services import maintenance
from coopadmin.services.certificates import CertificateData, note_done
from coopadmin.services.facilities import FacilityData, add_facility
from coopadmin.services.jobs import JobData, make_occurrence, move_occurrence, save_job, skip_occurrence, stop_job
from coopadmin.services.maintenance import TaskData
from db.queries import jobs
from db.queries import maintenance as queries
from db.queries.base import Listing
from db.queries.jobs import JobRecord
from db.store import Store
from screens.app import Ref
from screens.desk.waiting import read_waiting
from screens.maintenance.card import task_card
from screens.maintenance.inspections import SUBJECT as INSPECTIONS
from screens.maintenance.job_fields import first_of_inspection
from screens.subject import Entry
from tests.conftest import TODAY, Furnish
from tests.screens.conftest import NARROW, WIDE, Drive
from tests.screens.filling import fill_in, filled_in, message_under, notices

LIFT = JobData("Lift inspection", "yearly", place="Lift", kind="inspection", asks_certificate=True, source="by law")
GUTTERS = JobData("Gutters", "the first Tuesday of every month", starts_on=date(2026, 12, 1), notice_days=5)
OLD = TaskData("Lamps", date(2025, 1, 1), place="stairs")


def _fill(store: Store) -> None:
    """A lift inspected in January (1), gutters from December (2), and a job of the old kind that waits (3)."""
    store.do(save_job, job=LIFT)
    paper = CertificateData("L-77", date(2026, 1, 31), valid_until=date(2027, 1, 31), kept_at="folder 3")
    store.do(note_done, job_id=1, done_on=date(2026, 1, 31), certificate=paper)
    store.do(save_job, job=GUTTERS)
    store.do(maintenance.report_task, number="M-0002", task=OLD, every_months=12)


@pytest.fixture
def work(store: Store, furnish: Furnish) -> Store:
    """Give a store with the three jobs."""
    furnish(_fill)
    return store


def _entries(store: Store, job_id: int) -> dict[str, list[Entry]]:
    card = store.read(INSPECTIONS.card, job_id, TODAY)
    assert card is not None
    return {section.title: list(section.entries) for section in card.sections}


def _shown(store: Store, on: date = TODAY, *, filter: str = "", search: str = "") -> dict[str, dict[str, str]]:  # noqa: A002
    rows = store.read(INSPECTIONS.page, Listing(filter=filter, search=search), on).rows
    return {row.job.what: {column.label: column.show(row) for column in INSPECTIONS.columns} for row in rows}


def _record(store: Store, job_id: int) -> JobRecord:
    record = store.read(jobs.record, job_id, TODAY)
    assert record is not None
    return record


# -- the list and the record -------------------------------------------------------------------------------------


def test_the_list_says_how_often_when_again_and_how_near_that_is(work: Store) -> None:
    shown = _shown(work)
    assert shown["Lift inspection"]["Due again"] == "31 Jan 2027"
    assert shown["Lift inspection"]["Left"] == "● 72 d"
    assert shown["Lift inspection"]["Paper until"] == "31 Jan 2027"
    # Eleven days ahead, and announced five days ahead only.
    assert (shown["Gutters"]["How often"], shown["Gutters"]["Left"]) == ("the first Tuesday of every month", "○ 11 d")
    assert (shown["Lamps"]["Due again"], shown["Lamps"]["Left"]) == ("never done", "●")
    assert list(shown) == ["Gutters", "Lift inspection", "Lamps"]


def test_a_task_of_what_goes_by_the_calendar_leads_to_the_job_too(work: Store) -> None:
    task = work.do(make_occurrence, job_id=2, occurrence_on=date(2026, 12, 1)).result
    card = work.read(task_card, task, TODAY)
    assert card is not None
    entries = [entry for section in card.sections for entry in section.entries]
    assert Entry("how often", "the first Tuesday of every month", Ref("inspections", 2)) in entries


@pytest.mark.parametrize(
    ("on", "left"),
    [(date(2027, 2, 1), "▲ −1 d"), (date(2027, 1, 31), "● 0 d"), (date(2026, 10, 1), "○ 122 d")],
)
def test_the_sign_says_how_near_the_next_time_is(work: Store, on: date, left: str) -> None:
    assert _shown(work, on)["Lift inspection"]["Left"] == left


def test_every_filter_and_sort_can_be_asked(work: Store) -> None:
    work.do(stop_job, job_id=2, ended_on=date(2026, 11, 1))
    for choice in INSPECTIONS.filters:
        for sort in INSPECTIONS.sorts:
            work.read(INSPECTIONS.page, Listing(filter=choice.code, sort=sort.code), TODAY)
    assert set(_shown(work, filter="stopped")) == {"Gutters"}
    assert set(_shown(work, filter="inspections")) == {"Lift inspection"}
    assert set(_shown(work, filter="waiting")) == {"Lamps"}
    assert set(_shown(work, filter="never", search="lamp stairs")) == {"Lamps"}
    assert set(_shown(work, filter="papers", on=date(2027, 2, 1))) == {"Lift inspection"}


def test_the_record_tells_the_coming_times_the_exceptions_and_the_papers(work: Store) -> None:
    work.do(skip_occurrence, job_id=2, occurrence_on=date(2027, 1, 5), reason="frost")
    work.do(move_occurrence, job_id=2, occurrence_on=date(2027, 2, 2), moved_to=date(2027, 2, 4), reason="no ladder")
    gutters = _entries(work, 2)
    assert [(one.label, one.text) for one in gutters["times in the coming year"]][:3] == [
        ("01 Dec 2026", ""),
        ("04 Feb 2027", "moved from 02 Feb 2027"),
        ("02 Mar 2027", ""),
    ]
    assert gutters["times in the coming year"][-1].text == "and 3 more"
    assert [one.text for one in gutters["skipped and moved"]] == ["moved to 04 Feb 2027 · no ladder", "skipped · frost"]
    lift = _entries(work, 1)
    assert lift["certificates"][0] == Entry("31 Jan 2026", "L-77 · passed · until 31 Jan 2027", Ref("maintenance", 1))
    assert [one.label for one in lift["all times"]] == ["M-0001"]


def test_a_job_shows_all_its_times_even_after_their_wording_was_corrected(work: Store) -> None:
    work.do(maintenance.report_task, number="M-0003", task=OLD, every_months=12)
    assert [entry.label for entry in _entries(work, 3)["all times"]] == ["M-0003", "M-0002"]
    for task_id in (2, 3):
        work.do(maintenance.correct_task, task_id=task_id, task=TaskData("Lights", date(2025, 1, 1)))
    assert [entry.ref for entry in _entries(work, 3)["all times"]] == [Ref("maintenance", 3), Ref("maintenance", 2)]


def test_the_desk_tells_what_is_due_as_early_as_the_job_says_and_what_paper_ran_out(work: Store) -> None:
    def told(on: date) -> list[str]:
        return [item.text for item in work.read(read_waiting, on)[0] if item.kind == "inspection"]

    assert told(TODAY) == ["Lift inspection is due 31 Jan 2027 (72 d)"]
    assert told(date(2026, 11, 27)) == [
        "Gutters is due 01 Dec 2026 (4 d)",
        "Lift inspection is due 31 Jan 2027 (65 d)",
    ]
    assert "Lift inspection: the certificate L-77 has run out" in told(date(2027, 2, 1))


def test_the_desk_calls_a_facility_by_its_name_and_not_by_its_code(store: Store) -> None:
    hall = store.do(add_facility, facility=FacilityData("ZAAL", "Hall")).result
    by_code = JobData("First aid", "yearly", place="zaal", starts_on=date(2026, 12, 1))
    store.do(save_job, job=by_code)
    store.do(save_job, job=replace(by_code, what="Beamer", place="cupboard", facility_id=hall))
    items = [item for item in store.read(read_waiting, TODAY)[0] if item.kind == "inspection"]
    assert [(item.label, item.text) for item in items] == [
        ("Hall", "Beamer is due 01 Dec 2026 (11 d)"),
        ("Hall", "First aid is due 01 Dec 2026 (11 d)"),
    ]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_inspection_of_the_library_fills_a_form_that_can_be_saved(store: Store, language: str) -> None:
    i18n.use(language)
    for one in LIBRARY:
        first = first_of_inspection(one)
        assert read_returns(first["returns"]) == (one.every_months, "")
        store.do(save_job, job=JobData(**first))
    i18n.use("en")


# -- at the desk -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_an_inspection_is_begun_from_the_list_of_usual_ones_and_noted_with_its_certificate(
    store: Store, drive: Drive, size: tuple[int, int]
) -> None:
    async with drive(size) as desk:
        await desk.press("f6", "b")
        assert "Press N to begin" in " ".join(desk.text.split())
        await desk.press("n", "2")
        first = filled_in(desk)
        assert (first["what"], first["returns"]) == ("Inspect the passenger lift", "every 18 months")
        fill_in(desk, returns="every moon", place="hall A")
        await desk.saved()
        assert "does not say when" in message_under(desk, "returns")
        fill_in(desk, returns="every 18 months")
        await desk.saved()
        assert "Note when it was last done" in notices(desk)
        await desk.press("a", "1")
        assert "It is not known when it is due" in notices(desk)
        await desk.press("a", "2")
        fill_in(desk, done_on="30-6-2026", valid_until="30-12-2027")
        await desk.saved()
        assert "give the number" in message_under(desk, "reference")
        fill_in(desk, reference="L-77")
        await desk.saved()
        assert "Due again on 30 December 2027." in notices(desk)
    record = _record(store, 1)
    assert (record.row.valid_until, record.certificates[0].issued_on) == (date(2027, 12, 30), date(2026, 6, 30))
    assert record.row.kind == "inspection"


async def test_one_time_is_skipped_moved_restored_and_made_a_task(work: Store, drive: Drive) -> None:
    async with drive(WIDE) as desk:
        await desk.press("f6", "b", "a", "4")
        assert filled_in(desk)["occurrence_on"] == "1-12-2026"
        fill_in(desk, reason="frost", occurrence_on="2-12-2026")
        await desk.saved()
        assert "the next time is 1 December 2026" in message_under(desk, "occurrence_on")
        fill_in(desk, occurrence_on="1-12-2026")
        await desk.saved()
        assert "Skipped: 1 December 2026." in notices(desk)
        await desk.press("a", "5")
        fill_in(desk, moved_to="7-1-2027", reason="holiday")
        await desk.saved()
        assert "Moved to 7 January 2027" in notices(desk)
        await desk.press("a", "6", "2")
        assert "1 December 2026 is on its own day again" in notices(desk)
        await desk.press("a", "1")
        await desk.saved()
    assert _record(work, 2).row.open_number == "M-0003"
    task = work.read(queries.record, 3, TODAY)
    assert task is not None
    assert (task.task.what, task.task.kind, task.task.status) == ("Gutters", "planned", "planned")


async def test_the_form_for_skipping_says_beforehand_that_a_task_stands_for_the_time(work: Store, drive: Drive) -> None:
    async with drive() as desk:
        await desk.press("f6", "b", "a", "4")
        assert "stands for" not in desk.text
        await desk.press("escape")
        work.do(make_occurrence, job_id=2, occurrence_on=date(2026, 12, 1))
        await desk.press("a", "4")
        assert "Task M-0003 stands for 1 December 2026" in " ".join(desk.text.replace("│", " ").split())


async def test_a_job_is_changed_stopped_and_let_run_again_and_done_with_its_task(work: Store, drive: Drive) -> None:
    work.do(make_occurrence, job_id=2, occurrence_on=date(2026, 12, 1))
    async with drive() as desk:
        await desk.press("f6", "b", "e")
        assert filled_in(desk)["returns"] == "the first Tuesday of every month"
        await desk.saved()
        assert "It was like that already" in notices(desk)
        await desk.press("e")
        fill_in(desk, returns="the last Friday of every month")
        await desk.saved()
        await desk.press("a", "3")
        fill_in(desk, ended_on="1-3-2027")
        await desk.saved()
        assert "It comes round no more after 1 March 2027." in notices(desk)
        assert "M-0003 of it is still open" in notices(desk)
        await desk.press("a", "3")
        assert "It comes round again." in notices(desk)
        await desk.press("a", "2")
        await desk.saved()
        assert "Done: M-0003." in notices(desk)
    assert _record(work, 2).row.rule == "FREQ=MONTHLY;BYDAY=-1FR"


async def test_a_certificate_is_kept_and_corrected_and_the_calendar_saved(
    work: Store, drive: Drive, tmp_path: Path
) -> None:
    target = tmp_path / "work"
    async with drive() as desk:
        await desk.press("f6", "b", "down", "a", "7", "2")
        fill_in(desk, outcome="failed", note="rope worn")
        await desk.saved()
        assert _record(work, 1).row.outcome == "failed"
        await desk.press("a", "7", "1")
        await desk.saved()
        assert "▲ fill this in" in desk.text
        fill_in(desk, reference="L-78", valid_until="31-12-2027", issued_on="19-11-2026")
        await desk.saved()
        assert _record(work, 1).row.certificate == "L-78"
        await desk.press("a", "8")
        fill_in(desk, file=str(target))
        await desk.saved()
        assert "Saved: " in notices(desk)
    assert b"SUMMARY:Lift inspection" in target.with_suffix(".ics").read_bytes()


async def test_a_calendar_named_as_a_folder_is_told_so(work: Store, drive: Drive, tmp_path: Path) -> None:
    (tmp_path / "work.ics").mkdir()
    async with drive() as desk:
        await desk.press("f6", "b", "a", "8")
        fill_in(desk, file=str(tmp_path / "work.ics"))
        await desk.press("ctrl+s", "y")
        assert f"{tmp_path / 'work.ics'} is a folder; name a file in it" in notices(desk, "error")
    assert list(tmp_path.glob("work.ics/*")) == []
