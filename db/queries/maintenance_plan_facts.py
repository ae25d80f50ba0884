"""The maintenance plan as it is kept: elements with what was found of them, measures, shifts, the index, made tasks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from coopadmin.domain.maintenance_plan import CostLine, Measure, Prices, Shift, cost_lines
from coopadmin.domain.maintenance_plan_scores import Finding, Standing, standing
from db.tables.base import table_of
from db.tables.budget import Category
from db.tables.decisions import Decision
from db.tables.facilities import Facility
from db.tables.maintenance import MaintenanceTask
from db.tables.maintenance_plan import ElementCondition, PlanElement, PlanIndex, PlanMeasure, PlanShift

_elements = table_of(PlanElement)
_conditions = table_of(ElementCondition)
_measures = table_of(PlanMeasure)
_shifts = table_of(PlanShift)
_index = table_of(PlanIndex)
_tasks = table_of(MaintenanceTask)
_categories = table_of(Category)
_decisions = table_of(Decision)
_facilities = table_of(Facility)


@dataclass(frozen=True, slots=True)
class Element:
    """A part of the buildings, with how it stands; the quantity in thousandths of the unit."""

    element_id: int
    code: str
    name: str
    element_code: str
    place: str
    facility_id: int | None
    facility: str
    quantity_thousandths: int
    unit: str
    placed_year: int | None
    note: str
    ended_on: date | None
    folded: str
    findings: tuple[Finding, ...] = ()

    @property
    def standing(self) -> Standing | None:
        """How it stands by its newest inspection."""
        return standing(self.findings)


@dataclass(frozen=True, slots=True)
class KeptShift:
    """A time that was put in another year: when that was decided, why, and the decision, where there is one."""

    shift_id: int
    shift: Shift
    decided_on: date
    reason: str
    decision_id: int | None
    decision: str


@dataclass(frozen=True, slots=True)
class KeptMeasure:
    """A measure with what a person calls it; `terms` is what its years and costs follow from."""

    measure_id: int
    element_id: int
    what: str
    category_id: int | None
    category: str
    note: str
    ended_on: date | None
    terms: Measure
    shifts: tuple[KeptShift, ...] = ()


@dataclass(frozen=True, slots=True)
class MadeTask:
    """A task that was made of a time of a measure; amounts in cents."""

    task_id: int
    number: str
    status: str
    measure_id: int
    plan_year: int
    budget_cents: int | None
    cost_cents: int | None


@dataclass(frozen=True, slots=True)
class TaskOrigin:
    """The time of the plan that a task was made of."""

    element_id: int
    code: str
    name: str
    what: str
    plan_year: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan as it is kept, by number."""

    elements: dict[int, Element]
    measures: dict[int, KeptMeasure]
    tasks: dict[tuple[int, int], MadeTask]
    """By measure and year."""
    prices: Prices
    index: dict[int, tuple[int, str]]
    """Hundredths of a percent and the source, by year."""
    own: dict[int, list[int]]
    """The measures of each element, by number."""

    def of(self, element_id: int) -> tuple[KeptMeasure, ...]:
        """Give the measures of an element."""
        return tuple(self.measures[measure_id] for measure_id in self.own.get(element_id, ()))

    def lines(self, first: int, last: int, element_id: int | None = None) -> tuple[CostLine, ...]:
        """Give what falls from one year to another, of one element or of all."""
        kept = self.measures.values() if element_id is None else self.of(element_id)
        return cost_lines((one.terms for one in kept), self.prices, first, last)

    def with_terms(self, terms: Measure) -> Plan:
        """Give the plan as it would be with one measure otherwise."""
        kept = self.measures[terms.measure_id]
        return replace(self, measures={**self.measures, terms.measure_id: replace(kept, terms=terms)})


def plan(connection: Connection, element_id: int | None = None) -> Plan:
    """Read the plan, or what there is of one element."""
    index = {
        row["year"]: (row["hundredths"], row["source"])
        for row in connection.execute(select(_index).order_by(_index.c.year)).mappings()
    }
    elements = _read_elements(connection, element_id)
    measures = _read_measures(connection, elements, element_id)
    own: defaultdict[int, list[int]] = defaultdict(list)
    for one in measures.values():
        own[one.element_id].append(one.measure_id)
    return Plan(
        elements,
        measures,
        _read_tasks(connection, measures),
        Prices({year: hundredths for year, (hundredths, _source) in index.items()}),
        index,
        dict(own),
    )


