"""The minutes of a meeting: everything the document needs, gathered from what was recorded in the room."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, func, select
from sqlmodel import col

from coopadmin.domain.members import display_name
from db.queries.actions import ActionRow, actions_of_meeting
from db.queries.approved_actions import as_approved, second_planned
from db.queries.attendance import roll, room
from db.queries.attendance_lists import PresenceRow, ProxyRow, RecusalRow, presences, proxies, recusals
from db.queries.voting import MotionRow, VoteRow, VoterRow, motions, roll_of_vote
from db.queries.voting_rules import meeting_rule
from db.tables.base import table_of
from db.tables.meetings import AgendaDocument, AgendaItem, Meeting
from db.tables.members import Person, WorkingGroup
from db.tables.voting import Voter

_meetings = table_of(Meeting)
_items = table_of(AgendaItem)
_people = table_of(Person)
_groups = table_of(WorkingGroup)
_voters = table_of(Voter)

_NAME = ("family_name", "prefix", "initials", "given_name")


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody who was there, with the times where that was not the whole meeting."""

    person_id: int
    name: str
    part: str
    """voter, suspended (access, but no vote) or guest."""
    stays: tuple[tuple[str, str | None], ...]
    """Moments they came and went; None where they are in the room still."""
    whole: bool
    """Whether they were there from the opening to the closing."""


@dataclass(frozen=True, slots=True)
class ProxyLine:
    """A proxy: who voted for whom, and whether it counted. `of` votes were held, it counted in `counted` of them."""

    giver: str
    holder: str
    counted: int
    of: int
    counts: bool
    """Whether it counts as the room is, or was at its closing."""
    why: str
    """Why it does not."""


@dataclass(frozen=True, slots=True)
class ItemMinutes:
    """One item of the agenda, as it went."""

    item_id: int
    position: int
    title: str
    kind: str
    begun_at: str | None
    presenter: str
    notes: str
    documents: tuple[tuple[str, str], ...]
    """Papers: what each is, and where it lies."""
    recusals: tuple[RecusalRow, ...]
    motions: tuple[MotionRow, ...]
    named: Mapping[int, tuple[VoterRow, ...]]
    """By the number of a vote by name: who voted."""
    actions: tuple[ActionRow, ...]

    @property
    def decided(self) -> tuple[VoteRow, ...]:
        """The counts that stand and made a decision."""
        return tuple(vote for motion in self.motions for vote in motion.votes if vote.number and not vote.replaced)


@dataclass(frozen=True, slots=True)
class Minutes:
    """The minutes of one meeting; draft until `approved_on`."""

    meeting_id: int
    body: str
    group: str
    """The committee's name."""
    title: str
    starts_at: str
    place: str
    second_of: date | None
    """The day of the meeting whose quorum failed, where this is its second."""
    second_at: str | None
    """The moment of the second meeting, where one was planned after this one."""
    opened_at: str | None
    closed_at: str | None
    cancelled_on: date | None
    chair: str
    secretary: str
    convened_on: date | None
    quorum_line: str
    """The room at the opening, in one line."""
    present: tuple[Attendee, ...]
    absent: tuple[str, ...]
    """Who could have voted and was neither there nor represented."""
    proxies: tuple[ProxyLine, ...]
    items: tuple[ItemMinutes, ...]
    due_on: date
    """The day by which the minutes are to be sent."""
    sent_on: date | None
    approved_on: date | None
    approved_in: str
    """The title of the meeting that approved them."""
    changes: str
    """What that meeting had changed."""

    @property
    def held_on(self) -> date:
        """The day of the meeting."""
        return date.fromisoformat((self.opened_at or self.starts_at)[:10])

    @property
    def is_draft(self) -> bool:
        """Whether no meeting approved them yet."""
        return self.approved_on is None

    @property
    def actions(self) -> tuple[ActionRow, ...]:
        """What somebody took upon them, item by item."""
        return tuple(action for item in self.items for action in item.actions)

    @property
    def decisions(self) -> tuple[VoteRow, ...]:
        """The counts that made a decision, item by item."""
        return tuple(vote for item in self.items for vote in item.decided)


