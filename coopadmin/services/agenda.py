"""What a secretary does with the agenda of a meeting: items, their order, their papers, what they come back to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, func, select
from sqlmodel import col

from coopadmin.domain.meetings import KINDS, LAST_ITEMS, LONGEST_MINUTES, USUAL_ITEMS
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import tidy
from coopadmin.i18n import _
from coopadmin.services.decisions import tidy_lines
from coopadmin.services.meeting_parts import (
    file_item,
    item_row,
    motions_of,
    require_open_minutes,
    wrong_person,
    wrong_title,
)
from db.journal import Transaction
from db.tables.actions import ActionPoint
from db.tables.allocation import AllocationItem
from db.tables.meetings import AgendaDocument, AgendaItem, AgendaReference, Recusal
from db.tables.voting import DECISION_KINDS, Motion, Vote

_LAST = tuple(one.title for one in USUAL_ITEMS if one.code in LAST_ITEMS)


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
    there = items_of(transaction, meeting_id)
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
    if (kind, decision_kind) != (there["kind"], there["decision_kind"]):
        field = "kind" if kind != there["kind"] else "decision_kind"
        if _has_votes(transaction, item_id):
            problems.append(Problem(field, _("there was a vote under this item, so what it is for stays as it was")))
        elif file_item(transaction, item_id) is not None:
            reason = _("this item is of a vacancy file, which says how it is counted; call the vote off there instead")
            problems.append(Problem(field, reason))
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
    order = [row_id for row_id, _at, _title in items_of(transaction, there["meeting_id"])]
    place = min(max(position, 1), len(order))
    order.remove(item_id)
    order.insert(place - 1, item_id)
    return _renumber(transaction, order)


def remove_item(transaction: Transaction, *, item_id: int) -> None:
    """Take an item off the agenda, with its papers and what it comes back to.

    Raises Refused once something was said, proposed or done under it.
    """
    there = item_row(transaction, item_id)
    if there["begun_at"] is not None or there["notes"]:
        raise Refused(
            _("“{title}” was dealt with, so it stays on the agenda: the minutes need it.").format(title=there["title"])
        )
    if _has_work(transaction, item_id):
        sentence = _("A motion or an action was put under “{title}”, so it stays on the agenda: the minutes need it.")
        raise Refused(sentence.format(title=there["title"]))
    _remove_all(
        transaction, AgendaDocument, select(col(AgendaDocument.id)).where(col(AgendaDocument.item_id) == item_id)
    )
    _remove_all(
        transaction, AgendaReference, select(col(AgendaReference.id)).where(col(AgendaReference.item_id) == item_id)
    )
    about_file = file_item(transaction, item_id)
    if about_file is not None:
        transaction.remove(AllocationItem, about_file["id"])
    transaction.remove(AgendaItem, item_id)
    _renumber(transaction, [row_id for row_id, _at, _title in items_of(transaction, there["meeting_id"])])


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


# -- what they share -------------------------------------------------------------------------------------------


def items_of(transaction: Transaction, meeting_id: int) -> list[tuple[int, int, str]]:
    """Give number, position and title of every item, in their order."""
    statement = (
        select(col(AgendaItem.id), col(AgendaItem.position), col(AgendaItem.title))
        .where(col(AgendaItem.meeting_id) == meeting_id)
        .order_by(col(AgendaItem.position), col(AgendaItem.id))
    )
    return [(row_id, at, title) for row_id, at, title in transaction.execute(statement)]


def _place_for_more(items: list[tuple[int, int, str]]) -> int:
    """Give the place of one item more: the last, before those that stay behind everything."""
    last = {_(title) for title in _LAST}
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
