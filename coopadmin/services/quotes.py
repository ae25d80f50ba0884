"""Asking contractors for a price, and what came in."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.orders import check_day, check_received
from coopadmin.errors import Invalid, Refused
from coopadmin.formats import long_date, tidy
from coopadmin.i18n import _
from coopadmin.services.contractors import open_contractor
from coopadmin.services.maintenance_states import begun, local_minute, open_wait, refuse_closed
from coopadmin.services.waits import begin_wait, end_wait
from db.journal import Transaction
from db.tables.base import table_of
from db.tables.orders import Quote, WorkOrder


def ask_quote(transaction: Transaction, *, task_id: int, contractor_id: int, asked_on: date, note: str = "") -> int:
    """Ask a contractor for a price; gives the number of the quote.

    The task waits for it, unless it waits for something already or lies with somebody: whether its clock stands still
    is the group's own rule. Raises Refused for closed work and for a price that was asked already, Invalid with a
    problem per field.
    """
    stored = begun(transaction, task_id)
    refuse_closed(stored)
    name, problems = open_contractor(transaction, contractor_id, asked_on)
    problems += check_day(asked_on, "asked_on", reported_on=stored["reported_on"], today=transaction.today)
    if problems:
        raise Invalid(problems)
    if any(one["contractor_id"] == contractor_id and one["received_on"] is None for one in _open(transaction, task_id)):
        raise Refused(
            _("{name} was asked for a price for task {number} already.").format(name=name, number=stored["number"])
        )
    quote_id = transaction.add(Quote(task_id=task_id, contractor_id=contractor_id, asked_on=asked_on, note=tidy(note)))
    if stored["status"] in ("reported", "judged", "planned"):
        begin_wait(transaction, task_id=task_id, reason="quote", from_at=_moment_of(transaction, asked_on), note=name)
    return quote_id


def receive_quote(
    transaction: Transaction,
    *,
    quote_id: int,
    received_on: date,
    amount_cents: int,
    valid_until: date | None = None,
    note: str = "",
) -> bool:
    """Note the price that was given, tax included; tells whether the task goes on, having waited for this alone.

    A price that was noted already is corrected. Raises Refused for a quote that was settled, Invalid with a problem
    per field.
    """
    stored, _task = _quote(transaction, quote_id)
    _refuse_settled(stored)
    problems = check_received(
        received_on, amount_cents, valid_until, asked_on=stored["asked_on"], today=transaction.today
    )
    if problems:
        raise Invalid(problems)
    transaction.change(
        Quote,
        quote_id,
        received_on=received_on,
        amount_cents=amount_cents,
        valid_until=valid_until,
        note=tidy(note) or stored["note"],
    )
    return _go_on(transaction, stored["task_id"], received_on)


def decline_quote(transaction: Transaction, *, quote_id: int, ended_on: date, note: str = "") -> bool:
    """Note that a quote is not taken, or that none is given; tells whether the task goes on.

    Raises Refused for a quote that was settled, Invalid for the day.
    """
    stored, _task = _quote(transaction, quote_id)
    _refuse_settled(stored)
    if problems := check_day(ended_on, "ended_on", reported_on=stored["asked_on"], today=transaction.today):
        raise Invalid(problems)
    outcome = "not_given" if stored["received_on"] is None else "declined"
    transaction.change(Quote, quote_id, ended_on=ended_on, outcome=outcome, note=tidy(note) or stored["note"])
    return _go_on(transaction, stored["task_id"], ended_on)


def reopen_quote(transaction: Transaction, *, quote_id: int) -> None:
    """Let a quote that was settled be weighed again. Raises Refused where an order stands on it, or it is open."""
    stored, _task = _quote(transaction, quote_id)
    if not stored["outcome"]:
        raise Refused(_("This quote is still open."))
    standing = select(col(WorkOrder.number)).where(
        col(WorkOrder.quote_id) == quote_id, col(WorkOrder.cancelled_on).is_(None)
    )
    if (number := transaction.scalar(standing.limit(1))) is not None:
        raise Refused(_("Order {number} stands on this quote; cancel that first.").format(number=number))
    transaction.change(Quote, quote_id, ended_on=None, outcome="")


def settle_quotes(transaction: Transaction, task_id: int, chosen_id: int, on: date) -> None:
    """Mark a quote chosen and the others of its task not chosen; what was asked and not given ends as such."""
    for one in _open(transaction, task_id):
        outcome = "chosen" if one["id"] == chosen_id else "declined" if one["received_on"] else "not_given"
        transaction.change(Quote, one["id"], ended_on=on, outcome=outcome)


def _open(transaction: Transaction, task_id: int) -> list[dict[str, Any]]:
    table = table_of(Quote)
    found = select(table).where(table.c.task_id == task_id, table.c.outcome == "")
    return [dict(row) for row in transaction.execute(found).mappings()]


def _go_on(transaction: Transaction, task_id: int, on: date) -> bool:
    """End the wait for quotes once none is awaited any more."""
    if any(one["received_on"] is None for one in _open(transaction, task_id)):
        return False
    wait = open_wait(transaction, task_id)
    if wait is None or wait["reason"] != "quote":
        return False
    # A day without a time counts from where the wait began, if that is the same day.
    until = max(_moment_of(transaction, on), datetime.fromisoformat(wait["from_at"]))
    if until.date() > transaction.today:
        return False
    end_wait(transaction, task_id=task_id, until_at=until)
    return True


def _moment_of(transaction: Transaction, on: date) -> datetime:
    """Give the moment to count from on a day: this minute, or the beginning of a day that is past."""
    now = local_minute(transaction)
    return now if now.date() == on else datetime.combine(on, time())


def _quote(transaction: Transaction, quote_id: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """Read a quote and its task, and name the task for the journal; raises Refused where it is gone."""
    table = table_of(Quote)
    row = transaction.execute(select(table).where(table.c.id == quote_id)).mappings().first()
    if row is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    return dict(row), begun(transaction, row["task_id"])


def _refuse_settled(stored: dict[str, Any]) -> None:
    if stored["outcome"]:
        raise Refused(
            _("This quote was settled on {day}; take that back first.").format(day=long_date(stored["ended_on"]))
        )
