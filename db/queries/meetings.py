"""Meetings: the list, one meeting, the next one, and the register as a report.

What belongs to one meeting is read from beside it and can be asked for here: its agenda (`agenda.py`), its letter
(`convening.py`), and the requests for one (`meeting_requests.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select
from sqlmodel import col

from coopadmin.domain.meetings import Sending, day_of, state, time_of
from coopadmin.domain.members import display_name
from coopadmin.formats import short_date
from db.queries.agenda import DocumentRow, ItemRow, ReferenceRow, agenda, item_of
from db.queries.base import Listing, Page, contains, count, ordered
from db.queries.convening import Called, Invitee, called_how, latest_sending, sendings
from db.queries.meeting_requests import RequestRow, requests
from db.tables.actions import ActionPoint
from db.tables.base import table_of
from db.tables.decisions import Decision
from db.tables.meetings import AgendaItem, Meeting, Presence
from db.tables.members import Person, WorkingGroup

__all__ = [
    "Called",
    "DocumentRow",
    "Invitee",
    "ItemRow",
    "ReferenceRow",
    "RequestRow",
    "Sending",
    "agenda",
    "called_how",
    "groups",
    "item_of",
    "latest_sending",
    "next_meeting",
    "page",
    "record",
    "register",
    "requests",
]

FILTERS = ("open", "ahead", "minutes", "cancelled", "all")
SORTS = ("date", "title", "body")

_meetings, _groups = table_of(Meeting), table_of(WorkingGroup)
_people = table_of(Person)

_COURSE = ("convened_on", "opened_at", "closed_at", "cancelled_on", "minutes_approved_on")


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting as a list shows it; `send_by` is the last day its letter goes out, `late` that it did not by then."""

    meeting_id: int
    starts_at: str
    body: str
    group: str
    title: str
    place: str
    state: str
    convened_on: date | None
    send_by: date | None
    present: int
    """How many people were there at some time."""
    decisions: int
    seen_on: date | None = None
    """The day the list was asked for; what is late then depends on it."""

    @property
    def on(self) -> date:
        """The day it is held."""
        return day_of(self.starts_at)

    @property
    def time(self) -> str:
        """When it begins, as a clock shows it."""
        return time_of(self.starts_at)

    @property
    def named(self) -> str:
        """Its day and title, by which people know it."""
        return f"{short_date(self.on)} {self.title}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Something that came of a meeting: a decision or an action, with its words and whether it stands open."""

    record_id: int
    text: str
    code: str = ""
    """The outcome of a decision; `open`, `done` or `dropped` for an action."""


@dataclass(frozen=True, slots=True)
class MeetingRecord:
    """Everything about one meeting but its agenda; people are named as on a letter."""

    meeting_id: int
    body: str
    group_id: int | None
    group: str
    title: str
    starts_at: str
    place: str
    second_of_id: int | None
    second_of: str
    """The meeting whose quorum failed, by day and title."""
    second_id: int | None
    """Its own second meeting, where one is planned."""
    second: str
    convened_on: date | None
    opened_at: str | None
    closed_at: str | None
    chair_id: int | None
    chair: str
    secretary_id: int | None
    secretary: str
    cancelled_on: date | None
    cancel_reason: str
    minutes_sent_on: date | None
    minutes_approved_on: date | None
    approved_in_id: int | None
    approved_in: str
    minutes_changes: str
    note: str
    state: str
    present: int
    decisions: tuple[Outcome, ...]
    actions: tuple[Outcome, ...]

    @property
    def on(self) -> date:
        """The day it is held."""
        return day_of(self.starts_at)

    @property
    def time(self) -> str:
        """When it begins, as a clock shows it."""
        return time_of(self.starts_at)


# -- the list --------------------------------------------------------------------------------------------------


