"""Holding a store alone while its file is replaced, so that no other program writes into what goes away."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from pathlib import Path

from coopadmin.errors import StoreLocked, StoreReadOnly
from db.files import database_errors, open_file
from db.schema import explain

_TRIES = 5


@contextmanager
def held_alone(path: Path, opened: Callable[[Path, str], sqlite3.Connection] = open_file) -> Generator[None]:
    """Fold the store into one file and hold it, so that it may be replaced by its name; a damaged one is not held.

    Who waited to write meanwhile finds another file under the name and says so (`db/engine.py`). Windows lets nobody
    rename a file that is open: there it is let go of first, and whoever opens it in between makes the renaming fail.
    Raises StoreLocked where another program has it open, StoreReadOnly where it may not be written and so not be held.
    """
    connection = None
    try:
        connection = opened(path, "rw")
        connection.isolation_level = None
        for _attempt in range(_TRIES):
            # Only the last one to have it open can end write-ahead logging; a log would lie on under the new file.
            connection.execute("PRAGMA journal_mode=DELETE")
            connection.execute("BEGIN IMMEDIATE")
            if connection.execute("PRAGMA journal_mode").fetchone() == ("delete",):
                break
            connection.execute("ROLLBACK")
        else:
            raise StoreLocked(path)
    except database_errors() as error:
        if connection is not None:
            connection.close()
            connection = None
        said = explain(error, path)
        if isinstance(said, StoreLocked | StoreReadOnly):
            raise said from error
    if connection is None or os.name == "nt":
        if connection is not None:
            connection.close()
        yield
        return
    with closing(connection):
        yield
