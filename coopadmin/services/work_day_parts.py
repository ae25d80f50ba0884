"""What the deeds of a work day share: is it there and open still, its tasks, and what a task goes back to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.maintenance import OPEN
from coopadmin.domain.meetings import day_of
from coopadmin.errors import Problem, Refused
from coopadmin.formats import long_date, short_date
from coopadmin.i18n import _
from coopadmin.services.maintenance_states import begun, set_status
from db.journal import Transaction
from db.tables.base import table_of
from db.tables.maintenance import MaintenanceTask
from db.tables.members import Person
from db.tables.work_days import WorkDay, WorkDayTask

_days = table_of(WorkDay)
_chosen = table_of(WorkDayTask)


def gone() -> Refused:
    """Say that a record is no longer there."""
    return Refused(_("This record is no longer there; someone took it back meanwhile."))


def open_day(transaction: Transaction, work_day_id: int) -> Mapping[str, Any]:
    """Give the row of a work day that is not over, and name it for the journal by its day; raises Refused."""
    row = transaction.execute(select(_days).where(_days.c.id == work_day_id)).mappings().first()
    if row is None:
        raise gone()
    if row["cancelled_on"] is not None:
        raise Refused(_("This work day was called off on {day}.").format(day=long_date(row["cancelled_on"])))
    if row["closed_on"] is not None:
        raise Refused(
            _("This work day was closed on {day}; its hours are put right one by one.").format(
                day=long_date(row["closed_on"])
            )
        )
    transaction.about = row["starts_at"][:10]
    return dict(row)


def day_to_close(transaction: Transaction, work_day_id: int) -> Mapping[str, Any]:
    """Give the row of a work day that was held and is not over; raises Refused."""
    row = open_day(transaction, work_day_id)
    on = day_of(row["starts_at"])
    if on > transaction.today:
        raise Refused(_("This work day is still to come ({day}); close it afterwards.").format(day=long_date(on)))
    return row


def chosen_tasks(transaction: Transaction, work_day_id: int) -> list[Mapping[str, Any]]:
    """Give the tasks of a work day in the order of its sheet."""
    statement = select(_chosen).where(_chosen.c.work_day_id == work_day_id).order_by(_chosen.c.place, _chosen.c.id)
    return [dict(row) for row in transaction.execute(statement).mappings()]


def chosen_row(transaction: Transaction, work_day_id: int, task_id: int) -> Mapping[str, Any]:
    """Give a task of a work day; raises Refused where it is not on it."""
    found = next((row for row in chosen_tasks(transaction, work_day_id) if row["task_id"] == task_id), None)
    if found is None:
        raise Refused(_("This task is not on the list of this work day."))
    return found


def chosen_elsewhere(transaction: Transaction, task_id: int, work_day_id: int) -> str:
    """Name another work day, still to be held, that a task was chosen for; empty for none."""
    statement = (
        select(col(WorkDay.title), col(WorkDay.starts_at))
        .join(WorkDayTask, col(WorkDayTask.work_day_id) == col(WorkDay.id))
        .where(
            col(WorkDayTask.task_id) == task_id,
            col(WorkDay.id) != work_day_id,
            col(WorkDay.closed_on).is_(None),
            col(WorkDay.cancelled_on).is_(None),
        )
    )
    found = transaction.execute(statement).first()
    return f"{found[0]}, {short_date(day_of(found[1]))}" if found else ""


def plan_for(transaction: Transaction, task_id: int, on: date) -> None:
    """Let a task be planned for the day; work that is under way, or of which nobody knows whose it is, stays as it is.

    A day before the report is no plan: the work day was entered afterwards.
    """
    task = begun(transaction, task_id)
    if task["status"] not in OPEN or on < task["reported_on"]:
        return
    if task["status"] in ("reported", "judged") and task["responsible"] != "unknown":
        set_status(transaction, task_id, "planned", planned_on=on)
    else:
        transaction.change(MaintenanceTask, task_id, planned_on=on)


def let_go(transaction: Transaction, task_id: int, on: date) -> None:
    """Take the plan for a day off a task that is open still: it waits to be planned again."""
    task = begun(transaction, task_id)
    if task["status"] not in OPEN or task["planned_on"] != on:
        return
    if task["status"] == "planned":
        set_status(transaction, task_id, "judged", planned_on=None)
    else:
        transaction.change(MaintenanceTask, task_id, planned_on=None)


def wrong_person(transaction: Transaction, field: str, person_id: int | None) -> list[Problem]:
    """Say that somebody is not known here."""
    if person_id is None:
        return []
    if transaction.scalar(select(col(Person.id)).where(col(Person.id) == person_id)) is None:
        return [Problem(field, _("this person is not known here"))]
    return []
