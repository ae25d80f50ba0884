"""What is still to settle with somebody who leaves: money, offices, keys, what they keep and use, and their home."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, and_, func, or_, select
from sqlmodel import col

from coopadmin.domain.members import display_name
from db.queries.balances import balances, settled_members
from db.queries.key_rows import HeldKey, OwedDeposit
from db.queries.keys import held_by, owed_deposits
from db.tables.actions import ActionPoint
from db.tables.bookings import Booking
from db.tables.charges import Charge
from db.tables.contracts import Contract, ContractParty
from db.tables.dwellings import Dwelling
from db.tables.facilities import Facility
from db.tables.meetings import Meeting, Proxy
from db.tables.members import Member, OfficeTerm, Person, WorkingGroup, WorkingGroupTerm


@dataclass(frozen=True, slots=True)
class Held:
    """An office or a seat in a working group that runs, until its last day where one is known."""

    name: str
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class Kept:
    """A facility that somebody keeps, with how many keys it has."""

    facility_id: int
    name: str
    key_count: int | None


@dataclass(frozen=True, slots=True)
class Booked:
    """A booking to come."""

    booking_id: int
    facility: str
    starts_at: str


@dataclass(frozen=True, slots=True)
class Lease:
    """A tenancy that runs: its home, who else is party to it, and what is open on it in cents."""

    contract_id: int
    number: str
    dwelling: str
    role: str
    ends_on: date | None
    others: tuple[str, ...]
    open_cents: int


@dataclass(frozen=True, slots=True)
class Todo:
    """An action that is open."""

    action_id: int
    what: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Stands:
    """A proxy for a meeting still to be held, given or held."""

    meeting_id: int
    meeting: str
    starts_at: str
    given: bool
    other: str


@dataclass(frozen=True, slots=True)
class Leaving:
    """The checklist of somebody who leaves, as it stands on a day; amounts in cents."""

    owed_cents: int
    """Open on the member's own account."""
    credit_cents: int
    later_cents: int
    """Charged on it, and due after the day."""
    offices: tuple[Held, ...]
    groups: tuple[Held, ...]
    facilities: tuple[Kept, ...]
    keys: tuple[HeldKey, ...]
    """Copies they have; a deposit that was paid goes back with them."""
    deposits: tuple[OwedDeposit, ...]
    """Deposits that are to be given back for copies that came back."""
    bookings: tuple[Booked, ...]
    leases: tuple[Lease, ...]
    actions: tuple[Todo, ...]
    proxies: tuple[Stands, ...]


def leaving(connection: Connection, person_id: int, on: date) -> Leaving:
    """Give what is still to settle with somebody on a day, whether or not they are leaving."""
    owed, credit, later = _account(connection, person_id, on)
    return Leaving(
        owed_cents=owed,
        credit_cents=credit,
        later_cents=later,
        offices=_offices(connection, person_id, on),
        groups=_groups(connection, person_id, on),
        facilities=_facilities(connection, person_id, on),
        keys=held_by(connection, person_id, on),
        deposits=owed_deposits(connection, person_id),
        bookings=_bookings(connection, person_id, on),
        leases=_leases(connection, person_id, on),
        actions=_actions(connection, person_id),
        proxies=_proxies(connection, person_id, on),
    )


def _account(connection: Connection, person_id: int, on: date) -> tuple[int, int, int]:
    member_id = connection.execute(select(col(Member.id)).where(col(Member.person_id) == person_id)).scalar()
    if member_id is None:
        return 0, 0, 0
    account = settled_members(connection, [member_id], on)[member_id]
    later = connection.execute(
        select(func.sum(col(Charge.amount_cents))).where(col(Charge.member_id) == member_id, col(Charge.due_on) > on)
    ).scalar()
    return account.open_cents, account.credit_cents, later or 0


def _offices(connection: Connection, person_id: int, on: date) -> tuple[Held, ...]:
    statement = (
        select(col(OfficeTerm.office), col(OfficeTerm.ends_on))
        .where(
            col(OfficeTerm.person_id) == person_id,
            or_(col(OfficeTerm.ends_on).is_(None), col(OfficeTerm.ends_on) >= on),
        )
        .order_by(col(OfficeTerm.starts_on))
    )
    return tuple(Held(*row) for row in connection.execute(statement))


def _groups(connection: Connection, person_id: int, on: date) -> tuple[Held, ...]:
    statement = (
        select(col(WorkingGroup.name), col(WorkingGroupTerm.ends_on))
        .join(WorkingGroup, col(WorkingGroup.id) == col(WorkingGroupTerm.group_id))
        .where(
            col(WorkingGroupTerm.person_id) == person_id,
            or_(col(WorkingGroupTerm.ends_on).is_(None), col(WorkingGroupTerm.ends_on) >= on),
        )
        .order_by(col(WorkingGroup.name))
    )
    return tuple(Held(*row) for row in connection.execute(statement))


