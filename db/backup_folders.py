"""Where the copies of a store lie, and which there are; the folder is the truth, and names of files tell the rest.

They lie in a folder beside the store, or in a folder of its own within the one that was chosen on this computer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from coopadmin import settings
from coopadmin.domain.backups import ENCRYPTED, Stamp, read_name
from coopadmin.errors import CoopadminError
from coopadmin.settings import typed_path
from db.drafts import clear_drafts
from db.files import database_errors, is_encrypted, is_open_to_us, open_file
from db.heads import let_go, number_of
from db.schema import explain, unopened
from db.sealing import is_sealed, keys_in
from db.sweeping import ASKS_FIRST_LINK, is_copy

MARK = 8
"""Signs of the first link of the journal in the name of a folder: copies of two stores never lie together."""

_NEWEST = "SELECT id, at, chain FROM journalentry ORDER BY id DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class Keeping:
    """How the copies of the store at `path` are kept: the chosen folder, and the public keys they are encrypted for."""

    path: Path
    folder: Path | None = None
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CopyFile:
    """A copy as its folder shows it; `stamp` is the moment of the file where the name tells none."""

    file: Path
    stamp: Stamp
    size: int
    sealed: bool
    """Encrypted for the keys of some people: what is in it is seen with one of those only."""


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest deed of a store: its number, its moment where the user is, and its link."""

    entry_id: int
    at: datetime
    link: str


def keeping_of(path: Path, preferences: settings.Preferences | None = None) -> Keeping:
    """Tell how the copies of a store are kept on this computer."""
    chosen = preferences or settings.load_preferences()
    folder = typed_path(chosen.copies_folder) if chosen.copies_folder.strip() else None
    return Keeping(path, folder, keys_in(chosen.copies_for))


def is_there(folder: Path) -> bool:
    """Tell whether a folder is there and can be reached."""
    try:
        return folder.is_dir()
    except OSError:
        return False


def own_folder(path: Path) -> Path:
    """Give the folder of copies beside the store."""
    # A folder may be named in the place of a store, and `.` has no name of its own.
    named = path if path.name else path.resolve() / "store"
    return named.with_name(f"{named.stem}-copies")


# -- what there is -------------------------------------------------------------------------------------------------


def listed(keeping: Keeping, places: Sequence[Path] | None = None) -> tuple[CopyFile, ...]:
    """List the copies of a store, newest first: in the folders for them, and beside the store by their names.

    A folder that is not there has none. Whether a file is whole is not looked at. `places` are the folders, where they
    are known already (see `folders`).
    """
    found = [
        one for folder in (folders(keeping) if places is None else places) for one in in_folder(keeping.path, folder)
    ]
    beside = (_copy_file(keeping.path, file) for file in files_of(keeping.path.parent))
    found += [one for one in beside if one is not None]
    return tuple(sorted(found, key=lambda one: (one.stamp, one.file.name), reverse=True))


def readable(keeping: Keeping) -> tuple[Path, ...]:
    """Name the copies of a store that anybody can read who has the file: what was encrypted since is not in them."""
    found: list[Path] = []
    for one in listed(keeping):
        with suppress(OSError):
            if not one.sealed and not is_encrypted(one.file):
                found.append(one.file)
            let_go(one.file)
    return tuple(found)


def is_locked(file: Path) -> bool:
    """Tell whether a copy opens only with a passphrase that is not known in this run."""
    try:
        return not is_open_to_us(file)
    except OSError:
        return False
    finally:
        let_go(file)


def copy_at(path: Path, file: Path) -> CopyFile:
    """Take any file for a copy of the store at `path`, wherever it lies; raises OSError where it cannot be read."""
    stamp = read_name(file.name, path.stem, path.suffix) or Stamp(moment_of(file), "hand")
    # The store itself is not opened beside its own connections, whose locks would go when that is closed.
    sealed = not is_same(path, file) and is_sealed(file)
    return CopyFile(file, stamp, file.stat().st_size, sealed)


def is_same(one: Path, other: Path) -> bool:
    """Tell whether two names are of one file; False where one of them is not there."""
    try:
        return one.samefile(other)
    except OSError:
        return False


def clear_left(path: Path) -> None:
    """Clear away what killed programs left of a store and its copies: all that was in the store is in it."""
    for folder in (path.parent, *folders(keeping_of(path))):
        clear_drafts(folder)


