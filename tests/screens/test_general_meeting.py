"""A whole general meeting, from planning it to the approval of its minutes, as a secretary strikes it key by key.

Thirty-eight may vote. The minutes that come of it are kept beside the pictures of pages: after a change that was
meant, read them and keep them: `COOPADMIN_PICTURES=keep python -m pytest tests/screens/test_general_meeting.py`.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from coopadmin.services import members, memberships, voting_rules
from coopadmin.services.members import PersonData
from db.queries import attendance_lists, journal, minutes, voting
from db.queries.agenda import agenda
from db.queries.base import Listing
from db.store import Store
from tests.conftest import Furnish
from tests.screens import general_evening as evening
from tests.screens.conftest import WIDE, Drive
from tests.screens.general_evening import ENTITLED, SUPPORTER, SUSPENDED
from tests.screens.secretary import Chosen, Clock, Secretary

PICTURE = Path(__file__).parent / "pictures" / "general-meeting-minutes.md"

PLANNED_ON, MEETING_DAY, MORNING_AFTER, NEXT_MEETING = "2026-10-30", "2026-11-20", "2026-11-21", "2027-01-14"
MEETING = 1
GIVEN_NAMES = ("Noor", "Emre", "Sofia", "Pieter", "Fatima", "Willem", "Aisha")

RULES: dict[str, dict[str, Any]] = {
    "ordinary": {
        "method": "simple",
        "quorum": "1/2",
        "second_meeting": True,
        "second_from_days": 14,
        "second_until_days": 42,
        "source": "statutes art. 15",
    },
    "statutes": {"method": "two-thirds", "source": "statutes art. 20"},
    "self_allocation": {"method": "consent", "source": "house rules art. 4"},
}

ITEMS: tuple[tuple[str, str], ...] = (
    ("Budget 2027", "decision: ordinary decision"),
    ("A name for the garden", "decision: ordinary decision"),
    ("New statutes", "decision: change of the statutes"),
    ("Audit committee", "decision: decision on persons"),
    ("Painting the stairwells", "decision: ordinary decision"),
    ("Garden shed", "decision: ordinary decision"),
    ("Who comes to live in 4A", "decision: self-allocation"),
)


def _register(store: Store) -> dict[str, int]:
    """The register and the rules; everything else is done at the desk."""
    kinds = dict.fromkeys(ENTITLED, "member") | {SUPPORTER: "supporter", SUSPENDED: "member"}
    people = {
        name: store.do(
            members.register_member,
            number=f"{place:03}",
            person=PersonData(name, given_name=GIVEN_NAMES[place % len(GIVEN_NAMES)]),
            kind=kind,
            starts_on=date(2020, 1, 1),
        ).result
        for place, (name, kind) in enumerate(kinds.items(), 1)
    }
    store.do(memberships.suspend, person_id=people[SUSPENDED], starts_on=date(2026, 9, 1), reason="arrears")
    for name, office in (("Aalders", "chair"), ("Bos", "secretary")):
        store.do(members.give_office, person_id=people[name], office=office, starts_on=date(2024, 1, 1))
    for kind, rule in RULES.items():
        store.do(voting_rules.set_voting_rule, body="general", kind=kind, valid_from=date(2020, 1, 1), **rule)
    return people


@pytest.fixture
def people(store: Store, furnish: Furnish, monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Give the people of the register by their family names; nothing waits for the cursor or the fingers to rest."""
    del store
    monkeypatch.setattr("screens.meetings.room.ITEM_AFTER", 0)
    monkeypatch.setattr("screens.meetings.room_notes.NOTES_AFTER", 0)
    return furnish(_register)


