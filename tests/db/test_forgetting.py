"""What a deed forgets is not in the journal, what it does besides is; and the chain holds through both."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coopadmin.errors import Refused
from db.backup import check
from db.forgetting import forget, forget_history
from db.journal import Transaction
from db.store import Store
from db.sweeping import is_unswept
from db.tables.candidates import Candidate

Raw = Callable[..., AbstractContextManager[sqlite3.Connection]]


def enter(transaction: Transaction, *, number: str, family_name: str) -> int:
    """Put a candidate in the store."""
    return transaction.add(Candidate(number=number, family_name=family_name, registered_on=date(2026, 6, 1)))


def kept(raw: Raw) -> list[tuple[Any, ...]]:
    """What the journal keeps of candidates: row, values, salt."""
    with raw() as connection:
        return connection.execute(
            "SELECT row_id, values_json, salt FROM journalvalue WHERE table_name = 'candidate' "
            "ORDER BY entry_id, position"
        ).fetchall()


def test_a_forgotten_change_is_a_line_without_values(store: Store, raw: Raw) -> None:
    row_id = store.do(enter, number="K-1", family_name="Berg").result

    def clear_words(transaction: Transaction) -> tuple[bool, bool]:
        transaction.change(Candidate, row_id, note="kept")
        return (
            forget(transaction, Candidate, row_id, given_name="Anna"),
            forget(transaction, Candidate, row_id, given_name="Anna"),
        )

    assert store.do(clear_words).result == (True, False)
    rows = kept(raw)
    assert [values is None for _row, values, _salt in rows] == [False, False, True]
    assert json.loads(rows[1][1])["after"] == {"note": "kept"}
    assert rows[2][2] is None
    assert all(finding.ok for finding in check(store.path))


def test_forgetting_a_row_that_is_gone_is_refused_and_later_changes_are_kept(store: Store, raw: Raw) -> None:
    row_id = store.do(enter, number="K-1", family_name="Berg").result

    def clear_words(transaction: Transaction) -> None:
        with pytest.raises(Refused, match="no longer there"):
            forget(transaction, Candidate, 99, note="")
        transaction.change(Candidate, row_id, note="kept")

    store.do(clear_words)
    assert kept(raw)[-1][1] is not None


def test_a_deed_that_fails_forgets_nothing(store: Store, raw: Raw) -> None:
    row_id = store.do(enter, number="K-1", family_name="Berg").result

    def clear_words(transaction: Transaction) -> None:
        assert forget_history(transaction, "candidate", [row_id]) == 1
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.do(clear_words)
    assert (kept(raw)[0][1] is None, is_unswept(store.path)) == (False, False)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=10)
@given(st.sets(st.integers(0, 9)))
def test_whatever_is_forgotten_the_chain_holds_and_the_rest_stays(
    store: Store, store_path: Path, template_store: Path, raw: Raw, gone: set[int]
) -> None:
    for beside in ("", "-wal", "-shm"):
        store_path.with_name(store_path.name + beside).unlink(missing_ok=True)
    store_path.write_bytes(template_store.read_bytes())

    def fill(transaction: Transaction) -> list[int]:
        return [enter(transaction, number=f"K-{number}", family_name="Berg") for number in range(10)]

    ids = store.do(fill).result
    forgotten = {ids[place] for place in gone}

    def clear_words(transaction: Transaction) -> int:
        return forget_history(transaction, "candidate", forgotten)

    assert store.do(clear_words).result == len(gone)
    assert {row_id for row_id, values, _salt in kept(raw) if values is None} == forgotten
    assert all(finding.ok for finding in check(store_path))
