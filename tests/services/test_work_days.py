"""A coordinator plans a work day, asks people, puts it off for the rain, and closes it with outcomes and hours."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from coopadmin.errors import Invalid, Refused
from coopadmin.services import work_day_people as people
from coopadmin.services import work_days
from coopadmin.services.facilities import FacilityData, add_facility
from coopadmin.services.hours import note_hours
from coopadmin.services.maintenance import TaskData, complete_task, report_task
from coopadmin.services.undo import undo
from db.queries import hours as hours_queries
from db.queries import journal
from db.queries import work_days as queries
from db.queries.base import Listing
from db.queries.maintenance import TaskRecord
from db.queries.maintenance import record as task_record
from db.store import Store
from tests.conftest import TODAY, Furnish
from tests.working_day import ENDS, RAINY, STARTS, Garden, plant


@pytest.fixture
def garden(furnish: Furnish) -> Garden:
    """The garden day, planned."""
    return furnish(plant)


def _day(store: Store, garden: Garden) -> queries.WorkDayRecord:
    found = store.read(queries.record, garden.day, TODAY)
    assert found is not None
    return found


def _task(store: Store, task_id: int) -> TaskRecord:
    found = store.read(task_record, task_id, TODAY)
    assert found is not None
    return found


def _close(store: Store, garden: Garden, **more: Any) -> work_days.ClosedDay:
    given: dict[str, Any] = {
        "work_day_id": garden.day,
        "outcomes": {garden.tasks[0]: "done", garden.tasks[1]: "not_done"},
        "minutes": {garden.anna: 240, garden.bas: None},
    }
    return store.do(work_days.close_work_day, **{**given, **more}).result


def test_a_work_day_knows_its_tasks_who_takes_them_and_who_comes(store: Store, garden: Garden) -> None:
    record = _day(store, garden)
    day = record.day
    assert (day.title, day.starts_at, day.ends_at, day.reserve_on) == ("Tuin in de herfst", STARTS, ENDS, RAINY)
    assert (day.tasks, day.taken, day.coming, day.state) == (2, 1, 1, "to_close")
    assert (record.leader, record.needs) == ("Cor Corsen", "snoeischaren\nsoep")
    assert [(one.number, one.people, one.taken_by) for one in record.tasks] == [
        ("M-1", 2, ("Anna Berg",)),
        ("M-2", 2, ()),
    ]
    assert [(one.name, one.said, one.task) for one in record.helpers] == [
        ("Anna Berg", "yes", "M-1"),
        ("Bas Bassen", "maybe", ""),
    ]


def test_a_task_that_is_chosen_is_planned_for_the_day_and_doubts_are_said(store: Store, garden: Garden) -> None:
    planned = _task(store, garden.tasks[0]).task
    assert (planned.status, planned.planned_on) == ("planned", STARTS.date())
    assert [one.number for one in store.read(queries.fit_tasks)] == ["M-3"]
    fence = store.do(people.drop_chosen, work_day_id=garden.day, task_id=garden.tasks[1])
    assert fence.result is None
    assert _task(store, garden.tasks[1]).task.status == "judged"
    (doubt,) = store.do(people.choose_task, work_day_id=garden.day, task_id=garden.tasks[1]).result
    assert "corporation" in doubt
    with pytest.raises(Refused, match="on the list of this work day already"):
        store.do(people.choose_task, work_day_id=garden.day, task_id=garden.tasks[1])
    other = store.do(
        work_days.plan_work_day,
        title="Kelder",
        starts_at=STARTS + timedelta(days=30),
        ends_at=ENDS + timedelta(days=30),
    ).result
    with pytest.raises(Refused, match="another work day"):
        store.do(people.choose_task, work_day_id=other, task_id=garden.tasks[0])
    with pytest.raises(Invalid):
        store.do(people.choose_task, work_day_id=other, task_id=garden.tasks[2], people=0)


def test_the_sheet_has_the_order_the_coordinator_gives_it(store: Store, garden: Garden) -> None:
    store.do(people.choose_task, work_day_id=garden.day, task_id=garden.tasks[2])
    store.do(people.correct_chosen, work_day_id=garden.day, task_id=garden.tasks[2], place=1, people=1, needs=" net ")
    assert [(one.number, one.people, one.needs) for one in _day(store, garden).tasks] == [
        ("M-3", 1, "net"),
        ("M-1", 2, ""),
        ("M-2", 2, ""),
    ]
    with pytest.raises(Invalid):
        store.do(people.correct_chosen, work_day_id=garden.day, task_id=garden.tasks[2], place=0)


def test_the_sheet_calls_a_room_by_its_name(store: Store, garden: Garden) -> None:
    store.do(add_facility, facility=FacilityData(code="DAK", name="Dakterras", kind="room"))
    roof = TaskData("Meubels binnenzetten", TODAY, place="DAK", for_volunteers=True)
    task = store.do(report_task, number="M-9", task=roof).result
    store.do(people.choose_task, work_day_id=garden.day, task_id=task)
    assert [(one.number, one.where) for one in _day(store, garden).tasks] == [
        ("M-1", "tuin"),
        ("M-2", "tuin"),
        ("M-9", "Dakterras"),
    ]


def test_who_takes_a_task_that_is_taken_off_has_none(store: Store, garden: Garden) -> None:
    store.do(people.drop_chosen, work_day_id=garden.day, task_id=garden.tasks[0])
    record = _day(store, garden)
    assert [one.number for one in record.tasks] == ["M-2"]
    assert record.helpers[0].task_id is None
    with pytest.raises(Refused, match="not on the list"):
        store.do(people.drop_chosen, work_day_id=garden.day, task_id=garden.tasks[0])


def test_an_answer_can_change_and_who_does_not_come_takes_no_task(store: Store, garden: Garden) -> None:
    store.do(people.note_helper, work_day_id=garden.day, person_id=garden.anna, said="no", task_id=garden.tasks[0])
    anna = next(one for one in _day(store, garden).helpers if one.person_id == garden.anna)
    assert (anna.said, anna.task_id) == ("no", None)
    with pytest.raises(Invalid) as wrong:
        store.do(people.note_helper, work_day_id=garden.day, person_id=99, said="?", task_id=garden.tasks[2])
    assert [one.field for one in wrong.value.problems] == ["person_id", "said", "task_id"]


def test_everybody_who_lives_here_is_asked_once(store: Store, garden: Garden) -> None:
    assert store.do(people.ask_residents, work_day_id=garden.day).result == 3
    assert store.do(people.ask_residents, work_day_id=garden.day).result == 0
    assert [one.said for one in _day(store, garden).helpers] == ["yes", "maybe", "asked", "asked", "asked"]
    store.do(people.drop_helper, work_day_id=garden.day, person_id=garden.eva)
    assert len(_day(store, garden).helpers) == 4
    with pytest.raises(Refused):
        store.do(people.drop_helper, work_day_id=garden.day, person_id=garden.eva)


def test_rain_puts_the_day_and_its_tasks_off_and_asks_anew_who_comes(store: Store, garden: Garden) -> None:
    assert store.do(work_days.move_to_reserve, work_day_id=garden.day).result == RAINY
    record = _day(store, garden)
    assert (record.day.on, record.day.reserve_on, record.day.state) == (RAINY, None, "planned")
    assert (f"{record.day.starts_at:%H:%M}", f"{record.day.ends_at:%H:%M}") == ("10:00", "16:00")
    assert [one.said for one in record.helpers] == ["maybe", "maybe"]
    assert _task(store, garden.tasks[0]).task.planned_on == RAINY
    with pytest.raises(Refused, match="No day for bad weather"):
        store.do(work_days.move_to_reserve, work_day_id=garden.day)
    with pytest.raises(Refused, match="still to come"):
        _close(store, garden)


def test_a_day_that_is_put_on_another_day_takes_its_tasks_along(store: Store, garden: Garden) -> None:
    later = timedelta(days=21)
    plan = {"work_day_id": garden.day, "title": "Tuin", "starts_at": STARTS + later, "ends_at": ENDS + later}
    assert store.do(work_days.correct_work_day, **plan).result
    assert not store.do(work_days.correct_work_day, **plan).result
    assert _task(store, garden.tasks[0]).task.planned_on == (STARTS + later).date()
    with pytest.raises(Invalid):
        store.do(work_days.correct_work_day, **{**plan, "leader_id": 99})


def test_a_day_that_is_called_off_lets_its_tasks_go_and_says_why(store: Store, garden: Garden) -> None:
    with pytest.raises(Invalid) as wrong:
        store.do(work_days.cancel_work_day, work_day_id=garden.day, cancelled_on=TODAY + timedelta(days=1), reason=" ")
    assert [one.field for one in wrong.value.problems] == ["reason", "cancelled_on"]
    store.do(work_days.cancel_work_day, work_day_id=garden.day, cancelled_on=TODAY, reason="storm")
    assert (_day(store, garden).day.state, _day(store, garden).note) == ("cancelled", "storm")
    task = _task(store, garden.tasks[0]).task
    assert (task.status, task.planned_on) == ("judged", None)
    with pytest.raises(Refused, match="called off"):
        _close(store, garden)


def test_closing_ends_what_is_done_and_gives_each_who_came_their_hours(store: Store, garden: Garden) -> None:
    closed = _close(store, garden, minutes={garden.anna: 240, garden.bas: None, garden.dora: 90}, note="soep op")
    assert closed == work_days.ClosedDay(done=1, begun=0, not_done=1, people=2, minutes=330)
    hedge, fence = (_task(store, task_id).task for task_id in garden.tasks[:2])
    assert (hedge.status, hedge.done_on) == ("done", STARTS.date())
    assert (fence.status, fence.planned_on) == ("judged", None)
    record = _day(store, garden)
    assert [(one.name, one.came) for one in record.helpers] == [
        ("Anna Berg", True),
        ("Dora Dorasen", True),
        ("Bas Bassen", False),
    ]
    assert [(one.person, one.minutes, one.task, one.what, one.rate_cents) for one in record.hours] == [
        ("Anna Berg", 240, "M-1", "Tuin in de herfst", None),
        ("Dora Dorasen", 90, "", "Tuin in de herfst", None),
    ]
    assert record.note == "soep op"
    line = store.read(journal.page, Listing()).rows[0]
    assert (line.deed, line.about) == ("close_work_day", "2026-11-14")
    with pytest.raises(Refused, match="closed on"):
        _close(store, garden)
    store.do(undo)
    assert _day(store, garden).day.state == "to_close"
    assert not _day(store, garden).hours


def test_what_was_begun_goes_on_and_what_ended_meanwhile_stays_as_it_is(store: Store, garden: Garden) -> None:
    store.do(complete_task, task_id=garden.tasks[0], done_on=date(2026, 11, 10))
    _close(store, garden, outcomes={garden.tasks[0]: "not_done", garden.tasks[1]: "begun"})
    assert _task(store, garden.tasks[0]).task.done_on == date(2026, 11, 10)
    assert _task(store, garden.tasks[1]).task.status == "in_progress"


def test_who_took_a_task_on_an_earlier_day_has_not_taken_it_for_the_next(store: Store, garden: Garden) -> None:
    _close(store, garden, outcomes={garden.tasks[0]: "begun", garden.tasks[1]: "done"})
    later = [moment + timedelta(days=30) for moment in (STARTS, ENDS)]
    again = store.do(work_days.plan_work_day, title="Nog eens", starts_at=later[0], ends_at=later[1]).result
    store.do(people.choose_task, work_day_id=again, task_id=garden.tasks[0])
    record = store.read(queries.record, again, TODAY)
    assert record is not None
    assert [one.taken_by for one in record.tasks] == [()]
    assert (record.day.tasks, record.day.taken) == (1, 0)


def test_each_mistake_in_closing_is_named_by_its_task_or_person_and_nothing_is_kept(
    store: Store, garden: Garden
) -> None:
    store.do(note_hours, person_id=garden.bas, worked_on=STARTS.date(), minutes=60, what="gras", work_day_id=garden.day)
    with pytest.raises(Invalid) as wrong:
        _close(store, garden, outcomes={garden.tasks[0]: "?"}, minutes={garden.anna: 1441, garden.bas: 30, 99: 10})
    assert [one.field for one in wrong.value.problems] == [
        f"outcome_{garden.tasks[0]}",
        f"outcome_{garden.tasks[1]}",
        f"minutes_{garden.anna}",
        f"minutes_{garden.bas}",
        "minutes_99",
    ]
    assert len(_day(store, garden).hours) == 1
    _close(store, garden)
    assert next(one for one in _day(store, garden).helpers if one.person_id == garden.bas).came
    assert store.read(hours_queries.hours_of_day, garden.day) == {garden.anna: 240, garden.bas: 60}


def test_the_list_finds_days_by_how_they_stand(store: Store, garden: Garden) -> None:
    def shown(name: str, search: str = "") -> list[str]:
        return [row.title for row in store.read(queries.page, Listing(search, name), TODAY).rows]

    assert garden
    assert (shown("open"), shown("to_close"), shown("all", "herfst")) == (
        ["Tuin in de herfst"],
        ["Tuin in de herfst"],
        ["Tuin in de herfst"],
    )
    _close(store, garden)
    assert (shown("open"), shown("closed"), shown("cancelled")) == ([], ["Tuin in de herfst"], [])
    assert store.read(queries.announced, TODAY, TODAY) == ()
