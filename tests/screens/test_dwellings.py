"""A maintenance coordinator looks up homes at the desk, and a secretary keeps their register."""

from __future__ import annotations

from datetime import date

import pytest
from textual.widgets import OptionList

from coopadmin.services import allocation, association, contracts, dwellings, maintenance, procedures
from coopadmin.services.contracts import start_contract
from coopadmin.services.decisions import Votes, record_decision
from coopadmin.services.dwellings import DwellingData
from coopadmin.services.maintenance import TaskData
from coopadmin.services.members import PersonData
from db.queries import contracts as contract_queries
from db.queries import dwellings as queries
from db.queries.base import Listing
from db.store import Store
from screens.app import Ref
from screens.boxes import PickBox
from screens.dwellings.subject import SUBJECT, TASKS_SHOWN
from screens.export import report_of
from screens.subject import Card
from tests.conftest import TODAY, Furnish
from tests.screens.conftest import NARROW, WIDE, Drive
from tests.screens.filling import fill_in, filled_in, form_of, message_under, notices

LET, FREE, NEW = 1, 2, 3
"""The homes of the fixture below, by their number in the store."""


def _fill_homes(store: Store) -> None:
    """One home that is let, one that was let until six weeks ago, and one that never was."""
    for code, number, cluster in (("2A", "2", "Portiek 1"), ("2B", "2", "Portiek 1"), ("10A", "10", "Portiek 2")):
        home = DwellingData(
            code,
            "Cafékade",
            number,
            code[-1],
            "2033 HB",
            "Hogeveld",
            kind="self_contained",
            area_dm2=4550,
            rooms=3,
            points_hundredths=14325,
            cluster=cluster,
        )
        store.do(dwellings.add_dwelling, dwelling=home)
    _let(store, "C-0001", LET, date(2020, 1, 1), None, "Öztürk")
    _let(store, "C-0002", FREE, date(2018, 1, 1), date(2026, 10, 9), "Bos")


@pytest.fixture
def homes(store: Store, furnish: Furnish) -> Store:
    """Give a store with the three homes."""
    furnish(_fill_homes)
    return store


def _let(store: Store, number: str, home: int, starts_on: date, ends_on: date | None, name: str) -> int:
    return store.do(
        start_contract,
        number=number,
        dwelling_id=home,
        tenants=[PersonData(name, given_name="Anna")],
        starts_on=starts_on,
        ends_on=ends_on,
        basic_rent_cents=60000,
    ).result


def _record(store: Store, dwelling_id: int) -> queries.DwellingRecord:
    record = store.read(queries.record, dwelling_id, TODAY)
    assert record is not None
    return record


def _card(store: Store, dwelling_id: int, on: date = TODAY) -> Card:
    card = store.read(SUBJECT.card, dwelling_id, on)
    assert card is not None
    return card


def _lines(card: Card) -> str:
    return "\n".join(f"{entry.label} {entry.text}".strip() for part in card.sections for entry in part.entries)


# -- the list --------------------------------------------------------------------------------------------------


async def test_the_list_tells_which_homes_are_let_and_to_whom(homes: Store, drive: Drive) -> None:
    async with drive(WIDE) as desk:
        await desk.press("f4")
        assert "3 homes" in desk.text
        assert "○ let" in desk.text
        assert "● vacant" in desk.text
        assert "Anna Öztürk" in desk.text
        assert desk.text.index("2B") < desk.text.index("10A")


async def test_the_keys_go_on_in_the_list_where_the_terminal_grows_too_narrow_for_the_record_beside_it(
    homes: Store, drive: Drive
) -> None:
    async with drive(WIDE) as desk:
        await desk.press("f4", "enter")
        assert desk.app.screen.query_one("#card").has_focus
        await desk.pilot.resize_terminal(*NARROW)
        await desk.settle()
        await desk.press("down", "enter")
        assert "Homes › 2B" in desk.text


async def test_homes_are_found_by_their_tenant_and_by_a_filter_and_lead_to_their_contract(
    homes: Store, drive: Drive
) -> None:
    async with drive() as desk:
        await desk.press("f4", "enter")
        listed = desk.app.screen.query_one("#card", OptionList)
        listed.highlighted = next(
            index for index, line in enumerate(desk.lines("#card")) if line.startswith("○ C-0001")
        )
        await desk.press("enter")
        assert "Contracts › C-0001" in desk.text
        await desk.press("escape")
        assert "Homes › 2A" in desk.text
        await desk.press("escape", "f", "4")
        assert [code for code in ("2A", "2B", "10A") if f" {code} " in desk.text] == ["2B", "10A"]
        homes.do(contracts.end_contract, contract_id=1, ends_on=date(2026, 12, 12))
        desk.app.mark_changed()
        await desk.press("f", "1")
        assert "● until 12 Dec 2026" in desk.text
        await desk.press("slash")
        await desk.type("ozturk cafe")
        assert "1 home " in desk.text
        assert "2A" in desk.text


