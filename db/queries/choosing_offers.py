"""What can be put to the vote about a file now, about whom, by which rule, and at which meetings."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select
from sqlmodel import col

from coopadmin.domain.choosing import BY_PROCEDURE, DECISION_KINDS, bodies_for
from coopadmin.domain.procedures import version_words
from coopadmin.domain.voting_rules import describe, describe_vote
from coopadmin.domain.voting_rules_words import count_words
from db.queries.allocation import FileFacts, facts
from db.queries.choosing import Choice, choices
from db.queries.screening import CandidacyRow, candidates
from db.queries.voting_rules import voting_rule
from db.tables.allocation import Nomination
from db.tables.meetings import Meeting


@dataclass(frozen=True, slots=True)
class MeetingToCome:
    """A meeting that was not closed or cancelled."""

    meeting_id: int
    body: str
    title: str
    starts_at: str


@dataclass(frozen=True, slots=True)
class Offer:
    """Something the procedure of a file asks a vote on, with who can be put to it."""

    kind: str
    bodies: tuple[str, ...]
    """Who may vote on it, the usual one first."""
    rule: str
    """How it is counted, in words."""
    candidates: tuple[CandidacyRow, ...]
    """None for a check of the procedure."""
    meetings: tuple[MeetingToCome, ...]


def offers(connection: Connection, file_id: int) -> tuple[Offer, ...]:
    """Give what the procedure of a file asks a vote on; one without candidates too, so that it can be said."""
    file = facts(connection, file_id)
    asked = {
        "choice": file.procedure.choice == "vote",
        "procedure_check": file.procedure.procedure_check,
        "ratification": file.procedure.ratification,
        "second_admission": file.procedure.admissions == 2,
    }
    # A file that is closed has its second admission before it, and nothing else.
    kinds = [kind for kind, wanted in asked.items() if wanted and (not file.closed_on or kind == "second_admission")]
    before, rows = choices(connection, file_id), candidates(connection, file_id)
    found: list[Offer] = []
    for kind in kinds:
        bodies = bodies_for(kind, file.procedure.decided_by)
        found.append(
            Offer(
                kind=kind,
                bodies=bodies,
                rule=_rule(connection, file, kind, bodies[0]),
                candidates=tuple(one for one in rows if _may(connection, file, kind, one, before)),
                meetings=_meetings(connection, bodies, file.group_id),
            )
        )
    return tuple(found)


def _rule(connection: Connection, file: FileFacts, kind: str, body: str) -> str:
    if kind in BY_PROCEDURE:
        return f"{count_words(file.procedure.rule)} · {version_words(file.procedure)}"
    rule = voting_rule(connection, body, DECISION_KINDS[kind], file.opened_on)
    return describe(rule) if rule.source else describe_vote(rule)


def _may(connection: Connection, file: FileFacts, kind: str, one: CandidacyRow, before: tuple[Choice, ...]) -> bool:
    """Tell whether a candidate is one to offer; the deed looks at the rest, and says what is lacking."""
    own = next((each for each in before if (each.kind, each.candidacy_id) == (kind, one.candidacy_id)), None)
    if kind == "procedure_check" or (own is not None and (own.waits or own.outcome == "carried")):
        return False
    if kind == "choice":
        return one.screened_on is not None and one.standing != "fails" and one.answer != "no" and not one.outcome
    if kind == "ratification":
        if file.procedure.choice == "list":
            return one.rank is not None
        put = [each for each in before if (each.kind, each.candidacy_id) == ("choice", one.candidacy_id)]
        return bool(put) and (put[0].waits or put[0].outcome == "carried")
    admitted = select(col(Nomination.id)).where(
        col(Nomination.candidacy_id) == one.candidacy_id, col(Nomination.membership_id).is_not(None)
    )
    return connection.execute(admitted).first() is not None


def _meetings(connection: Connection, bodies: tuple[str, ...], group_id: int | None) -> tuple[MeetingToCome, ...]:
    statement = (
        select(col(Meeting.id), col(Meeting.body), col(Meeting.title), col(Meeting.starts_at), col(Meeting.group_id))
        .where(
            col(Meeting.body).in_(bodies),
            col(Meeting.closed_at).is_(None),
            col(Meeting.cancelled_on).is_(None),
            col(Meeting.minutes_approved_on).is_(None),
        )
        .order_by(col(Meeting.starts_at), col(Meeting.id))
    )
    return tuple(
        MeetingToCome(meeting_id, body, title, starts_at)
        for meeting_id, body, title, starts_at, of_group in connection.execute(statement)
        if body != "committee" or of_group == group_id
    )
