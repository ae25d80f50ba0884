"""Connections to a store: one way for writing, one for reading, each with the settings that keep data whole."""

from __future__ import annotations

import os
import re
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import NullPool

from db.schema import WAIT_MILLISECONDS, file_uri

_SYNCED = re.compile(r"dropbox|onedrive|google ?drive|icloud|nextcloud|owncloud|syncthing|pcloud|stack", re.IGNORECASE)
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
        # What was committed must be there after a power cut too: a meeting is entered once.
        *([f"journal_mode={journal}", "synchronous=FULL"] if write else []),
        *([] if write else ["query_only=ON"]),
    ]

    # A read-only folder lets nobody make the -wal file, so what cannot be written is opened for reading only.
    mode = "rw" if os.access(path, os.W_OK) else "ro"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            file_uri(path, mode), uri=True, timeout=WAIT_MILLISECONDS / 1000, check_same_thread=False
        )
        connection.isolation_level = None  # we say BEGIN ourselves
        try:
            for pragma in pragmas:
                connection.execute(f"PRAGMA {pragma}")
        except BaseException:
            connection.close()
            raise
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)
    if write:

        @event.listens_for(engine, "begin")
        def _begin(connection: Any) -> None:  # pyright: ignore[reportUnusedFunction] - called by SQLAlchemy
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    else:

        @event.listens_for(engine, "begin")
        def _begin_reading(connection: Any) -> None:  # pyright: ignore[reportUnusedFunction] - called by SQLAlchemy
            connection.exec_driver_sql("BEGIN")

    return engine
