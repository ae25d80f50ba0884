"""Work in the corporation's hands: of one task, and of which the corporation is to be reminded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, select
from sqlmodel import col

from coopadmin.domain.handovers import Handed, Reminder, Terms, reminder, terms
from coopadmin.domain.maintenance import OPEN
from db.queries import association
from db.tables.association import Owner
from db.tables.base import table_of
from db.tables.handovers import Handover, HandoverReminder
from db.tables.maintenance import MaintenanceTask

_handovers, _owners, _tasks = table_of(Handover), table_of(Owner), table_of(MaintenanceTask)


@dataclass(frozen=True, slots=True)
class ReminderRow:
    """A time the corporation was spoken with."""

    reminder_id: int
    sent_on: date
    way: str
    note: str


@dataclass(frozen=True, slots=True)
class HandoverRow:
    """A time that a task lay with the corporation; `reminder` is None where that is over."""

    handover_id: int
    task_id: int
    owner_id: int | None
    owner: str
    handed_on: date
    way: str
    reference: str
    promised_on: date | None
    ended_on: date | None
    outcome: str
    note: str
    reminders: tuple[ReminderRow, ...]
    """Newest first."""
    reminder: Reminder | None

    def owed(self, on: date) -> bool:
        """Tell whether the corporation is to be reminded on a day."""
        return self.reminder is not None and self.reminder.owed(on)


@dataclass(frozen=True, slots=True)
class WithCorporation:
    """A task that lies with the corporation now."""

    number: str
    what: str
    place: str
    handover: HandoverRow


def of_task(connection: Connection, task_id: int, on: date) -> tuple[HandoverRow, ...]:
    """Give the times a task lay with the corporation, newest first."""
    found = _rows(connection, _handovers.c.task_id == task_id, on)
    return tuple(sorted(found, key=lambda one: (one.ended_on is None, one.handed_on, one.handover_id), reverse=True))


def open_of_task(connection: Connection, task_id: int, on: date) -> HandoverRow | None:
    """Give how a task lies with the corporation now, or None."""
    return next((one for one in of_task(connection, task_id, on) if one.ended_on is None), None)


def with_corporation(connection: Connection, on: date) -> tuple[WithCorporation, ...]:
    """Give the open tasks that lie with the corporation, the longest overdue reminder first."""
    condition = _handovers.c.ended_on.is_(None) & _tasks.c.status.in_(OPEN)
    rows = {one.task_id: one for one in _rows(connection, condition, on)}
    named = select(
        col(MaintenanceTask.id), col(MaintenanceTask.number), col(MaintenanceTask.what), col(MaintenanceTask.place)
    ).where(col(MaintenanceTask.id).in_(list(rows)))
    found = [
        WithCorporation(number, what, place, rows[task_id])
        for task_id, number, what, place in connection.execute(named)
    ]
    found.sort(key=lambda one: (one.handover.reminder.due_on if one.handover.reminder else date.max, one.number))
    return tuple(found)


def reminders_owed(connection: Connection, on: date) -> tuple[WithCorporation, ...]:
    """Give the tasks of which the corporation is to be reminded on a day, the longest overdue first."""
    return tuple(one for one in with_corporation(connection, on) if one.handover.owed(on))


def reminders_of(connection: Connection, task_ids: Collection[int], on: date) -> dict[int, Reminder]:
    """Give until when the corporation may be left alone, of those of some tasks that lie with it."""
    condition = _handovers.c.ended_on.is_(None) & _handovers.c.task_id.in_(list(task_ids))
    return {one.task_id: one.reminder for one in _rows(connection, condition, on) if one.reminder is not None}


def owners(connection: Connection) -> tuple[tuple[int, str], ...]:
    """Give the corporations, number and name."""
    statement = select(col(Owner.id), col(Owner.name)).order_by(col(Owner.name))
    return tuple((row_id, name) for row_id, name in connection.execute(statement))


def _rows(connection: Connection, condition: ColumnElement[bool], on: date) -> list[HandoverRow]:
    statement = (
        select(_handovers, _owners.c.name.label("owner"))
        .join(_tasks, _tasks.c.id == _handovers.c.task_id)
        .outerjoin(_owners, _owners.c.id == _handovers.c.owner_id)
        .where(condition)
    )
    found = connection.execute(statement).mappings().all()
    if not found:
        return []
    known = terms(association.rules(connection), on)
    spoken = _spoken(connection, [row["id"] for row in found])
    return [_row(row, spoken.get(row["id"], ()), known) for row in found]


def _row(values: Mapping[Any, Any], spoken: tuple[ReminderRow, ...], known: Terms) -> HandoverRow:
    handed = Handed(values["handed_on"], values["promised_on"], [one.sent_on for one in spoken])
    return HandoverRow(
        handover_id=values["id"],
        task_id=values["task_id"],
        owner_id=values["owner_id"],
        owner=values["owner"] or "",
        handed_on=values["handed_on"],
        way=values["way"],
        reference=values["reference"],
        promised_on=values["promised_on"],
        ended_on=values["ended_on"],
        outcome=values["outcome"],
        note=values["note"],
        reminders=spoken,
        reminder=reminder(handed, known) if values["ended_on"] is None else None,
    )


def _spoken(connection: Connection, handover_ids: Collection[int]) -> dict[int, tuple[ReminderRow, ...]]:
    statement = (
        select(
            col(HandoverReminder.handover_id),
            col(HandoverReminder.id),
            col(HandoverReminder.sent_on),
            col(HandoverReminder.way),
            col(HandoverReminder.note),
        )
        .where(col(HandoverReminder.handover_id).in_(handover_ids))
        .order_by(col(HandoverReminder.sent_on).desc(), col(HandoverReminder.id).desc())
    )
    found: defaultdict[int, list[ReminderRow]] = defaultdict(list)
    for handover_id, reminder_id, sent_on, way, note in connection.execute(statement):
        found[handover_id].append(ReminderRow(reminder_id, sent_on, way, note))
    return {handover_id: tuple(rows) for handover_id, rows in found.items()}
