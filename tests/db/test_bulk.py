"""Rows written many at a time are to the letter what they would be one by one."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from sqlite3 import Connection
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from db.bulk import inserted_json
from db.chain import canonical
from db.journal import Transaction
from db.store import Store
from db.tables.bank import BankAccount, BankFile, BankLine, BankStatement
from db.tables.base import table_of

Raw = Callable[..., AbstractContextManager[Connection]]

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
LINE = table_of(BankLine)
KINDS = {int: st.integers(), date: st.dates() | st.none(), bool: st.booleans()}
ROWS = st.fixed_dictionaries({column.key: KINDS.get(column.type.python_type, TEXT) for column in LINE.columns})


@given(ROWS)
def test_the_journal_says_of_a_new_row_what_it_always_said(values: dict[str, Any]) -> None:
    assert inserted_json(LINE, values) == canonical({"before": {}, "after": values})


def test_a_value_of_a_kind_not_foreseen_is_left_to_the_slow_way() -> None:
    values = dict.fromkeys(LINE.columns.keys(), 1.5)
    assert inserted_json(LINE, values) is None


def _lines(transaction: Transaction, number: int, *, twice: bool = False) -> None:
    account_id = transaction.add(BankAccount(number="NL1"))
    file_id = transaction.add(BankFile(name="a", format="mt940", sha256="1"))
    statement_id = transaction.add(BankStatement(file_id=file_id, account_id=account_id))
    for position in range(number):
        transaction.insert(
            BankLine,
            statement_id=statement_id,
            account_id=account_id,
            position=position,
            key="same" if twice and position > number - 3 else str(position),
            booked_on=date(2026, 9, 1 + position % 30),
            amount_cents=position,
            is_reversal=position % 2 == 1,
            raw=f"{position} %s \"'\n",
        )


@pytest.mark.parametrize("number", [0, 1, 44, 45, 46, 1_000, 1_003, 2_345])
def test_every_row_is_written_once_and_in_order_however_many_go_together(store: Store, raw: Raw, number: int) -> None:
    store.do(_lines, number)
    with raw() as connection:
        rows = connection.execute(
            "SELECT position, key, booked_on, value_on, amount_cents, is_reversal, raw FROM bankline ORDER BY id"
        ).fetchall()
        kept = connection.execute(
            "SELECT values_json FROM journalvalue WHERE table_name = 'bankline' ORDER BY position"
        ).fetchall()
    expected = [(n, str(n), f"2026-09-{1 + n % 30:02d}", None, n, n % 2, f"{n} %s \"'\n") for n in range(number)]
    assert rows == expected
    assert [json.loads(values)["after"]["position"] for (values,) in kept] == list(range(number))


def test_one_row_that_cannot_be_keeps_all_out(store: Store, raw: Raw) -> None:
    with pytest.raises(Exception, match="already a record") as refusal:
        store.do(_lines, 500, twice=True)
    assert isinstance(refusal.value.__cause__, IntegrityError)
    with raw() as connection:
        assert connection.execute("SELECT count(*) FROM bankline").fetchone() == (0,)
