"""A board opens a file whose procedure asks for a committee, and chooses that committee on the way."""

from __future__ import annotations

import pytest

from db.journal import Transaction
from db.queries import allocation as queries
from db.queries.electors import electors
from db.store import Store
from db.tables.members import WorkingGroup, WorkingGroupTerm
from screens.boxes import PickBox
from tests.conftest import TODAY, Furnish
from tests.screens.conftest import Desk, Drive
from tests.screens.filling import fill_in, filled_in, form_of, message_under, notices
from tests.vacancies import Houses, houses


def _without_groups(transaction: Transaction) -> None:
    for term_id in range(1, 9):
        transaction.remove(WorkingGroupTerm, term_id)
    for group_id in range(1, 4):
        transaction.remove(WorkingGroup, group_id)


def _bare(store: Store) -> Houses:
    found = houses(store)
    store.do(_without_groups)
    return found


@pytest.fixture
def there(furnish: Furnish) -> Houses:
    """Fill the store with homes and procedures; no working group was ever made."""
    return furnish(_bare)


async def _opening(desk: Desk) -> None:
    desk.app.go_to("allocation")
    await desk.settle()
    await desk.press("n", "1")


def _pick(desk: Desk, **people: int) -> None:
    for box in form_of(desk).boxes:
        if box.field.name in people:
            assert isinstance(box, PickBox)
            box.pick(people[box.field.name], f"person {people[box.field.name]}")


@pytest.mark.parametrize("group", ["", "new"])
async def test_the_members_are_asked_on_saving_where_no_committee_is_named(
    store: Store, there: Houses, drive: Drive, group: str
) -> None:
    async with drive() as desk:
        await _opening(desk)
        fill_in(desk, procedure_id="1", group_id=group, note="Zonnig")
        await desk.press("ctrl+s")
        assert "The committee of this file" in desk.text
        assert "3 to 7 people, nobody of the board" in desk.text
        assert "On the board now: Eik." in desk.text
        fill_in(desk, committee_name="Woningcommissie")
        _pick(desk, member_1=there.people[0], member_2=there.people[1], member_3=there.people[4])
        await desk.press("ctrl+s")
        assert "1 of them is on the board" in " ".join(desk.text.replace("│", " ").split())
        _pick(desk, member_3=there.people[2])
        await desk.press("ctrl+s")
        assert "Opened: T-2026-01 for home A12. U takes it back." in notices(desk)
        [one] = store.read(queries.running, TODAY)
        assert (one.facts.group, one.facts.note) == ("Woningcommissie", "Zonnig")
        sit = store.read(electors, "committee", one.facts.group_id, TODAY)
        assert {found.person_id for found in sit} == set(there.people[:3])


async def test_who_goes_back_from_the_members_finds_the_form_as_it_was(
    store: Store, there: Houses, drive: Drive
) -> None:
    async with drive() as desk:
        await _opening(desk)
        fill_in(desk, procedure_id="1", note="Zonnig")
        await desk.press("ctrl+s")
        _pick(desk, member_1=there.people[0])
        await desk.press("escape")
        assert filled_in(desk)["note"] == "Zonnig"
        assert "no committee yet" in message_under(desk, "group_id")
        await desk.press("ctrl+s")
        assert filled_in(desk)["member_1"] == f"person {there.people[0]}"
        _pick(desk, member_2=there.people[0], member_3=there.people[2])
        await desk.press("ctrl+s")
        assert "chosen above already" in message_under(desk, "member_2")
        assert store.read(queries.running, TODAY) == ()


async def test_what_is_wrong_with_the_opening_is_said_before_anybody_is_asked_for(there: Houses, drive: Drive) -> None:
    async with drive() as desk:
        await _opening(desk)
        fill_in(desk, procedure_id="1", opened_on="1-1-2027")
        await desk.press("ctrl+s")
        assert "still to come" in message_under(desk, "opened_on")
        assert "The committee of this file" not in desk.text


async def test_a_procedure_without_a_committee_asks_for_none(store: Store, there: Houses, drive: Drive) -> None:
    async with drive() as desk:
        await _opening(desk)
        fill_in(desk, procedure_id="3")
        await desk.press("ctrl+s")
        [one] = store.read(queries.running, TODAY)
        assert one.facts.group == ""
