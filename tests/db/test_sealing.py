"""A copy for some people's keys opens with each of those keys and no other, here and with the standard program."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from importlib import import_module
from io import BufferedWriter
from pathlib import Path
from typing import Any

import pytest

from coopadmin.errors import Refused, StoreDamaged, StoreUnusable, Unreadable, WrongUse
from coopadmin.services.association import save_owner
from db import sealed_backup
from db.backup import check
from db.backup_folders import Keeping, listed, newest_of, own_folder
from db.backups import copied_before, end_day
from db.sealed_backup import back_up_for, opened_copy
from db.sealing import (
    Outside,
    check_identity,
    is_sealed,
    keys_in,
    make_identity,
    outside_of,
    recipients_of,
    seal,
    unseal,
)
from db.store import Store
from tests.conftest import clock

pytest.importorskip("pyrage")

NOON = clock().astimezone()


@pytest.fixture
def key(tmp_path: Path) -> tuple[Path, str]:
    """Make a key pair: the file of the secret key, and the public key."""
    file = tmp_path / "keys" / "noor.txt"
    return file, make_identity(file, NOON)


def names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


def test_a_secret_key_is_for_its_owner_alone_and_never_made_over_another(tmp_path: Path) -> None:
    file = tmp_path / "noor.txt"
    public = make_identity(file, NOON)
    assert public.startswith("age1")
    lines = file.read_text(encoding="utf-8").splitlines()
    assert lines[:2] == ["# created: 2026-11-20T13:00:00+01:00", f"# public key: {public}"]
    assert lines[2].startswith("AGE-SECRET-KEY-1")
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with pytest.raises(Refused, match="already a file"):
        make_identity(file, NOON)
    assert file.read_text(encoding="utf-8").splitlines() == lines
    (tmp_path / "letter").touch()
    with pytest.raises(WrongUse, match="cannot be written"):
        make_identity(tmp_path / "letter" / "noor.txt", NOON)


def test_a_copy_for_two_people_opens_for_each_and_for_nobody_else(
    store: Store, tmp_path: Path, key: tuple[Path, str]
) -> None:
    emre, other = tmp_path / "emre.txt", tmp_path / "other.txt"
    both = (key[1], make_identity(emre, NOON))
    make_identity(other, NOON)
    sealed = back_up_for(store.path, tmp_path / "copy.coop.age", both)
    assert is_sealed(sealed)
    assert b"De Vonk" not in sealed.read_bytes()
    for identity in (key[0], emre):
        with opened_copy(sealed, store.path, identity) as plain:
            assert newest_of(plain) == newest_of(store.path)
            assert all(finding.ok for finding in check(plain))
            if os.name == "posix":
                assert stat.S_IMODE(plain.stat().st_mode) == 0o600
        assert not plain.exists()
    with (
        pytest.raises(Refused, match=r"was not encrypted for the key in other\.txt"),
        opened_copy(sealed, store.path, other),
    ):
        pass
    assert names(store.path.parent) <= {"store.coop", "store.coop-wal", "store.coop-shm"}


def test_the_standard_program_opens_our_copies_and_we_open_its(
    store: Store, tmp_path: Path, key: tuple[Path, str]
) -> None:
    if shutil.which("age") is None:
        pytest.skip("age is not installed")
    sealed = back_up_for(store.path, tmp_path / "copy.coop.age", [key[1]])
    theirs = tmp_path / "theirs.coop"
    subprocess.run(["age", "-d", "-i", key[0], "-o", theirs, sealed], check=True)
    assert newest_of(theirs) == newest_of(store.path)
    for more in ([], ["-a"]):
        again = tmp_path / f"again{len(more)}.age"
        subprocess.run(["age", "-r", key[1], *more, "-o", again, theirs], check=True)
        assert is_sealed(again)
        with opened_copy(again, store.path, key[0]) as plain:
            assert newest_of(plain) == newest_of(store.path)


@pytest.mark.parametrize("kind", ["ed25519", "rsa"])
def test_a_key_of_ssh_will_do(store: Store, tmp_path: Path, kind: str) -> None:
    if shutil.which("ssh-keygen") is None:
        pytest.skip("ssh-keygen is not installed")
    subprocess.run(
        ["ssh-keygen", "-q", "-t", kind, "-N", "", "-C", "noor, treasurer", "-f", tmp_path / "id"], check=True
    )
    sealed = back_up_for(store.path, tmp_path / "copy.coop.age", [str(tmp_path / "id.pub")])
    with opened_copy(sealed, store.path, tmp_path / "id") as plain:
        assert newest_of(plain) == newest_of(store.path)
    subprocess.run(["ssh-keygen", "-q", "-p", "-P", "", "-N", "geheim", "-f", tmp_path / "id"], check=True)
    with pytest.raises(Unreadable, match="behind a passphrase"), opened_copy(sealed, store.path, tmp_path / "id"):
        pass


def test_recipients_are_keys_or_files_of_them(tmp_path: Path, key: tuple[Path, str]) -> None:
    file = tmp_path / "board.txt"
    file.write_text(f"# the board\n{key[1]}\n\n{key[1]}\n", encoding="utf-8")
    assert len(recipients_of([str(file)])) == 1
    assert keys_in(" age1a, age1b\n\n# note\nssh-rsa AAAA noor, home\n") == (
        "age1a",
        "age1b",
        "ssh-rsa AAAA noor, home",
    )


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ([], "For whom is it encrypted"),
        (["nobody.txt"], "neither a public key"),
        (["age1qqq"], "no public key that can be used here"),
        (["ssh-dss AAAA"], "no public key that can be used here"),
        (["AGE-SECRET-KEY-1QQQ"], "That is a secret key"),
    ],
)
def test_what_is_no_public_key_is_said_and_a_secret_one_is_not_repeated(named: list[str], said: str) -> None:
    with pytest.raises(WrongUse, match=said) as caught:
        recipients_of(named)
    assert "QQQ" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no secret key"),
        (b"AGE-SECRET-KEY-1NONSENSE\n", "no secret key"),
        (b"-----BEGIN OPENSSH PRIVATE KEY-----\nx\n", "no secret key"),
        (b"age-encryption.org/v1\n-> scrypt x\n", "behind a passphrase"),
        (b"\xff\xfe\x00", "no secret key"),
    ],
)
def test_what_is_no_secret_key_is_said(
    store: Store, tmp_path: Path, key: tuple[Path, str], content: bytes, said: str
) -> None:
    sealed = back_up_for(store.path, tmp_path / "copy.coop.age", [key[1]])
    wrong = tmp_path / "wrong.txt"
    wrong.write_bytes(content)
    with pytest.raises(Unreadable, match=said), opened_copy(sealed, store.path, wrong):
        pass
    with pytest.raises(Unreadable), opened_copy(sealed, store.path, tmp_path / "nothing.txt"):
        pass


@pytest.mark.parametrize("left", [0, 10, 200, 100_000, -1])
def test_a_copy_that_is_cut_short_or_changed_is_refused_and_leaves_nothing(
    store: Store, tmp_path: Path, key: tuple[Path, str], left: int
) -> None:
    sealed = back_up_for(store.path, tmp_path / "copy.coop.age", [key[1]])
    content = sealed.read_bytes()
    sealed.write_bytes(content[:left] if left >= 0 else content[:-1] + bytes([content[-1] ^ 1]))
    with pytest.raises(Unreadable), opened_copy(sealed, store.path, key[0]):
        pass
    assert not [name for name in names(store.path.parent) if name.startswith(".")]


def test_what_is_not_encrypted_never_lies_where_the_copy_goes_and_goes_away_even_when_it_fails(
    store: Store, tmp_path: Path, key: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud = tmp_path / "cloud"
    cloud.mkdir()
    seen: list[Path] = []

    def fail(plain: Path, sealed: Path, _recipients: object) -> None:
        seen.append(plain)
        assert plain.read_bytes().startswith(b"SQLite format 3\0")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(sealed_backup, "seal", fail)
    with pytest.raises(StoreUnusable, match="the disk is full"):
        back_up_for(store.path, cloud / "copy.coop.age", [key[1]])
    assert cloud not in seen[0].parents
    assert names(cloud) == set()
    assert not [name for name in names(store.path.parent) if name.startswith(".")]


def test_an_encrypted_copy_that_cannot_be_moved_or_unpacked_is_said_in_a_sentence(
    store: Store, tmp_path: Path, key: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    identity, public = key
    sealed = back_up_for(store.path, tmp_path / "own" / "copy.coop.age", [public])
    replace = Path.replace

    def fail(file: Path, target: Path) -> Path:
        if target.suffix == ".age":
            raise OSError(5, "Input/output error")
        return replace(file, target)

    def fail_too(_file: Path, _mode: int = 0) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(StoreUnusable, match=r"other\.coop\.age cannot be written: the disk gave an error"):
        back_up_for(store.path, tmp_path / "own" / "other.coop.age", [public])
    monkeypatch.setattr(Path, "touch", fail_too)
    with (
        pytest.raises(StoreUnusable, match="cannot be written: the disk is full"),
        opened_copy(sealed, store.path, identity),
    ):
        pass
    assert list((tmp_path / "own").iterdir()) == [sealed]


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot be kept from writing large files there")
def test_a_disk_without_room_is_not_taken_for_a_damaged_copy(
    store: Store, tmp_path: Path, key: tuple[Path, str]
) -> None:
    sealed = back_up_for(store.path, tmp_path / "copy.coop.age", [key[1]])
    script = (
        "import resource, sys; from pathlib import Path; from coopadmin.errors import CoopadminError\n"
        "from db.sealed_backup import back_up_for, opened_copy; from db.sealing import recipients_of, seal\n"
        "sealed, store, identity, public, folder = *map(Path, sys.argv[1:4]), sys.argv[4], Path(sys.argv[5])\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))\n"
        "try:\n    with opened_copy(sealed, store, identity): pass\n"
        "except CoopadminError as error: print(type(error).__name__, error)\n"
        "try: back_up_for(store, folder / 'new.coop.age', [public])\n"
        "except CoopadminError as error: print(type(error).__name__, error)\n"
        "(folder / 'new').touch()\n"
        "try: seal(store, folder / 'new', recipients_of([public]))\n"
        "except OSError as error: print(error)\n"
    )
    words = [sys.executable, "-c", script, sealed, store.path, key[0], key[1], tmp_path]
    opening, making, sealing = subprocess.run(
        [*map(str, words)], capture_output=True, text=True, check=True, env={**os.environ, "COOPADMIN_LANG": "en"}
    ).stdout.splitlines()
    assert opening.startswith("StoreFull ")
    assert str(store.path) in opening
    assert str(tmp_path / "new.coop.age") in making
    assert ".draft" not in making
    assert "File too large" in sealing
    assert sorted(names(tmp_path)) == ["copy.coop.age", "keys", "new"]
    assert not [name for name in names(store.path.parent) if name.startswith(".")]


def test_a_copy_that_was_not_written_whole_is_found_out(
    tmp_path: Path, key: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, sealed = tmp_path / "plain", tmp_path / "sealed"
    for size in (0, 1, 65_535, 65_536, 65_537, 200_000):
        plain.write_bytes(bytes(size))
        sealed.touch()
        seal(plain, sealed, recipients_of([key[1]]))
        (tmp_path / "again").touch()
        unseal(sealed, tmp_path / "again", key[0])
        assert (tmp_path / "again").read_bytes() == plain.read_bytes()
    pyrage: Any = import_module("pyrage")

    def half(reader: object, writer: BufferedWriter, recipients: object) -> None:
        whole(reader, writer, recipients)
        writer.truncate(100_000)

    whole = pyrage.encrypt_io
    monkeypatch.setattr(pyrage, "encrypt_io", half)
    with pytest.raises(OSError, match="not written whole"):
        seal(plain, sealed, recipients_of([key[1]]))


def test_without_the_library_a_sentence_says_how_to_install_it(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyrage", None)
    with pytest.raises(Refused, match=r"pipx install --force '\.\[encryption\]'"):
        back_up_for(store.path, tmp_path / "copy.coop.age", ["age1x"])
    store.do(save_owner, name="Woonbron")
    (tmp_path / "stick").mkdir()
    said = end_day(Keeping(store.path, tmp_path / "stick", ("age1x",)), NOON)
    assert "pipx install" in said
    assert "as readable as the store" in said
    assert [one.file.parent for one in listed(Keeping(store.path))] == [own_folder(store.path)]
    assert not [file for file in (tmp_path / "stick").rglob("*") if file.is_file()]


def test_copies_by_themselves_are_encrypted_where_keys_are_named(
    store: Store, tmp_path: Path, key: tuple[Path, str]
) -> None:
    store.do(save_owner, name="Woonbron")
    (tmp_path / "cloud").mkdir()
    keeping = Keeping(store.path, tmp_path / "cloud", (key[1],))
    assert end_day(keeping, NOON) == ""
    told: list[str] = []
    with copied_before(keeping, "bank", NOON, told.append):
        pass
    assert told == []
    files = [file for file in (tmp_path / "cloud").rglob("*") if file.is_file()]
    assert {file.name for file in files} == {
        "store-20261120-130000-day.coop.age",
        "store-20261120-130000-bank.coop.age",
    }
    assert all(is_sealed(file) for file in files)


def test_without_a_key_it_shows_for_how_many_a_copy_is_and_whether_it_can_be_whole(
    store: Store, tmp_path: Path, key: tuple[Path, str]
) -> None:
    for count in (1, 3):
        people = [key[1], *(make_identity(tmp_path / f"{count}-{number}", NOON) for number in range(1, count))]
        sealed = back_up_for(store.path, tmp_path / f"{count}.coop.age", people)
        assert outside_of(sealed) == Outside(count, whole=True)
    content = sealed.read_bytes()
    for left in (len(content) - 1, 100_001, 700):
        sealed.write_bytes(content[:left])
        assert not outside_of(sealed).whole
    for other in (b"", b"age-encryption.org/v1\n", b"age-encryption.org/v1\n-> X25519", store.path.read_bytes()):
        sealed.write_bytes(other)
        assert outside_of(sealed) == Outside(0, whole=False)
    assert outside_of(tmp_path / "nothing") == Outside(0, whole=False)


def test_what_the_standard_program_wrote_as_letters_shows_the_same(
    store: Store, tmp_path: Path, key: tuple[Path, str]
) -> None:
    if shutil.which("age") is None:
        pytest.skip("age is not installed")
    sealed = tmp_path / "copy.age"
    subprocess.run(["age", "-r", key[1], "-r", key[1], "-a", "-o", sealed, store.path], check=True)
    assert outside_of(sealed) == Outside(2, whole=True)
    sealed.write_bytes(sealed.read_bytes()[:5000])
    assert outside_of(sealed) == Outside(2, whole=False)


def test_a_damaged_store_gives_no_encrypted_copy(store: Store, tmp_path: Path, key: tuple[Path, str]) -> None:
    store.path.write_bytes(b"no store any more")
    with pytest.raises(StoreDamaged):
        back_up_for(store.path, tmp_path / "copy.coop.age", [key[1]])
    assert not (tmp_path / "copy.coop.age").exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with a name there")
def test_what_is_no_ordinary_file_is_never_waited_for(store: Store, tmp_path: Path, key: tuple[Path, str]) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(Unreadable, match=r"pipe.*no ordinary file"):
        check_identity(pipe)
    with pytest.raises(Unreadable, match="no ordinary file"):
        unseal(back_up_for(store.path, tmp_path / "copy.coop.age", [key[1]]), tmp_path / "plain", pipe)
    with pytest.raises(WrongUse, match="nor a file with some"):
        recipients_of([str(pipe)])
    with pytest.raises(OSError, match="no ordinary file"):
        is_sealed(pipe)
    with pytest.raises(OSError, match="no ordinary file"):
        unseal(pipe, tmp_path / "plain", key[0])
    assert outside_of(pipe) == Outside(0, False)


def test_a_copy_for_keys_without_end_is_refused_before_one_is_tried(tmp_path: Path, key: tuple[Path, str]) -> None:
    endless = tmp_path / "copy.coop.age"
    for lines in (b"-> X25519 abc\nAAAA\n" * 4_000 + b"--- x\n", b"-> " + b"a" * 70_000, b""):
        endless.write_bytes(b"age-encryption.org/v1\n" + lines)
        with pytest.raises(Unreadable, match="no file that age encrypted, or it is damaged"):
            unseal(endless, tmp_path / "plain", key[0])
    assert not (tmp_path / "plain").exists()


def test_a_copy_for_many_people_opens(store: Store, tmp_path: Path, key: tuple[Path, str]) -> None:
    many = [make_identity(tmp_path / f"{number}.txt", NOON) for number in range(60)]
    with opened_copy(back_up_for(store.path, tmp_path / "copy.coop.age", [*many, key[1]]), store.path, key[0]) as plain:
        assert newest_of(plain) == newest_of(store.path)
