"""Copies that make themselves at the desk: at the end of a day, before what brings much in, and never in the way."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from coopadmin import settings
from coopadmin.services.association import save_owner
from db.backup import back_up
from db.backup_folders import Keeping, listed, newest_of, own_folder
from db.backups import end_day
from db.store import Store
from screens.app import CoopApp
from screens.backups import making
from tests.screens.conftest import NOON, Drive


async def test_closing_the_desk_ends_the_day_with_a_copy(keeping: Keeping, drive: Drive) -> None:
    async with drive() as desk:
        await desk.app.open_store()
    making.end_day(desk.app)
    making.end_day(desk.app)
    assert [one.stamp.why for one in listed(keeping)] == ["import", "day"]
    assert newest_of(own_folder(keeping.path) / "store-20261120-130000-day.coop") == newest_of(keeping.path)


async def test_closing_says_what_it_waits_for_only_where_that_takes_a_moment(
    keeping: Keeping, drive: Drive, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with drive() as desk:
        await desk.app.open_store()
    monkeypatch.setattr("screens.patience.A_MOMENT", 60)
    making.end_day(desk.app)
    assert capsys.readouterr().err == ""
    Store(keeping.path, actor="Noor").do(save_owner, name="De Key")
    monkeypatch.setattr("screens.patience.A_MOMENT", 0)
    making.end_day(desk.app)
    assert capsys.readouterr().err == "The copy of this day is being made and checked; one moment …\n"


async def test_a_desk_that_never_opened_its_store_makes_no_copy(keeping: Keeping) -> None:
    making.end_day(CoopApp(keeping.path))
    assert len(listed(keeping)) == 1


async def test_what_goes_wrong_at_closing_stands_in_the_terminal(
    keeping: Keeping, drive: Drive, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    settings.save_preferences(settings.Preferences(copies_folder=str(tmp_path / "stick")))
    async with drive() as desk:
        desk.app.preferences = settings.load_preferences()
        await desk.app.open_store()
    making.end_day(desk.app)
    assert f"the folder {tmp_path / 'stick'} is not there" in capsys.readouterr().err


async def test_a_demo_that_is_thrown_away_is_not_copied(store: Store, tmp_path: Path, drive: Drive) -> None:
    store.do(save_owner, name="Woonbron")
    folder = tmp_path / f"{settings.THROWAWAY}x"
    folder.mkdir()
    back_up(store.path, folder / "demo.coop")
    async with drive(path=folder / "demo.coop") as desk:
        await desk.app.do(save_owner, name="Ymere")
    making.end_day(desk.app)
    assert not own_folder(folder / "demo.coop").exists()


async def test_the_first_change_of_a_next_day_copies_the_day_that_was_not_ended(
    keeping: Keeping, drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    tomorrow = (NOON + timedelta(days=1)).date()
    monkeypatch.setenv("COOPADMIN_TODAY", tomorrow.isoformat())
    async with drive() as desk:
        await desk.app.do(save_owner, name="De Key")
        await _copied()
        assert not desk.app._notifications
    assert {one.file.name for one in listed(keeping)} == {
        "store-20261120-130000-import.coop",
        "store-20261120-130001-day.coop",
    }


async def _copied() -> None:
    import threading

    for thread in threading.enumerate():
        if thread.name == "copy":
            await asyncio.to_thread(thread.join)


async def test_before_a_register_is_taken_in_the_store_is_copied_and_a_rehearsal_makes_none(
    keeping: Keeping, drive: Drive, write: Any
) -> None:
    from screens.imports.screen import RehearsalScreen

    end_day(keeping, NOON)
    before = newest_of(keeping.path)
    file = write("leden.csv", "Lidnr;Achternaam;Soort;Lid sinds\nL009;Bos;lid;1-1-2020\n")
    async with drive() as desk:
        await desk.app.push_screen(RehearsalScreen("members", file, None))
        await desk.settle()
        assert len(listed(keeping)) == 2
        desk.strike("ctrl+s")
        await desk.settle()
        await desk._finish(lambda worker: worker.group == "take")
    names = [one.file.name for one in listed(keeping)]
    assert "store-20261120-130000-import-2.coop" in names
    assert newest_of(own_folder(keeping.path) / "store-20261120-130000-import-2.coop") == before
    assert newest_of(keeping.path) != before
