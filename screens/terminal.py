"""The terminal the desk stands in, and what is done where it is there no longer."""

from __future__ import annotations

import errno
import os
import signal
import sys

LOOK_EVERY = 2.0
"""Seconds between two looks at the terminal."""


def leave_with_it() -> None:
    """End the desk where its terminal went away without a word, as where a connection broke.

    A closed window ends its programs; from a terminal that is merely gone nothing is read, again and again, and what
    is drawn waits for ever. So the desk ends as the window would have ended it: all it did is saved.
    """
    if sys.platform != "win32" and _is_gone():
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGHUP)


def _is_gone() -> bool:
    try:
        os.get_terminal_size(sys.__stdin__.fileno() if sys.__stdin__ else 0)
    except OSError as error:
        return error.errno == errno.EIO
    return False
