"""The palette leads to every page, and Escape leads back to the section that a page belongs to."""

from __future__ import annotations

import pytest
from textual.widgets import Input, OptionList

from coopadmin import i18n
from coopadmin.i18n import _
from coopadmin.services import members, memberships
from coopadmin.services.members import PersonData
from db.queries.finder import KINDS
from db.store import Store
from screens.finder import NAMES, TITLES
from screens.list_screen import ListScreen
from screens.pages import PAGES, SCREENS
from screens.subject import subject_named
from tests.conftest import TODAY
from tests.screens.conftest import Drive


def test_every_page_is_found_by_the_title_that_stands_above_it() -> None:
    assert set(TITLES) == set(PAGES)
    assert {name: subject_named(name).title for name in PAGES if name not in SCREENS} == {
        name: title for name, title in TITLES.items() if name not in SCREENS
    }


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("appli", "applications"),
        ("endings", "endings"),
        ("offic", "offices"),
        ("deadl", "deadlines"),
        ("rules votes", "voting_rules"),
        ("requ", "requests"),
        ("actions", "actions"),
        ("week", "week"),
    ],
)
async def test_the_palette_goes_to_a_page_by_its_title(store: Store, drive: Drive, typed: str, name: str) -> None:
    async with drive() as desk:
        await desk.press("ctrl+p")
        await desk.type(typed)
        await desk.press("enter")
        assert desk.app.current_mode == name


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        ("nl", "vergaderstand"),
        ("nl", "beamer"),
        ("nl", "projector"),
        ("nl", "scherm"),
        ("en", "meeting mode"),
        ("en", "projector"),
        ("en", "screen"),
    ],
)
async def test_the_palette_says_how_meeting_mode_is_reached_and_leads_there(
    store: Store, drive: Drive, language: str, typed: str
) -> None:
    i18n.use(language)
    async with drive() as desk:
        await desk.press("ctrl+p")
        await desk.type(typed)
        assert _("Meeting mode: open the room of a meeting, then G") in desk.text
        listing = desk.app.screen.query_one(OptionList)
        listing.highlighted = next(
            place for place, one in enumerate(listing.options) if str(one.prompt).rstrip().endswith(_("Meetings"))
        )
        await desk.press("enter")
        assert desk.app.current_mode == "meetings"


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(("typed", "name"), [("doctor", "doctor"), ("backup", "backups"), ("GDPR", "privacy")])
async def test_a_page_is_found_by_the_word_of_its_command_in_either_language(
    store: Store, drive: Drive, language: str, typed: str, name: str
) -> None:
    i18n.use(language)
    async with drive() as desk:
        await desk.press("ctrl+p")
        await desk.type(typed)
        title = _(TITLES[name])
        assert any(title in line for line in desk.lines("OptionList"))


async def test_enter_that_comes_before_the_answer_waits_for_it(store: Store, drive: Drive) -> None:
    async with drive() as desk:
        await desk.press("ctrl+p")
        box = desk.app.screen.query_one(Input)
        box.value = "deadlines"
        await box.action_submit()
        await desk.settle()
        assert desk.app.current_mode == "deadlines"


async def test_a_record_that_begins_with_what_was_typed_comes_before_a_page_that_does(
    store: Store, drive: Drive
) -> None:
    person = PersonData("Offringa", given_name="Bo")
    store.do(members.register_member, number="L1", person=person, kind="member", starts_on=TODAY)
    async with drive() as desk:
        await desk.press("ctrl+p")
        await desk.type("off")
        found = desk.lines("OptionList")
        assert "Offringa" in found[0]
        assert "Offices" in found[1]


async def test_a_page_by_its_whole_name_comes_before_records_that_begin_with_it(store: Store, drive: Drive) -> None:
    person = PersonData("Offices", given_name="Bo")
    store.do(members.register_member, number="L1", person=person, kind="member", starts_on=TODAY)
    async with drive() as desk:
        await desk.press("ctrl+p")
        await desk.type("offices")
        assert "→" in desk.lines("OptionList")[0]
        assert "Bo" in desk.lines("OptionList")[1]
        await desk.press("enter")
        assert desk.app.current_mode == "offices"


async def test_an_application_is_reached_through_the_person(store: Store, drive: Drive) -> None:
    store.do(memberships.apply, person=PersonData("Dam", given_name="Eva"), kind="member", applied_on=TODAY)
    async with drive() as desk:
        await desk.press("ctrl+p")
        await desk.type("eva dam")
        await desk.press("enter")
        assert "to be decided" in desk.text


@pytest.mark.parametrize("name", PAGES)
async def test_escape_goes_back_to_the_section_a_page_belongs_to(store: Store, drive: Drive, name: str) -> None:
    async with drive() as desk:
        desk.app.go_to(name)
        await desk.settle()
        await desk.press("escape")
        assert desk.app.current_mode == PAGES[name]
        await desk.press("escape")
        assert desk.app.current_mode in ("desk", PAGES[name])


async def test_escape_leaves_a_section_for_the_desk(store: Store, drive: Drive) -> None:
    async with drive() as desk:
        await desk.press("f8")
        assert isinstance(desk.app.screen, ListScreen)
        await desk.press("escape")
        assert desk.app.current_mode == "desk"


def test_every_kind_of_record_that_is_found_has_a_name() -> None:
    assert [kind for kind in KINDS if kind not in NAMES] == []
