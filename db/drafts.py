"""Drafts: files that are made beside their place, each in a folder of its own, and moved there once they are whole.

A program that is killed leaves its draft behind, with all that was copied into it. Whoever next opens a store in that
folder, or makes a draft there, clears it away; a draft that another program is at work on is held by it, and stays.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from coopadmin import settings
from coopadmin.errors import StoreUnusable, os_reason
from coopadmin.i18n import _
from db.heads import let_go, let_go_of, number_of

_ENDING = ".draft"
_FOLDER = re.compile(r"\.(?P<name>.+)\.[a-z0-9_]{8}\.draft", re.DOTALL)
_LOCK = "lock"
_TRIES = 10
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
_LONGEST = 40
"""Letters of the name of what is made that are taken into the name of its draft; a file name has at most 255 bytes."""


def unwritable(path: Path, error: OSError) -> StoreUnusable:
    """Make the error that says why a file cannot be written."""
    return StoreUnusable(_("{path} cannot be written: {why}").format(path=path, why=os_reason(error)))


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

    It is gone afterwards with all that is in it, and so is the folder beside which nothing came to stand, where that
    was made for it. Raises what `explained` makes of the error where none can be made.
    """
    beside = target.parent
    made = not beside.exists()
    try:
        try:
            settings.private_folder(beside)
            clear_drafts(beside)
            folder, held = _own_folder(target)
        except OSError as error:
            raise explained(target, error) from None
        try:
            yield folder
        finally:
            _let_go_of_all(folder)
            _remove(folder, held)
    finally:
        if made:
            # Only an empty one lets itself be removed.
            with contextlib.suppress(OSError):
                beside.rmdir()


@contextmanager
def held_beside(target: Path) -> Generator[bool]:
    """Hold what is done to the files beside `target` by one at a time; gives whether it was free.

    Where nothing has locks it counts as free. Raises OSError where the folder of `target` may not be looked into.
    """
    if os.name != "posix":
        with _held_by_folder(target) as alone:
            yield alone
        return
    # The folder itself is held: copies must go where the disk is full, and there nothing can be made.
    handle = os.open(target.parent, os.O_RDONLY)
    try:
        yield _hold(handle) is not False
    finally:
        os.close(handle)


@contextmanager
def _held_by_folder(target: Path) -> Generator[bool]:
    """Hold as `held_beside` does where no folder can be held: by the lock in one that is made for it.

    Where there is no room for that it counts as free. Raises OSError where none can be made for another reason.
    """
    # It is named as a draft, so that what a killed program leaves of it is cleared away as one.
    folder = target.with_name(f".{target.name[:_LONGEST]}.removing{_ENDING}")
    held, free = None, True
    try:
        held = _taken_anew(folder)
        free = held is not None
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        with contextlib.suppress(OSError):
            folder.rmdir()
    try:
        yield free
    finally:
        if held is not None:
            _remove(folder, held)


def put_in_place(draft: Path, target: Path) -> None:
    """Move a whole draft to its place and see that the folder keeps it; raises OSError.

    What is there already goes, but who might read and write that may do so still.
    """
    let_go(draft)
    if os.name == "posix":
        _give_rights(draft, target)
    replaced = number_of(target)
    draft.replace(target)
    let_go_of(replaced)
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
        # Somebody who clears away may take it for a left one, in the moment before it is held.
        try:
            held = _taken(folder)
        except OSError:
            if not tries_left:
                raise
        else:
            if held is not None:
                return folder, held
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
        # One without a lock may be one whose maker is about to take it.
        held = _taken(folder, surely=True)
    except OSError:
        return False
    return held is not None and _remove(folder, held)


def _remove(folder: Path, held: int) -> bool:
    """Take away a folder that is held, and let go of it; tells whether it is gone.

    Windows keeps what is open: there it is let go of before the last of it goes, and who takes it in between keeps it.
    """
    with contextlib.suppress(OSError):
        for file in [file for file in folder.iterdir() if file.name != _LOCK]:
            with contextlib.suppress(OSError):
                if file.is_dir() and not file.is_symlink():
                    shutil.rmtree(file, ignore_errors=True)
                else:
                    file.unlink()
    if os.name == "posix":
        gone = _remove_empty(folder)
        os.close(held)
        # NFS keeps what is open under another name until it is closed. The lock stays: it may be another's by now.
        return gone or _is_removed(folder)
    os.close(held)
    return _remove_empty(folder)


def _remove_empty(folder: Path) -> bool:
    with contextlib.suppress(OSError):
        (folder / _LOCK).unlink(missing_ok=True)
        return _is_removed(folder)
    return False


def _is_removed(folder: Path) -> bool:
    """Remove a folder if nothing is in it; tells whether it is gone."""
    try:
        folder.rmdir()
    except OSError:
        return False
    return True


def _taken_anew(folder: Path) -> int | None:
    """Make a folder where it is not there, and take its lock; None where another program has it."""
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        return _taken(folder)
    except OSError as error:
        # Whoever had it is taking it away in this moment, of which Windows says that it is not permitted.
        going = FileNotFoundError if os.name == "posix" else (FileNotFoundError, PermissionError)
        if isinstance(error, going) and folder.parent.is_dir():
            return None
        raise


def _taken(folder: Path, *, surely: bool = False) -> int | None:
    """Take the lock in a folder; None where another program has it, or took it away meanwhile.

    Where files have no locks it counts as taken, unless it must be so `surely`. Raises OSError where there is none.
    """
    handle = os.open(folder / _LOCK, os.O_CREAT | os.O_RDWR, 0o600)
    held = _hold(handle)
    if (held or (held is None and not surely)) and _is_still(handle, folder / _LOCK):
        return handle
    os.close(handle)
    return None


def _is_still(handle: int, file: Path) -> bool:
    """Tell whether what is open has its name still; Windows takes away the name of no file that is open."""
    if os.name != "posix":
        return True
    try:
        return os.path.samestat(os.fstat(handle), file.stat())
    except OSError:
        return False


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


def _give_rights(draft: Path, target: Path) -> None:
    """Give a draft the rights of the file that it replaces, if any: a group may have that file in common."""
    with contextlib.suppress(OSError):
        found = target.stat()
        for owner in (found.st_uid, -1):
            with contextlib.suppress(OSError):
                os.chown(draft, owner, found.st_gid)
                break
        mode = stat.S_IMODE(found.st_mode)
        # What one group might do is nothing for another.
        draft.chmod(mode if _is_of_group(draft, found.st_gid) else mode & ~stat.S_IRWXG)


def _is_of_group(file: Path, group: int) -> bool:
    return file.stat().st_gid == group
