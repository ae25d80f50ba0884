"""Opening the desk from the command line."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

from coopadmin.errors import WrongUse
from coopadmin.i18n import _


def at_a_terminal() -> bool:
    """Tell whether there is someone to show a desk to."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def require_terminal() -> None:
    """Raise WrongUse where there is no terminal, before anything is made for the desk."""
    if not at_a_terminal():
        raise WrongUse(_("The desk needs a terminal. For the commands there are: coopadmin --help"))


def open_desk(path: Path) -> int:
    """Open the desk on the store at `path` until it is left; gives the exit code."""
    require_terminal()
    # What is loaded for the desk stays loaded: to look through it for what may go makes the start slow now, and the
    # keys later.
    gc.disable()
    try:
        from screens.run import run_desk
    finally:
        gc.freeze()
        gc.enable()
    return run_desk(path)
