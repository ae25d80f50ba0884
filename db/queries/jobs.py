"""What comes round: the recurring jobs, when each was last done and is due again, and their certificates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select
from sqlmodel import col

from coopadmin.domain.jobs import Course, announced_days, next_time, returns_words
from coopadmin.domain.maintenance import OPEN
from coopadmin.domain.recurrences import days_left
from coopadmin.formats import fold
from db.tables.base import table_of
from db.tables.contractors import Contractor
from db.tables.jobs import Certificate, JobException, MaintenanceJob
from db.tables.maintenance import MaintenanceTask

_tasks = table_of(MaintenanceTask)
_jobs = table_of(MaintenanceJob)
_exceptions = table_of(JobException)
_certificates = table_of(Certificate)
_by_number = (func.length(_tasks.c.number), _tasks.c.number)


@dataclass(frozen=True, slots=True)
class JobRow:
    """A recurring job: when it was last done and is due again, and the occurrence that waits now, if any.

    `next_due` and `days_left` are None where nobody knows from when to count, and where it comes round no more.
    """

    job_id: int
    what: str
    place: str
    kind: str
    every_months: int | None
    rule: str
    """A rule of the calendar (RFC 5545); empty where it is counted in months."""
    responsible: str
    asks_certificate: bool
    notice_days: int | None
    """Days ahead it is announced; None: as the group's setting says."""
    ended_on: date | None
    last_done: date | None
    next_due: date | None
    planned_for: date | None
    """The day its own calendar has for the next time; another than `next_due` where that was moved."""
    days_left: int | None
    open_task_id: int | None
    open_number: str
    open_for: date | None
    """The day of its own calendar that the open occurrence stands for, where it stands for one."""
    certificate: str
    """The reference of its newest certificate; empty where it has none."""
    outcome: str
    valid_until: date | None
    facility: str = ""
    """The name of the facility it is about, or whose code its place is."""

    @property
    def returns(self) -> str:
        """How it comes round, in words of the language in use."""
        return returns_words(self.every_months, self.rule)

    def announced(self, usual: int) -> int:
        """Give how many days ahead it is announced: as it says itself, else by what the group set."""
        if self.notice_days is not None:
            return self.notice_days
        return announced_days(self.every_months, self.rule, usual)

    @property
    def never_done(self) -> bool:
        """Tell whether it was never done and nobody said from when to count."""
        return self.last_done is None and self.next_due is None


@dataclass(frozen=True, slots=True)
class ExceptionRow:
    """One occurrence that was skipped (`moved_to` is None) or moved."""

    exception_id: int
    occurrence_on: date
    moved_to: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """The paper of an inspection."""

    certificate_id: int
    task_id: int | None
    number: str
    """The number of the task it belongs to; empty where none is known."""
    reference: str
    outcome: str
    issued_on: date
    valid_until: date | None
    issuer: str
    kept_at: str
    note: str


@dataclass(frozen=True, slots=True)
class JobRecord:
    """Everything about one job: as a row, what its form holds, its exceptions and its certificates, newest first."""

    row: JobRow
    course: Course
    source: str
    contractor_id: int | None
    contractor: str
    category_id: int | None
    category: str
    dwelling_id: int | None
    dwelling: str
    facility_id: int | None
    facility: str
    expected_cents: int | None
    note: str
    exceptions: tuple[ExceptionRow, ...]
    certificates: tuple[CertificateRow, ...]


# -- the list ------------------------------------------------------------------------------------------------------


def jobs(connection: Connection, on: date, *, stopped: bool = False) -> tuple[JobRow, ...]:
    """List the jobs that come round on a day, by what they are, never done ones too; or those stopped by then."""
    ended = col(MaintenanceJob.ended_on) < on
    wanted = ended if stopped else or_(col(MaintenanceJob.ended_on).is_(None), ~ended)
    return tuple(sorted(_jobs_where(connection, wanted, on), key=lambda row: (fold(row.what), fold(row.place))))


def job(connection: Connection, job_id: int, on: date) -> JobRow | None:
    """Give one job as it stands on a day, stopped or not; None where there is no such job."""
    return next(iter(_jobs_where(connection, col(MaintenanceJob.id) == job_id, on)), None)


