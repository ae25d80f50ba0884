"""The morning list: what waits, by urgency, by the time left, and by who must act."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, select

from coopadmin.domain.clocks import END_OF_DAY, Clock, Timed, Wait
from coopadmin.domain.maintenance import URGENCIES
from coopadmin.domain.morning import ACTORS
from db.queries.base import PAGE_ROWS, Page
from db.queries.task_clocks import Terms, open_tasks, pressing, terms, unagreed, waits_where
from db.queries.task_facts import NOTHING, Facts, facts_of, step_of
from db.tables.base import table_of
from db.tables.maintenance import MaintenanceTask

_tasks = table_of(MaintenanceTask)

_SHOWN = ("id", "number", "what", "place", "urgency", "responsible", "status", "reported_on", "planned_on")
_columns: Select[Any] = select(*(_tasks.c[name] for name in _SHOWN))
_narrow = select(
    _tasks.c.id,
    _tasks.c.urgency,
    _tasks.c.reported_on,
    _tasks.c.reported_at,
    _tasks.c.planned_on,
    unagreed.label("unagreed"),
)


@dataclass(frozen=True, slots=True)
class MorningRow:
    """A task that waits: how long it has, who must act (a code of ACTORS) and what comes next.

    `clock` is the one that ends first: to agree a day, or to have it done; `agrees` says that it is the former.
    """

    task_id: int
    number: str
    what: str
    place: str
    urgency: str
    responsible: str
    status: str
    reported_on: date
    clock: Clock
    agrees: bool
    actor: str
    step: str
    nobody_home: int


@dataclass(frozen=True, slots=True)
class Ranked:
    """A task in the order of the morning, before all that is said of it."""

    task_id: int
    clock: Clock
    agrees: bool
    waits: Sequence[Wait]


def morning(connection: Connection, now: datetime, limit: int = PAGE_ROWS) -> Page[MorningRow]:
    """Give the open tasks in the order in which they are to be looked at in the morning, and how many there are.

    Emergencies first, then normal repairs, then what is planned; within these what has least time left, those whose
    clock stands still behind the others, and what has as much time by who must act: ourselves first.
    """
    first, total = in_order(connection, None, terms(connection), now, limit)
    statement = _columns.where(_tasks.c.id.in_([one.task_id for one in first]))
    values = {row["id"]: row for row in connection.execute(statement).mappings()}
    facts = facts_of(connection, [(one.task_id, values[one.task_id]["status"]) for one in first])
    rows = [_row(one, values[one.task_id], facts.get(one.task_id, NOTHING), now) for one in first]
    rows.sort(key=_by_actor)
    return Page(tuple(rows), total)


def in_order(
    connection: Connection, condition: ColumnElement[bool] | None, known: Terms, now: datetime, limit: int | None
) -> tuple[list[Ranked], int]:
    """Give the open tasks that fit a condition, what presses most first, at most `limit` of them; and how many fit.

    When a task is due is no column, so all that is open is looked through, by a few columns only. Repairs of one day
    that never waited stand alike, so their clock is worked out once.
    """
    asked = open_tasks if condition is None else and_(open_tasks, condition)
    waits = waits_where(connection, known, asked)
    alike: dict[tuple[str, date | None, bool], Clock] = {}
    ranked: list[tuple[int, bool, datetime, date, int, Clock, bool]] = []
    for task_id, urgency, reported_on, at, planned_on, agrees in connection.execute(_narrow.where(asked)).all():
        waited = waits.get(task_id, ())
        kind = (urgency, planned_on if urgency == "planned" else reported_on, agrees)
        by_the_minute = urgency == "emergency" and at is not None
        one = None if waited or by_the_minute else alike.get(kind)
        if one is None:
            task = Timed(urgency, reported_on, datetime.fromisoformat(at) if at else None, planned_on)
            one = pressing(task, known, waited, now, unagreed=agrees)
            if not waited and not by_the_minute:
                alike[kind] = one
        ranked.append((_URGENCY[urgency], one.paused, one.due_at or _LAST, reported_on, task_id, one, agrees))
    total = len(ranked)
    chosen = sorted(ranked) if limit is None else heapq.nsmallest(limit, ranked)
    return [Ranked(task_id, one, agrees, waits.get(task_id, ())) for *_rank, task_id, one, agrees in chosen], total


_LAST = datetime.combine(date(9999, 12, 31), END_OF_DAY)


def _by_actor(row: MorningRow) -> tuple[int, bool, datetime, int]:
    return _URGENCY[row.urgency], row.clock.paused, row.clock.due_at or _LAST, _ACTOR[row.actor]


_URGENCY = {urgency: place for place, urgency in enumerate(URGENCIES)}
_ACTOR = {actor: place for place, actor in enumerate(ACTORS)}


# -- what is said of each --------------------------------------------------------------------------------------


def _row(one: Ranked, values: Mapping[Any, Any], facts: Facts, now: datetime) -> MorningRow:
    step = step_of(values, one.waits, facts, now.date())
    return MorningRow(
        task_id=one.task_id,
        number=values["number"],
        what=values["what"],
        place=values["place"],
        urgency=values["urgency"],
        responsible=values["responsible"],
        status=values["status"],
        reported_on=values["reported_on"],
        clock=one.clock,
        agrees=one.agrees,
        actor=step.actor,
        step=step.words,
        nobody_home=facts.nobody_home,
    )
