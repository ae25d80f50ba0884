"""What the clocks of tasks are made of: the rules, the waits, and in SQL whether a day was agreed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, literal_column, select

from coopadmin.domain.association import RuleValue, with_defaults
from coopadmin.domain.clocks import NO_CLOCK, Clock, Timed, Wait, clock
from coopadmin.domain.maintenance import CONTACT_RULES, LIMIT_RULES, OPEN, STATUSES, Limit, limits
from coopadmin.domain.waits import STOP_RULES, stops
from db.tables.association import Setting
from db.tables.base import table_of
from db.tables.maintenance import MaintenanceTask, TaskAppointment, TaskWait

MOST_NAMED = 500
"""Tasks whose waits are asked for by their numbers; of more, all waits are read."""

_tasks = table_of(MaintenanceTask)
_waits = table_of(TaskWait)
_rules = table_of(Setting)
_appointments = table_of(TaskAppointment)

open_tasks = _tasks.c.status.not_in([literal_column(f"'{status}'") for status in STATUSES if status not in OPEN])
"""What still has to be seen to; written out as the index of open tasks is, so that it serves."""

has_wait = exists().where(_waits.c.task_id == _tasks.c.id)

unagreed = and_(
    _tasks.c.urgency == "normal",
    _tasks.c.planned_on.is_(None),
    _tasks.c.responsible != "resident",
    _tasks.c.status.in_(("reported", "judged", "handed_over", "ordered", "waiting")),
    ~exists().where(_appointments.c.task_id == _tasks.c.id, _appointments.c.outcome != "cancelled"),
)
"""Whether a day must still be agreed with the resident: a normal repair that nobody made an appointment for."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The rules that clocks go by: how long work may take, how soon a day is agreed, and which waits stop the clock."""

    work: tuple[Limit, ...]
    contact: tuple[Limit, ...]
    rules: tuple[RuleValue, ...]


def terms(connection: Connection) -> Terms:
    """Read the rules, all that ever held."""
    names = (*LIMIT_RULES.values(), *CONTACT_RULES.values(), *STOP_RULES)
    columns = (_rules.c.name, _rules.c.value, _rules.c.valid_from, _rules.c.source)
    statement = select(*columns).where(_rules.c.name.in_(names))
    rules = tuple(RuleValue(*row) for row in connection.execute(statement))
    contact = (one for one in with_defaults(rules) if one.name in CONTACT_RULES.values())
    return Terms(limits(rules), limits(contact, CONTACT_RULES), rules)


def waits_where(connection: Connection, known: Terms, condition: ColumnElement[bool]) -> dict[int, tuple[Wait, ...]]:
    """Give the waits of some tasks, by task; `condition` may ask for columns of the task too."""
    statement = (
        select(_waits.c.task_id, _waits.c.reason, _waits.c.from_at, _waits.c.until_at)
        .join(_tasks, _tasks.c.id == _waits.c.task_id)
        .where(condition)
    )
    return _by_task(connection.execute(statement).all(), known)


def waits_of(connection: Connection, known: Terms, task_ids: Collection[int]) -> dict[int, tuple[Wait, ...]]:
    """Give the waits of tasks by their numbers, by task."""
    if not task_ids:
        return {}
    statement = select(_waits.c.task_id, _waits.c.reason, _waits.c.from_at, _waits.c.until_at)
    if len(task_ids) <= MOST_NAMED:
        statement = statement.where(_waits.c.task_id.in_(task_ids))
    return _by_task(connection.execute(statement).all(), known)


def _by_task(rows: Iterable[Any], known: Terms) -> dict[int, tuple[Wait, ...]]:
    found: dict[int, tuple[Wait, ...]] = {}
    asked: dict[tuple[str, date], bool] = {}
    for task_id, reason, from_at, until_at in rows:
        begun = datetime.fromisoformat(from_at)
        of_day = (reason, begun.date())
        if of_day not in asked:
            asked[of_day] = stops(known.rules, *of_day)
        wait = Wait(reason, begun, datetime.fromisoformat(until_at) if until_at else None, asked[of_day])
        found[task_id] = (*found.get(task_id, ()), wait)
    return found


def timed(values: Mapping[Any, Any]) -> Timed:
    """Take what decides on its time out of the columns of a task."""
    at = values["reported_at"]
    return Timed(
        values["urgency"], values["reported_on"], datetime.fromisoformat(at) if at else None, values["planned_on"]
    )


def work_clock(task: Timed, known: Terms, waits: Sequence[Wait], now: datetime, *, tell: bool = True) -> Clock:
    """Say how a task stands against the time it may take."""
    return clock(task, known.work, waits, now, tell=tell)


def contact_clock(task: Timed, known: Terms, waits: Sequence[Wait], now: datetime, *, tell: bool = True) -> Clock:
    """Say how a task stands against the time within which a day must be agreed; only normal repairs have one."""
    return clock(task, known.contact, waits, now, tell=tell) if task.urgency in CONTACT_RULES else NO_CLOCK


def pressing(
    task: Timed, known: Terms, waits: Sequence[Wait], now: datetime, *, unagreed: bool, tell: bool = False
) -> Clock:
    """Give the clock that ends first: that of agreeing a day while none was, else that of the work."""
    work = work_clock(task, known, waits, now, tell=tell)
    if not unagreed:
        return work
    contact = contact_clock(task, known, waits, now, tell=tell)
    if contact.due_at is None or (work.due_at is not None and work.due_at <= contact.due_at):
        return work
    return contact
