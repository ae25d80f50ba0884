"""What proves how the neighbour of one home was chosen: days, counts, numbers and outcomes, and nothing else.

It asks the store for no words anybody wrote about a candidate, so that clearing takes nothing from it. What was written
of the home and the rules is shown only where it names nobody the store knows.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, func, select
from sqlmodel import col

from coopadmin.domain.allocation import clock
from coopadmin.domain.choosing import BY_PROCEDURE
from coopadmin.domain.procedures import Procedure
from coopadmin.domain.screening import standing_of
from coopadmin.domain.voting import Rule
from db.queries.allocation import facts
from db.queries.allocation_proof_texts import shown_texts
from db.queries.allocation_proof_votes import objections, order, recounts
from db.queries.association import cooperative
from db.queries.choosing import Choice, choices
from db.queries.nominations import not_chosen
from db.queries.voting import rule_of_vote
from db.tables.allocation import (
    AllocationFile,
    Candidacy,
    DeclaredInterest,
    Interview,
    InterviewResident,
    Nomination,
    ScreeningLine,
)
from db.tables.base import table_of
from db.tables.candidates import Candidate
from db.tables.contracts import Contract
from db.tables.decisions import Decision
from db.tables.voting import Vote


@dataclass(frozen=True, slots=True)
class Talk:
    """An interview that was held, and how many residents sat at it."""

    held_on: date
    residents: int


@dataclass(frozen=True, slots=True)
class CriterionCount:
    """How many candidates met one hard criterion, how many did not, and of how many it is not known."""

    criterion: str
    met: int
    failed: int
    unknown: int


@dataclass(frozen=True, slots=True)
class ProofCandidate:
    """One candidate by number: how far they came, and which neutral wording was given for it."""

    number: str
    standing: str
    """fits, fails, overridden or unknown, as the screening had it; empty where there was none."""
    screened_on: date | None
    invited_on: date | None
    answer: str
    talks: tuple[Talk, ...]
    rank: int | None
    outcome: str
    outcome_on: date | None
    reason_code: str
    reasons_sent_on: date | None
    letter_owed: bool
    """Whether the reasons are still to be told."""
    cleared_on: date | None


@dataclass(frozen=True, slots=True)
class ProofDecision:
    """Something that was put to the vote: what it was about, the rule, and the arithmetic in one line."""

    kind: str
    number: str
    """The candidate's; empty for a check of the procedure."""
    body: str
    counted_on: date
    decision: str
    outcome: str
    sentence: str
    rule: Rule
    by_procedure: bool
    """Whether it was counted by the procedure of the file, not by a rule of the body's own."""
    recused: int
    recounts: int
    """How often it was counted again."""
    objections: Mapping[str, int]
    """Objections in rounds of consent, by what became of them."""
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class ProofNomination:
    """A nomination: the day each paper was there, the answer, and the outcome of the corporation's check."""

    number: str
    decision: str
    statement_on: date | None
    papers_on: date | None
    sent_on: date | None
    answer: str
    answered_on: date | None
    fit: str
    fit_on: date | None
    permit_on: date | None
    ended: str
    ended_on: date | None
    starts_on: date | None
    """The first day of the contract that came of it."""
    let_all_the_same: bool = False
    """Whether a reason was noted why a home that does not fit is let all the same; the reason itself is not told."""


@dataclass(frozen=True, slots=True)
class Proof:
    """All of one file that may be shown to a candidate, the corporation or a court."""

    file_id: int
    number: str
    association: str
    dwelling: str
    procedure: Procedure
    group: str
    opened_on: date
    noticed_on: date | None
    free_on: date | None
    due_on: date | None
    due_agreed: bool
    """Whether the day the nomination is due was agreed, not worked out by the rule."""
    accepted_months: int
    internal_asked_on: date | None
    published_on: date | None
    profile: str
    """The requirements of the home as they were published."""
    permit_regime: str
    ranked_on: date | None
    equals: tuple[tuple[str, ...], ...]
    """The candidates, by number, between whom the votes gave no order; a tuple for each place."""
    turned: tuple[tuple[str, str], ...]
    """Pairs that the order puts the other way round than the votes did, as the order has them."""
    outcome: str
    closed_on: date | None
    candidates: tuple[ProofCandidate, ...]
    criteria: tuple[CriterionCount, ...]
    interests: int
    interests_withdrawn: int
    interviewers: int
    """How many residents sat at one interview or more."""
    decisions: tuple[ProofDecision, ...]
    nominations: tuple[ProofNomination, ...]
    withheld: tuple[str, ...] = ()
    """Texts that are left out for they tell who somebody is: procedure (its name), source, group, profile."""

    @property
    def talks(self) -> int:
        """How many interviews were held."""
        return sum(len(one.talks) for one in self.candidates)


