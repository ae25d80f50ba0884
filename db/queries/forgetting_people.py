"""Which people who left are to be cleared, since when and why, and who is kept until when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, func, or_, select
from sqlmodel import col

from coopadmin.domain.deadlines import Figure
from coopadmin.domain.forgetting import Term
from coopadmin.domain.forgetting_people import RETENTION, Tie, due_on
from coopadmin.domain.members import sorted_name
from coopadmin.domain.periods import add_months
from db.queries.balances import chunks, named
from db.queries.forgetting import Kept, ToClear
from db.queries.forgetting_owing import money_open
from db.queries.reasons import figure
from db.tables.actions import ActionPoint
from db.tables.allocation import AllocationFile, Candidacy, DeclaredInterest, Interview, InterviewResident
from db.tables.base import table_of
from db.tables.bookings import Booking, BookingSeries, BookingWish, CleaningTurn
from db.tables.candidates import Candidate
from db.tables.contracts import Contract, ContractParty
from db.tables.facilities import Facility
from db.tables.hours import HoursEntry
from db.tables.increases import RentObjection
from db.tables.journal import JournalEntry, JournalValue
from db.tables.keys import KeyLoan
from db.tables.maintenance import MaintenanceTask
from db.tables.members import Member, Membership, OfficeTerm, Person, WorkingGroupTerm
from db.tables.memberships import MembershipApplication, MembershipEnding
from db.tables.work_days import WorkDay

CLEARING = "clear_people"
"""The deed that clears people, as the journal has it."""

_EMPTIED = ("prefix", "initials", "given_name", "email", "phone", "iban", "note")
"""What of a person is empty once they were cleared."""

_LATE = date.max
_LATE_TEXT = _LATE.isoformat()


@dataclass(frozen=True, slots=True)
class Former:
    """Somebody with no running tie, and how long their data is kept; the number is a member's, else made of the row."""

    person_id: int
    number: str
    name: str
    term: Term


@dataclass(frozen=True, slots=True)
class Leavers:
    """All that a page shows of people who left."""

    due: tuple[ToClear, ...]
    asking: tuple[Kept, ...]
    """Whose day is over, and who are kept only because something of theirs is open."""
    kept: tuple[Kept, ...]
    retention: Figure
    last_cleared_on: date | None


def overview(connection: Connection, on: date) -> Leavers:
    """Give who of the people who left is to be cleared on a day, who waits for somebody, and who is kept until when."""
    formers = former(connection, on)
    due: list[ToClear] = []
    asking: list[Kept] = []
    kept: list[Kept] = []
    for one in formers:
        from_on = one.term.from_on
        if from_on is not None and one.term.is_due(on):
            due.append(ToClear(one.person_id, one.number, one.name, one.term.told, from_on))
            continue
        row = Kept(one.person_id, one.number, one.name, one.term.told, one.term.last_day, one.term.asks)
        (asking if from_on is not None and from_on <= on else kept).append(row)
    return Leavers(
        due=tuple(sorted(due, key=lambda one: (one.from_on, one.number))),
        asking=tuple(sorted(asking, key=lambda one: (one.until or date.max, one.number))),
        kept=tuple(sorted(kept, key=lambda one: (one.until or date.max, one.number))),
        retention=figure(connection, RETENTION, on),
        last_cleared_on=last_cleared_on(connection),
    )


def former(connection: Connection, on: date) -> tuple[Former, ...]:
    """Give the people without a running tie whose data is still there."""
    ties = _ties(connection, on)
    running = {one for one, known in ties.items() if any(tie.over_on is None for tie in known)}
    people = [row for row in _people(connection, None) if row["id"] not in running]
    return tuple(_formers(connection, people, ties, on))


def standing(connection: Connection, person_id: int, on: date) -> Former | None:
    """Say how long one person's data is kept, whatever ties them; None where it was cleared or is not there."""
    return standings(connection, [person_id], on).get(person_id)


