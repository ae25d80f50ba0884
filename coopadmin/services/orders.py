"""Giving work to contractors: the order and its number, the mandate it needs, the invoice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from coopadmin.domain.orders import FIRST_NUMBER, Ordered, check_day, check_invoice, check_order, total_cents
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import euro, long_date, tidy
from coopadmin.i18n import _
from coopadmin.services.contractors import open_contractor
from coopadmin.services.handovers import open_handover
from coopadmin.services.limits import allowed_by
from coopadmin.services.maintenance_states import begun, refuse_closed, set_status
from coopadmin.services.quotes import settle_quotes
from db.journal import Transaction
from db.queries.members import following_number
from db.tables.base import table_of
from db.tables.contractors import Contractor
from db.tables.maintenance import MaintenanceTask
from db.tables.orders import Quote, WorkOrder


def give_order(
    transaction: Transaction,
    *,
    task_id: int,
    contractor_id: int,
    ordered_on: date,
    amount_cents: int | None = None,
    decision_id: int | None = None,
    quote_id: int | None = None,
    finish_by: date | None = None,
    note: str = "",
) -> int:
    """Give a contractor the work of a task; gives the number of the order in the store.

    `amount_cents` is what was agreed, tax included; None takes the quote's, and without one it is by the hour, held
    against the mandate by the task's budget. The task's other orders count along, so that work is not split to stay
    below a limit. A chosen quote settles the others. Raises Refused for closed work, for work that lies with the
    corporation, and above the mandate without the decision it asks for; Invalid with a problem per field.
    """
    stored = begun(transaction, task_id)
    refuse_closed(stored)
    _refuse_handed(transaction, stored)
    name, problems = open_contractor(transaction, contractor_id, ordered_on)
    problems += check_order(
        ordered_on, finish_by, amount_cents, reported_on=stored["reported_on"], today=transaction.today
    )
    quoted, wrong = _quoted(transaction, quote_id, task_id, contractor_id)
    if problems := [*problems, *wrong]:
        raise Invalid(problems)
    amount = quoted if amount_cents is None else amount_cents
    allowing = _allowed(transaction, stored, amount, ordered_on, decision_id)
    order_id = transaction.add(
        WorkOrder(
            number=next_order_number(transaction),
            task_id=task_id,
            contractor_id=contractor_id,
            quote_id=quote_id,
            ordered_on=ordered_on,
            amount_cents=amount,
            finish_by=finish_by,
            decision_id=allowing,
            note=tidy(note),
        )
    )
    if quote_id is not None:
        settle_quotes(transaction, task_id, quote_id, ordered_on)
    # Work that is under way stays so: another firm comes to it.
    status = "in_progress" if stored["status"] == "in_progress" else "ordered"
    set_status(transaction, task_id, status, contractor=_contractors(transaction, task_id) or name)
    return order_id


def correct_order(
    transaction: Transaction,
    *,
    order_id: int,
    ordered_on: date,
    amount_cents: int | None = None,
    finish_by: date | None = None,
    decision_id: int | None = None,
    note: str = "",
) -> bool:
    """Correct what was agreed; tells whether it was different. Another amount is held against the mandate again.

    Raises Refused for an order that was cancelled and above the mandate, Invalid with a problem per field.
    """
    order, task = _order(transaction, order_id)
    _refuse_cancelled(order)
    problems = check_order(
        ordered_on, finish_by, amount_cents, reported_on=task["reported_on"], today=transaction.today
    )
    if order["invoiced_on"] is not None and ordered_on > order["invoiced_on"]:
        reason = _("it was invoiced on {day} already").format(day=long_date(order["invoiced_on"]))
        problems.append(Problem("ordered_on", reason))
    if problems:
        raise Invalid(problems)
    allowing = decision_id if decision_id is not None else order["decision_id"]
    if amount_cents != order["amount_cents"] or decision_id is not None:
        allowing = _allowed(transaction, task, amount_cents, ordered_on, decision_id, but=order_id)
    return transaction.change(
        WorkOrder,
        order_id,
        ordered_on=ordered_on,
        amount_cents=amount_cents,
        finish_by=finish_by,
        decision_id=allowing,
        note=tidy(note),
    )


def cancel_order(transaction: Transaction, *, order_id: int, cancelled_on: date, reason: str) -> None:
    """Take an order back from a contractor; the task is ours to see to again, unless another has it.

    Raises Refused for an order that was cancelled or invoiced, Invalid for the day and without a reason.
    """
    order, task = _order(transaction, order_id)
    _refuse_cancelled(order)
    if order["invoiced_on"] is not None:
        raise Refused(
            _("Order {number} was invoiced on {day}; take the invoice off first.").format(
                number=order["number"], day=long_date(order["invoiced_on"])
            )
        )
    problems = check_day(cancelled_on, "cancelled_on", reported_on=order["ordered_on"], today=transaction.today)
    if not tidy(reason):
        problems.append(Problem("reason", _("say why the order is cancelled")))
    if problems:
        raise Invalid(problems)
    note = " · ".join(part for part in (order["note"], tidy(reason)) if part)
    transaction.change(WorkOrder, order_id, cancelled_on=cancelled_on, note=note)
    left = _contractors(transaction, task["id"])
    if task["status"] == "ordered" and not left:
        set_status(transaction, task["id"], "judged", contractor="")
    elif left:
        transaction.change(MaintenanceTask, task["id"], contractor=left)


def note_invoice(
    transaction: Transaction, *, order_id: int, invoiced_on: date, invoiced_cents: int, invoice: str = ""
) -> tuple[str, ...]:
    """Note the invoice of an order, tax included, or correct it; gives what the treasurer should know.

    Once all orders of the task are invoiced, their sum is what it cost. Raises Refused for an order that was
    cancelled, Invalid with a problem per field.
    """
    order, task = _order(transaction, order_id)
    _refuse_cancelled(order)
    problems = check_invoice(invoiced_on, invoiced_cents, ordered_on=order["ordered_on"], today=transaction.today)
    if problems:
        raise Invalid(problems)
    transaction.change(
        WorkOrder, order_id, invoiced_on=invoiced_on, invoiced_cents=invoiced_cents, invoice=tidy(invoice)
    )
    _set_cost(transaction, task["id"])
    agreed = order["amount_cents"]
    if agreed is None or invoiced_cents <= agreed:
        return ()
    words = _("Order {number}: {invoiced} was invoiced, {agreed} was agreed; ask why.")
    return (words.format(number=order["number"], invoiced=euro(invoiced_cents), agreed=euro(agreed)),)


def remove_invoice(transaction: Transaction, *, order_id: int) -> None:
    """Take an invoice off that belongs to another order. Raises Refused where there is none."""
    order, task = _order(transaction, order_id)
    if order["invoiced_on"] is None:
        raise Refused(_("Order {number} was not invoiced.").format(number=order["number"]))
    invoiced = sum(one["invoiced_cents"] or 0 for one in _standing(transaction, task["id"]))
    if task["cost_cents"] == invoiced:
        transaction.change(MaintenanceTask, task["id"], cost_cents=None)
    transaction.change(WorkOrder, order_id, invoiced_on=None, invoiced_cents=None, invoice="")


def next_order_number(transaction: Transaction) -> str:
    """Give the number after the highest."""
    highest: str | None = transaction.scalar(
        select(col(WorkOrder.number)).order_by(func.length(col(WorkOrder.number)).desc(), col(WorkOrder.number).desc())
    )
    return following_number(highest or FIRST_NUMBER)


# -- what deeds share ----------------------------------------------------------------------------------------------


def _order(transaction: Transaction, order_id: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """Read an order and its task, and name the order for the journal; raises Refused where it is gone."""
    table = table_of(WorkOrder)
    row = transaction.execute(select(table).where(table.c.id == order_id)).mappings().first()
    if row is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    transaction.about = row["number"]
    return dict(row), begun(transaction, row["task_id"])


def _refuse_cancelled(order: Mapping[str, Any]) -> None:
    if order["cancelled_on"] is not None:
        raise Refused(
            _("Order {number} was cancelled on {day}.").format(
                number=order["number"], day=long_date(order["cancelled_on"])
            )
        )


def _refuse_handed(transaction: Transaction, task: Mapping[str, Any]) -> None:
    handed = open_handover(transaction, task["id"])
    if handed is not None:
        raise Refused(
            _("Task {number} lies with the corporation since {day}; take it back first.").format(
                number=task["number"], day=long_date(handed["handed_on"])
            )
        )


def _quoted(
    transaction: Transaction, quote_id: int | None, task_id: int, contractor_id: int
) -> tuple[int | None, list[Problem]]:
    """Give what a quote came to, and what is wrong with choosing it."""
    if quote_id is None:
        return None, []
    table = table_of(Quote)
    row = transaction.execute(select(table).where(table.c.id == quote_id)).mappings().first()
    if row is None or row["task_id"] != task_id:
        return None, [Problem("quote_id", _("this quote is not of this task"))]
    if row["contractor_id"] != contractor_id:
        return None, [Problem("quote_id", _("this quote is of another contractor"))]
    if row["amount_cents"] is None:
        return None, [Problem("quote_id", _("this quote has not come in yet"))]
    if row["outcome"] == "declined":
        return None, [Problem("quote_id", _("this quote was not chosen; take that back first"))]
    return row["amount_cents"], []


def _allowed(
    transaction: Transaction,
    task: Mapping[str, Any],
    amount_cents: int | None,
    on: date,
    decision_id: int | None,
    *,
    but: int | None = None,
) -> int | None:
    """Hold what the task's orders come to together against the mandate; gives the decision that allows it."""
    others = [Ordered(one["amount_cents"], one["invoiced_cents"]) for one in _standing(transaction, task["id"], but)]
    amount = task["budget_cents"] if amount_cents is None else amount_cents
    if amount is not None:
        amount += total_cents(others)
    return allowed_by(transaction, task["id"], amount, on, decision_id)


def _standing(transaction: Transaction, task_id: int, but: int | None = None) -> list[dict[str, Any]]:
    """Give the orders of a task that were not cancelled."""
    table = table_of(WorkOrder)
    found = select(table).where(table.c.task_id == task_id, table.c.cancelled_on.is_(None)).order_by(table.c.id)
    return [dict(row) for row in transaction.execute(found).mappings() if row["id"] != but]


def _contractors(transaction: Transaction, task_id: int) -> str:
    """Name the contractors who have a task's orders, for the column that lists show."""
    found = (
        select(col(Contractor.name))
        .join(WorkOrder, col(WorkOrder.contractor_id) == col(Contractor.id))
        .where(col(WorkOrder.task_id) == task_id, col(WorkOrder.cancelled_on).is_(None))
        .order_by(col(WorkOrder.id))
    )
    return ", ".join(dict.fromkeys(transaction.execute(found).scalars()))


def _set_cost(transaction: Transaction, task_id: int) -> None:
    """Say what a task cost once all its orders are invoiced."""
    standing = _standing(transaction, task_id)
    if all(one["invoiced_cents"] is not None for one in standing):
        transaction.change(MaintenanceTask, task_id, cost_cents=sum(one["invoiced_cents"] for one in standing))
