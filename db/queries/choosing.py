"""What was put to the vote about a vacancy file, what was counted, and who was chosen in which order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from coopadmin.domain.choosing import (
    Counted,
    Held,
    OnList,
    Placed,
    Turn,
    by_list,
    by_votes,
    carried,
    in_order,
    turned_down,
)
from db.queries.choosing_rules import rule_of_item, subject_of_item
from db.queries.voting import recounted
from db.tables.allocation import AllocationFile, AllocationItem, Candidacy, Nomination
from db.tables.base import table_of
from db.tables.candidates import Candidate, WaitingPlace
from db.tables.decisions import Decision
from db.tables.meetings import AgendaItem, Meeting
from db.tables.procedures import AllocationProcedure
from db.tables.voting import Motion, Vote

__all__ = [
    "OUT",
    "Choice",
    "carried_choices",
    "choices",
    "chosen",
    "nominated_places",
    "order_by_list",
    "order_by_votes",
    "places_by_votes",
    "rule_of_item",
    "subject_of_item",
]

OUT = ("withdrew", "excluded", "not_chosen")
"""What became of a candidate who has no turn any more."""

_items, _links, _meetings = table_of(AgendaItem), table_of(AllocationItem), table_of(Meeting)
_votes, _motions, _decisions = table_of(Vote), table_of(Motion), table_of(Decision)


@dataclass(frozen=True, slots=True)
class Choice:
    """Something put to the vote about a file, with the count that stands; a count that was replaced is left out."""

    kind: str
    """choice, procedure_check, ratification or second_admission."""
    candidacy_id: int | None
    number: str
    """The candidate's number; empty for a check of the procedure."""
    meeting_id: int
    item_id: int
    vote_id: int | None
    decision_id: int | None
    decision_number: str
    outcome: str
    """carried, rejected or no_quorum as the chair declared it; empty while the vote was not held."""
    counted_at: str
    sentence: str
    """The arithmetic in one line to read aloud; empty while the vote was not held."""
    body: str = ""
    starts_at: str = ""
    """When the meeting is, by the clock on the wall."""
    waits: bool = False
    """Whether it is still to be voted on: on the agenda of a meeting that was not closed or cancelled."""
    withdrawn: bool = False
    """Whether the decision was withdrawn since."""
    votes_for: int = 0
    votes_against: int = 0
    there: int = 0
    """Present and represented, the recused left out."""
    by_consent: bool = False
    order: int = 0
    """Grows with each vote; a corrected count keeps that of the first."""


# -- what was put to the vote --------------------------------------------------------------------------------------


def choices(connection: Connection, file_id: int) -> tuple[Choice, ...]:
    """Give what was put to the vote about a file, the newest first.

    Of each item it is the first motion that counts and was not withdrawn: the one that was put when the vote was
    called. What was called off, or went with a cancelled meeting, is left out where no vote was held.
    """
    statement = (
        select(
            _links.c.item_id,
            _links.c.kind,
            _links.c.candidacy_id,
            _items.c.meeting_id,
            _meetings.c.body,
            _meetings.c.starts_at,
            _meetings.c.closed_at,
            _meetings.c.cancelled_on,
            table_of(Candidate).c.number,
        )
        .join(_items, _items.c.id == _links.c.item_id)
        .join(_meetings, _meetings.c.id == _items.c.meeting_id)
        .outerjoin(Candidacy, col(Candidacy.id) == _links.c.candidacy_id)
        .outerjoin(Candidate, col(Candidate.id) == col(Candidacy.candidate_id))
        .where(_links.c.file_id == file_id)
        .order_by(_links.c.id)
    )
    rows = connection.execute(statement).mappings().all()
    if not rows:
        return ()
    put = _first_motions(connection, [row["item_id"] for row in rows])
    counts = _standing_votes(connection, list(put.values()))
    found: list[Choice] = []
    for row in rows:
        motion_id = put.get(row["item_id"])
        vote, order = counts.get(motion_id, (None, 0)) if motion_id is not None else (None, 0)
        waits = motion_id is not None and row["closed_at"] is None and row["cancelled_on"] is None
        if vote is not None or waits:
            found.append(_choice(row, vote, order, waits=waits))
    return tuple(sorted(found, key=lambda one: (one.order or _LAST, one.item_id), reverse=True))


_LAST = 1 << 62
"""What waits for its vote is newer than every vote."""


