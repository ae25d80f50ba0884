"""The store is whole or says in a sentence why it cannot be used; nothing is half written, whatever happens."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event, select
from sqlmodel import col

from coopadmin.errors import (
    CoopadminError,
    Refused,
    StoreDamaged,
    StoreFull,
    StoreLocked,
    StoreMissing,
    StoreReadOnly,
    StoreUnusable,
)
from coopadmin.services.association import correct_cooperative, save_owner
from coopadmin.services.imports import import_register
from coopadmin.services.members import PersonData, register_member
from db import engine
from db.backup import Finding, back_up, check
from db.journal import Transaction
from db.queries import journal as journal_queries
from db.queries import members as queries
from db.queries.association import cooperative, overview
from db.queries.base import Listing
from db.schema import revision_of
from db.store import Store
from db.sweeping import is_unswept
from db.tables.association import Owner
from db.tables.members import Member, Person
from tests.conftest import Furnish

Raw = Callable[..., AbstractContextManager[sqlite3.Connection]]
Write = Callable[[str, str], Path]
InAProcess = Callable[[str], str]


def register(store: Store, number: str = "L001") -> None:
    store.do(register_member, number=number, person=PersonData("Berg"), kind="member", starts_on=date(2020, 1, 1))


def numbers(store: Store) -> list[str]:
    return [row.number for row in store.read(queries.register_on, date(2026, 1, 1))]


def add_owner(transaction: Transaction, name: str) -> int:
    """Add an owner, as a deed does."""
    return transaction.add(Owner(name=name))


# -- reading and doing ---------------------------------------------------------------------------------------------


def test_what_was_done_is_read_by_every_store_on_the_file(store: Store, store_path: Path) -> None:
    register(store)
    assert numbers(Store(store_path, actor="Emre")) == ["L001"]


def test_a_reader_can_change_nothing(store: Store) -> None:
    def change(connection: Connection) -> None:
        connection.exec_driver_sql("DELETE FROM setting")

    with pytest.raises(StoreReadOnly):
        store.read(change)
    assert store.read(overview).rules


def test_a_rehearsal_tells_what_would_come_and_keeps_nothing(store: Store, store_path: Path) -> None:
    before = store_path.read_bytes()
    assert store.rehearse(add_owner, "Woonbron") == 1
    assert store.rehearse(add_owner, "Woonstad") == 1
    assert store.read(overview).owners == ()
    assert store.read(journal_queries.page, Listing()).total == 1
    assert store_path.read_bytes() == before


def test_a_rehearsal_is_refused_as_the_deed_would_be(store: Store) -> None:
    store.do(add_owner, "Woonbron")
    with pytest.raises(Refused, match="already a record"):
        store.rehearse(add_owner, "Woonbron")
    with pytest.raises(ZeroDivisionError):
        store.rehearse(lambda _transaction: 1 // 0)


def test_whatever_breaks_a_deed_off_leaves_nothing_of_it(store: Store) -> None:
    for breaking in (ZeroDivisionError, KeyboardInterrupt, SystemExit, ValueError):

        def half(transaction: Transaction, error: type[BaseException]) -> None:
            add_owner(transaction, "Woonbron")
            transaction.flush()
            raise error

        with pytest.raises(breaking):
            store.do(half, breaking)
    assert store.read(overview).owners == ()
    assert store.do(add_owner, "Woonbron").batch == 2


def test_what_the_database_refuses_is_said_in_words(store: Store) -> None:
    def nameless(transaction: Transaction) -> None:
        add_owner(transaction, "")

    def lost(transaction: Transaction) -> None:
        transaction.add(Member(number="L1", person_id=99))

    def journal(transaction: Transaction) -> None:
        transaction.connection.exec_driver_sql("DELETE FROM journalentry")

    store.do(add_owner, "Woonbron")
    for deed, sentence in ((nameless, "impossible"), (lost, "refers to"), (journal, "can only grow")):
        with pytest.raises(Refused, match=sentence):
            store.do(deed)
    with pytest.raises(Refused, match="number or name"):
        store.do(add_owner, "Woonbron")


def test_the_day_is_the_one_where_the_user_is(store_path: Path) -> None:
    def late() -> datetime:
        return datetime(2026, 11, 20, 23, 30, tzinfo=UTC)

    store = Store(store_path, actor="Noor", clock=late)
    assert store.today() == late().astimezone().date()
    assert store.do(lambda transaction: (transaction.today, transaction.at)).result == (store.today(), late())


# -- two at once ---------------------------------------------------------------------------------------------------


def _add_one(transaction: Transaction) -> int:
    """Read a number and write one more: what two writers must not do to each other."""
    name: str = transaction.scalar(select(col(Owner.name)).where(col(Owner.id) == 1))
    transaction.change(Owner, 1, name=str(int(name) + 1))
    return int(name)


def test_two_desks_in_one_program_lose_none_of_each_others_work(store: Store, store_path: Path) -> None:
    store.do(add_owner, "0")
    seen: list[int] = []

    def work() -> None:
        own = Store(store_path, actor="Noor")
        seen.extend(own.do(_add_one).result for _time in range(10))

    desks = [threading.Thread(target=work) for _desk in range(4)]
    for desk in desks:
        desk.start()
    for desk in desks:
        desk.join()
    assert sorted(seen) == list(range(40))
    assert store.read(overview).owners[0].name == "40"
    assert all(finding.ok for finding in check(store_path))


WORK = """
import sys
from pathlib import Path
from sqlalchemy import select
from sqlmodel import col
from db.store import Store
from db.tables.association import Owner
def add_one(transaction):
    name = transaction.scalar(select(col(Owner.name)).where(col(Owner.id) == 1))
    transaction.change(Owner, 1, name=str(int(name) + 1))
