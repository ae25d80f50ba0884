"""Where things are kept on this computer, and what the person at it prefers.

The store holds the co-operative; this file holds only what belongs to a person on a machine: language, theme and
the name that goes into the journal. Everything is written private to the user (0600 in a 0700 folder).
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import stat
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, cast

from coopadmin.errors import WrongUse, unwritten
from coopadmin.i18n import _

STORE_NAME = "coopadmin.coop"

FIRST_YEAR, LAST_YEAR = 1900, 2200
"""The years the clock may be held in: nothing that is counted from them falls off the calendar."""

MOST_PREFERENCES = 1_000_000
"""Bytes of preferences; what is larger, or is no ordinary file, is none of ours."""

THROWAWAY = "coopadmin-demo-"
"""How the folder of a demo begins that is thrown away afterwards."""


def now() -> datetime:
    """Tell the moment, in UTC; the one place that reads the clock.

    COOPADMIN_TODAY (a day as 2026-11-20) holds the clock at noon of that day, for pictures and rehearsals; what is no
    day somebody could live on holds nothing.
    """
    held = os.environ.get("COOPADMIN_TODAY")
    if held:
        with contextlib.suppress(ValueError):
            day = date.fromisoformat(held)
            if FIRST_YEAR <= day.year <= LAST_YEAR:
                return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return datetime.now(UTC)


def today() -> date:
    """Tell the day where the user is."""
    return now().astimezone().date()


def typed_path(text: str) -> Path:
    """Give the file or folder that somebody typed or the surroundings name, with ~ for the home folder.

    A ~ before the name of somebody who is not known here is taken as it stands, as shells do; then there is no such
    file, which whoever opens it says. So it is with a NUL, which no name can have.
    """
    path = Path(text.replace("\0", "\N{REPLACEMENT CHARACTER}"))
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def default_store(environment: Mapping[str, str] = os.environ) -> Path:
    """Find the store: COOPADMIN_STORE, else one file in the user's data folder."""
    named = environment.get("COOPADMIN_STORE")
    if named:
        return typed_path(named)
    from platformdirs import user_data_path

    return user_data_path("coopadmin", appauthor=False) / STORE_NAME


def is_throwaway(store: Path) -> bool:
    """Tell whether a store is a demo that is thrown away afterwards."""
    return store.parent.name.startswith(THROWAWAY)


def preferences_file(environment: Mapping[str, str] = os.environ) -> Path:
    """Find the preferences: COOPADMIN_PREFERENCES, else a file in the user's configuration folder."""
    named = environment.get("COOPADMIN_PREFERENCES")
    if named:
        return typed_path(named)
    from platformdirs import user_config_path

    return user_config_path("coopadmin", appauthor=False) / "preferences.json"


@dataclass(frozen=True, slots=True)
class Preferences:
    """What one person chose on this computer."""

    language: str = ""
    theme: str = "coop-dark"
    actor: str = ""
    role: str = ""
    copies_folder: str = ""
    """Where the copies of the store go by themselves; empty for a folder beside the store."""
    copies_for: str = ""
    """The public keys for which those copies are encrypted, one a line; empty where they are not."""


def read_preferences(file: Path) -> dict[str, Any]:
    """Read a file of preferences; raises OSError where it cannot be read, ValueError or RecursionError for none.

    A pipe or a device, which has no end or nothing to give, is never waited for.
    """
    handle = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(handle, "rb") as stream:
        if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            raise ValueError(file)
        content = stream.read(MOST_PREFERENCES + 1)
    if len(content) > MOST_PREFERENCES:
        raise ValueError(file)
    raw: Any = json.loads(content.decode("utf-8"))
    if not isinstance(raw, dict):
        raise ValueError(file)  # noqa: TRY004 - what is in a file is a value
    return cast("dict[str, Any]", raw)


def load_preferences() -> Preferences:
    """Read the preferences; a missing or unreadable file counts as none."""
    try:
        stored = read_preferences(preferences_file())
    except (OSError, ValueError, RecursionError):
        return Preferences()
    known = {field.name for field in fields(Preferences)}
    return replace(Preferences(), **{k: v for k, v in stored.items() if k in known and isinstance(v, str)})


