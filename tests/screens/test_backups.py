"""Copies on the desk: listed and looked through, looked into before one is put back, and never in the way."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import OptionList

from coopadmin import settings
from coopadmin.services.association import save_owner, start_cooperative
from coopadmin.services.members import PersonData, register_member
from db.backup import back_up
from db.backup_folders import Keeping, listed, newest_of, own_folder
from db.backups import end_day, make_copy
from db.migrate import make_store
from db.queries.association import overview
from db.sealed_backup import back_up_for
from db.sealing import make_identity
from db.store import Store
from screens.app import CoopApp, do_between
from screens.backups import making
from screens.backups.inside import InsideScreen
from screens.backups.screen import BackupsScreen
from screens.dialogs import ConfirmScreen
from tests.conftest import clock
from tests.screens.conftest import NARROW, WIDE, Desk, Drive

NOON = clock().astimezone()


@pytest.fixture
def keeping(store: Store) -> Keeping:
    """Give a store with a copy of one o'clock, after which a member was registered and an owner was added."""
    store.do(save_owner, name="Woonbron")
    kept = Keeping(store.path)
    make_copy(kept, "import", NOON)
    person = PersonData("Berg")
    store.do(register_member, number="L001", person=person, kind="member", starts_on=date(2020, 1, 1))
    store.do(save_owner, name="Ymere")
    return kept


def owners(path: Path) -> list[str]:
    return [owner.name for owner in Store(path, actor="Noor").read(overview).owners]


def told(desk: Desk) -> str:
    return "\n".join(one.message for one in desk.app._notifications)


async def opened(desk: Desk) -> list[str]:
    desk.app.go_to("backups")
    await desk.settle()
    return desk.lines("#items")


async def choose(desk: Desk, label: str) -> None:
    items = desk.app.screen.query_one("#items", OptionList)
    items.highlighted = next(place for place, line in enumerate(desk.lines("#items")) if label in line)
    await desk.press("enter")


async def fill(desk: Desk, **values: str) -> None:
    from screens.fields import FieldBox

    for box in desk.app.screen.query(FieldBox):
        if box.field.name in values:
            box.text = values[box.field.name]
    await desk.saved()


async def left(desk: Desk) -> CoopApp:
    """Say yes to what closes the desk, and wait for that."""
    desk.strike("y")
    await desk._finish(lambda worker: worker.group == "deed")
    return desk.app


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_list_tells_when_why_how_large_whether_it_is_whole_and_what_it_holds(
    keeping: Keeping, drive: Drive, size: tuple[int, int]
) -> None:
    broken = own_folder(keeping.path) / "store-20261119-200000-day.coop"
    broken.write_bytes(b"no store any more")
    async with drive(size) as desk:
        await desk.press("f9")
        await choose(desk, "look inside one")
        assert isinstance(desk.app.screen, BackupsScreen)
        lines = desk.lines("#items")
        assert "✓ 20 Nov 2026 13:00  before an import" in lines[1]
        assert "1.8 MB · 2 deeds since · 0 members · 0 homes · 0 contracts in force · 0 bank lines" in lines[1]
        assert "▲ 19 Nov 2026 20:00  end of a working day" in lines[2]
        assert "2 copies" in desk.text
        assert any(
            "all of 14 days, then one a week for 8 weeks, then one a month for 12 months" in one for one in lines
        )
        await desk.press("escape")
        assert desk.app.current_mode == "association"


async def test_a_store_without_copies_says_when_the_first_comes(store: Store, drive: Drive) -> None:
    async with drive() as desk:
        assert "None yet: one is made when the desk is closed after work." in "\n".join(await opened(desk))


async def test_inside_a_copy_stand_its_counts_and_the_deeds_that_would_be_lost(keeping: Keeping, drive: Drive) -> None:
    async with drive(WIDE) as desk:
        await opened(desk)
        await choose(desk, "before an import")
        assert isinstance(desk.app.screen, InsideScreen)
        lines = "\n".join(desk.lines("#items"))
        assert "De Vonk" in lines
        assert "the whole file was read and is as it should be" in lines
        assert "2 deeds done since:" in lines
        assert lines.index("Corporation saved") < lines.index("Member registered L001")
        await desk.press("escape")
        assert isinstance(desk.app.screen, BackupsScreen)


async def test_a_copy_is_put_back_after_a_question_that_says_what_goes_and_the_desk_opens_on_it(
    keeping: Keeping, drive: Drive
) -> None:
    async with drive(WIDE) as desk:
        await opened(desk)
        await choose(desk, "before an import")
        await desk.press("r")
        assert isinstance(desk.app.screen, ConfirmScreen)
        assert "2 deeds done since would be lost:" in desk.app.screen.detail
        assert "Member registered L001" in desk.app.screen.detail
        await desk.press("n")
        assert owners(keeping.path) == ["Woonbron", "Ymere"]
        await desk.press("r")
        app = await left(desk)
        assert app.return_value == "again"
    said = do_between(app)
    assert said is not None
    assert "The copy of 20 Nov 2026 13:00 is put back." in said[0]
    assert owners(keeping.path) == ["Woonbron"]
    assert [one.stamp.why for one in listed(keeping)] == ["replaced", "import"]
    (kept, _older) = listed(keeping)
    assert owners(kept.file) == ["Woonbron", "Ymere"]


