"""What others changed of a row since it was read: asked of the journal, in the transaction that wants to change it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from coopadmin.errors import Meanwhile
from db.tables.journal import JournalEntry, JournalValue

_DERIVED = frozenset({"folded"})
"""Columns that follow from others, which nobody types."""


def changed_since(
    connection: Connection, table: str, row_id: int, wanted: Mapping[str, Any], seen: int
) -> list[Meanwhile]:
    """Find which of the `wanted` columns of a row a batch later than `seen` changed, by its newest change."""
    later = connection.execute(
        select(col(JournalEntry.actor), col(JournalEntry.at), col(JournalValue.values_json))
        .join(JournalEntry, col(JournalEntry.id) == col(JournalValue.entry_id))
        .where(
            col(JournalValue.table_name) == table,
            col(JournalValue.row_id) == row_id,
            col(JournalValue.entry_id) > seen,
            col(JournalValue.values_json).is_not(None),
        )
        .order_by(col(JournalValue.entry_id).desc(), col(JournalValue.position).desc())
    )
    found: dict[str, Meanwhile] = {}
    for actor, at, values_json in later:
        after: dict[str, Any] = json.loads(values_json or "{}")["after"]
        for column in wanted.keys() & after.keys() - found.keys() - _DERIVED:
            moment = datetime.fromisoformat(at)
            theirs, ours = _text(after[column]), _text(wanted[column])
            found[column] = Meanwhile(table, row_id, column, theirs, ours, actor, moment)
    return [found[column] for column in wanted if column in found]


def _text(value: object) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)
