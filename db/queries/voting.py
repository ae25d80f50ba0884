"""What was put to the vote: motions of an item, their counts and rounds of consent, and one vote with its roll."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, select
from sqlmodel import col

from coopadmin.domain.members import display_name
from coopadmin.domain.voting import Count, Outcome, Rule, count_votes
from coopadmin.domain.voting_rules import rule_of_columns
from db.tables.base import table_of
from db.tables.decisions import Decision
from db.tables.meetings import AgendaItem, Meeting
from db.tables.members import Member, Person
from db.tables.voting import ConsentObjection, ConsentRound, Motion, Vote, Voter

_votes = table_of(Vote)
_motions = table_of(Motion)
_later = _votes.alias("later")

_NOBODY = ("", "")
_NUMBERS = (
    "entitled",
    "present",
    "proxies",
    "votes_for",
    "votes_against",
    "votes_blank",
    "recused",
    "objections",
)
_KEPT = (
    "motion_id",
    "counted_at",
    "way",
    "kind",
    "method",
    "rule_source",
    "outcome",
    "text",
    "replaces_id",
    "reason",
)


@dataclass(frozen=True, slots=True)
class VoteRow:
    """A count as a list shows it, its arithmetic worked out anew from what the row keeps."""

    vote_id: int
    motion_id: int
    counted_at: str
    way: str
    kind: str
    method: str
    rule_source: str
    entitled: int
    present: int
    proxies: int
    recused: int
    votes_for: int
    votes_against: int
    votes_blank: int
    objections: int
    outcome: str
    """As the chair declared it, or no_quorum."""
    counted: str
    """As the numbers have it: carried, rejected or no_quorum."""
    sentence: str
    """The arithmetic in one line to read aloud."""
    text: str
    """The words that were voted on."""
    replaces_id: int | None
    replaced: bool
    """Whether a later count replaces it."""
    reason: str
    decision_id: int | None
    """The decision that stands on this count."""
    number: str
    tied: bool

    @property
    def flagged(self) -> bool:
        """Whether it was declared otherwise than counted."""
        return self.outcome != self.counted


@dataclass(frozen=True, slots=True)
class ObjectionRow:
    """An objection in a round of consent, and what became of it."""

    objection_id: int
    round_id: int
    person_id: int
    person: str
    argument: str
    status: str
    answer: str
    settled_at: str | None


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round of consent with its objections, in the order they were made."""

    round_id: int
    number: int
    text: str
    started_at: str
    objections: tuple[ObjectionRow, ...]


@dataclass(frozen=True, slots=True)
class MotionRow:
    """A motion or an amendment with all that was counted on it, oldest first."""

    motion_id: int
    position: int
    text: str
    amends_id: int | None
    proposer_id: int | None
    proposer: str
    withdrawn_at: str | None
    votes: tuple[VoteRow, ...]
    rounds: tuple[RoundRow, ...]

    @property
    def standing(self) -> VoteRow | None:
        """The count that stands: the newest."""
        return self.votes[-1] if self.votes else None

    @property
    def open_objections(self) -> tuple[ObjectionRow, ...]:
        """Objections of any round that were not settled."""
        return tuple(one for each in self.rounds for one in each.objections if one.status == "open")


@dataclass(frozen=True, slots=True)
class VoterRow:
    """One person on the frozen roll of a vote."""

    person_id: int
    number: str
    name: str
    standing: str
    holder_id: int | None
    holder: str
    choice: str


@dataclass(frozen=True, slots=True)
class VoteRecord:
    """Everything about one vote."""

    vote: VoteRow
    motion: str
    amends_id: int | None
    item_id: int
    item: str
    meeting_id: int
    meeting: str
    meeting_at: str
    explanation: tuple[str, ...]
    """The arithmetic, in sentences."""
    voters: tuple[VoterRow, ...]
    """The roll as it stood then, by family name."""


def motions(connection: Connection, item_id: int) -> tuple[MotionRow, ...]:
    """Give the motions of an item in the order they were put, withdrawn ones too."""
    statement = select(_motions).where(_motions.c.item_id == item_id).order_by(_motions.c.position)
    found = connection.execute(statement).mappings().all()
    ids = [row["id"] for row in found]
    counted = _by_motion(_vote_rows(connection, _votes.c.motion_id.in_(ids)))
    held = _rounds(connection, ids)
    names = _people(connection, {row["proposer_id"] for row in found})
    return tuple(
        MotionRow(
            motion_id=row["id"],
            position=row["position"],
            text=row["text"],
            amends_id=row["amends_id"],
            proposer_id=row["proposer_id"],
            proposer=names.get(row["proposer_id"], _NOBODY)[1],
            withdrawn_at=row["withdrawn_at"],
            votes=tuple(counted[row["id"]]),
            rounds=tuple(held[row["id"]]),
        )
        for row in found
    )


def vote_record(connection: Connection, vote_id: int) -> VoteRecord | None:
    """Give everything about one vote with its roll; None where there is no such vote."""
    vote = next(iter(_vote_rows(connection, _votes.c.id == vote_id)), None)
    if vote is None:
        return None
    motion = connection.execute(
        select(
            col(Motion.text),
            col(Motion.amends_id),
            col(AgendaItem.id),
            col(AgendaItem.title),
            col(Meeting.id),
            col(Meeting.title),
            col(Meeting.starts_at),
        )
        .join(AgendaItem, col(AgendaItem.id) == col(Motion.item_id))
        .join(Meeting, col(Meeting.id) == col(AgendaItem.meeting_id))
        .where(col(Motion.id) == vote.motion_id)
    ).one()
    row = connection.execute(select(_votes).where(_votes.c.id == vote_id)).mappings().one()
    return VoteRecord(vote, *motion, explanation=recounted(row).explanation, voters=roll_of_vote(connection, vote_id))