def proof(connection: Connection, file_id: int) -> Proof:
    """Give the proof of one file, running or closed; raises Refused where it is gone."""
    about = facts(connection, file_id)
    days = clock(about.timing, about.closed_on or about.opened_on)
    declared, withdrawn = _interests(connection, file_id)
    texts, withheld = shown_texts(connection, about)
    equals, turned = order(connection, file_id) if about.ranked_on and about.procedure.choice != "list" else ((), ())
    return Proof(
        file_id=file_id,
        number=about.number,
        association=cooperative(connection).name,
        dwelling=about.dwelling,
        procedure=replace(about.procedure, name=texts["procedure"], source=texts["source"]),
        group=texts["group"],
        opened_on=about.opened_on,
        noticed_on=days.noticed_on,
        free_on=days.free_on,
        due_on=days.due_on,
        due_agreed=about.timing.agreed_due_on is not None,
        accepted_months=about.timing.accepted_months,
        internal_asked_on=about.ticked.get("internal_asked"),
        published_on=about.published_on,
        profile=texts["profile"],
        permit_regime=about.permit_regime,
        ranked_on=about.ranked_on,
        equals=equals,
        turned=turned,
        outcome=about.outcome,
        closed_on=about.closed_on,
        candidates=_candidates(connection, file_id),
        criteria=_criteria(connection, file_id),
        interests=declared,
        interests_withdrawn=withdrawn,
        interviewers=_interviewers(connection, file_id),
        decisions=_decisions(connection, file_id),
        nominations=_nominations(connection, file_id),
        withheld=withheld,
    )


def file_numbered(connection: Connection, number: str) -> int | None:
    """Find a file by its number, in capitals or not; None where there is none."""
    found = select(col(AllocationFile.id)).where(func.upper(col(AllocationFile.number)) == number.strip().upper())
    return connection.execute(found).scalar()


# -- who was seen ------------------------------------------------------------------------------------------------


def _candidates(connection: Connection, file_id: int) -> tuple[ProofCandidate, ...]:
    table, people = table_of(Candidacy), table_of(Candidate)
    # Column by column: what somebody wrote in words is not even asked.
    kept = ("screened_on", "invited_on", "answer", "rank", "outcome", "outcome_on", "reason_code", "reasons_sent_on")
    statement = (
        select(table.c.id, people.c.number, people.c.cleared_on, table.c.overridden_on, *(table.c[one] for one in kept))
        .join(people, people.c.id == table.c.candidate_id)
        .where(table.c.file_id == file_id)
        .order_by(people.c.number, table.c.id)
    )
    rows = connection.execute(statement).mappings().all()
    results = _results(connection, file_id)
    talks = _talks(connection, file_id)
    owed = {one.candidacy_id for one in not_chosen(connection, file_id) if one.owed}
    return tuple(
        ProofCandidate(
            number=row["number"],
            standing=standing_of(results[row["id"]], overridden=row["overridden_on"] is not None)
            if row["screened_on"]
            else "",
            talks=tuple(talks[row["id"]]),
            letter_owed=row["id"] in owed,
            cleared_on=row["cleared_on"],
            **{name: row[name] for name in kept},
        )
        for row in rows
    )


def _results(connection: Connection, file_id: int) -> defaultdict[int, list[str]]:
    statement = (
        select(col(ScreeningLine.candidacy_id), col(ScreeningLine.result))
        .join(Candidacy, col(Candidacy.id) == col(ScreeningLine.candidacy_id))
        .where(col(Candidacy.file_id) == file_id)
    )
    found: defaultdict[int, list[str]] = defaultdict(list)
    for candidacy_id, result in connection.execute(statement):
        found[candidacy_id].append(result)
    return found


def _talks(connection: Connection, file_id: int) -> defaultdict[int, list[Talk]]:
    sat = func.count(col(InterviewResident.id))
    statement = (
        select(col(Interview.candidacy_id), col(Interview.held_on), sat)
        .join(Candidacy, col(Candidacy.id) == col(Interview.candidacy_id))
        .outerjoin(InterviewResident, col(InterviewResident.interview_id) == col(Interview.id))
        .where(col(Candidacy.file_id) == file_id, col(Interview.held_on).is_not(None))
        .group_by(col(Interview.id))
        .order_by(col(Interview.held_on), col(Interview.id))
    )
    found: defaultdict[int, list[Talk]] = defaultdict(list)
    for candidacy_id, held_on, residents in connection.execute(statement):
        if held_on is not None:
            found[candidacy_id].append(Talk(held_on, residents))
    return found


