"""A treasurer agrees payment plans at the desk, and sees whether they are kept."""

from __future__ import annotations

from datetime import date

import pytest

from coopadmin.services import payment_plans as deeds
from db.queries import payment_plans as queries
from db.store import Store
from screens.forms import FormScreen
from screens.list_screen import ListScreen
from tests.conftest import TODAY, Furnish
from tests.ledgers import let, owe, pay
from tests.screens.conftest import NARROW, WIDE, Desk, Drive


def _fall_behind(store: Store) -> None:
    """A contract with € 900 open since September."""
    contract = let(store, name="Yılmaz")
    store.do(owe, contract_id=contract, due_on=date(2026, 9, 1), cents=900_00)


@pytest.fixture
def behind(store: Store, furnish: Furnish) -> Store:
    """Give a store with the contract behind."""
    furnish(_fall_behind)
    return store


def agree(store: Store) -> int:
    return store.do(
        deeds.agree_plan,
        contract_id=1,
        agreed_on=date(2026, 9, 10),
        total_cents=900_00,
        term_cents=300_00,
        first_due_on=date(2026, 10, 1),
    ).result


def fill(desk: Desk, **values: str) -> None:
    form = desk.app.screen
    assert isinstance(form, FormScreen)
    for box in form.boxes:
        if box.field.name in values:
            box.text = values[box.field.name]


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_list_says_how_each_plan_stands(behind: Store, drive: Drive, size: tuple[int, int]) -> None:
    agree(behind)
    behind.do(pay, contract_id=1, on=date(2026, 10, 1), cents=300_00)
    async with drive(size) as desk:
        desk.app.go_to("plans")
        await desk.settle()
        assert "1 payment plan" in desk.text
        assert "▲ lapsed" in desk.text
        assert "1/3" in desk.text
        assert "01 Nov 2026" in desk.text
        if size == NARROW:
            await desk.press("enter")
        assert "✓ met" in desk.text
        assert "▲ late" in desk.text
        assert "● to come" in desk.text
        assert "▲ lapsed: €300.00 short" in desk.text


async def test_a_plan_is_worked_out_before_it_is_saved(behind: Store, drive: Drive) -> None:
    async with drive() as desk:
        desk.app.go_to("plans")
        await desk.settle()
        await desk.press("n")
        await desk.type("yilmaz")
        await desk.press("down", "enter")
        fill(desk, first_due_on="1-12-2026")
        await desk.saved()
        assert "▲ give the number of terms, or the amount of one" in desk.text
        fill(desk, count="4", total_cents="800.00")
        await desk.pilot.press("ctrl+s")
        await desk.settle()
        assert desk.name == "ConfirmScreen"
        assert "4 terms of €200.00." in desk.text
        assert "The first is due on 1 December 2026, the last on 1 March 2027." in desk.text
        assert "Outside the plan stays €100.00" in desk.text
        await desk.press("n")
        assert "Nothing was saved." in desk.text
        fill(desk, count="", term_cents="350.00")
        await desk.pilot.press("ctrl+s")
        await desk.settle()
        assert "2 terms of €350.00 and a last one of €100.00." in desk.text
        await desk.pilot.press("y")
        await desk.saved()
        assert isinstance(desk.app.screen, ListScreen)
        assert "Yılmaz" in desk.text
    (plan,) = behind.read(queries.plans_of, 1, TODAY)
    assert (plan.terms.total_cents, plan.terms.term_cents, plan.count) == (800_00, 350_00, 3)


async def test_a_plan_is_agreed_from_the_contract_and_shown_there(behind: Store, drive: Drive) -> None:
    async with drive(WIDE) as desk:
        await desk.press("f5", "a")
        place = next(place for place, line in enumerate(desk.lines("OptionList")) if line.endswith("Payment plan"))
        await desk.press(*["down"] * place, "enter")
        fill(desk, count="3")
        await desk.pilot.press("ctrl+s")
        await desk.settle()
        await desk.pilot.press("y")
        await desk.settle()
        assert behind.read(queries.running_plan, 1, TODAY) is not None
        assert "● kept, next" in desk.text


async def test_a_plan_is_ended_and_that_taken_back(behind: Store, drive: Drive) -> None:
    agree(behind)
    async with drive() as desk:
        desk.app.go_to("plans")
        await desk.settle()
        await desk.press("a", "2")
        fill(desk, note="not kept")
        await desk.saved()
        assert behind.read(queries.running_plan, 1, TODAY) is None
        assert "Nothing here." in desk.text
        await desk.press("u", "y")
        assert "▲ lapsed" in desk.text
        await desk.press("a", "1")
        assert "Account of C-0001" in desk.text
