"""Money that is not rent: what it is for, what a year may cost, and what is passed on to the corporation.

The streams of a management agreement are kept apart: the fee for running the tasks (beheervergoeding), the budget
earmarked for maintenance (onderhoudsbudget), and under a collective lease what the association passes on of the rents.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from coopadmin.errors import Problem
from coopadmin.formats import parse_whole, tidy
from coopadmin.i18n import N_, _

DIRECTIONS: dict[str, str] = {"income": N_("income"), "expense": N_("expense")}

PURPOSES: dict[str, str] = {
    "ordinary": N_("ordinary"),
    "management_fee": N_("management fee"),
    "maintenance": N_("maintenance budget"),
    "pass_on": N_("passing on to the corporation"),
}
"""The stream of the management agreement that a category belongs to."""

LONGEST_CODE, LONGEST_NAME = 40, 80
FIRST_YEAR, LAST_YEAR = 1900, 2200


@dataclass(frozen=True, slots=True)
class Usual:
    """A category that most groups have: its code, what it is called, and what it is for."""

    code: str
    name: str
    direction: str
    purpose: str = "ordinary"


USUAL_CATEGORIES: tuple[Usual, ...] = (
    Usual(N_("fee"), N_("Management fee from the corporation"), "income", "management_fee"),
    Usual(N_("maintenance-in"), N_("Maintenance budget from the corporation"), "income", "maintenance"),
    Usual(N_("contributions"), N_("Members' contributions"), "income"),
    Usual(N_("lettings"), N_("Letting of common rooms"), "income"),
    Usual(N_("other-in"), N_("Other income"), "income"),
    Usual(N_("maintenance"), N_("Maintenance"), "expense", "maintenance"),
    Usual(N_("insurance"), N_("Insurance"), "expense"),
    Usual(N_("bank"), N_("Bank costs"), "expense"),
    Usual(N_("association"), N_("Meetings and association"), "expense"),
    Usual(N_("energy"), N_("Energy of the common rooms"), "expense"),
    Usual(N_("fees-paid"), N_("Memberships and advice"), "expense"),
    Usual(N_("other-out"), N_("Other costs"), "expense"),
)
"""What is offered to a group that has no categories yet."""

USUAL_COLLECTIVE = Usual(N_("pass-on"), N_("Rent passed on to the corporation"), "expense", "pass_on")
"""What a group under a collective lease has besides."""


# -- use -----------------------------------------------------------------------------------------------------------


def percent(part_cents: int, whole_cents: int) -> int | None:
    """Give a part in whole percents, rounded down; None of nothing, and 0 of a part below zero."""
    if whole_cents <= 0:
        return None
    return max(part_cents, 0) * 100 // whole_cents


@dataclass(frozen=True, slots=True)
class Use:
    """How a category stands in a year, in cents: what was budgeted (None: nothing), booked, and promised already.

    `booked_cents` is above zero for what the category is for: money out of an expense, money into an income. What was
    `invoiced_cents` is spent too, though the bank knows nothing of it yet.
    """

    direction: str
    budget_cents: int | None
    booked_cents: int
    committed_cents: int = 0
    invoiced_cents: int = 0

    @property
    def spent_cents(self) -> int:
        """What was booked, and what was invoiced and not booked yet."""
        return self.booked_cents + self.invoiced_cents

    @property
    def used_cents(self) -> int:
        """What was spent and what was promised."""
        return self.spent_cents + self.committed_cents

    @property
    def left_cents(self) -> int | None:
        """What is left of the budget, or still to come in; below zero where it is more than was budgeted."""
        return None if self.budget_cents is None else self.budget_cents - self.used_cents

    @property
    def percent(self) -> int | None:
        """The part of the budget that is used, in whole percents rounded down; None without a budget."""
        return None if self.budget_cents is None else percent(self.used_cents, self.budget_cents)

    def state(self, warn_percent: int) -> str:
        """Say how it stands: `over` the budget, `near` it from `warn_percent` on, `bare` without one, else `fine`.

        Only what is spent can be too much; income above its budget is fine.
        """
        if self.direction == "income":
            return "bare" if self.budget_cents is None else "fine"
        if self.budget_cents is None:
            return "bare"
        if self.used_cents > self.budget_cents:
            return "over"
        # Compared without rounding: 79.99 % is not yet 80 %.
        near = self.budget_cents > 0 and self.used_cents * 100 >= self.budget_cents * warn_percent
        return "near" if near else "fine"


STATES: dict[str, tuple[str, str]] = {
    "over": ("▲", N_("over budget")),
    "near": ("●", N_("nearly used up")),
    "fine": ("✓", N_("within budget")),
    "bare": ("○", N_("no budget")),
}
"""The sign and the word for how a category stands."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What is known of a task's money, in cents: its own budget and cost, its orders, and what the bank paid for it.

    `ordered_cents` is what all orders that stand come to, by invoice where there is one; `invoiced_cents` is the part
    of it that was invoiced. `fees_cents` was granted to residents for their work on it.
    """

    status: str
    budget_cents: int | None
    cost_cents: int | None
    paid_cents: int = 0
    ordered_cents: int = 0
    invoiced_cents: int = 0
    fees_cents: int = 0

    @property
    def total_cents(self) -> int:
        """What it comes to in all: done, its cost; called off, what was agreed; else that, or its budget where more.

        Agreed is what was ordered and what was granted to residents. A cost that is known goes before a budget; no
        cost is less than what was invoiced and granted.
        """
        agreed = self.ordered_cents + self.fees_cents
        if self.status == "done":
            expected = agreed if self.cost_cents is None else self.cost_cents
        elif self.status == "cancelled":
            expected = agreed
        else:
            planned = self.budget_cents if self.cost_cents is None else self.cost_cents
            expected = max(planned or 0, agreed)
        return max(expected, self.invoiced_cents + self.fees_cents)

    @property
    def unpaid_cents(self) -> int:
        """What was invoiced and not paid yet."""
        return max(self.invoiced_cents - self.paid_cents, 0)

    @property
    def committed_cents(self) -> int:
        """What it still takes of the budget beyond what was invoiced or paid."""
        return max(self.total_cents - max(self.invoiced_cents, self.paid_cents), 0)


# -- what is passed on ---------------------------------------------------------------------------------------------

PASS_ON_RULES: dict[str, str] = {
    "basic_rent_cents": "pass_on_basic_percent",
    "service_charge_cents": "pass_on_service_percent",
    "energy_cents": "pass_on_energy_percent",
}
"""The rule that says which part, in percents, of a component of the rent goes to the corporation."""


def pass_on_cents(charged: Mapping[str, int], percents: Mapping[str, int]) -> int:
    """Give what is due to the corporation of a month's charged components, by the parts in percents.

    Each component is rounded half up to a cent once.
    """
    return sum((charged.get(name, 0) * parts * 2 + 100) // 200 for name, parts in percents.items())


# -- what cannot be ------------------------------------------------------------------------------------------------


def check_category(code: str, name: str, direction: str, purpose: str) -> list[Problem]:
    """Say what cannot be about a category; fields are named as the arguments."""
    problems: list[Problem] = []
    if not tidy(code) or len(tidy(code)) > LONGEST_CODE:
        reason = _("give a short word to know it by, up to {limit} signs").format(limit=LONGEST_CODE)
        problems.append(Problem("code", reason))
    if not tidy(name) or len(tidy(name)) > LONGEST_NAME:
        problems.append(Problem("name", _("give a name, up to {limit} signs").format(limit=LONGEST_NAME)))
    if direction not in DIRECTIONS:
        problems.append(Problem("direction", _choose(DIRECTIONS)))
    if purpose not in PURPOSES:
        problems.append(Problem("purpose", _choose(PURPOSES)))
    elif purpose == "management_fee" and direction == "expense":
        problems.append(Problem("purpose", _("the management fee comes in; choose another purpose for an expense")))
    elif purpose == "pass_on" and direction == "income":
        problems.append(Problem("purpose", _("what is passed on goes out; choose another purpose for an income")))
    return problems


def _choose(known: Mapping[str, str]) -> str:
    return _("choose one of: {known}").format(known=", ".join(map(_, known.values())))


def read_year(text: str) -> int:
    """Read a year as 2026; raises ValueError with a sentence."""
    try:
        year = parse_whole(text)
    except ValueError:
        year = 0
    problems = check_year(year)
    if problems:
        raise ValueError(problems[0].message)
    return year


def check_year(year: int | None) -> list[Problem]:
    """Say what cannot be about a year."""
    if year is not None and FIRST_YEAR <= year <= LAST_YEAR:
        return []
    return [Problem("year", _("give a year like 2026"))]
