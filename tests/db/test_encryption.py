"""An encrypted store opens with its passphrase and with nothing else, and nothing of it lies open beside it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from coopadmin.errors import Invalid, PassphraseWrong, Refused, StoreDamaged, StoreEncrypted, StoreLocked
from coopadmin.services.association import save_owner
from db import files
from db.backup import back_up, check, restore
from db.encryption import check_passphrase, decrypt, encrypt
from db.files import is_encrypted, is_open_to_us, key_of, unlock
from db.queries.association import overview
from db.schema import revision_of
from db.store import Store

pytest.importorskip("sqlcipher3", reason="the library for encrypted stores is an optional part")

PASSPHRASE = "paard nietje wolk kade"
NAME = "Wagenvoort"


@pytest.fixture(autouse=True)
def _keys_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_keys", {})
    # What SQLCipher does with a passphrase takes a fifth of a second, which says nothing about any of this.
    monkeypatch.setattr(files, "_ROUNDS", 1000)


@pytest.fixture
def with_owner(store: Store) -> Store:
    """A store with a name in it that must be found nowhere outside."""
    store.do(save_owner, name=NAME)
    return store


def lie_open(folder: Path, text: str) -> list[str]:
    """Name the files in a folder, and below it, that hold a text as it is."""
    return [str(file) for file in folder.rglob("*") if file.is_file() and text.encode() in file.read_bytes()]


def owners(store: Store) -> list[str]:
    return [owner.name for owner in store.read(overview).owners]


def test_what_was_in_the_plain_store_is_in_the_encrypted_one_and_nowhere_in_the_open(
    with_owner: Store, store_path: Path
) -> None:
    assert lie_open(store_path.parent, NAME) == [str(store_path)]
    before = owners(with_owner)
    encrypt(store_path, PASSPHRASE)
    assert is_encrypted(store_path)
    assert lie_open(store_path.parent, NAME) == []
    again = Store(store_path, actor="Noor")
    assert owners(again) == before
    assert all(finding.ok for finding in check(store_path))
    again.do(save_owner, name="Woonbron")
    assert all(finding.ok for finding in check(store_path))
    assert lie_open(store_path.parent, "Woonbron") == []


def test_without_the_passphrase_nothing_of_the_store_is_told(with_owner: Store, store_path: Path) -> None:
    encrypt(with_owner.path, PASSPHRASE)
    files._keys.clear()
    assert not is_open_to_us(store_path)
    for attempt in (
        lambda: Store(store_path, actor="Noor"),
        lambda: revision_of(store_path),
        lambda: check(store_path),
        lambda: back_up(store_path, store_path.with_name("copy.coop")),
    ):
        with pytest.raises(StoreEncrypted, match="is encrypted"):
            attempt()
    for wrong in ("", "paard nietje wolk Kade", PASSPHRASE + " ", "\0'; DROP"):
        with pytest.raises(PassphraseWrong, match="does not open"):
            unlock(store_path, wrong)
    unlock(store_path, PASSPHRASE)
    assert revision_of(store_path)


def test_an_encrypted_store_that_was_cut_short_is_called_damaged(with_owner: Store, store_path: Path) -> None:
    encrypt(with_owner.path, PASSPHRASE)
    whole = store_path.read_bytes()
    for place, spoilt in enumerate((whole[:4096], whole[:40_960])):
        file = store_path.with_name(f"spoilt-{place}.coop")
        file.write_bytes(spoilt)
        files._keys.clear()
        with pytest.raises(StoreDamaged, match="damaged"):
            unlock(file, PASSPHRASE)


def test_a_store_whose_last_page_was_half_written_opens_by_its_log(with_owner: Store, store_path: Path) -> None:
    encrypt(with_owner.path, PASSPHRASE)
    killed = store_path.with_name("killed.coop")
    store = Store(store_path, actor="Noor")
    store.do(save_owner, name="Ymere")
    with closing(files.open_file(store_path, "ro")) as looking:
        looking.execute("SELECT count(*) FROM owner").fetchone()
        store.do(save_owner, name="Woonbron")
        for ending in ("", "-wal"):
            there = store_path.with_name(store_path.name + ending).read_bytes()
            killed.with_name(killed.name + ending).write_bytes(there + os.urandom(2048) * (ending == ""))
    assert killed.stat().st_size % 4096 == 2048
    assert is_encrypted(killed)
    assert owners(Store(killed, actor="Noor")) == [NAME, "Woonbron", "Ymere"]
    assert all(finding.ok for finding in check(killed))


def test_a_passphrase_out_of_the_surroundings_may_hold_any_byte(with_owner: Store, store_path: Path) -> None:
    encrypt(with_owner.path, PASSPHRASE)
    with pytest.raises(PassphraseWrong):
        unlock(store_path, "vier woorden \udcff")


def test_a_wrong_passphrase_leaves_nothing_on_the_terminal(with_owner: Store) -> None:
    encrypt(with_owner.path, PASSPHRASE)
    script = (
        "import sys; from pathlib import Path; from db.files import unlock\n"
        "from coopadmin.errors import PassphraseWrong\n"
        "try: unlock(Path(sys.argv[1]), 'fout')\n"
        "except PassphraseWrong: pass"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(with_owner.path)], capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == ("", "")


@pytest.mark.skipif(sys.platform == "win32", reason="the system keeps no such files there")
def test_the_memory_of_a_program_that_is_ended_by_force_is_not_written_down(with_owner: Store) -> None:
    encrypt(with_owner.path, PASSPHRASE)
    script = (
        "import resource, sys; from pathlib import Path; from contextlib import suppress; from db.files import unlock\n"
        "from coopadmin.errors import PassphraseWrong\n"
        "resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)\n"
        "with suppress(PassphraseWrong): unlock(Path(sys.argv[1]), 'fout')\n"
        "print(resource.getrlimit(resource.RLIMIT_CORE)[0])"
    )
    words = [sys.executable, "-c", script, str(with_owner.path)]
    assert subprocess.run(words, capture_output=True, text=True, check=True).stdout == "0\n"


def test_any_program_for_such_files_opens_it_with_the_passphrase(
    with_owner: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    dbapi2: Any = import_module("sqlcipher3.dbapi2")
    monkeypatch.setattr(files, "_ROUNDS", 256_000)
    encrypt(with_owner.path, PASSPHRASE)
    with closing(dbapi2.connect(str(with_owner.path))) as elsewhere:
        elsewhere.execute(f"PRAGMA key = '{PASSPHRASE}'")
        assert elsewhere.execute("SELECT name FROM owner").fetchall() == [(NAME,)]


def test_a_letter_typed_in_two_ways_is_one_letter() -> None:
    assert key_of("café" * 4, b"0" * 16) == key_of("café" * 4, b"0" * 16)
    assert key_of("Café" * 4, b"0" * 16) != key_of("café" * 4, b"0" * 16)


def test_a_copy_opens_with_the_passphrase_the_store_had_when_it_was_made(with_owner: Store, tmp_path: Path) -> None:
    encrypt(with_owner.path, PASSPHRASE)
    copy = back_up(with_owner.path, tmp_path / "copy.coop")
    assert is_encrypted(copy)
    another = "vier andere woorden samen"
    encrypt(with_owner.path, another)
    files._keys.clear()
    with pytest.raises(PassphraseWrong):
        unlock(copy, another)
    with pytest.raises(PassphraseWrong):
        unlock(with_owner.path, PASSPHRASE)
    unlock(copy, PASSPHRASE)
    unlock(with_owner.path, another)
    kept = restore(copy, with_owner.path, datetime.fromisoformat("2026-11-20T12:00:00+01:00"))
    assert owners(Store(with_owner.path, actor="Noor")) == [NAME]
    assert kept is not None
    assert is_encrypted(kept)


def test_a_store_is_plain_again_with_all_that_was_done_meanwhile(with_owner: Store, store_path: Path) -> None:
    encrypt(store_path, PASSPHRASE)
    Store(store_path, actor="Noor").do(save_owner, name="Woonbron")
    decrypt(store_path)
    files._keys.clear()
    assert not is_encrypted(store_path)
    with closing(sqlite3.connect(store_path)) as connection:
        assert connection.execute("SELECT name FROM owner ORDER BY id").fetchall() == [(NAME,), ("Woonbron",)]
    assert all(finding.ok for finding in check(store_path))
    with pytest.raises(Refused, match="is not encrypted"):
        decrypt(store_path)


def test_nothing_is_left_behind_and_no_time_is_lost_with_a_store_that_is_in_use(
    with_owner: Store, store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None); "
        "c.execute('BEGIN IMMEDIATE'); print('held', flush=True); sys.stdin.read()"
    )
    words = [sys.executable, "-c", script, str(store_path)]
    monkeypatch.setattr("db.files.WAIT_MILLISECONDS", 50)
    before = sorted(store_path.parent.iterdir())
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == b"held"
        with pytest.raises(StoreLocked):
            encrypt(store_path, PASSPHRASE)
        other.communicate()
    assert not is_encrypted(store_path)
    assert [file for file in sorted(store_path.parent.iterdir()) if file.suffix == ".coop"] == [
        file for file in before if file.suffix == ".coop"
    ]


def test_what_goes_wrong_on_the_way_leaves_the_store_as_it_was(
    with_owner: Store, store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_what: object, **_more: object) -> None:
        raise StoreDamaged(store_path, "the file is damaged")

    monkeypatch.setattr("db.encryption.verify_file", broken)
    with pytest.raises(StoreDamaged):
        encrypt(store_path, PASSPHRASE)
    assert not is_encrypted(store_path)
    assert owners(with_owner) == [NAME]
    assert [file.name for file in store_path.parent.iterdir() if "draft" in file.name] == []


@pytest.mark.parametrize("size", [0, 100, 4096, 8192])
def test_other_files_are_not_taken_for_encrypted_stores(size: int, tmp_path: Path) -> None:
    for content in (b"\0" * size, (b"Lidnr;Naam\n" * size)[:size], b"PK\3\4" + os.urandom(size + 1)):
        file = tmp_path / "file"
        file.write_bytes(content)
        assert not is_encrypted(file)
        with pytest.raises(StoreDamaged, match="not a store"):
            revision_of(file)


@pytest.mark.parametrize(
    ("passphrase", "repeated", "wrong"),
    [("", "", "passphrase"), ("kort", "kort", "passphrase"), (" " * 20, " " * 20, "passphrase"),
     ("paard nietje wolk", "paard nietje Wolk", "repeated")],
)  # fmt: skip
def test_a_new_passphrase_is_long_and_typed_twice(passphrase: str, repeated: str, wrong: str) -> None:
    with pytest.raises(Invalid) as raised:
        check_passphrase(passphrase, repeated)
    assert [problem.field for problem in raised.value.problems] == [wrong]


def test_a_passphrase_of_four_words_will_do() -> None:
    check_passphrase(PASSPHRASE, PASSPHRASE)
