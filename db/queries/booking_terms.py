"""What the rules of booking look at: what a facility asks, what is booked already, and how it stands with a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, and_, func, select
from sqlmodel import col

from coopadmin.domain.booking_prices import price_cents
from coopadmin.domain.booking_rules import Answer, Closure, Facts, KeyOut, Unpaid, answers
from coopadmin.domain.facilities import LONGEST_DAYS, Calendar, Slot, Terms, midnight, stored
from coopadmin.domain.facility_rules import MOST_GAP_MINUTES, HouseRule
from coopadmin.domain.periods import day_after, last_of_month
from db.queries.base import in_force_on
from db.queries.keys import held_by
from db.tables.bookings import Booking, BookingWish
from db.tables.contracts import Contract, ContractParty
from db.tables.facilities import Facility
from db.tables.facility_rules import FacilityClosure, FacilityRule
from db.tables.members import Member, Membership

WIDEST_GAP = timedelta(minutes=MOST_GAP_MINUTES)
"""How far beside a booking its neighbours are read, for the time that is kept free between two."""

Slots = Select[int, int, int, str, str, str, str]

SLOTS: Slots = select(
    col(Booking.id),
    col(Booking.facility_id),
    col(Booking.person_id),
    col(Booking.starts_at),
    col(Booking.ends_at),
    col(Booking.status),
    col(Booking.purpose),
)


def slots(connection: Connection, statement: Slots) -> Iterator[Slot]:
    """Read bookings as the rules see them."""
    for booking_id, facility_id, person_id, starts_at, ends_at, status, purpose in connection.execute(statement):
        begin, end = datetime.fromisoformat(starts_at), datetime.fromisoformat(ends_at)
        yield Slot(booking_id, facility_id, person_id, begin, end, status, purpose)


def ending_after(facility_id: int, day: date) -> Slots:
    """Choose the bookings of a facility that still run once `day` begins, first to begin first."""
    return SLOTS.where(col(Booking.facility_id) == facility_id, col(Booking.ends_at) > stored(midnight(day))).order_by(
        col(Booking.starts_at)
    )


def terms_of(connection: Connection, *conditions: Any) -> list[Terms]:
    """Give what the facilities that meet `conditions` ask of their bookings."""
    rules = _rules(connection, *conditions)
    statement = select(
        col(Facility.id),
        col(Facility.code),
        col(Facility.name),
        col(Facility.allows_overlap),
        col(Facility.max_per_month),
        col(Facility.ended_on),
        col(Facility.member_rate_cents),
        col(Facility.other_rate_cents),
    ).where(*conditions)
    return [
        Terms(facility_id, code, name, not allows_overlap, most, ended_on, tuple(rules[facility_id]), member, other)
        for facility_id, code, name, allows_overlap, most, ended_on, member, other in connection.execute(statement)
    ]


def _rules(connection: Connection, *conditions: Any) -> dict[int, list[HouseRule]]:
    statement = (
        select(
            col(FacilityRule.facility_id),
            col(FacilityRule.kind),
            col(FacilityRule.value),
            col(FacilityRule.valid_from),
            col(FacilityRule.source),
        )
        .join(Facility, col(Facility.id) == col(FacilityRule.facility_id))
        .where(*conditions)
    )
    found: dict[int, list[HouseRule]] = defaultdict(list)
    for facility_id, kind, value, valid_from, source in connection.execute(statement):
        found[facility_id].append(HouseRule(kind, value, valid_from, source))
    return found


def calendar_of(
    connection: Connection, facilities: Iterable[int], first: datetime, last: datetime, without: int | None = None
) -> Calendar:
    """Read what is booked in some facilities from the month of `first` to the month of `last`.

    That is all the rules ask about bookings that begin and end between them. `without` leaves one booking out.
    """
    month_begins = min(midnight(first.date().replace(day=1)), first - WIDEST_GAP)
    month_ended = max(midnight(day_after(last_of_month(last.date()))), last + WIDEST_GAP)
    statement = SLOTS.where(
        col(Booking.facility_id).in_(facilities),
        # No booking is longer, so the index on the start bounds the search from below as well.
        col(Booking.starts_at) >= stored(month_begins - timedelta(days=LONGEST_DAYS)),
        col(Booking.starts_at) < stored(month_ended),
        col(Booking.ends_at) > stored(month_begins),
    )
    return Calendar(slot for slot in slots(connection, statement) if slot.booking_id != without)


# -- how it stands with who books ----------------------------------------------------------------------------------


def facts_of(
    connection: Connection, slot: Slot, now: datetime, *, people: int | None = None, without: int | None = None
) -> Facts:
    """Give what the rules look at besides the booking, at `now` by the clock on the wall.

    `without` is the booking that this one takes the place of.
    """
    roles = _roles(connection, slot.person_id, slot.starts_at.date())
    return Facts(
        now=now,
        is_member=is_member(connection, slot.person_id, slot.starts_at.date()),
        is_resident=bool(roles),
        is_tenant=any(role != "subtenant" for role in roles),
        household_ahead=_ahead(connection, slot, now, without),
        people=people,
        unpaid=_unpaid(connection, slot, now, without),
        keys_out=_keys_out(connection, slot, now),
        closures=closures(connection, slot),
        waiting=_waiting(connection, slot),
    )


def is_member(connection: Connection, person_id: int, on: date) -> bool:
    """Tell whether somebody has a membership of any kind on a day."""
    statement = (
        select(func.count())
        .select_from(Membership)
        .join(Member, col(Member.id) == col(Membership.member_id))
        .where(col(Member.person_id) == person_id, in_force_on(col(Membership.starts_on), col(Membership.ends_on), on))
    )
    return bool(connection.execute(statement).scalar())


def _party_on(on: date) -> Any:
    """Demand that a contract runs on a day, and the party's own days in it too."""
    return and_(
        in_force_on(col(Contract.starts_on), col(Contract.ends_on), on),
        in_force_on(
            func.coalesce(col(ContractParty.starts_on), col(Contract.starts_on)), col(ContractParty.ends_on), on
        ),
    )


