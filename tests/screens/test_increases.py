"""A treasurer raises the rents of a year at the desk, and notes an objection."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from textual.widgets import OptionList

from coopadmin.services import contracts, dwellings
from coopadmin.services import increases as deeds
from coopadmin.services.dwellings import DwellingData
from coopadmin.services.legal import set_legal_value
from coopadmin.services.members import PersonData
from coopadmin.services.undo import undo
from db.queries import objections
from db.queries.rents import lines_of
from db.store import Store
from screens.app import Ref
from screens.dialogs import ConfirmScreen
from screens.fields import FieldBox
from screens.forms import FormScreen
from screens.increases.screen import IncreasesScreen
from tests.conftest import TODAY, Furnish
from tests.screens.conftest import NARROW, WIDE, Desk, Drive
from tests.screens.filling import notices
from tests.screens.held import late_read, until

JULY = date(2027, 7, 1)
SIZES = pytest.mark.parametrize("size", [NARROW, WIDE])


def _let_homes(store: Store) -> None:
    """Three homes that are let, one of them with shared rooms and one with a low rent."""
    for number, kind, basic in ((1, "self_contained", 60000), (2, "shared", 45000), (3, "self_contained", 30000)):
        store.do(dwellings.add_dwelling, dwelling=DwellingData(f"H{number}", "Kade", str(number), kind=kind))
        store.do(
            contracts.start_contract,
            number=f"C-000{number}",
            dwelling_id=number,
            tenants=[PersonData(("Bos", "Peters", "Yılmaz")[number - 1], given_name="Anna")],
            starts_on=date(2020, 1, 1),
            basic_rent_cents=basic,
            service_charge_cents=4500,
        )


@pytest.fixture
def rented(store: Store, furnish: Furnish) -> Store:
    """Give a store with the three homes let, and no limits."""
    furnish(_let_homes)
    return store


def _enter_limits(store: Store) -> None:
    """The limits of 1 July 2027, as the group entered them."""
    _let_homes(store)
    for name, value in (
        ("rent_increase_social", 360),
        ("rent_increase_shared", 360),
        ("low_rent_threshold", 35000),
        ("low_rent_increase", 2500),
    ):
        store.do(set_legal_value, name=name, value=value, valid_from=JULY, source="letter of December")


@pytest.fixture
def known(store: Store, furnish: Furnish) -> Store:
    """Give a store with the homes let and the limits known."""
    furnish(_enter_limits)
    return store


async def _open(desk: Desk) -> IncreasesScreen:
    desk.app.go_to("increases")
    await desk.settle()
    screen = desk.app.screen
    assert isinstance(screen, IncreasesScreen)
    return screen


async def _fill(desk: Desk, **values: str) -> None:
    for name, value in values.items():
        desk.app.screen.query_one(f"#field-{name}", FieldBox).text = value
    await desk.settle()


@SIZES
async def test_the_page_shows_every_contract_with_its_new_rent_and_the_last_sending_day(
    drive: Drive, known: Store, size: tuple[int, int]
) -> None:
    async with drive(size) as desk:
        await _open(desk)
        assert "From 1 July 2027: 3.6 % of the basic rent" in desk.text
        assert "by 30 April 2027: 161 days left" in desk.text
        assert "€621.60" in desk.text
        assert "● 3 rises" in desk.text
        assert "+€48.60, €583.20 a year" in desk.text.replace("\n", " ") or "€583.20" in desk.text
        assert ("€25.00 (low rent)" in desk.text) == (size == WIDE)
        for form in ("m", "r"):
            await desk.press(form)
            assert desk.name == "FormScreen"
            await desk.press("escape")


async def test_what_is_not_known_is_asked_for_with_its_source(drive: Drive, rented: Store) -> None:
    async with drive(WIDE) as desk:
        await _open(desk)
        assert "▲ L enters, with its source, what is not known for 1 July 2027" in desk.text
        await desk.press("ctrl+s")
        assert desk.name == "IncreasesScreen"
        await desk.press("l")
        assert "Rent increase, social, self-contained" in desk.text
        await desk.press("enter")
        await _fill(desk, value="3,6")
        await desk.saved()
        assert desk.app.screen.query_one("#field-source", FieldBox).message == "▲ fill this in"
        await _fill(desk, source="letter of December")
        await desk.saved()
        assert desk.name == "LegalScreen"
        await desk.press("escape")
        assert "● 2 rises" in desk.text
        assert "what is not known for 1 July 2027: Rent increase, with shared rooms" in desk.text


async def test_what_the_law_sets_is_opened_from_the_co_operatives_page_too(drive: Drive, store: Store) -> None:
    async with drive(WIDE) as desk:
        desk.app.go_to("association")
        await desk.settle()
        listing = desk.app.screen.query_one("#items", OptionList)
        prompts = [str(option.prompt) for option in listing.options]
        listing.highlighted = next(place for place, text in enumerate(prompts) if "What the law sets" in text)
        listing.action_select()
        await desk.settle()
        assert desk.name == "LegalScreen"
        assert "What the law says on 20 November 2026" in desk.text
        assert "Deposit: at most, of the basic rent" in desk.text
        await desk.press("escape")
        assert desk.name == "AssociationScreen"


async def test_the_rents_are_set_in_one_batch_that_is_taken_back_whole(drive: Drive, known: Store) -> None:
    async with drive(WIDE) as desk:
        await _open(desk)
        await desk.press("space")
        assert "○ 1 left out" in desk.text
        await desk.press("ctrl+s")
        assert "Set 2 new rents from 1 July 2027?" in desk.text
        await desk.press("y")
        assert [line.basic_rent_cents for line in known.read(lines_of, 2, JULY)] == [46620, 45000]
        assert len(known.read(lines_of, 1, JULY)) == 1
        assert "✓ 2 done already" in desk.text
        known.do(undo)
        assert len(known.read(lines_of, 2, JULY)) == 1


async def test_as_many_rents_are_set_as_were_asked_about_while_the_page_is_read_again(
    drive: Drive, known: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with drive(WIDE) as desk:
        screen = await _open(desk)
        plan = late_read(monkeypatch, "read_plan")
        screen.action_leave_out()
        await plan.reached()
        screen.action_carry_out()
        await until(lambda: isinstance(desk.app.screen, ConfirmScreen))
        question = desk.app.screen
        assert isinstance(question, ConfirmScreen)
        assert "Set 2 new rents from 1 July 2027?" in question.question
        plan.let_go()
        await desk.settle()
        await desk.press("y")
        assert "2 rents rise from 1 July 2027" in notices(desk)
    assert [len(known.read(lines_of, contract, JULY)) for contract in (1, 2, 3)] == [1, 2, 2]


async def test_the_letters_leave_out_who_was_just_left_out(
    drive: Drive, known: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    target = tmp_path / "letters.csv"
    async with drive(WIDE) as desk:
        screen = await _open(desk)
        plan = late_read(monkeypatch, "read_plan")
        screen.action_leave_out()
        await plan.reached()
        screen.action_letters()
        await until(lambda: isinstance(desk.app.screen, FormScreen))
        plan.let_go()
        await desk.settle()
        await _fill(desk, file=str(target))
        await desk.saved()
    with target.open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file, delimiter=";"))) == 2


async def test_another_day_and_rise_are_asked_and_one_contract_has_its_own(drive: Drive, known: Store) -> None:
    async with drive(WIDE) as desk:
        screen = await _open(desk)
        await desk.press("e")
        await _fill(desk, percent="5", amount_cents="10")
        await desk.saved()
        assert isinstance(desk.app.screen, FormScreen)
        await _fill(desk, percent="5", amount_cents="")
        await desk.saved()
        assert desk.app.screen is screen
        assert "▲ 2 cannot be" in desk.text
        assert "is more than may be: at most €621.60 (3.6 %)" in desk.text
        await desk.press("o")
        await _fill(desk, percent="2")
        await desk.saved()
        assert "€612.00" in desk.text
        assert "▲ 1 cannot be" in desk.text


async def test_the_letters_are_saved_with_the_five_things_and_the_list_is_narrowed_and_leads_to_the_contract(
    drive: Drive, known: Store, tmp_path: Path
) -> None:
    target = tmp_path / "letters.csv"
    async with drive(WIDE) as desk:
        await _open(desk)
        await desk.press("x")
        await _fill(desk, file=str(target), how="By letter to the board")
        await desk.saved()
        await desk.press("slash")
        await desk.type("yilm")
        assert "C-0003" in desk.text
        assert "C-0001" not in desk.text
        await desk.press("enter", "enter")
        assert desk.name == "RecordScreen"
        await desk.press("escape", "escape", "f", "down", "enter")
        assert "to look at (0)" in desk.text
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert len(rows) == 3
    assert rows[0]["Basic rent now"] == "600.00"
    assert (rows[0]["Percent"], rows[0]["New basic rent"]) == ("3.6 %", "621.60")
    assert rows[0]["How to object"] == "By letter to the board"


async def test_an_objection_is_noted_upheld_and_the_old_rent_set_again(drive: Drive, known: Store) -> None:
    known.do(deeds.raise_rents, valid_from=JULY, percent=360)
    async with drive(WIDE) as desk:
        await _open(desk)
        await desk.press("n")
        await _fill(desk, valid_from="1-7-2027", reason="damp")
        await desk.saved()
        await desk.press("b")
        assert "C-0001" in desk.text
        assert "● open" in desk.text
        await desk.press("e")
        await desk.saved()
        assert "choose one" in desk.text  # an outcome that is none yet cannot be saved as one
        await _fill(desk, outcome="upheld")
        await desk.saved()
        assert "Set the old basic rent of C-0001 again: €600.00 from 1 July 2027?" in desk.text
        await desk.press("y")
        assert [line.basic_rent_cents for line in known.read(lines_of, 1, JULY)] == [60000, 60000]
        found = known.read(objections.record, 1, TODAY)
        assert found is not None
        assert found.row.outcome == "upheld"


async def test_a_home_shows_its_maximum_rent_and_a_contract_its_rules(drive: Drive, rented: Store) -> None:
    async with drive(WIDE) as desk:
        await _open(desk)
        await desk.press("m")
        await _fill(desk, max_rent_cents="610", source="points 2027")
        await desk.saved()
        await desk.press("r")
        await _fill(desk, regime="free", source="contract")
        await desk.saved()
        desk.app.open_record(Ref("dwellings", 1))
        await desk.settle()
        assert "€610.00 · points 2027" in desk.text
        await desk.press("escape")
        desk.app.open_record(Ref("contracts", 1))
        await desk.settle()
        await desk.press("end", "home")
        card = "\n".join(desk.lines("#card"))
        assert "free sector · contract" in card
