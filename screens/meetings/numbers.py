"""The numbers of a count on one line: one widget for all, so that keys count in the order they come, however fast."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget

from coopadmin.i18n import N_
from screens.commands import Command, bindings

NEXT = Command(
    "screen.next", "enter", N_("next, then store"), N_("Go to the next number; after the last one the vote is stored")
)

Take = Callable[[Widget, events.Key], bool]
"""Does at once what a key means that came to a widget; tells whether it meant anything."""

MOST_DIGITS = 5
GAP = 3
"""Blanks between two numbers."""


class Numbers(Widget, can_focus=True):
    """Whole numbers with their labels; the current one has an arrow before it.

    Two fields would each have a queue of their own, and a digit right behind Enter could land in the one that is left.
    What a key does is decided by `take`, which asks `strike` and `step` here.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings([NEXT])

    def __init__(self, labels: Sequence[str], values: Sequence[str], take: Take, *, id: str) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id)
        self._labels = labels
        self._values = list(values)
        self._take = take
        self._place = 0
        self._is_fresh = True
        """Whether the number was only come to: the next digit replaces it."""

    # -- what is typed -----------------------------------------------------------------------------------------

    @property
    def numbers(self) -> tuple[int, ...]:
        """What is typed now; nothing counts as none."""
        return tuple(int(value or 0) for value in self._values)

    @property
    def is_empty(self) -> bool:
        """Whether nothing that counts was typed yet."""
        return not self._values[0] and not any(self.numbers)

    def strike(self, key: str, character: str | None) -> bool:
        """Change the current number by a digit or what takes one away; tells whether the key was one of these."""
        value = self._values[self._place]
        if character is not None and character in "0123456789":
            value = character if self._is_fresh else (value + character)[:MOST_DIGITS]
        elif key == "backspace":
            value = "" if self._is_fresh else value[:-1]
        elif key == "delete":
            value = ""
        else:
            return False
        self._values[self._place] = value
        self._is_fresh = False
        self.refresh()
        return True

    # -- where it is typed -------------------------------------------------------------------------------------

    def go_to(self, place: int) -> None:
        """Make a number the current one, counted from 0, or from the last with -1."""
        self._place = place % len(self._values)
        self._is_fresh = True
        self.refresh()

    def step(self, by: int) -> bool:
        """Go to the number beside the current one; tells whether there is one."""
        if not 0 <= self._place + by < len(self._values):
            return False
        self.go_to(self._place + by)
        return True

    def on_key(self, event: events.Key) -> None:
        """Do what the key means before the next one is looked at."""
        if self._take(self, event):
            event.stop()
            event.prevent_default()

    def on_click(self, event: events.Click) -> None:
        """Go to the number that was clicked."""
        event.stop()
        place = event.get_content_offset_capture(self).x
        for number, label in enumerate(self._labels):
            place -= _room_of(label)
            if place < 0:
                self.go_to(number)
                return

    def on_focus(self) -> None:
        """Show where one types."""
        self.refresh()

    def on_blur(self) -> None:
        """Show that one types elsewhere."""
        self.refresh()

    # -- how it looks ------------------------------------------------------------------------------------------

    def render(self) -> Content:
        """Show each label with its number."""
        return Content(" " * GAP).join(
            self._shown(place, label, value)
            for place, (label, value) in enumerate(zip(self._labels, self._values, strict=True))
        )

    def _shown(self, place: int, label: str, value: str) -> Content:
        """A number that was only come to stands out whole, for it is replaced; behind one that is typed is a cursor."""
        room = MOST_DIGITS + 1
        if place != self._place or not self.has_focus:
            return Content.assemble(f" {label} ", (value.ljust(room), "on $panel"))
        typed, marked = ("", value or " ") if self._is_fresh else (value, " ")
        rest = " " * (room - len(typed) - len(marked))
        return Content.assemble(
            (f"▸{label} ", "bold"), (typed, "bold on $panel"), (marked, "bold reverse"), (rest, "on $panel")
        )


def _room_of(label: str) -> int:
    """The signs that a number, its label and the gap behind it take."""
    return cell_len(label) + 2 + MOST_DIGITS + 1 + GAP