store = Store(Path(sys.argv[1]), actor=sys.argv[2])
store.do(add_one)
print("at work", flush=True)
for _time in range(14):
    store.do(add_one)
"""


def test_two_programs_lose_none_of_each_others_work(store: Store, store_path: Path) -> None:
    store.do(add_owner, "0")
    # This program is the one, and waits until the other is at work.
    with subprocess.Popen(
        [sys.executable, "-c", WORK, str(store_path), "Emre"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline().split() == [b"at", b"work"]
        for _time in range(15):
            store.do(_add_one)
        _out, said = other.communicate()
        assert (other.returncode, said) == (0, b"")
    assert store.read(overview).owners[0].name == "30"
    actors = {row.actor for row in store.read(journal_queries.page, Listing()).rows}
    assert actors == {"Noor", "Emre"}
    assert all(finding.ok for finding in check(store_path))


def test_one_reads_while_another_writes(store: Store, store_path: Path) -> None:
    def look(transaction: Transaction) -> int:
        add_owner(transaction, "Woonbron")
        transaction.flush()
        return len(Store(store_path, actor="Emre").read(overview).owners)

    assert store.do(look).result == 0
    assert len(store.read(overview).owners) == 1


def test_a_store_that_another_program_holds_is_said_to_be_in_use(
    store: Store, store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "WAIT_MILLISECONDS", 50)
    impatient = Store(store_path, actor="Noor")
    with closing(sqlite3.connect(store_path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        began = time.perf_counter()
        for attempt in (impatient.do, impatient.rehearse):
            with pytest.raises(StoreLocked, match="in use by another program"):
                attempt(add_owner, "Woonbron")
        assert 0.05 < time.perf_counter() - began < 4
        assert impatient.read(cooperative).name == "De Vonk"
    assert store.do(add_owner, "Woonbron").result == 1


def test_a_store_that_is_held_whole_is_said_to_be_in_use_also_to_readers(
    store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "WAIT_MILLISECONDS", 50)
    monkeypatch.setattr("db.files.WAIT_MILLISECONDS", 50)
    store = Store(store_path, actor="Noor")
    with closing(sqlite3.connect(store_path, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode=DELETE")
        other.execute("BEGIN EXCLUSIVE")
        for attempt in (
            lambda: store.read(cooperative),
            lambda: Store(store_path, actor="Noor"),
            lambda: check(store_path),
        ):
            with pytest.raises(StoreLocked):
                attempt()
    assert store.read(cooperative).name == "De Vonk"


# -- files and rights ----------------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name != "posix", reason="rights are set by the profile folder there")
def test_what_lies_beside_the_store_is_as_private_as_the_store(store: Store, store_path: Path) -> None:
    assert stat.S_IMODE(store_path.stat().st_mode) == 0o600
    before = os.umask(0)
    try:
        with store._writer.begin() as connection:  # pyright: ignore[reportPrivateUsage] - to see the files while it is open
            connection.exec_driver_sql("UPDATE owner SET note = ''")
            beside = [path for path in store_path.parent.iterdir() if path.name.startswith("store.coop-")]
            assert beside
            assert {stat.S_IMODE(path.stat().st_mode) for path in beside} == {0o600}
    finally:
        os.umask(before)


def test_a_store_in_a_synced_folder_keeps_one_file(store_path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "Nextcloud" / "De Vonk"
    folder.mkdir(parents=True)
    synced = store_path.rename(folder / "vonk.coop")
    store = Store(synced, actor="Noor")
    assert store.in_shared_place
    store.do(add_owner, "Woonbron")
    with closing(sqlite3.connect(synced)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert [path.name for path in folder.iterdir()] == ["vonk.coop"]


def test_a_store_of_ones_own_is_in_no_shared_place(store: Store) -> None:
    assert not store.in_shared_place


def test_a_missing_store_is_missed_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing, match="coopadmin init"):
        Store(tmp_path / "nothing.coop", actor="Noor")
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_goes_away_while_it_is_open_is_missed_in_a_sentence(store: Store, store_path: Path) -> None:
    for path in store_path.parent.glob("store.coop*"):
        path.unlink()
    for attempt in (lambda: store.read(cooperative), lambda: store.do(add_owner, "Woonbron")):
        with pytest.raises(StoreUnusable):
            attempt()
    assert not store_path.exists()


@pytest.mark.parametrize("form", ["0001", "9999"])
def test_a_store_that_was_given_another_form_meanwhile_is_not_written_by_this_version(
    store: Store, raw: Raw, form: str
) -> None:
    with raw() as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (form,))
        connection.commit()
    for change in (store.do, store.rehearse):
        with pytest.raises(StoreUnusable, match="Close it here and open it again; nothing was changed"):
            change(save_owner, name="Woonbron")
    with raw() as connection:
        assert connection.execute("SELECT count(*) FROM owner").fetchone() == (0,)


def test_a_file_that_may_only_be_read_is_read_and_not_written(
    public_store: Path, public_folder: Path, without_rights: InAProcess
) -> None:
    public_folder.chmod(0o777)
    public_store.chmod(0o444)
    before = public_store.read_bytes()
    said = without_rights(f"tell(query, Path({str(public_store)!r})); tell(deed, Path({str(public_store)!r}))")
    assert said.splitlines()[0] == "De Vonk"
    assert said.splitlines()[1].startswith("StoreReadOnly The store")
    assert public_store.read_bytes() == before


def test_a_folder_that_may_only_be_read_is_said_to_be_so(
    public_store: Path, public_folder: Path, without_rights: InAProcess
) -> None:
    public_store.chmod(0o666)
    public_folder.chmod(0o555)
    said = without_rights(f"tell(query, Path({str(public_store)!r})); tell(deed, Path({str(public_store)!r}))")
    assert [line.split()[0] for line in said.splitlines()] == ["StoreReadOnly"] * 2
    assert [path.name for path in public_folder.iterdir()] == [public_store.name]


def test_a_store_that_may_not_be_opened_is_said_to_be_so(
    public_store: Path, public_folder: Path, without_rights: InAProcess
) -> None:
    closed_folder = public_folder / "closed"
    closed_folder.mkdir()
    inside = Path(shutil.copy(public_store, closed_folder))
    inside.chmod(0o644)
    closed_folder.chmod(0o600)
    public_store.chmod(0o000)
    attempts = (("query", public_store), ("query", inside), ("make_store", inside.with_name("other.coop")))
    script = "".join(f"tell({call}, Path({str(path)!r}))\n" for call, path in attempts)
    said = without_rights(script).splitlines()
    assert len(said) == 3
    for refused in said[:2]:
        assert "may not be opened by this user" in refused
    assert said[2].startswith("StoreUnusable No store can be made")


# -- full ----------------------------------------------------------------------------------------------------------


def test_a_full_store_keeps_what_it_had(store: Store, store_path: Path, write: Write) -> None:
    register(store)
    lines = "".join(f"M{number};Berg{number};lid;1-1-2020\n" for number in range(2500))
    file = write("leden.csv", f"Lidnr;Achternaam;Soort;Lid sinds\n{lines}")

    def limit(connection: Any, _record: Any) -> None:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count={pages + 20}")

    # A store of its own: what it is told here holds for as long as it is open.
    small = Store(store_path, actor="Noor")
    event.listen(small._writer, "connect", limit)  # pyright: ignore[reportPrivateUsage] - as if the disk were small
    with pytest.raises(StoreFull, match="is full"):
        small.do(import_register, "members", file)
    assert numbers(small) == ["L001"]
    assert all(finding.ok for finding in check(store_path))
    assert small.do(add_owner, "Woonbron").batch == 3


FULL_DISK = """
import resource
_most, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
for place in {folders}:
    folder = Path(place)
    store = folder / "store.coop"
    limit = store.stat().st_size // 2 if folder.name != "import" else store.stat().st_size + 20_000
    opened = Store(store, actor="Noor")
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        if folder.name == "import":
            opened.do(import_register, "members", folder / "leden.csv")
        elif folder.name == "backup":
            back_up(store, folder / "copy.coop")
        elif folder.name == "restore":
            restore(folder / "good.coop", store, datetime(2026, 11, 20))
        else:
            make_store(folder / "new.coop")
    except CoopadminError as error:
        print(folder.name, type(error).__name__, error.exit_code, str(error))
