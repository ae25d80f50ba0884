"""Write off, give back, move: what is done with an account that does not come out even."""

from __future__ import annotations

from typing import Any

from coopadmin.formats import euro, long_date
from coopadmin.i18n import N_, _
from coopadmin.services import ledger as deeds
from db.queries import ledger as queries
from db.queries import refunds as refund_queries
from db.queries.association import rule_number
from db.queries.ledger import AccountHead
from screens.app import CoopApp
from screens.dialogs import ChooseScreen
from screens.fields import Field
from screens.forms import ask


async def show_account(app: CoopApp, contract_id: int) -> None:
    """Show the account of a contract over what is there."""
    from screens.ledger.screen import AccountScreen

    app.push_screen(AccountScreen(contract_id))


async def _standing(app: CoopApp, contract_id: int) -> tuple[AccountHead, int] | None:
    """Read whose account it is and what is owed on it; None where it was taken back meanwhile."""
    head = await app.read(queries.head_of, contract_id, app.today)
    if head is None:
        return None
    return head, await app.read(queries.balance_cents, contract_id, app.today)


async def write_off(app: CoopApp, contract_id: int) -> None:
    """Write off what is open, or a part of it, with the reason."""
    found = await _standing(app, contract_id)
    if found is None:
        return
    head, balance = found
    if balance <= 0:
        app.say(_("Nothing is open on {contract}.").format(contract=head.title), "warning")
        return
    limit = await app.read(rule_number, "write_off_limit_euros", app.today)
    fields = [
        Field("amount_cents", N_("Amount"), "cents", required=True, initial=balance, help=N_("no more than is open")),
        Field("reason", N_("Reason"), required=True, help=N_("a rounding, a mistake of the bank, nobody to be found")),
        Field("decision", N_("Decision"), help=N_("its number, above the limit")),
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.write_off, contract_id=contract_id, **values)
        app.say(
            _("Written off on {number}: {amount}. U takes it back.").format(
                number=head.number, amount=euro(values["amount_cents"])
            )
        )

    intro = _("Open: {amount}. Above {limit} a decision is needed.").format(
        amount=euro(balance), limit=euro(limit * 100)
    )
    title = _("Write off on {contract}").format(contract=head.title)
    await ask(app, title, fields, save, draft_key=f"ledger.write_off.{contract_id}", intro=intro)


async def plan_refund(app: CoopApp, contract_id: int) -> None:
    """Plan to give a credit back."""
    found = await _standing(app, contract_id)
    if found is None:
        return
    head, balance = found
    credit = -balance - await app.read(refund_queries.waiting_cents, contract_id)
    if credit <= 0:
        app.say(_("There is no credit on {contract} to give back.").format(contract=head.title), "warning")
        return
    iban = await app.read(queries.account_paid_from, contract_id)
    fields = [
        Field("amount_cents", N_("Amount"), "cents", required=True, initial=credit, help=N_("no more than the credit")),
        Field("iban", N_("To account"), initial=iban, help=N_("where it goes; the one that last paid is filled in")),
        Field("note", N_("Why"), required=True, help=N_("paid twice, the contract ended")),
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.plan_refund, contract_id=contract_id, **values)
        app.say(
            _(
                "To give back on {number}: {amount}. Pay it at the bank; it counts as paid when the bank's file shows "
                "it on this contract."
            ).format(number=head.number, amount=euro(values["amount_cents"]))
        )

    title = _("Give back on {contract}").format(contract=head.title)
    await ask(app, title, fields, save, draft_key=f"ledger.refund.{contract_id}")


async def cancel_refund(app: CoopApp, contract_id: int) -> None:
    """Call off a refund that was not paid yet."""
    waiting = [one for one in await app.read(refund_queries.refunds, contract_id) if one.paid_on is None]
    if not waiting:
        app.say(_("No refund waits on this contract."), "warning")
        return
    names = [
        _("{amount} of {day} · {note}").format(
            amount=euro(one.amount_cents), day=long_date(one.decided_on), note=one.note
        )
        for one in waiting
    ]
    place = await app.push_screen_wait(ChooseScreen(_("Which refund is called off?"), names))
    if place is None:
        return
    await app.do(deeds.cancel_refund, refund_id=waiting[place].refund_id)
    app.say(_("Called off: {what}. U takes it back.").format(what=names[place]))


async def move_amount(app: CoopApp, contract_id: int) -> None:
    """Move money from this contract to the one it was meant for."""
    found = await _standing(app, contract_id)
    if found is None:
        return
    head, balance = found
    fields = [
        Field("to_contract_id", N_("To contract"), "pick", required=True, find=("tenancies",)),
        Field(
            "amount_cents",
            N_("Amount"),
            "cents",
            required=True,
            initial=-balance if balance < 0 else None,
            help=N_("what was put on this contract and belongs to the other"),
        ),
        Field("reason", N_("Reason"), required=True, help=N_("named the wrong contract number, paid for a neighbour")),
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.move_amount, from_contract_id=contract_id, **values)
        app.say(
            _("Moved from {number}: {amount}. U takes it back.").format(
                number=head.number, amount=euro(values["amount_cents"])
            )
        )

    intro = _("The payment stays on {number}; both accounts get a line. So it works in a closed month too.").format(
        number=head.number
    )
    title = _("Move from {contract}").format(contract=head.title)
    await ask(app, title, fields, save, draft_key=f"ledger.move.{contract_id}", intro=intro)
