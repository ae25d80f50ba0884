"""Every deed leaves one line that tells who did what, and nobody can change it unseen."""

from __future__ import annotations

import json
import sqlite3
import tracemalloc
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.field_names import column_name
from coopadmin.errors import Refused
from coopadmin.services.association import save_owner, set_rule
from coopadmin.services.members import PersonData, correct_person, register_member
from coopadmin.services.undo import undo
from db.backup import check
from db.chain import FIRST_LINK, canonical, chain_link, is_digest, value_digest
from db.journal import BATCH_ROWS, RowChange, Transaction, stored_changes
from db.queries import journal as queries
from db.queries.base import Listing
from db.store import Store
from db.tables.allocation import AllocationFile
from db.tables.association import Owner
from db.tables.bookings import Booking
from db.tables.dwellings import Dwelling
from db.tables.facilities import Facility
from db.tables.maintenance import MaintenanceTask
from db.tables.maintenance_plan import PlanElement, PlanMeasure
from db.tables.members import Member, Person
from db.tables.procedures import AllocationProcedure
from tests.conftest import Furnish

Raw = Callable[..., AbstractContextManager[sqlite3.Connection]]

OPENED = date(2026, 10, 1)
ANNA = PersonData("Berg", given_name="Anna", email="anna@example.org", born_on=date(1990, 2, 28))


def register(store: Store, number: str = "L001", person: PersonData = ANNA) -> int:
    return store.do(register_member, number=number, person=person, kind="member", starts_on=date(2020, 1, 1)).result


def entries(raw: Raw) -> list[tuple[Any, ...]]:
    with raw() as connection:
        return connection.execute("SELECT id, actor, deed, about, undoes_id FROM journalentry ORDER BY id").fetchall()


def journal_of(path: Path) -> str:
    """Give what the check says of the journal; empty where it is unbroken."""
    (finding,) = (finding for finding in check(path) if finding.name == "journal")
    return "" if finding.ok else finding.detail


# -- the line ------------------------------------------------------------------------------------------------------


def test_a_deed_is_one_line_with_who_what_and_a_number_but_no_name(store: Store, raw: Raw) -> None:
    done = store.do(register_member, number="L001", person=ANNA, kind="member", starts_on=date(2020, 1, 1))
    assert done.batch == 2
    assert entries(raw)[-1] == (2, "Noor", "register_member", "L001", None)
    with raw() as connection:
        lines = json.dumps(connection.execute("SELECT * FROM journalentry").fetchall())
    assert not any(word in lines for word in ("Berg", "Anna", "example"))


def test_what_changed_nothing_leaves_no_line(store: Store, raw: Raw) -> None:
    person = register(store)
    done = store.do(correct_person, person_id=person, person=ANNA)
    assert (done.result, done.batch) == (False, None)
    assert len(entries(raw)) == 2


def test_a_refused_deed_leaves_nothing(store: Store, raw: Raw) -> None:
    def half(transaction: Transaction) -> None:
        transaction.add(Owner(name="Woonbron"))
        transaction.flush()
        raise Refused("no")

    with pytest.raises(Refused):
        store.do(half)
    assert len(entries(raw)) == 1
    with raw() as connection:
        assert connection.execute("SELECT count(*) FROM owner").fetchone() == (0,)


def test_before_and_after_are_kept_of_the_columns_that_changed(store: Store) -> None:
    person = register(store)
    batch = store.do(
        correct_person, person_id=person, person=PersonData("Bergen", given_name="Anna", born_on=ANNA.born_on)
    ).batch
    assert batch is not None
    (change,) = store.read(stored_changes, batch)
    assert (change.table, change.row_id, change.change) == ("person", person, "update")
    assert change.before == {"family_name": "Berg", "email": "anna@example.org", "folded": "berg anna anna@example.org"}
    assert change.after == {"family_name": "Bergen", "email": "", "folded": "bergen anna"}


