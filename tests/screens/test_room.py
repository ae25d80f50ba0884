"""A secretary in the room: thirty people talk, and every answer is a few keys away."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import date

import pytest

from coopadmin import i18n
from coopadmin.errors import Refused
from coopadmin.i18n import _
from coopadmin.services import attendance as attendance_deeds
from coopadmin.services import members, voting_rules
from coopadmin.services import voting as voting_deeds
from coopadmin.services.agenda import add_item
from coopadmin.services.meetings import plan_meeting
from coopadmin.services.members import PersonData
from db.queries import agenda, attendance_lists, voting
from db.queries.second_meetings import MINUTES_TITLE
from db.queries.voting import VoteRow
from db.store import Store
from screens.boxes import PickBox
from screens.commands import key_name
from screens.forms import FormScreen
from screens.meetings.clock import wall_clock
from screens.meetings.room import RoomScreen, open_room
from screens.meetings.room_people import Who
from screens.meetings.vote_names import NamesScreen
from tests.conftest import Furnish
from tests.screens.conftest import NARROW, WIDE, Desk, Drive

EVIL = "Vries [/] [@click=app.quit]x[/]"
NAMES = (EVIL, "Aalders", "Bos", "Cohen", "Dekker", "Evers", "Faber", "Gerritsen", "Haddad", "Ibrahim", "Jansen", "Kok")
MEETING_DAY = date(2026, 11, 20)
EVENING = "2026-11-20T20:00"


@dataclass(frozen=True)
class Ids:
    """A meeting with its items, and the people by family name."""

    meeting: int
    opening: int
    budget: int
    statutes: int
    consent: int
    people: dict[str, int]


def _people(store: Store) -> dict[str, int]:
    return {
        name: store.do(
            members.register_member,
            number=f"L{number:03}",
            person=PersonData(name, given_name="Anna"),
            kind="member",
            starts_on=date(2020, 1, 1),
        ).result
        for number, name in enumerate(NAMES, 1)
    }


def _plan(store: Store) -> Ids:
    """Twelve members, a meeting of four items, nobody there yet."""
    people = _people(store)
    store.do(members.give_office, person_id=people["Aalders"], office="chair", starts_on=date(2024, 1, 1))
    store.do(members.give_office, person_id=people["Bos"], office="secretary", starts_on=date(2024, 1, 1))
    store.do(
        voting_rules.set_voting_rule,
        body="general",
        kind="statutes",
        valid_from=date(2020, 1, 1),
        method="two-thirds",
        quorum="1/2",
        second_meeting=True,
        source="statutes art. 20",
    )
    store.do(
        voting_rules.set_voting_rule,
        body="general",
        kind="house_rules",
        valid_from=date(2020, 1, 1),
        method="consent",
        source="house rules art. 2",
    )
    meeting = store.do(
        plan_meeting, body="general", title="ALV [/] najaar", starts_at=EVENING, usual_items=False
    ).result

    def item(title: str, kind: str, decision_kind: str = "", explanation: str = "") -> int:
        return store.do(
            add_item,
            meeting_id=meeting,
            title=title,
            kind=kind,
            decision_kind=decision_kind,
            explanation=explanation,
            minutes=10,
        ).result

    return Ids(
        meeting,
        item("Opening", "information"),
        item("Budget [/b] 2027", "decision", "ordinary", "The board proposes the budget as it was sent round."),
        item("Statutes", "decision", "statutes"),
        item("House rules", "decision", "house_rules"),
        people,
    )


def _gather(store: Store) -> Ids:
    """Ten are there, Jansen gave Aalders a proxy, the meeting is open at the budget."""
    ids = _plan(store)
    for name in NAMES[:10]:
        store.do(attendance_deeds.arrive, meeting_id=ids.meeting, person_id=ids.people[name], at="2026-11-20T19:55")
    store.do(
        attendance_deeds.give_proxy,
        meeting_id=ids.meeting,
        giver_id=ids.people["Jansen"],
        holder_id=ids.people["Aalders"],
        given_on=date(2026, 11, 18),
    )
    store.do(
        attendance_deeds.open_meeting,
        meeting_id=ids.meeting,
        at=EVENING,
        chair_id=ids.people["Aalders"],
        secretary_id=ids.people["Bos"],
    )
    store.do(attendance_deeds.begin_item, item_id=ids.opening, at="2026-11-20T20:01")
    store.do(attendance_deeds.begin_item, item_id=ids.budget, at="2026-11-20T20:05")
    return ids


class Clock:
    """The clock on the wall, moved by hand."""

    def __init__(self) -> None:
        self.at = "2026-11-20T20:10"

    def __call__(self) -> str:
        return self.at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Give a clock that stands still, and do not wait for the cursor or the fingers to rest."""
    held = Clock()
    for module in ("room", "room_people", "room_consent", "room_forms", "room_voting", "room_notes", "big"):
        monkeypatch.setattr(f"screens.meetings.{module}.wall_clock", held)
    monkeypatch.setattr("screens.meetings.room.ITEM_AFTER", 0)
    monkeypatch.setattr("screens.meetings.room_notes.NOTES_AFTER", 0)
    return held