def courses(connection: Connection, on: date, condition: ColumnElement[bool] | None = None) -> dict[int, Course]:
    """Give how jobs return and how far they have come on a day, by their number in the store."""
    wanted = col(MaintenanceJob.id).is_not(None) if condition is None else condition
    return {values["id"]: course for values, course in _read(connection, wanted, on)}


def course(connection: Connection, job_id: int, on: date) -> Course | None:
    """Give how one job returns and how far it has come on a day; None where there is no such job."""
    return courses(connection, on, col(MaintenanceJob.id) == job_id).get(job_id)


def _read(
    connection: Connection, condition: ColumnElement[bool], on: date
) -> Sequence[tuple[Mapping[Any, Any], Course]]:
    done = and_(_tasks.c.job_id == _jobs.c.id, _tasks.c.status == "done", _tasks.c.done_on <= on)
    # What was done early stands for its own day of the calendar; what was done late, for all days until then.
    behind = case((_tasks.c.occurrence_on > _tasks.c.done_on, _tasks.c.occurrence_on), else_=_tasks.c.done_on)
    statement = (
        select(_jobs, func.max(_tasks.c.done_on).label("last_done"), func.max(behind).label("behind"))
        .outerjoin(_tasks, done)
        .where(condition)
        .group_by(*_jobs.c)
    )
    skipped: dict[int, dict[date, date | None]] = {}
    asked = select(_exceptions.c.job_id, _exceptions.c.occurrence_on, _exceptions.c.moved_to).join(
        _jobs, _jobs.c.id == _exceptions.c.job_id
    )
    for job_id, occurrence_on, moved_to in connection.execute(asked.where(condition)):
        skipped.setdefault(job_id, {})[occurrence_on] = moved_to
    return [
        (values, _course(values, skipped.get(values["id"], {}))) for values in connection.execute(statement).mappings()
    ]


def _course(values: Mapping[Any, Any], exceptions: Mapping[date, date | None]) -> Course:
    names = ("every_months", "rule", "counted_from", "starts_on", "ends_on", "ended_on", "last_done", "behind")
    return Course(**{name: values[name] for name in names}, exceptions=exceptions)


def _jobs_where(connection: Connection, condition: ColumnElement[bool], on: date) -> list[JobRow]:
    waiting = _waiting_occurrences(connection, condition)
    newest = _newest_certificates(connection, condition)
    facilities = _facilities(connection)
    rows: list[JobRow] = []
    for values, one in _read(connection, condition, on):
        job_id = values["id"]
        following = next_time(one)
        due = following.on if following else None
        task_id, number, stands_for = waiting.get(job_id, (None, "", None))
        reference, outcome, valid_until = newest.get(job_id, ("", "", None))
        rows.append(
            JobRow(
                job_id=job_id,
                what=values["what"],
                place=values["place"],
                kind=values["kind"],
                every_months=values["every_months"],
                rule=values["rule"],
                responsible=values["responsible"],
                asks_certificate=bool(values["asks_certificate"]),
                notice_days=values["notice_days"],
                ended_on=values["ended_on"],
                last_done=values["last_done"],
                next_due=due,
                planned_for=following.planned if following else None,
                days_left=days_left(due, on),
                open_task_id=task_id,
                open_number=number,
                open_for=stands_for,
                certificate=reference,
                outcome=outcome,
                valid_until=valid_until,
                facility=_facility(values, facilities),
            )
        )
    return rows


def _facility(values: Mapping[Any, Any], facilities: Mapping[int | str, str]) -> str:
    if values["facility_id"] is not None:
        return facilities.get(values["facility_id"], "")
    return "" if values["dwelling_id"] is not None else facilities.get(fold(values["place"]), "")


def _facilities(connection: Connection) -> dict[int | str, str]:
    """The names of all facilities, by their number in the store and by their code."""
    from db.tables.facilities import Facility

    facilities = table_of(Facility)
    found: dict[int | str, str] = {}
    for facility_id, code, name in connection.execute(select(facilities.c.id, facilities.c.code, facilities.c.name)):
        found |= {facility_id: name, fold(code): name}
    return found


