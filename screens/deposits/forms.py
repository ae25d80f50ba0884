"""What is done with deposits: taken over, received, set off, given back, accounted for."""

from __future__ import annotations

from typing import Any

from coopadmin.domain.deposits import DEDUCTIONS, KINDS, specification_text
from coopadmin.formats import euro
from coopadmin.i18n import N_, _, ngettext
from coopadmin.services import deposits as deeds
from db.queries import deposits as queries
from db.queries.deposits import DepositRecord
from screens.app import CoopApp
from screens.fields import Field
from screens.forms import ask
from screens.letters import show_letter


async def take_over(app: CoopApp) -> None:
    """Take the agreed deposit of every running contract as held from before."""
    fields = [Field("moved_on", N_("Held since"), "date", required=True, initial=app.today)]

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.hold_agreed, **values)
        told = ngettext("{count} deposit taken over.", "{count} deposits taken over.", done.result)
        app.say(told.format(count=done.result) + (" " + _("U takes it back.") if done.result else ""))

    intro = _(
        "For every contract in force that day with a deposit agreed and nothing known of it yet: it is held in full. "
        "What differs is entered per contract (A)."
    )
    await ask(app, _("Deposits held from before"), fields, save, intro=intro)


def _amount_fields(app: CoopApp, initial: int | None) -> list[Field]:
    return [
        Field("amount_cents", N_("Amount"), "cents", required=True, initial=initial),
        Field("moved_on", N_("On"), "date", required=True, initial=app.today),
        Field("note", N_("Note")),
    ]


def _texts(values: dict[str, Any]) -> dict[str, Any]:
    return {**values, "note": values["note"] or ""}


async def _read(app: CoopApp, contract_id: int) -> DepositRecord | None:
    return await app.read(queries.record, contract_id, app.today)


def _heading(record: DepositRecord) -> str:
    return f"{record.row.number} · {record.row.dwelling}"


def _held(record: DepositRecord) -> str:
    return _("{amount} is held.").format(amount=euro(record.row.held_cents))


def _say_done(app: CoopApp, record: DepositRecord, cents: int) -> None:
    app.say(_("Noted on {number}: {amount}. U takes it back.").format(number=record.row.number, amount=euro(cents)))


async def hold_before(app: CoopApp, contract_id: int) -> None:
    """Note what was held when this administration began."""
    record = await _read(app, contract_id)
    if record is None:
        return

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.hold_before, contract_id=contract_id, **_texts(values))
        _say_done(app, record, values["amount_cents"])

    fields = _amount_fields(app, record.row.agreed_cents)
    await ask(app, _("Held from before: {contract}").format(contract=_heading(record)), fields, save)


async def receive(app: CoopApp, contract_id: int) -> None:
    """Note what was received in cash."""
    record = await _read(app, contract_id)
    if record is None:
        return

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.receive_cash, contract_id=contract_id, **_texts(values))
        _say_done(app, record, values["amount_cents"])

    fields = _amount_fields(app, record.row.short_cents or None)
    title = _("Deposit received in cash: {contract}").format(contract=_heading(record))
    await ask(app, title, fields, save, intro=_held(record))


async def give_back(app: CoopApp, contract_id: int) -> None:
    """Note what was given back in cash."""
    record = await _read(app, contract_id)
    if record is None:
        return

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.return_cash, contract_id=contract_id, **_texts(values))
        _say_done(app, record, -values["amount_cents"])

    fields = _amount_fields(app, record.row.held_cents or None)
    title = _("Deposit given back in cash: {contract}").format(contract=_heading(record))
    await ask(app, title, fields, save, intro=_held(record))


async def deduct(app: CoopApp, contract_id: int) -> None:
    """Set an amount off against the deposit."""
    record = await _read(app, contract_id)
    if record is None:
        return
    owed = max(0, min(record.owed_cents, record.row.held_cents))
    fields = [
        Field("kind", N_("What for"), "choice", required=True, choices=[(one, KINDS[one]) for one in DEDUCTIONS]),
        Field("amount_cents", N_("Amount"), "cents", required=True, initial=owed or None),
        Field("moved_on", N_("On"), "date", required=True, initial=app.today),
        Field("note", N_("Why"), required=True, help=N_("the specification to the tenant says this")),
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.deduct, contract_id=contract_id, **values)
        _say_done(app, record, -values["amount_cents"])

    open_text = _("{amount} is open on the account.").format(amount=euro(max(0, record.owed_cents)))
    more = _("Damage is put on the account with it; the others must stand open there already.")
    title = _("Set off against the deposit: {contract}").format(contract=_heading(record))
    await ask(
        app,
        title,
        fields,
        save,
        draft_key=f"deposits.deduct.{contract_id}",
        intro=f"{_held(record)} {open_text} {more}",
    )


async def specification(app: CoopApp, contract_id: int) -> None:
    """Show the written specification."""
    found = await app.read(queries.specification, contract_id, app.today)
    if found is not None:
        stem = f"{found.contract}-{_('deposit')}-{app.today.isoformat()}"
        await show_letter(app, specification_text(found), stem)
