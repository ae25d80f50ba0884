"""What is kept is what the journal says, to the last column; what was written behind its back is named."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path

import pytest

from coopadmin.services.association import save_owner
from coopadmin.services.members import PersonData, correct_person, register_member
from coopadmin.services.undo import undo
from db.agreement import MOST_NAMED, check_agreement
from db.findings import Finding
from db.forgetting import forget, forget_history
from db.journal import Transaction
from db.store import Store
from db.tables.association import Owner
from db.tables.members import Person
from tests.conftest import Furnish

Raw = Callable[..., AbstractContextManager[sqlite3.Connection]]


def _work(store: Store) -> None:
    """Add, change, take back, and give back once more."""
    store.do(save_owner, name="Woonbron")
    for number in ("L001", "L002"):
        store.do(
            register_member,
            number=number,
            person=PersonData("Berg", given_name="Anna"),
            kind="member",
            starts_on=date(2020, 1, 1),
        )
    store.do(correct_person, person_id=1, person=PersonData("Bos", given_name="Anna"))
    batch = store.do(save_owner, name="Ymere").batch
    store.do(undo, batch)
    store.do(undo, store.do(save_owner, name="De Key").batch)


@pytest.fixture
def worked(store: Store, furnish: Furnish) -> Store:
    """Do a few deeds, two of them taken back."""
    furnish(_work)
    return store


def found(raw: Raw) -> Finding:
    with raw() as connection:
        return check_agreement(connection)


def test_values_that_are_gone_from_the_journal_were_taken_out_by_a_deed_that_clears(worked: Store, raw: Raw) -> None:
    with raw() as connection:
        connection.execute("UPDATE journalvalue SET values_json = NULL, salt = NULL WHERE entry_id = 2")
        connection.commit()
    finding = found(raw)
    assert not finding.ok
    assert finding.detail == "entry 2 lost what it says, and nothing was cleared since"


def test_the_tables_of_a_store_hold_what_its_journal_says(worked: Store, raw: Raw) -> None:
    finding = found(raw)
    assert (finding.name, finding.ok) == ("journal_agrees", True)
    assert json.loads(finding.detail)["rows"] > 7


def test_a_table_of_another_program_whose_rows_have_no_number_is_passed_over(worked: Store, raw: Raw) -> None:
    before = found(raw)
    with raw() as connection:
        connection.execute("CREATE TABLE notes (text TEXT)")
        connection.execute("INSERT INTO notes VALUES ('mine')")
        connection.execute("CREATE TABLE shouting (ID TEXT)")
        connection.commit()
    assert found(raw) == before


def test_a_table_of_ours_whose_rows_lost_their_number_is_named(worked: Store, raw: Raw) -> None:
    with raw() as connection:
        connection.execute("ALTER TABLE owner RENAME COLUMN id TO number")
        connection.commit()
    finding = found(raw)
    assert (finding.ok, finding.detail) == (False, "owner: its rows have no number")


def test_a_table_that_is_gone_with_all_that_was_in_it_is_named(worked: Store, raw: Raw) -> None:
    with raw() as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("DROP TABLE owner")
        connection.commit()
    finding = found(raw)
    assert (finding.ok, finding.detail) == (False, "owner: it is gone, and the journal has it")


def test_a_view_in_the_place_of_a_table_is_none(worked: Store, raw: Raw) -> None:
    with raw() as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("ALTER TABLE owner RENAME TO elsewhere")
        connection.execute("CREATE VIEW owner AS SELECT * FROM elsewhere")
        connection.commit()
    assert "owner: it is gone, and the journal has it" in found(raw).detail


def test_a_table_that_is_gone_once_nothing_was_left_in_it_is_not_missed(store: Store, raw: Raw) -> None:
    store.do(undo, store.do(save_owner, name="Ymere").batch)
    with raw() as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("DROP TABLE owner")
        connection.commit()
    assert found(raw).ok


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE person SET family_name = 'Vos' WHERE id = 1", "person 1: family_name is not what the journal says"),
        ("UPDATE person SET note = 'x', phone = '1' WHERE id = 2", "person 2: note, phone is not what the"),
        ("DELETE FROM membership WHERE id = 1", "membership 1: it is gone, and the journal has it"),
        ("DELETE FROM membership WHERE id = 2", "membership 2: it is gone, and the journal has it"),
        ("INSERT INTO owner (id, name, note) VALUES (2, 'Ymere', '')", "owner 2: it is there, and the journal took"),
        ("INSERT INTO owner (id, name, note) VALUES (9, 'Ymere', '')", "owner 9: it is not in the journal"),
        ("INSERT INTO owner (id, name, note) VALUES (-1, 'Ymere', '')", "owner -1: it is not in the journal"),
    ],
)
def test_what_was_written_behind_the_journals_back_is_named(worked: Store, raw: Raw, statement: str, told: str) -> None:
    with raw() as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute(statement)
    finding = found(raw)
    assert not finding.ok
    assert told in finding.detail
    assert ";" not in finding.detail


def test_what_was_written_behind_its_back_is_named_even_after_a_deed_over_it(worked: Store, raw: Raw) -> None:
    with raw() as connection:
        connection.execute("UPDATE owner SET contact = 'Öz' WHERE id = 1")

    def call(transaction: Transaction) -> None:
        transaction.change(Owner, 1, contact="Emre")

    done = worked.do(call)
    assert found(raw).detail == f"owner 1: entry {done.batch} changes what is not so"


def test_what_was_cleared_out_of_the_journal_is_not_missed(worked: Store, raw: Raw) -> None:
    def clear_words(transaction: Transaction) -> None:
        forget(transaction, Person, 1, family_name="–", given_name="")
        forget_history(transaction, "person", [1])

    worked.do(clear_words)
    assert found(raw).ok
    worked.do(correct_person, person_id=1, person=PersonData("Vos"))
    assert found(raw).ok
    with raw() as connection:
        connection.execute("UPDATE person SET family_name = 'Bos' WHERE id = 1")
    assert found(raw).detail == "person 1: family_name is not what the journal says"
    with raw() as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("DELETE FROM person WHERE id = 1")
    assert "it is gone" in found(raw).detail


def test_values_that_nobody_can_read_are_named_and_no_trouble(worked: Store, raw: Raw) -> None:
    for values in ("{", "[]", '"x"', '{"before": 1, "after": {}}', "{}"):
        with raw() as connection:
            connection.execute("DROP TRIGGER IF EXISTS journalvalue_fixed")
            connection.execute("UPDATE journalvalue SET values_json = ? WHERE table_name = 'owner'", (values,))
        assert "cannot be read" in found(raw).detail


def test_no_more_is_named_than_a_person_reads(worked: Store, raw: Raw) -> None:
    with raw() as connection:
        for number in range(100, 200):
            connection.execute("INSERT INTO owner (id, name, note) VALUES (?, ?, '')", (number, str(number)))
    assert found(raw).detail.count("not in the journal") == MOST_NAMED


def test_a_store_of_any_size_takes_little_memory(store: Store, store_path: Path, raw: Raw) -> None:
    import tracemalloc

    def many(transaction: Transaction) -> None:
        for number in range(6000):
            transaction.insert(Person, family_name=f"Berg{number}")

    store.do(many)
    with raw() as connection:
        tracemalloc.start()
        assert check_agreement(connection).ok
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert most < 2_000_000
