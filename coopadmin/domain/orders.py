"""Quotes and orders: how they stand, and what a task's orders come to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from coopadmin.errors import Problem
from coopadmin.formats import long_date
from coopadmin.i18n import N_, _

FIRST_NUMBER = "W-0000"
"""What the first order's number follows."""

QUOTE_OUTCOMES: dict[str, str] = {
    "chosen": N_("chosen"),
    "declined": N_("not chosen"),
    "not_given": N_("no quote given"),
}
"""What came of a quote that was asked."""

QUOTE_STATES: dict[str, tuple[str, str]] = {
    "asked": ("●", N_("asked")),
    "received": ("●", N_("received")),
    "lapsed": ("▲", N_("no longer valid")),
    "chosen": ("✓", N_("chosen")),
    "declined": ("○", N_("not chosen")),
    "not_given": ("○", N_("no quote given")),
}
"""The sign and the word for how a quote stands."""

ORDER_STATES: dict[str, tuple[str, str]] = {
    "late": ("▲", N_("not finished in time")),
    "standing": ("●", N_("given")),
    "invoiced": ("✓", N_("invoiced")),
    "cancelled": ("✗", N_("cancelled")),
}
"""The sign and the word for how an order stands."""


@dataclass(frozen=True, slots=True)
class Ordered:
    """What an order costs, in cents: what was agreed (None: by the hour) and what was invoiced (None: not yet)."""

    amount_cents: int | None
    invoiced_cents: int | None = None

    @property
    def cents(self) -> int:
        """What it comes to as far as known: the invoice, else what was agreed."""
        return self.invoiced_cents if self.invoiced_cents is not None else (self.amount_cents or 0)


def total_cents(orders: Iterable[Ordered]) -> int:
    """Add up what some orders come to."""
    return sum(one.cents for one in orders)


def quote_state(outcome: str, received_on: date | None, valid_until: date | None, on: date) -> str:
    """Tell how a quote stands on a day, as a code of QUOTE_STATES."""
    if outcome:
        return outcome
    if received_on is None:
        return "asked"
    return "lapsed" if valid_until is not None and valid_until < on else "received"


def order_state(
    invoiced_on: date | None, cancelled_on: date | None, finish_by: date | None, on: date, *, open_task: bool
) -> str:
    """Tell how an order stands on a day, as a code of ORDER_STATES; work that is done is not late."""
    if cancelled_on is not None:
        return "cancelled"
    if invoiced_on is not None:
        return "invoiced"
    return "late" if open_task and finish_by is not None and finish_by < on else "standing"


# -- what cannot be ------------------------------------------------------------------------------------------------


def check_order(
    ordered_on: date, finish_by: date | None, amount_cents: int | None, *, reported_on: date, today: date
) -> list[Problem]:
    """Say what cannot be about an order; fields are named as the deed's."""
    problems = check_day(ordered_on, "ordered_on", reported_on=reported_on, today=today)
    if finish_by is not None and finish_by < ordered_on:
        reason = _("the order is given only on {day}").format(day=long_date(ordered_on))
        problems.append(Problem("finish_by", reason))
    if amount_cents is not None and amount_cents < 0:
        problems.append(Problem("amount_cents", _("an amount cannot be below zero")))
    return problems


def check_day(on: date, field: str, *, reported_on: date, today: date) -> list[Problem]:
    """Say what cannot be about the day of something that is done for a task."""
    if on < reported_on:
        return [Problem(field, _("that is before the day it was reported"))]
    if on > today:
        return [Problem(field, _("that is still to come"))]
    return []


def check_received(
    received_on: date, amount_cents: int, valid_until: date | None, *, asked_on: date, today: date
) -> list[Problem]:
    """Say what cannot be about a quote that came in; fields are named as the deed's."""
    problems: list[Problem] = []
    if received_on < asked_on:
        reason = _("it was asked only on {day}").format(day=long_date(asked_on))
        problems.append(Problem("received_on", reason))
    elif received_on > today:
        problems.append(Problem("received_on", _("that is still to come")))
    if amount_cents < 0:
        problems.append(Problem("amount_cents", _("an amount cannot be below zero")))
    if valid_until is not None and valid_until < received_on:
        problems.append(Problem("valid_until", _("that is before the day it was received")))
    return problems


def check_invoice(invoiced_on: date, invoiced_cents: int, *, ordered_on: date, today: date) -> list[Problem]:
    """Say what cannot be about an invoice; fields are named as the deed's."""
    problems: list[Problem] = []
    if invoiced_on < ordered_on:
        reason = _("the order is given only on {day}").format(day=long_date(ordered_on))
        problems.append(Problem("invoiced_on", reason))
    elif invoiced_on > today:
        problems.append(Problem("invoiced_on", _("that is still to come")))
    if invoiced_cents < 0:
        problems.append(Problem("invoiced_cents", _("an amount cannot be below zero")))
    return problems
