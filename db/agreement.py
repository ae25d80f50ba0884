"""Whether the tables hold what the journal says: all of it done anew, from the first entry on, row by row.

What was cleared out of the journal says nothing any more of the columns it was about, and what it was is not looked at;
but only a deed that clears may have taken it out, of its own entry or of those before it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator
from itertools import groupby
from typing import Any

from coopadmin.domain.deeds import CLEARS
from coopadmin.i18n import _
from db.findings import Finding

MOST_NAMED = 20

_OWN = ("alembic_version", "journalentry", "journalvalue")
"""Tables that the journal does not speak of."""

_CHANGES = (
    "SELECT row_id, entry_id, change, values_json FROM journalvalue WHERE table_name = ? "
    "ORDER BY row_id, entry_id, position"
)

_NUMBERED = "EXISTS (SELECT 1 FROM pragma_table_info(found.name) AS columns WHERE columns.name = 'id')"

Known = dict[str, Any]
"""The columns of a row whose value the journal tells."""


def check_agreement(connection: sqlite3.Connection) -> Finding:
    """Hold every row of every table against what the journal made of it; memory stays flat whatever the store holds."""
    tables = _tables(connection)
    faults: list[str] = [*_emptied(connection), *_unnumbered(connection, tables)]
    counted = 0
    for table in tables:
        for number, told in _differences(connection, table):
            if told:
                faults.append(f"{table} {number}: {told}")
            else:
                counted += 1
            if len(faults) >= MOST_NAMED:
                return Finding("journal_agrees", False, "; ".join(faults[:MOST_NAMED]))
    if faults:
        return Finding("journal_agrees", False, "; ".join(faults[:MOST_NAMED]))
    return Finding("journal_agrees", True, json.dumps({"rows": counted}))


def _emptied(connection: sqlite3.Connection) -> Iterator[str]:
    """Give the first entry whose values are gone although nothing was cleared then or since."""
    signs = ", ".join("?" * len(CLEARS))
    cleared = f"(SELECT coalesce(max(id), 0) FROM journalentry WHERE deed IN ({signs}))"
    (entry,) = connection.execute(
        f"SELECT min(entry_id) FROM journalvalue WHERE values_json IS NULL AND entry_id > {cleared}",
        CLEARS,
    ).fetchone()
    if entry is not None:
        yield _("entry {number} lost what it says, and nothing was cleared since").format(number=entry)


def _tables(connection: sqlite3.Connection) -> list[str]:
    """Name the tables whose rows have a number: all of ours, so what another program laid by without is passed over."""
    names = connection.execute(
        f"SELECT name FROM sqlite_master AS found WHERE type = 'table' AND {_NUMBERED} ORDER BY name"
    )
    return [name for (name,) in names if name not in _OWN and not name.startswith("sqlite_")]


def _unnumbered(connection: sqlite3.Connection, numbered: Collection[str]) -> Iterator[str]:
    """Give the tables that the journal speaks of and that are gone, or whose rows have no number any more."""
    for (table,) in connection.execute("SELECT DISTINCT table_name FROM journalvalue ORDER BY table_name").fetchall():
        if table in numbered:
            continue
        if connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)).fetchone():
            yield _("{table}: its rows have no number").format(table=table)
        elif _has_rows(connection, table):
            yield f"{table}: {_('it is gone, and the journal has it')}"


def _has_rows(connection: sqlite3.Connection, table: str) -> bool:
    """Tell whether a table had rows in the end, as far as the journal can be followed."""
    by_row = groupby(connection.execute(_CHANGES, (table,)), key=lambda change: change[0])
    return any(known is not None or told for known, told in (_replayed(changes) for _number, changes in by_row))


def _differences(connection: sqlite3.Connection, table: str) -> Iterator[tuple[int, str]]:
    """Give the rows of a table that are or should be there, each with what is wrong with it; empty where nothing is."""
    cursor = connection.execute(f'SELECT * FROM "{table}" ORDER BY id')
    columns = [column for column, *_rest in cursor.description]
    rows = (dict(zip(columns, row, strict=True)) for row in cursor)
    row = next(rows, None)
    for number, changes in groupby(connection.execute(_CHANGES, (table,)), key=lambda change: change[0]):
        while row is not None and row["id"] < number:
            yield row["id"], _("it is not in the journal")
            row = next(rows, None)
        there = row if row is not None and row["id"] == number else None
        known, told = _replayed(changes)
        if there is not None or known is not None or told:
            yield number, told or _compared(there, known)
        if there is not None:
            row = next(rows, None)
    while row is not None:
        yield row["id"], _("it is not in the journal")
        row = next(rows, None)


def _replayed(changes: Iterator[tuple[int, int, str, str | None]]) -> tuple[Known | None, str]:
    """Do all changes of one row anew; gives what is known of it in the end (None: gone), and where that failed."""
    known: Known | None = None
    for _number, entry, change, values_json in changes:
        if (change == "insert") != (known is None):
            return known, _("entry {number} changes what is not so").format(number=entry)
        if values_json is None:
            known = None if change == "delete" else {}
            continue
        try:
            values: dict[str, Known] = json.loads(values_json)
            before, after = dict(values["before"]), dict(values["after"])
        except (ValueError, TypeError, KeyError):
            return known, _("entry {number} cannot be read").format(number=entry)
        if any(known[name] != value for name, value in before.items() if known and name in known):
            return known, _("entry {number} changes what is not so").format(number=entry)
        known = None if change == "delete" else {**(known or {}), **after}
    return known, ""


def _compared(row: Known | None, known: Known | None) -> str:
    if row is None:
        return _("it is gone, and the journal has it") if known is not None else ""
    if known is None:
        return _("it is there, and the journal took it away")
    other = sorted(name for name, value in known.items() if name in row and row[name] != value)
    return _("{columns} is not what the journal says").format(columns=", ".join(other)) if other else ""
