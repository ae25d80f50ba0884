"""What is planned of an element: its measures, and the times that are put off or brought forward."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.maintenance import OPEN
from coopadmin.domain.maintenance_plan import FIRST_YEAR, LAST_YEAR, PAYERS, Measure, Shift, moved, times
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import long_date, tidy
from coopadmin.i18n import _
from coopadmin.services.maintenance import cancel_task
from coopadmin.services.maintenance_plan import element_of
from db.journal import Transaction
from db.queries.maintenance_plan_facts import KeptMeasure, MadeTask, Plan, plan
from db.tables.base import table_of
from db.tables.budget import Category
from db.tables.decisions import Decision
from db.tables.maintenance_plan import PlanMeasure, PlanShift

LONGEST_WHAT = 200
MOST_CYCLE = 200

NOT_BEGUN = ("reported", "judged", "planned", "waiting")
"""States in which a task that was made of a time can still be called off because the time is moved."""


@dataclass(frozen=True, slots=True)
class MeasureData:
    """What is known of a measure, as a form gives it; the price in cents a unit, with tax."""

    what: str
    first_year: int | None
    unit_price_cents: int | None
    price_year: int | None
    cycle_years: int | None = None
    """None: once."""
    part_percent: int | None = 100
    payer: str = "corporation"
    category_id: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """What came of moving a time: tasks that were called off, and what a person should know."""

    tasks: tuple[str, ...]
    warnings: tuple[str, ...]


# -- measures --------------------------------------------------------------------------------------------------


def add_measure(transaction: Transaction, *, element_id: int, measure: MeasureData) -> int:
    """Plan something for an element; gives the measure's number. Raises Invalid."""
    element_of(transaction, element_id)
    values = checked_measure(transaction, measure)
    return transaction.add(PlanMeasure(element_id=element_id, **values))


def correct_measure(transaction: Transaction, *, measure_id: int, measure: MeasureData) -> bool:
    """Correct a measure; tells whether anything was different.

    Its years stay as they are while times of it are moved: those stand by them. Raises Invalid.
    """
    kept = measure_of(transaction, measure_id)
    values = checked_measure(transaction, measure)
    problems = years_kept(kept, values)
    if problems:
        raise Invalid(problems)
    return transaction.change(PlanMeasure, measure_id, **values)


def years_kept(kept: KeptMeasure, values: Mapping[str, Any]) -> list[Problem]:
    """Say where other years would leave the moved times of a measure without a time to stand by."""
    if not kept.shifts:
        return []
    sentence = _("times of this measure were moved; take that back first, or end it and plan another")
    now = {"first_year": kept.terms.first_year, "cycle_years": kept.terms.cycle_years}
    return [Problem(name, sentence) for name, value in now.items() if name in values and values[name] != value]


def end_measure(transaction: Transaction, *, measure_id: int, ended_on: date) -> None:
    """Let no time of a measure fall after the year of a day. Raises Refused where it ended already."""
    kept = measure_of(transaction, measure_id)
    if kept.ended_on is not None:
        raise Refused(_("This measure ended on {day} already.").format(day=long_date(kept.ended_on)))
    transaction.change(PlanMeasure, measure_id, ended_on=ended_on)


def resume_measure(transaction: Transaction, *, measure_id: int) -> None:
    """Plan a measure again that had ended. Raises Refused where it is planned."""
    if measure_of(transaction, measure_id).ended_on is None:
        raise Refused(_("This measure is in the plan."))
    transaction.change(PlanMeasure, measure_id, ended_on=None)


def checked_measure(transaction: Transaction, measure: MeasureData) -> dict[str, Any]:
    """Tidy the fields of a measure; raises Invalid with a problem per field."""
    values = {key: tidy(value) if isinstance(value, str) else value for key, value in asdict(measure).items()}
    problems = measure_problems(values)
    category_id = values["category_id"]
    if category_id is not None:
        direction = transaction.scalar(select(col(Category.direction)).where(col(Category.id) == category_id))
        if direction != "expense":
            problems.append(Problem("category_id", _("choose a category of expenses")))
    if problems:
        raise Invalid(problems)
    return values


