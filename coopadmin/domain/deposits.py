"""Deposits (waarborgsommen): what is held, what may be held at most, what may be set off, and when it must be back.

Since 1 July 2023 Civil Code (BW) 7:261b: at most two months of basic rent, back within fourteen days of the contract's
end, or thirty where something is set off, with a written specification of all of it. Amounts are integer cents.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coopadmin.domain.association import RuleValue
from coopadmin.domain.legal import legal_value
from coopadmin.formats import euro, long_date
from coopadmin.i18n import N_, _

KINDS: dict[str, str] = {
    "held_before": N_("held from before"),
    "cash": N_("cash"),
    "unpaid_rent": N_("unpaid rent"),
    "damage": N_("damage"),
    "service_costs": N_("service costs"),
    "energy_performance": N_("energy performance fee"),
    "bank": N_("bank"),
}
"""What changes a deposit; `bank` is a posting of a bank line."""

DEDUCTIONS = ("unpaid_rent", "damage", "service_costs", "energy_performance")
"""What may be set off, and nothing else. Civil Code (BW) 7:261b."""

ON_ACCOUNT = ("unpaid_rent", "service_costs", "energy_performance")
"""Deductions for what stands on the contract's account already; damage is put on it with the deduction."""

STATES: dict[str, str] = {
    "overdue": N_("▲ must be back"),
    "to_return": N_("● to return"),
    "short": N_("● short"),
    "held": N_("✓ held"),
    "returned": N_("✓ settled"),
    "unknown": N_("○ not taken over"),
    "none": N_("○ none"),
}
"""How a deposit stands, the most pressing first; `unknown` where one is agreed and no money was ever noted."""


@dataclass(frozen=True, slots=True)
class Movement:
    """A change of a deposit: above zero received, below zero given back or set off. `bank` comes of a bank line."""

    on: date
    kind: str
    amount_cents: int
    note: str = ""
    row_id: int = 0


def held_cents(movements: Iterable[Movement], on: date) -> int:
    """Give what is held when a day is over."""
    return sum(one.amount_cents for one in movements if one.on <= on)


def free_cents(movements: Iterable[Movement], on: date) -> int:
    """Give what may be taken off on a day: no more than what is held that day or on any later one."""
    known = list(movements)
    days = {on, *(one.on for one in known if one.on > on)}
    return max(0, min(held_cents(known, day) for day in days))


def most_cents(starts_on: date, basic_rent_cents: int | None, overrides: Iterable[RuleValue]) -> int | None:
    """Give the most a deposit may be for a contract of that first day; None without a rent or a known value.

    `overrides` are the values of the law that the group entered.
    """
    months = legal_value("deposit_max_months", starts_on, overrides)
    return None if basic_rent_cents is None or months is None else months.value * basic_rent_cents


def back_by(ends_on: date | None, movements: Iterable[Movement], overrides: Iterable[RuleValue]) -> date | None:
    """Give the last day to have the deposit back; None while the contract runs on, or where no term is known.

    `overrides` are the values of the law that the group entered.
    """
    if ends_on is None:
        return None
    settled = any(one.kind in DEDUCTIONS for one in movements)
    name = "deposit_return_days_with_settlement" if settled else "deposit_return_days"
    days = legal_value(name, ends_on, overrides)
    return None if days is None else ends_on + timedelta(days=days.value)


def state_on(
    agreed_cents: int | None, movements: Iterable[Movement], ends_on: date | None, due_on: date | None, on: date
) -> str:
    """Tell how a deposit stands on a day, as a key of STATES."""
    seen = [one for one in movements if one.on <= on]
    held = held_cents(seen, on)
    if not seen:
        return "unknown" if agreed_cents else "none"
    if ends_on is not None and ends_on < on:
        if held <= 0:
            return "returned"
        return "overdue" if due_on is not None and due_on < on else "to_return"
    if held < (agreed_cents or 0):
        return "short"
    return "held" if held > 0 else "none"


# -- the specification ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Specification:
    """What the written specification says: from whom, to whom, and every movement; amounts in cents."""

    on: date
    sender: str
    tenants: Sequence[str]
    contract: str
    address: str
    ends_on: date | None
    back_by: date | None
    movements: Sequence[Movement]


def specification_text(given: Specification) -> str:
    """Write what was received, what is set off and why, what was given back and what is still to be."""
    received = [one for one in given.movements if one.amount_cents > 0]
    deducted = [one for one in given.movements if one.kind in DEDUCTIONS]
    returned = [one for one in given.movements if one.amount_cents < 0 and one.kind not in DEDUCTIONS]
    lines = [given.sender, "", *given.tenants, *([given.address] if given.address else []), "", long_date(given.on), ""]
    lines.append(_("Specification of the deposit of contract {contract}").format(contract=given.contract))
    if given.ends_on:
        lines.append(_("The contract ended on {day}.").format(day=long_date(given.ends_on)))
    for title, some in (
        (_("Received"), received),
        (_("Set off"), deducted),
        (_("Given back"), returned),
    ):
        if some:
            lines += ["", title, *(line for one in some for line in _movement(one))]
    left = held_cents(given.movements, given.on)
    lines += ["", _row(_("still to be given back") if given.ends_on else _("held"), left)]
    if left > 0 and given.back_by:
        lines += ["", _("You receive it by {day} at the latest.").format(day=long_date(given.back_by))]
    lines += ["", given.sender]
    return "\n".join(lines) + "\n"


def _movement(one: Movement) -> list[str]:
    label = _("{day}, {what}").format(day=long_date(one.on), what=_(KINDS[one.kind]))
    return [_row(label, one.amount_cents), *([f"    {one.note}"] if one.note else [])]


def _row(label: str, cents: int) -> str:
    return f"  {label:<44}{euro(cents):>14}"
