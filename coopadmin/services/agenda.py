"""What a secretary does with the agenda of a meeting: items, their order, their papers, what they come back to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlmodel import col

from coopadmin.domain.meetings import KINDS, LAST_ITEMS, LONGEST_MINUTES, USUAL_ITEMS, UsualItem, day_of
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import tidy
from coopadmin.i18n import _
from coopadmin.services.decisions import tidy_lines
from coopadmin.services.meeting_parts import item_row, motions_of, require_open_minutes, wrong_person, wrong_title
from db.journal import Transaction
from db.tables.actions import ActionPoint
from db.tables.decisions import Decision
from db.tables.meetings import AgendaDocument, AgendaItem, AgendaReference, Meeting, Recusal
from db.tables.voting import DECISION_KINDS, Motion, Vote

MOST_MINUTES = 3
"""Minutes that a new agenda puts up for approval at most; older ones were forgotten, not left for this meeting."""

_USUAL = {one.code: one for one in USUAL_ITEMS}


# -- items -----------------------------------------------------------------------------------------------------


def add_item(
    transaction: Transaction,
    *,
    meeting_id: int,
    title: str,
    kind: str = "discussion",
    decision_kind: str = "",
    explanation: str = "",
    minutes: int | None = None,
    presenter_id: int | None = None,
    position: int | None = None,
) -> int:
    """Put an item on the agenda; gives its number in the store.

    Without a position it comes last, yet before any other business and the closing. `minutes` is the time set aside;
    a decision says of which kind it is, for that tells how it is taken. Raises Invalid with a problem per field.
    """
    require_open_minutes(transaction, meeting_id)
    if kind == "decision":
        decision_kind = decision_kind or "ordinary"
    problems = [
        *wrong_title(title),
        *_wrong_kind(kind, decision_kind),
        *_wrong_minutes(minutes),
        *wrong_person(transaction, presenter_id, "presenter_id"),
    ]
    if problems:
        raise Invalid(problems)
    there = _items_of(transaction, meeting_id)
    place = _place_for_more(there) if position is None else min(max(position, 1), len(there) + 1)
    for row_id, at, _title in there:
        if at >= place:
            transaction.change(AgendaItem, row_id, position=at + 1)
    return transaction.add(
        AgendaItem(
            meeting_id=meeting_id,
            position=place,
            title=tidy(title),
            kind=kind,
            decision_kind=decision_kind,
            explanation=tidy_lines(explanation),
            minutes=minutes,
            presenter_id=presenter_id,
        )
    )


def correct_item(
    transaction: Transaction,
    *,
    item_id: int,
    title: str,
    kind: str,
    decision_kind: str = "",
    explanation: str = "",
    minutes: int | None = None,
    presenter_id: int | None = None,
) -> bool:
    """Correct an item; tells whether anything was different.

    What it is for stays once there is a vote under it, for that was held to its rule. Raises Invalid with a problem
    per field.
    """
    there = item_row(transaction, item_id)
    if kind == "decision":
        decision_kind = decision_kind or "ordinary"
    problems = [
        *wrong_title(title),
        *_wrong_kind(kind, decision_kind),
        *_wrong_minutes(minutes),
        *wrong_person(transaction, presenter_id, "presenter_id"),
    ]
    if (kind, decision_kind) != (there["kind"], there["decision_kind"]) and _has_votes(transaction, item_id):
        field = "kind" if kind != there["kind"] else "decision_kind"
        problems.append(Problem(field, _("there was a vote under this item, so what it is for stays as it was")))
    if problems:
        raise Invalid(problems)
    return transaction.change(
        AgendaItem,
        item_id,
        title=tidy(title),
        kind=kind,
        decision_kind=decision_kind,
        explanation=tidy_lines(explanation),
        minutes=minutes,
        presenter_id=presenter_id,
    )


def move_item(transaction: Transaction, *, item_id: int, position: int) -> bool:
    """Move an item to another place, 1 for the first; tells whether it moved. Beyond the last it becomes the last."""
    there = item_row(transaction, item_id)
    order = [row_id for row_id, _at, _title in _items_of(transaction, there["meeting_id"])]
    place = min(max(position, 1), len(order))
    order.remove(item_id)
    order.insert(place - 1, item_id)
    return _renumber(transaction, order)


def remove_item(transaction: Transaction, *, item_id: int) -> None:
    """Take an item off the agenda, with its papers and what it comes back to.

    Raises Refused once something was said, proposed or done under it.
    """
    there = item_row(transaction, item_id)
    if there["begun_at"] is not None or there["notes"] or _has_work(transaction, item_id):
        raise Refused(
            _("“{title}” was dealt with, so it stays on the agenda: the minutes need it.").format(title=there["title"])
        )
    _remove_all(
        transaction, AgendaDocument, select(col(AgendaDocument.id)).where(col(AgendaDocument.item_id) == item_id)
    )
    _remove_all(
        transaction, AgendaReference, select(col(AgendaReference.id)).where(col(AgendaReference.item_id) == item_id)
    )
    transaction.remove(AgendaItem, item_id)
    _renumber(transaction, [row_id for row_id, _at, _title in _items_of(transaction, there["meeting_id"])])


# -- papers and references -------------------------------------------------------------------------------------


def add_document(transaction: Transaction, *, item_id: int, title: str, place: str = "") -> int:
    """Name a paper that goes with an item, and where it lies: a file, a page, a shelf. Raises Invalid."""
    item_row(transaction, item_id)
    if problems := wrong_title(title):
        raise Invalid(problems)
    return transaction.add(AgendaDocument(item_id=item_id, title=tidy(title), place=tidy(place)))


def remove_document(transaction: Transaction, *, document_id: int) -> None:
    """Take a paper off an item; the paper itself is not touched."""
    item_row(transaction, _item_of(transaction, AgendaDocument, document_id))
    transaction.remove(AgendaDocument, document_id)


def refer(
    transaction: Transaction,
    *,
    item_id: int,
    decision_id: int | None = None,
    action_id: int | None = None,
    meeting_id: int | None = None,
) -> int:
    """Say what an item comes back to: a decision, an action, or (the minutes of) another meeting; exactly one.

    Raises Refused where it does so already, Invalid where none is named.
    """
    there = item_row(transaction, item_id)
    named = {"decision_id": decision_id, "action_id": action_id, "meeting_id": meeting_id}
    given = {name: value for name, value in named.items() if value is not None}
    if len(given) != 1:
        raise Invalid(
            [Problem(next(iter(given), "decision_id"), _("name one thing: a decision, an action, a meeting"))]
        )
    if meeting_id == there["meeting_id"]:
        raise Invalid([Problem("meeting_id", _("this is the meeting itself; name another one"))])
    ((name, value),) = given.items()
    same = [col(AgendaReference.item_id) == item_id, getattr(AgendaReference, name) == value]
    if transaction.scalar(select(col(AgendaReference.id)).where(*same)) is not None:
        raise Refused(_("“{title}” refers to that already.").format(title=there["title"]))
    return transaction.add(AgendaReference(item_id=item_id, **given))


def remove_reference(transaction: Transaction, *, reference_id: int) -> None:
    """Let an item come back to something no more; the thing itself is not touched."""
    item_row(transaction, _item_of(transaction, AgendaReference, reference_id))
    transaction.remove(AgendaReference, reference_id)


# -- what is carried over --------------------------------------------------------------------------------------


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
    items = _items_of(transaction, meeting_id)
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


# -- what they share -------------------------------------------------------------------------------------------


def _items_of(transaction: Transaction, meeting_id: int) -> list[tuple[int, int, str]]:
    """Give number, position and title of every item, in their order."""
    statement = (
        select(col(AgendaItem.id), col(AgendaItem.position), col(AgendaItem.title))
        .where(col(AgendaItem.meeting_id) == meeting_id)
        .order_by(col(AgendaItem.position), col(AgendaItem.id))
    )
    return [(row_id, at, title) for row_id, at, title in transaction.execute(statement)]


def _place_for_more(items: list[tuple[int, int, str]]) -> int:
    """Give the place of one item more: the last, before those that stay behind everything."""
    last = {_(_USUAL[code].title) for code in LAST_ITEMS}
    place = len(items)
    while place and items[place - 1][2] in last:
        place -= 1
    return place + 1


def _renumber(transaction: Transaction, order: Iterable[int]) -> bool:
    moved = [transaction.change(AgendaItem, row_id, position=place) for place, row_id in enumerate(order, 1)]
    return any(moved)


def _wrong_kind(kind: str, decision_kind: str) -> list[Problem]:
    if kind not in KINDS:
        return [Problem("kind", _("choose what the item is for"))]
    if kind == "decision" and decision_kind not in DECISION_KINDS:
        return [Problem("decision_kind", _("choose which kind of decision it is"))]
    if kind != "decision" and decision_kind:
        return [Problem("decision_kind", _("only a decision is of such a kind; leave it out here"))]
    return []


def _wrong_minutes(minutes: int | None) -> list[Problem]:
    if minutes is not None and not 0 <= minutes <= LONGEST_MINUTES:
        return [Problem("minutes", _("give the time in minutes, like 15"))]
    return []


def _has_votes(transaction: Transaction, item_id: int) -> bool:
    statement = select(func.count()).select_from(Vote).join(Motion, col(Motion.id) == col(Vote.motion_id))
    return bool(transaction.scalar(statement.where(col(Motion.item_id) == item_id)))


def _has_work(transaction: Transaction, item_id: int) -> bool:
    if motions_of(transaction, item_id):
        return True
    actions = select(func.count()).select_from(ActionPoint).where(col(ActionPoint.item_id) == item_id)
    recusals = select(func.count()).select_from(Recusal).where(col(Recusal.item_id) == item_id)
    return bool(transaction.scalar(actions) or transaction.scalar(recusals))


def _remove_all(
    transaction: Transaction, model: type[AgendaDocument] | type[AgendaReference], statement: Select[Any]
) -> None:
    for row_id in transaction.execute(statement).scalars().all():
        transaction.remove(model, row_id)


def _item_of(transaction: Transaction, model: type[AgendaDocument] | type[AgendaReference], row_id: int) -> int:
    item_id = transaction.scalar(select(col(model.item_id)).where(col(model.id) == row_id))
    if item_id is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    return int(item_id)
