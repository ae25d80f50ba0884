"""What was done can be taken back whole, and what was taken back can be done again; later work is never torn apart."""

from __future__ import annotations

import json
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlmodel import SQLModel

from coopadmin.errors import Refused
from coopadmin.services import association, members
from coopadmin.services.imports import import_register
from coopadmin.services.members import PersonData
from coopadmin.services.undo import MOST_NAMED, undo
from db.backup import check
from db.journal import Transaction
from db.migrate import make_store
from db.queries import journal as journal_queries
from db.store import Store
from db.tables.association import Owner
from db.tables.bookings import Booking
from db.tables.contracts import Contract
from db.tables.dwellings import Dwelling
from db.tables.facilities import Facility
from db.tables.members import Member, Person

Write = Callable[[str, str], Path]

ANNA = PersonData("Berg", given_name="Anna")
DAY = date(2020, 1, 1)
TABLES = [name for name in SQLModel.metadata.tables if not name.startswith("journal")]

Rows = dict[str, dict[int, dict[str, Any]]]


# -- deeds of these tests ------------------------------------------------------------------------------------------


def enter_and_correct(transaction: Transaction, *, name: str) -> int:
    """Add a person and change it in the same deed, as an import does with a row that returns."""
    person = transaction.add(Person(family_name="?"))
    transaction.change(Person, person, family_name=name)
    return person


def let(
    transaction: Transaction, *, number: str, dwelling_id: int, starts_on: date, ends_on: date | None = None
) -> int:
    """Add a contract, without a look at what is there."""
    transaction.about = number
    return transaction.add(Contract(number=number, dwelling_id=dwelling_id, starts_on=starts_on, ends_on=ends_on))


def end(transaction: Transaction, *, contract_id: int, ends_on: date | None) -> None:
    """Give a contract an end, or none."""
    transaction.about = f"contract {contract_id}"
    transaction.change(Contract, contract_id, ends_on=ends_on)


def home(transaction: Transaction, *, code: str) -> int:
    """Add a home."""
    return transaction.add(Dwelling(code=code))


def remove_owner(transaction: Transaction, *, owner_id: int) -> None:
    """Remove an owner that has no history."""
    transaction.about = str(owner_id)
    transaction.remove(Owner, owner_id)


def own(transaction: Transaction, *, dwelling_id: int, owner_id: int | None) -> None:
    """Say whose a home is."""
    transaction.change(Dwelling, dwelling_id, owner_id=owner_id)


def swap_numbers(transaction: Transaction, *, first: int, second: int) -> None:
    """Give two members each other's number."""
    transaction.change(Member, first, number="~")
    transaction.change(Member, second, number="L001")
    transaction.change(Member, first, number="L002")


def give_number(transaction: Transaction, *, member_id: int, number: str) -> None:
    """Give a member another number."""
    transaction.change(Member, member_id, number=number)


def _register(store: Store, number: str = "L001", person: PersonData = ANNA) -> int:
    return store.do(members.register_member, number=number, person=person, kind="member", starts_on=DAY).result


def _rows(path: Path) -> Rows:
    with closing(sqlite3.connect(path)) as connection:
        return _rows_by(connection)


def _rows_by(connection: sqlite3.Connection) -> Rows:
    rows: Rows = {}
    # Outside a transaction the file would be locked and let go for every table.
    connection.execute("BEGIN")
    for table in TABLES:
        found = connection.execute(f"SELECT * FROM {table}")
        columns = [column[0] for column in found.description]
        kept = [dict(zip(columns, row, strict=True)) for row in found]
        rows[table] = {row["id"]: row for row in kept}
    connection.rollback()
    return rows


def _reasons(store: Store, batch: int | None = None) -> tuple[str, ...]:
    """Give the reasons why a batch cannot be taken back; nothing may have changed."""
    before, last = _rows(store.path), store.read(journal_queries.last_standing)
    with pytest.raises(Refused) as refusal:
        store.do(undo, batch)
    assert (_rows(store.path), store.read(journal_queries.last_standing)) == (before, last)
    return refusal.value.reasons


# -- taking back ---------------------------------------------------------------------------------------------------


def test_taking_back_leaves_the_store_as_it_was_before(store: Store) -> None:
    before = _rows(store.path)
    _register(store)
    done = store.do(undo)
    assert (done.result, done.batch) == (2, 3)
    assert _rows(store.path) == before


