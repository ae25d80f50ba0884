"""Copies of an encrypted store are made, thinned, looked into and put back, and nothing of it lies open meanwhile."""

from __future__ import annotations

import sqlite3
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from coopadmin.errors import EncryptionMissing, Refused, StoreEncrypted
from coopadmin.services.association import save_owner
from coopadmin.services.imports import import_register
from db import drafts, files, schema
from db.backup import check, restore
from db.backup_folders import Keeping, copy_at, is_locked, listed, newest_of
from db.backup_inside import glance, held_text, opening_told
from db.backup_removal import remove_copy
from db.backups import begin_day, copied_before, end_day, make_copy, thin
from db.encryption import decrypt, encrypt
from db.files import is_encrypted, unlock
from db.migrate import make_store
from db.queries.association import overview
from db.store import Store
from tests.conftest import clock
from tests.db.older_forms import add_rows

pytest.importorskip("sqlcipher3", reason="the library for encrypted stores is an optional part")

NOON = clock().astimezone()
PASSPHRASE, ANOTHER = "paard nietje wolk kade", "vier andere woorden samen"
NAME = "Wagenvoort"

Nowhere = Callable[[], None]


@pytest.fixture(autouse=True)
def _keys_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_keys", {})
    monkeypatch.setattr(files, "_ROUNDS", 1000)


