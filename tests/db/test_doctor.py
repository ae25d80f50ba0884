"""A store is looked at whatever state it is in, and lies there afterwards as it did before."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pytest

from coopadmin.domain import doctor
from coopadmin.errors import StoreLocked
from coopadmin.services.association import save_owner
from db import files
from db.backup import back_up
from db.backup_folders import Keeping, own_folder
from db.doctor import is_closed, store_facts
from db.encryption import encrypt
from db.schema import HEAD
from db.store import Store

InAProcess = Callable[[str], str]
Raw = Callable[..., AbstractContextManager[sqlite3.Connection]]


def digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def test_a_store_that_is_well_tells_what_it_is(store: Store, store_path: Path) -> None:
    store.do(save_owner, name="Woonbron")
    facts = store_facts(Keeping(store_path))
    assert (facts.state, facts.sentence, facts.form) == (doctor.READY, "", HEAD)
    assert (facts.journal_mode, facts.encrypted, facts.shared, facts.writable) == ("WAL", False, False, True)
    assert (facts.entries, facts.rows["owner"], facts.rows["person"]) == (2, 1, 0)
    assert facts.last_at == datetime.fromisoformat("2026-11-20T13:00:00")
    assert facts.size == store_path.stat().st_size
    assert facts.free
    assert (facts.copies, facts.last_copy_at, facts.drafts) == (0, None, 0)


def test_its_copies_are_found_and_drafts_are_counted_and_left(store_path: Path) -> None:
    folder = own_folder(store_path)
    folder.mkdir()
    back_up(store_path, folder / f"{store_path.stem}-20261119-203000-day{store_path.suffix}")
    draft = store_path.parent / f".{store_path.name}.abcdefgh.draft"
    draft.mkdir()
    facts = store_facts(Keeping(store_path))
    assert (facts.copies, facts.last_copy_at) == (1, datetime.fromisoformat("2026-11-19T20:30:00"))
    assert facts.drafts == 1
    assert draft.is_dir()
    assert store_facts(Keeping(store_path, store_path.parent / "gone")).copies_folder_gone


def test_a_folder_for_copies_that_takes_no_file_is_noticed_and_one_that_does_is_left_as_it_was(
    store_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    assert not store_facts(Keeping(store_path, stick)).copies_folder_closed
    assert not list(stick.iterdir())
    make = os.open

    def refuse(file: str | Path, flags: int, *how: int) -> int:
        if stick in Path(file).parents:
            raise PermissionError(13, "Permission denied", str(file))
        return make(file, flags, *how)

    monkeypatch.setattr(os, "open", refuse)
    assert store_facts(Keeping(store_path, stick)).copies_folder_closed
    assert not store_facts(Keeping(store_path, tmp_path / "gone")).copies_folder_closed


@pytest.fixture
def refuse_in(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Give a function after which no file can be made in one folder, nor in one that was closed before."""
    make = os.open
    closed: list[Path] = []

    def refuse(file: str | Path, flags: int, *how: int) -> int:
        if closed and closed[-1] in Path(file).parents:
            raise PermissionError(13, "Permission denied", str(file))
        return make(file, flags, *how)

    monkeypatch.setattr(os, "open", refuse)
    return closed.append


def test_while_the_store_cannot_be_read_the_chosen_folder_is_still_the_one_that_is_tried(
    store_path: Path, tmp_path: Path, refuse_in: Callable[[Path], None]
) -> None:
    own = own_folder(store_path)
    own.mkdir()
    (stick := tmp_path / "stick").mkdir()
    store_path.write_bytes(b"no store any more")
    keeping = Keeping(store_path, stick)
    refuse_in(own)
    assert not is_closed(keeping)
    refuse_in(stick)
    assert is_closed(keeping)
    (one := stick / f"{store_path.stem}-01234567").mkdir()
    refuse_in(one)
    assert is_closed(keeping)
    (stick / f"{store_path.stem}-89abcdef").mkdir()
    assert not is_closed(keeping), "which of the two is its own is not known"