def test_the_last_action_goes_first_and_then_the_one_before(store: Store) -> None:
    _register(store)
    _register(store, "L002", PersonData("Bos"))
    assert [store.do(undo).result for _time in range(2)] == [3, 2]
    assert _reasons(store) == ("There is nothing to take back.",)


def test_an_undoing_can_be_taken_back(store: Store) -> None:
    _register(store)
    after = _rows(store.path)
    store.do(undo)
    store.do(undo, 3)
    assert _rows(store.path) == after
    line = store.read(journal_queries.last_standing)
    assert line is not None
    assert line.entry_id == 2
    assert store.do(undo).result == 2


def test_an_undoing_is_itself_in_the_journal(store: Store) -> None:
    _register(store)
    store.do(undo)
    line = store.read(journal_queries.entry, 3)
    assert line is not None
    assert (line.deed, line.about, line.undoes_id) == ("undo", "2", 2)
    assert line.what == "Taken back: batch 2"


def test_back_and_forth_any_number_of_times(store: Store) -> None:
    with closing(sqlite3.connect(store.path)) as beside:
        empty = _rows_by(beside)
        _register(store)
        full = _rows_by(beside)
        batch = 2
        for time in range(60):
            batch = store.do(undo, batch).batch or 0
            assert _rows_by(beside) == (empty if time % 2 == 0 else full)
    assert all(finding.ok for finding in check(store.path))


def test_a_batch_taken_back_in_two_ways_stands_only_where_neither_stands(store: Store) -> None:
    _register(store)
    store.do(undo, 2)  # 3: gone
    store.do(undo, 3)  # 4: there again
    store.do(undo, 2)  # 5: gone again, another way
    assert "already taken back" in _reasons(store, 2)[0]
    assert [reason[:8] for reason in _reasons(store, 4)[1:]] == ["batch 5:"]
    store.do(undo, 5)  # 6: there again
    store.do(undo, 4)  # 7: gone by the first way after all
    assert _rows(store.path)["member"] == {}
    assert "already taken back" in _reasons(store, 2)[0]
    assert _reasons(store) == ("There is nothing to take back.",)
    assert all(finding.ok for finding in check(store.path))


@pytest.mark.parametrize("batch", [0, -1, 99, 2**63 - 1, 2**63, 10**30])
def test_a_batch_that_is_not_there_cannot_be_taken_back(store: Store, batch: int) -> None:
    assert _reasons(store, batch) == (f"There is no batch {batch}.",)


def test_the_beginning_cannot_be_taken_back(store: Store) -> None:
    assert "beginning of the store" in _reasons(store, 1)[0]
    assert _reasons(store) == ("There is nothing to take back.",)


def test_what_was_taken_back_is_not_taken_back_again(store: Store) -> None:
    _register(store)
    store.do(undo)
    assert _reasons(store, 2) == ("Batch 2 was already taken back.",)


def test_numbers_of_what_was_taken_back_are_not_given_again(store: Store) -> None:
    first = _register(store)
    store.do(undo)
    assert _register(store) == first + 1


def test_an_import_is_taken_back_whole(store: Store, write: Write) -> None:
    before = _rows(store.path)
    lines = "".join(f"L{number};Berg{number};lid;1-1-2020\n" for number in range(1200))
    file = write("leden.csv", f"Lidnr;Achternaam;Soort;Lid sinds\n{lines}")
    done = store.do(import_register, "members", file)
    assert done.result.created == 1200
    assert store.do(undo).result == done.batch
    assert _rows(store.path) == before
    store.do(undo, 3)
    assert len(_rows(store.path)["member"]) == 1200
    assert all(finding.ok for finding in check(store.path))


def test_numbers_that_were_exchanged_are_exchanged_back(store: Store) -> None:
    _register(store)
    _register(store, "L002", PersonData("Bos"))
    before = _rows(store.path)
    store.do(swap_numbers, first=1, second=2)
    store.do(undo)
    assert _rows(store.path) == before


def test_what_somebody_wants_forgotten_is_not_called_back(store: Store) -> None:
    _register(store)
    with closing(sqlite3.connect(store.path)) as connection:
        connection.execute("UPDATE journalvalue SET values_json = NULL, salt = NULL WHERE entry_id = 2")
        connection.commit()
    assert "cleared" in _reasons(store)[0]


