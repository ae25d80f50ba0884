"""What has to be seen to: the list of tasks, one record, and both reports on a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, false, func, not_, or_, select

from coopadmin.domain.association import RuleValue
from coopadmin.domain.maintenance import LIMIT_RULES, OPEN, PARTIES, Limit, due_on, is_late, limits, waited_on
from coopadmin.domain.members import display_name
from db.queries.base import Listing, Page, contains, count, ordered
from db.tables.association import Setting
from db.tables.base import table_of
from db.tables.maintenance import MaintenanceTask

if TYPE_CHECKING:
    from db.queries.jobs import JobRow

FILTERS = ("open", "overdue", "emergency", "planned", "done", "all", *PARTIES)
SORTS = ("due", "reported", "number", "place", "urgency", "done")

MOST_OCCURRENCES = 50
"""Occurrences of a job that a record shows; the newest ones."""

_tasks, _rules = table_of(MaintenanceTask), table_of(Setting)
_by_number = (func.length(_tasks.c.number), _tasks.c.number)
_open = _tasks.c.status.in_(OPEN)


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task as a list shows it; `due` is its last day in time, None where no rule gives one."""

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
    every_months: int
    last_done: date | None
    next_due: date | None
    days_left: int | None


# -- the list ------------------------------------------------------------------------------------------------------


def page(connection: Connection, listing: Listing, on: date) -> Page[TaskRow]:
    """List tasks by `listing`; filters and sorts are named in FILTERS and SORTS, the first being the usual one.

    `overdue`, `emergency`, `planned` and the names of parties show only what is open; tasks without a last
    day in time come last when sorted by it.
    """
    found = _limits(connection)
    statement = _select_tasks().where(_filtered(listing.filter, found, on))
    if listing.search:
        statement = statement.where(contains(listing.search, _tasks.c.folded))
    total = count(connection, statement)
    by: dict[str, Any] = {
        "reported": _tasks.c.reported_on,
        "number": _by_number[0],
        "place": func.nullif(_tasks.c.place, ""),
        "urgency": case((_tasks.c.urgency == "emergency", 0), (_tasks.c.urgency == "normal", 1), else_=2),
        "done": _tasks.c.done_on,
    }
    if listing.sort not in by:
        return Page(_by_due(connection, statement, listing, found, on), total)
    then = [column.desc() for column in _by_number] if listing.descending else _by_number
    statement = ordered(statement, by[listing.sort], listing.descending, *then).limit(listing.limit)
    return Page(_rows(connection, statement, found, on), total)


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
    return _rows(connection, statement, _limits(connection), on)


def _select_tasks() -> Select[Any]:
    return select(*(column for column in _tasks.c if column.name not in ("folded", "note")))


def _limits(connection: Connection) -> tuple[Limit, ...]:
    statement = select(_rules.c.name, _rules.c.value, _rules.c.valid_from, _rules.c.source).where(
        _rules.c.name.in_(LIMIT_RULES.values())
    )
    return limits(RuleValue(*row) for row in connection.execute(statement))


def _row(values: Mapping[Any, Any], found: Sequence[Limit], on: date) -> TaskRow:
    due = due_on(found, values["urgency"], values["reported_on"])
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
        overdue=values["status"] in OPEN and is_late(due, on),
    )


def _rows(connection: Connection, statement: Select[Any], found: Sequence[Limit], on: date) -> tuple[TaskRow, ...]:
    return tuple(_row(values, found, on) for values in connection.execute(statement).mappings())


def _overdue_on(found: Sequence[Limit], on: date) -> ColumnElement[bool]:
    """Say in SQL what `is_late` says of one open task: reported too long before `on`, by the limit of that day."""
    late = [and_(_within(limit), _tasks.c.reported_on < on - timedelta(days=limit.days)) for limit in found]
    return and_(_open, or_(false(), *late))


def _within(limit: Limit) -> ColumnElement[bool]:
    until = [_tasks.c.reported_on <= limit.last] if limit.last else []
    return and_(_tasks.c.urgency == limit.urgency, _tasks.c.reported_on >= limit.first, *until)


def _filtered(name: str, found: Sequence[Limit], on: date) -> ColumnElement[bool]:
    if name == "all":
        return _tasks.c.id.is_not(None)
    if name == "done":
        return _tasks.c.status == "done"
    if name == "overdue":
        return _overdue_on(found, on)
    if name == "planned":
        return _tasks.c.status == "planned"
    if name == "emergency":
        return and_(_open, _tasks.c.urgency == "emergency")
    if name in PARTIES:
        return and_(_open, _tasks.c.responsible == name)
    return _open


def _by_due(
    connection: Connection, statement: Select[Any], listing: Listing, found: Sequence[Limit], on: date
) -> tuple[TaskRow, ...]:
    """Order by the last day in time, which is no column: under one limit that is the order of reporting.

    So the first rows under each limit are read in that order, and merged.
    """
    reported = _tasks.c.reported_on.desc() if listing.descending else _tasks.c.reported_on
    timed = [
        row
        for limit in found
        for row in _rows(
            connection,
            statement.where(_within(limit)).order_by(reported, *_by_number).limit(listing.limit),
            found,
            on,
        )
    ]
    timed.sort(key=lambda row: (len(row.number), row.number))
    timed.sort(key=lambda row: row.due or date.max, reverse=listing.descending)
    if len(timed) < listing.limit:
        untimed = statement.where(not_(or_(false(), *map(_within, found)))).order_by(reported, *_by_number)
        timed.extend(_rows(connection, untimed.limit(listing.limit - len(timed)), found, on))
    return tuple(timed[: listing.limit])


# -- one record ----------------------------------------------------------------------------------------------------


def record(connection: Connection, task_id: int, on: date) -> TaskRecord | None:
    """Give everything about one task as it stands on a day, or None where there is no such task."""
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
    found = _limits(connection)
    others = _select_tasks().where(_tasks.c.job_id == row["job_id"], _tasks.c.id != task_id)
    newest = others.order_by(_tasks.c.reported_on.desc(), *_by_number).limit(MOST_OCCURRENCES)
    return TaskRecord(
        task=_row(row, found, on),
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
        job=job(connection, row["job_id"], on) if row["job_id"] else None,
        occurrences=_rows(connection, newest, found, on) if row["job_id"] else (),
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
        for row in _rows(connection, statement, _limits(connection), on)
    )


def inspections(connection: Connection, on: date, within: int | None = None) -> tuple[InspectionRow, ...]:
    """Give the recurring jobs by what they are, each with the day it is due again.

    With `within` only those due at most so many days after `on`, the ones past their day among them, and those
    never done, which may be due any day.
    """
    from db.queries.jobs import jobs

    return tuple(
        InspectionRow(row.what, row.every_months, row.last_done, row.next_due, row.days_left)
        for row in jobs(connection, on)
        if within is None or row.days_left is None or row.days_left <= within
    )


def next_number(connection: Connection) -> str:
    """Propose the number after the highest, in the form the register uses (`M-0036` → `M-0037`)."""
    from db.queries.members import following_number

    highest = connection.execute(
        select(_tasks.c.number).order_by(*(column.desc() for column in _by_number)).limit(1)
    ).scalar()
    return following_number(highest or "M-0000")
