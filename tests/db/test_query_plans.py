"""How the database goes about what a screen asks: along an index in its order, and past what is not asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine

from db.queries import deposits, members
from db.queries.base import Listing
from db.store import Store

DAY = date(2026, 11, 20)
Plans = Callable[[Callable[[Connection], object]], list[str]]


@contextmanager
def _statements() -> Iterator[list[tuple[str, Any]]]:
    said: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        said.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@pytest.fixture
def plans(store: Store) -> Plans:
    """Give a function that runs a query and tells how each of its SELECTs is gone about, one text each."""

    def planned(query: Callable[[Connection], object]) -> list[str]:
        def read(connection: Connection) -> list[str]:
            with _statements() as said:
                query(connection)
            return [
                "\n".join(row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters))
                for statement, parameters in said
                if statement.startswith("SELECT")
            ]

        return store.read(read)

    return planned


@pytest.mark.parametrize("name", ["current", "all"])
def test_a_page_of_the_register_is_read_along_the_names_and_ends_with_the_page(plans: Plans, name: str) -> None:
    found = plans(lambda connection: members.page(connection, Listing(filter=name, sort="name"), DAY))
    assert [plan for plan in found if "person USING INDEX ix_person_folded" in plan]
    assert not [plan for plan in found if "FOR ORDER BY" in plan]


def test_deposits_are_read_past_all_the_payments_of_rents(plans: Plans) -> None:
    found = plans(lambda connection: deposits.page(connection, Listing(filter="all", sort="number"), DAY))
    posting = [plan for plan in found if "posting" in plan]
    assert posting
    assert not [plan for plan in posting if "SCAN posting" in plan]
