"""Cleaning the file of a store after something was forgotten, and finding the copies beside it that still hold it.

A row that is emptied leaves its old bytes in unused parts of the file and in the write-ahead log. The store counts in
its `user_version` the deeds that forgot something since it was last swept, in the same transaction as the deed: a
sweep that was interrupted is known at the next opening.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from coopadmin.errors import CoopadminError, StoreFull, StoreLocked, StoreReadOnly
from coopadmin.i18n import _
from db.files import LOG_ENDINGS, PLAIN_HEAD, database_errors, is_encrypted, is_open_to_us, open_file
from db.heads import head_of, let_go
from db.schema import APPLICATION_ID, explain

_MARK = slice(68, 72)
"""Where the head of an SQLite file holds the mark of the program that made it."""

_WHO = "SELECT DISTINCT table_name, row_id FROM journalvalue WHERE table_name IN ('candidate', 'person')"
_FORGOTTEN = f"{_WHO} AND values_json IS NULL"
_KNOWN = f"{_WHO} AND values_json IS NOT NULL"

_WORDS = (
    "SELECT table_name, row_id FROM journalvalue WHERE values_json IS NULL AND entry_id IN "
    "(SELECT max(id) FROM journalentry WHERE deed = 'clear_words' GROUP BY about) LIMIT 50"
)
"""Some rows of which words were cleared last, per kind: a copy from before that holds the journal's values of them."""

_HELD = "SELECT 1 FROM journalvalue WHERE table_name = ? AND row_id = ? AND values_json IS NOT NULL"

Somebody = tuple[str, int]
"""Who a line of the journal is about: the table, and the row."""

_NEWEST = "SELECT at FROM journalentry ORDER BY id DESC LIMIT 1"
ASKS_FIRST_LINK = "SELECT chain FROM journalentry WHERE id = 1"
"""Asks for the link by which a store is told from any other."""


def is_unswept(path: Path) -> bool:
    """Tell whether something was forgotten since the file was swept; raises StoreUnusable and its kin."""
    try:
        with closing(_opened(path, "ro")) as connection:
            return _count(connection) > 0
    except database_errors() as error:
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
    except database_errors() as error:
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
    """A copy of the store beside it that still holds people who were cleared since: its last deed, and how many.

    With nobody in it, what it holds are words of the books, of calls or of bookings that were cleared since.
    """

    file: Path
    as_of: date
    people: int


def old_copies(path: Path, folders: Iterable[Path] = ()) -> tuple[OldCopy, ...]:
    """Find the copies that hold people who were cleared since, oldest first: beside the store, and in `folders`.

    Raises StoreUnusable and its kin where the store itself cannot be read; a copy that cannot be read is left out.
    """
    try:
        with closing(_opened(path, "ro")) as connection:
            forgotten, words = _named(connection, _FORGOTTEN), _named(connection, _WORDS)
            (first,) = connection.execute(ASKS_FIRST_LINK).fetchone() or ("",)
    except database_errors() as error:
        raise explain(error, path) from error
    if not forgotten and not words:
        return ()
    files = [file for folder in (path.parent, *folders) if folder.is_dir() for file in sorted(folder.iterdir())]
    found = (_holds(file, first, forgotten, words) for file in files if is_copy(file, path))
    return tuple(sorted((one for one in found if one is not None), key=lambda one: (one.as_of, one.file.name)))


def held_again(store: sqlite3.Connection, copy: sqlite3.Connection) -> set[Somebody]:
    """Name, by their rows, the people whom a copy of a store still holds though they were cleared in it since."""
    forgotten = _named(store, _FORGOTTEN)
    return forgotten and forgotten & _named(copy, _KNOWN)


def _opened(path: Path, mode: str) -> sqlite3.Connection:
    connection = open_file(path, mode)
    connection.isolation_level = None
    return connection


def _named(connection: sqlite3.Connection, statement: str) -> set[Somebody]:
    return {(str(row[0]), int(row[1])) for row in connection.execute(statement)}


def _count(connection: sqlite3.Connection) -> int:
    (count,) = connection.execute("PRAGMA user_version").fetchone()
    return int(count)


def _empty_log(connection: sqlite3.Connection, path: Path) -> None:
    """Fold the write-ahead log into the file and cut it to nothing, which waits for whoever is still reading."""
    busy, _pages, _folded = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise StoreLocked(path)


def is_copy(file: Path, path: Path) -> bool:
    """Tell whether a file is a store of this program, but not the one at `path` itself; one that is locked is none."""
    # What lies beside a store belongs to it: closing one of these would take the locks of our own away.
    if file.name.endswith(LOG_ENDINGS):
        return False
    try:
        if not file.is_file() or file.samefile(path):
            return False
        try:
            head = head_of(file, 100)
            if is_encrypted(file):
                return is_open_to_us(file)
        finally:
            let_go(file)
    except OSError:
        return False
    return head.startswith(PLAIN_HEAD) and head[_MARK] == APPLICATION_ID.to_bytes(4, "big")


def _holds(file: Path, first_link: str, forgotten: set[Somebody], words: set[Somebody]) -> OldCopy | None:
    """Look whether a file is a copy of this store, by the first link of its journal, and whom it still holds."""
    try:
        # Taken as a file that nobody writes, so that looking lays nothing beside it.
        with closing(open_file(file, "ro", immutable=True)) as connection:
            if connection.execute(ASKS_FIRST_LINK).fetchone() != (first_link,):
                return None
            people = _named(connection, _KNOWN) & forgotten if forgotten else set[Somebody]()
            has_words = not people and any(connection.execute(_HELD, row).fetchone() for row in sorted(words))
            (at,) = connection.execute(_NEWEST).fetchone()
    except database_errors():
        return None
    if not people and not has_words:
        return None
    return OldCopy(file, datetime.fromisoformat(at).astimezone().date(), len(people))
