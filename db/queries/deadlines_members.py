"""Terms of memberships out of the store: applications, endings with their appeals, and what leavers still have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, and_, func, or_, select
from sqlmodel import col

from coopadmin.domain.deadlines import Deadline
from coopadmin.domain.deadlines_members import EndingFacts, Remaining, of_application, of_ending
from coopadmin.domain.members import display_name
from db.queries.balances import member_balances
from db.queries.memberships import ending_rules
from db.tables.decisions import Decision
from db.tables.facilities import Facility
from db.tables.meetings import Meeting
from db.tables.members import Member, Membership, OfficeTerm, Person, WorkingGroup, WorkingGroupTerm
from db.tables.memberships import MembershipApplication, MembershipEnding

_NAME = (col(Person.family_name), col(Person.prefix), col(Person.initials), col(Person.given_name))


def of_memberships(connection: Connection, on: date, since: date) -> Iterator[Deadline]:
    """Give the terms of applications and endings that wait on a day, or were settled from `since` on."""
    rules = ending_rules(connection, on)
    for facts in _endings(connection, on, since):
        yield from of_ending(facts, rules, on)
    statement = (
        select(
            col(MembershipApplication.id),
            col(MembershipApplication.applied_on),
            col(MembershipApplication.decided_on),
            *_NAME,
        )
        .join(Person, col(Person.id) == col(MembershipApplication.person_id))
        .where(or_(col(MembershipApplication.outcome) == "open", col(MembershipApplication.decided_on) >= since))
        .order_by(col(MembershipApplication.applied_on))
    )
    for application_id, applied_on, decided_on, *name in connection.execute(statement):
        yield of_application(application_id, display_name(*name), applied_on, decided_on)


@dataclass(frozen=True, slots=True)
class _Leaver:
    person_id: int
    member_id: int
    ends_on: date


def _endings(connection: Connection, on: date, since: date) -> list[EndingFacts]:
    ending = MembershipEnding
    no_outcome = col(ending.appeal_outcome) == ""
    lodged = and_(col(ending.appealed_on).is_not(None), no_outcome)
    not_received = and_(col(ending.kind) == "expulsion", col(ending.received_on).is_(None), no_outcome)
    waits = or_(lodged, and_(not_received, col(ending.ends_on) != col(ending.noticed_on)))
    statement = (
        select(
            col(ending.id),
            col(ending.kind),
            col(ending.noticed_on),
            col(ending.ends_on),
            col(ending.rule),
            col(ending.reasons_sent_on),
            col(ending.received_on),
            col(ending.appealed_on),
            col(ending.appeal_outcome),
        )
        .add_columns(col(Meeting.body), col(Person.id), col(Member.id), *_NAME)
        .join(Membership, col(Membership.id) == col(ending.membership_id))
        .join(Member, col(Member.id) == col(Membership.member_id))
        .join(Person, col(Person.id) == col(Member.person_id))
        .outerjoin(Decision, col(Decision.id) == col(ending.decision_id))
        .outerjoin(Meeting, col(Meeting.id) == col(Decision.meeting_id))
        .where(or_(col(ending.ends_on) >= since, col(ending.noticed_on) >= since, waits))
        .order_by(col(ending.id))
    )
    found: list[tuple[_Leaver, EndingFacts]] = []
    for row in connection.execute(statement):
        ending_id, kind, noticed_on, ends_on, rule, sent, received, appealed, outcome, body, *who = row
        person_id, member_id, *name = who
        facts = EndingFacts(
            ending_id,
            display_name(*name),
            kind,
            noticed_on,
            ends_on,
            rule,
            sent,
            received,
            appealed,
            outcome,
            body or "",
        )
        found.append((_Leaver(person_id, member_id, ends_on), facts))
    remaining = _remaining(connection, [leaver for leaver, _facts in found], on)
    return [replace(facts, remaining=remaining.get(leaver, Remaining())) for leaver, facts in found]


# -- what leavers still have ---------------------------------------------------------------------------------------


def _remaining(connection: Connection, leavers: list[_Leaver], on: date) -> Mapping[_Leaver, Remaining]:
    """Give what each still has on a day; who became a member again since hands nothing back."""
    back = _begun_last(connection, [one.member_id for one in leavers])
    leaving = [one for one in leavers if back[one.member_id] <= one.ends_on]
    if not leaving:
        return {}
    people = [one.person_id for one in leaving]
    kept, offices, groups = (
        _kept(connection, people, on),
        _offices(connection, people, on),
        _groups(connection, people, on),
    )
    owed = member_balances(connection, [one.member_id for one in leaving], on)
    return {
        one: Remaining(
            tuple(kept[one.person_id]),
            tuple(offices[one.person_id]),
            tuple(groups[one.person_id]),
            max(owed[one.member_id], 0),
        )
        for one in leaving
    }


def _begun_last(connection: Connection, member_ids: list[int]) -> dict[int, date]:
    began = func.max(col(Membership.starts_on))
    statement = select(col(Membership.member_id), began).group_by(col(Membership.member_id))
    rows = connection.execute(statement.where(col(Membership.member_id).in_(member_ids)))
    return {member_id: starts_on for member_id, starts_on in rows}  # noqa: C416 - rows are no pairs to the type checker


def _kept(connection: Connection, people: list[int], on: date) -> dict[int, list[tuple[str, int | None]]]:
    statement = (
        select(col(Facility.keeper_id), col(Facility.name), col(Facility.key_count))
        .where(col(Facility.keeper_id).in_(people), or_(col(Facility.ended_on).is_(None), col(Facility.ended_on) >= on))
        .order_by(col(Facility.name))
    )
    found: dict[int, list[tuple[str, int | None]]] = defaultdict(list)
    for person_id, name, keys in connection.execute(statement):
        if person_id is not None:
            found[person_id].append((name, keys))
    return found


def _offices(connection: Connection, people: list[int], on: date) -> dict[int, list[str]]:
    statement = (
        select(col(OfficeTerm.person_id), col(OfficeTerm.office))
        .where(
            col(OfficeTerm.person_id).in_(people),
            or_(col(OfficeTerm.ends_on).is_(None), col(OfficeTerm.ends_on) >= on),
        )
        .order_by(col(OfficeTerm.starts_on))
    )
    found: dict[int, list[str]] = defaultdict(list)
    for person_id, office in connection.execute(statement):
        found[person_id].append(office)
    return found


def _groups(connection: Connection, people: list[int], on: date) -> dict[int, list[str]]:
    statement = (
        select(col(WorkingGroupTerm.person_id), col(WorkingGroup.name))
        .join(WorkingGroup, col(WorkingGroup.id) == col(WorkingGroupTerm.group_id))
        .where(
            col(WorkingGroupTerm.person_id).in_(people),
            or_(col(WorkingGroupTerm.ends_on).is_(None), col(WorkingGroupTerm.ends_on) >= on),
        )
        .order_by(col(WorkingGroup.name))
    )
    found: dict[int, list[str]] = defaultdict(list)
    for person_id, name in connection.execute(statement):
        found[person_id].append(name)
    return found
