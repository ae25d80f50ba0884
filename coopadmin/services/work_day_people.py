"""What is done on a work day and who comes: tasks chosen for it, and the answers of residents."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from coopadmin.domain.maintenance import PARTIES, STATUSES, URGENCIES
from coopadmin.domain.meetings import day_of
from coopadmin.domain.work_days import SAID
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import tidy
from coopadmin.i18n import _
from coopadmin.services.maintenance_states import begun, refuse_closed
from coopadmin.services.work_day_parts import (
    chosen_elsewhere,
    chosen_row,
    chosen_tasks,
    gone,
    let_go,
    open_day,
    plan_for,
    wrong_person,
)
from db.journal import Transaction
from db.queries.entrants import residents
from db.tables.base import table_of
from db.tables.maintenance import MaintenanceTask
from db.tables.work_days import WorkDayHelper, WorkDayTask

MOST_PEOPLE = 999

_helpers = table_of(WorkDayHelper)


# -- tasks ---------------------------------------------------------------------------------------------------------


def choose_task(
    transaction: Transaction, *, work_day_id: int, task_id: int, people: int | None = None, needs: str = ""
) -> tuple[str, ...]:
    """Choose a task for a work day, as the last on its sheet; gives what the coordinator should know all the same.

    The task counts as fit for volunteers from then on, and is planned for that day. Raises Refused where it is closed
    or on the list already, Invalid.
    """
    day = open_day(transaction, work_day_id)
    rows = chosen_tasks(transaction, work_day_id)
    about = transaction.about
    task = begun(transaction, task_id)
    refuse_closed(task)
    if any(row["task_id"] == task_id for row in rows):
        raise Refused(_("{number} is on the list of this work day already.").format(number=task["number"]))
    _refuse_people(people)
    elsewhere = chosen_elsewhere(transaction, task_id, work_day_id)
    if elsewhere:
        raise Refused(
            _("{number} is on the list of another work day ({day}); take it off there first.").format(
                number=task["number"], day=elsewhere
            )
        )
    transaction.add(
        WorkDayTask(
            work_day_id=work_day_id,
            task_id=task_id,
            place=max((row["place"] for row in rows), default=0) + 1,
            people=people,
            needs=tidy(needs),
        )
    )
    transaction.change(MaintenanceTask, task_id, for_volunteers=True)
    plan_for(transaction, task_id, day_of(day["starts_at"]))
    transaction.about = about
    return tuple(_doubts(task["number"], task["urgency"], task["responsible"], task["status"]))


def _doubts(number: str, urgency: str, responsible: str, status: str) -> list[str]:
    doubts: list[str] = []
    if urgency == "emergency":
        told = _("{number} is an {urgency}: it can hardly wait for a work day.")
        doubts.append(told.format(number=number, urgency=_(URGENCIES["emergency"])))
    if responsible in ("corporation", "resident"):
        told = _("{number} is for the {party}; agree with them that you do it, and on a fee where there is one.")
        doubts.append(told.format(number=number, party=_(PARTIES[responsible])))
    if responsible == "unknown":
        doubts.append(_("{number}: nobody said yet whose work it is; judge it first.").format(number=number))
    if status in ("ordered", "handed_over", "waiting"):
        told = _("{number} is {status}; see that nobody else does it meanwhile.")
        doubts.append(told.format(number=number, status=_(STATUSES[status])))
    return doubts


def correct_chosen(
    transaction: Transaction,
    *,
    work_day_id: int,
    task_id: int,
    place: int,
    people: int | None = None,
    needs: str = "",
) -> None:
    """Say how many people a task of a work day asks, what it needs, and where it stands on the sheet (1: first).

    Raises Refused where it is not on the list, Invalid.
    """
    open_day(transaction, work_day_id)
    row = chosen_row(transaction, work_day_id, task_id)
    if place < 1:
        raise Invalid([Problem("place", _("1 is the first on the sheet"))])
    _refuse_people(people)
    transaction.change(WorkDayTask, row["id"], people=people, needs=tidy(needs))
    others = [one for one in chosen_tasks(transaction, work_day_id) if one["task_id"] != task_id]
    ordered = [*others[: place - 1], row, *others[place - 1 :]]
    for number, one in enumerate(ordered, 1):
        transaction.change(WorkDayTask, one["id"], place=number)


def drop_chosen(transaction: Transaction, *, work_day_id: int, task_id: int) -> None:
    """Take a task off a work day; it waits to be planned again, and who took it has none. Raises Refused."""
    day = open_day(transaction, work_day_id)
    row = chosen_row(transaction, work_day_id, task_id)
    about = transaction.about
    taken = select(_helpers.c.id).where(_helpers.c.work_day_id == work_day_id, _helpers.c.task_id == task_id)
    for helper_id in transaction.execute(taken).scalars().all():
        transaction.change(WorkDayHelper, helper_id, task_id=None)
    transaction.remove(WorkDayTask, row["id"])
    let_go(transaction, task_id, day_of(day["starts_at"]))
    transaction.about = about


def _refuse_people(people: int | None) -> None:
    if people is not None and not 1 <= people <= MOST_PEOPLE:
        raise Invalid([Problem("people", _("write at least one, or leave it empty"))])


# -- people --------------------------------------------------------------------------------------------------------


def note_helper(
    transaction: Transaction,
    *,
    work_day_id: int,
    person_id: int,
    said: str,
    task_id: int | None = None,
    note: str = "",
) -> int:
    """Note what somebody says to the question whether they come, and the task they take; gives their line's number.

    Who is on the list already has their answer changed; who does not come takes no task. Raises Refused once the day
    is over, Invalid.
    """
    open_day(transaction, work_day_id)
    problems = wrong_person(transaction, "person_id", person_id)
    if said not in SAID:
        problems.append(Problem("said", _("choose one of: {known}").format(known=", ".join(map(_, SAID.values())))))
    if task_id is not None and all(row["task_id"] != task_id for row in chosen_tasks(transaction, work_day_id)):
        problems.append(Problem("task_id", _("this task is not on the list of this work day")))
    if problems:
        raise Invalid(problems)
    values: dict[str, Any] = {
        "said": said,
        "said_on": transaction.today,
        "task_id": None if said == "no" else task_id,
        "note": tidy(note),
    }
    known = select(_helpers.c.id).where(_helpers.c.work_day_id == work_day_id, _helpers.c.person_id == person_id)
    helper_id: int | None = transaction.scalar(known)
    if helper_id is None:
        return transaction.add(WorkDayHelper(work_day_id=work_day_id, person_id=person_id, **values))
    transaction.change(WorkDayHelper, helper_id, **values)
    return helper_id


def ask_residents(transaction: Transaction, *, work_day_id: int) -> int:
    """Put everybody who lives here on the day on its list, as asked; gives how many were not on it yet."""
    day = open_day(transaction, work_day_id)
    there = transaction.execute(select(_helpers.c.person_id).where(_helpers.c.work_day_id == work_day_id))
    listed = set(there.scalars())
    asked = [one for one, _name in residents(transaction.connection, day_of(day["starts_at"])) if one not in listed]
    for person_id in asked:
        transaction.add(
            WorkDayHelper(work_day_id=work_day_id, person_id=person_id, said="asked", said_on=transaction.today)
        )
    return len(asked)


def drop_helper(transaction: Transaction, *, work_day_id: int, person_id: int) -> None:
    """Take somebody off the list of a work day, where they were put on it by mistake. Raises Refused."""
    open_day(transaction, work_day_id)
    known = select(func.max(col(WorkDayHelper.id))).where(
        col(WorkDayHelper.work_day_id) == work_day_id, col(WorkDayHelper.person_id) == person_id
    )
    helper_id: int | None = transaction.scalar(known)
    if helper_id is None:
        raise gone()
    transaction.remove(WorkDayHelper, helper_id)
