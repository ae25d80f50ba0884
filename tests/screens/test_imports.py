"""A register taken in at the desk: rehearsed row by row, taken in where that is said, and told what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from db.queries import members
from db.store import Store
from screens.imports.screen import RehearsalScreen, import_file
from screens.workers import guarded
from tests.screens.conftest import NARROW, WIDE, Desk, Drive
from tests.screens.filling import fill_in, message_under

HEAD = "Lidnr;Achternaam;Soort;Lid sinds\n"
GOOD, BAD = "L009;Bos;lid;1-1-2020\n", "L010;;lid;1-1-2020\n"


def _names(store: Store) -> list[str]:
    return [row.name for row in store.read(members.register_on, store.today())]


async def rehearsed(desk: Desk, file: Path, sheet: str | None = None) -> None:
    await desk.app.push_screen(RehearsalScreen("members", file, sheet))
    await desk.settle()


async def take(desk: Desk) -> None:
    desk.strike("ctrl+s")
    await desk.settle()
    if desk.name == "ConfirmScreen":
        desk.strike("y")
        await desk.settle()
    await desk._finish(lambda worker: worker.group == "take")
    await desk.settle()


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_what_is_refused_is_named_first_and_put_in_a_file_beside(
    store: Store, drive: Drive, write: Any, size: tuple[int, int]
) -> None:
    file = write("leden.csv", HEAD + GOOD + BAD)
    async with drive(size) as desk:
        await rehearsed(desk, file)
        assert "2 rows: 1 new, 0 changed, 0 already there, 1 refused" in desk.text
        assert "▲ row 3, Achternaam: " in desk.text
        assert _names(store) == []
        await take(desk)
        assert _names(store) == ["Bos"]
        assert "leden.rejected.csv" in "".join(one.message for one in desk.app._notifications)
        assert desk.name == "DeskScreen"
    assert "L010" in file.with_name("leden.rejected.csv").read_text(encoding="utf-8")


async def test_a_file_beside_that_cannot_be_written_hides_not_that_the_rest_was_taken_in(
    store: Store, drive: Drive, write: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("coopadmin.services.imports.write_private", full)
    async with drive() as desk:
        await rehearsed(desk, write("leden.csv", HEAD + GOOD + BAD))
        await take(desk)
        told = "".join(one.message for one in desk.app._notifications)
        assert "1 new" in told
        assert "could not be put in a file: the disk is full" in told
        assert desk.name == "DeskScreen"
    assert _names(store) == ["Bos"]


async def test_of_two_sheets_that_fit_one_is_to_be_named(store: Store, drive: Drive, tmp_path: Path) -> None:
    book = Workbook()
    for name, person in (("oud", "Kok"), ("nieuw", "Bos")):
        sheet = book.create_sheet(name)
        sheet.append(HEAD.strip().split(";"))
        sheet.append(["L009", person, "lid", "1-1-2020"])
    book.save(tmp_path / "leden.xlsx")
    async with drive() as desk:
        await rehearsed(desk, tmp_path / "leden.xlsx")
        assert "oud" in desk.text
        assert "nieuw" in desk.text
        await take(desk)
        assert _names(store) == []
        await desk.press("escape")
        await rehearsed(desk, tmp_path / "leden.xlsx", "nieuw")
        await take(desk)
    assert _names(store) == ["Bos"]


async def test_a_file_that_is_not_there_is_said_under_its_field(store: Store, drive: Drive, tmp_path: Path) -> None:
    async with drive() as desk:
        desk.app.screen.run_worker(guarded(desk.app, import_file(desk.app)), group="deed")
        await desk.settle()
        fill_in(desk, file=str(tmp_path / "none.csv"))
        await desk.saved()
        assert "no such file" in message_under(desk, "file")
