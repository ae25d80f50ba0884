"""Counting the moments at which a process can be broken off, and letting something happen at one of them."""

from __future__ import annotations

import ctypes
import ctypes.util
import errno
import os
import signal
import sqlite3
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import Any, NoReturn

Strike = Callable[[str], "int | None"]
"""What is asked at each moment, by its kind: gives an error of SQLite to answer with, or None to go on."""

WRITE, SYNC, TRUNCATE, DELETE, OPEN = "write", "sync", "truncate", "delete", "open"
"""Moments of SQLite."""

_OK = 0
_POINTER = ctypes.c_void_p
_WRITE_AS = ctypes.CFUNCTYPE(ctypes.c_int, _POINTER, _POINTER, ctypes.c_int, ctypes.c_int64)
_TRUNCATE_AS = ctypes.CFUNCTYPE(ctypes.c_int, _POINTER, ctypes.c_int64)
_SYNC_AS = ctypes.CFUNCTYPE(ctypes.c_int, _POINTER, ctypes.c_int)
_OPEN_AS = ctypes.CFUNCTYPE(ctypes.c_int, _POINTER, _POINTER, _POINTER, ctypes.c_int, _POINTER)
_DELETE_AS = ctypes.CFUNCTYPE(ctypes.c_int, _POINTER, _POINTER, ctypes.c_int)

_METHODS = 19
"""Members of sqlite3_io_methods in its third version: a number and eighteen functions."""
_X_WRITE, _X_TRUNCATE, _X_SYNC = 3, 4, 5

_SQLITE_OPEN_CREATE = 0x4

_kept: list[Any] = []
"""What C calls must not be collected."""

FILES = {"os.rename": "move", "os.remove": "remove", "os.mkdir": "make", "os.rmdir": "remove"}
"""What Python does to files, as its audit events name it; making one by `open` is told by its flags."""


class _Vfs(ctypes.Structure):
    _fields_ = (
        ("version", ctypes.c_int),
        ("file_size", ctypes.c_int),
        ("longest_path", ctypes.c_int),
        ("following", _POINTER),
        ("name", ctypes.c_char_p),
        ("own", _POINTER),
        ("open", _POINTER),
        ("delete", _POINTER),
    )


def die() -> NoReturn:
    """End this process as a power cut would: nothing is flushed, nothing is told."""
    if hasattr(signal, "SIGKILL"):
        os.kill(os.getpid(), signal.SIGKILL)
    os._exit(9)


def watch(strike: Strike, on_half: Callable[[], bool]) -> bool:
    """Ask `strike` at each moment of this process from now on; tells whether those of SQLite are among them.

    `strike` may end the process, raise OSError at a moment of Python, or give an error for SQLite. Before a write
    `on_half` says whether to write the first half of it and die.
    """
    sys.addaudithook(lambda event, arguments: _python_moment(strike, event, arguments))
    libraries = _libraries()
    for library in libraries:
        vfs = ctypes.cast(library.sqlite3_vfs_find(None), ctypes.POINTER(_Vfs)).contents
        _watch_opening(vfs, strike, on_half)
        _watch_deleting(vfs, strike)
    return bool(libraries)