async def test_a_copy_of_another_store_is_warned_of(keeping: Keeping, drive: Drive, tmp_path: Path) -> None:
    other = tmp_path / "other.coop"
    make_store(other)
    Store(other, actor="Emre").do(start_cooperative, name="De Ander")
    async with drive(WIDE) as desk:
        await opened(desk)
        await choose(desk, "Look into another copy")
        await fill(desk, file=str(tmp_path / "nothing.coop"))
        assert "there is no such file" in desk.text
        await fill(desk, file=str(other))
        assert "This copy is of ANOTHER store: De Ander" in "\n".join(desk.lines("#items"))
        await desk.press("r")
        assert isinstance(desk.app.screen, ConfirmScreen)
        assert "ANOTHER store: De Ander" in desk.app.screen.detail


async def test_an_encrypted_copy_asks_for_a_key_and_is_looked_into_and_put_back_with_it(
    keeping: Keeping, drive: Drive, tmp_path: Path
) -> None:
    pytest.importorskip("pyrage")
    key, wrong = tmp_path / "key.txt", tmp_path / "wrong.txt"
    public, _other = make_identity(key, NOON), make_identity(wrong, NOON)
    back_up_for(keeping.path, own_folder(keeping.path) / "store-20261120-140000-hand.coop.age", [public])
    Store(keeping.path, actor="Noor").do(save_owner, name="De Key")
    async with drive(WIDE) as desk:
        assert "○ 20 Nov 2026 14:00  made by hand" in (await opened(desk))[1]
        await choose(desk, "made by hand")
        await fill(desk, identity=str(wrong))
        assert "was not encrypted for the key in wrong.txt" in "\n".join(desk.lines("#items"))
        await desk.press("r", "escape")
        assert isinstance(desk.app.screen, BackupsScreen)
        await choose(desk, "made by hand")
        await fill(desk, identity=str(key))
        assert "1 deed done since:" in "\n".join(desk.lines("#items"))
        await desk.press("r")
        app = await left(desk)
    assert do_between(app) is not None
    assert owners(keeping.path) == ["Woonbron", "Ymere"]
    assert not [file.name for file in keeping.path.parent.iterdir() if file.name.startswith(".")]


async def test_x_makes_a_copy_at_a_place_of_ones_choice_encrypted_where_asked(
    keeping: Keeping, drive: Drive, tmp_path: Path
) -> None:
    pytest.importorskip("pyrage")
    public = make_identity(tmp_path / "key.txt", NOON)
    async with drive(WIDE) as desk:
        await opened(desk)
        await desk.press("x")
        await fill(desk, file=str(keeping.path))
        assert "there is a file of that name already" in desk.text
        await fill(desk, file=str(tmp_path / "plain.coop"))
        assert newest_of(tmp_path / "plain.coop") == newest_of(keeping.path)
        await desk.press("x")
        await fill(desk, recipients="age1nonsense")
        assert "is no public key that can be used here" in desk.text
        await fill(desk, file=str(tmp_path / "sealed.coop"), recipients=public)
        assert (tmp_path / "sealed.coop.age").read_bytes().startswith(b"age-encryption.org/v1\n")
        assert not (tmp_path / "sealed.coop").exists()


async def test_the_folder_for_copies_is_chosen_and_one_in_a_cloud_wants_keys(
    keeping: Keeping, drive: Drive, tmp_path: Path
) -> None:
    pytest.importorskip("pyrage")
    public = make_identity(tmp_path / "key.txt", NOON)
    cloud = tmp_path / "Dropbox"
    cloud.mkdir()
    async with drive(WIDE) as desk:
        await desk.app.open_store()
        await opened(desk)
        await choose(desk, "Folder")
        await fill(desk, folder=str(tmp_path / "nowhere"))
        assert "there is no such folder" in desk.text
        await fill(desk, folder=str(cloud))
        assert "this folder leaves the computer" in desk.text
        await fill(desk, recipients=public)
        assert str(cloud) in "\n".join(desk.lines("#items"))
        assert "for 1 key or file of keys" in "\n".join(desk.lines("#items"))
    assert settings.load_preferences().copies_folder == str(cloud)
    assert settings.load_preferences().copies_for == public
    making.end_day(desk.app)
    (folder,) = cloud.iterdir()
    assert all(file.name.endswith(".coop.age") for file in folder.iterdir())


# -- by itself -----------------------------------------------------------------------------------------------------


async def test_closing_the_desk_ends_the_day_with_a_copy(keeping: Keeping, drive: Drive) -> None:
    async with drive() as desk:
        await desk.app.open_store()
    making.end_day(desk.app)
    making.end_day(desk.app)
    assert [one.stamp.why for one in listed(keeping)] == ["import", "day"]
    assert newest_of(own_folder(keeping.path) / "store-20261120-130000-day.coop") == newest_of(keeping.path)


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
        assert told(desk) == ""
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