def standings(connection: Connection, person_ids: Collection[int], on: date) -> dict[int, Former]:
    """Say how long the data of some people is kept, as `standing` does; who was cleared or is not there is left out."""
    people = _people(connection, person_ids)
    return {one.person_id: one for one in _formers(connection, people, _ties(connection, on), on)}


def cleared(connection: Connection) -> set[int]:
    """Name the people whose data was cleared, and who were given none since."""
    people = table_of(Person)
    emptied = [people.c[name] == "" for name in _EMPTIED]
    statement = (
        select(people.c.id)
        .join(JournalValue, and_(col(JournalValue.table_name) == "person", col(JournalValue.row_id) == people.c.id))
        .join(JournalEntry, col(JournalEntry.id) == col(JournalValue.entry_id))
        .where(col(JournalEntry.deed) == CLEARING, col(JournalValue.values_json).is_(None), *emptied)
    )
    return set(connection.execute(statement).scalars())


def past_term(connection: Connection, on: date) -> int:
    """Count the people whose last tie is longer ago than their term, whether or not something of theirs is open.

    One statement along the indexes of the ties, to be asked often: a member of today is passed at the first of them.
    """
    begins = add_months(on, -figure(connection, RETENTION, on).number).isoformat()
    people = table_of(Person)
    has_data = or_(*[people.c[name] != "" for name in _EMPTIED])
    whose = people.c.id
    written = (
        select(col(JournalValue.row_id))
        .join(JournalEntry, col(JournalEntry.id) == col(JournalValue.entry_id))
        .where(
            col(JournalValue.table_name) == "person",
            col(JournalValue.row_id) == whose,
            col(JournalEntry.at) >= begins,
        )
    )
    since = [tied.where(person == whose, day >= begins).exists() for tied, person, day in _tied()]
    ever = [tied.where(person == whose).exists() for tied, person, _day in _tied()]
    statement = select(func.count()).select_from(people)
    # Somebody without any tie is kept from the day they were last written about.
    asked = statement.where(has_data, *[~one for one in since], or_(*ever, ~written.exists()))
    return connection.execute(asked).scalar() or 0


def _tied() -> Iterator[tuple[Select[Any], Any, Any]]:
    """Give, per kind of tie, its rows, whose they are, and the last day of each as text."""
    yield (
        select(col(Membership.id)).join(Member, col(Member.id) == col(Membership.member_id)),
        col(Member.person_id),
        func.coalesce(col(Membership.ends_on), _LATE_TEXT),
    )
    yield (
        select(col(ContractParty.id)).join(Contract, col(Contract.id) == col(ContractParty.contract_id)),
        col(ContractParty.person_id),
        func.coalesce(col(ContractParty.ends_on), col(Contract.ends_on), _LATE_TEXT),
    )
    for _kind, model, day in _plain():
        yield select(table_of(model).c.id), table_of(model).c.person_id, day
    yield select(col(MaintenanceTask.id)), col(MaintenanceTask.reporter_id), _task_day()
    yield select(col(MembershipApplication.id)), col(MembershipApplication.person_id), _application_day()


def last_cleared_on(connection: Connection) -> date | None:
    """Give the day people who left were cleared last."""
    at = connection.execute(select(func.max(col(JournalEntry.at))).where(col(JournalEntry.deed) == CLEARING)).scalar()
    return None if at is None else datetime.fromisoformat(at).astimezone().date()


def _people(connection: Connection, only: Collection[int] | None) -> list[Any]:
    people, members = table_of(Person), table_of(Member)
    statement = select(people, members.c.number, members.c.id.label("member_id")).outerjoin(
        members, members.c.person_id == people.c.id
    )
    gone = cleared(connection)
    return [
        row
        for some in chunks(only)
        for row in connection.execute(statement.where(named(people.c.id, some)).order_by(people.c.id)).mappings()
        if row["id"] not in gone
    ]