def _interviewers(connection: Connection, file_id: int) -> int:
    statement = (
        select(func.count(col(InterviewResident.person_id).distinct()))
        .join(Interview, col(Interview.id) == col(InterviewResident.interview_id))
        .join(Candidacy, col(Candidacy.id) == col(Interview.candidacy_id))
        .where(col(Candidacy.file_id) == file_id, col(Interview.held_on).is_not(None))
    )
    return connection.execute(statement).scalar() or 0


def _criteria(connection: Connection, file_id: int) -> tuple[CriterionCount, ...]:
    statement = (
        select(col(ScreeningLine.criterion), col(ScreeningLine.result), func.count())
        .join(Candidacy, col(Candidacy.id) == col(ScreeningLine.candidacy_id))
        .where(col(Candidacy.file_id) == file_id)
        .group_by(col(ScreeningLine.criterion), col(ScreeningLine.result))
        .order_by(func.min(col(ScreeningLine.id)))
    )
    found: dict[str, Counter[str]] = {}
    for criterion, result, number in connection.execute(statement):
        found.setdefault(criterion, Counter())[result] += number
    return tuple(
        CriterionCount(criterion, counted["met"], counted["failed"], counted["unknown"])
        for criterion, counted in found.items()
    )


def _interests(connection: Connection, file_id: int) -> tuple[int, int]:
    """Count the interests residents declared, and those they withdrew again."""
    statement = (
        select(col(DeclaredInterest.withdrawn), func.count())
        .where(col(DeclaredInterest.file_id) == file_id)
        .group_by(col(DeclaredInterest.withdrawn))
    )
    found = {bool(withdrawn): number for withdrawn, number in connection.execute(statement)}
    return sum(found.values()), found.get(True, 0)


# -- how it was decided --------------------------------------------------------------------------------------------


def _decisions(connection: Connection, file_id: int) -> tuple[ProofDecision, ...]:
    held = [one for one in reversed(choices(connection, file_id)) if one.vote_id is not None]
    table = table_of(Vote)
    asked = select(table).where(table.c.id.in_([one.vote_id for one in held]))
    votes = {row["id"]: row for row in connection.execute(asked).mappings()}
    again = recounts(connection, [row["motion_id"] for row in votes.values()])
    argued = objections(connection, [row["motion_id"] for row in votes.values()])
    return tuple(_decision(one, votes[one.vote_id], again, argued) for one in held)


def _decision(
    one: Choice,
    vote: Mapping[Any, Any],
    recounts: Mapping[int, int],
    objections: Mapping[int, Counter[str]],
) -> ProofDecision:
    return ProofDecision(
        kind=one.kind,
        number=one.number,
        body=one.body,
        counted_on=date.fromisoformat(one.counted_at[:10]),
        decision=one.decision_number,
        outcome=one.outcome,
        sentence=one.sentence,
        rule=rule_of_vote(vote),
        by_procedure=one.kind in BY_PROCEDURE,
        recused=vote["recused"],
        recounts=recounts.get(vote["motion_id"], 0),
        objections=dict(objections.get(vote["motion_id"], {})),
        withdrawn=one.withdrawn,
    )


# -- what followed -------------------------------------------------------------------------------------------------


def _nominations(connection: Connection, file_id: int) -> tuple[ProofNomination, ...]:
    table, decisions, contracts = table_of(Nomination), table_of(Decision), table_of(Contract)
    days = ("statement_on", "papers_on", "sent_on", "answered_on", "fit_on", "permit_on", "ended_on")
    kept = (*days, "answer", "fit", "ended")
    statement = (
        select(
            *(table.c[name] for name in kept),
            and_(table.c.fit_reason != "", table.c.ended == "").label("let_all_the_same"),
            table_of(Candidate).c.number,
            decisions.c.number.label("decision"),
            contracts.c.starts_on,
        )
        .join(Candidacy, col(Candidacy.id) == table.c.candidacy_id)
        .join(Candidate, col(Candidate.id) == col(Candidacy.candidate_id))
        .outerjoin(decisions, decisions.c.id == table.c.decision_id)
        .outerjoin(contracts, contracts.c.id == table.c.contract_id)
        .where(col(Candidacy.file_id) == file_id)
        .order_by(table.c.id)
    )
    return tuple(
        ProofNomination(
            number=row["number"],
            decision=row["decision"] or "",
            starts_on=row["starts_on"],
            let_all_the_same=bool(row["let_all_the_same"]),
            **{name: row[name] for name in kept},
        )
        for row in connection.execute(statement).mappings()
    )