def measure_problems(values: Mapping[str, Any]) -> list[Problem]:
    """Say what cannot be about a measure by itself; fields are named as in MeasureData."""
    problems: list[Problem] = []
    if not values["what"] or len(values["what"]) > LONGEST_WHAT:
        problems.append(Problem("what", _("say what is done, with up to {limit} signs").format(limit=LONGEST_WHAT)))
    problems.extend(
        Problem(name, _("give a year like 2026"))
        for name in ("first_year", "price_year")
        if values[name] is None or not FIRST_YEAR <= values[name] <= LAST_YEAR
    )
    cycle = values["cycle_years"]
    if cycle is not None and not 1 <= cycle <= MOST_CYCLE:
        sentence = _("give a number of years from 1 to {most}; leave it empty for once")
        problems.append(Problem("cycle_years", sentence.format(most=MOST_CYCLE)))
    if values["unit_price_cents"] is None or values["unit_price_cents"] < 0:
        problems.append(Problem("unit_price_cents", _("give what one unit costs; it cannot be below zero")))
    part = values["part_percent"]
    if part is None or not 1 <= part <= 100:
        problems.append(Problem("part_percent", _("give a part from 1 to 100 percent")))
    if values["payer"] not in PAYERS:
        known = ", ".join(map(_, PAYERS.values()))
        problems.append(Problem("payer", _("say who pays; choose one of: {known}").format(known=known)))
    return problems


def measure_of(transaction: Transaction, measure_id: int) -> KeptMeasure:
    """Read a measure and name its element for the journal; raises Refused where it is gone."""
    kept = plan_of(transaction, measure_id).measures.get(measure_id)
    if kept is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    return kept


def plan_of(transaction: Transaction, measure_id: int) -> Plan:
    """Read what is planned of the element of a measure, and name the element; raises Refused where it is gone."""
    element_id: int | None = transaction.scalar(
        select(col(PlanMeasure.element_id)).where(col(PlanMeasure.id) == measure_id)
    )
    if element_id is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    element_of(transaction, element_id)
    return plan(transaction.connection, element_id)


# -- moving a time ---------------------------------------------------------------------------------------------


def shift_time(
    transaction: Transaction,
    *,
    measure_id: int,
    year: int,
    to_year: int,
    onwards: bool = True,
    reason: str,
    decided_on: date,
    decision_id: int | None = None,
) -> Moved:
    """Put the time of a measure that falls in `year` in another; `onwards` lets later times move along.

    A task that was made of it and is not begun is called off; one that is begun, given out or done keeps the time
    where it is (Refused). A budget that was raised for it stays, and that is said. Raises Invalid.
    """
    kept_plan = plan_of(transaction, measure_id)
    kept = kept_plan.measures[measure_id]
    problems: list[Problem] = []
    after: Measure | None = None
    if not tidy(reason):
        problems.append(Problem("reason", _("say why")))
    if decided_on > transaction.today:
        problems.append(Problem("decided_on", _("that is still to come")))
    if decision_id is not None:
        known = transaction.scalar(select(col(Decision.id)).where(col(Decision.id) == decision_id))
        if known is None:
            problems.append(Problem("decision_id", _("this decision is not known here")))
    try:
        after = moved_within(kept.terms, transaction.today, year, to_year, onwards=onwards)
    except ValueError as error:
        problems.append(Problem("to_year", str(error)))
    if problems or after is None:
        raise Invalid(problems)
    stood = next(time.stood for time in times(kept.terms, LAST_YEAR) if time.year == year)
    if stood == to_year:
        raise Invalid([Problem("to_year", _("it stood there before it was moved; take that back instead"))])
    found = _settle_tasks(transaction, kept_plan, kept.terms, after, tidy(reason))
    said = {"decided_on": decided_on, "reason": tidy(reason), "decision_id": decision_id}
    _store_shifts(transaction, kept, after, stood, said)
    return found


