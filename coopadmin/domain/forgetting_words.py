"""Words that are older than their own term: which there are, up to which day they go, and what keeps some of them.

Amounts, days, accounts and codes stay for good; only what names or describes somebody goes: who paid and from which
account, the words a bank gave, notes. The books have a term by law; calls and bookings have one where the board set it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from coopadmin.domain.deadlines import Figure, financial_year
from coopadmin.domain.periods import add_months
from coopadmin.i18n import N_, _, ngettext

KINDS: dict[str, str] = {
    "books": N_("The books"),
    "calls": N_("Calls"),
    "bookings": N_("Bookings, keys, hours"),
}
"""What has a term of its own, in the order it is shown."""

SETTINGS: dict[str, str] = {
    "books": "books_retention_years",
    "calls": "call_retention_months",
    "bookings": "booking_retention_months",
}
"""The setting that says how long; 0 of the last two: no term, names go with the person."""

CLEARED = "[…]"
"""What stands where the store asks for some words; the same in every language."""

TABLES: dict[str, str] = {
    "bankline": N_("bank lines: who paid, from which account, the words"),
    "charge": N_("charges: notes"),
    "posting": N_("postings: notes"),
    "depositmovement": N_("deposits: notes"),
    "openingbalance": N_("opening balances: notes"),
    "refund": N_("refunds: account and note"),
    "paymentplan": N_("payment plans: notes"),
    "collectionstep": N_("reminders and steps: notes"),
    "maintenancetask": N_("calls: who called, notes"),
    "taskappointment": N_("appointments: who opens the door, notes"),
    "taskwait": N_("waits: notes"),
    "booking": N_("bookings: what for, and why cancelled"),
    "bookingseries": N_("bookings that come round: what for, notes"),
    "bookingwish": N_("waiting for a booking: what for"),
    "cleaningturn": N_("cleaning turns: notes"),
    "keyloan": N_("keys: notes"),
    "hoursentry": N_("hours worked: notes"),
}
"""What is cleared of each table."""

HELD: dict[str, str] = {
    "waits": N_("waits for the place its money belongs"),
    "plan": N_("a payment plan runs"),
    "debt": N_("a debt of that time is open"),
    "credit": N_("money is to be given back"),
    "deposit": N_("a deposit is held"),
}
"""What keeps words of the books although their term is over."""


@dataclass(frozen=True, slots=True)
class Span:
    """How long words are kept: up to `through`, that day included, they go; None where no term is set."""

    kind: str
    through: date | None
    why: str


def span_of(kind: str, term: Figure, on: date, first_month: int = 1) -> Span:
    """Work out up to which day words of a kind go; the term of the books counts from the end of their financial year.

    Civil Code (BW) 2:10(3).
    """
    if kind == "books":
        through = _before(on, 12 * term.number)
        through = financial_year(through + timedelta(days=1), first_month).starts_on - timedelta(days=1)
        years = ngettext(
            "{count} year after the year they are of", "{count} years after the year they are of", term.number
        )
        return Span(kind, through, term.because(years.format(count=term.number)))
    if term.number == 0:
        return Span(kind, None, term.because(_("no term is set")))
    months = ngettext("{count} month after it was over", "{count} months after it was over", term.number)
    return Span(kind, _before(on, term.number), term.because(months.format(count=term.number)))


def _before(on: date, months: int) -> date:
    """Give the last day of which so many months are over on a day."""
    try:
        return add_months(on, -months) - timedelta(days=1)
    except (ValueError, OverflowError):
        return date.min + timedelta(days=400)


def told(held: Iterable[str]) -> str:
    """Say what keeps something, in words."""
    return "; ".join(_(HELD[one]) for one in held)
