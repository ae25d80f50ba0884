"""The waiting list of a facility: who asked first is offered the time first."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.facilities import (
    Slot,
    after_the_last_day,
    check_booking,
    overlap,
    span_text,
    stored,
    taken,
    to_the_minute,
)
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import tidy
from coopadmin.i18n import _
from coopadmin.services.booking_parts import Booked, about, calendar_of, known_terms, wall_clock
from coopadmin.services.booking_wish_parts import Offer, first_offer
from coopadmin.services.bookings import book
from db.journal import Transaction
from db.queries.booking_terms import closures
from db.queries.booking_wishes import WishRow, offers, record
from db.tables.bookings import BookingWish
from db.tables.members import Person


def wait_for(
    transaction: Transaction,
    *,
    facility_id: int,
    person_id: int,
    starts_at: datetime,
    ends_at: datetime,
    purpose: str = "",
) -> int:
    """Put somebody on the waiting list for a time that is taken; gives the wish's number in the store.

    Raises Invalid for what cannot be, and where the time is free: it can be booked then.
    """
    terms = known_terms(transaction, facility_id)
    slot = Slot(None, facility_id, person_id, to_the_minute(starts_at), to_the_minute(ends_at))
    problems = check_booking(slot.starts_at, slot.ends_at)
    if transaction.scalar(select(col(Person.id)).where(col(Person.id) == person_id)) is None:
        problems.append(Problem("person_id", _("choose who waits")))
    if not problems and slot.starts_at <= wall_clock(transaction):
        problems.append(Problem("starts_at", _("this time has begun already")))
    if not problems and (ended := after_the_last_day(slot, terms)):
        problems.append(ended)
    if not problems:
        calendar = calendar_of(transaction, [facility_id], slot.starts_at, slot.ends_at)
        other = calendar.clash(slot, exclusive=terms.exclusive)
        if other is not None and other.person_id == person_id:
            problems.append(Problem("person_id", _("this person has a booking in that time already")))
        elif taken(slot, terms, calendar) is None and not closures(transaction.connection, slot):
            problems.append(Problem("starts_at", _("this time is free: book it instead")))
        elif _waits(transaction, slot):
            problems.append(Problem("person_id", _("this person waits for this very time already")))
    if problems:
        raise Invalid(problems)
    transaction.about = about(terms, slot.starts_at)
    return transaction.add(
        BookingWish(
            facility_id=facility_id,
            person_id=person_id,
            starts_at=stored(slot.starts_at),
            ends_at=stored(slot.ends_at),
            asked_at=stored(wall_clock(transaction)),
            purpose=tidy(purpose),
        )
    )


def withdraw_wish(transaction: Transaction, *, wish_id: int, ended_on: date | None = None) -> None:
    """Note that somebody waits no longer. Raises Refused where the wish ended already."""
    _end(transaction, _waiting(transaction, wish_id), "withdrawn", ended_on or transaction.today)


def pass_wish(transaction: Transaction, *, wish_id: int) -> Offer | None:
    """Note that somebody was offered the time and lets it pass; gives who is offered it next, or None.

    Raises Refused where the wish ended already.
    """
    wish = _waiting(transaction, wish_id)
    _end(transaction, wish, "passed", transaction.today)
    return first_offer(transaction, Slot(None, wish.facility_id, wish.person_id, wish.starts_at, wish.ends_at))


def give_wish(transaction: Transaction, *, wish_id: int, reason: str = "") -> Booked:
    """Book the time that somebody waited for; raises Invalid as `book` does.

    Raises Refused where the wish ended already, or where somebody asked earlier who can have it.
    """
    wish = _waiting(transaction, wish_id)
    for first in offers(transaction.connection, wall_clock(transaction), wish.facility_id):
        earlier = (first.asked_at, first.wish_id) < (wish.asked_at, wish.wish_id)
        if earlier and overlap(first.starts_at, first.ends_at, wish.starts_at, wish.ends_at):
            raise Refused(
                _(
                    "Somebody asked earlier and can have {when}. Offer it there first, or note that they let it pass."
                ).format(when=span_text(first.starts_at, first.ends_at))
            )
    # Booking closes the wishes of the same person for the same time, this one among them.
    return book(
        transaction,
        facility_id=wish.facility_id,
        person_id=wish.person_id,
        starts_at=wish.starts_at,
        ends_at=wish.ends_at,
        purpose=wish.purpose,
        reason=reason,
    )


def _waits(transaction: Transaction, slot: Slot) -> bool:
    statement = select(col(BookingWish.id)).where(
        col(BookingWish.facility_id) == slot.facility_id,
        col(BookingWish.person_id) == slot.person_id,
        col(BookingWish.starts_at) == stored(slot.starts_at),
        col(BookingWish.ends_at) == stored(slot.ends_at),
        col(BookingWish.ended_on).is_(None),
    )
    return transaction.scalar(statement) is not None


def _waiting(transaction: Transaction, wish_id: int) -> WishRow:
    transaction.flush()
    wish = record(transaction.connection, wish_id, transaction.today)
    if wish is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    if wish.outcome:
        raise Refused(_("This wish ended already."))
    transaction.about = about(known_terms(transaction, wish.facility_id), wish.starts_at)
    return wish


def _end(transaction: Transaction, wish: WishRow, outcome: str, ended_on: date) -> None:
    transaction.change(BookingWish, wish.wish_id, ended_on=ended_on, outcome=outcome)
