"""A group decides by consent: rounds, argued objections, and what becomes of them."""

from __future__ import annotations

from typing import Any

import pytest

from coopadmin.errors import Invalid, Refused
from coopadmin.services import voting
from coopadmin.services.voting_counts import Counted
from db.store import Store
from db.tables.voting import VotingRule
from tests.conftest import Furnish
from tests.voting_room import (
    AT,
    Room,
    decision,
    fields,
    motions_of,
    open_room,
    put,
    record_of,
    register,
    rule_id,
    set_columns,
    vote,
)

Moved = tuple[Room, int]
"""The meeting, and a motion that was put there."""


def _move(store: Store) -> Moved:
    room = open_room(store)
    return room, put(store, room, "self_allocation")


@pytest.fixture
def room(furnish: Furnish) -> Room:
    """Open the meeting."""
    return furnish(open_room)


@pytest.fixture
def moved(furnish: Furnish) -> Moved:
    """Open the meeting, with a motion that is decided by consent."""
    return furnish(_move)


def _round(store: Store, motion_id: int, **more: Any) -> int:
    return store.do(voting.start_round, motion_id=motion_id, **{"at": AT, **more}).result


def _object(store: Store, round_id: int, person_id: int, argument: str = "Too many trees.") -> int:
    return store.do(voting.object_to, round_id=round_id, person_id=person_id, argument=argument).result


def _settle(store: Store, objection_id: int, status: str, answer: str = "") -> None:
    store.do(voting.settle_objection, objection_id=objection_id, status=status, at=AT, answer=answer)


def _consent(store: Store, motion_id: int, **more: Any) -> Counted:
    return store.do(voting.decide_by_consent, motion_id=motion_id, **{"at": AT, **more}).result


def test_consent_is_there_when_no_objection_is_open(store: Store, room: Room) -> None:
    motion = put(store, room, "self_allocation", text="Family A gets 4B.")
    objection = _object(store, _round(store, motion), room.people[2])
    _settle(store, objection, "integrated", "A trial of three months was added.")
    _round(store, motion, text="Family A gets 4B, on trial.")
    counted = _consent(store, motion)
    assert (counted.declared, counted.number) == ("carried", "B-2026-01")
    record = decision(store, counted)
    assert (record.method, record.kind, record.text) == ("consent", "self_allocation", "Family A gets 4B, on trial.")
    assert (record.entitled, record.present, record.proxies, record.votes_for) == (12, 8, 2, None)
    row = motions_of(store, room, "self_allocation")[0]
    assert [(each.number, each.text, len(each.objections)) for each in row.rounds] == [
        (1, "Family A gets 4B.", 1),
        (2, "Family A gets 4B, on trial.", 0),
    ]
    met = row.rounds[0].objections[0]
    assert (met.person, met.status, met.answer, met.settled_at) == (
        "Lid03",
        "integrated",
        "A trial of three months was added.",
        AT,
    )


def test_objections_of_an_earlier_round_stay_open_until_they_are_settled(store: Store, moved: Moved) -> None:
    room, motion = moved
    first = _object(store, _round(store, motion), room.people[2])
    _object(store, _round(store, motion), room.people[3])
    with pytest.raises(Invalid) as refusal:
        _consent(store, motion, outcome="carried")
    assert fields(refusal) == ["outcome"]
    counted = _consent(store, motion)
    assert (counted.declared, decision(store, counted).outcome) == ("rejected", "rejected")
    assert record_of(store, counted).vote.objections == 2
    assert motions_of(store, room, "self_allocation")[0].open_objections[0].objection_id == first


def test_a_represented_member_objects_through_their_holder(store: Store, moved: Moved) -> None:
    room, motion = moved
    assert _object(store, _round(store, motion), room.people[8])


@pytest.mark.parametrize(
    ("place", "argument", "named", "said"),
    [
        (11, "no", ["person_id"], "member 12 is neither present nor represented"),
        (10, "no", ["person_id"], "member 11 stands aside"),
        (2, " ", ["argument"], "say what the objection is"),
        (2, "x" * 2001, ["argument"], "longer than 2000"),
    ],
)
def test_an_objection_that_cannot_be_is_named_under_its_field(
    store: Store, room: Room, place: int, argument: str, named: list[str], said: str
) -> None:
    round_id = _round(store, put(store, room, "self_allocation"))
    with pytest.raises(Invalid) as refusal:
        _object(store, round_id, room.people[place], argument)
    assert fields(refusal) == named
    assert said in str(refusal.value)


