"""A call becomes one record that is routed at once and goes through all its states, its clock running while it may."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from coopadmin.errors import Invalid, Refused
from coopadmin.services import appointments, calls, maintenance, maintenance_states, waits
from coopadmin.services.appointments import AppointmentData
from coopadmin.services.demarcation import make_demarcation_list
from coopadmin.services.maintenance import Place, TaskData
from coopadmin.services.undo import undo
from db.journal import Transaction
from db.queries import maintenance as queries
from db.queries import task_course
from db.queries.base import Listing
from db.queries.journal import page as journal_page
from db.queries.maintenance import TaskRecord
from db.queries.morning import MorningRow, morning
from db.queries.task_course import Course
from db.store import Store
from db.tables.association import Owner
from db.tables.demarcation import DemarcationLine, DemarcationList
from db.tables.dwellings import Dwelling
from db.tables.facilities import Facility
from tests.conftest import Furnish

TODAY = date(2026, 11, 20)
NOW = datetime.fromisoformat("2026-11-20T13:00")


def at(text: str) -> datetime:
    """Read a moment of the wall clock in November 2026: `18T10:00`."""
    return datetime.fromisoformat(f"2026-11-{text}")


def add_list(transaction: Transaction) -> None:
    """Put a home, a room of the same code, and a list that gives door closers to the co-operative in the store."""
    owner = transaction.add(Owner(name="Woonstad"))
    transaction.add(Dwelling(code="12C", owner_id=owner))
    transaction.add(Facility(code="12C", name="Workshop"))
    list_id = transaction.add(DemarcationList(owner_id=owner, version="1", valid_from=date(2020, 1, 1)))
    transaction.add(DemarcationLine(list_id=list_id, position=1, keyword="deurdranger", party="cooperative"))


def _add_list(store: Store) -> None:
    store.do(add_list)


@pytest.fixture
def listed(store: Store, furnish: Furnish) -> Store:
    """Give a store with a list and a home."""
    furnish(_add_list)
    return store


def _call(store: Store, what: str = "deurdranger kapot", **how: Any) -> int:
    task = TaskData(what, how.pop("reported_on", date(2026, 11, 16)), place="12C", urgency=how.pop("urgency", "normal"))
    return store.do(calls.take_call, task=task, **how).result.task_id


def _record(store: Store, task_id: int = 1) -> TaskRecord:
    record = store.read(queries.record, task_id, TODAY, NOW)
    assert record is not None
    return record


def _course(store: Store, task_id: int = 1) -> Course:
    return store.read(task_course.course, task_id)


def _first(store: Store) -> MorningRow:
    return store.read(morning, NOW).rows[0]


def _visit(day: str, **more: Any) -> AppointmentData:
    return AppointmentData(at(f"{day}T10:00"), at(f"{day}T12:00"), date(2026, 11, 16), **more)


def _fields(refusal: pytest.ExceptionInfo[Invalid]) -> list[str]:
    return [problem.field for problem in refusal.value.problems]


# -- the call ------------------------------------------------------------------------------------------------------


def test_a_call_gets_its_number_is_routed_by_the_list_and_keeps_the_answer_in_one_deed(listed: Store) -> None:
    taken = listed.do(calls.take_call, task=TaskData("deurdranger kapot", TODAY, place="12c")).result
    record = _record(listed, taken.task_id)
    assert (taken.number, record.task.status, record.task.responsible) == ("M-0001", "judged", "cooperative")
    assert record.answer == taken.told[0]
    assert "it is done by Monday 30 November 2026" in record.answer
    (judged,) = _course(listed).judgements
    assert (judged.responsible, judged.routed, judged.line_id, judged.reason) == ("cooperative", "cooperative", 1, "")
    entry = listed.read(journal_page, Listing()).rows[0]
    assert (entry.deed, entry.about) == ("take_call", "M-0001")


def test_a_person_decides_otherwise_than_the_list_only_with_a_reason(listed: Store) -> None:
    with pytest.raises(Invalid) as refusal:
        _call(listed, responsible="corporation")
    assert _fields(refusal) == ["reason"]
    assert listed.read(queries.page, Listing(filter="all"), TODAY).total == 0
    _call(listed, responsible="corporation", reason="under guarantee")
    (judged,) = _course(listed).judgements
    assert (judged.responsible, judged.routed, judged.reason) == ("corporation", "cooperative", "under guarantee")


def test_what_no_line_fits_stays_reported_unless_a_person_knows_whose_it_is(listed: Store) -> None:
    assert _record(listed, _call(listed, "xyzzy")).task.status == "reported"
    task = _call(listed, "xyzzy", responsible="cooperative")
    assert (_record(listed, task).task.status, _course(listed, task).judgements[0].reason) == (
        "judged",
        "the list has no line for it",
    )


def test_what_neither_list_nor_law_leaves_to_the_resident_is_theirs_only_with_a_reason(listed: Store) -> None:
    with pytest.raises(Invalid) as refusal:
        _call(listed, "xyzzy", responsible="resident")
    assert _fields(refusal) == ["reason"]
    task = _call(listed, "xyzzy", responsible="resident", reason="broke it themselves")
    assert _course(listed, task).judgements[0].reason == "broke it themselves"


def test_a_call_keeps_the_line_and_the_version_it_was_judged_by(listed: Store) -> None:
    _call(listed)
    listed.do(
        make_demarcation_list, owner_id=1, version="2", valid_from=date(2026, 11, 18), copy_of=1, source="annex 2"
    )
    new = _call(listed, reported_on=date(2026, 11, 19))
    old_one, new_one = _course(listed).judgements[0], _course(listed, new).judgements[0]
    assert (old_one.line, old_one.version, new_one.version) == ("deurdranger", "1", "2")
    assert new_one.line_id != old_one.line_id


def test_the_home_or_room_that_was_picked_is_meant_where_a_code_names_both(listed: Store) -> None:
    assert _record(listed, _call(listed)).dwelling == "12C"
    assert _record(listed, _call(listed, place=Place(facility_id=1))).facility == "Workshop"


@pytest.mark.parametrize(
    ("different", "field"),
    [
        ({"reported_at": at("19T09:00")}, "reported_at"),
        ({"reported_at": at("20T23:00")}, "reported_at"),
        ({"minutes_expected": -1}, "minutes_expected"),
        ({"category_id": 99}, "category_id"),
    ],
)
def test_what_cannot_be_is_named_under_its_field(listed: Store, different: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        listed.do(calls.take_call, task=TaskData("Leak", TODAY, **different))
    assert _fields(refusal) == [field]


# -- waiting -------------------------------------------------------------------------------------------------------


def test_the_clock_stands_still_while_it_waits_and_runs_on_where_it_was(listed: Store) -> None:
    _call(listed)
    listed.do(waits.begin_wait, task_id=1, reason="material", from_at=at("17T09:00"))
    record = _record(listed)
    assert (record.task.status, record.task.clock.paused, record.task.due) == ("waiting", True, date(2026, 11, 29))
    assert listed.do(waits.end_wait, task_id=1, until_at=at("19T09:00")).result == "judged"
    record = _record(listed)
    assert (record.task.status, record.task.clock.paused, record.task.due) == ("judged", False, date(2026, 11, 28))


def test_a_reason_of_our_own_does_not_stop_the_clock(listed: Store) -> None:
    _call(listed)
    listed.do(waits.begin_wait, task_id=1, reason="no_time", from_at=at("17T09:00"))
    assert (_record(listed).task.clock.paused, _record(listed).task.due) == (False, date(2026, 11, 26))


def test_a_task_waits_for_one_thing_at_a_time_and_within_its_own_days(listed: Store) -> None:
    _call(listed)
    for moment in (at("15T09:00"), at("21T09:00")):
        with pytest.raises(Invalid) as refusal:
            listed.do(waits.begin_wait, task_id=1, reason="quote", from_at=moment)
        assert _fields(refusal) == ["from_at"]
    with pytest.raises(Invalid):
        listed.do(waits.begin_wait, task_id=1, reason="weather", from_at=at("17T09:00"))
    with pytest.raises(Refused, match="does not wait"):
        listed.do(waits.end_wait, task_id=1, until_at=NOW)
    listed.do(waits.begin_wait, task_id=1, reason="quote", from_at=at("17T09:00"))
    with pytest.raises(Refused, match=r"waits already \(quote\)"):
        listed.do(waits.begin_wait, task_id=1, reason="material", from_at=at("18T09:00"))
    with pytest.raises(Invalid):
        listed.do(waits.end_wait, task_id=1, until_at=at("17T08:59"))


def test_a_wait_is_over_once_the_work_begins_and_is_corrected_where_it_was_noted_wrong(listed: Store) -> None:
    _call(listed)
    listed.do(waits.begin_wait, task_id=1, reason="quote", from_at=at("17T09:00"))
    listed.do(maintenance.start_task, task_id=1)
    (wait,) = _course(listed).waits
    assert wait.until_at is not None
    assert wait.until_at.date() == TODAY
    over = at("18T17:00")
    assert listed.do(waits.correct_wait, wait_id=1, reason="material", from_at=at("17T10:00"), until_at=over).result
    (wait,) = _course(listed).waits
    assert (wait.reason, wait.from_at, wait.until_at) == ("material", at("17T10:00"), over)
    noted = {"wait_id": 1, "reason": "material", "from_at": at("17T10:00"), "until_at": over}
    assert listed.do(waits.correct_wait, **noted, note="ordered in Zwolle").result
    assert not listed.do(waits.correct_wait, **noted).result
    assert _course(listed).waits[0].note == "ordered in Zwolle"
    with pytest.raises(Invalid):
        listed.do(waits.correct_wait, wait_id=1, reason="material", from_at=at("17T10:00"), until_at=None)


def test_the_moment_of_a_wait_that_is_wrong_is_the_one_that_is_named(listed: Store) -> None:
    _call(listed)
    listed.do(waits.begin_wait, task_id=1, reason="quote", from_at=at("17T09:00"))
    listed.do(waits.end_wait, task_id=1, until_at=at("17T12:00"))
    for day, over, field in (("01", "17", "from_at"), ("17", "16", "until_at")):
        with pytest.raises(Invalid) as wrong:
            listed.do(
                waits.correct_wait,
                wait_id=1,
                reason="quote",
                from_at=at(f"{day}T09:00"),
                until_at=at(f"{over}T12:00"),
            )
        assert [problem.field for problem in wrong.value.problems] == [field]


# -- appointments --------------------------------------------------------------------------------------------------


def test_nobody_home_repeats_until_another_day_is_agreed_and_the_list_counts_it(listed: Store) -> None:
    _call(listed)
    for times, day in enumerate(("17", "18", "19"), 1):
        appointment = listed.do(
            appointments.make_appointment, task_id=1, appointment=_visit(day, access="neighbour 12B")
        ).result
        assert (_record(listed).task.status, _record(listed).task.planned_on) == ("planned", date(2026, 11, int(day)))
        done = listed.do(appointments.close_appointment, appointment_id=appointment, outcome="nobody_home")
        assert done.result == times
        assert (_record(listed).task.status, _record(listed).task.planned_on) == ("waiting", None)
    row = _first(listed)
    assert (row.nobody_home, row.actor, row.step) == (3, "resident", "agree another day: nobody home 3×")
    assert row.clock.paused
    assert [wait.reason for wait in _course(listed).waits] == ["nobody_home"] * 3
    (shown,) = listed.read(queries.page, Listing(filter="nobody_home"), TODAY).rows
    assert shown.nobody_home == 3


def test_who_came_lets_the_work_be_in_progress_and_a_cancelled_day_leaves_it_without_one(listed: Store) -> None:
    _call(listed)
    first = listed.do(appointments.make_appointment, task_id=1, appointment=_visit("19")).result
    listed.do(appointments.close_appointment, appointment_id=first, outcome="cancelled", note="ill")
    assert (_record(listed).task.status, _record(listed).task.planned_on) == ("planned", None)
    second = listed.do(appointments.make_appointment, task_id=1, appointment=_visit("20")).result
    listed.do(appointments.close_appointment, appointment_id=second, outcome="kept")
    assert _record(listed).task.status == "in_progress"
    with pytest.raises(Refused, match=r"noted already \(kept\)"):
        listed.do(appointments.close_appointment, appointment_id=second, outcome="kept")


def test_an_appointment_to_come_is_moved_and_not_told_of_before(listed: Store) -> None:
    _call(listed)
    made = listed.do(appointments.make_appointment, task_id=1, appointment=_visit("23")).result
    with pytest.raises(Refused, match=r"There is an appointment on 23 Nov 2026 10:00"):
        listed.do(appointments.make_appointment, task_id=1, appointment=_visit("24"))
    with pytest.raises(Invalid):
        listed.do(appointments.close_appointment, appointment_id=made, outcome="kept")
    assert listed.do(appointments.move_appointment, appointment_id=made, appointment=_visit("24")).result
    assert _record(listed).task.planned_on == date(2026, 11, 24)
    assert _first(listed).step == "agreed for 24 Nov 2026"


@pytest.mark.parametrize(
    ("visit", "field"),
    [
        (AppointmentData(at("23T12:00"), at("23T12:00"), TODAY), "ends_at"),
        (AppointmentData(at("23T12:00"), at("23T12:00") + timedelta(days=30), TODAY), "ends_at"),
        (AppointmentData(at("15T10:00"), at("15T12:00"), TODAY), "starts_at"),
        (AppointmentData(at("23T10:00"), at("23T12:00"), date(2026, 11, 21)), "agreed_on"),
        (AppointmentData(at("23T10:00"), at("23T12:00"), TODAY, contractor_id=9), "contractor_id"),
        (AppointmentData(at("23T10:00"), at("23T12:00"), TODAY, person_id=9), "person_id"),
    ],
)
def test_an_appointment_that_cannot_be_is_named_under_its_field(
    listed: Store, visit: AppointmentData, field: str
) -> None:
    _call(listed)
    with pytest.raises(Invalid) as refusal:
        listed.do(appointments.make_appointment, task_id=1, appointment=visit)
    assert _fields(refusal) == [field]


# -- states, and what the resident says ----------------------------------------------------------------------------


def test_the_resident_confirms_what_was_done_or_has_it_opened_again(listed: Store) -> None:
    _call(listed)
    with pytest.raises(Refused, match="not done yet"):
        listed.do(maintenance_states.confirm_task, task_id=1, confirmed_on=TODAY)
    listed.do(maintenance.complete_task, task_id=1, done_on=date(2026, 11, 18))
    assert listed.read(queries.page, Listing(filter="unconfirmed"), TODAY).total == 1
    for day in (date(2026, 11, 17), date(2026, 11, 21)):
        with pytest.raises(Invalid):
            listed.do(maintenance_states.confirm_task, task_id=1, confirmed_on=day)
    listed.do(maintenance_states.confirm_task, task_id=1, confirmed_on=date(2026, 11, 19))
    assert _record(listed).task.confirmed_on == date(2026, 11, 19)
    listed.do(maintenance_states.reject_work, task_id=1, reason="it slams again")
    record = _record(listed)
    assert (record.task.status, record.task.done_on, record.task.confirmed_on) == ("reported", None, None)
    assert record.note == "it slams again"


def test_a_state_that_does_not_follow_is_refused(listed: Store) -> None:
    _call(listed)

    def go(transaction: Transaction, status: str) -> None:
        maintenance_states.set_status(transaction, 1, status)

    listed.do(go, "handed_over")
    with pytest.raises(Refused, match="M-0001 is handed over, so it cannot be ordered next"):
        listed.do(go, "ordered")
    listed.do(go, "judged")
    listed.do(go, "ordered")
    listed.do(maintenance.complete_task, task_id=1, done_on=TODAY)
    with pytest.raises(Refused, match="reopen it first"):
        listed.do(go, "judged")


def test_an_appointment_is_taken_back_with_all_it_did(listed: Store) -> None:
    _call(listed)
    listed.do(waits.begin_wait, task_id=1, reason="nobody_home", from_at=at("17T09:00"))
    batch = listed.do(appointments.make_appointment, task_id=1, appointment=_visit("23")).batch
    assert batch is not None
    listed.do(undo, batch=batch)
    assert (_record(listed).task.status, _course(listed).appointments) == ("waiting", ())


# -- the morning ---------------------------------------------------------------------------------------------------


def test_the_morning_list_is_by_urgency_then_time_left_and_what_stands_still_comes_last(listed: Store) -> None:
    _call(listed, "fresh")
    _call(listed, "older", reported_on=date(2026, 11, 10))
    _call(listed, "waits", reported_on=date(2026, 11, 11))
    _call(listed, "fire", urgency="emergency", reported_on=TODAY)
    _call(listed, "some day", urgency="planned", reported_on=date(2026, 1, 1))
    listed.do(waits.begin_wait, task_id=3, reason="material", from_at=at("12T09:00"))
    page = listed.read(morning, NOW)
    assert [row.what for row in page.rows] == ["fire", "older", "fresh", "waits", "some day"]
    assert page.total == 5
    assert [row.agrees for row in page.rows] == [False, True, True, True, False]
    listed.do(appointments.make_appointment, task_id=2, appointment=_visit("20"))
    assert [row.what for row in listed.read(morning, NOW, 3).rows] == ["fire", "older", "fresh"]
    sorted_page = listed.read(queries.page, Listing(filter="open", sort="morning"), TODAY, NOW)
    assert [row.what for row in sorted_page.rows] == [row.what for row in listed.read(morning, NOW).rows]
    turned = listed.read(queries.page, Listing(filter="open", sort="morning", descending=True, limit=2), TODAY, NOW)
    assert [row.what for row in turned.rows] == ["some day", "waits"]


def test_an_emergency_is_late_by_the_hour(listed: Store) -> None:
    task = TaskData("gas", date(2026, 11, 19), urgency="emergency", reported_at=at("19T10:00"))
    listed.do(calls.take_call, task=task)
    assert _first(listed).clock.left == timedelta(hours=-3)
    assert listed.read(queries.page, Listing(filter="overdue"), TODAY, NOW).total == 1
    assert listed.read(queries.page, Listing(filter="overdue"), TODAY, at("20T09:59")).total == 0
    assert _record(listed).task.due == TODAY
