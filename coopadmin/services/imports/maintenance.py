"""The maintenance register (onderhoud): repairs, planned work and inspections, and what comes round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select, tuple_
from sqlmodel import col

from coopadmin.domain.contractors import name_key
from coopadmin.domain.maintenance import KIND_WORDS, PARTY_WORDS, STATUS_WORDS, STATUSES, URGENCY_WORDS, check_task
from coopadmin.domain.recurrences import read_recurrence, recurrence_name
from coopadmin.errors import Problem
from coopadmin.exchange.registers import (
    Column,
    Register,
    Row,
    as_choice,
    as_date,
    as_line,
    as_positive_cents,
    as_text,
    shown,
)
from coopadmin.exchange.sheets import Cell
from coopadmin.formats import fold, long_date
from coopadmin.i18n import _
from coopadmin.services.contractors import names_by_key
from coopadmin.services.imports import Intake
from coopadmin.services.imports.facilities import people_by_number
from coopadmin.services.maintenance import LONGEST_WHAT, KnownJob, Place, jobs_by_name, links_for, places_of
from db.tables.base import table_of
from db.tables.jobs import MaintenanceJob
from db.tables.maintenance import MaintenanceTask


def as_recurrence(cell: Cell) -> int | None:
    """Read how often it comes round, as a whole number of months."""
    return read_recurrence(shown(cell))


REGISTER = Register(
    "maintenance",
    (
        Column("number", ("Nr", "Nummer", "Meldingsnummer", "Number", "No"), as_line(40), required=True),
        Column(
            "reported_on",
            ("Gemeld op", "Gemeld", "Melddatum", "Datum melding", "Reported on", "Reported"),
            as_date,
            required=True,
        ),
        Column("reporter", ("Melder", "Gemeld door", "Reporter", "Reported by"), as_line(40)),
        Column("place", ("Plaats", "Locatie", "Waar", "Place", "Location", "Where"), as_line(200)),
        Column("what", ("Omschrijving", "Wat", "Melding", "Description", "What"), as_line(LONGEST_WHAT), required=True),
        Column("kind", ("Soort", "Soort onderhoud", "Kind", "Type"), as_choice(KIND_WORDS)),
        Column("urgency", ("Spoed", "Urgentie", "Urgency"), as_choice(URGENCY_WORDS)),
        Column("responsible", ("Wie", "Verantwoordelijk", "Voor rekening van", "Responsible"), as_choice(PARTY_WORDS)),
        Column("contractor", ("Uitvoerder", "Aannemer", "Contractor"), as_line(200)),
        Column("budget_cents", ("Begroot", "Begroting", "Budget", "Estimate"), as_positive_cents),
        Column("cost_cents", ("Kosten", "Kosten werkelijk", "Cost", "Costs"), as_positive_cents),
        Column("status", ("Status", "Stand"), as_choice(STATUS_WORDS)),
        Column("done_on", ("Klaar op", "Gereed op", "Afgerond op", "Done on", "Done", "Completed on"), as_date),
        Column("every_months", ("Herhaalt", "Herhaling", "Repeats", "Recurs", "Recurrence"), as_recurrence),
        Column("note", ("Opmerking", "Opmerkingen", "Notitie", "Note", "Notes", "Remark"), as_text),
    ),
)

TEXTS = ("place", "contractor", "note")
CHOICES = ("kind", "urgency", "responsible")
"""An empty cell of these says nothing; of the others it says that there is none."""

Name = tuple[str, str]
"""What is done and where, folded: what makes occurrences one job."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What the rows in hand refer to, as the store has it."""

    tasks: Mapping[str, Mapping[str, Any]]
    people: Mapping[str, int]
    places: Mapping[str, Place]
    contractors: Mapping[str, str]
    """The names in the list of contractors, by what their spellings share."""


@dataclass(frozen=True, slots=True)
class _Occurrence:
    """A row that recurs."""

    row: Row
    months: int

    @property
    def age(self) -> tuple[date, int, str]:
        """What tells the newest occurrence: the day of the report, then the number."""
        return _age(self.row.values["reported_on"], self.row.text("number"))


