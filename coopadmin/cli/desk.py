"""Opening the desk from the command line."""

from __future__ import annotations

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
    from screens.app import run_desk

    return run_desk(path)