@pytest.fixture
def nowhere(store_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Nowhere]:
    """Give a function that looks for the name in every file; drafts are looked through before they are cleared."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    for variable in ("TMPDIR", "SQLITE_TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(variable, str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    found: list[str] = []

    def look(*folders: Path) -> None:
        every = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
        # The head of a plain database is as telling as a name in it.
        marks = (NAME.encode(), b"CREATE TABLE", b"SQLite format 3")
        found.extend(str(file) for file in every if any(mark in file.read_bytes() for mark in marks))

    before = drafts._let_go_of_all

    def let_go_of_all(folder: Path) -> None:
        look(folder)
        before(folder)

    def assert_nowhere() -> None:
        look(store_path.parent, tmp_path)
        assert found == []

    monkeypatch.setattr(drafts, "_let_go_of_all", let_go_of_all)
    yield assert_nowhere
    assert_nowhere()


@pytest.fixture
def keeping(store: Store) -> Keeping:
    """Give an encrypted store with a name in it that must be found nowhere."""
    store.do(save_owner, name=NAME)
    encrypt(store.path, PASSPHRASE)
    return Keeping(store.path)


@pytest.fixture
def opened(keeping: Keeping) -> Store:
    """Open it."""
    return Store(keeping.path, actor="Noor", clock=clock)


def nothing_wrong(trouble: str) -> None:
    raise AssertionError(trouble)


def owners(path: Path) -> list[str]:
    return [owner.name for owner in Store(path, actor="Noor", clock=clock).read(overview).owners]


def whys(keeping: Keeping) -> list[str]:
    assert all(is_encrypted(one.file) for one in listed(keeping))
    return [one.stamp.why for one in listed(keeping)]


def test_a_day_ends_with_an_encrypted_copy(keeping: Keeping, opened: Store, nowhere: Nowhere) -> None:
    assert end_day(keeping, NOON) == ""
    nowhere()
    assert whys(keeping) == ["day"]
    opened.do(save_owner, name="Woonbron")
    assert end_day(keeping, NOON + timedelta(hours=1)) == ""
    (copy,) = listed(keeping)  # the later one of a day takes the place of the earlier
    assert newest_of(copy.file) == newest_of(keeping.path)
    assert all(finding.ok for finding in check(copy.file))


def test_the_first_change_of_a_next_day_is_preceded_by_one(keeping: Keeping, nowhere: Nowhere) -> None:
    tomorrow = NOON + timedelta(days=1)
    store = Store(
        keeping.path, actor="Noor", clock=lambda: tomorrow, begin_day=lambda now: begin_day(keeping, now, nothing_wrong)
    )
    store.do(save_owner, name="Woonbron")
    for thread in threading.enumerate():
        if thread.name == "copy":
            thread.join()
    assert whys(keeping) == ["day"]


@pytest.mark.parametrize("why", ["import", "bank"])
def test_so_is_a_register_or_a_bank_file(
    keeping: Keeping, opened: Store, nowhere: Nowhere, why: str, tmp_path: Path
) -> None:
    register = tmp_path / "leden.csv"
    register.write_text("Lidnr;Achternaam;Soort;Lid sinds\nL009;Vos;lid;1-1-2020\n", encoding="utf-8")
    before = newest_of(keeping.path)
    with copied_before(keeping, why, NOON, nothing_wrong):
        opened.do(import_register, "members", register)
    (copy,) = listed(keeping)
    assert (copy.stamp.why, newest_of(copy.file)) == (why, before)
    assert is_encrypted(copy.file)


def test_so_is_a_new_form_of_the_store(
    store_path: Path, tmp_path: Path, nowhere: Nowhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    form, old = schema.REVISIONS[-2], store_path.with_name("old.coop")
    with monkeypatch.context() as earlier:
        earlier.setattr(schema, "HEAD", form)
        earlier.setattr("db.triggers.make_triggers", lambda _connection: None)
        earlier.setattr(drafts, "_let_go_of_all", lambda _folder: None)
        make_store(old)
        with closing(sqlite3.connect(old)) as connection:
            add_rows(connection)
            connection.execute("UPDATE person SET family_name = ?", (NAME,))
            connection.commit()
        encrypt(old, PASSPHRASE)
    store_path.unlink()
    backup = Store(old, actor="Noor").backed_up_to
    assert backup is not None
    assert schema.revision_of(old) == schema.HEAD
    assert schema.revision_of(backup) == form
    assert is_encrypted(backup)
    assert is_encrypted(old)


def test_a_copy_is_looked_into_and_put_back_and_the_replaced_store_is_kept_encrypted(
    keeping: Keeping, opened: Store, nowhere: Nowhere
) -> None:
    end_day(keeping, NOON)
    opened.do(save_owner, name="Woonbron")
    (copy,) = listed(keeping)
    inside = glance(copy, keeping.path).inside
    assert inside is not None
    assert held_text(inside).startswith("1 deed since")
    nowhere()
    kept = restore(copy.file, keeping.path, NOON)
    assert kept is not None
    nowhere()
    assert owners(keeping.path) == [NAME]
    assert owners(kept) == [NAME, "Woonbron"]
    assert set(whys(keeping)) == {"day", "replaced"}


def test_copies_are_thinned_those_under_a_passphrase_of_before_too(keeping: Keeping, nowhere: Nowhere) -> None:
    for back in range(20, 40):
        make_copy(keeping, "day", NOON - timedelta(days=back))
    encrypt(keeping.path, ANOTHER)
    files._keys.clear()
    unlock(keeping.path, ANOTHER)
    for back in range(20):
        make_copy(keeping, "day", NOON - timedelta(days=back))
    assert sum(is_locked(one.file) for one in listed(keeping)) == 20
    gone = thin(keeping, NOON)
    assert len(gone) == 40 - 14 - 4
    assert whys(keeping) == ["day"] * 18


def test_a_copy_under_a_passphrase_of_before_says_so_and_is_never_held_for_damaged(
    keeping: Keeping, nowhere: Nowhere
) -> None:
    old = copy_at(keeping.path, make_copy(keeping, "day", NOON - timedelta(days=3))[0])
    encrypt(keeping.path, ANOTHER)
    files._keys.clear()
    unlock(keeping.path, ANOTHER)
    found = glance(old, keeping.path)
    assert (found.fault, found.inside) == ("", None)
    assert found.closed == "encrypted, with a passphrase that was not given"
    with pytest.raises(StoreEncrypted):
        restore(old.file, keeping.path, NOON)
    with pytest.raises(Refused, match="No other copy is known to be whole"):
        remove_copy(keeping, old)
    unlock(old.file, PASSPHRASE)
    inside = glance(old, keeping.path).inside
    assert inside is not None
    make_copy(keeping, "day", NOON)
    remove_copy(keeping, old)


def test_a_copy_for_keys_has_an_encrypted_store_inside_which_is_never_plain_on_the_way(
    keeping: Keeping, opened: Store, nowhere: Nowhere, tmp_path: Path
) -> None:
    pytest.importorskip("pyrage")
    from db.sealed_backup import opened_copy
    from db.sealing import make_identity

    stick = tmp_path / "stick"
    stick.mkdir()
    sealing = replace(keeping, folder=stick, recipients=(make_identity(tmp_path / "noor.txt", NOON),))
    assert end_day(sealing, NOON) == ""
    nowhere()
    (copy,) = listed(sealing)
    assert copy.sealed
    opened.do(save_owner, name="Woonbron")
    with opened_copy(copy.file, keeping.path, tmp_path / "noor.txt") as plain:
        assert is_encrypted(plain)
        nowhere()
        restore(plain, keeping.path, NOON)
    assert owners(keeping.path) == [NAME]


def test_how_the_store_would_open_with_a_copy_in_its_place_is_said(keeping: Keeping, tmp_path: Path) -> None:
    old = make_copy(keeping, "day", NOON)[0]
    assert opening_told(old, keeping.path) == ""
    encrypt(keeping.path, ANOTHER)
    assert "opens with the passphrase of this copy" in opening_told(old, keeping.path)
    decrypt(keeping.path)
    plain = make_copy(keeping, "day", NOON)[0]
    assert opening_told(plain, keeping.path) == ""
    assert "opens with the passphrase of this copy" in opening_told(old, keeping.path)
    encrypt(keeping.path, ANOTHER)
    assert "This copy is not encrypted" in opening_told(plain, keeping.path)
    keeping.path.unlink()
    assert opening_told(plain, keeping.path) == ""


def test_a_store_made_plain_again_has_plain_copies_from_then_on_and_its_encrypted_ones_still_open(
    keeping: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    end_day(keeping, NOON - timedelta(hours=1))
    decrypt(keeping.path)
    Store(keeping.path, actor="Noor", clock=clock).do(save_owner, name="Woonbron")
    end_day(keeping, NOON)
    assert {is_encrypted(one.file) for one in listed(keeping)} == {False}
    old, _trouble = make_copy(keeping, "day", NOON + timedelta(hours=2))
    assert not is_encrypted(old)


def test_without_the_library_a_passphrase_is_not_even_asked(keeping: Keeping, monkeypatch: pytest.MonkeyPatch) -> None:
    files._keys.clear()
    monkeypatch.setitem(sys.modules, "sqlcipher3", None)
    with pytest.raises(EncryptionMissing, match=r"pipx install --force '\.\[encryption\]'"):
        Store(keeping.path, actor="Noor")
