"""What a contract costs: a new rent from a day, an old one put right, and what was owed at the beginning."""

from __future__ import annotations

from typing import Any

from coopadmin.domain.periods import add_months
from coopadmin.formats import euro, long_date
from coopadmin.i18n import N_, _
from coopadmin.services import rents as deeds
from db.queries.rents import RentLineRow
from screens.app import CoopApp
from screens.contracts.reading import heading, offer_corrections, read_contract
from screens.dialogs import ChooseScreen
from screens.fields import Field
from screens.forms import ask

AMOUNTS = ("basic_rent_cents", "service_charge_cents", "energy_cents")


def amount_fields(line: RentLineRow | None = None, *, required: bool = True) -> list[Field]:
    """Ask what a month costs, with the amounts of a line filled in."""

    def first(name: str) -> Any:
        return getattr(line, name) if line else None

    return [
        Field(
            "basic_rent_cents",
            N_("Basic rent"),
            "cents",
            required=required,
            initial=first("basic_rent_cents"),
            help=N_("per month, without service charge and energy"),
        ),
        Field(
            "service_charge_cents",
            N_("Service charge"),
            "cents",
            initial=first("service_charge_cents") or None,
            help=N_("per month; leave it empty where there is none"),
        ),
        Field("energy_cents", N_("Energy"), "cents", initial=first("energy_cents") or None),
    ]


async def set_rent(app: CoopApp, contract_id: int) -> None:
    """Set what a contract costs from a day on; the amounts in force are filled in."""
    record = await read_contract(app, contract_id)
    if record is None:
        return
    newest = record.rent_lines[0] if record.rent_lines else None
    first_day = add_months(app.today.replace(day=1), 1) if newest else record.starts_on
    fields = [
        Field("valid_from", N_("From"), "date", required=True, initial=first_day, help=N_("the first day it counts")),
        *amount_fields(newest),
        Field(
            "replace",
            N_("Replace"),
            "flag",
            required=True,
            initial=False,
            help=N_("yes puts a rent right that begins on that very day"),
        ),
    ]

    async def save(values: dict[str, Any]) -> None:
        await _set(app, contract_id, record.number, values)

    title = _("New rent for {contract}").format(contract=heading(record))
    if await ask(app, title, fields, save, draft_key=f"contracts.rent.{contract_id}"):
        await offer_corrections(app, contract_id)


async def correct_rent(app: CoopApp, contract_id: int) -> None:
    """Put the amounts of a rent line right."""
    record = await read_contract(app, contract_id)
    if record is None:
        return
    if not record.rent_lines:
        app.say(_("No rent is known for {number} yet; set one first.").format(number=record.number), "warning")
        return
    place = 0
    if len(record.rent_lines) > 1:
        names = [
            _("from {day} · {amount}").format(day=long_date(line.valid_from), amount=euro(line.total_cents))
            for line in record.rent_lines
        ]
        chosen = await app.push_screen_wait(ChooseScreen(_("Which rent is to be put right?"), names))
        if chosen is None:
            return
        place = chosen
    line = record.rent_lines[place]

    async def save(values: dict[str, Any]) -> None:
        await _set(app, contract_id, record.number, {**values, "valid_from": line.valid_from, "replace": True})

    title = _("Rent of {contract} from {day}").format(contract=heading(record), day=long_date(line.valid_from))
    if await ask(app, title, amount_fields(line), save, draft_key=f"contracts.rent.{line.line_id}.right"):
        await offer_corrections(app, contract_id)


async def _set(app: CoopApp, contract_id: int, number: str, values: dict[str, Any]) -> None:
    amounts: dict[str, int] = {name: values[name] or 0 for name in AMOUNTS}
    done = await app.do(
        deeds.set_rent,
        contract_id=contract_id,
        valid_from=values["valid_from"],
        basic_rent_cents=amounts["basic_rent_cents"],
        service_charge_cents=amounts["service_charge_cents"],
        energy_cents=amounts["energy_cents"],
        replace=values["replace"],
    )
    if done.batch is None:
        app.say(_("{number} was like that already; nothing changed.").format(number=number))
        return
    app.say(
        _("Set for {number}: {amount} per month from {day}. U takes it back.").format(
            number=number, amount=euro(sum(amounts.values())), day=long_date(values["valid_from"])
        )
    )


async def set_opening(app: CoopApp, contract_id: int) -> None:
    """Set what was still owed when this administration began."""
    record = await read_contract(app, contract_id)
    if record is None:
        return
    fields = [
        Field(
            "due_on",
            N_("Due on"),
            "date",
            required=True,
            help=N_("the day it fell due in the old books; arrears are counted from it"),
        ),
        Field(
            "amount_cents",
            N_("Amount"),
            "cents",
            required=True,
            help=N_("with a minus sign where the tenant was ahead"),
        ),
        Field("note", N_("Note"), help=N_("where the amount comes from")),
        Field(
            "replace",
            N_("Replace"),
            "flag",
            required=True,
            initial=False,
            help=N_("yes puts an amount right that fell due on that very day"),
        ),
    ]

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.set_opening, contract_id=contract_id, **values)
        if done.batch is None:
            app.say(_("{number} was like that already; nothing changed.").format(number=record.number))
            return
        app.say(
            _("Set for {number}: {amount} owed since {day}. U takes it back.").format(
                number=record.number, amount=euro(values["amount_cents"]), day=long_date(values["due_on"])
            )
        )

    title = _("Owed at the beginning on {contract}").format(contract=heading(record))
    await ask(app, title, fields, save, draft_key=f"contracts.opening.{contract_id}")
