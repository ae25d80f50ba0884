"""A secretary puts motions to the vote, and the register of decisions follows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from coopadmin.errors import Invalid, Refused
from coopadmin.services import decisions, voting
from coopadmin.services.undo import undo
from db.journal import Transaction
from db.queries import journal
from db.queries.base import Listing
from db.store import Store
from db.tables.meetings import Meeting, Presence
from db.tables.members import WorkingGroup, WorkingGroupTerm
from db.tables.voting import VotingRule
from tests.conftest import Furnish
from tests.meetings import items
from tests.voting_room import (
    AT,
    Room,
    come_in,
    decision,
    fields,
    motions_of,
    open_room,
    put,
    record_of,
    refuse_all,
    register,
    rule_id,
    set_columns,
    vote,
)

Moved = tuple[Room, int]
"""The meeting, and a motion that was put there."""


def _move(store: Store) -> Moved:
    room = open_room(store)
    return room, put(store, room)


@pytest.fixture
def room(furnish: Furnish) -> Room:
    """Open the meeting."""
    return furnish(open_room)


@pytest.fixture
def moved(furnish: Furnish) -> Moved:
    """Open the meeting, with a motion under the ordinary item."""
    return furnish(_move)


# -- an ordinary vote ----------------------------------------------------------------------------------------------


def test_a_vote_by_hands_makes_a_numbered_decision(store: Store, room: Room) -> None:
    counted = vote(store, put(store, room), (7, 3, 1))
    assert (counted.declared, counted.number) == ("carried", "B-2026-01")
    record = decision(store, counted)
    assert (record.decided_on, record.body, record.subject, record.text) == (
        date(2026, 11, 19),
        "general meeting",
        "Punt ordinary",
        "We plant a tree.",
    )
    assert (record.method, record.entitled, record.present, record.proxies) == ("simple", 12, 9, 2)
    assert (record.votes_for, record.votes_against, record.votes_blank, record.outcome) == (7, 3, 1, "carried")
    assert not record.flagged


def test_the_vote_keeps_the_rule_and_the_roll_as_they_were(store: Store, room: Room) -> None:
    counted = vote(store, put(store, room), (7, 3, 1))
    store.do(set_columns, model=VotingRule, row_id=rule_id(store, "ordinary"), method="unanimous", source="other")
    record = record_of(store, counted)
    assert (record.vote.method, record.vote.rule_source, record.vote.counted) == (
        "simple",
        "statutes, article 12",
        "carried",
    )
    assert [(one.number, one.standing, one.holder, one.choice) for one in record.voters[8:]] == [
        ("09", "represented", "Lid01", ""),
        ("10", "represented", "Lid02", ""),
        ("11", "present", "", ""),
        ("12", "absent", "", ""),
    ]
    assert record.vote.sentence
    assert record.explanation == counted.outcome.explanation


def test_the_secretary_may_name_subject_and_number(store: Store, room: Room) -> None:
    counted = vote(store, put(store, room), (7, 3, 1), subject=" A tree ", number="ALV-7")
    record = decision(store, counted)
    assert (record.subject, record.number) == ("A tree", "ALV-7")
    assert store.read(journal.page, Listing()).rows[0].what == "Vote recorded ALV-7"


def test_a_rejected_motion_is_in_the_register_too(store: Store, room: Room) -> None:
    assert decision(store, vote(store, put(store, room), (3, 7, 1))).outcome == "rejected"


def test_the_word_of_the_chair_goes_before_the_count_and_is_flagged(store: Store, room: Room) -> None:
    counted = vote(store, put(store, room), (3, 7, 1), outcome="carried")
    assert (counted.declared, counted.outcome.carried) == ("carried", False)
    record = decision(store, counted)
    assert (record.outcome, record.flagged) == ("carried", True)
    row = record_of(store, counted).vote
    assert (row.outcome, row.counted, row.flagged) == ("carried", "rejected", True)


def test_an_item_that_is_not_for_deciding_brings_no_decision(store: Store, room: Room) -> None:
    counted = vote(store, put(store, room, "discussion"), (7, 3, 1))
    assert (counted.decision_id, counted.number, counted.declared) == (None, "", "carried")
    assert record_of(store, counted).vote.kind == "ordinary"


def test_without_the_quorum_the_vote_is_kept_and_nothing_is_decided(store: Store, room: Room) -> None:
    counted = vote(store, put(store, room, "dissolution"), (11, 0, 0))
    assert (counted.declared, counted.decision_id) == ("no_quorum", None)
    assert (counted.outcome.quorum_needed, counted.outcome.quorum_present) == (12, 11)
    assert record_of(store, counted).vote.outcome == "no_quorum"
    assert register(store) == []


def test_once_enough_people_are_there_it_is_voted_on_again(store: Store, room: Room) -> None:
    motion = put(store, room, "dissolution")
    first = vote(store, motion, (11, 0, 0))
    store.do(come_in, meeting_id=room.meeting_id, person_id=room.people[11])
    second = vote(store, motion, (12, 0, 0), at="2026-11-19T20:20")
    assert (second.declared, decision(store, second).outcome) == ("carried", "carried")
    votes = motions_of(store, room, "dissolution")[0].votes
    assert [(vote.vote_id, vote.replaced, vote.number) for vote in votes] == [
        (first.vote_id, False, ""),
        (second.vote_id, False, "B-2026-01"),
    ]


@pytest.mark.parametrize(
    ("kind", "numbers", "more", "named", "said"),
    [
        ("ordinary", (9, 3, 0), {}, ["votes_for"], "12 votes, but only 11 people present and represented"),
        ("self_allocation", (8, 3, 0), {"method": "simple"}, ["votes_for"], "11 votes, but only 10 people"),
        ("ordinary", (-1, 3, 0), {}, ["votes_for"], "below zero"),
        ("ordinary", (7, 3, 0), {"way": "names"}, ["way"], "show of hands"),
        ("ordinary", (7, 3, 0), {"outcome": "postponed"}, ["outcome"], "choose"),
        ("ordinary", (7, 3, 0), {"outcome": "no_quorum"}, ["outcome"], "the quorum was met"),
        ("dissolution", (7, 3, 0), {"outcome": "carried"}, ["outcome"], "11 are there where the quorum asks for 12"),
        ("ordinary", (7, 3, 0), {"at": "20:15"}, ["at"], "the time"),
        ("ordinary", (7, 3, 0), {"at": "2026-11-19T20:01"}, ["at"], "at 20:02"),
        ("ordinary", (7, 3, 0), {"number": " "}, ["number"], "give the decision a number"),
        ("ordinary", (7, 3, 0), {"method": "unanimous"}, ["method"], "the rule for this is set"),
        ("self_allocation", (7, 3, 0), {"method": "at-least"}, ["method"], "choose the majority"),
        ("self_allocation", (7, 3, 0), {"method": "consent"}, ["method"], "choose the majority"),
        ("persons", (5, 5, 1), {}, ["outcome"], "the lot decides"),
    ],
)
def test_what_cannot_be_is_named_under_its_field_and_nothing_is_kept(
    store: Store,
    room: Room,
    kind: str,
    numbers: tuple[int, int, int],
    more: dict[str, Any],
    named: list[str],
    said: str,
) -> None:
    motion = put(store, room, kind)
    with pytest.raises(Invalid) as refusal:
        vote(store, motion, numbers, **more)
    assert fields(refusal) == named
    assert said in str(refusal.value)
    assert (motions_of(store, room, kind)[0].votes, register(store)) == ((), [])


def test_a_number_of_the_register_is_not_given_twice(store: Store, room: Room) -> None:
    vote(store, put(store, room), (7, 3, 1))
    with pytest.raises(Invalid) as refusal:
        vote(store, put(store, room), (7, 3, 1), number="B-2026-01")
    assert fields(refusal) == ["number"]
    assert motions_of(store, room)[1].votes == ()


def test_decisions_of_an_evening_are_numbered_one_after_the_other(store: Store, room: Room) -> None:
    numbers = [vote(store, put(store, room), (7, 3, 1)).number for _ in range(3)]
    assert numbers == ["B-2026-01", "B-2026-02", "B-2026-03"]


def test_a_second_meeting_has_a_quorum_of_its_own(store: Store, room: Room) -> None:
    rule = rule_id(store, "dissolution")
    store.do(set_columns, model=VotingRule, row_id=rule, second_meeting=True, second_quorum="1/2")
    store.do(set_columns, model=Meeting, row_id=room.meeting_id, second_of_id=room.meeting_id)
    counted = vote(store, put(store, room, "dissolution"), (9, 2, 0))
    assert (counted.declared, counted.outcome.quorum_needed) == ("carried", 6)


def join_group(transaction: Transaction, *, name: str, people: Sequence[int]) -> int:
    """Put people together in a working group."""
    group_id = transaction.add(WorkingGroup(name=name))
    for person_id in people:
        transaction.add(WorkingGroupTerm(group_id=group_id, person_id=person_id, starts_on=date(2024, 1, 1)))
    return group_id


def test_a_working_group_decides_under_its_own_name(store: Store, room: Room) -> None:
    group = store.do(join_group, name="Tuincommissie", people=room.people[:4]).result
    store.do(set_columns, model=Meeting, row_id=room.meeting_id, body="committee", group_id=group)
    record = decision(store, vote(store, put(store, room), (3, 1, 0)))
    assert (record.body, record.entitled, record.present) == ("Tuincommissie", 4, 4)


# -- equal votes ---------------------------------------------------------------------------------------------------


def test_equal_votes_reject_unless_the_rule_says_otherwise(store: Store, moved: Moved) -> None:
    _room, motion = moved
    assert vote(store, motion, (5, 5, 1)).declared == "rejected"
    with pytest.raises(Refused, match="voted on at 20:15"):
        vote(store, motion, (6, 5, 0))


def test_after_equal_votes_it_is_voted_again_once_where_the_rule_says_so(store: Store, room: Room) -> None:
    motion = put(store, room, "house_rules")
    first = vote(store, motion, (5, 5, 1))
    assert (first.outcome.tied, first.declared) == (True, "rejected")
    second = vote(store, motion, (5, 5, 0), at="2026-11-19T20:18")
    assert second.decision_id == first.decision_id
    with pytest.raises(Refused, match="voted on at 20:18"):
        vote(store, motion, (6, 5, 0))


def test_the_second_vote_after_a_tie_decides(store: Store, room: Room) -> None:
    motion = put(store, room, "house_rules")
    vote(store, motion, (5, 5, 1))
    record = decision(store, vote(store, motion, (6, 5, 0)))
    assert (record.outcome, record.votes_for) == ("carried", 6)
    assert "it was 5 for, 5 against, 1 blank, rejected. voted again" in record.note
    assert register(store) == ["B-2026-01"]


def test_a_tie_that_the_chair_declared_carried_is_not_voted_again(store: Store, room: Room) -> None:
    motion = put(store, room, "house_rules")
    vote(store, motion, (5, 5, 1), outcome="carried")
    with pytest.raises(Refused, match="voted on at 20:15"):
        vote(store, motion, (6, 5, 0))


def test_the_lot_is_declared(store: Store, room: Room) -> None:
    assert decision(store, vote(store, put(store, room, "persons"), (5, 5, 1), outcome="carried")).flagged


# -- by name and in writing ----------------------------------------------------------------------------------------


def test_a_vote_by_name_counts_what_each_chose(store: Store, room: Room) -> None:
    one, two, *others = room.people
    choices = {one: "for", two: "against", others[0]: "blank", others[1]: "for", room.people[9]: "for"}
    counted = store.do(voting.record_names, motion_id=put(store, room), at=AT, choices=choices).result
    record = record_of(store, counted)
    # 09 follows its holder 01; for 10 another choice was given than its holder's.
    assert (record.vote.votes_for, record.vote.votes_against, record.vote.votes_blank) == (4, 1, 1)
    assert [one.choice for one in record.voters] == [
        "for",
        "against",
        "blank",
        "for",
        *[""] * 4,
        "for",
        "for",
        "",
        "",
    ]
    assert (record.vote.way, counted.declared) == ("names", "carried")


def test_who_is_represented_may_be_without_a_vote(store: Store, room: Room) -> None:
    choices = {room.people[0]: "for", room.people[8]: ""}
    counted = store.do(voting.record_names, motion_id=put(store, room), at=AT, choices=choices).result
    assert counted.outcome.votes_cast == 1


@pytest.mark.parametrize(
    ("kind", "place", "choice", "said"),
    [
        ("ordinary", 11, "for", "member 12 is neither present nor represented"),
        ("self_allocation", 10, "for", "member 11 stands aside"),
        ("ordinary", 2, "perhaps", "member 03: “perhaps” is no vote"),
    ],
)
def test_who_has_no_vote_cannot_choose(store: Store, room: Room, kind: str, place: int, choice: str, said: str) -> None:
    motion = put(store, room, kind)
    method = "simple" if kind == "self_allocation" else None
    choices = {room.people[0]: "for", room.people[place]: choice}
    with pytest.raises(Invalid) as refusal:
        store.do(voting.record_names, motion_id=motion, at=AT, choices=choices, method=method)
    assert fields(refusal) == ["choices"]
    assert said in str(refusal.value)
    assert motions_of(store, room, kind)[0].votes == ()


def test_somebody_from_elsewhere_cannot_choose(store: Store, room: Room) -> None:
    with pytest.raises(Invalid, match="may not vote"):
        store.do(voting.record_names, motion_id=put(store, room), at=AT, choices={999: "for"})


def test_a_vote_in_writing_keeps_nobodys_choice(store: Store, room: Room) -> None:
    record = record_of(store, vote(store, put(store, room), (7, 3, 1), way="writing"))
    assert (record.vote.way, {one.choice for one in record.voters}) == ("writing", {""})


# -- a count that was wrong ----------------------------------------------------------------------------------------


def test_a_correction_keeps_both_counts_and_recounts_the_decision(store: Store, moved: Moved) -> None:
    room, motion = moved
    wrong = vote(store, motion, (6, 5, 0))
    right = vote(store, motion, (5, 6, 0), replaces_id=wrong.vote_id, reason="the back row was counted twice")
    assert (right.decision_id, right.declared) == (wrong.decision_id, "rejected")
    record = decision(store, right)
    assert (record.votes_for, record.votes_against, record.outcome, record.number) == (5, 6, "rejected", "B-2026-01")
    assert "it was 6 for, 5 against, 0 blank, carried. the back row was counted twice" in record.note
    votes = motions_of(store, room)[0].votes
    assert [(vote.votes_for, vote.replaced, vote.number) for vote in votes] == [(6, True, ""), (5, False, "B-2026-01")]
    standing = motions_of(store, room)[0].standing
    assert standing is not None
    assert (standing.vote_id, standing.reason) == (right.vote_id, "the back row was counted twice")


def test_a_correction_stands_on_the_roll_of_the_first_count(store: Store, moved: Moved) -> None:
    room, motion = moved
    wrong = vote(store, motion, (6, 5, 0))
    store.do(come_in, meeting_id=room.meeting_id, person_id=room.people[11])
    with pytest.raises(Invalid, match="12 votes, but only 11"):
        vote(store, motion, (6, 6, 0), replaces_id=wrong.vote_id, reason="one forgotten")
    right = vote(store, motion, (5, 5, 1), replaces_id=wrong.vote_id, reason="one blank")
    assert record_of(store, right).voters == record_of(store, wrong).voters


def test_a_vote_by_name_is_corrected_by_name(store: Store, moved: Moved) -> None:
    room, motion = moved
    wrong = store.do(voting.record_names, motion_id=motion, at=AT, choices={room.people[0]: "for"}).result
    store.do(set_columns, model=Presence, row_id=1, left_at="2026-11-19T20:16")
    right = store.do(
        voting.record_names,
        motion_id=motion,
        at=AT,
        choices={room.people[0]: "against"},
        replaces_id=wrong.vote_id,
        reason="misheard",
    ).result
    assert (right.declared, right.outcome.votes_cast) == ("rejected", 2)


def test_a_wrong_count_is_put_right_after_the_meeting_too(store: Store, moved: Moved) -> None:
    room, motion = moved
    wrong = vote(store, motion, (6, 5, 0))
    other = put(store, room)
    store.do(set_columns, model=Meeting, row_id=room.meeting_id, closed_at="2026-11-19T22:00")
    with pytest.raises(Refused, match="closed at 22:00"):
        vote(store, other, (6, 5, 0))
    right = vote(store, motion, (5, 6, 0), replaces_id=wrong.vote_id, reason="tally sheet", at="2026-11-20T10:00")
    assert decision(store, right).decided_on == date(2026, 11, 19)


def test_only_the_newest_count_is_corrected_and_only_with_a_reason(store: Store, moved: Moved) -> None:
    room, motion = moved
    first = vote(store, motion, (6, 5, 0))
    with pytest.raises(Invalid) as refusal:
        vote(store, motion, (5, 6, 0), replaces_id=first.vote_id, reason=" ")
    assert fields(refusal) == ["reason"]
    vote(store, motion, (5, 6, 0), replaces_id=first.vote_id, reason="misread")
    with pytest.raises(Refused, match="newest"):
        vote(store, motion, (6, 5, 0), replaces_id=first.vote_id, reason="misread again")
    with pytest.raises(Refused, match="not one of this motion"):
        vote(store, put(store, room), (6, 5, 0), replaces_id=first.vote_id, reason="misread")
    assert len(motions_of(store, room)[0].votes) == 2


def test_a_decision_that_proves_to_lack_its_quorum_is_withdrawn_and_comes_back(store: Store, room: Room) -> None:
    motion = put(store, room, "statutes")
    rule = rule_id(store, "statutes")
    first = vote(store, motion, (8, 3, 0))
    store.do(set_columns, model=VotingRule, row_id=rule, quorum="1")
    second = vote(store, motion, (8, 3, 0), replaces_id=first.vote_id, reason="article 14 asks for everybody")
    assert (second.declared, second.decision_id) == ("no_quorum", first.decision_id)
    record = decision(store, second)
    assert record.outcome == "withdrawn"
    assert "withdrawn, it was carried. article 14 asks for everybody; the quorum was not met" in record.note
    store.do(set_columns, model=VotingRule, row_id=rule, quorum="2/3")
    third = vote(store, motion, (7, 4, 0), replaces_id=second.vote_id, reason="article 14 was read wrongly")
    record = decision(store, third)
    assert (third.decision_id, record.outcome, record.votes_for) == (first.decision_id, "rejected", 7)
    assert "withdrawn. article 14 was read wrongly" in record.note


def test_a_quorum_that_proves_to_be_met_makes_the_decision(store: Store, room: Room) -> None:
    motion = put(store, room, "dissolution")
    first = vote(store, motion, (11, 0, 0))
    store.do(set_columns, model=VotingRule, row_id=rule_id(store, "dissolution"), quorum="2/3")
    second = vote(store, motion, (11, 0, 0), replaces_id=first.vote_id, reason="the old article was used")
    assert (second.number, decision(store, second).outcome) == ("B-2026-01", "carried")


def test_a_decision_that_was_withdrawn_by_hand_stays_so(store: Store, moved: Moved) -> None:
    _room, motion = moved
    first = vote(store, motion, (6, 5, 0))
    assert first.decision_id is not None
    store.do(decisions.withdraw_decision, decision_id=first.decision_id, reason="taken back by the board")
    second = vote(store, motion, (7, 4, 0), replaces_id=first.vote_id, reason="misread")
    record = decision(store, second)
    assert (record.outcome, record.votes_for) == ("withdrawn", 7)


def test_a_decision_keeps_its_number_when_it_is_counted_again(store: Store, moved: Moved) -> None:
    _room, motion = moved
    first = vote(store, motion, (6, 5, 0))
    with pytest.raises(Invalid) as refusal:
        vote(store, motion, (5, 6, 0), replaces_id=first.vote_id, reason="misread", number="B-9")
    assert fields(refusal) == ["number"]


# -- motions and amendments ----------------------------------------------------------------------------------------


def test_motions_stand_in_the_order_they_were_put(store: Store, room: Room) -> None:
    first = put(store, room, text="  One\n two ", proposer_id=room.people[3])
    second = put(store, room, text="Three")
    rows = motions_of(store, room)
    assert [(row.motion_id, row.position, row.text, row.proposer) for row in rows] == [
        (first, 1, "One\ntwo", "Lid04"),
        (second, 2, "Three", ""),
    ]


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"text": " "}, "text"),
        ({"text": "x" * 4001}, "text"),
        ({"proposer_id": 999}, "proposer_id"),
    ],
)
def test_a_motion_that_cannot_be_is_named_under_its_field(
    store: Store, room: Room, wrong: dict[str, Any], named: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        put(store, room, **wrong)
    assert fields(refusal) == [named]


def test_a_motion_is_reworded_until_it_is_voted_on(store: Store, moved: Moved) -> None:
    _room, motion = moved
    assert store.do(voting.reword_motion, motion_id=motion, text="We plant two trees.").result
    assert not store.do(voting.reword_motion, motion_id=motion, text="We plant two trees. ").result
    vote(store, motion, (7, 3, 1))
    with pytest.raises(Refused, match="voted on at 20:15"):
        store.do(voting.reword_motion, motion_id=motion, text="We plant three trees.")
    with pytest.raises(Refused, match="cannot be withdrawn"):
        store.do(voting.withdraw_motion, motion_id=motion, at=AT)


def test_a_withdrawn_motion_takes_its_amendments_with_it(store: Store, moved: Moved) -> None:
    room, motion = moved
    put(store, room, text="Two trees", amends_id=motion)
    store.do(voting.withdraw_motion, motion_id=motion, at=AT)
    assert [row.withdrawn_at for row in motions_of(store, room)] == [AT, AT]
    deeds: list[Any] = [
        (voting.record_vote, {"motion_id": motion, "at": AT, "votes_for": 1, "votes_against": 0}),
        (voting.reword_motion, {"motion_id": motion, "text": "other"}),
        (voting.withdraw_motion, {"motion_id": motion, "at": AT}),
    ]
    store.do(refuse_all, deeds=deeds, match="withdrawn at 20:15")
    with pytest.raises(Invalid, match="withdrawn"):
        put(store, room, amends_id=motion)


def test_an_amendment_is_voted_on_before_its_motion(store: Store, moved: Moved) -> None:
    room, motion = moved
    amendment = put(store, room, text="Two trees", amends_id=motion)
    with pytest.raises(Refused, match="number 2"):
        vote(store, motion, (7, 3, 1))
    counted = vote(store, amendment, (8, 3, 0), amended_text="We plant two trees.")
    assert (counted.declared, counted.decision_id) == ("carried", None)
    assert motions_of(store, room)[0].text == "We plant two trees."
    record = decision(store, vote(store, motion, (7, 3, 1)))
    assert record.text == "We plant two trees."
    assert motions_of(store, room)[1].votes[0].text == "Two trees"


def test_an_amendment_that_is_not_carried_changes_no_words(store: Store, moved: Moved) -> None:
    room, motion = moved
    amendment = put(store, room, text="Two trees", amends_id=motion)
    vote(store, amendment, (3, 8, 0), amended_text="We plant two trees.")
    assert motions_of(store, room)[0].text == "We plant a tree."
    assert vote(store, motion, (7, 3, 1)).declared == "carried"


def test_a_carried_amendment_says_how_the_motion_reads(store: Store, room: Room) -> None:
    amendment = put(store, room, text="Two trees", amends_id=put(store, room))
    with pytest.raises(Invalid) as refusal:
        vote(store, amendment, (8, 3, 0))
    assert fields(refusal) == ["amended_text"]
    assert motions_of(store, room)[1].votes == ()


def test_a_withdrawn_amendment_does_not_hold_up_the_motion(store: Store, moved: Moved) -> None:
    room, motion = moved
    amendment = put(store, room, text="Two trees", amends_id=motion)
    store.do(voting.withdraw_motion, motion_id=amendment, at=AT)
    assert vote(store, motion, (7, 3, 1)).declared == "carried"


@pytest.mark.parametrize("case", ["other item", "an amendment", "voted on"])
def test_what_cannot_be_amended(store: Store, room: Room, case: str) -> None:
    motion = put(store, room, "house_rules" if case == "other item" else "ordinary")
    if case == "an amendment":
        motion = put(store, room, amends_id=motion)
    if case == "voted on":
        vote(store, motion, (7, 3, 1))
    with pytest.raises(Invalid) as refusal:
        put(store, room, amends_id=motion)
    assert fields(refusal) == ["amends_id"]


def test_an_amendment_that_proves_rejected_gives_the_motion_its_words_back(store: Store, moved: Moved) -> None:
    room, motion = moved
    amendment = put(store, room, text="Two trees", amends_id=motion)
    first = vote(store, amendment, (6, 5, 0), amended_text="We plant two trees.")
    second = vote(store, amendment, (5, 6, 0), replaces_id=first.vote_id, reason="misread")
    assert motions_of(store, room)[0].text == "We plant a tree."
    vote(store, amendment, (6, 5, 0), replaces_id=second.vote_id, reason="no", amended_text="We plant two.")
    assert motions_of(store, room)[0].text == "We plant two."


def test_words_that_changed_since_are_asked_for(store: Store, moved: Moved) -> None:
    room, motion = moved
    first = put(store, room, text="Two", amends_id=motion)
    second = put(store, room, text="Oaks", amends_id=motion)
    counted = vote(store, first, (6, 5, 0), amended_text="We plant two trees.")
    vote(store, second, (6, 5, 0), amended_text="We plant two oaks.")
    again: dict[str, Any] = {"replaces_id": counted.vote_id, "reason": "misread"}
    with pytest.raises(Invalid) as refusal:
        vote(store, first, (5, 6, 0), **again)
    assert fields(refusal) == ["amended_text"]
    vote(store, first, (5, 6, 0), amended_text="We plant an oak.", **again)
    assert motions_of(store, room)[0].text == "We plant an oak."


def test_an_amendment_is_settled_once_its_motion_was_voted_on(store: Store, moved: Moved) -> None:
    room, motion = moved
    amendment = put(store, room, text="Two trees", amends_id=motion)
    first = vote(store, amendment, (6, 5, 0), amended_text="We plant two trees.")
    vote(store, motion, (7, 3, 1))
    with pytest.raises(Refused, match="motion itself was voted on"):
        vote(store, amendment, (5, 6, 0), replaces_id=first.vote_id, reason="misread")
    # Other numbers that come to the same change nothing of the motion.
    vote(store, amendment, (7, 4, 0), replaces_id=first.vote_id, reason="misread")
    assert motions_of(store, room)[0].text == "We plant two trees."


# -- when nothing may change ---------------------------------------------------------------------------------------


BEFORE_THE_MEETING = (voting.put_motion, voting.reword_motion, voting.withdraw_motion)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ({"minutes_approved_on": date(2026, 11, 20), "closed_at": "2026-11-19T22:00"}, "were approved"),
        ({"opened_at": None}, "has not been opened"),
        ({"cancelled_on": date(2026, 11, 18), "opened_at": None}, "cancelled"),
    ],
)
def test_nothing_is_put_to_the_vote_outside_an_open_meeting(
    store: Store, room: Room, state: dict[str, Any], said: str
) -> None:
    motion = put(store, room)
    consented = put(store, room, "self_allocation")
    round_id = store.do(voting.start_round, motion_id=consented, at=AT).result
    objection = store.do(voting.object_to, round_id=round_id, person_id=room.people[0], argument="no").result
    store.do(set_columns, model=Meeting, row_id=room.meeting_id, **state)
    deeds: list[Any] = [
        (voting.put_motion, {"item_id": room.items["ordinary"], "text": "x"}),
        (voting.reword_motion, {"motion_id": motion, "text": "x"}),
        (voting.withdraw_motion, {"motion_id": motion, "at": AT}),
        (voting.record_vote, {"motion_id": motion, "at": AT, "votes_for": 1, "votes_against": 0}),
        (voting.record_names, {"motion_id": motion, "at": AT, "choices": {}}),
        (voting.start_round, {"motion_id": consented, "at": AT}),
        (voting.object_to, {"round_id": round_id, "person_id": room.people[0], "argument": "x"}),
        (voting.settle_objection, {"objection_id": objection, "status": "withdrawn", "at": AT}),
        (voting.decide_by_consent, {"motion_id": consented, "at": AT}),
    ]
    if said == "has not been opened":
        deeds = [(deed, values) for deed, values in deeds if deed not in BEFORE_THE_MEETING]
    store.do(refuse_all, deeds=deeds, match=said)


def test_motions_are_put_and_reworded_before_the_meeting_and_not_after_it(store: Store, room: Room) -> None:
    store.do(set_columns, model=Meeting, row_id=room.meeting_id, opened_at=None)
    motion = put(store, room, proposer_id=room.people[0])
    amendment = put(store, room, text="We plant two trees.", amends_id=motion)
    other = put(store, room, text="We plant a hedge.")
    assert store.do(voting.reword_motion, motion_id=motion, text="We plant an oak.").result
    item = next(one for one in items(store, room.meeting_id) if one.item_id == room.items["ordinary"])
    assert [(one.text, one.proposer, one.amends) for one in item.motions] == [
        ("We plant an oak.", "Lid01", False),
        ("We plant two trees.", "", True),
        ("We plant a hedge.", "", False),
    ]
    # What was never put to a meeting is taken off, amendments with it.
    store.do(voting.withdraw_motion, motion_id=motion, at=AT)
    assert [one.motion_id for one in motions_of(store, room)] == [other]
    assert amendment not in [one.motion_id for one in motions_of(store, room)]
    with pytest.raises(Refused, match="has not been opened"):
        vote(store, other, (6, 5, 0))
    closed = {"opened_at": "2026-11-19T20:02", "closed_at": "2026-11-19T22:00"}
    store.do(set_columns, model=Meeting, row_id=room.meeting_id, **closed)
    deeds: list[Any] = [
        (voting.put_motion, {"item_id": room.items["ordinary"], "text": "x"}),
        (voting.reword_motion, {"motion_id": other, "text": "x"}),
    ]
    store.do(refuse_all, deeds=deeds, match="was closed at 22:00")


def test_what_is_gone_is_said(store: Store, room: Room) -> None:
    deeds: list[Any] = [
        (voting.put_motion, {"item_id": 999, "text": "x"}),
        (voting.put_motion, {"item_id": room.items["ordinary"], "text": "x", "amends_id": 999}),
        (voting.record_vote, {"motion_id": 999, "at": AT, "votes_for": 1, "votes_against": 0}),
        (voting.object_to, {"round_id": 999, "person_id": room.people[0], "argument": "x"}),
        (voting.settle_objection, {"objection_id": 999, "status": "withdrawn", "at": AT}),
    ]
    store.do(refuse_all, deeds=deeds, match="no longer there")


# -- taking back ---------------------------------------------------------------------------------------------------


def test_taking_a_vote_back_takes_its_decision_along(store: Store, moved: Moved) -> None:
    room, motion = moved
    vote(store, motion, (7, 3, 1))
    store.do(undo)
    assert (motions_of(store, room)[0].votes, register(store)) == ((), [])
    assert vote(store, motion, (7, 3, 1)).number == "B-2026-01"


def test_taking_a_correction_back_gives_the_decision_its_old_count(store: Store, moved: Moved) -> None:
    room, motion = moved
    first = vote(store, motion, (6, 5, 0))
    vote(store, motion, (5, 6, 0), replaces_id=first.vote_id, reason="misread")
    store.do(undo)
    record = decision(store, first)
    assert (record.outcome, record.votes_for, record.note) == ("carried", 6, "")
    assert motions_of(store, room)[0].votes[-1].number == "B-2026-01"
    with pytest.raises(Refused, match="not one of this motion"):
        vote(store, motion, (5, 6, 0), replaces_id=999, reason="misread")


def test_taking_a_carried_amendment_back_gives_the_motion_its_words_back(store: Store, moved: Moved) -> None:
    room, motion = moved
    vote(store, put(store, room, text="Two", amends_id=motion), (6, 5, 0), amended_text="We plant two trees.")
    store.do(undo)
    assert motions_of(store, room)[0].text == "We plant a tree."


# -- what a vote without the quorum leaves open --------------------------------------------------------------------


def test_a_motion_that_met_no_quorum_may_still_be_reworded_amended_and_withdrawn(store: Store, room: Room) -> None:
    motion = put(store, room, "dissolution")
    first = vote(store, motion, (11, 0, 0))
    store.do(voting.reword_motion, motion_id=motion, text="We stop in June.")
    assert record_of(store, first).vote.text == "We plant a tree."
    amendment = put(store, room, "dissolution", text="in July", amends_id=motion)
    with pytest.raises(Refused, match="number 2"):
        vote(store, motion, (11, 0, 0))
    store.do(voting.withdraw_motion, motion_id=motion, at=AT)
    assert [row.withdrawn_at for row in motions_of(store, room, "dissolution")] == [AT, AT]
    with pytest.raises(Refused, match="withdrawn"):
        vote(store, motion, (11, 0, 0), replaces_id=first.vote_id, reason="misread")
    with pytest.raises(Refused, match="withdrawn"):
        vote(store, amendment, (11, 0, 0))


@pytest.mark.parametrize(
    ("rule", "numbers", "outcome"),
    [
        ({"method": "of-present"}, (6, 2, 3), "carried"),
        ({"method": "of-present"}, (5, 2, 4), "rejected"),
        ({"method": "of-entitled"}, (6, 5, 0), "rejected"),
        ({"method": "at-least", "threshold": "3/5"}, (6, 4, 1), "carried"),
        ({"method": "at-least", "threshold": "3/5", "counted_over": "entitled"}, (7, 4, 0), "rejected"),
        ({"method": "simple", "blank_counts": True}, (5, 3, 3), "rejected"),
        ({"method": "simple", "max_against": 1}, (9, 2, 0), "rejected"),
        ({"method": "three-quarters", "quorum": "3/4", "quorum_counts_proxies": False}, (11, 0, 0), "carried"),
        ({"method": "unanimous", "quorum": "10/12", "quorum_counts_proxies": False}, (11, 0, 0), "no_quorum"),
    ],
)
def test_every_rule_a_group_may_set_counts_and_is_kept_with_the_vote(
    store: Store, room: Room, rule: dict[str, Any], numbers: tuple[int, int, int], outcome: str
) -> None:
    store.do(set_columns, model=VotingRule, row_id=rule_id(store, "ordinary"), **rule)
    counted = vote(store, put(store, room), numbers)
    kept = record_of(store, counted)
    assert (counted.declared, kept.vote.outcome, kept.vote.counted) == (outcome, outcome, outcome)
    assert kept.explanation == counted.outcome.explanation
    assert register(store) == ([] if outcome == "no_quorum" else ["B-2026-01"])
    if outcome != "no_quorum":
        # A decision is held against the rule of its own vote, not against a simple reading of its numbers.
        assert not decision(store, counted).flagged