@pytest.fixture
def planned(store: Store, furnish: Furnish, clock: Clock) -> Ids:
    """Give a meeting that was not opened yet."""
    return furnish(_plan)


@pytest.fixture
def gathered(store: Store, furnish: Furnish, clock: Clock) -> Ids:
    """Give a meeting under way."""
    return furnish(_gather)


async def _enter(desk: Desk, ids: Ids) -> RoomScreen:
    await open_room(desk.app, ids.meeting)
    await desk.settle()
    room = desk.app.screen
    assert isinstance(room, RoomScreen)
    return room


def _form(desk: Desk) -> FormScreen:
    form = desk.app.screen
    assert isinstance(form, FormScreen), desk.name
    return form


def _fill(desk: Desk, **texts: str) -> None:
    for box in _form(desk).boxes:
        if box.field.name in texts:
            box.text = texts[box.field.name]


def _pick(desk: Desk, name: str, person_id: int) -> None:
    box = next(box for box in _form(desk).boxes if box.field.name == name)
    assert isinstance(box, PickBox)
    box.pick(person_id, "chosen")


async def _stored(desk: Desk) -> None:
    """Wait until what was confirmed with Enter is stored or refused."""
    await desk._finish(lambda worker: worker.group == "save")
    await desk.settle()


async def _gulp(desk: Desk, *keys: str) -> None:
    """Strike keys without a wait between them, and wait until all of them did what they do."""
    for key in keys:
        desk.strike(key)
    await desk.pilot.pause()
    while desk.app.has_keys_ahead:
        await desk.settle()
    await _stored(desk)


async def _count(desk: Desk, *keys: str) -> None:
    """Strike the numbers of a count in one go, until it is stored or refused."""
    await _gulp(desk, *keys)


async def _put(desk: Desk, text: str) -> None:
    await desk.press("m")
    await desk.type(text)
    await desk.saved()


def _votes(store: Store, item_id: int) -> list[VoteRow]:
    return [vote for motion in store.read(voting.motions, item_id) for vote in motion.votes]


def _numbers(vote: VoteRow) -> tuple[int, int, int]:
    return vote.votes_for, vote.votes_against, vote.votes_blank


def _said(desk: Desk) -> str:
    return " ".join(str(one.message) for one in desk.app._notifications)


# -- opening and leaving -------------------------------------------------------------------------------------------


async def test_a_meeting_is_opened_by_its_officers_and_nothing_is_voted_before(
    store: Store, planned: Ids, drive: Drive
) -> None:
    async with drive() as desk:
        await _enter(desk, planned)
        assert "not opened yet: Enter opens it" in desk.text
        await desk.press("t")
        assert "Enter opens it" in _said(desk)
        await desk.press("enter")
        assert [box.text for box in _form(desk).boxes] == ["Anna Aalders", "Anna Bos"]
        await desk.saved()
        assert "open since 20:10 · in the chair: Anna Aalders" in desk.text
        await desk.press("enter")
        assert "▸  1 Opening" in desk.text
    assert store.read(agenda.agenda, planned.meeting)[0].begun_at == "2026-11-20T20:10"


async def test_who_goes_back_within_a_minute_is_told_that_the_mark_stays_and_moves_it_a_minute_later(
    store: Store, gathered: Ids, drive: Drive, clock: Clock
) -> None:
    async with drive() as desk:
        await _enter(desk, gathered)
        clock.at = "2026-11-20T20:20"
        await desk.press("down", "enter")
        assert "▸  3 Statutes" in desk.text
        assert "this same minute" not in _said(desk)
        await desk.press("up", "enter")
        assert "Item 3 was begun in this same minute" in _said(desk)
        assert "▸  3 Statutes" in desk.text
        clock.at = "2026-11-20T20:21"
        await desk.press("enter")
        assert "▸  2 " in desk.text


async def test_the_room_opens_where_the_meeting_was(store: Store, gathered: Ids, drive: Drive, clock: Clock) -> None:
    async with drive() as desk:
        room = await _enter(desk, gathered)
        assert room.item_id == gathered.budget
        clock.at = "2026-11-20T20:20"
        await desk.press("down", "enter")
        assert "▸  3 Statutes" in desk.text
        await desk.press("escape")
        assert desk.name != "RoomScreen"
        again = await _enter(desk, gathered)
        assert again.item_id == gathered.statutes
        assert "at hand since 20:20" in desk.text
    async with drive() as desk:  # and after the power was lost
        assert (await _enter(desk, gathered)).item_id == gathered.statutes


