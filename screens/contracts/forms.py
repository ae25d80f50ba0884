"""The forms of a tenancy contract: begin, correct, take and withdraw notice, end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from coopadmin.domain.contracts import PAYMENT_METHODS, already_let, earliest_end
from coopadmin.domain.periods import day_after
from coopadmin.errors import Invalid, Problem
from coopadmin.formats import long_date
from coopadmin.i18n import N_, _, ngettext
from coopadmin.services import contracts as deeds
from db.queries import contracts as queries
from db.queries.association import rule_number
from db.queries.contracts import ContractRecord
from db.queries.dwellings import DwellingRecord
from screens.app import CoopApp
from screens.contracts.reading import heading, offer_corrections, read_contract, tenants_of
from screens.contracts.rent_forms import amount_fields
from screens.contracts.tenant_forms import ask_newcomer, name_field, tenant_field
from screens.fields import Field
from screens.forms import ask
from screens.text import one_line

# -- the fields ------------------------------------------------------------------------------------------------


def _home_field(first: Mapping[str, Any]) -> Field:
    return Field(
        "dwelling_id",
        N_("Home"),
        "pick",
        required=True,
        initial=first.get("dwelling_id"),
        shown=first.get("dwelling", ""),
        find=("dwellings",),
        help=N_("type a part of its code or address"),
    )


def _first_day_field(first: Mapping[str, Any]) -> Field:
    return Field("starts_on", N_("From"), "date", required=True, initial=first["starts_on"])


def _payment_fields(first: Mapping[str, Any]) -> list[Field]:
    return [
        Field("deposit_cents", N_("Deposit"), "cents", initial=first.get("deposit_cents")),
        Field(
            "iban",
            N_("Account (IBAN)"),
            initial=first.get("iban"),
            help=N_("the account the rent comes from; two contracts may share one"),
        ),
        Field(
            "payment_method",
            N_("Way of paying"),
            "choice",
            required=True,
            initial=first.get("payment_method", "transfer"),
            choices=list(PAYMENT_METHODS.items()),
        ),
    ]


def _note_field(first: Mapping[str, Any]) -> Field:
    return Field("note", N_("Note"), "long", initial=first.get("note"))


# -- beginning one ---------------------------------------------------------------------------------------------


async def start(app: CoopApp) -> None:
    """Begin a contract."""
    await _start(app, _("New contract"), {"starts_on": app.today}, "contracts.new")


async def start_for(app: CoopApp, home: DwellingRecord) -> None:
    """Begin a contract for a home; where it is let now, from the day after that contract's last."""
    running = next((lease for lease in home.contracts if lease.status in ("in_force", "ending")), None)
    starts_on = day_after(running.ends_on) if running and running.ends_on else app.today
    intro = ""
    if running:
        taken = already_let(home.code, running.number, running.starts_on, running.ends_on)
        intro = one_line(f"● {taken[:1].upper()}{taken[1:]}.")
    await _start(
        app,
        _("New contract for {home}").format(home=home.code),
        {"dwelling_id": home.dwelling_id, "dwelling": home.code, "starts_on": starts_on},
        f"dwellings.let.{home.dwelling_id}",
        intro=intro,
    )


async def _start(app: CoopApp, title: str, first: Mapping[str, Any], draft_key: str, *, intro: str = "") -> None:
    number = await app.read(queries.next_number)
    fields = [
        Field("number", N_("Number"), required=True, initial=number, help=N_("follows the last one")),
        _home_field(first),
        tenant_field("tenant_1", N_("Tenant")),
        tenant_field("tenant_2", N_("Second tenant")),
        name_field(),
        _first_day_field(first),
        *amount_fields(required=False),
        *_payment_fields(first),
        Field(
            "ends_on",
            N_("Until"),
            "date",
            help=N_("the last day, where the contract has one; leave it empty while it runs on"),
        ),
        _note_field(first),
    ]

    async def save(values: dict[str, Any]) -> None:
        contract_id = await _begin(app, values)
        app.say(_("Begun: {number}. U takes it back.").format(number=values["number"]))
        if values["starts_on"] > app.today:
            app.say(_("{number} is still to begin: F shows it there.").format(number=values["number"]))
        if values["basic_rent_cents"] is None:
            app.say(_("No rent is known for {number} yet.").format(number=values["number"]), "warning")
        app.show_record("contracts", contract_id)

    await ask(app, title, fields, save, draft_key=draft_key, intro=intro)


