"""A committee decides at the desk: calls the vote out of the file, goes to the room, counts, and fixes the order."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date

import pytest

from db.queries import choosing as queries
from db.store import Store
from db.tables.allocation import AllocationFile, Candidacy, Interview
from screens.allocation import choosing as page
from screens.allocation.subject import SUBJECT
from screens.app import CoopApp
from screens.meetings.room import RoomScreen
from screens.subject import Action
from screens.workers import guarded
from tests.choosing_made import (
    EVENING,
    TODAY,
    Case,
    add_row,
    aside,
    by_cluster,
    by_committee,
    by_list,
    call,
    choose,
    chosen,
    declare,
    item_of,
    open_meeting,
    plan,
    set_columns,
    set_procedure,
)
from tests.conftest import Furnish
from tests.screens.conftest import NARROW, WIDE, Desk, Drive
from tests.screens.filling import fill_in, filled_in, form_of, message_under, notices
from tests.screens.secretary import Clock, Secretary

SIZES = pytest.mark.parametrize("size", [NARROW, WIDE])
Do = Callable[[CoopApp, int], Awaitable[None]]


@pytest.fixture
def case(furnish: Furnish) -> Case:
    """Put a file in the store that the committee decides on by two thirds."""
    return furnish(by_committee)


@pytest.fixture
def cluster(furnish: Furnish) -> Case:
    """Put a file in the store that a cluster decides on by consent, checked by the general meeting."""
    return furnish(by_cluster)


@pytest.fixture
def listed(furnish: Furnish) -> Case:
    """Put a file in the store where the waiting list gives the order."""
    return furnish(by_list)


async def do(desk: Desk, run: Do, case: Case) -> None:
    """Choose an action of the file."""
    desk.app.screen.run_worker(guarded(desk.app, run(desk.app, case.file_id)), group="deed")
    await desk.settle()


@SIZES
async def test_a_vote_is_called_and_held_in_the_room(
    store: Store, case: Case, drive: Drive, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    Clock(EVENING, monkeypatch)
    declare(store, case, person=0, candidacy=0)
    async with drive(size) as desk:
        await do(desk, page.call, case)
        assert "Choice of a candidate for A12" in desk.text
        assert "Who decides: Woningcommissie. Two thirds of the votes cast" in " ".join(desk.text.split())
        # K-0003 fails a hard criterion and is not offered.
        assert [name for name in filled_in(desk) if name.startswith("candidate")] == ["candidate1", "candidate2"]
        await desk.saved()
        assert "say when the new meeting is" in message_under(desk, "starts_at")
        fill_in(desk, starts_at="10-11-2026 20:00", place="Keuken")
        await desk.saved()
        assert "On the agenda, with 2 votes" in notices(desk)
        item = item_of(store, case, "choice", 0)
        assert aside(store, item.item_id) == [case.people[0]]
        declare(store, case, person=1, candidacy=0)
        await do(desk, page.open_meeting, case)
        assert isinstance(desk.app.screen, RoomScreen)
        assert "1 stands aside more." in notices(desk)
        Secretary(desk).sees("two thirds of the votes cast", "K-0001 for home A12")
        assert "Zoeker" not in desk.text
    assert len(aside(store, item.item_id)) == 2


@SIZES
async def test_the_count_is_by_the_procedure_from_the_first_key(
    store: Store, case: Case, drive: Drive, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    Clock("2026-11-10T20:15", monkeypatch)
    meeting = call(store, case, 0)
    open_meeting(store, meeting, case.people[:5])
    async with drive(size) as desk:
        await do(desk, page.open_meeting, case)
        secretary = Secretary(desk)
        secretary.sees("5 may vote · 5 present · 0 by proxy · quorum 3: met")
        await secretary.press("t", "3", "enter", "2", "enter", "0", "enter")
        assert item_of(store, case, "choice", 0).outcome == "rejected"
    assert item_of(store, case, "choice", 0).sentence.startswith("Not carried: 3 for, 2 against; 4 needed")


async def test_a_file_whose_candidates_were_not_screened_says_so(store: Store, case: Case, drive: Drive) -> None:
    call(store, case, 0, 1)
    async with drive() as desk:
        await do(desk, page.call, case)
        # What waits can be called off; there is nobody else to put to the vote.
        assert [line[2:] for line in desk.lines("OptionList")] == [
            "choice of a candidate",
            "Call off: choice of a candidate · K-0002 · 10 Nov 2026 20:00",
            "Call off: choice of a candidate · K-0001 · 10 Nov 2026 20:00",
        ]
        await desk.press("1")
        said = notices(desk, "warning")
        assert "No candidate can be put to the vote now." in said
        # One is on an agenda, and one does not fit: each is told with what to do.
        assert "K-0001 is on the agenda of the meeting of 10 November 2026 already: open the room to vote" in said
        assert "K-0003 does not meet the hard criteria" in said
        await do(desk, page.call, case)
        await desk.press("2")
        assert "Call off the vote on choice of a candidate · K-0002" in " ".join(desk.text.split())
        await desk.press("y")
        assert "Called off. U takes it back." in notices(desk)
    assert [one.number for one in store.read(queries.choices, case.file_id)] == ["K-0001"]


async def test_a_second_admission_is_offered_once_somebody_was_admitted(store: Store, case: Case, drive: Drive) -> None:
    set_procedure(store, admissions=2, second_after_days=90)
    async with drive() as desk:
        # One thing can be voted on, so nothing is asked before its form.
        await do(desk, page.call, case)
        assert [name for name in filled_in(desk) if name.startswith("candidate")] == ["candidate1", "candidate2"]
        await desk.press("escape")
        closed = {"closed_on": TODAY, "outcome": "withdrawn", "close_reason": "sold"}
        store.do(set_columns, model=AllocationFile, row_id=case.file_id, **closed)
        await do(desk, page.call, case)
        said = notices(desk, "warning")
        assert "Nobody was admitted a first time from this file." in said
        assert "K-000" not in said


async def test_before_any_vote_the_room_and_the_order_say_what_comes_first(
    store: Store, case: Case, drive: Drive
) -> None:
    async with drive() as desk:
        await do(desk, page.open_meeting, case)
        await do(desk, page.rank, case)
        said = notices(desk, "warning")
        assert "No vote was called in this file yet" in said
        assert "Nobody was chosen by a vote yet" in said
    assert store.read(queries.choices, case.file_id) == ()


@SIZES
async def test_the_order_is_proposed_by_the_votes_and_fixed(
    store: Store, case: Case, drive: Drive, size: tuple[int, int]
) -> None:
    choose(store, case, (4, 1, 0), (5, 0, 0))
    async with drive(size) as desk:
        await do(desk, page.rank, case)
        assert "The order for A12" in desk.text
        assert filled_in(desk)["rank2"] == "1"
        fill_in(desk, rank2="2", rank1="2")
        await desk.saved()
        assert "two have the same place" in message_under(desk, "rank2")
        fill_in(desk, rank1="1")
        await desk.saved()
        assert "K-0002 had more votes than K-0001" in message_under(desk, "reason")
        fill_in(desk, reason="Nummer 123456782")
        await desk.saved()
        assert message_under(desk, "reason")
        fill_in(desk, reason="A household of two for three rooms.")
        await desk.saved()
        assert "The order: K-0001, K-0002. U takes it back." in notices(desk)
    assert chosen(store, case) == [0, 1]


async def test_equal_votes_are_said_above_the_form_and_no_place_is_proposed(
    store: Store, case: Case, drive: Drive
) -> None:
    choose(store, case, (4, 1, 0), (4, 1, 0))
    async with drive() as desk:
        await do(desk, page.rank, case)
        assert "K-0001, K-0002 stand equal" in form_of(desk).intro
        assert (filled_in(desk)["rank1"], filled_in(desk)["rank2"]) == ("", "")
        await desk.press("escape")
    assert chosen(store, case) == []


@SIZES
async def test_the_waiting_list_gives_its_order_at_the_desk(
    store: Store, listed: Case, drive: Drive, size: tuple[int, int]
) -> None:
    async with drive(size) as desk:
        await do(desk, page.call, listed)
        assert "nobody votes: fix the order instead" in notices(desk, "warning")
        await do(desk, page.rank, listed)
        assert "1. K-0002: on the list by 08 Feb 2024" in desk.text
        await desk.press("y")
        assert "The order: K-0002, K-0001." in notices(desk)
    assert chosen(store, listed) == [1, 0]


async def test_nobody_on_the_list_is_said(store: Store, listed: Case, drive: Drive) -> None:
    for candidacy in listed.candidacies:
        store.do(set_columns, model=Candidacy, row_id=candidacy, screened_on=None)
    async with drive() as desk:
        await do(desk, page.rank, listed)
        assert "No candidate of this file fits" in notices(desk, "warning")


async def test_a_check_goes_to_a_meeting_that_is_planned_or_one_of_its_own(
    store: Store, cluster: Case, drive: Drive
) -> None:
    call(store, cluster, 0)
    planned = plan(store, "general", "2026-12-15T20:00")
    async with drive() as desk:
        await do(desk, page.call, cluster)
        await desk.press("2")
        assert "Check of the procedure for A12" in desk.text
        assert "Who decides: general meeting or residents' meeting" in " ".join(desk.text.split())
        assert filled_in(desk)["meeting_id"] == str(planned)
        await desk.saved()
        assert "On the agenda, with 1 vote." in notices(desk)
        # Two meetings wait for a vote on this file now.
        await do(desk, page.open_meeting, cluster)
        assert "Which meeting?" in desk.text
        await desk.press("2")
        screen = desk.app.screen
        assert isinstance(screen, RoomScreen)
        assert screen.meeting_id == planned
    assert item_of(store, cluster, "procedure_check").meeting_id == planned


async def test_a_new_meeting_whose_letter_is_late_is_said(store: Store, cluster: Case, drive: Drive) -> None:
    call(store, cluster, 0)
    async with drive() as desk:
        await do(desk, page.call, cluster)
        await desk.press("2")
        assert filled_in(desk)["meeting_id"] == "general"
        fill_in(desk, meeting_id="residents", starts_at="24-11-2026 20:00")
        await desk.saved()
        assert "The letter for this meeting should have gone out by" in notices(desk, "warning")
    assert item_of(store, cluster, "procedure_check").body == "residents"


async def test_who_cannot_be_put_to_the_vote_yet_is_told_before_the_form_is_filled_in(
    store: Store, case: Case, drive: Drive
) -> None:
    set_procedure(store, interview_residents=2)
    async with drive() as desk:
        await do(desk, page.call, case)
        assert desk.name == "DeskScreen"
        assert "asks for an interview with 2 residents, and none with K-0001 was held" in notices(desk, "warning")
        store.do(
            add_row,
            row=Interview(candidacy_id=case.candidacies[1], starts_at="2026-11-02T19:00", held_on=date(2026, 11, 2)),
        )
        await do(desk, page.call, case)
        assert [name for name in filled_in(desk) if name.startswith("candidate")] == ["candidate2"]
        assert "none with K-0001 was held" in form_of(desk).intro


async def test_a_candidate_who_was_rejected_is_put_to_the_vote_anew_only_where_that_is_ticked(
    store: Store, case: Case, drive: Drive
) -> None:
    choose(store, case, (1, 4, 0))
    async with drive() as desk:
        await do(desk, page.call, case)
        assert (filled_in(desk)["candidate1"], filled_in(desk)["candidate2"]) == ("False", "True")
        assert "rejected in B-2026-01; this votes anew" in " ".join(desk.text.split())


OF_A_CLOSED_FILE = {"Open it again", "A step was not done", "Reasons", "Second admission"}
"""What is done with a file after it was closed."""

RUNNING_ONLY = [one for one in SUBJECT.actions if one.label not in OF_A_CLOSED_FILE]


@pytest.mark.parametrize("action", RUNNING_ONLY, ids=[one.label for one in RUNNING_ONLY])
async def test_no_action_of_a_closed_file_opens_a_form(store: Store, case: Case, drive: Drive, action: Action) -> None:
    choose(store, case, (4, 1, 0))
    closed = {"closed_on": TODAY, "outcome": "withdrawn", "close_reason": "sold"}
    store.do(set_columns, model=AllocationFile, row_id=case.file_id, **closed)
    async with drive() as desk:
        await do(desk, action.run, case)
        assert desk.name != "FormScreen"


async def test_the_order_of_a_closed_file_is_refused_before_its_form_is_opened(
    store: Store, case: Case, drive: Drive
) -> None:
    choose(store, case, (4, 1, 0))
    store.do(set_columns, model=AllocationFile, row_id=case.file_id, closed_on=TODAY, outcome="none_found")
    async with drive() as desk:
        await do(desk, page.rank, case)
        assert desk.name == "DeskScreen"
        assert "Reopen the file first, with a reason." in notices(desk)


async def test_a_closed_file_takes_no_vote(store: Store, case: Case, drive: Drive) -> None:
    store.do(set_columns, model=AllocationFile, row_id=case.file_id, closed_on=TODAY, outcome="none_found")
    async with drive() as desk:
        await do(desk, page.call, case)
        assert "File T-2026-01 is closed" in notices(desk, "warning")


async def test_the_votes_stand_on_the_file_with_their_arithmetic(store: Store, case: Case) -> None:
    choose(store, case, (4, 1, 0))
    card = store.read(SUBJECT.card, case.file_id, TODAY)
    assert card is not None
    lines = [entry.text for section in card.sections for entry in section.entries]
    assert any("B-2026-01" in line for line in lines)
    assert any("Carried: 4 for, 1 against" in line for line in lines)
    assert {"Put it to the vote", "Open the room", "Fix the order"} <= {one.label for one in SUBJECT.actions}
