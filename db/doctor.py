"""Looking at a store from outside, in whatever state it is, without changing anything in it."""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from coopadmin.domain import doctor
from coopadmin.domain.doctor import StoreFacts
from coopadmin.errors import (
    CoopadminError,
    EncryptionMissing,
    PassphraseWrong,
    StoreDamaged,
    StoreEncrypted,
    StoreLocked,
    StoreMissing,
    StoreNewer,
    os_reason,
)
from coopadmin.i18n import _
from db.backup_folders import Keeping, folders, is_there, listed
from db.drafts import left_drafts
from db.engine import shared_place
from db.files import database_errors, is_encrypted, open_file, unlock
from db.schema import explain, revision_of

SQLITE = sqlite3.sqlite_version_info
"""The version of SQLite that opens plain stores."""

_STATES: tuple[tuple[type[CoopadminError], str], ...] = (
    (StoreMissing, doctor.MISSING),
    (StoreLocked, doctor.LOCKED),
    (StoreNewer, doctor.NEWER),
    (StoreEncrypted, doctor.CLOSED),
    (PassphraseWrong, doctor.SEALED),
    (EncryptionMissing, doctor.SEALED),
    (StoreDamaged, doctor.DAMAGED),
)


def store_facts(keeping: Keeping, passphrase: str | None = None) -> StoreFacts:
    """Gather what can be known of the store whose copies are kept as `keeping` says; a store in no state stops it.

    An encrypted store is looked into where `passphrase` opens it, or its key is known in this run.
    """
    path = keeping.path
    facts = _from_outside(keeping)
    try:
        if passphrase is not None and path.is_file() and is_encrypted(path):
            unlock(path, passphrase)
        facts = replace(facts, form=revision_of(path))
        with closing(open_file(path, "ro")) as connection:
            return _from_inside(connection, facts, path)
    except CoopadminError as error:
        return _unusable(facts, error)
    except database_errors() as error:
        return _unusable(facts, explain(error, path))
    except OSError as error:
        sentence = _("The store {path} cannot be opened: {why}").format(path=path, why=os_reason(error))
        return replace(facts, state=doctor.UNUSABLE, sentence=sentence)


def _unusable(facts: StoreFacts, error: CoopadminError) -> StoreFacts:
    state = next((state for kind, state in _STATES if isinstance(error, kind)), doctor.UNUSABLE)
    return replace(facts, state=state, sentence=str(error))


def _from_outside(keeping: Keeping) -> StoreFacts:
    """Look at the file, its disk and its copies."""
    path = keeping.path
    size, encrypted = None, None
    with suppress(OSError):
        size = path.stat().st_size
        encrypted = is_encrypted(path)
    # A store that is held is waited for each time it is asked which folder is its own.
    places = folders(keeping)
    copies = listed(keeping, places)
    return StoreFacts(
        state=doctor.UNUSABLE,
        size=size,
        encrypted=encrypted,
        free=_room(path),
        shared=shared_place(path),
        writable=os.access(path, os.W_OK) and os.access(path.parent, os.W_OK),
        copies=len(copies),
        last_copy_at=max((one.stamp.moment for one in copies), default=None),
        copies_folder_gone=keeping.folder is not None and not is_there(keeping.folder),
        copies_folder_closed=is_closed(keeping, places),
        drafts=sum(map(left_drafts, (path.parent, *places))),
    )


def is_closed(keeping: Keeping, places: Sequence[Path] | None = None) -> bool:
    """Tell whether the folder chosen for copies is there and nothing can be written in it.

    `places` are the folders of the store's copies, where they are known already (see `folders`).
    """
    if keeping.folder is None or not is_there(keeping.folder):
        return False
    chosen = (folders(keeping) if places is None else places)[1:]
    # Of a store that cannot be read, which of several folders is its own is not known.
    return not is_writable(chosen[0] if len(chosen) == 1 and is_there(chosen[0]) else keeping.folder)


def is_writable(folder: Path) -> bool:
    """Tell whether a file can be made in a folder, by making one: what a system says of rights is not always so."""
    probe = folder / f".{secrets.token_hex(8)}.probe"
    try:
        os.close(os.open(probe, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        probe.unlink()
    except OSError:
        return False
    return True


def _room(path: Path) -> int | None:
    for folder in path.absolute().parents:
        with suppress(OSError):
            return shutil.disk_usage(folder).free
    return None


def _from_inside(connection: sqlite3.Connection, facts: StoreFacts, path: Path) -> StoreFacts:
    """Look into a store that opens: whether its file is whole, its journal, how many rows its tables have."""
    said = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if said != "ok":
        return _unusable(facts, StoreDamaged(path, _("the file is damaged")))
    connection.execute("BEGIN")
    ends = connection.execute(
        "SELECT count(*), (SELECT at FROM journalentry ORDER BY id LIMIT 1),"
        " (SELECT at FROM journalentry ORDER BY id DESC LIMIT 1) FROM journalentry"
    ).fetchone()
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    names = sorted(str(name) for (name,) in tables)
    return replace(
        facts,
        state=doctor.READY,
        journal_mode=str(connection.execute("PRAGMA journal_mode").fetchone()[0]).upper(),
        unswept=bool(connection.execute("PRAGMA user_version").fetchone()[0]),
        entries=ends[0],
        first_at=_moment(ends[1]),
        last_at=_moment(ends[2]),
        rows={name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names},
    )


def _moment(at: object) -> datetime | None:
    with suppress(ValueError, OverflowError):
        return datetime.fromisoformat(at).astimezone().replace(tzinfo=None) if isinstance(at, str) else None
    return None
