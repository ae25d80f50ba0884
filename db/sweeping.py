"""Cleaning the file of a store after something was forgotten, and finding the copies beside it that still hold it.

A row that is emptied leaves its old bytes in unused parts of the file and in the write-ahead log. The store counts in
its `user_version` the deeds that forgot something since it was last swept, in the same transaction as the deed: a
sweep that was interrupted is known at the next opening.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from coopadmin.errors import CoopadminError, StoreFull, StoreLocked, StoreReadOnly
from coopadmin.i18n import _
from db.schema import APPLICATION_ID, WAIT_MILLISECONDS, explain, file_uri

_MARK = slice(68, 72)
"""Where the head of an SQLite file holds the mark of the program that made it."""

_FORGOTTEN = "SELECT DISTINCT row_id FROM journalvalue WHERE table_name = 'candidate' AND values_json IS NULL"
_KNOWN = "SELECT DISTINCT row_id FROM journalvalue WHERE table_name = 'candidate' AND values_json IS NOT NULL"
_NEWEST = "SELECT at FROM journalentry ORDER BY id DESC LIMIT 1"
_FIRST_LINK = "SELECT chain FROM journalentry WHERE id = 1"


def is_unswept(path: Path) -> bool:
    """Tell whether something was forgotten since the file was swept; raises StoreUnusable and its kin."""
    try:
        with closing(_opened(path, "ro")) as connection:
            return _count(connection) > 0
    except sqlite3.Error as error:
        raise explain(error, path) from error


def sweep(path: Path) -> None:
    """Write the file anew without its unused parts, and empty its write-ahead log.

    Raises StoreLocked where another program holds the store, and StoreFull, StoreReadOnly and their kin; then the
    store is as it was, and still counts as not swept.
    """
    try:
        with closing(_opened(path, "rw")) as connection:
            connection.execute("PRAGMA secure_delete=ON")
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute("PRAGMA temp_store=MEMORY")
            before = _count(connection)
            connection.execute("VACUUM")
            _empty_log(connection, path)
            connection.execute("BEGIN IMMEDIATE")
            # What another program forgot meanwhile is not swept by this.
            if _count(connection) == before:
                connection.execute("PRAGMA user_version=0")
            connection.execute("COMMIT")
            _empty_log(connection, path)
    except sqlite3.Error as error:
        raise explain(error, path) from error


def sweep_copy(connection: sqlite3.Connection) -> None:
    """Clean a copy that nobody else has open, where the store it was made of was not swept yet."""
    if _count(connection):
        connection.execute("PRAGMA temp_store=MEMORY")
        connection.execute("VACUUM")
        connection.execute("PRAGMA user_version=0")


def why_unswept(error: CoopadminError) -> str:
    """Say why the file could not be swept, and what happens next: what was cleared is cleared all the same."""
    if isinstance(error, StoreLocked):
        why = _("another program has it in use")
    elif isinstance(error, StoreFull):
        why = _("the disk has no room to write it anew")
    elif isinstance(error, StoreReadOnly):
        why = _("it may only be read")
    else:
        why = str(error)
    return _(
        "What was cleared is gone from the records, but bytes of it may still lie in unused parts of the file: {why}. "
        "The next opening cleans it; make no backup before that."
    ).format(why=why)


@dataclass(frozen=True, slots=True)
class OldCopy:
    """A copy of the store beside it that still holds people who were cleared since: its last deed, and how many."""

    file: Path
    as_of: date
    people: int


def old_copies(path: Path) -> tuple[OldCopy, ...]:
    """Find the copies in the folder of the store that hold candidates who were cleared since, oldest first.

    Raises StoreUnusable and its kin where the store itself cannot be read; a copy that cannot be read is left out.
    """
    try:
        with closing(_opened(path, "ro")) as connection:
            forgotten = {row[0] for row in connection.execute(_FORGOTTEN)}
            (first,) = connection.execute(_FIRST_LINK).fetchone() or ("",)
    except sqlite3.Error as error:
        raise explain(error, path) from error
    if not forgotten:
        return ()
    found = (_holds(file, first, forgotten) for file in sorted(path.parent.iterdir()) if _is_copy(file, path))
    return tuple(sorted((one for one in found if one is not None), key=lambda one: (one.as_of, one.file.name)))


def _opened(path: Path, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(file_uri(path, mode), uri=True, timeout=WAIT_MILLISECONDS / 1000)
    connection.isolation_level = None
    return connection


def _count(connection: sqlite3.Connection) -> int:
    (count,) = connection.execute("PRAGMA user_version").fetchone()
    return int(count)


def _empty_log(connection: sqlite3.Connection, path: Path) -> None:
    """Fold the write-ahead log into the file and cut it to nothing, which waits for whoever is still reading."""
    busy, _pages, _folded = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise StoreLocked(path)


def _is_copy(file: Path, path: Path) -> bool:
    try:
        if not file.is_file() or file.samefile(path):
            return False
        with file.open("rb") as stream:
            head = stream.read(100)
    except OSError:
        return False
    return head.startswith(b"SQLite format 3\0") and head[_MARK] == APPLICATION_ID.to_bytes(4, "big")


def _holds(file: Path, first_link: str, forgotten: set[int]) -> OldCopy | None:
    """Look whether a file is a copy of this store, by the first link of its journal, and whom it still holds."""
    try:
        # Taken as a file that nobody writes, so that looking lays nothing beside it.
        with closing(sqlite3.connect(file_uri(file, "ro") + "&immutable=1", uri=True)) as connection:
            if connection.execute(_FIRST_LINK).fetchone() != (first_link,):
                return None
            people = {row[0] for row in connection.execute(_KNOWN)} & forgotten
            (at,) = connection.execute(_NEWEST).fetchone()
    except sqlite3.Error:
        return None
    if not people:
        return None
    return OldCopy(file, datetime.fromisoformat(at).astimezone().date(), len(people))