def test_a_new_row_has_no_before_and_a_removed_one_no_after(store: Store) -> None:
    def remove(transaction: Transaction, owner: int) -> None:
        transaction.remove(Owner, owner)

    made = store.do(save_owner, name="Woonbron")
    gone = store.do(remove, made.result)
    assert made.batch is not None
    assert gone.batch is not None
    (insert,), (delete,) = store.read(stored_changes, made.batch), store.read(stored_changes, gone.batch)
    assert (insert.before, delete.after) == ({}, {})
    assert insert.after == delete.before
    assert insert.after["name"] == "Woonbron"


def test_a_deed_sees_its_own_work(store: Store) -> None:
    def look(transaction: Transaction) -> tuple[int, str, str]:
        owner = transaction.add(Owner(name="Woonbron"))
        first: str = transaction.scalar(select(col(Owner.name)).where(col(Owner.id) == owner))
        transaction.change(Owner, owner, name="Woonstad")
        (second,) = transaction.execute(select(col(Owner.name))).scalars()
        return owner, first, second

    assert store.do(look).result == (1, "Woonbron", "Woonstad")


def test_numbers_go_up_and_none_is_given_twice(store: Store) -> None:
    first = store.do(save_owner, name="Woonbron")
    store.do(undo)
    second = store.do(save_owner, name="Woonstad")
    assert (first.result, second.result) == (1, 2)
    store.do(undo)
    store.do(undo, first.batch and first.batch + 1)
    assert store.do(save_owner, name="Ymere").result == 3


def test_a_number_whose_history_was_forgotten_is_not_given_again(store: Store, raw: Raw) -> None:
    store.do(save_owner, name="Woonbron")
    store.do(undo)
    with raw() as connection:
        connection.execute("UPDATE journalvalue SET values_json = NULL, salt = NULL")
    assert store.do(save_owner, name="Woonstad").result == 2


def test_changing_or_removing_what_is_gone_is_refused(store: Store) -> None:
    def change(transaction: Transaction) -> None:
        transaction.change(Owner, 7, name="x")

    def remove(transaction: Transaction) -> None:
        transaction.remove(Owner, 7)

    for deed in (change, remove):
        with pytest.raises(Refused, match="no longer there"):
            store.do(deed)


def test_bare_values_get_the_defaults_of_their_table_and_no_unknown_column(store: Store) -> None:
    def bare(transaction: Transaction) -> int:
        return transaction.insert(Person, family_name="Berg", given_name="Anna")

    def wrong(transaction: Transaction) -> int:
        return transaction.insert(Person, surname="Berg")

    person = store.do(bare).result
    with store._reader.connect() as connection:  # pyright: ignore[reportPrivateUsage] - a look at the bare row
        row = connection.execute(select(col(Person.email), col(Person.folded)).where(col(Person.id) == person)).one()
    assert tuple(row) == ("", "berg anna")
    with pytest.raises(TypeError, match="surname"):
        store.do(wrong)


def test_what_is_searched_by_follows_a_change(store: Store) -> None:
    person = register(store)
    store.do(correct_person, person_id=person, person=PersonData("Yılmaz"))
    with store._reader.connect() as connection:  # pyright: ignore[reportPrivateUsage] - a look at the bare row
        assert connection.execute(select(col(Person.folded))).scalar() == "yilmaz"


