"""The page for who helps, and what is said where the program itself fails."""

from __future__ import annotations

import asyncio
import gc
from pathlib import Path

import pytest
from textual.app import ScreenStackError

from coopadmin import log, settings
from coopadmin.domain.journal_end import short_text
from coopadmin.services.association import save_owner
from db.findings import CHECKS, Finding
from db.queries.audit import journal_end
from db.store import Store
from screens.app import CoopApp
from screens.dialogs import ProblemScreen
from screens.workers import guarded
from tests.screens.conftest import Drive
from tests.screens.filling import fill_in, message_under

NAME = "Jansen"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_page_shows_what_the_command_tells(store: Store, drive: Drive, size: tuple[int, int]) -> None:
    async with drive(size) as desk:
        desk.app.go_to("association")
        await desk.settle()
        assert "Doctor" in "\n".join(desk.lines("#items"))
        desk.app.go_to("doctor")
        await desk.settle()
        shown = "\n".join(desk.lines("#items"))
        for words in ("The store opens and its file is whole", "SQLite", "Journal mode", f"{size[0]}×{size[1]}"):
            assert words in shown
        assert "nothing is wrong" in desk.text
        await desk.press("escape")
        assert desk.name == "AssociationScreen"


async def test_it_is_written_to_a_file_once(store: Store, drive: Drive, tmp_path: Path) -> None:
    file = tmp_path / "doctor.txt"
    async with drive() as desk:
        desk.app.go_to("doctor")
        await desk.settle()
        await desk.press("enter")
        await desk.press("ctrl+u")
        await desk.type(str(file))
        await desk.saved()
        assert "Journal mode" in file.read_text(encoding="utf-8")
        assert desk.name == "DoctorScreen"
        file.write_text("mine")
        await desk.press("enter", "ctrl+u")
        await desk.type(str(file))
        await desk.saved()
        assert desk.name == "FormScreen"
        assert file.read_text() == "mine"


