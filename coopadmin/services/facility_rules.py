"""The house's own rules for a facility, from a day on, and the times it is closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.facilities import Slot, Terms, overlap, stored, to_the_minute
from coopadmin.domain.facility_rules import KINDS, in_force, read_value
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import long_date, tidy
from coopadmin.i18n import _
from coopadmin.services.booking_parts import known_terms, named, slots_of
from coopadmin.services.bookings import cancel_booking
from db.journal import Transaction
from db.queries.booking_terms import SLOTS
from db.tables.bookings import Booking
from db.tables.facility_rules import FacilityClosure, FacilityRule


def set_house_rule(
    transaction: Transaction, *, facility_id: int, kind: str, value: str, valid_from: date, source: str
) -> bool:
    """Set a rule of a facility from a day on, with where it stands; an empty value ends it. Tells whether that is new.

    The value is read as `facility_rules.read_value` does. Bookings that are made already stay as they are. Raises
    Invalid with a problem per field.
    """
    terms = known_terms(transaction, facility_id)
    problems: list[Problem] = []
    kept = ""
    if kind not in KINDS:
        problems.append(Problem("kind", _("choose what the rule is about")))
    else:
        try:
            kept = read_value(kind, value)
        except ValueError as wrong:
            problems.append(Problem("value", str(wrong)))
        if not problems and not kept and in_force(terms.rules, kind, valid_from) is None:
            reason = _("there is no such rule on {day} that could end").format(day=long_date(valid_from))
            problems.append(Problem("value", reason))
    if not tidy(source):
        problems.append(Problem("source", _("say where it stands: the house rules, a decision of the board")))
    if problems:
        raise Invalid(problems)
    transaction.about = terms.code
    same_day = transaction.scalar(
        select(col(FacilityRule.id)).where(
            col(FacilityRule.facility_id) == facility_id,
            col(FacilityRule.kind) == kind,
            col(FacilityRule.valid_from) == valid_from,
        )
    )
    if same_day is not None:
        return transaction.change(FacilityRule, same_day, value=kept, source=tidy(source))
    transaction.add(
        FacilityRule(facility_id=facility_id, kind=kind, value=kept, valid_from=valid_from, source=tidy(source))
    )
    return True


def remove_house_rule(transaction: Transaction, *, rule_id: int) -> None:
    """Take a rule away that is not in force yet. Raises Refused once it is: end it from a day on instead."""
    row = transaction.execute(
        select(col(FacilityRule.facility_id), col(FacilityRule.valid_from)).where(col(FacilityRule.id) == rule_id)
    ).first()
    if row is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    facility_id, valid_from = row
    if valid_from <= transaction.today:
        raise Refused(_("This rule began on {day}; end it from a day on instead.").format(day=long_date(valid_from)))
    transaction.about = known_terms(transaction, facility_id).code
    transaction.remove(FacilityRule, rule_id)


# -- closures ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Closed:
    """A time a facility is closed, and how many bookings were cancelled for it."""

    closure_id: int
    called_off: int


def close_between(
    transaction: Transaction,
    *,
    facility_id: int,
    starts_at: datetime,
    ends_at: datetime,
    why: str,
    call_off: bool = False,
) -> Closed:
    """Close a facility for a time; bookings in it are cancelled with its reason where `call_off`.

    Raises Invalid, and Refused naming the bookings that stand in it where they are not to be called off.
    """
    terms = known_terms(transaction, facility_id)
    begin, end = to_the_minute(starts_at), to_the_minute(ends_at)
    _check(begin, end, why)
    there = _clear(transaction, terms, begin, end, call_off=call_off, why=why)
    closure_id = transaction.add(
        FacilityClosure(facility_id=facility_id, starts_at=stored(begin), ends_at=stored(end), why=tidy(why))
    )
    transaction.about = terms.code
    return Closed(closure_id, there)


def correct_closure(
    transaction: Transaction, *, closure_id: int, starts_at: datetime, ends_at: datetime, why: str
) -> bool:
    """Close a facility for another time than was written; tells whether that is new. Raises as `close_between` does."""
    terms = known_terms(transaction, _facility_of(transaction, closure_id))
    begin, end = to_the_minute(starts_at), to_the_minute(ends_at)
    _check(begin, end, why)
    _clear(transaction, terms, begin, end, call_off=False, why=why)
    transaction.about = terms.code
    return transaction.change(FacilityClosure, closure_id, starts_at=stored(begin), ends_at=stored(end), why=tidy(why))


def reopen_facility(transaction: Transaction, *, closure_id: int) -> None:
    """Take a closure away: the facility can be had in that time. Raises Refused where it is gone."""
    facility_id = _facility_of(transaction, closure_id)
    transaction.about = known_terms(transaction, facility_id).code
    transaction.remove(FacilityClosure, closure_id)


def _check(begin: datetime, end: datetime, why: str) -> None:
    problems: list[Problem] = []
    if end <= begin:
        problems.append(Problem("ends_at", _("it ends before it begins")))
    if not tidy(why):
        problems.append(Problem("why", _("say why it is closed; who wants to book reads it")))
    if problems:
        raise Invalid(problems)


def _clear(transaction: Transaction, terms: Terms, begin: datetime, end: datetime, *, call_off: bool, why: str) -> int:
    """Cancel what is booked in a time, or raise Refused naming it; gives how many were cancelled."""
    statement = SLOTS.where(
        col(Booking.facility_id) == terms.facility_id,
        col(Booking.status).in_(("requested", "confirmed")),
        col(Booking.starts_at) < stored(end),
        col(Booking.ends_at) > stored(begin),
    ).order_by(col(Booking.starts_at))
    there: list[Slot] = [
        slot for slot in slots_of(transaction, statement) if overlap(slot.starts_at, slot.ends_at, begin, end)
    ]
    if there and not call_off:
        raise Refused(
            _("{facility} is booked in that time. Move or cancel first:").format(facility=terms.name), *named(there)
        )
    for slot in there:
        assert slot.booking_id is not None  # noqa: S101 - it came from the store
        cancel_booking(transaction, booking_id=slot.booking_id, reason=why)
    return len(there)


def _facility_of(transaction: Transaction, closure_id: int) -> int:
    found: int | None = transaction.scalar(
        select(col(FacilityClosure.facility_id)).where(col(FacilityClosure.id) == closure_id)
    )
    if found is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    return found
