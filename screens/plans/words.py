"""How a payment plan stands, as a word and a sign."""

from __future__ import annotations

from coopadmin.domain.payment_plans import STATES
from coopadmin.formats import euro, short_date
from coopadmin.i18n import _
from db.queries.payment_plans import PlanRow

SIGNS = {"lapsed": "▲", "behind": "▲", "kept": "●", "finished": "✓", "ended": "○"}


def state_word(row: PlanRow) -> str:
    """Name the state with its sign."""
    return f"{SIGNS[row.state]} {_(STATES[row.state])}"


def state_text(row: PlanRow) -> str:
    """Say how a plan stands: what is short, the next term, or the day it was over."""
    word = state_word(row)
    if row.state in ("lapsed", "behind"):
        return _("{state}: {amount} short").format(state=word, amount=euro(row.standing.short_cents))
    if row.state == "finished" and row.standing.finished_on:
        return _("{state} on {day}").format(state=word, day=short_date(row.standing.finished_on))
    if row.state == "ended" and row.terms.ended_on:
        return _("{state} on {day}").format(state=word, day=short_date(row.terms.ended_on))
    term = row.standing.next_term
    if term is None:
        return word
    return _("{state}, next {amount} on {day}").format(
        state=word, amount=euro(term.amount_cents), day=short_date(term.due_on)
    )
