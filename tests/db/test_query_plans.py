"""How the database goes about what a screen asks: along an index in its order, and past what is not asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine

from db.queries import charges, deposits, dwellings, members, memberships
from db.queries.balances import member_balances
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


def test_what_one_member_owes_is_read_without_the_money_of_others(plans: Plans) -> None:
    found = plans(lambda connection: member_balances(connection, [1], DAY))
    told = "\n".join(found)
    assert "SEARCH charge USING INDEX ix_charge_member_id" in told
    assert "SEARCH posting USING" in told
    assert not [line for line in told.splitlines() if line.startswith(("SCAN charge", "SCAN posting"))]


def test_homes_are_read_in_the_order_of_their_codes_and_end_with_the_page(plans: Plans) -> None:
    found = plans(lambda connection: dwellings.page(connection, Listing(filter="all", sort="code"), DAY))
    assert [plan for plan in found if "SCAN dwelling USING INDEX ix_dwelling_code_order" in plan]
    assert not [plan for plan in found if "FOR ORDER BY" in plan and "dwelling" in plan]


@pytest.mark.parametrize("name", ["current", "aspirant"])
def test_members_are_counted_without_being_read(plans: Plans, name: str) -> None:
    found = plans(lambda connection: members.page(connection, Listing(filter=name), DAY))
    assert "SEARCH membership USING COVERING INDEX ix_membership_in_force (starts_on<?)" in found


def test_endings_are_read_without_going_through_every_membership(plans: Plans) -> None:
    found = plans(lambda connection: memberships.endings_page(connection, Listing(filter="coming"), DAY))
    assert found
    assert not [plan for plan in found if "SCAN membership\n" in plan or "ix_membership_ends_on" in plan]


def test_a_page_of_charges_orders_only_their_numbers(plans: Plans) -> None:
    found = plans(lambda connection: charges.page(connection, Listing(filter="this_month", sort="due"), DAY))
    first = next(plan for plan in found if "LIST SUBQUERY" in plan)
    assert "SEARCH charge USING COVERING INDEX ix_charge_due_on_kind" in first
