"""What a calendar of the work holds: what comes round, what is planned, who comes when, work days and bookings.

What was called off stays in it until its day: a phone that had it before must be told. Names of residents and how a
door is opened are left out: a calendar lives on phones and with their makers. Who booked a room, and what for, is told
only where it is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, and_, func, or_, select

from coopadmin.domain.jobs import Course
from coopadmin.domain.maintenance import OPEN
from coopadmin.domain.members import display_name
from db.queries.association import cooperative, rule_number
from db.queries.jobs import JobRow, courses, jobs
from db.tables.base import table_of
from db.tables.bookings import Booking
from db.tables.contractors import Contractor
from db.tables.facilities import Facility
from db.tables.journal import JournalEntry
from db.tables.maintenance import MaintenanceTask, TaskAppointment
from db.tables.members import Person
from db.tables.work_days import WorkDay

_tasks = table_of(MaintenanceTask)
_appointments = table_of(TaskAppointment)
_contractors = table_of(Contractor)
_days = table_of(WorkDay)
_entries = table_of(JournalEntry)


_STOPPED_DAYS = 366
"""How long a job that was stopped is still told of."""

_LONGEST_BOOKING = timedelta(days=31)


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
class CalendarBooking:
    """When a facility is taken; `who` and `purpose` are empty unless names were asked for."""

    booking_id: int
    facility: str
    place: str
    requested: bool
    starts_at: datetime
    ends_at: datetime
    called_off: bool = False
    who: str = ""
    purpose: str = ""


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
    bookings: tuple[CalendarBooking, ...] = ()


def work_calendar(connection: Connection, on: date, names: bool = False) -> WorkCalendar:
    """Gather what is to come on a day and after it; what is overdue is in it too. `names`: who booked, and what for."""
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
        bookings=_coming_bookings(connection, on, names=names),
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


def _coming_bookings(connection: Connection, on: date, *, names: bool) -> tuple[CalendarBooking, ...]:
    """Bookings that are not over; those of more than a month, such as a garden plot, are in nobody's way."""
    bookings, facilities, people = table_of(Booking), table_of(Facility), table_of(Person)
    parts = (people.c.family_name, people.c.prefix, people.c.initials, people.c.given_name)
    statement = (
        select(
            *(bookings.c[name] for name in ("id", "starts_at", "ends_at", "status", "purpose")),
            *(facilities.c.name, facilities.c.place),
            *parts,
        )
        .join(facilities, facilities.c.id == bookings.c.facility_id)
        .join(people, people.c.id == bookings.c.person_id)
        .where(bookings.c.ends_at >= on.isoformat())
        .order_by(bookings.c.starts_at, bookings.c.id)
    )
    found: list[CalendarBooking] = []
    for row in connection.execute(statement).mappings():
        starts_at, ends_at = datetime.fromisoformat(row["starts_at"]), datetime.fromisoformat(row["ends_at"])
        if ends_at - starts_at > _LONGEST_BOOKING:
            continue
        found.append(
            CalendarBooking(
                row["id"],
                row["name"],
                row["place"],
                row["status"] == "requested",
                starts_at,
                ends_at,
                row["status"] == "cancelled",
                who=display_name(*(row[part.name] for part in parts)) if names else "",
                purpose=row["purpose"] if names else "",
            )
        )
    return tuple(found)
