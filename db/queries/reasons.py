"""Who of a file was not chosen, and who is still to be told why; candidates go by their number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, or_, select
from sqlmodel import col

from coopadmin.domain.association import RULES
from coopadmin.domain.deadlines import Figure
from coopadmin.domain.members import display_name
from coopadmin.domain.nominations import letter_due
from coopadmin.domain.reasons import ReasonsLetter
from coopadmin.formats import long_date
from coopadmin.i18n import _
from db.queries.association import cooperative, rules
from db.tables.allocation import AllocationFile, Candidacy, Nomination, ScreeningLine
from db.tables.base import table_of
from db.tables.candidates import Candidate
from db.tables.dwellings import Dwelling
from db.tables.procedures import AllocationProcedure

REJECTED = ("not_chosen", "excluded")
"""Outcomes of a candidacy of which the candidate is owed the reasons."""

_nominations, _candidacies, _candidates = table_of(Nomination), table_of(Candidacy), table_of(Candidate)
_files, _homes = table_of(AllocationFile), table_of(Dwelling)
_NAME = ("family_name", "prefix", "initials", "given_name")


@dataclass(frozen=True, slots=True)
class NotChosen:
    """A candidate of a file who was not nominated, or whose nomination came to nothing; and what they were told."""

    candidacy_id: int
    candidate_id: int
    number: str
    rank: int | None
    invited_on: date | None
    answer: str
    outcome: str
    outcome_on: date | None
    reason_code: str
    reason_words: str
    reasons_sent_on: date | None
    failed: tuple[str, ...]
    """The hard criteria that were not met and not set aside."""
    cleared: bool
    owed: bool
    """Whether the reasons are still to be told."""


@dataclass(frozen=True, slots=True)
class Owed:
    """A letter with reasons that was not sent yet; `days` since the decision, `late` once past its term."""

    candidacy_id: int
    file_id: int
    number: str
    """The candidate's."""
    since: date
    days: int
    late: bool
    file: str
    due_on: date
    told: tuple[str, ...]
    """How the last day was made."""
    reason_code: str
    home: str


def _is_owed() -> ColumnElement[bool]:
    """Demand that a candidate was turned down, or left without an outcome by a closed file, and was not told yet.

    Left are those who came, and those a hard criterion kept out; who had no turn on a list keeps their place there.
    """
    no_letter = and_(_candidacies.c.reasons_sent_on.is_(None), _candidates.c.cleared_on.is_(None))
    housed = select(_nominations.c.candidacy_id).where(_nominations.c.contract_id.is_not(None))
    came = and_(_candidacies.c.invited_on.is_not(None), _candidacies.c.answer != "no")
    failing = select(col(ScreeningLine.candidacy_id)).where(col(ScreeningLine.result) == "failed")
    kept_out = and_(
        _candidacies.c.invited_on.is_(None), _candidacies.c.overridden_on.is_(None), _candidacies.c.id.in_(failing)
    )
    left_over = and_(
        _files.c.closed_on.is_not(None),
        _candidacies.c.outcome.in_(("", "nominated")),
        or_(came, kept_out),
        _candidacies.c.id.not_in(housed),
    )
    return and_(no_letter, or_(_candidacies.c.outcome.in_(REJECTED), left_over))


def _of_candidacies() -> Select[Any]:
    """Ask for candidacies with their candidate and file, and whether a letter is owed."""
    return (
        select(
            _candidacies,
            _candidates.c.number,
            _candidates.c.cleared_on,
            _files.c.number.label("file"),
            _files.c.closed_on,
            _homes.c.code.label("home"),
            _is_owed().label("owed"),
        )
        .join(_candidates, _candidates.c.id == _candidacies.c.candidate_id)
        .join(_files, _files.c.id == _candidacies.c.file_id)
        .join(_homes, _homes.c.id == _files.c.dwelling_id)
    )


