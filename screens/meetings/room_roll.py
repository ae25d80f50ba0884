"""Everybody who may vote and the guests who came, each with how they stand, in a sign and words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from coopadmin.domain.meetings import time_of
from coopadmin.i18n import _
from db.queries import attendance, attendance_lists, meetings
from db.queries.attendance import Room, Standing
from db.queries.attendance_lists import PresenceRow, ProxyRow

SIGNS = {"present": "✓", "represented": "⇄", "recused": "⊘", "absent": "–", "guest": "+"}


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody who may vote, or a guest who came: how they stand, in a sign and words."""

    person_id: int
    number: str
    name: str
    standing: str
    inside: bool
    words: str
    called: str = ""
    """The whole name, as a neighbour would call it: who searches by a given name finds it too."""


@dataclass(frozen=True, slots=True)
class People:
    """Everybody who may vote, the guests who came, and every stay in the room."""

    title: str
    room: Room
    attendees: tuple[Attendee, ...]
    stays: tuple[PresenceRow, ...]


def read_people(connection: Connection, meeting_id: int, item_id: int | None) -> People | None:
    """Read who is there, for the item at hand."""
    meeting = meetings.record(connection, meeting_id)
    if meeting is None:
        return None
    room, roll = attendance.room_and_roll(connection, meeting_id, item_id)
    stays = attendance_lists.presences(connection, meeting_id)
    given = {proxy.giver_id: proxy for proxy in attendance_lists.proxies(connection, meeting_id, item_id)}
    voters = [
        Attendee(
            one.person_id,
            one.number,
            one.name,
            one.standing,
            one.inside,
            _words(one, given.get(one.person_id)),
            one.full_name,
        )
        for one in roll
    ]
    return People(meeting.title, room, (*voters, *_guests(stays)), stays)


def _words(one: Standing, proxy: ProxyRow | None) -> str:
    if one.standing == "recused":
        return _("recused, in the room") if one.inside else _("recused")
    if one.standing == "represented":
        return _("by proxy of {name}").format(name=one.holder)
    if one.inside:
        return _("here since {time}").format(time=time_of(one.since))
    words = _("left at {time}").format(time=time_of(one.since)) if one.since else _("absent")
    idle = _("proxy: {why}").format(why=proxy.why) if proxy is not None else ""
    return f"{words} · {idle}" if idle else words


def _guests(stays: Sequence[PresenceRow]) -> list[Attendee]:
    last = {stay.person_id: stay for stay in stays if stay.part != "voter"}
    return [
        Attendee(
            one.person_id,
            one.number,
            one.name,
            "guest" if one.left_at is None else "absent",
            one.left_at is None,
            (_("no vote, here since {time}") if one.left_at is None else _("no vote, left at {time}")).format(
                time=time_of(one.left_at or one.arrived_at)
            ),
        )
        for one in last.values()
    ]
