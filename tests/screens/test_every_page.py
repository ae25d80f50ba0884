"""Every page opens, at both sizes, in both languages, whatever people have typed into the records."""

from __future__ import annotations

import re
from datetime import date, datetime

import pytest

from coopadmin import i18n
from coopadmin.services import association, bookings, contracts, decisions, dwellings, facilities, maintenance, members
from coopadmin.services.contracts import start_contract
from coopadmin.services.decisions import Votes
from coopadmin.services.dwellings import DwellingData
from coopadmin.services.facilities import FacilityData
from coopadmin.services.maintenance import TaskData
from coopadmin.services.members import PersonData
from db.store import Store
from screens.commands import SECTIONS
from tests.screens.conftest import NARROW, WIDE, Desk, Drive

HOSTILE = {
    "closing tag": "De Vries [/foo] 100% [/]",
    "live link": "[@click=app.quit]Piet[/]",
    "open bracket": "[bold",
    "long": "W" * 200,
    "emoji": "👩‍👩‍👧‍👦 Familie 🏠",
    "right to left": "محمد بن عبد الله",
    "direction override": "abc\u202egnirts\u2066",
    "control signs": "a\x1b[31mb\x07c",
}

SECTION_KEYS = [command.key for name, command in SECTIONS.items() if name != "desk"]

TEXTUALS_OWN = re.compile(
    r"\b(Search for|Select|Quit|palette|Keys|Maximize|Screenshot|Must be|No matches|Cursor|Paste|Undo|Cancel|Submit)\b"
)
"""English that Textual brings along."""


def _fill(store: Store, text: str, began: date = date(2020, 1, 1)) -> None:
    """Put `text` wherever a person can type."""
    short = text[:30]
    person = PersonData(text, prefix=short, initials=short, given_name=short, phone=short, address=text, note=text)
    member = store.do(members.register_member, number=short, person=person, kind="member", starts_on=began).result
    store.do(members.give_office, person_id=member, office=short, starts_on=date(2021, 1, 1))
    store.do(members.join_group, person_id=member, group=short, starts_on=date(2021, 1, 1))
    owner = store.do(association.save_owner, name=text, contact=text, note=text).result
    store.do(association.save_agreement, owner_id=owner, reference=text, starts_on=date(2020, 1, 1), note=text)
    home = store.do(
        dwellings.add_dwelling, dwelling=DwellingData(code=short, street=text, cluster=text, note=text)
    ).result
    contract = store.do(
        start_contract,
        number=short,
        dwelling_id=home,
        tenants=[member],
        starts_on=date(2020, 1, 1),
        basic_rent_cents=50000,
        note=text,
    ).result
    room = store.do(
        facilities.add_facility, facility=FacilityData(code=short, name=text, kind=text, place=text, house_rules=text)
    ).result
    store.do(
        bookings.book,
        facility_id=room,
        person_id=member,
        starts_at=datetime(2026, 11, 20, 14),  # noqa: DTZ001 - wall clock
        ends_at=datetime(2026, 11, 20, 16),  # noqa: DTZ001 - wall clock
        purpose=text,
    )
    task = TaskData(what=text, reported_on=date(2026, 1, 1), place=text, reporter_id=member, contractor=text, note=text)
    store.do(maintenance.report_task, number=short, task=task, every_months=12)
    store.do(
        decisions.record_decision,
        number=short,
        decided_on=date(2026, 1, 1),
        body=text,
        subject=text,
        text=text,
        method="simple",
        votes=Votes(),
        outcome="carried",
        kind="decision",
        candidate=text,
        note=text,
    )
    store.do(contracts.give_notice, contract_id=contract, notice_on=date(2026, 11, 1), ends_on=date(2026, 12, 31))


async def _visit_everything(desk: Desk) -> None:
    """Go to every page, open its record, its forms and its questions, and the help and the palette once."""
    for key in SECTION_KEYS:
        await desk.press(key, "down", "enter", "escape")
        for opening in ("n", "e", "a", "f"):
            await desk.press(opening)
            if desk.name in ("FormScreen", "ChooseScreen"):
                await desk.press("escape")
    for opening in ("s", "x", "u", "f1", "ctrl+p"):
        await desk.press(opening, "escape")
    await desk.press("f7", "b", "f6", "b", "f3", "b", "f2", "j", "down", "escape", "r", "escape")


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_no_text_in_a_record_can_hurt_a_page(store: Store, drive: Drive, size: tuple[int, int]) -> None:
    for place, text in enumerate(HOSTILE.values()):
        _fill(store, text, date(2010 + place, 1, 1))
    async with drive(size, first_page=True, draws_always=True) as desk:
        for key in SECTION_KEYS[:-1]:
            await desk.press(key)
            for _row in HOSTILE if size == WIDE else "1":
                await desk.press("down")  # on a wide screen the record beside the list follows
            await desk.press("enter", "escape")
            assert desk.app.is_running
        await desk.press("f9", "ctrl+p")
        await desk.type("[@")
        await desk.press("down", "escape", "f2", "j")
        assert desk.app.return_value is None


async def test_every_page_opens_on_an_empty_store(store: Store, drive: Drive) -> None:
    async with drive(first_page=True, draws_always=True) as desk:
        await _visit_everything(desk)
        assert desk.app.is_running


async def test_nothing_of_textuals_english_is_left_on_a_dutch_page(store: Store, drive: Drive) -> None:
    i18n.use("nl")
    _fill(store, "Xx")
    async with drive(WIDE) as desk:
        for key in ["f2", *SECTION_KEYS]:
            await desk.press(key)
            assert not TEXTUALS_OWN.search(desk.text), desk.text
            await desk.press("e")
            assert not TEXTUALS_OWN.search(desk.text), desk.text
            if desk.name == "FormScreen":
                await desk.press("escape")
        for opening in ("f1", "ctrl+p"):
            await desk.press(opening)
            assert not TEXTUALS_OWN.search(desk.text), desk.text
            await desk.press("escape")
