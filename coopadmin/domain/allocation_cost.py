"""What a home that falls free may cost: the rent, the points, and the limits of the year a new contract begins in.

A corporation lets to most households with a right to rent benefit only below the fit limit for their size (passend
toewijzen: Btiv art. 54(1), 95% of a corporation's lettings); the check itself is the corporation's. A limit that is not
known is said to be unknown, never guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from coopadmin.domain.legal import CONFIDENCES, NAMES, LegalValue
from coopadmin.domain.rent_limits import Law, Maximum, short_source
from coopadmin.formats import decimal_text, euro, long_date
from coopadmin.i18n import _

LIMITS = ("fit_limit_low", "fit_limit_high", "social_rent_limit", "middle_rent_limit")
"""The limits a new rent is held against, values of the law by year."""


@dataclass(frozen=True, slots=True)
class CostFacts:
    """What is known of a home's cost; amounts in cents per month, `on` is the day a new contract would begin."""

    on: date
    basic_rent_cents: int | None
    """The basic rent of the contract that ends."""
    asked_rent_cents: int | None
    points_hundredths: int | None
    maximum: Maximum | None = None


@dataclass(frozen=True, slots=True)
class Cost:
    """The rent that was paid and the one that will be asked, cents per month; the points; `lines` on the rest."""

    basic_rent_cents: int | None
    asked_rent_cents: int | None
    points_hundredths: int | None
    lines: tuple[str, ...]


def cost_of(facts: CostFacts, law: Law) -> Cost:
    """Put together what a home may cost; `law` gives the limits of the day a new contract would begin."""
    return Cost(
        facts.basic_rent_cents,
        facts.asked_rent_cents,
        facts.points_hundredths,
        (*_known(facts), *_limits(facts, law), *_held_against(facts, law)),
    )


def _known(facts: CostFacts) -> list[str]:
    now, asked, points = facts.basic_rent_cents, facts.asked_rent_cents, facts.points_hundredths
    lines = [
        _("Basic rent of the contract that ends: {amount}.").format(amount=euro(now))
        if now is not None
        else _("The basic rent so far is not known."),
        _("Asked of a new tenant: {amount}.").format(amount=euro(asked))
        if asked is not None
        else _("What will be asked of a new tenant is not known yet; ask the corporation."),
        _("Rent points: {points}.").format(points=decimal_text(points, 2))
        if points is not None
        else _("The rent points are not known; they stand with the home."),
    ]
    if facts.maximum is None:
        return [*lines, _("The maximum rent by the points is not known; enter it with the home.")]
    line = _("Maximum rent by the points: {amount}, since {day}.").format(
        amount=euro(facts.maximum.max_rent_cents), day=long_date(facts.maximum.valid_from)
    )
    return [*lines, f"{line} ({facts.maximum.source})" if facts.maximum.source else line]


def _limits(facts: CostFacts, law: Law) -> list[str]:
    year = facts.on.year
    lines: list[str] = []
    for name in LIMITS:
        value = law(name)
        if value is None:
            line = _("▲ {name} · not known for {year}; enter it with its source (F9)")
            lines.append(line.format(name=_(NAMES[name]), year=year))
        else:
            lines.append(f"{_(NAMES[name])} · {euro(value.value)} ({year}; {_from(value)})")
    return lines


def _from(value: LegalValue) -> str:
    return f"{short_source(value.source)}, {_(CONFIDENCES[value.confidence])}"


def _held_against(facts: CostFacts, law: Law) -> list[str]:
    """Say what the rent means for who may come to live there; nothing where rent or limits are not known."""
    rent = facts.asked_rent_cents if facts.asked_rent_cents is not None else facts.basic_rent_cents
    low, high, social = law("fit_limit_low"), law("fit_limit_high"), law("social_rent_limit")
    if rent is None or low is None or high is None or social is None:
        return []
    amount = euro(rent)
    lines = [_fit(amount, rent, low.value, high.value, social.value)]
    if facts.maximum is not None and rent > facts.maximum.max_rent_cents:
        lines.append(_("▲ {amount} is more than the maximum rent by the points.").format(amount=amount))
    return lines


def _fit(amount: str, rent: int, low: int, high: int, social: int) -> str:
    if rent <= low:
        line = _("{amount} is within the fit limit of every household.")
    elif rent <= high:
        line = _("● {amount} is above the fit limit of 1 or 2 persons, and within that of 3 or more.")
    elif rent <= social:
        line = _("▲ {amount} is above the fit limits: a household with a right to rent benefit hardly ever fits.")
    else:
        line = _("▲ {amount} is above the social rent: no social letting.")
    return line.format(amount=amount)
