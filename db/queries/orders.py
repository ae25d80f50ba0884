"""Quotes and orders of a task, and what an order form must know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, select
from sqlmodel import col

from coopadmin.domain.limits import Allowing, Limit
from coopadmin.domain.maintenance import OPEN
from coopadmin.domain.orders import Ordered, order_state, quote_state, total_cents
from db.queries import limits
from db.tables.base import table_of
from db.tables.contractors import Contractor
from db.tables.decisions import Decision
from db.tables.handovers import Handover
from db.tables.maintenance import MaintenanceTask
from db.tables.orders import Quote, WorkOrder

_quotes, _orders, _contractors = table_of(Quote), table_of(WorkOrder), table_of(Contractor)
_tasks, _decisions = table_of(MaintenanceTask), table_of(Decision)


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """A price asked of a contractor; `state` is a code of QUOTE_STATES."""

    quote_id: int
    task_id: int
    contractor_id: int
    contractor: str
    asked_on: date
    received_on: date | None
    amount_cents: int | None
    valid_until: date | None
    outcome: str
    note: str
    state: str


@dataclass(frozen=True, slots=True)
class OrderRow:
    """Work given to a contractor; `state` is a code of ORDER_STATES."""

    order_id: int
    number: str
    task_id: int
    task: str
    what: str
    contractor_id: int
    contractor: str
    quote_id: int | None
    ordered_on: date
    amount_cents: int | None
    finish_by: date | None
    decision_id: int | None
    decision: str
    invoiced_on: date | None
    invoiced_cents: int | None
    invoice: str
    cancelled_on: date | None
    note: str
    state: str


@dataclass(frozen=True, slots=True)
class TaskOrders:
    """The quotes of a task, cheapest first, and its orders, newest first."""

    quotes: tuple[QuoteRow, ...]
    orders: tuple[OrderRow, ...]

    @property
    def ordered_cents(self) -> int:
        """What the orders that stand come to."""
        standing = (one for one in self.orders if one.cancelled_on is None)
        return total_cents(Ordered(one.amount_cents, one.invoiced_cents) for one in standing)


@dataclass(frozen=True, slots=True)
class Mandate:
    """Who may decide on an order: the limits of the day, and the decisions linked to the task."""

    limits: tuple[Limit, ...]
    linked: tuple[Allowing, ...]


def of_task(connection: Connection, task_id: int, on: date) -> TaskOrders:
    """Give the quotes and the orders of a task."""
    statement = (
        select(_quotes, _contractors.c.name.label("contractor"))
        .join(_contractors, _contractors.c.id == _quotes.c.contractor_id)
        .where(_quotes.c.task_id == task_id)
        .order_by(_quotes.c.amount_cents.is_(None), _quotes.c.amount_cents, _quotes.c.asked_on, _quotes.c.id)
    )
    quotes = tuple(_quote(row, on) for row in connection.execute(statement).mappings())
    return TaskOrders(quotes, _found(connection, _orders.c.task_id == task_id, on))


def ordered_from(connection: Connection, task_id: int) -> int | None:
    """Give the contractor that the newest order of a task was given to which stands and has no invoice yet."""
    statement = select(_orders.c.contractor_id).where(
        _orders.c.task_id == task_id, _orders.c.cancelled_on.is_(None), _orders.c.invoiced_on.is_(None)
    )
    newest = statement.order_by(_orders.c.ordered_on.desc(), _orders.c.id.desc()).limit(1)
    return connection.execute(newest).scalar()


def of_contractor(connection: Connection, contractor_id: int, on: date, most: int = 100) -> tuple[OrderRow, ...]:
    """Give the orders of a contractor, newest first."""
    return _found(connection, _orders.c.contractor_id == contractor_id, on, most)


def mandate(connection: Connection, task_id: int, on: date) -> Mandate:
    """Give what decides on an order for a task on a day."""
    return Mandate(limits.in_force(connection, on), limits.allowing(connection, task_id))


def rows_of_task(connection: Connection, task_id: int) -> tuple[tuple[str, int], ...]:
    """Name the rows that belong to a task's dealings with others, for its history."""
    found: list[tuple[str, int]] = []
    for model in (Handover, Quote, WorkOrder):
        table = table_of(model)
        ids = connection.execute(select(table.c.id).where(table.c.task_id == task_id)).scalars()
        found += [(str(table.name), row_id) for row_id in ids]
    return tuple(found)


def _found(
    connection: Connection, condition: ColumnElement[bool], on: date, most: int | None = None
) -> tuple[OrderRow, ...]:
    statement = (
        select(
            _orders,
            _contractors.c.name.label("contractor"),
            _decisions.c.number.label("decision"),
            _tasks.c.number.label("task"),
            _tasks.c.what,
            _tasks.c.status,
        )
        .join(_contractors, _contractors.c.id == _orders.c.contractor_id)
        .join(_tasks, _tasks.c.id == _orders.c.task_id)
        .outerjoin(_decisions, _decisions.c.id == _orders.c.decision_id)
        .where(condition)
        .order_by(_orders.c.ordered_on.desc(), _orders.c.id.desc())
        .limit(most)
    )
    return tuple(_order(row, on) for row in connection.execute(statement).mappings())


def _quote(row: Mapping[Any, Any], on: date) -> QuoteRow:
    names = ("task_id", "contractor_id", "contractor", "asked_on", "received_on", "amount_cents", "valid_until")
    return QuoteRow(
        quote_id=row["id"],
        outcome=row["outcome"],
        note=row["note"],
        state=quote_state(row["outcome"], row["received_on"], row["valid_until"], on),
        **{name: row[name] for name in names},
    )


def _order(row: Mapping[Any, Any], on: date) -> OrderRow:
    names = ("number", "task_id", "task", "what", "contractor_id", "contractor", "quote_id", "ordered_on")
    more = ("amount_cents", "finish_by", "decision_id", "invoiced_on", "invoiced_cents", "invoice", "cancelled_on")
    state = order_state(row["invoiced_on"], row["cancelled_on"], row["finish_by"], on, open_task=row["status"] in OPEN)
    return OrderRow(
        order_id=row["id"],
        decision=row["decision"] or "",
        note=row["note"],
        state=state,
        **{name: row[name] for name in (*names, *more)},
    )


def contractors_in_use(connection: Connection, on: date) -> tuple[tuple[int, str], ...]:
    """Give the contractors that get work on a day, number and name."""
    statement = select(col(Contractor.id), col(Contractor.name), col(Contractor.ended_on)).order_by(
        col(Contractor.name)
    )
    return tuple(
        (row_id, name) for row_id, name, ended_on in connection.execute(statement) if not ended_on or ended_on >= on
    )
