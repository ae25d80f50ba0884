"""A committee at the page of the candidates of a file: keys for every deed, numbers and never a name."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from coopadmin.services import candidates, interviews, screening
from db.journal import Transaction
from db.queries import screening as queries
from db.queries.screening import CandidacyRow
from db.store import Store
from db.tables.dwellings import Dwelling
from screens.allocation.screening import show_candidates
from tests.allocation_file import NAMES, TODAY, Cast, close, fill
from tests.conftest import Furnish
from tests.screens.conftest import NARROW, WIDE, Desk, Drive
from tests.screens.filling import notices

ASKING: dict[str, Any] = {
    "size_extra": 2,
    "sizes": ((4, 2),),
    "acquaintance_days": 84,
    "reply_days": 7,
    "interview_residents": 2,
}
RULE = "rule: Committee, from 1 January 2026 (house rules 4)"


def _begun(store: Store) -> Cast:
    cast = fill(store, ASKING)
    for candidate_id in (cast.first, cast.second):
        store.do(candidates.note_contact, candidate_id=candidate_id, happened_on=date(2026, 6, 1), kind="introduction")
    return cast


def _not_asked(store: Store) -> Cast:
    return fill(store, ASKING, internal_asked=False)


def _invited(store: Store) -> Cast:
    cast = _begun(store)
    store.do(screening.enter_all, file_id=cast.file, on=TODAY)
    store.do(screening.screen, file_id=cast.file, on=TODAY)
    store.do(screening.invite, candidacy_id=rows(store, cast)["K-0001"].candidacy_id, invited_on=TODAY)
    return cast


def rows(store: Store, cast: Cast) -> dict[str, CandidacyRow]:
    """Give the candidates of the file by number."""
    return {one.number: one for one in store.read(queries.candidates, cast.file)}


def one_line(text: str) -> str:
    """Give what the screen shows without its line ends."""
    return " ".join(text.split())


async def opened(desk: Desk, cast: Cast) -> None:
    """Open the page as the action of a file does."""
    desk.app.run_worker(show_candidates(desk.app, cast.file))
    await desk.settle()
    assert desk.name == "ScreeningScreen"


def nobody_is_named(text: str) -> bool:
    """Look for the family names of the candidates; Bas Buizerd is a resident too, and is named as such."""
    return not any(name in text for name in NAMES if name != "Buizerd")


@pytest.fixture
def begun(store: Store, furnish: Furnish) -> Cast:
    """A file with nobody in it yet."""
    assert store
    return furnish(_begun)


@pytest.fixture
def invited(store: Store, furnish: Furnish) -> Cast:
    """A file with four candidates, of whom K-0001 was invited."""
    assert store
    return furnish(_invited)


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_an_empty_file_tells_which_keys_to_press_and_the_lists_come_in_with_one(
    drive: Drive, begun: Cast, size: tuple[int, int]
) -> None:
    async with drive(size) as desk:
        await opened(desk, begun)
        assert "Press A to enter everybody on the lists, or N for one candidate." in one_line(desk.text)
        await desk.press("a", "s")
        assert "T-2026-01 A12 · 4 candidates · 3 fit · 0 invited" in desk.text
        assert all(number in desk.text for number in ("K-0001", "K-0002", "K-0003", "K-0004"))
        assert "✗ does not fit" in desk.text
        assert "● to be invited" in desk.text
        assert nobody_is_named(desk.text)


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_card_tells_what_was_found_and_who_asks_it(
    drive: Drive, invited: Cast, size: tuple[int, int]
) -> None:
    async with drive(size) as desk:
        await opened(desk, invited)
        await desk.press("down", "down", "down")
        card = " ".join(desk.lines("#candidate"))
        assert "K-0004 · pool" in card
        assert "✗ not too large for the household: 1 person: 3 rooms at most; this home has 4" in card
        assert "✗ enough people for the home: 1 person; a home of 4 rooms is for 2 at least" in card
        assert "✓ known long enough: met on 1 June 2026, 84 days are asked" in card
        assert RULE in card


async def test_who_lives_here_must_be_asked_first_and_the_page_says_by_which_rule(
    drive: Drive, store: Store, furnish: Furnish
) -> None:
    cast = furnish(_not_asked)
    async with drive(WIDE) as desk:
        await opened(desk, cast)
        await desk.press("a")
        assert "Members who live here are asked first" in desk.text
        assert rows(store, cast) == {}


async def test_one_candidate_is_entered_by_number_with_where_they_come_from(
    drive: Drive, store: Store, begun: Cast
) -> None:
    async with drive() as desk:
        await opened(desk, begun)
        await desk.press("n", "enter")
        assert "K-0001 · 2 people · waiting list · place 1" in desk.text
        assert "K-0005 · 2 people · lives here" in desk.text
        assert "K-0006 · 2 people · from outside" in desk.text
        assert nobody_is_named(desk.text)
        await desk.press("end", "enter")
        await desk.saved()
        assert rows(store, begun)["K-0006"].origin == "outside"
        assert "K-0006 is in the file" in desk.text


async def test_a_day_before_the_file_stands_under_its_field(drive: Drive, store: Store, begun: Cast) -> None:
    async with drive() as desk:
        await opened(desk, begun)
        await desk.press("n", "enter", "end", "enter", "tab", "ctrl+u")
        await desk.type("1-11-26")
        await desk.saved()
        assert "▲ the file was opened on 10 November 2026, not before" in desk.text
        assert rows(store, begun) == {}


async def test_an_exception_needs_a_reason_without_a_citizen_number_and_can_be_taken_back(
    drive: Drive, store: Store, invited: Cast
) -> None:
    async with drive() as desk:
        await opened(desk, invited)
        await desk.press("down", "down", "down", "i")
        await desk.press("1")
        assert desk.name == "ScreeningScreen"
        assert "K-0004 does not fit; an exception (O) is made with a reason." in notices(desk)
        await desk.press("o")
        assert "1 person: 3 rooms at most; this home has 4" in desk.text
        await desk.type("111222333")
        await desk.saved()
        assert "that can be a citizen service" in desk.text
        await desk.press("ctrl+u")
        await desk.type("a child comes in March")
        await desk.saved()
        assert rows(store, invited)["K-0004"].standing == "overridden"
        assert "✓ exception made" in desk.text
        await desk.press("o", "2")
        assert rows(store, invited)["K-0004"].standing == "fails"


async def test_everybody_who_fits_is_invited_or_one_alone(drive: Drive, store: Store, invited: Cast) -> None:
    async with drive() as desk:
        await opened(desk, invited)
        await desk.press("down", "i")
        assert "Invite all 2 who fit" in desk.text
        await desk.press("2")
        await desk.saved()
        assert {number for number, one in rows(store, invited).items() if one.invited_on} == {
            "K-0001",
            "K-0002",
            "K-0003",
        }
        assert "● answer due 27 Nov 2026" in desk.text


async def test_an_answer_is_noted_and_who_does_not_come_stands_as_withdrawn(
    drive: Drive, store: Store, invited: Cast
) -> None:
    async with drive() as desk:
        await opened(desk, invited)
        await desk.press("w", "enter", "down", "enter")
        await desk.saved()
        assert rows(store, invited)["K-0001"].answer == "yes"
        assert "● plan an interview" in desk.text
        await desk.press("w", "enter", "end", "enter")
        await desk.saved()
        assert rows(store, invited)["K-0001"].outcome == "withdrew"
        await desk.press("u", "y")
        assert rows(store, invited)["K-0001"].answer == "yes"


async def test_an_interview_is_planned_refused_with_too_few_and_held(drive: Drive, store: Store, invited: Cast) -> None:
    async with drive(WIDE) as desk:
        await opened(desk, invited)
        await desk.press("p")
        await desk.type("20-11-26 20:00")
        await desk.press("tab")
        await desk.type("common room")
        await desk.press("tab")
        await desk.type("Amsel")
        await desk.saved()
        assert "● 20 Nov 2026 20:00 · common room" in " ".join(desk.lines("#candidate"))
        assert "▲ 1 of 2 residents" in " ".join(desk.lines("#candidate"))
        await desk.press("p", "2")
        await desk.saved()
        assert "An interview with 1 resident was none by the procedure" in desk.text
        await desk.press("tab", "tab")
        await desk.type("Dijkman")
        await desk.saved()
        assert rows(store, invited)["K-0001"].interviews == 1
        assert "✓ held on 20 November 2026 · common room" in " ".join(desk.lines("#candidate"))
        await desk.press("p", "2")
        assert "Correct" not in desk.text or desk.name == "FormScreen"


async def test_an_interview_is_moved_and_called_off(drive: Drive, store: Store, invited: Cast) -> None:
    store.do(
        interviews.plan_interview,
        candidacy_id=rows(store, invited)["K-0001"].candidacy_id,
        starts_at="2026-11-24T20:00",
        place="common room",
        resident_ids=[invited.anna, invited.dirk],
    )
    async with drive(WIDE) as desk:
        await opened(desk, invited)
        assert "● interview 24 Nov 2026" in desk.text
        await desk.press("p", "3", "ctrl+u")
        await desk.type("25-11-26 19:30")
        await desk.saved()
        assert "● interview 25 Nov 2026" in desk.text
        await desk.press("p", "4")
        assert store.read(queries.interviews, invited.file) == ()


async def test_an_interest_is_declared_and_withdrawn(drive: Drive, store: Store, invited: Cast) -> None:
    async with drive() as desk:
        await opened(desk, invited)
        await desk.press("x")
        await desk.type("Amsel")
        await desk.press("tab", "enter", "down", "down", "down", "enter")
        await desk.saved()
        (one,) = store.read(queries.interests, invited.file)
        assert (one.person_id, one.kind, one.number) == (invited.anna, "partner", "K-0001")
        assert "Amsel · partner of a candidate · K-0001" in " ".join(desk.lines("#candidate"))
        await desk.press("x", "2")
        assert store.read(queries.recused, invited.file, None) == ()


async def test_that_a_resident_is_a_candidate_is_told_without_their_number_or_name(
    drive: Drive, store: Store, invited: Cast
) -> None:
    store.do(
        screening.enter_candidate,
        file_id=invited.file,
        candidate_id=invited.inside,
        origin="internal",
        entered_on=TODAY,
    )
    async with drive() as desk:
        await opened(desk, invited)
        card = " ".join(desk.lines("#candidate"))
        assert "2 more stand aside, for they or who they live with are a candidate." in card
        assert "Buizerd" not in desk.text


async def test_who_withdraws_or_was_entered_by_mistake_leaves_the_file(
    drive: Drive, store: Store, invited: Cast
) -> None:
    async with drive() as desk:
        await opened(desk, invited)
        await desk.press("delete", "1")
        await desk.saved()
        assert rows(store, invited)["K-0001"].outcome == "withdrew"
        await desk.press("down", "delete", "2")
        assert "K-0002" not in rows(store, invited)


async def test_enter_goes_to_the_candidate_s_own_page_and_escape_back(drive: Drive, invited: Cast) -> None:
    async with drive() as desk:
        await opened(desk, invited)
        await desk.press("enter")
        assert desk.name == "RecordScreen"
        assert "Adelaar" in desk.text
        await desk.press("escape")
        assert desk.name == "ScreeningScreen"
        await desk.press("escape")
        assert desk.name != "ScreeningScreen"


async def test_a_home_without_rooms_is_said_to_be_not_known(drive: Drive, store: Store, begun: Cast) -> None:
    def empty(transaction: Transaction) -> None:
        number = transaction.scalar(select(col(Dwelling.id)).where(col(Dwelling.code) == "A12"))
        transaction.change(Dwelling, number, rooms=None)

    store.do(empty)
    async with drive() as desk:
        await opened(desk, begun)
        await desk.press("a", "s")
        assert "● not known" in desk.text
        assert "how many rooms this home has is not known" in " ".join(desk.lines("#candidate"))


REFUSED = pytest.mark.parametrize(
    ("number", "keys", "sentence"),
    [
        ("K-0001", ("o",), "K-0001 meets everything that is asked; no exception is needed"),
        ("K-0001", ("i", "1"), "K-0001 was invited already, on 20 November 2026"),
        ("K-0002", ("w",), "K-0002 was not invited yet"),
        ("K-0002", ("p",), "K-0002 was not invited yet; invite them first (I)"),
    ],
)


@REFUSED
async def test_what_cannot_be_is_said_before_a_form_is_opened(
    drive: Drive, invited: Cast, number: str, keys: tuple[str, ...], sentence: str
) -> None:
    async with drive() as desk:
        await opened(desk, invited)
        await desk.press(*["down"] * (int(number[-1]) - 1), *keys)
        assert desk.name == "ScreeningScreen"
        assert sentence in notices(desk)


@pytest.mark.parametrize("key", ["n", "a", "s", "o", "i", "w", "p", "x", "delete"])
async def test_the_candidates_of_a_closed_file_are_shown_and_no_key_asks_for_anything(
    drive: Drive, store: Store, invited: Cast, key: str
) -> None:
    close(store, invited.file)
    async with drive() as desk:
        await opened(desk, invited)
        await desk.press(key)
        assert desk.name == "ScreeningScreen"
        assert "Reopen the file first, with a reason." in notices(desk)


async def test_while_those_who_live_here_were_not_asked_nobody_else_is_offered(
    drive: Drive, store: Store, furnish: Furnish
) -> None:
    cast = furnish(_not_asked)
    async with drive() as desk:
        await opened(desk, cast)
        assert "Members who live here are asked first: tick that step in the file" in one_line(desk.text)
        await desk.press("n", "enter")
        offered = [number for number in ("K-0001", "K-0003", "K-0005", "K-0006") if number in desk.text]
        assert offered == ["K-0005"]
        await desk.press("escape", "escape")
        assert desk.name == "ScreeningScreen"
        store.do(candidates.correct_candidate, candidate_id=cast.inside, registered_on=date(2026, 1, 1), person_id=None)
        await desk.press("n")
        assert desk.name == "ScreeningScreen"
        assert "Members who live here are asked first" in notices(desk)
