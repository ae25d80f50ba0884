"""A look into a copy before it is put back: what it holds, and what of the store would be lost by it.

The chain of the journal tells both: two journals that began alike are the same up to the last link they share, and
journals of which the first links differ are of two stores.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from coopadmin.domain.abouts import about_name
from coopadmin.domain.deeds import deed_name
from coopadmin.errors import CoopadminError
from coopadmin.i18n import N_, _, ngettext
from db.backup_folders import CopyFile, is_locked
from db.files import database_errors, is_encrypted, open_file, salt_of
from db.heads import let_go
from db.schema import explain, is_damaged, revision_of
from db.sealing import outside_of
from db.sweeping import held_again

MOST_LOST = 500
"""Deeds that are named of those that would be lost; there may be more."""

COUNTED: dict[str, str] = {
    "members": N_("members"),
    "homes": N_("homes"),
    "contracts": N_("contracts in force"),
    "bank_lines": N_("bank lines"),
}
"""What is counted in a copy."""

_IN_FORCE = "starts_on <= :on AND (ends_on IS NULL OR ends_on >= :on)"
_COUNTS = {
    "members": f"SELECT count(DISTINCT member_id) FROM membership WHERE {_IN_FORCE}",
    "homes": "SELECT count(*) FROM dwelling",
    "contracts": f"SELECT count(*) FROM contract WHERE {_IN_FORCE}",
    "bank_lines": "SELECT count(*) FROM bankline",
}
_LINK = "SELECT chain FROM journalentry WHERE id = ?"
_LAST = "SELECT max(id) FROM journalentry"
_DEEDS = "SELECT id, at, actor, deed, about FROM journalentry WHERE id > ? ORDER BY id DESC LIMIT ?"


@dataclass(frozen=True, slots=True)
class Deed:
    """A line of a journal."""

    entry_id: int
    at: datetime
    actor: str
    deed: str
    about: str

    @property
    def what(self) -> str:
        """The deed and what it was about, in words."""
        return f"{deed_name(self.deed)} {about_name(self.deed, self.about)}".strip()


@dataclass(frozen=True, slots=True)
class Against:
    """A copy held against the store of now."""

    same_store: bool
    lost: tuple[Deed, ...]
    """What was done since and would be gone, newest first; no more than `MOST_LOST`."""
    lost_count: int
    gained_count: int
    """What stands in the copy and not in the store: it was done before another copy was put back."""
    returning: int
    """People whose data was cleared since, and who would be back."""


@dataclass(frozen=True, slots=True)
class Inside:
    """What a copy holds on the day of its last deed; a count is None where its form has no such thing."""

    cooperative: str
    revision: str
    counts: dict[str, int | None]
    deeds: int
    last: Deed | None
    against: Against | None
    """None where there is no store that can be read."""
    opening: str = ""
    """What putting it back would change about how the store opens, in a sentence; empty where nothing."""


@dataclass(frozen=True, slots=True)
class Glance:
    """What is found of a copy of a list: what is wrong with it, else why nothing of its inside is known, else that."""

    fault: str = ""
    closed: str = ""
    keys: int | None = None
    """For how many keys it is encrypted; None where it is not."""
    inside: Inside | None = None


def glance(copy: CopyFile, path: Path) -> Glance:
    """Look whether a copy is whole and what it holds against the store at `path`, as far as it opens in this run."""
    if copy.sealed:
        outside = outside_of(copy.file)
        if not outside.keys or not outside.whole:
            return Glance(fault=_("the file is damaged"), keys=outside.keys)
        told = ngettext("encrypted for {count} key", "encrypted for {count} keys", outside.keys)
        return Glance(closed=told.format(count=outside.keys), keys=outside.keys)
    if is_locked(copy.file):
        return Glance(closed=_("encrypted, with a passphrase that was not given"))
    fault = fault_of(copy.file)
    try:
        return Glance(fault, inside=None if fault else look_inside(copy.file, path))
    except CoopadminError as error:
        return Glance(str(error))


def fault_of(file: Path) -> str:
    """Say in a sentence what is wrong with a copy; empty where it is a whole store. It reads the whole file."""
    try:
        revision_of(file)
        return _("the file is damaged") if is_damaged(file) else ""
    except CoopadminError as error:
        return str(error)
    finally:
        let_go(file)


def look_inside(file: Path, path: Path) -> Inside:
    """Look into a copy, and hold it against the store at `path`; raises StoreUnusable and its kin for no whole copy."""
    revision = revision_of(file)
    try:
        # Taken as a file that nobody writes, so that looking lays nothing beside it.
        with closing(open_file(file, "ro", immutable=True)) as copy:
            last = next(iter(_deeds(copy, 0, 1)), None)
            day = last.at.astimezone().date() if last else date.min
            return Inside(
                _one(copy, "SELECT name FROM cooperative") or "",
                revision,
                {name: _counted(copy, query, day) for name, query in _COUNTS.items()},
                last.entry_id if last else 0,
                last,
                _held_against(copy, path),
                opening_told(file, path),
            )
    except database_errors() as error:
        raise explain(error, file) from error
    finally:
        let_go(file)


def opening_told(file: Path, path: Path) -> str:
    """Say how the store at `path` would open with a copy in its place, where that is otherwise than now."""
    try:
        encrypted, was = is_encrypted(file), path.is_file() and is_encrypted(path)
        if encrypted and not (was and salt_of(file) == salt_of(path)):
            return _("▲ The store opens with the passphrase of this copy then, and with no other.")
        if was and not encrypted:
            return _("▲ This copy is not encrypted, so the store is not either then.")
    except OSError:
        pass
    return ""


def held_text(inside: Inside) -> str:
    """Say in one line what a copy holds, and what would be lost by it."""
    parts = [f"{count} {_(COUNTED[name])}" for name, count in inside.counts.items() if count is not None]
    if inside.against is None:
        return " · ".join(parts)
    if not inside.against.same_store:
        return " · ".join([_("▲ of another store"), *parts])
    lost = inside.against.lost_count
    since = ngettext("{count} deed since", "{count} deeds since", lost).format(count=lost)
    return " · ".join([since if lost else _("the store as it is now"), *parts])


def _held_against(copy: sqlite3.Connection, path: Path) -> Against | None:
    try:
        revision_of(path)
        with closing(open_file(path, "ro")) as store:
            store.execute("BEGIN")
            shared = _shared(store, copy)
            newest, held = (int(_one(one, _LAST) or 0) for one in (store, copy))
            return Against(
                shared > 0,
                tuple(_deeds(store, shared, MOST_LOST)),
                newest - shared,
                held - shared,
                len(held_again(store, copy)) if shared else 0,
            )
    except (CoopadminError, *database_errors()):
        return None


def _shared(store: sqlite3.Connection, copy: sqlite3.Connection) -> int:
    """Find the last line that two journals share; a link holds all before it, so each look halves what is left."""
    alike, differs = 0, min(int(_one(one, _LAST) or 0) for one in (store, copy)) + 1
    while differs - alike > 1:
        middle = (alike + differs) // 2
        if _one(store, _LINK, middle) == _one(copy, _LINK, middle):
            alike = middle
        else:
            differs = middle
    return alike


def _deeds(connection: sqlite3.Connection, after: int, most: int) -> Iterable[Deed]:
    for entry_id, at, actor, deed, about in connection.execute(_DEEDS, (after, most)):
        yield Deed(entry_id, datetime.fromisoformat(at), actor, deed, about)


def _counted(connection: sqlite3.Connection, query: str, on: date) -> int | None:
    try:
        return int(connection.execute(query, {"on": on.isoformat()} if ":on" in query else {}).fetchone()[0])
    except database_errors() as error:
        if "no such" in str(error):
            return None
        raise


def _one(connection: sqlite3.Connection, query: str, *values: object) -> Any:
    found = connection.execute(query, values).fetchone()
    return found[0] if found else None
