"""Actions: the list, one of them, who still has what to do, and the register as a report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, select, true
from sqlmodel import col

from coopadmin.domain.actions import is_overdue, state
from coopadmin.domain.members import display_name
from db.queries.base import Listing, Page, contains, count, ordered
from db.tables.actions import ActionPoint
from db.tables.base import table_of
from db.tables.decisions import Decision
from db.tables.meetings import AgendaItem, Meeting
from db.tables.members import Person
from db.tables.voting import Motion, Vote

FILTERS = ("open", "overdue", "nobody", "done", "dropped", "all")
SORTS = ("due", "owner", "made", "what")

_actions = table_of(ActionPoint)
_people = table_of(Person)
_decisions = table_of(Decision)
_items = table_of(AgendaItem)
_meetings = table_of(Meeting)

_open = and_(_actions.c.done_on.is_(None), _actions.c.dropped_on.is_(None))


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An action as a list shows it; numbers and titles are empty where nothing is linked."""

    action_id: int
    what: str
    owner_id: int | None
    owner: str
    """The name of who does it; empty where nobody does."""
    made_on: date
    due_on: date | None
    done_on: date | None
    dropped_on: date | None
    overdue: bool
    item_id: int | None
    decision_id: int | None
    decision: str
    """The number of the decision it carries out."""
    meeting_id: int | None
    meeting: str
    """The title of the meeting it came from."""
    meeting_on: date | None
    state: str
    """As in `domain/actions.STATES`."""


@dataclass(frozen=True, slots=True)
class ActionRecord:
    """Everything about one action."""

    action: ActionRow
    note: str
    item: str
    """The title of the agenda item it was made under."""
    decision_subject: str


def page(connection: Connection, listing: Listing, on: date) -> Page[ActionRow]:
    """List actions by `listing`, as they stand `on`; filters and sorts are named in FILTERS and SORTS."""
    statement = _select_actions().where(_filtered(listing.filter, on))
    if listing.search:
        statement = statement.where(
            contains(
                listing.search,
                _actions.c.folded,
                func.coalesce(_people.c.folded, ""),
                func.coalesce(_decisions.c.folded, ""),
                func.coalesce(_meetings.c.folded, ""),
            )
        )
    by: dict[str, Any] = {
        "owner": _people.c.folded,
        "made": _actions.c.made_on,
        "what": _actions.c.folded,
    }
    column = by.get(listing.sort, _actions.c.due_on)
    then = (_actions.c.due_on.nulls_last(), _actions.c.id)
    found = connection.execute(ordered(statement, column, listing.descending, *then).limit(listing.limit))
    return Page(tuple(_row(row, on) for row in found.mappings()), count(connection, statement))


def record(connection: Connection, action_id: int, on: date) -> ActionRecord | None:
    """Give everything about one action, or None where there is no such action."""
    statement = (
        _select_actions()
        .add_columns(
            _actions.c.note,
            _items.c.title.label("item"),
            _decisions.c.subject.label("decision_subject"),
        )
        .where(_actions.c.id == action_id)
    )
    row = connection.execute(statement).mappings().first()
    if row is None:
        return None
    return ActionRecord(_row(row, on), row["note"], row["item"] or "", row["decision_subject"] or "")


def open_actions(connection: Connection, on: date) -> tuple[ActionRow, ...]:
    """Give all that is still to be done, by person (what nobody has comes last), the earliest due first."""
    by_person = (
        _people.c.id.is_(None),
        _people.c.folded,
        _people.c.id,
        _actions.c.due_on.is_(None),
        _actions.c.due_on,
        _actions.c.id,
    )
    found = connection.execute(_select_actions().where(_open).order_by(*by_person))
    return tuple(_row(row, on) for row in found.mappings())


def actions_of_item(connection: Connection, item_id: int, on: date | None = None) -> tuple[ActionRow, ...]:
    """Give the actions made under an item of an agenda, in that order; none is overdue where no day is given."""
    return _linked(connection, _actions.c.item_id == item_id, on)


def actions_of_meeting(connection: Connection, meeting_id: int, on: date | None = None) -> tuple[ActionRow, ...]:
    """Give the actions made under any item of a meeting, in the order of its agenda."""
    order = (_items.c.position, _actions.c.id)
    return _linked(connection, _items.c.meeting_id == meeting_id, on, *order)


