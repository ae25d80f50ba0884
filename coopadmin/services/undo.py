"""Taking back what was done: a batch is reversed whole by a deed of its own, which can itself be taken back."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Table, UniqueConstraint, and_, select, true
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel, col

from coopadmin.domain.deeds import CLEARS, deed_name
from coopadmin.errors import Refused
from coopadmin.i18n import _, ngettext
from coopadmin.services.closing import refuse_reversal
from db.chain import canonical
from db.journal import RowChange, Transaction, stored_changes, typed
from db.tables.journal import JournalEntry, JournalValue
from db.triggers import NO_OVERLAP

MOST_NAMED = 20
"""Later batches that a refusal names; to take back the newest is always a beginning."""

_REVERSED = {"insert": "delete", "update": "update", "delete": "insert"}
_AT_ONCE = 500
_LARGEST_NUMBER = 2**63 - 1

RowKey = tuple[str, int]


def undo(transaction: Transaction, batch: int | None = None) -> int:
    """Take back `batch`, or the last action that still stands; give its number.

    Raises Refused where there is nothing to take back, where it was taken back already, or where later work
    depends on it; that work is named.
    """
    gone = _taken_back(transaction)
    entry_id = batch if batch is not None else _last_standing(transaction, gone)
    if entry_id is None:
        raise Refused(_("There is nothing to take back."))
    deed = _deed_of(transaction, entry_id)
    if deed is None:
        raise Refused(_("There is no batch {batch}.").format(batch=entry_id))
    if deed == "start_cooperative":
        raise Refused(_("The beginning of the store cannot be taken back; remove the file instead."))
    if deed in CLEARS:
        raise Refused(
            _("Batch {batch} cannot be taken back: personal data in it has been cleared.").format(batch=entry_id)
        )
    if entry_id in gone:
        raise Refused(_("Batch {batch} was already taken back.").format(batch=entry_id))
    changes = _without_shared(transaction, stored_changes(transaction.connection, entry_id))
    _refuse_another_form(entry_id, changes)
    reversal = [
        RowChange(change.table, change.row_id, _REVERSED[change.change], change.after, change.before)
        for change in reversed(changes)
    ]
    refuse_reversal(transaction, entry_id, reversal)
    _refuse_where_built_upon(transaction, entry_id, changes, gone)
    try:
        transaction.apply(reversal)
    except IntegrityError:
        in_the_way = {
            key for change in reversal if change.change != "delete" for key in _in_the_way(transaction, change)
        }
        _refuse_for(transaction, entry_id, _who_changed(transaction, in_the_way, entry_id) - gone)
        raise
    transaction.undoes = entry_id
    transaction.about = str(entry_id)
    return entry_id


def _deed_of(transaction: Transaction, entry_id: int) -> str | None:
    if not 0 < entry_id <= _LARGEST_NUMBER:
        return None
    deed: str | None = transaction.scalar(select(col(JournalEntry.deed)).where(col(JournalEntry.id) == entry_id))
    return deed


def _taken_back(transaction: Transaction) -> set[int]:
    """The batches that do not stand: one of their undoings does."""
    undoings = transaction.execute(
        select(col(JournalEntry.id), col(JournalEntry.undoes_id))
        .where(col(JournalEntry.undoes_id).is_not(None))
        .order_by(col(JournalEntry.id).desc())
    )
    gone: set[int] = set()
    for made, undone in undoings:
        if made not in gone and undone is not None:
            gone.add(undone)
    return gone


def _last_standing(transaction: Transaction, gone: Collection[int]) -> int | None:
    """The newest batch that is no undoing itself and was not taken back."""
    candidates = transaction.execute(
        select(col(JournalEntry.id))
        .where(col(JournalEntry.undoes_id).is_(None), col(JournalEntry.deed) != "start_cooperative")
        .order_by(col(JournalEntry.id).desc())
        .limit(len(gone) + 1)
    ).scalars()
    return next((entry_id for entry_id in candidates.all() if entry_id not in gone), None)


# -- what may not be taken back ------------------------------------------------------------------------------------


def _refuse_another_form(entry_id: int, changes: Iterable[RowChange]) -> None:
    tables = SQLModel.metadata.tables
    for change in changes:
        known = tables[change.table].c.keys() if change.table in tables else ()
        if not {*change.before, *change.after} <= set(known):
            raise Refused(
                _("Batch {batch} cannot be taken back: the store had another form then.").format(batch=entry_id)
            )


def _without_shared(transaction: Transaction, changes: Sequence[RowChange]) -> Sequence[RowChange]:
    """Leave the making of a bank account out where other files came of it since: any of them would have made it."""
    made = [(change.table, change.row_id) for change in changes if change.change == "insert"]
    accounts = [key for key in made if key[0] == "bankaccount"]
    if not accounts:
        return changes
    own = set(made)
    shared = {key for key in accounts if any(row not in own for row in _referring(transaction, [key]))}
    return [change for change in changes if (change.table, change.row_id) not in shared]


def _refuse_where_built_upon(
    transaction: Transaction, entry_id: int, changes: Sequence[RowChange], gone: Collection[int]
) -> None:
    left = _as_left(changes)
    first = {(change.table, change.row_id): change.change for change in reversed(changes)}
    going = {key for key, values in left.items() if values is not None and first[key] == "insert"}
    rows = {*_changed_since(transaction, left), *_referring(transaction, going)}
    rows |= _missing_parents(transaction, changes, going | {key for key, values in left.items() if values is None})
    later = {*_who_changed(transaction, rows, entry_id), *_who_went_on(transaction, left, entry_id)}
    _refuse_for(transaction, entry_id, later - set(gone))


def _as_left(changes: Iterable[RowChange]) -> dict[RowKey, dict[str, Any] | None]:
    """The values that a batch gave its rows in the end; None for a row it removed."""
    left: dict[RowKey, dict[str, Any] | None] = {}
    for change in changes:
        key = (change.table, change.row_id)
        left[key] = None if change.change == "delete" else {**(left.get(key) or {}), **change.after}
    return left


def _changed_since(transaction: Transaction, left: Mapping[RowKey, dict[str, Any] | None]) -> Iterator[RowKey]:
    """Rows that are no longer as the batch left them."""
    for table, ids in _by_table(left):
        rows = transaction.connection.execute(table.select().where(table.c.id.in_(ids))).mappings()
        found = {row["id"]: json.loads(canonical(dict(row))) for row in rows}
        for row_id in ids:
            values, now = left[table.name, row_id], found.get(row_id)
            if values is None or now is None:
                same = values is None and now is None
            else:
                same = all(now[name] == value for name, value in values.items())
            if not same:
                yield table.name, row_id


def _referring(transaction: Transaction, going: Collection[RowKey]) -> Iterator[RowKey]:
    """Rows that stay and point at rows that would disappear."""
    for parent, ids in _by_table(going):
        for child in SQLModel.metadata.sorted_tables:
            for key in child.foreign_keys:
                if key.column.table is not parent or "id" not in child.c or child.name == "journalentry":
                    continue
                pointing = child.select().with_only_columns(child.c.id).where(child.c[key.parent.name].in_(ids))
                for row_id in transaction.connection.execute(pointing).scalars():
                    if (child.name, row_id) not in going:
                        yield child.name, row_id


def _missing_parents(
    transaction: Transaction, changes: Iterable[RowChange], returning: Collection[RowKey]
) -> set[RowKey]:
    """Rows that what comes back would point at, and that are gone meanwhile."""
    wanted: set[RowKey] = set()
    for change in changes:
        for key in SQLModel.metadata.tables[change.table].foreign_keys:
            value = change.before.get(key.parent.name)
            if value is not None:
                wanted.add((key.column.table.name, value))
    wanted -= set(returning)
    for table, ids in _by_table(wanted):
        there = transaction.connection.execute(
            table.select().with_only_columns(table.c.id).where(table.c.id.in_(ids))
        ).scalars()
        wanted.difference_update((table.name, row_id) for row_id in there)
    return wanted


def _in_the_way(transaction: Transaction, change: RowChange) -> set[RowKey]:
    """Rows that took the number, the name or the days that a change would give back."""
    table = SQLModel.metadata.tables[change.table]
    row = transaction.connection.execute(table.select().where(table.c.id == change.row_id)).mappings().first()
    values: dict[str, Any] = {**(row or {}), **typed(table, change.after)}
    conditions = [
        and_(true(), *(column == values[column.name] for column in constraint.columns))
        for constraint in table.constraints
        if isinstance(constraint, UniqueConstraint)
        # Two rows that leave it open share nothing: a booking of no series has no time of one.
        if all(values[column.name] is not None for column in constraint.columns)
    ]
    if table.name in NO_OVERLAP:
        conditions.append(_sharing_days(table, values))
    found: set[RowKey] = set()
    for condition in conditions:
        ids = table.select().with_only_columns(table.c.id).where(condition, table.c.id != change.row_id)
        found.update((table.name, row_id) for row_id in transaction.connection.execute(ids).scalars())
    return found


def _sharing_days(table: Table, values: Mapping[str, Any]) -> ColumnElement[bool]:
    """Demand a row of the same home, member or facility with a day in common; a shared minute of hand-over is none."""
    same, first, last = (table.c[name] for name in NO_OVERLAP[table.name])
    begins, ends = values[first.name], values[last.name]
    if "status" in table.c:
        return and_(same == values[same.name], last > begins, first < ends, table.c["status"] != "cancelled")
    until = first <= ends if ends is not None else true()
    return and_(same == values[same.name], last.is_(None) | (last >= begins), until)


def _by_table(keys: Iterable[RowKey]) -> Iterator[tuple[Table, list[int]]]:
    """Give row numbers table by table, not more at once than a query can hold."""
    ids: defaultdict[str, list[int]] = defaultdict(list)
    for name, row_id in keys:
        ids[name].append(row_id)
    for name, numbers in ids.items():
        for start in range(0, len(numbers), _AT_ONCE):
            yield SQLModel.metadata.tables[name], numbers[start : start + _AT_ONCE]


# -- who did it ----------------------------------------------------------------------------------------------------


def _who_changed(transaction: Transaction, rows: Iterable[RowKey], after: int) -> set[int]:
    """The batches after `after` that changed any of these rows."""
    found: set[int] = set()
    for table, ids in _by_table(rows):
        statement = select(col(JournalValue.entry_id)).where(
            col(JournalValue.table_name) == table.name,
            col(JournalValue.row_id).in_(ids),
            col(JournalValue.entry_id) > after,
        )
        found.update(transaction.execute(statement.distinct()).scalars())
    return found


def _who_went_on(transaction: Transaction, left: Mapping[RowKey, dict[str, Any] | None], after: int) -> Iterator[int]:
    """The later deeds that changed the very columns this batch did, even where they are as it left them by now."""
    for table, ids in _by_table(left):
        statement = (
            select(
                col(JournalValue.entry_id),
                col(JournalValue.row_id),
                col(JournalValue.change),
                col(JournalValue.values_json),
            )
            .join(JournalEntry, col(JournalEntry.id) == col(JournalValue.entry_id))
            .where(
                col(JournalValue.table_name) == table.name,
                col(JournalValue.row_id).in_(ids),
                col(JournalValue.entry_id) > after,
                col(JournalEntry.undoes_id).is_(None),
            )
        )
        for entry_id, row_id, change, values_json in transaction.execute(statement):
            columns = left[table.name, row_id]
            changed = json.loads(values_json)["after"] if change == "update" and values_json else None
            if columns is None or changed is None or not columns.keys().isdisjoint(changed):
                yield entry_id


def _refuse_for(transaction: Transaction, entry_id: int, later: Collection[int]) -> None:
    """Refuse, naming the later work that stands in the way, newest first; undoings only where nothing else does."""
    if not later:
        return
    statement = select(
        col(JournalEntry.id), col(JournalEntry.at), col(JournalEntry.deed), col(JournalEntry.about)
    ).order_by(col(JournalEntry.id).desc())
    own = col(JournalEntry.id).in_(sorted(later, reverse=True)[: _AT_ONCE * 10])
    rows = transaction.execute(statement.where(own, col(JournalEntry.undoes_id).is_(None))).all()
    rows = rows or transaction.execute(statement.where(own)).all()
    named = [
        _("batch {batch}: {deed} {about} ({day})").format(batch=batch, deed=deed_name(deed), about=about, day=at[:10])
        for batch, at, deed, about in rows[:MOST_NAMED]
    ]
    if (more := len(rows) - MOST_NAMED) > 0:
        named.append(ngettext("and {count} batch more", "and {count} batches more", more).format(count=more))
    sentence = _("Batch {batch} cannot be taken back by itself: later work depends on it. Take back first:")
    raise Refused(sentence.format(batch=entry_id), *named)
