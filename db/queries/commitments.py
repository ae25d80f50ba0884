"""What maintenance takes of a year's budget before the bank knows it: tasks, orders and fees, per category.

A fee that a decision granted to a resident goes to an account of their own, so the bank never books it on a category:
it takes of the budget from the day it was granted. What the corporation pays of it is income.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, exists, func, or_, select, union_all
from sqlmodel import col

from coopadmin.domain.budget import Expected
from coopadmin.domain.hours import fee_cents
from coopadmin.domain.maintenance import OPEN
from coopadmin.domain.orders import Ordered, total_cents
from db.tables.base import table_of
from db.tables.budget import Category
from db.tables.contractors import Contractor
from db.tables.hours import HoursEntry
from db.tables.maintenance import MaintenanceTask
from db.tables.matching import Posting
from db.tables.orders import WorkOrder

_tasks, _orders, _contractors, _postings, _hours = (
    table_of(MaintenanceTask),
    table_of(WorkOrder),
    table_of(Contractor),
    table_of(Posting),
    table_of(HoursEntry),
)

_given, _granted = _orders.alias("given"), _hours.alias("granted")
"""The orders and hours once more, for a question within a question."""


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
    line it is paid from; None while there is no category for maintenance. Where it is no task but hours that a fee
    was granted for, it has no `task_id` and no number.
    """

    task_id: int | None
    number: str
    what: str
    status: str
    cents: int
    invoiced_cents: int = 0
    category_id: int | None = None
    orders: tuple[CommittedOrder, ...] = ()
    fees_cents: int = 0
    """Granted to residents for their work."""
    hours_id: int | None = None


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
    """Give the work that takes of a year's budget: done in it and not paid yet, and what is open and for that year.

    Open work is for the year it is planned in, else for the year the plan has it in, and at the earliest for this one.
    What a resident or the corporation sees to costs the group nothing, unless we gave an order for it. Work that was
    called off takes as long as an order for it stands.
    """
    wanted = _wanted(of, today)
    # Few tasks have an order or a fee: of those it is asked, and not of every task there ever was.
    of_order, of_hours = (
        exists().where(_tasks.c.id == one.c.task_id, or_(*wanted)).correlate(one) for one in (_orders, _hours)
    )
    orders, fees = _orders_of(connection, of_order), _fees_of(connection, of_hours)
    # Each by what an index holds of status and day: for both in one condition every task there ever was is read.
    found = _tasks.c.id.in_(union_all(*(select(_tasks.c.id).where(one) for one in wanted)))
    upkeep = maintenance_category(connection, date(of, 1, 1))
    rows: list[CommittedRow] = []
    for row in connection.execute(_statement(found)).mappings():
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
            fees.get(row["id"], 0),
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
                    fees.get(row["id"], 0),
                )
            )
    return (*rows, *_other_fees(connection, of, upkeep))


def _wanted(of: int, today: date) -> tuple[ColumnElement[bool], ...]:
    """Say when a task has to do with the money of a year: where one of these is so."""
    ours = _tasks.c.responsible.in_(("cooperative", "unknown"))
    ordered = or_(
        exists().where(_given.c.task_id == _tasks.c.id, _given.c.cancelled_on.is_(None)),
        exists().where(_granted.c.task_id == _tasks.c.id, _is_granted(_granted)),
    )
    done = and_(
        _tasks.c.status == "done",
        _tasks.c.done_on.between(date(of, 1, 1), date(of, 12, 31)),
        or_(and_(ours, _tasks.c.cost_cents > 0), ordered),
    )
    if of < today.year:
        return (done,)
    expected = and_(ours, or_(_tasks.c.budget_cents > 0, _tasks.c.cost_cents > 0))
    standing = and_(_tasks.c.status.in_((*OPEN, "cancelled")), ordered)
    open_ones = and_(_tasks.c.status.in_(OPEN), expected)
    to_come = and_(_tasks.c.status.in_((*OPEN, "cancelled")), _for_year(of, today), or_(open_ones, standing))
    return done, to_come


def _for_year(of: int, today: date) -> ColumnElement[bool]:
    """Demand of work that is to come that it is for this year or a later one; what is overdue is for this one."""
    day, year = _tasks.c.planned_on, _tasks.c.plan_year
    if of > today.year:
        return or_(day.between(date(of, 1, 1), date(of, 12, 31)), and_(day.is_(None), year == of))
    return or_(day <= date(of, 12, 31), and_(day.is_(None), or_(year.is_(None), year <= of)))


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
        .join(_contractors, _contractors.c.id == _orders.c.contractor_id)
        .where(_orders.c.cancelled_on.is_(None), wanted)
        .order_by(_orders.c.ordered_on, _orders.c.id)
    )
    found: defaultdict[int, list[CommittedOrder]] = defaultdict(list)
    for task_id, order_id, number, name, amount, invoiced in connection.execute(statement):
        found[task_id].append(CommittedOrder(order_id, number, name, amount, invoiced))
    return {task_id: tuple(orders) for task_id, orders in found.items()}


def _is_granted(hours: FromClause) -> ColumnElement[bool]:
    return and_(hours.c.rate_cents.is_not(None), hours.c.decision_id.is_not(None))


def _fees_of(connection: Connection, wanted: ColumnElement[bool]) -> dict[int, int]:
    """Give what was granted to residents for their work on these tasks, in cents."""
    statement = select(_hours.c.task_id, _hours.c.minutes, _hours.c.rate_cents).where(_is_granted(_hours), wanted)
    found: defaultdict[int, int] = defaultdict(int)
    for task_id, minutes, rate_cents in connection.execute(statement):
        found[task_id] += fee_cents(minutes, rate_cents)
    return found


def _other_fees(connection: Connection, of: int, upkeep: int | None) -> Iterator[CommittedRow]:
    """Give the fees granted for work of a year that belongs to no task."""
    statement = (
        select(_hours.c.id, _hours.c.what, _hours.c.minutes, _hours.c.rate_cents)
        .where(
            _is_granted(_hours),
            _hours.c.task_id.is_(None),
            _hours.c.worked_on.between(date(of, 1, 1), date(of, 12, 31)),
        )
        .order_by(_hours.c.worked_on, _hours.c.id)
    )
    for hours_id, what, minutes, rate_cents in connection.execute(statement):
        cents = fee_cents(minutes, rate_cents)
        yield CommittedRow(None, "", what, "done", cents, 0, upkeep, (), cents, hours_id)
