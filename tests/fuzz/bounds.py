"""Limits on what one reading may take, where the system can set them: seconds, and room for a whole process."""

from __future__ import annotations

import contextlib
import signal
import time
from collections.abc import Generator
from importlib import import_module
from types import FrameType
from typing import Any

LONGEST_SECONDS = 20.0
A_MOMENT = 0.001
"""Seconds after which a limit rings that ran out meanwhile: none at all would switch it off."""


class TooLong(BaseException):
    """Reading did not end; no reader may take it for an error of the file."""


@contextlib.contextmanager
def in_time(seconds: float = LONGEST_SECONDS) -> Generator[None]:
    """Break off what works longer than `seconds`, where the system has an alarm clock (not on Windows).

    A machine that does other things meanwhile makes nothing late: the time of the processor counts. What only waits
    is broken off after ten times as long on the clock. A limit that was set before, as pytest sets one, goes on where
    it was.
    """
    if not hasattr(signal, "setitimer"):
        yield
        return

    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise TooLong(f"it took longer than {seconds:g} seconds")

    alarms = (
        (signal.SIGPROF, signal.ITIMER_PROF, seconds, time.process_time),
        (signal.SIGALRM, signal.ITIMER_REAL, 10 * seconds, time.monotonic),
    )
    handlers = [signal.signal(number, ring) for number, _clock, _after, _told in alarms]
    before = [(told(), *signal.setitimer(clock, after)) for _number, clock, after, told in alarms]
    try:
        yield
    finally:
        for (number, clock, _after, _told), handler in zip(alarms, handlers, strict=True):
            signal.setitimer(clock, 0)
            signal.signal(number, handler)
        for (_number, clock, _after, told), (began, left, every) in zip(alarms, before, strict=True):
            if left:
                signal.setitimer(clock, max(left - (told() - began), A_MOMENT), every)


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
