"""A treasurer keeps deposits at the desk: taken over, set off, given back, accounted for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from coopadmin.services import contracts, dwellings
from coopadmin.services import deposits as deeds
from coopadmin.services.dwellings import DwellingData
from coopadmin.services.members import PersonData
from db.queries.deposits import held_on
from db.store import Store
from screens.app import Ref
from screens.contracts.subject import SUBJECT as CONTRACTS
from screens.deposits.subject import SUBJECT
from tests.conftest import TODAY, Furnish
from tests.screens.conftest import WIDE, Desk, Drive
from tests.screens.filling import fill_in, form_of, message_under


def _agree(store: Store) -> None:
    """Two contracts with a deposit agreed, of which the first has ended."""
    for place, ends_on in ((1, date(2026, 10, 31)), (2, None)):
        home = store.do(dwellings.add_dwelling, dwelling=DwellingData(f"{place}A", "Kade", str(place), "A")).result
        store.do(
            contracts.start_contract,
            number=f"C-000{place}",
            dwelling_id=home,
            tenants=[PersonData(f"Öztürk {place}")],
            starts_on=date(2026, 1, 1),
            ends_on=ends_on,
            basic_rent_cents=40_000,
            deposit_cents=100_000,
        )


@pytest.fixture
def agreed(store: Store, furnish: Furnish) -> Store:
    """Give a store with the two deposits agreed."""
    furnish(_agree)
    return store


async def _open(desk: Desk) -> None:
    desk.app.go_to("deposits")
    await desk.settle()


def _text(store: Store, contract_id: int = 1) -> str:
    card = store.read(SUBJECT.card, contract_id, TODAY)
    assert card is not None
    return "\n".join(
        [card.status, *(f"{entry.label} {entry.text}" for section in card.sections for entry in section.entries)]
    )


async def test_the_list_shows_what_is_held_and_what_must_be_back(agreed: Store, drive: Drive) -> None:
    agreed.do(deeds.hold_before, contract_id=1, moved_on=date(2026, 1, 1), amount_cents=100_000)
    async with drive(WIDE) as desk:
        await _open(desk)
        assert "2 deposits" in desk.text
        assert "▲ must be back" in desk.text
        assert "14 Nov 2026" in desk.text
        assert "○ not taken over" in desk.text
        await desk.press("f", "2")
        assert "1 deposit " in desk.text


async def test_agreed_deposits_are_taken_over_with_one_key(agreed: Store, drive: Drive) -> None:
    async with drive() as desk:
        await _open(desk)
        await desk.press("n")
        await desk.saved()
        assert "✓ held" in desk.text
    assert agreed.read(held_on, 2, TODAY) == 100_000


async def test_a_deposit_is_received_set_off_given_back_and_specified(
    agreed: Store, drive: Drive, tmp_path: Path
) -> None:
    async with drive() as desk:
        await _open(desk)
        await desk.press("a", "2")
        fill_in(desk, amount_cents="1000", moved_on="1-11-2026", note="envelope")
        await desk.saved()
        await desk.press("a", "3")
        fill_in(desk, kind="damage", amount_cents="1000.01", note="a door")
        await desk.saved()
        assert "only €1,000.00 of the deposit is held" in message_under(desk, "amount_cents")
        fill_in(desk, amount_cents="250")
        await desk.saved()
        assert "to return" in _text(agreed)
        await desk.press("a", "4")
        assert {box.field.name: box.text for box in form_of(desk).boxes}["amount_cents"] == "750.00"
        await desk.saved()
        assert agreed.read(held_on, 1, TODAY) == 0
        await desk.press("a", "5", "y")
        fill_in(desk, file=str(tmp_path / "specification.txt"))
        await desk.saved()
    said = (tmp_path / "specification.txt").read_text(encoding="utf-8")
    assert "a door" in said
    assert "still to be given back" in said
    assert "✓ settled" in _text(agreed)


def test_a_deposit_above_the_most_is_warned_of_and_stands_on_the_contract(agreed: Store) -> None:
    assert "▲ €800.00; this is more" in _text(agreed, 2)
    card = agreed.read(CONTRACTS.card, 2, TODAY)
    assert card is not None
    entry = next(one for part in card.sections for one in part.entries if one.ref == Ref("deposits", 2))
    assert entry.text == "€0.00 held · ○ not taken over"
    assert agreed.read(SUBJECT.card, 99, TODAY) is None
