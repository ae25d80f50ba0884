"""Changing the store: every change goes through a `Transaction`, which writes the journal as it goes.

A transaction is one deed. Its rows are buffered and inserted many at a time, in the order foreign keys want;
reading through it flushes first, so a deed sees its own work. At the end one journal line is added, chained to
the line before by SHA-256, with the values beside it (see `db/tables/journal.py`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import groupby
from typing import Any, TypeVarTuple

from sqlalchemy import (
    Connection,
    CursorResult,
    Select,
    Table,
    bindparam,
    func,
    insert,
    select,
)
from sqlalchemy import delete as sql_delete
from sqlalchemy import update as sql_update
from sqlmodel import SQLModel

from coopadmin.errors import Meanwhile, Refused
from coopadmin.formats import fold
from coopadmin.i18n import _
from db.bulk import insert_rows, inserted_json
from db.chain import FIRST_LINK, Salts, canonical, chain_link, value_digest
from db.meanwhile import changed_since, refuse_changed
from db.seen import Seen
from db.tables import everything as _everything
from db.tables.base import Record, table_of
from db.tables.journal import JournalEntry, JournalValue

BATCH_ROWS = 1000
"""Rows held before they are written, which bounds the memory of any import."""

_declared = _everything.__all__
"""Undoing finds any table by its name, so all of them must be declared."""

_entries = table_of(JournalEntry)
_values = table_of(JournalValue)

# Statements that every deed runs are kept: putting one together takes longer than running it.
_NEWEST = select(_entries.c.id, _entries.c.chain).order_by(_entries.c.id.desc()).limit(1)

Ts = TypeVarTuple("Ts")


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row before and after: empty `before` for an insert, empty `after` for a delete."""

    table: str
    row_id: int
    change: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


