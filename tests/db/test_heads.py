"""Looking at the file of a store costs nobody their locks, so no other program takes the log away under a desk."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from db.backup import back_up, check
from db.files import is_encrypted, is_open_to_us
from db.heads import head_of, let_go
from db.schema import revision_of
from db.store import Store
from db.sweeping import is_copy

ANOTHER = """
import sys
from pathlib import Path
from coopadmin.services.association import save_owner
from db.store import Store
Store(Path(sys.argv[1]), actor="Emre").do(save_owner, name="Woonbron")
"""


def _opened_again(path: Path) -> None:
    Store(path, actor="Noor")


def _backed_up(path: Path) -> None:
    back_up(path, path.with_name("copy.coop")).unlink()


def _looked_for_copies(path: Path) -> None:
    for file in sorted(path.parent.iterdir()):
        is_copy(file, path)


LOOKS: tuple[Callable[[Path], object], ...] = (
    is_encrypted,
    is_open_to_us,
    revision_of,
    check,
    _opened_again,
    _backed_up,
    _looked_for_copies,
)


@pytest.mark.parametrize("look", LOOKS)
def test_whoever_looks_at_the_file_of_an_open_store_keeps_its_log_where_it_is(
    store: Store, store_path: Path, look: Callable[[Path], object]
) -> None:
    with closing(sqlite3.connect(store_path, isolation_level=None)) as desk:
        desk.execute("PRAGMA journal_mode=WAL")
        desk.execute("SELECT count(*) FROM owner").fetchone()
        look(store_path)
        subprocess.run([sys.executable, "-c", ANOTHER, str(store_path)], check=True)
        # The other program closed it as one of two, not as the last, for the log is in use here.
        assert store_path.with_name(f"{store_path.name}-wal").exists()
        desk.execute("INSERT INTO owner (name, note) VALUES ('Ymere', '')")
    with closing(sqlite3.connect(store_path)) as after:
        assert after.execute("SELECT name FROM owner ORDER BY id").fetchall() == [("Woonbron",), ("Ymere",)]


def test_the_first_bytes_are_those_of_the_file_that_has_the_name_now(tmp_path: Path) -> None:
    file, other = tmp_path / "one", tmp_path / "other"
    file.write_bytes(b"before")
    other.write_bytes(b"after")
    assert head_of(file, 3) == b"bef"
    other.replace(file)
    assert head_of(file, 16) == b"after"
    file.write_bytes(b"changed")
    assert head_of(file, 16) == b"changed"
    let_go(file)
    assert head_of(file, 2) == b"ch"
    file.unlink()
    with pytest.raises(FileNotFoundError):
        head_of(file, 16)
    let_go(file)


@pytest.mark.skipif(os.name != "posix", reason="nothing is kept open there")
def test_what_was_opened_to_look_is_let_go_of(tmp_path: Path) -> None:
    before = len(list(Path("/dev/fd").iterdir()))
    for number in range(20):
        file = tmp_path / str(number)
        file.write_bytes(b"x")
        head_of(file, 1)
        let_go(file)
    assert len(list(Path("/dev/fd").iterdir())) == before


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="only Linux tells what a program has open")
def test_looking_for_copies_in_a_full_folder_leaves_nothing_open(store_path: Path) -> None:
    for number in range(30):
        store_path.with_name(f"letter-{number}.txt").write_bytes(os.urandom(5000))
        store_path.with_name(f"page-{number}.bin").write_bytes(os.urandom(8192))
    before = len(list(Path("/proc/self/fd").iterdir()))
    assert not any(is_copy(file, store_path) for file in store_path.parent.iterdir())
    assert len(list(Path("/proc/self/fd").iterdir())) <= before


@pytest.mark.skipif(not Path("/proc/locks").is_file(), reason="only Linux tells which locks a program holds")
def test_looking_for_copies_takes_no_lock_of_an_open_store_away(store_path: Path) -> None:
    with closing(sqlite3.connect(store_path, isolation_level=None)) as desk:
        desk.execute("PRAGMA journal_mode=WAL")
        desk.execute("BEGIN IMMEDIATE")
        beside = [file for file in store_path.parent.iterdir() if file.name.startswith(store_path.name)]
        assert len(beside) == 3, "the log and its index lie beside it"
        before = _locks_of(beside)
        assert before
        for file in beside:
            is_copy(file, store_path)
        assert _locks_of(beside) == before


def _locks_of(files: list[Path]) -> set[str]:
    numbers = {str(file.stat().st_ino) for file in files}
    lines = Path("/proc/locks").read_text(encoding="ascii").splitlines()
    held = {line.partition(":")[2].strip() for line in lines}
    return {line for line in held if numbers & set(line.replace(":", " ").split())}