def _python_moment(strike: Strike, event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open":
        path, _mode, flags = arguments
        # Opening a folder or a file to look changes nothing; a pipe has a number for a name.
        if isinstance(path, int) or not isinstance(flags, int) or not flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            return
        if str(path).endswith((".pyc", ".so")) or ".pyc." in str(path):
            return
        strike("make")
    elif event in FILES:
        strike(FILES[event])


def _libraries() -> list[Any]:
    """Find the SQLite library that Python itself uses and the one for encrypted stores, where they can be reached."""
    import _sqlite3

    places: list[tuple[Any, str]] = [(getattr(_sqlite3, "__file__", None), sqlite3.sqlite_version)]
    if os.name == "nt":
        places.append(("sqlite3.dll", sqlite3.sqlite_version))
    with suppress(ImportError):
        cipher = import_module("sqlcipher3.dbapi2")
        places.append((import_module("sqlcipher3._sqlite3").__file__, cipher.sqlite_version))
    found: dict[int, Any] = {}
    for place, version in places:
        with suppress(OSError, AttributeError, TypeError):
            library = ctypes.CDLL(place)
            library.sqlite3_libversion.restype = ctypes.c_char_p
            library.sqlite3_vfs_find.argtypes = [ctypes.c_char_p]
            library.sqlite3_vfs_find.restype = _POINTER
            if library.sqlite3_libversion().decode() == version:
                found.setdefault(library.sqlite3_vfs_find(None), library)
    return list(found.values())


def _watch_opening(vfs: _Vfs, strike: Strike, on_half: Callable[[], bool]) -> None:
    opened_before = _OPEN_AS(vfs.open)
    tables: dict[int, Any] = {}

    def opened(own: int, name: int, file: int, flags: int, out: int) -> int:
        if flags & _SQLITE_OPEN_CREATE and (error := strike(OPEN)):
            return error
        said = opened_before(own, name, file, flags, out)
        methods = ctypes.cast(file, ctypes.POINTER(_POINTER))
        before = methods[0]
        if before:
            if before not in tables:
                tables[before] = _watched_methods(before, strike, on_half)
            methods[0] = ctypes.addressof(tables[before])
        return said

    callback = _OPEN_AS(opened)
    _kept.extend((callback, tables))
    vfs.open = ctypes.cast(callback, _POINTER).value


def _watch_deleting(vfs: _Vfs, strike: Strike) -> None:
    deleted_before = _DELETE_AS(vfs.delete)

    def deleted(own: int, name: int, sync: int) -> int:
        return strike(DELETE) or deleted_before(own, name, sync)

    callback = _DELETE_AS(deleted)
    _kept.append(callback)
    vfs.delete = ctypes.cast(callback, _POINTER).value


def _watched_methods(before: int, strike: Strike, on_half: Callable[[], bool]) -> Any:
    """Copy the functions of a kind of file, with those that change it watched."""
    ours = (_POINTER * _METHODS)()
    ctypes.memmove(ours, before, ctypes.sizeof(ours))
    write, truncate, sync = _WRITE_AS(ours[_X_WRITE]), _TRUNCATE_AS(ours[_X_TRUNCATE]), _SYNC_AS(ours[_X_SYNC])

    def written(file: int, content: int, count: int, place: int) -> int:
        if on_half():
            write(file, content, count // 2, place)
            die()
        return strike(WRITE) or write(file, content, count, place)

    def truncated(file: int, size: int) -> int:
        return strike(TRUNCATE) or truncate(file, size)

    def synced(file: int, flags: int) -> int:
        return strike(SYNC) or sync(file, flags)

    for place, callback in (
        (_X_WRITE, _WRITE_AS(written)),
        (_X_TRUNCATE, _TRUNCATE_AS(truncated)),
        (_X_SYNC, _SYNC_AS(synced)),
    ):
        _kept.append(callback)
        ours[place] = ctypes.cast(callback, _POINTER).value
    _kept.append((write, truncate, sync))
    return ours


SQLITE_ERRORS: dict[int, dict[str, int]] = {
    errno.ENOSPC: {WRITE: 13, SYNC: 1034, TRUNCATE: 1546, DELETE: 2570, OPEN: 14},
    errno.EIO: {WRITE: 778, SYNC: 1034, TRUNCATE: 1546, DELETE: 2570, OPEN: 14},
    errno.EROFS: {WRITE: 8, SYNC: 1034, TRUNCATE: 8, DELETE: 2570, OPEN: 14},
}
"""What SQLite makes of an error of the system at each of its moments: FULL, READONLY, CANTOPEN and kinds of IOERR."""
