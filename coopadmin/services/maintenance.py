"""What a maintenance coordinator does: take a report, plan and start the work, close it, and let it come round."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Mapped
from sqlmodel import col

from coopadmin.domain.maintenance import KINDS, OPEN, PARTIES, STATUSES, URGENCIES, check_task
from coopadmin.domain.recurrences import MOST_MONTHS
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import fold, long_date, tidy
from coopadmin.i18n import _
from db.journal import Transaction
from db.tables.base import table_of
from db.tables.dwellings import Dwelling
from db.tables.facilities import Facility
from db.tables.maintenance import MaintenanceJob, MaintenanceTask
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
    """A recurring job in the store."""

    job_id: int
    every_months: int
    ended_on: date | None


# -- deeds on a task -------------------------------------------------------------------------------------------


def report_task(transaction: Transaction, *, number: str, task: TaskData, every_months: int | None = None) -> int:
    """Enter a report in the register; gives the task's number in the store.

    A place that is the code of a home or a facility is linked to it. With `every_months` the task is an occurrence
    of a recurring job. Raises Invalid with a problem per field.
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
    place = places_of(transaction, [values["place"]]).get(values["place"], Place())
    job_id = _job_for(transaction, values["what"], values["place"], every_months) if every_months else None
    return transaction.add(
        MaintenanceTask(
            number=number, **values, dwelling_id=place.dwelling_id, facility_id=place.facility_id, job_id=job_id
        )
    )


def correct_task(transaction: Transaction, *, task_id: int, task: TaskData) -> bool:
    """Correct what was reported; tells whether anything was different. The status changes by its own deeds.

    Raises Invalid, also where the work was done before the new day of the report.
    """
    stored = _begun(transaction, task_id)
    values, problems = _checked(transaction, task)
    if stored["done_on"] and stored["done_on"] < task.reported_on:
        reason = _("the work was done on {day}, so it was reported by then").format(day=long_date(stored["done_on"]))
        problems.append(Problem("reported_on", reason))
    if problems:
        raise Invalid(problems)
    place = places_of(transaction, [values["place"]]).get(values["place"], Place())
    return transaction.change(MaintenanceTask, task_id, **values, **links_for(stored, values["place"], place))


def plan_task(transaction: Transaction, *, task_id: int, contractor: str = "", budget_cents: int | None = None) -> None:
    """Note that the work is planned, by whom and for how much where that is known.

    What is left empty stays as it was. Raises Refused for work that is closed, Invalid for an amount below zero.
    """
    stored = _begun(transaction, task_id)
    _refuse_closed(stored)
    if budget_cents is not None and budget_cents < 0:
        raise Invalid([Problem("budget_cents", _("an amount cannot be below zero"))])
    transaction.change(
        MaintenanceTask,
        task_id,
        status="planned",
        contractor=tidy(contractor) or stored["contractor"],
        budget_cents=stored["budget_cents"] if budget_cents is None else budget_cents,
    )


def start_task(transaction: Transaction, *, task_id: int) -> None:
    """Note that the work has begun. Raises Refused for work that is closed."""
    _refuse_closed(_begun(transaction, task_id))
    transaction.change(MaintenanceTask, task_id, status="in_progress")


def complete_task(transaction: Transaction, *, task_id: int, done_on: date, cost_cents: int | None = None) -> None:
    """Close a task as done on a day, for an amount where that is known.

    Raises Refused for work that is closed already, Invalid for a day before the report or still to come.
    """
    stored = _begun(transaction, task_id)
    _refuse_closed(stored)
    problems = check_task(stored["reported_on"], "done", done_on, transaction.today)
    if cost_cents is not None and cost_cents < 0:
        problems.append(Problem("cost_cents", _("an amount cannot be below zero")))
    if problems:
        raise Invalid(problems)
    cost = stored["cost_cents"] if cost_cents is None else cost_cents
    transaction.change(MaintenanceTask, task_id, status="done", done_on=done_on, cost_cents=cost)


def cancel_task(transaction: Transaction, *, task_id: int, reason: str) -> None:
    """Call a task off; the reason is added to its note. Raises Refused for closed work, Invalid without a reason."""
    stored = _begun(transaction, task_id)
    _refuse_closed(stored)
    if not tidy(reason):
        raise Invalid([Problem("reason", _("say why it is called off"))])
    note = " · ".join(part for part in (stored["note"], tidy(reason)) if part)
    transaction.change(MaintenanceTask, task_id, status="cancelled", note=note)


def reopen_task(transaction: Transaction, *, task_id: int) -> None:
    """Let a task that was closed wait again, as reported; the day it was done is taken off. Raises Refused."""
    stored = _begun(transaction, task_id)
    if stored["status"] in OPEN:
        raise Refused(_("Task {number} is still open.").format(number=stored["number"]))
    transaction.change(MaintenanceTask, task_id, status="reported", done_on=None)


# -- deeds on a job --------------------------------------------------------------------------------------------


def set_recurrence(transaction: Transaction, *, task_id: int, every_months: int) -> int:
    """Let this work come round every so many months after it was last done; gives the job's number in the store.

    All occurrences of the same work at the same place share one job, so it changes for all of them; a job that was
    stopped runs again. Raises Invalid.
    """
    stored = _begun(transaction, task_id)
    if problems := _months_wrong(every_months):
        raise Invalid(problems)
    job_id: int | None = stored["job_id"]
    if job_id is None:
        job_id = _job_for(transaction, stored["what"], stored["place"], every_months)
    else:
        transaction.change(MaintenanceJob, job_id, every_months=every_months, ended_on=None)
    transaction.change(MaintenanceTask, task_id, job_id=job_id)
    return job_id


def stop_recurrence(transaction: Transaction, *, job_id: int, ended_on: date) -> None:
    """Let a job come round no more after `ended_on`; what was done stays. Raises Refused where it was stopped."""
    stopped: date | None = transaction.scalar(
        select(col(MaintenanceJob.ended_on)).where(col(MaintenanceJob.id) == job_id)
    )
    if stopped is not None:
        raise Refused(_("This job was already stopped, on {day}.").format(day=long_date(stopped)))
    newest = (
        select(col(MaintenanceTask.number))
        .where(col(MaintenanceTask.job_id) == job_id)
        .order_by(col(MaintenanceTask.reported_on).desc())
    )
    transaction.about = transaction.scalar(newest.limit(1)) or ""
    transaction.change(MaintenanceJob, job_id, ended_on=ended_on)


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
    transaction.change(MaintenanceJob, known.job_id, every_months=every_months, ended_on=None)
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
    return values, problems


def _begun(transaction: Transaction, task_id: int) -> Mapping[str, Any]:
    """Read the task a deed is about and name it for the journal; raises Refused where it is gone."""
    table = table_of(MaintenanceTask)
    row = transaction.execute(select(table).where(table.c.id == task_id)).mappings().first()
    if row is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    transaction.about = row["number"]
    return dict(row)


def _refuse_closed(stored: Mapping[str, Any]) -> None:
    if stored["status"] not in OPEN:
        raise Refused(
            _("Task {number} is closed ({status}); reopen it first.").format(
                number=stored["number"], status=_(STATUSES[stored["status"]])
            )
        )