def minutes(connection: Connection, meeting_id: int) -> Minutes | None:
    """Give the minutes of a meeting as far as it was recorded; None where there is no such meeting.

    Those that were approved keep the actions as they were then, whoever they were handed to afterwards.
    """
    row = _meeting(connection, meeting_id)
    if row is None:
        return None
    opened_at: str | None = row["opened_at"]
    day = date.fromisoformat((opened_at or row["starts_at"])[:10])
    approved = row["minutes_approved_on"] is not None
    items = _all_items(connection, meeting_id, approved=approved)
    counted = _uses(connection, [vote.vote_id for item in items for one in item.motions for vote in one.votes])
    second_of, approved_in = row["second_of_at"], row["approved_in"]
    there = _attendees(presences(connection, meeting_id), opened_at, row["closed_at"])
    given = proxies(connection, meeting_id)
    return Minutes(
        meeting_id=meeting_id,
        body=row["body"],
        group=row["group_name"] or "",
        title=row["title"],
        starts_at=row["starts_at"],
        place=row["place"],
        second_of=None if second_of is None else date.fromisoformat(second_of[:10]),
        second_at=second_planned(connection, meeting_id, approved=approved),
        opened_at=opened_at,
        closed_at=row["closed_at"],
        cancelled_on=row["cancelled_on"],
        chair=_name(row, "chair"),
        secretary=_name(row, "secretary"),
        convened_on=row["convened_on"],
        quorum_line="" if opened_at is None else room(connection, meeting_id, None, opened_at).line,
        present=there,
        absent=_absent(connection, meeting_id, there, given, counted),
        proxies=tuple(_proxy(one, counted) for one in given),
        items=items,
        due_on=day + timedelta(days=meeting_rule(connection, row["body"], day).minutes_days),
        sent_on=row["minutes_sent_on"],
        approved_on=row["minutes_approved_on"],
        approved_in=approved_in or "",
        changes=row["minutes_changes"],
    )


@dataclass(frozen=True, slots=True)
class HeldMeeting:
    """A meeting as one chooses it: by its number in the store, or by its day."""

    meeting_id: int
    title: str
    starts_at: str


def meetings_named(
    connection: Connection, *, meeting_id: int | None = None, on: date | None = None
) -> tuple[HeldMeeting, ...]:
    """Give the meetings of a number in the store, or of a day, cancelled ones left out."""
    statement = select(col(Meeting.id), col(Meeting.title), col(Meeting.starts_at))
    if meeting_id is not None:
        statement = statement.where(col(Meeting.id) == meeting_id)
    if on is not None:
        day = func.substr(col(Meeting.starts_at), 1, 10)
        statement = statement.where(col(Meeting.cancelled_on).is_(None), day == on.isoformat())
    found = connection.execute(statement.order_by(col(Meeting.starts_at), col(Meeting.id)))
    return tuple(HeldMeeting(*row) for row in found)


def approving(connection: Connection, meeting_id: int, on: date) -> tuple[HeldMeeting, ...]:
    """Give the later meetings of the same body, planned by a day, that may have approved minutes.

    Those that were opened come first, each in the order of their days.
    """
    own = select(_meetings.c.body, _meetings.c.group_id, _meetings.c.starts_at).where(_meetings.c.id == meeting_id)
    row = connection.execute(own).first()
    if row is None:
        return ()
    body, group_id, starts_at = row
    statement = (
        select(col(Meeting.id), col(Meeting.title), col(Meeting.starts_at))
        .where(
            col(Meeting.body) == body,
            col(Meeting.group_id).is_(None) if group_id is None else col(Meeting.group_id) == group_id,
            col(Meeting.id) != meeting_id,
            col(Meeting.cancelled_on).is_(None),
            col(Meeting.starts_at) >= starts_at,
            func.substr(col(Meeting.starts_at), 1, 10) <= on.isoformat(),
        )
        .order_by(col(Meeting.opened_at).is_(None), col(Meeting.starts_at), col(Meeting.id))
    )
    return tuple(HeldMeeting(*found) for found in connection.execute(statement))


# -- the heading -----------------------------------------------------------------------------------------------


def _meeting(connection: Connection, meeting_id: int) -> Mapping[Any, Any] | None:
    chair, secretary = _people.alias("chair"), _people.alias("secretary")
    first, later = _meetings.alias("first"), _meetings.alias("later")
    statement = (
        select(
            _meetings,
            *(one.c[name].label(f"{one.name}_{name}") for one in (chair, secretary) for name in _NAME),
            _groups.c.name.label("group_name"),
            first.c.starts_at.label("second_of_at"),
            later.c.title.label("approved_in"),
        )
        .outerjoin(chair, chair.c.id == _meetings.c.chair_id)
        .outerjoin(secretary, secretary.c.id == _meetings.c.secretary_id)
        .outerjoin(_groups, _groups.c.id == _meetings.c.group_id)
        .outerjoin(first, first.c.id == _meetings.c.second_of_id)
        .outerjoin(later, later.c.id == _meetings.c.approved_in_id)
        .where(_meetings.c.id == meeting_id)
    )
    return connection.execute(statement).mappings().first()


