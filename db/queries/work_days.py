"""Work days: the list, one of them with its tasks and people, what is fit for one, and the next that comes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, select, true

from coopadmin.domain.maintenance import OPEN
from coopadmin.domain.members import display_name
from coopadmin.domain.work_days import state_of
from db.queries.association import cooperative
from db.queries.base import Listing, Page, contains, count, ordered
from db.queries.hours import NAMES, HoursRow, of_work_day
from db.tables.base import table_of
from db.tables.facilities import Facility
from db.tables.maintenance import MaintenanceTask
from db.tables.members import Person
from db.tables.work_days import WorkDay, WorkDayHelper, WorkDayTask

FILTERS = ("open", "to_close", "closed", "cancelled", "all")
SORTS = ("date", "title")
MOST_FIT = 40
"""Tasks that are offered for a work day at most."""

_days = table_of(WorkDay)
_chosen = table_of(WorkDayTask)
_helpers = table_of(WorkDayHelper)
_tasks = table_of(MaintenanceTask)
_facilities = table_of(Facility)
_people = table_of(Person)

_not_over = and_(_days.c.closed_on.is_(None), _days.c.cancelled_on.is_(None))
_COMING = "yes"


@dataclass(frozen=True, slots=True)
class WorkDayRow:
    """A work day as a list shows it; moments are of the wall clock."""

    work_day_id: int
    title: str
    starts_at: datetime
    ends_at: datetime
    reserve_on: date | None
    place: str
    tasks: int
    taken: int
    """Tasks that somebody who comes took upon them."""
    coming: int
    """People who said to come."""
    closed_on: date | None
    cancelled_on: date | None
    state: str
    """As in `domain/work_days.STATES`."""

    @property
    def on(self) -> date:
        """The day itself."""
        return self.starts_at.date()


@dataclass(frozen=True, slots=True)
class ChosenTask:
    """A task of a work day."""

    task_id: int
    number: str
    what: str
    where: str
    """A room by its name, which neighbours know better than its code."""
    status: str
    minutes_expected: int | None
    people: int | None
    needs: str
    outcome: str
    taken_by: tuple[str, ...]
    """Who comes for it."""


@dataclass(frozen=True, slots=True)
class Helper:
    """Somebody on the list of a work day."""

    person_id: int
    name: str
    said: str
    said_on: date
    task_id: int | None
    task: str
    """The number of the task they took; empty for none."""
    came: bool | None
    note: str


@dataclass(frozen=True, slots=True)
class WorkDayRecord:
    """Everything about a work day."""

    day: WorkDayRow
    leader_id: int | None
    leader: str
    needs: str
    note: str
    tasks: tuple[ChosenTask, ...]
    """In the order of the sheet."""
    helpers: tuple[Helper, ...]
    """By name; who comes first."""
    hours: tuple[HoursRow, ...]
    cooperative: str


@dataclass(frozen=True, slots=True)
class FitTask:
    """A task that waits and can be done by residents."""

    task_id: int
    number: str
    what: str
    place: str
    minutes_expected: int | None


@dataclass(frozen=True, slots=True)
class DayOfTask:
    """A work day that a task was chosen for, and what came of the task on it; empty while it was not closed."""

    work_day_id: int
    title: str
    on: date
    outcome: str


def page(connection: Connection, listing: Listing, on: date) -> Page[WorkDayRow]:
    """List work days by `listing`, as they stand `on`; filters and sorts are named in FILTERS and SORTS."""
    statement = _select_days().where(_filtered(listing.filter, on))
    if listing.search:
        statement = statement.where(contains(listing.search, _days.c.folded))
    column = _days.c.folded if listing.sort == "title" else _days.c.starts_at
    found = connection.execute(ordered(statement, column, listing.descending, _days.c.id).limit(listing.limit))
    return Page(tuple(_row(row, on) for row in found.mappings()), count(connection, statement))


def record(connection: Connection, work_day_id: int, on: date) -> WorkDayRecord | None:
    """Give everything about a work day, or None where there is none."""
    statement = (
        _select_days()
        .add_columns(*(_people.c[name] for name in NAMES))
        .outerjoin(_people, _people.c.id == _days.c.leader_id)
        .where(_days.c.id == work_day_id)
    )
    row = connection.execute(statement).mappings().first()
    if row is None:
        return None
    helpers = _helpers_of(connection, work_day_id)
    return WorkDayRecord(
        day=_row(row, on),
        leader_id=row["leader_id"],
        leader=_name(row),
        needs=row["needs"],
        note=row["note"],
        tasks=_tasks_of(connection, work_day_id, helpers),
        helpers=helpers,
        hours=of_work_day(connection, work_day_id),
        cooperative=cooperative(connection).name,
    )


def fit_tasks(connection: Connection) -> tuple[FitTask, ...]:
    """Give open tasks that residents can do and that are on the list of no work day still to be held, oldest first."""
    chosen = (
        select(_chosen.c.task_id).join(_days, _days.c.id == _chosen.c.work_day_id).where(_not_over).scalar_subquery()
    )
    statement = (
        select(_tasks.c.id, _tasks.c.number, _tasks.c.what, _tasks.c.place, _tasks.c.minutes_expected)
        .where(_tasks.c.for_volunteers, _tasks.c.status.in_(OPEN), _tasks.c.id.not_in(chosen))
        .order_by(_tasks.c.reported_on, _tasks.c.id)
        .limit(MOST_FIT)
    )
    return tuple(FitTask(*row) for row in connection.execute(statement))


def of_task(connection: Connection, task_id: int) -> tuple[DayOfTask, ...]:
    """Give the work days that a task was chosen for, the first one first, without those that were called off."""
    statement = (
        select(_days.c.id, _days.c.title, _days.c.starts_at, _chosen.c.outcome)
        .join(_chosen, _chosen.c.work_day_id == _days.c.id)
        .where(_chosen.c.task_id == task_id, _days.c.cancelled_on.is_(None))
        .order_by(_days.c.starts_at, _days.c.id)
    )
    return tuple(
        DayOfTask(row_id, title, date.fromisoformat(starts_at[:10]), outcome)
        for row_id, title, starts_at, outcome in connection.execute(statement)
    )


def announced(connection: Connection, on: date, last: date) -> tuple[WorkDayRow, ...]:
    """Give the work days that begin by a day and are not over, the earliest first; some wait to be closed."""
    until = f"{last.isoformat()}T24:00"
    statement = _select_days().where(_not_over, _days.c.starts_at <= until).order_by(_days.c.starts_at, _days.c.id)
    return tuple(_row(row, on) for row in connection.execute(statement).mappings())


def named(
    connection: Connection, *, work_day_id: int | None = None, on: date | None = None
) -> tuple[tuple[int, str], ...]:
    """Find work days by their number in the store, or by their day; gives number and title."""
    statement = select(_days.c.id, _days.c.title).order_by(_days.c.starts_at, _days.c.id)
    if work_day_id is not None:
        statement = statement.where(_days.c.id == work_day_id)
    if on is not None:
        statement = statement.where(func.substr(_days.c.starts_at, 1, 10) == on.isoformat())
    return tuple(connection.execute(statement))


# -- within --------------------------------------------------------------------------------------------------------


def _select_days() -> Select[Any]:
    comes = and_(_helpers.c.work_day_id == _days.c.id, _helpers.c.said == _COMING)
    taken = and_(comes, _helpers.c.task_id == _chosen.c.task_id)
    # The day is two levels up, where nothing is correlated by itself: every day of the house would count.
    has_somebody = select(_helpers.c.id).where(taken).correlate(_days, _chosen).exists()
    tasks = select(func.count()).where(_chosen.c.work_day_id == _days.c.id)
    return select(
        *_days.c,
        tasks.scalar_subquery().label("tasks"),
        tasks.where(has_somebody).scalar_subquery().label("taken"),
        select(func.count()).where(comes).scalar_subquery().label("coming"),
    )


def _filtered(name: str, on: date) -> ColumnElement[bool]:
    today = on.isoformat()
    if name == "open":
        return _not_over
    if name == "to_close":
        return and_(_not_over, _days.c.starts_at < today)
    if name == "closed":
        return _days.c.closed_on.is_not(None)
    if name == "cancelled":
        return _days.c.cancelled_on.is_not(None)
    return true()


def _row(row: Mapping[Any, Any], on: date) -> WorkDayRow:
    starts_at = datetime.fromisoformat(row["starts_at"])
    return WorkDayRow(
        work_day_id=row["id"],
        title=row["title"],
        starts_at=starts_at,
        ends_at=datetime.fromisoformat(row["ends_at"]),
        reserve_on=row["reserve_on"],
        place=row["place"],
        tasks=row["tasks"],
        taken=row["taken"],
        coming=row["coming"],
        closed_on=row["closed_on"],
        cancelled_on=row["cancelled_on"],
        state=state_of(starts_at.date(), row["closed_on"], row["cancelled_on"], on),
    )


def _name(row: Mapping[Any, Any]) -> str:
    return display_name(*(row[name] or "" for name in NAMES))


def _helpers_of(connection: Connection, work_day_id: int) -> tuple[Helper, ...]:
    statement = (
        select(*_helpers.c, *(_people.c[name] for name in NAMES), _tasks.c.number.label("task"))
        .join(_people, _people.c.id == _helpers.c.person_id)
        .outerjoin(_tasks, _tasks.c.id == _helpers.c.task_id)
        .where(_helpers.c.work_day_id == work_day_id)
        .order_by(_people.c.folded, _people.c.id)
    )
    found = [
        Helper(
            person_id=row["person_id"],
            name=_name(row),
            said=row["said"],
            said_on=row["said_on"],
            task_id=row["task_id"],
            task=row["task"] or "",
            came=row["came"],
            note=row["note"],
        )
        for row in connection.execute(statement).mappings()
    ]
    answers = ("yes", "maybe", "asked", "no")
    return tuple(sorted(found, key=lambda one: answers.index(one.said)))


def _tasks_of(connection: Connection, work_day_id: int, helpers: tuple[Helper, ...]) -> tuple[ChosenTask, ...]:
    where = case((_facilities.c.code == _tasks.c.place, _facilities.c.name), else_=_tasks.c.place)
    statement = (
        select(
            *(_tasks.c.id, _tasks.c.number, _tasks.c.what, where.label("where"), _tasks.c.status),
            *(_tasks.c.minutes_expected, _chosen.c.people, _chosen.c.needs, _chosen.c.outcome),
        )
        .join(_tasks, _tasks.c.id == _chosen.c.task_id)
        .outerjoin(_facilities, _facilities.c.id == _tasks.c.facility_id)
        .where(_chosen.c.work_day_id == work_day_id)
        .order_by(_chosen.c.place, _chosen.c.id)
    )
    return tuple(
        ChosenTask(*row, taken_by=tuple(one.name for one in helpers if one.task_id == row[0] and one.said == _COMING))
        for row in connection.execute(statement)
    )