def _formers(connection: Connection, people: Sequence[Any], ties: dict[int, list[Tie]], on: date) -> Iterator[Former]:
    months = figure(connection, RETENTION, on)
    holding = _holding(connection, on)
    entered = _entered(connection, [row["id"] for row in people if not ties.get(row["id"])])
    known = {row["id"]: ties.get(row["id"]) or entered.get(row["id"], []) for row in people}
    terms = {one: due_on(found, holding.get(one, ()), months) for one, found in known.items()}
    # What is costly to know is asked only of those who would go.
    owing = money_open(connection, [row for row in people if terms[row["id"]].is_due(on)], on)
    for row in people:
        person_id = row["id"]
        term = terms[person_id]
        if person_id in owing:
            term = due_on(known[person_id], [*holding.get(person_id, ()), *owing[person_id]], months)
        name = sorted_name(row["family_name"], row["prefix"], row["initials"], row["given_name"])
        yield Former(person_id, row["number"] or f"P{person_id}", name, term)


def _entered(connection: Connection, person_ids: Collection[int]) -> dict[int, list[Tie]]:
    """Give the day people without any tie were last written about."""
    found: dict[int, list[Tie]] = {}
    for some in chunks(person_ids):
        statement = (
            select(col(JournalValue.row_id), func.max(col(JournalEntry.at)))
            .join(JournalEntry, col(JournalEntry.id) == col(JournalValue.entry_id))
            .where(col(JournalValue.table_name) == "person", named(col(JournalValue.row_id), some))
            .group_by(col(JournalValue.row_id))
        )
        for person_id, at in connection.execute(statement):
            found[person_id] = [Tie("entered", datetime.fromisoformat(at).astimezone().date())]
    return found


# -- what ties somebody --------------------------------------------------------------------------------------------


def _ties(connection: Connection, on: date) -> dict[int, list[Tie]]:
    found: defaultdict[int, list[Tie]] = defaultdict(list)
    for kind, statement in _last_days():
        for person_id, last in connection.execute(statement):
            day = last if isinstance(last, date) else date.fromisoformat(str(last)[:10])
            runs = day == _LATE or (day >= on and kind in ("membership", "tenancy", "office", "group"))
            found[person_id].append(Tie(kind, None if runs else day))
    return dict(found)


def _last_days() -> Iterator[tuple[str, Select[Any, Any]]]:
    """Ask for the last day of each kind of tie, per person; the end of time where it runs."""
    ends = func.coalesce(col(ContractParty.ends_on), col(Contract.ends_on), _LATE_TEXT)
    person = col(ContractParty.person_id)
    yield "tenancy", select(person, func.max(ends)).join(Contract).group_by(person)
    person = col(Member.person_id)
    last = func.max(func.coalesce(col(Membership.ends_on), _LATE_TEXT))
    yield (
        "membership",
        select(person, last).join(Membership, col(Membership.member_id) == col(Member.id)).group_by(person),
    )
    for kind, model, day in _plain():
        whose = table_of(model).c.person_id
        yield kind, select(whose, func.max(day)).where(whose.is_not(None)).group_by(whose)
    whose = col(MaintenanceTask.reporter_id)
    yield "task", select(whose, func.max(_task_day())).where(whose.is_not(None)).group_by(whose)
    whose = col(MembershipApplication.person_id)
    yield (
        "application",
        select(whose, func.max(_application_day())).group_by(whose),
    )


def _plain() -> tuple[tuple[str, Any, Any], ...]:
    """Name the ties whose rows are a person's own, with the last day of each."""
    return (
        ("office", OfficeTerm, func.coalesce(col(OfficeTerm.ends_on), _LATE_TEXT)),
        ("group", WorkingGroupTerm, func.coalesce(col(WorkingGroupTerm.ends_on), _LATE_TEXT)),
        ("key", KeyLoan, func.coalesce(col(KeyLoan.returned_on), _LATE_TEXT)),
        ("hours", HoursEntry, col(HoursEntry.worked_on)),
        ("booking", Booking, col(Booking.ends_at)),
    )


