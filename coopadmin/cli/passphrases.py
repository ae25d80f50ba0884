"""Asking for the passphrase of an encrypted store: in the terminal, never on the command line, where others see it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from coopadmin.cli.output import say
from coopadmin.errors import PassphraseWrong, StoreEncrypted, StoreUnusable
from coopadmin.i18n import _

VARIABLE = "COOPADMIN_PASSPHRASE"
"""Where a script may put the passphrase; a person is asked."""

_TRIES = 3


def with_passphrases(carry_out: Callable[[], int]) -> int:
    """Carry a command out, and once more behind each passphrase it turned out to need.

    A command opens what it works on before it changes anything. Raises StoreEncrypted where nobody can be asked, and
    PassphraseWrong where none of three tries opens it.
    """
    asked: set[Path] = set()
    while True:
        try:
            return carry_out()
        except StoreEncrypted as error:
            if error.path in asked:
                raise
            asked.add(error.path)
            _open(error)


def at_a_keyboard() -> bool:
    """Tell whether there is someone to ask."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def can_be_given() -> bool:
    """Tell whether a passphrase can be had at all: from who is at the keyboard, or from the surroundings."""
    return at_a_keyboard() or given() is not None


def given(variable: str = VARIABLE) -> str | None:
    """Give the passphrase that was put in the surroundings."""
    return os.environ.get(variable) or None


def ask(question: str, variable: str = VARIABLE) -> str:
    """Ask for a passphrase without showing it; raises StoreUnusable where there is no terminal to ask in."""
    from getpass import getpass

    if not at_a_keyboard():
        raise StoreUnusable(_("A passphrase is typed in a terminal, or given in {variable}.").format(variable=variable))
    try:
        return getpass(f"{question} ", stream=sys.stderr)
    except EOFError:
        raise KeyboardInterrupt from None


def _open(error: StoreEncrypted) -> None:
    from db.files import unlock

    passphrase = given()
    if passphrase is not None:
        unlock(error.path, passphrase)
        return
    if not at_a_keyboard():
        raise error
    for tries_left in reversed(range(_TRIES)):
        try:
            unlock(error.path, ask(_("Passphrase of {file}:").format(file=error.path.name)))
        except PassphraseWrong as wrong:
            if not tries_left:
                raise
            say(str(wrong))
        else:
            return
