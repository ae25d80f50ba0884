"""Mandate limits, and the decisions that may allow more than they do."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection, select
from sqlmodel import col

from coopadmin.domain.limits import Allowing, Limit, body_of, limits_on
from db.tables.decisions import Decision, DecisionLink
from db.tables.limits import MandateLimit
from db.tables.meetings import Meeting


def limits(connection: Connection) -> tuple[Limit, ...]:
    """Give every limit that was ever set, by body and day."""
    statement = select(
        col(MandateLimit.body),
        col(MandateLimit.valid_from),
        col(MandateLimit.amount_cents),
        col(MandateLimit.source),
        col(MandateLimit.id),
    ).order_by(col(MandateLimit.body), col(MandateLimit.valid_from))
    return tuple(Limit(*row) for row in connection.execute(statement))


def in_force(connection: Connection, on: date) -> tuple[Limit, ...]:
    """Give the limits that hold on a day, from the smallest mandate up."""
    return limits_on(limits(connection), on)


def allowing(connection: Connection, task_id: int) -> tuple[Allowing, ...]:
    """Give the decisions linked to a task, newest first, each with the most it granted.

    An amount that stands on another link of the decision counts where that link names no other task, contract or
    category: some write the paper and the money in separate lines.
    """
    of_task = select(col(DecisionLink.decision_id)).where(col(DecisionLink.task_id) == task_id)
    statement = (
        select(
            col(Decision.id),
            col(Decision.number),
            col(Decision.outcome),
            col(Meeting.body),
            col(Decision.body),
            col(Decision.decided_on),
        )
        .outerjoin(Meeting, col(Meeting.id) == col(Decision.meeting_id))
        .where(col(Decision.id).in_(of_task))
        .order_by(col(Decision.decided_on).desc(), col(Decision.id).desc())
    )
    rows = connection.execute(statement).all()
    granted = _granted(connection, task_id, [row[0] for row in rows])
    return tuple(
        Allowing(row_id, number, outcome, body_of(meeting or "", words), words, granted.get(row_id), decided_on)
        for row_id, number, outcome, meeting, words, decided_on in rows
    )


def _granted(connection: Connection, task_id: int, decision_ids: Iterable[int]) -> dict[int, int]:
    """Give the most that each decision granted for a task, in cents."""
    statement = select(
        col(DecisionLink.decision_id),
        col(DecisionLink.amount_cents),
        col(DecisionLink.task_id),
        col(DecisionLink.contract_id),
        col(DecisionLink.category_id),
    ).where(col(DecisionLink.decision_id).in_(list(decision_ids)), col(DecisionLink.amount_cents).is_not(None))
    found: dict[int, int] = {}
    for decision_id, cents, task, contract, category in connection.execute(statement):
        general = task is None and contract is None and category is None
        if cents is not None and (task == task_id or general):
            found[decision_id] = max(found.get(decision_id, 0), cents)
    return found
