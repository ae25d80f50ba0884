"""Answers that come when a test lets them, so that what is struck meanwhile can be tried."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from db.store import Store

PATIENCE = 20
"""Seconds until a test that waits for what never comes is given up."""


class Late:
    """Work in a thread whose first answer is kept back until it is let go; those behind it are given at once."""

    def __init__(self, work: Callable[..., Any]) -> None:
        self.work = work
        self._calls = count()
        self._begun = threading.Event()
        self._let_go = threading.Event()

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Do the work, and give its answer when it may be given."""
        first = next(self._calls) == 0
        answer = self.work(*args, **kwargs)
        if first:
            self._begun.set()
            assert self._let_go.wait(PATIENCE)
        return answer

    async def reached(self) -> None:
        """Wait until there is an answer that is kept back."""
        assert await asyncio.to_thread(self._begun.wait, PATIENCE)

    def let_go(self) -> None:
        """Give the answer."""
        self._let_go.set()


def late_read(monkeypatch: pytest.MonkeyPatch, query: str) -> Late:
    """Keep back what the next reading by a query of some name finds."""
    late = Late(Store.read_as_of)

    def read(store: Store, asked: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        is_meant = getattr(asked, "__name__", "") == query
        return (late if is_meant else late.work)(store, asked, *args, **kwargs)

    monkeypatch.setattr(Store, "read_as_of", read)
    return late


async def until(is_so: Callable[[], bool]) -> None:
    """Wait until something is so, while what is kept back stays where it is."""
    async with asyncio.timeout(PATIENCE):
        while not is_so():
            await asyncio.sleep(0.002)