def page(connection: Connection, listing: Listing, on: date) -> Page[MeetingRow]:
    """List meetings by `listing`; filters and sorts are named in FILTERS and SORTS.

    `open` is everything that asks something still: to be held, under way, or with minutes to be approved; `ahead` is
    what is to be held from `on`; `minutes` was held and has minutes that nobody approved.
    """
    statement = _listed()
    if listing.search:
        statement = statement.where(contains(listing.search, _meetings.c.folded, func.lower(_groups.c.name)))
    wanted = _wanted(listing.filter, on)
    if wanted is not None:
        statement = statement.where(wanted)
    by = {"title": _meetings.c.folded, "body": _meetings.c.body}
    order = ordered(statement, by.get(listing.sort, _meetings.c.starts_at), listing.descending, _meetings.c.starts_at)
    return Page(_rows(connection, order.limit(listing.limit), on), count(connection, statement))


def on_day(connection: Connection, on: date) -> tuple[tuple[int, str], ...]:
    """Give the meetings of a day that were not cancelled: the number in the store, and the time with the title."""
    statement = (
        select(col(Meeting.id), col(Meeting.starts_at), col(Meeting.title))
        .where(col(Meeting.starts_at).startswith(on.isoformat()), col(Meeting.cancelled_on).is_(None))
        .order_by(col(Meeting.starts_at), col(Meeting.id))
    )
    return tuple(
        (row_id, f"{time_of(starts_at)} {title}") for row_id, starts_at, title in connection.execute(statement)
    )


def next_meeting(connection: Connection, on: date) -> MeetingRow | None:
    """Give the meeting that is under way, or the first that is to be held from a day on; None where there is none."""
    statement = _listed().where(_ahead(on)).order_by(_meetings.c.starts_at, _meetings.c.id).limit(1)
    return next(iter(_rows(connection, statement, on)), None)


def groups(connection: Connection) -> tuple[tuple[int, str], ...]:
    """Give the working groups that meet still, with their number, by name."""
    statement = select(col(WorkingGroup.id), col(WorkingGroup.name)).where(col(WorkingGroup.ended_on).is_(None))
    found = connection.execute(statement.order_by(col(WorkingGroup.name)))
    return tuple((row_id, name) for row_id, name in found)


def register(connection: Connection) -> list[dict[str, object]]:
    """Give all meetings for a report, by day, under the keys of the command line's JSON."""
    return [
        {
            "date": row.on,
            "time": row.time,
            "body": row.body,
            "title": row.title,
            "place": row.place,
            "state": row.state,
            "send_by": row.send_by,
            "present": row.present,
            "decisions": row.decisions,
        }
        for row in _rows(connection, _listed().order_by(_meetings.c.starts_at, _meetings.c.id))
    ]


def _wanted(name: str, on: date) -> ColumnElement[bool] | None:
    held = _meetings.c.cancelled_on.is_(None)
    conditions: dict[str, ColumnElement[bool]] = {
        "open": and_(held, _meetings.c.minutes_approved_on.is_(None)),
        "ahead": _ahead(on),
        "minutes": and_(held, _meetings.c.minutes_approved_on.is_(None), _meetings.c.closed_at.is_not(None)),
        "cancelled": _meetings.c.cancelled_on.is_not(None),
    }
    return conditions.get(name)


def _ahead(on: date) -> ColumnElement[bool]:
    return and_(
        _meetings.c.cancelled_on.is_(None),
        _meetings.c.closed_at.is_(None),
        or_(_meetings.c.starts_at >= on.isoformat(), _meetings.c.opened_at.is_not(None)),
    )


def _listed() -> Select[Any]:
    present = (
        select(func.count(col(Presence.person_id).distinct()))
        .where(col(Presence.meeting_id) == _meetings.c.id)
        .correlate(_meetings)
        .scalar_subquery()
    )
    decisions = (
        select(func.count()).where(col(Decision.meeting_id) == _meetings.c.id).correlate(_meetings).scalar_subquery()
    )
    return select(
        _meetings, _groups.c.name.label("group"), present.label("present"), decisions.label("decisions")
    ).outerjoin(_groups, _groups.c.id == _meetings.c.group_id)


