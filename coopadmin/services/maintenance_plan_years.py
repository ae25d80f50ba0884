"""A year of the maintenance plan becomes work: a task for each time that falls in it, and what the budget must bear."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.maintenance_plan import HORIZONS
from coopadmin.errors import Invalid, Problem
from coopadmin.formats import euro
from coopadmin.i18n import _
from coopadmin.services.budget import set_budget
from coopadmin.services.maintenance import Place, TaskData, report_task
from coopadmin.services.maintenance_states import set_status
from db.journal import Transaction
from db.queries.commitments import maintenance_category
from db.queries.maintenance import next_number
from db.queries.maintenance_plan import PlannedTime, planned
from db.queries.maintenance_plan_facts import plan
from db.tables.budget import BudgetLine, Category

LONGEST_WHAT = 400


@dataclass(frozen=True, slots=True)
class Raised:
    """A budget line that was raised, in cents; None where the category had no budget in that year."""

    category: str
    before_cents: int | None
    after_cents: int


@dataclass(frozen=True, slots=True)
class YearMade:
    """What was made of a year of the plan."""

    numbers: tuple[str, ...]
    """The new tasks."""
    there: int
    """Times that a task was made of before."""
    raised: tuple[Raised, ...]
    warnings: tuple[str, ...]


def plan_year(transaction: Transaction, *, year: int, raise_budget: bool = True) -> YearMade:
    """Make a task of every time that falls in a year and has none yet, and raise the budget by what the group pays.

    Done again it makes nothing twice: a time with a task is passed over, and only new tasks raise a budget. What the
    corporation or a resident pays is no cost of the group. Raises Invalid for a year that is over or too far.
    """
    today = transaction.today
    last = today.year + HORIZONS[1] - 1
    if not today.year <= year <= last:
        raise Invalid([Problem("year", _("give a year from {first} to {last}").format(first=today.year, last=last))])
    transaction.flush()
    found = planned(plan(transaction.connection), year, year)
    new = [one for one in found if one.task is None]
    sums: defaultdict[int | None, int] = defaultdict(int)
    upkeep = maintenance_category(transaction.connection, date(year, 1, 1))
    numbers: list[str] = []
    for one in new:
        numbers.append(_make_task(transaction, one))
        if one.line.payer == "cooperative" and one.line.cents:
            sums[one.measure.category_id or upkeep] += one.line.cents
    off = [one.task.number for one in found if one.task is not None and one.task.status == "cancelled"]
    again = _("Task {number} of this year was called off; reopen it if it must be done after all.")
    warnings = [again.format(number=number) for number in off]
    raised: list[Raised] = []
    homeless = sums.pop(None, 0)
    if raise_budget:
        raised = [_raise(transaction, category_id, year, cents) for category_id, cents in sums.items() if category_id]
        if homeless:
            sentence = _("{amount} has no place in the budget: no expense category is for maintenance.")
            warnings.append(sentence.format(amount=euro(homeless)))
    transaction.about = str(year)
    return YearMade(tuple(numbers), len(found) - len(new), tuple(raised), tuple(warnings))


def task_words(one: PlannedTime) -> str:
    """Say what has to be done: the measure, and what it is done to."""
    return f"{one.measure.what} · {one.element.name}"[:LONGEST_WHAT]


def _make_task(transaction: Transaction, one: PlannedTime) -> str:
    transaction.flush()
    number = next_number(transaction.connection)
    element = one.element
    task = TaskData(
        task_words(one),
        transaction.today,
        place=element.place or element.facility,
        kind="planned",
        urgency="planned",
        responsible=one.line.payer,
        budget_cents=one.line.cents,
        note=_("from the maintenance plan: {code}, {year}").format(code=element.code, year=one.year),
        element_code=element.element_code,
        category_id=one.measure.category_id,
    )
    place = Place(facility_id=element.facility_id)
    task_id = report_task(transaction, number=number, task=task, place=place if place.known else None)
    # The plan says who pays, so nobody has to judge it any more.
    set_status(transaction, task_id, "judged", measure_id=one.measure.measure_id, plan_year=one.year)
    return number


def _raise(transaction: Transaction, category_id: int, year: int, cents: int) -> Raised:
    line = transaction.execute(
        select(col(BudgetLine.amount_cents), col(BudgetLine.note)).where(
            col(BudgetLine.category_id) == category_id, col(BudgetLine.year) == year
        )
    ).first()
    before, note = (line[0], line[1]) if line else (None, "")
    after = (before or 0) + cents
    words = _("{amount} from the maintenance plan").format(amount=euro(cents))
    kept = " · ".join(part for part in (note, words) if part)
    set_budget(transaction, category_id=category_id, year=year, amount_cents=after, note=kept)
    name: str = transaction.scalar(select(col(Category.name)).where(col(Category.id) == category_id))
    return Raised(name, before, after)
