"""By which rule an item about a vacancy file is counted, and what its decision is about.

Every meeting asks this of its items: the tables of files are imported only where an item may be about one.
"""

from __future__ import annotations

from sqlalchemy import Connection, select
from sqlmodel import col

from coopadmin.domain.choosing import BY_PROCEDURE, DECISION_KINDS
from coopadmin.domain.voting_rules import VotingRule
from coopadmin.i18n import _
from db.tables.meetings import AgendaItem, Meeting


def rule_of_item(connection: Connection, item_id: int | None) -> VotingRule | None:
    """Give the rule of the file's procedure, where an item chooses a candidate by it; None for every other item.

    A meeting that checks the way it went, or ratifies a choice, counts by its own rule: the procedure says how those
    who choose count. The procedure knows no second meeting.
    """
    if item_id is None:
        return None
    from db.tables.allocation import AllocationFile, AllocationItem

    row = connection.execute(
        select(col(AllocationFile.procedure_id), col(AllocationItem.kind), col(Meeting.body))
        .join(AllocationItem, col(AllocationItem.file_id) == col(AllocationFile.id))
        .join(AgendaItem, col(AgendaItem.id) == col(AllocationItem.item_id))
        .join(Meeting, col(Meeting.id) == col(AgendaItem.meeting_id))
        .where(col(AllocationItem.item_id) == item_id)
    ).first()
    if row is None or row[1] not in BY_PROCEDURE:
        return None
    return _procedure_rule(connection, *row)


def _procedure_rule(connection: Connection, procedure_id: int, kind: str, body: str) -> VotingRule:
    from coopadmin.domain.procedures import version_words
    from db.queries.procedures import procedure

    version = procedure(connection, procedure_id)
    words = _("procedure {version}").format(version=version_words(version))
    return VotingRule(
        body=body,
        kind=DECISION_KINDS[kind],
        valid_from=version.valid_from,
        rule=version.rule,
        convening_days=None,
        inspection_days=None,
        second_meeting=False,
        second_quorum=None,
        second_from_days=None,
        second_until_days=None,
        source=_("{procedure} ({source})").format(procedure=words, source=version.source) if version.source else words,
    )


def subject_of_item(connection: Connection, item_id: int) -> tuple[int, str] | None:
    """Give the home and the candidate's number that a decision under an item is about; None for every other item."""
    from db.tables.allocation import AllocationFile, AllocationItem, Candidacy
    from db.tables.candidates import Candidate

    row = connection.execute(
        select(col(AllocationFile.dwelling_id), col(Candidate.number))
        .join(AllocationItem, col(AllocationItem.file_id) == col(AllocationFile.id))
        .outerjoin(Candidacy, col(Candidacy.id) == col(AllocationItem.candidacy_id))
        .outerjoin(Candidate, col(Candidate.id) == col(Candidacy.candidate_id))
        .where(col(AllocationItem.item_id) == item_id)
    ).first()
    return None if row is None else (row[0], row[1] or "")