def test_a_deed_of_many_rows_is_one_line_and_holds_few_of_them(
    store: Store, raw: Raw, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.journal.BATCH_ROWS", 300)

    def many(transaction: Transaction, count: int) -> None:
        for number in range(count):
            person = transaction.insert(Person, family_name="Berg")
            transaction.insert(Member, number=f"L{number}", person_id=person)

    def touch(transaction: Transaction, count: int) -> None:
        for number in range(1, count + 1):
            transaction.change(Person, number, note="x" * 500)

    rows = 607
    done = store.do(many, rows)
    tracemalloc.start()
    try:
        touched = store.do(touch, rows)
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (done.batch, touched.batch) == (2, 3)
    assert most < rows * 1500
    with raw() as connection:
        counted = connection.execute("SELECT entry_id, count(*), max(position) FROM journalvalue GROUP BY 1").fetchall()
    assert counted[1:] == [(2, rows * 2, rows * 2), (3, rows, rows)]
    assert journal_of(store.path) == ""


def test_a_link_to_nothing_is_refused_also_where_it_is_looked_at_last(store: Store, raw: Raw) -> None:
    def lost(transaction: Transaction, rows: int) -> None:
        for number in range(rows):
            transaction.insert(Member, number=f"L{number}", person_id=999 + number)

    for rows in (1, BATCH_ROWS + 1):
        with pytest.raises(Refused, match="refers to"):
            store.do(lost, rows)
    with raw() as connection:
        assert connection.execute("SELECT count(*) FROM member").fetchone() == (0,)
    assert len(entries(raw)) == 1


def test_a_name_that_is_no_text_cannot_be_kept_but_leaves_the_journal_whole(store_path: Path) -> None:
    store = Store(store_path, actor="No\udcf6r")
    with pytest.raises(Refused, match="no letter"):
        store.do(save_owner, name="Woon\udcffbron")

    def named(transaction: Transaction) -> None:
        transaction.add(Owner(name="Woonbron"))
        transaction.about = "members led\udce9n.csv"

    store.do(named)
    line = store.read(queries.entry, 2)
    assert line is not None
    assert (line.actor, line.about) == ("No?r", "members led?n.csv")
    assert journal_of(store_path) == ""


# -- digests -------------------------------------------------------------------------------------------------------

VALUES = st.dictionaries(
    st.text(max_size=8),
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=8), st.dates()),
    max_size=5,
)


@given(VALUES)
def test_equal_values_are_written_in_one_way(values: dict[str, Any]) -> None:
    backwards = dict(reversed(values.items()))
    assert canonical(values) == canonical(backwards)
    again = json.loads(canonical(values))
    assert canonical(again) == canonical(values)


def test_the_journal_keeps_no_kind_of_value_that_it_could_not_give_back() -> None:
    assert canonical({"at": datetime(2026, 1, 1, tzinfo=UTC)}) == '{"at":"2026-01-01T00:00:00+00:00"}'
    with pytest.raises(TypeError, match="cannot keep a bytes"):
        canonical({"x": b"x"})


def test_a_short_value_cannot_be_guessed_from_its_digest(store: Store, raw: Raw) -> None:
    store.do(save_owner, name="Woonbron")
    store.do(undo)
    store.do(undo, 3)
    with raw() as connection:
        rows = connection.execute(
            "SELECT values_json, digest, table_name, row_id, change, salt FROM journalvalue WHERE entry_id > 1"
        ).fetchall()
    values = [row for row in rows if row[0] == rows[0][0]]
    assert len(values) > 1
    assert len({digest for _values, digest, *_rest in values}) == len(values)
    for values_json, digest, table, row_id, change, salt in rows:
        assert digest == value_digest(table, row_id, change, values_json, salt)


def test_a_digest_is_of_one_change_of_one_row_and_of_no_other() -> None:
    values, salt = canonical({"before": {"iban": ""}, "after": {"iban": "NL1"}}), "0123456789abcdef"
    digest = value_digest("contract", 3, "update", values, salt)
    assert is_digest(digest, "contract", 3, "update", values, salt)
    for other in (
        ("contract", 4, "update", values, salt),
        ("person", 3, "update", values, salt),
        ("contract", 3, "delete", values, salt),
        ("contract", 3, "update", values.replace("NL1", "NL2"), salt),
        # What was digested before the values, put into the salt, makes it one of the first journals' kind.
        ("contract", 4, "update", values, f"{salt}contract 3 update "),
        ("contract", 4, "update", f"contract 3 update {values}", salt),
        # A border that is moved, so that the whole text stays as it was.
        (f"{salt[-1]}contract", 3, "update", values, salt[:-1]),
        ("tract", 3, "update", values, f"{salt}con"),
        ("contract 3 update {", 4, "update", values, salt),
        ("", 3, "update", values, f"{salt}contract"),
    ):
        assert not is_digest(digest, *other)


