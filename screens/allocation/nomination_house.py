"""The forms by which a candidate comes to live here, and an aspirant becomes a member."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Any

from coopadmin.domain.allocation import clock
from coopadmin.domain.contracts import PAYMENT_METHODS
from coopadmin.domain.members import KINDS
from coopadmin.domain.nominations import not_ready
from coopadmin.errors import Invalid
from coopadmin.formats import long_date
from coopadmin.i18n import N_, _, ngettext
from coopadmin.services import housing as deeds
from coopadmin.services.housing import Housed
from db.queries import allocation, contracts, members
from db.queries import nominations as queries
from db.queries.allocation import FileFacts
from db.queries.nominations import Nominee
from screens.app import CoopApp
from screens.contracts.rent_forms import amount_fields
from screens.contracts.tenant_forms import ask_newcomer, name_field, tenant_field
from screens.dialogs import ChooseScreen
from screens.fields import Field
from screens.forms import ask


async def house(app: CoopApp, file_id: int) -> None:
    """Make the contract and the membership of whom the corporation accepted, and close the file."""
    from screens.allocation.nomination import waiting_nomination

    row = await waiting_nomination(app, file_id)
    if row is None:
        return
    file = await app.read(allocation.facts, file_id)
    who = await app.read(queries.nominee, row.candidate_id)
    if who is None:
        return
    starts_on = _first_day(app, file)
    if lacking := not_ready(deeds.readiness(row, file.permit_regime, starts_on)):
        for reason in lacking:
            app.say(reason, "warning")
        return
    fields = await _fields(app, file, who, starts_on)

    async def save(values: dict[str, Any]) -> None:
        newcomer = await ask_newcomer(app, values.pop("tenant_name", ""))
        picked = values.pop("co_tenants")
        values["co_tenants"] = [one for one in (picked, newcomer) if one is not None]
        for name in ("service_charge_cents", "energy_cents"):
            values[name] = values[name] or 0
        done = await app.do(deeds.house, nomination_id=row.nomination_id, **values)
        _say_housed(app, file, values["contract_number"], done.result)
        owed = await app.read(queries.letters_owed, app.today)
        left = sum(one.file_id == file_id for one in owed)
        if left:
            told = ngettext(
                "{count} candidate is to be told why still.", "{count} candidates are to be told why still.", left
            )
            app.say(told.format(count=left), "warning")

    intro = _(
        "One deed: the contract of {number}, the membership, the end of the file. Whoever is in the store already "
        "stays the same person."
    ).format(number=row.number)
    await ask(app, _("Let {home} to {number}").format(home=file.dwelling, number=row.number), fields, save, intro=intro)


def _first_day(app: CoopApp, file: FileFacts) -> date:
    free_on = clock(file.timing, app.today).free_on
    return max(free_on, app.today) if free_on else app.today


async def _fields(app: CoopApp, file: FileFacts, who: Nominee, starts_on: date) -> list[Field]:
    number = await app.read(contracts.next_number)
    basic, *others = amount_fields()
    kind = "aspirant" if file.procedure.admissions == 2 else "member"
    asked = [
        Field("contract_number", N_("Contract"), required=True, initial=number, help=N_("follows the last one")),
        Field("starts_on", N_("From"), "date", required=True, initial=starts_on),
        Field("basic_rent_cents", basic.label, "cents", required=True, initial=file.asked_rent_cents, help=basic.help),
        Field(
            "payment_method",
            N_("Way of paying"),
            "choice",
            required=True,
            initial="transfer",
            choices=list(PAYMENT_METHODS.items()),
        ),
        Field(
            "membership_kind",
            N_("Member as"),
            "choice",
            required=True,
            initial=kind,
            choices=list(KINDS.items()),
            help=N_("the procedure has two admissions: the first makes an aspirant") if kind == "aspirant" else "",
        ),
    ]
    if not who.member:
        proposed = await app.read(members.next_number)
        asked.append(Field("member_number", N_("Member number"), required=True, initial=proposed))
    return [
        *asked,
        Field("on", N_("File closed on"), "date", required=True, initial=app.today),
        *others,
        Field("deposit_cents", N_("Deposit"), "cents"),
        tenant_field("co_tenants", N_("Co-tenant")),
        name_field(),
        Field("member_from", N_("Member from"), "date", help=N_("leave it empty for the first day of the contract")),
    ]


def _say_housed(app: CoopApp, file: FileFacts, contract: str, housed: Housed) -> None:
    app.say(
        _("Home {home} is let: contract {contract}, and file {file} is closed. U takes it back.").format(
            home=file.dwelling, contract=contract, file=file.number
        )
    )
    if housed.second_from is not None:
        app.say(_("The second admission can be from {day} on.").format(day=long_date(housed.second_from)))
    for warning in housed.warnings:
        app.say(warning, "warning")


async def second(app: CoopApp, file_id: int) -> None:
    """Let the aspirant of a file become a member, after the vote on the second admission."""
    waiting = [
        one
        for one in await app.read(queries.second_admissions, app.today)
        if one.file_id == file_id and one.met_on is None
    ]
    if not waiting:
        app.say(_("No second admission waits in this file."))
        return
    place: int | None = 0
    if len(waiting) > 1:
        options = [f"{one.number} · {long_date(one.from_on)}" for one in waiting]
        place = await app.push_screen_wait(ChooseScreen(_("Which aspirant?"), options))
    if place is None:
        return
    row = waiting[place]
    first = max(app.today, row.from_on)
    # Without its vote there is nothing to fill in.
    with suppress(Invalid):
        await app.rehearse(deeds.admit_second, candidacy_id=row.candidacy_id, starts_on=first)
    fields = [
        Field("starts_on", N_("Member from"), "date", required=True, initial=first),
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.admit_second, candidacy_id=row.candidacy_id, **values)
        app.say(
            _("Member {member} from {day}. U takes it back.").format(
                member=row.member, day=long_date(values["starts_on"])
            )
        )

    await ask(app, _("Second admission, {file}").format(file=row.file), fields, save, intro="\n".join(row.told))
