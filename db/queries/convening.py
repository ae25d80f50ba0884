"""Calling a meeting: the last day its letter goes out, who is called by e-mail and who by post, and what it says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, or_, select
from sqlmodel import col

from coopadmin.domain.convening_letters import ConveningLetter, LetterItem, motion_text
from coopadmin.domain.dwellings import street_address
from coopadmin.domain.meetings import Ground, Sending, day_of, send_by, sending
from coopadmin.domain.members import sorted_name
from coopadmin.domain.voting_rules import (
    BODIES,
    DECISION_KINDS,
    MeetingRule,
    VotingRule,
    describe_vote,
    meeting_rule_for,
    voting_rule_for,
)
from coopadmin.errors import Refused
from coopadmin.i18n import _
from db.queries.agenda import ItemRow, agenda, as_at
from db.queries.association import cooperative
from db.queries.base import in_force_on
from db.queries.electors import electors
from db.queries.voting_rules import meeting_rules, voting_rules
from db.tables.base import table_of
from db.tables.contracts import Contract, ContractParty
from db.tables.dwellings import Dwelling
from db.tables.meetings import AgendaItem, Meeting
from db.tables.members import Member, Membership, Person
from db.tables.memberships import EmailConsent

_people = table_of(Person)


@dataclass(frozen=True, slots=True)
class Invitee:
    """Somebody who is called to a meeting, and where the letter goes; `address` is empty where none is known."""

    person_id: int
    number: str
    name: str
    email: str
    address: str
    remark: str = ""
    """What keeps the letter from going as it should; empty for nothing."""


@dataclass(frozen=True, slots=True)
class Called:
    """Who is called to a meeting by e-mail and who by post; those without a vote are called where the group wants."""

    by_email: tuple[Invitee, ...]
    by_post: tuple[Invitee, ...]
    without_vote: tuple[Invitee, ...] = ()

    @property
    def unreachable(self) -> tuple[Invitee, ...]:
        """Those whose letter has nowhere to go."""
        return tuple(one for one in self.by_post if not one.address)


# -- when ------------------------------------------------------------------------------------------------------


def latest_sending(connection: Connection, meeting_id: int) -> Sending:
    """Work out the last day the letter of a meeting goes out, with a line for every ground.

    Raises Refused where there is no such meeting.
    """
    found = sendings(connection, [meeting_id])
    if meeting_id not in found:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    return found[meeting_id]


def sendings(connection: Connection, meeting_ids: Iterable[int]) -> dict[int, Sending]:
    """Work out the same for many meetings, in a few questions."""
    wanted = list(meeting_ids)
    meetings = connection.execute(
        select(col(Meeting.id), col(Meeting.body), col(Meeting.starts_at)).where(col(Meeting.id).in_(wanted))
    ).all()
    kinds: dict[int, list[str]] = {meeting_id: [] for meeting_id in wanted}
    statement = (
        select(col(AgendaItem.meeting_id), col(AgendaItem.decision_kind))
        .where(col(AgendaItem.meeting_id).in_(wanted), col(AgendaItem.kind) == "decision")
        .distinct()
    )
    for meeting_id, kind in connection.execute(statement):
        kinds[meeting_id].append(kind)
    of_bodies, of_kinds = meeting_rules(connection), voting_rules(connection)
    return {
        meeting_id: sending(
            day_of(starts_at), _grounds(of_bodies, of_kinds, body, kinds[meeting_id], day_of(starts_at))
        )
        for meeting_id, body, starts_at in meetings
    }


def _grounds(
    of_bodies: Sequence[MeetingRule], of_kinds: Sequence[VotingRule], body: str, kinds: Iterable[str], on: date
) -> Sequence[Ground]:
    """Give what asks for a day: the body's own term, and every kind of decision that asks for one of its own."""
    own = meeting_rule_for(of_bodies, body, on)
    name = _(BODIES[body])
    grounds = [Ground(name[:1].upper() + name[1:], own.convening_days, own.source)]
    for kind in sorted(kinds, key=list(DECISION_KINDS).index):
        rule = voting_rule_for(of_kinds, body, kind, on)
        if rule.convening_days is not None or rule.inspection_days is not None:
            what = _(DECISION_KINDS[kind])
            source = rule.source
            grounds.append(
                Ground(what[:1].upper() + what[1:], rule.convening_days, source, inspection_days=rule.inspection_days)
            )
    return grounds


# -- whom ------------------------------------------------------------------------------------------------------


def called_how(connection: Connection, meeting_id: int, on: date | None = None) -> Called:
    """Tell who is called to a meeting by e-mail (Civil Code (BW) 2:41(5)) and who by post, by name.

    Who may vote on the day of the meeting is called; an e-mail needs a consent that holds on the day the letter went
    out, or goes out (`on`; else the last day for it). Raises Refused where there is no such meeting.
    """
    row = connection.execute(
        select(col(Meeting.body), col(Meeting.group_id), col(Meeting.starts_at), col(Meeting.convened_on)).where(
            col(Meeting.id) == meeting_id
        )
    ).first()
    if row is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    body, group_id, starts_at, convened_on = row
    held_on = day_of(starts_at)
    sent_on = convened_on or on or latest_sending(connection, meeting_id).by
    with_vote = [one.person_id for one in electors(connection, body, group_id, held_on)]
    others = _other_members(connection, held_on, set(with_vote)) if body in ("general", "residents") else []
    people = _invitees(connection, [*with_vote, *others], held_on)
    agreed = _agreed(connection, people, sent_on)
    by_email: list[Invitee] = []
    by_post: list[Invitee] = []
    for one in with_vote:
        invitee = people[one]
        (by_email if one in agreed and invitee.email else by_post).append(
            _remarked(invitee, agreed_to_email=one in agreed)
        )
    return Called(tuple(by_email), tuple(by_post), tuple(people[one] for one in others))


