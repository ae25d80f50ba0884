"""Forgetting: changes whose values the journal does not keep, and older values taken out of it; its chain holds.

A line of the journal chains digests, never values, so values and salt can go (`db/tables/journal.py`). A deed that
forgets leaves a mark in the store, and `Store.do` sweeps the file behind it (`db/sweeping.py`).
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, update
from sqlmodel import col

from db.tables.base import Record
from db.tables.journal import JournalValue

if TYPE_CHECKING:
    from db.journal import Transaction

_AT_ONCE = 500


def forget(transaction: Transaction, model: type[Record], row_id: int, **blank: Any) -> bool:
    """Set columns of one row, journalled without the values before and after; tells whether anything was different.

    Raises Refused where the row is gone.
    """
    transaction.keeps_values = False
    try:
        changed = transaction.change(model, row_id, **blank)
    finally:
        transaction.keeps_values = True
    _mark(transaction)
    return changed


def forget_history(transaction: Transaction, table: str, row_ids: Collection[int]) -> int:
    """Take what the journal keeps of some rows of a table out of it; gives how many values went.

    Who did which deed when stays. A batch that lost values cannot be taken back any more, and says so.
    """
    if not row_ids:
        return 0
    transaction.flush()
    gone = 0
    waiting = sorted(set(row_ids))
    for start in range(0, len(waiting), _AT_ONCE):
        statement = (
            update(JournalValue)
            .where(
                col(JournalValue.table_name) == table,
                col(JournalValue.row_id).in_(waiting[start : start + _AT_ONCE]),
                col(JournalValue.values_json).is_not(None),
            )
            .values(values_json=None, salt=None)
        )
        gone += transaction.connection.execute(statement).rowcount
    _mark(transaction)
    return gone


def is_unswept(connection: Connection) -> bool:
    """Tell whether something was forgotten since the file was swept."""
    return bool(connection.exec_driver_sql("PRAGMA user_version").scalar())


def _mark(transaction: Transaction) -> None:
    """Count in the store, once a deed, that it forgot something; it is part of the deed's transaction."""
    if transaction.forgot:
        return
    count = transaction.connection.exec_driver_sql("PRAGMA user_version").scalar() or 0
    transaction.connection.exec_driver_sql(f"PRAGMA user_version={int(count) + 1}")
    transaction.forgot = True