async def test_a_meeting_is_closed_with_what_is_still_open_and_goes_on_again(
    store: Store, gathered: Ids, drive: Drive
) -> None:
    async with drive() as desk:
        await _enter(desk, gathered)
        await desk.press("x")
        assert "○ 3 Statutes: not taken up" in desk.text
        assert "▲ 2 Budget [/b] 2027: nothing was decided" in desk.text
        assert "10 people are in the room" in desk.text
        await desk.press("y")
        assert "closed at 20:10" in desk.text
        await desk.press("t")
        assert "The meeting is closed" in _said(desk)
        await desk.press("x", "y")
        assert "open since 20:00" in desk.text
        assert "10 present" in desk.text


# -- who is there --------------------------------------------------------------------------------------------------


async def test_people_come_and_go_by_a_part_of_their_name(
    store: Store, gathered: Ids, drive: Drive, clock: Clock
) -> None:
    clock.at = "2026-11-20T20:12"
    async with drive() as desk:
        await _enter(desk, gathered)
        await desk.press("p")
        await desk.type("kok")
        assert "Kok" in desk.text
        assert "Bos" not in desk.text
        await desk.press("enter")
        assert "11 present" in desk.text
        assert "here since 20:12" in desk.text
        await desk.press("space")  # the minute they came: a slip, and gone without a trace
        assert "10 present" in desk.text
        assert "left at" not in desk.text
        await desk.type("bos")
        await desk.press("enter")
        assert "9 present" in desk.text
        assert "left at 20:12" in desk.text
        await desk.press("escape")
        assert desk.name == "RoomScreen"
        assert "9 present" in desk.text
    times = {
        one.person_id: (one.arrived_at, one.left_at) for one in store.read(attendance_lists.presences, gathered.meeting)
    }
    assert times[gathered.people["Bos"]] == ("2026-11-20T19:55", "2026-11-20T20:12")
    assert gathered.people["Kok"] not in times


async def test_names_typed_ahead_let_in_who_is_meant(store: Store, gathered: Ids, drive: Drive, clock: Clock) -> None:
    for name in ("Bosch", "Bosman"):
        store.do(
            members.register_member,
            number=f"L9{name[-2:]}",
            person=PersonData(name, given_name="Anna"),
            kind="member",
            starts_on=date(2020, 1, 1),
        )
    clock.at = "2026-11-20T20:12"
    async with drive() as desk:
        await _enter(desk, gathered)
        await _gulp(desk, *"pkok", "enter", *"bos", "down", "down", "enter", *"evers", "enter")
        stays = store.read(attendance_lists.presences, gathered.meeting)
        assert {one.full_name for one in stays if one.arrived_at == clock.at} == {"Anna Kok", "Anna Bosman"}
        assert {one.full_name for one in stays if one.left_at == clock.at} == {"Anna Evers"}
        await _gulp(desk, *"cohen", "ctrl+t")
        assert "When did Anna Cohen come and go?" in desk.text


async def test_the_space_bar_within_a_name_is_part_of_it(store: Store, gathered: Ids, drive: Drive) -> None:
    async with drive() as desk:
        await _enter(desk, gathered)
        before = store.read(attendance_lists.presences, gathered.meeting)
        await desk.press("p", *"anna bos")
        assert desk.app.screen.query_one(Who).value == "anna bos"
        assert store.read(attendance_lists.presences, gathered.meeting) == before


async def test_a_proxy_counts_until_its_giver_comes(store: Store, gathered: Ids, drive: Drive) -> None:
    async with drive() as desk:
        await _enter(desk, gathered)
        await desk.press("p")
        await desk.type("jansen")
        assert "⇄" in desk.text
        assert "by proxy of Anna Aalders" in desk.text
        await desk.press("enter")
        assert "11 present · 0 by proxy" in desk.text


async def test_times_are_corrected_and_a_guest_comes_in(store: Store, gathered: Ids, drive: Drive) -> None:
    guest = store.do(members.register_person, person=PersonData("Spreker")).result
    async with drive() as desk:
        await _enter(desk, gathered)
        await desk.press("p")
        await desk.type("cohen")
        await desk.press("ctrl+t")
        assert _form(desk).boxes[0].text == "20-11-2026 19:55"
        _fill(desk, arrived_at="20-11-2026 20:02", left_at="20:09")
        await desk.saved()
        assert "left at 20:09" in desk.text
        await desk.press("escape", "ctrl+g")
        _pick(desk, "person_id", guest)
        await desk.saved()
        assert "1 in the room without a vote" in desk.text
        assert "9 present" in desk.text
        await desk.type("spreker")
        assert "no vote, here since 20:10" in desk.text


async def test_a_proxy_that_the_rules_refuse_says_why_in_place(store: Store, gathered: Ids, drive: Drive) -> None:
    guest = store.do(members.register_person, person=PersonData("Spreker")).result
    async with drive() as desk:
        await _enter(desk, gathered)
        await desk.press("v")
        assert "Anna Jansen" in desk.text
        assert "counts" in desk.text
        await desk.press("n")
        _pick(desk, "giver_id", gathered.people["Kok"])
        _pick(desk, "holder_id", guest)
        await desk.saved()
        assert desk.name == "FormScreen"
        assert "▲" in next(box.message for box in _form(desk).boxes if box.field.name == "holder_id")
        _pick(desk, "holder_id", gathered.people["Bos"])
        await desk.saved()
        assert "12 may vote · 10 present · 2 by proxy" in desk.text
        await desk.press("w", "y")
        assert "1 by proxy" in desk.text


