"""Opening the file of a vacancy: from a contract that ends, from a home, or by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

from coopadmin.domain.procedures import Procedure, version_words
from coopadmin.errors import Invalid
from coopadmin.formats import long_date, short_date
from coopadmin.i18n import N_, _
from coopadmin.services import allocation as deeds
from db.queries import allocation as queries
from db.queries import procedures
from db.queries.allocation import Opening
from db.queries.dwellings import record as home_record
from screens.allocation.committee import NEW, choose_members
from screens.allocation.common import day_fields, group_field, numbers, rent_and_permit
from screens.app import CoopApp, Ref
from screens.dialogs import ChooseScreen
from screens.fields import Field
from screens.forms import ask


async def open_new(app: CoopApp) -> None:
    """Open a file: for a home whose contract ends, or for another by hand."""
    found = await app.read(queries.openings, app.today)
    if not found:
        await _open(app, None)
        return
    place = await app.push_screen_wait(
        ChooseScreen(
            _("For which home?"),
            [*(_opening_text(one) for one in found), _("another home, by hand")],
            helps=[*("" for _one in found), _("The day it is free is entered in the file; no contract tells it")],
        )
    )
    if place is not None:
        await _open(app, found[place] if place < len(found) else None)


def _opening_text(one: Opening) -> str:
    if one.ends_on is not None:
        until = _("until {day}").format(day=short_date(one.ends_on))
    else:
        until = _("notice of {day}, no last day yet").format(day=short_date(one.noticed_on or date.min))
    return f"{one.dwelling} · {one.contract} · {until}"


async def open_for_dwelling(app: CoopApp, dwelling_id: int) -> None:
    """Open the file of a home, or go to the one that runs."""
    if await _goes_to_running(app, dwelling_id):
        return
    found = await app.read(queries.openings, app.today, dwelling_id=dwelling_id)
    if found:
        await _open(app, found[0])
        return
    home = await app.read(home_record, dwelling_id, app.today)
    if home is not None:
        await _open(app, None, (dwelling_id, home.code))


async def open_for_contract(app: CoopApp, contract_id: int) -> None:
    """Open the file of the home whose contract ends, or go to the one that runs."""
    from db.queries.contracts import record

    contract = await app.read(record, contract_id, app.today)
    if contract is None or await _goes_to_running(app, contract.dwelling_id):
        return
    found = await app.read(queries.openings, app.today, contract_id=contract_id)
    if found:
        await _open(app, found[0])
    else:
        app.say(
            _("This contract has no notice and no last day, or another followed it; note the notice first."), "warning"
        )


async def _goes_to_running(app: CoopApp, dwelling_id: int) -> bool:
    file_id = await app.read(queries.running_file_of, dwelling_id)
    if file_id is None:
        return False
    app.say(_("This home has a file that runs."))
    app.open_record(Ref("allocation", file_id))
    return True


async def _open(app: CoopApp, opening: Opening | None, home: tuple[int, str] | None = None) -> None:
    offered = await app.read(procedures.in_force, app.today)
    if not offered:
        app.say(_("No procedure holds yet. F9, procedures: there are three to start from."), "warning")
        app.go_to("procedures")
        return
    groups = await app.read(procedures.groups)
    versions = [(str(one.procedure_id), version_words(one)) for one in offered]
    standing = next((one.group_id for one in offered if one.group_id is not None), None)
    fields = [
        Field("procedure_id", N_("Procedure"), "choice", required=True, initial=versions[0][0], choices=versions),
        *(() if opening is not None else _by_hand(home)),
        Field("opened_on", N_("Opened on"), "date", required=True, initial=app.today),
        *group_field(groups, standing, may_begin=any(one.takes_committee for one in offered)),
        *rent_and_permit(None, "unknown"),
        Field("profile", N_("Profile"), "long", help=N_("what is asked for this home; never about a person")),
        Field("note", N_("Note"), "long"),
    ]

    async def save(values: dict[str, Any]) -> None:
        given = numbers(values)
        if opening is not None:
            given |= {"dwelling_id": opening.dwelling_id, "contract_id": opening.contract_id}
        version = next(one for one in offered if one.procedure_id == given["procedure_id"])
        file_id = await _open_with_committee(app, version, given, begin=values.get("group_id") == NEW)
        about = await app.read(queries.facts, file_id)
        app.say(
            _("Opened: {number} for home {dwelling}. U takes it back.").format(
                number=about.number, dwelling=about.dwelling
            )
        )
        app.show_record("allocation", file_id)

    await ask(app, _title(opening, home), fields, save, intro=_told_before(opening))


async def _open_with_committee(app: CoopApp, version: Procedure, given: dict[str, Any], *, begin: bool) -> int:
    """Open the file; where a committee takes part and none is named, it is chosen first, once all else is right."""

    async def make(committee: dict[str, Any]) -> int:
        return (await app.do(deeds.open_file, **given, **committee)).result

    if not begin and (not version.takes_committee or given.get("group_id") or version.group_id):
        return await make({})
    try:
        await app.rehearse(deeds.open_file, **given)
    except Invalid as invalid:
        if others := [one for one in invalid.problems if one.field != "group_id"]:
            raise Invalid(others) from invalid
    return await choose_members(app, version, given["opened_on"], make)


def _title(opening: Opening | None, home: tuple[int, str] | None) -> str:
    code = opening.dwelling if opening is not None else home[1] if home is not None else ""
    return _("Open the file of home {dwelling}").format(dwelling=code) if code else _("Open a vacancy file")


def _told_before(opening: Opening | None) -> str:
    if opening is None:
        return ""
    if opening.ends_on is None:
        return _("Contract {number}: no last day yet; once it is noted there, this file knows it too.").format(
            number=opening.contract
        )
    return _("Contract {number} ends on {day}; the file reads the notice and the last day there.").format(
        number=opening.contract, day=long_date(opening.ends_on)
    )


def _by_hand(home: tuple[int, str] | None) -> tuple[Field, ...]:
    return (
        Field(
            "dwelling_id",
            N_("Home"),
            "pick",
            required=True,
            initial=home[0] if home else None,
            shown=home[1] if home else "",
            find=("dwellings",),
            help=N_("type a part of its code or address"),
        ),
        *day_fields(None, None),
    )
