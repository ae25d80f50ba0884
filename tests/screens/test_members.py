"""A secretary works with the members' register at the desk."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from coopadmin.services import members, offices
from coopadmin.services.charges import add_charge
from coopadmin.services.members import PersonData
from db.queries import members as queries
from db.queries.base import Listing
from db.store import Store
from screens.app import CoopApp, Ref
from screens.forms import FormScreen
from screens.list_screen import ListScreen
from tests.conftest import TODAY, Furnish
from tests.screens.conftest import WIDE, Drive


def _fill_register(store: Store) -> None:
    """Two members."""
    for number, name in (("L001", "Yılmaz"), ("L002", "Berg")):
        store.do(
            members.register_member,
            number=number,
            person=PersonData(name, given_name="Zoë"),
            kind="member",
            starts_on=date(2020, 1, 1),
        )


@pytest.fixture
def register(store: Store, furnish: Furnish) -> Store:
    """Give a store with the two members."""
    furnish(_fill_register)
    return store


async def test_the_list_shows_who_is_a_member_today_and_leads_to_the_record_and_back(
    register: Store, drive: Drive
) -> None:
    async with drive() as desk:
        await desk.press("f3")
        assert "Berg, Zoë" in desk.text
        assert "2 members" in desk.text
        await desk.press("enter")
        assert desk.name == "RecordScreen"
        await desk.press("escape")
        assert desk.name == "ListScreen"
        await desk.press("slash")
        await desk.type("yil")
        assert "Yılmaz" in desk.text, "found without its accents"
        assert "Berg" not in desk.text


async def test_the_first_member_is_registered_from_the_keyboard_once_the_mistakes_are_mended(
    store: Store, drive: Drive
) -> None:
    async with drive() as desk:
        await desk.press("f3")
        assert "Press N" in desk.text
        await desk.press("n")
        await desk.saved()
        assert desk.name == "FormScreen"
        assert "▲ fill this in" in desk.text
        assert store.read(queries.page, Listing(filter="all"), date(2026, 11, 20)).total == 0
        form = desk.app.screen
        assert isinstance(form, FormScreen)
        for box in form.boxes:
            if box.field.name == "family_name":
                box.text = "Öztürk"
            if box.field.name == "starts_on":
                box.text = "1-2-26"
        await desk.settle()
        assert "1 February 2026" in desk.text
        await desk.saved()
        assert desk.name == "ListScreen"
        assert "Öztürk" in desk.text
    found = store.read(queries.page, Listing(), date(2026, 11, 20)).rows
    assert [(row.number, row.starts_on) for row in found] == [("L001", date(2026, 2, 1))]


async def test_escape_keeps_what_was_typed(store: Store, drive: Drive) -> None:
    async with drive() as desk:
        await desk.press("f3", "n")
        await desk.type("9")
        await desk.press("escape")
        assert desk.name == "ListScreen"
        await desk.press("n")
        assert "L0019" in desk.text
        assert "here again" in desk.text


async def test_undo_asks_first_and_takes_the_last_deed_back(register: Store, drive: Drive) -> None:
    async with drive() as desk:
        await desk.press("f3", "u")
        assert "L002" in desk.text
        await desk.press("y")
        await desk.settle()
        assert "1 member" in desk.text


async def test_the_record_stands_beside_the_list_where_there_is_room(register: Store, drive: Drive) -> None:
    async with drive(WIDE) as desk:
        await desk.press("f3")
        screen = desk.app.screen
        assert isinstance(screen, ListScreen)
        assert "Berg, Zoë" in desk.text
        assert "2 members" in desk.text
        assert "history" in desk.text
        assert "Member registered" in desk.text


async def test_ending_a_membership_moves_the_member_to_the_former_ones(register: Store, drive: Drive) -> None:
    async with drive() as desk:
        await desk.press("f3", "a", "1", "6")
        assert desk.name == "FormScreen"
        await desk.saved()
    record = register.read(queries.record, 2)
    assert record is not None
    assert record.memberships[0].ends_on == date(2026, 11, 20)


async def test_the_palette_finds_a_member_by_any_part_of_the_name(register: Store, drive: Drive) -> None:
    async with drive() as desk:
        await desk.press("ctrl+p")
        await desk.type("YILM")
        await desk.press("enter")
        await desk.settle()
        assert desk.name == "RecordScreen"
        assert "L001" in desk.text


async def test_the_desk_can_be_left_by_key(store: Store, drive: Drive) -> None:
    async with drive() as desk:
        await desk.pilot.press("f10")
        await desk.pilot.pause()
        assert isinstance(desk.app, CoopApp)
        assert desk.app.return_value == "stop"


async def test_an_office_is_given_by_the_form_of_the_offices_with_its_warnings(register: Store, drive: Drive) -> None:
    register.do(offices.appoint, person_id=2, office="audit_committee", starts_on=date(2026, 1, 1))
    async with drive() as desk:
        await desk.press("f3", "a", "6")
        form = desk.app.screen
        assert isinstance(form, FormScreen)
        assert "Berg" in desk.text
        next(box for box in form.boxes if box.field.name == "office").text = "chair"
        await desk.saved()
        told = [one.message for one in desk.app._notifications]
        assert any("is on the audit committee too" in one for one in told)
    record = register.read(queries.record, 2)
    assert record is not None
    assert {term.name for term in record.offices if term.ends_on is None} == {"chair", "audit_committee"}


async def test_an_office_that_begins_tomorrow_is_not_held_today(register: Store, drive: Drive) -> None:
    register.do(offices.appoint, person_id=2, office="treasurer", starts_on=TODAY + timedelta(days=1))
    async with drive() as desk:
        await desk.press("f3", "enter")
        status = next(line for line in desk.text.splitlines() if line.strip().startswith("member"))
        assert "treasurer" not in status
        assert "treasurer" in desk.text


async def test_the_card_tells_what_is_open_on_the_members_own_account(register: Store, drive: Drive) -> None:
    async with drive(WIDE) as desk:
        desk.app.open_record(Ref("members", 2))
        await desk.settle()
        assert "L002" in desk.text
        assert "account with us" not in desk.text
    register.do(add_charge, kind="contribution", due_on=TODAY, member_id=2, amount_cents=2500)
    async with drive(WIDE) as desk:
        desk.app.open_record(Ref("members", 2))
        await desk.settle()
        assert "account with us ▲ open: €25.00" in " ".join(desk.text.split())
