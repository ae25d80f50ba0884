"""Keys that are struck ahead: on some pages the next key waits until what the last one began is on the screen."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Sequence
from typing import Any, Protocol, TypeVar, cast, runtime_checkable

from textual import events
from textual.app import App
from textual.screen import Screen
from textual.worker import Worker

from screens.commands import SAVE

R = TypeVar("R")

LOOK_AGAIN = 0.01
"""Seconds until a key that waits is tried again."""
LONGEST = 3.0
"""Seconds after which no key waits any longer: a page that hangs must still be left."""
ASKING = ("deed", "save", "choose")
"""Groups of workers that may put a question on the screen."""


@runtime_checkable
class HoldsKeys(Protocol):
    """A page on which keys are struck faster than it answers."""

    def holds_back(self, key: str) -> bool:
        """Whether a key must wait for what was struck before it."""
        ...


def is_asking(screen: Screen[Any]) -> bool:
    """Whether a deed of a page is under way: while its question is not on the screen, or after it was answered."""
    return _is_at_work(screen, ASKING)


def is_reading(screen: Screen[Any]) -> bool:
    """Whether a page is being read."""
    return _is_at_work(screen, ("list",))


def _is_at_work(screen: Screen[Any], groups: Sequence[str]) -> bool:
    workers: Iterable[Worker[Any]] = cast("Any", screen).app.workers
    return any(worker.node is screen and worker.group in groups and not worker.is_finished for worker in workers)


class PatientApp(App[R]):
    """An app that keeps keys while the page on top holds them back, and hands them on in the order they were struck.

    What opens over such a page gets no key before it is mounted. Only keys that come to the app wait: what they begin
    must be a priority binding, else the next ones have passed already.
    """

    def __init__(self) -> None:
        super().__init__()
        self._ahead: deque[events.Key] = deque()
        self._given_back = 0
        """How many of them come before those that wait, for a page had them already."""
        self._saving = False
        """Whether Ctrl+S is on its way through a form: a key behind it must not get into what is being saved."""
        self._since = 0.0
        self._was_ready = False

    @property
    def has_keys_ahead(self) -> bool:
        """Whether keys wait."""
        return bool(self._ahead)

    async def on_event(self, event: events.Event) -> None:
        """Keep a key that must wait, and all that come behind it."""
        if not isinstance(event, events.Key):
            await super().on_event(event)
        elif event.is_forwarded:
            await super().on_event(event)
            self._saving = self._saving and event.key != SAVE.key
        elif self._ahead or self._must_wait(event):
            self._keep(event, len(self._ahead))
        else:
            await self._hand(event)

    def give_back(self, event: events.Key) -> None:
        """Keep a key that came to a page behind the one that ended it: it is meant for what comes then."""
        self._keep(events.Key(event.key, event.character), self._given_back)
        self._given_back += 1

    def _keep(self, event: events.Key, place: int) -> None:
        if not self._ahead:
            self._since = time.monotonic()
            self._was_ready = False
            self.set_timer(LOOK_AGAIN, self._hand_on)
        self._ahead.insert(place, event)

    def _must_wait(self, event: events.Key) -> bool:
        pages = self.screen_stack
        if not pages or not any(isinstance(page, HoldsKeys) for page in pages):
            return False
        top = pages[-1]
        if isinstance(top, HoldsKeys):
            return not top.is_mounted or top.holds_back(event.key)
        return not top.is_mounted or self._saving or is_asking(top)

    async def _hand(self, event: events.Key) -> None:
        """Let a key go its way."""
        self._saving = event.key == SAVE.key and not isinstance(self.screen, HoldsKeys)
        await super().on_event(event)

    async def _hand_on(self) -> None:
        """Hand on what need not wait any longer."""
        while self._ahead:
            if self._must_wait(self._ahead[0]) and time.monotonic() - self._since < LONGEST:
                self._was_ready = False
                self.set_timer(LOOK_AGAIN, self._hand_on)
                return
            if not self._was_ready:
                # A page that was just mounted may have its focus still in the queue of the app.
                self._was_ready = True
                self.call_later(self._hand_on)
                return
            self._given_back = max(self._given_back - 1, 0)
            await self._hand(self._ahead.popleft())
