"""The contractors: their list, one with what they do and did, and words of registers that name nobody yet."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, and_, case, func, select
from sqlmodel import col

from coopadmin.domain import vera
from coopadmin.domain.contractors import name_key
from coopadmin.formats import fold
from db.queries import orders
from db.queries.base import Listing, Page
from db.queries.orders import OrderRow
from db.tables.base import table_of
from db.tables.contractors import Contractor
from db.tables.maintenance import MaintenanceTask
from db.tables.orders import WorkOrder

FILTERS = ("in_use", "emergencies", "busy", "ended", "all")
SORTS = ("name", "trade", "open", "last")

_contractors, _orders, _tasks = table_of(Contractor), table_of(WorkOrder), table_of(MaintenanceTask)

# Who never had an order is in the list as well, beside an order that is nothing but empty.
_standing = and_(_orders.c.id.is_not(None), _orders.c.cancelled_on.is_(None), _orders.c.invoiced_on.is_(None))


@dataclass(frozen=True, slots=True)
class ContractorRow:
    """A contractor in the list; amounts are cents, those of orders that stand and of invoices of this year."""

    contractor_id: int
    name: str
    trade: str
    contact: str
    phone: str
    email: str
    emergencies: bool
    ended_on: date | None
    orders: int
    """Orders given that are neither invoiced nor cancelled."""
    open_cents: int
    invoiced_cents: int
    last_on: date | None

    @property
    def trade_name(self) -> str:
        """What their trade is called, in the language in use."""
        return vera.label(vera.TRADES, self.trade) if self.trade else ""


@dataclass(frozen=True, slots=True)
class NamedTask:
    """A task of a register with the contractor's name in words, and no order."""

    task_id: int
    number: str
    what: str
    status: str
    reported_on: date
    cost_cents: int | None


@dataclass(frozen=True, slots=True)
class ContractorRecord:
    """Everything about one contractor."""

    row: ContractorRow
    kvk_number: str
    note: str
    orders: tuple[OrderRow, ...]
    tasks: tuple[NamedTask, ...]
    """Tasks that name them in words only, newest first."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a register that are no contractor's name yet, and how many tasks have them."""

    words: str
    tasks: int


def page(connection: Connection, listing: Listing, on: date) -> Page[ContractorRow]:
    """List the contractors; filters and sorts are named in FILTERS and SORTS. A group has tens of them."""
    words = fold(listing.search).split()
    rows = [
        row
        for row in _rows(connection, on)
        if _kept(row, listing.filter, on)
        and all(word in fold(f"{row.name} {row.contact} {row.trade_name} {row.phone} {row.email}") for word in words)
    ]
    if listing.sort == "trade":
        rows.sort(key=lambda row: (not row.trade, fold(row.trade_name)))
    elif listing.sort == "open":
        rows.sort(key=lambda row: row.open_cents)
    elif listing.sort == "last":
        rows.sort(key=lambda row: row.last_on or date.min)
    else:
        rows.sort(key=lambda row: fold(row.name))
    if listing.descending:
        rows.reverse()
    return Page(tuple(rows[: listing.limit]), len(rows))


def record(connection: Connection, contractor_id: int, on: date, most: int = 100) -> ContractorRecord | None:
    """Give one contractor, or None where there is no such one."""
    row = next(iter(_rows(connection, on, contractor_id)), None)
    if row is None:
        return None
    more = connection.execute(
        select(col(Contractor.kvk_number), col(Contractor.note)).where(col(Contractor.id) == contractor_id)
    ).one()
    return ContractorRecord(
        row,
        more[0],
        more[1],
        orders.of_contractor(connection, contractor_id, on, most),
        _named(connection, contractor_id, row.name, most),
    )


def unmatched(connection: Connection) -> tuple[Words, ...]:
    """Give the words in which tasks name a contractor that is not in the list, most used first.

    Names that only are spelled otherwise (`name_key`), and several names of firms with orders, are known.
    """
    known = {name_key(name) for name in connection.execute(select(col(Contractor.name))).scalars()}
    statement = (
        select(col(MaintenanceTask.contractor), func.count())
        .where(col(MaintenanceTask.contractor) != "")
        .group_by(col(MaintenanceTask.contractor))
    )
    found: Counter[str] = Counter()
    for words, tasks in connection.execute(statement):
        if any(name_key(part) not in known for part in words.split(", ")) and name_key(words) not in known:
            found[words] = tasks
    return tuple(Words(words, tasks) for words, tasks in sorted(found.items(), key=lambda one: (-one[1], fold(one[0]))))


def _rows(connection: Connection, on: date, contractor_id: int | None = None) -> list[ContractorRow]:
    first, last = date(on.year, 1, 1), date(on.year, 12, 31)
    of_year = and_(_orders.c.cancelled_on.is_(None), _orders.c.invoiced_on.between(first, last))
    statement: Select[Any] = (
        select(
            _contractors,
            func.sum(case((_standing, 1), else_=0)).label("orders"),
            func.sum(case((_standing, func.coalesce(_orders.c.amount_cents, 0)), else_=0)).label("open_cents"),
            func.sum(case((of_year, _orders.c.invoiced_cents), else_=0)).label("invoiced_cents"),
            func.max(_orders.c.ordered_on).label("last_on"),
        )
        .outerjoin(_orders, _orders.c.contractor_id == _contractors.c.id)
        .group_by(_contractors.c.id)
    )
    if contractor_id is not None:
        statement = statement.where(_contractors.c.id == contractor_id)
    names = ("name", "trade", "contact", "phone", "email", "ended_on", "orders", "open_cents", "invoiced_cents")
    return [
        ContractorRow(
            contractor_id=row["id"],
            emergencies=bool(row["emergencies"]),
            last_on=row["last_on"],
            **{name: row[name] for name in names},
        )
        for row in connection.execute(statement).mappings()
    ]


def _kept(row: ContractorRow, name: str, on: date) -> bool:
    ended = row.ended_on is not None and row.ended_on < on
    if name == "all":
        return True
    if name == "ended":
        return ended
    if name == "busy":
        return row.orders > 0
    return not ended and (name != "emergencies" or row.emergencies)


def _named(connection: Connection, contractor_id: int, name: str, most: int) -> tuple[NamedTask, ...]:
    """Give the tasks that name a contractor in words, however these are spelled, and have no order of theirs."""
    spelled = select(col(MaintenanceTask.contractor)).where(col(MaintenanceTask.contractor) != "").distinct()
    key = name_key(name)
    meant = [words for words in connection.execute(spelled).scalars() if name_key(words) == key]
    ordered = select(_orders.c.task_id).where(_orders.c.contractor_id == contractor_id)
    statement = (
        select(
            col(MaintenanceTask.id),
            col(MaintenanceTask.number),
            col(MaintenanceTask.what),
            col(MaintenanceTask.status),
            col(MaintenanceTask.reported_on),
            col(MaintenanceTask.cost_cents),
        )
        .where(_tasks.c.contractor.in_(meant), _tasks.c.id.not_in(ordered))
        .order_by(col(MaintenanceTask.reported_on).desc(), col(MaintenanceTask.id).desc())
        .limit(most)
    )
    return tuple(NamedTask(*row) for row in connection.execute(statement))