def _read_elements(connection: Connection, element_id: int | None) -> dict[int, Element]:
    found: defaultdict[int, list[Finding]] = defaultdict(list)
    conditions = select(_conditions).order_by(_conditions.c.measured_on, _conditions.c.id)
    statement = (
        select(_elements, _facilities.c.name.label("facility"))
        .outerjoin(_facilities, _facilities.c.id == _elements.c.facility_id)
        .order_by(_elements.c.code)
    )
    if element_id is not None:
        conditions = conditions.where(_conditions.c.element_id == element_id)
        statement = statement.where(_elements.c.id == element_id)
    for row in connection.execute(conditions).mappings():
        found[row["element_id"]].append(
            Finding(
                row["measured_on"],
                row["severity"],
                row["extent"],
                row["intensity"],
                row["stated_score"],
                row["defect"],
                row["source"],
                row["id"],
            )
        )
    return {row["id"]: _element(row, found[row["id"]]) for row in connection.execute(statement).mappings()}


def _element(row: Any, findings: Iterable[Finding]) -> Element:
    return Element(
        row["id"],
        row["code"],
        row["name"],
        row["element_code"],
        row["place"],
        row["facility_id"],
        row["facility"] or "",
        row["quantity_thousandths"],
        row["unit"],
        row["placed_year"],
        row["note"],
        row["ended_on"],
        row["folded"],
        tuple(findings),
    )


def _read_measures(
    connection: Connection, elements: dict[int, Element], element_id: int | None
) -> dict[int, KeptMeasure]:
    shifts = _read_shifts(connection, element_id)
    statement = (
        select(_measures, _categories.c.name.label("category"))
        .outerjoin(_categories, _categories.c.id == _measures.c.category_id)
        .order_by(_measures.c.element_id, _measures.c.first_year, _measures.c.id)
    )
    if element_id is not None:
        statement = statement.where(_measures.c.element_id == element_id)
    kept: dict[int, KeptMeasure] = {}
    for row in connection.execute(statement).mappings():
        element = elements[row["element_id"]]
        ends = [day.year for day in (row["ended_on"], element.ended_on) if day is not None]
        own = tuple(shifts[row["id"]])
        terms = Measure(
            row["id"],
            row["first_year"],
            row["cycle_years"],
            element.quantity_thousandths,
            row["unit_price_cents"],
            row["price_year"],
            row["part_percent"],
            row["payer"],
            min(ends, default=None),
            tuple(one.shift for one in own),
        )
        kept[row["id"]] = KeptMeasure(
            row["id"],
            row["element_id"],
            row["what"],
            row["category_id"],
            row["category"] or "",
            row["note"],
            row["ended_on"],
            terms,
            own,
        )
    return kept


def _read_shifts(connection: Connection, element_id: int | None) -> defaultdict[int, list[KeptShift]]:
    statement = (
        select(_shifts, _decisions.c.number.label("decision"))
        .outerjoin(_decisions, _decisions.c.id == _shifts.c.decision_id)
        .order_by(_shifts.c.from_year)
    )
    if element_id is not None:
        own = select(_measures.c.id).where(_measures.c.element_id == element_id)
        statement = statement.where(_shifts.c.measure_id.in_(own))
    shifts: defaultdict[int, list[KeptShift]] = defaultdict(list)
    for row in connection.execute(statement).mappings():
        shifts[row["measure_id"]].append(
            KeptShift(
                row["id"],
                Shift(row["from_year"], row["to_year"], bool(row["onwards"])),
                row["decided_on"],
                row["reason"],
                row["decision_id"],
                row["decision"] or "",
            )
        )
    return shifts


def _read_tasks(connection: Connection, measures: dict[int, KeptMeasure]) -> dict[tuple[int, int], MadeTask]:
    statement = select(
        _tasks.c.id,
        _tasks.c.number,
        _tasks.c.status,
        _tasks.c.measure_id,
        _tasks.c.plan_year,
        _tasks.c.budget_cents,
        _tasks.c.cost_cents,
    ).where(_tasks.c.measure_id.is_not(None))
    made = (MadeTask(*row) for row in connection.execute(statement))
    return {(one.measure_id, one.plan_year): one for one in made if one.measure_id in measures}


def origin_of(connection: Connection, task_id: int) -> TaskOrigin | None:
    """Give the element, the measure and the year of the plan a task was made of; None for any other task."""
    row = connection.execute(
        select(_elements.c.id, _elements.c.code, _elements.c.name, _measures.c.what, _tasks.c.plan_year)
        .join(_measures, _measures.c.id == _tasks.c.measure_id)
        .join(_elements, _elements.c.id == _measures.c.element_id)
        .where(_tasks.c.id == task_id)
    ).first()
    return None if row is None else TaskOrigin(*row)
