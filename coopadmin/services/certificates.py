"""What comes out of work that comes round: a time that was done, and the certificate of an inspection."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.jobs import OUTCOMES
from coopadmin.domain.maintenance import OPEN, check_task
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import long_date, tidy
from coopadmin.i18n import _
from coopadmin.services.jobs import add_done_task, job_on, job_row
from coopadmin.services.maintenance import complete_task
from db.journal import Transaction
from db.tables.base import table_of
from db.tables.jobs import Certificate
from db.tables.maintenance import MaintenanceTask

LONGEST_REFERENCE = 120


@dataclass(frozen=True, slots=True)
class CertificateData:
    """The paper of an inspection, as a form gives it; `valid_until` None where it says no end."""

    reference: str
    issued_on: date
    outcome: str = "passed"
    valid_until: date | None = None
    issuer: str = ""
    kept_at: str = ""
    note: str = ""


def note_done(
    transaction: Transaction,
    *,
    job_id: int,
    done_on: date,
    occurrence_on: date | None = None,
    cost_cents: int | None = None,
    certificate: CertificateData | None = None,
) -> int:
    """Note that a job was done on a day; gives the number of the task that tells so.

    The open task of the job is closed with it, where there is one; else a task is made that is done at once.
    `occurrence_on` is the day of the job's own calendar that it stands for, which matters for what was done early.
    With `certificate` that is kept with it. Raises Invalid.
    """
    stored = job_row(transaction, job_id) if occurrence_on is None else job_on(transaction, job_id, occurrence_on)[0]
    problems = check_task(None, "done", done_on, transaction.today)
    if cost_cents is not None and cost_cents < 0:
        problems.append(Problem("cost_cents", _("an amount cannot be below zero")))
    values = _checked(transaction, certificate, problems) if certificate is not None else None
    if problems:
        raise Invalid(problems)
    task_id = _open_task(transaction, job_id)
    if task_id is None:
        task_id = add_done_task(transaction, stored, done_on, occurrence_on, cost_cents)
    else:
        complete_task(transaction, task_id=task_id, done_on=done_on, cost_cents=cost_cents)
        if occurrence_on is not None:
            transaction.change(MaintenanceTask, task_id, occurrence_on=occurrence_on)
    if values is not None:
        transaction.add(Certificate(job_id=job_id, task_id=task_id, **values))
    return task_id


def _open_task(transaction: Transaction, job_id: int) -> int | None:
    """The oldest task of a job that still waits."""
    statement = (
        select(col(MaintenanceTask.id))
        .where(col(MaintenanceTask.job_id) == job_id, col(MaintenanceTask.status).in_(OPEN))
        .order_by(col(MaintenanceTask.reported_on), col(MaintenanceTask.id))
    )
    found: int | None = transaction.scalar(statement.limit(1))
    return found


def add_certificate(
    transaction: Transaction, *, job_id: int, certificate: CertificateData, task_id: int | None = None
) -> int:
    """Keep the certificate of a job, and of the task it came out of; gives its number in the store. Raises Invalid."""
    job_row(transaction, job_id)
    problems: list[Problem] = []
    values = _checked(transaction, certificate, problems)
    if task_id is not None:
        job_of_task: int | None = transaction.scalar(
            select(col(MaintenanceTask.job_id)).where(col(MaintenanceTask.id) == task_id)
        )
        if job_of_task != job_id:
            problems.append(Problem("task_id", _("this task is another work's")))
    if problems:
        raise Invalid(problems)
    transaction.about = values["reference"]
    return transaction.add(Certificate(job_id=job_id, task_id=task_id, **values))


def correct_certificate(transaction: Transaction, *, certificate_id: int, certificate: CertificateData) -> bool:
    """Correct what a certificate says; tells whether anything was different.

    Raises Refused where it is gone, Invalid with a problem per field.
    """
    table = table_of(Certificate)
    if transaction.scalar(select(table.c.id).where(table.c.id == certificate_id)) is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    problems: list[Problem] = []
    values = _checked(transaction, certificate, problems)
    if problems:
        raise Invalid(problems)
    transaction.about = values["reference"]
    return transaction.change(Certificate, certificate_id, **values)


def _checked(transaction: Transaction, certificate: CertificateData, problems: list[Problem]) -> dict[str, Any]:
    """Tidy the fields of a certificate, and add what is wrong with them to `problems`."""
    values = {key: tidy(value) if isinstance(value, str) else value for key, value in asdict(certificate).items()}
    if not values["reference"]:
        problems.append(Problem("reference", _("give the number or the name on the certificate")))
    elif len(values["reference"]) > LONGEST_REFERENCE:
        reason = _("the text is longer than {limit} signs").format(limit=LONGEST_REFERENCE)
        problems.append(Problem("reference", reason))
    if values["outcome"] not in OUTCOMES:
        known = ", ".join(map(_, OUTCOMES.values()))
        problems.append(Problem("outcome", _("choose one of: {known}").format(known=known)))
    if certificate.issued_on > transaction.today:
        problems.append(Problem("issued_on", _("this day is still to come")))
    if certificate.valid_until is not None and certificate.valid_until < certificate.issued_on:
        reason = _("it was issued on {day}, so it holds at least until then").format(
            day=long_date(certificate.issued_on)
        )
        problems.append(Problem("valid_until", reason))
    return values
