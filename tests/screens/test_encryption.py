"""An encrypted store at the desk: a page that asks, and ways to encrypt it and back from the association's page."""

from __future__ import annotations

import asyncio
import sys

import pytest
from textual.widgets import Input, OptionList

from db import files
from db.backup_folders import Keeping
from db.backups import make_copy
from db.encryption import encrypt
from db.files import is_encrypted
from db.store import Store
from screens.app import CoopApp
from screens.run import do_between
from tests.screens.conftest import NOON, Desk, Drive

pytest.importorskip("sqlcipher3", reason="the library for encrypted stores is an optional part")

PASSPHRASE = "paard nietje wolk kade"


@pytest.fixture(autouse=True)
def _keys_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_keys", {})
    monkeypatch.setattr(files, "_ROUNDS", 1000)


async def test_the_desk_opens_behind_the_passphrase_and_nothing_else_does(drive: Drive, store: Store) -> None:
    encrypt(store.path, PASSPHRASE)
    files._keys.clear()
    async with drive(first_page=True) as desk:
        assert desk.name == "PassphraseScreen"
        await desk.press("f3", "ctrl+p")
        assert desk.name == "PassphraseScreen"
        keys = desk.text.splitlines()[-1]
        assert all(told in keys for told in ("Enter open", "F1 help", "F10 stop"))
        assert "Ctrl+P" not in keys
        assert "Without it nobody can open this store" in " ".join(desk.text.split())
        await desk.press("f1")
        assert "Open the store with this passphrase" in desk.text
        assert "Tenancy contracts" not in desk.text
        await desk.press("escape")
        await desk.press("enter")
        assert "fill this in" in desk.text
        await desk.type("fout")
        assert "fout" not in desk.text
        await desk.press("enter")
        assert "does not open" in desk.text
        assert desk.app.screen.query_one(Input).value == ""
        await desk.type(PASSPHRASE)
        await desk.press("enter")
        assert desk.name == "DeskScreen"
        assert "De Vonk" in desk.text


async def test_the_store_is_encrypted_between_two_desks(drive: Drive, store: Store) -> None:
    async with drive() as desk:
        await open_line(desk, "Encrypt the store")
        await desk.type(PASSPHRASE)
        assert PASSPHRASE not in desk.text
        await desk.press("tab")
        await desk.type("iets heel anders")
        await desk.saved()
        assert "are not the same" in desk.text
        assert desk.app.between is None
        for _sign in "iets heel anders":
            await desk.press("backspace")
        await desk.type(PASSPHRASE)
        app = await left(desk, "ctrl+s")
    assert not is_encrypted(store.path)
    assert do_between(app) == ("The store is encrypted.", "information")
    assert is_encrypted(store.path)


async def test_the_encryption_ends_after_a_yes(drive: Drive, store: Store) -> None:
    encrypt(store.path, PASSPHRASE)
    async with drive() as desk:
        await open_line(desk, "End the encryption")
        await desk.press("n")
        assert desk.app.between is None
        await open_line(desk, "End the encryption")
        app = await left(desk, "y")
    assert do_between(app) == ("The store is a plain file again.", "information")
    assert not is_encrypted(store.path)


async def test_a_changed_passphrase_is_told_with_the_copies_that_open_with_the_one_before(
    drive: Drive, store: Store
) -> None:
    encrypt(store.path, PASSPHRASE)
    make_copy(Keeping(store.path), "day", NOON)
    async with drive() as desk:
        await open_line(desk, "Change the passphrase")
        await desk.type("vier andere woorden samen")
        await desk.press("tab")
        await desk.type("vier andere woorden samen")
        app = await left(desk, "ctrl+s")
    told = do_between(app)
    assert told is not None
    assert told[0].startswith("The passphrase was changed.")
    assert "1 copy still opens with the passphrase of before" in told[0]
    assert "is encrypted" not in told[0]


async def test_without_the_library_both_pages_say_so_before_anything_is_typed(
    drive: Drive, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "sqlcipher3", None)
        async with drive() as desk:
            await open_line(desk, "Encrypt the store")
            assert desk.name == "AssociationScreen"
            assert ".[encryption]" in "".join(one.message for one in desk.app._notifications)
    encrypt(store.path, PASSPHRASE)
    files._keys.clear()
    monkeypatch.setitem(sys.modules, "sqlcipher3", None)
    async with drive(first_page=True) as desk:
        assert desk.name == "PassphraseScreen"
        assert ".[encryption]" in desk.text
        await desk.type(PASSPHRASE)
        await desk.press("enter")
        assert ".[encryption]" in desk.text
        assert PASSPHRASE not in desk.text


async def test_what_could_not_be_done_is_told_by_the_next_desk(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    app = CoopApp(store.path)
    app.between = lambda: str(encrypt(store.path, PASSPHRASE))
    monkeypatch.setitem(sys.modules, "sqlcipher3", None)
    told = do_between(app)
    assert told is not None
    assert ".[encryption]" in told[0]
    again = CoopApp(store.path, told=told)
    async with again.run_test(notifications=True) as pilot:
        await pilot.pause()
        assert [one.message for one in again._notifications] == [told[0]]


async def open_line(desk: Desk, text: str) -> None:
    """Go to the page of the association and press Enter on a line."""
    await desk.press("f9")
    listing = desk.app.screen.query_one(OptionList)
    at = [index for index in range(listing.option_count) if text in str(listing.get_option_at_index(index).prompt)]
    listing.highlighted = at[0]
    await desk.press("enter")


async def left(desk: Desk, key: str) -> CoopApp:
    """Press the key behind which the desk closes, to be opened again."""
    desk.strike(key)
    while desk.app.return_value is None:
        await asyncio.sleep(0.01)
    assert desk.app.return_value == "again"
    return desk.app
