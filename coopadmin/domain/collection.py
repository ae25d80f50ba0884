"""What collecting arrears may cost, and the letter that must come before it.

The statutory scale (Besluit vergoeding voor buitengerechtelijke incassokosten) and its limits are values of the law
(domain/legal); amounts are integer cents. The cost is owed only after a letter that names it exactly and leaves
fourteen whole days from the day after it was delivered (Civil Code (BW) 6:96(6)).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from dateutil.easter import easter

from coopadmin.domain.association import RuleValue
from coopadmin.domain.legal import LegalValue, legal_value
from coopadmin.formats import decimal_text, euro, long_date
from coopadmin.i18n import _

# -- the scale -----------------------------------------------------------------------------------------------------

_WHOLE = 10_000
"""Hundredths of a percent in the whole."""


CAP_MONTHS = 6
"""The months over which the cap on small terms is counted, as the value `bik_recurring_cap_6m` says."""


def cap_on(on: date, term_cents: int | None, overrides: Iterable[RuleValue] = ()) -> LegalValue | None:
    """Give the most that terms of an amount may cost in half a year; None where no cap holds, or no term is known."""
    settings = tuple(overrides)
    below = legal_value("bik_recurring_term_below", on, settings)
    small = below is not None and term_cents is not None and term_cents < below.value
    return legal_value("bik_recurring_cap_6m", on, settings) if small else None


# -- the calculation -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CostLine:
    """One line of the calculation: `percent_hundredths` of `base_cents`, or a limit that changes what went before.

    `kind`: `slice`, `least`, `most`, `capped` (the most in six months, less what was charged in them), `vat`.
    """

    kind: str
    amount_cents: int
    base_cents: int = 0
    percent_hundredths: int = 0


@dataclass(frozen=True, slots=True)
class Cost:
    """What collecting a principal may cost, in cents, with how it came about."""

    principal_cents: int
    cost_cents: int
    lines: tuple[CostLine, ...]
    source: str


def collection_cost(
    principal_cents: int,
    on: date,
    *,
    term_cents: int | None = None,
    charged_before_cents: int = 0,
    vat_percent: int = 0,
    overrides: Iterable[RuleValue] = (),
) -> Cost | None:
    """Compute what collecting a principal may cost by the law of a day; None without a principal or a known scale.

    `term_cents` is the recurring term it consists of, for the cap on small terms, and `charged_before_cents` what was
    charged within the months that cap looks back. `vat_percent` is for a creditor that cannot reclaim VAT; it comes on
    top of the scale and stays within the cap. `overrides` are the values of the law that the group entered. Halves of a
    cent go up.
    """
    settings = tuple(overrides)
    scale, least, most = (legal_value(name, on, settings) for name in ("bik_scale", "bik_min", "bik_max"))
    if scale is None or least is None or most is None or principal_cents <= 0:
        return None
    rests_on = [scale]
    lines = list(_slices(scale, principal_cents))
    cost = sum(line.amount_cents for line in lines)
    for kind, limit, beyond in (("least", least, cost < least.value), ("most", most, cost > most.value)):
        if beyond:
            cost = limit.value
            lines.append(CostLine(kind, cost))
            rests_on.append(limit)
    if vat_percent:
        vat = _part(cost, vat_percent * 100)
        lines.append(CostLine("vat", vat, cost, vat_percent * 100))
        cost += vat
    cap = cap_on(on, term_cents, settings)
    left = max(0, cap.value - charged_before_cents) if cap else cost
    if cap and left < cost:
        cost = left
        lines.append(CostLine("capped", cost, charged_before_cents))
        rests_on.append(cap)
    return Cost(principal_cents, cost, tuple(lines), " ".join(dict.fromkeys(one.source for one in rests_on)))


def _slices(scale: LegalValue, principal_cents: int) -> Iterator[CostLine]:
    left = principal_cents
    for size, hundredths in scale.steps:
        base = left if size is None else min(left, size)
        if base <= 0:
            return
        yield CostLine("slice", _part(base, hundredths), base, hundredths)
        left -= base


def _part(cents: int, hundredths: int) -> int:
    """Take hundredths of a percent of an amount, half a cent going up."""
    return (cents * hundredths + _WHOLE // 2) // _WHOLE


def cost_line_text(line: CostLine) -> str:
    """Say a line of the calculation: `15% of €2,500.00`."""
    sentences = {
        "slice": _("{percent}% of {base}"),
        "least": _("at least"),
        "most": _("at most"),
        "vat": _("{percent}% VAT on {base}, which the landlord cannot reclaim"),
        "capped": _("small terms: at most so much in six months, of which {base} was charged before"),
    }
    return sentences[line.kind].format(percent=decimal_text(line.percent_hundredths, 2), base=euro(line.base_cents))


def cost_text(cost: Cost) -> str:
    """Say the whole calculation on one line: `15% of €500.00 = €75.00`."""
    return "; ".join(
        _("{what} = {amount}").format(what=cost_line_text(line), amount=euro(line.amount_cents)) for line in cost.lines
    )


# -- the fourteen days ---------------------------------------------------------------------------------------------

LETTER_DAYS = 14
"""The whole days a consumer has after the day of delivery. Civil Code (BW) 6:96(6)."""

_POST_DAYS = 2
"""A letter is presumed delivered on this delivery day after posting (Supreme Court, 25 November 2016)."""

_SUNDAY, _MONDAY = 6, 0


@lru_cache(maxsize=64)
def holidays(year: int) -> frozenset[date]:
    """Give the public holidays of a year by the General Extension of Time Limits Act, art. 3.

    Post may come on some of them (Good Friday, most years 5 May); counting those too only gives the tenant more time.
    """
    sunday = easter(year)
    king = date(year, 4, 27) if year >= 2014 else date(year, 4, 30)
    if king.weekday() == _SUNDAY:
        king -= timedelta(days=1)
    moving = (sunday + timedelta(days=days) for days in (-2, 0, 1, 39, 49, 50))
    return frozenset({date(year, 1, 1), king, date(year, 5, 5), date(year, 12, 25), date(year, 12, 26), *moving})


def is_delivery_day(on: date) -> bool:
    """Tell whether letters are delivered on a day: no Sunday, Monday or public holiday."""
    return on.weekday() not in (_SUNDAY, _MONDAY) and on not in holidays(on.year)


def presumed_delivery(posted_on: date) -> date:
    """Give the day a letter is presumed to have been delivered: the second delivery day after it was posted."""
    found, left = posted_on, _POST_DAYS
    while left:
        found += timedelta(days=1)
        left -= is_delivery_day(found)
    return found


def last_day_to_pay(received_on: date) -> date:
    """Give the last day of the term: it begins on the day after delivery, and a payment on its last day is in time."""
    return received_on + timedelta(days=LETTER_DAYS)


# -- whether it may be charged -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CostCase:
    """A fourteen-day letter whose cost was not charged yet, with what was still open of it when its term was over."""

    step_id: int
    taken_on: date
    delivered_on: date
    named_cents: int | None
    """The cost that the letter announced."""
    base_cents: int
    """What was open on the last day of its term, of the debts the letter was about."""
    bank_until: date | None
    """The last day the bank's files reach; None where there are none."""
    cost: Cost | None
    """What the scale makes of the base, not above what was announced."""

    @property
    def last_day(self) -> date:
        """The last day of the term."""
        return last_day_to_pay(self.delivered_on)


def missing_condition(case: CostCase | None, on: date) -> str:
    """Say what keeps collection cost from being charged on a day; empty where nothing does."""
    if case is None:
        return _("There is no fourteen-day letter whose cost was not charged yet; send one first.")
    about = {"letter": long_date(case.taken_on), "delivered": long_date(case.delivered_on)}
    about["last"] = long_date(case.last_day)
    if case.named_cents is None:
        return _("The letter of {letter} did not name the cost, so none is owed; send another.").format(**about)
    if on <= case.last_day:
        return _(
            "The tenant has until {last} to pay without cost: the letter of {letter} was delivered on {delivered}, "
            "and fourteen whole days follow that day."
        ).format(**about)
    if case.bank_until is not None and case.bank_until < case.last_day:
        return _(
            "The bank is read up to {day}, and the tenant could pay without cost until {last}. Import the bank's file "
            "first."
        ).format(day=long_date(case.bank_until), **about)
    if case.base_cents <= 0:
        return _("What the letter of {letter} asked for was paid by {last}, so no cost is owed.").format(**about)
    if case.cost is None or case.cost.cost_cents <= 0:
        return _("No cost is left to charge: the most in six months was charged already.")
    return ""
