"""The yearly rent increase: what a basic rent may rise to, what it becomes, and why a contract is left as it is.

Amounts are integer cents, percentages hundredths of a percent. Only the basic rent (kale huur) rises; service charge
and energy are carried over. A new rent is rounded down to a cent, so that no limit is ever exceeded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from coopadmin.domain.legal import percent_text, value_text
from coopadmin.domain.periods import add_months
from coopadmin.domain.rent_limits import REGIMES, Law, Limit, Tenancy, flat_of, limit_of, limit_text, raised, rules_for
from coopadmin.domain.rents import RentTerms, terms_on
from coopadmin.formats import euro, long_date
from coopadmin.i18n import N_, _

OUTCOMES: dict[str, str] = {
    "open": N_("open"),
    "withdrawn": N_("withdrawn"),
    "upheld": N_("upheld: the old rent stays"),
    "dismissed": N_("dismissed: the new rent holds"),
}
"""What became of an objection."""

STATES: dict[str, str] = {
    "raise": N_("rises"),
    "done": N_("done already"),
    "other": N_("another rent"),
    "nothing": N_("stays"),
    "left_out": N_("left out"),
    "refused": N_("cannot be"),
}
"""What becomes of a contract in a run; `done` and `other`: a rent from that day is there, this one or another."""

USUAL_DAY: dict[str, tuple[int, int]] = {"social": (7, 1), "middle": (1, 1), "free": (1, 1)}
"""The month and day on which rents of a regime rise."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a run asks from a day on: a percentage or an amount per month, one of the two.

    With `low_rent` a low rent rises by the flat amount the law allows; with `to_limit` what would be too much becomes
    the most that may be, instead of being refused.
    """

    valid_from: date
    percent: int | None = None
    amount_cents: int | None = None
    low_rent: bool = False
    to_limit: bool = False


@dataclass(frozen=True, slots=True)
class Special:
    """How one contract differs in a run: left out, or another percentage or amount, or an income category."""

    left_out: bool = False
    percent: int | None = None
    amount_cents: int | None = None
    category: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to know of a contract in a run: a code, a sentence, and whether it must be looked at."""

    code: str
    text: str
    is_warning: bool = True


@dataclass(frozen=True, slots=True)
class Proposal:
    """What becomes of one contract: `state` is one of STATES, `new_cents` the basic rent it would have."""

    state: str
    current: RentTerms | None
    new_cents: int
    limit: Limit | None
    remarks: tuple[Remark, ...] = ()
    unknown: tuple[str, ...] = field(default=())
    """Values of the law that are not known for the day and must be entered first."""

    @property
    def current_cents(self) -> int:
        """The basic rent before."""
        return self.current.basic_rent_cents if self.current else 0

    @property
    def difference_cents(self) -> int:
        """What the basic rent rises by per month."""
        return self.new_cents - self.current_cents

    @property
    def new_total_cents(self) -> int:
        """The whole rent after: service charge and energy stay as they were."""
        return self.difference_cents + (self.current.total_cents if self.current else 0)


# -- days ------------------------------------------------------------------------------------------------------


def last_sending_day(valid_from: date, notice_months: int) -> date:
    """Give the last day a tenant may get the proposal: before the day that lies the notice before it (BW 7:252).

    For 1 July and two months that is 30 April.
    """
    return add_months(valid_from, -notice_months) - timedelta(days=1)


def first_possible_day(today: date, notice_months: int) -> date:
    """Give the first day of a month from which a rent can still rise when the proposal is handed over today."""
    month = add_months(today.replace(day=1), notice_months)
    return month if last_sending_day(month, notice_months) >= today else add_months(month, 1)


def next_usual_day(today: date) -> date:
    """Give the next 1 July after today, on which social rents rise."""
    this_year = today.replace(month=7, day=1)
    return this_year if this_year > today else this_year.replace(year=today.year + 1)


def is_late(received_on: date, valid_from: date) -> bool:
    """Tell whether an objection came too late: it must be there before the day of the increase."""
    return received_on >= valid_from


def objection_until(valid_from: date) -> date:
    """Give the last day an objection may be received: the day before the increase."""
    return valid_from - timedelta(days=1)


