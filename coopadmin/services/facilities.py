"""What a board does with shared rooms and things: add, correct, close; book, change, confirm, cancel."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import col

from coopadmin.domain.facilities import (
    LONGEST_DAYS,
    STATUSES,
    Calendar,
    Slot,
    Terms,
    cautions,
    check_booking,
    first_overlap,
    midnight,
    refusals,
    span_text,
    stored,
    to_the_minute,
)
from coopadmin.domain.periods import day_after, last_of_month
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import long_date, tidy
from coopadmin.i18n import _, ngettext
from db.journal import Transaction
from db.tables.facilities import Booking, Facility
from db.tables.members import Person

NAMED_AT_MOST = 5
"""Bookings a refusal names one by one."""

NUMBERS = ("member_rate_cents", "other_rate_cents", "max_per_month", "key_count")
"""The fields of a facility that count something: empty, zero or more."""


@dataclass(frozen=True, slots=True)
class FacilityData:
    """What is known of a facility, as a form or a file gives it; text may be empty, rates are cents."""

    code: str
    name: str
    kind: str = ""
    place: str = ""
    keeper_id: int | None = None
    member_rate_cents: int | None = None
    other_rate_cents: int | None = None
    max_per_month: int | None = None
    """Bookings per person in a calendar month; None for no limit."""
    allows_overlap: bool = False
    key_count: int | None = None
    house_rules: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Booked:
    """A booking that was taken in, and what should not have been about it."""

    booking_id: int
    warnings: tuple[str, ...]


def add_facility(transaction: Transaction, *, facility: FacilityData) -> int:
    """Add a facility; gives its number in the store. Raises Invalid with a problem per field of FacilityData."""
    values, problems = _checked(transaction, facility, None)
    if problems:
        raise Invalid(problems)
    transaction.about = values["code"]
    return transaction.add(Facility(**values))


def correct_facility(transaction: Transaction, *, facility_id: int, facility: FacilityData) -> bool:
    """Correct what is known of a facility; tells whether anything was different.

    Raises Invalid with a problem per field; one that serves one at a time from now on may have no bookings ahead
    that overlap.
    """
    terms = _terms(transaction, facility_id)
    values, problems = _checked(transaction, facility, facility_id)
    if not terms.exclusive and not facility.allows_overlap:
        problems.extend(overlapping_ahead(transaction, facility_id))
    if problems:
        raise Invalid(problems)
    transaction.about = values["code"]
    return transaction.change(Facility, facility_id, **values)


def close_facility(transaction: Transaction, *, facility_id: int, ended_on: date) -> None:
    """Close a facility after `ended_on`, its last day; what happened in it is kept.

    Raises Refused where it is closed already, or where bookings stand after that day; those are named by time.
    """
    terms = _terms(transaction, facility_id)
    if terms.ended_on:
        raise Refused(
            _("{facility} is closed after {day} already.").format(facility=terms.name, day=long_date(terms.ended_on))
        )
    ahead = [slot for slot in _slots(transaction, _ending_after(facility_id, day_after(ended_on))) if slot.holds]
    if ahead:
        raise Refused(
            _("{facility} cannot close after {day}: it is booked later. Move or cancel first:").format(
                facility=terms.name, day=long_date(ended_on)
            ),
            *_named(ahead),
        )
    transaction.change(Facility, facility_id, ended_on=ended_on)
    transaction.about = terms.code


def book(
    transaction: Transaction,
    *,
    facility_id: int,
    person_id: int,
    starts_at: datetime,
    ends_at: datetime,
    purpose: str = "",
    status: str = "confirmed",
) -> Booked:
    """Book a facility for a person, in wall-clock time to the minute; house rules broken come back as warnings.

    Raises Invalid with a problem per field: at `starts_at` where the facility is taken, saying when it is.
    """
    slot = Slot(None, facility_id, person_id, to_the_minute(starts_at), to_the_minute(ends_at), status, tidy(purpose))
    said = _accepted(transaction, slot, None)
    return Booked(transaction.add(Booking(**booking_values(slot))), said)


def change_booking(
    transaction: Transaction,
    *,
    booking_id: int,
    facility_id: int,
    person_id: int,
    starts_at: datetime,
    ends_at: datetime,
    purpose: str,
    status: str,
) -> Booked:
    """Change a booking to what is given here, all of it; warns and raises Invalid as `book` does."""
    _stored_booking(transaction, booking_id)
    slot = Slot(None, facility_id, person_id, to_the_minute(starts_at), to_the_minute(ends_at), status, tidy(purpose))
    said = _accepted(transaction, slot, booking_id)
    transaction.change(Booking, booking_id, **booking_values(slot))
    return Booked(booking_id, said)


def confirm_booking(transaction: Transaction, *, booking_id: int) -> None:
    """Confirm a booking that was requested. Raises Refused where it is not waiting for that."""
    slot = _stored_booking(transaction, booking_id)
    if slot.status != "requested":
        raise Refused(
            _("Only a requested booking can be confirmed; this one is {status}.").format(
                status=_(STATUSES[slot.status])
            )
        )
    transaction.change(Booking, booking_id, status="confirmed")


def cancel_booking(transaction: Transaction, *, booking_id: int) -> None:
    """Cancel a booking; it is kept, and keeps nobody out. Raises Refused where it was cancelled or used already."""
    slot = _stored_booking(transaction, booking_id)
    if slot.status in ("cancelled", "used"):
        raise Refused(
            _("This booking cannot be cancelled any more: it is {status}.").format(status=_(STATUSES[slot.status]))
        )
    transaction.change(Booking, booking_id, status="cancelled")


# -- what forms and registers share --------------------------------------------------------------------------------


def booking_values(slot: Slot) -> dict[str, Any]:
    """Give the columns of a booking."""
    return {
        "facility_id": slot.facility_id,
        "person_id": slot.person_id,
        "starts_at": stored(slot.starts_at),
        "ends_at": stored(slot.ends_at),
        "purpose": slot.purpose,
        "status": slot.status,
    }


def terms_of(transaction: Transaction, *conditions: Any) -> list[Terms]:
    """Give what the facilities that meet `conditions` ask of their bookings."""
    statement = select(
        col(Facility.id),
        col(Facility.code),
        col(Facility.name),
        col(Facility.allows_overlap),
        col(Facility.max_per_month),
        col(Facility.ended_on),
    ).where(*conditions)
    return [
        Terms(facility_id, code, name, not allows_overlap, most, ended_on)
        for facility_id, code, name, allows_overlap, most, ended_on in transaction.execute(statement)
    ]


def calendar_of(
    transaction: Transaction, facilities: Iterable[int], first: datetime, last: datetime, without: int | None = None
) -> Calendar:
    """Read what is booked in some facilities from the month of `first` to the month of `last`.

    That is all the rules ask about bookings that begin and end between them. `without` leaves one booking out.
    """
    month_begins = midnight(first.date().replace(day=1))
    month_ended = midnight(day_after(last_of_month(last.date())))
    statement = _SLOTS.where(
        col(Booking.facility_id).in_(facilities),
        # No booking is longer, so the index on the start bounds the search from below as well.
        col(Booking.starts_at) >= stored(month_begins - timedelta(days=LONGEST_DAYS)),
        col(Booking.starts_at) < stored(month_ended),
        col(Booking.ends_at) > stored(month_begins),
    )
    return Calendar(slot for slot in _slots(transaction, statement) if slot.booking_id != without)


def overlapping_ahead(transaction: Transaction, facility_id: int) -> list[Problem]:
    """Say why a facility cannot begin to serve one at a time: two bookings from today on overlap."""
    pair = first_overlap(_slots(transaction, _ending_after(facility_id, transaction.today)))
    if pair is None:
        return []
    first, second = (span_text(slot.starts_at, slot.ends_at) for slot in pair)
    reason = _("two bookings overlap, {first} and {second}; move one before double booking is ruled out")
    return [Problem("allows_overlap", reason.format(first=first, second=second))]


# -- within --------------------------------------------------------------------------------------------------------

_SLOTS = select(
    col(Booking.id),
    col(Booking.facility_id),
    col(Booking.person_id),
    col(Booking.starts_at),
    col(Booking.ends_at),
    col(Booking.status),
    col(Booking.purpose),
)


def _slots(transaction: Transaction, statement: Select[int, int, int, str, str, str, str]) -> Iterable[Slot]:
    for booking_id, facility_id, person_id, starts_at, ends_at, status, purpose in transaction.execute(statement):
        begin, end = datetime.fromisoformat(starts_at), datetime.fromisoformat(ends_at)
        yield Slot(booking_id, facility_id, person_id, begin, end, status, purpose)


def _ending_after(facility_id: int, day: date) -> Select[int, int, int, str, str, str, str]:
    """Choose the bookings of a facility that still run once `day` begins."""
    return _SLOTS.where(col(Booking.facility_id) == facility_id, col(Booking.ends_at) > stored(midnight(day))).order_by(
        col(Booking.starts_at)
    )


def _named(slots: list[Slot]) -> list[str]:
    lines = [span_text(slot.starts_at, slot.ends_at) for slot in slots[:NAMED_AT_MOST]]
    if more := len(slots) - len(lines):
        lines.append(ngettext("and {count} more", "and {count} more", more).format(count=more))
    return lines


def _terms(transaction: Transaction, facility_id: int) -> Terms:
    found = terms_of(transaction, col(Facility.id) == facility_id)
    if not found:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    return found[0]


def _stored_booking(transaction: Transaction, booking_id: int) -> Slot:
    """Find a booking and let the journal say what the deed is about."""
    slot = next(iter(_slots(transaction, _SLOTS.where(col(Booking.id) == booking_id))), None)
    if slot is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    transaction.about = _about(_terms(transaction, slot.facility_id), slot)
    return slot


def _about(terms: Terms, slot: Slot) -> str:
    return f"{terms.code} {slot.starts_at:%Y-%m-%d %H:%M}"


def _accepted(transaction: Transaction, slot: Slot, booking_id: int | None) -> tuple[str, ...]:
    """Hold a booking against the rules and give the warnings; `booking_id` is the one it takes the place of."""
    terms = next(iter(terms_of(transaction, col(Facility.id) == slot.facility_id)), None)
    problems: list[Problem] = []
    if terms is None:
        problems.append(Problem("facility_id", _("choose a facility")))
    if transaction.scalar(select(col(Person.id)).where(col(Person.id) == slot.person_id)) is None:
        problems.append(Problem("person_id", _("choose who books")))
    times = check_booking(slot.starts_at, slot.ends_at)
    said: tuple[str, ...] = ()
    if terms and not times:
        calendar = calendar_of(transaction, [terms.facility_id], slot.starts_at, slot.ends_at, without=booking_id)
        times = refusals(slot, terms, calendar)
        said = tuple(problem.message for problem in cautions(slot, terms, calendar, transaction.today))
        transaction.about = _about(terms, slot)
    problems.extend(times)
    if slot.status not in STATUSES:
        problems.append(Problem("status", _("choose a status")))
    if problems:
        raise Invalid(problems)
    return said


def _checked(
    transaction: Transaction, facility: FacilityData, facility_id: int | None
) -> tuple[dict[str, Any], list[Problem]]:
    """Tidy the fields of a facility and say what is wrong with them."""
    values = {key: tidy(value) if isinstance(value, str) else value for key, value in asdict(facility).items()}
    problems: list[Problem] = []
    if not values["code"]:
        problems.append(Problem("code", _("give the facility a code")))
    elif len(values["code"]) > 40:
        problems.append(Problem("code", _("the text is longer than {limit} signs").format(limit=40)))
    elif transaction.scalar(select(col(Facility.id)).where(col(Facility.code) == values["code"])) not in (
        None,
        facility_id,
    ):
        reason = _("there is already a facility with code {code}").format(code=values["code"])
        problems.append(Problem("code", reason))
    if not values["name"]:
        problems.append(Problem("name", _("give the facility a name")))
    elif len(values["name"]) > 400:
        problems.append(Problem("name", _("the text is longer than {limit} signs").format(limit=400)))
    if facility.keeper_id is not None and (
        transaction.scalar(select(col(Person.id)).where(col(Person.id) == facility.keeper_id)) is None
    ):
        problems.append(Problem("keeper_id", _("choose someone who is known here")))
    numbers = {name: getattr(facility, name) for name in NUMBERS}
    problems.extend(
        Problem(name, _("this cannot be below zero"))
        for name, number in numbers.items()
        if number is not None and number < 0
    )
    return values, problems
