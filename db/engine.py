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
from db.heads import number_of

_SYNCED = re.compile(
    r"""dropbox | onedrive | google[ ]?drive | icloud | nextcloud | owncloud | syncthing | pcloud
    | proton[ ]?drive | synology[ ]?drive | cloudstation | megasync | seafile | seadrive | resilio | tresorit
    # Words that other words hold too (inbox, haystack, megabyte), and the folder on the disk that Google makes.
    | (?<! \w) (?: box | mega | stack | sync | filen | kdrive | tresors | (?: my | mijn )[ ]drive ) (?! [^\W\d] )
    # Where a Mac keeps iCloud and every other such service, and where disks of other machines come by themselves.
    | /library/ (?: mobile[ ]documents | cloudstorage ) (?: / | $ )
    | ^ (?: /system/volumes/data )? /net/""",
    re.IGNORECASE | re.VERBOSE,
)
_ESCAPED = re.compile(r"\\([0-7]{3})")
"""How a space and what else would break a line stands in the list of what is mounted."""

_PAUSE_SECONDS = 0.05
_NETWORK_KINDS = (
    # Disks of other machines.
    *("nfs", "cifs", "smb", "afpfs", "afs", "9p", "ceph", "glusterfs", "lustre"),
    *("sshfs", "webdav", "davfs", "gvfsd-fuse", "kio-fuse"),
    # The disk of the computer that a virtual one runs on, which may have the store open itself.
    *("drvfs", "vboxsf", "vmhgfs", "virtiofs", "prl_fs"),
    # Services that keep files elsewhere.
    *("rclone", "s3fs", "google-drive", "onedriver", "pcloud", "seadrive"),
)


def shared_place(path: Path) -> bool:
    """Tell whether the file lies in a synced or network folder, where write-ahead logging is not safe."""
    folder = path.resolve().parent
    # Windows gives a disk of another machine that has a letter here by the name of that machine.
    return bool(_SYNCED.search(folder.as_posix())) or str(folder).startswith("\\\\") or _on_network(folder)


def _on_network(folder: Path) -> bool:
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        # A Mac keeps no such list. What is connected to it lies in one folder, a stick and a disk of another machine
        # alike: a stick is written more slowly then, and is as safe.
        return folder.as_posix().lower().startswith("/volumes/")
    longest, kind = "", ""
    for line in mounts:
        parts = line.split()
        if len(parts) < 3:
            continue
        point = _ESCAPED.sub(lambda found: chr(int(found[1], 8)), parts[1])
        inside = str(folder) == point or str(folder).startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(longest):
            longest, kind = point, parts[2].lower()
    # Only "fuse" says nothing of what lies behind it; so does the web folder of davfs2.
    return kind == "fuse" or kind.removeprefix("fuse.").startswith(_NETWORK_KINDS)


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
                moved = "readonly" in str(error) and number_of(self._path) != self._here.file
                if not (moved or "locked" in str(error)) or time.monotonic() >= until:
                    raise
            time.sleep(_PAUSE_SECONDS * uniform(0.2, 1.8))  # noqa: S311 - to get out of each other's way

    def require_same_file(self) -> None:
        """Raise StoreReplaced where the name means another file than this thread opened last.

        Whoever puts another file in its place holds it (`db/alone.py`): what waited for that would write into a file
        that has no name any more.
        """
        if number_of(self._path) != self._here.file:
            raise StoreReplaced(self._path)

    def _opened(self) -> sqlite3.Connection:
        self._here.file = number_of(self._path)
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
