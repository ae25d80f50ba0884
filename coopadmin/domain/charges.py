"""What is put on the account of a contract or a member: kinds, why a month costs an odd amount, what to put right.

A rent is charged once per contract and month and never rewritten. Where its rent lines or its days are corrected
later, the difference is a correction of the same month, so that rent and corrections together are what charging anew
would give. Amounts are integer cents; a correction may be below zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coopadmin.domain.periods import last_of_month
from coopadmin.domain.rents import MonthCharge, RentTerms
from coopadmin.formats import month_name
from coopadmin.i18n import N_, _

KINDS: dict[str, str] = {
    "rent": N_("rent"),
    "correction": N_("correction"),
    "contribution": N_("contribution"),
    "key_deposit": N_("key deposit"),
    "damage": N_("damage"),
    "collection_cost": N_("collection cost"),
    "write_off": N_("written off"),
    "deposit_settlement": N_("set off against the deposit"),
    "moved": N_("moved between accounts"),
    "other": N_("other charge"),
}
"""What a charge is."""

OF_A_MONTH = ("rent", "correction")
"""Kinds that follow from the rent lines and are never made by hand."""

BY_HAND = ("contribution", "key_deposit", "damage", "other")
"""Kinds a treasurer makes by hand; the others come of work of their own."""

SAYS_WHY = ("damage", "other")
"""Kinds whose name does not say what they are for, so that a note must."""


# -- what a month consists of --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Parts:
    """An amount by component, in cents; a difference may be below zero."""

    basic_rent_cents: int = 0
    service_charge_cents: int = 0
    energy_cents: int = 0

    @property
    def total_cents(self) -> int:
        """The whole of it."""
        return self.basic_rent_cents + self.service_charge_cents + self.energy_cents

    def __add__(self, other: Parts) -> Parts:
        """Add by component."""
        return Parts(
            self.basic_rent_cents + other.basic_rent_cents,
            self.service_charge_cents + other.service_charge_cents,
            self.energy_cents + other.energy_cents,
        )

    def __sub__(self, other: Parts) -> Parts:
        """Take away by component."""
        return Parts(
            self.basic_rent_cents - other.basic_rent_cents,
            self.service_charge_cents - other.service_charge_cents,
            self.energy_cents - other.energy_cents,
        )


NOTHING = Parts()


def parts_of(charge: MonthCharge | None) -> Parts:
    """Give what a month should cost by component; nothing where the contract has no day in it."""
    if charge is None:
        return NOTHING
    return Parts(charge.basic_rent_cents, charge.service_charge_cents, charge.energy_cents)


def together(several: Iterable[Parts]) -> Parts:
    """Add up, by component."""
    return sum(several, NOTHING)


# -- why an amount is odd ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Oddity:
    """Why a month does not cost what one line says.

    `kind`: `begins`, `ends`, `runs` (both within the month), `new_rent`, `unknown_before` (the first line begins within
    the month), `no_rent` (no line has begun). From `first` until `last` it holds, `days` of the month's `of_days`.
    """

    kind: str
    first: date
    last: date
    of_days: int

    @property
    def days(self) -> int:
        """How many days count, both ends included."""
        return (self.last - self.first).days + 1


def oddities(month: date, starts_on: date, ends_on: date | None, lines: Sequence[RentTerms]) -> tuple[Oddity, ...]:
    """Say why the month that `month` lies in is odd for a contract; nothing where it costs what one line says."""
    first, last = month.replace(day=1), last_of_month(month)
    begin, end = max(first, starts_on), min(last, ends_on or last)
    if begin > end:
        return ()
    found: list[Oddity] = []
    if begin > first or end < last:
        kind = "begins" if end == last else "ends" if begin == first else "runs"
        found.append(Oddity(kind, begin, end, last.day))
    days = sorted(line.valid_from for line in lines if line.valid_from <= end)
    if not days:
        return (*found, Oddity("no_rent", begin, end, last.day))
    for place, valid_from in enumerate(days):
        if valid_from > begin:
            until = days[place + 1] - timedelta(days=1) if place + 1 < len(days) else end
            found.append(Oddity("new_rent" if place else "unknown_before", valid_from, until, last.day))
    return tuple(found)


def oddity_text(oddity: Oddity) -> str:
    """Say a reason in words: `the contract begins on 17 November: 14 of 30 days`."""
    sentences = {
        "begins": _("the contract begins on {first}: {days} of {all} days"),
        "ends": _("the contract ends on {last}: {days} of {all} days"),
        "runs": _("the contract runs from {first} until {last}: {days} of {all} days"),
        "new_rent": _("a new rent from {first}: {days} of {all} days"),
        "unknown_before": _("no rent is known before {first}: {days} of {all} days count"),
        "no_rent": _("no rent is known"),
    }
    return sentences[oddity.kind].format(
        first=_day(oddity.first), last=_day(oddity.last), days=oddity.days, all=oddity.of_days
    )


def oddities_text(found: Iterable[Oddity]) -> str:
    """Say some reasons on one line."""
    return "; ".join(oddity_text(one) for one in found)


def _day(value: date) -> str:
    return f"{value.day} {month_name(value.month)}"


# -- what to put right ---------------------------------------------------------------------------------------------


def difference(due: MonthCharge | None, charged: Parts) -> Parts | None:
    """Give the correction that makes what was charged for a month what it should be; None where it is."""
    found = parts_of(due) - charged
    return None if found == NOTHING else found


@dataclass(frozen=True, slots=True)
class Linked:
    """A charge and the one it puts right, writes off or gives back, as far as cancelling goes."""

    charge_id: int
    amount_cents: int
    corrects_id: int | None


def left_of(charge_id: int, charges: Sequence[Linked]) -> int:
    """Give what is left of a charge, in cents, after everything that corrects it and what corrects that in turn.

    `charges` are the charge itself and all that hang on it.
    """
    return sum(
        one.amount_cents if one.charge_id == charge_id else left_of(one.charge_id, charges)
        for one in charges
        if one.charge_id == charge_id or one.corrects_id == charge_id
    )
