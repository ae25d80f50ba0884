"""While a store is replaced nobody writes into the file that goes away."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from time import sleep

import pytest

from coopadmin.errors import StoreLocked, StoreReadOnly, StoreReplaced
from coopadmin.services.association import save_owner
from db.alone import held_alone
from db.backup import back_up
from db.drafts import put_in_place
from db.files import open_file
from db.queries.association import overview
from db.store import Store

WRITER = """
import sys
from pathlib import Path
from coopadmin.errors import StoreReplaced
from coopadmin.services.association import save_owner
from db.store import Store
store = Store(Path(sys.argv[1]), actor="Emre")
print("open", flush=True)
sys.stdin.readline()
try:
    store.do(save_owner, name="Woonbron")
except StoreReplaced:
    print("replaced", flush=True)
else:
    print("done", flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="there nobody renames a file that is open")
def test_who_waited_to_write_is_told_that_another_file_came_in_its_place(store: Store, tmp_path: Path) -> None:
    copy = back_up(store.path, tmp_path / "copy.coop")
    words = [sys.executable, "-c", WRITER, str(store.path)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdin is not None
        assert writer.stdout is not None
        assert writer.stdout.readline() == "open\n"
        with held_alone(store.path):
            writer.stdin.write("\n")
            writer.stdin.flush()
            sleep(0.5)  # long enough for the other to open the file and wait for the lock; shorter proves nothing
            put_in_place(copy, store.path)
        said = writer.stdout.readline()
    # Whichever it was, nothing that was reported done is missing.
    assert (said, len(store.read(overview).owners)) in (("replaced\n", 0), ("done\n", 1))


def test_a_store_that_is_written_to_is_not_taken_away(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    script = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None); "
        "c.execute('BEGIN IMMEDIATE'); print('held', flush=True); sys.stdin.read()"
    )
    monkeypatch.setattr("db.files.WAIT_MILLISECONDS", 50)
    words = [sys.executable, "-c", script, str(store.path)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == b"held"
        with pytest.raises(StoreLocked), held_alone(store.path):
            pytest.fail("it was held by another")
        other.communicate()
    with held_alone(store.path):
        pass
    assert store.do(save_owner, name="Woonbron").batch


@pytest.mark.skipif(os.name == "nt", reason="there nobody renames a file that is open")
def test_what_was_opened_before_another_file_came_is_not_written(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = back_up(store.path, tmp_path / "copy.coop")

    def opened_too_early(path: Path, mode: str) -> sqlite3.Connection:
        connection = open_file(path, mode)
        if copy.exists():
            copy.replace(path)
        return connection

    monkeypatch.setattr("db.engine.open_file", opened_too_early)
    with pytest.raises(StoreReplaced, match="do it again"):
        store.do(save_owner, name="Woonbron")
    assert store.read(overview).owners == ()
    store.do(save_owner, name="Woonbron")
    assert len(store.read(overview).owners) == 1


def test_a_store_that_may_not_be_written_is_not_replaced_unheld(store: Store) -> None:
    with pytest.raises(StoreReadOnly), held_alone(store.path, lambda path, _mode: open_file(path, "ro")):
        pytest.fail("it was taken for held")
