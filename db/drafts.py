"""Drafts: files that are made beside their place, each in a folder of its own, and moved there once they are whole.

A program that is killed leaves its draft behind, with all that was copied into it. Whoever next opens a store in that
folder, or makes a draft there, clears it away; a draft that another program is at work on is held by it, and stays.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from coopadmin import settings
from coopadmin.errors import StoreUnusable
from coopadmin.i18n import _
from db.heads import let_go

_ENDING = ".draft"
_FOLDER = re.compile(r"\.(?P<name>.+)\.[a-z0-9_]{8}\.draft", re.DOTALL)
_LOCK = "lock"
_TRIES = 3
_LONGEST = 40
"""Letters of the name of what is made that are taken into the name of its draft; a file name has at most 255 bytes."""


def unwritable(path: Path, error: OSError) -> StoreUnusable:
    """Make the error that says why a file cannot be written."""
    return StoreUnusable(_("{path} cannot be written: {why}").format(path=path, why=error.strerror or error))


@contextmanager
def draft_beside(target: Path, explained: Callable[[Path, OSError], StoreUnusable] = unwritable) -> Generator[Path]:
    """Give an empty file, private to the user, that will be moved to `target`; what was not moved is cleared away.

    Raises what `explained` makes of the error where none can be made there.
    """
    with draft_folder(target, explained) as folder:
        draft = folder / f".{target.name}"
        try:
            os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        except OSError as error:
            raise explained(target, error) from None
        yield draft


@contextmanager
def draft_folder(target: Path, explained: Callable[[Path, OSError], StoreUnusable] = unwritable) -> Generator[Path]:
    """Give a folder beside `target`, private to the user, for drafts whose names begin as that of `target`.

    It is gone afterwards with all that is in it. Raises what `explained` makes of the error where none can be made.
    """
    try:
        settings.private_folder(target.parent)
        clear_drafts(target.parent)
        folder, held = _own_folder(target)
    except OSError as error:
        raise explained(target, error) from None
    try:
        yield folder
    finally:
        _let_go_of_all(folder)
        if os.name == "posix":
            shutil.rmtree(folder, ignore_errors=True)
        os.close(held)
        shutil.rmtree(folder, ignore_errors=True)


def put_in_place(draft: Path, target: Path) -> None:
    """Move a whole draft to its place, over what is there, and see that the folder keeps it; raises OSError."""
    let_go(draft)
    draft.replace(target)
    settle(target.parent)


def settle(folder: Path) -> None:
    """See that what was renamed in a folder is still so after a power cut, where the system can promise it."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def clear_drafts(folder: Path) -> int:
    """Clear away the drafts in a folder that nobody is at work on any more; gives how many there were."""
    cleared = 0
    with contextlib.suppress(OSError), os.scandir(folder) as found:
        for entry in found:
            if entry.name.endswith(_ENDING) and entry.is_dir(follow_symlinks=False):
                cleared += _clear(Path(entry.path))
    return cleared


def left_drafts(folder: Path) -> int:
    """Count the drafts in a folder, those that a program is at work on among them; nothing is cleared."""
    try:
        return sum(1 for entry in folder.iterdir() if _FOLDER.fullmatch(entry.name) and entry.is_dir())
    except OSError:
        return 0


def _own_folder(target: Path) -> tuple[Path, int]:
    """Make the folder of a draft and hold it."""
    for tries_left in reversed(range(_TRIES)):
        folder = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name[:_LONGEST]}.", suffix=_ENDING))
        try:
            held = os.open(folder / _LOCK, os.O_CREAT | os.O_RDWR, 0o600)
            if _hold(held) is not False:
                return folder, held
            os.close(held)
        except OSError:
            # Somebody who clears away took it for a left one, in the moment before it was held.
            if not tries_left:
                raise
    raise OSError(_("it is in use by another program"))


def _clear(folder: Path) -> bool:
    """Clear one draft away, unless it is held or holds what no draft has."""
    named = _FOLDER.fullmatch(folder.name)
    if named is None:
        return False
    try:
        names = {entry.name for entry in folder.iterdir()}
        if not all(name == _LOCK or name.lstrip(".").startswith(named["name"].lstrip(".")) for name in names):
            return False
        held = os.open(folder / _LOCK, os.O_RDWR) if _LOCK in names else None
    except OSError:
        return False
    if held is None:
        shutil.rmtree(folder, ignore_errors=True)
        return True
    try:
        free = bool(_hold(held))
        if free and os.name == "posix":
            shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(held)
    if free:
        shutil.rmtree(folder, ignore_errors=True)
    return free


def _hold(handle: int) -> bool | None:
    """Take the lock of a draft, which goes with the process; tells whether it was free, None where no file has one."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        # A file system without locks: what lies there may be in use, and is left to whoever made it.
        return None
    return True


def _let_go_of_all(folder: Path) -> None:
    with contextlib.suppress(OSError):
        for file in folder.iterdir():
            let_go(file)
