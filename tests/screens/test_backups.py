"""Copies on the desk: listed and looked through, looked into before one is put back, and never in the way."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from textual.widgets import OptionList

from coopadmin import i18n, settings
from coopadmin.domain.backups import Thinning
from coopadmin.services.association import save_owner, start_cooperative
from db import files
from db.backup_folders import CopyFile, Keeping, listed, newest_of, own_folder
from db.backup_inside import Glance, glance
from db.backups import make_copy, thinning_of
from db.encryption import encrypt
from db.migrate import make_store
from db.queries.association import overview
from db.sealed_backup import back_up_for
from db.sealing import make_identity
from db.store import Store
from screens.app import CoopApp
from screens.backups import forms, making
from screens.backups import screen as page
from screens.backups.inside import InsideScreen
from screens.backups.screen import BackupsScreen
from screens.dialogs import ConfirmScreen
from screens.lines import Line
from screens.run import do_between
from tests.screens.conftest import NARROW, NOON, WIDE, Desk, Drive
from tests.screens.filling import message_under
from tests.screens.held import Late, until


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
        lines = [" ".join(line.split()) for line in desk.lines("#items")]
        assert "✓ 20 Nov 2026 13:00 before an import" in lines[1]
        assert "1.8 MB · 2 deeds since · 0 members · 0 homes · 0 contracts in force · 0 bank lines" in lines[1]
        assert "▲ 19 Nov 2026 20:00 end of a working day" in lines[2]
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
        await fill(desk, file=str(keeping.path))
        assert "this is the store itself" in desk.text
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
        line = (await opened(desk))[1]
        assert "○ 20 Nov 2026 14:00  made by hand" in line
        assert "MB · encrypted for 1 key · Enter asks for your key" in line
        await choose(desk, "made by hand")
        await fill(desk, identity=str(wrong))
        assert "was not encrypted for the key in wrong.txt" in message_under(desk, "identity")
        await fill(desk, identity=str(keeping.path))
        assert "it holds no secret key" in message_under(desk, "identity")
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
        assert str(cloud) in "".join("".join(desk.lines("#items")).split()), "however it is wrapped"
        assert "for 1 key or file of keys" in "\n".join(desk.lines("#items"))
    assert settings.load_preferences().copies_folder == str(cloud)
    assert settings.load_preferences().copies_for == public
    making.end_day(desk.app)
    (folder,) = cloud.iterdir()
    assert all(file.name.endswith(".coop.age") for file in folder.iterdir())


async def test_a_copy_is_removed_after_a_question_that_says_what_stays_and_never_the_last_whole_one(
    keeping: Keeping, drive: Drive
) -> None:
    make_copy(keeping, "day", NOON - timedelta(days=2))
    async with drive(WIDE) as desk:
        await opened(desk)
        await desk.press("down", "delete")
        assert isinstance(desk.app.screen, ConfirmScreen)
        assert "Remove the copy of 18 Nov 2026 13:00 for good?" in desk.text
        assert "The newest whole one is of 20 Nov 2026 13:00." in desk.app.screen.detail
        await desk.press("n")
        assert len(listed(keeping)) == 2
        await desk.press("delete", "y")
        assert [one.stamp.why for one in listed(keeping)] == ["import"]
        assert "1 copy" in desk.text
        assert "The copy of 18 Nov 2026 13:00 is removed." in told(desk)
        await desk.press("delete")
        assert isinstance(desk.app.screen, BackupsScreen)
        assert "No other copy is known to be whole" in told(desk)
        assert len(listed(keeping)) == 1


async def test_off_the_copies_the_key_removes_nothing(keeping: Keeping, drive: Drive) -> None:
    make_copy(keeping, "day", NOON - timedelta(days=2))
    async with drive(WIDE) as desk:
        await opened(desk)
        await desk.press("end", "delete")
        assert "Put the cursor on the copy that is to go." in told(desk)
        assert len(listed(keeping)) == 2


async def test_who_looks_into_a_copy_can_remove_it_there(keeping: Keeping, drive: Drive) -> None:
    make_copy(keeping, "day", NOON - timedelta(days=2))
    async with drive(WIDE) as desk:
        await opened(desk)
        await choose(desk, "end of a working day")
        await desk.press("delete", "y")
        assert isinstance(desk.app.screen, BackupsScreen)
        assert "end of a working day" not in desk.lines("#items")[1]
    assert [one.stamp.why for one in listed(keeping)] == ["import"]


async def test_a_copy_under_a_passphrase_of_before_asks_for_it(
    store: Store, drive: Drive, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pytest.importorskip("sqlcipher3")
    pytest.importorskip("pyrage")
    monkeypatch.setattr(files, "_keys", {})
    monkeypatch.setattr(files, "_ROUNDS", 1000)
    store.do(save_owner, name="Woonbron")
    encrypt(store.path, "paard nietje wolk kade")
    public = make_identity(tmp_path / "key.txt", NOON)
    make_copy(Keeping(store.path), "day", NOON)
    back_up_for(store.path, own_folder(store.path) / "store-20261120-140000-hand.coop.age", [public])
    encrypt(store.path, "vier andere woorden samen")
    files._keys.clear()
    files.unlock(store.path, "vier andere woorden samen")
    async with drive(WIDE) as desk:
        lines = await opened(desk)
        assert "○ 20 Nov 2026 13:00" in lines[2]
        assert "encrypted, with a passphrase that was not given · Enter asks for it" in lines[2]
        await choose(desk, "made by hand")
        await fill(desk, identity=str(tmp_path / "key.txt"))
        await desk.press("r")
        assert isinstance(desk.app.screen, InsideScreen)
        await choose(desk, "Passphrase")
        await desk.type("mis")
        await desk.saved()
        assert "does not open the copy" in desk.text
        assert "mis" not in desk.text.split()
        for _sign in "mis":
            await desk.press("backspace")
        await desk.type("paard nietje wolk kade")
        await desk.saved()
        assert "De Vonk" in "\n".join(desk.lines("#items"))
        await desk.press("escape")
        await choose(desk, "end of a working day")
        assert "the whole file was read and is as it should be" in "\n".join(desk.lines("#items"))
        await desk.press("r")
        assert isinstance(desk.app.screen, ConfirmScreen)
        assert "The store opens with the passphrase of this copy then" in desk.app.screen.detail
        app = await left(desk)
    assert do_between(app) is not None
    assert owners(store.path) == ["Woonbron"]


async def test_copies_are_looked_through_once_their_lines_stand(
    keeping: Keeping, drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long it takes to read by what rule they are kept."""
    del keeping
    order: list[str] = []
    how_kept, look_through = page._keeping, BackupsScreen._look_through

    def by_what_rule(path: Path, on: date) -> Thinning:
        order.append("rule")
        return thinning_of(path, on)

    def keeping_of_it(kept: Keeping, rule: Thinning) -> Iterator[Line]:
        order.append("kept")
        return how_kept(kept, rule)

    def look(screen: BackupsScreen) -> None:
        order.append("look")
        look_through(screen)

    monkeypatch.setattr(page, "thinning_of", by_what_rule)
    monkeypatch.setattr(page, "_keeping", keeping_of_it)
    monkeypatch.setattr(page, "glance", lambda _copy, _path: Glance(fault="seen"))
    monkeypatch.setattr(BackupsScreen, "_look_through", look)
    async with drive(WIDE) as desk:
        assert "seen" in (await opened(desk))[1]
    assert order == ["rule", "kept", "look"]