def test_every_filter_and_order_is_one_the_store_knows() -> None:
    assert sorted(choice.code for choice in SUBJECT.filters) == sorted(queries.FILTERS)
    assert sorted(choice.code for choice in SUBJECT.sorts) == sorted(queries.SORTS)


async def test_without_homes_the_list_says_what_to_do(store: Store, drive: Drive) -> None:
    async with drive() as desk:
        await desk.press("f4")
        assert "Press N" in desk.text


def test_an_export_writes_words_and_values_without_signs(homes: Store) -> None:
    page = homes.read(queries.page, Listing(filter="let"), TODAY)
    report = report_of(SUBJECT, page.rows)
    row = dict(zip([column.label for column in report.columns], report.rows[0].values(), strict=True))
    assert (row["Code"], row["Status"], row["Rooms"], row["Until"]) == ("2A", "let", 3, None)


# -- the record ------------------------------------------------------------------------------------------------


def test_a_record_shows_what_is_known_of_the_home(homes: Store) -> None:
    card = _card(homes, LET)
    text = _lines(card)
    assert card.title == "2A · Cafékade 2A, 2033 HB Hogeveld"
    assert card.status == "○ let · Anna Öztürk"
    for line in ("floor area 45.5 m²", "rooms 3", "rent points 143.25", "cluster Portiek 1", "kind self-contained"):
        assert line in text
    assert "Home added" in text


@pytest.mark.parametrize(
    ("home", "on", "status"),
    [
        (NEW, TODAY, "● vacant · never let here"),
        (FREE, TODAY, "● vacant · free since 10 October 2026 · nomination by 10 December 2026 (20 d)"),
        (FREE, date(2026, 12, 11), "▲ vacant · free since 10 October 2026 · nomination was due 10 December 2026"),
        (
            FREE,
            date(2026, 10, 1),
            "● let, becoming free · Anna Bos · free from 10 October 2026 · nomination by 10 December 2026 (70 d)",
        ),
    ],
)
def test_a_record_tells_how_far_the_vacancy_is(homes: Store, home: int, on: date, status: str) -> None:
    assert _card(homes, home, on).status == status


def test_a_home_that_is_let_again_waits_for_nothing(homes: Store) -> None:
    _let(homes, "C-0003", FREE, date(2026, 12, 1), None, "Vos")
    status = "○ vacant · free since 10 October 2026 · let again from 1 December 2026"
    assert _card(homes, FREE).status == status


def test_a_home_of_which_the_file_was_withdrawn_is_free_and_has_no_day_for_a_nomination(homes: Store) -> None:
    procedure_id = homes.do(procedures.adopt_ready_made, code="list", valid_from=date(2026, 1, 1)).result
    file_id = homes.do(
        allocation.open_file, dwelling_id=FREE, procedure_id=procedure_id, opened_on=date(2026, 10, 1)
    ).result
    homes.do(allocation.close_file, file_id=file_id, outcome="withdrawn", closed_on=TODAY, reason="Wordt gesloopt")
    assert _card(homes, FREE, date(2026, 12, 11)).status == "● vacant · free since 10 October 2026"


def test_a_record_leads_to_its_contracts_work_and_decisions(homes: Store) -> None:
    task = TaskData(what="Lekkage", reported_on=TODAY, place="2B", urgency="emergency")
    homes.do(maintenance.report_task, number="M-0001", task=task)
    homes.do(
        record_decision,
        number="B-2026-01",
        decided_on=TODAY,
        subject="Toewijzing 2B",
        method="unknown",
        votes=Votes(),
        outcome="carried",
        kind="self_allocation",
        dwelling_id=FREE,
    )
    refs = [entry.ref for section in _card(homes, FREE).sections for entry in section.entries if entry.ref]
    assert refs == [Ref("contracts", 2), Ref("maintenance", 1), Ref("decisions", 1)]
    text = _lines(_card(homes, FREE))
    assert "✓ C-0002 Anna Bos\n01 Jan 2018 – 09 Oct 2026" in text.replace("\n  ", "\n")
    assert "▲ reported · Lekkage" in text
    assert "✓ carried · Toewijzing 2B" in text


def test_a_record_shows_the_newest_work_and_says_that_there_is_more(homes: Store) -> None:
    for number in range(TASKS_SHOWN + 2):
        task = TaskData(what=f"Kraan {number}", reported_on=TODAY, place="2A")
        homes.do(maintenance.report_task, number=f"M-{number:04}", task=task)
    text = _lines(_card(homes, LET))
    assert "F6 has them all" in text
    assert "Kraan 1 " not in f"{text} "


