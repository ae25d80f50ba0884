"""A task's dealings with others on its record: the corporation, quotes, orders, and who may decide on them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.handovers import OUTCOMES, WAYS
from coopadmin.domain.limits import asked_of, needs_decision, told
from coopadmin.domain.orders import ORDER_STATES, QUOTE_STATES
from coopadmin.formats import euro, short_date
from coopadmin.i18n import N_, _
from db.queries import handovers, orders
from db.queries.handovers import HandoverRow, ReminderRow
from db.queries.maintenance import TaskRecord
from db.queries.orders import OrderRow, QuoteRow
from screens.app import Ref
from screens.subject import Entry, Section

ARRIVED = ("reported", "judged")
"""States in which nobody has begun with a task."""


def dealings(connection: Connection, record: TaskRecord, today: date) -> tuple[Section, ...]:
    """Give what others have to do with a task."""
    task = record.task
    found = orders.of_task(connection, task.task_id, today)
    return (
        _corporation(handovers.of_task(connection, task.task_id, today), record, today),
        Section(_("quotes"), tuple(map(_quote, found.quotes))),
        _orders(connection, record, found.orders, found.ordered_cents, today),
    )


def _corporation(handed: tuple[HandoverRow, ...], record: TaskRecord, today: date) -> Section:
    task = record.task
    if not handed and task.responsible == "corporation" and task.status in ARRIVED:
        return Section(
            _("the corporation"), (Entry("", _("● It is the corporation's: hand it over (A, Corporation).")),)
        )
    return Section(_("the corporation"), tuple(line for one in handed for line in _handover(one, today)))


def _handover(one: HandoverRow, today: date) -> list[Entry]:
    parts = [one.owner, _(WAYS[one.way]), one.reference and _("its number {number}").format(number=one.reference)]
    if one.promised_on is not None:
        parts.append(_("promised for {day}").format(day=short_date(one.promised_on)))
    elif one.ended_on is None:
        parts.append(_("no day promised yet"))
    lines = [Entry(short_date(one.handed_on), " · ".join(part for part in (*parts, one.note) if part))]
    lines += [_reminder(row) for row in reversed(one.reminders)]
    if one.ended_on is not None:
        lines.append(Entry(short_date(one.ended_on), _(OUTCOMES[one.outcome])))
    elif one.reminder is not None:
        words = N_("▲ remind it: {why}") if one.owed(today) else N_("○ remind it after {day}: {why}")
        lines.append(Entry("", _(words).format(day=short_date(one.reminder.due_on), why=one.reminder.why)))
    return lines


def _reminder(row: ReminderRow) -> Entry:
    return Entry(
        short_date(row.sent_on), " · ".join(part for part in (_("reminded"), _(WAYS[row.way]), row.note) if part)
    )


def _quote(one: QuoteRow) -> Entry:
    sign, words = QUOTE_STATES[one.state]
    parts = [f"{sign} {_(words)}", euro(one.amount_cents) if one.amount_cents is not None else ""]
    if one.valid_until is not None:
        parts.append(_("valid until {day}").format(day=short_date(one.valid_until)))
    text = " · ".join(part for part in (*parts, one.note) if part)
    return Entry(one.contractor, text, Ref("contractors", one.contractor_id))


def _orders(
    connection: Connection, record: TaskRecord, found: tuple[OrderRow, ...], ordered_cents: int, today: date
) -> Section:
    lines = [line for one in found for line in _order(one)]
    if record.task.status == "cancelled" and any(one.state in ("standing", "late") for one in found):
        lines.append(Entry("", _("▲ The task is called off, but this order stands: cancel it, and tell them.")))
    if record.task.status in ARRIVED and not found:
        mandate = orders.mandate(connection, record.task.task_id, today)
        if needs_decision(asked_of(record.budget_cents, mandate.limits)):
            lines.append(Entry("", f"● {told(record.budget_cents, mandate.limits)}"))
    elif len([one for one in found if one.cancelled_on is None]) > 1:
        lines.append(Entry(_("together"), euro(ordered_cents)))
    return Section(_("orders"), tuple(lines))


def _order(one: OrderRow) -> list[Entry]:
    sign, words = ORDER_STATES[one.state]
    agreed = euro(one.amount_cents) if one.amount_cents is not None else _("by the hour")
    parts = [f"{sign} {_(words)}", one.contractor, agreed]
    if one.finish_by is not None:
        parts.append(_("by {day}").format(day=short_date(one.finish_by)))
    if one.invoiced_cents is not None and one.invoiced_on is not None:
        invoiced = _("invoiced {amount} on {day}").format(
            amount=euro(one.invoiced_cents), day=short_date(one.invoiced_on)
        )
        parts.append(f"{invoiced} {one.invoice}".strip())
    text = " · ".join(part for part in (*parts, one.note) if part)
    lines = [Entry(one.number, text, Ref("contractors", one.contractor_id))]
    if one.decision_id is not None:
        lines.append(
            Entry("", _("by decision {number}").format(number=one.decision), Ref("decisions", one.decision_id))
        )
    return lines
