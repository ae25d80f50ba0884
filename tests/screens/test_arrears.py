"""A treasurer follows arrears at the desk: who is behind, steps, letters, cost."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from coopadmin.services import arrears as deeds
from coopadmin.services import contracts, dwellings
from coopadmin.services.charges import charge_month
from coopadmin.services.dwellings import DwellingData
from coopadmin.services.members import PersonData
from db.queries.collection import steps_of
from db.queries.ledger import balance_cents
from db.store import Store
from screens.app import Ref
from screens.arrears.subject import SUBJECT
from screens.contracts.subject import SUBJECT as CONTRACTS
from screens.dialogs import ConfirmScreen
from screens.subject import Card
from tests.conftest import TODAY, Furnish
from tests.screens.conftest import WIDE, Desk, Drive
from tests.screens.filling import fill_in, form_of, message_under, notices


def _fall_behind(store: Store) -> None:
    """Two contracts that were charged in August and September and paid nothing; the second has ended."""
    for place, ends_on in ((1, None), (2, date(2026, 8, 31))):
        home = store.do(dwellings.add_dwelling, dwelling=DwellingData(f"{place}A", "Kade", str(place), "A")).result
        store.do(
            contracts.start_contract,
            number=f"C-000{place}",
            dwelling_id=home,
            tenants=[PersonData(f"Öztürk {place}")],
            starts_on=date(2026, 8, 1),
            ends_on=ends_on,
            basic_rent_cents=60_000,
        )
    for month in (8, 9):
        store.do(charge_month, month=date(2026, month, 1))


@pytest.fixture
def behind(store: Store, furnish: Furnish) -> Store:
    """Give a store with the two contracts behind."""
    furnish(_fall_behind)
    return store


async def _open(desk: Desk) -> None:
    desk.app.go_to("arrears")
    await desk.settle()


def _card(store: Store, contract_id: int = 1) -> Card:
    card = store.read(SUBJECT.card, contract_id, TODAY)
    assert card is not None
    return card


def _lines(card: Card) -> str:
    return "\n".join(f"{entry.label} {entry.text}" for section in card.sections for entry in section.entries)


def _levels(store: Store, contract_id: int = 1) -> list[str]:
    return [step.level for step in store.read(steps_of, [contract_id]).get(contract_id, ())]


async def test_the_list_shows_who_is_behind_and_what_comes_next(behind: Store, drive: Drive) -> None:
    async with drive(WIDE) as desk:
        await _open(desk)
        assert "2 contracts behind" in desk.text
        assert "€1,200.00" in desk.text
        assert "▲ reminder" in desk.text
        await desk.press("f", "3")
        assert "C-0002" in desk.text
        assert "C-0001" not in desk.text.replace("C-0001 ·", "")


async def test_the_next_step_is_proposed_and_its_letter_is_shown_and_saved(
    behind: Store, drive: Drive, tmp_path: Path
) -> None:
    async with drive() as desk:
        await _open(desk)
        await desk.press("a", "1")
        assert {box.field.name: box.text for box in form_of(desk).boxes}["level"] == "reminder"
        fill_in(desk, taken_on="21-11-2026")
        await desk.saved()
        assert "today at the latest" in message_under(desk, "taken_on")
        fill_in(desk, taken_on="20-11-2026", note="by e-mail")
        await desk.saved()
        assert isinstance(desk.app.screen, ConfirmScreen)
        assert "rent August 2026" in desk.app.screen.detail
        await desk.press("y")
        fill_in(desk, file=str(tmp_path / "letter.txt"))
        await desk.saved()
        assert "C-0001" in (tmp_path / "letter.txt").read_text(encoding="utf-8")
        assert _levels(behind) == ["reminder"]
        await desk.press("u", "y")
        assert _levels(behind) == []


async def test_a_report_to_the_municipality_asks_for_its_facts(behind: Store, drive: Drive) -> None:
    behind.do(deeds.take_step, contract_id=1, level="reminder", taken_on=date(2026, 9, 20))
    async with drive() as desk:
        await _open(desk)
        await desk.press("a", "1")
        fill_in(desk, level="municipality")
        await desk.saved()
        assert "Report to the municipality" in desk.text
        fill_in(desk, contact="rang 3 Nov", help="letter", offer="letter", agreed="covenant", no_objection="True")
        await desk.saved()
    assert _levels(behind) == ["reminder", "municipality"]
    assert "pointed to debt counselling: letter" in _lines(_card(behind))


async def test_all_steps_due_are_taken_after_they_were_seen_and_their_letters_saved(
    behind: Store, drive: Drive, tmp_path: Path
) -> None:
    async with drive() as desk:
        await _open(desk)
        await desk.press("a", "2")
        question = desk.app.screen
        assert isinstance(question, ConfirmScreen)
        assert (question.question, "C-0002 2A" in question.detail) == ("Take 2 steps?", True)
        await desk.press("y")
        fill_in(desk, folder=str(tmp_path / "letters"))
        await desk.saved()
        assert sorted(file.name for file in (tmp_path / "letters").iterdir()) == [
            "C-0001-reminder.txt",
            "C-0002-reminder.txt",
        ]
        await desk.press("a", "2")
        assert "No letter is due today." in notices(desk)


async def test_cost_is_charged_once_nothing_is_missing(behind: Store, drive: Drive) -> None:
    async with drive() as desk:
        await _open(desk)
        await desk.press("a", "5")
        assert "send one first" in notices(desk)
        behind.do(deeds.take_step, contract_id=1, level="fourteen_day_letter", taken_on=date(2026, 10, 20))
        desk.app.mark_changed()
        await desk.settle()
        await desk.press("a", "4")
        fill_in(desk, received_on="23-10-2026")
        await desk.saved()
        assert "delivered 23 Oct 2026" in _lines(_card(behind))
        await desk.press("a", "5")
        assert isinstance(desk.app.screen, ConfirmScreen)
        assert "15% of €1,200.00 = €180.00" in desk.app.screen.detail
        await desk.press("y")
    assert behind.read(balance_cents, 1, TODAY) == 138_000


def test_the_record_leads_to_the_contract_its_account_and_its_deposit_and_back(behind: Store) -> None:
    refs = {entry.ref for section in _card(behind).sections for entry in section.entries}
    assert {Ref("contracts", 1), Ref("deposits", 1)} <= refs
    contract = behind.read(CONTRACTS.card, 1, TODAY)
    assert contract is not None
    back = [entry for section in contract.sections for entry in section.entries if entry.ref == Ref("arrears", 1)]
    assert [entry.text for entry in back] == ["▲ reminder 09 Aug 2026"]
    assert behind.read(SUBJECT.card, 99, TODAY) is None