def chosen(connection: Connection, file_id: int, put: Iterable[Choice] | None = None) -> tuple[int, ...]:
    """Give the candidacies that were chosen, in the order they have their turn.

    By a vote: those carried, with the check and the ratification where the procedure asks for them; where more than one
    was, only those in the order that was fixed. By the waiting list: the order that was fixed. Who withdrew, was
    excluded or was told not to be chosen has no turn. `put` is what `choices` gives, where that was asked already.
    """
    asked = connection.execute(
        select(
            col(AllocationProcedure.choice),
            col(AllocationProcedure.procedure_check),
            col(AllocationProcedure.ratification),
            col(AllocationFile.ranked_on),
        )
        .join(AllocationFile, col(AllocationFile.procedure_id) == col(AllocationProcedure.id))
        .where(col(AllocationFile.id) == file_id)
    ).first()
    if asked is None:
        return ()
    choice, check, ratification, ranked_on = asked
    standing = select(col(Candidacy.id), col(Candidacy.rank)).where(
        col(Candidacy.file_id) == file_id, col(Candidacy.outcome).not_in(OUT)
    )
    ranks: dict[int, int | None] = {one: rank for one, rank in connection.execute(standing)}  # noqa: C416 - typed rows
    held = _held(choices(connection, file_id) if put is None else put)
    if choice == "list":
        ranked = [one for one, rank in ranks.items() if rank is not None] if ranked_on is not None else []
        # The order of the list is the choice; it stands before every check of it.
        listed = [Held("choice", one, 0, "carried") for one in ranked]
        held = [*listed, *(one for one in held if one.kind != "choice")]
    won = carried(held, check=bool(check), ratification=bool(ratification))
    won = tuple(one for one in won if one in ranks)
    if choice == "list":
        return tuple(sorted(won, key=lambda one: ranks[one] or 0))
    return in_order(won, ranks)


def carried_choices(connection: Connection, file_id: int) -> tuple[Choice, ...]:
    """Give the count by which each candidate was chosen, in the order of the votes, whatever else is asked of it."""
    newest = _newest_carried(connection, file_id)
    out = select(col(Candidacy.id)).where(col(Candidacy.file_id) == file_id, col(Candidacy.outcome).in_(OUT))
    gone = frozenset(connection.execute(out).scalars())
    return tuple(one for candidacy_id, one in newest.items() if candidacy_id not in gone)


def _newest_carried(connection: Connection, file_id: int) -> dict[int, Choice]:
    put = choices(connection, file_id)
    newest: dict[int | None, Choice] = {}
    for one in put:
        if one.kind == "choice" and one.outcome in ("carried", "rejected"):
            newest.setdefault(one.candidacy_id, one)
    return {one: newest[one] for one in carried(_held(put), check=False, ratification=False)}


def order_by_votes(connection: Connection, file_id: int) -> tuple[Placed, ...]:
    """Give the order that the counts give to who was chosen; who stands equal has the same place.

    Who was not ratified, where the procedure asks that, has no place in it.
    """
    asked = select(col(AllocationProcedure.ratification)).join(
        AllocationFile, col(AllocationFile.procedure_id) == col(AllocationProcedure.id)
    )
    chose = carried_choices(connection, file_id)
    if connection.execute(asked.where(col(AllocationFile.id) == file_id)).scalar():
        refused = turned_down(_held(choices(connection, file_id)))
        chose = tuple(one for one in chose if one.candidacy_id not in refused)
    return _placed(chose)


def nominated_places(connection: Connection, file_id: int) -> dict[int, tuple[str, int]]:
    """Give the number and the place of everybody in a file who was nominated from a place in the order."""
    statement = (
        select(col(Candidacy.id), col(Candidate.number), col(Candidacy.rank))
        .join(Candidate, col(Candidate.id) == col(Candidacy.candidate_id))
        .where(
            col(Candidacy.file_id) == file_id,
            col(Candidacy.rank).is_not(None),
            col(Candidacy.id).in_(select(col(Nomination.candidacy_id))),
        )
    )
    return {candidacy_id: (number, rank or 0) for candidacy_id, number, rank in connection.execute(statement)}


def places_by_votes(connection: Connection, file_id: int, candidacy_ids: Collection[int]) -> tuple[Placed, ...]:
    """Give the order that the counts give to some of those chosen, also to who dropped out since."""
    chose = _newest_carried(connection, file_id)
    return _placed(one for candidacy_id, one in chose.items() if candidacy_id in candidacy_ids)


