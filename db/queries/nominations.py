"""What follows a choice: nominations, what became of them, and whose turn is next.

Who is to be told why, and second admissions, are read from beside it and can be asked for here. Nobody is named:
candidates go by their number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select
from sqlmodel import col

from db.queries.reasons import NotChosen, Owed, letters_owed, not_chosen
from db.queries.second_admissions import SecondAdmission, second_admissions
from db.tables.allocation import Candidacy, Nomination
from db.tables.base import table_of
from db.tables.candidates import Candidate
from db.tables.contracts import Contract
from db.tables.decisions import Decision
from db.tables.members import Member

__all__ = [
    "Next",
    "NominationRow",
    "Nominee",
    "NotChosen",
    "Owed",
    "SecondAdmission",
    "letters_owed",
    "next_in_rank",
    "nomination",
    "nominations",
    "nominee",
    "not_chosen",
    "second_admissions",
]

_nominations, _candidacies, _candidates = table_of(Nomination), table_of(Candidacy), table_of(Candidate)
_contracts, _decisions = table_of(Contract), table_of(Decision)


@dataclass(frozen=True, slots=True)
class NominationRow:
    """One nomination and what came of it; `fit` in VERA's codes."""

    nomination_id: int
    file_id: int
    candidacy_id: int
    candidate_id: int
    number: str
    """The candidate's."""
    rank: int | None
    decision_id: int | None
    decision: str
    """The number of the decision; empty where the order of the list stands for it."""
    statement_on: date | None
    papers_on: date | None
    sent_on: date | None
    answered_on: date | None
    answer: str
    answer_words: str
    fit: str
    fit_reason: str
    fit_on: date | None
    fit_by: str
    permit_on: date | None
    ended_on: date | None
    ended: str
    contract_id: int | None
    contract: str
    membership_id: int | None

    @property
    def waits(self) -> bool:
        """Whether it may still lead to a contract."""
        return not self.ended and self.contract_id is None

    @property
    def stage(self) -> str:
        """How far it has come, as a code of STAGES."""
        if self.contract_id is not None:
            return "housed"
        if self.ended:
            return "ended"
        if self.fit:
            return "fit"
        if self.answer == "accepted":
            return "accepted"
        return "sent" if self.sent_on else "papers"


@dataclass(frozen=True, slots=True)
class Nominee:
    """What the contract and the membership of a candidate begin with; without a name."""

    adults: int
    person_id: int | None
    """Somebody who lives here already, or was known before."""
    member: str
    """The member's number they have; empty where they have none."""


@dataclass(frozen=True, slots=True)
class Next:
    """The candidate whose turn it is."""

    candidacy_id: int
    candidate_id: int
    number: str
    rank: int | None


def nominations(connection: Connection, file_id: int) -> tuple[NominationRow, ...]:
    """Give the nominations of a file, by rank and then as they were made."""
    return _nomination_rows(connection, _candidacies.c.file_id == file_id)


def nomination(connection: Connection, nomination_id: int) -> NominationRow | None:
    """Give one nomination; None where it is gone."""
    return next(iter(_nomination_rows(connection, _nominations.c.id == nomination_id)), None)


def _nomination_rows(connection: Connection, wanted: ColumnElement[bool]) -> tuple[NominationRow, ...]:
    statement = (
        select(
            _nominations,
            _candidacies.c.file_id,
            _candidacies.c.candidate_id,
            _candidacies.c.rank,
            _candidates.c.number,
            _decisions.c.number.label("decision"),
            _contracts.c.number.label("contract"),
        )
        .join(_candidacies, _candidacies.c.id == _nominations.c.candidacy_id)
        .join(_candidates, _candidates.c.id == _candidacies.c.candidate_id)
        .outerjoin(_decisions, _decisions.c.id == _nominations.c.decision_id)
        .outerjoin(_contracts, _contracts.c.id == _nominations.c.contract_id)
        .where(wanted)
        .order_by(_candidacies.c.rank.asc().nulls_last(), _nominations.c.id)
    )
    return tuple(_nomination(row) for row in connection.execute(statement).mappings())


def _nomination(row: Any) -> NominationRow:
    return NominationRow(
        nomination_id=row["id"],
        decision=row["decision"] or "",
        contract=row["contract"] or "",
        **{
            name: row[name]
            for name in NominationRow.__dataclass_fields__
            if name not in ("nomination_id", "decision", "contract")
        },
    )


def nominee(connection: Connection, candidate_id: int) -> Nominee | None:
    """Give what is asked of a candidate who comes to live here; None where they are gone."""
    row = connection.execute(
        select(col(Candidate.adults), col(Candidate.person_id), func.coalesce(col(Member.number), ""))
        .outerjoin(Member, col(Member.person_id) == col(Candidate.person_id))
        .where(col(Candidate.id) == candidate_id)
    ).first()
    return None if row is None else Nominee(*row)


def next_in_rank(connection: Connection, file_id: int) -> Next | None:
    """Give the first of those chosen who was not nominated yet and did not drop out; None where nobody is left."""
    from db.queries.choosing import chosen

    order = chosen(connection, file_id)
    nominated = select(col(Nomination.candidacy_id))
    statement = (
        select(col(Candidacy.id), col(Candidacy.candidate_id), col(Candidate.number), col(Candidacy.rank))
        .join(Candidate, col(Candidate.id) == col(Candidacy.candidate_id))
        .where(
            col(Candidacy.id).in_(order),
            col(Candidacy.id).not_in(nominated),
            col(Candidacy.outcome) == "",
            col(Candidacy.answer) != "no",
        )
    )
    found = [Next(*row) for row in connection.execute(statement)]
    return min(found, key=lambda one: order.index(one.candidacy_id), default=None)
