"""What was begun is done once and told, whatever is struck while it is under way and whoever leaves meanwhile."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coopadmin.errors import StoreLocked
from coopadmin.services.members import PersonData, register_member
from db.queries import journal, members
from db.store import Store
from screens import app as desk_app
from screens.app import CoopApp
from screens.charges.months import ChargeMonthScreen
from screens.charges.preview import PreviewScreen
from screens.desk.screen import DeskScreen
from screens.ledger.screen import AccountScreen
from screens.welcome.screen import WelcomeScreen
from tests.conftest import Furnish
from tests.screens.conftest import WIDE, Desk, Drive
from tests.screens.filling import fill_in, notices
from tests.screens.test_charges import _let_homes


class Gate:
    """Once shut, holds what runs in a thread until it is opened, and counts how often that was begun."""

    def __init__(self, work: Callable[..., Any]) -> None:
        self.begun = 0
        self.work = work
        self._opened = threading.Event()
        self._opened.set()

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        self.begun += not self._opened.is_set()
        assert self._opened.wait(30)
        return self.work(*args, **kwargs)

    def shut(self) -> Gate:
        """Hold what comes from here on."""
        self._opened.clear()
        return self

    def open(self) -> None:
        """Let it go on."""
        self._opened.set()

    async def reached(self) -> None:
        """Wait until somebody stands before it."""
        while not self.begun:
            await asyncio.sleep(0.01)


@pytest.fixture
def deeds(monkeypatch: pytest.MonkeyPatch) -> Gate:
    """Give a gate before every deed; no key waits for what is held there."""
    gate = Gate(Store.do_unless_changed)
    monkeypatch.setattr(Store, "do_unless_changed", lambda *args, **kwargs: gate(*args, **kwargs))
    monkeypatch.setattr("screens.typed_ahead.LONGEST", 0)
    return gate


async def some_time(desk: Desk) -> None:
    """Let the desk do what it would do with what was struck."""
    for _round in range(20):
        await desk.pilot.pause()


@pytest.mark.parametrize("key", ["ctrl+s", "escape"])
async def test_a_form_is_saved_once_and_closes_whatever_is_struck_meanwhile(
    store: Store, drive: Drive, deeds: Gate, key: str
) -> None:
    async with drive() as desk:
        desk.app.go_to("members")
        await desk.settle()
        await desk.press("n")
        fill_in(desk, family_name="Bos")
        deeds.shut()
        desk.strike("ctrl+s")
        await deeds.reached()
        desk.strike(key)
        await some_time(desk)
        assert desk.name == "FormScreen"
        deeds.open()
        await desk._finish(lambda worker: worker.group == "save")
        await desk.settle()
        assert desk.name == "ListScreen"
        assert not desk.app.drafts
    assert deeds.begun == 1
    assert [row.name for row in store.read(members.register_on, store.today())] == ["Bos"]


@pytest.mark.parametrize("key", ["ctrl+s", "escape"])
async def test_a_month_is_charged_once_and_told_whatever_is_struck_meanwhile(
    store: Store, furnish: Furnish, drive: Drive, deeds: Gate, key: str
) -> None:
    furnish(_let_homes)
    came: list[bool | None] = []
    async with drive(WIDE) as desk:
        desk.app.push_screen(ChargeMonthScreen(desk.app.today.replace(day=1)), came.append)
        await desk.settle()
        deeds.shut()
        desk.strike("ctrl+s")
        await deeds.reached()
        desk.strike(key)
        await some_time(desk)
        deeds.open()
        await desk._finish(lambda worker: worker.group == "take")
        await desk.settle()
        assert came == [True]
        assert "rents charged" in notices(desk)
    assert deeds.begun == 1


async def test_a_month_that_was_not_shown_yet_is_not_charged(
    store: Store, furnish: Furnish, drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    furnish(_let_homes)
    monkeypatch.setattr("screens.typed_ahead.LONGEST", 0)
    batches = store.read(journal.last_standing)
    async with drive(WIDE) as desk:
        page: PreviewScreen[Any] = ChargeMonthScreen(desk.app.today.replace(day=1))
        desk.app.push_screen(page)
        await desk.settle()
        looked = asyncio.Event()
        look = page.look

        async def slowly() -> Any:
            await looked.wait()
            return await look()

        monkeypatch.setattr(page, "look", slowly)
        desk.strike("right")
        await some_time(desk)
        for key in ("ctrl+s", "enter"):
            desk.strike(key)
            await some_time(desk)
            assert desk.app.screen is page
        looked.set()
        await desk.settle()
        assert page.shown is not None
        assert "December" in page.shown.title
    assert store.read(journal.last_standing) == batches


async def test_what_was_done_for_somebody_who_left_is_known_all_the_same(
    store: Store, drive: Drive, deeds: Gate
) -> None:
    async def register() -> None:
        on = desk.app.today
        await desk.app.do(register_member, number="L001", person=PersonData("Bos"), kind="member", starts_on=on)

    async with drive() as desk:
        await desk.app.open_store()
        before = desk.app.changes
        deeds.shut()
        worker = desk.app.run_worker(register())
        await deeds.reached()
        worker.cancel()
        await some_time(desk)
        deeds.open()
        while desk.app.changes == before:
            await asyncio.sleep(0.01)
    assert len(store.read(members.register_on, store.today())) == 1


async def test_a_store_is_opened_once_though_who_waited_for_it_was_stopped(
    store: Store, drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(desk_app._open).shut()
    monkeypatch.setattr(desk_app, "_open", gate)
    async with drive() as desk:
        first = desk.app.run_worker(desk.app.open_store())
        await gate.reached()
        first.cancel()
        await some_time(desk)
        second = desk.app.run_worker(desk.app.open_store())
        await some_time(desk)
        gate.open()
        assert await second.wait() is desk.app.store
    assert gate.begun == 1


async def test_a_store_is_begun_once(tmp_path: Path, drive: Drive, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = Gate(WelcomeScreen._make).shut()
    monkeypatch.setattr(WelcomeScreen, "_make", lambda *args: gate(*args))
    monkeypatch.setattr("screens.typed_ahead.LONGEST", 0)
    async with drive(path=tmp_path / "begun.coop") as desk:
        await desk.type("De Vonk")
        desk.strike("ctrl+s")
        await gate.reached()
        desk.strike("ctrl+s")
        await some_time(desk)
        gate.open()
        await desk._finish(lambda worker: worker.group == "begin")
        await desk.settle()
        assert desk.name == "DeskScreen"
    assert gate.begun == 1


async def test_a_page_that_could_not_be_read_is_read_when_somebody_goes_to_it(
    store: Store, drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []

    def busy_once(app: CoopApp) -> Store:
        opened.append(app.store_path)
        if len(opened) == 1:
            raise StoreLocked(app.store_path)
        return store

    monkeypatch.setattr(desk_app, "_open", busy_once)
    async with drive(first_page=True) as desk:
        assert desk.name == "ProblemScreen"
        await desk.press("escape")
        assert isinstance(desk.app.screen, DeskScreen)
        assert desk.app.problem is not None
        await desk.press("f2")
        assert desk.lines()
        assert desk.app.problem is None


async def test_a_page_whose_record_is_gone_closes_itself_and_not_what_lies_on_it(
    store: Store, furnish: Furnish, drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    furnish(_let_homes)
    gate, read = Gate(lambda: None).shut(), CoopApp.read

    async def slowly(app: CoopApp, query: Any, *args: Any, **kwargs: Any) -> Any:
        await asyncio.to_thread(gate)
        return await read(app, query, *args, **kwargs)

    async with drive() as desk:
        await desk.app.open_store()
        with monkeypatch.context() as slow:
            slow.setattr(CoopApp, "read", slowly)
            page = AccountScreen(999)
            desk.app.push_screen(page)
            await gate.reached()
            desk.app.action_help()
            await some_time(desk)
            gate.open()
            await desk.settle()
        assert desk.name == "HelpScreen"
        await desk.press("escape")
        assert page not in desk.app.screen_stack


async def test_a_key_behind_a_search_is_meant_for_what_is_found(
    store: Store, drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, name in enumerate(("Aalders", "Bos"), 1):
        person = PersonData(name)
        store.do(register_member, number=f"L{number:03}", person=person, kind="member", starts_on=store.today())
    gate = Gate(journal.page)
    monkeypatch.setattr("db.queries.journal.page", gate)
    async with drive(WIDE) as desk:
        desk.app.go_to("journal")
        await desk.settle()
        await desk.press("slash")
        gate.shut()
        for sign in ("L", "0", "0", "1", "enter", "u"):
            desk.strike(sign)
        await some_time(desk)
        assert desk.name == "JournalScreen"
        gate.open()
        await desk.settle()
        assert desk.name == "ConfirmScreen"
        assert "L001" in desk.text.split("Take this back?")[1]
