"""A general meeting under way: twelve who may vote, and an item for each rule that tests hold votes against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from coopadmin.errors import Invalid, Refused
from coopadmin.services import voting
from coopadmin.services.voting_counts import Counted
from db.journal import Transaction
from db.queries import decisions as decision_queries
from db.queries import voting as queries
from db.queries.base import Listing
from db.store import Store
from db.tables.meetings import AgendaItem, Meeting, Presence, Proxy, Recusal
from db.tables.members import Member, Membership, Person
from db.tables.voting import VotingRule

AT = "2026-11-19T20:15"
"""When things are put to the vote."""

RULES: dict[str, dict[str, Any]] = {
    "ordinary": {"method": "simple", "source": "statutes, article 12"},
    "persons": {"method": "simple", "tie": "lot"},
    "house_rules": {"method": "simple", "tie": "again"},
    "statutes": {"method": "two-thirds", "quorum": "2/3", "source": "BW 2:43(1)"},
    "dissolution": {"method": "three-quarters", "quorum": "1"},
    "self_allocation": {"method": "consent", "quorum": "1/2", "source": "house rules, article 4"},
}
"""The rule of each kind of decision; dissolution asks for everybody, who is not there."""


@dataclass(frozen=True, slots=True)
class Room:
    """Where everything is in the store: people by their place in the register, items by the kind of decision."""

    meeting_id: int
    people: tuple[int, ...]
    """Twelve, from member 01: nine are in the room, 09 and 10 let 01 and 02 vote for them, 12 stays away."""
    items: dict[str, int]
    """`discussion` is not for deciding; member 11 stands aside in `self_allocation`."""


def open_room(store: Store) -> Room:
    """Put the meeting in an empty store."""
    return store.do(fill_room, body="general").result


def fill_room(transaction: Transaction, *, body: str) -> Room:
    """Add the people, the rules, the meeting with its items, and who is there."""
    people = tuple(_member(transaction, place) for place in range(1, 13))
    for kind, rule in RULES.items():
        transaction.add(VotingRule(body=body, kind=kind, valid_from=date(2026, 11, 1), **rule))
    meeting_id = transaction.add(
        Meeting(
            body=body,
            title="Ledenvergadering november",
            starts_at="2026-11-19T20:00",
            opened_at="2026-11-19T20:02",
            chair_id=people[0],
            secretary_id=people[1],
        )
    )
    items = {
        kind: transaction.add(
            AgendaItem(
                meeting_id=meeting_id,
                position=position,
                title=f"Punt {kind}",
                kind="discussion" if kind == "discussion" else "decision",
                decision_kind="" if kind == "discussion" else kind,
            )
        )
        for position, kind in enumerate((*RULES, "discussion"), 1)
    }
    for place in (*range(8), 10):
        transaction.add(Presence(meeting_id=meeting_id, person_id=people[place], arrived_at="2026-11-19T19:55"))
    for giver, holder in ((8, 0), (9, 1)):
        transaction.add(
            Proxy(
                meeting_id=meeting_id,
                giver_id=people[giver],
                holder_id=people[holder],
                given_on=date(2026, 11, 18),
            )
        )
    transaction.add(Recusal(item_id=items["self_allocation"], person_id=people[10], reason="a sister is the candidate"))
    return Room(meeting_id, people, items)


def _member(transaction: Transaction, place: int) -> int:
    person_id = transaction.add(Person(family_name=f"Lid{place:02d}"))
    member_id = transaction.add(Member(number=f"{place:02d}", person_id=person_id))
    transaction.add(Membership(member_id=member_id, kind="member", starts_on=date(2020, 1, 1)))
    return person_id


# -- what happens there, and reading it back ----------------------------------------------------------------------


def set_columns(transaction: Transaction, *, model: Any, row_id: int, **values: Any) -> None:
    """Change a row, whatever it is."""
    transaction.change(model, row_id, **values)


def come_in(transaction: Transaction, *, meeting_id: int, person_id: int) -> None:
    """Let somebody in after the rest."""
    transaction.add(Presence(meeting_id=meeting_id, person_id=person_id, arrived_at="2026-11-19T20:14"))


def put(store: Store, room: Room, kind: str = "ordinary", **more: Any) -> int:
    """Put a motion under the item for a kind of decision; gives its number in the store."""
    values: dict[str, Any] = {"text": "We plant a tree.", **more}
    return store.do(voting.put_motion, item_id=room.items[kind], **values).result


def vote(store: Store, motion_id: int, numbers: tuple[int, int, int], **more: Any) -> Counted:
    """Count votes for, against and blank on a motion by show of hands."""
    votes = dict(zip(("votes_for", "votes_against", "votes_blank"), numbers, strict=True))
    return store.do(voting.record_vote, motion_id=motion_id, **{"at": AT, **votes, **more}).result


def decision(store: Store, counted: Counted) -> decision_queries.DecisionRecord:
    """Read the decision that follows from a vote."""
    assert counted.decision_id is not None
    record = store.read(decision_queries.record, counted.decision_id)
    assert record is not None
    return record


def register(store: Store) -> list[str]:
    """Name the numbers in the register of decisions."""
    return [row.number for row in store.read(decision_queries.page, Listing()).rows]


def motions_of(store: Store, room: Room, kind: str = "ordinary") -> tuple[queries.MotionRow, ...]:
    """Read what was put under the item for a kind of decision."""
    return store.read(queries.motions, room.items[kind])


def record_of(store: Store, counted: Counted) -> queries.VoteRecord:
    """Read everything about a vote."""
    record = store.read(queries.vote_record, counted.vote_id)
    assert record is not None
    return record


def refuse_all(transaction: Transaction, *, deeds: Sequence[tuple[Any, dict[str, Any]]], match: str) -> None:
    """Try one deed after another; each is refused with these words."""
    for deed, values in deeds:
        with pytest.raises(Refused, match=match):
            deed(transaction, **values)


def fields(refusal: pytest.ExceptionInfo[Invalid]) -> list[str]:
    """Name the fields that something is wrong with."""
    return [problem.field for problem in refusal.value.problems]


def rule_id(store: Store, kind: str) -> int:
    """Find the meeting's own rule for a kind of decision."""
    return store.do(find_rule, kind=kind).result


def find_rule(transaction: Transaction, *, kind: str) -> int:
    """Find the meeting's own rule for a kind of decision."""
    statement = select(col(VotingRule.id)).where(col(VotingRule.kind) == kind, col(VotingRule.body) == "general")
    return int(transaction.scalar(statement))
