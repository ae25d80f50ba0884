"""The forms of the facilities themselves: added, corrected, closed for good."""

from __future__ import annotations

from typing import Any

from coopadmin.i18n import N_, _
from coopadmin.services import facilities as deeds
from coopadmin.services.facilities import FacilityData
from db.queries.facilities import FacilityRow
from screens.app import CoopApp
from screens.facilities.common import facility_row
from screens.fields import Field
from screens.forms import ask


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
    row = await facility_row(app, facility_id)
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
    row = await facility_row(app, facility_id)
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