def not_chosen(connection: Connection, file_id: int) -> tuple[NotChosen, ...]:
    """Give everybody of a file but those whose nomination waits or was housed, by rank and number."""
    in_hand = select(_nominations.c.candidacy_id).where(_nominations.c.ended == "")
    statement = (
        _of_candidacies()
        .where(
            _candidacies.c.file_id == file_id,
            or_(_candidacies.c.id.not_in(in_hand), _is_owed()),
        )
        .order_by(_candidacies.c.rank.asc().nulls_last(), _candidates.c.number)
    )
    rows = connection.execute(statement).mappings().all()
    failed = _failed(connection, [row["id"] for row in rows])
    return tuple(
        NotChosen(
            candidacy_id=row["id"],
            candidate_id=row["candidate_id"],
            number=row["number"],
            rank=row["rank"],
            invited_on=row["invited_on"],
            answer=row["answer"],
            outcome=row["outcome"],
            outcome_on=row["outcome_on"],
            reason_code=row["reason_code"],
            reason_words=row["reason_words"],
            reasons_sent_on=row["reasons_sent_on"],
            failed=() if row["overridden_on"] else tuple(failed[row["id"]]),
            cleared=row["cleared_on"] is not None,
            owed=bool(row["owed"]),
        )
        for row in rows
    )


def _failed(connection: Connection, candidacy_ids: Sequence[int]) -> dict[int, list[str]]:
    statement = (
        select(col(ScreeningLine.candidacy_id), col(ScreeningLine.criterion))
        .where(col(ScreeningLine.candidacy_id).in_(candidacy_ids), col(ScreeningLine.result) == "failed")
        .order_by(col(ScreeningLine.id))
    )
    found: dict[int, list[str]] = defaultdict(list)
    for candidacy_id, criterion in connection.execute(statement):
        found[candidacy_id].append(criterion)
    return found


def letters_owed(connection: Connection, on: date) -> tuple[Owed, ...]:
    """Give the letters with reasons that are to be sent still, the oldest first (rule 16)."""
    statement = _of_candidacies().where(_is_owed()).order_by(_files.c.number, _candidates.c.number)
    days = figure(connection, "reasons_letter_days", on)
    found: list[Owed] = []
    for row in connection.execute(statement).mappings():
        since = row["outcome_on"] if row["outcome"] in REJECTED else row["closed_on"]
        due = letter_due(since, days, on)
        found.append(
            Owed(
                row["id"],
                row["file_id"],
                row["number"],
                since,
                (on - since).days,
                due.late,
                row["file"],
                due.due_on,
                due.told,
                row["reason_code"],
                row["home"],
            )
        )
    return tuple(sorted(found, key=lambda one: (one.since, one.file, one.number)))


def figure(connection: Connection, name: str, on: date) -> Figure:
    """Give a rule's number on a day with its source; what a fresh store starts with where none is set."""
    begun = [one for one in rules(connection) if one.name == name and one.valid_from <= on]
    newest = max(begun, key=lambda one: one.valid_from, default=None)
    value, source = (newest.value, newest.source) if newest else (RULES[name].default, RULES[name].source)
    return Figure(int(value), source)


def letter_of(connection: Connection, candidacy_id: int, on: date) -> ReasonsLetter | None:
    """Give what the letter of one candidate says, with who they are; None without a reason, or once that was cleared.

    This is the only place where a name stands beside a reason.
    """
    procedures = table_of(AllocationProcedure)
    statement = (
        select(
            _candidacies,
            *(_candidates.c[name] for name in (*_NAME, "address", "postcode", "place", "cleared_on")),
            _files.c.number.label("file"),
            _homes.c.code,
            procedures.c.name,
            procedures.c.valid_from,
        )
        .join(_candidates, _candidates.c.id == _candidacies.c.candidate_id)
        .join(_files, _files.c.id == _candidacies.c.file_id)
        .join(_homes, _homes.c.id == _files.c.dwelling_id)
        .join(procedures, procedures.c.id == _files.c.procedure_id)
        .where(_candidacies.c.id == candidacy_id)
    )
    row = connection.execute(statement).mappings().first()
    if row is None or row["cleared_on"] is not None or row["outcome"] not in REJECTED or not row["reason_code"]:
        return None
    place = " ".join(part for part in (row["postcode"], row["place"]) if part)
    return ReasonsLetter(
        sender=cooperative(connection).name,
        name=display_name(*(row[part] for part in _NAME)),
        address="\n".join(part for part in (row["address"], place) if part),
        on=on,
        home=row["code"],
        file=row["file"],
        decided_on=row["outcome_on"],
        reason_code=row["reason_code"],
        reason_words=row["reason_words"],
        procedure=_("{name}, from {day}").format(name=row["name"], day=long_date(row["valid_from"])),
    )