def _roles(connection: Connection, person_id: int, on: date) -> set[str]:
    statement = (
        select(col(ContractParty.role))
        .join(Contract, col(Contract.id) == col(ContractParty.contract_id))
        .where(col(ContractParty.person_id) == person_id, _party_on(on))
    )
    return set(connection.execute(statement).scalars())


def household(connection: Connection, person_id: int, on: date) -> frozenset[int]:
    """Give the people who live in one home with somebody on a day, the person among them."""
    own = (
        select(col(Contract.dwelling_id))
        .join(ContractParty, col(ContractParty.contract_id) == col(Contract.id))
        .where(col(ContractParty.person_id) == person_id, _party_on(on))
    )
    homes = set(connection.execute(own).scalars())
    statement = (
        select(col(ContractParty.person_id))
        .join(Contract, col(Contract.id) == col(ContractParty.contract_id))
        .where(col(Contract.dwelling_id).in_(homes), _party_on(on))
    )
    return frozenset({person_id, *(connection.execute(statement).scalars() if homes else ())})


def _ahead(connection: Connection, slot: Slot, now: datetime, without: int | None) -> int:
    """Count what a household has ahead; a series counts as one."""
    statement = select(col(Booking.id), col(Booking.series_id)).where(
        col(Booking.facility_id) == slot.facility_id,
        col(Booking.person_id).in_(household(connection, slot.person_id, now.date())),
        col(Booking.status) != "cancelled",
        col(Booking.ends_at) > stored(now),
    )
    found = [(booking_id, series_id) for booking_id, series_id in connection.execute(statement)]
    own = {series_id for booking_id, series_id in found if booking_id == without}
    others = [(booking_id, series_id) for booking_id, series_id in found if booking_id != without]
    series = {series_id for _id, series_id in others if series_id is not None} - own
    return len(series) + sum(series_id is None for _id, series_id in others)


