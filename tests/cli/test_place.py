"""A store that is named by a link is the file behind it, for every command and for the desk."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from coopadmin import settings
from coopadmin.cli import door
from coopadmin.cli.place import store_path as place_of
from coopadmin.errors import StoreUnusable
from db import files
from db.files import is_encrypted
from db.store import Store
from tests.cli.conftest import Run

PASSPHRASE = "paard nietje wolk kade"


@pytest.fixture
def link(store_path: Path) -> Path:
    """Make a link to a link to the store of this test, each named from its own folder."""
    folder = store_path.parent / "links"
    folder.mkdir()
    link, between = folder / "link.coop", folder / "between.coop"
    try:
        between.symlink_to(Path("..", store_path.name))
        link.symlink_to("between.coop")
    except OSError:
        pytest.skip("who works here may make no links")
    return link


def test_the_store_is_encrypted_and_made_plain_again_behind_the_link(
    run: Run, store: Store, link: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("sqlcipher3", reason="the library for encrypted stores is an optional part")
    monkeypatch.setattr(files, "_keys", {})
    monkeypatch.setattr(files, "_ROUNDS", 1000)
    monkeypatch.setenv("COOPADMIN_PASSPHRASE", PASSPHRASE)
    ran = run("encrypt", store=link)
    assert (ran.code, link.is_symlink(), is_encrypted(store.path)) == (0, True, True)
    assert str(store.path) in ran.out
    monkeypatch.setenv("COOPADMIN_NEW_PASSPHRASE", PASSPHRASE + " meer")
    before = store.path.read_bytes()
    assert (run("passphrase", store=link).code, link.is_symlink()) == (0, True)
    assert store.path.read_bytes() != before
    monkeypatch.setenv("COOPADMIN_PASSPHRASE", PASSPHRASE + " meer")
    assert run("decrypt", store=link).code == 0
    assert (link.is_symlink(), is_encrypted(store.path)) == (True, False)


def test_a_copy_is_put_back_behind_the_link(run: Run, store: Store, link: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.coop"
    assert run("backup", copy, store=link).code == 0
    before = store.path.stat().st_ino
    assert run("restore", copy, store=link).code == 0
    assert link.is_symlink()
    assert link.samefile(store.path)
    assert store.path.stat().st_ino != before


@pytest.mark.parametrize("named", ["option", "url", "variable", "folder of the user"])
def test_the_file_behind_a_link_is_the_store_however_the_link_is_named(
    store: Store, link: Path, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    monkeypatch.delenv("COOPADMIN_STORE")
    if named == "variable":
        monkeypatch.setenv("COOPADMIN_STORE", str(link))
    monkeypatch.setattr(settings, "default_store", lambda: link)
    words = {"option": str(link), "url": f"sqlite:///{link}"}
    assert place_of(words.get(named)) == store.path


def test_the_desk_opens_on_the_file_behind_the_link(store: Store, link: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Path] = []

    def run_desk(path: Path) -> int:
        opened.append(path)
        return 0

    monkeypatch.setattr("screens.run.run_desk", run_desk)
    monkeypatch.setattr("coopadmin.cli.desk.at_a_terminal", lambda: True)
    assert door.enter(["--store", str(link)]) == 0
    assert opened == [store.path]


def test_a_name_that_is_no_link_stays_as_it_was_given(link: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the last part counts: a folder that is a link keeps the files that are put in its place."""
    monkeypatch.chdir(link.parent)
    (link.parent / "folder").symlink_to(link.parent.parent)
    for name in ("none.coop", "folder/store.coop", "a" * 300, "a\N{REPLACEMENT CHARACTER}b"):
        assert place_of(name) == Path(name)


def test_links_that_lead_nowhere_but_to_themselves_get_a_sentence(run: Run, link: Path) -> None:
    between = link.with_name("between.coop")
    between.unlink()
    between.symlink_to(link.name)
    itself = link.with_name("itself.coop")
    itself.symlink_to(itself.name)
    for store in (link, itself):
        for words in (["check"], ["init", "--name", "De Vonk"]):
            ran = run(*words, store=store)
            assert (ran.code, ran.out) == (3, "")
            assert ran.err == f"{store} cannot be the store: it is a link that leads back to itself.\n"


def test_a_store_is_begun_where_a_link_leads_whose_file_is_not_there_yet(
    run: Run, link: Path, store_path: Path
) -> None:
    store_path.unlink()
    ran = run("check", store=link)
    assert ran.code == 3
    assert f"no store at {store_path}" in ran.err
    assert run("init", "--name", "De Vonk", store=link).code == 0
    assert link.is_symlink()
    assert store_path.is_file()
    assert run("init", "--name", "De Vonk", store=link).code == 1


def test_no_store_is_begun_on_a_disk_that_is_not_connected(run: Run, link: Path, tmp_path: Path) -> None:
    """A new store in the folder of the disk would be found instead of the one that is on it."""
    away = tmp_path / "stick" / "vonk.coop"
    link.unlink()
    link.symlink_to(away)
    for words in (["init", "--name", "De Vonk"], ["check"]):
        ran = run(*words, store=link)
        assert ran.code == 3
        assert ran.err == (
            f"{link} leads to the store {away}, but the folder of that file is not there. Connect the disk it lies on, "
            "or make the link anew.\n"
        )
    assert not away.parent.exists()
    with pytest.raises(StoreUnusable):
        place_of(os.fspath(link))


@pytest.mark.parametrize("command", [("check",), ("decrypt",), ("report", "members"), ("charge", "2026-11")])
def test_a_folder_is_no_store_and_is_told_as_one(run: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    told = run(*command, store=tmp_path)
    assert told.code == 3
    assert "is a folder; name a file in it" in told.err


@pytest.mark.parametrize("command", ["doctor", "backups"])
def test_what_looks_at_a_store_from_outside_looks_at_a_folder_too(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for place in (Path(), tmp_path, Path("/")):
        assert "Traceback" not in run(command, store=place).err
        assert "program itself" not in run(command, store=place).err