class Transaction:
    """One deed under way: reads, buffered changes, and what the journal will say of them."""

    def __init__(self, connection: Connection, *, actor: str, at: datetime, today: date) -> None:
        self.connection = connection
        self.actor = actor
        self.at = at
        self.today = today
        """The day it is for the person doing the deed."""
        self.about = ""
        """What the deed was about, for the journal: numbers and codes, never a name."""
        self.undoes: int | None = None
        self.keeps_values = True
        """Whether the journal keeps what changed; not where it is forgotten in the same breath (`db/forgetting.py`)."""
        self.seen: Seen | None = None
        """How new what this deed changes was when it was read; None where nobody looked at it before."""
        self.ended: Seen | None = None
        """How new the store is with this deed; None where it changed nothing."""
        self.meanwhile: list[Meanwhile] = []
        """What others changed since `seen` of what this deed changes too."""
        self.forgot = False
        """Whether the file must be swept of what this deed forgot."""
        self._waiting: dict[str, list[dict[str, Any]]] = {}
        self._waiting_count = 0
        self._next_ids: dict[str, int] = {}
        self._journalled = 0
        self._value_rows: list[dict[str, Any]] = []
        self._salts = Salts()
        self._digest = hashlib.sha256()
        self._entry_id: int | None = None
        self._before = FIRST_LINK

    # -- reading ---------------------------------------------------------------------------------------------

    def execute(self, statement: Select[*Ts]) -> CursorResult[*Ts]:
        """Run a SELECT that sees what this deed did so far."""
        self.flush()
        return self.connection.execute(statement)

    def scalar(self, statement: Select[Any]) -> Any:
        """Give the one value of a SELECT, or None."""
        self.flush()
        return self.connection.execute(statement).scalar()

    # -- changing --------------------------------------------------------------------------------------------

    def add(self, record: Record) -> int:
        """Add a row and give its number; it is written with the next flush."""
        table = table_of(type(record))
        record.id = self._add(
            type(record), table, {column.key: getattr(record, column.key) for column in table.columns}
        )
        return record.id

    def insert(self, model: type[Record], **values: Any) -> int:
        """Add a row as `add` does, from bare values: what imports use, where a record object a row costs too much.

        Columns left out get the table's own default. Raises TypeError for a column the table does not have.
        """
        defaults = _defaults(model)
        if not values.keys() <= defaults.keys():
            raise TypeError(f"{model.__name__} has no {', '.join(sorted(values.keys() - defaults.keys()))}")
        return self._add(model, table_of(model), {**defaults, **values}, values)

    def _add(self, model: type[Record], table: Table, values: dict[str, Any], given: Iterable[str] = ()) -> int:
        row_id = self._take_id(table)
        values["id"] = row_id
        if model.search_fields:
            values["folded"] = _folded(model, values)
        # SQLAlchemy's own kind of text would have to be adapted by the driver, value by value.
        name = str(table.name)
        self._waiting.setdefault(name, []).append(values)
        self._waiting_count += 1
        self._keep(name, row_id, "insert", inserted_json(table, values, given) or _change_json({}, values))
        if self._waiting_count >= BATCH_ROWS:
            self.flush()
        return row_id

    def change(self, model: type[Record], row_id: int, **values: Any) -> bool:
        """Set columns of one row; tells whether anything was different. Raises Refused where it is gone."""
        self.flush()
        table = table_of(model)
        row = self.connection.execute(_row(table), {"wanted": row_id}).mappings().first()
        if row is None:
            raise Refused(_("This record is no longer there; someone took it back meanwhile."))
        different = _different(model, row, values)
        if different and self.seen is not None:
            different = self._beside_others(model, row, different, self.seen)
        if not different:
            return False
        self.connection.execute(sql_update(table).where(table.c.id == row_id).values(different))
        before = {key: row[key] for key in different}
        self._note(RowChange(table.name, row_id, "update", before, different))
        return True

    def _beside_others(
        self, model: type[Record], row: Mapping[Any, Any], different: dict[str, Any], seen: Seen
    ) -> dict[str, Any]:
        """Note what others changed of this row since it was read; give what is still to be changed of it."""
        name, row_id = table_of(model).name, int(row["id"])
        meanwhile = changed_since(self.connection, name, row_id, different, seen.batch)
        if seen.over is None:
            self.meanwhile += meanwhile
            return different
        # What came after both were shown side by side, nobody chose to save over.
        later = changed_since(self.connection, name, row_id, different, seen.over.batch)
        unseen = {one.column for one in later}
        self.meanwhile += [one for one in meanwhile if one.touched and one.column in unseen]
        left = {one.column for one in meanwhile if not one.touched}
        return _different(model, row, {key: value for key, value in different.items() if key not in left})

    def remove(self, model: type[Record], row_id: int) -> None:
        """Delete a row that has no history of its own; raises Refused where it is gone, or changed since `seen`."""
        self.flush()
        table = table_of(model)
        row = self.connection.execute(_row(table), {"wanted": row_id}).mappings().first()
        if row is None:
            raise Refused(_("This record is no longer there; someone took it back meanwhile."))
        if self.seen is not None:
            refuse_changed(self.connection, table.name, row_id, self.seen.batch)
        self.connection.execute(sql_delete(table).where(table.c.id == row_id))
        self._note(RowChange(table.name, row_id, "delete", dict(row), {}))

    def apply(self, changes: Iterable[RowChange]) -> None:
        """Carry out changes as they are, in their order: how a batch is reversed."""
        self.flush()
        waiting = list(changes)
        kinds = {change.change for change in waiting}
        if len(kinds) == 1 and not kinds & {"update"}:
            self._apply_alike(waiting, kinds.pop())
            return
        # Their order may matter, so only neighbours are done together.
        for (name, kind), alike in groupby(waiting, lambda change: (change.table, change.change)):
            table = SQLModel.metadata.tables[name]
            if kind != "update":
                self._apply_rows(table, kind, list(alike))
                continue
            for change in alike:
                values = typed(table, change.after)
                self.connection.execute(sql_update(table).where(table.c.id == change.row_id).values(values))
                self._note(change)

    def _apply_alike(self, changes: Sequence[RowChange], kind: str) -> None:
        """Add or remove rows table by table, parents before children or after them."""
        by_table: dict[str, list[RowChange]] = {}
        for change in changes:
            by_table.setdefault(change.table, []).append(change)
        order = _parents_first()
        for name in order if kind == "insert" else reversed(order):
            self._apply_rows(SQLModel.metadata.tables[name], kind, by_table.get(name, []))

    def _apply_rows(self, table: Table, kind: str, changes: Sequence[RowChange]) -> None:
        """Add or remove rows of one table, many at a time."""
        for start in range(0, len(changes), BATCH_ROWS):
            some = changes[start : start + BATCH_ROWS]
            if kind == "insert":
                self.connection.execute(insert(table), [typed(table, change.after) for change in some])
            else:
                gone = sql_delete(table).where(table.c.id == bindparam("gone"))
                self.connection.execute(gone, [{"gone": change.row_id} for change in some])
            for change in some:
                self._note(change)

    def flush(self) -> None:
        """Write the waiting rows, parents before children."""
        if not self._waiting:
            return
        waiting, self._waiting, self._waiting_count = self._waiting, {}, 0
        for name in _parents_first():
            if rows := waiting.get(name):
                insert_rows(self.connection, SQLModel.metadata.tables[name], rows)
        if self._value_rows:
            self._write_values()

    # -- the journal -----------------------------------------------------------------------------------------

    @property
    def changed(self) -> bool:
        """Tell whether the deed changed anything so far."""
        return self._journalled > 0

    def _take_id(self, table: Table) -> int:
        following = self._next_ids.get(table.name)
        if following is None:
            # Numbers of rows that were taken back are not given out again: their history keeps its meaning.
            highest, remembered = self.connection.execute(_given(table)).one()
            following = max(highest or 0, remembered or 0) + 1
        self._next_ids[table.name] = following + 1
        return following

    def _note(self, change: RowChange) -> None:
        self._keep(change.table, change.row_id, change.change, _change_json(change.before, change.after))

    def _keep(self, table: str, row_id: int, change: str, values: str) -> None:
        self._journalled += 1
        salt = self._salts.draw()
        digest = value_digest(table, row_id, change, values, salt)
        self._digest.update(digest.encode())
        self._value_rows.append(
            {
                "entry_id": self._take_entry_id(),
                "position": self._journalled,
                "table_name": table,
                "row_id": row_id,
                "change": change,
                "values_json": values if self.keeps_values else None,
                "salt": salt if self.keeps_values else None,
                "digest": digest,
            }
        )
        if len(self._value_rows) >= BATCH_ROWS:
            self._write_values()

    def _write_values(self) -> None:
        # The values refer to their line, which can only be written once its digest is known; the reference is
        # checked at commit (`defer_foreign_keys`), so a long import need not hold its values in memory.
        self.connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        rows, self._value_rows = self._value_rows, []
        insert_rows(self.connection, _values, rows)

    def _take_entry_id(self) -> int:
        if self._entry_id is None:
            # Nobody else can add a line as long as this deed holds the store.
            highest, self._before = self.connection.execute(_NEWEST).one_or_none() or (0, FIRST_LINK)
            self._entry_id = int(highest) + 1
        return self._entry_id

    def close(self, deed: str) -> int | None:
        """Write what waits and the journal line; give its number, or None where nothing changed or was forgotten."""
        self.flush()
        if not self._journalled and not self.forgot:
            return None
        if self._value_rows:
            self._write_values()
        entry: dict[str, Any] = {
            "id": self._take_entry_id(),
            "at": self.at.isoformat(timespec="seconds"),
            "actor": _text(self.actor),
            "deed": deed,
            "about": _text(self.about),
            "undoes_id": self.undoes,
            "values_digest": self._digest.hexdigest(),
        }
        entry["chain"] = chain_link(self._before, entry)
        insert_rows(self.connection, _entries, [entry])
        self.ended = Seen(entry["id"], entry["chain"])
        return self.ended.batch


