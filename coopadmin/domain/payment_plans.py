"""Payment plans (betalingsregelingen): their terms, and whether they are kept.

A plan spreads what is owed over equal terms, the last one being the rest; rents and other charges go on falling due
beside it. What a plan allows to be open on a day is its total less the terms that fell due; more than that is behind.
Nothing is ticked off: what was paid tells. A day's own terms and charges are late from the next day on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coopadmin.domain.periods import add_months
from coopadmin.i18n import N_

STATES: dict[str, str] = {
    "lapsed": N_("lapsed"),
    "behind": N_("behind"),
    "kept": N_("kept"),
    "finished": N_("paid off"),
    "ended": N_("ended"),
}
"""How a plan stands, the worst first."""

RUNNING = ("lapsed", "behind", "kept")

LONGEST = 120
"""The most terms a plan may have: ten years of months."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What was agreed: so many cents in all, so many per term, from a day on, every so many months."""

    total_cents: int
    term_cents: int
    first_due_on: date
    every_months: int = 1
    agreed_on: date = date.min
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """One term: its number from 1, the day it is due, its cents, and what the plan leaves after it."""

    number: int
    due_on: date
    amount_cents: int
    left_cents: int


@dataclass(frozen=True, slots=True)
class Movement:
    """What changed on an account on a day: what was charged (a debt) and what came off it, in cents."""

    on: date
    charged_cents: int
    off_cents: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How a plan stands on a day; `short_cents` is what is open beyond what it allows, `terms` says which are met."""

    state: str
    open_cents: int
    allowed_cents: int
    short_cents: int
    finished_on: date | None
    terms: tuple[tuple[Term, bool], ...]

    @property
    def next_term(self) -> Term | None:
        """The first term that is not met; None where all are."""
        return next((term for term, met in self.terms if not met), None)

    @property
    def met(self) -> int:
        """How many terms are met."""
        return sum(met for _, met in self.terms)


def count_of_terms(total_cents: int, term_cents: int) -> int:
    """Tell how many terms of an amount it takes; the last may be smaller."""
    return -(-total_cents // term_cents)


def term_for(total_cents: int, terms: int) -> int:
    """Give the smallest whole-cent term with which it takes no more than so many terms."""
    return -(-total_cents // terms)


def terms_of(plan: Terms) -> tuple[Term, ...]:
    """Give the terms of a plan, the last one being what is left."""
    found: list[Term] = []
    left = plan.total_cents
    for place in range(count_of_terms(plan.total_cents, plan.term_cents)):
        amount = min(plan.term_cents, left)
        left -= amount
        due_on = add_months(plan.first_due_on, place * plan.every_months)
        found.append(Term(place + 1, due_on, amount, left))
    return tuple(found)


def allowed_cents(plan: Terms, on: date) -> int:
    """Give what may be open on a day, in cents: the total less the terms that fell due before it."""
    return next((term.left_cents for term in reversed(terms_of(plan)) if term.due_on < on), plan.total_cents)


def standing(plan: Terms, opening_cents: int, movements: Sequence[Movement], on: date, grace_days: int) -> Standing:
    """Tell how a plan stands on a day.

    `opening_cents` is what was owed before the day it was agreed, `movements` what happened since, in order. A plan is
    paid off on the first day from its agreement on which nothing was open at the end of the day; it has lapsed when
    something that was late more than `grace_days` ago is still not made good.
    """
    seen = [one for one in movements if one.on <= on]
    finished_on = _finished_on(plan, opening_cents, seen, on)
    balance = opening_cents + sum(one.charged_cents - one.off_cents for one in seen)
    ended = plan.ended_on is not None and plan.ended_on <= on
    if finished_on is not None and not (plan.ended_on is not None and plan.ended_on < finished_on):
        met = tuple((term, True) for term in terms_of(plan))
        return Standing("finished", max(0, balance), 0, 0, finished_on, met)
    late = _open_from_before(balance, seen, on)
    allowed = allowed_cents(plan, on)
    still = on - timedelta(days=grace_days)
    if ended:
        state = "ended"
    elif _open_from_before(balance, seen, still) > allowed_cents(plan, still):
        state = "lapsed"
    else:
        state = "behind" if late > allowed else "kept"
    terms = tuple((term, late <= term.left_cents) for term in terms_of(plan))
    return Standing(state, max(0, balance), allowed, max(0, late - allowed), None, terms)


def _finished_on(plan: Terms, opening_cents: int, movements: Sequence[Movement], on: date) -> date | None:
    """Give the first day on which nothing was open when the day was over."""
    running = opening_cents
    for place, one in enumerate(movements):
        running += one.charged_cents - one.off_cents
        day_is_over = place + 1 == len(movements) or movements[place + 1].on > one.on
        if day_is_over and running <= 0 and plan.agreed_on <= one.on <= on:
            return one.on
    return None


def _open_from_before(balance_cents: int, movements: Iterable[Movement], day: date) -> int:
    """Give what is open of all that fell due before a day, with everything that was paid since."""
    return balance_cents - sum(one.charged_cents for one in movements if one.on >= day)
