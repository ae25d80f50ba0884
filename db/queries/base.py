"""What all lists share: a page of rows, searching by any part of a name, and the days in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar, TypeVarTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select, true

from coopadmin.formats import fold

R = TypeVar("R")
Ts = TypeVarTuple("Ts")

PAGE_ROWS = 200
"""Rows a list shows at most; the search narrows the rest."""


@dataclass(frozen=True, slots=True)
class Page(Generic[R]):
    """The rows a list shows, and how many there are in all."""

    rows: tuple[R, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list is asked for: words to search, one filter by name, a sort by name, and how many rows."""

    search: str = ""
    filter: str = ""
    sort: str = ""
    descending: bool = False
    limit: int = PAGE_ROWS


def contains(search: str, *columns: Any) -> ColumnElement[bool]:
    """Demand every word of `search` in at least one of the folded `columns`; “Bos, G.P.” finds who is shown so."""
    words = filter(None, (word.strip(",") for word in fold(search).split()))
    return and_(true(), *(or_(*(column.contains(word, autoescape=True) for column in columns)) for word in words))


def in_force_on(starts_on: Any, ends_on: Any, on: date) -> ColumnElement[bool]:
    """Demand that a period holds `on`, first and last day included."""
    return and_(starts_on <= on, or_(ends_on.is_(None), ends_on >= on))


def count(connection: Connection, statement: Select[*Ts]) -> int:
    """Count what a SELECT would give."""
    return connection.execute(select(func.count()).select_from(statement.order_by(None).subquery())).scalar() or 0


def total_of(connection: Connection, statement: Select[*Ts], found: int, limit: int) -> int:
    """Say how many rows a SELECT would give, where the first `found` of at most `limit` are read already."""
    return found if found < limit else count(connection, statement)


def ordered(statement: Select[*Ts], column: Any, descending: bool, *then: Any) -> Select[*Ts]:
    """Order by `column`, empty values last, and by `then` where those are equal."""
    direction = column.desc() if descending else column.asc()
    return statement.order_by(direction.nulls_last(), *then)
