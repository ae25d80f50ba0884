"""A coordinator keeps the maintenance plan at the desk: sees the years, puts work off, makes a year into work."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coopadmin.domain.maintenance_plan import PAYERS
from coopadmin.services.maintenance_plan import ElementData, add_element, note_condition, set_plan_index
from coopadmin.services.maintenance_plan_measures import MeasureData, add_measure
from coopadmin.services.maintenance_plan_years import plan_year
from db.queries.maintenance_plan import record
from db.store import Store
from screens.app import Ref
from screens.maintenance.card import task_card
from screens.maintenance_plan.subject import SUBJECT
from screens.maintenance_plan.words import PAYER_SIGNS, YearTable, bar, quantity_text
from screens.subject import Entry
from tests.conftest import TODAY, Furnish
from tests.screens.conftest import WIDE, Desk, Drive
from tests.screens.filling import fill_in, form_of, message_under, notices


def _plan(store: Store) -> None:
    roof = store.do(add_element, element=ElementData("4711", "Roof", 120_500, "M2", "DAK", "Quay 1-20")).result
    frames = store.do(add_element, element=ElementData("3101", "Frames", 26_000)).result
    store.do(add_measure, element_id=roof, measure=MeasureData("Renew", 2031, 85_00, 2026, 20))
    store.do(add_measure, element_id=frames, measure=MeasureData("Paint", 2027, 90_00, 2026, 6, 100, "cooperative"))
    store.do(set_plan_index, year=2027, hundredths=200, source="the corporation")
    store.do(note_condition, element_id=roof, measured_on=date(2026, 5, 1), severity=3, extent=4, intensity=2)


@pytest.fixture
def planned(store: Store, furnish: Furnish) -> Store:
    """Give a store with a roof and frames in the plan."""
    furnish(_plan)
    return store


def card_text(store: Store, element_id: int = 1) -> str:
    """The record of an element, as text."""
    card = store.read(SUBJECT.card, element_id, TODAY)
    assert card is not None
    return "\n".join(
        [card.title, card.status]
        + [f"{entry.label} {entry.text}" for section in card.sections for entry in section.entries]
    )


def falls(store: Store, element_id: int) -> list[int]:
    """The years something of an element falls in."""
    found = store.read(record, element_id, TODAY)
    assert found is not None
    return [one.year for one in found.coming]


async def _open(desk: Desk) -> None:
    desk.app.go_to("maintenance_plan")
    await desk.settle()


# -- signs -----------------------------------------------------------------------------------------------------


def test_a_bar_is_as_long_as_its_part_and_shows_each_payer_by_a_sign() -> None:
    assert bar({"corporation": 500, "cooperative": 500}, 1000, 10) == "█████▓▓▓▓▓"
    assert bar({"corporation": 500}, 1000, 10) == "█████"
    assert bar({"resident": 1}, 1000, 10) == "░"
    assert bar({"corporation": 997, "cooperative": 1, "resident": 2}, 1000, 10) == "█████████▓"
    assert bar({}, 1000, 10) == bar({"resident": 5}, 0, 10) == bar({"resident": 5}, 5, 0) == ""


@settings(max_examples=60)
@given(
    st.lists(st.fixed_dictionaries({payer: st.integers(0, 10**9) for payer in PAYERS}), min_size=1, max_size=12),
    st.integers(73, 200),
)
def test_a_table_of_years_always_fits(amounts: list[dict[str, int]], width: int) -> None:
    sums = {2026 + place: of_year for place, of_year in enumerate(amounts)}
    table = YearTable(sums, width)
    for year in sums:
        assert len(table.year(year)) <= width
        drawn = table.year(year)
        assert [sign in drawn for sign in PAYER_SIGNS.values()].count(True) <= len(table.payers)
    longest = max(sum(of_year.values()) for of_year in amounts)
    full = [year for year, of_year in sums.items() if sum(of_year.values()) == longest and longest]
    assert all(len(table.year(year)) == width for year in full)
    assert len(table.head) == len(table.sum)


def test_a_quantity_is_written_with_its_unit() -> None:
    assert quantity_text(120_500, "M2") == "120.5 m²"
    assert quantity_text(26_000, "STU") == "26 pieces"


# -- a record --------------------------------------------------------------------------------------------------


def test_the_record_of_an_element_says_how_it_stands_and_what_is_coming(planned: Store) -> None:
    said = card_text(planned)
    assert "● 4 moderate · 2031: Renew" in said
    assert "quantity 120.5 m²" in said
    assert "part Roof" in said
    assert "severity critical, extent 30 to 70 %, intensity advanced" in said
    assert "the norm itself was not read" in said
    assert "Renew from 2031, every 20 years" in said
    assert "2031 Renew · €11,308.55 · corporation" in said
    assert "The index of 2027 holds for the years after it that have none." in said
    planned.do(note_condition, element_id=1, measured_on=date(2026, 5, 1), stated_score=1)
    assert "of several defects the worst counts here" in card_text(planned)
    assert planned.read(SUBJECT.card, 9, TODAY) is None
    assert "○ never inspected" in card_text(planned, 2)


# -- the desk --------------------------------------------------------------------------------------------------


async def test_an_element_is_added_measured_and_given_a_measure(store: Store, drive: Drive) -> None:
    async with drive(WIDE) as desk:
        await _open(desk)
        assert "Press N to add a part of the buildings" in desk.text
        await desk.press("n")
        fill_in(desk, code="4711", name="Roof", quantity_thousandths="120.5", unit="M2", element_code="window")
        await desk.saved()
        assert "is no code of VERA; perhaps" in message_under(desk, "element_code")
        fill_in(desk, element_code="dak")
        await desk.saved()
        assert "1 element" in desk.text
        await desk.press("a", "4")
        fill_in(desk, severity="3", extent="5", intensity="3")
        await desk.settle()
        assert "Score: ▲ 6 very bad" in desk.text
        await desk.saved()
        assert "Noted: ▲ 6 very bad" in notices(desk)
        await desk.press("a", "5")
        fill_in(desk, stated_score="2", measured_on="1-5-2020")
        await desk.saved()
        await desk.press("a", "3")
        fill_in(desk, what="Renew", first_year="2031", cycle_years="20", unit_price_cents="85", payer="cooperative")
        await desk.saved()
        assert "In 2031 it costs €10,242.50." in notices(desk)
        await desk.press("a", "7")
        fill_in(desk, unit_price_cents="90")
        await desk.saved()
        await desk.press("a", "9")
        fill_in(desk, hundredths="2.5", source="a price list")
        await desk.saved()
        assert "€12,270.12" in desk.text
    said = card_text(store)
    assert "▲ 6 very bad" in said
    assert "01 May 2020 ✓ 2 good" in said
    assert "co-operative · €90.00 a unit, prices of 2026" in said


async def test_years_are_shown_and_work_is_put_off_with_its_effect_at_once(planned: Store, drive: Drive) -> None:
    async with drive() as desk:
        await _open(desk)
        await desk.press("a", "1")
        assert "Maintenance plan by year   2026 – 2035 · 10 years" in desk.text
        assert all(len(line) == 80 for line in desk.text.splitlines())
        (line,) = (one for one in desk.lines("#items") if "2031" in one)
        assert "11,308.55" in line
        assert line.endswith("█" * 20)
        await desk.press("h")
        assert "2026 – 2065 · 40 years" in desk.text
        await desk.press("h", *["down"] * 5, "enter")
        assert "Maintenance plan 2031" in desk.text
        assert "● 4711 Roof" in desk.text
        await desk.press("v")
        assert "2032" in form_of(desk).intro
        assert "→" in form_of(desk).intro
        fill_in(desk, to_year="2033")
        await desk.settle()
        intro = form_of(desk).intro
        assert "What the corporation pays in all, before and after:" in intro
        assert "2031      €11,308.55 →          €0.00" in intro
        assert "2033           €0.00 →     €11,765.41" in intro
        assert "10 years: €11,308.55 → €11,765.41" in intro
        assert "condition is not predicted" in intro
        fill_in(desk, to_year="2025")
        await desk.settle()
        assert "▲ give this year or a later one" in form_of(desk).intro
        fill_in(desk, to_year="2033", reason="still dry")
        await desk.saved()
        assert "Moved to 2033" in notices(desk)
        assert "Nothing falls in this year." in desk.text
        assert falls(planned, 1) == [2033, 2053]
        await desk.press("escape", "escape", "down", "a")
        assert "Take a move back" in desk.text
    assert "Renew 2031 → 2033, later ones too · still dry (20 Nov 2026)" in card_text(planned)


def test_a_task_of_the_plan_leads_to_its_element_and_the_measure_it_stands_for(planned: Store) -> None:
    planned.do(plan_year, year=2027)
    card = planned.read(task_card, 1, TODAY)
    assert card is not None
    (section,) = [one for one in card.sections if one.title == "from the plan"]
    assert section.entries == (Entry("2027", "3101 Frames · Paint", Ref("maintenance_plan", 2)),)


async def test_a_year_becomes_tasks_and_a_move_is_taken_back(planned: Store, drive: Drive) -> None:
    async with drive(WIDE) as desk:
        await _open(desk)
        await desk.press("a", "6")
        assert "1 new task" in form_of(desk).intro
        await desk.saved()
        assert "1 task made. U takes it back." in notices(desk)
        assert "has no place in the budget" in notices(desk, "warning")
        await desk.press("a", "8")
        assert "3101 Frames by year" in desk.text
        await desk.press("escape", "a", "2", "1")
        fill_in(desk, to_year="2029", reason="no money")
        await desk.saved()
        assert "is called off" in notices(desk, "warning")
        assert falls(planned, 2)[0] == 2029
        await desk.press("a", *["down"] * 9, "enter", "1")
        assert falls(planned, 2)[0] == 2027
        assert "M-0001" in card_text(planned, 2)
    card = planned.read(SUBJECT.card, 2, TODAY)
    assert card is not None
    assert Ref("maintenance", 1) in [entry.ref for section in card.sections for entry in section.entries]
