"""What befalls a process: when it is killed, or which of its files, or how much of its memory, fails it."""

from __future__ import annotations

import errno
import os
import random
import sys
from dataclasses import dataclass
from typing import Any

from db.journal import Transaction
from tests.torture import moments

KILLS = ("killed at a moment", "killed in half a write", "killed by its parent")
FAULTS = ("disk full", "disk errors", "read-only", "files may not grow", "no memory at a flush", "memory ends")
NOTHING = "nothing"

CHANCES = {
    "killed at a moment": 40,
    "killed in half a write": 10,
    "killed by its parent": 10,
    "disk full": 10,
    "disk errors": 10,
    "read-only": 5,
    "files may not grow": 4,
    "no memory at a flush": 5,
    "memory ends": 4,
    NOTHING: 2,
}
"""How often each befalls a process, of a hundred."""

_ERRORS = {"disk full": errno.ENOSPC, "disk errors": errno.EIO, "read-only": errno.EROFS}


@dataclass(frozen=True, slots=True)
class Mishap:
    """What befalls one process, during its deed number `deed` at the moment `at` of that deed."""

    kind: str
    deed: int
    at: int
    lasting: bool
    """A fault stays until the process ends; else it is there once."""
    seconds: float
    """After how long the parent kills the process, for that kind."""


def drawn(chance: random.Random, deeds: int) -> Mishap:
    """Draw what befalls a process that does so many deeds; early moments more often than late ones."""
    kind = chance.choices(list(CHANCES), list(CHANCES.values()))[0]
    at = int(2 ** chance.uniform(0, 8.5))
    return Mishap(kind, chance.randint(1, deeds), at, chance.random() < 0.5, chance.expovariate(1 / 0.25))


class Befalling:
    """Lets a mishap befall this process."""

    def __init__(self, mishap: Mishap) -> None:
        self.mishap = mishap
        self.armed = False
        self.passed = 0

    def on_begin(self, number: int) -> None:
        """Count from the deed that was drawn."""
        if number == self.mishap.deed:
            self.armed = True
            self._limit()
        elif not self.mishap.lasting or self.mishap.kind in KILLS:
            self.armed = False

    def watch(self) -> None:
        """Watch the moments of this process from now on."""
        moments.watch(self.strike, self.on_half)
        if self.mishap.kind == "no memory at a flush":
            self._watch_flushing()

    def strike(self, kind: str) -> int | None:
        """Let it happen, where this is the moment."""
        if not self.armed or self.mishap.kind not in (KILLS[0], *_ERRORS):
            return None
        self.passed += 1
        if self.passed < self.mishap.at:
            return None
        if self.mishap.kind == KILLS[0]:
            moments.die()
        code = _ERRORS[self.mishap.kind]
        if kind == "remove" and code == errno.ENOSPC:
            return None
        self.armed = self.mishap.lasting
        if kind in moments.SQLITE_ERRORS[code]:
            # A full disk still lets files be cut and removed.
            return (
                None
                if code == errno.ENOSPC and kind in (moments.TRUNCATE, moments.DELETE)
                else (moments.SQLITE_ERRORS[code][kind])
            )
        raise OSError(code, os.strerror(code))

    def on_half(self) -> bool:
        """Tell whether this write is the one that is cut in half."""
        if not self.armed or self.mishap.kind != KILLS[1]:
            return False
        self.passed += 1
        return self.passed >= self.mishap.at

    def _watch_flushing(self) -> None:
        flush = Transaction.flush

        def failing(transaction: Transaction) -> None:
            if self.armed:
                self.passed += 1
                if self.passed >= self.mishap.at % 20:
                    self.armed = self.mishap.lasting
                    raise MemoryError
            flush(transaction)

        setattr(Transaction, "flush", failing)  # noqa: B010 - for this process alone

    def _limit(self) -> None:
        if sys.platform == "win32":
            return
        import resource

        if self.mishap.kind == "files may not grow":
            _set(resource, resource.RLIMIT_FSIZE, self.mishap.at * 20_000)
        elif self.mishap.kind == "memory ends":
            _set(resource, resource.RLIMIT_AS, _memory() + self.mishap.at * 20_000)


def _set(resource: Any, what: int, limit: int) -> None:
    _now, hard = resource.getrlimit(what)
    resource.setrlimit(what, (limit, hard))


def _memory() -> int:
    """Give the bytes of memory that this process has taken."""
    try:
        with open("/proc/self/statm", encoding="ascii") as stream:  # noqa: PTH123 - a Path would take memory of its own
            return int(stream.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 1 << 40
