"""A copy goes when a person asks for it, but never the last whole one, and never what is no copy of this store."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from coopadmin.errors import Refused, StoreDamaged, StoreUnusable
from coopadmin.services.association import save_owner, set_rule, start_cooperative
from coopadmin.services.forgetting import clear_candidates
from db import files
from db.backup import back_up, restore
from db.backup_folders import CopyFile, Keeping, copy_at, listed, own_folder
from db.backup_removal import removal_told, remove_copy, weigh_removal
from db.backups import make_copy, thin
from db.migrate import make_store
from db.store import Store
from tests.conftest import TODAY, Furnish, clock, make_link
from tests.forgotten import fill_case

NOON = clock().astimezone()

REMOVING = """
import sys
from pathlib import Path
import db.backup_removal as removal
from db.backup_folders import Keeping, copy_at
from coopadmin.errors import Refused
path, copy = map(Path, sys.argv[1:])
weigh = removal.weigh_removal
def weigh_and_wait(keeping, copy):
    weighed = weigh(keeping, copy)
    print("weighed", flush=True)
    sys.stdin.readline()
    return weighed
removal.weigh_removal = weigh_and_wait
removal.remove_copy(Keeping(path), copy_at(path, copy))
"""


@pytest.fixture
def keeping(store: Store) -> Keeping:
    """Give a store in which something was done, without copies."""
    store.do(save_owner, name="Woonbron")
    return Keeping(store.path)


def made(keeping: Keeping, days_back: int = 0, why: str = "day") -> CopyFile:
    return copy_at(keeping.path, make_copy(keeping, why, NOON - timedelta(days=days_back))[0])


def test_a_copy_goes_where_another_is_whole_and_what_stays_is_said(keeping: Keeping) -> None:
    older, newer = made(keeping, 3), made(keeping)
    removal = weigh_removal(keeping, older)
    assert older.file.exists()
    assert removal_told(removal) == [
        "The store stays, and 1 other copy.",
        "The newest whole one is of 20 Nov 2026 13:00.",
    ]
    assert remove_copy(keeping, older) == removal
    assert listed(keeping) == (newer,)


def test_the_last_whole_copy_stays_whatever_lies_beside_it(keeping: Keeping) -> None:
    only = made(keeping)
    broken = own_folder(keeping.path) / "store-20261119-200000-day.coop"
    broken.write_bytes(b"no store any more")
    content = bytearray(only.file.read_bytes())
    content[8192:40960] = bytes(32768)
    torn = own_folder(keeping.path) / "store-20261118-200000-day.coop"
    torn.write_bytes(content)
    with pytest.raises(Refused, match=f"No other copy is known to be whole, so {only.file.name} stays"):
        remove_copy(keeping, only)
    assert only.file.exists()
    for file in (broken, torn):
        remove_copy(keeping, copy_at(keeping.path, file))
        assert not file.exists()


def test_a_damaged_copy_may_go_even_where_none_is_whole(keeping: Keeping) -> None:
    folder = own_folder(keeping.path)
    folder.mkdir()
    broken = folder / "store-20261119-200000-day.coop"
    broken.write_bytes(b"no store any more")
    assert "▲ None of the copies that stay is whole: make one." in removal_told(
        remove_copy(keeping, copy_at(keeping.path, broken))
    )
    assert not broken.exists()


def test_the_store_itself_and_what_is_of_another_store_stay(keeping: Keeping, tmp_path: Path) -> None:
    made(keeping)
    made(keeping, 1)
    other = tmp_path / "other.coop"
    make_store(other)
    Store(other, actor="Emre", clock=clock).do(start_cooperative, name="De Ander")
    among_ours = own_folder(keeping.path) / "store-20200101-120000-day.coop"
    shutil.copy(other, among_ours)
    letter = tmp_path / "letter.txt"
    letter.write_text("dear neighbours", encoding="utf-8")
    for file in (other, among_ours, letter, keeping.path):
        with pytest.raises(Refused, match=r"no copy"):
            remove_copy(keeping, copy_at(keeping.path, file))
        assert file.exists()


def test_the_store_stays_under_another_name_too(keeping: Keeping) -> None:
    made(keeping)
    made(keeping, 1)
    make_link(same := keeping.path.with_name("link.coop"), keeping.path)
    with pytest.raises(Refused, match=r"no copy"):
        remove_copy(keeping, copy_at(keeping.path, same))
    assert same.exists()


def test_a_copy_that_lies_elsewhere_is_known_by_its_journal(keeping: Keeping, tmp_path: Path) -> None:
    elsewhere = back_up(keeping.path, tmp_path / "on a stick.coop")
    with pytest.raises(Refused, match="No other copy"):
        remove_copy(keeping, copy_at(keeping.path, elsewhere))
    made(keeping)
    remove_copy(keeping, copy_at(keeping.path, elsewhere))
    assert not elsewhere.exists()


def test_nothing_goes_while_the_store_itself_cannot_be_read(keeping: Keeping) -> None:
    copies = [made(keeping, 1), made(keeping)]
    keeping.path.write_bytes(b"no store any more")
    for copy in copies:
        with pytest.raises(StoreDamaged):
            remove_copy(keeping, copy)
        assert copy.file.exists()


def test_deeds_that_only_the_copy_has_are_said_before_they_go(keeping: Keeping, store: Store) -> None:
    copy = made(keeping)
    store.do(save_owner, name="Ymere")
    kept = restore(copy.file, keeping.path, NOON)
    assert kept is not None
    store.do(save_owner, name="De Key")
    (beside := kept.with_name(kept.name + "-wal")).write_bytes(b"left by a damaged one")
    removal = remove_copy(keeping, copy_at(keeping.path, kept))
    assert removal_told(removal)[0] == "▲ It has 1 deed that the store has not: that goes with it."
    assert not kept.exists()
    assert not beside.exists()


def test_who_is_still_in_a_copy_though_cleared_is_counted(store: Store, furnish: Furnish) -> None:
    case = furnish(fill_case)
    keeping = Keeping(store.path)
    before = made(keeping, 1)
    store.do(clear_candidates, candidate_ids=[case.candidate_id], on=TODAY)
    made(keeping)
    assert "It still holds 1 person whose data was cleared since." in removal_told(weigh_removal(keeping, before))


def test_what_the_disk_refuses_is_said(keeping: Keeping, monkeypatch: pytest.MonkeyPatch) -> None:
    older, _newer = made(keeping, 3), made(keeping)

    def refuse(_file: Path, missing_ok: bool = False) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(Refused, match="cannot be removed: the disk may only be read"):
        remove_copy(keeping, older)


def test_on_a_full_disk_copies_go_by_hand_and_in_time(
    keeping: Keeping, store: Store, fill_disk: Callable[[], None]
) -> None:
    for name, value in (("copies_days", "2"), ("copies_weeks", "0"), ("copies_months", "0")):
        store.do(set_rule, name=name, value=value, valid_from=date(2026, 11, 1), source="the board")
    oldest, older, newer = (made(keeping, days_back) for days_back in (3, 1, 0))
    fill_disk()
    assert thin(keeping, NOON) == (oldest.file,)
    remove_copy(keeping, older)
    assert listed(keeping) == (newer,)


def test_so_they_do_where_nothing_can_be_laid_beside_the_store_to_read_it(
    keeping: Keeping, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What keeps a journal of its own has two files beside it while it is open; a full disk has no room for them."""
    for name, value in (("copies_days", "2"), ("copies_weeks", "0"), ("copies_months", "0")):
        store.do(set_rule, name=name, value=value, valid_from=date(2026, 11, 1), source="the board")
    oldest, older, newer = (made(keeping, days_back) for days_back in (3, 1, 0))
    opened = files.open_file

    def full(path: Path, mode: str, *, immutable: bool = False) -> sqlite3.Connection:
        if path == keeping.path and not immutable:
            raise sqlite3.OperationalError("disk I/O error")
        return opened(path, mode, immutable=immutable)

    monkeypatch.setattr("db.backup_folders.open_file", full)
    (log := keeping.path.with_name(f"{keeping.path.name}-wal")).touch()
    assert thin(keeping, NOON) == (oldest.file,)
    remove_copy(keeping, older)
    assert listed(keeping) == (newer,)
    log.write_bytes(b"what is not folded in yet")
    with pytest.raises(StoreUnusable, match="it may be full"):
        remove_copy(keeping, newer)


