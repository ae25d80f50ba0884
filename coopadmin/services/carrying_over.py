"""What a new agenda begins with, and what is carried over to it: open actions, decisions to look at again, minutes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlmodel import col

from coopadmin.domain.meetings import USUAL_ITEMS, UsualItem, day_of
from coopadmin.i18n import _
from coopadmin.services.agenda import add_item, items_of
from coopadmin.services.meeting_parts import require_open_minutes
from db.journal import Transaction
from db.tables.actions import ActionPoint
from db.tables.decisions import Decision
from db.tables.meetings import AgendaItem, AgendaReference, Meeting

MOST_MINUTES = 3
"""Minutes that a new agenda puts up for approval at most; older ones were forgotten, not left for this meeting."""

_USUAL = {one.code: one for one in USUAL_ITEMS}


def add_usual_items(transaction: Transaction, meeting_id: int) -> None:
    """Put the usual items on an empty agenda, the last meeting's minutes and what is carried over among them."""
    # The decisions to look at again get an item with the first of them that is due.
    for place, usual in enumerate((one for one in USUAL_ITEMS if one.code != "review"), 1):
        item_id = _add_usual(transaction, meeting_id, usual, place)
        if usual.code == "minutes":
            for earlier in _without_approved_minutes(transaction, meeting_id):
                transaction.add(AgendaReference(item_id=item_id, meeting_id=earlier))
    carry_over(transaction, meeting_id=meeting_id)


def carry_over(transaction: Transaction, *, meeting_id: int) -> int:
    """Put on the agenda what is open by the day of the meeting; gives how many things were added.

    That is every open action, and every decision whose review is due by then: those of earlier meetings of this body,
    and those of no meeting at all where it is not a committee's. They go under the usual items for them, which are
    made where they are not there; what is on the agenda already is left.
    """
    meeting = require_open_minutes(transaction, meeting_id)
    on_agenda = _referred(transaction, meeting_id)
    actions = [one for one in _open_actions(transaction, meeting) if ("action_id", one) not in on_agenda]
    decisions = [one for one in _due_decisions(transaction, meeting) if ("decision_id", one) not in on_agenda]
    for code, column, found in (("actions", "action_id", actions), ("review", "decision_id", decisions)):
        if found:
            item_id = _usual_item(transaction, meeting_id, code, column)
            for one in found:
                transaction.add(AgendaReference(item_id=item_id, **{column: one}))
    return len(actions) + len(decisions)


def _open_actions(transaction: Transaction, meeting: Mapping[str, Any]) -> Iterable[int]:
    statement = (
        select(col(ActionPoint.id))
        .outerjoin(AgendaItem, col(AgendaItem.id) == col(ActionPoint.item_id))
        .outerjoin(Meeting, col(Meeting.id) == col(AgendaItem.meeting_id))
        .where(
            col(ActionPoint.done_on).is_(None),
            col(ActionPoint.dropped_on).is_(None),
            col(ActionPoint.made_on) <= day_of(meeting["starts_at"]),
            _of_body(meeting),
        )
        .order_by(col(ActionPoint.due_on).asc().nulls_last(), col(ActionPoint.id))
    )
    return transaction.execute(statement).scalars().all()


def _due_decisions(transaction: Transaction, meeting: Mapping[str, Any]) -> Iterable[int]:
    statement = (
        select(col(Decision.id))
        .outerjoin(Meeting, col(Meeting.id) == col(Decision.meeting_id))
        .where(
            col(Decision.review_on) <= day_of(meeting["starts_at"]),
            col(Decision.outcome) != "withdrawn",
            _of_body(meeting),
        )
        .order_by(col(Decision.review_on), col(Decision.number))
    )
    return transaction.execute(statement).scalars().all()


def _of_body(meeting: Mapping[str, Any]) -> ColumnElement[bool]:
    """Demand that the joined meeting is of the same body; what has none belongs to every body but a committee."""
    same = and_(
        col(Meeting.body) == meeting["body"],
        col(Meeting.group_id).is_not_distinct_from(meeting["group_id"]),
        col(Meeting.id) != meeting["id"],
    )
    return same if meeting["body"] == "committee" else or_(same, col(Meeting.id).is_(None))


def _referred(transaction: Transaction, meeting_id: int) -> set[tuple[str, int]]:
    statement = (
        select(col(AgendaReference.action_id), col(AgendaReference.decision_id))
        .join(AgendaItem, col(AgendaItem.id) == col(AgendaReference.item_id))
        .where(col(AgendaItem.meeting_id) == meeting_id)
    )
    found: set[tuple[str, int]] = set()
    for action_id, decision_id in transaction.execute(statement):
        if action_id is not None:
            found.add(("action_id", action_id))
        if decision_id is not None:
            found.add(("decision_id", decision_id))
    return found


def _usual_item(transaction: Transaction, meeting_id: int, code: str, column: str) -> int:
    """Find the item that such things go under: the one that has some, the one of the usual title, or a new one."""
    holding = (
        select(col(AgendaItem.id))
        .join(AgendaReference, col(AgendaReference.item_id) == col(AgendaItem.id))
        .where(col(AgendaItem.meeting_id) == meeting_id, getattr(AgendaReference, column).is_not(None))
        .order_by(col(AgendaItem.position))
        .limit(1)
    )
    there = transaction.scalar(holding)
    if there is not None:
        return int(there)
    items = items_of(transaction, meeting_id)
    title = _(_USUAL[code].title)
    for row_id, _at, known in items:
        if known == title:
            return row_id
    behind = _(_USUAL["actions"].title)
    position = next((at + 1 for _row_id, at, known in items if code == "review" and known == behind), None)
    return _add_usual(transaction, meeting_id, _USUAL[code], position)


def _add_usual(transaction: Transaction, meeting_id: int, usual: UsualItem, position: int | None = None) -> int:
    return add_item(
        transaction,
        meeting_id=meeting_id,
        title=_(usual.title),
        kind=usual.kind,
        decision_kind=usual.decision_kind,
        minutes=usual.minutes,
        position=position,
    )


def _without_approved_minutes(transaction: Transaction, meeting_id: int) -> Iterable[int]:
    """Find the earlier meetings of the same body whose minutes wait for approval, the last ones first."""
    meeting = require_open_minutes(transaction, meeting_id)
    statement = (
        select(col(Meeting.id))
        .where(
            col(Meeting.body) == meeting["body"],
            col(Meeting.group_id).is_not_distinct_from(meeting["group_id"]),
            col(Meeting.starts_at) < meeting["starts_at"],
            col(Meeting.cancelled_on).is_(None),
            col(Meeting.minutes_approved_on).is_(None),
            col(Meeting.id) != meeting_id,
        )
        .order_by(col(Meeting.starts_at).desc())
        .limit(MOST_MINUTES)
    )
    return transaction.execute(statement).scalars().all()
