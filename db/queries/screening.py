"""The candidates of a file by their number: what the screening found, how far they are, who stands aside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, func, or_, select
from sqlmodel import col

from coopadmin.domain.members import display_name
from coopadmin.domain.screening import BEARS_ON_NOBODY, recusal_reason, standing_of
from db.queries.entrants import holding
from db.tables.allocation import (
    AllocationFile,
    Candidacy,
    DeclaredInterest,
    Interview,
    InterviewResident,
    ScreeningLine,
)
from db.tables.base import table_of
from db.tables.candidates import Candidate
from db.tables.contracts import Contract, ContractParty
from db.tables.members import Person
from db.tables.procedures import AllocationProcedure

_FIELDS = ("family_name", "prefix", "initials", "given_name")
_NAME = (col(Person.family_name), col(Person.prefix), col(Person.initials), col(Person.given_name))


@dataclass(frozen=True, slots=True)
class CandidacyRow:
    """A candidate in a file, by number; `lines` are criterion, result and words, as they were on the screening day.

    `standing` is fits, fails, overridden or unknown; unknown too as long as nobody screened them.
    """

    candidacy_id: int
    candidate_id: int
    number: str
    origin: str
    entered_on: date
    lines: tuple[tuple[str, str, str], ...]
    standing: str
    override_reason: str
    invited_on: date | None
    answered_on: date | None
    answer: str
    interviews: int
    """The interviews that were held."""
    rank: int | None
    outcome: str
    outcome_on: date | None
    reason_code: str
    reasons_sent_on: date | None
    screened_on: date | None = None
    overridden_on: date | None = None
    answer_due_on: date | None = None
    """The last day to answer the invitation, where the procedure sets a term."""
    planned: int = 0
    """The interviews that are planned and not held yet."""
    next_interview: str = ""
    """When the first of those is, by the clock on the wall."""


@dataclass(frozen=True, slots=True)
class InterestRow:
    """An interest a resident declared; about one candidate, or the whole file where `number` is empty."""

    interest_id: int
    person_id: int
    name: str
    candidacy_id: int | None
    number: str
    kind: str
    declared_on: date
    words: str
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class InterviewRow:
    """An interview with a candidate, planned or held, and the residents who sit at it."""

    interview_id: int
    candidacy_id: int
    number: str
    starts_at: str
    place: str
    held_on: date | None
    notes: str
    residents: tuple[tuple[int, str], ...]
    """Number in the store and name."""


def candidates(connection: Connection, file_id: int) -> tuple[CandidacyRow, ...]:
    """List the candidates of a file by rank, then by their number."""
    table, people = table_of(Candidacy), table_of(Candidate)
    files, procedures = table_of(AllocationFile), table_of(AllocationProcedure)
    statement = (
        select(table, people.c.number, procedures.c.reply_days)
        .join(people, people.c.id == table.c.candidate_id)
        .join(files, files.c.id == table.c.file_id)
        .join(procedures, procedures.c.id == files.c.procedure_id)
        .where(table.c.file_id == file_id)
        .order_by(table.c.rank.asc().nulls_last(), func.length(people.c.number), people.c.number)
    )
    rows = connection.execute(statement).mappings().all()
    lines = _lines(connection, (row["id"] for row in rows))
    held, planned = _talks(connection, file_id)
    found: list[CandidacyRow] = []
    for row in rows:
        of_this = lines.get(row["id"], ())
        invited_on, reply_days = row["invited_on"], row["reply_days"]
        due_on = None if invited_on is None or reply_days is None else invited_on + timedelta(days=reply_days)
        talks = planned.get(row["id"], ())
        found.append(
            CandidacyRow(
                candidacy_id=row["id"],
                candidate_id=row["candidate_id"],
                number=row["number"],
                origin=row["origin"],
                entered_on=row["entered_on"],
                lines=of_this,
                standing=standing_of((line[1] for line in of_this), overridden=row["overridden_on"] is not None)
                if row["screened_on"] is not None
                else "unknown",
                override_reason=row["override_reason"],
                invited_on=invited_on,
                answered_on=row["answered_on"],
                answer=row["answer"],
                interviews=held.get(row["id"], 0),
                rank=row["rank"],
                outcome=row["outcome"],
                outcome_on=row["outcome_on"],
                reason_code=row["reason_code"],
                reasons_sent_on=row["reasons_sent_on"],
                screened_on=row["screened_on"],
                overridden_on=row["overridden_on"],
                answer_due_on=due_on,
                planned=len(talks),
                next_interview=talks[0] if talks else "",
            )
        )
    return tuple(found)


def interests(connection: Connection, file_id: int) -> tuple[InterestRow, ...]:
    """List the interests residents declared in a file, the withdrawn ones too, by the day and then by name."""
    people = table_of(Person)
    statement = (
        select(table_of(DeclaredInterest), table_of(Candidate).c.number, *(people.c[field] for field in _FIELDS))
        .join(Person, col(Person.id) == col(DeclaredInterest.person_id))
        .outerjoin(Candidacy, col(Candidacy.id) == col(DeclaredInterest.candidacy_id))
        .outerjoin(Candidate, col(Candidate.id) == col(Candidacy.candidate_id))
        .where(col(DeclaredInterest.file_id) == file_id)
        .order_by(col(DeclaredInterest.declared_on), col(Person.folded), col(DeclaredInterest.id))
    )
    return tuple(
        InterestRow(
            interest_id=row["id"],
            person_id=row["person_id"],
            name=display_name(*(row[field] for field in _FIELDS)),
            candidacy_id=row["candidacy_id"],
            number=row["number"] or "",
            kind=row["kind"],
            declared_on=row["declared_on"],
            words=row["words"],
            withdrawn=row["withdrawn"],
        )
        for row in connection.execute(statement).mappings()
    )


def recused(connection: Connection, file_id: int, candidacy_id: int | None) -> tuple[tuple[int, str], ...]:
    """Tell who stands aside for the vote on a candidate (None: the check of the whole procedure), and why.

    Those are who declared an interest in the candidate or in the whole file; for the whole procedure an interest in any
    candidate who is still in it. A candidate who lives here, and who holds the contract with them, stand aside for
    every vote of the file: each is a choice between candidates. The reason names neither a candidate nor the tie, for
    it stands in minutes.
    """
    number = connection.execute(select(col(AllocationFile.number)).where(col(AllocationFile.id) == file_id)).scalar()
    if number is None:
        return ()
    about = col(DeclaredInterest.candidacy_id)
    declared = (
        select(col(DeclaredInterest.person_id))
        .outerjoin(Candidacy, col(Candidacy.id) == about)
        .where(
            col(DeclaredInterest.file_id) == file_id,
            col(DeclaredInterest.withdrawn).is_(False),
            or_(
                about.is_(None),
                about == candidacy_id if candidacy_id is not None else col(Candidacy.outcome).not_in(BEARS_ON_NOBODY),
            ),
        )
    )
    people = {*connection.execute(declared).scalars(), *_of_candidates(connection, file_id)}
    reason = recusal_reason(number)
    return tuple((person_id, reason) for person_id in sorted(people))


def interviews(connection: Connection, file_id: int) -> tuple[InterviewRow, ...]:
    """List the interviews of a file, planned and held, by when they begin."""
    sitting: dict[int, list[tuple[int, str]]] = defaultdict(list)
    residents = (
        select(col(InterviewResident.interview_id), col(Person.id), *_NAME)
        .join(Person, col(Person.id) == col(InterviewResident.person_id))
        .join(Interview, col(Interview.id) == col(InterviewResident.interview_id))
        .join(Candidacy, col(Candidacy.id) == col(Interview.candidacy_id))
        .where(col(Candidacy.file_id) == file_id)
        .order_by(col(Person.folded), col(Person.id))
    )
    for interview_id, person_id, *name in connection.execute(residents):
        sitting[interview_id].append((person_id, display_name(*name)))
    statement = (
        select(
            col(Interview.id),
            col(Interview.candidacy_id),
            col(Candidate.number),
            col(Interview.starts_at),
            col(Interview.place),
            col(Interview.held_on),
            col(Interview.notes),
        )
        .join(Candidacy, col(Candidacy.id) == col(Interview.candidacy_id))
        .join(Candidate, col(Candidate.id) == col(Candidacy.candidate_id))
        .where(col(Candidacy.file_id) == file_id)
        .order_by(col(Interview.starts_at), col(Interview.id))
    )
    return tuple(InterviewRow(*row, residents=tuple(sitting[row[0]])) for row in connection.execute(statement))


# -- within --------------------------------------------------------------------------------------------------------


def _lines(connection: Connection, candidacy_ids: Iterable[int]) -> dict[int, tuple[tuple[str, str, str], ...]]:
    statement = (
        select(
            col(ScreeningLine.candidacy_id),
            col(ScreeningLine.criterion),
            col(ScreeningLine.result),
            col(ScreeningLine.words),
        )
        .where(col(ScreeningLine.candidacy_id).in_(tuple(candidacy_ids)))
        .order_by(col(ScreeningLine.id))
    )
    found: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    for candidacy_id, *line in connection.execute(statement):
        criterion, result, words = line
        found[candidacy_id].append((criterion, result, words))
    return {candidacy_id: tuple(lines) for candidacy_id, lines in found.items()}


def _talks(connection: Connection, file_id: int) -> tuple[dict[int, int], dict[int, tuple[str, ...]]]:
    """Give how many interviews were held with each candidate, and when those that are planned begin."""
    statement = (
        select(col(Interview.candidacy_id), col(Interview.held_on), col(Interview.starts_at))
        .join(Candidacy, col(Candidacy.id) == col(Interview.candidacy_id))
        .where(col(Candidacy.file_id) == file_id)
        .order_by(col(Interview.starts_at), col(Interview.id))
    )
    held: dict[int, int] = defaultdict(int)
    planned: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for candidacy_id, held_on, starts_at in connection.execute(statement):
        if held_on is None:
            planned[candidacy_id] = (*planned[candidacy_id], starts_at)
        else:
            held[candidacy_id] += 1
    return held, planned


def _of_candidates(connection: Connection, file_id: int) -> frozenset[int]:
    """Give the candidates of a file who are known as a person, and who held a contract with them when they entered."""
    statement = (
        select(col(Candidate.person_id), col(Candidacy.entered_on))
        .join(Candidate, col(Candidate.id) == col(Candidacy.candidate_id))
        .where(
            col(Candidacy.file_id) == file_id,
            col(Candidate.person_id).is_not(None),
            col(Candidacy.outcome).not_in(BEARS_ON_NOBODY),
        )
    )
    found: set[int] = set()
    for person_id, entered_on in connection.execute(statement).all():
        if person_id is not None:
            found |= {person_id, *_household(connection, person_id, entered_on)}
    return frozenset(found)


def _household(connection: Connection, person_id: int, on: date) -> tuple[int, ...]:
    theirs = (
        select(col(Contract.id))
        .join(ContractParty, col(ContractParty.contract_id) == col(Contract.id))
        .where(col(ContractParty.person_id) == person_id, holding(on))
    )
    with_them = (
        select(col(ContractParty.person_id))
        .join(Contract, col(Contract.id) == col(ContractParty.contract_id))
        .where(col(Contract.id).in_(theirs), holding(on))
    )
    return tuple(connection.execute(with_them).scalars())
