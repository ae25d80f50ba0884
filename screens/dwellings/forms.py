"""The forms of the homes."""

from __future__ import annotations

from typing import Any

from coopadmin.domain.dwellings import KINDS
from coopadmin.i18n import N_, _
from coopadmin.services import dwellings as deeds
from coopadmin.services.dwellings import DwellingData
from db.queries import association
from db.queries import dwellings as queries
from db.queries.association import OwnerRow
from db.queries.base import Listing
from db.queries.dwellings import DwellingRecord
from screens.app import CoopApp
from screens.contracts import forms as contract_forms
from screens.fields import Field
from screens.forms import ask

DWELLING = tuple(DwellingData.__dataclass_fields__)


def _dwelling_fields(first: dict[str, Any], owners: tuple[OwnerRow, ...]) -> list[Field]:
    fields = [
        Field("code", N_("Code"), required=True, initial=first.get("code"), help=N_("as the group calls it: 12B")),
        Field("street", N_("Street"), initial=first.get("street")),
        Field("house_number", N_("House number"), initial=first.get("house_number")),
        Field("addition", N_("Addition"), initial=first.get("addition"), help=N_("what follows the number: A, 2, bis")),
        Field("postcode", N_("Postcode"), initial=first.get("postcode")),
        Field("place", N_("Place"), initial=first.get("place")),
        Field(
            "kind",
            N_("Kind"),
            "choice",
            required=True,
            initial=first.get("kind", "unknown"),
            choices=list(KINDS.items()),
            help=N_("self-contained: a front door, kitchen and toilet of its own"),
        ),
        Field("rooms", N_("Rooms"), "whole", initial=first.get("rooms")),
        Field("area_dm2", N_("Floor area (m²)"), "decimal", initial=first.get("area_dm2"), places=2),
        Field("energy_label", N_("Energy label"), initial=first.get("energy_label"), help=N_("A++ to G")),
        Field(
            "points_hundredths",
            N_("Rent points"),
            "decimal",
            initial=first.get("points_hundredths"),
            places=2,
            help=N_("by the rent-points system (woningwaarderingsstelsel)"),
        ),
        Field("cluster", N_("Cluster"), initial=first.get("cluster"), help=N_("the entrance, block or building")),
        Field("bag_id", N_("BAG number"), initial=first.get("bag_id"), help=N_("sixteen digits")),
    ]
    if owners:
        owner = first.get("owner_id", owners[0].owner_id if len(owners) == 1 else None)
        choices = [(str(one.owner_id), one.name) for one in owners]
        fields.append(Field("owner_id", N_("Owner"), "choice", initial=owner and str(owner), choices=choices))
    fields.append(Field("note", N_("Note"), "long", initial=first.get("note")))
    return fields


def _dwelling(values: dict[str, Any]) -> DwellingData:
    given = dict(values)
    given["owner_id"] = int(given["owner_id"]) if given.get("owner_id") else None
    return DwellingData(**given)


async def add(app: CoopApp) -> None:
    """Add a home; the street and place of the first one in the list are proposed."""
    owners = (await app.read(association.overview)).owners
    known = await app.read(queries.page, Listing(filter="all", limit=1), app.today)
    like = await app.read(queries.record, known.rows[0].dwelling_id, app.today) if known.rows else None
    first = {"street": like.street, "place": like.place} if like else {}

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.add_dwelling, dwelling=_dwelling(values))
        app.say(_("Added: {name}. U takes it back.").format(name=values["code"]))
        app.show_record("dwellings", done.result)

    await ask(app, _("New home"), _dwelling_fields(first, owners), save, draft_key="dwellings.new")


async def correct(app: CoopApp, dwelling_id: int) -> None:
    """Correct what is known of a home."""
    record = await _home(app, dwelling_id)
    if record is None:
        return
    owners = (await app.read(association.overview)).owners
    first = {name: getattr(record, name) for name in DWELLING}

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.correct_dwelling, dwelling_id=dwelling_id, dwelling=_dwelling(values))
        if done.result:
            app.say(_("Corrected: {number}. U takes it back.").format(number=values["code"]))
        else:
            app.say(_("{number} was like that already; nothing changed.").format(number=values["code"]))

    title = f"{record.code} · {record.address}"
    await ask(app, title, _dwelling_fields(first, owners), save, draft_key=f"dwellings.{dwelling_id}")


async def let(app: CoopApp, dwelling_id: int) -> None:
    """Begin a contract for this home."""
    record = await _home(app, dwelling_id)
    if record is not None:
        await contract_forms.start_for(app, record)


async def end(app: CoopApp, dwelling_id: int) -> None:
    """Stop managing a home."""
    record = await _home(app, dwelling_id)
    if record is None:
        return
    fields = [Field("ended_on", N_("Last day"), "date", required=True, initial=record.ended_on or app.today)]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.end_dwelling, dwelling_id=dwelling_id, **values)
        app.say(_("No longer managed: {number}. U takes it back.").format(number=record.code))

    title = _("End the management of {number}").format(number=record.code)
    await ask(
        app,
        title,
        fields,
        save,
        draft_key=f"dwellings.end.{dwelling_id}",
        intro=_("The last day the co-operative manages it. The home and its history stay in the list."),
    )


async def resume(app: CoopApp, dwelling_id: int) -> None:
    """Manage a home again."""
    record = await _home(app, dwelling_id)
    if record is not None:
        await app.do(deeds.resume_dwelling, dwelling_id=dwelling_id)
        app.say(_("Managed again: {number}. U takes it back.").format(number=record.code))


async def _home(app: CoopApp, dwelling_id: int) -> DwellingRecord | None:
    return await app.read(queries.record, dwelling_id, app.today)