async def test_a_general_meeting_is_played_from_its_planning_to_its_approval(
    store: Store, people: dict[str, int], drive: Drive, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("COOPADMIN_TODAY", PLANNED_ON)
    async with drive() as desk:
        await _plan(Secretary(desk))

    monkeypatch.setenv("COOPADMIN_TODAY", MEETING_DAY)
    clock = Clock(f"{MEETING_DAY}T19:40", monkeypatch)
    async with drive(WIDE) as desk:
        secretary = Secretary(desk)
        await evening.enter_room(secretary)
        await evening.take_proxies(secretary)
        await evening.let_in(secretary, clock)
        await evening.open_it(secretary, clock)
        await evening.fail_the_quorum(secretary, clock)
        await evening.reach_the_quorum(secretary, clock)
        await evening.correct_the_count(secretary, clock)
        await evening.tie(secretary, clock)
        await evening.miss_two_thirds_by_one(secretary, clock)
    # The power is gone, and the laptop is started again.
    async with drive(WIDE) as desk:
        secretary = Secretary(desk)
        await evening.enter_room(secretary)
        evening.is_where_it_was(secretary)
        await evening.elect_in_writing(secretary, clock)
        await evening.vote_by_name_without_the_recused(secretary, clock)
        await evening.amend_and_lose_a_holder(secretary, clock)
        await evening.consent(secretary, clock)
        await evening.close(secretary, clock)
    _is_all_stored(store, people)

    monkeypatch.setenv("COOPADMIN_TODAY", MORNING_AFTER)
    async with drive(WIDE) as desk:
        secretary = Secretary(desk)
        await _work_out_minutes(secretary, tmp_path / "minutes.md")
        await _look_through_the_registers(secretary)
        await _cancel_the_second_meeting(secretary)
        await _plan_the_next(secretary)
    monkeypatch.setenv("COOPADMIN_TODAY", NEXT_MEETING)
    async with drive() as desk:
        await _approve(Secretary(desk))
    found = store.read(minutes.minutes, MEETING)
    assert found is not None
    assert (found.approved_on, found.is_draft) == (date(2027, 1, 14), False)
    # Who did all this is in the journal, and names are not.
    told = [f"{row.deed} {row.about}" for row in store.read(journal.page, Listing(limit=500)).rows]
    assert not [line for line in told for name in people if name in line]


# -- before --------------------------------------------------------------------------------------------------------


async def _plan(secretary: Secretary) -> None:
    """Three weeks before: the meeting, its agenda, and its letter."""
    await secretary.press("f8", "n")
    await secretary.fill(None, "20-11-2026 20:00", "De Vonk, the hall", "Autumn meeting")
    await secretary.save()
    secretary.told("The letter goes out by 5 November 2026")
    await secretary.do("Agenda")
    # A group that never met has no minutes to approve.
    await secretary.press("down", "delete")
    if secretary.desk.name == "ConfirmScreen":
        await secretary.press("y")
    for title, purpose in ITEMS:
        await secretary.press("n")
        await secretary.fill(title, Chosen(purpose), "10")
        await secretary.save()
    secretary.sees("3 Budget 2027", "9 Who comes to live in 4A", "10 Any other business", "11 Closing")
    await secretary.press("escape")
    await secretary.do("Letter sent")
    await secretary.save()
    await secretary.rest()
    secretary.sees("20 Nov 2026 20:00 Autumn meeting", "letter sent 30 Oct 2026")


def _is_all_stored(store: Store, people: dict[str, int]) -> None:
    """What the store holds of it, besides what the minutes tell."""
    budget, *_others, shed, flat = (
        store.read(voting.motions, item.item_id) for item in store.read(agenda, MEETING) if item.kind == "decision"
    )
    outcomes = [(vote.outcome, vote.votes_for, vote.replaced) for vote in budget[0].votes]
    assert outcomes == [("no_quorum", 11, False), ("carried", 15, True), ("carried", 14, False)]
    assert budget[0].votes[0].decision_id is None
    assert [motion.text for motion in shed if motion.amends_id is None] == [
        "We build a garden shed of six square metres."
    ]
    assert [(held.number, [one.status for one in held.objections]) for held in flat[0].rounds] == [
        (1, ["integrated"]),
        (2, []),
    ]
    stays = {one.person_id: (one.arrived_at[11:], (one.left_at or "")[11:]) for one in _stays(store)}
    assert stays[people["Aalders"]] == ("19:50", "21:35")
    assert stays[people["Udo"]] == ("20:12", "21:35")
    assert stays[people["Dekker"]] == ("19:50", "21:05")


def _stays(store: Store) -> tuple[attendance_lists.PresenceRow, ...]:
    return store.read(attendance_lists.presences, MEETING)


# -- after ---------------------------------------------------------------------------------------------------------


async def _work_out_minutes(secretary: Secretary, file: Path) -> None:
    """The minutes are saved as a file, which is as it was when somebody last read it, and go round."""
    await secretary.press("f8")
    await secretary.do("Minutes")
    secretary.sees("Minutes: Autumn meeting", "draft, to be sent by")
    await secretary.press("s")
    await secretary.refill(str(file))
    await secretary.save()
    written = file.read_text(encoding="utf-8")
    if os.environ.get("COOPADMIN_PICTURES") == "keep":
        PICTURE.write_text(written, encoding="utf-8")
    assert written == PICTURE.read_text(encoding="utf-8")
    await secretary.press("d")
    await secretary.save()
    secretary.sees("sent on 21 Nov 2026, to be approved")
    await secretary.press("escape")


async def _look_through_the_registers(secretary: Secretary) -> None:
    """The decisions and the actions of the evening, in the lists beside the meetings."""
    await secretary.press("b")
    await secretary.rest()
    secretary.sees("Decisions", *(f"B-2026-0{number}" for number in range(1, 8)))
    await secretary.press("b")
    secretary.sees("Actions", "Sign the contract with the painter", "15 Dec 2026", "Look at the light")
    await secretary.press("b", "b")


async def _cancel_the_second_meeting(secretary: Secretary) -> None:
    """Nothing is left for it."""
    await secretary.rest()
    await secretary.press("down")
    secretary.sees("05 Dec 2026 20:00")
    await secretary.do("Call the meeting off")
    await secretary.type("the quorum was there after all")
    await secretary.save()
    await secretary.rest()
    secretary.sees_not("05 Dec 2026 20:00")


async def _plan_the_next(secretary: Secretary) -> None:
    """The meeting that will approve the minutes has them on its agenda."""
    await secretary.press("n")
    await secretary.fill(None, "14-1-2027 20:00", None, "Winter meeting")
    await secretary.save()
    await secretary.rest()
    secretary.sees("14 Jan 2027 20:00")


async def _approve(secretary: Secretary) -> None:
    """Two months later they are approved, and nothing of the meeting changes any more."""
    await secretary.press("f8")
    await secretary.do("Minutes")
    await secretary.press("a")
    secretary.sees("14 Jan 2027 Winter meeting")
    await secretary.save()
    secretary.sees("approved on 14 Jan 2027")
