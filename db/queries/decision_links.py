"""What decisions are linked to: tasks, contracts, money of a budget category, papers; and back from those."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, func, or_, select
from sqlmodel import col

from db.queries.base import contains
from db.tables.base import table_of
from db.tables.budget import Category
from db.tables.contracts import Contract
from db.tables.decisions import Decision, DecisionLink
from db.tables.dwellings import Dwelling
from db.tables.maintenance import MaintenanceTask

_links = table_of(DecisionLink)
_decisions = table_of(Decision)
_tasks = table_of(MaintenanceTask)
_contracts = table_of(Contract)
_dwellings = table_of(Dwelling)
_categories = table_of(Category)


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link of a decision; numbers, codes and names are empty where that is not what it names."""

    link_id: int
    decision_id: int
    task_id: int | None
    task: str
    task_what: str
    contract_id: int | None
    contract: str
    contract_home: str
    category_id: int | None
    category: str
    category_name: str
    amount_cents: int | None
    note: str

    @property
    def codes(self) -> tuple[str, ...]:
        """What it names, by number or code, papers in their own words."""
        return tuple(one for one in (self.task, self.contract, self.category, self.note) if one)


@dataclass(frozen=True, slots=True)
class LinkedDecision:
    """A decision as the record of what it is linked to shows it."""

    decision_id: int
    number: str
    decided_on: date
    subject: str
    outcome: str
    amount_cents: int | None


def links(connection: Connection, decision_ids: Collection[int]) -> dict[int, tuple[LinkRow, ...]]:
    """Give the links of some decisions, in the order they were made."""
    statement = (
        select(
            _links,
            _tasks.c.number.label("task"),
            _tasks.c.what.label("task_what"),
            _contracts.c.number.label("contract"),
            _dwellings.c.code.label("contract_home"),
            _categories.c.code.label("category"),
            _categories.c.name.label("category_name"),
        )
        .select_from(_links)
        .outerjoin(_tasks, _tasks.c.id == _links.c.task_id)
        .outerjoin(_contracts, _contracts.c.id == _links.c.contract_id)
        .outerjoin(_dwellings, _dwellings.c.id == _contracts.c.dwelling_id)
        .outerjoin(_categories, _categories.c.id == _links.c.category_id)
        .where(_links.c.decision_id.in_(decision_ids))
        .order_by(_links.c.id)
    )
    names = ("task", "task_what", "contract", "contract_home", "category", "category_name")
    kept = ("decision_id", "task_id", "contract_id", "category_id", "amount_cents", "note")
    found: defaultdict[int, list[LinkRow]] = defaultdict(list)
    for row in connection.execute(statement).mappings():
        values: dict[str, Any] = {name: row[name] or "" for name in names} | {name: row[name] for name in kept}
        found[row["decision_id"]].append(LinkRow(link_id=row["id"], **values))
    return {decision_id: tuple(rows) for decision_id, rows in found.items()}


def decisions_about(
    connection: Connection,
    *,
    task_id: int | None = None,
    contract_id: int | None = None,
    category_id: int | None = None,
) -> tuple[LinkedDecision, ...]:
    """Give the decisions that are linked to a task, a contract or a category, newest first."""
    wanted = {"task_id": task_id, "contract_id": contract_id, "category_id": category_id}
    statement = (
        select(
            col(Decision.id),
            col(Decision.number),
            col(Decision.decided_on),
            col(Decision.subject),
            col(Decision.outcome),
            col(DecisionLink.amount_cents),
        )
        .join(DecisionLink, col(DecisionLink.decision_id) == col(Decision.id))
        .where(*(_links.c[name] == value for name, value in wanted.items() if value is not None))
        .order_by(col(Decision.decided_on).desc(), col(Decision.number).desc())
    )
    return tuple(LinkedDecision(*row) for row in connection.execute(statement))


def with_money() -> ColumnElement[bool]:
    """Demand of a decision that one of its links names money: an amount or a budget category."""
    named = or_(_links.c.amount_cents.is_not(None), _links.c.category_id.is_not(None))
    return exists().where(_links.c.decision_id == _decisions.c.id, named)


def money() -> Any:
    """Add up what the links of a decision name as amounts; None where none does."""
    return (
        select(func.sum(_links.c.amount_cents))
        .where(_links.c.decision_id == _decisions.c.id)
        .correlate(_decisions)
        .scalar_subquery()
    )


def linked_to(word: str) -> ColumnElement[bool]:
    """Demand of a decision that something it is linked to has `word` in its name or number."""
    columns = (
        func.coalesce(_tasks.c.folded, ""),
        func.coalesce(_contracts.c.folded, ""),
        func.coalesce(func.lower(_categories.c.name), ""),
        func.coalesce(func.lower(_categories.c.code), ""),
        func.lower(_links.c.note),
    )
    found = (
        select(_links.c.decision_id)
        .outerjoin(_tasks, _tasks.c.id == _links.c.task_id)
        .outerjoin(_contracts, _contracts.c.id == _links.c.contract_id)
        .outerjoin(_categories, _categories.c.id == _links.c.category_id)
        .where(contains(word, *columns))
    )
    return _decisions.c.id.in_(found)
