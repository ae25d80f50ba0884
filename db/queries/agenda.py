"""The agenda of a meeting: its items with papers, motions, what they come back to and what each decision needs."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select
from sqlmodel import col

from coopadmin.domain.meetings import clock_times, day_of
from coopadmin.domain.members import display_name
from coopadmin.domain.voting_rules import VotingRule, describe
from coopadmin.formats import short_date
from coopadmin.i18n import _
from db.queries.choosing_rules import rule_of_item
from db.queries.voting_rules import voting_rule
from db.tables.actions import ActionPoint
from db.tables.base import table_of
from db.tables.decisions import Decision
from db.tables.meetings import AgendaDocument, AgendaItem, AgendaReference, Meeting
from db.tables.members import Person
from db.tables.voting import Motion

_items, _people, _meetings = table_of(AgendaItem), table_of(Person), table_of(Meeting)

_NAME_PARTS = ("family_name", "prefix", "initials", "given_name")


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A paper that goes with an item, and where it lies."""

    document_id: int
    title: str
    place: str


@dataclass(frozen=True, slots=True)
class ProposedRow:
    """A motion under an item that was not withdrawn, or an amendment of one, and who proposed it."""

    motion_id: int
    text: str
    proposer: str
    amends: bool


@dataclass(frozen=True, slots=True)
class ReferenceRow:
    """What an item comes back to; `kind` is decision, action or meeting, `settled` tells that it is over since."""

    reference_id: int
    kind: str
    target_id: int
    text: str
    settled: bool


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item of an agenda, in its place."""

    item_id: int
    position: int
    title: str
    kind: str
    decision_kind: str
    explanation: str
    minutes: int | None
    """Time set aside."""
    presenter: str
    """Who introduces it, as on a letter; empty for nobody in particular."""
    begun_at: str | None
    notes: str
    documents: tuple[DocumentRow, ...]
    references: tuple[ReferenceRow, ...]
    majority: str
    """What a decision needs, with its source; empty for what is no decision."""
    presenter_id: int | None = None
    expected: str = ""
    """The time of the clock it is expected to begin, by the time set aside for what comes before it."""
    motions: tuple[ProposedRow, ...] = ()
    """What is proposed, in the order it was put."""


def agenda(connection: Connection, meeting_id: int) -> tuple[ItemRow, ...]:
    """Give the items of a meeting in their order; empty where there is no such meeting."""
    statement = (
        select(
            _items,
            *(_people.c[part] for part in _NAME_PARTS),
            _meetings.c.body,
            _meetings.c.starts_at,
            _meetings.c.second_of_id,
        )
        .join(_meetings, _meetings.c.id == _items.c.meeting_id)
        .outerjoin(_people, _people.c.id == _items.c.presenter_id)
        .where(_items.c.meeting_id == meeting_id)
        .order_by(_items.c.position, _items.c.id)
    )
    rows = connection.execute(statement).mappings().all()
    documents = _documents(connection, meeting_id)
    references = references_of(connection, col(AgendaItem.meeting_id) == meeting_id)
    motions = _motions(connection, meeting_id)
    times = clock_times(rows[0]["starts_at"], [row["minutes"] for row in rows]) if rows else ()
    majorities: dict[str, str] = {"": ""}
    found: list[ItemRow] = []
    for row, expected in zip(rows, times, strict=True):
        kind = row["decision_kind"]
        if kind not in majorities:
            rule = voting_rule(connection, row["body"], kind, day_of(row["starts_at"]))
            majorities[kind] = describe(as_at(rule, second=row["second_of_id"] is not None))
        # The choice of a neighbour is counted by the procedure of its own file.
        own = rule_of_item(connection, row["id"]) if kind == "self_allocation" else None
        found.append(
            ItemRow(
                item_id=row["id"],
                position=row["position"],
                title=row["title"],
                kind=row["kind"],
                decision_kind=kind,
                explanation=row["explanation"],
                minutes=row["minutes"],
                presenter=display_name(*(row[part] for part in _NAME_PARTS)) if row["family_name"] else "",
                begun_at=row["begun_at"],
                notes=row["notes"],
                documents=tuple(documents[row["id"]]),
                references=tuple(references[row["id"]]),
                majority=majorities[kind] if own is None else describe(own),
                presenter_id=row["presenter_id"],
                expected=expected,
                motions=tuple(motions[row["id"]]),
            )
        )
    return tuple(found)


def as_at(rule: VotingRule, *, second: bool) -> VotingRule:
    """Give a rule as it is at a meeting: for a second meeting the one that holds there, and no third after it."""
    return replace(rule, rule=rule.at_second_meeting(), second_meeting=False) if second else rule


def item_of(connection: Connection, item_id: int) -> tuple[int, ItemRow] | None:
    """Give the meeting of an item, and the item; None where there is no such item."""
    meeting_id = connection.execute(select(col(AgendaItem.meeting_id)).where(col(AgendaItem.id) == item_id)).scalar()
    if meeting_id is None:
        return None
    return meeting_id, next(one for one in agenda(connection, meeting_id) if one.item_id == item_id)


def _documents(connection: Connection, meeting_id: int) -> dict[int, list[DocumentRow]]:
    statement = (
        select(
            col(AgendaDocument.item_id), col(AgendaDocument.id), col(AgendaDocument.title), col(AgendaDocument.place)
        )
        .join(AgendaItem, col(AgendaItem.id) == col(AgendaDocument.item_id))
        .where(col(AgendaItem.meeting_id) == meeting_id)
        .order_by(col(AgendaDocument.id))
    )
    found: dict[int, list[DocumentRow]] = defaultdict(list)
    for item_id, document_id, title, place in connection.execute(statement):
        found[item_id].append(DocumentRow(document_id, title, place))
    return found


def _motions(connection: Connection, meeting_id: int) -> dict[int, list[ProposedRow]]:
    statement = (
        select(
            col(Motion.item_id),
            col(Motion.id),
            col(Motion.text),
            col(Motion.amends_id),
            func.coalesce(col(Person.family_name), ""),
            col(Person.prefix),
            col(Person.initials),
            col(Person.given_name),
        )
        .join(AgendaItem, col(AgendaItem.id) == col(Motion.item_id))
        .outerjoin(Person, col(Person.id) == col(Motion.proposer_id))
        .where(col(AgendaItem.meeting_id) == meeting_id, col(Motion.withdrawn_at).is_(None))
        .order_by(col(Motion.position))
    )
    found: dict[int, list[ProposedRow]] = defaultdict(list)
    for item_id, motion_id, text, amends_id, *name in connection.execute(statement):
        proposer = display_name(*name) if name[0] else ""
        found[item_id].append(ProposedRow(motion_id, text, proposer, amends_id is not None))
    return found


# -- what items come back to -----------------------------------------------------------------------------------


def references_of(connection: Connection, wanted: ColumnElement[bool]) -> dict[int, list[ReferenceRow]]:
    """Give what the items that are `wanted` come back to: minutes, actions, decisions; by the number of the item."""
    found: dict[int, list[ReferenceRow]] = defaultdict(list)
    for gather in (_minutes, _actions, _decisions):
        for item_id, reference in gather(connection, wanted):
            found[item_id].append(reference)
    return found


def _minutes(connection: Connection, wanted: ColumnElement[bool]) -> list[tuple[int, ReferenceRow]]:
    statement = (
        select(
            col(AgendaReference.item_id),
            col(AgendaReference.id),
            col(Meeting.id),
            col(Meeting.title),
            col(Meeting.starts_at),
            col(Meeting.minutes_approved_on),
        )
        .join(AgendaItem, col(AgendaItem.id) == col(AgendaReference.item_id))
        .join(Meeting, col(Meeting.id) == col(AgendaReference.meeting_id))
        .where(wanted)
        .order_by(col(Meeting.starts_at))
    )
    return [
        (
            item_id,
            ReferenceRow(reference_id, "meeting", target, f"{short_date(day_of(starts_at))} {title}", bool(approved)),
        )
        for item_id, reference_id, target, title, starts_at, approved in connection.execute(statement)
    ]


def _actions(connection: Connection, wanted: ColumnElement[bool]) -> list[tuple[int, ReferenceRow]]:
    table, references, actions = table_of(AgendaItem), table_of(AgendaReference), table_of(ActionPoint)
    statement: Any = (
        select(
            references.c.item_id,
            references.c.id.label("reference_id"),
            actions.c.id.label("target_id"),
            actions.c.what,
            actions.c.due_on,
            actions.c.done_on,
            actions.c.dropped_on,
            *(_people.c[part] for part in _NAME_PARTS),
        )
        .join(table, table.c.id == references.c.item_id)
        .join(actions, actions.c.id == references.c.action_id)
        .outerjoin(_people, _people.c.id == actions.c.owner_id)
        .where(wanted)
        .order_by(actions.c.due_on.asc().nulls_last(), actions.c.id)
    )
    found: list[tuple[int, ReferenceRow]] = []
    for row in connection.execute(statement).mappings():
        owner = display_name(*(row[part] for part in _NAME_PARTS)) if row["family_name"] else ""
        settled = row["done_on"] is not None or row["dropped_on"] is not None
        text = " · ".join(part for part in (row["what"], owner, _due(row["due_on"])) if part)
        found.append((row["item_id"], ReferenceRow(row["reference_id"], "action", row["target_id"], text, settled)))
    return found


def _decisions(connection: Connection, wanted: ColumnElement[bool]) -> list[tuple[int, ReferenceRow]]:
    statement = (
        select(
            col(AgendaReference.item_id),
            col(AgendaReference.id),
            col(Decision.id),
            col(Decision.number),
            col(Decision.subject),
            col(Decision.outcome),
        )
        .join(AgendaItem, col(AgendaItem.id) == col(AgendaReference.item_id))
        .join(Decision, col(Decision.id) == col(AgendaReference.decision_id))
        .where(wanted)
        .order_by(col(Decision.review_on), col(Decision.number))
    )
    return [
        (item_id, ReferenceRow(reference_id, "decision", target, f"{number} {subject}", outcome == "withdrawn"))
        for item_id, reference_id, target, number, subject, outcome in connection.execute(statement)
    ]


def _due(due_on: date | None) -> str:
    return _("due {day}").format(day=short_date(due_on)) if due_on else ""