def _name(row: Mapping[Any, Any], who: str) -> str:
    return display_name(*(row[f"{who}_{name}"] or "" for name in _NAME))


# -- who was there ---------------------------------------------------------------------------------------------


def _attendees(stays: Collection[PresenceRow], opened_at: str | None, closed_at: str | None) -> tuple[Attendee, ...]:
    by_person: defaultdict[int, list[PresenceRow]] = defaultdict(list)
    for stay in stays:
        by_person[stay.person_id].append(stay)
    return tuple(
        Attendee(
            person_id=person_id,
            name=theirs[0].full_name,
            part=theirs[0].part,
            stays=tuple((stay.arrived_at, stay.left_at) for stay in theirs),
            whole=len(theirs) == 1
            and (opened_at is None or theirs[0].arrived_at <= opened_at)
            and (theirs[0].left_at is None or theirs[0].left_at == closed_at),
        )
        for person_id, theirs in by_person.items()
    )


def _absent(
    connection: Connection,
    meeting_id: int,
    there: Collection[Attendee],
    given: Collection[ProxyRow],
    counted: Mapping[tuple[int, int], int],
) -> tuple[str, ...]:
    """Name who could have voted and was neither there nor represented; a proxy that never counted is no presence."""
    came = {one.person_id for one in there}
    came |= {one.giver_id for one in given if one.counts or counted.get((one.giver_id, one.holder_id))}
    return tuple(one.full_name for one in roll(connection, meeting_id) if one.person_id not in came)


def _uses(connection: Connection, vote_ids: Collection[int]) -> dict[tuple[int, int], int]:
    """Count in how many votes each proxy was used, by giver and holder; under (0, 0) how many votes there were."""
    statement = (
        select(_voters.c.person_id, _voters.c.holder_id, func.count())
        .where(_voters.c.vote_id.in_(vote_ids), _voters.c.standing == "represented")
        .group_by(_voters.c.person_id, _voters.c.holder_id)
    )
    used = {(giver, holder): number for giver, holder, number in connection.execute(statement)} if vote_ids else {}
    return {**used, (0, 0): len(vote_ids)}


def _proxy(row: ProxyRow, counted: Mapping[tuple[int, int], int]) -> ProxyLine:
    uses = counted.get((row.giver_id, row.holder_id), 0)
    return ProxyLine(row.giver, row.holder, uses, counted[0, 0], row.counts, row.why)


# -- what was said and decided -----------------------------------------------------------------------------------


def _all_items(connection: Connection, meeting_id: int, *, approved: bool) -> tuple[ItemMinutes, ...]:
    statement = (
        select(_items, *(_people.c[name] for name in _NAME))
        .outerjoin(_people, _people.c.id == _items.c.presenter_id)
        .where(_items.c.meeting_id == meeting_id)
        .order_by(_items.c.position, _items.c.id)
    )
    made: defaultdict[int | None, list[ActionRow]] = defaultdict(list)
    actions = actions_of_meeting(connection, meeting_id)
    for action in as_approved(connection, meeting_id, actions) if approved else actions:
        made[action.item_id].append(action)
    return tuple(
        _item(connection, row, tuple(made[row["id"]])) for row in connection.execute(statement).mappings().all()
    )


def _item(connection: Connection, row: Mapping[Any, Any], actions: tuple[ActionRow, ...]) -> ItemMinutes:
    papers = (
        select(col(AgendaDocument.title), col(AgendaDocument.place))
        .where(col(AgendaDocument.item_id) == row["id"])
        .order_by(col(AgendaDocument.id))
    )
    put = motions(connection, row["id"])
    by_name = [vote.vote_id for motion in put for vote in motion.votes if vote.way == "names"]
    return ItemMinutes(
        item_id=row["id"],
        position=row["position"],
        title=row["title"],
        kind=row["kind"],
        begun_at=row["begun_at"],
        presenter=display_name(*(row[name] or "" for name in _NAME)),
        notes=row["notes"],
        documents=tuple((title, place) for title, place in connection.execute(papers)),
        recusals=recusals(connection, row["id"]),
        motions=put,
        named={vote_id: roll_of_vote(connection, vote_id) for vote_id in by_name},
        actions=actions,
    )