def folders(keeping: Keeping) -> tuple[Path, ...]:
    """Name the folders that may hold copies of the store, the one beside it first."""
    if keeping.folder is None:
        return (own_folder(keeping.path),)
    name = keeping.path.stem
    try:
        chosen = [chosen_folder(keeping, keeping.folder)]
    except CoopadminError:
        # The store cannot be read, so which is its own is not known: all that can be are looked at.
        chosen = [one for one in files_of(keeping.folder) if one.name[: -MARK - 1] == name]
    return (own_folder(keeping.path), *chosen)


def newest_of(path: Path, *, immutable: bool = False) -> Newest | None:
    """Tell the newest deed of a store or of a copy, None where there is none; raises StoreUnusable and its kin."""
    found = asked(path, _NEWEST, immutable=immutable)
    if found is None:
        return None
    return Newest(found[0], datetime.fromisoformat(found[1]).astimezone().replace(tzinfo=None), found[2])


def in_folder(path: Path, folder: Path) -> Iterator[CopyFile]:
    """Give the copies of the store at `path` in a folder for them; a file that people put there counts as theirs."""
    for file in files_of(folder):
        found = _copy_file(path, file)
        if found is not None:
            yield found
        elif file.name.startswith(".") or not (file.name.endswith(ENCRYPTED) or _is_copy(path, file)):
            continue
        else:
            with suppress(OSError):
                yield CopyFile(file, Stamp(moment_of(file), "hand"), file.stat().st_size, file.name.endswith(ENCRYPTED))


def _is_copy(path: Path, file: Path) -> bool:
    """Tell whether a file is a store that opens, but not the one at `path`, which may be gone."""
    # The folder stands for a store that is gone, or out of reach: no file in it is the folder itself.
    return is_copy(file, path if number_of(path) else file.parent)


def moment_of(file: Path) -> datetime:
    """Tell when a file was written, where the user is; raises OSError."""
    return datetime.fromtimestamp(file.stat().st_mtime).replace(microsecond=0)  # noqa: DTZ006 - as names tell it


def _copy_file(path: Path, file: Path) -> CopyFile | None:
    stamp = read_name(file.name, path.stem, path.suffix)
    if stamp is None:
        return None
    try:
        return CopyFile(file, stamp, file.stat().st_size, file.name.endswith(ENCRYPTED))
    except OSError:
        return None


def files_of(folder: Path) -> list[Path]:
    """Give what is in a folder; nothing where there is none, or none that may be read."""
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def asked(path: Path, query: str, *values: object, immutable: bool = False) -> Any:
    """Ask the store or a copy of it for one row, None where there is none; raises what `all_asked` raises."""
    return next(iter(all_asked(path, query, *values, immutable=immutable)), None)


def all_asked(path: Path, query: str, *values: object, immutable: bool = False) -> list[Any]:
    """Ask the store or a copy of it for rows.

    Raises StoreUnusable and its kin where it cannot be read, and OSError where that is a copy (`immutable`) that may
    not be opened: nothing says that it is not whole.
    """
    try:
        try:
            return _read(path, query, values, immutable)
        except database_errors() as error:
            if immutable or not _has_no_room(path, error):
                raise
            return _read(path, query, values, True)
    except database_errors() as error:
        raise explain(error, path) from error
    except OSError as error:
        if immutable:
            raise
        raise unopened(path, error) from None
    finally:
        if immutable:
            let_go(path)


def _read(path: Path, query: str, values: Sequence[object], immutable: bool) -> list[Any]:
    with closing(open_file(path, "ro", immutable=immutable)) as connection:
        return connection.execute(query, values).fetchall()


def _has_no_room(path: Path, error: Exception) -> bool:
    """Tell whether a store cannot be read for want of room for what lies beside it then, and all of it is in its file.

    On a full disk copies must be known, and go.
    """
    said = str(error).lower()
    beside = (path.with_name(path.name + ending) for ending in ("-wal", "-journal"))
    return ("disk i/o" in said or "full" in said) and not any(one.exists() and one.stat().st_size for one in beside)


def chosen_folder(keeping: Keeping, folder: Path) -> Path:
    """Name the folder of this store within the chosen one: two stores of one name do not mix."""
    first = asked(keeping.path, ASKS_FIRST_LINK)
    return folder / f"{keeping.path.stem}-{first[0][:MARK] if first else '0' * MARK}"
