"""Who was a candidate is forgotten for good: in the records, the search, the journal, the file and new backups."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select
from sqlmodel import col

from coopadmin.errors import Refused, StoreLocked
from coopadmin.services.association import save_owner
from coopadmin.services.candidates import note_contact, register_candidate
from coopadmin.services.forgetting import clear_at_request, clear_candidates
from coopadmin.services.undo import undo
from db import store as store_module
from db import sweeping
from db.backup import back_up, check, restore
from db.journal import Transaction
from db.queries import forgetting as queries
from db.queries import journal
from db.queries.base import Listing
from db.queries.finder import find
from db.store import Store
from db.sweeping import is_unswept, old_copies, sweep
from db.tables.allocation import AllocationFile, Candidacy, DeclaredInterest, Nomination
from db.tables.base import Record, table_of
from db.tables.candidates import Candidate, PoolPlace, WaitingPlace
from db.tables.decisions import Decision
from db.tables.journal import JournalEntry, JournalValue
from db.tables.meetings import AgendaItem
from db.tables.members import Person
from tests.conftest import TODAY, Furnish, clock
from tests.forgotten import CLOSED, FAMILY, GIVEN, SECRETS, Case, add_candidate, fill_case, secrets_in


@pytest.fixture
def case(store: Store, furnish: Furnish) -> Case:
    """Give the closed file with its candidate."""
    return furnish(fill_case)


def row(store: Store, model: type[Record], row_id: int) -> dict[str, Any]:
    """Read one row as it stands."""

    def read(connection: Connection) -> dict[str, Any]:
        table = table_of(model)
        return dict(connection.execute(select(table).where(table.c.id == row_id)).mappings().one())

    return store.read(read)


def clear(store: Store, *candidate_ids: int, on: date = TODAY) -> int:
    return store.do(clear_candidates, candidate_ids=candidate_ids, on=on).result


def change(store: Store, model: type[Record], row_id: int, **values: Any) -> None:
    def deed(transaction: Transaction) -> None:
        transaction.change(model, row_id, **values)

    store.do(deed)


def is_whole(path: Path) -> bool:
    return all(finding.ok for finding in check(path))


def test_the_case_holds_every_secret_before_it_is_cleared(store: Store, case: Case) -> None:
    assert {found.partition(": ")[2] for found in secrets_in(store.path)} == set(SECRETS)


# -- clearing ------------------------------------------------------------------------------------------------------


def test_no_byte_of_a_cleared_candidate_is_left_in_the_store_or_a_new_backup(
    store: Store, case: Case, tmp_path: Path
) -> None:
    assert clear(store, case.candidate_id) == 1
    assert (store.unswept, is_unswept(store.path)) == ("", False)
    assert secrets_in(store.path) == []
    assert secrets_in(back_up(store.path, tmp_path / "copy" / "new.coop")) == []
    assert is_whole(store.path)


def test_days_codes_and_counts_stay(store: Store, case: Case) -> None:
    clear(store, case.candidate_id)
    candidate = row(store, Candidate, case.candidate_id)
    assert (candidate["number"], candidate["registered_on"], candidate["cleared_on"]) == (
        "K-0001",
        date(2026, 6, 1),
        TODAY,
    )
    assert candidate["folded"] == "k-0001"
    candidacy = row(store, Candidacy, case.candidacy_id)
    assert (candidacy["outcome"], candidacy["reason_code"], candidacy["reasons_sent_on"]) == (
        "not_chosen",
        "not_carried",
        CLOSED,
    )
    assert candidacy["override_reason"] == "(cleared)"
    nomination = row(store, Nomination, 1)
    assert (nomination["answer"], nomination["fit"], nomination["fit_on"]) == ("refused", "NIE", CLOSED)
    interest = row(store, DeclaredInterest, 1)
    assert (interest["kind"], interest["person_id"], interest["candidacy_id"]) == ("relative", 1, None)
    decision = row(store, Decision, case.decision_id)
    assert (decision["candidate"], decision["subject"]) == ("K-0001", "Home A12: K-0001")
    assert (decision["votes_for"], decision["votes_against"]) == (3, 2)
    assert row(store, AgendaItem, case.item_id)["title"] == "Home A12: nominate K-0001"
    file = row(store, AllocationFile, case.file_id)
    assert (file["close_reason"], file["note"]) == ("K-0001 withdrew, nobody else was found", "ask K-0001 again")
    assert (file["due_source"], file["profile"]) == ("agreed when K-0001 fell ill", "Three rooms, known to K-0001")


def test_nothing_finds_who_was_cleared(store: Store, case: Case) -> None:
    assert store.read(find, FAMILY)
    clear(store, case.candidate_id)
    for sought in (FAMILY, GIVEN, "zoe.y@example.org", "Onderdendam"):
        assert store.read(find, sought) == []
        assert store.read(journal.page, Listing(search=sought)).total == 0


def test_the_journal_says_that_it_was_done_and_by_number_only(store: Store, case: Case) -> None:
    store.do(clear_candidates, candidate_ids=[case.candidate_id], on=TODAY)
    entry = store.read(journal.page, Listing()).rows[0]
    assert (entry.deed, entry.about, entry.actor) == ("clear_candidates", "K-0001", "Noor")
    assert entry.changes > 10

    def kept(connection: Connection) -> list[str | None]:
        values = select(col(JournalValue.values_json)).where(col(JournalValue.entry_id) == entry.entry_id)
        return list(connection.execute(values).scalars())

    assert set(store.read(kept)) == {None}


def test_what_was_cleared_cannot_be_taken_back_and_says_so(store: Store, case: Case) -> None:
    done = store.do(clear_candidates, candidate_ids=[case.candidate_id], on=TODAY)
    for batch in (done.batch, done.batch and done.batch - 1, 2):
        with pytest.raises(Refused, match="personal data in it has been cleared"):
            store.do(undo, batch)
    assert secrets_in(store.path) == []


def test_other_work_can_still_be_taken_back(store: Store, case: Case) -> None:
    other = store.do(save_owner, name="Woonbron").batch
    clear(store, case.candidate_id)
    assert store.do(undo, other).result == other


def test_another_candidate_stays_as_they_are(store: Store, case: Case) -> None:
    other = store.do(add_candidate, number="K-0009", family_name="Nachtegaal", consent_on=TODAY).result
    change(store, Candidate, other, consent_until=date(2027, 5, 1))
    clear(store, case.candidate_id)
    assert row(store, Candidate, other)["family_name"] == "Nachtegaal"
    assert b"Nachtegaal" in store.path.read_bytes()
    with pytest.raises(Refused) as refusal:
        clear(store, other)
    assert "K-0009 is not to be cleared yet" in str(refusal.value)
    assert "until 1 May 2027" in str(refusal.value)


def test_nothing_is_cleared_before_its_day_and_the_rule_is_named(store: Store, case: Case) -> None:
    change(store, AllocationFile, case.file_id, closed_on=TODAY - timedelta(days=27))
    with pytest.raises(Refused) as refusal:
        clear(store, case.candidate_id)
    assert "28 days after that · Custom of job applications" in str(refusal.value)
    assert "from 21 November 2026" in str(refusal.value)
    with pytest.raises(Refused, match="still to come"):
        clear(store, case.candidate_id, on=TODAY + timedelta(days=1))
    change(store, AllocationFile, case.file_id, closed_on=TODAY - timedelta(days=28))
    assert clear(store, case.candidate_id) == 1


def test_who_was_cleared_meanwhile_at_another_desk_is_passed_over(store: Store, case: Case) -> None:
    clear(Store(store.path, actor="Emre", clock=clock), case.candidate_id)
    done = store.do(clear_candidates, candidate_ids=[case.candidate_id], on=TODAY)
    assert (done.result, done.batch) == (0, None)


def test_a_cleared_candidate_takes_nothing_new(store: Store, case: Case) -> None:
    clear(store, case.candidate_id)
    with pytest.raises(Refused, match="cleared"):
        store.do(note_contact, candidate_id=case.candidate_id, happened_on=TODAY, kind="contact", what=FAMILY)


def test_a_registration_that_was_taken_back_is_forgotten_by_the_journal_too(store: Store) -> None:
    made = store.do(register_candidate, registered_on=date(2026, 6, 1), family_name=FAMILY, given_name=GIVEN)
    store.do(undo, made.batch)
    assert FAMILY in "".join(secrets_in(store.path))
    assert store.read(queries.due, TODAY) == ()
    later = TODAY + timedelta(days=28)
    (found,) = store.read(queries.due, later)
    assert (found.number, found.taken_back, found.from_on) == ("K-0001", True, later)
    then = Store(store.path, actor="Noor", clock=lambda: clock() + timedelta(days=28))
    assert clear(then, found.who_id, on=later) == 1
    assert secrets_in(store.path) == []
    assert then.read(queries.due, later) == ()
    assert is_whole(store.path)


def test_who_became_a_resident_stays_one_and_the_candidate_is_nobody(store: Store, case: Case) -> None:
    change(store, Candidate, case.candidate_id, person_id=1)
    change(store, DeclaredInterest, 1, kind="candidate")
    clear(store, case.candidate_id)
    assert row(store, Person, 1)["family_name"] == "Bos"
    assert row(store, Candidate, case.candidate_id)["person_id"] is None
    interest = row(store, DeclaredInterest, 1)
    assert (interest["kind"], interest["candidacy_id"], interest["withdrawn"]) == ("other", None, False)
    assert secrets_in(store.path) == []


# -- because they ask ----------------------------------------------------------------------------------------------


def test_who_asks_to_be_forgotten_leaves_the_lists_and_is_cleared_at_once(store: Store) -> None:
    asked = store.do(add_candidate, number="K-0002", family_name=FAMILY, registered_on=TODAY).result

    def on_both(transaction: Transaction) -> None:
        transaction.add(WaitingPlace(candidate_id=asked, registered_on=TODAY, ranked_on=TODAY))
        transaction.add(PoolPlace(candidate_id=asked, met_on=TODAY, expires_on=date(2027, 6, 1)))

    store.do(on_both)
    store.do(clear_at_request, candidate_id=asked, on=TODAY)
    for model in (WaitingPlace, PoolPlace):
        place = row(store, model, 1)
        assert (place["ended_on"], place["end_reason"]) == (TODAY, "own_request")
    assert secrets_in(store.path) == []
    with pytest.raises(Refused, match="no personal data"):
        store.do(clear_at_request, candidate_id=asked, on=TODAY)


def test_an_open_file_keeps_even_who_asks_unless_they_withdrew(store: Store, case: Case) -> None:
    change(store, AllocationFile, case.file_id, closed_on=None, outcome="")
    with pytest.raises(Refused, match="T-2026-01"):
        store.do(clear_at_request, candidate_id=case.candidate_id, on=TODAY)
    change(store, Candidacy, case.candidacy_id, outcome="withdrew")
    store.do(clear_at_request, candidate_id=case.candidate_id, on=TODAY)
    assert row(store, Candidate, case.candidate_id)["family_name"] == ""
    assert row(store, DeclaredInterest, 1)["withdrawn"]
    assert secrets_in(store.path) == []


# -- the sweep -----------------------------------------------------------------------------------------------------


def test_nothing_comes_back_after_a_restart(store: Store, case: Case) -> None:
    clear(store, case.candidate_id)
    again = Store(store.path, actor="Emre", clock=clock)
    assert row(again, Candidate, case.candidate_id)["family_name"] == ""
    again.do(save_owner, name="Woonbron")
    assert secrets_in(store.path) == []
    assert is_whole(store.path)


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """Read at another desk, and go on reading."""
    with closing(sqlite3.connect(path)) as connection:
        connection.isolation_level = None
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM candidate").fetchone()
        yield connection


def test_another_desk_that_is_open_and_at_rest_does_not_stand_in_the_way(store: Store, case: Case) -> None:
    other = Store(store.path, actor="Emre", clock=clock)
    with closing(sqlite3.connect(store.path)) as idle:
        idle.execute("SELECT count(*) FROM candidate").fetchone()
        clear(store, case.candidate_id)
        assert secrets_in(store.path) == []
        assert idle.execute("SELECT family_name FROM candidate WHERE id = ?", (case.candidate_id,)).fetchone() == ("",)
    assert other.read(find, FAMILY) == []


def test_while_another_desk_reads_it_is_said_and_the_next_opening_does_it(
    store: Store, case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.files.WAIT_MILLISECONDS", 10)
    with reading(store.path):
        assert clear(store, case.candidate_id) == 1
        assert "another program has it in use" in store.unswept
        assert store.read(queries.overview, TODAY).unswept
        assert secrets_in(store.path) != []
        # A backup made before the sweep is swept by itself.
        assert secrets_in(back_up(store.path, tmp_path / "copy" / "new.coop")) == []
    opened = Store(store.path, actor="Emre", clock=clock)
    assert opened.unswept == ""
    assert not opened.read(queries.overview, TODAY).unswept
    assert secrets_in(store.path) == []
    assert is_whole(store.path)


def test_a_program_that_dies_before_the_sweep_leaves_it_to_the_next(
    store: Store, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(_path: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(store_module, "sweep", die)
    with pytest.raises(KeyboardInterrupt):
        clear(store, case.candidate_id)
    monkeypatch.undo()
    assert is_unswept(store.path)
    Store(store.path, actor="Noor", clock=clock)
    assert (is_unswept(store.path), secrets_in(store.path)) == (False, [])


@pytest.mark.parametrize("step", [1, 2])
def test_a_sweep_that_is_interrupted_halfway_still_counts_as_owed(
    store: Store, case: Case, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    steps: list[int] = []
    empty = sweeping._empty_log

    def interrupted(connection: sqlite3.Connection, path: Path) -> None:
        steps.append(1)
        if len(steps) == step:
            raise StoreLocked(path)
        empty(connection, path)

    monkeypatch.setattr(sweeping, "_empty_log", interrupted)
    clear(store, case.candidate_id)
    assert store.unswept
    monkeypatch.undo()
    # The second step is only the log of the mark itself: nothing of the candidate is in it.
    assert is_unswept(store.path) == (step == 1)
    Store(store.path, actor="Noor", clock=clock)
    assert (is_unswept(store.path), secrets_in(store.path)) == (False, [])


def test_what_another_program_forgot_during_a_sweep_is_still_owed(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = sweeping._empty_log

    def meanwhile(connection: sqlite3.Connection, path: Path) -> None:
        empty(connection, path)
        connection.execute("PRAGMA user_version=7")

    monkeypatch.setattr(sweeping, "_empty_log", meanwhile)
    sweep(store.path)
    monkeypatch.undo()
    assert is_unswept(store.path)


def test_a_rehearsal_forgets_nothing_and_owes_no_sweep(store: Store, case: Case) -> None:
    assert store.rehearse(clear_candidates, candidate_ids=[case.candidate_id], on=TODAY) == 1
    assert (is_unswept(store.path), row(store, Candidate, case.candidate_id)["family_name"]) == (False, FAMILY)


def test_a_store_in_a_synced_folder_is_swept_too(store: Store, case: Case, tmp_path: Path) -> None:
    shared = tmp_path / "Dropbox" / "vonk.coop"
    shared.parent.mkdir()
    back_up(store.path, shared)
    synced = Store(shared, actor="Noor", clock=clock)
    assert synced.in_shared_place
    clear(synced, case.candidate_id)
    assert (synced.unswept, secrets_in(shared), is_whole(shared)) == ("", [], True)


# -- older copies --------------------------------------------------------------------------------------------------


def test_older_copies_beside_the_store_that_still_hold_them_are_named(store: Store, case: Case) -> None:
    folder = store.path.parent
    back_up(store.path, folder / "before.coop")
    shutil.copy(folder / "before.coop", folder / "renamed.bak")
    assert old_copies(store.path) == ()
    clear(store, case.candidate_id)
    back_up(store.path, folder / "after.coop")
    (folder / "letter.txt").write_text(FAMILY)
    (folder / "broken.coop").write_bytes((folder / "before.coop").read_bytes()[:3000])
    found = old_copies(store.path)
    assert [(one.file.name, one.people, one.as_of) for one in found] == [
        ("before.coop", 1, TODAY),
        ("renamed.bak", 1, TODAY),
    ]


def test_a_copy_of_another_co_operative_is_not_taken_for_one(store: Store, case: Case, tmp_path: Path) -> None:
    from coopadmin.services.association import start_cooperative
    from db.migrate import make_store

    other = store.path.parent / "other.coop"
    make_store(other)
    theirs = Store(other, actor="Emre", clock=clock)
    theirs.do(start_cooperative, name="De Ander")
    theirs.do(add_candidate, number="K-0001", family_name="Vogel")
    clear(store, case.candidate_id)
    assert old_copies(store.path) == ()


def test_who_comes_back_with_an_older_backup_is_due_again_at_once(store: Store, case: Case, tmp_path: Path) -> None:
    kept = back_up(store.path, tmp_path / "copy" / "old.coop")
    clear(store, case.candidate_id)
    restore(kept, store.path, clock())
    restored = Store(store.path, actor="Noor", clock=clock)
    assert [one.number for one in restored.read(queries.due, TODAY)] == ["K-0001"]
    clear(restored, case.candidate_id)
    assert secrets_in(store.path) == []


def test_no_line_of_the_journal_was_lost(store: Store, case: Case) -> None:
    def lines(connection: Connection) -> list[Any]:
        statement = select(col(JournalEntry.id), col(JournalEntry.chain), col(JournalEntry.values_digest))
        return [tuple(line) for line in connection.execute(statement.order_by(col(JournalEntry.id)))]

    before = store.read(lines)
    clear(store, case.candidate_id)
    assert store.read(lines)[: len(before)] == before


def test_a_clearing_that_only_the_journal_felt_stands_in_the_journal_and_stays(store: Store) -> None:
    made = store.do(register_candidate, registered_on=date(2026, 6, 1), family_name=FAMILY, given_name=GIVEN)
    store.do(undo, made.batch)
    later = TODAY + timedelta(days=28)
    then = Store(store.path, actor="Noor", clock=lambda: clock() + timedelta(days=28))
    done = then.do(clear_candidates, candidate_ids=[then.read(queries.due, later)[0].who_id], on=later)
    assert (made.batch, done.batch) == (2, 4)
    with pytest.raises(Refused, match="cleared"):
        then.do(undo, done.batch)


def test_who_was_registered_by_mistake_may_ask_before_the_day_too_and_only_once(store: Store) -> None:
    made = store.do(register_candidate, registered_on=TODAY, family_name=FAMILY, given_name=GIVEN)
    store.do(undo, made.batch)
    candidate_id = store.read(queries.taken_back_numbered, "K-0001")
    assert candidate_id is not None
    store.do(clear_at_request, candidate_id=candidate_id, on=TODAY)
    assert secrets_in(store.path) == []
    assert store.read(journal.page, Listing()).rows[0].about == "K-0001"
    assert store.read(queries.taken_back_numbered, "K-0001") is None
    with pytest.raises(Refused, match="no personal data of this candidate"):
        store.do(clear_at_request, candidate_id=candidate_id, on=TODAY)