def test_a_copy_behind_a_key_counts_as_whole_as_far_as_it_shows(keeping: Keeping, tmp_path: Path) -> None:
    pytest.importorskip("pyrage")
    from db.sealing import make_identity

    plain = made(keeping, 3)
    for_us = replace(keeping, recipients=(make_identity(tmp_path / "key.txt", NOON),))
    sealed = made(for_us)
    assert sealed.sealed
    assert removal_told(weigh_removal(keeping, plain))[1] == (
        "The newest of those is of 20 Nov 2026 13:00, encrypted: it opens with one of its keys only."
    )
    sealed.file.write_bytes(sealed.file.read_bytes()[:-1])
    with pytest.raises(Refused, match="No other copy"):
        remove_copy(keeping, plain)
    remove_copy(keeping, copy_at(keeping.path, sealed.file))
    assert listed(keeping) == (plain,)


def test_a_file_behind_a_key_that_lies_elsewhere_is_nobodys_to_remove(keeping: Keeping, tmp_path: Path) -> None:
    pytest.importorskip("pyrage")
    from db.sealed_backup import back_up_for
    from db.sealing import make_identity

    made(keeping)
    sealed = back_up_for(keeping.path, tmp_path / "copy.coop.age", [make_identity(tmp_path / "key.txt", NOON)])
    with pytest.raises(Refused, match="as far as can be seen"):
        remove_copy(keeping, copy_at(keeping.path, sealed))


def test_the_newest_may_go_where_an_older_one_is_whole(keeping: Keeping) -> None:
    older, newer = made(keeping, 3), made(keeping)
    assert remove_copy(keeping, newer).newest == older


def test_two_who_each_remove_one_of_the_last_two_leave_one(keeping: Keeping) -> None:
    older, newer = made(keeping, 3), made(keeping)
    words = [sys.executable, "-c", REMOVING, str(keeping.path), str(older.file)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline().split() == [b"weighed"]
        with pytest.raises(Refused, match="cannot be removed: it is in use by another program"):
            remove_copy(keeping, newer)
        assert thin(keeping, NOON + timedelta(days=900)) == ()
        other.communicate(b"go on\n")
    assert listed(keeping) == (newer,)
    with pytest.raises(Refused, match="No other copy is known to be whole"):
        remove_copy(keeping, newer)
    assert not [file for file in keeping.path.parent.iterdir() if file.name.endswith(".draft")]