def test_a_batch_of_another_form_of_the_store_cannot_be_taken_back(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    _register(store)
    tables = {name: table for name, table in SQLModel.metadata.tables.items() if name != "membership"}
    with monkeypatch.context() as later:
        later.setattr(
            "coopadmin.services.undo.SQLModel", type("Later", (), {"metadata": type("M", (), {"tables": tables})})
        )
        assert "another form" in _reasons(store)[0]
    assert store.do(undo).result == 2


# -- later work ----------------------------------------------------------------------------------------------------


def test_what_was_changed_later_is_not_taken_back_and_the_later_work_is_named(store: Store) -> None:
    person = _register(store)
    store.do(members.correct_person, person_id=person, person=PersonData("Bergen", given_name="Anna"))
    reasons = _reasons(store, 2)
    assert reasons[0].startswith("Batch 2 cannot be taken back by itself")
    assert reasons[1:] == ("batch 3: Details corrected L001 (2026-11-20)",)


def test_what_is_referred_to_later_is_not_taken_back(store: Store) -> None:
    person = _register(store)
    store.do(members.give_office, person_id=person, office="chair", starts_on=DAY)
    assert _reasons(store, 2)[1:] == ("batch 3: Office given L001 (2026-11-20)",)
    store.do(undo, 3)
    assert store.do(undo, 2).result == 2


def test_a_row_entered_and_corrected_in_one_deed_is_guarded_whole(store: Store) -> None:
    person = store.do(enter_and_correct, name="Berg").result
    store.do(members.correct_person, person_id=person, person=PersonData("Berg", note="belt zelf"))
    assert _reasons(store, 2)[1:] == (f"batch 3: Details corrected P{person} (2026-11-20)",)
    store.do(undo, 3)
    store.do(
        members.register_member,
        number="L001",
        person=PersonData("Berg"),
        kind="member",
        starts_on=DAY,
        person_id=person,
    )
    assert [reason[:8] for reason in _reasons(store, 2)[1:]] == ["batch 5:"]


def test_days_that_were_let_again_are_not_given_back(store: Store) -> None:
    dwelling = store.do(home, code="2A").result
    contract = store.do(let, number="C-1", dwelling_id=dwelling, starts_on=DAY).result
    store.do(end, contract_id=contract, ends_on=date(2024, 6, 30))
    store.do(let, number="C-2", dwelling_id=dwelling, starts_on=date(2024, 7, 1))
    other = store.do(home, code="2B").result
    store.do(let, number="C-3", dwelling_id=other, starts_on=DAY)
    assert _reasons(store, 4)[1:] == ("batch 5: let C-2 (2026-11-20)",)
    store.do(undo, 5)
    assert store.do(undo, 4).result == 4


def test_days_of_a_membership_that_were_given_to_another_kind_are_not_given_back(store: Store) -> None:
    person = _register(store)
    store.do(members.end_membership, person_id=person, ends_on=date(2023, 12, 31))
    store.do(members.start_membership, person_id=person, kind="supporter", starts_on=date(2024, 1, 1))
    assert _reasons(store, 3)[1:] == ("batch 4: Membership begun L001 (2026-11-20)",)


def test_hours_that_were_booked_again_are_not_given_back(store: Store) -> None:
    def room(transaction: Transaction) -> None:
        transaction.add(Person(family_name="Berg"))
        transaction.add(Facility(code="ZAAL", name="Zaal"))

    def book(transaction: Transaction, begins: str, ends: str) -> int:
        transaction.about = begins
        return transaction.add(
            Booking(facility_id=1, person_id=1, starts_at=f"2026-11-02T{begins}", ends_at=f"2026-11-02T{ends}")
        )

    def cancel(transaction: Transaction, booking: int) -> None:
        transaction.change(Booking, booking, status="cancelled")

    store.do(room)
    booking = store.do(book, "14:00", "16:00").result
    store.do(cancel, booking)
    store.do(book, "16:00", "17:00")
    store.do(book, "15:00", "16:00")
    assert _reasons(store, 4)[1:] == ("batch 6: Facility booked 15:00 (2026-11-20)",)


def test_a_number_that_was_given_again_is_not_given_back(store: Store) -> None:
    _register(store)
    store.do(give_number, member_id=1, number="L009")
    _register(store, "L001", PersonData("Bos"))
    assert _reasons(store, 3)[1:] == ("batch 4: Member registered L001 (2026-11-20)",)


def test_a_name_that_was_taken_again_is_not_given_back(store: Store) -> None:
    store.do(association.save_owner, name="Woonbron")
    store.do(remove_owner, owner_id=1)
    store.do(association.save_owner, name="Woonbron")
    assert [reason[:8] for reason in _reasons(store, 3)[1:]] == ["batch 4:"]


def test_what_would_come_back_pointing_at_something_that_is_gone_stays_away(store: Store) -> None:
    store.do(association.save_owner, name="Woonbron")
    store.do(home, code="2A")
    store.do(own, dwelling_id=1, owner_id=1)
    store.do(own, dwelling_id=1, owner_id=None)
    store.do(remove_owner, owner_id=1)
    assert _reasons(store, 5)[1:] == ("batch 6: remove_owner 1 (2026-11-20)",)
    store.do(undo, 6)
    assert store.do(undo, 5).result == 5


def test_of_very_much_later_work_the_newest_is_named_and_the_rest_counted(store: Store) -> None:
    person = _register(store)
    for number in range(MOST_NAMED + 3):
        store.do(members.correct_person, person_id=person, person=PersonData("Berg", note=str(number)))
    reasons = _reasons(store, 2)
    assert len(reasons) == MOST_NAMED + 2
    assert reasons[1].startswith(f"batch {MOST_NAMED + 5}:")
    assert reasons[-1] == "and 3 batches more"


def test_work_done_again_is_named_by_itself_and_not_by_its_undoings(store: Store) -> None:
    person = _register(store)
    store.do(members.give_office, person_id=person, office="chair", starts_on=DAY)
    store.do(undo, 3)
    store.do(undo, 4)
    assert [reason[:8] for reason in _reasons(store, 2)[1:]] == ["batch 3:"]


def test_what_was_changed_and_changed_back_later_was_still_decided_later(store: Store) -> None:
    person = _register(store)
    for note in ("belt", "mailt", "belt"):
        store.do(members.correct_person, person_id=person, person=PersonData("Berg", given_name="Anna", note=note))
    assert [reason[:8] for reason in _reasons(store, 3)[1:]] == ["batch 5:", "batch 4:"]


def test_another_column_of_the_same_record_does_not_hinder(store: Store) -> None:
    person = _register(store)
    store.do(members.correct_person, person_id=person, person=PersonData("Berg", given_name="Anna", note="belt"))
    store.do(
        members.correct_person, person_id=person, person=PersonData("Berg", given_name="Anna", note="belt", phone="1")
    )
    store.do(undo, 3)
    row = _rows(store.path)["person"][person]
    assert (row["note"], row["phone"]) == ("", "1")


def test_work_beside_it_does_not_hinder(store: Store) -> None:
    first = _register(store)
    _register(store, "L002", PersonData("Bos"))
    store.do(members.give_office, person_id=first, office="chair", starts_on=DAY)
    assert store.do(undo, 3).result == 3
    assert len(_rows(store.path)["member"]) == 1


# -- any sequence --------------------------------------------------------------------------------------------------


@cache
def _template() -> tempfile.TemporaryDirectory[str]:
    """Make an empty store once, in a folder that goes with the tests."""
    folder = tempfile.TemporaryDirectory()
    path = Path(folder.name) / "begun.coop"
    make_store(path)
    Store(path, actor="Noor").do(association.start_cooperative, name="De Vonk")
    return folder


def _begun(folder: Path) -> Path:
    return Path(shutil.copy(Path(_template().name) / "begun.coop", folder / "store.coop"))


NAMES = st.sampled_from(["Berg", "Bos", "Yılmaz"])
NUMBERS = st.integers(1, 4)
DAYS = st.integers(0, 40).map(lambda number: DAY + timedelta(days=number * 90))


class AnyWork(RuleBasedStateMachine):
    """A board that does, takes back and does again, in any order."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.store = Store(_begun(Path(self.folder.name)), actor="Noor")
        # As long as somebody has the store open, its log need not be folded into it after every deed.
        self.beside = sqlite3.connect(self.store.path)
        self.batches = 1

    def teardown(self) -> None:
        self.beside.close()
        self.folder.cleanup()

    def attempt(self, deed: Callable[..., Any], **values: Any) -> None:
        """Do something; where it is refused nothing may have changed."""
        before, batch = _rows_by(self.beside), None
        with suppress(Refused):
            batch = self.store.do(deed, **values).batch
        if batch is None:
            assert _rows_by(self.beside) == before
        else:
            assert batch == self.batches + 1
            self.batches = batch

    @rule(number=NUMBERS, name=NAMES)
    def register(self, number: int, name: str) -> None:
        self.attempt(
            members.register_member, number=f"L00{number}", person=PersonData(name), kind="member", starts_on=DAY
        )

    @rule(person=NUMBERS, name=NAMES, note=NAMES)
    def correct(self, person: int, name: str, note: str) -> None:
        self.attempt(members.correct_person, person_id=person, person=PersonData(name, note=note))

    @rule(person=NUMBERS, day=DAYS)
    def end_membership(self, person: int, day: date) -> None:
        self.attempt(members.end_membership, person_id=person, ends_on=day)

    @rule(person=NUMBERS, day=DAYS)
    def change_kind(self, person: int, day: date) -> None:
        self.attempt(members.start_membership, person_id=person, kind="supporter", starts_on=day)

    @rule(person=NUMBERS, name=NAMES)
    def join(self, person: int, name: str) -> None:
        self.attempt(members.join_group, person_id=person, group=name, starts_on=DAY)

    @rule(name=NAMES)
    def enter(self, name: str) -> None:
        self.attempt(enter_and_correct, name=name)

    @rule(first=NUMBERS, second=NUMBERS)
    def swap(self, first: int, second: int) -> None:
        self.attempt(swap_numbers, first=first, second=second)

    @rule(name=NAMES)
    def own(self, name: str) -> None:
        self.attempt(association.save_owner, name=name)

    @rule(owner=NUMBERS)
    def disown(self, owner: int) -> None:
        self.attempt(remove_owner, owner_id=owner)

    @rule(code=NUMBERS)
    def build(self, code: int) -> None:
        self.attempt(home, code=f"{code}A")

    @rule(dwelling=NUMBERS, owner=st.one_of(st.none(), NUMBERS))
    def hand_over(self, dwelling: int, owner: int | None) -> None:
        self.attempt(own, dwelling_id=dwelling, owner_id=owner)

    @rule(number=NUMBERS, dwelling=NUMBERS, day=DAYS)
    def let(self, number: int, dwelling: int, day: date) -> None:
        self.attempt(let, number=f"C-{number}", dwelling_id=dwelling, starts_on=day)

    @rule(contract=NUMBERS, day=st.one_of(st.none(), DAYS))
    def end_contract(self, contract: int, day: date | None) -> None:
        self.attempt(end, contract_id=contract, ends_on=day)

    @rule()
    def undo_last(self) -> None:
        self.attempt(undo)

    @rule(back=st.integers(0, 12))
    def undo_some(self, back: int) -> None:
        self.attempt(undo, batch=self.batches - back)

    @invariant()
    def what_stands_is_what_the_journal_says_stands(self) -> None:
        assert _rows_by(self.beside) == _replayed(self.beside)

    @invariant()
    def the_store_is_whole(self) -> None:
        assert [finding for finding in check(self.store.path) if not finding.ok] == []


def _replayed(connection: sqlite3.Connection) -> Rows:
    """Do again, in memory, every batch that stands, in order: what the tables must then hold."""
    connection.execute("BEGIN")
    lines = connection.execute("SELECT id, undoes_id FROM journalentry ORDER BY id DESC").fetchall()
    changes = connection.execute(
        "SELECT entry_id, table_name, row_id, change, values_json FROM journalvalue ORDER BY entry_id, position"
    ).fetchall()
    connection.rollback()
    gone: set[int] = set()
    for made, undone in lines:
        if undone is not None and made not in gone:
            gone.add(undone)
    standing = {made for made, undone in lines if undone is None and made not in gone}
    rows: Rows = {table: {} for table in TABLES}
    for batch, table, row_id, change, values_json in changes:
        if batch not in standing:
            continue
        if change == "delete":
            del rows[table][row_id]
        else:
            after = {
                name: int(value) if isinstance(value, bool) else value
                for name, value in json.loads(values_json)["after"].items()
            }
            rows[table][row_id] = {**rows[table].get(row_id, {}), **after}
    return rows


AnyWork.TestCase.settings = settings(
    max_examples=6, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
test_any_work = cast("Any", AnyWork).TestCase
