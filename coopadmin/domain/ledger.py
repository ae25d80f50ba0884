"""What is open on an account: debts, the money that settles them, oldest first, and how old the rest is.

A debt is a charge or an opening balance, in cents. One below zero (a correction, a write-off, a settlement, an
opening of a tenant who was ahead) is no debt but money, from its due date. Whatever the order in which things came in,
the same debts and the same money give the same answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from coopadmin.formats import month_name
from coopadmin.i18n import N_, _

Ref = tuple[str, int]
"""What a debt is: `("charge", id)` or `("opening", id)`; `("taken_back", 0)` is no row but money taken back."""

TAKEN_BACK = "taken_back"

WORDS: dict[str, str] = {
    "opening": N_("opening balance"),
    "payment": N_("payment"),
    "paid_back": N_("paid back"),
    TAKEN_BACK: N_("payment taken back"),
}
"""What a line of an account is called where it is no charge."""

_NOTHING: Mapping[Ref, int] = MappingProxyType({})


def line_words(kind: str, month: date | None, note: str = "", other: str = "") -> str:
    """Put into words what a line of an account is: its kind (in the language in use), month, who paid, and the note."""
    what = (
        _("{what} of {month} {year}").format(what=kind, month=month_name(month.month), year=month.year)
        if month
        else kind
    )
    return " · ".join(part for part in (what, other, note) if part)


@dataclass(frozen=True, slots=True)
class Debt:
    """An amount in cents put on an account; `kind` is the charge's, or `opening`."""

    kind: str
    ref: Ref
    due_on: date
    amount_cents: int
    month: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class OpenDebt:
    """A debt with what is still open of it, in cents above zero."""

    debt: Debt
    open_cents: int


@dataclass(frozen=True, slots=True)
class Settled:
    """What is open, oldest first, and what was paid too much; only one of the two, as money never lies idle."""

    open: tuple[OpenDebt, ...]
    credit_cents: int

    @property
    def open_cents(self) -> int:
        """All that is open."""
        return sum(one.open_cents for one in self.open)

    @property
    def balance_cents(self) -> int:
        """What is owed, below zero where there is a credit."""
        return self.open_cents - self.credit_cents

    @property
    def oldest_due(self) -> date | None:
        """The day from which something is open; None where nothing is."""
        return self.open[0].debt.due_on if self.open else None


@dataclass(frozen=True, slots=True)
class Ages:
    """Open amounts in cents by the days since they fell due: up to 30, 31–60, 61–90, and more than 90."""

    d0_30: int = 0
    d31_60: int = 0
    d61_90: int = 0
    d90_plus: int = 0


def settle(
    debts: Iterable[Debt], paid_cents: int, directed: Mapping[Ref, int] = _NOTHING, taken_back_on: date | None = None
) -> Settled:
    """Settle debts with all that was paid on their account: first what is meant for one of them, then the oldest.

    `directed` says how much of `paid_cents` was meant for which debt; what goes beyond that debt, or is meant for one
    that is not among `debts`, settles the oldest. Where more was taken back than ever paid, the rest is open as a
    debt of its own, due on `taken_back_on`, else on the newest day among the debts. Raises ValueError without either.
    """
    given = list(debts)
    owed = sorted((debt for debt in given if debt.amount_cents > 0), key=_age)
    meant = [max(0, min(debt.amount_cents, directed.get(debt.ref, 0))) for debt in owed]
    free = paid_cents - sum(meant) - sum(debt.amount_cents for debt in given if debt.amount_cents < 0)
    if free < 0 and any(meant):
        # Money that was taken back can no longer be meant for anything, the newest debt first.
        for place in reversed(range(len(meant))):
            kept = max(0, meant[place] + min(free, 0))
            free += meant[place] - kept
            meant[place] = kept
    found: list[OpenDebt] = []
    for debt, settled in zip(owed, meant, strict=True):
        used = max(0, min(free, debt.amount_cents - settled))
        free -= used
        if rest := debt.amount_cents - settled - used:
            found.append(OpenDebt(debt, rest))
    if free < 0:
        day = taken_back_on or max((debt.due_on for debt in given), default=None)
        if day is None:
            raise ValueError("money taken back needs a day")
        found.append(OpenDebt(Debt(TAKEN_BACK, (TAKEN_BACK, 0), day, -free), -free))
        found.sort(key=lambda one: _age(one.debt))
    return Settled(tuple(found), max(0, free))


def ages(open_debts: Iterable[OpenDebt], on: date) -> Ages:
    """Part what is open by its age on a day: days since the due date, the due date itself being day 0."""
    parts = [0, 0, 0, 0]
    for one in open_debts:
        parts[_part((on - one.debt.due_on).days)] += one.open_cents
    return Ages(*parts)


def _part(days: int) -> int:
    return 0 if days <= 30 else 1 if days <= 60 else 2 if days <= 90 else 3


def _age(debt: Debt) -> tuple[date, str, int]:
    """Oldest first; on one day always in the same order."""
    return debt.due_on, debt.ref[0], debt.ref[1]


@dataclass(frozen=True, slots=True)
class Planned:
    """Money that is to go back: its number, the day it was decided, and how much in cents."""

    refund_id: int
    decided_on: date
    amount_cents: int


def refunds_paid(planned: Iterable[Planned], outgoing: Iterable[tuple[date, int]]) -> dict[int, date]:
    """Tell which refunds were paid and when, from what went out on their account (day, cents above zero).

    Each payment pays one refund of exactly its amount, decided on that day or before, the oldest decision first.
    """
    waiting = sorted(planned, key=lambda one: (one.decided_on, one.refund_id))
    found: dict[int, date] = {}
    for day, cents in sorted(outgoing):
        for one in waiting:
            if one.refund_id not in found and one.amount_cents == cents and one.decided_on <= day:
                found[one.refund_id] = day
                break
    return found
