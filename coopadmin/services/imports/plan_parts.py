"""What the import of a maintenance plan finds in the store, and how it takes in what an inspection found."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from coopadmin.domain.maintenance_plan_scores import score
from coopadmin.errors import Problem
from coopadmin.exchange.registers import Row
from coopadmin.formats import fold, long_date
from coopadmin.i18n import _
from coopadmin.services.imports import Intake
from coopadmin.services.maintenance_plan import condition_problems
from db.queries.maintenance_plan_facts import KeptMeasure, plan
from db.tables.base import table_of
from db.tables.maintenance_plan import ElementCondition, PlanElement, PlanMeasure

CLASSES = ("severity", "extent", "intensity")


@dataclass(frozen=True, slots=True)
class Known:
    """What the store holds of the elements that the rows name, by folded code."""

    elements: dict[str, dict[str, Any]]
    measures: dict[tuple[int, str], dict[str, Any]]
    kept: dict[int, KeptMeasure]

    def measure(self, element_id: int | None, what: str) -> dict[str, Any] | None:
        """Find the measure of an element by what is done."""
        return None if element_id is None else self.measures.get((element_id, fold(what)))


@dataclass(slots=True)
class Conditions:
    """The findings of the elements in hand, so that the same finding is taken in once."""

    intake: Intake
    known: Known
    there: dict[tuple[int, Any, str], dict[str, Any]] = field(
        default_factory=dict[tuple[int, Any, str], dict[str, Any]]
    )
    """By element, day and folded defect."""

    def __post_init__(self) -> None:
        """Read what is there of the elements."""
        table = table_of(ElementCondition)
        numbers = [stored["id"] for stored in self.known.elements.values()]
        for row in self.intake.tx.execute(select(table).where(table.c.element_id.in_(numbers))).mappings():
            self.there[(row["element_id"], row["measured_on"], fold(row["defect"]))] = dict(row)


def known_of(intake: Intake, codes: set[str]) -> Known:
    """Read what the store holds of some elements, by folded code."""
    table, measures = table_of(PlanElement), table_of(PlanMeasure)
    # All are read, for folding decides which are the same; a group has some hundreds.
    rows = intake.tx.execute(select(table)).mappings()
    elements = {fold(row["code"]): dict(row) for row in rows if fold(row["code"]) in codes}
    numbers = [stored["id"] for stored in elements.values()]
    own = intake.tx.execute(select(measures).where(measures.c.element_id.in_(numbers))).mappings()
    kept = plan(intake.tx.connection).measures if elements else {}
    return Known(elements, {(row["element_id"], fold(row["what"])): dict(row) for row in own}, kept)


def condition_wrong(intake: Intake, row: Row) -> list[Problem]:
    """Say what cannot be about the finding in a row."""
    severity, extent, intensity = (row.values.get(name) for name in CLASSES)
    stated, measured_on = row.values.get("stated_score"), row.values.get("measured_on")
    measured = any((severity, extent, intensity))
    if stated is None and not measured:
        return []
    problems = condition_problems(severity, extent, intensity, None if measured else stated)
    if measured and stated is not None and not 1 <= stated <= 6:
        problems.append(Problem("stated_score", _("a score is a whole number from 1 to 6")))
    if measured_on is None:
        problems.append(Problem("measured_on", _("say on which day it was measured")))
    elif measured_on > intake.tx.today:
        sentence = _("measured on {day}, which is still to come")
        problems.append(Problem("measured_on", sentence.format(day=long_date(measured_on))))
    return problems


def take_condition(conditions: Conditions, row: Row, element_id: int) -> tuple[bool, bool]:
    """Take in the finding of a row; tells whether it was new, and whether it changed one that was there."""
    intake = conditions.intake
    classes = {name: row.values.get(name) for name in CLASSES}
    stated, measured_on = row.values.get("stated_score"), row.values.get("measured_on")
    measured = all(classes.values())
    if measured_on is None or (stated is None and not measured):
        return False, False
    if measured and stated is not None:
        worked_out = score(classes["severity"] or 0, classes["extent"] or 0, classes["intensity"] or 0)
        if worked_out != stated:
            sentence = _("the file says {stated}, but severity, extent and intensity give {score}; that one is taken")
            intake.warn(row, "stated_score", sentence.format(stated=stated, score=worked_out))
    values: dict[str, Any] = {
        **classes,
        "stated_score": None if measured else stated,
        "measured_on": measured_on,
        "defect": row.text("defect"),
        "source": row.text("source"),
    }
    key = (element_id, measured_on, fold(values["defect"]))
    stored = conditions.there.get(key)
    if stored is None:
        condition_id = intake.tx.insert(ElementCondition, element_id=element_id, **values)
        conditions.there[key] = {"id": condition_id, **values}
        return True, False
    if not intake.has("source"):
        values["source"] = stored["source"]
    different = {name: value for name, value in values.items() if stored[name] != value}
    stored.update(different)
    return False, bool(different) and intake.tx.change(ElementCondition, stored["id"], **different)