def _task_day() -> Any:
    return func.coalesce(
        col(MaintenanceTask.confirmed_on), col(MaintenanceTask.done_on), col(MaintenanceTask.reported_on)
    )


def _application_day() -> Any:
    return func.coalesce(col(MembershipApplication.decided_on), _LATE_TEXT)


def _holding(connection: Connection, on: date) -> dict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    for kind, statement in _open_things(on):
        for person_id in connection.execute(statement).scalars():
            found[person_id].append(kind)
    return dict(found)


def _open_things(on: date) -> Iterator[tuple[str, Select[Any]]]:
    """Ask, per kind, who has something open."""
    day = on.isoformat()
    coming = and_(col(Booking.status) != "cancelled", col(Booking.ends_at) >= day)
    yield "booking", select(col(Booking.person_id)).where(coming)
    yield "series", select(col(BookingSeries.person_id)).where(col(BookingSeries.ended_on).is_(None))
    waits = and_(col(BookingWish.ended_on).is_(None), col(BookingWish.ends_at) >= day)
    yield "wish", select(col(BookingWish.person_id)).where(waits)
    undone = and_(col(CleaningTurn.person_id).is_not(None), col(CleaningTurn.done_on).is_(None))
    yield "turn", select(col(CleaningTurn.person_id)).where(undone, col(CleaningTurn.due_on) >= on)
    is_open = col(MaintenanceTask.status).not_in(("done", "cancelled"))
    yield "task", select(col(MaintenanceTask.reporter_id)).where(is_open, col(MaintenanceTask.reporter_id).is_not(None))
    to_do = and_(col(ActionPoint.done_on).is_(None), col(ActionPoint.dropped_on).is_(None))
    yield "action", select(col(ActionPoint.owner_id)).where(to_do, col(ActionPoint.owner_id).is_not(None))
    there = or_(col(Facility.ended_on).is_(None), col(Facility.ended_on) >= on)
    yield "keeper", select(col(Facility.keeper_id)).where(there, col(Facility.keeper_id).is_not(None))
    ahead = and_(col(WorkDay.closed_on).is_(None), col(WorkDay.cancelled_on).is_(None), col(WorkDay.ends_at) >= day)
    yield "work_day", select(col(WorkDay.leader_id)).where(ahead, col(WorkDay.leader_id).is_not(None))
    yield (
        "appeal",
        select(col(Member.person_id))
        .join(Membership, col(Membership.member_id) == col(Member.id))
        .join(MembershipEnding, col(MembershipEnding.membership_id) == col(Membership.id))
        .where(col(MembershipEnding.appealed_on).is_not(None), col(MembershipEnding.appeal_outcome) == ""),
    )
    yield (
        "objection",
        select(col(ContractParty.person_id))
        .join(RentObjection, col(RentObjection.contract_id) == col(ContractParty.contract_id))
        .where(col(RentObjection.outcome) == "open"),
    )
    files = select(col(AllocationFile.id)).where(col(AllocationFile.closed_on).is_(None))
    yield "file", select(col(DeclaredInterest.person_id)).where(col(DeclaredInterest.file_id).in_(files))
    yield (
        "file",
        select(col(InterviewResident.person_id))
        .join(Interview, col(Interview.id) == col(InterviewResident.interview_id))
        .join(Candidacy, col(Candidacy.id) == col(Interview.candidacy_id))
        .where(col(Candidacy.file_id).in_(files)),
    )
    known = and_(col(Candidate.person_id).is_not(None), col(Candidate.cleared_on).is_(None))
    yield "candidate", select(col(Candidate.person_id)).where(known)


def contracts_of(connection: Connection, person_id: int) -> list[int]:
    """Name the contracts somebody is or was a party to."""
    statement = select(col(ContractParty.contract_id)).where(col(ContractParty.person_id) == person_id)
    return sorted(connection.execute(statement).scalars())
