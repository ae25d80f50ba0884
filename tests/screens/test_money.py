"""A treasurer at the desk: the page with the money, the budget, and closing a month."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from textual.widgets import Static

from coopadmin import i18n
from coopadmin.services import charges, matching
from coopadmin.services.budget import save_category, set_budget
from coopadmin.services.contracts import start_contract
from coopadmin.services.dwellings import DwellingData, add_dwelling
from coopadmin.services.matching_parts import Part
from coopadmin.services.members import PersonData
from db.queries import budget as budget_queries
from db.queries.closing import closings
from db.store import Store
from screens.commands import SECTIONS
from screens.desk.screen import DeskScreen
from screens.widgets.figures import bar, sparkline
from tests.bank_lines import bring
from tests.conftest import Furnish
from tests.screens.conftest import NARROW, WIDE, Desk, Drive

TODAY = date(2026, 11, 20)


def _keep_books(store: Store) -> None:
    """A contract charged for October and November, half of October paid, one line that waits, a budget nearly used."""
    home = store.do(add_dwelling, dwelling=DwellingData("12C")).result
    contract = store.do(
        start_contract,
        number="C-0001",
        dwelling_id=home,
        tenants=[PersonData("Berg", given_name="Anna")],
        starts_on=date(2026, 10, 1),
        basic_rent_cents=700_00,
    ).result
    for month in (date(2026, 10, 1), date(2026, 11, 1)):
        store.do(charges.charge_month, month=month)
    category = store.do(save_category, code="upkeep", name="Upkeep", direction="expense", purpose="maintenance").result
    store.do(set_budget, category_id=category, year=2026, amount_cents=300_00)
    rent, plumber, _odd = bring(
        store,
        {"booked_on": date(2026, 10, 5), "amount_cents": 350_00},
        {"booked_on": date(2026, 10, 6), "amount_cents": -250_00, "name": "De Loodgieter"},
        {"booked_on": date(2026, 10, 7), "amount_cents": 12_00, "name": "?"},
    )
    store.do(matching.post_line, line_id=rent, parts=[Part(350_00, "contract", contract_id=contract)])
    store.do(matching.post_line, line_id=plumber, parts=[Part(-250_00, "category", category_id=category)])


@pytest.fixture
def books(store: Store, furnish: Furnish) -> Store:
    """Give a store with the books of these months."""
    furnish(_keep_books)
    return store


def _line(desk: Desk, words: str) -> str:
    return next(line for line in desk.lines("#items") if words in line)


async def _choose(desk: Desk, words: str) -> None:
    """Put the cursor on a line of the page and press Enter."""
    place = next(place for place, line in enumerate(desk.lines("#items")) if words in line)
    desk.app.screen.query_one("#items").highlighted = place  # type: ignore[attr-defined]
    await desk.press("enter")


async def test_the_page_says_how_the_month_stands_and_what_waits(books: Store, drive: Drive) -> None:
    assert books
    async with drive() as desk:
        await desk.press("f12")
        figures = str(desk.app.screen.query_one("#money-figures", Static).content)
        assert "€700.00" in figures
        assert "0 %" in figures
        assert "€1,050.00" in figures
        assert "1 contract" in figures
        assert "▁▁▁▁▁▁▁▁▁▁▃█" in figures
        assert "1 line waits · €12.00" in _line(desk, "Clear the queue")
        assert "1 nearly used up" in _line(desk, "Budget of a year")
        assert "October 2026: 2 things keep it open" in _line(desk, "Close the month")
        await _choose(desk, "Clear the queue")
        assert desk.name == "MatchingScreen"
        await desk.press("escape")
        assert desk.name == "MoneyScreen"


@pytest.mark.parametrize(("language", "word"), [("nl", "Geld"), ("en", "Money")])
async def test_every_section_has_room_at_eighty_columns(
    store: Store, drive: Drive, monkeypatch: pytest.MonkeyPatch, language: str, word: str
) -> None:
    assert store
    i18n.use(language)
    monkeypatch.setitem(SECTIONS, "money", replace(SECTIONS["money"], label=word))
    for size in (NARROW, WIDE):
        async with drive(size) as desk:
            await desk.press("f12")
            assert desk.text.splitlines()[1].rstrip().endswith(word)


async def test_a_month_is_closed_once_nothing_waits_and_can_be_reopened(books: Store, drive: Drive) -> None:
    async with drive(WIDE) as desk:
        await desk.press("f12")
        await _choose(desk, "Close the month")
        assert desk.name == "ClosingScreen"
        assert "▲ 1 bank line waits to be matched." in desk.text
        await _choose(desk, "Close October 2026")
        assert desk.name == "ClosingScreen"
        books.do(matching.put_aside, line_id=3, note="whose is it?")
        desk.app.mark_changed()
        await desk.settle()
        assert "Put aside: €12.00 of 7 October 2026: whose is it?" in desk.text
        await _choose(desk, "Close October 2026")
        assert desk.name == "FormScreen"
        await desk.type("112")
        await desk.saved()
        assert desk.name == "ClosingScreen"
        assert "no month is over that is not closed" in desk.text
        assert books.read(closings)[0].balance_cents == 112_00
        await _choose(desk, "closed on")
        await desk.saved()
        assert "fill this in" in desk.text
        await desk.type("forgot a file")
        await desk.saved()
        assert books.read(closings) == ()
        await desk.press("escape")
        assert desk.name == "MoneyScreen"


async def test_a_folder_for_the_audit_committee_is_made(books: Store, drive: Drive) -> None:
    async with drive(WIDE) as desk:
        await desk.press("f12")
        await _choose(desk, "Close the month")
        await _choose(desk, "Make a folder")
        await desk.press("tab")
        await desk.pilot.press("end", "ctrl+u")
        await desk.type("2026-01")
        await desk.saved()
        assert "lies before the first" in desk.text
        await desk.pilot.press("end", "ctrl+u")
        await desk.type("2026-11")
        await desk.saved()
        assert desk.name == "ClosingScreen"
    assert books.path.with_name("audit-2026-10").joinpath("SHA256SUMS").exists()


async def test_the_budget_is_a_list_with_a_record_and_its_bookings(books: Store, drive: Drive) -> None:
    async with drive(WIDE) as desk:
        await desk.press("f12")
        await _choose(desk, "Budget of a year")
        assert "83 %" in desk.text
        assert "De Loodgieter" in desk.text
        await desk.press("a", "1")
        await desk.press("tab")
        await desk.pilot.press("end", "ctrl+u")
        await desk.type("500")
        await desk.saved()
        (row,) = books.read(budget_queries.year, 2026, TODAY).rows
        assert (row.use.budget_cents, row.state) == (500_00, "fine")
        await desk.press("n")
        await desk.type("bank")
        await desk.press("tab")
        await desk.type("Bank costs")
        await desk.saved()
        assert len(books.read(budget_queries.year, 2026, TODAY).rows) == 2
        await desk.press("f", "3")
        assert "next year" in desk.text
        await desk.press("escape")
        assert desk.name == "MoneyScreen"


async def test_a_group_without_categories_is_offered_the_usual_ones(store: Store, drive: Drive) -> None:
    async with drive() as desk:
        desk.app.go_to("budget")
        await desk.settle()
        assert "Press N" in desk.text
        await desk.press("n")
        await desk.press("y")
        assert len(store.read(budget_queries.year, 2026, TODAY).rows) == 12


async def test_the_first_page_tells_a_treasurer_what_waits(books: Store, drive: Drive) -> None:
    assert books
    async with drive(WIDE, first_page=True) as desk:
        assert isinstance(desk.app.screen, DeskScreen)
        assert any("1 bank line waits for you" in line for line in desk.lines())
        assert any("nearly used up" in line for line in desk.lines())
        assert "still open" not in desk.text
        desk.app.choose(role="treasurer")
        desk.app.mark_changed()
        await desk.settle()
        assert "still open" in desk.text
        assert "bank line" in desk.lines()[0]


def test_a_bar_and_a_line_are_drawn_of_whole_numbers() -> None:
    assert (bar(0, 10), bar(99, 10), bar(100, 10), bar(250, 10)) == (
        "░░░░░░░░░░",
        "█████████░",
        "██████████",
        "██████████",
    )
    assert sparkline([0, 50, 100]) == "▁▄█"
    assert sparkline([0, 0]) == "▁▁"
    assert sparkline([]) == ""