def actions_of_decision(connection: Connection, decision_id: int, on: date | None = None) -> tuple[ActionRow, ...]:
    """Give the actions that carry out a decision."""
    return _linked(connection, _actions.c.decision_id == decision_id, on)


def decisions_of_item(connection: Connection, item_id: int) -> tuple[tuple[int, str, str], ...]:
    """Give the decisions taken under an item of an agenda: number in the store, number, subject."""
    statement = (
        select(col(Decision.id), col(Decision.number), col(Decision.subject))
        .join(Vote, col(Vote.id) == col(Decision.vote_id))
        .join(Motion, col(Motion.id) == col(Vote.motion_id))
        .where(col(Motion.item_id) == item_id)
        .order_by(col(Decision.id))
    )
    return tuple((row[0], row[1], row[2]) for row in connection.execute(statement))


def register(connection: Connection, on: date) -> list[dict[str, object]]:
    """Give all actions for a report, the open ones first, under the keys of the command line's JSON."""
    order = (_open.desc(), _actions.c.due_on.is_(None), _actions.c.due_on, _actions.c.made_on, _actions.c.id)
    found = connection.execute(_select_actions().order_by(*order))
    return [
        {
            "what": row.what,
            "owner": row.owner,
            "made_on": row.made_on,
            "due_on": row.due_on,
            "done_on": row.done_on,
            "dropped_on": row.dropped_on,
            "overdue": row.overdue,
            "decision": row.decision,
            "meeting": meeting_text(row.meeting_on, row.meeting),
        }
        for row in (_row(values, on) for values in found.mappings())
    ]


def meeting_text(held_on: date | None, title: str) -> str:
    """Name a meeting by its day and title, so that texts sort by day: `2026-11-02 General meeting`."""
    return "" if held_on is None else f"{held_on.isoformat()} {title}"


def _linked(connection: Connection, wanted: ColumnElement[bool], on: date | None, *order: Any) -> tuple[ActionRow, ...]:
    found = connection.execute(_select_actions().where(wanted).order_by(*(order or (_actions.c.id,))))
    return tuple(_row(row, on) for row in found.mappings())


def _select_actions() -> Select[Any]:
    meeting_id = func.coalesce(_items.c.meeting_id, _decisions.c.meeting_id)
    return (
        select(
            *(column for column in _actions.c if column.name not in ("folded", "note")),
            _people.c.family_name,
            _people.c.prefix,
            _people.c.initials,
            _people.c.given_name,
            _decisions.c.number.label("decision"),
            _meetings.c.id.label("meeting_id"),
            _meetings.c.title.label("meeting"),
            _meetings.c.starts_at,
        )
        .select_from(_actions)
        .outerjoin(_people, _people.c.id == _actions.c.owner_id)
        .outerjoin(_decisions, _decisions.c.id == _actions.c.decision_id)
        .outerjoin(_items, _items.c.id == _actions.c.item_id)
        .outerjoin(_meetings, _meetings.c.id == meeting_id)
    )


def _filtered(name: str, on: date) -> ColumnElement[bool]:
    if name == "open":
        return _open
    if name == "overdue":
        return and_(_open, _actions.c.due_on < on)
    if name == "nobody":
        return and_(_open, _actions.c.owner_id.is_(None))
    if name == "done":
        return _actions.c.done_on.is_not(None)
    if name == "dropped":
        return _actions.c.dropped_on.is_not(None)
    return true()


def _row(row: Mapping[Any, Any], on: date | None) -> ActionRow:
    ended = row["done_on"] is not None or row["dropped_on"] is not None
    names = (row[name] or "" for name in ("family_name", "prefix", "initials", "given_name"))
    return ActionRow(
        action_id=row["id"],
        what=row["what"],
        owner_id=row["owner_id"],
        owner=display_name(*names),
        made_on=row["made_on"],
        due_on=row["due_on"],
        done_on=row["done_on"],
        dropped_on=row["dropped_on"],
        overdue=on is not None and is_overdue(row["due_on"], ended, on),
        item_id=row["item_id"],
        decision_id=row["decision_id"],
        decision=row["decision"] or "",
        meeting_id=row["meeting_id"],
        meeting=row["meeting"] or "",
        meeting_on=date.fromisoformat(row["starts_at"][:10]) if row["starts_at"] else None,
        state=state(row["done_on"], row["dropped_on"], row["due_on"], on or date.min),
    )