"""


@pytest.mark.skipif(os.name != "posix", reason="no limit on the size of files there")
def test_a_full_disk_is_said_and_leaves_everything_as_it_was(
    store: Store, store_path: Path, write: Write, tmp_path: Path, in_a_process: InAProcess
) -> None:
    register(store)
    with closing(sqlite3.connect(store_path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    good = back_up(store_path, tmp_path / "good.coop")
    lines = "".join(f"M{number};Berg{number};lid;1-1-2020\n" for number in range(2500))
    file = write("leden.csv", f"Lidnr;Achternaam;Soort;Lid sinds\n{lines}")
    folders = [tmp_path / what for what in ("import", "backup", "restore", "make")]
    for folder in folders:
        folder.mkdir()
        for kept in (store_path, good, file):
            shutil.copy(kept, folder)
    said = in_a_process(FULL_DISK.format(folders=list(map(str, folders)))).splitlines()
    assert len(said) == len(folders)
    for folder, line in zip(folders, said, strict=True):
        own = folder / "store.coop"
        assert line.split()[:3] in ([folder.name, "StoreUnusable", "3"], [folder.name, "StoreFull", "3"])
        assert "The disk that holds" in line
        assert numbers(Store(own, actor="Noor")) == ["L001"]
        assert all(finding.ok for finding in check(own))
        left = {path.name for path in folder.iterdir()} - {"store.coop", "good.coop", "leden.csv"}
        assert left <= {"store.coop-wal", "store.coop-shm"}


# -- damaged -------------------------------------------------------------------------------------------------------


def _many_members(store: Store) -> None:
    lines = "".join(f"M{number};Berg{number};lid;1-1-2020\n" for number in range(400))
    file = store.path.with_name("leden.csv")
    file.write_text(f"Lidnr;Achternaam;Soort;Lid sinds\n{lines}", encoding="utf-8")
    store.do(import_register, "members", file)


@pytest.fixture
def filled(store_path: Path, furnish: Furnish) -> Path:
    """Fill the store with members enough to have many pages, in one plain file."""
    furnish(_many_members)
    with closing(sqlite3.connect(store_path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode=DELETE")
    return store_path


def _sound(store: Store, finding: Finding) -> None:
    """Make an error of a check that does not hold."""
    if not finding.ok:
        raise StoreDamaged(store.path, finding.detail)


def _everything(path: Path) -> list[CoopadminError]:
    """Open, read, write and check; gives the errors met, which must all be of ours."""
    met: list[CoopadminError] = []
    attempts: list[Callable[[Store], Any]] = [
        lambda store: store.read(queries.page, Listing(filter="all"), date(2027, 1, 1)),
        lambda store: store.read(queries.page, Listing(search="berg1", filter="all"), date(2027, 1, 1)),
        lambda store: store.read(queries.register_on, date(2027, 1, 1)),
        lambda store: store.read(journal_queries.page, Listing()),
        lambda store: store.read(journal_queries.story, [("person", 7), ("membership", 7)]),
        lambda store: store.read(overview),
        lambda store: store.do(add_owner, "Woonbron"),
        lambda store: [_sound(store, finding) for finding in check(path)],
    ]
    try:
        store = Store(path, actor="Noor")
    except CoopadminError as error:
        return [error]
    for attempt in attempts:
        try:
            attempt(store)
        except CoopadminError as error:
            met.append(error)
    return met


@pytest.mark.parametrize("what", ["zeros", "noise", "ones"])
def test_a_store_damaged_on_any_page_gives_sentences_only(filled: Path, tmp_path: Path, what: str) -> None:
    content = filled.read_bytes()
    pages = len(content) // 4096
    damaged = tmp_path / "damaged.coop"
    found = 0
    for page in range(0, pages, max(1, pages // 12)):
        for beside in tmp_path.glob("damaged.coop*"):
            beside.unlink()
        broken = bytearray(content)
        filling = {"zeros": bytes(4096), "noise": os.urandom(4096), "ones": b"\xff" * 4096}[what]
        start = page * 4096
        broken[start : start + 4096] = filling
        damaged.write_bytes(broken)
        met = _everything(damaged)
        assert all(isinstance(error, StoreUnusable) and str(error) for error in met)
        found += bool(met)
    assert found >= pages // max(1, pages // 12) // 2


def test_a_store_cut_off_gives_sentences_only(filled: Path, tmp_path: Path) -> None:
    content = filled.read_bytes()
    damaged = tmp_path / "damaged.coop"
    for cut in (50, 1000, 4096, 4097, len(content) // 2, len(content) - 4096):
        damaged.write_bytes(content[:cut])
        met = _everything(damaged)
        assert met
        assert all(isinstance(error, StoreUnusable) for error in met)


def test_single_bytes_changed_all_over_give_sentences_only(filled: Path, tmp_path: Path) -> None:
    content = filled.read_bytes()
    damaged = tmp_path / "damaged.coop"
    for start in range(0, len(content), len(content) // 10):
        broken = bytearray(content)
        for place in range(start, min(start + 20_000, len(content)), 97):
            broken[place] ^= 0x15
        damaged.write_bytes(broken)
        assert all(isinstance(error, CoopadminError) for error in _everything(damaged))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE membership SET starts_on = 'yesterday'",
        "UPDATE membership SET starts_on = '2026-02-31'",
        "UPDATE person SET family_name = CAST(x'ff' AS TEXT)",
        "UPDATE cooperative SET name = CAST(x'c328' AS TEXT)",
    ],
)
def test_a_value_that_cannot_be_is_a_damaged_store_and_no_fault_of_the_program(
    filled: Path, raw: Raw, statement: str
) -> None:
    with raw() as connection:
        connection.execute("PRAGMA ignore_check_constraints=ON")
        connection.execute(statement)
    met = _everything(filled)
    assert any(isinstance(error, StoreDamaged) for error in met)
    assert all(isinstance(error, StoreUnusable) for error in met)
    assert "restore" in str(met[0])


def test_a_fault_of_the_program_is_not_called_a_damaged_store(store: Store) -> None:
    def wrong(_connection: Connection) -> date:
        return date.fromisoformat("yesterday")

    with pytest.raises(ValueError, match="isoformat"):
        store.read(wrong)


def test_the_store_survives_a_program_that_is_killed_while_it_writes(store: Store, store_path: Path) -> None:
    register(store)
    script = (
        "import os, sys; from pathlib import Path; from db.store import Store; from db.tables.members import Person\n"
        "def half(transaction):\n"
        "    for number in range(3000): transaction.insert(Person, family_name='Half')\n"
        "    transaction.flush()\n"
        "    os._exit(9)\n"
        "Store(Path(sys.argv[1]), actor='Noor').do(half)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(store_path)], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (9, b"")
    assert numbers(Store(store_path, actor="Noor")) == ["L001"]
    with store._reader.connect() as connection:  # pyright: ignore[reportPrivateUsage] - a look at the bare rows
        assert connection.execute(select(col(Person.family_name))).scalars().all() == ["Berg"]
    assert all(finding.ok for finding in check(store_path))


def test_corrections_reach_the_file_at_once(store: Store, store_path: Path) -> None:
    store.do(correct_cooperative, name="De Vonk anew", shape="collective")
    copy = store_path.with_name("copy.coop")
    for ending in ("", "-wal"):
        source = store_path.with_name(store_path.name + ending)
        if source.exists():
            copy.with_name(copy.name + ending).write_bytes(source.read_bytes())
    assert Store(copy, actor="Noor").read(cooperative).name == "De Vonk anew"
    assert store.do(save_owner, name="Woonbron").result == 1


@pytest.mark.parametrize("shared", [True, False])
def test_the_journal_mode_of_a_folder_is_waited_for_while_another_program_reads(
    store_path: Path, monkeypatch: pytest.MonkeyPatch, shared: bool
) -> None:
    monkeypatch.setattr(engine, "shared_place", lambda _path: shared)
    with closing(sqlite3.connect(store_path, isolation_level=None, check_same_thread=False)) as other:
        other.execute(f"PRAGMA journal_mode={'WAL' if shared else 'DELETE'}")
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM owner").fetchone()
        leaving = threading.Timer(0.3, other.close)
        leaving.start()
        assert Store(store_path, actor="Noor").do(add_owner, "Woonbron").batch == 2
        leaving.join()
    with closing(sqlite3.connect(store_path)) as after:
        assert after.execute("PRAGMA journal_mode").fetchone() == ("delete" if shared else "wal",)


HALF_WRITTEN = """
import os, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA journal_mode=DELETE")
connection.execute("PRAGMA cache_spill=1")
connection.execute("PRAGMA cache_size=1")
connection.execute("BEGIN IMMEDIATE")
for number in range(2000):
    connection.execute("INSERT INTO owner (name, note) VALUES (?, ?)", (f"Half{number}", "x" * 200))
