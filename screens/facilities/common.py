"""What all forms of the facilities share: the moment by the clock on the wall, and saying what was done."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from coopadmin import settings
from coopadmin.domain.facilities import span_text
from coopadmin.i18n import N_, _, ngettext
from coopadmin.services.booking_wish_parts import Cancelled, Offer
from db.queries import booking_wishes
from db.queries import bookings as booking_queries
from db.queries import facilities as queries
from db.queries.bookings import BookingRow
from db.queries.facilities import FacilityRow
from screens.app import CoopApp
from screens.fields import Field
from screens.text import one_line


def wall_clock(app: CoopApp) -> datetime:
    """Give the moment by the clock on the wall, to the minute, on the day of the desk."""
    return datetime.combine(app.today, settings.now().astimezone().time()).replace(second=0, microsecond=0)


def typed_day(day: datetime | None, app: CoopApp) -> str:
    """Write a day as the beginning of a moment: the time is typed behind it."""
    begun = day.date() if day else app.today
    return f"{begun.day}-{begun.month}-{begun.year} "


def moment_fields(starts_at: datetime | str | None, ends_at: datetime | None = None) -> list[Field]:
    """Ask from when until when."""
    return [
        Field(
            "starts_at",
            N_("Begins"),
            "moment",
            required=True,
            initial=starts_at,
            help=N_("the day and the time: 31-12-2026 14:30"),
        ),
        Field(
            "ends_at",
            N_("Ends"),
            "moment",
            required=True,
            initial=ends_at,
            day_of="starts_at",
            help=N_("a time alone is a time of the same day: 16:30"),
        ),
    ]


def reason_field() -> Field:
    """Ask why something may be against a house rule."""
    return Field("reason", N_("Why all the same"), help=N_("only where a house rule is against it; it is kept"))


async def facility_row(app: CoopApp, facility_id: int) -> FacilityRow | None:
    """Give a facility, or None where it was taken back meanwhile."""
    record = await app.read(queries.record, facility_id, app.today)
    return record.facility if record else None


async def booking_row(app: CoopApp, booking_id: int) -> BookingRow | None:
    """Give a booking, or None where it was taken back meanwhile."""
    record = await app.read(booking_queries.booking_record, booking_id)
    return record.booking if record else None


def warn(app: CoopApp, warnings: Iterable[str]) -> None:
    """Say what should not have been, or what is left to do."""
    for warning in warnings:
        app.say(f"{warning[:1].upper()}{warning[1:]}", "warning")


async def say_booked(app: CoopApp, message: str, booking_id: int, warnings: Iterable[str] = ()) -> None:
    """Say what was done to a booking, in a message with `{what}`, and warn of what should not have been about it."""
    row = await booking_row(app, booking_id)
    if row is not None:
        app.say(message.format(what=named(row)))
    warn(app, warnings)


async def say_cancelled(app: CoopApp, message: str, booking_id: int, done: Cancelled) -> None:
    """Say that a booking was cancelled, what is left to do, and who can have its time now."""
    await say_booked(app, message, booking_id, done.warnings)
    if done.offered is not None:
        await say_offer(app, done.offered)


async def say_offer(app: CoopApp, offer: Offer) -> None:
    """Say who waited for a time that is free now."""
    wish = await app.read(booking_wishes.record, offer.wish_id, app.today)
    if wish is not None:
        said = _("{person} waits for {when}, which is free now: offer it from the facility's waiting list (A).")
        app.say(said.format(person=wish.person, when=span_text(offer.starts_at, offer.ends_at)), "warning")


def named(row: BookingRow) -> str:
    """Name a booking by its facility and its time."""
    return f"{row.facility_name}, {span_text(row.starts_at, row.ends_at)}"


def house_rules(facility: FacilityRow) -> str:
    """Say what the house rules of a facility are, on one line."""
    said = [one_line(facility.house_rules)]
    if (most := facility.max_per_month) is not None:
        limit = ngettext("At most {count} a month per person", "At most {count} a month per person", most)
        said.append(limit.format(count=most))
    return " · ".join(part for part in said if part)
