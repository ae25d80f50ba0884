"""Records that live on, as approved minutes have them: what changed since is put back from the journal."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select
from sqlmodel import col

from coopadmin.domain.members import display_name
from db.queries.actions import ActionRow
from db.tables.actions import ActionPoint
from db.tables.base import table_of
from db.tables.journal import JournalEntry, JournalValue
from db.tables.meetings import Meeting
from db.tables.members import Person


def as_approved(connection: Connection, meeting_id: int, actions: tuple[ActionRow, ...]) -> tuple[ActionRow, ...]:
    """Give actions as they read when the minutes were approved: what was handed on since is put back.

    Where the journal's values were forgotten, an action is given as it is now.
    """
    first = _before(connection, meeting_id, table_of(ActionPoint).name, [one.action_id for one in actions])
    return tuple(_put_back(connection, one, first.get(one.action_id, {})) for one in actions)


def second_planned(connection: Connection, meeting_id: int, *, approved: bool) -> str | None:
    """Give the moment of the second meeting that was planned after this one, as stored; None where none stands."""
    meetings = table_of(Meeting)
    statement = (
        select(meetings.c.id, meetings.c.starts_at, meetings.c.cancelled_on)
        .where(meetings.c.second_of_id == meeting_id)
        .order_by(meetings.c.id)
    )
    rows = connection.execute(statement).mappings().all()
    before = _before(connection, meeting_id, meetings.name, [row["id"] for row in rows]) if approved else {}
    there = [{**row, **before.get(row["id"], {})} for row in rows]
    return next((str(row["starts_at"]) for row in there if row["cancelled_on"] is None), None)


def _before(connection: Connection, meeting_id: int, table: str, row_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """Give what fields of some rows held when the minutes were approved, where that changed since."""
    approval = connection.execute(
        select(func.max(col(JournalEntry.id)))
        .join(JournalValue, col(JournalValue.entry_id) == col(JournalEntry.id))
        .where(
            col(JournalEntry.deed) == "approve_minutes",
            col(JournalValue.table_name) == table_of(Meeting).name,
            col(JournalValue.row_id) == meeting_id,
        )
    ).scalar()
    if approval is None:
        return {}
    changed = connection.execute(
        select(col(JournalValue.row_id), col(JournalValue.values_json))
        .where(
            col(JournalValue.entry_id) > approval,
            col(JournalValue.table_name) == table,
            col(JournalValue.row_id).in_(row_ids),
            col(JournalValue.change) == "update",
        )
        .order_by(col(JournalValue.entry_id), col(JournalValue.position))
    )
    first: defaultdict[int, dict[str, Any]] = defaultdict(dict)
    for row_id, values_json in changed:
        values: dict[str, dict[str, Any]] = json.loads(values_json) if values_json else {"before": {}}
        for name, value in values["before"].items():
            first[row_id].setdefault(name, value)
    return dict(first)


def _put_back(connection: Connection, action: ActionRow, before: Mapping[str, Any]) -> ActionRow:
    changes: dict[str, Any] = {}
    if "what" in before:
        changes["what"] = before["what"]
    if "due_on" in before:
        changes["due_on"] = None if before["due_on"] is None else date.fromisoformat(before["due_on"])
    if "owner_id" in before:
        name = (col(Person.family_name), col(Person.prefix), col(Person.initials), col(Person.given_name))
        named = connection.execute(select(*name).where(col(Person.id) == before["owner_id"])).first()
        changes["owner_id"], changes["owner"] = before["owner_id"], display_name(*named) if named else ""
    return replace(action, **changes)
