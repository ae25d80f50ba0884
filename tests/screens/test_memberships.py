"""A secretary lets people join and leave at the desk, from the application to the end."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from coopadmin.services import contracts, dwellings, facilities, members
from coopadmin.services import memberships as deeds
from coopadmin.services.dwellings import DwellingData
from coopadmin.services.facilities import FacilityData
from coopadmin.services.members import PersonData
from db.journal import Transaction
from db.queries import members as register
from db.queries import memberships as queries
from db.store import Store
from db.tables.actions import ActionPoint
from db.tables.meetings import Meeting, Proxy
from screens.boxes import PickBox
from screens.forms import FormScreen
from screens.members.subject import SUBJECT as MEMBERS
from tests.conftest import TODAY, Furnish
from tests.ledgers import owe
from tests.screens.conftest import NARROW, WIDE, Desk, Drive

YEAR_END = date(2026, 12, 31)


def _open_matters(transaction: Transaction, *, person_id: int, other_id: int) -> None:
    """An action, and a proxy for a meeting to come."""
    transaction.add(ActionPoint(what="Sleutels tellen", owner_id=person_id, made_on=date(2026, 10, 1)))
    meeting = transaction.add(Meeting(body="general", title="Najaarsvergadering", starts_at="2026-12-10T20:00"))
    transaction.add(Proxy(meeting_id=meeting, giver_id=person_id, holder_id=other_id, given_on=date(2026, 11, 1)))


def _fill(store: Store) -> None:
    """Anna rents 4A with Bo, owes a contribution, keeps the workshop and is chair; Bo is no member."""
    anna = PersonData("Berg", prefix="van den", given_name="Anna", email="anna@example.org")
    store.do(members.register_member, number="L007", person=anna, kind="member", starts_on=date(2020, 1, 1))
    store.do(members.register_person, person=PersonData("Bos", given_name="Bo"))
    store.do(members.give_office, person_id=1, office="chair", starts_on=date(2025, 1, 1))
    home = store.do(dwellings.add_dwelling, dwelling=DwellingData("4A")).result
    contract = store.do(
        contracts.start_contract, number="C-0001", dwelling_id=home, tenants=[1], starts_on=date(2020, 1, 1)
    ).result
    store.do(contracts.add_party, contract_id=contract, tenant=2, role="co_tenant", starts_on=date(2020, 1, 1))
    store.do(
        facilities.add_facility,
        facility=FacilityData(code="WP", name="Werkplaats", keeper_id=1, key_count=2),
    )
    store.do(owe, member_id=1, cents=60_00, due_on=date(2026, 1, 1), kind="contribution")
    store.do(_open_matters, person_id=1, other_id=2)


@pytest.fixture
def people(store: Store, furnish: Furnish) -> Store:
    """Give a store with Anna, a member, and Bo, her co-tenant."""
    furnish(_fill)
    return store


def fill(desk: Desk, **values: str) -> None:
    form = desk.app.screen
    assert isinstance(form, FormScreen)
    for box in form.boxes:
        if box.field.name in values:
            box.text = values[box.field.name]


def message(desk: Desk, name: str) -> str:
    form = desk.app.screen
    assert isinstance(form, FormScreen)
    return next(box.message for box in form.boxes if box.field.name == name)


def card(store: Store, person_id: int) -> str:
    """What the record of a person says, as text."""
    shown = store.read(MEMBERS.card, person_id, TODAY)
    assert shown is not None
    return "\n".join(
        [shown.status, *(f"{entry.label} {entry.text}" for part in shown.sections for entry in part.entries)]
    )


async def go(desk: Desk, page: str) -> None:
    desk.app.go_to(page)
    await desk.settle()


async def save_and_answer(desk: Desk, answer: str = "y") -> None:
    """Save a form that asks once more, and answer."""
    await desk.pilot.press("ctrl+s")
    await desk.settle()
    assert desk.name == "ConfirmScreen", desk.text
    await desk.pilot.press(answer)
    await desk.settle()


async def save_in_vain(desk: Desk) -> None:
    """Save a form that something is wrong in: nothing is asked before that is put right."""
    await desk.pilot.press("ctrl+s")
    await desk.settle()
    assert desk.name == "FormScreen", desk.text


# -- joining -------------------------------------------------------------------------------------------------------


async def test_the_lists_of_members_follow_each_other_round_and_who_never_was_a_member_is_led_to_an_application(
    people: Store, drive: Drive
) -> None:
    assert people
    async with drive() as desk:
        await desk.press("f3", "b")
        assert "Mismatches" in desk.text
        await desk.press("b")
        assert "Who asks to become a member stands here" in desk.text
        await desk.press("b")
        assert "Who leaves stands here" in desk.text
        await desk.press("b")
        assert "1 member" in desk.text
        await desk.press("f", "6", "a", "2")
        assert "This person never was a member" in desk.text
        await desk.press("a", "1", "1")
        assert "This person is no member." in desk.text


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_somebody_applies_is_admitted_and_stands_in_the_register(
    people: Store, drive: Drive, size: tuple[int, int]
) -> None:
    async with drive(size) as desk:
        await go(desk, "applications")
        await desk.press("n")
        await desk.saved()
        assert "one of the two" in message(desk, "person_id")
        fill(desk, tenant_name="E. Öz")
        await desk.saved()
        assert desk.name == "ListScreen", desk.text
        assert "Öz, E." in desk.text
        assert "● to be decided" in desk.text
        await desk.press("a", "1")
        fill(desk, starts_on="1-12-2026")
        await desk.saved()
        assert "Admitted as member" in desk.text
        assert "Nothing here." in desk.text, "what is decided waits no longer"
    record = people.read(register.record, 3)
    assert record is not None
    assert (record.number, record.memberships[0].starts_on) == ("L008", date(2026, 12, 1))


async def test_a_tenant_applies_from_the_record_and_is_refused_with_a_letter(
    people: Store, drive: Drive, tmp_path: Path
) -> None:
    async with drive() as desk:
        await go(desk, "mismatches")
        assert "co-tenant, but no member" in desk.text
        await desk.press("a", "3")
        assert isinstance(desk.app.screen, FormScreen)
        box = desk.app.screen.query_one("#field-person_id", PickBox)
        assert (box.text, box.picked) == ("Bo Bos", 2)
        fill(desk, kind="supporter")
        await desk.saved()
        await desk.press("b", "a", "2")
        fill(desk, reason="de wachtlijst is dicht")
        await desk.saved()
        assert desk.name == "ConfirmScreen"
        assert "Your application for membership" in desk.text
        await desk.press("y")
        fill(desk, file=str(tmp_path / "brief.txt"))
        await desk.saved()
        letter = (tmp_path / "brief.txt").read_text(encoding="utf-8")
        assert "Bo Bos" in letter
        assert "The reason: de wachtlijst is dicht" in letter
        assert "(Civil Code (BW) 2:33)" in " ".join(letter.split())
    (row,) = people.read(queries.applications_of, 2)
    assert (row.kind, row.outcome) == ("supporter", "refused")


async def test_a_tenant_of_two_homes_stands_on_the_page_twice_and_is_the_one_meant(people: Store, drive: Drive) -> None:
    home = people.do(dwellings.add_dwelling, dwelling=DwellingData("9Z")).result
    people.do(contracts.start_contract, number="C-0002", dwelling_id=home, tenants=[2], starts_on=date(2021, 1, 1))
    async with drive() as desk:
        await go(desk, "mismatches")
        assert "2 mismatches" in desk.text
        assert ("C-0001" in desk.text, "C-0002" in desk.text) == (True, True)
        await desk.press("down", "e")
        assert isinstance(desk.app.screen, FormScreen)
        fill(desk, phone="06-12345678")
        await desk.saved()
        await desk.press("enter")
        assert "06-12345678" in desk.text
    bo = people.read(register.record, 2)
    assert bo is not None
    assert bo.phone


async def test_a_mistake_about_an_application_stands_under_its_field(people: Store, drive: Drive) -> None:
    people.do(deeds.apply, person_id=2, kind="member", applied_on=date(2026, 11, 1))
    async with drive() as desk:
        await go(desk, "applications")
        await desk.press("a", "1")
        fill(desk, decided_on="1-10-2026", number="L007")
        await desk.saved()
        assert "not before the application" in message(desk, "decided_on")
        fill(desk, decided_on="20-11-2026")
        await desk.saved()
        assert "already given" in message(desk, "number")
        await desk.press("escape")
        await desk.press("a", "3")
        await desk.saved()
    (row,) = people.read(queries.applications_of, 2)
    assert row.outcome == "withdrawn"


# -- leaving -------------------------------------------------------------------------------------------------------


async def test_a_resignation_shows_its_day_and_what_is_open_before_it_is_saved(people: Store, drive: Drive) -> None:
    async with drive() as desk:
        await desk.press("f3", "a", "1", "1")
        assert "Notice given today ends it on 31 December 2026." in desk.text
        fill(desk, ends_on="1-2-2027", tenancy_kept="yes")
        await save_and_answer(desk, "n")
        assert "Nothing was saved." in desk.text
        assert people.read(queries.endings_of, 1) == ()
        fill(desk, ends_on="")
        await desk.pilot.press("ctrl+s")
        await desk.settle()
        assert "End the membership on 31 December 2026?" in desk.text
        assert "No, leave it (Esc)" in desk.text, "the answers are in sight beside a long detail"
        await desk.pilot.press("y")
        await desk.settle()
        assert "Save this letter as a text file?" in desk.text
        await desk.press("escape")
        assert desk.name == "ListScreen"
    (row,) = people.read(queries.endings_of, 1)
    assert (row.kind, row.ends_on, row.tenancy_kept) == ("resignation", YEAR_END, True)


def test_the_record_tells_what_is_to_be_settled_before_leaving(people: Store) -> None:
    people.do(deeds.resign, person_id=1, noticed_on=TODAY)
    shown = card(people, 1)
    for said in (
        "● until 31 Dec 2026",
        "▲ owed",
        "€60.00",
        "C-0001 · 4A",
        "with Bo Bos",
        "Werkplaats · 2 keys",
        "chair",
        "Sleutels tellen",
        "Najaarsvergadering",
    ):
        assert said in shown, said


async def test_the_list_of_endings_leads_on_to_letter_correction_and_taking_back(people: Store, drive: Drive) -> None:
    people.do(deeds.resign, person_id=1, noticed_on=TODAY)
    async with drive(WIDE) as desk:
        await go(desk, "endings")
        assert "1 ending" in desk.text
        assert "At the end of a financial year, with 4" in desk.text
        await desk.press("a", "1")
        assert "Confirmation: the end of your membership" in desk.text
        await desk.press("escape", "e")
        fill(desk, tenancy_kept="no")
        await desk.saved()
        assert "leaves the home" in desk.text
        await desk.press("a", "5")
        await desk.saved()
        assert "Nothing here." in desk.text
        assert people.read(queries.endings_of, 1) == ()
        await desk.press("u", "y")
        assert "1 ending" in desk.text


async def test_who_leaves_is_chosen_from_the_list_of_endings_too(people: Store, drive: Drive) -> None:
    async with drive() as desk:
        await go(desk, "endings")
        await desk.press("n")
        await desk.type("berg")
        await desk.press("enter")
        await desk.saved()
        assert desk.name == "ChooseScreen"
        await desk.press("2")
        await save_in_vain(desk)
        assert "say why going on cannot be asked" in message(desk, "reason")
        fill(desk, learned_on="1-10-2026")
        await save_in_vain(desk)
        assert "at once was possible until 1 November 2026" in message(desk, "learned_on")
        fill(desk, learned_on="1-11-2026")
        await save_and_answer(desk)
        await desk.press("escape")
    (row,) = people.read(queries.endings_of, 1)
    assert (row.kind, row.ends_on) == ("immediate", TODAY)


async def test_an_expulsion_goes_from_reasons_to_the_appeal_that_undoes_it(people: Store, drive: Drive) -> None:
    async with drive((80, 50)) as desk:
        await desk.press("f3", "a", "1", "4")
        fill(desk, decided_on="1-11-2026", reason="bedreiging van buren")
        await save_and_answer(desk)
        assert "Your expulsion, with the reasons" in desk.text
        await desk.press("escape")
        assert "▲ suspended" in card(people, 1)
        await go(desk, "endings")
        assert "▲ no receipt" in desk.text
        await desk.press("a", "2")
        fill(desk, received_on="5-11-2026")
        await desk.saved()
        assert "An appeal is possible" in desk.text
        await desk.press("a", "3")
        await desk.saved()
        assert "▲ to decide" in desk.text
        await desk.press("enter")
        assert "until that is decided there is no last day" in desk.text
        assert [line.split() for line in desk.text.splitlines() if line.startswith(" decided on")] == [
            ["decided", "on", "01", "Nov", "2026"]
        ]
        await desk.press("escape", "a", "4")
        fill(desk, outcome="upheld")
        await desk.saved()
        await desk.press("f", "5")
        assert "✓ upheld" in desk.text
    (row,) = people.read(queries.endings_of, 1)
    assert (row.state, row.ends_on) == ("undone", None)
    (suspended,) = people.read(queries.suspensions_of, 1)
    assert suspended.ends_on == TODAY


async def test_the_association_gives_notice_with_a_ground(people: Store, drive: Drive) -> None:
    async with drive() as desk:
        await desk.press("f3", "a", "1", "3")
        fill(desk, ground="statutes", reason="contributie niet betaald", immediate="True")
        await save_in_vain(desk)
        assert "at once only where going on cannot" in message(desk, "immediate")
        fill(desk, immediate="False")
        await save_and_answer(desk)
        assert "Notice on your membership" in desk.text
        await desk.press("escape")
    (row,) = people.read(queries.endings_of, 1)
    assert (row.kind, row.ends_on) == ("by_association", YEAR_END)


async def test_at_a_death_the_law_on_the_lease_is_shown_and_nothing_is_done_to_it(people: Store, drive: Drive) -> None:
    async with drive(WIDE) as desk:
        await desk.press("f3", "a", "1", "5")
        fill(desk, died_on="15-11-2026")
        await desk.pilot.press("ctrl+s")
        await desk.settle()
        assert "The co-tenant continues the lease as tenant (BW 7:268)." in desk.text
        await desk.pilot.press("y")
        await desk.settle()
        await go(desk, "endings")
        await desk.press("f", "3")
        assert "the lease, by law" in desk.text
    record = people.read(register.record, 1)
    assert record is not None
    assert record.memberships[0].ends_on == date(2026, 11, 15)
    assert record.tenancies[0].ends_on is None


# -- while a member ------------------------------------------------------------------------------------------------


async def test_another_kind_a_suspension_and_e_mail_are_kept_from_the_record(people: Store, drive: Drive) -> None:
    async with drive() as desk:
        await desk.press("f3", "enter", "a", "5")
        await desk.saved()
        assert "by e-mail, since 20 Nov 2026" in card(people, 1)
        await desk.press("a", "5")
        assert "Called by post again" in desk.text
        await desk.press("escape", "a", "4")
        fill(desk, reason="art. 7: ruzie")
        await desk.saved()
        assert "member · ▲ suspended" in desk.text
        await desk.press("a", "4")
        assert "Lift the suspension" in desk.text
        await desk.saved()
        await desk.press("a", "2")
        fill(desk, kind="honorary", starts_on="1-12-2026")
        await desk.saved()
        assert "change of kind" in card(people, 1)
    record = people.read(register.record, 1)
    assert record is not None
    assert [row.kind for row in record.memberships] == ["honorary", "member"]


async def test_the_register_is_shown_as_it_stood_on_another_day(people: Store, drive: Drive) -> None:
    people.do(members.end_membership, person_id=1, ends_on=date(2026, 10, 31))
    async with drive() as desk:
        await desk.press("f3")
        assert "0 members" in desk.text
        await desk.press("d")
        await desk.type("31-10-2026")
        await desk.saved()
        assert "Members › current on 31 October 2026" in desk.text
        assert "Berg, Anna van den" in desk.text
        await desk.press("escape")
        assert "0 members" in desk.text
        await desk.press("d")
        await desk.type("1-1-2019")
        await desk.saved()
        assert "0 members" in desk.text
