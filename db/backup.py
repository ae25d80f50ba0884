"""Verified copies of a store, putting one back, and the checks that say whether a store is whole."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from coopadmin.domain.journal_end import NotedEnd
from coopadmin.errors import Refused, StoreDamaged
from coopadmin.i18n import _
from db.agreement import check_agreement
from db.alone import held_alone
from db.balances import check_balances
from db.chain import FIRST_LINK, chain_link, is_digest
from db.drafts import draft_beside, put_in_place, unwritable
from db.files import LOG_ENDINGS, database_errors, empty_like, open_file
from db.findings import Finding
from db.heads import pieces_of
from db.journal_end import check_end
from db.schema import DOES_BY_ITSELF, HEAD, explain, opened_to_look, revision_of
from db.sweeping import sweep_copy
from db.triggers import missing


def back_up(
    path: Path, target: Path, *, named: Path | None = None, on_copied: Callable[[], object] | None = None
) -> Path:
    """Copy the store at `path` to `target`, verify the copy, and give `target`.

    The copy is one consistent state even while others write. `on_copied` is called when all of it is copied and only
    the verifying, which takes most of the time, is still to come: the store is not looked at any more. Raises Refused
    where `target` exists, and StoreUnusable where the store or the copy does not verify; then no file is left. What
    goes wrong with the copy is told of `named`, where it is only on its way there.
    """
    revision_of(path)
    if target.exists():
        raise Refused(_("There is already a file at {path}; nothing was changed.").format(path=target))
    with draft_beside(target) as draft:
        _copy(path, draft, named or target)
        if on_copied is not None:
            on_copied()
        verify_file(draft, named=path)
        if target.exists():
            raise Refused(_("There is already a file at {path}; nothing was changed.").format(path=target))
        try:
            put_in_place(draft, target)
        except OSError as error:
            raise unwritable(target, error) from None
    return target


def restore(backup: Path, path: Path, moment: datetime) -> Path | None:
    """Put `backup` in the place of the store at `path`; name where the replaced store is kept (None: none was).

    The backup is verified first, and stays. Raises StoreUnusable and its kin where it cannot be used.
    """
    revision_of(backup)
    verify_file(backup, named=backup)
    if path.is_dir():
        raise Refused(_("{path} is a folder; name the store in it.").format(path=path))
    if path.exists() and path.samefile(backup):
        raise Refused(_("{path} is the store itself; name a backup.").format(path=backup))
    with draft_beside(path) as draft:
        _copy(backup, draft, path)
        verify_file(draft, named=backup)
        try:
            return _exchange(draft, path, moment)
        except OSError as error:
            raise unwritable(path, error) from None


def _copy(path: Path, draft: Path, target: Path) -> None:
    """Copy one consistent state of the store at `path` into the empty file `draft`, which will become `target`."""
    try:
        with (
            closing(open_file(path, "ro")) as source,
            closing(empty_like(path, draft)) as copy,
        ):
            # The copying itself would wait for ever where another program holds the store: this waits its turn.
            source.execute("BEGIN")
            source.execute("SELECT count(*) FROM sqlite_master").fetchone()
            source.backup(copy)
            # A copy may be carried to any disk, so it is left in the journal mode that is safe on all.
            copy.execute("PRAGMA journal_mode=DELETE")
            sweep_copy(copy)
    except database_errors() as error:
        said = str(error).lower()
        raise explain(error, target if "full" in said or "disk i/o" in said else path) from error


def _exchange(draft: Path, path: Path, moment: datetime) -> Path | None:
    """Put `draft` in the place of the store, of which a copy is kept beside it under another name.

    Killed anywhere in between, what has the name of the store is the old one whole, or the new one.
    """
    if not path.exists():
        _clear_beside(path)
        put_in_place(draft, path)
        return None
    kept = _free_name(path, moment)
    with held_alone(path), draft_beside(kept) as copy:
        with copy.open("wb") as stream:
            stream.writelines(pieces_of(path))
            stream.flush()
            os.fsync(stream.fileno())
        for ending in ("-wal", "-journal"):
            # A damaged store could not be folded into one file; what it still has stays with it.
            beside = path.with_name(path.name + ending)
            if beside.exists():
                log = kept.with_name(kept.name + ending)
                log.touch(mode=0o600)
                shutil.copyfile(beside, log)
        put_in_place(copy, kept)
        try:
            _clear_beside(path)
            put_in_place(draft, path)
        except OSError:
            kept.unlink(missing_ok=True)
            raise
    return kept


def _free_name(path: Path, moment: datetime) -> Path:
    kept = path.with_name(f"{path.stem}-{moment:%Y%m%d-%H%M%S}-replaced{path.suffix}")
    number = 2
    while kept.exists():
        kept = path.with_name(f"{path.stem}-{moment:%Y%m%d-%H%M%S}-replaced-{number}{path.suffix}")
        number += 1
    return kept


def _clear_beside(path: Path) -> None:
    """Remove what SQLite laid beside a store: read into another file of the same name, it would spoil that one."""
    for ending in LOG_ENDINGS:
        path.with_name(path.name + ending).unlink(missing_ok=True)


def verify_file(file: Path, named: Path) -> None:
    """Raise StoreDamaged, speaking of `named`, where the file is no whole database."""
    try:
        with closing(opened_to_look(file)) as connection:
            said = connection.execute("PRAGMA integrity_check").fetchone()[0]
    except database_errors() as error:
        raise explain(error, named) from error
    if said != "ok":
        raise StoreDamaged(named, _("the file is damaged"))


def check(path: Path, noted: NotedEnd | None = None) -> list[Finding]:
    """Look whether the store is whole: the file, its links, the chain of the journal, whether the tables hold what
    it says, and the books' own balances; with `noted`, whether the journal still has that end.

    Raises StoreUnusable and its kin where it cannot even be opened.
    """
    form = revision_of(path)
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
            journal, whole = _check_journal(connection)
            findings.append(journal)
            if noted is not None:
                findings.append(check_end(connection, noted, whole))
            findings.append(check_agreement(connection))
            if form == HEAD:
                findings.append(check_balances(connection))
                findings.append(_check_guards(connection))
    except database_errors() as error:
        raise explain(error, path) from error
    return findings


def _check_guards(connection: sqlite3.Connection) -> Finding:
    """Look whether what the database itself forbids is forbidden still (`db/triggers.py`).

    A file that would do something else by itself is not even opened (`revision_of`).
    """
    wrong = missing(connection.execute(DOES_BY_ITSELF).fetchall())
    return Finding("guards", not wrong, ", ".join(wrong[:20]))


def _check_journal(connection: sqlite3.Connection) -> tuple[Finding, int]:
    """Follow the chain from the first line, and hold every value that is still there against its digest.

    Gives how many entries, from the first on, are whole too.
    """
    link = FIRST_LINK
    expected = 1

    def broken(sentence: str) -> tuple[Finding, int]:
        return Finding("journal", False, sentence.format(number=expected)), expected - 1

    columns = ("id", "at", "actor", "deed", "about", "undoes_id", "values_digest", "chain")
    for row in connection.execute(f"SELECT {', '.join(columns)} FROM journalentry ORDER BY id"):
        entry: dict[str, Any] = dict(zip(columns, row, strict=True))
        if entry["id"] != expected:
            return broken(_("entry {number} is missing"))
        link = chain_link(link, entry)
        if link != entry["chain"]:
            return broken(_("entry {number} was changed"))
        digest = sha256()
        values = connection.execute(
            "SELECT digest, table_name, row_id, change, values_json, salt FROM journalvalue "
            "WHERE entry_id = ? ORDER BY position",
            (expected,),
        )
        for value, table, row_id, change, values_json, salt in values:
            digest.update(value.encode())
            if values_json is not None and not is_digest(value, table, row_id, change, values_json, salt or ""):
                return broken(_("a value of entry {number} was changed"))
        if digest.hexdigest() != entry["values_digest"]:
            return broken(_("a value of entry {number} is missing"))
        expected += 1
    return Finding("journal", True, json.dumps({"entries": expected - 1, "end": link})), expected - 1
