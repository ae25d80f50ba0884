"""The forms of quotes: asking a price, noting what came in, not taking one."""

from __future__ import annotations

from typing import Any

from coopadmin.domain.orders import QUOTE_STATES
from coopadmin.formats import euro, long_date
from coopadmin.i18n import N_, _
from coopadmin.services import quotes as deeds
from db.queries import orders as queries
from db.queries.maintenance import TaskRecord
from db.queries.orders import QuoteRow
from screens.app import CoopApp
from screens.contractors.choosing import contractor_field
from screens.dialogs import ChooseScreen
from screens.fields import Field
from screens.forms import ask
from screens.maintenance.forms import open_task
from screens.text import one_line


async def quote(app: CoopApp, task_id: int) -> None:
    """Ask a price for a task; where prices were asked, note what came of one."""
    record = await open_task(app, task_id)
    if record is None:
        return
    quotes = (await app.read(queries.of_task, task_id, app.today)).quotes
    if not quotes:
        await _ask_price(app, record)
        return
    options = [quote_line(one) for one in quotes]
    title = _("Quotes for {number}").format(number=record.task.number)
    chosen = await app.push_screen_wait(ChooseScreen(title, [*options, _("Ask another contractor")]))
    if chosen is None:
        return
    if chosen == len(quotes):
        await _ask_price(app, record)
    else:
        await _on_quote(app, record, quotes[chosen])


def quote_line(one: QuoteRow) -> str:
    """Say in a line how a quote stands."""
    sign, words = QUOTE_STATES[one.state]
    cents = euro(one.amount_cents) if one.amount_cents is not None else ""
    return " · ".join(part for part in (f"{sign} {one_line(one.contractor)}", cents, _(words)) if part)


async def _on_quote(app: CoopApp, record: TaskRecord, one: QuoteRow) -> None:
    """Choose what is to be done with a quote, by how it stands."""
    if one.outcome:
        await app.do(deeds.reopen_quote, quote_id=one.quote_id)
        app.say(_("Open again: the quote of {name}. U takes it back.").format(name=one_line(one.contractor)))
        return
    options = [_("The price came in"), _("No price is given")]
    if one.received_on is not None:
        options = [_("Correct the price"), _("It is not taken"), _("Give the order")]
    chosen = await app.push_screen_wait(ChooseScreen(one_line(quote_line(one)), options))
    if chosen == 0:
        await _receive(app, record, one)
    elif chosen == 1:
        await _decline(app, record, one)
    elif chosen == 2:
        from screens.maintenance.order_forms import give

        await give(app, record, one)


async def _ask_price(app: CoopApp, record: TaskRecord) -> None:
    task = record.task
    firm = await contractor_field(app, task.contractor)
    if firm is None:
        return
    fields = [
        firm,
        Field("asked_on", N_("Asked on"), "date", required=True, initial=app.today),
        Field("note", N_("What was asked"), help=N_("what is to be in the price")),
    ]

    async def save(values: dict[str, Any]) -> None:
        values["contractor_id"] = int(values["contractor_id"])
        await app.do(deeds.ask_quote, task_id=task.task_id, **values)
        app.say(_("Quote asked for {number}. U takes it back.").format(number=task.number))

    title = _("Ask a price for {number}").format(number=task.number)
    await ask(app, title, fields, save, draft_key=f"maintenance.quote.{task.task_id}", intro=one_line(task.what))


async def _receive(app: CoopApp, record: TaskRecord, one: QuoteRow) -> None:
    fields = [
        Field("amount_cents", N_("Price"), "cents", required=True, initial=one.amount_cents, help=N_("with tax")),
        Field("received_on", N_("Received on"), "date", required=True, initial=one.received_on or app.today),
        Field("valid_until", N_("Valid until"), "date", initial=one.valid_until),
        Field("note", N_("Note"), initial=one.note),
    ]

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.receive_quote, quote_id=one.quote_id, **values)
        said = [_("Quote of {name} noted.").format(name=one_line(one.contractor))]
        if done.result:
            said.append(_("{number} waits no more.").format(number=record.task.number))
        app.say(" ".join([*said, _("U takes it back.")]))

    title = _("Quote of {name}").format(name=one_line(one.contractor))
    intro = _("Asked on {day}.").format(day=long_date(one.asked_on))
    await ask(app, title, fields, save, draft_key=f"maintenance.quoted.{one.quote_id}", intro=intro)


async def _decline(app: CoopApp, record: TaskRecord, one: QuoteRow) -> None:
    fields = [
        Field("ended_on", N_("On"), "date", required=True, initial=app.today),
        Field("note", N_("Why"), initial=one.note),
    ]

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.decline_quote, quote_id=one.quote_id, **values)
        said = [_("Not taken: the quote of {name}.").format(name=one_line(one.contractor))]
        if done.result:
            said.append(_("{number} waits no more.").format(number=record.task.number))
        app.say(" ".join([*said, _("U takes it back.")]))

    title = _("Quote of {name}").format(name=one_line(one.contractor))
    await ask(app, title, fields, save)
