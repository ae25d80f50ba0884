"""The folder shows every copy, also while the store is gone, and looking at it holds nothing open."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from coopadmin.services.association import save_owner
from db.backup_folders import Keeping, listed, own_folder
from db.backups import make_copy
from db.store import Store
from tests.conftest import clock, make_link

NOON = clock().astimezone()


@pytest.fixture
def keeping(store: Store) -> Keeping:
    """Give a store with a copy that was made here, and one that somebody put there under a name of its own."""
    store.do(save_owner, name="Woonbron")
    keeping = Keeping(store.path)
    made, _trouble = make_copy(keeping, "day", NOON)
    shutil.copy(made, own_folder(store.path) / "from the stick.coop")
    return keeping


def test_a_copy_under_a_name_of_its_own_is_listed_also_while_the_store_is_gone(keeping: Keeping) -> None:
    before = {one.file.name for one in listed(keeping)}
    assert before == {"store-20261120-130000-day.coop", "from the stick.coop"}
    keeping.path.unlink()
    assert {one.file.name for one in listed(keeping)} == before


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="what is open cannot be seen there")
def test_no_copy_stays_open_that_was_listed(keeping: Keeping) -> None:
    listed(keeping)
    held = {link.readlink().name for link in Path("/proc/self/fd").iterdir() if link.is_symlink()}
    assert "from the stick.coop" not in held


def test_the_store_itself_is_no_copy_whatever_name_it_has_in_the_folder(keeping: Keeping) -> None:
    make_link(own_folder(keeping.path) / "link.coop", keeping.path)
    assert "link.coop" not in {one.file.name for one in listed(keeping)}