def test_a_guest_has_no_objection(store: Store, room: Room) -> None:
    with pytest.raises(Invalid, match="may vote on this"):
        _object(store, _round(store, put(store, room, "self_allocation")), 999)


@pytest.mark.parametrize(
    ("status", "answer", "named"),
    [("integrated", " ", "answer"), ("not_weighty", "", "answer"), ("gone", "x", "status")],
)
def test_settling_says_how(store: Store, room: Room, status: str, answer: str, named: str) -> None:
    objection = _object(store, _round(store, put(store, room, "self_allocation")), room.people[2])
    with pytest.raises(Invalid) as refusal:
        _settle(store, objection, status, answer)
    assert fields(refusal) == [named]


def test_an_objection_is_opened_again(store: Store, moved: Moved) -> None:
    room, motion = moved
    objection = _object(store, _round(store, motion), room.people[2])
    _settle(store, objection, "not_weighty", "It is a matter of taste.")
    _settle(store, objection, "open")
    assert _consent(store, motion).declared == "rejected"


def test_consent_is_refused_where_the_rule_asks_for_votes(store: Store, room: Room) -> None:
    motion = put(store, room)
    with pytest.raises(Refused, match=r"by vote: .*statutes, article 12"):
        _round(store, motion)
    with pytest.raises(Refused, match="by vote"):
        _consent(store, motion)


def test_votes_are_refused_where_the_rule_is_consent(store: Store, moved: Moved) -> None:
    _room, motion = moved
    with pytest.raises(Refused, match=r"by consent: .*house rules, article 4"):
        vote(store, motion, (8, 2, 0))
    with pytest.raises(Refused, match="No round"):
        _consent(store, motion)


def test_a_group_may_choose_by_consent_to_vote(store: Store, moved: Moved) -> None:
    room, motion = moved
    _object(store, _round(store, motion), room.people[2])
    counted = vote(store, motion, (8, 2, 0), method="three-quarters")
    assert (decision(store, counted).method, counted.declared) == ("three-quarters", "carried")
    assert record_of(store, counted).vote.rule_source == "chosen by consent; house rules, article 4"


def test_words_in_a_round_change_only_with_the_next_round(store: Store, moved: Moved) -> None:
    room, motion = moved
    first = _round(store, motion)
    with pytest.raises(Refused, match="new round"):
        store.do(voting.reword_motion, motion_id=motion, text="other")
    _round(store, motion, text="other")
    with pytest.raises(Refused, match="Round 2"):
        _object(store, first, room.people[2])


def test_what_was_decided_by_consent_has_no_further_rounds(store: Store, moved: Moved) -> None:
    room, motion = moved
    round_id = _round(store, motion)
    _consent(store, motion)
    with pytest.raises(Refused, match="decided at 20:15"):
        _round(store, motion)
    with pytest.raises(Refused, match="decided at 20:15"):
        _object(store, round_id, room.people[2])


def test_consent_that_was_noted_wrongly_is_decided_again(store: Store, moved: Moved) -> None:
    room, motion = moved
    objection = _object(store, _round(store, motion), room.people[2])
    _settle(store, objection, "withdrawn")
    first = _consent(store, motion)
    _settle(store, objection, "open")
    second = _consent(store, motion, replaces_id=first.vote_id, reason="it was not withdrawn")
    record = decision(store, second)
    assert (second.declared, record.outcome, second.decision_id) == ("rejected", "rejected", first.decision_id)
    assert "it was not withdrawn" in record.note


def test_without_the_quorum_there_is_no_consent(store: Store, room: Room) -> None:
    rule = rule_id(store, "self_allocation")
    store.do(set_columns, model=VotingRule, row_id=rule, quorum="1")
    motion = put(store, room, "self_allocation")
    _round(store, motion)
    assert _consent(store, motion).declared == "no_quorum"
    assert register(store) == []


def test_a_count_that_was_chosen_by_consent_is_corrected_by_the_same_majority(store: Store, moved: Moved) -> None:
    _room, motion = moved
    first = vote(store, motion, (8, 2, 0), method="three-quarters")
    second = vote(store, motion, (7, 3, 0), replaces_id=first.vote_id, reason="misread")
    assert (record_of(store, second).vote.method, second.declared) == ("three-quarters", "rejected")