# -- a contract ------------------------------------------------------------------------------------------------


def propose(tenancy: Tenancy, asked: Asked, law: Law, special: Special | None = None) -> Proposal:
    """Work out what becomes of one contract on the day of the increase."""
    special = special or Special()
    current = terms_on(tenancy.lines, asked.valid_from - timedelta(days=1))
    cents = current.basic_rent_cents if current else 0
    limit = limit_of(tenancy, cents, law, special.category) if current else None
    stop = _left_as_it_is(tenancy, asked, special, current)
    if current is None or stop is not None:
        state, remark = stop or ("refused", _no_rent())
        return Proposal(state, current, cents, limit, (remark,))
    if limit is None:
        return _unknown(tenancy, current, law)
    wanted, remarks = _wanted(tenancy, asked, special, cents, law)
    new = _to_maximum(cents, wanted, limit)
    state = "raise" if new > cents else "nothing"
    if new > limit.most_cents:
        new, state, remark = _too_much(asked, cents, new, limit)
        remarks.append(remark)
    elif cents < new < wanted:
        remarks.append(Remark("maximum", _("kept to the {limit}").format(limit=limit_text(limit)), is_warning=False))
    elif new == wanted == cents:
        remarks.append(Remark("no_rise", _("there is nothing to raise"), is_warning=False))
    there = next((line for line in tenancy.lines if line.valid_from == asked.valid_from), None)
    if there is not None:
        state, remark = _there_already(there, current, new, limit)
        remarks.append(remark)
    remarks += _to_look_at(tenancy, asked)
    return Proposal(state, current, new, limit, tuple(remarks))


def _no_rent() -> Remark:
    return Remark("no_rent", _("no rent is known before that day; set one on the contract first"))


def _left_as_it_is(
    tenancy: Tenancy, asked: Asked, special: Special, current: RentTerms | None
) -> tuple[str, Remark] | None:
    """Say why a contract takes no part, whatever the law allows."""
    if tenancy.ends_on is not None and tenancy.ends_on < asked.valid_from:
        sentence = _("the contract ends on {day}, before the increase").format(day=long_date(tenancy.ends_on))
        return "left_out", Remark("ends", sentence, is_warning=False)
    if special.left_out:
        return "left_out", Remark("chosen", _("left out by choice"), is_warning=False)
    if current is None:
        return "refused", _no_rent()
    if tenancy.objection == "upheld":
        return "left_out", Remark("upheld", _("the objection was upheld: the old rent stays"), is_warning=False)
    return None


def _unknown(tenancy: Tenancy, current: RentTerms, law: Law) -> Proposal:
    missing = tuple(name for name in rules_for(tenancy) if law(name) is None)
    sentence = _("how far this rent may rise is not known for that day: enter it with its source")
    return Proposal("refused", current, current.basic_rent_cents, None, (Remark("unknown_limit", sentence),), missing)


def _wanted(tenancy: Tenancy, asked: Asked, special: Special, cents: int, law: Law) -> tuple[int, list[Remark]]:
    """What was asked for this contract, whether it may be or not."""
    own = special.percent is not None or special.amount_cents is not None
    flat = flat_of(tenancy, cents, special.category, law) if special.category or asked.low_rent else None
    if not own and flat is not None:
        code = "category" if special.category else "low_rent"
        remark = Remark(code, _("the flat amount: {amount}").format(amount=value_text(flat)), is_warning=False)
        return cents + flat.value, [remark]
    percent, amount = (special.percent, special.amount_cents) if own else (asked.percent, asked.amount_cents)
    remarks: list[Remark] = []
    if own:
        shown = percent_text(percent) if percent is not None else euro(amount or 0)
        remarks.append(Remark("own", _("its own: {rise}").format(rise=shown), is_warning=False))
    new = cents + amount if amount is not None else raised(cents, percent or 0)
    return new, remarks


