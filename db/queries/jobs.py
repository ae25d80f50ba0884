"""What comes round: the recurring jobs, when each was last done and is due again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select
from sqlmodel import col

from coopadmin.domain.maintenance import OPEN
from coopadmin.domain.recurrences import days_left, next_due
from coopadmin.formats import fold
from db.tables.base import table_of
from db.tables.maintenance import MaintenanceJob, MaintenanceTask

_tasks = table_of(MaintenanceTask)
_by_number = (func.length(_tasks.c.number), _tasks.c.number)


@dataclass(frozen=True, slots=True)
class JobRow:
    """A recurring job: when it was last done and is due again, and the occurrence that waits now, if any.

    `next_due` and `days_left` are None for a job never done, for nobody knows from when to count.
    """

    job_id: int
    what: str
    place: str
    every_months: int
    ended_on: date | None
    last_done: date | None
    next_due: date | None
    days_left: int | None
    open_task_id: int | None
    open_number: str


def jobs(connection: Connection, on: date, *, stopped: bool = False) -> tuple[JobRow, ...]:
    """List the jobs that come round on a day, by what they are, never done ones too; or those stopped by then."""
    ended = col(MaintenanceJob.ended_on) < on
    wanted = ended if stopped else or_(col(MaintenanceJob.ended_on).is_(None), ~ended)
    return tuple(sorted(_jobs_where(connection, wanted, on), key=lambda row: (fold(row.what), fold(row.place))))


def job(connection: Connection, job_id: int, on: date) -> JobRow | None:
    """Give one job as it stands on a day, stopped or not; None where there is no such job."""
    return next(iter(_jobs_where(connection, col(MaintenanceJob.id) == job_id, on)), None)


def _jobs_where(connection: Connection, condition: ColumnElement[bool], on: date) -> list[JobRow]:
    done = and_(_tasks.c.job_id == col(MaintenanceJob.id), _tasks.c.status == "done", _tasks.c.done_on <= on)
    statement = (
        select(
            col(MaintenanceJob.id),
            col(MaintenanceJob.what),
            col(MaintenanceJob.place),
            col(MaintenanceJob.every_months),
            col(MaintenanceJob.ended_on),
            func.max(_tasks.c.done_on),
        )
        .outerjoin(_tasks, done)
        .where(condition)
        .group_by(col(MaintenanceJob.id))
    )
    waiting = _waiting_occurrences(connection, condition)
    rows: list[JobRow] = []
    for job_id, what, place, months, ended_on, last_done in connection.execute(statement):
        due = next_due(last_done, months)
        task_id, number = waiting.get(job_id, (None, ""))
        rows.append(JobRow(job_id, what, place, months, ended_on, last_done, due, days_left(due, on), task_id, number))
    return rows


def _waiting_occurrences(connection: Connection, condition: ColumnElement[bool]) -> dict[int, tuple[int, str]]:
    """The newest occurrence that waits, of each job that has one."""
    statement = (
        select(_tasks.c.job_id, _tasks.c.id, _tasks.c.number)
        .join(MaintenanceJob, col(MaintenanceJob.id) == _tasks.c.job_id)
        .where(condition, _tasks.c.status.in_(OPEN))
        .order_by(_tasks.c.reported_on, *_by_number)
    )
    return {job_id: (task_id, number) for job_id, task_id, number in connection.execute(statement)}
