"""A copy is whole before it counts, and what is replaced is never thrown away."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, closing, nullcontext, suppress
from datetime import date, datetime
from pathlib import Path

import pytest

from coopadmin.errors import Refused, StoreDamaged, StoreLocked, StoreMissing, StoreNewer, StoreUnusable
from coopadmin.services.association import save_owner
from coopadmin.services.members import PersonData, register_member
from db import backup
from db.backup import back_up, check, restore
from db.queries import journal as journal_queries
from db.queries.association import overview
from db.queries.base import Listing
from db.store import Store

Raw = Callable[..., AbstractContextManager[sqlite3.Connection]]
InAProcess = Callable[[str], str]

MOMENT = datetime.fromisoformat("2026-11-20T12:00:00")


def owners(path: Path) -> list[str]:
    return [owner.name for owner in Store(path, actor="Noor").read(overview).owners]


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.fixture
def copy(store: Store, store_path: Path, tmp_path: Path) -> Path:
    """Make a backup of a store with one owner, after which another is added."""
    store.do(save_owner, name="Woonbron")
    target = back_up(store_path, tmp_path / "copy.coop")
    store.do(save_owner, name="Ymere")
    return target


# -- making one ----------------------------------------------------------------------------------------------------


def test_a_backup_holds_what_the_store_held(copy: Path, store_path: Path) -> None:
    assert owners(copy) == ["Woonbron"]
    assert owners(store_path) == ["Woonbron", "Ymere"]
    assert all(finding.ok for finding in check(copy))


@pytest.mark.skipif(os.name != "posix", reason="rights are set by the profile folder there")
def test_a_backup_is_private_and_one_single_file(store_path: Path, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        copy = back_up(store_path, tmp_path / "new" / "folder" / "copy.coop")
    finally:
        os.umask(before)
    assert names(copy.parent) == {"copy.coop"}
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert stat.S_IMODE(copy.parent.stat().st_mode) == 0o700
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_a_backup_writes_over_nothing(store_path: Path, tmp_path: Path) -> None:
    target = tmp_path / "letter.txt"
    target.write_text("dear neighbours")
    with pytest.raises(Refused, match="already a file"):
        back_up(store_path, target)
    assert target.read_text() == "dear neighbours"
    with pytest.raises(Refused, match="already a file"):
        back_up(store_path, store_path)


def test_a_file_that_appears_meanwhile_is_not_written_over(
    store_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "copy.coop"

    def late(*_arguments: object, **_named: object) -> None:
        target.write_text("mine")

    monkeypatch.setattr(backup, "verify_file", late)
    with pytest.raises(Refused, match="already a file"):
        back_up(store_path, target)
    assert target.read_text() == "mine"
    assert not [name for name in names(tmp_path) if name.startswith(".")]


def test_a_backup_is_one_state_even_while_others_write(store: Store, store_path: Path, tmp_path: Path) -> None:
    stop = threading.Event()

    def work() -> None:
        own, number = Store(store_path, actor="Emre"), 0
        while not stop.is_set() and number < 300:
            number += 1
            own.do(
                register_member,
                number=f"L{number}",
                person=PersonData("Bos"),
                kind="member",
                starts_on=date(2020, 1, 1),
            )

    writer = threading.Thread(target=work)
    writer.start()
    try:
        copies = [back_up(store_path, tmp_path / f"copy{number}.coop") for number in range(5)]
    finally:
        stop.set()
        writer.join()
    for copy in copies:
        assert all(finding.ok for finding in check(copy))
        with closing(sqlite3.connect(copy)) as connection:
            counts = [
                connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("member", "person")
            ]
        assert counts[0] == counts[1]
    assert store.read(journal_queries.page, Listing()).total > 1


def test_a_store_that_is_held_is_not_waited_for_without_end(
    store_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.files.WAIT_MILLISECONDS", 50)
    monkeypatch.setattr("db.backup.revision_of", lambda _path: "0001")
    with closing(sqlite3.connect(store_path, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode=DELETE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreLocked):
            back_up(store_path, tmp_path / "copy.coop")
    assert names(tmp_path) == set()


@pytest.mark.parametrize("content", [b"", b"a letter", b"SQLite format 3\0" + bytes(4096)])
def test_what_is_no_store_is_not_copied(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "letter.coop"
    file.write_bytes(content)
    with pytest.raises(StoreDamaged):
        back_up(file, tmp_path / "copy.coop")
    with pytest.raises(StoreMissing):
        back_up(tmp_path / "nothing.coop", tmp_path / "copy.coop")
    assert names(tmp_path) == {"letter.coop"}


def test_a_damaged_store_gives_no_backup(store_path: Path, tmp_path: Path) -> None:
    _damage(store_path)
    with pytest.raises(StoreDamaged):
        back_up(store_path, tmp_path / "copy.coop")
    assert not (tmp_path / "copy.coop").exists()
    assert not [name for name in names(tmp_path) if name.startswith(".")]


def test_a_store_with_a_value_that_cannot_be_gives_no_backup(store_path: Path, tmp_path: Path, raw: Raw) -> None:
    with raw() as connection:
        connection.execute("PRAGMA ignore_check_constraints=ON")
        connection.execute("UPDATE setting SET valid_from = 'yesterday' WHERE id = 1")
    with pytest.raises(StoreDamaged):
        back_up(store_path, tmp_path / "copy.coop")
    assert not (tmp_path / "copy.coop").exists()


def test_a_place_that_may_not_be_written_gets_no_backup(
    public_store: Path, public_folder: Path, without_rights: InAProcess
) -> None:
    public_folder.chmod(0o777)
    public_store.chmod(0o644)
    (public_folder / "closed").mkdir(mode=0o555)
    target = public_folder / "closed" / "copy.coop"
    said = without_rights(f"tell(back_up, Path({str(public_store)!r}), Path({str(target)!r}))")
    assert said.startswith("StoreUnusable")
    assert "cannot be written" in said
    assert names(public_folder / "closed") == set()


def test_a_copy_that_cannot_be_moved_to_its_place_is_said_in_a_sentence(
    store_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_file: Path, _target: Path) -> Path:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(StoreUnusable, match=r"copy\.coop cannot be written: the disk gave an error"):
        back_up(store_path, tmp_path / "own" / "copy.coop")
    assert not (tmp_path / "own").exists(), "made for it, and for nothing"


def test_a_file_in_the_way_of_the_folder_is_said_in_a_sentence(store_path: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreUnusable, match="cannot be written"):
        back_up(store_path, tmp_path / "file" / "copy.coop")


# -- putting one back ----------------------------------------------------------------------------------------------


def test_a_backup_that_is_put_back_is_the_store_and_the_replaced_one_is_kept(copy: Path, store_path: Path) -> None:
    kept = restore(copy, store_path, MOMENT)
    assert kept is not None
    assert kept.name == "store-20261120-120000-replaced.coop"
    assert (owners(store_path), owners(kept), owners(copy)) == (["Woonbron"], ["Woonbron", "Ymere"], ["Woonbron"])
    assert all(finding.ok for path in (store_path, kept, copy) for finding in check(path))


def test_work_goes_on_in_a_store_that_was_put_back(copy: Path, store: Store, store_path: Path) -> None:
    restore(copy, store_path, MOMENT)
    assert store.do(save_owner, name="De Key").result == 2
    assert owners(store_path) == ["De Key", "Woonbron"]


def test_two_that_are_replaced_in_one_second_are_both_kept(copy: Path, store_path: Path) -> None:
    kept = [restore(copy, store_path, MOMENT) for _time in range(3)]
    assert [path and path.name for path in kept] == [
        "store-20261120-120000-replaced.coop",
        "store-20261120-120000-replaced-2.coop",
        "store-20261120-120000-replaced-3.coop",
    ]


def test_a_backup_can_be_put_where_there_is_no_store(copy: Path, tmp_path: Path) -> None:
    assert restore(copy, tmp_path / "new" / "vonk.coop", MOMENT) is None
    assert owners(tmp_path / "new" / "vonk.coop") == ["Woonbron"]


@pytest.mark.skipif(os.name != "posix", reason="rights are set by the profile folder there")
def test_what_is_put_back_is_private_whatever_the_backup_was(copy: Path, store_path: Path) -> None:
    copy.chmod(0o644)
    restore(copy, store_path, MOMENT)
    assert stat.S_IMODE(store_path.stat().st_mode) == 0o600


def test_a_leftover_beside_an_absent_store_is_not_read_into_the_backup(copy: Path, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.coop"
    for ending in ("-wal", "-shm", "-journal"):
        fresh.with_name(fresh.name + ending).write_bytes(b"left over")
    restore(copy, fresh, MOMENT)
    assert owners(fresh) == ["Woonbron"]


def test_a_damaged_store_is_replaced_and_kept_as_it_was(copy: Path, store_path: Path) -> None:
    content = b"no header any more" + store_path.read_bytes()[18:]
    store_path.write_bytes(content)
    kept = restore(copy, store_path, MOMENT)
    assert kept is not None
    assert kept.read_bytes() == content
    assert owners(store_path) == ["Woonbron"]


def test_a_log_that_could_not_be_folded_into_its_store_stays_with_it(
    copy: Path, store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "held_alone", nullcontext)
    store_path.with_name("store.coop-wal").write_bytes(b"what was not folded in yet")
    kept = restore(copy, store_path, MOMENT)
    assert kept is not None
    assert kept.with_name(kept.name + "-wal").read_bytes() == b"what was not folded in yet"
    assert owners(store_path) == ["Woonbron"]


def test_a_store_with_unfolded_work_is_kept_whole(copy: Path, store_path: Path) -> None:
    with closing(sqlite3.connect(store_path)) as other:  # keeps the log from being folded in when others leave
        other.execute("SELECT count(*) FROM owner").fetchone()
        Store(store_path, actor="Noor").do(save_owner, name="De Key")
        kept = None
        try:
            kept = restore(copy, store_path, MOMENT)
        except StoreLocked:
            other.close()
            kept = restore(copy, store_path, MOMENT)
    assert kept is not None
    assert owners(kept) == ["De Key", "Woonbron", "Ymere"]


def test_a_store_in_use_is_not_replaced(copy: Path, store_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.files.WAIT_MILLISECONDS", 50)
    with closing(sqlite3.connect(store_path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreLocked):
            restore(copy, store_path, MOMENT)
    assert owners(store_path) == ["Woonbron", "Ymere"]
    assert not [name for name in names(store_path.parent) if "replaced" in name or name.startswith(".")]


def _damage(path: Path) -> None:
    """Fold the store into one file and spoil its middle."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    content = bytearray(path.read_bytes())
    content[4096 * 3 : 4096 * 30] = b"\x17" * (4096 * 27)
    path.write_bytes(content)


