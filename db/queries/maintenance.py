"""What has to be seen to: the list of tasks, one record, and both reports on a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Select, case, func, select

from coopadmin.domain.clocks import END_OF_DAY, Clock, Wait
from coopadmin.domain.maintenance import OPEN, PARTIES, is_late, waited_on
from coopadmin.domain.members import display_name
from coopadmin.domain.morning import Step
from db.queries import morning, task_filters
from db.queries.base import Listing, Page, contains, ordered, total_of
from db.queries.task_clocks import MOST_NAMED, Terms, terms, timed, waits_of, work_clock
from db.queries.task_facts import NOTHING, Facts, facts_of, step_of
from db.tables.base import table_of
from db.tables.maintenance import MaintenanceTask

if TYPE_CHECKING:
    from db.queries.jobs import JobRow

FILTERS = (
    *("open", "overdue", "emergency", "planned", "done", "all", *PARTIES),
    *("reported", "waiting", "nobody_home", "handed_over", "ordered", "unconfirmed"),
)
SORTS = ("morning", "due", "reported", "number", "place", "urgency", "done")

CODES = {
    "location_code": "DEFECTLOCATIE",
    "element_code": "BOUWKUNDIGELEMENTDETAILSOORT",
    "defect_code": "DEFECTSOORT",
    "cause_code": "DEFECTOORZAAK",
}
"""The columns that hold a code of the sector, and the list it is of."""

MOST_OCCURRENCES = 50
"""Occurrences of a job that a record shows; the newest ones."""

_tasks = table_of(MaintenanceTask)
_by_number = (func.length(_tasks.c.number), _tasks.c.number)


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task as a list shows it; `due` is its last day in time, the days it stood still counted; None without a rule.

    `clock` says the same by the minute, and whether it stands still now.
    """

    task_id: int
    number: str
    what: str
    place: str
    kind: str
    urgency: str
    responsible: str
    contractor: str
    status: str
    reported_on: date
    done_on: date | None
    job_id: int | None
    due: date | None
    overdue: bool
    clock: Clock
    planned_on: date | None
    confirmed_on: date | None
    step: Step | None
    """Who must act and what comes next; None for closed work."""
    nobody_home: int
    """How often somebody came for nothing."""


