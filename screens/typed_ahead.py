"""Keys that are struck ahead: the next one waits until what the last one began is on the screen."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Sequence
from typing import Any, Protocol, TypeVar, cast, runtime_checkable

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.worker import Worker

R = TypeVar("R")

LOOK_AGAIN = 0.01
"""Seconds until a key that waits is tried again."""
LONGEST = 3.0
"""Seconds after which no key waits any longer: a page that hangs must still be left."""
DOING = ("deed", "save", "take", "begin")
"""Groups of workers that do something: what was struck twice is done once."""
ASKING = (*DOING, "choose")
"""Groups of workers that may put a question on the screen."""


@runtime_checkable
class HoldsKeys(Protocol):
    """A page that knows more about when a key must wait than that one of its deeds has yet to ask."""

    def holds_back(self, key: str) -> bool:
        """Whether a key must wait for what was struck before it."""
        ...


def is_asking(screen: Screen[Any]) -> bool:
    """Whether a deed of a page is under way: while its question is not on the screen, or after it was answered."""
    return is_at_work(screen, ASKING)


def is_reading(screen: Screen[Any], group: str = "list") -> bool:
    """Whether a page is being read, by the group of workers that read it."""
    return is_at_work(screen, (group,))


def is_at_work(node: DOMNode, groups: Sequence[str]) -> bool:
    """Whether a worker of some groups is under way that a page, or a part of one, began."""
    workers: Iterable[Worker[Any]] = cast("Any", node).app.workers
    return any(worker.node is node and worker.group in groups and not worker.is_finished for worker in workers)


class PatientApp(App[R]):
    """An app that lets each key do what it does before it hands on the next one, in the order they were struck.

    A key is on its way until every widget it came to, and what they told each other because of it, had its turn. The
    next one then waits until what it began has asked its question, and what opens gets no key before it is mounted.
    """

    def __init__(self) -> None:
        super().__init__()
        self._ahead: deque[events.Key] = deque()
        self._given_back = 0
        """How many of them come before those that wait, for a page had them already."""
        self._at: MessagePump | None = None
        """Where the last key is on its way."""
        self._way: list[MessagePump] = []
        """Where that key still has to come."""
        self._looks_again = False
        self._since = 0.0
        self._was_ready = False

    @property
    def has_keys_ahead(self) -> bool:
        """Whether keys wait."""
        return bool(self._ahead)

    async def on_event(self, event: events.Event) -> None:
        """Keep a key that must wait, and all that come behind it."""
        if not isinstance(event, events.Key) or event.is_forwarded:
            await super().on_event(event)
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
        self._ahead.insert(place, event)
        self._look_again()

    def _must_wait(self, event: events.Key) -> bool:
        if self._is_on_its_way:
            return True
        pages = self.screen_stack
        if not pages:
            return False
        top = pages[-1]
        if isinstance(top, HoldsKeys):
            return not top.is_mounted or top.holds_back(event.key)
        if not top.is_mounted or is_asking(top):
            return True
        # What is typed into a field needs no list; any other key is meant for what is being read.
        field = self.focused
        return is_reading(top) and not (field and field.check_consume_key(event.key, event.character))

    # -- the key on its way ------------------------------------------------------------------------------------

    @property
    def _is_on_its_way(self) -> bool:
        """Whether the last key has not done all yet; one that came to what was closed meanwhile is at its end."""
        return self._at is not None and self._at.is_running

    async def _hand(self, event: events.Key) -> None:
        """Let a key go its way, and follow it: twice, for what it sets off goes the same way behind it."""
        start = self.focused or (self.screen_stack[-1] if self.screen_stack else self)
        await super().on_event(event)
        once = list(start.ancestors_with_self)
        self._way = [*once, *once]
        self._follow(self._way)

    def _follow(self, way: list[MessagePump]) -> None:
        """Come behind the key through what waits in each widget: that is done in the order in which it came."""
        if way is not self._way:
            return  # the next key was let through by now: the one before took too long
        while way:
            self._at = way.pop(0)
            if self._at.call_later(self._follow, way):
                return
        self._at = None
        if self._ahead:
            self.call_later(self._hand_on)

    # -- the keys that wait ------------------------------------------------------------------------------------

    def _look_again(self) -> None:
        if not self._looks_again:
            self._looks_again = True
            self.set_timer(LOOK_AGAIN, self._look)

    async def _look(self) -> None:
        self._looks_again = False
        await self._hand_on()

    async def _hand_on(self) -> None:
        """Hand on what need not wait any longer."""
        while self._ahead:
            late = time.monotonic() - self._since >= LONGEST
            if not late and self._must_wait(self._ahead[0]):
                self._was_ready = False
                self._look_again()
                return
            if not late and not self._was_ready:
                # A page that was just mounted may have its focus still in the queue of the app.
                self._was_ready = True
                self.call_later(self._hand_on)
                return
            if not late:
                self._since = time.monotonic()
            self._given_back = max(self._given_back - 1, 0)
            await self._hand(self._ahead.popleft())