def test_a_digest_that_could_be_read_in_two_ways_is_neither_made_nor_taken() -> None:
    inner = canonical({"before": {}, "after": {"id": 7}})
    values, salt = canonical({"before": {}, "after": {"note": f"x 7 insert {inner}"}}), "0123456789abcdef"
    head, _sign, _rest = values.partition(f" 7 insert {inner[:1]}")
    tail = values[len(head) + len(" 7 insert ") :]
    full = value_digest("person", 3, "update", values, salt)
    assert not is_digest(full, f"person 3 update {head}", 7, "insert", tail, salt)
    plain = sha256(f"{salt}{values}".encode()).hexdigest()
    assert is_digest(plain, "person", 3, "update", values, salt)
    assert not is_digest(plain, head, 7, "insert", tail, salt)
    for short in ("", "salt", salt[:-1], f"{salt}0", salt.upper()):
        with pytest.raises(ValueError, match="salt"):
            value_digest("person", 3, "update", values, short)


def test_a_digest_of_the_first_journals_holds_as_it_did() -> None:
    values, salt = canonical({"before": {}, "after": {"id": 3}}), "0123456789abcdef"
    digest = sha256(f"{salt}{values}".encode()).hexdigest()
    assert is_digest(digest, "contract", 3, "insert", values, salt)
    assert not is_digest(digest, "contract", 3, "insert", values.replace("3", "4"), salt)


def test_a_link_depends_on_every_field_and_on_the_line_before() -> None:
    entry = {"id": 1, "at": "x", "actor": "a", "deed": "d", "about": "", "undoes_id": None, "values_digest": "v"}
    links = {chain_link(FIRST_LINK, entry), chain_link("1" * 64, entry)}
    for name in entry:
        links.add(chain_link(FIRST_LINK, {**entry, name: "other"}))
    assert len(links) == 2 + len(entry)


# -- found out -----------------------------------------------------------------------------------------------------


def _work(store: Store) -> None:
    register(store)
    store.do(save_owner, name="Woonbron")
    store.do(set_rule, name="notice_months", value="2", valid_from=date(2026, 1, 1), source="BO")
    store.do(save_owner, owner_id=1, name="Woonstad")


@pytest.fixture
def worked(store: Store, furnish: Furnish) -> Store:
    """Do four deeds after the beginning."""
    furnish(_work)
    return store


@pytest.fixture
def tamper(worked: Store, raw: Raw) -> Callable[[str], str]:
    """Give a function that changes the file behind the program's back and tells what the check says of the journal."""

    def change(statement: str) -> str:
        with raw() as connection:
            connection.execute("PRAGMA foreign_keys=OFF")
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                connection.execute(f"DROP TRIGGER {name}")
            connection.execute(statement)
        return journal_of(worked.path)

    return change


def test_an_untouched_journal_is_unbroken_and_tells_its_last_link(worked: Store, raw: Raw) -> None:
    (finding,) = (finding for finding in check(worked.path) if finding.name == "journal")
    with raw() as connection:
        (last,) = connection.execute("SELECT chain FROM journalentry ORDER BY id DESC").fetchone()
    assert (finding.ok, json.loads(finding.detail)) == (True, {"entries": 5, "end": last})


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE journalentry SET actor = 'Emre' WHERE id = 3", "entry 3 was changed"),
        ("UPDATE journalentry SET at = '2020-01-01T00:00:00+00:00' WHERE id = 2", "entry 2 was changed"),
        ("UPDATE journalentry SET deed = 'undo' WHERE id = 5", "entry 5 was changed"),
        ("UPDATE journalentry SET undoes_id = 1 WHERE id = 2", "entry 2 was changed"),
        ("UPDATE journalentry SET values_digest = 'x' WHERE id = 4", "entry 4 was changed"),
        ("UPDATE journalentry SET chain = 'x' WHERE id = 1", "entry 1 was changed"),
        ("UPDATE journalentry SET id = 99 WHERE id = 5", "entry 5 is missing"),
        ("DELETE FROM journalentry WHERE id = 1", "entry 1 is missing"),
        ("DELETE FROM journalentry WHERE id = 3", "entry 3 is missing"),
        (
            "UPDATE journalvalue SET values_json = '{}' WHERE entry_id = 2 AND position = 1",
            "a value of entry 2 was changed",
        ),
        ("UPDATE journalvalue SET salt = 'x' WHERE entry_id = 3", "a value of entry 3 was changed"),
        ("UPDATE journalvalue SET salt = NULL WHERE entry_id = 3", "a value of entry 3 was changed"),
        (
            "UPDATE journalvalue SET table_name = substr(salt, 16) || table_name, salt = substr(salt, 1, 15) "
            "WHERE entry_id = 3",
            "a value of entry 3 was changed",
        ),
        (
            "UPDATE journalvalue SET digest = 'x', values_json = NULL WHERE entry_id = 3",
            "a value of entry 3 is missing",
        ),
        ("DELETE FROM journalvalue WHERE entry_id = 2 AND position = 2", "a value of entry 2 is missing"),
        (
            "INSERT INTO journalvalue SELECT entry_id, 99, table_name, row_id, change, values_json, salt, digest "
            "FROM journalvalue WHERE entry_id = 4",
            "a value of entry 4 is missing",
        ),
    ],
)
def test_whoever_changes_the_journal_is_found_out(tamper: Callable[[str], str], statement: str, said: str) -> None:
    assert tamper(statement) == said