def is_looking(desk: Desk) -> bool:
    """Whether copies are being looked through."""
    return any(worker.group == "look" for worker in desk.app.workers)


async def test_what_was_found_of_a_copy_while_the_page_is_read_again_stands_in_its_line(
    keeping: Keeping, drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    del keeping
    look, how_kept = Late(lambda _copy, _path: Glance(fault="seen")), Late(page._keeping)
    monkeypatch.setattr(page, "glance", look)
    async with drive(WIDE) as desk:
        desk.app.go_to("backups")
        await look.reached()
        await until(lambda: "being looked through" in desk.lines("#items")[1])
        monkeypatch.setattr(page, "_keeping", how_kept)
        desk.app.go_to("association")
        desk.app.go_to("backups")
        await how_kept.reached()
        look.let_go()
        await until(lambda: "seen" in desk.lines("#items")[1])
        how_kept.let_go()
        await desk.settle()
        assert "seen" in desk.lines("#items")[1]


async def test_how_many_deeds_would_be_lost_is_counted_anew_after_each_deed(keeping: Keeping, drive: Drive) -> None:
    del keeping
    async with drive(WIDE) as desk:
        assert "2 deeds since" in (await opened(desk))[1]
        await desk.press("u", "y")
        assert "3 deeds since" in desk.lines("#items")[1]
        desk.app.go_to("association")
        await desk.app.do(save_owner, name="Vestia")
        await desk.settle()
        assert "4 deeds since" in (await opened(desk))[1]


async def test_a_look_from_before_a_deed_is_not_shown_after_it(
    keeping: Keeping, drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    del keeping
    look, how_kept = Late(glance), Late(page._keeping)
    monkeypatch.setattr(page, "glance", look)
    async with drive(WIDE) as desk:
        desk.app.go_to("backups")
        await look.reached()
        desk.app.go_to("association")
        await desk.app.do(save_owner, name="Vestia")
        monkeypatch.setattr(page, "_keeping", how_kept)
        desk.app.go_to("backups")
        await how_kept.reached()
        look.let_go()
        await until(lambda: not is_looking(desk))
        how_kept.let_go()
        await desk.settle()
        assert "3 deeds since" in desk.lines("#items")[1]


async def test_the_copy_that_is_removed_is_the_one_under_the_cursor_while_the_page_is_read_again(
    keeping: Keeping, drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    how_kept = Late(page._keeping)

    async def ask_only(_app: CoopApp, copy: CopyFile) -> bool:
        asked.append(copy.stamp.why)
        return False

    monkeypatch.setattr(forms, "remove", ask_only)
    async with drive(WIDE) as desk:
        await opened(desk)
        screen = desk.app.screen
        assert isinstance(screen, BackupsScreen)
        make_copy(keeping, "day", NOON + timedelta(hours=1))
        monkeypatch.setattr(page, "_keeping", how_kept)
        screen.read_anew()
        await how_kept.reached()
        assert "before an import" in desk.lines("#items")[1]
        screen.action_remove_copy()
        await until(lambda: bool(asked))
        how_kept.let_go()
        await desk.settle()
        await desk.press("up", "delete")
        assert "end of a working day" in desk.lines("#items")[1]
    assert asked == ["import", "day"]


async def test_without_the_library_no_key_is_asked(
    keeping: Keeping, drive: Drive, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pytest.importorskip("pyrage")
    public = make_identity(tmp_path / "key.txt", NOON)
    back_up_for(keeping.path, own_folder(keeping.path) / "store-20261120-140000-hand.coop.age", [public])
    monkeypatch.setitem(sys.modules, "pyrage", None)
    async with drive(WIDE) as desk:
        assert "encrypted for 1 key" in (await opened(desk))[1]
        await choose(desk, "made by hand")
        assert isinstance(desk.app.screen, BackupsScreen)
        assert ".[encryption]" in told(desk)
        await desk.press("x")
        await fill(desk, recipients=public)
        assert ".[encryption]" in desk.text


async def test_a_place_that_cannot_be_written_is_a_mistake_under_its_field(
    keeping: Keeping, drive: Drive, tmp_path: Path
) -> None:
    (tmp_path / "taken").touch()
    async with drive() as desk:
        await opened(desk)
        await desk.press("x")
        await fill(desk, file=str(tmp_path / "taken" / "copy.coop"))
        assert desk.name == "FormScreen"
        assert "cannot be written" in message_under(desk, "file")
        assert desk.app.problem is None


async def test_a_broken_copy_offers_no_key_that_would_put_it_back(keeping: Keeping, drive: Drive) -> None:
    (own_folder(keeping.path) / "store-20261121-200000-day.coop").write_bytes(b"no store any more")
    async with drive() as desk:
        await opened(desk)
        await choose(desk, "end of a working day")
        assert "Cannot be used" in desk.text
        assert "put back" not in desk.text.splitlines()[-1]


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_every_sentence_about_a_copy_can_be_read_whole_beside_what_it_is_about(
    keeping: Keeping, drive: Drive, tmp_path: Path, size: tuple[int, int]
) -> None:
    other = tmp_path / "other.coop"
    make_store(other)
    Store(other, actor="Emre").do(start_cooperative, name="Buurtvereniging De Ander aan de Lange Weg over de Rivier")
    settings.save_preferences(settings.Preferences(language="en", copies_folder=str(tmp_path / ("sticks" * 9))))
    async with drive(size) as desk:
        desk.app.preferences = settings.load_preferences()
        rows = "\n".join(line for line in await opened(desk) if "made by hand" not in line).split("\n")
        shown = " ".join(" ".join(rows).split())
        for told in (
            "copies lie beside the store meanwhile",
            "at the end of a working day, before an import, a bank file and a new form of the store",
            "the numbers are rules of the association; what a person made stays until a person removes it",
        ):
            assert told in shown
        assert max(len(row) for row in rows if " · " not in row) <= size[0] - 4
        await choose(desk, "Look into another copy")
        await fill(desk, file=str(other))
        shown = desk.text
        assert "over de Rivier. All that is in yours goes." in " ".join(shown.split())
        (line,) = (line for line in shown.splitlines() if "ANOTHER store" in line)
        assert line.lstrip().startswith("▲ This copy")
        (held,) = (line for line in shown.splitlines() if "Checked" in line)
        assert line.index("▲") == held.index("✓")


async def test_the_cursor_stays_on_its_copy_when_another_is_made(keeping: Keeping, drive: Drive) -> None:
    async with drive() as desk:
        await opened(desk)
        make_copy(keeping, "day", NOON + timedelta(hours=1))
        desk.app.mark_changed()
        await desk.settle()
        items = desk.app.screen.query_one("#items", OptionList)
        assert items.highlighted is not None
        assert "before an import" in desk.lines("#items")[items.highlighted]


async def test_a_folder_in_which_nothing_can_be_written_is_told_of(
    keeping: Keeping, drive: Drive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.doctor.is_writable", lambda folder: folder != tmp_path)
    async with drive() as desk:
        await opened(desk)
        await choose(desk, "Folder")
        await fill(desk, folder=str(tmp_path))
        assert "nothing can be written in this folder" in message_under(desk, "folder")
        await desk.press("escape")
        desk.app.preferences = settings.Preferences(language="en", copies_folder=str(tmp_path))
        desk.app.mark_changed()
        await desk.settle()
        (line,) = (line for line in desk.lines("#items") if "Folder" in line)
        assert line.startswith("▲")
        assert "cannot be written in" in " ".join(line.split())


async def test_a_stick_that_was_taken_out_is_missed_as_soon_as_the_page_shows_again(
    keeping: Keeping, drive: Drive, tmp_path: Path
) -> None:
    del keeping
    stick = tmp_path / "stick"
    stick.mkdir()
    settings.save_preferences(settings.Preferences(language="en", copies_folder=str(stick)))
    async with drive(WIDE) as desk:
        desk.app.preferences = settings.load_preferences()
        assert "is not there" not in " ".join(" ".join(await opened(desk)).split())
        stick.rmdir()
        desk.app.go_to("association")
        await desk.settle()
        assert "is not there" in " ".join(" ".join(await opened(desk)).split())


async def test_the_way_to_stop_stands_at_the_foot_where_there_is_room(keeping: Keeping, drive: Drive) -> None:
    i18n.use("nl")
    async with drive() as desk:
        await opened(desk)
        keys = desk.text.splitlines()[-1]
        assert "Ctrl+P" not in keys
        assert "F10 stop" in keys
        await desk.press("f1")
        await desk.press("end")
        assert any("F10" in line and "Sluit het bureau" in line for line in desk.text.splitlines())
