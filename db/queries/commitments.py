"""What maintenance takes of a year's budget before the bank knows it: tasks and their orders, per category."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, or_, select
from sqlmodel import col

from coopadmin.domain.budget import Expected
from coopadmin.domain.maintenance import OPEN
from coopadmin.domain.orders import Ordered, total_cents
from db.tables.base import table_of
from db.tables.budget import Category
from db.tables.contractors import Contractor
from db.tables.maintenance import MaintenanceTask
from db.tables.matching import Posting
from db.tables.orders import WorkOrder

_tasks, _orders, _contractors, _postings = (
    table_of(MaintenanceTask),
    table_of(WorkOrder),
    table_of(Contractor),
    table_of(Posting),
)

_given = _orders.alias("given")
"""The orders once more, for a question within a question."""


@dataclass(frozen=True, slots=True)
class CommittedOrder:
    """An order behind a task's money: what was agreed (None: by the hour) and what was invoiced (None: not yet)."""

    order_id: int
    number: str
    contractor: str
    amount_cents: int | None
    invoiced_cents: int | None

    @property
    def cents(self) -> int:
        """What it comes to as far as known."""
        return Ordered(self.amount_cents, self.invoiced_cents).cents


@dataclass(frozen=True, slots=True)
class CommittedRow:
    """A maintenance task that takes of the budget: not done yet, or done and not paid.

    `cents` is promised beyond what was invoiced, `invoiced_cents` was invoiced and not paid. `category_id` is the
    line it is paid from; None while there is no category for maintenance.
    """

    task_id: int
    number: str
    what: str
    status: str
    cents: int
    invoiced_cents: int = 0
    category_id: int | None = None
    orders: tuple[CommittedOrder, ...] = ()


def maintenance_category(connection: Connection, since: date) -> int | None:
    """Give the category that promised maintenance counts on: the first expense of that purpose still in use."""
    found: int | None = connection.execute(
        select(col(Category.id))
        .where(
            col(Category.direction) == "expense",
            col(Category.purpose) == "maintenance",
            or_(col(Category.ended_on).is_(None), col(Category.ended_on) >= since),
        )
        .order_by(col(Category.ended_on).is_not(None), col(Category.id))
        .limit(1)
    ).scalar()
    return found


def committed_tasks(connection: Connection, of: int, today: date) -> tuple[CommittedRow, ...]:
    """Give the work that takes of a year's budget: done in it and not paid yet, and in this year what is open.

    What a resident or the corporation sees to costs the group nothing, unless we gave an order for it. Work that was
    called off takes as long as an order for it stands.
    """
    wanted = _wanted(of, today)
    orders = _orders_of(connection, wanted)
    upkeep = maintenance_category(connection, date(of, 1, 1))
    rows: list[CommittedRow] = []
    for row in connection.execute(_statement(wanted)).mappings():
        given = orders.get(row["id"], ())
        invoiced = sum(one.invoiced_cents or 0 for one in given)
        ordered = total_cents(Ordered(one.amount_cents, one.invoiced_cents) for one in given)
        ours = row["responsible"] in ("cooperative", "unknown")
        expected = Expected(
            row["status"],
            row["budget_cents"] if ours else None,
            row["cost_cents"] if ours else None,
            row["paid"],
            ordered,
            invoiced,
        )
        if expected.committed_cents or expected.unpaid_cents:
            rows.append(
                CommittedRow(
                    row["id"],
                    row["number"],
                    row["what"],
                    row["status"],
                    expected.committed_cents,
                    expected.unpaid_cents,
                    upkeep if row["category_id"] is None else row["category_id"],
                    given,
                )
            )
    return tuple(rows)


def _wanted(of: int, today: date) -> ColumnElement[bool]:
    """Demand of a task that it has to do with the money of a year."""
    ours = _tasks.c.responsible.in_(("cooperative", "unknown"))
    ordered = exists().where(_given.c.task_id == _tasks.c.id, _given.c.cancelled_on.is_(None))
    done = and_(
        _tasks.c.status == "done",
        _tasks.c.done_on.between(date(of, 1, 1), date(of, 12, 31)),
        or_(and_(ours, _tasks.c.cost_cents > 0), ordered),
    )
    if of != today.year:
        return done
    expected = and_(ours, or_(_tasks.c.budget_cents > 0, _tasks.c.cost_cents > 0))
    standing = and_(_tasks.c.status.in_((*OPEN, "cancelled")), ordered)
    return or_(done, and_(_tasks.c.status.in_(OPEN), expected), standing)


def _statement(wanted: ColumnElement[bool]) -> Select[Any]:
    paid = (
        select(func.coalesce(-func.sum(_postings.c.amount_cents), 0))
        .where(_postings.c.task_id == _tasks.c.id)
        .correlate(_tasks)
        .scalar_subquery()
    )
    names = ("id", "number", "what", "status", "responsible", "budget_cents", "cost_cents", "category_id")
    return select(*(_tasks.c[name] for name in names), paid.label("paid")).where(wanted).order_by(_tasks.c.number)


def _orders_of(connection: Connection, wanted: ColumnElement[bool]) -> dict[int, tuple[CommittedOrder, ...]]:
    """Give the orders that stand of these tasks, in the order they were given."""
    statement = (
        select(
            col(WorkOrder.task_id),
            col(WorkOrder.id),
            col(WorkOrder.number),
            col(Contractor.name),
            col(WorkOrder.amount_cents),
            col(WorkOrder.invoiced_cents),
        )
        .join(_tasks, _tasks.c.id == _orders.c.task_id)
        .join(_contractors, _contractors.c.id == _orders.c.contractor_id)
        .where(_orders.c.cancelled_on.is_(None), wanted)
        .order_by(_orders.c.ordered_on, _orders.c.id)
    )
    found: defaultdict[int, list[CommittedOrder]] = defaultdict(list)
    for task_id, order_id, number, name, amount, invoiced in connection.execute(statement):
        found[task_id].append(CommittedOrder(order_id, number, name, amount, invoiced))
    return {task_id: tuple(orders) for task_id, orders in found.items()}
