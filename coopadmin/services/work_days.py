"""Planning work days, putting them off for the weather, calling them off, and closing them with outcomes and hours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from coopadmin.domain.hours import MINUTES_OF_A_DAY, hours_said
from coopadmin.domain.maintenance import OPEN
from coopadmin.domain.meetings import day_of
from coopadmin.domain.work_days import TASK_OUTCOMES, check_work_day
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import tidy
from coopadmin.i18n import _
from coopadmin.services.decisions import tidy_lines
from coopadmin.services.hours import note_hours
from coopadmin.services.maintenance import complete_task
from coopadmin.services.maintenance_states import begun, minute_text, noted, set_status
from coopadmin.services.work_day_parts import chosen_tasks, day_to_close, let_go, open_day, wrong_person
from db.journal import Transaction
from db.queries.hours import hours_of_day
from db.tables.base import table_of
from db.tables.maintenance import MaintenanceTask
from db.tables.work_days import WorkDay, WorkDayHelper, WorkDayTask

_helpers = table_of(WorkDayHelper)


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """What came of a work day: tasks by outcome, people who came, and their minutes together."""

    done: int
    begun: int
    not_done: int
    people: int
    minutes: int


# -- the plan ------------------------------------------------------------------------------------------------------


def plan_work_day(
    transaction: Transaction,
    *,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    reserve_on: date | None = None,
    place: str = "",
    leader_id: int | None = None,
    needs: str = "",
    note: str = "",
) -> int:
    """Plan a work day; gives its number in the store. Moments are of the wall clock; raises Invalid."""
    values = _checked(transaction, title, starts_at, ends_at, reserve_on, place, leader_id, needs, note)
    transaction.about = values["starts_at"][:10]
    return transaction.add(WorkDay(**values))


def correct_work_day(
    transaction: Transaction,
    *,
    work_day_id: int,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    reserve_on: date | None = None,
    place: str = "",
    leader_id: int | None = None,
    needs: str = "",
    note: str = "",
) -> bool:
    """Correct the plan of a work day, or put it on another day, and its tasks with it; tells whether it was different.

    Raises Refused once it was closed or called off, Invalid.
    """
    day = open_day(transaction, work_day_id)
    values = _checked(transaction, title, starts_at, ends_at, reserve_on, place, leader_id, needs, note)
    changed = transaction.change(WorkDay, work_day_id, **values)
    _take_along(transaction, work_day_id, day_of(day["starts_at"]), starts_at.date())
    return changed


def move_to_reserve(transaction: Transaction, *, work_day_id: int) -> date:
    """Put a work day off to its day for bad weather, at the same time, with its tasks; gives that day.

    Who said to come is asked anew, for it is another day: yes becomes maybe. Raises Refused without such a day.
    """
    day = open_day(transaction, work_day_id)
    reserve_on: date | None = day["reserve_on"]
    if reserve_on is None:
        raise Refused(_("No day for bad weather was agreed; put the work day on another day with E, or call it off."))
    transaction.change(
        WorkDay,
        work_day_id,
        starts_at=f"{reserve_on.isoformat()}{day['starts_at'][10:]}",
        ends_at=f"{reserve_on.isoformat()}{day['ends_at'][10:]}",
        reserve_on=None,
    )
    _take_along(transaction, work_day_id, day_of(day["starts_at"]), reserve_on)
    coming = select(_helpers.c.id).where(_helpers.c.work_day_id == work_day_id, _helpers.c.said == "yes")
    for helper_id in transaction.execute(coming).scalars().all():
        transaction.change(WorkDayHelper, helper_id, said="maybe", said_on=transaction.today)
    return reserve_on


def cancel_work_day(transaction: Transaction, *, work_day_id: int, cancelled_on: date, reason: str) -> None:
    """Call a work day off; its tasks wait to be planned again, and the reason is added to its note.

    Raises Refused once it was closed or called off, Invalid without a reason or for a day still to come.
    """
    day = open_day(transaction, work_day_id)
    problems: list[Problem] = []
    if not tidy(reason):
        problems.append(Problem("reason", _("say why it is called off")))
    if cancelled_on > transaction.today:
        problems.append(Problem("cancelled_on", _("that is still to come")))
    if problems:
        raise Invalid(problems)
    transaction.change(WorkDay, work_day_id, cancelled_on=cancelled_on, note=noted(day, reason))
    for row in chosen_tasks(transaction, work_day_id):
        let_go(transaction, row["task_id"], day_of(day["starts_at"]))
    transaction.about = day["starts_at"][:10]


def _checked(
    transaction: Transaction,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    reserve_on: date | None,
    place: str,
    leader_id: int | None,
    needs: str,
    note: str,
) -> dict[str, Any]:
    problems = check_work_day(title, starts_at, ends_at, reserve_on)
    problems += wrong_person(transaction, "leader_id", leader_id)
    if problems:
        raise Invalid(problems)
    return {
        "title": tidy(title),
        "starts_at": minute_text(starts_at),
        "ends_at": minute_text(ends_at),
        "reserve_on": reserve_on,
        "place": tidy(place),
        "leader_id": leader_id,
        "needs": tidy_lines(needs),
        "note": tidy_lines(note),
    }


def _take_along(transaction: Transaction, work_day_id: int, before: date, after: date) -> None:
    """Plan the tasks that were planned for one day for another."""
    if before == after:
        return
    about = transaction.about
    for row in chosen_tasks(transaction, work_day_id):
        task = begun(transaction, row["task_id"])
        if task["status"] in OPEN and task["planned_on"] == before and after >= task["reported_on"]:
            transaction.change(MaintenanceTask, row["task_id"], planned_on=after)
    transaction.about = about


# -- closing -------------------------------------------------------------------------------------------------------


def close_work_day(
    transaction: Transaction,
    *,
    work_day_id: int,
    outcomes: Mapping[int, str],
    minutes: Mapping[int, int | None],
    note: str = "",
) -> ClosedDay:
    """Close a work day in one go: what came of each task, and how long each person worked.

    `outcomes` holds for each task on its list one of TASK_OUTCOMES: what was done is closed as done that day, what was
    begun is under way, and the rest waits to be planned again. `minutes` holds the people by their number; whoever has
    a time came, also one who was not on the list, and gets it as hours for nothing, for the task they took, if any. Who
    has a time noted for this day already keeps that. Raises Refused before the day, or once it is over; Invalid with a
    problem per task (`outcome_12`) and person (`minutes_7`).
    """
    day = day_to_close(transaction, work_day_id)
    on = day_of(day["starts_at"])
    rows = chosen_tasks(transaction, work_day_id)
    worked = {person_id: time for person_id, time in minutes.items() if time is not None}
    noted_already = hours_of_day(transaction.connection, work_day_id)
    if problems := _wrong_close(transaction, [row["task_id"] for row in rows], outcomes, worked, noted_already):
        raise Invalid(problems)
    for row in rows:
        outcome = outcomes[row["task_id"]]
        transaction.change(WorkDayTask, row["id"], outcome=outcome)
        _bring_about(transaction, row["task_id"], outcome, on)
    _note_worked(transaction, day, on, worked, noted_already)
    transaction.change(
        WorkDay,
        work_day_id,
        closed_on=transaction.today,
        note=tidy_lines("\n".join(part for part in (day["note"], tidy_lines(note)) if part)),
    )
    transaction.about = day["starts_at"][:10]
    count = [outcomes[row["task_id"]] for row in rows].count
    return ClosedDay(count("done"), count("begun"), count("not_done"), len(worked), sum(worked.values()))


def _wrong_close(
    transaction: Transaction,
    task_ids: Sequence[int],
    outcomes: Mapping[int, str],
    worked: Mapping[int, int],
    noted_already: Mapping[int, int],
) -> list[Problem]:
    known = ", ".join(_(word) for word in TASK_OUTCOMES.values())
    problems = [
        Problem(f"outcome_{task_id}", _("choose one of: {known}").format(known=known))
        for task_id in task_ids
        if outcomes.get(task_id) not in TASK_OUTCOMES
    ]
    for person_id, time in worked.items():
        field = f"minutes_{person_id}"
        if not 0 < time <= MINUTES_OF_A_DAY:
            problems.append(Problem(field, _("write more than nothing and at most 24 hours")))
        if person_id in noted_already:
            there = _("{time} was noted for this day already; leave it empty, and correct that where it stands")
            problems.append(Problem(field, there.format(time=hours_said(noted_already[person_id]))))
        problems += wrong_person(transaction, field, person_id)
    return problems


def _bring_about(transaction: Transaction, task_id: int, outcome: str, on: date) -> None:
    """Let a task go on as it came out; one that was closed meanwhile stays as it is."""
    task = begun(transaction, task_id)
    if task["status"] not in OPEN:
        return
    if outcome == "done":
        complete_task(transaction, task_id=task_id, done_on=max(on, task["reported_on"]))
    elif outcome == "begun":
        set_status(transaction, task_id, "in_progress", planned_on=None)
    else:
        let_go(transaction, task_id, on)


def _note_worked(
    transaction: Transaction,
    day: Mapping[str, Any],
    on: date,
    worked: Mapping[int, int],
    noted_already: Mapping[int, int],
) -> None:
    listed = {
        row["person_id"]: row
        for row in transaction.execute(select(_helpers).where(_helpers.c.work_day_id == day["id"])).mappings().all()
    }
    for person_id, row in listed.items():
        transaction.change(WorkDayHelper, row["id"], came=person_id in worked or person_id in noted_already)
    for person_id, time in worked.items():
        task_id = listed[person_id]["task_id"] if person_id in listed else None
        if person_id not in listed:
            transaction.add(
                WorkDayHelper(work_day_id=day["id"], person_id=person_id, said="yes", said_on=on, came=True)
            )
        note_hours(
            transaction,
            person_id=person_id,
            worked_on=on,
            minutes=time,
            what=day["title"],
            task_id=task_id,
            work_day_id=day["id"],
        )