def _remarked(invitee: Invitee, *, agreed_to_email: bool) -> Invitee:
    if agreed_to_email and not invitee.email:
        missing = _("agreed to e-mail, but no e-mail address is known")
        remark = missing if invitee.address else _("agreed to e-mail, but no address at all is known")
    elif not agreed_to_email and not invitee.address:
        remark = _("no address is known")
    else:
        return invitee
    return replace(invitee, remark=remark)


def _agreed(connection: Connection, people: Mapping[int, Invitee], on: date) -> set[int]:
    statement = select(col(EmailConsent.person_id)).where(
        in_force_on(col(EmailConsent.starts_on), col(EmailConsent.ends_on), on)
    )
    return {person_id for person_id in connection.execute(statement).scalars() if person_id in people}


def _other_members(connection: Connection, on: date, with_vote: set[int]) -> list[int]:
    """Give who is a member of some kind that day and has no vote: aspirants, supporters, the suspended; by name."""
    statement = (
        select(col(Person.id))
        .join(Member, col(Member.person_id) == col(Person.id))
        .join(Membership, col(Membership.member_id) == col(Member.id))
        .where(in_force_on(col(Membership.starts_on), col(Membership.ends_on), on))
        .order_by(col(Person.folded), col(Person.id))
        .distinct()
    )
    return [one for one in connection.execute(statement).scalars() if one not in with_vote]


def _invitees(connection: Connection, person_ids: Sequence[int], on: date) -> dict[int, Invitee]:
    """Give where a letter to each of them goes: their own address, else the home they rent that day."""
    homes = _homes(connection, on)
    members = table_of(Member)
    statement: Any = (
        select(_people, members.c.number)
        .outerjoin(members, members.c.person_id == _people.c.id)
        .where(_people.c.id.in_(list(person_ids)))
    )
    found: dict[int, Invitee] = {}
    for row in connection.execute(statement).mappings():
        own = _address(row["address"], row["postcode"], row["place"]) if row["address"] else ""
        found[row["id"]] = Invitee(
            row["id"],
            row["number"] or "",
            sorted_name(row["family_name"], row["prefix"], row["initials"], row["given_name"]),
            row["email"],
            own or homes.get(row["id"], ""),
        )
    return found


def _homes(connection: Connection, on: date) -> dict[int, str]:
    statement = (
        select(
            col(ContractParty.person_id),
            col(Dwelling.street),
            col(Dwelling.house_number),
            col(Dwelling.addition),
            col(Dwelling.postcode),
            col(Dwelling.place),
        )
        .join(Contract, col(Contract.id) == col(ContractParty.contract_id))
        .join(Dwelling, col(Dwelling.id) == col(Contract.dwelling_id))
        .where(
            in_force_on(col(Contract.starts_on), col(Contract.ends_on), on),
            or_(col(ContractParty.starts_on).is_(None), col(ContractParty.starts_on) <= on),
            or_(col(ContractParty.ends_on).is_(None), col(ContractParty.ends_on) >= on),
        )
    )
    return {
        person_id: _address(street_address(street, number, addition), postcode, place)
        for person_id, street, number, addition, postcode, place in connection.execute(statement)
        if street
    }


def _address(street: str, postcode: str, place: str) -> str:
    return ", ".join(part for part in (street, " ".join(one for one in (postcode, place) if one)) if part)


# -- the letter ------------------------------------------------------------------------------------------------


def convening_letter(connection: Connection, meeting_id: int, on: date) -> ConveningLetter | None:
    """Give what the letter of a meeting says that goes out on a day; None where there is no such meeting."""
    row = connection.execute(
        select(
            col(Meeting.body), col(Meeting.title), col(Meeting.starts_at), col(Meeting.place), col(Meeting.second_of_id)
        ).where(col(Meeting.id) == meeting_id)
    ).first()
    if row is None:
        return None
    body, title, starts_at, place, second_of_id = row
    held_on = day_of(starts_at)
    first_at = connection.execute(select(col(Meeting.starts_at)).where(col(Meeting.id) == second_of_id)).scalar()
    of_kinds = voting_rules(connection)
    return ConveningLetter(
        sender=cooperative(connection).name,
        on=on,
        body=body,
        title=title,
        starts_at=starts_at,
        place=place,
        items=[
            _letter_item(item, of_kinds, body, held_on, second=second_of_id is not None)
            for item in agenda(connection, meeting_id)
        ],
        proxies_per_holder=meeting_rule_for(meeting_rules(connection), body, held_on).proxies_per_holder,
        second_of=None if first_at is None else day_of(first_at),
    )


def _letter_item(
    item: ItemRow, of_kinds: Sequence[VotingRule], body: str, held_on: date, *, second: bool
) -> LetterItem:
    open_from, majority = None, ""
    if item.kind == "decision":
        rule = voting_rule_for(of_kinds, body, item.decision_kind, held_on)
        open_from = None if rule.inspection_days is None else send_by(held_on, rule.inspection_days)
        # Where a rule comes from is for the secretary, who may still have to look it up.
        majority = describe_vote(as_at(rule, second=second))
    return LetterItem(
        item.position,
        item.expected,
        item.title,
        item.decision_kind,
        item.explanation,
        [(paper.title, paper.place) for paper in item.documents],
        majority,
        open_from,
        [motion_text(one.text, one.proposer, amends=one.amends) for one in item.motions],
    )
