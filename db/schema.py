"""Which form a store has, learnt with bare sqlite3 so that opening one imports nothing heavy."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from coopadmin.errors import (
    CoopadminError,
    StoreDamaged,
    StoreFull,
    StoreLocked,
    StoreMissing,
    StoreNewer,
    StoreReadOnly,
    StoreUnusable,
    os_reason,
)
from coopadmin.formats import quoted
from coopadmin.i18n import _
from db.files import PLAIN_HEAD, database_errors, is_encrypted, open_file
from db.heads import head_of
from db.triggers import foreign

APPLICATION_ID = 0x436F6F70
"""“Coop”: marks an SQLite file as a store of this program."""

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007")
"""Every form a store has had, oldest first; the last is this version's."""

HEAD = REVISIONS[-1]

DOES_BY_ITSELF = "SELECT type, name, sql FROM sqlite_master WHERE type IN ('trigger', 'view')"
"""Asks for what a file does by itself when it is read or written."""


def revision_of(path: Path) -> str:
    """Tell the form of the store at `path`.

    Raises StoreUnusable and its kin: StoreMissing, StoreDamaged for a file that is no store or would act by itself,
    StoreNewer for one of a later version.
    """
    try:
        if path.is_dir():
            raise StoreUnusable(_("{file} is a folder; name a file in it").format(file=path))
        if not path.is_file():
            raise StoreMissing(path)
        head = head_of(path, len(PLAIN_HEAD))
        encrypted = is_encrypted(path)
    except OSError as error:
        raise unopened(path, error) from None
    if head != PLAIN_HEAD and not encrypted:
        raise StoreDamaged(path, _("it is not a store of coopadmin"))
    try:
        connection = open_file(path, "ro")
        try:
            (mark,) = connection.execute("PRAGMA application_id").fetchone()
            there = connection.execute(DOES_BY_ITSELF).fetchall()
            # A view could stand in for any table, this one among them.
            found = None if any(row[0] == "view" for row in there) else _form(connection)
        finally:
            connection.close()
    except database_errors() as error:
        if "no such table" in str(error):
            raise StoreDamaged(path, _("it is not a store of coopadmin")) from None
        raise explain(error, path) from error
    strange = foreign(there) if found is None or found == HEAD else []
    if mark == APPLICATION_ID and strange:
        why = _("something in it would act by itself that coopadmin did not put there ({names})")
        raise StoreDamaged(path, why.format(names=quoted(", ".join(strange))))
    if mark != APPLICATION_ID or not found:
        raise StoreDamaged(path, _("it is not a store of coopadmin"))
    if found not in REVISIONS:
        raise StoreNewer(path, found)
    return found


def _form(connection: sqlite3.Connection) -> str | None:
    found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(found[0]) if found else None


def unopened(path: Path, error: OSError) -> StoreUnusable:
    """Make the error that says why the file of a store cannot be opened."""
    if isinstance(error, PermissionError):
        return StoreUnusable(_("The store {path} may not be opened by this user.").format(path=path))
    return StoreUnusable(_("The store {path} cannot be opened: {why}").format(path=path, why=os_reason(error)))


def explain(error: BaseException, path: Path) -> CoopadminError:
    """Turn what the database said into a sentence of ours."""
    said = str(error).lower()
    if "locked" in said or "busy" in said:
        return StoreLocked(path)
    if "full" in said:
        return StoreFull(path)
    if "readonly" in said or "read-only" in said:
        return StoreReadOnly(path)
    if "unable to open" in said:
        if path.is_file() and os.access(path, os.R_OK) and not os.access(path.parent, os.W_OK):
            # Even reading lays a small file beside a store that was last open for writing.
            return StoreReadOnly(path)
        return StoreUnusable(
            _("The store {path} cannot be opened; its folder may be missing or closed to this user.").format(path=path)
        )
    if "disk i/o" in said:
        return StoreUnusable(
            _(
                "The disk that holds {path} gave an error: it may be full, over its quota, or taken away. "
                "Look at the disk and try again; nothing was changed."
            ).format(path=path)
        )
    if any(sign in said for sign in ("malformed", "not a database", "corrupt", "decode", "no such table")):
        return StoreDamaged(path, _("the file is damaged"))
    first = said.partition("\n")[0] or type(error).__name__
    return StoreUnusable(_("The store {path} gave an error: {error}").format(path=path, error=first))


def opened_to_look(path: Path) -> sqlite3.Connection:
    """Open a store with bare sqlite3 to look whether it is whole; nothing in it can be changed.

    SQLite holds values against the CHECKs of their table only where it might write, so `ro` would not do.
    """
    connection = open_file(path, "rw")
    connection.execute("PRAGMA query_only=ON")
    return connection


def is_damaged(path: Path) -> bool:
    """Look whether the file itself is to blame for what could not be understood of it."""
    try:
        with closing(opened_to_look(path)) as connection:
            return connection.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok"
    except database_errors() as error:
        return isinstance(explain(error, path), StoreDamaged)