def _facilities(connection: Connection, person_id: int, on: date) -> tuple[Kept, ...]:
    statement = (
        select(col(Facility.id), col(Facility.name), col(Facility.key_count))
        .where(
            col(Facility.keeper_id) == person_id, or_(col(Facility.ended_on).is_(None), col(Facility.ended_on) >= on)
        )
        .order_by(col(Facility.name))
    )
    return tuple(Kept(*row) for row in connection.execute(statement))


def _bookings(connection: Connection, person_id: int, on: date) -> tuple[Booked, ...]:
    statement = (
        select(col(Booking.id), col(Facility.name), col(Booking.starts_at))
        .join(Facility, col(Facility.id) == col(Booking.facility_id))
        .where(
            col(Booking.person_id) == person_id,
            col(Booking.status).in_(["requested", "confirmed"]),
            col(Booking.ends_at) >= on.isoformat(),
        )
        .order_by(col(Booking.starts_at))
    )
    return tuple(Booked(*row) for row in connection.execute(statement))


def _leases(connection: Connection, person_id: int, on: date) -> tuple[Lease, ...]:
    runs = and_(
        or_(col(Contract.ends_on).is_(None), col(Contract.ends_on) >= on),
        or_(col(ContractParty.ends_on).is_(None), col(ContractParty.ends_on) >= on),
    )
    statement = (
        select(
            col(Contract.id), col(Contract.number), col(Dwelling.code), col(ContractParty.role), col(Contract.ends_on)
        )
        .join(ContractParty, col(ContractParty.contract_id) == col(Contract.id))
        .join(Dwelling, col(Dwelling.id) == col(Contract.dwelling_id))
        .where(col(ContractParty.person_id) == person_id, runs)
        .order_by(col(Contract.number))
    )
    found = connection.execute(statement).all()
    owed = balances(connection, [row[0] for row in found], on)
    others: dict[int, list[str]] = {}
    parties = (
        select(
            col(ContractParty.contract_id),
            col(Person.family_name),
            col(Person.prefix),
            col(Person.initials),
            col(Person.given_name),
        )
        .join(Contract, col(Contract.id) == col(ContractParty.contract_id))
        .join(Person, col(Person.id) == col(ContractParty.person_id))
        .where(
            col(ContractParty.contract_id).in_([row[0] for row in found]),
            col(ContractParty.person_id) != person_id,
            col(ContractParty.role) != "subtenant",
            runs,
        )
        .order_by(col(ContractParty.place))
    )
    for contract_id, *name in connection.execute(parties):
        others.setdefault(contract_id, []).append(display_name(*name))
    return tuple(
        Lease(
            contract_id, number, dwelling, role, ends_on, tuple(others.get(contract_id, ())), max(owed[contract_id], 0)
        )
        for contract_id, number, dwelling, role, ends_on in found
    )


def _actions(connection: Connection, person_id: int) -> tuple[Todo, ...]:
    statement = (
        select(col(ActionPoint.id), col(ActionPoint.what), col(ActionPoint.due_on))
        .where(
            col(ActionPoint.owner_id) == person_id,
            col(ActionPoint.done_on).is_(None),
            col(ActionPoint.dropped_on).is_(None),
        )
        .order_by(col(ActionPoint.due_on).nulls_last(), col(ActionPoint.id))
    )
    return tuple(Todo(*row) for row in connection.execute(statement))


def _proxies(connection: Connection, person_id: int, on: date) -> tuple[Stands, ...]:
    found: list[Stands] = []
    for own, other in ((Proxy.giver_id, Proxy.holder_id), (Proxy.holder_id, Proxy.giver_id)):
        statement = (
            select(
                col(Meeting.id),
                col(Meeting.title),
                col(Meeting.starts_at),
                col(Person.family_name),
                col(Person.prefix),
                col(Person.initials),
                col(Person.given_name),
            )
            .join(Proxy, col(Proxy.meeting_id) == col(Meeting.id))
            .join(Person, col(Person.id) == col(other))
            .where(
                col(own) == person_id,
                col(Meeting.starts_at) >= on.isoformat(),
                col(Meeting.closed_at).is_(None),
                col(Meeting.cancelled_on).is_(None),
            )
            .order_by(col(Meeting.starts_at))
        )
        found += [
            Stands(meeting_id, title, starts_at, own is Proxy.giver_id, display_name(*name))
            for meeting_id, title, starts_at, *name in connection.execute(statement)
        ]
    return tuple(found)
