"""What is looked at after a process was broken off: nothing is lost, nothing half there, and nothing lies about."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, nullcontext
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from coopadmin.domain.backups import ENCRYPTED
from coopadmin.errors import CoopadminError
from db.backup import check
from db.drafts import clear_drafts
from db.files import open_file
from db.heads import let_go
from db.schema import HEAD, revision_of
from db.sealed_backup import opened_copy
from db.store import Store
from tests.torture.keys import IDENTITY, passphrase_of
from tests.torture.told import Journal, State, Told

STORE = "store.coop"

OF_COPIES = ("store-copies/*", "stick/*/*")
"""Where copies lie that are made by themselves."""

BESIDE = ("-wal", "-shm", "-journal")


def journal_of(path: Path) -> Journal:
    """Read the lines of a journal with bare SQLite, or with the library for encrypted ones."""
    connection = open_file(path, "rw") if passphrase_of(path) else sqlite3.connect(path)
    with closing(connection):
        return tuple(connection.execute("SELECT id, chain FROM journalentry ORDER BY id"))


class Facts(NamedTuple):
    """What was found in a copy."""

    state: State
    faults: tuple[str, ...]


@dataclass(slots=True)
class Looking:
    """Looks at copies, each as long as its bytes are not those of one that was looked at."""

    identity: Path
    known: dict[bytes, Facts] = field(default_factory=dict[bytes, Facts])

    def facts_of(self, file: Path, store: Path) -> Facts:
        """Tell what a copy of the store at `store` holds and what is wrong with it."""
        if any(file.with_name(file.name + ending).exists() for ending in BESIDE):
            return self._looked(file, store)
        digest = sha256(file.read_bytes()).digest()
        if digest not in self.known:
            self.known[digest] = self._looked(file, store)
        return self.known[digest]

    def _looked(self, file: Path, store: Path) -> Facts:
        sealed = file.name.endswith(ENCRYPTED)
        try:
            with opened_copy(file, store, self.identity) if sealed else nullcontext(file) as plain:
                passphrase = passphrase_of(plain)
                bad = tuple(f"{file.name}: {one.name}: {one.detail}" for one in check(plain) if not one.ok)
                return Facts(State(journal_of(plain), passphrase), bad)
        except (CoopadminError, sqlite3.Error) as error:
            return Facts(State(()), (f"{file.name}: {error}",))


def looking_in(folder: Path) -> Looking:
    """Begin to look at the life that goes on in `folder`."""
    return Looking(folder / "files" / IDENTITY)


def inspect(folder: Path, told: Told, looking: Looking, *, last: bool = True) -> list[str]:
    """Look at what a process left, and go on from there; gives what is wrong.

    A store of an older form is opened, which would bring it up to date, only where this is the last look.
    """
    faults = list(told.faults)
    path = folder / STORE
    try:
        now = State((), passphrase_of(path))
        if last or revision_of(path) == HEAD:
            Store(path, actor="Fatima")
        else:
            clear_drafts(folder)
        faults += [f"check: {finding.name}: {finding.detail}" for finding in check(path) if not finding.ok]
        now = State(journal_of(path), now.passphrase)
    except CoopadminError as error:
        return [*faults, f"the store does not open: {type(error).__name__}: {error}"]
    if not told.may_be(now):
        faults.append(
            f"the journal has {len(now.journal)} lines, told were {len(told.state.journal)}; "
            f"opened by {now.passphrase or 'anybody'}; under way: {told.under_way or 'nothing'}"
        )
    told.state = now
    faults += _copy_faults(folder, told, looking)
    faults += _litter(folder, told, looking)
    for file in _all_files(folder):
        let_go(file)
    return faults


def _copy_faults(folder: Path, told: Told, looking: Looking) -> Iterator[str]:
    """Hold every copy that must be there against what it was told to hold."""
    for name, state in told.copies.items():
        file = folder / name
        if not file.exists():
            yield f"{name} is gone"
            continue
        facts = looking.facts_of(file, folder / STORE)
        if facts.state != state:
            yield f"{name} holds another journal"
        yield from facts.faults


def _litter(folder: Path, told: Told, looking: Looking) -> Iterator[str]:
    """Find what nobody knows of; a copy that was whole before its maker could tell may stay, and is one from now on."""
    for file in sorted(folder.iterdir()):
        name = file.name
        for ending in BESIDE:
            name = name.removesuffix(ending)
        if name in (STORE, "files", "stick", *told.copies):
            continue
        if name.startswith("."):
            yield f"{name} was left behind"
        elif name.endswith((".coop", f".coop{ENCRYPTED}")):
            facts = looking.facts_of(file, folder / STORE)
            told.copies[name] = facts.state
            yield from facts.faults
        elif not file.is_dir():
            yield f"{name} lies there"
    yield from _loose(folder, told, looking)


def _loose(folder: Path, told: Told, looking: Looking) -> Iterator[str]:
    told.loose = {}
    for file in sorted(file for pattern in OF_COPIES for file in folder.glob(pattern)):
        if not file.is_file():
            # A draft of a process that was killed goes with the next copy.
            continue
        facts = looking.facts_of(file, folder / STORE)
        told.loose[file.relative_to(folder).as_posix()] = facts.state
        yield from facts.faults
    if told.kept_somewhere and not told.loose:
        yield "every copy is gone"


def _all_files(folder: Path) -> Iterator[Path]:
    return (file for file in folder.rglob("*") if file.is_file())
