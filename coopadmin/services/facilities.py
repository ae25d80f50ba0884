"""What a board does with shared rooms and things: add them, correct what is known, close them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.facilities import first_overlap, span_text
from coopadmin.domain.periods import day_after
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import long_date, tidy
from coopadmin.i18n import _
from coopadmin.services.booking_parts import known_terms, named, slots_of
from db.journal import Transaction
from db.queries.booking_terms import ending_after
from db.tables.facilities import Facility
from db.tables.members import Person

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
    terms = known_terms(transaction, facility_id)
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
    terms = known_terms(transaction, facility_id)
    if terms.ended_on:
        raise Refused(
            _("{facility} is closed after {day} already.").format(facility=terms.name, day=long_date(terms.ended_on))
        )
    ahead = [slot for slot in slots_of(transaction, ending_after(facility_id, day_after(ended_on))) if slot.holds]
    if ahead:
        raise Refused(
            _("{facility} cannot close after {day}: it is booked later. Move or cancel first:").format(
                facility=terms.name, day=long_date(ended_on)
            ),
            *named(ahead),
        )
    transaction.change(Facility, facility_id, ended_on=ended_on)
    transaction.about = terms.code


# -- what forms and registers share --------------------------------------------------------------------------------


def overlapping_ahead(transaction: Transaction, facility_id: int) -> list[Problem]:
    """Say why a facility cannot begin to serve one at a time: two bookings from today on overlap."""
    pair = first_overlap(slots_of(transaction, ending_after(facility_id, transaction.today)))
    if pair is None:
        return []
    first, second = (span_text(slot.starts_at, slot.ends_at) for slot in pair)
    reason = _("two bookings overlap, {first} and {second}; move one before double booking is ruled out")
    return [Problem("allows_overlap", reason.format(first=first, second=second))]


# -- within --------------------------------------------------------------------------------------------------------


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
