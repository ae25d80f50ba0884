"""What is looked at after a process was broken off: nothing is lost, nothing half there, and nothing lies about."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from coopadmin.errors import CoopadminError
from db.backup import check
from db.store import Store

Journal = tuple[tuple[int, str], ...]
"""The numbers and links of the lines of a journal."""


def journal_of(path: Path) -> Journal:
    """Read the lines of a journal with bare SQLite."""
    with closing(sqlite3.connect(path)) as connection:
        return tuple(connection.execute("SELECT id, chain FROM journalentry ORDER BY id"))


def digest_of(file: Path) -> bytes:
    """Digest what is in a file."""
    return sha256(file.read_bytes()).digest()


@dataclass(slots=True)
class Told:
    """What a process told, followed line by line: what must be in the store, and what may be besides."""

    journal: Journal
    copies: dict[str, Journal]
    untouched: dict[str, bytes] = field(default_factory=dict[str, bytes])
    """Files that nobody changes, with the digest of what was in them."""
    under_way: str = ""
    putting_back: Journal | None = None
    kept: dict[str, Journal] = field(default_factory=dict[str, Journal])
    faults: list[str] = field(default_factory=list[str])
    finished: int = 0
    refused: int = 0
    ended: bool = False

    def hear(self, said: dict[str, Any]) -> None:
        """Take in one thing that was said."""
        if "begin" in said:
            self.under_way, self.putting_back = said["begin"], None
        elif "putting_back" in said:
            self.putting_back = self.copies[said["putting_back"]]
        elif "failed" in said:
            # What failed is not there, but for the very last, whose commit may have failed after it was kept.
            self.refused += 1
        elif "broken" in said:
            self.faults.append(f"an error that is no sentence, in {self.under_way}: {said['broken']}")
        elif "end" in said:
            self.ended = True
        elif "done" in said:
            self._done(said)

    def _done(self, said: dict[str, Any]) -> None:
        self.finished += 1
        done = said["done"]
        if done == "back_up":
            self.copies[said["file"]] = self.journal
        elif done == "restore":
            if said["kept"]:
                self.kept[said["kept"]] = self.journal
            self.journal = self.copies[said["file"]]
        elif done == "check":
            self.faults += [f"check, in between: {detail}" for detail in said["bad"]]
        elif "entry" in said:
            self._line(said)
        self.under_way, self.putting_back = "", None

    def _line(self, said: dict[str, Any]) -> None:
        if said["entry"] is not None:
            if said["entry"] != len(self.journal) + 1 or said["last"] != said["entry"]:
                self.faults.append(f"{said['done']} became line {said['entry']} after {len(self.journal)}")
            self.journal = (*self.journal, (said["last"], said["chain"]))
        elif self.journal and (said["last"], said["chain"]) != self.journal[-1]:
            self.faults.append(f"{said['done']} changed nothing, and the journal is another")


def inspect(folder: Path, told: Told) -> list[str]:
    """Look at what a process left; gives what is wrong."""
    faults = list(told.faults)
    path = folder / "store.coop"
    try:
        Store(path, actor="Fatima")
        faults += [f"check: {finding.name}: {finding.detail}" for finding in check(path) if not finding.ok]
    except CoopadminError as error:
        return [*faults, f"the store does not open: {type(error).__name__}: {error}"]
    faults += _journal_faults(path, told)
    for name, journal in {**told.copies, **told.kept}.items():
        if name in told.untouched and (folder / name).exists():
            faults += [] if digest_of(folder / name) == told.untouched[name] else [f"{name} was changed"]
        else:
            faults += _copy_faults(folder / name, journal)
    return faults + _litter(folder, told)


def _journal_faults(path: Path, told: Told) -> list[str]:
    now = journal_of(path)
    if now == told.journal or (told.putting_back is not None and now == told.putting_back):
        return []
    if told.under_way and now[:-1] == told.journal:
        return []
    return [
        f"the journal has {len(now)} lines, told were {len(told.journal)}; under way: {told.under_way or 'nothing'}"
    ]


def _copy_faults(file: Path, journal: Journal) -> list[str]:
    if not file.exists():
        return [f"{file.name} is gone"]
    faults = [] if journal_of(file) == journal else [f"{file.name} holds another journal"]
    return faults + [f"{file.name}: {finding.detail}" for finding in check(file) if not finding.ok]


def _litter(folder: Path, told: Told) -> list[str]:
    """Find what nobody knows of; a copy that was whole before its maker could tell may stay."""
    known = {"store.coop", "files", *told.copies, *told.kept}
    faults: list[str] = []
    for file in sorted(folder.iterdir()):
        name = file.name.removesuffix("-wal").removesuffix("-shm").removesuffix("-journal")
        if name in known:
            continue
        if name.startswith("."):
            faults.append(f"{file.name} was left behind")
        elif file.suffix == ".coop":
            faults += _whole(file)
        elif not file.is_dir():
            faults.append(f"{file.name} lies there")
    for copy in folder.glob("store-copies/*.coop"):
        faults += _whole(copy)
    return faults


def _whole(file: Path) -> list[str]:
    try:
        return [f"{file.name}: {finding.detail}" for finding in check(file) if not finding.ok]
    except CoopadminError as error:
        return [f"{file.name}: {error}"]