@cache
def _parents_first() -> tuple[str, ...]:
    """Name the tables in the order in which foreign keys want their rows added."""
    return tuple(table.name for table in SQLModel.metadata.sorted_tables)


@cache
def _row(table: Table) -> Select[Any]:
    """Ask for the row of the number `wanted`."""
    return select(table).where(table.c.id == bindparam("wanted"))


@cache
def _given(table: Table) -> Select[int | None, int | None]:
    """Ask for the highest number a table has, and the highest the journal remembers of it."""
    remembered = select(func.max(_values.c.row_id)).where(_values.c.table_name == str(table.name)).scalar_subquery()
    return select(select(func.max(table.c.id)).scalar_subquery(), remembered)


def _change_json(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    return canonical({"before": before, "after": after})


def _text(text: str) -> str:
    """Keep half letters (of a file name that is no text) out of the line, which must have one digest everywhere."""
    return text.encode("utf-8", "replace").decode()


_known_defaults: dict[str, dict[str, Any]] = {}


def _defaults(model: type[Record]) -> dict[str, Any]:
    """The value each column has where none is given; None for one that must be given."""
    if model.__name__ in _known_defaults:
        return _known_defaults[model.__name__]
    fields = model.model_fields
    defaults = {
        column.key: None
        if fields[column.key].is_required()
        else fields[column.key].get_default(call_default_factory=True)
        for column in table_of(model).columns
    }
    _known_defaults[model.__name__] = defaults
    return defaults


def _different(model: type[Record], row: Mapping[Any, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Give what a row would have otherwise with these values."""
    wanted = {**row, **values}
    if model.search_fields:
        wanted["folded"] = _folded(model, wanted)
    return {key: value for key, value in wanted.items() if row[key] != value}


def _folded(model: type[Record], values: Mapping[str, Any]) -> str:
    return fold(" ".join([str(values[field]) for field in model.search_fields if values.get(field)]))


def typed(table: Table, values: Mapping[str, Any]) -> dict[str, Any]:
    """Give JSON values back the types their columns want."""
    typed: dict[str, Any] = {}
    for key, value in values.items():
        kind = table.c[key].type.python_type
        typed[key] = date.fromisoformat(value) if kind is date and isinstance(value, str) else value
    return typed


def stored_changes(connection: Connection, entry_id: int) -> Sequence[RowChange]:
    """Read back what a batch changed, in its order; raises Refused where its values were forgotten."""
    wanted = select(_values.c.table_name, _values.c.row_id, _values.c.change, _values.c.values_json)
    rows = connection.execute(wanted.where(_values.c.entry_id == entry_id).order_by(_values.c.position))
    changes: list[RowChange] = []
    for table, row_id, change, values_json in rows:
        if values_json is None:
            raise Refused(
                _("Batch {batch} cannot be taken back: personal data in it has been cleared.").format(batch=entry_id)
            )
        values: dict[str, dict[str, Any]] = json.loads(values_json)
        changes.append(RowChange(table, row_id, change, values["before"], values["after"]))
    return changes
