"""A treasurer looks at accounts at the desk, and puts them straight."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from coopadmin.services import ledger as deeds
from db.queries import ledger
from db.queries.refunds import refunds
from db.store import Store
from screens.forms import FormScreen
from screens.ledger.screen import AccountScreen
from screens.list_screen import ListScreen
from tests.conftest import TODAY, Furnish
from tests.ledgers import let, owe, pay
from tests.screens.conftest import NARROW, WIDE, Desk, Drive


def _keep_accounts(store: Store) -> None:
    """Yılmaz is behind, Berg paid too much, and Wijk has nothing on the account."""
    behind, ahead, _even = let(store, "C-0001", "Yılmaz"), let(store, "C-0002", "Berg"), let(store, "C-0003", "Wijk")
    store.do(owe, contract_id=behind, due_on=date(2026, 8, 1), cents=20_00)
    store.do(owe, contract_id=behind, due_on=date(2026, 11, 1), cents=600_00)
    store.do(pay, contract_id=behind, on=date(2026, 11, 5), cents=605_00)
    store.do(pay, contract_id=ahead, on=date(2026, 11, 6), cents=80_00)


@pytest.fixture
def accounts(store: Store, furnish: Furnish) -> Store:
    """Give a store with the three accounts."""
    furnish(_keep_accounts)
    return store


def fill(desk: Desk, **values: str) -> None:
    form = desk.app.screen
    assert isinstance(form, FormScreen)
    for box in form.boxes:
        if box.field.name in values:
            box.text = values[box.field.name]


async def choose(desk: Desk, label: str) -> None:
    """Open the actions and take the one of that name."""
    await desk.press("a")
    place = next(place for place, line in enumerate(desk.lines("OptionList")) if line.endswith(label))
    await desk.press(*["down"] * place, "enter")


async def test_a_contract_shows_how_its_account_stands_and_a_line_of_it_leads_to_its_charge(
    accounts: Store, drive: Drive
) -> None:
    async with drive(WIDE) as desk:
        await desk.press("f5")
        assert "▲ open: €15.00" in desk.text
        assert "1 November 2026 (19 d)" in desk.text
        assert "−605.00 payment" in desk.text
        await desk.press("down")
        assert "● credit: €80.00" in desk.text
        await desk.press("up")
        card = desk.app.screen.query_one("#card")
        card.focus()
        place = next(i for i, line in enumerate(desk.lines("#card")) if "+600.00" in line)
        card.highlighted = place  # type: ignore[attr-defined]
        await desk.press("enter")
        assert desk.name == "RecordScreen"
        assert "€600.00" in desk.text


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_account_has_a_page_with_the_newest_line_in_view_and_is_saved_to_print(
    accounts: Store, drive: Drive, size: tuple[int, int], tmp_path: Path
) -> None:
    async with drive(size) as desk:
        await desk.press("f5")
        await choose(desk, "The account")
        screen = desk.app.screen
        assert isinstance(screen, AccountScreen)
        assert "Account of C-0001 · H01" in desk.text
        assert "▲ open: €15.00 · Yılmaz" in desk.text
        assert screen.query_one("#listing").cursor_row == 2  # type: ignore[attr-defined]
        assert "620.00" in desk.text
        await desk.press("x")
        fill(desk, file=str(tmp_path / "account"))
        await desk.saved()
        assert desk.app.screen is screen
        await desk.press("enter")
        assert desk.name == "RecordScreen"
        await desk.press("escape", "escape")
        assert isinstance(desk.app.screen, ListScreen)
    text = (tmp_path / "account.txt").read_text(encoding="utf-8")
    assert "Account of C-0001 · H01 up to 20 November 2026" in text
    assert "Open: €15.00" in text


async def test_a_difference_is_written_off_where_something_is_open_and_taken_back(
    accounts: Store, drive: Drive
) -> None:
    async with drive() as desk:
        await desk.press("f5", "f", "6")
        assert "Yılmaz" in desk.text
        assert "Berg" not in desk.text, "kept to those that are behind"
        await desk.press("f", "1", "home", "down")
        await choose(desk, "Write off")
        assert isinstance(desk.app.screen, ListScreen)
        assert "Nothing is open on C-0002 · H02." in desk.text
        await desk.press("up")
        await choose(desk, "Write off")
        await desk.saved()
        assert "▲ fill this in" in desk.text
        fill(desk, reason="rounding", amount_cents="16.00")
        await desk.saved()
        assert "▲ only €15.00 is open" in desk.text
        fill(desk, amount_cents="15.00")
        await desk.saved()
        assert isinstance(desk.app.screen, ListScreen)
        assert accounts.read(ledger.balance_cents, 1, TODAY) == 0
        await desk.press("u", "y")
        assert accounts.read(ledger.balance_cents, 1, TODAY) == 15_00


async def test_a_credit_is_given_back_and_called_off(accounts: Store, drive: Drive) -> None:
    async with drive(WIDE) as desk:
        await desk.press("f5", "down")
        await choose(desk, "Give money back")
        assert "NL91ABNA0417164300" in desk.text
        fill(desk, note="paid twice")
        await desk.saved()
        assert [one.amount_cents for one in accounts.read(refunds)] == [80_00]
        assert "● €80.00 since" in desk.text
        await choose(desk, "Give money back")
        assert "There is no credit" in desk.text
        await choose(desk, "Call a refund off")
        await desk.press("enter")
        assert accounts.read(refunds) == ()
        await choose(desk, "Call a refund off")
        assert "No refund waits" in desk.text


async def test_money_is_moved_to_the_contract_it_was_meant_for(accounts: Store, drive: Drive) -> None:
    async with drive() as desk:
        await desk.press("f5", "down")
        await choose(desk, "Move to another contract")
        await desk.type("yilmaz")
        await desk.press("down", "enter")
        fill(desk, amount_cents="15.00", reason="named the wrong number")
        await desk.saved()
        assert isinstance(desk.app.screen, ListScreen)
    assert accounts.read(ledger.balances, [1, 2], TODAY) == {1: 0, 2: -65_00}


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_credits_have_a_list(accounts: Store, drive: Drive, size: tuple[int, int]) -> None:
    accounts.do(deeds.plan_refund, contract_id=2, amount_cents=30_00, note="paid twice")
    accounts.do(pay, contract_id=2, on=TODAY, cents=-30_00)
    async with drive(size) as desk:
        desk.app.go_to("credits")
        await desk.settle()
        assert "1 contract" in desk.text
        assert "€50.00" in desk.text
        await desk.press("f", "down", "enter")
        assert "former tenants" in desk.text
        assert "Nothing here." in desk.text