def take(intake: Intake, rows: Sequence[Row]) -> None:
    """Take in tasks; a number that is known already is brought up to date."""
    known = _known(intake, rows)
    good: list[Row] = []
    for row in rows:
        if problems := [*row.problems, *_cannot_be(intake, row, known)]:
            intake.reject(row, problems)
        else:
            good.append(row)
    job_ids, job_changed = _take_jobs(intake, good, known)
    for row in good:
        stored = known.tasks.get(row.text("number"))
        values = _values(row, known, stored)
        if intake.has("every_months"):
            values["job_id"] = job_ids.get(row.number)
        _warn(intake, row, values)
        if stored is None:
            intake.tx.insert(MaintenanceTask, **values)
            intake.count(created=True)
            continue
        different = {key: value for key, value in values.items() if stored[key] != value}
        changed = bool(different) and intake.tx.change(MaintenanceTask, stored["id"], **different)
        intake.count(changed=changed or row.number in job_changed)


# -- one row ---------------------------------------------------------------------------------------------------


def _cannot_be(intake: Intake, row: Row, known: _Known) -> list[Problem]:
    problems: list[Problem] = []
    number, reporter = row.text("number"), row.text("reporter")
    stored = known.tasks.get(number)
    if number and (earlier := intake.repeated(number, row)):
        reason = _("task number {number} is already in row {row} of this file").format(number=number, row=earlier)
        problems.append(Problem("number", reason))
    elif stored and _something_else(row, stored):
        reason = _("task number {number} belongs to “{what}”, reported on {day}").format(
            number=number, what=stored["what"], day=long_date(stored["reported_on"])
        )
        problems.append(Problem("number", reason))
    if reporter and reporter not in known.people:
        problems.append(
            Problem("reporter", _("member number {number} is not in the members' register").format(number=reporter))
        )
    if not any(problem.field in ("status", "done_on") for problem in row.problems):
        status, done_on = _state(row, stored)
        for problem in check_task(row.values.get("reported_on"), status, done_on, intake.tx.today):
            where = problem.field if intake.has(problem.field) else "status"
            problems.append(Problem(where, problem.message))
    return problems


def _something_else(row: Row, stored: Mapping[str, Any]) -> bool:
    """A day may be corrected and so may a description; when both differ it is another task."""
    return row.values.get("reported_on") != stored["reported_on"] and fold(row.text("what")) != fold(stored["what"])


def _state(row: Row, stored: Mapping[str, Any] | None) -> tuple[str, date | None]:
    """Tell the status and the day it was done: a day without a status means done, neither says nothing new."""
    stated, filled = row.values.get("status"), row.values.get("done_on")
    if stated is None and filled is None:
        return (stored["status"], stored["done_on"]) if stored else ("reported", None)
    if "done_on" not in row.values and stored:
        filled = stored["done_on"]
    return stated or "done", filled


def _values(row: Row, known: _Known, stored: Mapping[str, Any] | None) -> dict[str, Any]:
    """The columns a row says something about."""
    values: dict[str, Any] = {name: row.values[name] for name in ("number", "reported_on", "what")}
    values.update((name, row.text(name)) for name in TEXTS if name in row.values)
    if "contractor" in values:
        values["contractor"] = _contractor(values["contractor"], known, stored)
    values.update((name, row.values[name]) for name in CHOICES if row.values.get(name))
    values.update((name, row.values[name]) for name in ("budget_cents", "cost_cents") if name in row.values)
    values["status"], values["done_on"] = _state(row, stored)
    if "reporter" in row.values:
        values["reporter_id"] = known.people.get(row.text("reporter"))
    if "place" in values:
        place = known.places.get(values["place"], Place())
        values.update(links_for(stored or {"place": None}, values["place"], place))
    return values


def _contractor(words: str, known: _Known, stored: Mapping[str, Any] | None) -> str:
    """Tell who does a task: the contractor that the words name, else the words themselves.

    Words that name nobody on the list, or none, do not take the place of somebody who is on it: a person said at the
    desk whom they mean, or gave the order.
    """
    named = known.contractors.get(name_key(words))
    kept = stored["contractor"] if stored else ""
    return named or (kept if name_key(kept) in known.contractors else words)


def _warn(intake: Intake, row: Row, values: Mapping[str, Any]) -> None:
    """Say what should not have been, of a row that is taken in as it stands."""
    status, done_on = values["status"], values["done_on"]
    if done_on and status != "done" and row.values.get("status"):
        reason = _("there is a day on which it was done, but the status is “{status}”; that status is kept").format(
            status=_(STATUSES[status])
        )
        intake.warn(row, "status", reason)
    if values["reported_on"] > intake.tx.today:
        reason = _("reported on {day}, which is still to come").format(day=long_date(values["reported_on"]))
        intake.warn(row, "reported_on", reason)


# -- what comes round ------------------------------------------------------------------------------------------


