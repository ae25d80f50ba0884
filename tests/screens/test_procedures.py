"""A secretary looks up how the group chooses its neighbours, and sets it: ready made, by hand, from a day on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from textual.widgets import OptionList

from coopadmin.services import procedures
from coopadmin.services.undo import undo
from db.queries import procedures as queries
from db.queries.base import Listing
from db.store import Store
from screens.forms import FormScreen
from screens.procedures.subject import SUBJECT
from screens.subject import Section
from tests.conftest import TODAY, Furnish
from tests.screens.conftest import NARROW, WIDE, Desk, Drive
from tests.services.test_procedures import make_group, open_files

YEAR = date(2026, 1, 1)


def _three(store: Store) -> tuple[int, int, int]:
    """One procedure in force with an earlier version that a file began with, and one to come."""
    first = store.do(procedures.adopt_ready_made, code="committee", valid_from=date(2025, 1, 1)).result
    open_files(store, first, "T-2025-01")
    second = store.do(
        procedures.next_version, procedure_id=first, valid_from=YEAR, source="Meeting 2025-12", reply_days=10
    ).result
    coming = store.do(procedures.adopt_ready_made, code="list", valid_from=date(2027, 1, 1)).result
    return first, second, coming


@pytest.fixture
def ruled(store: Store, furnish: Furnish) -> Store:
    """Give a store with those procedures."""
    furnish(_three)
    return store


async def _open(desk: Desk, search: str = "") -> None:
    desk.app.go_to("procedures")
    await desk.settle()
    if search:
        await desk.press("slash")
        await desk.type(search)
        await desk.press("enter")


def _shown(store: Store, procedure_id: int) -> str:
    """What the record of a version says, as text."""
    card = store.read(SUBJECT.card, procedure_id, TODAY)
    assert card is not None
    parts = [part for section in card.sections for part in (section.title, *_words(section))]
    return "\n".join((card.title, card.status, *parts))


def _words(section: Section) -> list[str]:
    return [f"{entry.label} {entry.text}" for entry in section.entries]


def fill(desk: Desk, **values: str) -> None:
    """Fill in some fields of the form that is open."""
    form = desk.app.screen
    assert isinstance(form, FormScreen)
    for box in form.boxes:
        if box.field.name in values:
            box.text = values.pop(box.field.name)
    assert not values


def mistakes(desk: Desk) -> dict[str, str]:
    """What stands under the fields that are wrong."""
    form = desk.app.screen
    assert isinstance(form, FormScreen)
    return {box.field.name: box.message[2:] for box in form.boxes if box.message.startswith("▲")}


def told(desk: Desk) -> str:
    """What was said in passing."""
    return " ".join(one.message for one in desk.app._notifications)


def newest(store: Store) -> queries.ProcedureRow:
    """The version entered last."""
    return max(store.read(queries.page, Listing(filter="all"), TODAY).rows, key=lambda row: row.procedure.procedure_id)


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_list_shows_what_is_in_force_and_what_is_to_come(
    ruled: Store, drive: Drive, size: tuple[int, int]
) -> None:
    async with drive(size) as desk:
        await _open(desk)
        for said in ("Procedures of self-allocation", "Committee", "✓ in force", "Waiting list", "● to come"):
            assert said in desk.text, said
        assert "01 Jan 2025" not in desk.text
        await desk.press("f", "2")
        assert "○ earlier version" in desk.text
        assert "01 Jan 2025" in desk.text
        await _open(desk, "objection")
        assert "Committee" not in desk.text


async def test_an_empty_list_says_how_to_begin(store: Store, drive: Drive) -> None:
    async with drive() as desk:
        await _open(desk)
        assert "No procedure yet. Press N" in desk.text


def test_a_record_tells_all_that_is_asked_its_other_versions_and_its_files(ruled: Store) -> None:
    shown = _shown(ruled, 2)
    for said in (
        "Committee, from 1 January 2026",
        "✓ in force",
        "committee 3 to 7 people, nobody of the board",
        "source Meeting 2025-12",
        "Who is invited has 10 days to answer.",
        "01 Jan 2025 ○ earlier version",
        "Next version of a procedure",
    ):
        assert said in shown, said
    assert "files that began with it" not in shown
    assert "T-2025-01 A1 · opened 20 November 2026 · running" in _shown(ruled, 1)
    assert ruled.read(SUBJECT.card, 99, TODAY) is None


def test_a_record_names_its_standing_committee_and_its_last_day(store: Store) -> None:
    group = make_group(store)
    one = store.do(procedures.adopt_ready_made, code="committee", valid_from=YEAR, group_id=group).result
    store.do(procedures.end_procedure, procedure_id=one, ended_on=date(2026, 6, 30))
    shown = _shown(store, one)
    assert "committee Nominations" in shown
    assert "○ ended · last day 30 June 2026" in shown


@pytest.mark.parametrize("size", [NARROW, WIDE])
@pytest.mark.parametrize(("key", "name"), [("1", "Committee"), ("2", "Cluster"), ("3", "Waiting list")])
async def test_a_ready_made_procedure_is_taken_up_with_a_few_keys(
    store: Store, drive: Drive, size: tuple[int, int], key: str, name: str
) -> None:
    async with drive(size) as desk:
        await _open(desk)
        await desk.press("n", key)
        assert "All it asks is on its record" in desk.text
        assert "Name *" in desk.text
        fill(desk, source="", valid_from="1-12-2026")
        await desk.saved()
        assert mistakes(desk) == {"source": "fill this in"}
        fill(desk, source="House rules, art. 9")
        await desk.saved()
        assert desk.name == "ListScreen"
        assert "U takes it back" in told(desk)
        assert name in desk.text
        await desk.press("enter")
        assert f"{name}, from 1 December 2026" in desk.text
    row = newest(store)
    assert (row.procedure.name, row.procedure.source, row.state) == (name, "House rules, art. 9", "to_come")


async def test_a_ready_made_one_asks_for_the_committee_where_there_are_groups(store: Store, drive: Drive) -> None:
    group = make_group(store)
    async with drive() as desk:
        await _open(desk)
        await desk.press("n", "1")
        fill(desk, group_id=str(group))
        await desk.saved()
        await desk.press("n", "2")
        with pytest.raises(AssertionError):
            fill(desk, group_id=str(group))
        await desk.press("escape")
        await desk.press("n", "escape")
        assert desk.name == "ListScreen"
    assert newest(store).procedure.group_id == group


async def test_a_procedure_is_entered_by_hand_once_its_mistakes_are_mended(store: Store, drive: Drive) -> None:
    async with drive() as desk:
        await _open(desk)
        await desk.press("n", "4")
        assert "What is left empty is not asked." in desk.text
        await desk.saved()
        assert mistakes(desk) == {"name": "fill this in", "source": "fill this in"}
        fill(desk, name="Whole group", source="HR art. 2", sizes="4 to 2")
        await desk.saved()
        assert mistakes(desk) == {"sizes": "“4 to 2” is not rooms and people; write it like 4: 2, 5: 3"}
        fill(desk, sizes="4: 2", admissions="2", quorum="3/2", nominees="0", committee_least="5", committee_most="3")
        await desk.saved()
        assert set(mistakes(desk)) == {"quorum", "committee_most", "nominees", "second_after_days"}
        fill(desk, quorum="1/2", committee_most="7", nominees="2", second_after_days="98")
        fill(desk, decided_by="residents", method="three-quarters", acquaintance_days="84", ratification="True")
        await desk.saved()
        assert desk.name == "ListScreen"
        assert "three quarters" in desk.text
    made = newest(store).procedure
    assert (made.name, made.sizes, made.admissions, made.second_after_days) == ("Whole group", ((4, 2),), 2, 98)
    assert (made.decided_by, made.ratification, made.nominees) == ("residents", True, 2)
    assert (made.committee_least, made.committee_most, made.acquaintance_days) == (5, 7, 84)


async def test_a_procedure_holds_otherwise_from_a_day_on(ruled: Store, drive: Drive) -> None:
    async with drive() as desk:
        await _open(desk, "committee")
        await desk.press("e", "1")
        assert "Committee: the next version" in desk.text
        assert "keep the version they began with" in desk.text
        fill(desk, valid_from="1-1-2026")
        await desk.saved()
        assert mistakes(desk) == {"valid_from": "there is a version from 1 January 2026 already; choose a later day"}
        fill(desk, valid_from="1-2-2027", interview_residents="3", source="Meeting 2026-20")
        await desk.saved()
        assert "The next version holds from 1 February 2027. U takes it back." in told(desk)
        assert "● to come" in desk.text
        await desk.press("u", "y")
        await desk.settle()
    assert newest(ruled).procedure.name == "Waiting list"


async def test_a_version_no_file_uses_is_corrected(ruled: Store, drive: Drive) -> None:
    async with drive() as desk:
        await _open(desk, "waiting")
        await desk.press("e", "2")
        fill(desk, name="List", sizes="", refusals_most="2")
        await desk.saved()
        assert "Corrected. U takes it back." in told(desk)
        await desk.press("a", "2")
        await desk.saved()
        assert "Nothing was different." in told(desk)
    made = newest(ruled).procedure
    assert (made.name, made.sizes, made.refusals_most, made.fee_required) == ("List", (), 2, True)


async def test_a_version_a_file_began_with_only_gets_a_next_one(ruled: Store, drive: Drive) -> None:
    async with drive() as desk:
        await _open(desk)
        await desk.press("f", "2", "a", "2")
        assert desk.name == "ListScreen"
        assert "A file began with this version and keeps it." in told(desk)
        await desk.press("e")
        assert "Committee: the next version" in desk.text
        await desk.press("escape")
        await desk.press("enter", "end")
        assert desk.app.is_running


async def test_a_procedure_is_ended_and_taken_into_use_again(ruled: Store, drive: Drive) -> None:
    async with drive() as desk:
        await _open(desk, "committee")
        await desk.press("a", "3")
        assert "Files that run go on with it." in desk.text
        fill(desk, ended_on="1-1-2020")
        await desk.saved()
        assert mistakes(desk) == {"ended_on": "the version begins on 1 January 2026; it cannot end before"}
        fill(desk, ended_on="31-12-2026")
        await desk.saved()
        assert "No file begins with it after 31 December 2026." in told(desk)
        await desk.press("a", "3")
        fill(desk, ended_on="")
        await desk.saved()
        assert "It is in use again." in told(desk)
        await desk.press("a", "3")
        fill(desk, ended_on="")
        await desk.saved()
        assert "Nothing was different." in told(desk)
        await desk.press("escape")
    assert [one.ended_on for one in ruled.read(queries.in_force, TODAY)] == [None]


async def test_what_it_asks_is_saved_as_a_text_to_publish(ruled: Store, drive: Drive, tmp_path: Path) -> None:
    target = tmp_path / "procedure.txt"
    async with drive() as desk:
        await _open(desk, "committee")
        await desk.press("a", "4")
        assert desk.name == "ConfirmScreen"
        await desk.press("y")
        fill(desk, file=str(target))
        await desk.saved()
    text = target.read_text(encoding="utf-8")
    assert text.startswith("Committee, from 1 January 2026\n\n- The committee holds the candidates")
    assert "Where it comes from: Meeting 2025-12" in text


async def test_what_was_taken_back_meanwhile_hurts_no_form(store: Store, drive: Drive) -> None:
    made = store.do(procedures.adopt_ready_made, code="cluster", valid_from=YEAR)
    async with drive() as desk:
        await _open(desk)
        assert made.batch is not None
        store.do(undo, batch=made.batch)
        await desk.press("e")
        for place in "1234":
            await desk.press("a", place)
        assert desk.name == "ListScreen"
        assert desk.app.is_running


async def test_the_page_of_the_association_leads_to_the_procedures(ruled: Store, drive: Drive) -> None:
    async with drive() as desk:
        await desk.press("f9")
        lines = desk.lines("OptionList")
        place = next(index for index, line in enumerate(lines) if "Procedures of self-allocation" in line)
        desk.app.screen.query_one(OptionList).highlighted = place
        await desk.press("enter")
        assert desk.app.current_mode == "procedures"
        assert "Committee" in desk.text
