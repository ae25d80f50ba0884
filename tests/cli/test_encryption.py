"""Encrypting from the command line: what is asked, what a script may give, and what a wrong passphrase gets."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from coopadmin.cli import passphrases
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
    assert run("restore", tmp_path / "copy.coop").code == 0
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


def test_without_the_library_it_is_said_how_to_get_it(run: Run, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COOPADMIN_PASSPHRASE", PASSPHRASE)
    assert run("encrypt").code == 0
    files._keys.clear()
    monkeypatch.setitem(sys.modules, "sqlcipher3", None)
    ran = run("check")
    assert (ran.code, "coopadmin[encryption]" in ran.err) == (3, True)