def _take_jobs(intake: Intake, rows: Sequence[Row], known: _Known) -> tuple[dict[int, int], set[int]]:
    """Find or begin the job of every row that recurs; gives row to job, and the rows that changed theirs."""
    named: dict[Name, list[_Occurrence]] = {}
    for row in rows:
        if months := row.values.get("every_months"):
            named.setdefault(_name(row, known), []).append(_Occurrence(row, months))
    if not named:
        return {}, set()
    jobs = jobs_by_name(intake.tx)
    newest = {name: max(occurrences, key=lambda one: one.age) for name, occurrences in named.items()}
    disputed = [
        jobs[name].job_id for name, one in newest.items() if name in jobs and jobs[name].every_months != one.months
    ]
    ages = _newest_stored(intake, disputed)
    job_ids: dict[int, int] = {}
    changed: set[int] = set()
    for name, occurrences in named.items():
        job, last = jobs.get(name), newest[name]
        if job is None:
            job = _begin_job(intake, last, _place(last.row, known))
        elif job.every_months not in (None, last.months) and last.age >= ages.get(job.job_id, last.age):
            intake.tx.change(MaintenanceJob, job.job_id, every_months=last.months)
            changed.add(last.row.number)
            _warn_interval(intake, last.row, last.months)
            job = KnownJob(job.job_id, last.months, job.ended_on)
        for one in occurrences:
            job_ids[one.row.number] = job.job_id
            _warn_occurrence(intake, one, job)
    return job_ids, changed


def _name(row: Row, known: _Known) -> Name:
    return fold(row.text("what")), fold(_place(row, known))


def _place(row: Row, known: _Known) -> str:
    stored = known.tasks.get(row.text("number"))
    return row.text("place") if "place" in row.values or stored is None else stored["place"]


def _begin_job(intake: Intake, first: _Occurrence, place: str) -> KnownJob:
    job = MaintenanceJob(what=first.row.text("what"), place=place, every_months=first.months)
    return KnownJob(intake.tx.add(job), first.months, None)


def _warn_interval(intake: Intake, row: Row, months: int) -> None:
    reason = _("other records of this job say otherwise; the newest counts: {recurrence}").format(
        recurrence=recurrence_name(months)
    )
    intake.warn(row, "every_months", reason)


def _warn_occurrence(intake: Intake, one: _Occurrence, job: KnownJob) -> None:
    if job.every_months is not None and one.months != job.every_months:
        _warn_interval(intake, one.row, job.every_months)
    elif job.ended_on and one.row.values["reported_on"] > job.ended_on:
        reason = _("this job was stopped on {day}; let it come round again in the program if that is meant").format(
            day=long_date(job.ended_on)
        )
        intake.warn(one.row, "every_months", reason)


def _newest_stored(intake: Intake, job_ids: Sequence[int]) -> dict[int, tuple[date, int, str]]:
    """The age of the newest occurrence in the store, of some jobs; asked only where intervals differ."""
    if not job_ids:
        return {}
    of_jobs = col(MaintenanceTask.job_id).in_(job_ids)
    newest = (
        select(col(MaintenanceTask.job_id), func.max(col(MaintenanceTask.reported_on)))
        .where(of_jobs)
        .group_by(col(MaintenanceTask.job_id))
    )
    statement = select(
        col(MaintenanceTask.job_id), col(MaintenanceTask.reported_on), col(MaintenanceTask.number)
    ).where(of_jobs, tuple_(col(MaintenanceTask.job_id), col(MaintenanceTask.reported_on)).in_(newest))
    ages: dict[int, tuple[date, int, str]] = {}
    for job_id, reported_on, number in intake.tx.execute(statement):
        if job_id is not None:
            ages[job_id] = max(ages.get(job_id, (date.min, 0, "")), _age(reported_on, number))
    return ages


def _age(reported_on: date, number: str) -> tuple[date, int, str]:
    return reported_on, len(number), number


# -- what is referred to ---------------------------------------------------------------------------------------


def _known(intake: Intake, rows: Sequence[Row]) -> _Known:
    table = table_of(MaintenanceTask)
    found = intake.tx.execute(select(table).where(table.c.number.in_({row.text("number") for row in rows}))).mappings()
    return _Known(
        tasks={row["number"]: dict(row) for row in found},
        people=people_by_number(intake, {row.text("reporter") for row in rows}),
        places=places_of(intake.tx, {row.text("place") for row in rows}),
        contractors=names_by_key(intake.tx),
    )
