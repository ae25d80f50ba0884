"""What else is known of open tasks, to say who must act: appointments, who was not at home, what was promised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, select

from coopadmin.domain.clocks import Wait
from coopadmin.domain.morning import Standing, Step, next_step
from db.tables.base import table_of
from db.tables.maintenance import TaskAppointment

_appointments = table_of(TaskAppointment)


@dataclass(frozen=True, slots=True)
class Facts:
    """What else is known of a task: the newest appointment nobody told of yet, and how it is with the corporation."""

    appointment_at: datetime | None = None
    nobody_home: int = 0
    promised_on: date | None = None
    reminded_on: date | None = None


NOTHING = Facts()


def facts_of(connection: Connection, tasks: Sequence[tuple[int, str]]) -> dict[int, Facts]:
    """Look up what is known of tasks, given by number and status; what nothing is known of is left out."""
    if not tasks:
        return {}
    coming: dict[int, str] = {}
    nobody: dict[int, int] = {}
    appointments = select(_appointments.c.task_id, _appointments.c.starts_at, _appointments.c.outcome).where(
        _appointments.c.task_id.in_([task_id for task_id, _status in tasks]),
        _appointments.c.outcome.in_(("", "nobody_home")),
    )
    for task_id, starts_at, outcome in connection.execute(appointments):
        if outcome:
            nobody[task_id] = nobody.get(task_id, 0) + 1
        else:
            coming[task_id] = max(coming.get(task_id, ""), starts_at)
    handed = [task_id for task_id, status in tasks if status == "handed_over"]
    promised = _promises(connection, handed) if handed else {}
    return {
        task_id: Facts(
            datetime.fromisoformat(coming[task_id]) if task_id in coming else None,
            nobody.get(task_id, 0),
            *promised.get(task_id, (None, None)),
        )
        for task_id in {*coming, *nobody, *promised}
    }


def _promises(connection: Connection, handed: Sequence[int]) -> dict[int, tuple[date | None, date | None]]:
    """Give the day the corporation promised and the day it was last reminded, of tasks in its hands."""
    # The first page shows what is late before it has read more tables than it must.
    from db.tables.handovers import Handover, HandoverReminder

    handovers, reminders = table_of(Handover), table_of(HandoverReminder)
    promises = (
        select(handovers.c.task_id, handovers.c.promised_on, func.max(reminders.c.sent_on))
        .outerjoin(reminders, reminders.c.handover_id == handovers.c.id)
        .where(handovers.c.task_id.in_(handed), handovers.c.ended_on.is_(None))
        .group_by(handovers.c.id)
    )
    return {task_id: (day, spoken) for task_id, day, spoken in connection.execute(promises)}


def step_of(values: Mapping[Any, Any], waits: Sequence[Wait], facts: Facts, on: date) -> Step:
    """Say who must act on an open task and what comes next."""
    waits_for = next((wait.reason for wait in waits if wait.until_at is None), "")
    return next_step(
        Standing(
            values["status"],
            values["responsible"],
            values["planned_on"],
            waits_for,
            facts.appointment_at,
            facts.nobody_home,
            facts.promised_on,
            facts.reminded_on,
        ),
        on,
    )
