"""What befalls a process: when it is killed, or which of its files, or how much of its memory, fails it."""

from __future__ import annotations

import errno
import os
import random
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from db.journal import Transaction
from tests.torture import moments

KILLS = ("killed at a moment", "killed in half a write", "killed by the clock", "killed by its parent")
FAULTS = ("disk full", "disk errors", "read-only", "files may not grow", "no memory at a flush", "memory ends")
NOTHING = "nothing"

CHANCES = {
    "killed at a moment": 52,
    "killed in half a write": 10,
    "killed by the clock": 13,
    "killed by its parent": 3,
    "disk full": 5,
    "disk errors": 5,
    "read-only": 4,
    "files may not grow": 2,
    "no memory at a flush": 3,
    "memory ends": 2,
    NOTHING: 1,
}
"""How often each befalls a process, of a hundred."""

MOMENTS = {
    "back_up": 640,
    "back_up_sealed": 700,
    "bank": 150,
    "bank_after_copy": 820,
    "charge": 70,
    "check": 5,
    "decrypt": 690,
    "encrypt": 710,
    "end_day": 640,
    "import_after_copy": 880,
    "maintenance": 130,
    "members": 140,
    "more_members": 210,
    "older_copies": 1270,
    "raise": 70,
    "reopen": 5,
    "restore": 650,
    "undo": 130,
}
"""About how many moments a deed takes on a small store; any other about fifty."""

MOMENTS_BUT_WRITES = 35
"""About how many moments that are no writes the longest deeds take."""

IN_OLD_FORM = 1500
"""About how many moments it takes to bring an older store up to date, the copy before it included."""

BY_CLOCK = hasattr(signal, "setitimer")
"""A process can have itself killed by its clock; else its parent does it."""

_ERRORS = {"disk full": errno.ENOSPC, "disk errors": errno.EIO, "read-only": errno.EROFS}


@dataclass(frozen=True, slots=True)
class Mishap:
    """What befalls one process, from its deed number `deed` on, at the moment `at` counted from there."""

    kind: str
    deed: int
    at: int
    lasting: bool
    """A fault stays until the process ends; else it is there once."""
    seconds: float
    """After how long the clock or the parent kills the process, for those kinds."""
    but_writes: bool = False
    """Writes, of which there are many, are not counted: files that come, go, are moved or synced are reached sooner."""

    @property
    def kills(self) -> bool:
        """Tell whether it ends the process."""
        return self.kind in KILLS


def drawn(chance: random.Random, deeds: Sequence[str], *, in_old_form: bool = False) -> Mishap:
    """Draw what befalls a process that does these deeds: mostly anywhere in one of them, else early in it."""
    kind = chance.choices(list(CHANCES), list(CHANCES.values()))[0]
    deed = 1 if in_old_form else chance.randint(1, len(deeds))
    within = IN_OLD_FORM if in_old_form else MOMENTS.get(deeds[deed - 1], 50)
    at = chance.randint(1, within) if chance.random() < 0.7 else int(2 ** chance.uniform(0, 8.5))
    seconds = chance.expovariate(1 / (0.5 if in_old_form else 0.08))
    but_writes = kind != KILLS[1] and chance.random() < 0.4
    if but_writes:
        at = chance.randint(1, MOMENTS_BUT_WRITES)
    return Mishap(kind, deed, at, chance.random() < 0.5, seconds, but_writes)


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
            if self.mishap.kind == KILLS[2] and BY_CLOCK:
                # By the time of the processor, so that a busy machine kills no sooner.
                signal.setitimer(signal.ITIMER_PROF, self.mishap.seconds)

    def on_end(self) -> None:
        """Kill a process that got further than it should, with its store still open."""
        if self.mishap.kills:
            moments.die()

    def watch(self) -> None:
        """Watch the moments of this process from now on."""
        moments.watch(self.strike, self.on_half)
        if self.mishap.kind == "no memory at a flush":
            self._watch_flushing()

    def strike(self, kind: str) -> int | None:
        """Let it happen, where this is the moment."""
        if not self.armed or self.mishap.kind not in (KILLS[0], *_ERRORS):
            return None
        if self.mishap.but_writes and kind == moments.WRITE:
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
