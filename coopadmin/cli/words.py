"""Values on the command line: each is read by the readers forms use, and named where it is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from coopadmin.errors import WrongUse
from coopadmin.formats import quoted
from coopadmin.i18n import _

V = TypeVar("V")


def read(option: str, text: str, reader: Callable[[str], V]) -> V:
    """Read the value of an option; raises WrongUse, with its name, where the reader says no."""
    try:
        return reader(text)
    except ValueError as error:
        raise WrongUse(_("{option}: {reason}").format(option=option, reason=error)) from None


def yes_or_no(text: str) -> bool:
    """Read yes or no, in both languages; raises ValueError."""
    word = text.strip().lower()
    if word in ("yes", "y", "ja", "j", "true", "1"):
        return True
    if word in ("no", "n", "nee", "false", "0"):
        return False
    raise ValueError(_("“{text}” is neither yes nor no").format(text=quoted(text)))
