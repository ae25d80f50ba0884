"""Driving the desk: a pilot on a store of this test's own, in Dutch or English, at two sizes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.worker import Worker, WorkerCancelled

from coopadmin import settings
from screens.app import CoopApp
from screens.desk.screen import DeskScreen

NARROW = (80, 24)
WIDE = (120, 40)

WAITING = ("deed", "save", "take", "choose", "begin")
"""Groups of workers that may stand still until a question is answered."""

Drive = Callable[..., AbstractAsyncContextManager["Desk"]]


class Desk:
    """The desk under a pilot, with the few things tests ask of it."""

    def __init__(self, app: CoopApp, pilot: Pilot[Any]) -> None:
        self.app = app
        self.pilot = pilot

    async def settle(self) -> None:
        """Wait until what was read stands on the screen; deeds that wait for an answer are left waiting."""
        await self.pilot.pause()
        prepared = False
        while await self._finish(lambda worker: worker.group not in WAITING) or self._is_preparing:
            prepared = prepared or self._is_preparing
            await self.pilot.pause()
        if prepared:
            await self.pilot.pause()  # the question was put on the screen during the last pause, and is laid out now

    @property
    def _is_preparing(self) -> bool:
        """Whether a deed goes on without having asked anything: it still reads what its question shows."""
        under_way = any(worker.group == "deed" and not worker.is_finished for worker in self.app.workers)
        return under_way and not isinstance(self.app.screen, ModalScreen)

    async def _finish(self, wanted: Callable[[Worker[Any]], bool]) -> bool:
        """Await some workers; tells whether there were any. One that was stopped by a newer one counts as done."""
        waiting = [one for one in self.app.workers if wanted(one) and not one.is_finished]
        for worker in waiting:
            with suppress(WorkerCancelled):
                await worker.wait()
        return bool(waiting)

    async def press(self, *keys: str) -> None:
        """Press keys, settling after each."""
        for key in keys:
            await self.pilot.press(key)
            await self.settle()

    async def type(self, text: str) -> None:
        """Type text into what has the focus."""
        for sign in text:
            await self.pilot.press("space" if sign == " " else sign)
        await self.settle()

    async def saved(self) -> None:
        """Press Ctrl+S and wait until it was carried out or refused."""
        await self.pilot.press("ctrl+s")
        await self.pilot.pause()
        await self._finish(lambda worker: worker.group in ("save", "begin"))
        await self.settle()

    @property
    def text(self) -> str:
        """What the screen shows, as plain text, a line per row."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip) for strip in strips)

    @property
    def name(self) -> str:
        """The class of the page on top."""
        return type(self.app.screen).__name__

    def lines(self, selector: str = "#today") -> list[str]:
        """The lines of an option list."""
        found = self.app.screen.query_one(selector, OptionList)
        return [str(found.get_option_at_index(index).prompt) for index in range(found.option_count)]


@pytest.fixture
def drive(store_path: Path, monkeypatch: pytest.MonkeyPatch) -> Drive:
    """Give a function that opens the desk on the test's store, at a size."""

    def fail(_app: CoopApp, error: Exception) -> None:
        raise error

    monkeypatch.setattr(CoopApp, "tell_unexpected", fail)
    monkeypatch.setattr("screens.list_screen.CARD_AFTER", 0)

    def leave_unread(_desk: DeskScreen) -> None:
        """The first page is not what most tests look at, and reading it takes longer than they do."""

    @asynccontextmanager
    async def run(
        size: tuple[int, int] = NARROW, path: Path = store_path, *, first_page: bool = False
    ) -> AsyncIterator[Desk]:
        if not first_page:
            monkeypatch.setattr(DeskScreen, "read_anew", leave_unread)
        app = CoopApp(path, preferences=settings.Preferences(language="en"))
        async with app.run_test(size=size, notifications=True) as pilot:
            desk = Desk(app, pilot)
            await desk.settle()
            yield desk

    return run
