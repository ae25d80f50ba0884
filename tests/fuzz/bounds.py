"""Limits on what one reading may take, where the system can set them: seconds, and room for a whole process."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Generator
from importlib import import_module
from types import FrameType
from typing import Any

LONGEST_SECONDS = 20.0


class TooLong(BaseException):
    """Reading did not end; no reader may take it for an error of the file."""


@contextlib.contextmanager
def in_time(seconds: float = LONGEST_SECONDS) -> Generator[None]:
    """Break off what works longer than `seconds`, where the system has an alarm clock (not on Windows).

    A machine that does other things meanwhile makes nothing late: the time of the processor counts. What only waits
    is broken off after ten times as long on the clock.
    """
    if not hasattr(signal, "setitimer"):
        yield
        return

    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise TooLong(f"it took longer than {seconds:g} seconds")

    alarms = ((signal.SIGPROF, signal.ITIMER_PROF, seconds), (signal.SIGALRM, signal.ITIMER_REAL, 10 * seconds))
    before = [signal.signal(number, ring) for number, _clock, _after in alarms]
    for _number, clock, after in alarms:
        signal.setitimer(clock, after)
    try:
        yield
    finally:
        for (number, clock, _after), handler in zip(alarms, before, strict=True):
            signal.setitimer(clock, 0)
            signal.signal(number, handler)


def limit_room(megabytes: int) -> bool:
    """Let this process take no more than `megabytes` beyond what it has; tells whether the system can do that."""
    try:
        resource: Any = import_module("resource")
        with open("/proc/self/statm", encoding="ascii") as pages:  # noqa: PTH123 - a file of the kernel
            taken = int(pages.read().split()[0]) * resource.getpagesize()
    except (ImportError, OSError):
        return False
    room = taken + megabytes * 1_000_000
    resource.setrlimit(resource.RLIMIT_AS, (room, resource.getrlimit(resource.RLIMIT_AS)[1]))
    return True
