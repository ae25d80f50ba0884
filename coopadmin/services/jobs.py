"""Work that comes round: begin a job, let a time of it become a task, skip or move one, and stop it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.jobs import COUNTED_FROM, KINDS, Course, belongs, next_time, read_returns
from coopadmin.domain.maintenance import MOST_DAYS, OPEN, PARTIES
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import fold, long_date, tidy
from coopadmin.i18n import _
from coopadmin.services.maintenance import LONGEST_WHAT, jobs_by_name
from db.journal import Transaction
from db.queries import jobs as queries
from db.queries.maintenance import next_number
from db.tables.base import Record, table_of
from db.tables.budget import Category
from db.tables.contractors import Contractor
from db.tables.dwellings import Dwelling
from db.tables.facilities import Facility
from db.tables.jobs import JobException, MaintenanceJob
from db.tables.maintenance import MaintenanceTask

_LINKS: dict[str, type[Record]] = {
    "contractor_id": Contractor,
    "category_id": Category,
    "dwelling_id": Dwelling,
    "facility_id": Facility,
}


@dataclass(frozen=True, slots=True)
class JobData:
    """What is known of a job, as a form gives it; text may be empty, amounts are cents.

    `returns` says how it comes round, in words or as a rule of iCalendar (`coopadmin.domain.jobs.read_returns`).
    """

    what: str
    returns: str
    place: str = ""
    kind: str = "planned"
    counted_from: str = "done"
    starts_on: date | None = None
    ends_on: date | None = None
    responsible: str = "unknown"
    asks_certificate: bool = False
    source: str = ""
    contractor_id: int | None = None
    category_id: int | None = None
    dwelling_id: int | None = None
    facility_id: int | None = None
    expected_cents: int | None = None
    notice_days: int | None = None
    note: str = ""


# -- the job itself ------------------------------------------------------------------------------------------------


def save_job(transaction: Transaction, *, job: JobData, job_id: int | None = None) -> int:
    """Begin a job, or change one; gives its number in the store. A job that was stopped stays so.

    Raises Invalid with a problem per field.
    """
    values, problems = _checked(transaction, job, job_id)
    if problems:
        raise Invalid(problems)
    if job_id is None:
        return transaction.add(MaintenanceJob(**values))
    _name_it(transaction, job_id)
    transaction.change(MaintenanceJob, job_id, **values)
    return job_id


def stop_job(transaction: Transaction, *, job_id: int, ended_on: date) -> None:
    """Let a job come round no more after `ended_on`; what was done stays. Raises Refused where it was stopped."""
    course = _name_it(transaction, job_id)
    if course.ended_on is not None:
        raise Refused(_("This job was already stopped, on {day}.").format(day=long_date(course.ended_on)))
    transaction.change(MaintenanceJob, job_id, ended_on=ended_on)


def resume_job(transaction: Transaction, *, job_id: int) -> None:
    """Let a job that was stopped come round again. Raises Refused where it was not stopped."""
    course = _name_it(transaction, job_id)
    if course.ended_on is None:
        raise Refused(_("This job comes round already."))
    transaction.change(MaintenanceJob, job_id, ended_on=None)


# -- one time of it ------------------------------------------------------------------------------------------------


def make_occurrence(transaction: Transaction, *, job_id: int, occurrence_on: date) -> int:
    """Make a task of one time of a job, planned for its day; gives the task's number in the store.

    `occurrence_on` is the day of the job's own calendar; a time that was moved is planned for its new day. Raises
    Refused where that time is a task already, Invalid for a day that is none of the job's.
    """
    stored, course = job_on(transaction, job_id, occurrence_on)
    if (known := _task_of(transaction, job_id, occurrence_on)) is not None:
        raise Refused(_("That time is task {number} already.").format(number=known["number"]))
    on = course.exceptions.get(occurrence_on, occurrence_on)
    if on is None:
        reason = _("{day} is skipped; take that back first").format(day=long_date(occurrence_on))
        raise Invalid([Problem("occurrence_on", reason)])
    return _add_task(
        transaction,
        stored,
        occurrence_on=occurrence_on,
        # What is overdue cannot be planned for a day that has passed.
        planned_on=max(on, transaction.today),
        reported_on=transaction.today,
        status="judged" if stored["responsible"] == "corporation" else "planned",
    )


def add_done_task(
    transaction: Transaction,
    stored: Mapping[str, Any],
    done_on: date,
    occurrence_on: date | None,
    cost_cents: int | None,
) -> int:
    """Add a task of a job that was done already; gives its number in the store."""
    return _add_task(
        transaction,
        stored,
        occurrence_on=occurrence_on,
        reported_on=done_on,
        done_on=done_on,
        cost_cents=cost_cents,
        status="done",
    )


def _add_task(transaction: Transaction, stored: Mapping[str, Any], **values: Any) -> int:
    """Add a task with what the job knows of its work; it gets the next number."""
    transaction.flush()
    number = next_number(transaction.connection)
    transaction.about = number
    contractor = select(col(Contractor.name)).where(col(Contractor.id) == stored["contractor_id"])
    return transaction.add(
        MaintenanceTask(
            number=number,
            what=stored["what"],
            place=stored["place"],
            kind=stored["kind"],
            urgency="planned",
            responsible=stored["responsible"],
            contractor=transaction.scalar(contractor) or "" if stored["contractor_id"] else "",
            category_id=stored["category_id"],
            dwelling_id=stored["dwelling_id"],
            facility_id=stored["facility_id"],
            budget_cents=stored["expected_cents"],
            job_id=stored["id"],
            **values,
        )
    )


def skip_occurrence(transaction: Transaction, *, job_id: int, occurrence_on: date, reason: str) -> int:
    """Leave one time of a job out, with the reason; gives the number of the exception.

    Raises Refused while a task stands for that time, Invalid for a day that is none of the job's.
    """
    return _except(transaction, job_id, occurrence_on, None, reason)


def move_occurrence(transaction: Transaction, *, job_id: int, occurrence_on: date, moved_to: date, reason: str) -> int:
    """Move one time of a job to another day, with the reason; gives the number of the exception.

    `occurrence_on` stays the day of the job's own calendar, moved before or not. An open task that stands for it is
    planned for the new day. Raises Invalid.
    """
    return _except(transaction, job_id, occurrence_on, moved_to, reason)


def restore_occurrence(transaction: Transaction, *, job_id: int, occurrence_on: date) -> None:
    """Let a time that was skipped or moved be on its own day again. Raises Refused where it was neither."""
    _name_it(transaction, job_id)
    known = _exception(transaction, job_id, occurrence_on)
    if known is None:
        raise Refused(_("{day} was neither skipped nor moved.").format(day=long_date(occurrence_on)))
    transaction.remove(JobException, known)
    _plan_task(transaction, job_id, occurrence_on, occurrence_on)


def _except(transaction: Transaction, job_id: int, occurrence_on: date, moved_to: date | None, reason: str) -> int:
    _stored, course = job_on(transaction, job_id, occurrence_on)
    problems: list[Problem] = []
    if not tidy(reason):
        problems.append(Problem("reason", _("say why; who looks later wants to know")))
    if moved_to is not None and moved_to == occurrence_on:
        problems.append(Problem("moved_to", _("that is its own day")))
    if moved_to is not None and course.last_day is not None and moved_to > course.last_day:
        problems.append(Problem("moved_to", _("the work ends on {day}").format(day=long_date(course.last_day))))
    if problems:
        raise Invalid(problems)
    task = _task_of(transaction, job_id, occurrence_on)
    if task is not None and moved_to is None:
        sentence = _("Task {number} stands for that time; call it off, or move it.")
        raise Refused(sentence.format(number=task["number"]))
    if moved_to is not None:
        _plan_task(transaction, job_id, occurrence_on, moved_to)
    known = _exception(transaction, job_id, occurrence_on)
    if known is not None:
        transaction.change(JobException, known, moved_to=moved_to, reason=tidy(reason))
        return known
    return transaction.add(
        JobException(job_id=job_id, occurrence_on=occurrence_on, moved_to=moved_to, reason=tidy(reason))
    )


# -- what deeds share ----------------------------------------------------------------------------------------------


def job_row(transaction: Transaction, job_id: int) -> dict[str, Any]:
    """Read the job a deed is about; raises Refused where it is gone."""
    table = table_of(MaintenanceJob)
    row = transaction.execute(select(table).where(table.c.id == job_id)).mappings().first()
    if row is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    return dict(row)


def _name_it(transaction: Transaction, job_id: int) -> Course:
    """Read how far a job has come and name it for the journal by its newest task."""
    job_row(transaction, job_id)
    newest = (
        select(col(MaintenanceTask.number))
        .where(col(MaintenanceTask.job_id) == job_id)
        .order_by(col(MaintenanceTask.reported_on).desc(), col(MaintenanceTask.id).desc())
    )
    transaction.about = transaction.scalar(newest.limit(1)) or ""
    return _course(transaction, job_id)


def _course(transaction: Transaction, job_id: int) -> Course:
    transaction.flush()
    found = queries.course(transaction.connection, job_id, transaction.today)
    if found is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    return found


def job_on(transaction: Transaction, job_id: int, occurrence_on: date) -> tuple[dict[str, Any], Course]:
    """Read a job and name the day for the journal; raises Invalid where the day is none of its own ahead."""
    stored = job_row(transaction, job_id)
    course = _course(transaction, job_id)
    transaction.about = occurrence_on.isoformat()
    if not belongs(course, occurrence_on):
        following = next_time(course)
        reason = (
            _("it does not come round on that day; the next time is {day}").format(day=long_date(following.planned))
            if following
            else _("it is not known from which day to count; say when it was last done, or the first day it is due")
        )
        raise Invalid([Problem("occurrence_on", reason)])
    return stored, course


def _task_of(transaction: Transaction, job_id: int, occurrence_on: date) -> Mapping[str, Any] | None:
    """The task that stands for one time of a job, unless it was called off."""
    table = table_of(MaintenanceTask)
    statement = select(table.c.id, table.c.number, table.c.status, table.c.reported_on).where(
        table.c.job_id == job_id, table.c.occurrence_on == occurrence_on, table.c.status != "cancelled"
    )
    row = transaction.execute(statement).mappings().first()
    return None if row is None else dict(row)


def _plan_task(transaction: Transaction, job_id: int, occurrence_on: date, planned_on: date) -> None:
    task = _task_of(transaction, job_id, occurrence_on)
    if task is not None and task["status"] in OPEN:
        transaction.change(MaintenanceTask, task["id"], planned_on=max(planned_on, task["reported_on"]))


def _exception(transaction: Transaction, job_id: int, occurrence_on: date) -> int | None:
    found: int | None = transaction.scalar(
        select(col(JobException.id)).where(
            col(JobException.job_id) == job_id, col(JobException.occurrence_on) == occurrence_on
        )
    )
    return found


# -- checking a form -----------------------------------------------------------------------------------------------


def _checked(transaction: Transaction, job: JobData, job_id: int | None) -> tuple[dict[str, Any], list[Problem]]:
    """Tidy the fields of a job and say what is wrong with them."""
    values = {key: tidy(value) if isinstance(value, str) else value for key, value in asdict(job).items()}
    problems = _texts_wrong(transaction, values, job_id)
    text = values.pop("returns")
    try:
        values["every_months"], values["rule"] = read_returns(text)
    except ValueError as error:
        problems.append(Problem("returns", str(error)))
    else:
        problems.extend(_course_wrong(values))
    for name, known in (("kind", KINDS), ("counted_from", COUNTED_FROM), ("responsible", PARTIES)):
        if values[name] not in known:
            problems.append(Problem(name, _("choose one of: {known}").format(known=", ".join(map(_, known.values())))))
    for name, model in _LINKS.items():
        table = table_of(model)
        wanted = values[name]
        if wanted is not None and transaction.scalar(select(table.c.id).where(table.c.id == wanted)) is None:
            problems.append(Problem(name, _("this is not known here")))
    if values["dwelling_id"] is not None and values["facility_id"] is not None:
        problems.append(Problem("facility_id", _("name a home or a facility, not both")))
    if job.expected_cents is not None and job.expected_cents < 0:
        problems.append(Problem("expected_cents", _("an amount cannot be below zero")))
    if job.notice_days is not None and not 0 <= job.notice_days <= MOST_DAYS:
        problems.append(Problem("notice_days", _("choose a number of days from 0 to {most}").format(most=MOST_DAYS)))
    return values, problems


def _texts_wrong(transaction: Transaction, values: Mapping[str, Any], job_id: int | None) -> list[Problem]:
    if not values["what"]:
        return [Problem("what", _("say what has to be done"))]
    if len(values["what"]) > LONGEST_WHAT:
        return [Problem("what", _("the text is longer than {limit} signs").format(limit=LONGEST_WHAT))]
    known = jobs_by_name(transaction).get((fold(values["what"]), fold(values["place"])))
    if known is not None and known.job_id != job_id:
        return [Problem("what", _("this work comes round at this place already"))]
    return []


def _course_wrong(values: Mapping[str, Any]) -> list[Problem]:
    """Say what cannot be about the days of a job."""
    if values["rule"] and values["starts_on"] is None:
        return [Problem("starts_on", _("say the first day it is due: its calendar is counted from there"))]
    if values["ends_on"] is not None and values["starts_on"] is not None and values["ends_on"] < values["starts_on"]:
        return [Problem("ends_on", _("that is before the first day"))]
    course = Course(
        every_months=values["every_months"],
        rule=values["rule"],
        counted_from=values["counted_from"],
        starts_on=values["starts_on"],
        ends_on=values["ends_on"],
    )
    if values["starts_on"] is not None and next_time(course) is None:
        return [Problem("returns", _("between these days it never comes round"))]
    return []
