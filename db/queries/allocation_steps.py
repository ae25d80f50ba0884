"""What the steps of a file are seen from: its candidates, its votes, its nominations, and what was cleared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select
from sqlmodel import col

from coopadmin.domain.allocation import Clock, time_to_choose
from coopadmin.domain.allocation_steps import Step, StepFacts, steps
from coopadmin.domain.meetings import day_of
from db.queries.candidates_known import known_of, met_of
from db.queries.choosing import Choice, choices, chosen
from db.queries.nominations import nominations
from db.queries.reasons import Owed, letters_owed
from db.queries.screening import CandidacyRow, candidates
from db.tables.allocation import AllocationStep, Candidacy, Interview
from db.tables.candidates import Candidate
from db.tables.contracts import Contract
from db.tables.members import Membership

if TYPE_CHECKING:
    from db.queries.allocation import FileFacts

_OUT = ("withdrew", "excluded", "not_chosen")


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits in all files, asked once: letters with reasons, and who is due to be cleared from which day."""

    letters: tuple[Owed, ...]
    clearing: Mapping[int, date | None]
    """By candidate; empty where no file was closed."""


def waiting_on(connection: Connection, on: date, *, closed: bool) -> Waiting:
    """Ask what waits in all files on a day; who is to be cleared only where some of them were `closed`."""
    clearing: dict[int, date | None] = {}
    if closed:
        from db.queries.forgetting import due

        clearing = {one.who_id: one.from_on for one in due(connection, on)}
    return Waiting(letters_owed(connection, on), clearing)


def steps_of(connection: Connection, facts: FileFacts, clock: Clock, on: date, waiting: Waiting) -> tuple[Step, ...]:
    """Give the steps of a file as they stand on a day."""
    return steps(step_facts(connection, facts, clock, waiting), on)


def step_facts(connection: Connection, facts: FileFacts, clock: Clock, waiting: Waiting) -> StepFacts:
    """Give what the steps of a file are seen from."""
    rows = candidates(connection, facts.file_id)
    put = choices(connection, facts.file_id)
    won = chosen(connection, facts.file_id, put)
    return StepFacts(
        procedure=facts.procedure,
        clock=clock,
        ticked=facts.ticked,
        published_on=facts.published_on,
        permit_regime=facts.permit_regime,
        closed_on=facts.closed_on,
        outcome=facts.outcome,
        **_of_candidates(connection, facts, rows),
        **_of_choice(facts, rows, put, won),
        **_of_letters(facts, rows, won, waiting),
        **_of_nomination(connection, facts),
        **_of_forgetting(connection, facts, waiting),
    )


def _of_candidates(connection: Connection, facts: FileFacts, rows: tuple[CandidacyRow, ...]) -> dict[str, Any]:
    there = [row for row in rows if row.outcome not in _OUT]
    fitting = [row for row in there if row.standing in ("fits", "overridden")]
    invited = [row for row in rows if row.invited_on is not None]
    asked = [row for row in there if row.answer == "yes"]
    return {
        "entered": len(rows),
        "unscreened": sum(row.screened_on is None for row in there),
        "screened_on": max((row.screened_on for row in rows if row.screened_on), default=None),
        "to_invite": sum(row.invited_on is None for row in fitting),
        "invited": len(invited),
        "invited_on": max((row.invited_on for row in invited if row.invited_on), default=None),
        "unanswered": sum(not row.answer and row.outcome not in _OUT for row in invited),
        "to_talk": sum(row.interviews == 0 for row in asked),
        "talked": sum(row.interviews > 0 for row in rows),
        "talked_on": _last_talk(connection, facts.file_id),
    }


def _last_talk(connection: Connection, file_id: int) -> date | None:
    statement = (
        select(col(Interview.held_on))
        .join(Candidacy, col(Candidacy.id) == col(Interview.candidacy_id))
        .where(col(Candidacy.file_id) == file_id, col(Interview.held_on).is_not(None))
        .order_by(col(Interview.held_on).desc())
        .limit(1)
    )
    return connection.execute(statement).scalar()


def _of_choice(
    facts: FileFacts, rows: tuple[CandidacyRow, ...], put: tuple[Choice, ...], won: tuple[int, ...]
) -> dict[str, Any]:
    numbers = {row.candidacy_id: row.number for row in rows}
    return {
        "chosen_on": facts.ranked_on if facts.procedure.choice == "list" else _carried_on(put, "choice"),
        "chosen": tuple(numbers[one] for one in won if one in numbers),
        "checked_on": _carried_on(put, "procedure_check"),
        "ratified_on": _carried_on(put, "ratification"),
    }


