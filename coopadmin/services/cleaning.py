"""Whose turn it is to clean a facility: by roster, or after a booking where the house rules have it so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.facilities import Slot, Terms
from coopadmin.domain.facility_rules import in_force
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import long_date, tidy
from coopadmin.i18n import _, ngettext
from coopadmin.services.booking_parts import known_terms
from db.journal import Transaction
from db.tables.base import table_of
from db.tables.bookings import Booking, CleaningTurn
from db.tables.members import Person

MOST_TURNS = 400
"""Turns planned at once: one a day for a year and a bit."""


def add_turn(
    transaction: Transaction,
    *,
    facility_id: int,
    due_on: date,
    person_id: int | None = None,
    booking_id: int | None = None,
    note: str = "",
) -> int:
    """Add a turn, of somebody or of nobody yet; gives its number in the store. Raises Invalid, Refused."""
    terms = known_terms(transaction, facility_id)
    problems: list[Problem] = []
    if person_id is not None and not _known(transaction, [person_id]):
        problems.append(Problem("person_id", _("choose someone who is known here")))
    if booking_id is not None:
        of = transaction.scalar(select(col(Booking.facility_id)).where(col(Booking.id) == booking_id))
        if of != facility_id:
            problems.append(Problem("booking_id", _("choose a booking of this facility")))
    if problems:
        raise Invalid(problems)
    transaction.about = terms.code
    return transaction.add(
        CleaningTurn(
            facility_id=facility_id, booking_id=booking_id, due_on=due_on, person_id=person_id, note=tidy(note)
        )
    )


def plan_turns(
    transaction: Transaction,
    *,
    facility_id: int,
    person_ids: Sequence[int],
    first_on: date,
    every_days: int,
    until: date,
) -> int:
    """Make a roster: each in turn, every so many days, until a last day; gives how many turns were made.

    A day that has a turn of the roster already keeps it, and counts for whose turn it is. Raises Invalid.
    """
    terms = known_terms(transaction, facility_id)
    problems: list[Problem] = []
    if not person_ids or not _known(transaction, person_ids):
        problems.append(Problem("person_ids", _("choose who takes part")))
    if every_days < 1:
        problems.append(Problem("every_days", _("at least one day lies between two turns")))
    if until < first_on:
        reason = _("the last day lies before the first, {day}").format(day=long_date(first_on))
        problems.append(Problem("until", reason))
    elif every_days >= 1 and (until - first_on).days // every_days >= MOST_TURNS:
        reason = ngettext("more than {count} turn at once", "more than {count} turns at once", MOST_TURNS)
        problems.append(Problem("until", reason.format(count=MOST_TURNS)))
    if problems:
        raise Invalid(problems)
    statement = select(col(CleaningTurn.due_on)).where(
        col(CleaningTurn.facility_id) == facility_id, col(CleaningTurn.booking_id).is_(None)
    )
    there = set(transaction.execute(statement).scalars())
    days = [first_on + timedelta(days=number) for number in range(0, (until - first_on).days + 1, every_days)]
    made = 0
    for place, day in enumerate(days):
        if day not in there:
            person_id = person_ids[place % len(person_ids)]
            transaction.insert(CleaningTurn, facility_id=facility_id, due_on=day, person_id=person_id)
            made += 1
    transaction.about = terms.code
    return made


def assign_turn(transaction: Transaction, *, turn_id: int, person_id: int | None) -> bool:
    """Give a turn to somebody, or to nobody yet; tells whether that is new. Raises Invalid, Refused once it is done."""
    _open_turn(transaction, turn_id)
    if person_id is not None and not _known(transaction, [person_id]):
        raise Invalid([Problem("person_id", _("choose someone who is known here"))])
    return transaction.change(CleaningTurn, turn_id, person_id=person_id)


def move_turn(transaction: Transaction, *, turn_id: int, due_on: date) -> bool:
    """Put a turn on another day; tells whether that is new. Raises Refused once it is done."""
    _open_turn(transaction, turn_id)
    return transaction.change(CleaningTurn, turn_id, due_on=due_on)


def finish_turn(transaction: Transaction, *, turn_id: int, done_on: date) -> None:
    """Note that a turn was done. Raises Invalid for a day to come, Refused where it was done already."""
    _open_turn(transaction, turn_id)
    if done_on > transaction.today:
        raise Invalid([Problem("done_on", _("this day is still to come"))])
    transaction.change(CleaningTurn, turn_id, done_on=done_on)


def drop_turn(transaction: Transaction, *, turn_id: int) -> None:
    """Take a turn away that was not done. Raises Refused once it was."""
    _open_turn(transaction, turn_id)
    transaction.remove(CleaningTurn, turn_id)


def add_turn_after(transaction: Transaction, booking_id: int, slot: Slot, terms: Terms) -> None:
    """Make the turn after a new booking, where the house rules ask for one on the day it begins.

    There is one while the booking is confirmed: due on its last day, of who booked, or of nobody yet where the roster
    has it.
    """
    whose = _whose(slot, terms)
    if whose:
        transaction.insert(
            CleaningTurn,
            facility_id=slot.facility_id,
            booking_id=booking_id,
            due_on=_last_day(slot),
            person_id=slot.person_id if whose == "booker" else None,
        )


def finish_turn_after(transaction: Transaction, booking_id: int, done_on: date) -> None:
    """Note that the turn after a booking is done, where there is one that was not."""
    waits = (col(CleaningTurn.booking_id) == booking_id, col(CleaningTurn.done_on).is_(None))
    for turn_id in transaction.execute(select(col(CleaningTurn.id)).where(*waits)).scalars().all():
        transaction.change(CleaningTurn, turn_id, done_on=done_on)


def follow_booking(transaction: Transaction, booking_id: int, slot: Slot, terms: Terms) -> None:
    """Keep the turn after a booking in step with it, as `add_turn_after` makes it; what was done stays."""
    table = table_of(CleaningTurn)
    found = transaction.execute(select(table).where(table.c.booking_id == booking_id)).mappings().first()
    whose = _whose(slot, terms)
    if found is None:
        add_turn_after(transaction, booking_id, slot, terms)
    elif found["done_on"] is None and not whose:
        transaction.remove(CleaningTurn, found["id"])
    elif found["done_on"] is None:
        person_id = slot.person_id if whose == "booker" else found["person_id"]
        transaction.change(
            CleaningTurn, found["id"], facility_id=slot.facility_id, due_on=_last_day(slot), person_id=person_id
        )


def _whose(slot: Slot, terms: Terms) -> str:
    """Say who cleans after a booking, `booker` or `roster`; empty where nobody does."""
    rule = in_force(terms.rules, "cleaning", slot.starts_at.date())
    asked = rule is not None and rule.value != "nobody" and slot.status in ("confirmed", "used")
    return rule.value if rule is not None and asked else ""


def _last_day(slot: Slot) -> date:
    return (slot.ends_at - timedelta(minutes=1)).date()


def _known(transaction: Transaction, person_ids: Sequence[int]) -> bool:
    found = transaction.execute(select(col(Person.id)).where(col(Person.id).in_(person_ids))).scalars()
    return set(found) == set(person_ids)


def _open_turn(transaction: Transaction, turn_id: int) -> None:
    row = transaction.execute(
        select(col(CleaningTurn.facility_id), col(CleaningTurn.due_on), col(CleaningTurn.done_on)).where(
            col(CleaningTurn.id) == turn_id
        )
    ).first()
    if row is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    facility_id, due_on, done_on = row
    if done_on is not None:
        raise Refused(_("This turn was done on {day} already.").format(day=long_date(done_on)))
    transaction.about = f"{known_terms(transaction, facility_id).code} {due_on:%Y-%m-%d}"
