"""A secretary at the desk: strikes keys as a hand would, counts them, and has a clock on the wall."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from textual.widgets import OptionList
from textual.worker import Worker

from screens.fields import FieldBox
from tests.screens.conftest import Desk

ROOM_MODULES = ("room", "room_people", "room_consent", "room_forms", "room_voting", "room_notes", "big")
"""Where the room asks what time it is."""


class Clock:
    """The clock on the wall of the room, moved by hand."""

    def __init__(self, at: str, patch: pytest.MonkeyPatch) -> None:
        self.at = at
        for module in ROOM_MODULES:
            patch.setattr(f"screens.meetings.{module}.wall_clock", self)

    def __call__(self) -> str:
        return self.at

    def move(self, time: str) -> None:
        """Go to another time of the same day."""
        self.at = f"{self.at[:11]}{time}"


@dataclass(frozen=True, slots=True)
class Chosen:
    """An entry of a form that is chosen out of a list by its words."""

    words: str


class Secretary:
    """Somebody at the desk; everything goes by keys, which are counted apart from the words that are typed."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.keys = 0
        """Keys struck so far, the letters of words and names left out."""

    # -- striking ----------------------------------------------------------------------------------------------

    async def press(self, *keys: str) -> None:
        """Strike keys, waiting after each for what it does; what Enter confirms is stored or refused by then."""
        self.keys += len(keys)
        for key, following in zip(keys, (*keys[1:], ""), strict=True):
            if self._in_one_go(key, following):
                self.desk.strike(key)
                continue
            page, asking = self.desk.app.screen, self._storing()
            await self.desk.press(key)
            # What is stored may ask something first, on a page of its own.
            if self._storing() - asking:
                while self.desk.app.screen is page and self._storing() - asking:
                    await self.desk.pilot.pause()
                await self.desk.settle()

    def _in_one_go(self, key: str, following: str) -> bool:
        """Whether a hand strikes two keys without looking up: the signs of a count, a way down a list."""
        counting = self.desk.name in ("VotePanel", "NamesScreen") and len(key) == len(following) == 1
        return counting or key == following in ("down", "up")

    def _storing(self) -> set[Worker[Any]]:
        return {worker for worker in self.desk.app.workers if worker.group == "save" and not worker.is_finished}

    async def type(self, words: str) -> None:
        """Type words."""
        await self.desk.type(words)

    async def save(self) -> None:
        """Save a form, or store a vote as it stands."""
        self.keys += 1
        await self.desk.saved()

    async def fill(self, *entries: str | Chosen | None) -> None:
        """Go through the fields of a form from where the cursor is: words, a choice, or None to pass by."""
        for place, entry in enumerate(entries):
            if place:
                await self.press("tab")
            if isinstance(entry, Chosen):
                await self.press("enter")
                await self.take(entry.words)
            elif entry is not None:
                await self.type(entry)

    async def refill(self, words: str) -> None:
        """Write other words over those in the field where the cursor is."""
        await self.press("end", "ctrl+u")
        await self.type(words)

    async def take(self, words: str) -> None:
        """Choose out of the list that is open."""
        shown = self.desk.app.screen.focused
        assert isinstance(shown, OptionList)
        labels = [str(shown.get_option_at_index(place).prompt) for place in range(shown.option_count)]
        wanted = next(place for place, label in enumerate(labels) if words in label)
        if labels[wanted].startswith(f"{wanted + 1} "):
            await self.press(str(wanted + 1))
            return
        steps = wanted - (shown.highlighted or 0)
        await self.press(*(["down" if steps > 0 else "up"] * abs(steps)), "enter")

    async def do(self, action: str) -> None:
        """Choose what to do with the record under the cursor."""
        await self.press("a")
        await self.take(action)

    async def rest(self) -> None:
        """Look up for a few seconds: what the desk said is gone from the screen."""
        self.desk.app.clear_notifications()
        await self.desk.settle()

    # -- seeing ------------------------------------------------------------------------------------------------

    @property
    def flat(self) -> str:
        """What the screen shows, as one line of words."""
        return " ".join(self.desk.text.split())

    def sees(self, *parts: str) -> None:
        """Check that the screen shows all of these."""
        shown = self.flat
        for part in parts:
            assert part in shown, f"{part!r} is not on the screen:\n{self.desk.text}"

    def sees_not(self, *parts: str) -> None:
        """Check that the screen shows none of these."""
        for part in parts:
            assert part not in self.flat, f"{part!r} is on the screen:\n{self.desk.text}"

    def told(self, *parts: str) -> None:
        """Check that the desk said all of these."""
        said = " ".join(str(one.message) for one in self.desk.app._notifications)
        for part in parts:
            assert part in said, f"{part!r} was not said: {said}"

    def under(self, field: str) -> str:
        """What stands under a field of the form."""
        return self.desk.app.screen.query_one(f"#field-{field}", FieldBox).message

    @contextmanager
    def at_most(self, keys: int) -> Iterator[None]:
        """Check that what is done within takes no more keys than this."""
        before = self.keys
        yield
        assert self.keys - before <= keys, f"it took {self.keys - before} keys"
