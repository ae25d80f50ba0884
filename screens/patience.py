"""A line in the terminal for work that is done when the desk is not on the screen, where that takes a moment."""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager
from threading import Timer

A_MOMENT = 0.4
"""Seconds that nobody asks what is going on."""


@contextmanager
def patiently(told: str) -> Generator[None]:
    """Say what is being done where it lasts longer than a moment; what is done sooner, says nothing."""

    def tell() -> None:
        sys.stderr.write(f"{told}\n")
        sys.stderr.flush()

    timer = Timer(A_MOMENT, tell)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
