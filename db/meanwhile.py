"""What others changed of a row since it was read: asked of the journal, in the transaction that wants to change it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from coopadmin.errors import Meanwhile, Refused
from coopadmin.i18n import _
from db.tables.journal import JournalEntry, JournalValue

_DERIVED = frozenset({"folded"})
"""Columns that follow from others, which nobody types."""


def changed_since(
    connection: Connection, table: str, row_id: int, wanted: Mapping[str, Any], seen: int
) -> list[Meanwhile]:
    """Find which of the `wanted` columns of a row a batch later than `seen` changed, by its newest change.

    Raises Refused where such a batch was cleared: what is wanted was read before, and would bring it back.
    """
    later = connection.execute(
        select(col(JournalEntry.actor), col(JournalEntry.at), col(JournalValue.values_json))
        .join(JournalEntry, col(JournalEntry.id) == col(JournalValue.entry_id))
        .where(
            col(JournalValue.table_name) == table,
            col(JournalValue.row_id) == row_id,
            col(JournalValue.entry_id) > seen,
        )
        .order_by(col(JournalValue.entry_id).desc(), col(JournalValue.position).desc())
    )
    found: dict[str, Meanwhile] = {}
    read: dict[str, str] = {}
    for actor, at, values_json in later:
        if values_json is None:
            raise _refusal(actor)
        values: dict[str, dict[str, Any]] = json.loads(values_json)
        after = values["after"]
        read.update((column, _text(value)) for column, value in values["before"].items())
        for column in wanted.keys() & after.keys() - found.keys() - _DERIVED:
            moment = datetime.fromisoformat(at)
            theirs, ours = _text(after[column]), _text(wanted[column])
            found[column] = Meanwhile(table, row_id, column, theirs, ours, actor, moment)
    # The oldest of these changes, read last, says what stood there when it was read.
    return [
        replace(found[column], touched=found[column].ours != read.get(column)) for column in wanted if column in found
    ]


def refuse_changed(connection: Connection, table: str, row_id: int, seen: int) -> None:
    """Raise Refused where a batch later than `seen` changed a row that is to be removed."""
    later = connection.execute(
        select(col(JournalEntry.actor))
        .join(JournalValue, col(JournalEntry.id) == col(JournalValue.entry_id))
        .where(
            col(JournalValue.table_name) == table,
            col(JournalValue.row_id) == row_id,
            col(JournalValue.entry_id) > seen,
            col(JournalValue.change) == "update",
        )
        .order_by(col(JournalValue.entry_id).desc())
        .limit(1)
    )
    for (actor,) in later:
        raise _refusal(actor)


def _refusal(who: str) -> Refused:
    return Refused(
        _("{who} changed this while you had it open. Look at it as it is now, and do it again.").format(who=who)
    )


def _text(value: object) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)