def test_a_home_that_was_taken_back_has_no_record(store: Store) -> None:
    assert store.read(SUBJECT.card, 99, TODAY) is None


# -- adding and correcting -------------------------------------------------------------------------------------


async def test_a_new_home_is_added_from_the_keyboard_once_its_mistakes_are_mended_and_taken_back(
    homes: Store, drive: Drive
) -> None:
    async with drive() as desk:
        await desk.press("f4", "n")
        assert (filled_in(desk)["street"], filled_in(desk)["place"]) == ("Cafékade", "Hogeveld")
        await desk.saved()
        assert "fill this in" in message_under(desk, "code")
        fill_in(desk, code="2A", bag_id="12", rooms="2,5")
        await desk.saved()
        assert "not a whole number" in message_under(desk, "rooms")
        fill_in(desk, rooms="2")
        await desk.saved()
        assert "already a home with code 2A" in message_under(desk, "code")
        assert "sixteen digits" in message_under(desk, "bag_id")
        fill_in(desk, code="12B", house_number="12", addition="B", area_dm2="45,5", bag_id="392010000012345")
        await desk.saved()
        assert "Added: 12B" in notices(desk, "information")
        assert "4 homes" in desk.text
        record = _record(homes, 4)
        assert (record.area_dm2, record.bag_id, record.kind) == (4550, "0392010000012345", "unknown")
        await desk.press("u", "y")
        assert "3 homes" in desk.text


async def test_the_only_owner_is_proposed_and_of_several_one_is_chosen(homes: Store, drive: Drive) -> None:
    homes.do(association.save_owner, name="Woonstad")
    async with drive() as desk:
        await desk.press("f4", "n")
        assert filled_in(desk)["owner_id"] == "1"
        homes.do(association.save_owner, name="Volkshuis")
        await desk.press("escape", "e")
        assert filled_in(desk)["owner_id"] == ""
        fill_in(desk, owner_id="2")
        await desk.saved()
    assert _record(homes, LET).owner == "Volkshuis"


async def test_a_home_is_corrected_and_saving_it_unchanged_says_so(homes: Store, drive: Drive) -> None:
    async with drive() as desk:
        await desk.press("f4", "e")
        await desk.saved()
        assert "nothing changed" in notices(desk, "information")
        await desk.press("e")
        fill_in(desk, energy_label="a ++")
        await desk.saved()
        assert "Corrected: 2A" in notices(desk, "information")
    record = _record(homes, LET)
    assert (record.energy_label, record.area_dm2, record.rooms) == ("A++", 4550, 3)


# -- what can be done ------------------------------------------------------------------------------------------


async def test_the_management_of_a_home_that_is_not_let_ends_and_is_resumed(homes: Store, drive: Drive) -> None:
    async with drive() as desk:
        await desk.press("f4", "a", "2")
        await desk.saved()
        assert "contract C-0001 runs past 20 November 2026; end it first" in message_under(desk, "ended_on")
        await desk.press("escape", "a", "3")
        assert "nothing to resume" in notices(desk, "warning")
        await desk.press("down", "a", "2")
        assert "The home and its history stay" in desk.text
        fill_in(desk, ended_on="1-11-2026")
        await desk.saved()
        assert "No longer managed: 2B" in notices(desk, "information")
        assert "✓ no longer managed" in desk.text
        assert _card(homes, FREE).status == "✓ no longer managed, after 1 November 2026"
        await desk.press("a", "3")
        assert "Managed again: 2B" in notices(desk, "information")
    assert _record(homes, FREE).ended_on is None


async def test_a_contract_is_begun_from_a_home_with_the_home_filled_in_and_after_the_one_that_runs(
    homes: Store, drive: Drive
) -> None:
    async with drive() as desk:
        await desk.press("f4", "a", "1")
        assert "Home 2A is let under contract C-0001 since 1 January 2020, without an end." in desk.text
        await desk.press("escape")
        homes.do(contracts.end_contract, contract_id=1, ends_on=date(2026, 12, 12))
        await desk.press("a", "1")
        assert filled_in(desk)["starts_on"] == "13-12-2026"
        await desk.press("escape", "down", "a", "1")
        filled = filled_in(desk)
        assert (filled["dwelling_id"], filled["starts_on"], filled["number"]) == ("2B", "20-11-2026", "C-0003")
        box = next(box for box in form_of(desk).boxes if box.field.name == "tenant_1")
        assert isinstance(box, PickBox)
        box.pick(1, "Öztürk, Anna")
        await desk.saved()
        assert "Begun: C-0003" in notices(desk, "information")
        assert "○ let" in desk.text.splitlines()[6]
    record = homes.read(contract_queries.record, 3, TODAY)
    assert record is not None
    assert (record.dwelling, [party.person_id for party in record.parties]) == ("2B", [1])
