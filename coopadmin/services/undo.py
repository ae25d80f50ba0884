"""Taking back what was done: a batch is reversed whole by a deed of its own, which can itself be taken back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ForeignKey, Table, and_, func, select
from sqlmodel import SQLModel, col

from coopadmin.domain.deeds import deed_name
from coopadmin.errors import Refused
from coopadmin.i18n import _
from db.journal import RowChange, Transaction, canonical, stored_changes
from db.tables.journal import JournalEntry, JournalValue

_REVERSED = {"insert": "delete", "update": "update", "delete": "insert"}


def undo(transaction: Transaction, batch: int | None = None) -> int:
    """Take back `batch`, or the last action that still stands; give its number.

    Raises Refused where there is nothing to take back, where it was taken back already, or where later work
    depends on it; that work is named.
    """
    entry_id = batch if batch is not None else _last_standing(transaction)
    if entry_id is None:
        raise Refused(_("There is nothing to take back."))
    if _deed_of(transaction, entry_id) is None:
        raise Refused(_("There is no batch {batch}.").format(batch=entry_id))
    if _deed_of(transaction, entry_id) == "start_cooperative":
        raise Refused(_("The beginning of the store cannot be taken back; remove the file instead."))
    if not _stands(transaction, entry_id):
        raise Refused(_("Batch {batch} was already taken back.").format(batch=entry_id))
    changes = stored_changes(transaction.connection, entry_id)
    _refuse_where_built_upon(transaction, entry_id, changes)
    transaction.apply(
        RowChange(change.table, change.row_id, _REVERSED[change.change], change.after, change.before)
        for change in reversed(changes)
    )
    transaction.undoes = entry_id
    transaction.about = str(entry_id)
    return entry_id


def _deed_of(transaction: Transaction, entry_id: int) -> str | None:
    deed: str | None = transaction.scalar(select(col(JournalEntry.deed)).where(col(JournalEntry.id) == entry_id))
    return deed


def _last_standing(transaction: Transaction) -> int | None:
    """The newest batch that is no undoing itself and was not taken back."""
    candidates = transaction.execute(
        select(col(JournalEntry.id))
        .where(col(JournalEntry.undoes_id).is_(None), col(JournalEntry.deed) != "start_cooperative")
        .order_by(col(JournalEntry.id).desc())
    ).scalars()
    return next((entry_id for entry_id in candidates if _stands(transaction, entry_id)), None)


def _stands(transaction: Transaction, entry_id: int) -> bool:
    """A batch stands unless its newest undoing stands."""
    newest: int | None = transaction.scalar(
        select(func.max(col(JournalEntry.id))).where(col(JournalEntry.undoes_id) == entry_id)
    )
    return newest is None or not _stands(transaction, newest)


def _refuse_where_built_upon(transaction: Transaction, entry_id: int, changes: Sequence[RowChange]) -> None:
    later: set[int] = set()
    final: dict[tuple[str, int], RowChange] = {}
    for change in changes:
        final[change.table, change.row_id] = change
    for (table_name, row_id), change in final.items():
        if not _still_as_left(transaction, SQLModel.metadata.tables[table_name], row_id, change):
            later.update(_who_changed(transaction, table_name, row_id, entry_id))
    inserted = {key for key, change in final.items() if change.change == "insert"}
    later.update(_who_refers(transaction, inserted, entry_id))
    if later:
        raise Refused(
            _("Batch {batch} cannot be taken back by itself: later work depends on it. Take back first:").format(
                batch=entry_id
            ),
            *_described(transaction, sorted(later, reverse=True)),
        )


def _still_as_left(transaction: Transaction, table: Table, row_id: int, change: RowChange) -> bool:
    row = transaction.connection.execute(table.select().where(table.c.id == row_id)).mappings().first()
    if change.change == "delete":
        return row is None
    if row is None:
        return False
    now: dict[str, Any] = json.loads(canonical(dict(row)))
    return all(now[key] == value for key, value in change.after.items())


def _who_changed(transaction: Transaction, table_name: str, row_id: int, after: int) -> set[int]:
    rows = transaction.execute(
        select(col(JournalValue.entry_id)).where(
            and_(
                col(JournalValue.table_name) == table_name,
                col(JournalValue.row_id) == row_id,
                col(JournalValue.entry_id) > after,
            )
        )
    ).scalars()
    return {entry_id for entry_id in rows if _stands(transaction, entry_id)}


def _who_refers(transaction: Transaction, rows: set[tuple[str, int]], after: int) -> set[int]:
    """Batches whose rows point at rows that would disappear."""
    found: set[int] = set()
    for child in SQLModel.metadata.sorted_tables:
        for key in child.foreign_keys:
            parent = key.column.table.name
            wanted = [row_id for name, row_id in rows if name == parent]
            for start in range(0, len(wanted), 500):
                found.update(_referring(transaction, child, key, wanted[start : start + 500], rows, after))
    return found


def _referring(
    transaction: Transaction,
    child: Table,
    key: ForeignKey,
    wanted: list[int],
    going: set[tuple[str, int]],
    after: int,
) -> set[int]:
    if "id" not in child.c or child.name == "journalentry":
        return set()
    children = transaction.connection.execute(
        child.select().with_only_columns(child.c.id).where(child.c[key.parent.name].in_(wanted))
    ).scalars()
    found: set[int] = set()
    for row_id in children:
        if (child.name, row_id) not in going:
            found.update(_who_changed(transaction, child.name, row_id, after))
    return found


def _described(transaction: Transaction, entry_ids: Sequence[int]) -> list[str]:
    rows = transaction.execute(
        select(col(JournalEntry.id), col(JournalEntry.at), col(JournalEntry.deed), col(JournalEntry.about))
        .where(col(JournalEntry.id).in_(entry_ids))
        .order_by(col(JournalEntry.id).desc())
    )
    return [
        _("batch {batch}: {deed} {about} ({day})").format(batch=batch, deed=deed_name(deed), about=about, day=at[:10])
        for batch, at, deed, about in rows
    ]
