"""Up to which amount who may give an order: the mandate of the day, and the decision that is asked above it.

No law sets these amounts: they stand in the management agreement or were decided by the meeting. While a group has set
none, nothing is known to forbid an order, which is said and blocks nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from coopadmin.errors import Problem
from coopadmin.formats import euro, fold, short_date, tidy
from coopadmin.i18n import N_, _

BODIES: dict[str, str] = {
    "coordinator": N_("maintenance coordinator"),
    "board": N_("board"),
    "general": N_("general meeting"),
}
"""Who may give an order, from the smallest amounts to the largest."""

LADDER = tuple(BODIES)

_WHO: dict[str, str] = {
    "coordinator": N_("the maintenance coordinator"),
    "board": N_("the board"),
    "general": N_("the general meeting"),
    "residents": N_("the residents' meeting"),
    "committee": N_("a committee"),
}
"""The bodies within a sentence."""

_BODY_WORDS: dict[str, str] = {
    "alv": "general",
    "bav": "general",
    "algemene vergadering": "general",
    "algemene ledenvergadering": "general",
    "buitengewone ledenvergadering": "general",
    "buitengewone algemene ledenvergadering": "general",
    "ledenvergadering": "general",
    "general meeting": "general",
    "general members meeting": "general",
    "bestuur": "board",
    "bestuursvergadering": "board",
    "board": "board",
    "board meeting": "board",
}
"""What registers of decisions call the bodies that can allow an order."""


@dataclass(frozen=True, slots=True)
class Limit:
    """The amount in cents up to which a body decides alone from a day on, itself included; None: no limit."""

    body: str
    valid_from: date
    amount_cents: int | None
    source: str
    limit_id: int = 0


@dataclass(frozen=True, slots=True)
class Allowing:
    """A decision that may allow an order: what came of it, whose it was, and what it granted in cents.

    `body` is a code of the bodies that meet; empty where nobody can tell.
    """

    decision_id: int
    number: str
    outcome: str
    body: str
    body_words: str
    amount_cents: int | None
    decided_on: date | None = None


def limit_text(one: Limit) -> str:
    """Say how far a mandate goes: `up to € 500.00`, or that it has no limit."""
    return _("no limit") if one.amount_cents is None else _("up to {amount}").format(amount=euro(one.amount_cents))


def limits_on(limits: Iterable[Limit], on: date) -> tuple[Limit, ...]:
    """Give the limits in force on a day, one for each body that has any, from the smallest mandate up."""
    begun = [one for one in limits if one.valid_from <= on]
    newest = {one.body: one for one in sorted(begun, key=lambda one: one.valid_from)}
    return tuple(newest[body] for body in LADDER if body in newest)


def asked_of(amount_cents: int | None, limits: Iterable[Limit]) -> str:
    """Tell who decides on an amount, by the limits in force: a code of BODIES, or `unknown`.

    Above a body's limit the next one is asked; above the last one's it is still the last one. Unknown is what no limit
    says anything about: none is set, the amount is not known, or only somebody else's limit is.
    """
    known = {one.body: one.amount_cents for one in limits}
    if amount_cents is None or not known:
        return "unknown"
    asked = -1
    for place, body in enumerate(LADDER):
        most = known.get(body)
        if most is not None and amount_cents > most:
            asked = min(place + 1, len(LADDER) - 1)
    if asked >= 0:
        return LADDER[asked]
    return LADDER[0] if LADDER[0] in known else "unknown"


def told(amount_cents: int | None, limits: Iterable[Limit]) -> str:
    """Say in a sentence who decides on an amount, and by which limit."""
    known = tuple(limits)
    if not known:
        return _("No mandate is set, so nobody can say who decides on this; nothing is blocked.")
    if amount_cents is None:
        return _("Without an amount nobody can say who decides on it; give one that it costs at most.")
    asked = asked_of(amount_cents, known)
    if asked == "unknown":
        return _("For {amount} no mandate is set; nothing is blocked.").format(amount=euro(amount_cents))
    if asked == LADDER[0]:
        return _("{amount} is within the mandate of {body}.").format(amount=euro(amount_cents), body=_(_WHO[asked]))
    passed = [one for one in known if one.amount_cents is not None and amount_cents > one.amount_cents][-1]
    return _("{amount} is above the limit of {body} ({limit}, {source}): {asked} decides.").format(
        amount=euro(amount_cents),
        body=_(_WHO[passed.body]),
        limit=euro(passed.amount_cents or 0),
        source=passed.source,
        asked=_(_WHO[asked]),
    )


def needs_decision(asked: str) -> bool:
    """Tell whether somebody else than the coordinator has to decide first."""
    return asked in LADDER[1:]


def short_of(decision: Allowing, asked: str, amount_cents: int) -> str:
    """Say in a sentence why a decision does not allow an amount; empty where it does.

    It must be carried, be of the body that is asked or of one above it, and grant at least that amount.
    """
    if decision.outcome != "carried":
        return _("Decision {number} was not carried.").format(number=decision.number)
    if decision.body not in LADDER or LADDER.index(decision.body) < LADDER.index(asked):
        whose = _(_WHO[decision.body]) if decision.body in _WHO else f"“{decision.body_words}”"
        words = _("Decision {number} is of {body}; {asked} decides on this.")
        if decision.body not in _WHO and not decision.body_words:
            words = _("Decision {number} does not say whose it is; {asked} decides on this.")
        return words.format(number=decision.number, body=whose, asked=_(_WHO[asked]))
    if decision.amount_cents is None:
        return _("Decision {number} is linked without an amount; link it with what it granted.").format(
            number=decision.number
        )
    if decision.amount_cents < amount_cents:
        return _("Decision {number} granted {granted}, which is less than {amount}.").format(
            number=decision.number, granted=euro(decision.amount_cents), amount=euro(amount_cents)
        )
    return ""


def body_of(meeting_body: str, words: str) -> str:
    """Tell whose decision it was: by its meeting, else by the words of the register; empty where neither says."""
    return meeting_body or _BODY_WORDS.get(fold(tidy(words)).replace("'", "").replace("’", ""), "")


# -- what cannot be ------------------------------------------------------------------------------------------------


def check_limit(
    body: str, valid_from: date, amount_cents: int | None, source: str, others: Iterable[Limit]
) -> list[Problem]:
    """Say what is wrong with a limit, held against those of the other bodies that hold that day."""
    problems: list[Problem] = []
    if body not in BODIES:
        problems.append(Problem("body", _("choose one of: {known}").format(known=", ".join(map(_, BODIES.values())))))
    if amount_cents is not None and amount_cents < 0:
        problems.append(Problem("amount_cents", _("an amount cannot be below zero")))
    if not tidy(source):
        problems.append(Problem("source", _("say where it stands: the agreement, a decision")))
    if problems:
        return problems
    place = LADDER.index(body)
    for other in limits_on(others, valid_from):
        if other.body == body:
            continue
        below = LADDER.index(other.body) < place
        if _more(other.amount_cents, amount_cents) if below else _more(amount_cents, other.amount_cents):
            return [Problem("amount_cents", _out_of_order(other, below))]
    return []


def _more(one: int | None, other: int | None) -> bool:
    """Tell whether one mandate goes further than another; none goes further than no limit."""
    return other is not None and (one is None or one > other)


def _out_of_order(other: Limit, below: bool) -> str:
    words = (
        _("{body} may do more than that: {limit} since {day}")
        if below
        else _("{body} may do no more than {limit} since {day}")
    )
    limit = _("no limit") if other.amount_cents is None else euro(other.amount_cents)
    return words.format(body=_(_WHO[other.body]), limit=limit, day=short_date(other.valid_from))