def _placed(chose: Iterable[Choice]) -> tuple[Placed, ...]:
    return by_votes(
        Counted(one.candidacy_id, one.number, one.votes_for, one.votes_against, one.there, one.by_consent)
        for one in chose
        if one.candidacy_id is not None
    )


def order_by_list(connection: Connection, file_id: int) -> tuple[Turn, ...]:
    """Give the order of the waiting list to the candidates of a file that fit and did not refuse."""
    from db.queries.screening import candidates

    fitting = [
        one
        for one in candidates(connection, file_id)
        if one.screened_on is not None and one.standing != "fails" and one.answer != "no" and one.outcome not in OUT
    ]
    places = select(col(WaitingPlace.candidate_id), col(WaitingPlace.ranked_on)).where(
        col(WaitingPlace.ended_on).is_(None),
        col(WaitingPlace.candidate_id).in_([one.candidate_id for one in fitting]),
    )
    ranked = {one: ranked_on for one, ranked_on in connection.execute(places)}  # noqa: C416 - typed rows
    first = select(col(AllocationProcedure.internal_first)).join(
        AllocationFile, col(AllocationFile.procedure_id) == col(AllocationProcedure.id)
    )
    internal_first = connection.execute(first.where(col(AllocationFile.id) == file_id)).scalar()
    lines = [
        OnList(one.candidacy_id, one.number, ranked.get(one.candidate_id), internal=one.origin == "internal")
        for one in fitting
    ]
    return by_list(lines, internal_first=bool(internal_first))


# -- within --------------------------------------------------------------------------------------------------------


def _held(put: Iterable[Choice]) -> list[Held]:
    return [Held(one.kind, one.candidacy_id, one.order, one.outcome, one.withdrawn) for one in put if one.outcome]


def _first_motions(connection: Connection, item_ids: list[int]) -> dict[int, int]:
    """Give the motion of each item that its vote is about."""
    statement = (
        select(col(Motion.item_id), col(Motion.id))
        .where(col(Motion.item_id).in_(item_ids), col(Motion.amends_id).is_(None), col(Motion.withdrawn_at).is_(None))
        .order_by(col(Motion.position))
    )
    found: dict[int, int] = {}
    for item_id, motion_id in connection.execute(statement):
        found.setdefault(item_id, motion_id)
    return found


def _standing_votes(connection: Connection, motion_ids: list[int]) -> dict[int, tuple[Mapping[Any, Any], int]]:
    """Give the newest vote on each motion with its decision, and which vote was the first of its corrections."""
    statement = (
        select(
            _votes,
            _decisions.c.id.label("decision_id"),
            _decisions.c.number.label("decision_number"),
            _decisions.c.outcome.label("decided"),
        )
        .outerjoin(_decisions, _decisions.c.vote_id == _votes.c.id)
        .where(_votes.c.motion_id.in_(motion_ids))
        .order_by(_votes.c.id)
    )
    first: dict[int, int] = {}
    found: dict[int, tuple[Mapping[Any, Any], int]] = {}
    order: int
    for row in connection.execute(statement).mappings():
        order = first.get(row["replaces_id"]) or row["id"]
        first[row["id"]] = order
        found[row["motion_id"]] = (row, order)
    return found


def _choice(row: Mapping[Any, Any], vote: Mapping[Any, Any] | None, order: int, *, waits: bool) -> Choice:
    where: dict[str, Any] = {
        "kind": row["kind"],
        "candidacy_id": row["candidacy_id"],
        "number": row["number"] or "",
        "meeting_id": row["meeting_id"],
        "item_id": row["item_id"],
        "body": row["body"],
        "starts_at": row["starts_at"],
    }
    if vote is None:
        return Choice(
            **where,
            vote_id=None,
            decision_id=None,
            decision_number="",
            outcome="",
            counted_at="",
            sentence="",
            waits=waits,
        )
    return Choice(
        **where,
        vote_id=vote["id"],
        decision_id=vote["decision_id"],
        decision_number=vote["decision_number"] or "",
        outcome=vote["outcome"],
        counted_at=vote["counted_at"],
        sentence=recounted(vote).sentence,
        # Without the quorum it may be voted on once more while the meeting lasts.
        waits=waits and vote["outcome"] == "no_quorum",
        withdrawn=vote["decided"] == "withdrawn",
        votes_for=vote["votes_for"],
        votes_against=vote["votes_against"],
        there=vote["present"] + vote["proxies"],
        by_consent=vote["way"] == "consent",
        order=order,
    )
