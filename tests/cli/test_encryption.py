"""Encrypting from the command line: what is asked, what a script may give, and what a wrong passphrase gets."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from coopadmin.cli import passphrases
from coopadmin.errors import INSTALL_ENCRYPTION
from db import files
from db.files import is_encrypted
from db.store import Store
from tests.cli.conftest import Run

pytest.importorskip("sqlcipher3", reason="the library for encrypted stores is an optional part")

PASSPHRASE = "paard nietje wolk kade"
ANOTHER = "vier andere woorden samen"

Typed = list[str]


@pytest.fixture(autouse=True)
def _keys_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_keys", {})
    monkeypatch.setattr(files, "_ROUNDS", 1000)


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Iterator[Typed]:
    """Sit at a terminal, and type these lines where a passphrase is asked."""
    lines: Typed = []
    monkeypatch.setattr(passphrases, "at_a_keyboard", lambda: True)
    monkeypatch.setattr("getpass.getpass", lambda _question, stream=None: lines.pop(0))
    yield lines
    assert lines == []


def test_a_store_is_encrypted_opened_changed_and_made_plain_again(
    run: Run, store: Store, typed: Typed, tmp_path: Path
) -> None:
    typed += [PASSPHRASE, PASSPHRASE]
    ran = run("encrypt")
    assert (ran.code, is_encrypted(store.path)) == (0, True)
    assert "Write the passphrase down" in ran.err
    files._keys.clear()
    typed += [PASSPHRASE]
    assert run("report", "members").code == 0
    files._keys.clear()
    typed += [PASSPHRASE, ANOTHER, ANOTHER]
    assert run("passphrase").code == 0
    files._keys.clear()
    typed += ["mis", PASSPHRASE, ANOTHER]
    ran = run("backup", tmp_path / "copy.coop")
    assert ran.code == 0
    assert ran.err.count("does not open") == 2
    files._keys.clear()
    typed += [ANOTHER]
    assert run("decrypt").code == 0
    assert not is_encrypted(store.path)
    typed += [ANOTHER]
    files._keys.clear()
    ran = run("restore", tmp_path / "copy.coop")
    assert (ran.code, "opens with the passphrase of this copy" in ran.err) == (0, True)
    assert is_encrypted(store.path)
    assert run("check").code == 0


def test_three_wrong_passphrases_end_it_and_say_no_more_than_that(run: Run, store: Store, typed: Typed) -> None:
    typed += [PASSPHRASE, PASSPHRASE]
    run("encrypt")
    files._keys.clear()
    typed += ["een", "twee", "drie"]
    ran = run("report", "members", "--format", "json")
    assert ran.code == 3
    assert ran.document == {
        "error": [f"This passphrase does not open {store.path}. Capitals and spaces count; try again."],
        "exit": 3,
    }
    assert not {"een", "twee", "drie"} & set(ran.err.split())


def test_a_script_gives_the_passphrase_in_its_surroundings(
    run: Run, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COOPADMIN_PASSPHRASE", PASSPHRASE)
    assert run("encrypt").code == 0
    files._keys.clear()
    assert run("check").code == 0
    monkeypatch.setenv("COOPADMIN_NEW_PASSPHRASE", ANOTHER)
    assert run("passphrase").code == 0
    files._keys.clear()
    assert run("check").code == 3
    monkeypatch.delenv("COOPADMIN_PASSPHRASE")
    ran = run("check")
    assert ran.code == 3
    assert "COOPADMIN_PASSPHRASE" in ran.err


def test_what_cannot_be_is_refused_with_what_would_be_right(run: Run, store: Store, typed: Typed) -> None:
    for command, right in (("passphrase", "coopadmin encrypt"), ("decrypt", "is not encrypted")):
        ran = run(command)
        assert (ran.code, right in ran.err) == (1, True)
    for first, second, why in (("kort", "kort", "at least 12"), (PASSPHRASE, ANOTHER, "not the same")):
        typed += [first, second]
        ran = run("encrypt")
        assert (ran.code, why in ran.err, is_encrypted(store.path)) == (1, True, False)
    typed += [PASSPHRASE, PASSPHRASE]
    assert run("encrypt").code == 0
    ran = run("encrypt")
    assert (ran.code, "coopadmin passphrase" in ran.err) == (1, True)


def test_a_store_begins_encrypted_or_not_at_all(run: Run, typed: Typed, tmp_path: Path) -> None:
    path = tmp_path / "begin.coop"
    typed += ["kort", "kort"]
    assert run("init", "--name", "De Vonk", "--encrypted", store=path).code == 1
    assert not path.exists()
    typed += [PASSPHRASE, PASSPHRASE]
    assert run("init", "--name", "De Vonk", "--encrypted", store=path).code == 0
    assert is_encrypted(path)


def test_without_the_library_it_is_said_how_to_get_it_and_nothing_is_asked(
    run: Run, store: Store, typed: Typed, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    typed += [PASSPHRASE, PASSPHRASE]
    assert run("encrypt").code == 0
    files._keys.clear()
    monkeypatch.setitem(sys.modules, "sqlcipher3", None)
    for words in (
        ("check",),
        ("report", "members"),
        ("undo",),
        ("encrypt",),
        ("decrypt",),
        ("passphrase",),
        ("backup", tmp_path / "copy.coop"),
        ("restore", store.path),
        ("init", "--name", "De Vonk", "--encrypted", "--store", tmp_path / "new.coop"),
    ):
        named = words[-1] if "--store" in words else store.path
        ran = run(*[word for word in words if "--store" not in words or word not in ("--store", named)], store=named)
        assert (ran.code, ran.err.count("\n"), INSTALL_ENCRYPTION in ran.err) == (3, 1, True)
    assert run("backups").code == 0
    assert not (tmp_path / "new.coop").exists()


def test_a_copy_for_a_key_is_put_back_on_another_computer_with_the_passphrase_of_its_store(
    run: Run, store: Store, typed: Typed, tmp_path: Path
) -> None:
    pytest.importorskip("pyrage")
    public = run("identity", tmp_path / "noor.txt").out.strip()
    typed += [PASSPHRASE, PASSPHRASE]
    run("encrypt")
    sealed = tmp_path / "copy.coop.age"
    assert run("backup", sealed, "--encrypt", "--to", public).code == 0
    store.path.unlink()
    files._keys.clear()
    typed += ["mis", PASSPHRASE]
    ran = run("restore", sealed, "--identity", tmp_path / "noor.txt")
    assert ran.code == 0
    assert is_encrypted(store.path)
    assert run("check").code == 0
    store.path.unlink()
    files._keys.clear()
    typed += ["een", "twee", "drie"]
    ran = run("restore", sealed, "--identity", tmp_path / "noor.txt")
    assert (ran.code, f"does not open {sealed}" in ran.err.splitlines()[-1]) == (3, True)
    assert not store.path.exists()
    assert not [file for file in store.path.parent.iterdir() if file.name.startswith(".")]


def test_the_list_of_copies_asks_for_the_passphrase_where_somebody_can_give_it(
    run: Run, store: Store, typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed += [PASSPHRASE, PASSPHRASE]
    run("encrypt")
    folder = store.path.with_name("store-copies")
    assert run("backup", folder / "store-20261120-140000-hand.coop").code == 0
    files._keys.clear()
    typed += [PASSPHRASE]
    assert run("backups", "--json").document["copies"][0]["counts"]["members"] == 0
    files._keys.clear()
    monkeypatch.setattr(passphrases, "at_a_keyboard", lambda: False)
    ran = run("backups", "--json")
    assert (ran.code, ran.document["copies"][0]["ok"], ran.document["copies"][0]["fault"]) == (0, None, "")
    assert "encrypted, with a passphrase that was not given" in run("backups").out


def test_a_wrong_passphrase_leaves_no_word_of_it_anywhere(
    run: Run, store: Store, typed: Typed, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    typed += [PASSPHRASE, PASSPHRASE]
    run("encrypt")
    monkeypatch.setenv("COOPADMIN_LOG", str(tmp_path / "log.txt"))
    monkeypatch.setenv("COOPADMIN_DEBUG", "1")
    monkeypatch.setenv("COOPADMIN_PASSPHRASE", "zeldzaamverkeerdewoorden")
    copy = store.path.with_name("copy.coop")
    shutil.copy(store.path, copy)
    for words in (
        ("check",),
        ("report", "members"),
        ("undo",),
        ("decrypt",),
        ("passphrase",),
        ("backup", tmp_path / "copy.coop"),
        ("restore", copy),
        ("backups",),
        ("forget",),
        ("doctor",),
    ):
        files._keys.clear()
        ran = run(*words)
        assert ran.code == 3
        assert "does not open" in ran.err + ran.out
        assert "zeldzaamverkeerdewoorden" not in ran.out + ran.err
        if words != ("doctor",):
            assert (ran.out, ran.err.count("\n")) == ("", 1)
    left = [file for folder in (tmp_path, store.path.parent) for file in folder.rglob("*") if file.is_file()]
    assert not [file for file in left if b"zeldzaamverkeerdewoorden" in file.read_bytes()]
