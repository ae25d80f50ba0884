"""How keys are shown: where a copy is, and how it stands with its deposit."""

from __future__ import annotations

from coopadmin.domain.keys import DEPOSITS, SIGNS, STATES
from coopadmin.formats import euro
from coopadmin.i18n import _


def state_text(state: str) -> str:
    """Show where a copy is in a word, with its sign."""
    return f"{SIGNS[state]} {_(STATES[state])}"


def deposit_text(cents: int | None, state: str) -> str:
    """Show a deposit and how it stands; nothing where none was asked."""
    if not cents or not state:
        return ""
    sign = "● " if state in ("to_pay", "to_give_back") else ""
    return f"{sign}{euro(cents)} {_(DEPOSITS[state])}"
