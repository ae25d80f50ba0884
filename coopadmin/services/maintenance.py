"""What a maintenance coordinator does: take a report, plan and start the work, close it, and let it come round."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Mapped
from sqlmodel import col

from coopadmin.domain.maintenance import KINDS, OPEN, PARTIES, URGENCIES, check_task
from coopadmin.domain.recurrences import MOST_MONTHS
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import fold, long_date, tidy
from coopadmin.i18n import _
from coopadmin.services.maintenance_states import (
    begun,
    local_minute,
    minute_text,
    noted,
    refuse_closed,
    set_status,
)
from db.journal import Transaction
from db.tables.budget import Category
from db.tables.dwellings import Dwelling
from db.tables.facilities import Facility
from db.tables.jobs import MaintenanceJob
from db.tables.maintenance import MaintenanceTask
from db.tables.members import Person

LONGEST_WHAT = 400
"""Signs a description may have; more belongs in the note."""


@dataclass(frozen=True, slots=True)
class TaskData:
    """What is known of a task, as a form gives it; text may be empty, amounts are cents."""

    what: str
    reported_on: date
    place: str = ""
    reporter_id: int | None = None
    kind: str = "repair"
    urgency: str = "normal"
    responsible: str = "unknown"
    contractor: str = ""
    budget_cents: int | None = None
    note: str = ""
    location_code: str = ""
    element_code: str = ""
    defect_code: str = ""
    cause_code: str = ""
    reported_at: datetime | None = None
    """By the clock on the wall, on the day of `reported_on`; None where only the day is known."""
    answer: str = ""
    planned_on: date | None = None
    for_volunteers: bool = False
    minutes_expected: int | None = None
    category_id: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """What a place, as it was named, stands for; at most one of the two."""

    dwelling_id: int | None = None
    facility_id: int | None = None

    @property
    def known(self) -> bool:
        """Tell whether it is a home or a facility in the store."""
        return self.dwelling_id is not None or self.facility_id is not None


@dataclass(frozen=True, slots=True)
class KnownJob:
    """A recurring job in the store; `every_months` is None where it comes round by a rule of the calendar."""

    job_id: int
    every_months: int | None
    ended_on: date | None


# -- deeds on a task -------------------------------------------------------------------------------------------


def report_task(
    transaction: Transaction,
    *,
    number: str,
    task: TaskData,
    every_months: int | None = None,
    place: Place | None = None,
) -> int:
    """Enter a report in the register; gives the task's number in the store.

    A place that is the code of a home or a facility is linked to it, unless `place` says which one was meant. With
    `every_months` the task is an occurrence of a recurring job. Raises Invalid with a problem per field.
    """
    values, problems = _checked(transaction, task)
    number = tidy(number)
    if not number:
        problems.insert(0, Problem("number", _("give the task a number")))
    elif transaction.scalar(select(col(MaintenanceTask.id)).where(col(MaintenanceTask.number) == number)) is not None:
        problems.insert(0, Problem("number", _("task number {number} is already given").format(number=number)))
    problems.extend(_months_wrong(every_months))
    if problems:
        raise Invalid(problems)
    transaction.about = number
    if place is None:
        place = places_of(transaction, [values["place"]]).get(values["place"], Place())
    job_id = _job_for(transaction, values["what"], values["place"], every_months) if every_months else None
    return transaction.add(
        MaintenanceTask(
            number=number, **values, dwelling_id=place.dwelling_id, facility_id=place.facility_id, job_id=job_id
        )
    )


def correct_task(transaction: Transaction, *, task_id: int, task: TaskData) -> bool:
    """Correct what was reported; tells whether anything was different. The status changes by its own deeds.

    Raises Invalid, also where the work was done before the new day of the report, and where whose it is would change:
    that is judged, by the list or with a reason.
    """
    stored = begun(transaction, task_id)
    values, problems = _checked(transaction, task)
    if stored["done_on"] and stored["done_on"] < task.reported_on:
        reason = _("the work was done on {day}, so it was reported by then").format(day=long_date(stored["done_on"]))
        problems.append(Problem("reported_on", reason))
    if task.responsible != stored["responsible"]:
        problems.append(Problem("responsible", _("whose it is is judged, with the list beside it: A, Whose it is")))
    if problems:
        raise Invalid(problems)
    place = places_of(transaction, [values["place"]]).get(values["place"], Place())
    return transaction.change(MaintenanceTask, task_id, **values, **links_for(stored, values["place"], place))


def plan_task(
    transaction: Transaction,
    *,
    task_id: int,
    contractor: str = "",
    budget_cents: int | None = None,
    planned_on: date | None = None,
) -> None:
    """Note that the work is planned: for which day, by whom and for how much, where that is known.

    What is left empty stays as it was. Raises Refused for work that is closed, Invalid for an amount below zero or a
    day before the report.
    """
    stored = begun(transaction, task_id)
    refuse_closed(stored)
    problems: list[Problem] = []
    if budget_cents is not None and budget_cents < 0:
        problems.append(Problem("budget_cents", _("an amount cannot be below zero")))
    if planned_on is not None and planned_on < stored["reported_on"]:
        problems.append(Problem("planned_on", _("that is before the day it was reported")))
    if problems:
        raise Invalid(problems)
    set_status(
        transaction,
        task_id,
        "planned",
        planned_on=planned_on or stored["planned_on"],
        contractor=tidy(contractor) or stored["contractor"],
        budget_cents=stored["budget_cents"] if budget_cents is None else budget_cents,
    )


def start_task(transaction: Transaction, *, task_id: int) -> None:
    """Note that the work has begun. Raises Refused for work that is closed."""
    refuse_closed(begun(transaction, task_id))
    set_status(transaction, task_id, "in_progress")


def complete_task(transaction: Transaction, *, task_id: int, done_on: date, cost_cents: int | None = None) -> None:
    """Close a task as done on a day, for an amount where that is known.

    Raises Refused for work that is closed already, Invalid for a day before the report or still to come.
    """
    stored = begun(transaction, task_id)
    refuse_closed(stored)
    problems = check_task(stored["reported_on"], "done", done_on, transaction.today)
    if cost_cents is not None and cost_cents < 0:
        problems.append(Problem("cost_cents", _("an amount cannot be below zero")))
    if problems:
        raise Invalid(problems)
    cost = stored["cost_cents"] if cost_cents is None else cost_cents
    set_status(transaction, task_id, "done", done_on=done_on, cost_cents=cost)


def cancel_task(transaction: Transaction, *, task_id: int, reason: str) -> None:
    """Call a task off; the reason is added to its note. Raises Refused for closed work, Invalid without a reason."""
    stored = begun(transaction, task_id)
    refuse_closed(stored)
    if not tidy(reason):
        raise Invalid([Problem("reason", _("say why it is called off"))])
    set_status(transaction, task_id, "cancelled", note=noted(stored, reason))


def reopen_task(transaction: Transaction, *, task_id: int) -> None:
    """Open a task that was closed again, as reported; the days it was done and confirmed are taken off.

    Raises Refused for one that is open.
    """
    stored = begun(transaction, task_id)
    if stored["status"] in OPEN:
        raise Refused(_("Task {number} is still open.").format(number=stored["number"]))
    set_status(transaction, task_id, "reported", done_on=None, confirmed_on=None)


# -- deeds on a job --------------------------------------------------------------------------------------------


def set_recurrence(transaction: Transaction, *, task_id: int, every_months: int) -> int:
    """Let this work come round every so many months after it was last done; gives the job's number in the store.

    All occurrences of the same work at the same place share one job, so it changes for all of them; a job that was
    stopped runs again. Raises Invalid.
    """
    stored = begun(transaction, task_id)
    if problems := _months_wrong(every_months):
        raise Invalid(problems)
    job_id: int | None = stored["job_id"]
    if job_id is None:
        job_id = _job_for(transaction, stored["what"], stored["place"], every_months)
    else:
        transaction.change(MaintenanceJob, job_id, every_months=every_months, rule="", ended_on=None)
    transaction.change(MaintenanceTask, task_id, job_id=job_id)
    return job_id


# -- what deeds and the import share ---------------------------------------------------------------------------


def places_of(transaction: Transaction, texts: Collection[str]) -> dict[str, Place]:
    """Find the homes and facilities whose code is exactly one of `texts`, case and accents aside; homes first."""
    homes = _ids_by_code(transaction, col(Dwelling.id), col(Dwelling.code), texts)
    facilities = _ids_by_code(transaction, col(Facility.id), col(Facility.code), texts)
    return {
        **{text: Place(facility_id=facility_id) for text, facility_id in facilities.items()},
        **{text: Place(dwelling_id=dwelling_id) for text, dwelling_id in homes.items()},
    }


def _ids_by_code(
    transaction: Transaction, row_id: Mapped[int], code: Mapped[str], texts: Collection[str]
) -> dict[str, int]:
    # The database narrows by plain lower case, so that no list of all homes is read; folding decides.
    spellings = {spelling for text in texts if text for spelling in (text, text.lower(), fold(text))}
    codes: dict[str, int] = {}
    for found, known in transaction.execute(select(row_id, code).where(func.lower(code).in_(spellings)).order_by(code)):
        codes[known] = found
        codes.setdefault(fold(known), found)
    ids = {text: codes.get(text) or codes.get(fold(text)) for text in texts}
    return {text: found for text, found in ids.items() if found is not None}


def links_for(stored: Mapping[str, Any], named: str, place: Place) -> dict[str, Any]:
    """Give the links a task should have; one found earlier stays while its place is named the same."""
    if not place.known and stored["place"] == named:
        return {}
    return {"dwelling_id": place.dwelling_id, "facility_id": place.facility_id}


def jobs_by_name(transaction: Transaction) -> dict[tuple[str, str], KnownJob]:
    """Give all recurring jobs by what is done and where, folded; a group has tens of them."""
    statement = select(
        col(MaintenanceJob.id),
        col(MaintenanceJob.what),
        col(MaintenanceJob.place),
        col(MaintenanceJob.every_months),
        col(MaintenanceJob.ended_on),
    )
    return {
        (fold(what), fold(place)): KnownJob(job_id, months, ended_on)
        for job_id, what, place, months, ended_on in transaction.execute(statement)
    }


def _job_for(transaction: Transaction, what: str, place: str, every_months: int) -> int:
    known = jobs_by_name(transaction).get((fold(what), fold(place)))
    if known is None:
        return transaction.add(MaintenanceJob(what=what, place=place, every_months=every_months))
    transaction.change(MaintenanceJob, known.job_id, every_months=every_months, rule="", ended_on=None)
    return known.job_id


def _months_wrong(every_months: int | None) -> list[Problem]:
    if every_months is None or 1 <= every_months <= MOST_MONTHS:
        return []
    reason = _("choose a number of months from 1 to {most}").format(most=MOST_MONTHS)
    return [Problem("every_months", reason)]


def _checked(transaction: Transaction, task: TaskData) -> tuple[dict[str, Any], list[Problem]]:
    """Tidy the fields of a task and say what is wrong with them."""
    values = {key: tidy(value) if isinstance(value, str) else value for key, value in asdict(task).items()}
    problems: list[Problem] = []
    if not values["what"]:
        problems.append(Problem("what", _("say what has to be done")))
    elif len(values["what"]) > LONGEST_WHAT:
        reason = _("the text is longer than {limit} signs").format(limit=LONGEST_WHAT)
        problems.append(Problem("what", reason))
    if task.reported_on > transaction.today:
        reason = _("reported on {day}, which is still to come").format(day=long_date(task.reported_on))
        problems.append(Problem("reported_on", reason))
    if (
        task.reporter_id is not None
        and transaction.scalar(select(col(Person.id)).where(col(Person.id) == task.reporter_id)) is None
    ):
        problems.append(Problem("reporter_id", _("this person is not known here")))
    for name, known in (("kind", KINDS), ("urgency", URGENCIES), ("responsible", PARTIES)):
        if values[name] not in known:
            problems.append(Problem(name, _("choose one of: {known}").format(known=", ".join(map(_, known.values())))))
    if task.budget_cents is not None and task.budget_cents < 0:
        problems.append(Problem("budget_cents", _("an amount cannot be below zero")))
    problems.extend(_moment_wrong(transaction, task))
    if task.minutes_expected is not None and task.minutes_expected < 0:
        problems.append(Problem("minutes_expected", _("a time cannot be below nought")))
    if (
        task.category_id is not None
        and transaction.scalar(select(col(Category.id)).where(col(Category.id) == task.category_id)) is None
    ):
        problems.append(Problem("category_id", _("this category is not known here")))
    values["reported_at"] = None if task.reported_at is None else minute_text(task.reported_at)
    return values, problems


def _moment_wrong(transaction: Transaction, task: TaskData) -> list[Problem]:
    if task.reported_at is None:
        return []
    if task.reported_at.date() != task.reported_on:
        return [Problem("reported_at", _("that is not the day it was reported"))]
    if task.reported_at > local_minute(transaction):
        return [Problem("reported_at", _("that is still to come"))]
    return []
