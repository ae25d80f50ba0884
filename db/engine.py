"""Connections to a store: one way for writing, one for reading, each with the settings that keep data whole."""

from __future__ import annotations

import os
import re
import sqlite3
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from random import uniform
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import NullPool

from coopadmin.errors import StoreReplaced
from db.files import WAIT_MILLISECONDS, database_errors, module_for, open_file

_SYNCED = re.compile(r"dropbox|onedrive|google ?drive|icloud|nextcloud|owncloud|syncthing|pcloud|stack", re.IGNORECASE)
_PAUSE_SECONDS = 0.05
_NETWORK_KINDS = (
    "nfs",
    "cifs",
    "smb",
    "sshfs",
    "fuse.sshfs",
    "afpfs",
    "webdav",
    "davfs",
    "9p",
    "fuse.rclone",
)


def shared_place(path: Path) -> bool:
    """Tell whether the file lies in a synced or network folder, where write-ahead logging is not safe."""
    folder = path.resolve().parent
    if any(_SYNCED.search(part) for part in folder.parts):
        return True
    if str(folder).startswith("\\\\"):
        return True
    return _on_network(folder)


def _on_network(folder: Path) -> bool:
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False
    longest, kind = "", ""
    for line in mounts:
        parts = line.split()
        if len(parts) < 3:
            continue
        point = parts[1].replace("\\040", " ")
        inside = str(folder) == point or str(folder).startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(longest):
            longest, kind = point, parts[2]
    return kind.startswith(_NETWORK_KINDS)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


class _Opening:
    """Opens connections to a store, and knows of each thread's newest which file it was opened on."""

    def __init__(self, path: Path, pragmas: Sequence[str], waiting: float) -> None:
        self._path = path
        self._pragmas = pragmas
        self._waiting = waiting
        # A read-only folder lets nobody make the -wal file, so what cannot be written is opened for reading only.
        self._mode = "rw" if os.access(path, os.W_OK) else "ro"
        self._here = threading.local()

    def connect(self) -> sqlite3.Connection:
        """Open a connection; where the store is locked, or exchanged meanwhile, again for as long as one waits."""
        until = time.monotonic() + self._waiting
        while True:
            try:
                return self._opened()
            except database_errors() as error:
                # A file that lost its name to another is one that SQLite writes to no more.
                moved = "readonly" in str(error) and _identity(self._path) != self._here.file
                if not (moved or "locked" in str(error)) or time.monotonic() >= until:
                    raise
            time.sleep(_PAUSE_SECONDS * uniform(0.2, 1.8))  # noqa: S311 - to get out of each other's way

    def require_same_file(self) -> None:
        """Raise StoreReplaced where the name means another file than this thread opened last.

        Whoever puts another file in its place holds it (`db/alone.py`): what waited for that would write into a file
        that has no name any more.
        """
        if _identity(self._path) != self._here.file:
            raise StoreReplaced(self._path)

    def _opened(self) -> sqlite3.Connection:
        self._here.file = _identity(self._path)
        connection = open_file(self._path, self._mode)
        connection.isolation_level = None  # we say BEGIN ourselves
        try:
            for pragma in self._pragmas:
                connection.execute(f"PRAGMA {pragma}")
        except BaseException:
            connection.close()
            raise
        return connection


def make_engine(path: Path, *, write: bool, foreign_keys: bool = True) -> Engine:
    """Open the store at `path`.

    A writing engine begins every transaction with BEGIN IMMEDIATE: two writers wait for one another instead of
    losing each other's work. A reading one takes no lock, and can change nothing.
    """
    journal = "DELETE" if shared_place(path) else "WAL"
    pragmas = [
        f"busy_timeout={WAIT_MILLISECONDS}",
        f"foreign_keys={'ON' if foreign_keys else 'OFF'}",
        "trusted_schema=OFF",
        "cell_size_check=ON",
        # What was committed must be there after a power cut too: a meeting is entered once. What one statement may have
        # to take back is a few pages, which would else go by a file of the system's for every statement.
        *([f"journal_mode={journal}", "synchronous=FULL", "temp_store=MEMORY"] if write else ["query_only=ON"]),
    ]
    # The way of keeping a journal changes only while nobody else has the store open, and SQLite does not wait for that:
    # two who begin at once would both be refused, so each closes it again and comes back after a while of its own.
    opening = _Opening(path, pragmas, WAIT_MILLISECONDS / 1000 if write else 0)
    engine = create_engine("sqlite://", creator=opening.connect, module=module_for(path), poolclass=NullPool)

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:  # pyright: ignore[reportUnusedFunction] - called by SQLAlchemy
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
        if write:
            opening.require_same_file()

    return engine
