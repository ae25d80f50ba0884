"""Paying somebody for work on an account of their own, and taking that back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from coopadmin.domain.hours import hours_said
from coopadmin.formats import euro
from coopadmin.i18n import N_, _, ngettext
from coopadmin.services import self_work as deeds
from db.queries import hours as queries
from db.queries.hours import HoursRow, OwnAccount
from screens.app import CoopApp
from screens.fields import Field
from screens.forms import ask


async def pay(app: CoopApp, entry_id: int) -> None:
    """Pay somebody all that a decision granted, or one entry."""
    row = await app.read(queries.record, entry_id)
    if row is None:
        return
    rows = await app.read(queries.payable, row.person_id)
    own = await app.read(queries.accounts_of, row.person_id, app.today)
    if not rows:
        app.say(_why_not(row), "warning")
        return
    if not own:
        told = _("{name} has neither a membership number nor a contract, so there is no account to pay it on.")
        app.say(told.format(name=row.person), "warning")
        return
    fields = [_account(own), Field("paid_on", N_("On"), "date", required=True, initial=app.today)]
    if len(rows) > 1 and any(one.entry_id == entry_id for one in rows):
        fields.append(_which(row, rows))

    async def save(values: dict[str, Any]) -> None:
        chosen = [entry_id] if values.get("which") == "one" else [one.entry_id for one in rows]
        account = own[int(values["account"])]
        await app.do(
            deeds.pay_hours,
            entry_ids=chosen,
            paid_on=values["paid_on"],
            contract_id=account.contract_id,
            member_id=account.member_id,
        )
        cents = sum(one.fee_cents for one in rows if one.entry_id in chosen)
        app.say(_("{amount} credited. U takes it back.").format(amount=euro(cents)))

    await ask(app, _("Pay {name}").format(name=row.person), fields, save, intro=_intro(rows))


def _account(own: Sequence[OwnAccount]) -> Field:
    choices = [(str(place), _account_text(one)) for place, one in enumerate(own)]
    return Field(
        "account",
        N_("On which account"),
        "choice",
        required=True,
        initial="0",
        choices=choices,
        help=N_("a credit: it lowers what they owe, or is paid out later"),
    )


def _account_text(one: OwnAccount) -> str:
    if one.member_id is not None:
        return _("own account as a member ({number})").format(number=one.number)
    return _("contract {number} ({dwelling})").format(number=one.number, dwelling=one.dwelling)


def _which(row: HoursRow, rows: Sequence[HoursRow]) -> Field:
    _minutes, cents = queries.totals(rows)
    choices = [
        ("all", _("all {count} entries, {amount}").format(count=len(rows), amount=euro(cents))),
        ("one", _("only this one, {amount}").format(amount=euro(row.fee_cents))),
    ]
    return Field("which", N_("For which hours"), "choice", required=True, initial="all", choices=choices)


def _intro(rows: Sequence[HoursRow]) -> str:
    minutes, cents = queries.totals(rows)
    told = ngettext(
        "{count} entry was granted and not paid yet: {hours} hours, {amount}.",
        "{count} entries were granted and not paid yet: {hours} hours, {amount}.",
        len(rows),
    )
    return told.format(count=len(rows), hours=hours_said(minutes), amount=euro(cents))


def _why_not(row: HoursRow) -> str:
    if row.state == "undecided":
        return _("No decision grants this fee yet: “Grant a fee” under A notes which one does.")
    if row.state == "paid":
        return _("These hours were paid already.")
    return _("These hours are given for nothing: “Grant a fee” under A, by a decision, changes that.")


async def take_back(app: CoopApp, entry_id: int) -> None:
    """Take the payment of an entry back."""
    row = await app.read(queries.record, entry_id)
    if row is None:
        return
    fields = [Field("reason", N_("Why"), required=True, help=N_("stands on the account beside the opposite amount"))]

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.take_back_payment, entry_id=entry_id, **values)
        said = ngettext(
            "{count} entry is to be paid again. U undoes that.",
            "{count} entries are to be paid again. U undoes that.",
            done.result,
        )
        app.say(said.format(count=done.result))

    await ask(app, _("Take the payment of {name} back").format(name=row.person), fields, save)
