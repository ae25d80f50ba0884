"""The forms of the facilities and their bookings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coopadmin.domain.facilities import STATUSES, span_text
from coopadmin.i18n import N_, _, ngettext
from coopadmin.services import facilities as deeds
from coopadmin.services.facilities import Booked, FacilityData
from db.queries import facilities as queries
from db.queries.facilities import FacilityRow
from screens.app import CoopApp
from screens.fields import Field
from screens.forms import ask
from screens.text import one_line

NEW_STATUSES = ("confirmed", "requested", "used")
"""What a booking can be from the start; it is cancelled later, or never made."""


# -- facilities ------------------------------------------------------------------------------------------------


def _facility_fields(row: FacilityRow | None = None) -> list[Field]:
    def first(name: str) -> Any:
        return getattr(row, name) if row else None

    return [
        Field("code", N_("Code"), required=True, initial=first("code"), help=N_("short: GR, CR, BIKE")),
        Field("name", N_("Name"), required=True, initial=first("name")),
        Field("kind", N_("Kind"), initial=first("kind"), help=N_("guest room, hall, workshop, laundry, garden …")),
        Field("place", N_("Place"), initial=first("place"), help=N_("the entrance, the floor, the cellar …")),
        Field(
            "keeper_id",
            N_("Keeper"),
            "pick",
            initial=first("keeper_id"),
            shown=row.keeper if row else "",
            find=("members",),
        ),
        Field(
            "allows_overlap",
            N_("Double booking"),
            "flag",
            required=True,
            initial=row.allows_overlap if row else False,
            help=N_("yes where several use it side by side: a laundry, a garden"),
        ),
        Field(
            "max_per_month",
            N_("Most per month"),
            "whole",
            initial=first("max_per_month"),
            help=N_("bookings per person in a calendar month; leave empty for no limit"),
        ),
        Field(
            "member_rate_cents",
            N_("Rate for members"),
            "cents",
            initial=first("member_rate_cents"),
            help=N_("leave empty where there is none"),
        ),
        Field("other_rate_cents", N_("Rate for others"), "cents", initial=first("other_rate_cents")),
        Field("key_count", N_("Keys"), "whole", initial=first("key_count"), help=N_("how many there are")),
        Field(
            "house_rules",
            N_("House rules"),
            "long",
            initial=first("house_rules"),
            help=N_("whoever books for someone sees them above the form"),
        ),
        Field("note", N_("Note"), "long", initial=first("note")),
    ]


async def add(app: CoopApp) -> None:
    """Add a facility."""

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.add_facility, facility=FacilityData(**values))
        app.say(_("Added: {name}. U takes it back.").format(name=values["name"]))
        app.show_record("facilities", done.result)

    await ask(app, _("New facility"), _facility_fields(), save, draft_key="facilities.new")


async def correct(app: CoopApp, facility_id: int) -> None:
    """Correct what is known of a facility."""
    row = await _facility(app, facility_id)
    if row is None:
        return

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.correct_facility, facility_id=facility_id, facility=FacilityData(**values))
        if done.result:
            app.say(_("Corrected: {name}. U takes it back.").format(name=values["name"]))
        else:
            app.say(_("{name} was like that already; nothing changed.").format(name=values["name"]))

    await ask(app, f"{row.name} ({row.code})", _facility_fields(row), save, draft_key=f"facilities.{facility_id}")


async def close(app: CoopApp, facility_id: int) -> None:
    """Close a facility after its last day."""
    row = await _facility(app, facility_id)
    if row is None:
        return
    fields = [
        Field(
            "ended_on",
            N_("Last day"),
            "date",
            required=True,
            initial=app.today,
            help=N_("it can still be booked on this day, and not after it"),
        )
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.close_facility, facility_id=facility_id, **values)
        app.say(_("Closed: {name}. U takes it back.").format(name=row.name))

    await ask(app, _("Close {name}").format(name=row.name), fields, save, draft_key=f"facilities.close.{facility_id}")


async def _facility(app: CoopApp, facility_id: int) -> FacilityRow | None:
    record = await app.read(queries.record, facility_id, app.today)
    return record.facility if record else None


# -- bookings --------------------------------------------------------------------------------------------------


def _booking_fields(first: Mapping[str, Any], statuses: tuple[str, ...]) -> list[Field]:
    return [
        Field(
            "facility_id",
            N_("Facility"),
            "pick",
            required=True,
            initial=first.get("facility_id"),
            shown=first.get("facility_name", ""),
            find=("facilities",),
        ),
        Field(
            "person_id",
            N_("For whom"),
            "pick",
            required=True,
            initial=first.get("person_id"),
            shown=first.get("person", ""),
            find=("members",),
        ),
        Field(
            "starts_at",
            N_("From"),
            "moment",
            required=True,
            initial=first.get("starts_at"),
            help=N_("the day and the time: 31-12-2026 14:30"),
        ),
        Field(
            "ends_at",
            N_("Until"),
            "moment",
            required=True,
            initial=first.get("ends_at"),
            day_of="starts_at",
            help=N_("a time alone is a time of the same day: 16:30"),
        ),
        Field("purpose", N_("Purpose"), initial=first.get("purpose"), help=N_("a birthday, a choir, a guest …")),
        Field(
            "status",
            N_("Status"),
            "choice",
            required=True,
            initial=first.get("status", "confirmed"),
            choices=[(code, STATUSES[code]) for code in statuses],
            help=N_("a requested one holds its time as well, and waits for a yes"),
        ),
    ]


async def book(app: CoopApp) -> None:
    """Book a facility for someone."""
    await _book(app, _("New booking"), {}, "bookings.new")


async def book_this(app: CoopApp, facility_id: int) -> None:
    """Book the facility at hand for someone."""
    row = await _facility(app, facility_id)
    if row is None:
        return
    first = {"facility_id": facility_id, "facility_name": row.name}
    title = _("Book {name}").format(name=row.name)
    await _book(app, title, first, f"facilities.book.{facility_id}", intro=_house_rules(row))


async def _book(app: CoopApp, title: str, first: Mapping[str, Any], draft_key: str, *, intro: str = "") -> None:
    # The day stands there already and the time is typed behind it.
    day = f"{app.today.day}-{app.today.month}-{app.today.year} "
    fields = _booking_fields({"starts_at": day, **first}, NEW_STATUSES)
    if first:
        # The facility is known already, so the cursor starts with who wants it.
        fields.insert(1, fields.pop(0))

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.book, **values)
        await _say_booked(app, _("Booked: {what}. U takes it back."), done.result)
        app.show_record("bookings", done.result.booking_id)

    await ask(app, title, fields, save, draft_key=draft_key, intro=intro)


async def change_booking(app: CoopApp, booking_id: int) -> None:
    """Change a booking: another time, another facility, someone else."""
    record = await app.read(queries.booking_record, booking_id)
    if record is None:
        return
    row = record.booking
    first = {name: getattr(row, name) for name in type(row).__dataclass_fields__}

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.change_booking, booking_id=booking_id, **values)
        await _say_booked(app, _("Changed: {what}. U takes it back."), done.result)

    await ask(
        app,
        f"{row.facility_name} · {span_text(row.starts_at, row.ends_at)}",
        _booking_fields(first, tuple(STATUSES)),
        save,
        draft_key=f"bookings.{booking_id}",
        intro=_house_rules(record.facility),
    )


async def confirm(app: CoopApp, booking_id: int) -> None:
    """Say yes to a booking that was requested."""
    await app.do(deeds.confirm_booking, booking_id=booking_id)
    await _say_booked(app, _("Confirmed: {what}. U takes it back."), Booked(booking_id, ()))


async def cancel(app: CoopApp, booking_id: int) -> None:
    """Cancel a booking; it can be taken back, so it is not asked first."""
    await app.do(deeds.cancel_booking, booking_id=booking_id)
    await _say_booked(app, _("Cancelled: {what}. U takes it back."), Booked(booking_id, ()))


async def _say_booked(app: CoopApp, message: str, booked: Booked) -> None:
    """Say what was done to a booking, and warn of what should not have been about it."""
    record = await app.read(queries.booking_record, booked.booking_id)
    if record is not None:
        row = record.booking
        app.say(message.format(what=f"{row.facility_name}, {span_text(row.starts_at, row.ends_at)}"))
    for warning in booked.warnings:
        app.say(f"{warning[:1].upper()}{warning[1:]}", "warning")


def _house_rules(facility: FacilityRow) -> str:
    said = [one_line(facility.house_rules)]
    if (most := facility.max_per_month) is not None:
        limit = ngettext("At most {count} a month per person", "At most {count} a month per person", most)
        said.append(limit.format(count=most))
    return " · ".join(part for part in said if part)
