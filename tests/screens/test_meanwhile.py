"""Two desks on one store: what the other made of it stands beside one's own, and one chooses."""

from __future__ import annotations

from datetime import date

import pytest

from coopadmin.services.members import PersonData, correct_person, register_member
from db.queries import members
from db.store import Store
from screens.fields import FieldBox
from tests.screens.conftest import Desk, Drive

BERG = PersonData("Berg", given_name="Anna", phone="06-1")


@pytest.fixture
def anna(store: Store) -> int:
    """A member whom two people correct."""
    return store.do(register_member, number="L001", person=BERG, kind="member", starts_on=date(2020, 1, 1)).result


def phone(store: Store, person_id: int) -> str:
    found = store.read(members.record, person_id)
    assert found is not None
    return found.phone


async def correct_under_each_other(desk: Desk, store: Store, person_id: int) -> None:
    """Open the form, let a colleague change the telephone, type another one, and save."""
    await desk.press("f3", "e")
    colleague = Store(store.path, actor="Emre")
    colleague.do(correct_person, person_id=person_id, person=PersonData("Berg", given_name="Anna", phone="06-2"))
    field = desk.app.screen.query_one("#field-phone", FieldBox)
    field.text = "06-3"
    await desk.press("ctrl+s")


@pytest.mark.parametrize(("key", "kept"), [("1", "06-3"), ("2", "06-2")])
async def test_what_the_other_made_of_it_stands_beside_ones_own(
    key: str, kept: str, drive: Drive, store: Store, anna: int
) -> None:
    async with drive() as desk:
        await correct_under_each_other(desk, store, anna)
        assert "Emre changed this meanwhile" in desk.text
        assert "phone: there “06-2”, here “06-3”" in desk.text
        await desk.press(key)
        assert desk.name == "ListScreen"
    assert phone(store, anna) == kept


async def test_who_goes_back_to_the_form_still_has_what_was_typed(drive: Drive, store: Store, anna: int) -> None:
    async with drive() as desk:
        await correct_under_each_other(desk, store, anna)
        await desk.press("escape")
        assert desk.name == "FormScreen"
        assert desk.app.screen.query_one("#field-phone", FieldBox).text == "06-3"
        assert phone(store, anna) == "06-2"
        await desk.press("ctrl+s", "1")
    assert phone(store, anna) == "06-3"


async def test_what_the_other_makes_of_it_while_one_chooses_is_asked_too(drive: Drive, store: Store, anna: int) -> None:
    async with drive() as desk:
        await correct_under_each_other(desk, store, anna)
        colleague = Store(store.path, actor="Emre")
        colleague.do(correct_person, person_id=anna, person=PersonData("Berg", given_name="Anna", phone="06-4"))
        await desk.press("1")
        assert "phone: there “06-4”, here “06-3”" in desk.text
        assert phone(store, anna) == "06-4"
        await desk.press("1")
        assert desk.name == "ListScreen"
    assert phone(store, anna) == "06-3"


async def test_ones_own_changes_one_after_the_other_are_not_in_the_way(drive: Drive, store: Store, anna: int) -> None:
    async with drive() as desk:
        await desk.press("f3")
        for number in ("06-5", "06-6"):
            await desk.press("e")
            desk.app.screen.query_one("#field-phone", FieldBox).text = number
            await desk.saved()
            assert desk.name == "ListScreen"
    assert phone(store, anna) == "06-6"