def save_preferences(preferences: Preferences) -> bool:
    """Write the preferences, whole or not at all; tells whether they could be kept.

    Somebody whose folder may not be written still works, with what was chosen until the program ends.
    """
    try:
        write_private(preferences_file(), json.dumps(asdict(preferences), indent=2).encode())
    except OSError:
        return False
    return True


def actor_name(preferences: Preferences, environment: Mapping[str, str] = os.environ) -> str:
    """Name who is at the desk, for the journal: COOPADMIN_ACTOR, the preference, else the login name."""
    chosen = environment.get("COOPADMIN_ACTOR", "").strip() or preferences.actor.strip()
    if not chosen:
        import getpass

        try:
            chosen = getpass.getuser()
        except (OSError, KeyError, ImportError):
            chosen = "?"
    # A name out of the surroundings may hold bytes that are no letters, which no journal could keep.
    return chosen.encode("utf-8", "replace").decode()


def private_folder(folder: Path) -> None:
    """Make `folder` and what leads to it, private to the user; one that is there already is left alone."""
    if folder.is_dir():
        return
    private_folder(folder.parent)
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)


def write_named(file: Path, content: bytes) -> None:
    """Write a file that somebody named, as `write_private`; raises WrongUse where that cannot be."""
    try:
        if file.is_dir():
            raise WrongUse(_("{file} is a folder; name a file in it").format(file=file))
        write_private(file, content)
    except FileExistsError:
        told = _("{file} is a store, a copy of one or a part of it: nothing is written over it; name another file")
        raise WrongUse(told.format(file=file)) from None
    except OSError as error:
        raise unwritten(file, error) from None


_LOG_ENDINGS = ("-wal", "-shm", "-journal")
KEPT_ENDINGS = (".coop", ".age", *_LOG_ENDINGS)
"""How a store, a copy, and what lies beside one that is open are called, in whatever capitals."""
_KEPT_HEADS = (b"SQLite format 3\0", b"age-encryption.org/v1\n", b"-----BEGIN AGE ENCRYPTED FILE-----")
"""How a store and a copy begin, whatever they are called."""
_ZIP_HEAD = b"PK\3\4"
_PAGE_BYTES = 4096

_looked_at: dict[tuple[int, int], int] = {}
"""Stores that were opened to look, by device and number of the file."""


def write_private(file: Path, content: bytes) -> None:
    """Write a file private to the user, whole or not at all; raises OSError where that cannot be.

    What is there is never replaced where its name has one of KEPT_ENDINGS, where one of the logs of an open store lies
    beside it, where it begins as a plain store or as what age encrypted, or where it looks like an encrypted store:
    whole pages of bytes without any order. Nor is what this user may not read.
    """
    import tempfile

    if _is_kept(file):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(file))
    private_folder(file.parent)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _is_kept(file: Path) -> bool:
    """Tell whether a file is a store, a copy, or a part of one; raises OSError where it cannot be read."""
    if file.name.casefold().endswith(KEPT_ENDINGS) and os.path.lexists(file):
        return True
    if not file.exists():
        return False
    if any(os.path.lexists(f"{file}{ending}") for ending in _LOG_ENDINGS):
        return True
    found = file.stat()
    if not stat.S_ISREG(found.st_mode):
        return False
    if (found.st_dev, found.st_ino) in _looked_at:
        return True
    handle = os.open(file, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    kept = False
    try:
        found, page = os.fstat(handle), os.read(handle, _PAGE_BYTES)
        kept = page.startswith(_KEPT_HEADS) or _looks_encrypted(page, found.st_size)
    finally:
        # Closing it would take the locks away that a connection of this process has on a store: see `db/heads.py`.
        if kept and os.name == "posix":
            _looked_at[found.st_dev, found.st_ino] = handle
        else:
            os.close(handle)
    return kept


def _looks_encrypted(page: bytes, size: int) -> bool:
    """Tell whether a file may be one that SQLCipher encrypted, as `db.files.is_encrypted` does; no workbook is."""
    whole = len(page) == _PAGE_BYTES and size % _PAGE_BYTES == 0
    return whole and len(set(page)) > 240 and not page.startswith(_ZIP_HEAD)