@pytest.mark.parametrize("how", ["middle", "cut", "empty", "letter", "newer", "value"])
def test_a_backup_that_is_not_whole_is_refused_and_the_store_left_alone(
    copy: Path, store_path: Path, raw: Raw, how: str
) -> None:
    if how == "middle":
        _damage(copy)
    elif how == "cut":
        copy.write_bytes(copy.read_bytes()[: copy.stat().st_size // 2])
    elif how == "empty":
        copy.write_bytes(b"")
    elif how == "letter":
        copy.write_bytes(b"a letter to the members")
    else:
        with raw(copy) as connection:
            connection.execute("PRAGMA ignore_check_constraints=ON")
            connection.execute(
                "UPDATE alembic_version SET version_num = '9999'"
                if how == "newer"
                else "UPDATE setting SET valid_from = 'yesterday'"
            )
    before = names(store_path.parent)
    with pytest.raises(StoreNewer if how == "newer" else StoreDamaged):
        restore(copy, store_path, MOMENT)
    assert owners(store_path) == ["Woonbron", "Ymere"]
    assert names(store_path.parent) - before <= {"store.coop-wal", "store.coop-shm"}


def test_neither_nothing_nor_the_store_itself_nor_a_folder_takes_part(
    copy: Path, store_path: Path, tmp_path: Path
) -> None:
    with pytest.raises(StoreMissing):
        restore(tmp_path / "nothing.coop", store_path, MOMENT)
    with pytest.raises(Refused, match="is the store itself"):
        restore(store_path, store_path, MOMENT)
    folder = tmp_path / "folder"
    folder.mkdir()
    with pytest.raises(Refused, match="is a folder"):
        restore(copy, folder, MOMENT)
    assert folder.is_dir()
    assert owners(store_path) == ["Woonbron", "Ymere"]


def test_a_place_that_may_not_be_written_keeps_its_store(
    public_store: Path, public_folder: Path, without_rights: InAProcess
) -> None:
    copy = back_up(public_store, public_folder / "copy.coop")
    copy.chmod(0o644)
    before = names(public_folder)
    public_folder.chmod(0o555)
    script = f"tell(restore, Path({str(copy)!r}), Path({str(public_store)!r}), datetime(2026, 11, 20))"
    assert without_rights(script).startswith("StoreUnusable")
    assert names(public_folder) == before


def test_when_the_last_step_fails_the_old_store_is_back(
    copy: Path, store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.replace

    def replace(path: Path, target: Path) -> Path:
        if target == store_path and path.name.startswith(".store"):
            raise OSError(5, "Input/output error")
        return real(path, target)

    with monkeypatch.context() as failing:
        failing.setattr(Path, "replace", replace)
        with pytest.raises(StoreUnusable, match="cannot be written"):
            restore(copy, store_path, MOMENT)
    assert owners(store_path) == ["Woonbron", "Ymere"]
    assert not [name for name in names(store_path.parent) if name.startswith(".")]


# -- looking whether it is whole -----------------------------------------------------------------------------------


def test_a_whole_store_passes_every_check(store_path: Path) -> None:
    assert [(finding.name, finding.ok) for finding in check(store_path)] == [
        ("integrity", True),
        ("foreign_keys", True),
        ("journal", True),
        ("journal_agrees", True),
        ("balances", True),
        ("guards", True),
    ]


def test_a_link_that_leads_nowhere_is_named(copy: Path, raw: Raw) -> None:
    with raw(copy) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("INSERT INTO member (number, person_id, folded) VALUES ('L1', 99, '')")
    findings = {finding.name: finding for finding in check(copy)}
    assert findings["foreign_keys"].detail == "member 1 → person"
    assert not findings["foreign_keys"].ok
    assert findings["integrity"].ok


def test_a_value_that_cannot_be_is_named(copy: Path, raw: Raw) -> None:
    with raw(copy) as connection:
        connection.execute("PRAGMA ignore_check_constraints=ON")
        connection.execute("UPDATE setting SET valid_from = 'yesterday'")
    findings = {finding.name: finding for finding in check(copy)}
    assert not findings["integrity"].ok
    assert "setting" in findings["integrity"].detail


def test_an_index_that_does_not_fit_its_table_is_found(copy: Path, raw: Raw) -> None:
    with raw(copy) as connection:
        connection.execute("PRAGMA writable_schema=ON")
        connection.execute(
            "UPDATE sqlite_master SET sql = replace(sql, 'name, valid_from', 'valid_from, name') WHERE name = 'setting'"
        )
    whole = True
    with suppress(StoreDamaged):
        whole = False
        whole = all(finding.ok for finding in check(copy))
    assert not whole


def test_looking_changes_nothing(store_path: Path) -> None:
    before = store_path.read_bytes()
    check(store_path)
    assert store_path.read_bytes() == before


def test_a_guard_that_is_gone_is_found(store: Store, raw: Raw) -> None:
    with raw() as connection:
        connection.execute("DROP TRIGGER journalvalue_fixed")
        connection.commit()
    (wrong,) = (finding for finding in check(store.path) if not finding.ok)
    assert (wrong.name, wrong.detail) == ("guards", "journalvalue_fixed")
