"""Who may vote at a meeting and who is in its room: the roll, the times, the proxies, and the line that is read aloud.

A meeting reads these after every key: each is a handful of questions, however many members there are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, and_, select
from sqlmodel import col

from coopadmin.domain.attendance import (
    Attendance,
    Numbers,
    Place,
    ProxyGiven,
    idle_reasons,
    live_line,
    places,
    room_remark,
)
from coopadmin.domain.meetings import day_of
from coopadmin.domain.members import display_name, sorted_name
from coopadmin.domain.voting import Count, count_votes
from coopadmin.domain.voting_rules import VotingRule
from coopadmin.errors import Refused
from coopadmin.i18n import _
from db.queries.base import in_force_on
from db.queries.choosing_rules import rule_of_item
from db.queries.electors import Elector, electors
from db.queries.voting_rules import meeting_rule, voting_rule
from db.tables.base import table_of
from db.tables.meetings import AgendaItem, Meeting, Presence, Proxy, Recusal
from db.tables.members import Member, Person
from db.tables.memberships import Suspension

__all__ = ["Elector", "electors", "presences", "proxies", "recusals", "roll", "room", "room_and_roll"]

_NAME = (col(Person.family_name), col(Person.prefix), col(Person.initials), col(Person.given_name))


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody who may vote stands to the vote: present, represented, recused or absent."""

    person_id: int
    number: str
    name: str
    standing: str
    holder_id: int | None
    holder: str
    """Who votes for one who is represented, as on a letter."""
    since: str
    """Since when they are in the room; since when they are out of it where they left; empty where they never came."""
    full_name: str = ""
    inside: bool = False
    """Whether they are in the room: the recused may be."""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class PresenceRow:
    """One stay of somebody in the room; `part` is voter, suspended (access, but no vote) or guest."""

    presence_id: int
    person_id: int
    number: str
    name: str
    arrived_at: str
    left_at: str | None
    part: str
    full_name: str


@dataclass(frozen=True, slots=True)
class ProxyRow:
    """A proxy that was taken; `why` says why it does not count now."""

    proxy_id: int
    giver_id: int
    giver: str
    holder_id: int
    holder: str
    form: str
    counts: bool
    why: str
    given_on: date
    note: str


@dataclass(frozen=True, slots=True)
class RecusalRow:
    """Somebody who stands aside for an item, and why."""

    recusal_id: int
    person_id: int
    number: str
    name: str
    reason: str
    full_name: str


@dataclass(frozen=True, slots=True)
class Room:
    """The room in numbers, by the rule of the item at hand; `quorum_needed` is None where no quorum is asked."""

    entitled: int
    """All who may vote, the recused among them."""
    present: int
    """Those of them in the room, the recused left out."""
    proxies: int
    recused: int
    quorum_needed: int | None
    quorum_present: int
    short: int
    rule: VotingRule
    """The rule of this meeting: in a second meeting its `rule` is the one that holds there."""
    line: str
    remark: str = ""
    """What the recused make impossible, and whose decision it is then."""
    guests: int = 0
    """People in the room without a vote."""


# -- the room ------------------------------------------------------------------------------------------------------


def roll(
    connection: Connection, meeting_id: int, item_id: int | None = None, at: str | None = None
) -> tuple[Standing, ...]:
    """List everybody who may vote with how they stand to the vote on an item now, or at a moment, by name.

    Once the meeting is closed it is as it was when it closed. Empty where there is no such meeting.
    """
    gathered = _gather(connection, meeting_id, item_id, at)
    return gathered.roll() if gathered else ()


def room(connection: Connection, meeting_id: int, item_id: int | None = None, at: str | None = None) -> Room:
    """Give the numbers and the live line for an item, as `roll` has it; raises Refused where there is no meeting."""
    return room_and_roll(connection, meeting_id, item_id, at)[0]