async def test_who_stands_aside_is_out_of_the_count_of_that_item_only(
    store: Store, gathered: Ids, drive: Drive, clock: Clock
) -> None:
    async with drive() as desk:
        await _enter(desk, gathered)
        await desk.press("r")
        _pick(desk, "person_id", gathered.people["Cohen"])
        _fill(desk, reason="their own [b]roof[/b]")
        await desk.saved()
        assert "9 present · 1 by proxy · 1 recused" in desk.text
        assert "⊘ Anna Cohen is recused: their own [b]roof[/b]" in desk.text
        await desk.press("p")
        await desk.type("cohen")
        assert "⊘" in desk.text
        await desk.press("escape", "escape", "down")
        assert "recused" not in desk.text
        await desk.press("up", "r", "2")
        assert "10 present" in desk.text


# -- motions and votes ---------------------------------------------------------------------------------------------


async def test_an_ordinary_decision_takes_few_keys_and_is_numbered(store: Store, gathered: Ids, drive: Drive) -> None:
    async with drive() as desk:
        room = await _enter(desk, gathered)
        await desk.press("m")
        await desk.type("The budget is adopted [/].")
        await desk.saved()
        besides = ["m", "ctrl+s"]
        keys = ["t", "8", "enter", "2", "enter", "1", "enter"]
        await desk.press(*keys[:2])
        assert "○ 3 of 11 not accounted for" in desk.text
        assert "✓ Carried: 8 for" in desk.text
        await _count(desk, *keys[2:])
        assert desk.name == "RoomScreen"
        assert "✓ carried  8 for · 2 against · 1 blank" in desk.text
        assert room.reading is not None
        assert gathered.budget in room.reading.decided
    assert len(besides) + len(keys) <= 15
    vote = _votes(store, gathered.budget)[0]
    assert (vote.votes_for, vote.votes_against, vote.votes_blank, vote.outcome) == (8, 2, 1, "carried")
    assert vote.decision_id is not None


async def test_numbers_that_cannot_be_are_said_while_they_are_typed_and_never_stored(
    store: Store, gathered: Ids, drive: Drive
) -> None:
    async with drive() as desk:
        await _enter(desk, gathered)
        await _put(desk, "Proposal")
        await desk.press("t", "1", "2")
        assert "▲ 12 votes, but only 11 people present and represented" in " ".join(desk.text.split())
        await _count(desk, "enter", "enter", "enter")
        assert desk.name == "VotePanel"
        assert _votes(store, gathered.budget) == []
        await desk.press("1", "1")  # the number is chosen anew whole
        assert "all 11 accounted for" in desk.text
        await desk.press("x", "q")  # letters are nothing to a number
        await desk.press("escape")
        assert desk.name == "RoomScreen"


async def test_keys_of_a_vote_may_all_be_struck_before_the_first_is_looked_at(
    store: Store, gathered: Ids, drive: Drive
) -> None:
    store.do(voting_deeds.put_motion, item_id=gathered.budget, text="The budget is adopted.")
    store.do(voting_deeds.put_motion, item_id=gathered.statutes, text="The statutes are changed.")
    async with drive() as desk:
        room = await _enter(desk, gathered)
        await _gulp(desk, *"t8", "enter", "2", "enter", "1", "enter")
        assert desk.app.screen is room
        assert "✓ carried  8 for · 2 against · 1 blank" in desk.text
        # The next item is taken up and voted on in writing; then the count is corrected, and one looks who is there.
        await _gulp(desk, "down", "enter", *"w37", "enter", "enter", "enter", *"k12", "backspace", *"0", "enter")
        assert "▸Against 0" in desk.text
        await _gulp(desk, "delete", "1", "enter", "enter", *"misheard!", "backspace", "enter", "p")
        assert desk.name == "PeopleScreen"
    assert [_numbers(vote) for vote in _votes(store, gathered.budget)] == [(8, 2, 1)]
    first, second = _votes(store, gathered.statutes)
    assert [_numbers(first), _numbers(second), second.reason] == [(7, 0, 0), (10, 1, 0), "misheard"]
    assert (first.way, store.read(agenda.agenda, gathered.meeting)[2].begun_at) == ("writing", "2026-11-20T20:10")


