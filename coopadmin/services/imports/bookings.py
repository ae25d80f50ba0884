"""The bookings of shared facilities (reserveringen)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from sqlmodel import col

from coopadmin.domain.facilities import STATUS_WORDS, Calendar, Slot, Terms, cautions, check_booking, refusals
from coopadmin.errors import Problem
from coopadmin.exchange.registers import Column, Register, Row, as_choice, as_line, as_moment
from coopadmin.i18n import _
from coopadmin.services.booking_parts import booking_values, calendar_of, terms_of
from coopadmin.services.imports import Intake
from coopadmin.services.imports.facilities import people_by_number
from db.tables.bookings import Booking
from db.tables.facilities import Facility

REGISTER = Register(
    "bookings",
    (
        Column("facility", ("Voorziening", "Ruimte", "Facility", "Room"), as_line(40), required=True),
        Column("member", ("Lid", "Lidnr", "Lidnummer", "Member", "Member number"), as_line(40), required=True),
        Column("starts_at", ("Van", "Vanaf", "Begin", "From", "Start"), as_moment, required=True),
        Column("ends_at", ("Tot", "Einde", "Until", "To", "End"), as_moment, required=True),
        Column("purpose", ("Doel", "Purpose"), as_line(400)),
        Column("status", ("Status",), as_choice(STATUS_WORDS)),
    ),
)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the store holds of what the rows name: facilities by code, people by member number."""

    terms: dict[str, Terms]
    people: dict[str, int]


def take(intake: Intake, rows: Sequence[Row]) -> None:
    """Take in bookings; one that is known by its facility and start is brought up to date.

    Where a facility may be booked double, its person is part of what it is known by.
    """
    known = _known(intake, rows)
    problems = {row.number: [*row.problems, *_cannot_be(row, known)] for row in rows}
    slots = {row.number: _slot(row, known) for row in rows if not problems[row.number]}
    calendar = _calendar(intake, slots.values())
    for row in rows:
        if slot := slots.get(row.number):
            _place(intake, row, known.terms[row.text("facility")], slot, calendar)
        else:
            intake.reject(row, problems[row.number])


def _calendar(intake: Intake, slots: Collection[Slot]) -> Calendar:
    """Read what is booked already around the bookings on their way in."""
    if not slots:
        return Calendar()
    first, last = min(slot.starts_at for slot in slots), max(slot.ends_at for slot in slots)
    return calendar_of(intake.tx, {slot.facility_id for slot in slots}, first, last)


def _cannot_be(row: Row, known: _Known) -> list[Problem]:
    problems: list[Problem] = []
    facility, member = row.text("facility"), row.text("member")
    if facility and facility not in known.terms:
        problems.append(Problem("facility", _("there is no facility with code {code}").format(code=facility)))
    if member and member not in known.people:
        problems.append(Problem("member", _("there is no member with number {number}").format(number=member)))
    problems.extend(check_booking(row.values.get("starts_at"), row.values.get("ends_at")))
    return problems


def _slot(row: Row, known: _Known) -> Slot:
    return Slot(
        booking_id=None,
        facility_id=known.terms[row.text("facility")].facility_id,
        person_id=known.people[row.text("member")],
        starts_at=row.values["starts_at"],
        ends_at=row.values["ends_at"],
        status=row.text("status") or "confirmed",
        purpose=row.text("purpose"),
    )


def _place(intake: Intake, row: Row, terms: Terms, slot: Slot, calendar: Calendar) -> None:
    """Enter a booking, or bring the one it is about up to date, where the calendar leaves room for it."""
    there = _same(intake, row, terms, slot, calendar)
    if there:
        slot = replace(
            slot,
            status=slot.status if row.text("status") else there.status,
            purpose=slot.purpose if intake.has("purpose") else there.purpose,
        )
        if slot == replace(there, booking_id=None):
            _caution(intake, row, terms, there, calendar)
            intake.count()
            return
        calendar.remove(there)
    if problems := refusals(slot, terms, calendar):
        if there:
            calendar.put(there)
        intake.reject(row, problems)
        return
    _caution(intake, row, terms, slot, calendar)
    if there and there.booking_id is not None:
        booking_id = there.booking_id
        intake.tx.change(Booking, booking_id, **booking_values(slot))
    else:
        booking_id = intake.tx.insert(Booking, **booking_values(slot))
        _claimed(intake, booking_id, row)
    calendar.put(replace(slot, booking_id=booking_id))
    intake.count(created=there is None, changed=there is not None)


def _caution(intake: Intake, row: Row, terms: Terms, slot: Slot, calendar: Calendar) -> None:
    for problem in cautions(slot, terms, calendar, intake.tx.today):
        intake.warn(row, problem.field, problem.message)


def _same(intake: Intake, row: Row, terms: Terms, slot: Slot, calendar: Calendar) -> Slot | None:
    """Find the booking this row is about, which no earlier row of this file was about.

    Several may begin at one moment: one that stands, and any number that were cancelled. A person's own comes
    before another's, and one that stands before one that was cancelled if the row says it stands.
    """
    candidates = sorted(
        calendar.starting(slot.facility_id, slot.starts_at),
        key=lambda other: (other.person_id != slot.person_id, other.holds != slot.holds),
    )
    for other in candidates:
        own = other.person_id == slot.person_id
        moved_to_another = terms.exclusive and other.holds and slot.holds
        if (own or moved_to_another) and not _claimed(intake, other.booking_id, row):
            return other
    return None


def _claimed(intake: Intake, booking_id: int | None, row: Row) -> bool:
    """Tell whether an earlier row was about a booking; if none was, this one is from now on."""
    return intake.repeated(("booking", booking_id), row) is not None


def _known(intake: Intake, rows: Sequence[Row]) -> _Known:
    codes = {row.text("facility") for row in rows}
    return _Known(
        terms={terms.code: terms for terms in terms_of(intake.tx, col(Facility.code).in_(codes))},
        people=people_by_number(intake, {row.text("member") for row in rows}),
    )
