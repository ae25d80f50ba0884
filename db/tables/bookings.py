"""Who has a shared room or thing when: single bookings and series, who waits for it, and who cleans it after."""

from datetime import date

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from db.tables.base import Record, day, minute, not_negative, one_of, only_where, ordered, strict

BOOKING_STATUSES = ("requested", "confirmed", "used", "cancelled")


class BookingSeries(Record, table=True):
    """A booking that returns by a rule of the calendar, until a last day; its occurrences are bookings of their own."""

    __table_args__ = strict(
        CheckConstraint("minutes > 0", name="minutes_positive"),
        CheckConstraint("length(rule) > 0", name="rule_filled"),
        minute("starts_at"),
        day("until"),
        day("ended_on"),
    )

    facility_id: int = Field(foreign_key="facility.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    starts_at: str
    """The first moment, by the clock on the wall: 20:00 stays 20:00 across summer time."""
    minutes: int
    rule: str
    """A rule of the calendar as iCalendar writes it (RFC 5545 RRULE, without DTSTART and UNTIL)."""
    until: date
    """The last day an occurrence may begin."""
    purpose: str = ""
    ended_on: date | None = None
    """The day it was stopped before its time."""
    note: str = ""


class SeriesSkip(Record, table=True):
    """An occurrence of a series that does not take place, and why."""

    __table_args__ = strict(UniqueConstraint("series_id", "occurrence_at"), minute("occurrence_at"))

    series_id: int = Field(foreign_key="bookingseries.id")
    occurrence_at: str
    reason: str = ""


class Booking(Record, table=True):
    """A person's use of a facility, from and until in local wall-clock time to the minute."""

    __table_args__ = strict(
        one_of("status", *BOOKING_STATUSES),
        one_of("left_as", "", "clean", "cleaned_at_cost", "damaged"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("(series_id IS NULL) = (occurrence_at IS NULL)", name="occurrence_of_series"),
        UniqueConstraint("series_id", "occurrence_at"),
        not_negative("price_cents"),
        CheckConstraint("people IS NULL OR people > 0", name="people_positive"),
        ordered("asked_on", "confirmed_on"),
        minute("starts_at"),
        minute("ends_at"),
        minute("occurrence_at"),
        day("asked_on"),
        day("confirmed_on"),
        day("paid_on"),
        day("cancelled_on"),
        day("checked_on"),
        Index("ix_booking_facility_id_starts_at", "facility_id", "starts_at"),
        Index("ix_booking_starts_at", "starts_at"),
        # What the trigger against overlap searches.
        only_where("status <> 'cancelled'", "ix_booking_standing", "facility_id", "ends_at", "starts_at"),
    )

    facility_id: int = Field(foreign_key="facility.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    starts_at: str
    """`2026-11-02T14:00`: what the clock on the wall shows, so summer time moves nothing."""
    ends_at: str
    purpose: str = ""
    status: str = "confirmed"
    series_id: int | None = Field(default=None, foreign_key="bookingseries.id")
    occurrence_at: str | None = None
    """When the series' own rule has it; it may have been moved since."""
    people: int | None = None
    asked_on: date | None = None
    confirmed_on: date | None = None
    price_cents: int | None = None
    """What it costs by the rates on the day it was asked; None where no rate was known."""
    paid_on: date | None = None
    charge_id: int | None = Field(default=None, foreign_key="charge.id", index=True)
    """What was put on the member's account for it."""
    cancelled_on: date | None = None
    cancel_reason: str = ""
    overruled: str = ""
    """Why the board let it stand against a rule of the house."""
    checked_on: date | None = None
    """The day the keeper looked at how it was left."""
    left_as: str = ""


class BookingWish(Record, table=True):
    """Somebody who waits for a time that is taken."""

    __table_args__ = strict(
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        one_of("outcome", "", "booked", "withdrawn", "passed"),
        CheckConstraint("(ended_on IS NULL) = (outcome = '')", name="ended_has_outcome"),
        minute("starts_at"),
        minute("ends_at"),
        minute("asked_at"),
        day("ended_on"),
    )

    facility_id: int = Field(foreign_key="facility.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    starts_at: str
    ends_at: str
    asked_at: str
    """Who asked first is served first."""
    purpose: str = ""
    ended_on: date | None = None
    outcome: str = ""
    booking_id: int | None = Field(default=None, foreign_key="booking.id", index=True)


class CleaningTurn(Record, table=True):
    """Whose turn it is to clean a facility, by when."""

    __table_args__ = strict(day("due_on"), day("done_on"))

    facility_id: int = Field(foreign_key="facility.id", index=True)
    booking_id: int | None = Field(default=None, foreign_key="booking.id", index=True)
    """The booking after which it is done; None for a turn of the roster."""
    due_on: date = Field(index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    done_on: date | None = None
    note: str = ""
