"""A committee that noted the end of the journal finds whatever was done to it afterwards."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from coopadmin.domain.journal_end import NotedEnd, parse_end, short_text
from coopadmin.services.association import save_owner
from coopadmin.services.undo import undo
from db.backup import check
from db.chain import FIRST_LINK, chain_link
from db.queries.audit import journal_end
from db.store import Store

Raw = Callable[..., AbstractContextManager[sqlite3.Connection]]

COLUMNS = ("id", "at", "actor", "deed", "about", "undoes_id", "values_digest")


def link_anew(connection: sqlite3.Connection) -> None:
    """Count every link again, as somebody would who knows how the chain is made."""
    link = FIRST_LINK
    for row in connection.execute(f"SELECT {', '.join(COLUMNS)} FROM journalentry ORDER BY id").fetchall():
        link = chain_link(link, dict(zip(COLUMNS, row, strict=True)))
        connection.execute("UPDATE journalentry SET chain = ? WHERE id = ?", (link, row[0]))


def change_an_entry(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE journalentry SET actor = 'Somebody' WHERE id = 3")


def remove_one_from_the_middle(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM journalvalue WHERE entry_id = 3")
    connection.execute("DELETE FROM journalentry WHERE id = 3")


def remove_one_and_number_the_rest_anew(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA foreign_keys=OFF")
    remove_one_from_the_middle(connection)
    for number in (4, 5, 6):
        connection.execute("UPDATE journalentry SET id = ? WHERE id = ?", (number - 1, number))
        connection.execute("UPDATE journalvalue SET entry_id = ? WHERE entry_id = ?", (number - 1, number))
    link_anew(connection)


def cut_off_the_end(connection: sqlite3.Connection) -> None:
    """Take away the last entries and what they did, so that nothing else is amiss."""
    connection.execute("DELETE FROM journalvalue WHERE entry_id > 4")
    connection.execute("DELETE FROM journalentry WHERE id > 4")
    connection.execute("DELETE FROM owner WHERE name IN ('Owner 4', 'Owner 5')")


def write_the_chain_anew(connection: sqlite3.Connection) -> None:
    change_an_entry(connection)
    link_anew(connection)


def clear_values(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE journalvalue SET values_json = NULL, salt = NULL WHERE entry_id = 3")


def move_to_another_row(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE journalvalue SET row_id = row_id + 1 WHERE entry_id = 3")


def call_it_another_change(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE journalvalue SET change = 'update' WHERE entry_id = 3")


def leave_alone(_connection: sqlite3.Connection) -> None:
    """Do nothing."""


def empty_it(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM journalvalue")
    connection.execute("DELETE FROM journalentry")


@pytest.fixture
def noted(store: Store) -> NotedEnd:
    """Note the end of a journal of six entries, on paper."""
    for number in range(1, 6):
        store.do(save_owner, name=f"Owner {number}")
    end = store.read(journal_end)
    assert end.entry_id == 6
    return parse_end(short_text(end.entry_id, end.chain))


@pytest.mark.parametrize(
    ("tamper", "found", "said"),
    [
        (leave_alone, set[str](), ""),
        (clear_values, set[str](), ""),
        (move_to_another_row, {"journal", "journal_end"}, "entry 3 is the first that is not"),
        (call_it_another_change, {"journal", "journal_end"}, "entry 3 is the first that is not"),
        (change_an_entry, {"journal", "journal_end"}, "entry 3 is the first that is not"),
        (remove_one_from_the_middle, {"journal", "journal_end"}, "entry 3 is the first that is not"),
        (remove_one_and_number_the_rest_anew, {"journal_end"}, "ends at entry 5"),
        (cut_off_the_end, {"journal_end"}, "ends at entry 4"),
        (write_the_chain_anew, {"journal_end"}, "entry 6 has another link"),
        (empty_it, {"journal_end"}, "journal is empty; it had 6 entries"),
    ],
)
def test_whatever_is_done_to_the_journal_behind_its_back_is_found(
    noted: NotedEnd,
    store_path: Path,
    raw: Raw,
    tamper: Callable[[sqlite3.Connection], None],
    found: set[str],
    said: str,
) -> None:
    with raw() as connection:
        for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {trigger}")
        tamper(connection)
        connection.commit()
    findings = {one.name: one for one in check(store_path, noted)}
    wrong = {name for name, one in findings.items() if not one.ok}
    # Whether the tables agree with the journal is looked at besides, and may find it too; and the guards are gone.
    assert wrong - {"journal_agrees", "guards"} == found
    assert "guards" in wrong
    assert said in findings["journal_end"].detail
    if found == {"journal_end"}:
        assert findings["journal"].ok, "without the noted end nobody would know"


def test_what_is_done_afterwards_is_no_fault(noted: NotedEnd, store: Store, store_path: Path) -> None:
    store.do(save_owner, name="Owner 6")
    store.do(undo, 6)
    assert all(one.ok for one in check(store_path, noted))


def test_what_is_done_to_later_entries_takes_nothing_from_an_earlier_end(
    noted: NotedEnd, store: Store, store_path: Path, raw: Raw
) -> None:
    store.do(save_owner, name="Owner 6")
    with raw() as connection:
        connection.execute("DROP TRIGGER journalentry_fixed")
        connection.execute("UPDATE journalentry SET actor = 'Somebody' WHERE id = 7")
        connection.commit()
    assert {one.name for one in check(store_path, noted) if not one.ok} == {"journal", "guards"}


def test_the_end_is_looked_at_only_where_one_was_noted(store_path: Path) -> None:
    assert "journal_end" not in {one.name for one in check(store_path)}