def roll_of_vote(connection: Connection, vote_id: int) -> tuple[VoterRow, ...]:
    """Give the roll that was frozen with a vote, in the order it had: by family name."""
    statement = select(col(Voter.person_id), col(Voter.standing), col(Voter.holder_id), col(Voter.choice)).where(
        col(Voter.vote_id) == vote_id
    )
    found = connection.execute(statement.order_by(col(Voter.id))).all()
    names = _people(connection, {person_id for row in found for person_id in (row[0], row[2])})
    return tuple(
        VoterRow(person_id, *names[person_id], standing, holder_id, names.get(holder_id, _NOBODY)[1], choice)
        for person_id, standing, holder_id, choice in found
    )


def rule_of_vote(row: Mapping[Any, Any]) -> Rule:
    """Give the rule a vote was held against, from the columns of its row."""
    return rule_of_columns(row)


def recounted(row: Mapping[Any, Any]) -> Outcome:
    """Work out anew what a vote means, from the columns of its row."""
    return count_votes(Count(**{name: row[name] for name in _NUMBERS}), rule_of_vote(row))


def counted_as(outcome: Outcome) -> str:
    """Name what a count comes to: carried, rejected or no_quorum."""
    if not outcome.valid:
        return "no_quorum"
    return "carried" if outcome.carried else "rejected"


def _vote_rows(connection: Connection, wanted: ColumnElement[bool]) -> list[VoteRow]:
    """Give votes as lists show them, oldest first."""
    decision = table_of(Decision)
    statement = (
        select(
            _votes,
            decision.c.id.label("decision_id"),
            decision.c.number.label("decision_number"),
            _later.c.id.label("later_id"),
        )
        .outerjoin(decision, decision.c.vote_id == _votes.c.id)
        .outerjoin(_later, _later.c.replaces_id == _votes.c.id)
        .where(wanted)
        .order_by(_votes.c.id)
    )
    return [_vote_row(row) for row in connection.execute(statement).mappings()]


def _vote_row(row: Mapping[Any, Any]) -> VoteRow:
    outcome = recounted(row)
    return VoteRow(
        vote_id=row["id"],
        **{name: row[name] for name in (*_KEPT, *_NUMBERS)},
        counted=counted_as(outcome),
        sentence=outcome.sentence,
        replaced=row["later_id"] is not None,
        decision_id=row["decision_id"],
        number=row["decision_number"] or "",
        tied=outcome.tied,
    )


def _by_motion(rows: list[VoteRow]) -> defaultdict[int, list[VoteRow]]:
    by_motion: defaultdict[int, list[VoteRow]] = defaultdict(list)
    for row in rows:
        by_motion[row.motion_id].append(row)
    return by_motion


def _rounds(connection: Connection, motion_ids: Collection[int]) -> defaultdict[int, list[RoundRow]]:
    """Give the rounds of consent of some motions, first round first."""
    found = connection.execute(
        select(
            col(ConsentRound.motion_id),
            col(ConsentRound.id),
            col(ConsentRound.number),
            col(ConsentRound.text),
            col(ConsentRound.started_at),
        )
        .where(col(ConsentRound.motion_id).in_(motion_ids))
        .order_by(col(ConsentRound.motion_id), col(ConsentRound.number))
    ).all()
    made = _objections(connection, [row[1] for row in found])
    by_motion: defaultdict[int, list[RoundRow]] = defaultdict(list)
    for motion_id, round_id, number, text, started_at in found:
        by_motion[motion_id].append(RoundRow(round_id, number, text, started_at, tuple(made[round_id])))
    return by_motion


def _objections(connection: Connection, round_ids: Collection[int]) -> defaultdict[int, list[ObjectionRow]]:
    """Give the objections made in some rounds, in the order they were made."""
    by_round: defaultdict[int, list[ObjectionRow]] = defaultdict(list)
    if not round_ids:
        return by_round
    found = connection.execute(
        select(
            col(ConsentObjection.id),
            col(ConsentObjection.round_id),
            col(ConsentObjection.person_id),
            col(ConsentObjection.argument),
            col(ConsentObjection.status),
            col(ConsentObjection.answer),
            col(ConsentObjection.settled_at),
        )
        .where(col(ConsentObjection.round_id).in_(round_ids))
        .order_by(col(ConsentObjection.id))
    ).all()
    names = _people(connection, {row[2] for row in found})
    for objection_id, round_id, person_id, argument, status, answer, settled_at in found:
        name = names[person_id][1]
        made = ObjectionRow(objection_id, round_id, person_id, name, argument, status, answer, settled_at)
        by_round[round_id].append(made)
    return by_round


def _people(connection: Connection, person_ids: Collection[int | None]) -> dict[int | None, tuple[str, str]]:
    """Give member number and name of some people; who has no number is called by their number in the store."""
    wanted = {person_id for person_id in person_ids if person_id is not None}
    if not wanted:
        return {}
    found = connection.execute(
        select(
            col(Person.id),
            col(Member.number),
            col(Person.family_name),
            col(Person.prefix),
            col(Person.initials),
            col(Person.given_name),
        )
        .outerjoin(Member, col(Member.person_id) == col(Person.id))
        .where(col(Person.id).in_(wanted))
    )
    return {row[0]: (row[1] or f"P{row[0]}", display_name(*row[2:])) for row in found}
