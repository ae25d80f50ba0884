"""What a program that was killed left half made is cleared away by the next one, and what is being made is not."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

import pytest

from coopadmin.errors import StoreUnusable
from coopadmin.services.association import save_owner
from db import drafts as drafts_module
from db.backup import back_up, restore
from db.backup_folders import keeping_of
from db.doctor import store_facts
from db.drafts import clear_drafts, draft_beside, draft_folder, held_beside, put_in_place
from db.migrate import make_store
from db.store import Store
from tests.conftest import clock

Hold = Callable[[Path], AbstractContextManager[bool]]
"""What keeps others from the files beside a store: as this system does it, and as those do that hold no folders."""

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


def _first(folder: Path, made: Callable[..., str]) -> Callable[..., str]:
    """Give what makes folders, which gives one that is there already first."""
    ready = [str(folder)]
    return lambda **named: ready.pop() if ready else made(**named)


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


def test_a_folder_that_was_made_for_nothing_is_gone_again(tmp_path: Path) -> None:
    target = tmp_path / "store-copies" / "copy.coop"
    with pytest.raises(RuntimeError), draft_beside(target):
        raise RuntimeError("the disk is full")
    assert not target.parent.exists()
    with draft_beside(target) as draft:
        put_in_place(draft, target)
    assert target.exists()
    target.unlink()
    with draft_beside(target):
        assert target.parent.is_dir()
    assert target.parent.is_dir(), "it was there before"


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


def test_a_draft_that_is_begun_while_somebody_clears_away_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / ".copy.coop.abcd1234.draft"
    folder.mkdir()
    listed, made = Path.iterdir, tempfile.mkdtemp
    begun: list[Path] = []

    def begin_when_listed(path: Path) -> Iterator[Path]:
        found = [*listed(path)]
        if path == folder and not begun:
            begun.append(folder)
            with monkeypatch.context() as maker:
                maker.setattr(drafts_module, "clear_drafts", lambda _folder: 0)
                maker.setattr(tempfile, "mkdtemp", _first(folder, made))
                begun.append(stack.enter_context(draft_beside(tmp_path / "copy.coop")))
        return iter(found)

    with ExitStack() as stack:
        monkeypatch.setattr(Path, "iterdir", begin_when_listed)
        clear_drafts(tmp_path)
        assert begun[-1].exists()
        assert clear_drafts(tmp_path) == 0
    assert drafts(tmp_path) == []


def test_a_draft_that_was_cleared_before_it_was_held_is_begun_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold = drafts_module._hold
    cleared: list[int] = []

    def hold_late(handle: int) -> bool | None:
        if not cleared:
            cleared.append(0)
            cleared[0] = clear_drafts(tmp_path)
        return hold(handle)

    monkeypatch.setattr(drafts_module, "_hold", hold_late)
    with draft_beside(tmp_path / "copy.coop") as draft:
        assert cleared == [1 if os.name == "posix" else 0]
        draft.write_bytes(b"whole")
        put_in_place(draft, tmp_path / "copy.coop")
    assert [path.name for path in tmp_path.iterdir()] == ["copy.coop"]


@pytest.mark.parametrize("hold", [held_beside, drafts_module._held_by_folder])
def test_one_at_a_time_holds_what_lies_beside_a_store_and_nothing_is_left_of_that(hold: Hold, tmp_path: Path) -> None:
    target = tmp_path / "store.coop"
    with hold(target) as first, hold(target) as second:
        assert (first, second) == (True, False)
        assert clear_drafts(tmp_path) == 0
    with hold(target) as again:
        assert again
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("hold", [held_beside, drafts_module._held_by_folder])
def test_what_a_killed_program_left_of_such_a_hold_is_in_nobodys_way(hold: Hold, tmp_path: Path) -> None:
    target = tmp_path / "store.coop"
    (left := tmp_path / ".store.coop.removing.draft").mkdir()
    (left / "lock").touch()
    with hold(target) as after_a_kill:
        assert after_a_kill
    clear_drafts(tmp_path)
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("hold", [held_beside, drafts_module._held_by_folder])
def test_a_full_disk_keeps_nobody_from_holding_what_lies_beside_a_store(
    hold: Hold, tmp_path: Path, fill_disk: Callable[[], None]
) -> None:
    fill_disk()
    with hold(tmp_path / "store.coop") as alone:
        assert alone
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("hold", [held_beside, drafts_module._held_by_folder])
def test_what_lies_in_no_folder_cannot_be_held(hold: Hold, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), hold(tmp_path / "gone" / "store.coop"):
        pass


@pytest.mark.skipif(os.name != "posix", reason="what is open keeps its name there")
def test_on_a_disk_that_renames_what_is_open_and_taken_away_no_draft_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """NFS does so: a name of its own stays in the folder until the file is closed."""
    unlink, close = Path.unlink, os.close
    renamed: list[Path] = []

    def rename(file: Path, missing_ok: bool = False) -> None:
        if file.name == "lock":
            renamed.append(file.rename(file.with_name(".nfs0000000000000001")))
        else:
            unlink(file, missing_ok=missing_ok)

    def close_and_clear(handle: int) -> None:
        close(handle)
        while renamed:
            unlink(renamed.pop())

    monkeypatch.setattr(Path, "unlink", rename)
    monkeypatch.setattr(os, "close", close_and_clear)
    with draft_beside(tmp_path / "copy.coop") as draft:
        put_in_place(draft, tmp_path / "copy.coop")
    (tmp_path / ".left.coop.abcd1234.draft").mkdir()
    assert clear_drafts(tmp_path) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["copy.coop"]


@pytest.mark.skipif(os.name != "posix", reason="rights are set by the profile folder there")
def test_a_store_that_is_put_back_keeps_the_rights_of_the_group(store_path: Path, tmp_path: Path) -> None:
    backup = back_up(store_path, tmp_path / "copy.coop")
    store_path.chmod(0o660)
    restore(backup, store_path, clock())
    assert stat.S_IMODE(store_path.stat().st_mode) == 0o660
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    store_path.unlink()
    restore(backup, store_path, clock())
    assert stat.S_IMODE(store_path.stat().st_mode) == 0o600


@pytest.mark.skipif(os.name != "posix", reason="rights are set by the profile folder there")
def test_so_does_one_that_is_encrypted_and_made_plain_again(store_path: Path) -> None:
    pytest.importorskip("sqlcipher3")
    from db.encryption import decrypt, encrypt

    store_path.chmod(0o640)
    encrypt(store_path, "paard nietje wolk kade")
    assert stat.S_IMODE(store_path.stat().st_mode) == 0o640
    decrypt(store_path)
    assert stat.S_IMODE(store_path.stat().st_mode) == 0o640


@pytest.mark.skipif(os.name != "posix", reason="files have no owner of that kind there")
def test_what_is_put_in_place_stays_with_its_owner_and_its_group(tmp_path: Path) -> None:
    (target := tmp_path / "store.coop").touch(0o660)
    target.chmod(0o660)
    try:
        os.chown(target, 1234, 4321)
    except OSError:
        # Being root is not enough: in a container or on a network disk it may be refused all the same.
        pytest.skip("who works here may give no file away")
    with draft_beside(target) as draft:
        put_in_place(draft, target)
    found = target.stat()
    assert (found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode)) == (1234, 4321, 0o660)


@pytest.mark.skipif(os.name != "posix", reason="rights are set by the profile folder there")
def test_another_group_gets_no_rights_where_the_old_one_cannot_be_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    (target := tmp_path / "store.coop").touch()
    target.chmod(0o660)
    with draft_beside(target) as draft:
        monkeypatch.setattr(os, "chown", refuse)
        monkeypatch.setattr(drafts_module, "_is_of_group", lambda _file, _group: False)
        put_in_place(draft, target)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_what_a_killed_program_left_beside_the_store_goes_when_something_is_forgotten(store: Store) -> None:
    left = store.path.parent / f".{store.path.name}.abcd1234.draft"
    with draft_beside(store.path) as at_work:
        left.mkdir()
        (left / f".{store.path.name}").write_bytes(b"Wassenaar")
        (left / "lock").touch()
        store.sweep()
        assert at_work.exists()
        assert (left.exists(), store.unswept) == (False, "")


def test_what_a_killed_program_left_in_the_folder_of_copies_goes_with_the_next_opening(store: Store) -> None:
    folder = store.path.with_name(f"{store.path.stem}-copies")
    left = folder / f".{store.path.stem}-20261121-120000-import.coop.abcd1234.draft"
    left.mkdir(parents=True)
    (left / f".{store.path.stem}-20261121-120000-import.coop").write_bytes(b"Wassenaar")
    (left / "lock").touch()
    assert store_facts(keeping_of(store.path)).drafts == 1
    Store(store.path, actor="Emre")
    assert not left.exists()