def room_and_roll(
    connection: Connection, meeting_id: int, item_id: int | None = None, at: str | None = None
) -> tuple[Room, tuple[Standing, ...]]:
    """Give what `room` and `roll` give for the questions of one; raises Refused where there is no such meeting."""
    gathered = _gather(connection, meeting_id, item_id, at)
    if gathered is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    facts, standings = gathered.facts, gathered.roll()
    own = rule_of_item(connection, item_id) if facts.decision_kind == "self_allocation" else None
    rule = own if own is not None else voting_rule(connection, facts.body, facts.decision_kind, facts.on)
    if facts.second:
        rule = replace(rule, rule=rule.at_second_meeting())
    stand = [one.standing for one in standings]
    count = Count(len(stand), stand.count("present"), stand.count("represented"), recused=stand.count("recused"))
    outcome = count_votes(count, rule.rule)
    numbers = Numbers(
        count.entitled,
        count.present,
        count.proxies,
        count.recused,
        None if rule.rule.quorum is None else outcome.quorum_needed,
        outcome.quorum_present,
    )
    given = Room(
        entitled=numbers.entitled,
        present=numbers.present,
        proxies=numbers.proxies,
        recused=numbers.recused,
        quorum_needed=numbers.quorum_needed,
        quorum_present=numbers.quorum_present,
        short=numbers.short,
        rule=rule,
        line=live_line(numbers),
        remark=room_remark(numbers, facts.body),
        guests=len(gathered.inside.keys() - gathered.electors.keys()),
    )
    return given, standings


def presences(connection: Connection, meeting_id: int) -> tuple[PresenceRow, ...]:
    """List every stay in the room with its times, by name and then by time."""
    facts = _facts(connection, meeting_id, None)
    if facts is None:
        return ()
    voters = {one.person_id for one in electors(connection, facts.body, facts.group_id, facts.on)}
    barred = select(col(Suspension.person_id)).where(
        in_force_on(col(Suspension.starts_on), col(Suspension.ends_on), facts.on)
    )
    suspended = frozenset(connection.execute(barred).scalars())
    statement = (
        select(
            col(Presence.id),
            col(Person.id),
            col(Member.number),
            *_NAME,
            col(Presence.arrived_at),
            col(Presence.left_at),
        )
        .join(Person, col(Person.id) == col(Presence.person_id))
        .outerjoin(Member, col(Member.person_id) == col(Person.id))
        .where(col(Presence.meeting_id) == meeting_id)
        .order_by(col(Person.folded), col(Person.id), col(Presence.arrived_at), col(Presence.id))
    )

    def part(person_id: int) -> str:
        if person_id in voters:
            return "voter"
        return "suspended" if person_id in suspended else "guest"

    return tuple(
        PresenceRow(
            presence_id=presence_id,
            person_id=person_id,
            number=number or "",
            name=sorted_name(family, prefix, initials, given),
            arrived_at=arrived_at,
            left_at=left_at,
            part=part(person_id),
            full_name=display_name(family, prefix, initials, given),
        )
        for presence_id, person_id, number, family, prefix, initials, given, arrived_at, left_at in (
            connection.execute(statement).all()
        )
    )


def proxies(connection: Connection, meeting_id: int, item_id: int | None = None) -> tuple[ProxyRow, ...]:
    """List the proxies that were taken, by the name of who gave them, each with whether it counts now and why not."""
    gathered = _gather(connection, meeting_id, item_id, None)
    if gathered is None:
        return ()
    giver, holder = table_of(Person).alias("giver"), table_of(Person).alias("holder")
    table = table_of(Proxy)
    statement = (
        select(
            table,
            *(one.c[field].label(f"{one.name}_{field}") for one in (giver, holder) for field in _NAME_FIELDS),
        )
        .join(giver, giver.c.id == table.c.giver_id)
        .join(holder, holder.c.id == table.c.holder_id)
        .where(table.c.meeting_id == meeting_id)
        .order_by(giver.c.folded, giver.c.id)
    )
    why = idle_reasons(gathered.attendance())
    return tuple(
        ProxyRow(
            proxy_id=row["id"],
            giver_id=row["giver_id"],
            giver=display_name(*(row[f"giver_{field}"] for field in _NAME_FIELDS)),
            holder_id=row["holder_id"],
            holder=display_name(*(row[f"holder_{field}"] for field in _NAME_FIELDS)),
            form=row["form"],
            counts=not why[row["giver_id"]],
            why=why[row["giver_id"]],
            given_on=row["given_on"],
            note=row["note"],
        )
        for row in connection.execute(statement).mappings()
    )


_NAME_FIELDS = ("family_name", "prefix", "initials", "given_name")


def recusals(connection: Connection, item_id: int) -> tuple[RecusalRow, ...]:
    """List who stands aside for an item, by name."""
    statement = (
        select(col(Recusal.id), col(Person.id), col(Member.number), col(Recusal.reason), *_NAME)
        .join(Person, col(Person.id) == col(Recusal.person_id))
        .outerjoin(Member, col(Member.person_id) == col(Person.id))
        .where(col(Recusal.item_id) == item_id)
        .order_by(col(Person.folded), col(Person.id))
    )
    return tuple(
        RecusalRow(row_id, person_id, number or "", sorted_name(*name), reason, display_name(*name))
        for row_id, person_id, number, reason, *name in connection.execute(statement)
    )