def _waiting_occurrences(
    connection: Connection, condition: ColumnElement[bool]
) -> dict[int, tuple[int, str, date | None]]:
    """The newest occurrence that waits, of each job that has one, and the day of the calendar it stands for."""
    statement = (
        select(_tasks.c.job_id, _tasks.c.id, _tasks.c.number, _tasks.c.occurrence_on)
        .join(MaintenanceJob, col(MaintenanceJob.id) == _tasks.c.job_id)
        .where(condition, _tasks.c.status.in_(OPEN))
        .order_by(_tasks.c.reported_on, *_by_number)
    )
    return {job_id: (task_id, number, on) for job_id, task_id, number, on in connection.execute(statement)}


def _newest_certificates(
    connection: Connection, condition: ColumnElement[bool]
) -> dict[int, tuple[str, str, date | None]]:
    """The newest certificate of each job that has one: its reference, what was found, until when it holds."""
    table = _certificates.c
    statement = (
        select(table.job_id, table.reference, table.outcome, table.valid_until)
        .join(MaintenanceJob, col(MaintenanceJob.id) == table.job_id)
        .where(condition)
        .order_by(table.issued_on, table.id)
    )
    return {
        job_id: (reference, outcome, valid_until)
        for job_id, reference, outcome, valid_until in connection.execute(statement)
    }


# -- one record ----------------------------------------------------------------------------------------------------


def record(connection: Connection, job_id: int, on: date) -> JobRecord | None:
    """Give everything about one job as it stands on a day; None where there is no such job."""
    from db.tables.budget import Category
    from db.tables.dwellings import Dwelling
    from db.tables.facilities import Facility

    row = job(connection, job_id, on)
    found = course(connection, job_id, on)
    if row is None or found is None:
        return None
    contractors, categories, homes, facilities = map(table_of, (Contractor, Category, Dwelling, Facility))
    statement = (
        select(
            *(_jobs.c[name] for name in ("source", "contractor_id", "category_id", "dwelling_id", "facility_id")),
            *(_jobs.c[name] for name in ("expected_cents", "note")),
            contractors.c.name.label("contractor"),
            categories.c.name.label("category"),
            homes.c.code.label("dwelling"),
            facilities.c.name.label("facility"),
        )
        .outerjoin(contractors, contractors.c.id == _jobs.c.contractor_id)
        .outerjoin(categories, categories.c.id == _jobs.c.category_id)
        .outerjoin(homes, homes.c.id == _jobs.c.dwelling_id)
        .outerjoin(facilities, facilities.c.id == _jobs.c.facility_id)
        .where(_jobs.c.id == job_id)
    )
    values = connection.execute(statement).mappings().one()
    return JobRecord(
        row=row,
        course=found,
        source=values["source"],
        contractor_id=values["contractor_id"],
        contractor=values["contractor"] or "",
        category_id=values["category_id"],
        category=values["category"] or "",
        dwelling_id=values["dwelling_id"],
        dwelling=values["dwelling"] or "",
        facility_id=values["facility_id"],
        facility=values["facility"] or "",
        expected_cents=values["expected_cents"],
        note=values["note"],
        exceptions=_exceptions_of(connection, job_id),
        certificates=_certificates_of(connection, job_id),
    )


def _exceptions_of(connection: Connection, job_id: int) -> tuple[ExceptionRow, ...]:
    table = _exceptions.c
    statement = (
        select(table.id, table.occurrence_on, table.moved_to, table.reason)
        .where(table.job_id == job_id)
        .order_by(table.occurrence_on.desc())
    )
    return tuple(ExceptionRow(*row) for row in connection.execute(statement))


def _certificates_of(connection: Connection, job_id: int) -> tuple[CertificateRow, ...]:
    table = _certificates.c
    statement = (
        select(
            table.id,
            table.task_id,
            func.coalesce(_tasks.c.number, ""),
            *(table.reference, table.outcome, table.issued_on, table.valid_until),
            *(table.issuer, table.kept_at, table.note),
        )
        .outerjoin(_tasks, _tasks.c.id == table.task_id)
        .where(table.job_id == job_id)
        .order_by(table.issued_on.desc(), table.id.desc())
    )
    return tuple(CertificateRow(*row) for row in connection.execute(statement))