@pytest.mark.parametrize("closed", ["store/vonk.coop", "store", "chosen"])
def test_what_may_not_be_looked_into_stops_nobody(
    public_folder: Path, template_store: Path, without_rights: InAProcess, closed: str
) -> None:
    (public_folder / "store").mkdir(mode=0o755)
    (public_folder / "chosen" / "copies").mkdir(parents=True, mode=0o755)
    path = public_folder / "store" / "vonk.coop"
    for file in (path, public_folder / "chosen" / "copies" / "vonk-20261119-203000-day.coop"):
        shutil.copy(template_store, file)
        file.chmod(0o666)
    path.parent.chmod(0o777)
    shutil.copy(template_store, public_folder / "chosen" / "copies" / "by hand.coop")
    (public_folder / closed).chmod(0)
    said = without_rights(
        f"""
from db.backup_folders import Keeping
from db.doctor import store_facts
facts = store_facts(Keeping(Path({str(path)!r}), Path({str(public_folder / "chosen" / "copies")!r})))
print(facts.state, facts.copies_folder_gone)
"""
    )
    (public_folder / closed).chmod(0o755)
    assert said == (f"{doctor.UNUSABLE} False" if "store" in closed else f"{doctor.READY} True")


def test_a_store_that_is_held_is_asked_for_its_folder_of_copies_once_only(
    store_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each time one asks, one waits for it."""
    asked: list[Path] = []

    def held(path: Path, *_more: object, **_named: object) -> None:
        asked.append(path)
        raise StoreLocked(path)

    monkeypatch.setattr("db.backup_folders.asked", held)
    (tmp_path / "stick").mkdir()
    store_facts(Keeping(store_path, tmp_path / "stick"))
    assert asked == [store_path]


def missing(path: Path) -> None:
    path.unlink()


def a_letter(path: Path) -> None:
    path.write_text("dear neighbours")


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def scribbled_in(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for place in range(4096, len(content), 4096):
        content[place : place + 40] = b"x" * 40
    path.write_bytes(content)


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()


@pytest.mark.parametrize(
    ("spoil", "state"),
    [
        (missing, doctor.MISSING),
        (a_letter, doctor.DAMAGED),
        (cut_short, doctor.DAMAGED),
        (scribbled_in, doctor.DAMAGED),
        (a_folder, doctor.UNUSABLE),
        (newer, doctor.NEWER),
    ],
)
def test_a_store_that_cannot_be_used_is_told_of_and_left_as_it_is(
    store_path: Path, tmp_path: Path, spoil: Callable[[Path], None], state: str
) -> None:
    path = tmp_path / "vonk.coop"
    shutil.copy(store_path, path)
    spoil(path)
    before = digest(path) if path.is_file() else ""
    facts = store_facts(Keeping(path))
    assert facts.state == state
    assert facts.sentence
    assert (digest(path) if path.is_file() else "") == before
    assert facts.free


def test_a_store_that_another_program_holds_is_told_of(store_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "WAIT_MILLISECONDS", 20)
    with closing(sqlite3.connect(store_path, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode=DELETE")
        other.execute("BEGIN EXCLUSIVE")
        assert store_facts(Keeping(store_path)).state == doctor.LOCKED


def test_an_encrypted_store_is_looked_into_with_its_passphrase_only(
    store_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("sqlcipher3")
    path = tmp_path / "vonk.coop"
    shutil.copy(store_path, path)
    encrypt(path, "four words that do not belong")
    monkeypatch.setattr(files, "_keys", {})
    facts = store_facts(Keeping(path))
    assert (facts.state, facts.encrypted, facts.entries) == (doctor.CLOSED, True, None)
    assert store_facts(Keeping(path), "another phrase").state == doctor.SEALED
    facts = store_facts(Keeping(path), "four words that do not belong")
    assert (facts.state, facts.encrypted, facts.entries) == (doctor.READY, True, 1)
