"""What limits the rise of a basic rent: the regime of the contract, the kind of home, and the home's maximum rent.

Amounts are integer cents, percentages hundredths of a percent. A raised rent is rounded down to a cent, so that no
limit is ever exceeded.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from coopadmin.domain.legal import LegalValue, value_text
from coopadmin.domain.rents import RentTerms
from coopadmin.formats import euro
from coopadmin.i18n import N_, _

REGIMES: dict[str, str] = {
    "social": N_("social rent"),
    "middle": N_("middle segment"),
    "free": N_("free sector"),
}
"""Under which rules a rent rises; a contract of which nothing is said is social."""

CATEGORIES: dict[str, str] = {"mid": N_("higher income"), "high": N_("highest income")}
"""The income categories of the tax office's statement that allow a flat rise (BW 7:252a); no income is kept."""

WHOLE = 10_000
"""A hundred percent, in hundredths."""

Law = Callable[[str], LegalValue | None]
"""Gives a value of the law on the day of the increase."""


@dataclass(frozen=True, slots=True)
class Maximum:
    """The most the basic rent of a home may be by its points, cents per month, as entered from a day on."""

    max_rent_cents: int
    valid_from: date
    source: str


@dataclass(frozen=True, slots=True)
class Tenancy:
    """A contract as an increase looks at it; `lines` are all its rent lines, `maximum` is that of the day."""

    contract_id: int
    contract: str
    dwelling_id: int
    dwelling: str
    kind: str
    starts_on: date
    ends_on: date | None
    lines: tuple[RentTerms, ...]
    regime: str = "social"
    maximum: Maximum | None = None
    objection: str = ""
    """The outcome of an objection against the increase of that day, `open` while it waits."""


@dataclass(frozen=True, slots=True)
class Limit:
    """The most a basic rent may become in cents, and the rule that says so."""

    most_cents: int
    rule: LegalValue
    maximum: Maximum | None = None
    """The home's maximum rent, where that is what limits."""


def raised(current_cents: int, percent: int) -> int:
    """Raise an amount by hundredths of a percent, rounded down to a cent."""
    return current_cents * (WHOLE + percent) // WHOLE


def rules_for(tenancy: Tenancy) -> tuple[str, ...]:
    """Name the percentages that may hold for a contract; the lowest of them counts.

    For a social home of which the kind is not known those are both kinds'.
    """
    if tenancy.regime != "social":
        return (f"rent_increase_{tenancy.regime}",)
    if tenancy.kind == "self_contained":
        return ("rent_increase_social",)
    if tenancy.kind == "shared":
        return ("rent_increase_shared",)
    return ("rent_increase_social", "rent_increase_shared")


def flat_of(tenancy: Tenancy, current_cents: int, category: str, law: Law) -> LegalValue | None:
    """The flat amount that may come in the place of the percentage: only for a social, self-contained home."""
    if tenancy.regime != "social" or tenancy.kind != "self_contained":
        return None
    if category:
        return law(f"iah_increase_{category}")
    below, amount = law("low_rent_threshold"), law("low_rent_increase")
    return amount if below is not None and amount is not None and current_cents < below.value else None


def limit_of(tenancy: Tenancy, current_cents: int, law: Law, category: str = "") -> Limit | None:
    """Give the most a basic rent may become; None where the law's percentage is not known for the day."""
    values = [law(name) for name in rules_for(tenancy)]
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return None
    rule = min(known, key=lambda value: value.value)
    most = raised(current_cents, rule.value)
    flat = flat_of(tenancy, current_cents, category, law)
    if flat is not None and current_cents + flat.value > most:
        most, rule = current_cents + flat.value, flat
    if tenancy.maximum is not None and tenancy.maximum.max_rent_cents < most:
        return Limit(max(tenancy.maximum.max_rent_cents, current_cents), rule, tenancy.maximum)
    return Limit(most, rule)


def limit_text(limit: Limit) -> str:
    """Say what limits: `4.1 %`, `€ 25.00 (low rent)`, `maximum rent € 512.00`."""
    if limit.maximum is not None:
        return _("maximum rent {amount}").format(amount=euro(limit.maximum.max_rent_cents))
    if limit.rule.name == "low_rent_increase":
        return _("{amount} (low rent)").format(amount=value_text(limit.rule))
    if limit.rule.name.startswith("iah_"):
        return _("{amount} (income)").format(amount=value_text(limit.rule))
    return value_text(limit.rule)


def limit_source(limit: Limit) -> str:
    """Say where a limit comes from."""
    return limit.maximum.source if limit.maximum is not None else limit.rule.source


def short_source(source: str) -> str:
    """Call a source by the site it stands on, where it is a page: `rijksoverheid.nl`; other words as they are."""
    if "://" not in source:
        return source
    return source.partition("://")[2].partition("/")[0].removeprefix("www.")