def _to_maximum(cents: int, new: int, limit: Limit) -> int:
    """Keep what the percentage allows from going beyond the home's maximum; a rise of too much stays too much."""
    by_rule = cents + limit.rule.value if limit.rule.unit == "cents" else raised(cents, limit.rule.value)
    if limit.maximum is not None and limit.most_cents < new <= by_rule:
        return limit.most_cents
    return new


def _too_much(asked: Asked, cents: int, new: int, limit: Limit) -> tuple[int, str, Remark]:
    """Refuse what is more than may be, or bring it down to that."""
    said = {"limit": limit_text(limit), "most": euro(limit.most_cents), "asked": euro(new)}
    if asked.to_limit:
        remark = Remark("to_limit", _("brought down to the most that may be: {limit}").format(**said), is_warning=False)
        return limit.most_cents, "raise" if limit.most_cents > cents else "nothing", remark
    sentence = _("{asked} is more than may be: at most {most} ({limit})").format(**said)
    return new, "refused", Remark("over_limit", sentence)


def _there_already(there: RentTerms, current: RentTerms, new: int, limit: Limit) -> tuple[str, Remark]:
    """A line that begins that very day: the one this run would make, or another, perhaps of more than may be."""
    wanted = (new, current.service_charge_cents, current.energy_cents)
    if (there.basic_rent_cents, there.service_charge_cents, there.energy_cents) == wanted:
        return "done", Remark("done", _("this rent was set already"), is_warning=False)
    said = {"amount": euro(there.basic_rent_cents), "most": euro(limit.most_cents), "limit": limit_text(limit)}
    if there.basic_rent_cents > limit.most_cents:
        sentence = _("{amount} was set for that day, more than may be: at most {most} ({limit}); it is left as it is")
    else:
        sentence = _("{amount} was set for that day; it is left as it is")
    return "other", Remark("line_there", sentence.format(**said))


# -- what to look at ---------------------------------------------------------------------------------------------


def _to_look_at(tenancy: Tenancy, asked: Asked) -> list[Remark]:
    """Warn of what is allowed, perhaps, but should be seen by a person."""
    found: list[Remark] = []
    current = terms_on(tenancy.lines, asked.valid_from - timedelta(days=1))
    if tenancy.regime == "social" and tenancy.kind not in ("self_contained", "shared"):
        sentence = _("the kind of home is not known; the lowest limit counts. Say on its record what it is")
        found.append(Remark("unknown_kind", sentence))
    maximum = tenancy.maximum
    if maximum is not None and current is not None and current.basic_rent_cents >= maximum.max_rent_cents:
        sentence = _("the rent is at or above the maximum rent of {amount} already")
        found.append(Remark("at_maximum", sentence.format(amount=euro(maximum.max_rent_cents))))
    if (asked.valid_from.month, asked.valid_from.day) != USUAL_DAY[tenancy.regime]:
        usual = date(asked.valid_from.year, *USUAL_DAY[tenancy.regime])
        sentence = _("{regime} rises from {day}, as a rule")
        named = long_date(usual).rpartition(" ")[0]
        found.append(Remark("unusual_day", sentence.format(regime=_(REGIMES[tenancy.regime]), day=named)))
    last = last_raise(tenancy.lines, asked.valid_from)
    if last is not None and add_months(last, 12) > asked.valid_from:
        found.append(Remark("within_year", _("it rose less than a year before, on {day}").format(day=long_date(last))))
    found += [
        Remark(
            "later_line",
            _("from {day} another rent is set: basic rent {amount}").format(
                day=long_date(line.valid_from), amount=euro(line.basic_rent_cents)
            ),
        )
        for line in sorted(tenancy.lines, key=lambda line: line.valid_from)
        if line.valid_from > asked.valid_from
    ]
    if tenancy.objection == "open":
        found.append(Remark("objection", _("an objection against this increase is open")))
    return found


def last_raise(lines: Sequence[RentTerms], before: date) -> date | None:
    """Give the day before `before` on which the basic rent rose last; None where it never did."""
    known = sorted((line for line in lines if line.valid_from < before), key=lambda line: line.valid_from)
    rises = [line.valid_from for earlier, line in pairwise(known) if line.basic_rent_cents > earlier.basic_rent_cents]
    return rises[-1] if rises else None
