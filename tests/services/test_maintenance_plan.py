"""A group keeps its maintenance plan: elements, inspections, measures, moved years, and a year that becomes work."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.maintenance_plan import Shift
from coopadmin.errors import Invalid, Refused
from coopadmin.reports.maintenance_plan import plan as plan_report
from coopadmin.reports.render import render
from coopadmin.services import budget, decisions, maintenance
from coopadmin.services.facilities import FacilityData, add_facility
from coopadmin.services.maintenance_plan import (
    ElementData,
    add_element,
    correct_element,
    end_element,
    note_condition,
    resume_element,
    set_plan_index,
    withdraw_condition,
)
from coopadmin.services.maintenance_plan_measures import (
    MeasureData,
    add_measure,
    correct_measure,
    end_measure,
    resume_measure,
    shift_time,
    withdraw_shift,
)
from coopadmin.services.maintenance_plan_years import plan_year
from coopadmin.services.undo import undo
from db.queries import maintenance_plan as queries
from db.queries.base import Listing
from db.queries.maintenance_plan import ElementRecord
from db.store import Store
from db.tables.budget import BudgetLine
from db.tables.maintenance import MaintenanceTask
from db.tables.maintenance_plan import PlanShift
from tests.conftest import TODAY, Furnish

ROOF = ElementData("4711", "Pannendak", 120_500, "M2", "DAK", "Kade 1-20", placed_year=1987)
FRAMES = ElementData("3101", "Houten kozijnen", 400_000, "M2")
RENEW = MeasureData("Vernieuwen", 2031, 85_00, 2026, 20)
PAINT = MeasureData("Schilderen", 2027, 32_50, 2026, 6, 60, "cooperative")


def _plan(store: Store) -> tuple[int, int, int, int]:
    """A roof of the corporation and frames the group paints, prices rising 2 % a year."""
    roof = store.do(add_element, element=ROOF).result
    frames = store.do(add_element, element=FRAMES).result
    renew = store.do(add_measure, element_id=roof, measure=RENEW).result
    paint = store.do(add_measure, element_id=frames, measure=PAINT).result
    store.do(set_plan_index, year=2027, hundredths=200, source="budget of the corporation")
    return roof, frames, renew, paint


@pytest.fixture
def planned(store: Store, furnish: Furnish) -> Store:
    """Give a store with the plan: elements 1 and 2, measures 1 and 2."""
    assert furnish(_plan) == (1, 2, 1, 2)
    return store


def falls(store: Store, element_id: int = 1) -> list[tuple[int, int]]:
    """Years and cents of what is coming."""
    return [(one.year, one.line.cents) for one in record_of(store, element_id).coming]


def record_of(store: Store, element_id: int = 1) -> ElementRecord:
    """An element as its page shows it."""
    found = store.read(queries.record, element_id, TODAY)
    assert found is not None
    return found


def shifts(store: Store) -> list[tuple[int, int, bool]]:
    """The moves as they are stored."""
    columns = (col(PlanShift.from_year), col(PlanShift.to_year), col(PlanShift.onwards))
    statement = select(*columns).order_by(columns[0])
    return store.read(lambda connection: [(row[0], row[1], row[2]) for row in connection.execute(statement)])


def problems_of(caught: pytest.ExceptionInfo[Invalid]) -> dict[str, str]:
    """What was wrong, by field."""
    return {one.field: one.message for one in caught.value.problems}


# -- elements --------------------------------------------------------------------------------------------------


def test_an_element_is_known_by_its_code_and_says_how_much_there_is(planned: Store) -> None:
    with pytest.raises(Invalid) as caught:
        planned.do(
            add_element, element=ElementData("4711 ", "", 0, "EL", "dakbedekking", facility_id=9, placed_year=87)
        )
    found = problems_of(caught)
    assert set(found) == {"code", "name", "quantity_thousandths", "unit", "element_code", "facility_id", "placed_year"}
    assert "already" in found["code"]
    assert "M2 (Square metre)" in found["unit"]
    assert planned.do(correct_element, element_id=1, element=replace(ROOF, quantity_thousandths=100_000)).result
    assert falls(planned) == [(2031, 938469), (2051, 1394515)]
    assert not planned.do(correct_element, element_id=1, element=replace(ROOF, quantity_thousandths=100_000)).result


def test_an_element_that_ended_costs_nothing_after_that_year(planned: Store) -> None:
    planned.do(end_element, element_id=1, ended_on=date(2031, 3, 1))
    assert [year for year, _cents in falls(planned)] == [2031]
    with pytest.raises(Refused, match="ended on 1 March 2031"):
        planned.do(end_element, element_id=1, ended_on=date(2031, 3, 1))
    planned.do(resume_element, element_id=1)
    assert len(falls(planned)) == 2
    with pytest.raises(Refused, match="in the plan"):
        planned.do(resume_element, element_id=1)


def test_inspections_are_kept_and_the_newest_says_how_it_stands(planned: Store) -> None:
    planned.do(note_condition, element_id=1, measured_on=date(2022, 5, 1), stated_score=2, source="corporation")
    for severity, extent, intensity in ((1, 2, 1), (3, 4, 2)):
        planned.do(
            note_condition,
            element_id=1,
            measured_on=date(2026, 5, 1),
            severity=severity,
            extent=extent,
            intensity=intensity,
            defect="slipped tiles",
        )
    row = record_of(planned).row
    assert row.score == 4
    assert len(record_of(planned).element.findings) == 3
    planned.do(withdraw_condition, condition_id=3)
    assert record_of(planned).row.score == 1
    with pytest.raises(Invalid) as caught:
        planned.do(note_condition, element_id=1, measured_on=date(2027, 1, 1), severity=4, extent=1)
    assert set(problems_of(caught)) == {"severity", "intensity", "measured_on"}
    with pytest.raises(Invalid, match="leave this out"):
        planned.do(note_condition, element_id=1, measured_on=TODAY, severity=1, extent=1, intensity=1, stated_score=2)
    with pytest.raises(Invalid, match="from 1 to 6"):
        planned.do(note_condition, element_id=1, measured_on=TODAY, stated_score=7)


def test_the_index_is_dated_and_says_where_it_comes_from(planned: Store) -> None:
    assert falls(planned) == [(2031, 1130855), (2051, 1680391)]
    planned.do(set_plan_index, year=2028, hundredths=0, source="frozen")
    assert falls(planned)[0] == (2031, 1044735)
    planned.do(set_plan_index, year=2028, hundredths=None)
    planned.do(set_plan_index, year=2027, hundredths=None)
    assert falls(planned)[0] == (2031, 1024250)
    assert "No index" in record_of(planned).told[0]
    with pytest.raises(Invalid) as caught:
        planned.do(set_plan_index, year=2027, hundredths=20_000)
    assert set(problems_of(caught)) == {"hundredths", "source"}


# -- measures --------------------------------------------------------------------------------------------------


def test_a_measure_says_what_when_how_dear_and_who_pays(planned: Store) -> None:
    wrong = MeasureData("", 31, -1, None, 0, 101, "somebody", 7)
    with pytest.raises(Invalid) as caught:
        planned.do(add_measure, element_id=1, measure=wrong)
    assert set(problems_of(caught)) == {
        *("what", "first_year", "price_year", "cycle_years", "unit_price_cents", "part_percent", "payer", "category_id")
    }
    assert planned.do(correct_measure, measure_id=1, measure=replace(RENEW, payer="cooperative")).result
    assert record_of(planned).row.payers == ("cooperative",)
    planned.do(end_measure, measure_id=1, ended_on=date(2030, 12, 31))
    assert falls(planned) == []
    with pytest.raises(Refused):
        planned.do(end_measure, measure_id=1, ended_on=date(2030, 12, 31))
    planned.do(resume_measure, measure_id=1)
    with pytest.raises(Refused):
        planned.do(resume_measure, measure_id=1)
    assert len(falls(planned)) == 2


def test_a_time_is_put_off_with_a_reason_and_a_decision(planned: Store) -> None:
    number = planned.do(
        decisions.record_decision, number="B-1", decided_on=date(2026, 11, 1), subject="Roof later", outcome="carried"
    ).result
    move = {"measure_id": 1, "year": 2031, "reason": "still dry", "decided_on": TODAY}
    planned.do(shift_time, **move, to_year=2033, decision_id=number)
    assert [year for year, _cents in falls(planned)] == [2033, 2053]
    kept = record_of(planned).measures[0].shifts[0]
    assert (kept.shift, kept.reason, kept.decision) == (Shift(2031, 2033), "still dry", "B-1")
    # The later time goes back to its own year, and stays there when the first is put off further.
    planned.do(shift_time, **{**move, "year": 2053, "reason": "scaffold is there"}, to_year=2051)
    third = planned.do(shift_time, **{**move, "year": 2033}, to_year=2036)
    assert [year for year, _cents in falls(planned)] == [2036, 2051]
    assert shifts(planned) == [(2031, 2036, True), (2056, 2051, True)]
    planned.do(undo, batch=third.batch)
    assert shifts(planned) == [(2031, 2033, True), (2053, 2051, True)]
    planned.do(shift_time, **{**move, "year": 2033}, to_year=2036)
    with pytest.raises(Invalid, match="moved; take that back first"):
        planned.do(correct_measure, measure_id=1, measure=replace(RENEW, first_year=2030))
    planned.do(withdraw_shift, shift_id=1)
    assert shifts(planned) == []
    assert [year for year, _cents in falls(planned)] == [2031, 2051]


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"year": 2032}, "to_year", "nothing of this measure falls in 2032"),
        ({"to_year": 2031}, "to_year", "in that year already"),
        ({"to_year": 2025}, "to_year", "this year or a later one"),
        ({"to_year": 2051, "onwards": False}, "to_year", "the time after it"),
        ({"reason": " "}, "reason", "say why"),
        ({"decided_on": date(2026, 11, 21)}, "decided_on", "still to come"),
        ({"decision_id": 5}, "decision_id", "not known"),
    ],
)
def test_a_move_that_cannot_be_is_said_under_its_field(
    planned: Store, changed: dict[str, object], field: str, said: str
) -> None:
    move: dict[str, object] = {"measure_id": 1, "year": 2031, "to_year": 2033, "reason": "dry", "decided_on": TODAY}
    with pytest.raises(Invalid) as caught:
        planned.do(shift_time, **{**move, **changed})  # type: ignore[arg-type]
    assert said in problems_of(caught)[field]


def test_moving_it_to_where_it_stood_is_taking_the_move_back(planned: Store) -> None:
    move = {"measure_id": 1, "reason": "dry", "decided_on": TODAY}
    planned.do(shift_time, **move, year=2031, to_year=2033)
    with pytest.raises(Invalid, match="take that back instead"):
        planned.do(shift_time, **move, year=2033, to_year=2031)


# -- a year becomes work ---------------------------------------------------------------------------------------


def _tasks(store: Store) -> list[tuple[str, str, str, int | None, int | None, str]]:
    columns = (
        *(col(MaintenanceTask.number), col(MaintenanceTask.what), col(MaintenanceTask.responsible)),
        *(col(MaintenanceTask.budget_cents), col(MaintenanceTask.plan_year), col(MaintenanceTask.status)),
    )
    statement = select(*columns).order_by(col(MaintenanceTask.id))
    return store.read(lambda connection: [tuple(row) for row in connection.execute(statement)])  # type: ignore[misc]


def _budgets(store: Store) -> list[tuple[int, int, str]]:
    statement = select(col(BudgetLine.year), col(BudgetLine.amount_cents), col(BudgetLine.note))
    return store.read(lambda connection: [(row[0], row[1], row[2]) for row in connection.execute(statement)])


def test_a_year_becomes_tasks_and_a_budget_once(planned: Store) -> None:
    category = planned.do(
        budget.save_category, code="upkeep", name="Maintenance", direction="expense", purpose="maintenance"
    ).result
    planned.do(budget.set_budget, category_id=category, year=2027, amount_cents=500_00, note="meeting of May")
    planned.do(add_measure, element_id=1, measure=replace(RENEW, what="Gutters", first_year=2027))
    done = planned.do(plan_year, year=2027)
    assert len(done.result.numbers) == 2
    assert [(one.category, one.before_cents, one.after_cents) for one in done.result.raised] == [
        ("Maintenance", 500_00, 845_600)
    ]
    assert _budgets(planned) == [(2027, 845_600, "meeting of May · €7,956.00 from the maintenance plan")]
    assert [(what, who, cents, year) for _number, what, who, cents, year, _status in _tasks(planned)] == [
        ("Schilderen · Houten kozijnen", "cooperative", 795_600, 2027),
        ("Gutters · Pannendak", "corporation", 1_044_735, 2027),
    ]
    again = planned.do(plan_year, year=2027)
    assert (again.result.numbers, again.result.there, again.result.raised) == ((), 2, ())
    assert again.batch is None
    assert record_of(planned, 2).coming[0].task is not None
    planned.do(undo, batch=done.batch)
    assert _tasks(planned) == []
    assert _budgets(planned) == [(2027, 500_00, "meeting of May")]
    assert planned.do(plan_year, year=2027).result.there == 0


def test_without_a_category_for_it_the_budget_is_left_and_that_is_said(planned: Store) -> None:
    made = planned.do(plan_year, year=2027).result
    assert len(made.numbers) == 1
    assert "€7,956.00 has no place in the budget" in made.warnings[0]
    with pytest.raises(Invalid, match="from 2026 to 2065"):
        planned.do(plan_year, year=2025)


def test_a_task_of_a_shared_room_is_linked_to_it(planned: Store) -> None:
    room = planned.do(add_facility, facility=FacilityData("ZAAL", "Common room")).result
    element = planned.do(add_element, element=ElementData("F1", "Floor", 1000, facility_id=room)).result
    planned.do(add_measure, element_id=element, measure=MeasureData("Varnish", 2028, 100_00, 2026))
    planned.do(plan_year, year=2028, raise_budget=False)
    statement = select(col(MaintenanceTask.facility_id), col(MaintenanceTask.place))
    assert planned.read(lambda connection: connection.execute(statement).one()) == (room, "Common room")


def test_moving_a_time_calls_its_task_off_unless_work_has_begun(planned: Store) -> None:
    planned.do(plan_year, year=2027)
    move = {"measure_id": 2, "year": 2027, "reason": "paint is still good", "decided_on": TODAY}
    moved = planned.do(shift_time, **move, to_year=2028).result
    assert moved.tasks == (_tasks(planned)[0][0],)
    assert "a budget that was raised for it stays" in moved.warnings[0]
    assert _tasks(planned)[0][-1] == "cancelled"
    planned.do(plan_year, year=2028)
    number, *_rest, status = _tasks(planned)[1]
    assert status == "judged"
    task_id = record_of(planned, 2).tasks[-1].task_id
    planned.do(maintenance.start_task, task_id=task_id)
    with pytest.raises(Refused, match=f"{number} was made of the time in 2028 and is begun"):
        planned.do(shift_time, **{**move, "year": 2028}, to_year=2029)
    planned.do(maintenance.complete_task, task_id=task_id, done_on=TODAY)
    with pytest.raises(Refused, match="is done; that time stays"):
        planned.do(withdraw_shift, shift_id=1)


def test_a_called_off_task_is_named_when_its_year_is_planned_again(planned: Store) -> None:
    number = planned.do(plan_year, year=2027).result.numbers[0]
    planned.do(maintenance.cancel_task, task_id=record_of(planned, 2).tasks[0].task_id, reason="no money")
    again = planned.do(plan_year, year=2027).result
    assert again.numbers == ()
    assert f"{number} of this year was called off" in again.warnings[0]


# -- what is read ----------------------------------------------------------------------------------------------


def test_the_list_is_searched_filtered_and_sorted(planned: Store) -> None:
    planned.do(note_condition, element_id=2, measured_on=TODAY, stated_score=5)

    def codes(**asked: object) -> list[str]:
        listing = Listing(**{"filter": "current", **asked})  # type: ignore[arg-type]
        return [row.code for row in planned.read(queries.page, listing, TODAY).rows]

    assert codes() == ["3101", "4711"]
    assert codes(search="dak kade") == ["4711"]
    assert codes(filter="poor") == ["3101"]
    assert codes(filter="unmeasured") == ["4711"]
    assert codes(filter="five_years") == ["3101"]
    assert codes(filter="corporation") == ["4711"]
    assert codes(filter="this_year") == codes(filter="ended") == []
    assert codes(sort="score", descending=True) == ["3101", "4711"]
    assert codes(sort="next") == ["3101", "4711"]
    assert codes(sort="cost", descending=True) == ["3101", "4711"]
    assert codes(sort="name") == ["3101", "4711"]


def test_the_newest_time_that_passed_without_a_task_is_told_and_can_be_made_up_for(planned: Store) -> None:
    moss = replace(RENEW, what="Moss", first_year=2018, cycle_years=3)
    measure = planned.do(add_measure, element_id=1, measure=moss).result
    assert [one.year for one in record_of(planned).passed] == [2024]
    planned.do(shift_time, measure_id=measure, year=2024, to_year=2026, reason="forgotten", decided_on=TODAY)
    assert [one.year for one in record_of(planned).coming][:3] == [2026, 2029, 2031]
    assert [one.year for one in record_of(planned).passed] == [2021]
    planned.do(correct_element, element_id=1, element=replace(ROOF, placed_year=2022))
    assert record_of(planned).passed == ()


def test_the_report_gives_each_measure_and_year_with_payer_and_cents(planned: Store) -> None:
    document = json.loads(render(planned.read(plan_report, 2026, 10), "json"))
    assert (document["first_year"], document["last_year"]) == (2026, 2035)
    assert [(row["year"], row["element"], row["payer"], row["amount_cents"]) for row in document["rows"]] == [
        (2027, "3101", "cooperative", 795_600),
        (2031, "4711", "corporation", 1_130_855),
        (2033, "3101", "cooperative", 895_975),
    ]
    assert document["total_cents"] == 2_822_430
    assert document["cooperative_cents"] == 1_691_575
    assert len(document["years"]) == 10
    assert document["years"][1]["cooperative_cents"] == 795_600
    table = render(planned.read(plan_report, 2026, 10), "table", width=80).decode()
    assert "The index of 2027 holds for the years after it" in table