async def test_nothing_struck_behind_the_words_of_a_motion_gets_into_them(
    store: Store, gathered: Ids, drive: Drive
) -> None:
    async with drive() as desk:
        room = await _enter(desk, gathered)
        await _gulp(
            desk, *"mAdopted [/]", "ctrl+s", *"t8", "enter", "2", "enter", "1", "enter", "down", *"tAnew", "ctrl+s"
        )
        assert desk.name == "VotePanel"
        await _gulp(desk, *"11", "ctrl+s", *"nSo", "enter", *"it is.", "escape")
        assert desk.app.screen is room
    budget, statutes = (store.read(voting.motions, item)[0] for item in (gathered.budget, gathered.statutes))
    assert (budget.text, _numbers(budget.votes[0])) == ("Adopted [/]", (8, 2, 1))
    assert (statutes.text, _numbers(statutes.votes[0])) == ("Anew", (11, 0, 0))
    assert store.read(agenda.agenda, gathered.meeting)[2].notes == "So\nit is."


async def test_one_goes_back_and_forth_between_the_numbers_and_the_reason(
    store: Store, gathered: Ids, drive: Drive
) -> None:
    async with drive() as desk:
        await _enter(desk, gathered)
        await _put(desk, "Proposal")
        await desk.press("t")
        assert "▸For" in desk.text
        await desk.press("down", "4", "right", "2", "tab", "9", "shift+tab", "1")  # behind the last is the first
        assert "For 9" in desk.text
        assert "Against 4" in desk.text
        assert "▸Blank 1" in desk.text
        await desk.pilot.click("#numbers", offset=(2, 0))
        await desk.press("6", "7", "8", "9", "0", "1")  # no more than five digits
        assert "▸For 67890" in desk.text
        await _gulp(desk, "6", "enter")
        assert _votes(store, gathered.budget) == []
        await _gulp(desk, "left", "6", "ctrl+s")
        assert "6 for · 4 against · 1 blank" in desk.text
        await desk.press("k", "up")
        await _gulp(desk, *"late", "shift+tab", "0", "down", *"rs", "up", "up", "5", "tab", "tab", "!", "enter")
        assert "5 against" in desk.text
    assert [(_numbers(vote), vote.reason) for vote in _votes(store, gathered.budget)] == [
        ((6, 4, 1), ""),
        ((6, 5, 0), "laters!"),
    ]


async def test_a_vote_without_a_motion_asks_for_its_words_first(store: Store, gathered: Ids, drive: Drive) -> None:
    async with drive() as desk:
        await _enter(desk, gathered)
        await desk.press("t")
        await desk.type("Adopted")
        await desk.saved()
        assert desk.name == "VotePanel"
        await _count(desk, "1", "1", "ctrl+s")
    assert _votes(store, gathered.budget)[0].votes_for == 11


async def test_a_wrong_count_is_recorded_anew_and_both_are_shown(store: Store, gathered: Ids, drive: Drive) -> None:
    async with drive(WIDE) as desk:
        await _enter(desk, gathered)
        await _put(desk, "Proposal")
        await desk.press("t")
        await _count(desk, "8", "enter", "3", "enter", "enter")
        await desk.press("k")
        await _count(desk, "5", "enter", "6", "enter", "0", "enter", "enter")
        assert "say why" in desk.text
        await desk.type("two hands counted twice")
        await desk.press("enter")
        await _stored(desk)
        assert "8 for · 3 against · 0 blank replaced" in desk.text
        assert "✗ not carried  5 for · 6 against · 0 blank" in desk.text
        assert "counted anew: two hands counted twice" in desk.text
    first, second = _votes(store, gathered.budget)
    assert (first.replaced, second.replaces_id, second.outcome) == (True, first.vote_id, "rejected")


async def test_an_amendment_is_voted_on_first_and_changes_the_words(store: Store, gathered: Ids, drive: Drive) -> None:
    async with drive(WIDE) as desk:
        await _enter(desk, gathered)
        await _put(desk, "We buy one bench.")
        await desk.press("m", "2", "3")
        await desk.type("Two benches")
        await desk.saved()
        assert "Amendment B to A" in desk.text
        await desk.press("t")
        for key in ("9", "2"):
            desk.strike(key)
            await desk.press("enter")
        await desk.press("enter")
        await desk.settle()
        assert desk.name == "FormScreen"
        assert _form(desk).boxes[0].text == "We buy one bench."
        desk.strike("ctrl+s")
        await desk.settle()
        assert "these are still the words without the amendment" in desk.text
        _fill(desk, amended_text="We buy two benches.")
        await desk.saved()
        await _stored(desk)
        assert "We buy two benches." in desk.text
        await desk.press("t")
        await _count(desk, "1", "1", "ctrl+s")
    main, amendment = store.read(voting.motions, gathered.budget)
    assert (main.text, main.votes[0].text) == ("We buy two benches.", "We buy two benches.")
    assert amendment.votes[0].outcome == "carried"


