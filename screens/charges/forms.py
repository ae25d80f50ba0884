"""The forms of charges: by hand for one account, for many at once, and taking one back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from coopadmin.domain.charges import BY_HAND, KINDS
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import euro, long_date
from coopadmin.i18n import N_, _, ngettext
from coopadmin.services import charges as deeds
from db.queries import charges as queries
from db.queries import contracts, members
from db.queries.charge_runs import RunPreview, preview_run
from screens.app import CoopApp
from screens.charges.months import charge_a_month, correct
from screens.dialogs import ChooseScreen, ConfirmScreen
from screens.fields import Field
from screens.forms import ask
from screens.text import one_line

WHO: dict[str, str] = {
    "member": N_("all members"),
    "member aspirant": N_("members and aspirant members"),
    "member aspirant supporter honorary": N_("everybody in the members' register"),
    "contracts": N_("all contracts in force"),
}
"""Whom a run reaches: kinds of member, or the contracts."""

MOST_NAMED = 40


async def new(app: CoopApp) -> None:
    """Ask what is to be charged, and go there."""
    choices: list[tuple[str, str, Callable[[CoopApp], Awaitable[None]]]] = [
        (N_("The rents of a month"), N_("Shows first what would be charged, and every odd amount"), charge_a_month),
        (N_("Corrections"), N_("Months that were charged otherwise than they should be by now"), correct),
        (N_("Something for one contract or member"), N_("Key deposit, damage, contribution …"), by_hand),
        (N_("The same for many"), N_("All members or all contracts in force"), many),
    ]
    place = await app.push_screen_wait(
        ChooseScreen(
            _("What is to be charged?"),
            [_(label) for label, _help, _run in choices],
            helps=[_(said) for _label, said, _run in choices],
        )
    )
    if place is not None:
        await choices[place][2](app)


# -- by hand -------------------------------------------------------------------------------------------------------


def _charge_fields(app: CoopApp, kind: str | None = None) -> list[Field]:
    return [
        Field(
            "kind",
            N_("What"),
            "choice",
            required=True,
            initial=kind,
            choices=[(code, KINDS[code]) for code in BY_HAND],
        ),
        Field(
            "amount_cents",
            N_("Amount"),
            "cents",
            required=True,
            help=N_("what is owed; with a minus sign to give something back"),
        ),
        Field("due_on", N_("Due on"), "date", required=True, initial=app.today),
        Field("note", N_("What it is for"), help=N_("stands on the account, where the tenant or member reads it")),
    ]


async def by_hand(app: CoopApp) -> None:
    """Put something on the account of a contract or a member that is still to be chosen."""
    fields = [
        Field("contract_id", N_("Contract"), "pick", find=("contracts",), help=N_("a part of its number, or a name")),
        Field("member_id", N_("or member"), "pick", find=("members",), help=N_("for what is no part of the rent")),
        *_charge_fields(app),
    ]

    async def save(values: dict[str, Any]) -> None:
        if values["member_id"] is not None:
            account = await app.read(queries.member_account, values["member_id"])
            if account is None:
                raise Invalid([Problem("member_id", _("this is no member; choose the contract instead"))])
            values["member_id"] = account[0]
        done = await app.do(deeds.add_charge, **values)
        _said(app, values)
        app.show_record("charges", done.result)

    await ask(app, _("Put on an account"), fields, save, draft_key="charges.new")


async def for_contract(app: CoopApp, contract_id: int) -> None:
    """Put something on the account of a contract."""
    record = await app.read(contracts.record, contract_id, app.today)
    if record is None:
        return

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.add_charge, contract_id=contract_id, **values)
        _said(app, values)

    title = _("On the account of {account}").format(account=one_line(f"{record.number} · {record.dwelling}"))
    await ask(app, title, _charge_fields(app), save, draft_key=f"charges.contract.{contract_id}")


async def for_member(app: CoopApp, person_id: int) -> None:
    """Charge a member: the contribution, unless something else is chosen."""
    account = await app.read(queries.member_account, person_id)
    person = await app.read(members.record, person_id)
    if account is None or person is None:
        app.say(_("This is no member, so there is no account; put it on the contract instead."), "warning")
        return
    member_id, number = account

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.add_charge, member_id=member_id, **values)
        _said(app, values)

    title = _("On the account of {account}").format(account=one_line(f"{number} {person.name}"))
    await ask(app, title, _charge_fields(app, "contribution"), save, draft_key=f"charges.member.{member_id}")


def _said(app: CoopApp, values: dict[str, Any]) -> None:
    app.say(
        _("Put on the account: {what}, {amount}, due on {day}. U takes it back.").format(
            what=_(KINDS[values["kind"]]), amount=euro(values["amount_cents"]), day=long_date(values["due_on"])
        )
    )


# -- many at once --------------------------------------------------------------------------------------------------


async def many(app: CoopApp) -> None:
    """Charge the same to all members of some kinds, or to all contracts; who and how much is asked first."""
    fields = [
        Field("who", N_("Whom"), "choice", required=True, initial="member", choices=list(WHO.items())),
        *_charge_fields(app, "contribution"),
    ]

    async def save(values: dict[str, Any]) -> None:
        chosen = values.pop("who")
        reach: dict[str, Any] = {"who": "contracts"}
        if chosen != "contracts":
            reach = {"who": "members", "member_kinds": tuple(chosen.split())}
        if values["amount_cents"] and values["kind"]:
            run = await app.read(preview_run, **reach, **values)
            if run.rows and not run.to_charge:
                raise Refused(_("Everybody has this very charge already; nothing is left to do."))
            if run.to_charge and not await app.push_screen_wait(ConfirmScreen(_question(run), _who(run))):
                raise Refused(_("Nothing was charged. Change what is not right, or leave the form with Escape."))
        done = await app.do(deeds.charge_many, **reach, **values)
        app.say(
            _("Charged to {count}: {total} together. U takes all of it back.").format(
                count=len(done.result.to_charge), total=euro(done.result.total_cents)
            )
        )

    await ask(
        app,
        _("Charge many"),
        fields,
        save,
        draft_key="charges.many",
        intro=_("Those count who are there on the day it is due. You see who and how much before it is done."),
    )


def _question(run: RunPreview) -> str:
    count = len(run.to_charge)
    return ngettext(
        "Charge {count} account {each}?", "Charge {count} accounts {each} each, {total} together?", count
    ).format(count=count, each=euro(run.amount_cents), total=euro(run.total_cents))


def _who(run: RunPreview) -> str:
    lines = [one_line(f"{row.number}  {row.name}") for row in run.to_charge[:MOST_NAMED]]
    if (more := len(run.to_charge) - MOST_NAMED) > 0:
        lines.append(_("… and {count} more").format(count=more))
    if there := len(run.rows) - len(run.to_charge):
        lines.insert(0, _("{count} have it already and are passed over.").format(count=there))
    return "\n".join(lines)


# -- taking back ---------------------------------------------------------------------------------------------------


async def cancel(app: CoopApp, charge_id: int) -> None:
    """Take a charge back by its opposite."""
    record = await app.read(queries.record, charge_id, app.today)
    if record is None:
        return

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.cancel_charge, charge_id=charge_id, **values)
        app.say(_("Taken back by a charge of the opposite amount; both stay on the account. U takes it back."))
        app.show_record("charges", done.result)

    row = record.row
    title = _("Take back {what} of {amount}").format(what=_(KINDS[row.kind]), amount=euro(row.amount_cents))
    fields = [Field("reason", N_("Why"), required=True, help=N_("stands on the account beside the opposite amount"))]
    intro = one_line(f"{row.number} · {row.name} · {long_date(row.due_on)}")
    await ask(app, title, fields, save, draft_key=f"charges.cancel.{charge_id}", intro=intro)