@dataclass(frozen=True, slots=True)
class TaskRecord:
    """Everything about one task; codes, names and numbers are empty where nothing is linked."""

    task: TaskRow
    reporter_id: int | None
    reporter: str
    reporter_number: str
    dwelling_id: int | None
    dwelling: str
    facility_id: int | None
    facility: str
    budget_cents: int | None
    cost_cents: int | None
    note: str
    answer: str
    reported_at: datetime | None
    codes: tuple[tuple[str, str], ...]
    """The codes that were found for it: the name of the sector's list and the code."""
    for_volunteers: bool
    minutes_expected: int | None
    category_id: int | None
    job: JobRow | None
    occurrences: tuple[TaskRow, ...]
    """The other times of the same job, newest first."""


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A line of `report maintenance`."""

    number: str
    what: str
    place: str
    kind: str
    urgency: str
    responsible: str
    status: str
    reported: date
    due: date | None
    done: date | None
    overdue: bool


@dataclass(frozen=True, slots=True)
class InspectionRow:
    """A line of `report inspections`."""

    what: str
    every_months: int | None
    """None where it comes round by a rule of the calendar."""
    last_done: date | None
    next_due: date | None
    days_left: int | None
    place: str
    returns: str
    """How it comes round, in words of the language in use."""
    never_done: bool
    """It was never done, and nobody said from when to count."""


# -- the list ------------------------------------------------------------------------------------------------------


def page(connection: Connection, listing: Listing, on: date, now: datetime | None = None) -> Page[TaskRow]:
    """List tasks by `listing`; filters and sorts are named in FILTERS and SORTS, the first being the usual one.

    `overdue`, `emergency`, `planned` and the names of parties show only what is open. `morning` puts first what presses
    most, as the morning list does; tasks without a last day in time come last when sorted by it. `now` is a moment of
    the day `on`; without it the day is over.
    """
    now = now or datetime.combine(on, END_OF_DAY)
    known = terms(connection)
    statement = _select_tasks().where(task_filters.filtered(connection, listing.filter, known, now))
    if listing.search:
        statement = statement.where(contains(listing.search, _tasks.c.folded))
    by: dict[str, Any] = {
        "reported": _tasks.c.reported_on,
        "number": _by_number[0],
        "place": func.nullif(_tasks.c.place, ""),
        "urgency": case((_tasks.c.urgency == "emergency", 0), (_tasks.c.urgency == "normal", 1), else_=2),
        "done": _tasks.c.done_on,
    }
    if listing.sort == "morning":
        rows = _by_morning(connection, statement, listing, known, now)
    elif listing.sort not in by:
        rows = _by_due(connection, statement, listing, known, now)
    else:
        then = [column.desc() for column in _by_number] if listing.descending else _by_number
        order = ordered(statement, by[listing.sort], listing.descending, *then)
        rows = _rows(connection, order.limit(listing.limit), known, now)
    return Page(rows, total_of(connection, statement, len(rows), listing.limit))


def linked(
    connection: Connection,
    on: date,
    *,
    dwelling_id: int | None = None,
    facility_id: int | None = None,
    reporter_id: int | None = None,
    job_id: int | None = None,
    most: int = MOST_OCCURRENCES,
) -> tuple[TaskRow, ...]:
    """Give the tasks of a home, a facility, a reporter or a job, newest first: what their own records show."""
    wanted = {"dwelling_id": dwelling_id, "facility_id": facility_id, "reporter_id": reporter_id, "job_id": job_id}
    statement = _select_tasks().where(*(_tasks.c[name] == value for name, value in wanted.items() if value is not None))
    newest_first = (column.desc() for column in (_tasks.c.reported_on, *_by_number))
    statement = statement.order_by(*newest_first).limit(most)
    return _rows(connection, statement, terms(connection), datetime.combine(on, END_OF_DAY))


def _select_tasks() -> Select[Any]:
    return select(*(column for column in _tasks.c if column.name not in ("folded", "note")))


def _row(
    values: Mapping[Any, Any], known: Terms, waits: Sequence[Wait], now: datetime, facts: Facts = NOTHING
) -> TaskRow:
    is_open = values["status"] in OPEN
    clock = work_clock(timed(values), known, waits, now)
    due = clock.due_at.date() if clock.due_at else None
    return TaskRow(
        task_id=values["id"],
        number=values["number"],
        what=values["what"],
        place=values["place"],
        kind=values["kind"],
        urgency=values["urgency"],
        responsible=values["responsible"],
        contractor=values["contractor"],
        status=values["status"],
        reported_on=values["reported_on"],
        done_on=values["done_on"],
        job_id=values["job_id"],
        due=due,
        overdue=is_open and (is_late(due, now.date()) or (now.time() != END_OF_DAY and clock.late)),
        clock=clock,
        planned_on=values["planned_on"],
        confirmed_on=values["confirmed_on"],
        step=step_of(values, waits, facts, now.date()) if is_open else None,
        nobody_home=facts.nobody_home,
    )


def _rows(connection: Connection, statement: Select[Any], known: Terms, now: datetime) -> tuple[TaskRow, ...]:
    found = connection.execute(statement).mappings().all()
    waits = waits_of(connection, known, [values["id"] for values in found])
    waiting = [(values["id"], values["status"]) for values in found if values["status"] in OPEN]
    # A report of everything has no use for what comes next.
    facts = facts_of(connection, waiting) if len(waiting) <= MOST_NAMED else {}
    return tuple(
        _row(values, known, waits.get(values["id"], ()), now, facts.get(values["id"], NOTHING)) for values in found
    )


def _by_morning(
    connection: Connection, statement: Select[Any], listing: Listing, known: Terms, now: datetime
) -> tuple[TaskRow, ...]:
    """Put what presses most first, and what is closed behind it, newest first; turned round it is the other way."""
    condition = statement.whereclause
    first, _total = morning.in_order(connection, condition, known, now, None if listing.descending else listing.limit)
    places = {one.task_id: place for place, one in enumerate(first)}
    closed = statement.where(_tasks.c.status.not_in(OPEN))
    newest = closed.order_by(*(column.desc() for column in (_tasks.c.reported_on, *_by_number)))
    behind = newest.limit(max(listing.limit - len(places), 0))
    if listing.descending:
        behind = closed.order_by(_tasks.c.reported_on, *_by_number).limit(listing.limit)
        places = dict(zip(reversed(places), range(len(places)), strict=True))
    wanted = list(places)[: listing.limit]
    rows = list(_rows(connection, _select_tasks().where(_tasks.c.id.in_(wanted)), known, now)) if wanted else []
    rows.sort(key=lambda row: places[row.task_id])
    others = _rows(connection, behind, known, now)
    return ((*others, *rows) if listing.descending else (*rows, *others))[: listing.limit]


def _by_due(
    connection: Connection, statement: Select[Any], listing: Listing, known: Terms, now: datetime
) -> tuple[TaskRow, ...]:
    """Order by the last day in time, which is no column: under one limit that is the order of reporting.

    So the first rows under each limit are read in that order, and merged with what is planned for a day and with the
    few whose clock stood still.
    """
    reported = _tasks.c.reported_on.desc() if listing.descending else _tasks.c.reported_on
    planned_on = _tasks.c.planned_on.desc() if listing.descending else _tasks.c.planned_on
    clocks = task_filters.stood_clocks(connection, known, now, statement.whereclause)
    stood = [task_id for task_id, one in clocks.items() if one.due_at is not None]
    never_stood = statement.where(_tasks.c.id.not_in(stood))
    asked = [
        never_stood.where(task_filters.within(limit)).order_by(reported, *_by_number).limit(listing.limit)
        for limit in known.work
    ]
    asked.append(never_stood.where(task_filters.has_planned_day).order_by(planned_on, *_by_number).limit(listing.limit))
    if stood:
        asked.append(statement.where(_tasks.c.id.in_(stood)))
    timed_rows = [row for one in asked for row in _rows(connection, one, known, now)]
    timed_rows.sort(key=lambda row: (len(row.number), row.number))
    timed_rows.sort(key=lambda row: row.due or date.max, reverse=listing.descending)
    if len(timed_rows) < listing.limit:
        rest = never_stood.where(task_filters.untimed(known)).order_by(reported, *_by_number)
        timed_rows.extend(_rows(connection, rest.limit(listing.limit - len(timed_rows)), known, now))
    return tuple(timed_rows[: listing.limit])


# -- one record ----------------------------------------------------------------------------------------------------


def record(connection: Connection, task_id: int, on: date, now: datetime | None = None) -> TaskRecord | None:
    """Give everything about one task as it stands on a day, or None where there is no such task.

    `now` is a moment of that day; without it the day is over.
    """
    # The list of tasks is on the first page, which does not wait for what only a record shows.
    from db.queries.jobs import job
    from db.tables.dwellings import Dwelling
    from db.tables.facilities import Facility
    from db.tables.members import Member, Person

    people, members = table_of(Person), table_of(Member)
    homes, facilities = table_of(Dwelling), table_of(Facility)
    names = ("family_name", "prefix", "initials", "given_name")
    statement = (
        select(
            _tasks,
            *(people.c[name] for name in names),
            members.c.number.label("reporter_number"),
            homes.c.code.label("dwelling"),
            facilities.c.name.label("facility"),
        )
        .outerjoin(people, people.c.id == _tasks.c.reporter_id)
        .outerjoin(members, members.c.person_id == people.c.id)
        .outerjoin(homes, homes.c.id == _tasks.c.dwelling_id)
        .outerjoin(facilities, facilities.c.id == _tasks.c.facility_id)
        .where(_tasks.c.id == task_id)
    )
    row = connection.execute(statement).mappings().first()
    if row is None:
        return None
    known, now = terms(connection), datetime.combine(on, END_OF_DAY) if now is None else now
    waits = waits_of(connection, known, [task_id]).get(task_id, ())
    others = _select_tasks().where(_tasks.c.job_id == row["job_id"], _tasks.c.id != task_id)
    newest = others.order_by(_tasks.c.reported_on.desc(), *_by_number).limit(MOST_OCCURRENCES)
    return TaskRecord(
        task=_row(row, known, waits, now, facts_of(connection, [(task_id, row["status"])]).get(task_id, NOTHING)),
        reporter_id=row["reporter_id"],
        reporter=display_name(*(row[name] for name in names)) if row["reporter_id"] else "",
        reporter_number=row["reporter_number"] or "",
        dwelling_id=row["dwelling_id"],
        dwelling=row["dwelling"] or "",
        facility_id=row["facility_id"],
        facility=row["facility"] or "",
        budget_cents=row["budget_cents"],
        cost_cents=row["cost_cents"],
        note=row["note"],
        answer=row["answer"],
        reported_at=datetime.fromisoformat(row["reported_at"]) if row["reported_at"] else None,
        codes=tuple((name, row[column]) for column, name in CODES.items() if row[column]),
        for_volunteers=bool(row["for_volunteers"]),
        minutes_expected=row["minutes_expected"],
        category_id=row["category_id"],
        job=job(connection, row["job_id"], on) if row["job_id"] else None,
        occurrences=_rows(connection, newest, known, now) if row["job_id"] else (),
    )


# -- the reports ---------------------------------------------------------------------------------------------------


def register(connection: Connection, on: date) -> tuple[RegisterRow, ...]:
    """Give the tasks reported by a day, by number; `overdue` as it was that day, the status as it is now."""
    statement = _select_tasks().where(_tasks.c.reported_on <= on).order_by(*_by_number)
    return tuple(
        RegisterRow(
            number=row.number,
            what=row.what,
            place=row.place,
            kind=row.kind,
            urgency=row.urgency,
            responsible=row.responsible,
            status=row.status,
            reported=row.reported_on,
            due=row.due,
            done=row.done_on,
            overdue=waited_on(row.status, row.done_on, on) and is_late(row.due, on),
        )
        for row in _rows(connection, statement, terms(connection), datetime.combine(on, END_OF_DAY))
    )


def inspections(connection: Connection, on: date, within: int | None = None) -> tuple[InspectionRow, ...]:
    """Give the recurring jobs by what they are, each with the day it is due again.

    With `within` only those due at most so many days after `on`, the ones past their day among them, and those
    never done, which may be due any day.
    """
    from db.queries.jobs import jobs

    return tuple(
        InspectionRow(
            what=row.what,
            every_months=row.every_months,
            last_done=row.last_done,
            next_due=row.next_due,
            days_left=row.days_left,
            place=row.place,
            returns=row.returns,
            never_done=row.never_done,
        )
        for row in jobs(connection, on)
        if within is None or (row.never_done if row.days_left is None else row.days_left <= within)
    )


def next_number(connection: Connection) -> str:
    """Propose the number after the highest, in the form the register uses (`M-0036` → `M-0037`)."""
    from db.queries.members import following_number

    highest = connection.execute(
        select(_tasks.c.number).order_by(*(column.desc() for column in _by_number)).limit(1)
    ).scalar()
    return following_number(highest or "M-0000")
