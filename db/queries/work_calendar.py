"""What a calendar of the work holds: what comes round, what is planned, who comes when, and the work days.

What was called off stays in it until its day: a phone that had it before must be told. Names of residents and how a
door is opened are left out: a calendar lives on phones and with their makers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, and_, func, or_, select

from coopadmin.domain.jobs import Course
from coopadmin.domain.maintenance import OPEN
from db.queries.association import cooperative, rule_number
from db.queries.jobs import JobRow, courses, jobs
from db.tables.base import table_of
from db.tables.contractors import Contractor
from db.tables.journal import JournalEntry
from db.tables.maintenance import MaintenanceTask, TaskAppointment
from db.tables.work_days import WorkDay

_tasks = table_of(MaintenanceTask)
_appointments = table_of(TaskAppointment)
_contractors = table_of(Contractor)
_days = table_of(WorkDay)
_entries = table_of(JournalEntry)


_STOPPED_DAYS = 366
"""How long a job that was stopped is still told of."""


@dataclass(frozen=True, slots=True)
class CalendarJob:
    """A job that comes round, and for times that have a task: the day that is planned for."""

    row: JobRow
    course: Course
    planned: Mapping[date, date]


@dataclass(frozen=True, slots=True)
class CalendarTask:
    """Work that is planned for a day."""

    task_id: int
    number: str
    what: str
    place: str
    planned_on: date
    called_off: bool = False


@dataclass(frozen=True, slots=True)
class CalendarAppointment:
    """When somebody comes into a home."""

    appointment_id: int
    number: str
    what: str
    place: str
    contractor: str
    starts_at: datetime
    ends_at: datetime
    called_off: bool = False


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day on which residents work together."""

    work_day_id: int
    title: str
    place: str
    needs: str
    starts_at: datetime
    ends_at: datetime
    called_off: bool = False


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Everything the file is made of; `key` tells this store from any other, and stays the same."""

    key: str
    revision: int
    """Rises with every deed on the store, so that a program can tell a newer file from an older one."""
    cooperative: str
    notice_days: int
    jobs: tuple[CalendarJob, ...]
    tasks: tuple[CalendarTask, ...]
    appointments: tuple[CalendarAppointment, ...]
    work_days: tuple[CalendarDay, ...]


def work_calendar(connection: Connection, on: date) -> WorkCalendar:
    """Gather what is to come on a day and after it; what is overdue is in it too."""
    known = courses(connection, on)
    since = on - timedelta(days=_STOPPED_DAYS)
    stopped = [row for row in jobs(connection, on, stopped=True) if row.ended_on and row.ended_on >= since]
    rows = (*jobs(connection, on), *stopped)
    planned = _planned_times(connection)
    first_line = select(_entries.c.chain).order_by(_entries.c.id).limit(1)
    return WorkCalendar(
        key=(connection.execute(first_line).scalar() or "")[:16],
        revision=connection.execute(select(func.max(_entries.c.id))).scalar() or 0,
        cooperative=cooperative(connection).name,
        notice_days=rule_number(connection, "inspection_notice_days", on),
        jobs=tuple(CalendarJob(row, known[row.job_id], planned.get(row.job_id, {})) for row in rows),
        tasks=_planned_tasks(connection, on),
        appointments=_coming_appointments(connection, on),
        work_days=_coming_work_days(connection, on),
    )


def _planned_times(connection: Connection) -> dict[int, dict[date, date]]:
    """Of every job: the times that are a task, and the day that is planned for."""
    table = _tasks.c
    statement = select(table.job_id, table.occurrence_on, table.planned_on).where(
        table.status.in_(OPEN),
        table.job_id.is_not(None),
        table.occurrence_on.is_not(None),
        table.planned_on.is_not(None),
    )
    found: dict[int, dict[date, date]] = {}
    for job_id, occurrence_on, planned_on in connection.execute(statement):
        found.setdefault(job_id, {})[occurrence_on] = planned_on
    return found


def _planned_tasks(connection: Connection, on: date) -> tuple[CalendarTask, ...]:
    """Work with a day that neither a job nor an appointment stands for already: open, or no longer to come."""
    table = _tasks.c
    comes = select(_appointments.c.id).where(
        _appointments.c.task_id == table.id, _appointments.c.outcome == "", _appointments.c.ends_at >= on.isoformat()
    )
    statement = (
        select(table.id, table.number, table.what, table.place, table.planned_on, table.status.not_in(OPEN))
        .where(
            or_(table.status.in_(OPEN), table.planned_on >= on),
            table.planned_on.is_not(None),
            or_(table.job_id.is_(None), table.occurrence_on.is_(None)),
            ~comes.exists(),
        )
        .order_by(table.planned_on, table.id)
    )
    return tuple(CalendarTask(*row) for row in connection.execute(statement))


def _coming_appointments(connection: Connection, on: date) -> tuple[CalendarAppointment, ...]:
    table = _appointments.c
    statement = (
        select(
            *(table.id, _tasks.c.number, _tasks.c.what, _tasks.c.place),
            *(func.coalesce(_contractors.c.name, ""), table.starts_at, table.ends_at, table.outcome),
        )
        .join(_tasks, _tasks.c.id == table.task_id)
        .outerjoin(_contractors, _contractors.c.id == table.contractor_id)
        .where(table.outcome.in_(("", "cancelled")), table.ends_at >= on.isoformat())
        .order_by(table.starts_at, table.id)
    )
    return tuple(
        CalendarAppointment(*row[:5], datetime.fromisoformat(row[5]), datetime.fromisoformat(row[6]), row[7] != "")
        for row in connection.execute(statement)
    )


def _coming_work_days(connection: Connection, on: date) -> tuple[CalendarDay, ...]:
    table = _days.c
    statement = (
        select(table.id, table.title, table.place, table.needs, table.starts_at, table.ends_at, table.cancelled_on)
        .where(and_(table.closed_on.is_(None), table.ends_at >= on.isoformat()))
        .order_by(table.starts_at, table.id)
    )
    return tuple(
        CalendarDay(*row[:4], datetime.fromisoformat(row[4]), datetime.fromisoformat(row[5]), row[6] is not None)
        for row in connection.execute(statement)
    )