def _rows(connection: Connection, statement: Select[Any], seen_on: date | None = None) -> tuple[MeetingRow, ...]:
    found = connection.execute(statement).mappings().all()
    asked = sendings(connection, [row["id"] for row in found if row["cancelled_on"] is None])
    return tuple(
        MeetingRow(
            row["id"],
            row["starts_at"],
            row["body"],
            row["group"] or "",
            row["title"],
            row["place"],
            _state(row),
            row["convened_on"],
            asked[row["id"]].by if row["id"] in asked else None,
            row["present"],
            row["decisions"],
            seen_on,
        )
        for row in found
    )


def _state(row: Mapping[Any, Any]) -> str:
    return state(**{name: row[name] for name in _COURSE})


# -- one meeting -----------------------------------------------------------------------------------------------


def record(connection: Connection, meeting_id: int) -> MeetingRecord | None:
    """Give everything about one meeting but its agenda, or None where there is no such meeting."""
    row = connection.execute(_listed().where(_meetings.c.id == meeting_id)).mappings().first()
    if row is None:
        return None
    kept = (
        *("body", "group_id", "title", "starts_at", "place", "second_of_id", "chair_id", "secretary_id"),
        *("cancel_reason", "minutes_sent_on", "approved_in_id", "minutes_changes", "note", "present", *_COURSE),
    )
    second_id = connection.execute(
        select(col(Meeting.id)).where(col(Meeting.second_of_id) == meeting_id, col(Meeting.cancelled_on).is_(None))
    ).scalar()
    return MeetingRecord(
        meeting_id=meeting_id,
        **{name: row[name] for name in kept},
        group=row["group"] or "",
        second_of=_named(connection, row["second_of_id"]),
        second_id=second_id,
        second=_named(connection, second_id),
        chair=_person(connection, row["chair_id"]),
        secretary=_person(connection, row["secretary_id"]),
        approved_in=_named(connection, row["approved_in_id"]),
        state=_state(row),
        decisions=_decisions(connection, meeting_id),
        actions=_actions(connection, meeting_id),
    )


def _named(connection: Connection, meeting_id: int | None) -> str:
    """Call a meeting by its day and title."""
    if meeting_id is None:
        return ""
    statement = select(col(Meeting.starts_at), col(Meeting.title)).where(col(Meeting.id) == meeting_id)
    starts_at, title = connection.execute(statement).one()
    return f"{short_date(day_of(starts_at))} {title}"


def _person(connection: Connection, person_id: int | None) -> str:
    if person_id is None:
        return ""
    statement = select(col(Person.family_name), col(Person.prefix), col(Person.initials), col(Person.given_name)).where(
        col(Person.id) == person_id
    )
    return display_name(*connection.execute(statement).one())


def _decisions(connection: Connection, meeting_id: int) -> tuple[Outcome, ...]:
    statement = (
        select(col(Decision.id), col(Decision.number), col(Decision.subject), col(Decision.outcome))
        .where(col(Decision.meeting_id) == meeting_id)
        .order_by(col(Decision.id))
    )
    return tuple(
        Outcome(row_id, f"{number} {subject}", outcome)
        for row_id, number, subject, outcome in connection.execute(statement)
    )


def _actions(connection: Connection, meeting_id: int) -> tuple[Outcome, ...]:
    statement = (
        select(
            col(ActionPoint.id),
            col(ActionPoint.what),
            col(ActionPoint.done_on),
            col(ActionPoint.dropped_on),
            *(col(getattr(Person, part)) for part in ("family_name", "prefix", "initials", "given_name")),
        )
        .join(AgendaItem, col(AgendaItem.id) == col(ActionPoint.item_id))
        .outerjoin(Person, col(Person.id) == col(ActionPoint.owner_id))
        .where(col(AgendaItem.meeting_id) == meeting_id)
        .order_by(col(AgendaItem.position), col(ActionPoint.id))
    )
    found: list[Outcome] = []
    for row_id, what, done_on, dropped_on, family_name, *rest in connection.execute(statement):
        owner = display_name(family_name, *rest) if family_name else ""
        code = "done" if done_on else "dropped" if dropped_on else "open"
        found.append(Outcome(row_id, f"{what} · {owner}" if owner else what, code))
    return tuple(found)