async def test_a_vote_by_name_moves_on_by_itself_and_a_proxy_follows_its_holder(
    store: Store, gathered: Ids, drive: Drive
) -> None:
    async with drive(WIDE) as desk:
        await _enter(desk, gathered)
        await _put(desk, "Proposal")
        await desk.press("w", "2")
        assert desk.name == "NamesScreen"
        await desk.press("f")  # Aalders, with the proxy of Jansen
        assert "2 for" in desk.text
        assert "for, as holder" in desk.text
        await desk.press("a", "b", "escape")
        await desk.press("w", "2")  # the roll is taken up where it was left
        assert "2 for · 1 against · 1 blank" in desk.text
        await desk.type("fffffff")
        assert "all 11 accounted for" in desk.text
        await desk.press("enter")
        await _stored(desk)
        assert "9 for · 1 against · 1 blank" in desk.text
        await desk.press("k", "up", "up", "enter")
        assert desk.name == "FormScreen"  # it is asked why
        _fill(desk, reason="misheard")
        await desk.saved()
        await _stored(desk)
    first, second = _votes(store, gathered.budget)
    assert (first.way, first.votes_for, second.replaces_id) == ("names", 9, first.vote_id)


async def test_a_roll_called_ahead_is_stored_as_it_stood_at_enter(store: Store, gathered: Ids, drive: Drive) -> None:
    store.do(voting_deeds.put_motion, item_id=gathered.budget, text="Proposal")
    async with drive() as desk:
        room = await _enter(desk, gathered)
        await _gulp(desk, *"w2fab", "down", "f", "up", "up", "up", "delete", "enter", *"aaa", "escape")
        assert desk.app.screen is room
    vote = _votes(store, gathered.budget)[0]
    assert (vote.way, *_numbers(vote)) == ("names", 3, 1, 0)


