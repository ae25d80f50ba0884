"""Who is party to a contract: the fields that ask it, somebody who joins, somebody who leaves."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import Connection

from coopadmin.domain.contracts import ROLES
from coopadmin.domain.names import Name, read_name
from coopadmin.errors import Invalid, Problem
from coopadmin.formats import long_date
from coopadmin.i18n import N_, _
from coopadmin.services import contracts as deeds
from coopadmin.services.members import PersonData
from db.queries import finder
from db.queries.tenants import PartyRow
from screens.app import CoopApp
from screens.contracts.reading import heading, read_contract
from screens.dialogs import ChooseScreen, ConfirmScreen
from screens.fields import Field
from screens.forms import ask
from screens.subject import period

_SEVERAL = re.compile(r"[+&;/]")

NAMESAKES = 200
"""People of one family name that a new name is compared with."""


# -- the fields ------------------------------------------------------------------------------------------------


def tenant_field(name: str, label: str) -> Field:
    """Ask for somebody who is in the store, member or not."""
    return Field(
        name, label, "pick", find=("members",), help=N_("type a part of the name or number; ↓ and Enter choose")
    )


def name_field() -> Field:
    """Ask for the name of somebody who is not in the store."""
    return Field(
        "tenant_name",
        N_("Somebody new"),
        help=N_("only who is not found above: T. van den Heuvel"),
    )


async def ask_newcomer(app: CoopApp, text: str) -> PersonData | None:
    """Read the name of somebody new, asking first where the store knows somebody who could be the same.

    Raises Invalid under the name's field where it is no name, or is of somebody who should be chosen instead.
    """
    if not text:
        return None
    if _SEVERAL.search(text):
        raise Invalid([Problem("tenant_name", _("write one name here; “Add a tenant” under A (actions) adds others"))])
    try:
        name = read_name(text)
    except ValueError as error:
        raise Invalid([Problem("tenant_name", str(error))]) from None
    known = await app.read(_namesake, name)
    if known:
        question = _("{known} is in the store already. Is “{name}” somebody else?").format(known=known, name=text)
        detail = _("Yes enters a new person. No goes back to the form, where the one who is there can be chosen.")
        if not await app.push_screen_wait(ConfirmScreen(question, detail)):
            reason = _("then choose {known} above, and empty this").format(known=known)
            raise Invalid([Problem("tenant_name", reason)])
    return PersonData(name.family_name, name.prefix, name.initials, name.given_name)


def _namesake(connection: Connection, name: Name) -> str:
    """Give somebody in the store who may be called `name`, with the number; empty where there is none."""
    for hit in finder.find(connection, name.family_name, kinds=("members",), limit=NAMESAKES):
        try:
            if name.may_be(read_name(hit.label)):
                return f"{hit.label} {hit.detail}".strip()
        except ValueError:
            continue
    return ""


# -- joining and leaving ---------------------------------------------------------------------------------------


async def add_party(app: CoopApp, contract_id: int) -> None:
    """Make somebody party to a contract."""
    record = await read_contract(app, contract_id)
    if record is None:
        return
    fields = [
        tenant_field("tenant", N_("Tenant")),
        name_field(),
        Field(
            "role",
            N_("Part"),
            "choice",
            required=True,
            initial="co_tenant",
            choices=list(ROLES.items()),
            help=N_("a spouse or registered partner is co-tenant by law (BW 7:266), others by request (BW 7:267)"),
        ),
        Field(
            "starts_on",
            N_("From"),
            "date",
            initial=app.today if record.status != "future" else None,
            help=N_("leave it empty for as long as the contract runs"),
        ),
    ]

    async def save(values: dict[str, Any]) -> None:
        newcomer = await ask_newcomer(app, values["tenant_name"])
        if (newcomer is None) == (values["tenant"] is None):
            reason = (
                _("choose the tenant here, or write the name of somebody new below")
                if newcomer is None
                else _("one at a time: empty this, or the name below")
            )
            raise Invalid([Problem("tenant", reason)])
        await _join(app, contract_id, newcomer or values["tenant"], values)
        app.say(_("Added to {number}. U takes it back.").format(number=record.number))

    title = _("Add a tenant to {contract}").format(contract=heading(record))
    await ask(app, title, fields, save, draft_key=f"contracts.join.{contract_id}")


async def _join(app: CoopApp, contract_id: int, tenant: int | PersonData, values: dict[str, Any]) -> None:
    try:
        await app.do(
            deeds.add_party,
            contract_id=contract_id,
            tenant=tenant,
            role=values["role"],
            starts_on=values["starts_on"],
        )
    except Invalid as invalid:
        if isinstance(tenant, int):
            raise
        # What is wrong with somebody new is wrong with the name.
        raise Invalid(
            [Problem("tenant_name", one.message) if one.field == "tenant" else one for one in invalid.problems]
        ) from None


async def end_party(app: CoopApp, contract_id: int) -> None:
    """Let somebody leave a contract that runs on with the others."""
    record = await read_contract(app, contract_id)
    if record is None:
        return
    running = [party for party in record.parties if party.ends_on is None]
    if len(running) < 2:
        app.say(_("Nobody would be left on contract {number}; end it instead.").format(number=record.number), "warning")
        return
    place = await app.push_screen_wait(ChooseScreen(_("Who leaves?"), [_named(party) for party in running]))
    if place is None:
        return
    party = running[place]
    fields = [Field("ends_on", N_("Last day"), "date", required=True, initial=app.today)]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.end_party, party_id=party.party_id, **values)
        day = long_date(values["ends_on"])
        app.say(
            _("{name} leaves contract {number} after {day}. U takes it back.").format(
                name=party.name, number=record.number, day=day
            )
        )

    title = _("{name} leaves {contract}").format(name=party.name, contract=heading(record))
    await ask(
        app,
        title,
        fields,
        save,
        draft_key=f"contracts.leave.{party.party_id}",
        intro=_("The contract runs on with the others. A membership is left alone."),
    )


def _named(party: PartyRow) -> str:
    return " · ".join(
        part for part in (party.name, _(ROLES[party.role]), period(party.starts_on, party.ends_on)) if part
    )