# -- within --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the roll must know of a meeting, and of the item at hand."""

    meeting_id: int
    body: str
    group_id: int | None
    on: date
    second: bool
    closed_at: str | None
    decision_kind: str


@dataclass(frozen=True, slots=True)
class _Gathered:
    """Everything the roll, the numbers and the proxies of one moment are made of."""

    facts: _Facts
    electors: Mapping[int, Elector]
    inside: Mapping[int, str]
    """Who is in the room, and since when."""
    left: Mapping[int, str]
    """When who left it last."""
    proxies: tuple[ProxyGiven, ...]
    recused: frozenset[int]
    most: int

    def attendance(self) -> Attendance:
        """Give it as the rules want it."""
        return Attendance(self.electors.keys(), self.inside.keys(), self.proxies, self.recused, self.most)

    def roll(self) -> tuple[Standing, ...]:
        """Give everybody a place, in the order of the electors."""
        return tuple(self._standing(person_id, place) for person_id, place in places(self.attendance()).items())

    def _standing(self, person_id: int, place: Place) -> Standing:
        elector = self.electors[person_id]
        return Standing(
            person_id=person_id,
            number=elector.number,
            name=elector.name,
            standing=place.standing,
            holder_id=place.holder_id,
            holder="" if place.holder_id is None else self.electors[place.holder_id].full_name,
            since=self.inside.get(person_id) or self.left.get(person_id, ""),
            full_name=elector.full_name,
            inside=person_id in self.inside,
            kind=elector.kind,
        )


def _facts(connection: Connection, meeting_id: int, item_id: int | None) -> _Facts | None:
    statement = (
        select(
            col(Meeting.body),
            col(Meeting.group_id),
            col(Meeting.starts_at),
            col(Meeting.second_of_id),
            col(Meeting.closed_at),
            col(AgendaItem.decision_kind),
        )
        .outerjoin(AgendaItem, and_(col(AgendaItem.meeting_id) == col(Meeting.id), col(AgendaItem.id) == item_id))
        .where(col(Meeting.id) == meeting_id)
    )
    row = connection.execute(statement).first()
    if row is None:
        return None
    body, group_id, starts_at, second_of_id, closed_at, kind = row
    return _Facts(
        meeting_id, body, group_id, day_of(starts_at), second_of_id is not None, closed_at, kind or "ordinary"
    )


def _gather(connection: Connection, meeting_id: int, item_id: int | None, at: str | None) -> _Gathered | None:
    facts = _facts(connection, meeting_id, item_id)
    if facts is None:
        return None
    inside: dict[int, str] = {}
    left: dict[int, str] = {}
    stays = (
        select(col(Presence.person_id), col(Presence.arrived_at), col(Presence.left_at))
        .where(col(Presence.meeting_id) == meeting_id)
        .order_by(col(Presence.arrived_at), col(Presence.id))
    )
    for person_id, arrived_at, left_at in connection.execute(stays).all():
        if _is_inside(arrived_at, left_at, at, facts.closed_at):
            inside[person_id] = arrived_at
        elif left_at is not None:
            left[person_id] = left_at
    given = select(col(Proxy.giver_id), col(Proxy.holder_id), col(Proxy.given_on)).where(
        col(Proxy.meeting_id) == meeting_id
    )
    recused: frozenset[int] = frozenset()
    if item_id is not None:
        aside = select(col(Recusal.person_id)).where(col(Recusal.item_id) == item_id)
        recused = frozenset(connection.execute(aside).scalars())
    return _Gathered(
        facts,
        {one.person_id: one for one in electors(connection, facts.body, facts.group_id, facts.on)},
        inside,
        left,
        tuple(ProxyGiven(*row) for row in connection.execute(given)),
        recused,
        meeting_rule(connection, facts.body, facts.on).proxies_per_holder,
    )


def _is_inside(arrived_at: str, left_at: str | None, at: str | None, closed_at: str | None) -> bool:
    """Tell whether a stay is one of the moment `at`, or of now; who stayed until it closed was there to the end."""
    if at is not None:
        return arrived_at <= at and (left_at is None or at < left_at or left_at == closed_at)
    return left_at is None or left_at == closed_at
