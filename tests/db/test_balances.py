"""The books agree with themselves, and where they were tampered with the check says where."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from sqlite3 import Connection

import pytest

from coopadmin.services import contracts, dwellings
from coopadmin.services.bank import take_bank_file
from coopadmin.services.dwellings import DwellingData
from coopadmin.services.members import PersonData
from db.backup import Finding, check
from db.store import Store
from tests.bank_files import bank_file, paid, statement
from tests.conftest import Furnish

Raw = Callable[..., AbstractContextManager[Connection]]

DAY = date(2026, 9, 5)


def _keep_books(store: Store) -> None:
    store.do(dwellings.add_dwelling, dwelling=DwellingData("2A"))
    store.do(
        contracts.start_contract,
        number="C-0001",
        dwelling_id=1,
        tenants=[PersonData("Bos")],
        starts_on=date(2020, 1, 1),
    )
    store.do(
        take_bank_file,
        file=bank_file("a.xml", statement(paid(DAY, 700, "C-0001"), paid(DAY, 5), opening=0, closing=1)),
    )


@pytest.fixture
def books(store: Store, furnish: Furnish) -> Store:
    """A contract, a line of it in its place, a line that waits, and a statement that the bank did not add up right."""
    furnish(_keep_books)
    return store


def _found(path: Path) -> Finding:
    return next(finding for finding in check(path) if finding.name == "balances")


def test_what_the_bank_added_up_wrong_is_told_and_is_no_fault(books: Store) -> None:
    found = _found(books.path)
    assert found.ok
    assert json.loads(found.detail) == {"lines_cents": 705, "placed_cents": 700, "waiting_cents": 5, "untied": 1}


@pytest.mark.parametrize(
    ("tampering", "said"),
    [
        ("UPDATE posting SET amount_cents = 701", "more of bank line 1"),
        ("UPDATE posting SET amount_cents = -700", "more of bank line 1"),
        ("UPDATE posting SET booked_on = '2026-09-04'", "dated before the line"),
        ("UPDATE bankline SET amount_cents = 699 WHERE id = 1", "more of bank line 1"),
        ("UPDATE bankline SET amount_cents = 800 WHERE id = 1", "lines of statement 1"),
        ("UPDATE bankstatement SET lines_cents = 1", "lines of statement 1"),
        ("UPDATE bankstatement SET line_count = 1", "lines of statement 1"),
    ],
)
def test_what_cannot_be_is_found_and_named(books: Store, raw: Raw, tampering: str, said: str) -> None:
    with raw() as connection:
        connection.execute(tampering)
    found = _found(books.path)
    assert not found.ok
    assert said in found.detail
