"""The room and the minutes read back what was put to the vote."""

from __future__ import annotations

from sqlalchemy import event
from sqlalchemy.engine import Engine

from coopadmin.services import voting
from db.queries import voting as queries
from db.store import Store
from tests.conftest import Furnish
from tests.voting_room import AT, Room, motions_of, open_room, put, record_of, vote


def _voted(store: Store) -> Room:
    """Put two motions, an amendment, counts that were corrected, and a round of consent."""
    room = open_room(store)
    motion = put(store, room, proposer_id=room.people[3])
    amendment = put(store, room, text="Two trees", amends_id=motion)
    vote(store, amendment, (8, 3, 0), amended_text="We plant two trees.")
    wrong = vote(store, motion, (6, 5, 0), at="2026-11-19T20:20")
    vote(store, motion, (5, 6, 0), at="2026-11-19T20:25", replaces_id=wrong.vote_id, reason="counted twice")
    dropped = put(store, room, text="We plant a hedge.")
    store.do(voting.withdraw_motion, motion_id=dropped, at=AT)
    consented = put(store, room, "self_allocation")
    round_id = store.do(voting.start_round, motion_id=consented, at=AT).result
    for place in (2, 3):
        store.do(voting.object_to, round_id=round_id, person_id=room.people[place], argument=f"reason {place}")
    return room


def test_an_item_without_motions_has_none(store: Store, furnish: Furnish) -> None:
    room = furnish(open_room)
    assert motions_of(store, room) == ()
    assert store.read(queries.motions, 999) == ()


def test_motions_come_with_their_amendments_and_counts(store: Store, furnish: Furnish) -> None:
    room = furnish(_voted)
    motion, amendment, dropped = motions_of(store, room)
    assert (motion.text, motion.proposer, motion.amends_id) == ("We plant two trees.", "Lid04", None)
    assert (amendment.text, amendment.amends_id, dropped.withdrawn_at) == ("Two trees", motion.motion_id, AT)
    assert [(one.votes_for, one.outcome, one.replaced, one.reason, one.number) for one in motion.votes] == [
        (6, "carried", True, "", ""),
        (5, "rejected", False, "counted twice", "B-2026-01"),
    ]
    assert [one.text for one in motion.votes] == ["We plant two trees.", "We plant two trees."]
    assert (amendment.votes[0].outcome, amendment.votes[0].decision_id) == ("carried", None)
    assert dropped.standing is None


def test_rounds_come_with_their_objections(store: Store, furnish: Furnish) -> None:
    room = furnish(_voted)
    (motion,) = motions_of(store, room, "self_allocation")
    (only,) = motion.rounds
    assert (only.number, only.text, only.started_at) == (1, "We plant a tree.", AT)
    assert [(one.person, one.argument, one.status, one.settled_at) for one in only.objections] == [
        ("Lid03", "reason 2", "open", None),
        ("Lid04", "reason 3", "open", None),
    ]
    assert motion.open_objections == only.objections


def test_a_vote_is_read_back_with_everything_it_stood_on(store: Store, furnish: Furnish) -> None:
    room = furnish(_voted)
    row = motions_of(store, room)[0].votes[1]
    record = store.read(queries.vote_record, row.vote_id)
    assert record is not None
    assert (record.vote, record.motion, record.item, record.meeting) == (
        row,
        "We plant two trees.",
        "Punt ordinary",
        "Ledenvergadering november",
    )
    assert (record.meeting_id, record.item_id, record.meeting_at) == (
        room.meeting_id,
        room.items["ordinary"],
        "2026-11-19T20:00",
    )
    assert "5 for is not enough" in " ".join(record.explanation)
    assert [one.standing for one in record.voters].count("present") == row.present == 9
    assert [(one.number, one.name, one.holder) for one in record.voters if one.holder_id] == [
        ("09", "Lid09", "Lid01"),
        ("10", "Lid10", "Lid02"),
    ]
    assert store.read(queries.vote_record, 999) is None


def test_the_sentence_is_that_of_the_moment_of_voting(store: Store, furnish: Furnish) -> None:
    room = furnish(open_room)
    counted = vote(store, put(store, room), (7, 3, 1))
    assert record_of(store, counted).vote.sentence == counted.outcome.sentence


def test_a_long_item_is_read_in_a_few_questions(store: Store, furnish: Furnish) -> None:
    room = furnish(_voted)
    asked: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("SELECT"):
            asked.append(statement)

    event.listen(Engine, "before_cursor_execute", listen)
    try:
        motions_of(store, room)
    finally:
        event.remove(Engine, "before_cursor_execute", listen)
    assert 0 < len(asked) <= 6
