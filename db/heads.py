"""Reading the file of a store without letting go of its locks.

POSIX takes every lock a process has on a file away when the process closes any descriptor of it, SQLite's own among
them: another program would then take itself for the last one, and remove the write-ahead log under our feet. So a
descriptor that was opened to look stays open (https://sqlite.org/howtocorrupt.html, 2.2).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from threading import Lock

_held: dict[tuple[int, int], int] = {}
"""What was opened to look, by device and number of the file."""

_guard = Lock()

_PIECE = 1 << 20


def head_of(path: Path, count: int) -> bytes:
    """Read the first `count` bytes of a file; raises OSError where it cannot be read."""
    if os.name != "posix":
        with path.open("rb") as stream:
            return stream.read(count)
    with _guard:
        return os.pread(_descriptor(path), count, 0)


def pieces_of(path: Path) -> Iterator[bytes]:
    """Read a whole file piece by piece; raises OSError where it cannot be read."""
    if os.name != "posix":
        with path.open("rb") as stream:
            while piece := stream.read(_PIECE):
                yield piece
        return
    with _guard:
        descriptor, place = _descriptor(path), 0
        while piece := os.pread(descriptor, _PIECE, place):
            yield piece
            place += len(piece)


def _descriptor(path: Path) -> int:
    found = path.stat()
    held = _held.get((found.st_dev, found.st_ino))
    if held is None:
        held = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        opened = os.fstat(held)
        _held[opened.st_dev, opened.st_ino] = held
    return held


def number_of(path: Path) -> tuple[int, int] | None:
    """Tell by which numbers a file is known here, whatever name it gets; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def let_go_of(number: tuple[int, int] | None) -> None:
    """Close what was opened to look at a file that has no name any more: nobody waits for its locks."""
    with _guard:
        held = _held.pop(number, None) if number else None
        if held is not None:
            os.close(held)


def let_go(path: Path) -> None:
    """Close what was opened to look at a file that no connection of this process has open any more."""
    if os.name != "posix":
        return
    let_go_of(number_of(path))