def test_a_last_line_that_is_removed_leaves_its_values_pointing_nowhere(
    tamper: Callable[[str], str], worked: Store
) -> None:
    tamper("DELETE FROM journalentry WHERE id = 5")
    assert {finding.name: finding.ok for finding in check(worked.path)}["foreign_keys"] is False


def test_what_a_person_wants_forgotten_can_be_cleared_without_breaking_the_chain(worked: Store, raw: Raw) -> None:
    with raw() as connection:
        connection.execute("UPDATE journalvalue SET values_json = NULL, salt = NULL WHERE entry_id = 2")
    assert journal_of(worked.path) == ""
    with pytest.raises(Refused, match="personal data in it has been cleared"):
        worked.do(undo, 2)
    assert journal_of(worked.path) == ""


# -- reading it ----------------------------------------------------------------------------------------------------


def test_the_journal_is_listed_newest_first_and_searched(worked: Store) -> None:
    page = worked.read(queries.page, Listing())
    assert [row.entry_id for row in page.rows] == [5, 4, 3, 2, 1]
    assert page.total == 5
    assert [row.entry_id for row in worked.read(queries.page, Listing(search="l001")).rows] == [2]
    assert worked.read(queries.page, Listing(search="NOOR notice")).total == 1
    assert worked.read(queries.page, Listing(search="%")).total == 0
    assert len(worked.read(queries.page, Listing(limit=2)).rows) == 2
    assert page.rows[3].what == "Member registered L001"


def test_what_was_taken_back_is_marked_and_the_last_that_stands_is_found(worked: Store) -> None:
    assert worked.do(undo).batch == 6
    last, taken = worked.read(queries.last_standing), worked.read(queries.entry, 5)
    assert last is not None
    assert taken is not None
    assert (last.entry_id, taken.undone) == (4, True)
    worked.do(undo, 6)
    again = worked.read(queries.last_standing)
    assert again is not None
    assert again.entry_id == 5
    assert worked.read(queries.entry, 99) is None


def test_a_record_tells_its_story(store: Store) -> None:
    person = register(store)
    store.do(correct_person, person_id=person, person=PersonData("Bergen", given_name="Anna", born_on=ANNA.born_on))
    rows = store.read(queries.rows_of_person, person)
    story = store.read(queries.story, rows)
    assert [line.deed for line in story] == ["correct_person", "register_member"]
    assert story[0].changes == (("email", "anna@example.org", ""), ("family_name", "Berg", "Bergen"))
    assert story[1].changes == ()
    assert store.read(queries.story, []) == ()
    assert store.read(queries.story, [("person", 999)]) == ()