async def test_a_deed_that_hangs_keeps_no_key_for_good(
    store: Store, gathered: Ids, drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.do(voting_deeds.put_motion, item_id=gathered.budget, text="Proposal")
    answered = asyncio.Event()

    async def hang(*_args: object) -> None:
        await answered.wait()

    monkeypatch.setattr("screens.meetings.room_voting.take_vote", hang)
    monkeypatch.setattr("screens.typed_ahead.LONGEST", 0)
    async with drive() as desk:
        room = await _enter(desk, gathered)
        desk.strike("t")
        desk.strike("escape")
        while desk.app.screen is room:
            await desk.pilot.pause()
        answered.set()


async def test_the_letters_of_a_vote_by_name_are_those_of_the_language(
    store: Store, gathered: Ids, drive: Drive
) -> None:
    i18n.use("nl")
    async with drive() as desk:
        await _enter(desk, gathered)
        store.do(voting_deeds.put_motion, item_id=gathered.budget, text="Voorstel")
        desk.app.mark_changed()
        await desk.settle()
        await desk.press("w", "2", "v", "t", "f", "a", "b")
        screen = desk.app.screen
        assert isinstance(screen, NamesScreen)
        assert list(screen.choices.values()) == ["for", "against", "blank"]


async def test_without_a_quorum_the_room_says_so_and_offers_the_second_meeting(
    store: Store, gathered: Ids, drive: Drive, clock: Clock
) -> None:
    for name in NAMES[3:10]:
        store.do(
            attendance_deeds.leave, meeting_id=gathered.meeting, person_id=gathered.people[name], at="2026-11-20T20:06"
        )
    async with drive() as desk:
        await _enter(desk, gathered)
        await desk.press("down", "enter")
        assert "▲" in desk.text.splitlines()[2]
        assert "quorum 6: 2 short" in desk.text
        flat = " ".join(desk.text.split())
        assert "No quorum: 2 more people" in flat
        assert "second meeting" in flat
        await desk.press("s")
        assert desk.name == "FormScreen"
        await desk.press("escape")
        await _put(desk, "Proposal")
        await desk.press("t")
        await _count(desk, "4", "ctrl+s")
        assert "▲ no quorum, no decision" in desk.text
        await desk.press("s")
        await desk.saved()
        flat = " ".join(desk.text.split())
        assert "The second meeting is planned:" in flat
        assert "s second meeting" not in flat
    assert _votes(store, gathered.statutes)[0].decision_id is None


async def test_the_minutes_alone_ask_for_no_second_meeting(store: Store, gathered: Ids, drive: Drive) -> None:
    for item_id in (gathered.budget, gathered.statutes):
        motion = store.do(voting_deeds.put_motion, item_id=item_id, text="Proposal").result
        store.do(voting_deeds.record_vote, motion_id=motion, at="2026-11-20T20:06", votes_for=10, votes_against=0)
    store.do(
        voting_rules.set_voting_rule,
        body="general",
        kind="ordinary",
        valid_from=date(2020, 1, 1),
        method="simple",
        quorum="1",
        second_meeting=True,
        source="statutes art. 16",
    )
    minutes = store.do(add_item, meeting_id=gathered.meeting, title=MINUTES_TITLE, kind="decision").result
    store.do(attendance_deeds.begin_item, item_id=minutes, at="2026-11-20T20:07")
    async with drive() as desk:
        await _enter(desk, gathered)
        assert "1 short" in desk.text
        assert "s second meeting" not in desk.text


async def test_an_item_is_added_in_the_room_and_looked_at(store: Store, gathered: Ids, drive: Drive) -> None:
    async with drive() as desk:
        room = await _enter(desk, gathered)
        await desk.press("i")
        _fill(desk, title="Solar panels", kind="decision:ordinary")
        await desk.saved()
        assert desk.app.screen is room
        assert "5 Solar panels" in desk.text
        assert "○ to come · decision" in desk.text
        await desk.press("x", "y")
        await desk.settle()
        await desk.press("i")
        assert "The meeting is closed" in _said(desk)
        assert desk.app.screen is room
    assert [one.title for one in store.read(agenda.agenda, gathered.meeting)][-1] == "Solar panels"


async def test_consent_goes_by_rounds_until_no_objection_is_open(store: Store, gathered: Ids, drive: Drive) -> None:
    async with drive() as desk:
        room = await _enter(desk, gathered)
        await desk.press("down", "down", "enter")
        await _put(desk, "Quiet after ten.")
        await desk.press("t")  # the rule of this item is consent
        assert desk.name == "ConsentScreen"
        assert "No round yet" in desk.text
        await desk.press("r")
        await desk.saved()
        assert "Round 1, begun at 20:10" in desk.text
        await desk.press("o")
        _pick(desk, "person_id", gathered.people["Bos"])
        _fill(desk, argument="I work nights [/].")
        await desk.saved()
        assert "1 objection open" in desk.text
        assert "I work nights [/]." in desk.text
        await desk.press("i")
        _fill(desk, answer="From eleven on.")
        await desk.saved()
        assert "✓" in desk.text
        await desk.press("r")
        assert _form(desk).boxes[0].text == "Quiet after ten."
        _fill(desk, text="Quiet after eleven.")
        await desk.saved()
        assert "Round 2" in desk.text
        await desk.press("c")
        assert "the proposal is carried" in desk.text
        await desk.press("y")
        await _stored(desk)
        assert desk.app.screen is room
        assert "✓ carried" in desk.text
    motion = store.read(voting.motions, gathered.consent)[0]
    assert [held.text for held in motion.rounds] == ["Quiet after ten.", "Quiet after eleven."]
    assert (motion.votes[0].way, motion.votes[0].number != "") == ("consent", True)


async def test_a_group_that_decides_by_consent_may_agree_to_vote(store: Store, gathered: Ids, drive: Drive) -> None:
    async with drive() as desk:
        await _enter(desk, gathered)
        await desk.press("down", "down", "enter")
        await _put(desk, "Quiet after ten.")
        await desk.press("w", "1")
        assert "Which majority was agreed on by consent?" in desk.text
        await desk.press("4")
        assert "two thirds" in desk.text
        await _count(desk, "8", "enter", "3", "ctrl+s")
    vote = _votes(store, gathered.consent)[0]
    assert (vote.method, vote.way, vote.outcome) == ("two-thirds", "hands", "carried")


async def test_equal_votes_are_settled_by_lot_where_the_rule_says_so(store: Store, gathered: Ids, drive: Drive) -> None:
    store.do(
        voting_rules.set_voting_rule,
        body="general",
        kind="ordinary",
        valid_from=date(2021, 1, 1),
        method="simple",
        tie="lot",
        source="statutes art. 16",
    )
    async with drive() as desk:
        await _enter(desk, gathered)
        await _put(desk, "Red or blue: red.")
        await desk.press("t", "5", "enter", "5", "enter", "1", "enter")
        assert "what does the lot say?" in desk.text
        await desk.press("1")
        await _stored(desk)
        assert "carried" in desk.text
    vote = _votes(store, gathered.budget)[0]
    assert (vote.outcome, vote.tied) == ("carried", True)


async def test_of_several_amendments_it_is_asked_which_one(store: Store, gathered: Ids, drive: Drive) -> None:
    main = store.do(voting_deeds.put_motion, item_id=gathered.budget, text="Main").result
    for text in ("First", "Second"):
        store.do(voting_deeds.put_motion, item_id=gathered.budget, text=text, amends_id=main)
    async with drive() as desk:
        await _enter(desk, gathered)
        await desk.press("t")
        assert desk.name == "ChooseScreen"
        assert desk.lines("OptionList") == ["1 Amendment B to A · First", "2 Amendment C to A · Second"]
        await desk.press("2")
        assert "Second" in desk.text


async def test_somebody_else_takes_the_chair(store: Store, gathered: Ids, drive: Drive) -> None:
    async with drive() as desk:
        await _enter(desk, gathered)
        await desk.press("c")
        _pick(desk, "chair_id", gathered.people["Dekker"])
        await desk.saved()
        assert "in the chair: Anna Dekker" in desk.text


# -- notes and actions ---------------------------------------------------------------------------------------------


async def test_notes_are_in_the_store_before_they_are_left(store: Store, gathered: Ids, drive: Drive) -> None:
    async with drive() as desk:
        await _enter(desk, gathered)
        await desk.press("n")
        await desk.type("Bos asks about the roof [/].")
        assert "✓ stored" in desk.text
        # The power goes: nothing is left properly.
    assert "roof [/]" in store.read(agenda.agenda, gathered.meeting)[1].notes
    async with drive() as desk:
        await _enter(desk, gathered)
        assert "Bos asks about the roof [/]." in desk.text
        await desk.press("n")
        await desk.type(" And the drains.")
        await desk.press("escape")
        await desk.settle()
        assert desk.name == "RoomScreen"
        assert "And the drains." in desk.text


async def test_notes_that_cannot_be_stored_stay_on_the_screen(
    store: Store, gathered: Ids, drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_named: object) -> bool:
        raise Refused("the disk is full")

    async with drive() as desk:
        await _enter(desk, gathered)
        await desk.press("n")
        monkeypatch.setattr("coopadmin.services.attendance.write_notes", refuse)
        await desk.type("kept")
        assert "not stored: the disk is full" in desk.text
        await desk.press("escape")
        assert desk.name == "NotesScreen"


async def test_an_action_is_noted_at_its_item(store: Store, gathered: Ids, drive: Drive) -> None:
    async with drive() as desk:
        await _enter(desk, gathered)
        await desk.press("a")
        _fill(desk, what="Ask for quotes [/]")
        await desk.saved()
        assert "● Ask for quotes [/]" in desk.text


# -- meeting mode --------------------------------------------------------------------------------------------------


async def test_meeting_mode_shows_no_names_and_leads_nowhere(store: Store, gathered: Ids, drive: Drive) -> None:
    store.do(attendance_deeds.recuse, item_id=gathered.budget, person_id=gathered.people["Cohen"], reason="own roof")
    store.do(attendance_deeds.write_notes, item_id=gathered.budget, notes="Secret note")
    store.do(voting_deeds.put_motion, item_id=gathered.budget, text="Adopt it [/].", proposer_id=gathered.people["Bos"])
    async with drive(draws_always=True) as desk:
        await _enter(desk, gathered)
        desk.app.say("Anna Bos owes rent")
        await desk.press("g")
        for private in (*NAMES, "Anna", "own roof", "Secret", "Noor", "owes"):
            assert private not in desk.text, private
        assert "Adopt it [/]." in desk.text
        for key in ("f2", "f3", "f9", "f12", "ctrl+p", "u", "f10", "n", "p", "v"):
            await desk.press(key)
            assert desk.name == "BigScreen", key
        desk.app.say("Anna Bos owes rent")
        await desk.settle()
        assert "owes" not in desk.text
        await desk.press("t")
        await _count(desk, "9", "enter", "1", "enter", "enter")
        assert desk.name == "BigScreen"
        assert "✓ Carried: 9 for" in desk.text
        await desk.press("right")
        assert "S t a t u t e s" in desk.text
        await desk.press("t")
        assert "no motion" in desk.text
        await desk.press("left", "escape")
        assert desk.name == "RoomScreen"
        assert "✓ carried" in desk.text


async def test_meeting_mode_says_where_a_meeting_is_opened_and_that_is_so(
    store: Store, planned: Ids, drive: Drive
) -> None:
    async with drive(draws_always=True) as desk:
        await _enter(desk, planned)
        await desk.press("g", "enter")
        assert desk.name == "BigScreen"
        assert "The meeting was not opened yet: Escape, then Enter opens it." in desk.text
        await desk.press("escape", "enter")
        assert "Open the meeting" in desk.text


# -- how it looks --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_every_page_of_the_room_shows_all_its_keys(
    store: Store, gathered: Ids, drive: Drive, size: tuple[int, int]
) -> None:
    store.do(voting_deeds.put_motion, item_id=gathered.consent, text="Quiet " * 60)
    async with drive(size, draws_always=True) as desk:
        await _enter(desk, gathered)
        await desk.press("down", "down", "enter")
        for opening in ((), ("p",), ("v",), ("n",), ("o",), ("g",), ("w", "2", "1"), ("w", "1", "1")):
            await desk.press(*opening)
            shown = " ".join(desk.text.splitlines()[-5:]) + desk.text
            for active in desk.app.screen.active_bindings.values():
                if active.binding.show and active.enabled:
                    label = f"{key_name(active.binding.key)} {_(active.binding.description)}"
                    assert label in shown, (opening, label)
            if opening:
                await desk.press("escape")
            assert desk.name == "RoomScreen", opening


async def test_f1_and_undo_work_in_the_room(store: Store, gathered: Ids, drive: Drive) -> None:
    async with drive() as desk:
        await _enter(desk, gathered)
        await _put(desk, "Proposal")
        await desk.press("f1")
        assert "Count the votes" in desk.text
        await desk.press("escape", "u", "y")
        assert "Proposal" not in desk.text.replace("Taken back", "")
        assert store.read(voting.motions, gathered.budget) == ()


def test_the_clock_on_the_wall_is_in_whole_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COOPADMIN_TODAY", "2026-11-20")
    at = wall_clock()
    assert (at[:11], len(at)) == ("2026-11-20T", 16)