def withdraw_shift(transaction: Transaction, *, shift_id: int) -> Moved:
    """Let a time fall again where it stood before it was moved. Raises Refused where that cannot be any more."""
    table = table_of(PlanShift)
    row = transaction.execute(select(table).where(table.c.id == shift_id)).mappings().first()
    if row is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    kept_plan = plan_of(transaction, row["measure_id"])
    kept = kept_plan.measures[row["measure_id"]]
    time = next((one for one in times(kept.terms, LAST_YEAR) if one.stood == row["from_year"]), None)
    if time is None or time.year == time.stood:
        transaction.remove(PlanShift, shift_id)
        return Moved((), ())
    try:
        after = moved(kept.terms, time.year, time.stood, onwards=True)
    except ValueError as error:
        raise Refused(_("This cannot be taken back by itself: {why}.").format(why=str(error))) from None
    found = _settle_tasks(transaction, kept_plan, kept.terms, after, _("its move was taken back"))
    _store_shifts(transaction, kept, after, time.stood, {})
    return found


def moved_within(terms: Measure, today: date, year: int, to_year: int, *, onwards: bool) -> Measure:
    """Give a measure with one of its times in another year, which cannot be over; raises ValueError."""
    if year == to_year:
        raise ValueError(_("it falls in that year already"))
    if not today.year <= to_year <= LAST_YEAR:
        raise ValueError(_("give this year or a later one"))
    after = moved(terms, year, to_year, onwards=onwards)
    if terms.last_year is not None and to_year > terms.last_year:
        raise ValueError(_("this measure ends in {year}").format(year=terms.last_year))
    return after


def _store_shifts(
    transaction: Transaction, kept: KeptMeasure, after: Measure, stood: int, said: Mapping[str, Any]
) -> None:
    """Store the shifts as they are now: the moved time's own, and later ones by the year their time stands in now."""
    # The end does not count here: a move beyond it is kept for when the measure is resumed.
    numbers = {time.stood: time.number for time in times(replace(kept.terms, last_year=None), LAST_YEAR)}
    wanted = _by_number(after)
    place = numbers[stood]
    there = {numbers[one.shift.from_year]: one.shift_id for one in kept.shifts if one.shift.from_year in numbers}
    # Whoever goes later goes first, so that no two stand in one year in between.
    up = sum(shift.from_year for shift in wanted.values()) >= sum(one.shift.from_year for one in kept.shifts)
    for number in there:
        if number not in wanted:
            transaction.remove(PlanShift, there[number])
    for number in sorted(wanted, reverse=up):
        shift = wanted[number]
        values: dict[str, Any] = {"from_year": shift.from_year, "to_year": shift.to_year, "onwards": shift.onwards}
        if number == place:
            values.update(said)
        if number in there:
            transaction.change(PlanShift, there[number], **values)
        else:
            transaction.add(PlanShift(measure_id=kept.measure_id, **values))


def _by_number(measure: Measure) -> dict[int, Shift]:
    by_from = {shift.from_year: shift for shift in measure.shifts}
    found = times(replace(measure, last_year=None), LAST_YEAR)
    return {time.number: by_from[time.stood] for time in found if time.stood in by_from}


def _settle_tasks(transaction: Transaction, kept: Plan, before: Measure, after: Measure, reason: str) -> Moved:
    """Call off the tasks of times that fall in another year now; raises Refused for one that is begun or done."""
    then = {time.number: time.year for time in times(after, LAST_YEAR)}
    touched: list[MadeTask] = []
    for time in times(before, LAST_YEAR):
        task = kept.tasks.get((before.measure_id, time.year))
        if task is None or then.get(time.number) == time.year or task.status == "cancelled":
            continue
        if task.status not in NOT_BEGUN:
            sentence = (
                _("Task {number} was made of the time in {year} and is begun or given out; end that first.")
                if task.status in OPEN
                else _("Task {number} was made of the time in {year} and is done; that time stays where it is.")
            )
            raise Refused(sentence.format(number=task.number, year=time.year))
        touched.append(task)
    warnings: list[str] = []
    for task in touched:
        cancel_task(transaction, task_id=task.task_id, reason=reason)
        sentence = _("Task {number} of {year} is called off; a budget that was raised for it stays as it is.")
        warnings.append(sentence.format(number=task.number, year=task.plan_year))
    return Moved(tuple(task.number for task in touched), tuple(warnings))
