"""Who may vote at a meeting and who is in its room: the roll, the numbers, and the line that is read aloud.

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
    live_line,
    places,
    room_remark,
)
from coopadmin.domain.meetings import day_of
from coopadmin.domain.voting import Count, count_votes
from coopadmin.domain.voting_rules import VotingRule
from coopadmin.errors import Refused
from coopadmin.i18n import _
from db.queries.choosing_rules import rule_of_item
from db.queries.electors import Elector, electors
from db.queries.voting_rules import meeting_rule, voting_rule
from db.tables.meetings import AgendaItem, Meeting, Presence, Proxy, Recusal


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
    gathered = gather(connection, meeting_id, item_id, at)
    return gathered.roll() if gathered else ()


def room(connection: Connection, meeting_id: int, item_id: int | None = None, at: str | None = None) -> Room:
    """Give the numbers and the live line for an item, as `roll` has it; raises Refused where there is no meeting."""
    return room_and_roll(connection, meeting_id, item_id, at)[0]


def room_and_roll(
    connection: Connection, meeting_id: int, item_id: int | None = None, at: str | None = None
) -> tuple[Room, tuple[Standing, ...]]:
    """Give what `room` and `roll` give for the questions of one; raises Refused where there is no such meeting."""
    gathered = gather(connection, meeting_id, item_id, at)
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


# -- what it is made of -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """What the roll must know of a meeting, and of the item at hand."""

    meeting_id: int
    body: str
    group_id: int | None
    on: date
    second: bool
    closed_at: str | None
    decision_kind: str


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything the roll, the numbers and the proxies of one moment are made of."""

    facts: MeetingFacts
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


def meeting_facts(connection: Connection, meeting_id: int, item_id: int | None) -> MeetingFacts | None:
    """Give what the roll must know of a meeting, and of an item of it; None where there is no such meeting."""
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
    return MeetingFacts(
        meeting_id, body, group_id, day_of(starts_at), second_of_id is not None, closed_at, kind or "ordinary"
    )


def gather(connection: Connection, meeting_id: int, item_id: int | None, at: str | None) -> Gathered | None:
    """Give what the roll of an item is made of, now or at a moment; None where there is no such meeting."""
    facts = meeting_facts(connection, meeting_id, item_id)
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
    return Gathered(
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
