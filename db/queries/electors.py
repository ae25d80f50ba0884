"""Who may vote in a body on a day: the members with a vote, the board, or a committee."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, select
from sqlmodel import col

from coopadmin.domain.attendance import (
    MEMBERS_BODIES,
    VotingPeriod,
    board_offices,
    voting_kind,
    voting_kinds,
    waiting_days,
)
from coopadmin.domain.members import display_name, sorted_name
from db.queries.association import rules
from db.queries.base import in_force_on
from db.tables.members import Member, Membership, OfficeTerm, Person, WorkingGroupTerm
from db.tables.memberships import Suspension

_NAME = (col(Person.family_name), col(Person.prefix), col(Person.initials), col(Person.given_name))


@dataclass(frozen=True, slots=True)
class Elector:
    """Somebody who may vote; `kind` is the kind of membership, on a board the office, in a committee empty."""

    person_id: int
    number: str
    name: str
    """As in a list, by family name."""
    kind: str
    full_name: str = ""
    """As on a letter."""


def electors(connection: Connection, body: str, group_id: int | None, on: date) -> tuple[Elector, ...]:
    """List who may vote in a body on a day, by name, each person once.

    In a meeting of members: who has a membership with a vote in force, and is not suspended; on the board: who holds
    an office of the board; in a committee: its members. A suspension takes away the vote of a member and nothing
    else: an office is suspended by who gave it (Civil Code (BW) 2:37(6)).
    """
    if body in MEMBERS_BODIES:
        return tuple(_members(connection, on))
    if body == "board":
        return tuple(_directors(connection, on))
    return tuple(_committee(connection, group_id, on))


def _members(connection: Connection, on: date) -> Iterator[Elector]:
    values = rules(connection)
    after = waiting_days(values, on)
    suspended = select(col(Suspension.person_id)).where(
        in_force_on(col(Suspension.starts_on), col(Suspension.ends_on), on)
    )
    statement = (
        select(
            col(Person.id),
            col(Member.number),
            *_NAME,
            col(Membership.kind),
            col(Membership.starts_on),
            col(Membership.ends_on),
        )
        .join(Member, col(Member.person_id) == col(Person.id))
        .join(Membership, col(Membership.member_id) == col(Member.id))
        .where(
            col(Membership.kind).in_(voting_kinds(values, on)),
            # Only a term of waiting asks for what was before.
            col(Membership.starts_on) <= on
            if after
            else in_force_on(col(Membership.starts_on), col(Membership.ends_on), on),
            col(Person.id).not_in(suspended),
        )
        .order_by(col(Person.folded), col(Member.folded))
    )
    periods: dict[int, list[VotingPeriod]] = {}
    known: dict[int, Elector] = {}
    for person_id, number, family, prefix, initials, given, kind, starts_on, ends_on in connection.execute(
        statement
    ).all():
        if person_id not in known:
            known[person_id] = _elector(person_id, number, (family, prefix, initials, given), kind)
        periods.setdefault(person_id, []).append(VotingPeriod(kind, starts_on, ends_on))
    if not after:
        # Only periods in force were asked for.
        yield from known.values()
        return
    for person_id, elector in known.items():
        if kind := voting_kind(periods[person_id], on, after):
            yield elector if kind == elector.kind else replace(elector, kind=kind)


def _directors(connection: Connection, on: date) -> Iterator[Elector]:
    offices = board_offices(rules(connection), on)
    statement = (
        select(col(Person.id), col(Member.number), *_NAME, col(OfficeTerm.office))
        .join(OfficeTerm, col(OfficeTerm.person_id) == col(Person.id))
        .outerjoin(Member, col(Member.person_id) == col(Person.id))
        .where(
            col(OfficeTerm.office).in_(offices),
            in_force_on(col(OfficeTerm.starts_on), col(OfficeTerm.ends_on), on),
        )
        .order_by(col(Person.folded), col(Person.id))
    )
    known: dict[int, Elector] = {}
    for person_id, number, family, prefix, initials, given, office in connection.execute(statement):
        before = known.get(person_id)
        # Who holds two offices has one vote, and is called by the first.
        if before is None or offices.index(office) < offices.index(before.kind):
            known[person_id] = _elector(person_id, number, (family, prefix, initials, given), office)
    yield from known.values()


def _committee(connection: Connection, group_id: int | None, on: date) -> Iterator[Elector]:
    statement = (
        select(col(Person.id), col(Member.number), *_NAME)
        .join(WorkingGroupTerm, col(WorkingGroupTerm.person_id) == col(Person.id))
        .outerjoin(Member, col(Member.person_id) == col(Person.id))
        .where(
            col(WorkingGroupTerm.group_id) == group_id,
            in_force_on(col(WorkingGroupTerm.starts_on), col(WorkingGroupTerm.ends_on), on),
        )
        .order_by(col(Person.folded), col(Person.id))
        .distinct()
    )
    for person_id, number, *name in connection.execute(statement):
        yield _elector(person_id, number, name, "")


def _elector(person_id: int, number: str | None, name: Sequence[str], kind: str) -> Elector:
    return Elector(person_id, number or "", sorted_name(*name), kind, display_name(*name))
