"""Verified copies of a store, putting one back, and the checks that say whether a store is whole."""

from __future__ import annotations

import glob
import json
import os
import sqlite3
import tempfile
from collections.abc import Generator
from contextlib import closing, contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from coopadmin import settings
from coopadmin.errors import Refused, StoreDamaged, StoreUnusable
from coopadmin.i18n import _
from db.balances import check_balances
from db.findings import Finding
from db.journal import FIRST_LINK, chain_link, value_digest
from db.schema import HEAD, WAIT_MILLISECONDS, explain, file_uri, opened_to_look, revision_of
from db.sweeping import sweep_copy


def back_up(path: Path, target: Path) -> Path:
    """Copy the store at `path` to `target`, verify the copy, and give `target`.

    The copy is one consistent state even while others write. Raises Refused where `target` exists, and
    StoreUnusable where the store or the copy does not verify; then no file is left.
    """
    revision_of(path)
    if target.exists():
        raise Refused(_("There is already a file at {path}; nothing was changed.").format(path=target))
    with _draft_beside(target) as draft:
        _copy(path, draft, target)
        _verify_file(draft, named=path)
        if target.exists():
            raise Refused(_("There is already a file at {path}; nothing was changed.").format(path=target))
        draft.replace(target)
    return target


def restore(backup: Path, path: Path, moment: datetime) -> Path | None:
    """Put `backup` in the place of the store at `path`; name where the replaced store is kept (None: none was).

    The backup is verified first, and stays. Raises StoreUnusable and its kin where it cannot be used.
    """
    revision_of(backup)
    _verify_file(backup, named=backup)
    if path.is_dir():
        raise Refused(_("{path} is a folder; name the store in it.").format(path=path))
    if path.exists() and path.samefile(backup):
        raise Refused(_("{path} is the store itself; name a backup.").format(path=backup))
    with _draft_beside(path) as draft:
        _copy(backup, draft, path)
        _verify_file(draft, named=backup)
        try:
            return _exchange(draft, path, moment)
        except OSError as error:
            raise _unwritable(path, error) from None


def _copy(path: Path, draft: Path, target: Path) -> None:
    """Copy one consistent state of the store at `path` into the empty file `draft`, which will become `target`."""
    try:
        with (
            closing(sqlite3.connect(file_uri(path, "ro"), uri=True, timeout=WAIT_MILLISECONDS / 1000)) as source,
            closing(sqlite3.connect(draft)) as copy,
        ):
            # The copying itself would wait for ever where another program holds the store: this waits its turn.
            source.execute("BEGIN")
            source.execute("SELECT count(*) FROM sqlite_master").fetchone()
            source.backup(copy)
            # A copy may be carried to any disk, so it is left in the journal mode that is safe on all.
            copy.execute("PRAGMA journal_mode=DELETE")
            sweep_copy(copy)
    except sqlite3.Error as error:
        said = str(error).lower()
        raise explain(error, target if "full" in said or "disk i/o" in said else path) from error


def _exchange(draft: Path, path: Path, moment: datetime) -> Path | None:
    """Move `draft` to the place of the store, which is kept beside it under another name."""
    kept: Path | None = None
    if path.exists():
        _quiet(path)
        kept = path.with_name(f"{path.stem}-{moment:%Y%m%d-%H%M%S}-replaced{path.suffix}")
        number = 2
        while kept.exists():
            kept = path.with_name(f"{path.stem}-{moment:%Y%m%d-%H%M%S}-replaced-{number}{path.suffix}")
            number += 1
        path.replace(kept)
    for ending in ("-wal", "-shm", "-journal"):
        beside = path.with_name(path.name + ending)
        if kept is not None and beside.exists():
            # A damaged store could not be folded into one file; what it still has stays with it.
            beside.replace(kept.with_name(kept.name + ending))
        beside.unlink(missing_ok=True)
    try:
        draft.replace(path)
    except OSError:
        if kept is not None:
            kept.replace(path)
        raise
    return kept


def _quiet(path: Path) -> None:
    """Fold a write-ahead log into its file, so that the file alone is the store; a damaged one is kept as it is."""
    try:
        with closing(sqlite3.connect(file_uri(path, "rw"), uri=True, timeout=WAIT_MILLISECONDS / 1000)) as connection:
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
            connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        if "locked" in str(error) or "busy" in str(error):
            raise explain(error, path) from error


@contextmanager
def _draft_beside(target: Path) -> Generator[Path]:
    try:
        settings.private_folder(target.parent)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    except OSError as error:
        raise _unwritable(target, error) from None
    os.close(handle)
    try:
        yield Path(name)
    finally:
        # SQLite may have laid a journal beside the draft, too.
        for leftover in target.parent.glob(f"{glob.escape(Path(name).name)}*"):
            leftover.unlink(missing_ok=True)


def _unwritable(path: Path, error: OSError) -> StoreUnusable:
    return StoreUnusable(_("{path} cannot be written: {why}").format(path=path, why=error.strerror or error))


def _verify_file(file: Path, named: Path) -> None:
    try:
        with closing(opened_to_look(file)) as connection:
            said = connection.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.Error as error:
        raise explain(error, named) from error
    if said != "ok":
        raise StoreDamaged(named, _("the file is damaged"))


def check(path: Path) -> list[Finding]:
    """Look whether the store is whole: the file, its links, the chain of the journal, and the books' own balances.

    Raises StoreUnusable and its kin where it cannot even be opened.
    """
    revision_of(path)
    try:
        with closing(opened_to_look(path)) as connection:
            connection.execute("BEGIN")
            said = [row[0] for row in connection.execute("PRAGMA integrity_check(20)")]
            findings = [Finding("integrity", said == ["ok"], "" if said == ["ok"] else "; ".join(map(str, said)))]
            broken = connection.execute("PRAGMA foreign_key_check").fetchall()
            findings.append(
                Finding(
                    "foreign_keys",
                    not broken,
                    "; ".join(f"{table} {row} → {parent}" for table, row, parent, _number in broken[:20]),
                )
            )
            findings.append(_check_journal(connection))
            if revision_of(path) == HEAD:
                findings.append(check_balances(connection))
    except sqlite3.Error as error:
        raise explain(error, path) from error
    return findings


def _check_journal(connection: sqlite3.Connection) -> Finding:
    """Follow the chain from the first line, and hold every value that is still there against its digest."""
    link = FIRST_LINK
    expected = 1
    columns = ("id", "at", "actor", "deed", "about", "undoes_id", "values_digest", "chain")
    for row in connection.execute(f"SELECT {', '.join(columns)} FROM journalentry ORDER BY id"):
        entry: dict[str, Any] = dict(zip(columns, row, strict=True))
        if entry["id"] != expected:
            return Finding("journal", False, _("entry {number} is missing").format(number=expected))
        link = chain_link(link, entry)
        if link != entry["chain"]:
            return Finding("journal", False, _("entry {number} was changed").format(number=expected))
        digest = sha256()
        values = connection.execute(
            "SELECT digest, values_json, salt FROM journalvalue WHERE entry_id = ? ORDER BY position",
            (expected,),
        )
        for value, values_json, salt in values:
            digest.update(value.encode())
            if values_json is not None and value_digest(values_json, salt or "") != value:
                return Finding("journal", False, _("a value of entry {number} was changed").format(number=expected))
        if digest.hexdigest() != entry["values_digest"]:
            return Finding("journal", False, _("a value of entry {number} is missing").format(number=expected))
        expected += 1
    return Finding("journal", True, json.dumps({"entries": expected - 1, "end": link}))
