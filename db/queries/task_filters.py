"""Which tasks a list shows, in SQL; what the rules say of a task that never stood still, SQL can say too."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, exists, false, not_, or_, select, true

from coopadmin.domain.clocks import END_OF_DAY, Clock, after
from coopadmin.domain.maintenance import PARTIES, Limit, is_late
from db.queries.task_clocks import Terms, has_wait, open_tasks, timed, waits_where, work_clock
from db.tables.base import table_of
from db.tables.maintenance import MaintenanceTask, TaskAppointment

_tasks = table_of(MaintenanceTask)
_appointments = table_of(TaskAppointment)

has_planned_day = and_(_tasks.c.urgency == "planned", _tasks.c.planned_on.is_not(None))
"""Planned work of which the day is known."""

STATUS_FILTERS = ("planned", "reported", "waiting", "handed_over", "ordered")


def within(limit: Limit) -> ColumnElement[bool]:
    """Demand that a task goes by this limit."""
    until = [_tasks.c.reported_on <= limit.last] if limit.last else []
    return and_(_tasks.c.urgency == limit.urgency, _tasks.c.reported_on >= limit.first, *until)


def untimed(known: Terms) -> ColumnElement[bool]:
    """Demand that no rule and no plan gives a task a last day."""
    return not_(or_(false(), has_planned_day, *map(within, known.work)))


def stood_clocks(
    connection: Connection, known: Terms, now: datetime, condition: ColumnElement[bool] | None
) -> dict[int, Clock]:
    """Give the clocks of the tasks that fit and ever waited, by task: SQL alone cannot say when they are due."""
    condition = true() if condition is None else condition
    waits = waits_where(connection, known, condition)
    statement = select(
        _tasks.c.id, _tasks.c.urgency, _tasks.c.reported_on, _tasks.c.reported_at, _tasks.c.planned_on
    ).where(condition, has_wait)
    return {
        row["id"]: work_clock(timed(row), known, waits.get(row["id"], ()), now, tell=False)
        for row in connection.execute(statement).mappings()
    }


def filtered(connection: Connection, name: str, known: Terms, now: datetime) -> ColumnElement[bool]:
    """Demand what a filter names."""
    if name == "all":
        return _tasks.c.id.is_not(None)
    if name == "done":
        return _tasks.c.status == "done"
    if name == "unconfirmed":
        return and_(_tasks.c.status == "done", _tasks.c.confirmed_on.is_(None))
    if name == "overdue":
        return _overdue(connection, known, now)
    if name in STATUS_FILTERS:
        return _tasks.c.status == name
    if name == "emergency":
        return and_(open_tasks, _tasks.c.urgency == "emergency")
    if name == "nobody_home":
        came = exists().where(_appointments.c.task_id == _tasks.c.id, _appointments.c.outcome == "nobody_home")
        return and_(open_tasks, came)
    if name in PARTIES:
        return and_(open_tasks, _tasks.c.responsible == name)
    return open_tasks


def _overdue(connection: Connection, known: Terms, now: datetime) -> ColumnElement[bool]:
    """Say in SQL what `is_late` says of one open task: reported too long ago, by the limit of that day."""
    on = now.date()
    stood = stood_clocks(connection, known, now, open_tasks)
    late = [and_(within(limit), _tasks.c.reported_on < on - timedelta(days=limit.days)) for limit in known.work]
    if now.time() != END_OF_DAY:
        late.extend(_late_today(limit, now) for limit in known.work if limit.urgency == "emergency")
    late.append(and_(has_planned_day, _tasks.c.planned_on < on))
    stood_late = [task_id for task_id, one in stood.items() if is_late(one.due_at.date() if one.due_at else None, on)]
    return and_(open_tasks, or_(and_(or_(*late), _tasks.c.id.not_in(list(stood))), _tasks.c.id.in_(stood_late)))


def _late_today(limit: Limit, now: datetime) -> ColumnElement[bool]:
    """Say in SQL that the hours of an emergency are over."""
    since = after(now, -timedelta(days=limit.days)).isoformat(timespec="minutes")
    return and_(within(limit), _tasks.c.reported_at < since)
