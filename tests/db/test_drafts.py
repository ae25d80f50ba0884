"""What a program that was killed left half made is cleared away by the next one, and what is being made is not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from coopadmin.errors import StoreUnusable
from coopadmin.services.association import save_owner
from db.backup import back_up
from db.drafts import clear_drafts, draft_beside, draft_folder, put_in_place
from db.migrate import make_store
from db.store import Store

AT_WORK = """
import os, sys
from pathlib import Path
from db.drafts import draft_beside
with draft_beside(Path(sys.argv[1])) as draft:
    draft.write_bytes(b"half")
    print("at work", flush=True)
    sys.stdin.readline()
    os._exit(9)
"""


def drafts(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.endswith(".draft")]


def at_work(target: Path) -> subprocess.Popen[bytes]:
    """Start a program that holds a draft until it is told to die."""
    other = subprocess.Popen(
        [sys.executable, "-c", AT_WORK, str(target)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert other.stdout is not None
    assert other.stdout.readline().split() == [b"at", b"work"]
    return other


def test_a_draft_is_held_while_it_is_made_and_cleared_once_its_maker_is_gone(store_path: Path) -> None:
    with at_work(store_path.with_name("copy.coop")) as other:
        assert clear_drafts(store_path.parent) == 0
        Store(store_path, actor="Noor").do(save_owner, name="Woonbron")
        assert len(drafts(store_path.parent)) == 1
        other.kill()
        other.communicate()
    Store(store_path, actor="Noor")
    assert drafts(store_path.parent) == []


def test_the_next_backup_in_a_folder_clears_what_the_last_one_left_there(store_path: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    with at_work(stick / "copy.coop") as other:
        other.communicate(b"die\n")
    assert len(drafts(stick)) == 1
    back_up(store_path, stick / "copy.coop")
    assert [path.name for path in stick.iterdir()] == ["copy.coop"]


def test_what_only_looks_like_a_draft_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path
    (folder / ".letters.draft").mkdir()
    (folder / ".letters.abcd1234.draft").write_text("a letter")
    own = folder / ".photos.abcd1234.draft"
    own.mkdir()
    (own / "lock").touch()
    (own / "garden.jpg").touch()
    away = folder / ".elsewhere.abcd1234.draft"
    if os.name == "posix":
        away.symlink_to(own)
    assert clear_drafts(folder) == 0
    assert (own / "garden.jpg").exists()
    assert (folder / ".letters.draft").is_dir()
    assert (folder / ".letters.abcd1234.draft").is_file()


def test_a_draft_that_was_never_begun_is_cleared_too(store_path: Path) -> None:
    (store_path.parent / ".store.coop.abcd1234.draft").mkdir()
    assert clear_drafts(store_path.parent) == 1
    assert clear_drafts(store_path.parent / "nowhere") == 0


def test_a_draft_is_alone_in_its_folder_and_gone_with_all_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "copy.coop"
    with draft_beside(target) as draft:
        draft.with_name(f"{draft.name}-journal").touch()
        draft.write_bytes(b"whole")
        put_in_place(draft, target)
    assert [path.name for path in tmp_path.iterdir()] == ["copy.coop"]
    assert target.read_bytes() == b"whole"
    with draft_folder(target) as folder:
        (folder / "copy.coop").touch()
    assert drafts(tmp_path) == []


@pytest.mark.skipif(os.name != "posix", reason="rights are set by the profile folder there")
def test_a_draft_is_for_the_user_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with draft_beside(tmp_path / "copy.coop") as draft:
            assert draft.stat().st_mode & 0o777 == 0o600
            assert draft.parent.stat().st_mode & 0o777 == 0o700
    finally:
        os.umask(before)


def test_a_name_as_long_as_a_file_may_have_is_no_trouble(tmp_path: Path) -> None:
    path = tmp_path / f"{'é' * 110}.coop"
    make_store(path)
    assert Store(path, actor="Noor").path == path
    with pytest.raises(StoreUnusable, match="cannot be written"), draft_beside(tmp_path / ("x" * 300)):
        pass


@pytest.mark.skipif(os.name != "posix", reason="no such locks there")
def test_where_files_have_no_locks_drafts_are_made_and_none_is_cleared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(_handle: int, _how: int) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr("fcntl.flock", none)
    with draft_beside(tmp_path / "copy.coop") as draft:
        assert clear_drafts(tmp_path) == 0
        assert draft.exists()
    assert drafts(tmp_path) == []