def test_a_story_says_what_a_record_is_called_and_leaves_out_a_row_number(store: Store) -> None:
    person = register(store)

    def furnish(transaction: Transaction) -> tuple[int, int]:
        owner = transaction.add(Owner(name="Woonbron"))
        home = transaction.add(Dwelling(code="12A"))
        room = transaction.add(Facility(code="WAS", name="Wasruimte"))
        price: dict[str, Any] = {"unit_price_cents": 100, "price_year": 2026}
        element = transaction.add(PlanElement(code="E1", name="Kozijnen", quantity_thousandths=1000))
        measure = transaction.add(PlanMeasure(element_id=element, what="Schilderen", first_year=2027, **price))
        times: dict[str, Any] = {"starts_at": "2026-11-02T14:00", "ends_at": "2026-11-02T15:00"}
        booking = transaction.add(Booking(facility_id=room, person_id=person, **times))
        task = transaction.add(MaintenanceTask(number="M-0001", reported_on=date(2026, 11, 1), what="Verf"))
        transaction.flush()
        transaction.change(
            MaintenanceTask,
            task,
            measure_id=measure,
            plan_year=2027,
            reporter_id=person,
            dwelling_id=home,
            booking_id=booking,
        )
        transaction.change(Dwelling, home, owner_id=owner, bag_id="0363010000000001")
        return task, home

    task, home = store.do(furnish).result
    before = {"maintenancetask": task, "dwelling": home}
    told = {table: store.read(queries.story, [(table, row)])[0].changes for table, row in before.items()}
    assert sorted(told["maintenancetask"]) == [
        ("dwelling_id", "", "12A"),
        ("measure_id", "", "Schilderen"),
        ("plan_year", "", "2027"),
        ("reporter_id", "", "Anna Berg"),
    ]
    assert sorted(told["dwelling"]) == [("bag_id", "", "0363010000000001"), ("owner_id", "", "Woonbron")]


def test_the_day_an_order_was_fixed_is_not_the_day_a_list_counts_from(store: Store) -> None:
    def furnish(transaction: Transaction) -> int:
        home = transaction.add(Dwelling(code="12A"))
        rules = transaction.add(
            AllocationProcedure(
                name="Lijst", valid_from=date(2026, 1, 1), screened_by="board", decided_by="board", method="simple"
            )
        )
        values: dict[str, Any] = {
            "number": "T-2026-01",
            "dwelling_id": home,
            "procedure_id": rules,
            "opened_on": date(2026, 10, 1),
        }
        file = transaction.add(AllocationFile(**values))
        transaction.flush()
        transaction.change(AllocationFile, file, ranked_on=date(2026, 11, 2))
        return file

    file = store.do(furnish).result
    [line] = store.read(queries.story, [("allocationfile", file)])
    assert line.changes == (("order_fixed_on", "", "2026-11-02"),)


def test_a_price_is_received_and_only_a_letter_to_a_tenant_is_delivered() -> None:
    assert queries._told("quote", ("received_on", None, "2026-11-02"), {}) == ("received_on", "", "2026-11-02")  # pyright: ignore[reportPrivateUsage]
    assert column_name("received_on") == "received on"
    called = queries._told("collectionstep", ("received_on", None, "2026-11-02"), {})  # pyright: ignore[reportPrivateUsage]
    assert called is not None
    assert column_name(called[0]) == "delivered on"


def test_a_change_is_carried_out_as_it_stands(store: Store) -> None:
    def apply(transaction: Transaction) -> None:
        values = {
            "id": 5,
            "name": "Woonbron",
            "kvk_number": None,
            "contact": None,
            "email": None,
            "phone": None,
            "note": "",
        }
        transaction.apply(
            [
                RowChange("owner", 5, "insert", {}, values),
                RowChange("owner", 5, "update", {"name": "Woonbron"}, {"name": "Ymere"}),
                RowChange("cooperative", 1, "update", {"started_on": "2026-11-20"}, {"started_on": "2020-02-29"}),
            ]
        )

    store.do(apply)
    with store._reader.connect() as connection:  # pyright: ignore[reportPrivateUsage] - a look at the bare row
        assert connection.execute(select(col(Owner.id), col(Owner.name))).all() == [(5, "Ymere")]
    assert journal_of(store.path) == ""
