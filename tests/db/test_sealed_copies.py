"""Copies for keys under any name, on a disk without room, and which of them go although nobody can look into them."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from coopadmin.services.association import save_owner
from db.backup import back_up, restore
from db.backup_folders import Keeping, listed, newest_of, own_folder
from db.backups import end_day, thin
from db.migrate import make_store
from db.sealed_backup import back_up_for, opened_copy
from db.sealing import make_identity, recipients_of, seal
from db.store import Store
from tests.conftest import clock

pytest.importorskip("pyrage")

NOON = clock().astimezone()
EVENING = NOON + timedelta(hours=7)

At = Callable[[datetime], Store]


@pytest.fixture
def public(tmp_path: Path) -> str:
    """Make a key pair in `noor.txt`; gives the public one."""
    return make_identity(tmp_path / "noor.txt", NOON)


@pytest.fixture
def at(store: Store) -> At:
    """Give a function that opens the store at a moment."""
    return lambda moment: Store(store.path, actor="Noor", clock=lambda: moment)


@pytest.fixture
def keeping(store: Store, public: str) -> Keeping:
    """Give a store in which something was done at noon, of which copies are made for a key."""
    store.do(save_owner, name="Woonbron")
    return Keeping(store.path, recipients=(public,))


def days_of(keeping: Keeping) -> list[str]:
    return [f"{one.stamp.moment:%d %H}" for one in listed(keeping) if one.stamp.why == "day"]


# -- which go ------------------------------------------------------------------------------------------------------


def test_a_copy_with_deeds_that_the_store_no_longer_has_stays_though_nobody_can_look_into_it(
    keeping: Keeping, at: At, tmp_path: Path
) -> None:
    yesterday = back_up(keeping.path, tmp_path / "yesterday.coop")
    at(NOON).do(save_owner, name="Ymere")
    assert end_day(keeping, NOON + timedelta(hours=1)) == ""
    kept = restore(yesterday, keeping.path, NOON)
    assert kept is not None
    kept.unlink()
    at(EVENING - timedelta(minutes=1)).do(save_owner, name="De Key")
    assert end_day(keeping, EVENING) == ""
    assert days_of(keeping) == ["20 20", "20 14"]


def test_those_of_one_day_that_nobody_can_look_into_go_with_the_thinning_but_the_last(keeping: Keeping, at: At) -> None:
    for hour in range(5):
        at(NOON + timedelta(hours=hour)).do(save_owner, name=f"Owner {hour}")
        assert end_day(keeping, NOON + timedelta(hours=hour, minutes=30)) == ""
    assert len(days_of(keeping)) == 5
    thin(keeping, NOON + timedelta(days=13))
    assert len(days_of(keeping)) == 5
    thin(keeping, NOON + timedelta(days=14))
    assert days_of(keeping) == ["20 17"]


def test_a_copy_of_a_clock_that_was_ahead_does_not_stand_for_the_days_after(keeping: Keeping, at: At) -> None:
    at(NOON + timedelta(days=400)).do(save_owner, name="Ymere")
    end_day(keeping, NOON + timedelta(days=400))
    for day in range(3):
        at(NOON + timedelta(days=day)).do(save_owner, name=f"Owner {day}")
        assert end_day(keeping, EVENING + timedelta(days=day)) == ""
    assert set(days_of(keeping)) >= {"20 20", "21 20", "22 20"}


# -- names and room ------------------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform != "linux", reason="every name of a file is letters there")
def test_a_name_that_is_no_letters_is_no_trouble(public: str, tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"m\xffp")
    folder.mkdir()
    path = folder / os.fsdecode(b"b\xff.coop")
    make_store(path)
    for name in ("Woonbron", "Ymere"):
        Store(path, actor="Noor", clock=clock).do(save_owner, name=name)
    sealed = back_up_for(path, folder / os.fsdecode(b"o\xff.age"), [public])
    with opened_copy(sealed, path, tmp_path / "noor.txt") as plain:
        assert newest_of(plain) == newest_of(path)
    keeping = Keeping(path, recipients=(public,))
    assert end_day(keeping, NOON) == ""
    assert [one.sealed for one in listed(keeping)] == [True]


@pytest.mark.skipif(sys.platform != "linux", reason="every name of a file is letters there")
def test_a_copy_that_cannot_be_encrypted_lies_beside_the_store(store: Store, tmp_path: Path) -> None:
    store.do(save_owner, name="Woonbron")
    (stick := tmp_path / os.fsdecode(b"m\xffp")).mkdir()
    keeping = Keeping(store.path, stick, ("age1x",))
    assert "So it lies beside the store" in end_day(keeping, NOON)
    assert [one.file.parent for one in listed(replace(keeping, folder=None))] == [own_folder(store.path)]


@pytest.mark.parametrize(
    ("told", "number"),
    [
        ("OSError: [WinError 112] There is not enough space on the disk", errno.ENOSPC),
        ("OSError: [WinError 39] The disk is full", errno.ENOSPC),
        ("PermissionError: [WinError 5] Access is denied", errno.EIO),
        ("OSError: [Errno 28] No space left on device", errno.ENOSPC),
    ],
)
def test_what_the_system_says_of_the_disk_is_said_whatever_system_it_is(
    public: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: str, number: int
) -> None:
    pyrage: Any = import_module("pyrage")

    def fail(*_arguments: object) -> None:
        raise pyrage.EncryptError(told)

    monkeypatch.setattr(pyrage, "encrypt_io", fail)
    (plain := tmp_path / "plain").write_bytes(b"x")
    (sealed := tmp_path / "sealed").touch()
    with pytest.raises(OSError, match=told.partition("] ")[2]) as caught:
        seal(plain, sealed, recipients_of([public]))
    assert caught.value.errno == number