def _unpaid(connection: Connection, slot: Slot, now: datetime, without: int | None) -> tuple[Unpaid, ...]:
    statement = (
        select(col(Booking.id), col(Booking.starts_at), col(Booking.ends_at), col(Booking.price_cents))
        .where(
            col(Booking.facility_id) == slot.facility_id,
            col(Booking.person_id) == slot.person_id,
            col(Booking.status) != "cancelled",
            col(Booking.ends_at) <= stored(now),
            col(Booking.price_cents) > 0,
            col(Booking.paid_on).is_(None),
            # What was put on an account is looked after there.
            col(Booking.charge_id).is_(None),
        )
        .order_by(col(Booking.starts_at))
    )
    return tuple(
        Unpaid(datetime.fromisoformat(starts_at), datetime.fromisoformat(ends_at), price)
        for booking_id, starts_at, ends_at, price in connection.execute(statement)
        if booking_id != without
    )


def _keys_out(connection: Connection, slot: Slot, now: datetime) -> tuple[KeyOut, ...]:
    """Find the keys of the facility, or lent for a booking, that somebody should have brought back by now."""
    held = held_by(connection, slot.person_id, now.date())
    return tuple(
        KeyOut(one.key, one.due_on)
        for one in held
        if one.overdue and one.due_on is not None and slot.facility_id in one.facility_ids
    )


def _waiting(connection: Connection, slot: Slot) -> tuple[datetime, ...]:
    """Find when others asked for this time; who waits for it too looks only at those who asked earlier."""
    statement = (
        select(col(BookingWish.person_id), col(BookingWish.asked_at))
        .where(
            col(BookingWish.facility_id) == slot.facility_id,
            col(BookingWish.ended_on).is_(None),
            col(BookingWish.starts_at) < stored(slot.ends_at),
            col(BookingWish.ends_at) > stored(slot.starts_at),
        )
        .order_by(col(BookingWish.asked_at), col(BookingWish.id))
    )
    earlier: list[datetime] = []
    for person_id, asked_at in connection.execute(statement):
        if person_id == slot.person_id:
            break
        earlier.append(datetime.fromisoformat(asked_at))
    return tuple(earlier)


def closures(connection: Connection, slot: Slot) -> tuple[Closure, ...]:
    """Give when the facility of a booking is closed during it."""
    return closures_between(connection, slot.facility_id, slot.starts_at, slot.ends_at)


def closures_between(
    connection: Connection, facility_id: int, starts_at: datetime, ends_at: datetime
) -> tuple[Closure, ...]:
    """Give when a facility is closed between two moments, or partly between them."""
    statement = (
        select(col(FacilityClosure.starts_at), col(FacilityClosure.ends_at), col(FacilityClosure.why))
        .where(
            col(FacilityClosure.facility_id) == facility_id,
            col(FacilityClosure.starts_at) < stored(ends_at),
            col(FacilityClosure.ends_at) > stored(starts_at),
        )
        .order_by(col(FacilityClosure.starts_at))
    )
    return tuple(
        Closure(datetime.fromisoformat(first), datetime.fromisoformat(last), why)
        for first, last, why in connection.execute(statement)
    )


# -- for a form that tells beforehand ------------------------------------------------------------------------------


def answers_to(
    connection: Connection,
    *,
    facility_id: int,
    person_id: int,
    starts_at: datetime,
    ends_at: datetime,
    now: datetime,
    people: int | None = None,
    booking_id: int | None = None,
) -> tuple[Answer, ...]:
    """Give what the rules say of a booking that is not made yet, or of `booking_id` as it would become."""
    terms = next(iter(terms_of(connection, col(Facility.id) == facility_id)), None)
    if terms is None or ends_at <= starts_at:
        return ()
    slot = Slot(None, facility_id, person_id, starts_at, ends_at)
    facts = facts_of(connection, slot, now, people=people, without=booking_id)
    return answers(slot, terms, calendar_of(connection, [facility_id], starts_at, ends_at, booking_id), facts)


def price_of(
    connection: Connection,
    *,
    facility_id: int,
    person_id: int,
    starts_at: datetime,
    ends_at: datetime,
    on: date,
    people: int | None = None,
) -> int | None:
    """Give what a booking asked on a day costs, in cents; None where no rate is known."""
    terms = next(iter(terms_of(connection, col(Facility.id) == facility_id)), None)
    if terms is None or ends_at <= starts_at:
        return None
    member = is_member(connection, person_id, starts_at.date())
    slot = Slot(None, facility_id, person_id, starts_at, ends_at)
    return price_cents(slot, terms, asked_on=on, is_member=member, people=people)
