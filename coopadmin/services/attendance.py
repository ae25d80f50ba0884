"""What a secretary does with who is there: arrivals and departures, proxies, who stands aside for an item.

The deeds of the meeting's own course are in `services/meeting_course.py`; all can be called from here. None is done
on a meeting that was cancelled, or whose minutes are approved.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from coopadmin.domain.attendance import ProxyAsked, proxy_problems
from coopadmin.domain.meetings import day_of, time_of
from coopadmin.domain.members import display_name
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import tidy
from coopadmin.i18n import _
from coopadmin.services.decisions import tidy_lines
from coopadmin.services.meeting_course import (
    begin_item,
    close_meeting,
    name_chair,
    open_meeting,
    refuse_once_closed,
    reopen_meeting,
    write_notes,
    wrong_moment,
)
from coopadmin.services.meeting_parts import item_row, require_open_minutes, wrong_person
from db.journal import Transaction
from db.queries.electors import electors
from db.queries.voting_rules import meeting_rule
from db.tables.meetings import Presence, Proxy, Recusal
from db.tables.members import Member, Person

__all__ = [
    "arrive",
    "begin_item",
    "close_meeting",
    "correct_presence",
    "give_proxy",
    "leave",
    "name_chair",
    "open_meeting",
    "recuse",
    "remove_presence",
    "reopen_meeting",
    "withdraw_proxy",
    "withdraw_recusal",
    "write_notes",
]

LONGEST_REASON = 400


# -- arrivals and departures ---------------------------------------------------------------------------------------


def arrive(transaction: Transaction, *, meeting_id: int, person_id: int, at: str) -> int:
    """Let somebody into the room at a minute; gives the number of their stay in the store.

    Anybody known may come, before the meeting is opened too; who has no vote is a guest and counts nowhere. Raises
    Refused where they are in the room already or the meeting is closed, Invalid for a time within an earlier stay.
    """
    meeting = require_open_minutes(transaction, meeting_id)
    refuse_once_closed(meeting)
    problems = [*wrong_moment(at, "at"), *wrong_person(transaction, person_id, "person_id")]
    if problems:
        raise Invalid(problems)
    name = _about(transaction, person_id)
    stays = _stays(transaction, meeting_id, person_id)
    for stay in stays:
        if stay.left_at is None:
            reason = _("{person} is in the room already, since {time}.")
            raise Refused(reason.format(person=name, time=time_of(stay.arrived_at)))
    if stays and at < (last := max(stay.left_at or "" for stay in stays)):
        reason = _("{person} left at {time}; they cannot have come back before that")
        raise Invalid([Problem("at", reason.format(person=name, time=time_of(last)))])
    return transaction.add(Presence(meeting_id=meeting_id, person_id=person_id, arrived_at=at))


def leave(transaction: Transaction, *, meeting_id: int, person_id: int, at: str) -> None:
    """Let somebody out of the room at a minute; a proxy they hold does not count any more, one they gave may again.

    Raises Refused where they are not in the room, Invalid for a time before they came.
    """
    require_open_minutes(transaction, meeting_id)
    if problems := wrong_moment(at, "at"):
        raise Invalid(problems)
    name = _about(transaction, person_id)
    stay = next((one for one in _stays(transaction, meeting_id, person_id) if one.left_at is None), None)
    if stay is None:
        raise Refused(_("{person} is not in the room.").format(person=name))
    if at < stay.arrived_at:
        reason = _("{person} came at {time}; they cannot leave before that")
        raise Invalid([Problem("at", reason.format(person=name, time=time_of(stay.arrived_at)))])
    transaction.change(Presence, stay.presence_id, left_at=at)


def correct_presence(transaction: Transaction, *, presence_id: int, arrived_at: str, left_at: str | None) -> bool:
    """Correct the times of a stay, None while it lasts; tells whether anything was different.

    The roll of a vote that was taken meanwhile stays as it was. Raises Invalid where the stay would end before it
    begins, run into another of the same person, or outlast the meeting.
    """
    stay = _stay(transaction, presence_id)
    meeting = require_open_minutes(transaction, stay.meeting_id)
    name = _about(transaction, stay.person_id)
    problems = [
        *wrong_moment(arrived_at, "arrived_at"),
        *(wrong_moment(left_at, "left_at") if left_at is not None else ()),
    ]
    if not problems:
        others = [
            one
            for one in _stays(transaction, stay.meeting_id, stay.person_id)
            if one.presence_id != presence_id and one.meets(arrived_at, left_at)
        ]
        problems = _wrong_times(meeting, arrived_at, left_at) or [
            _in_two_places(name, others[0]) for _one in others[:1]
        ]
    if problems:
        raise Invalid(problems)
    return transaction.change(Presence, presence_id, arrived_at=arrived_at, left_at=left_at)


def remove_presence(transaction: Transaction, *, presence_id: int) -> None:
    """Take a stay off the list that was entered for the wrong person; the journal keeps it."""
    stay = _stay(transaction, presence_id)
    require_open_minutes(transaction, stay.meeting_id)
    _about(transaction, stay.person_id)
    transaction.remove(Presence, presence_id)


# -- proxies -------------------------------------------------------------------------------------------------------


def give_proxy(
    transaction: Transaction,
    *,
    meeting_id: int,
    giver_id: int,
    holder_id: int,
    form: str = "paper",
    given_on: date,
    note: str = "",
) -> int:
    """Take a written proxy for a meeting; gives its number in the store.

    Raises Invalid with every reason why it cannot be taken (Civil Code (BW) 2:38(4) and the rule of the body), Refused
    once the meeting is closed. Whether it counts depends on who is in the room: see `queries.attendance_lists.proxies`.
    """
    meeting = require_open_minutes(transaction, meeting_id)
    refuse_once_closed(meeting)
    unknown = [*wrong_person(transaction, giver_id, "giver_id"), *wrong_person(transaction, holder_id, "holder_id")]
    if unknown:
        raise Invalid(unknown)
    meeting_on = day_of(meeting["starts_at"])
    voters = _voters(transaction, meeting)
    rule = meeting_rule(transaction.connection, meeting["body"], meeting_on)
    giver = _about(transaction, giver_id)
    given_to = transaction.scalar(
        select(col(Proxy.holder_id)).where(col(Proxy.meeting_id) == meeting_id, col(Proxy.giver_id) == giver_id)
    )
    held = select(func.count()).where(col(Proxy.meeting_id) == meeting_id, col(Proxy.holder_id) == holder_id)
    asked = ProxyAsked(
        giver=giver,
        holder=_named(transaction, holder_id)[0],
        same=giver_id == holder_id,
        giver_votes=giver_id in voters,
        holder_votes=holder_id in voters,
        given_to="" if given_to is None else _named(transaction, given_to)[0],
        held=int(transaction.scalar(held) or 0),
        most=rule.proxies_per_holder,
        source=rule.source,
        form=form,
        given_on=given_on,
        meeting_on=meeting_on,
    )
    if problems := proxy_problems(asked):
        raise Invalid(problems)
    return transaction.add(
        Proxy(
            meeting_id=meeting_id,
            giver_id=giver_id,
            holder_id=holder_id,
            form=form,
            given_on=given_on,
            note=tidy_lines(note),
        )
    )


def withdraw_proxy(transaction: Transaction, *, proxy_id: int) -> None:
    """Take a proxy back at its giver's word; votes it was used in keep their roll.

    Raises Refused once the meeting is closed.
    """
    row = transaction.execute(
        select(col(Proxy.meeting_id), col(Proxy.giver_id)).where(col(Proxy.id) == proxy_id)
    ).first()
    if row is None:
        raise _gone()
    meeting_id, giver_id = row
    refuse_once_closed(require_open_minutes(transaction, meeting_id))
    _about(transaction, giver_id)
    transaction.remove(Proxy, proxy_id)


# -- standing aside ------------------------------------------------------------------------------------------------


def recuse(transaction: Transaction, *, item_id: int, person_id: int, reason: str) -> int:
    """Take somebody with an interest of their own out of the deliberation and the count of an item.

    On a board the law demands it (Civil Code (BW) 2:44(6)); in a meeting of members the statutes may (2:12). Gives the
    number of the recusal in the store. Raises Invalid without a reason, Refused where they have no vote here or stand
    aside already.
    """
    item = item_row(transaction, item_id)
    meeting = require_open_minutes(transaction, item["meeting_id"])
    problems = [*wrong_person(transaction, person_id, "person_id")]
    if not tidy(reason):
        problems.append(Problem("reason", _("say what interest they have in it")))
    elif len(tidy(reason)) > LONGEST_REASON:
        problems.append(Problem("reason", _("the text is longer than {limit} signs").format(limit=LONGEST_REASON)))
    if problems:
        raise Invalid(problems)
    name = _about(transaction, person_id)
    if person_id not in _voters(transaction, meeting):
        raise Refused(_("{person} has no vote at this meeting, so there is no count to leave.").format(person=name))
    known = select(col(Recusal.id)).where(col(Recusal.item_id) == item_id, col(Recusal.person_id) == person_id)
    if transaction.scalar(known) is not None:
        raise Refused(_("{person} stands aside for this item already.").format(person=name))
    return transaction.add(Recusal(item_id=item_id, person_id=person_id, reason=tidy(reason)))


def withdraw_recusal(transaction: Transaction, *, recusal_id: int) -> None:
    """Let somebody take part in an item again; votes that were counted without them stay as they are."""
    row = transaction.execute(
        select(col(Recusal.item_id), col(Recusal.person_id)).where(col(Recusal.id) == recusal_id)
    ).first()
    if row is None:
        raise _gone()
    item_id, person_id = row
    item_row(transaction, item_id)
    _about(transaction, person_id)
    transaction.remove(Recusal, recusal_id)


# -- within --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Stay:
    """A stay in the room as it is stored."""

    presence_id: int
    meeting_id: int
    person_id: int
    arrived_at: str
    left_at: str | None

    def meets(self, arrived_at: str, left_at: str | None) -> bool:
        """Tell whether another stay would share time with this one; leaving and coming back in a minute does not."""
        begins_before_it_ends = self.left_at is None or arrived_at < self.left_at
        return begins_before_it_ends and (left_at is None or self.arrived_at < left_at)


_STAYS = select(
    col(Presence.id),
    col(Presence.meeting_id),
    col(Presence.person_id),
    col(Presence.arrived_at),
    col(Presence.left_at),
)


def _stays(transaction: Transaction, meeting_id: int, person_id: int) -> list[_Stay]:
    statement = _STAYS.where(col(Presence.meeting_id) == meeting_id, col(Presence.person_id) == person_id)
    return [_Stay(*row) for row in transaction.execute(statement.order_by(col(Presence.arrived_at)))]


def _stay(transaction: Transaction, presence_id: int) -> _Stay:
    row = transaction.execute(_STAYS.where(col(Presence.id) == presence_id)).first()
    if row is None:
        raise _gone()
    return _Stay(*row)


def _wrong_times(meeting: Mapping[str, Any], arrived_at: str, left_at: str | None) -> list[Problem]:
    if left_at is not None and left_at < arrived_at:
        return [Problem("left_at", _("nobody leaves before they came"))]
    closed_at = meeting["closed_at"]
    if closed_at is None:
        return []
    reason = _("the meeting was closed at {time}; nobody stayed longer").format(time=time_of(closed_at))
    if left_at is None or left_at > closed_at:
        return [Problem("left_at", reason)]
    return []


def _in_two_places(name: str, other: _Stay) -> Problem:
    if other.left_at is None:
        reason = _("{person} is also on the list from {start} on; a stay cannot run into another")
        return Problem("left_at", reason.format(person=name, start=time_of(other.arrived_at)))
    reason = _("{person} is also on the list from {start} to {end}; a stay cannot run into another")
    times = {"start": time_of(other.arrived_at), "end": time_of(other.left_at)}
    return Problem("arrived_at", reason.format(person=name, **times))


def _voters(transaction: Transaction, meeting: Mapping[str, Any]) -> frozenset[int]:
    transaction.flush()
    on = day_of(meeting["starts_at"])
    entitled = electors(transaction.connection, meeting["body"], meeting["group_id"], on)
    return frozenset(one.person_id for one in entitled)


def _named(transaction: Transaction, person_id: int) -> tuple[str, str]:
    """Give somebody's name as on a letter, and their number."""
    statement = (
        select(
            col(Member.number),
            col(Person.family_name),
            col(Person.prefix),
            col(Person.initials),
            col(Person.given_name),
        )
        .outerjoin_from(Person, Member, col(Member.person_id) == col(Person.id))
        .where(col(Person.id) == person_id)
    )
    row = transaction.execute(statement).first()
    if row is None:
        raise _gone()
    number, *name = row
    return display_name(*name), number or ""


def _about(transaction: Transaction, person_id: int) -> str:
    """Let the journal say whose number the deed is about, behind the meeting; give their name."""
    name, number = _named(transaction, person_id)
    transaction.about = f"{transaction.about} {number}".strip()
    return name


def _gone() -> Refused:
    return Refused(_("This record is no longer there; someone took it back meanwhile."))