async def test_a_place_it_cannot_be_written_to_is_said_under_the_field(
    store: Store, drive: Drive, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("mine")
    async with drive() as desk:
        desk.app.go_to("doctor")
        await desk.settle()
        await desk.press("enter")
        for typed, told in (
            (tmp_path, "is a folder"),
            (tmp_path / "file", "already a file"),
            (tmp_path / "file" / "doctor.txt", "cannot be written"),
        ):
            fill_in(desk, file=str(typed))
            await desk.saved()
            assert told in message_under(desk, "file")
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_what_it_tells_stands_in_one_column_and_whole(store: Store, drive: Drive, size: tuple[int, int]) -> None:
    async with drive(size) as desk:
        desk.app.go_to("doctor")
        await desk.settle()
        assert "…" not in "\n".join(desk.lines("#items"))
        assert all(len(row) <= size[0] - 2 for line in desk.lines("#items") for row in line.splitlines())
        (row,) = (row for row in desk.text.splitlines() if "Write this" in row)
        assert "helps  nothing in it" in row or "helps    " in row


async def test_a_page_that_could_not_be_read_has_a_line_to_try_again(
    store: Store, drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(_app: CoopApp) -> None:
        raise ValueError(NAME)

    async with drive() as desk:
        monkeypatch.setattr(CoopApp, "tell_unexpected", lambda _app, _error: None)
        with monkeypatch.context() as once:
            once.setattr("screens.doctor.screen.examined", fail)
            desk.app.go_to("doctor")
            await desk.settle()
        assert "Try again" in desk.lines("#items")[0]
        await desk.press("enter")
        assert "nothing is wrong" in desk.text


async def test_an_end_of_the_journal_that_was_noted_is_held_against_it(store: Store, drive: Drive) -> None:
    store.do(save_owner, name="Woonbron")
    end = store.read(journal_end)
    noted = short_text(end.entry_id, end.chain)
    async with drive((120, 40)) as desk:
        desk.app.go_to("closing")
        await desk.settle()
        assert noted in "\n".join(desk.lines("#items"))
        for typed, page in ((noted, "ClosingScreen"), (f"1{noted}", "ProblemScreen"), ("no end", "FormScreen")):
            await desk.press("end", "enter")
            assert desk.name == "FormScreen"
            await desk.type(typed)
            await desk.saved()
            assert desk.name == page
            if page == "ProblemScreen":
                assert "the journal ends at entry 2" in desk.text
                await desk.press("escape")


async def test_who_strikes_the_key_that_ends_other_programs_is_told_how_this_one_is_left(
    store: Store, drive: Drive
) -> None:
    async with drive() as desk:
        await desk.press("ctrl+c")
        assert [one.message for one in desk.app._notifications] == [  # pyright: ignore[reportPrivateUsage]
            "F10 closes the desk; Ctrl+C copies what is marked."
        ]


async def test_a_file_that_cannot_be_used_is_a_sentence_and_no_fault_of_the_program(
    store: Store, drive: Drive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COOPADMIN_LOG", str(tmp_path / "coopadmin.log"))

    async def look() -> None:
        (tmp_path / ("x" * 300)).stat()

    async with drive() as desk:
        await guarded(desk.app, look())
        await desk.settle()
        (told,) = desk.app._notifications  # pyright: ignore[reportPrivateUsage]
        assert told.message.endswith("cannot be used: the name is too long")
        assert "OSError[ENAMETOOLONG]" in (tmp_path / "coopadmin.log").read_text()
        assert not log.report_file().exists()


async def test_work_that_nobody_waits_for_shows_nobody_when_it_fails(
    store: Store,
    drive: Drive,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setenv("COOPADMIN_LOG", str(tmp_path / "coopadmin.log"))

    async def fail() -> None:
        raise ValueError(NAME)

    async with drive() as desk:
        lost = asyncio.create_task(fail())
        await desk.settle()
        assert lost.done()
        del lost
        gc.collect()
    assert "ValueError" in (tmp_path / "coopadmin.log").read_text()
    assert NAME not in caplog.text + capsys.readouterr().err


@pytest.mark.parametrize("name", [*CHECKS, "another"])
async def test_every_check_that_fails_is_told_in_words(
    store: Store, drive: Drive, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr("db.backup.check", lambda *_: [Finding(name, False, "so it is")])
    async with drive((120, 40)) as desk:
        desk.app.go_to("association")
        await desk.settle()
        items = desk.lines("#items")
        place = next(place for place, line in enumerate(items) if "Check the store" in line)
        desk.app.screen.query_one("#items").highlighted = place  # type: ignore[attr-defined]
        await desk.press("enter")
        assert desk.name == "ProblemScreen"
        assert "so it is" in desk.text


async def test_what_fails_in_the_work_of_a_page_is_a_page_that_says_where_the_report_lies(
    store: Store, drive: Drive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with drive((120, 40)) as desk:
        monkeypatch.undo()
        monkeypatch.setenv("COOPADMIN_LOG", str(tmp_path / "coopadmin.log"))
        desk.app.tell_unexpected(ValueError(NAME))
        await desk.settle()
        assert isinstance(desk.app.screen, ProblemScreen)
        assert "What was saved is safe" in desk.app.screen.sentence
        assert str(log.report_file()) in desk.app.screen.sentence
        assert "ValueError" in log.report_file().read_text()
        assert NAME not in log.report_file().read_text()


async def test_an_error_that_brings_another_is_told_once_and_in_our_words(
    store_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COOPADMIN_LOG", str(tmp_path / "coopadmin.log"))

    def fall_twice(app: CoopApp) -> None:
        for name in (NAME, "second"):
            app._handle_exception(ValueError(name))  # pyright: ignore[reportPrivateUsage]

    monkeypatch.setattr(CoopApp, "on_mount", fall_twice)
    app = CoopApp(store_path, preferences=settings.Preferences(language="en"))
    await app.run_async(headless=True)
    told = " ".join(capsys.readouterr().err.split())
    assert told.startswith("Something went wrong in the program itself (ValueError).")
    assert told.replace(" ", "").endswith("last-error.txt."), "a long name is broken over two lines"


async def test_what_fails_outside_it_ends_the_desk_with_a_sentence_and_shows_nobody(
    store_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COOPADMIN_LOG", str(tmp_path / "coopadmin.log"))

    def fall(_app: CoopApp) -> None:
        member = NAME
        raise ScreenStackError(member)

    monkeypatch.setattr(CoopApp, "on_mount", fall)
    app = CoopApp(store_path, preferences=settings.Preferences(language="en"))
    await app.run_async(headless=True)
    told = capsys.readouterr().err
    assert app.return_code == 1
    assert "What was saved is safe" in " ".join(told.split())
    assert NAME not in told
    assert "ScreenStackError" in log.report_file().read_text()
    assert NAME not in log.report_file().read_text()
