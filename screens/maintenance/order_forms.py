"""The forms of orders: giving one, the decision it needs, its invoice, cancelling it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from textual import on
from textual.widgets import Input

from coopadmin.domain.limits import asked_of, needs_decision, short_of, told
from coopadmin.domain.orders import ORDER_STATES
from coopadmin.formats import euro, long_date
from coopadmin.i18n import N_, _
from coopadmin.services import decisions
from coopadmin.services import orders as deeds
from db.queries import budget
from db.queries import maintenance as tasks
from db.queries import orders as queries
from db.queries.maintenance import TaskRecord
from db.queries.orders import Mandate, OrderRow, QuoteRow
from screens.app import CoopApp
from screens.contractors.choosing import contractor_field
from screens.dialogs import ChooseScreen
from screens.fields import Field
from screens.forms import FormScreen, ask
from screens.maintenance.forms import open_task
from screens.text import one_line


class AmountForm(FormScreen):
    """A form with an amount that says who decides on it, anew while it is typed."""

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        save: Callable[[dict[str, Any]], Awaitable[None]],
        tell: Callable[[int | None], str],
        amount_cents: int | None,
        *,
        draft_key: str = "",
    ) -> None:
        self.tell = tell
        super().__init__(title, fields, save, draft_key=draft_key, intro=tell(amount_cents))

    @on(Input.Changed, "#field-amount_cents Input")
    def _show(self) -> None:
        """Say who decides on what stands there now; an amount that cannot be read yet says nothing."""
        box = next(one for one in self.boxes if one.field.name == "amount_cents")
        try:
            cents = box.value()
        except ValueError:
            return
        self.explain_anew(self.tell(cents))


async def order(app: CoopApp, task_id: int) -> None:
    """Give the work of a task to a contractor; where it was given, note the invoice, correct it or cancel it."""
    record = await app.read(tasks.record, task_id, app.today)
    if record is None:
        return
    orders = (await app.read(queries.of_task, task_id, app.today)).orders
    if not orders:
        if await open_task(app, task_id) is not None:
            await give(app, record)
        return
    options = [order_line(one) for one in orders]
    title = _("Orders for {number}").format(number=record.task.number)
    chosen = await app.push_screen_wait(ChooseScreen(title, [*options, _("Give another order")]))
    if chosen is None:
        return
    if chosen < len(orders):
        await _on_order(app, orders[chosen])
    elif await open_task(app, task_id) is not None:
        await give(app, record)


def order_line(one: OrderRow) -> str:
    """Say in a line how an order stands."""
    sign, words = ORDER_STATES[one.state]
    cents = one.invoiced_cents if one.invoiced_cents is not None else one.amount_cents
    amount = euro(cents) if cents is not None else _("by the hour")
    return f"{sign} {one.number} {one_line(one.contractor)} · {amount} · {_(words)}"


# -- giving ------------------------------------------------------------------------------------------------------


async def give(app: CoopApp, record: TaskRecord, quote: QuoteRow | None = None) -> None:
    """Give an order for a task, on a quote where one was chosen."""
    task = record.task
    firm = None if quote else await contractor_field(app, task.contractor)
    if firm is None and quote is None:
        return
    mandate = await app.read(queries.mandate, task.task_id, app.today)
    before = (await app.read(queries.of_task, task.task_id, app.today)).ordered_cents
    amount = quote.amount_cents if quote else record.budget_cents
    fields = [
        *([firm] if firm else []),
        Field(
            "amount_cents",
            N_("Agreed price"),
            "cents",
            initial=amount,
            help=N_("with tax; empty where it is by the hour, then the task's budget counts"),
        ),
        Field("finish_by", N_("Finished by"), "date", help=N_("what was agreed, where it was")),
        Field("ordered_on", N_("Ordered on"), "date", required=True, initial=app.today),
        Field("note", N_("Note"), help=N_("what was agreed: material, hours, who lets them in")),
    ]

    async def save(values: dict[str, Any]) -> None:
        contractor = quote.contractor_id if quote else int(values.pop("contractor_id"))
        done = await app.do(
            deeds.give_order,
            task_id=task.task_id,
            contractor_id=contractor,
            quote_id=quote.quote_id if quote else None,
            **values,
        )
        given = next(
            (
                one
                for one in (await app.read(queries.of_task, task.task_id, app.today)).orders
                if one.order_id == done.result
            ),
            None,
        )
        number = given.number if given else ""
        app.say(_("Order {order} for {number} is given. U takes it back.").format(order=number, number=task.number))
        if pressed := await _budget_words(app, task.task_id):
            app.say(pressed, "warning")
        if values["amount_cents"] is None and record.budget_cents is None and mandate.limits:
            app.say(told(None, mandate.limits), "warning")

    title = _("Order for {number}").format(number=task.number)
    head = [one_line(task.what)]
    if quote is not None:
        head.append(one_line(_("On the quote of {name}.").format(name=one_line(quote.contractor))))
        if quote.valid_until is not None and quote.valid_until < app.today:
            head.append(_("▲ It was valid until {day}.").format(day=long_date(quote.valid_until)))

    def tell(cents: int | None) -> str:
        return "\n".join([*head, *mandate_lines(mandate, record.budget_cents if cents is None else cents, before)])

    key = f"maintenance.order.{task.task_id}"
    await app.push_screen_wait(AmountForm(title, fields, save, tell, amount, draft_key=key))


async def _budget_words(app: CoopApp, task_id: int) -> str:
    """Say how the budget stands that a task takes of, where it is nearly used up or passed; else nothing."""
    found = await app.read(budget.year, app.today.year, app.today)
    taken = next((one for one in found.committed if one.task_id == task_id), None)
    row = next((one for one in found.rows if taken is not None and one.category_id == taken.category_id), None)
    if row is None or row.use.left_cents is None or row.state not in ("near", "over"):
        return ""
    if row.state == "over":
        sentence = _("{category} is over its budget by {amount}.")
        return sentence.format(category=one_line(row.name), amount=euro(-row.use.left_cents))
    sentence = _("{category}: {percent} % of the budget is used, {amount} is left.")
    return sentence.format(category=one_line(row.name), percent=row.use.percent, amount=euro(row.use.left_cents))


def mandate_lines(mandate: Mandate, amount_cents: int | None, before_cents: int) -> list[str]:
    """Say who decides on an amount together with what was ordered before, and what is linked for it already."""
    total = None if amount_cents is None else amount_cents + before_cents
    if not mandate.limits or total is None:
        return [told(total, mandate.limits)]
    lines = [told(total, mandate.limits)]
    if before_cents:
        lines.insert(0, _("Ordered for it before: {amount}.").format(amount=euro(before_cents)))
    asked = asked_of(total, mandate.limits)
    if not needs_decision(asked):
        return lines
    wrong = [short_of(one, asked, total) for one in mandate.linked]
    allowing = next((one for one, why in zip(mandate.linked, wrong, strict=True) if not why), None)
    if allowing is not None:
        lines.append(_("✓ Decision {number} allows it.").format(number=allowing.number))
    elif wrong:
        lines.extend(f"▲ {why}" for why in wrong)
    else:
        lines.append(_("▲ Link that decision first: A, “Decision that allows it”."))
    return lines


async def link_decision(app: CoopApp, task_id: int) -> None:
    """Link the decision that allows work on a task, with the amount it granted."""
    record = await app.read(tasks.record, task_id, app.today)
    if record is None:
        return
    mandate = await app.read(queries.mandate, task_id, app.today)
    before = (await app.read(queries.of_task, task_id, app.today)).ordered_cents
    fields = [
        Field("decision_id", N_("Decision"), "pick", required=True, find=("decisions",)),
        Field(
            "amount_cents",
            N_("Granted"),
            "cents",
            initial=record.budget_cents,
            help=N_("what it may cost at most, all orders for it together"),
        ),
        Field("note", N_("Paper"), help=N_("its name, or where it lies")),
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(decisions.link, task_id=task_id, **values)
        app.say(_("Linked to {number}. U takes it back.").format(number=record.task.number))

    title = _("The decision that allows {number}").format(number=record.task.number)

    def tell(cents: int | None) -> str:
        # What it grants is for all orders together, so that nothing is added to it.
        lines = [one_line(record.task.what), told(cents, mandate.limits)]
        if before:
            lines.insert(1, _("Ordered for it before: {amount}.").format(amount=euro(before)))
        return "\n".join(lines)

    key = f"maintenance.decision.{task_id}"
    await app.push_screen_wait(AmountForm(title, fields, save, tell, record.budget_cents, draft_key=key))


# -- what comes of an order ----------------------------------------------------------------------------------------


async def _on_order(app: CoopApp, one: OrderRow) -> None:
    if one.cancelled_on is not None:
        app.say(_("Order {number} was cancelled.").format(number=one.number), "warning")
        return
    options: list[tuple[str, Callable[[CoopApp, OrderRow], Awaitable[None]]]] = [
        (_("The invoice came in") if one.invoiced_on is None else _("Correct the invoice"), _invoice),
        (_("Correct what was agreed"), _correct),
        (_("Cancel the order") if one.invoiced_on is None else _("Take the invoice off"), _take_back),
    ]
    chosen = await app.push_screen_wait(ChooseScreen(one_line(order_line(one)), [words for words, _run in options]))
    if chosen is not None:
        await options[chosen][1](app, one)


async def _invoice(app: CoopApp, one: OrderRow) -> None:
    cents = one.invoiced_cents if one.invoiced_cents is not None else one.amount_cents
    fields = [
        Field("invoiced_cents", N_("Invoiced"), "cents", required=True, initial=cents, help=N_("with tax")),
        Field("invoice", N_("Its number"), initial=one.invoice),
        Field("invoiced_on", N_("Day of the invoice"), "date", required=True, initial=one.invoiced_on or app.today),
    ]

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.note_invoice, order_id=one.order_id, **values)
        app.say(_("Invoice of {number} noted. U takes it back.").format(number=one.number))
        for warning in done.result:
            app.say(warning, "warning")

    agreed = euro(one.amount_cents) if one.amount_cents is not None else _("by the hour")
    intro = _("{contractor}, ordered on {day}, agreed: {agreed}.").format(
        contractor=one_line(one.contractor), day=long_date(one.ordered_on), agreed=agreed
    )
    title = _("Invoice of order {number}").format(number=one.number)
    await ask(app, title, fields, save, draft_key=f"maintenance.invoice.{one.order_id}", intro=intro)


async def _correct(app: CoopApp, one: OrderRow) -> None:
    fields = [
        Field("amount_cents", N_("Agreed price"), "cents", initial=one.amount_cents, help=N_("with tax")),
        Field("finish_by", N_("Finished by"), "date", initial=one.finish_by),
        Field("ordered_on", N_("Ordered on"), "date", required=True, initial=one.ordered_on),
        Field("note", N_("Note"), initial=one.note),
    ]

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.correct_order, order_id=one.order_id, **values)
        message = (
            _("Corrected: {number}. U takes it back.")
            if done.result
            else _("{number} was like that already; nothing changed.")
        )
        app.say(message.format(number=one.number))

    title = _("What was agreed in {number}").format(number=one.number)
    await ask(app, title, fields, save)


async def _take_back(app: CoopApp, one: OrderRow) -> None:
    if one.invoiced_on is not None:
        await app.do(deeds.remove_invoice, order_id=one.order_id)
        app.say(_("The invoice is off {number}. U takes it back.").format(number=one.number))
        return
    fields = [
        Field("reason", N_("Reason"), required=True),
        Field("cancelled_on", N_("On"), "date", required=True, initial=app.today),
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.cancel_order, order_id=one.order_id, **values)
        app.say(_("Cancelled: {number}. U takes it back.").format(number=one.number))

    intro = _("Tell {contractor} as well.").format(contractor=one_line(one.contractor))
    await ask(app, _("Cancel order {number}").format(number=one.number), fields, save, intro=intro)