def _carried_on(put: tuple[Choice, ...], kind: str) -> date | None:
    """Give the day of the newest vote of a kind that was carried and not withdrawn.

    Of each candidate the newest counts: they are voted on one by one, and one who was rejected undoes nobody else's.
    """
    newest: dict[int | None, Choice] = {}
    for one in sorted(put, key=lambda each: each.order):
        if one.kind == kind and one.outcome and not one.withdrawn:
            newest[one.candidacy_id] = one
    days = [day_of(one.counted_at) for one in newest.values() if one.outcome == "carried"]
    return max(days, default=None)


def _of_letters(
    facts: FileFacts, rows: tuple[CandidacyRow, ...], won: tuple[int, ...], waiting: Waiting
) -> dict[str, Any]:
    owed = [one for one in waiting.letters if one.file_id == facts.file_id]
    told = [row.reasons_sent_on for row in rows if row.reasons_sent_on is not None]
    # Whoever is left when the file is closed is owed a letter then (`db/queries/reasons`).
    left = [
        row.candidacy_id
        for row in rows
        if not row.outcome
        and facts.closed_on is None
        and (row.answer != "no" if row.invited_on is not None else row.standing == "fails")
    ]
    unsaid = sum(one not in won for one in left) if won else 0
    undecided = sum(one not in won[: facts.procedure.nominees] for one in left) - unsaid
    return {
        "owed": len(owed),
        "owed_by": min((one.due_on for one in owed), default=None),
        "told": len(told),
        "told_on": max(told, default=None),
        "unsaid": unsaid,
        "undecided": undecided,
    }


def _of_nomination(connection: Connection, facts: FileFacts) -> dict[str, Any]:
    """Look at the nomination that was housed, or else the one that waits with the best rank; name all that wait."""
    there = [one for one in nominations(connection, facts.file_id) if not one.ended]
    housed = [one for one in there if one.contract_id is not None][:1]
    sent = housed or [one for one in there if one.sent_on is not None]
    if not sent:
        return {}
    newest = sent[0]
    return {
        "nominated": tuple(one.number for one in sent),
        "nominated_on": newest.sent_on,
        "answered_on": newest.answered_on,
        "answer": newest.answer,
        "fit": newest.fit,
        "fit_on": newest.fit_on,
        "permit_on": newest.permit_on,
        "contract": newest.contract,
        "contract_on": _first_day(connection, Contract, newest.contract_id),
        "member_on": _first_day(connection, Membership, newest.membership_id),
    }


def _first_day(connection: Connection, model: type[Contract] | type[Membership], row_id: int | None) -> date | None:
    if row_id is None:
        return None
    return connection.execute(select(col(model.starts_on)).where(col(model.id) == row_id)).scalar()


def _of_forgetting(connection: Connection, facts: FileFacts, waiting: Waiting) -> dict[str, Any]:
    statement = (
        select(col(Candidate.id), col(Candidate.cleared_on))
        .join(Candidacy, col(Candidacy.candidate_id) == col(Candidate.id))
        .where(col(Candidacy.file_id) == facts.file_id)
    )
    found = connection.execute(statement).all()
    uncleared = {candidate_id for candidate_id, cleared_on in found if cleared_on is None}
    told: dict[str, Any] = {
        "uncleared": len(uncleared),
        "cleared_on": max((cleared_on for _id, cleared_on in found if cleared_on is not None), default=None),
    }
    if facts.closed_on is not None:
        mine = [waiting.clearing[one] for one in uncleared if one in waiting.clearing]
        told |= {"clearing": len(mine), "clear_from": min((day for day in mine if day is not None), default=None)}
    return told


def choosing_time(connection: Connection, facts: FileFacts, clock: Clock, on: date) -> tuple[str, ...]:
    """Tell whether there is time to get to know somebody still, and who is known long enough, by number."""
    days = facts.procedure.acquaintance_days
    if not days or facts.closed_on is not None:
        return ()
    pool = met_of(connection, on)
    numbers = select(col(Candidate.id), col(Candidate.number)).where(col(Candidate.id).in_(pool))
    known = known_of(connection, pool, on)
    since = [(number, known[one].met_on or pool[one]) for one, number in connection.execute(numbers)]
    return time_to_choose(days, sorted(since), clock.due_on, on)


def stored_steps(connection: Connection, file_id: int) -> tuple[int, ...]:
    """Give the rows of the steps that were ticked; a file's story hangs on them too."""
    statement = select(col(AllocationStep.id)).where(col(AllocationStep.file_id) == file_id)
    return tuple(connection.execute(statement.order_by(col(AllocationStep.id))).scalars())