os._exit(9)
"""


def back_up_beside(path: Path) -> None:
    """Copy a store, and remove the copy."""
    back_up(path, path.with_name("copy.coop")).unlink()


def _owners(path: Path) -> list[str]:
    return [owner.name for owner in Store(path, actor="Noor").read(overview).owners]


@pytest.mark.parametrize("look", [_owners, check, is_unswept, back_up_beside, revision_of])
def test_a_deed_that_was_broken_off_in_a_synced_folder_is_rolled_back_by_whoever_looks_next(
    store: Store, store_path: Path, look: Callable[[Path], object]
) -> None:
    store.do(add_owner, "Woonbron")
    subprocess.run([sys.executable, "-c", HALF_WRITTEN, str(store_path)], check=False)
    assert store_path.with_name("store.coop-journal").stat().st_size > 0
    look(store_path)
    assert _owners(store_path) == ["Woonbron"]
    assert all(finding.ok for finding in check(store_path))


def test_many_who_end_a_journal_mode_at_once_all_get_their_turn(
    store: Store, store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.do(add_owner, "0")
    monkeypatch.setattr(engine, "shared_place", lambda _path: True)
    seen: list[int] = []
    together = threading.Barrier(4)

    def work() -> None:
        own = Store(store_path, actor="Noor")
        together.wait()
        seen.append(own.do(_add_one).result)

    desks = [threading.Thread(target=work) for _desk in range(4)]
    for desk in desks:
        desk.start()
    for desk in desks:
        desk.join()
    assert sorted(seen) == list(range(4))