async def _begin(app: CoopApp, values: Mapping[str, Any]) -> int:
    """Carry out the deed; what is wrong with the tenants is said under the field it came from."""
    newcomer = await ask_newcomer(app, values["tenant_name"])
    picked = [values[name] for name in ("tenant_1", "tenant_2") if values[name] is not None]
    if not picked and newcomer is None:
        reason = _("choose the tenant here, or write the name of somebody new below")
        raise Invalid([Problem("tenant_1", reason)])
    given = {name: value for name, value in values.items() if not name.startswith("tenant_")}
    for name in ("service_charge_cents", "energy_cents"):
        given[name] = given[name] or 0
    try:
        done = await app.do(deeds.start_contract, tenants=[*picked, *([] if newcomer is None else [newcomer])], **given)
    except Invalid as invalid:
        twice = len(set(picked)) < len(picked)
        place = "tenant_2" if twice else "tenant_1" if newcomer is None else "tenant_name"
        raise Invalid(
            [Problem(place, one.message) if one.field == "tenants" else one for one in invalid.problems]
        ) from None
    return done.result


# -- correcting one --------------------------------------------------------------------------------------------


async def correct(app: CoopApp, contract_id: int) -> None:
    """Correct what was written down wrongly."""
    record = await read_contract(app, contract_id)
    if record is None:
        return
    first = {name: getattr(record, name) for name in ContractRecord.__dataclass_fields__}
    fields = [_home_field(first), _first_day_field(first), *_payment_fields(first), _note_field(first)]

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.correct_contract, contract_id=contract_id, **values)
        told = (
            _("Corrected: {number}. U takes it back.")
            if done.result
            else _("{number} was like that already; nothing changed.")
        )
        app.say(told.format(number=record.number))

    saved = await ask(
        app,
        heading(record),
        fields,
        save,
        draft_key=f"contracts.{contract_id}",
        intro=_("The number stays. Tenants, notice, end and rent are under A (actions)."),
    )
    if saved:
        await offer_corrections(app, contract_id)


# -- notice and end --------------------------------------------------------------------------------------------


async def give_notice(app: CoopApp, contract_id: int) -> None:
    """Take a tenant's notice; the last day that is proposed is the earliest by the rule in force."""
    record = await read_contract(app, contract_id)
    if record is None:
        return
    notice_on = record.notice_on or app.today
    months = await app.read(rule_number, "notice_months", notice_on)
    fields = [
        Field("notice_on", N_("Notice given on"), "date", required=True, initial=notice_on),
        Field(
            "ends_on",
            N_("Last day"),
            "date",
            required=True,
            initial=record.ends_on or earliest_end(notice_on, months),
        ),
    ]

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.give_notice, contract_id=contract_id, **values)
        ends_on = long_date(values["ends_on"])
        app.say(
            _("Notice on {number}: its last day is {day}. U takes it back.").format(number=record.number, day=ends_on)
        )
        for warning in done.result:
            app.say(_("Contract {number}: {remark}.").format(number=record.number, remark=warning), "warning")

    title = _("Notice on {contract}").format(contract=heading(record))
    intro = f"{tenants_of(record, app.today)}\n{_earliest_text(notice_on, months)}"
    if await ask(app, title, fields, save, draft_key=f"contracts.notice.{contract_id}", intro=intro):
        await offer_corrections(app, contract_id)


def _earliest_text(notice_on: date, months: int) -> str:
    return ngettext(
        "The rule in force asks for {count} month of notice: given on {notice}, the last day is {earliest} or later.",
        "The rule in force asks for {count} months of notice: given on {notice}, the last day is {earliest} or later.",
        months,
    ).format(count=months, earliest=long_date(earliest_end(notice_on, months)), notice=long_date(notice_on))


async def withdraw_notice(app: CoopApp, contract_id: int) -> None:
    """Take a notice back; the contract runs on."""
    record = await read_contract(app, contract_id)
    if record is not None:
        await app.do(deeds.withdraw_notice, contract_id=contract_id)
        app.say(_("The notice on {number} is withdrawn; it runs on. U takes it back.").format(number=record.number))
        await offer_corrections(app, contract_id)


async def end(app: CoopApp, contract_id: int) -> None:
    """End a contract, or put its last day right."""
    record = await read_contract(app, contract_id)
    if record is None:
        return
    fields = [Field("ends_on", N_("Last day"), "date", required=True, initial=record.ends_on or app.today)]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.end_contract, contract_id=contract_id, **values)
        day = long_date(values["ends_on"])
        app.say(_("The last day of {number} is {day}. U takes it back.").format(number=record.number, day=day))

    title = _("End {contract}").format(contract=heading(record))
    left_alone = _("Rent is due up to and with this day. Memberships are left alone.")
    intro = f"{tenants_of(record, app.today)}\n{left_alone}"
    if await ask(app, title, fields, save, draft_key=f"contracts.end.{contract_id}", intro=intro):
        await offer_corrections(app, contract_id)
