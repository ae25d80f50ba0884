"""What a booking that is made or cancelled does to those who wait for its time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.facilities import Slot, overlap, stored
from coopadmin.services.booking_parts import wall_clock
from db.journal import Transaction
from db.queries.booking_wishes import offers
from db.tables.bookings import BookingWish


@dataclass(frozen=True, slots=True)
class Offer:
    """A time that has come free, and who waits for it the longest."""

    wish_id: int
    person_id: int
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Cancelled:
    """What came of cancelling: what is left to do, and who is now offered the time."""

    warnings: tuple[str, ...]
    offered: Offer | None


def first_offer(transaction: Transaction, freed: Slot) -> Offer | None:
    """Give who waits the longest for a time that came free, or None where nobody can have it."""
    transaction.flush()
    for wish in offers(transaction.connection, wall_clock(transaction), freed.facility_id):
        if overlap(wish.starts_at, wish.ends_at, freed.starts_at, freed.ends_at):
            return Offer(wish.wish_id, wish.person_id, wish.starts_at, wish.ends_at)
    return None


def close_own_wishes(transaction: Transaction, booking_id: int, slot: Slot) -> None:
    """Note that somebody who waited for this time has it now."""
    if not slot.holds:
        return
    statement = select(col(BookingWish.id)).where(
        col(BookingWish.facility_id) == slot.facility_id,
        col(BookingWish.person_id) == slot.person_id,
        col(BookingWish.ended_on).is_(None),
        col(BookingWish.starts_at) < stored(slot.ends_at),
        col(BookingWish.ends_at) > stored(slot.starts_at),
    )
    for wish_id in list(transaction.execute(statement).scalars()):
        transaction.change(BookingWish, wish_id, ended_on=transaction.today, outcome="booked", booking_id=booking_id)
