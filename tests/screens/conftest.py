"""Driving the desk: a pilot on a store of this test's own, in Dutch or English, at two sizes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import pytest
from textual import events
from textual._compositor import Compositor
from textual._context import visible_screen_stack
from textual.keys import _character_to_key
from textual.message_pump import MessagePump
from textual.pilot import Pilot
from textual.screen import ModalScreen, Screen
from textual.widgets import OptionList
from textual.worker import Worker, WorkerCancelled

from coopadmin import settings
from coopadmin.services.association import save_owner
from coopadmin.services.members import PersonData, register_member
from db.backup_folders import Keeping
from db.backups import make_copy
from db.store import Store
from screens.app import CoopApp
from screens.desk.screen import DeskScreen
from tests.conftest import clock

NARROW = (80, 24)
WIDE = (120, 40)
NOON = clock().astimezone()

WAITING = ("deed", "save", "take", "choose", "begin")
"""Groups of workers that may stand still until a question is answered."""

ROUNDS_AT_REST = 3
"""How often nothing may be found to do before the desk counts as at rest: to draw one thing may ask for another."""

A_MOMENT = 0.002
"""Seconds to wait for work that goes on in a thread."""

UNDRAWN: WeakKeyDictionary[Compositor, set[Any]] = WeakKeyDictionary()
"""What changed on each screen and was not drawn."""

SEEN: WeakKeyDictionary[Compositor, str] = WeakKeyDictionary()
"""What each screen shows as text, as long as nothing on any screen changes."""

DRAW = Compositor.render_update

Drive = Callable[..., AbstractAsyncContextManager["Desk"]]


class Desk:
    """The desk under a pilot, with the few things tests ask of it."""

    def __init__(self, app: CoopApp, pilot: Pilot[Any], *, draws_always: bool = False) -> None:
        self.app = app
        self.pilot = pilot
        self.draws_always = draws_always

    @staticmethod
    def put_off(compositor: Compositor, *_how: object, **_else: object) -> None:
        """Draw when a test looks, or at its end: nobody sees the pictures in between, and they cost much."""
        SEEN.clear()
        UNDRAWN.setdefault(compositor, set()).update(compositor._dirty_regions)
        compositor._dirty_regions.clear()

    def draw(self) -> None:
        """Draw what changed since the last time, as the terminal would have shown it."""
        compositor = self.app.screen._compositor
        if regions := UNDRAWN.pop(compositor, None):
            compositor._dirty_regions.update(regions)
            DRAW(compositor, screen_stack=self.app._background_screens)

    async def settle(self) -> None:
        """Wait until what was read stands on the screen; deeds that wait for an answer are left waiting."""
        await self._come_to_rest()
        if self.draws_always:
            self.draw()

    async def _come_to_rest(self) -> None:
        """Wait until nothing waits its turn any more, however busy the machine is with something else."""
        at_rest = 0
        while at_rest < ROUNDS_AT_REST:
            if await self._finish(lambda worker: worker.group not in WAITING):
                at_rest = 0
            elif self._is_preparing or self._stirs:
                at_rest = 0
                await asyncio.sleep(0 if self._stirs else A_MOMENT)
            else:
                screen = self.app.screen
                wants = [screen._layout_required, screen._repaint_required, screen._dirty_widgets, screen._callbacks]
                at_rest = 0 if any(wants) else at_rest + 1
                screen._on_timer_update()
                await asyncio.sleep(0)

    @property
    def _stirs(self) -> bool:
        """Whether a message, a callback or a task of the desk is still to be carried out."""
        loop: Any = asyncio.get_running_loop()
        if loop._ready or self.app.has_keys_ahead or self.app.animator._animations or self.app.animator._scheduled:
            return True
        pumps = [self.app, *(node for screen in self.app.screen_stack for node in screen.walk_children(with_self=True))]
        return any(pump._running and not self._waits(pump) for pump in pumps)

    @staticmethod
    def _waits(pump: MessagePump) -> bool:
        queue: Any = pump._message_queue
        return queue.empty() and bool(queue.ready_event._waiters) and not pump._next_callbacks

    @property
    def _is_preparing(self) -> bool:
        """Whether a deed goes on without waiting for an answer: what it asks stands on a screen above its own."""
        top = self.app.screen
        under_way = [worker for worker in self.app.workers if worker.group in WAITING and not worker.is_finished]
        return any(
            worker.node is top or (worker.group == "deed" and not isinstance(top, ModalScreen)) for worker in under_way
        )

    async def _finish(self, wanted: Callable[[Worker[Any]], bool]) -> bool:
        """Await some workers; tells whether there were any. One that was stopped by a newer one counts as done."""
        waiting = [one for one in self.app.workers if wanted(one) and not one.is_finished]
        for worker in waiting:
            with suppress(WorkerCancelled):
                await worker.wait()
        return bool(waiting)

    def strike(self, key: str) -> None:
        """Send one key as the terminal does, and go on at once."""
        name = _character_to_key(key) if len(key) == 1 and not key.isalnum() else key
        event = events.Key(name, key if len(key) == 1 else None)
        event.set_sender(self.app)
        assert self.app._driver is not None
        self.app._driver.send_message(event)

    async def press(self, *keys: str) -> None:
        """Press keys, settling after each."""
        for key in keys:
            self.strike(key)
            await self.settle()

    async def type(self, text: str) -> None:
        """Type text into what has the focus, as fast as a terminal hands it over."""
        for sign in text:
            self.strike(sign)
        await self.settle()

    async def saved(self) -> None:
        """Press Ctrl+S and wait until it was carried out or refused."""
        self.strike("ctrl+s")
        await self.settle()
        await self._finish(lambda worker: worker.group in ("save", "begin"))
        await self.settle()

    @property
    def text(self) -> str:
        """What the screen shows, as plain text, a line per row."""
        compositor = self.app.screen._compositor
        if any(self._wants_drawing(screen) for screen in self.app.screen_stack):
            SEEN.clear()
        if compositor not in SEEN:
            visible_screen_stack.set(self.app._background_screens)
            strips = compositor.render_strips()
            SEEN[compositor] = "\n".join("".join(segment.text for segment in strip) for strip in strips)
            UNDRAWN.pop(compositor, None)  # all of it was drawn just now
        return SEEN[compositor]

    @staticmethod
    def _wants_drawing(screen: Screen[Any]) -> bool:
        """Whether something of a screen was changed that no drawing knows of yet."""
        changed = [screen._layout_required, screen._repaint_required, screen._dirty_widgets]
        return any(changed) or bool(screen._compositor._dirty_regions)

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
    monkeypatch.setattr(Compositor, "render_update", Desk.put_off)

    def leave_unread(_desk: DeskScreen) -> None:
        """The first page is not what most tests look at, and reading it takes longer than they do."""

    @asynccontextmanager
    async def run(
        size: tuple[int, int] = NARROW, path: Path = store_path, *, first_page: bool = False, draws_always: bool = False
    ) -> AsyncIterator[Desk]:
        if not first_page:
            monkeypatch.setattr(DeskScreen, "read_anew", leave_unread)
        app = CoopApp(path, preferences=settings.Preferences(language="en"))
        async with app.run_test(size=size, notifications=True) as pilot:
            desk = Desk(app, pilot, draws_always=draws_always)
            await desk.settle()
            yield desk
            desk.draw()

    return run


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
