"""The lines above and below every page: where one is, who one is, and the keys."""

from __future__ import annotations

from typing import Any, cast

from rich.cells import cell_len
from textual import events, getters
from textual.content import Content
from textual.signal import Signal
from textual.widgets import Static

from coopadmin.formats import day_name, long_date
from coopadmin.i18n import _
from screens.app import WIDE, CoopApp
from screens.commands import SECTIONS, key_name
from screens.pages import PAGES
from screens.text import joined, one_line

CLOSING = ("f1", "f10", "ctrl+p")
"""Keys that come last in the line of keys: they are the same everywhere."""


class TopBar(Static):
    """The co-operative, the day and who is at the desk."""

    app = getters.app(CoopApp)

    def render(self) -> Content:
        """Put the name left and the day and person right."""
        app = self.app
        name = one_line(app.cooperative or "coopadmin")
        today = f"{day_name(app.today)} {long_date(app.today)}"
        right = f"{today} · {one_line(app.actor)}"
        room = self.size.width - len(right) - 3
        if len(name) > room:
            name = name[: max(room - 1, 0)] + "…"
        gap = max(self.size.width - len(name) - len(right) - 2, 1)
        return joined(" ", (name, "bold"), " " * gap, (right, "dim"))


class SectionBar(Static):
    """The sections and their keys; the one in use stands out, and a click goes there."""

    app = getters.app(CoopApp)

    def render(self) -> Content:
        """Show every section's key and name; where there is little room, the digit of the key."""
        gap = Content(" " * self._gap)
        return Content.assemble(self._margin, gap.join(Content.assemble(*self._label(name)) for name in SECTIONS))

    @property
    def _margin(self) -> str:
        """The room before the first, where there is any to spare."""
        return " " if self.app.size.width >= WIDE else ""

    @property
    def _gap(self) -> int:
        return 2 if self.app.size.width >= WIDE else 1

    def _label(self, section: str) -> list[tuple[str, str]]:
        command, here = SECTIONS[section], self.app.current_mode
        narrow = self.app.size.width < 100
        word = command.short if narrow and command.short else command.label
        name = (_(word), "bold reverse" if section in (here, PAGES.get(here)) else "")
        key = command.key.upper()
        if narrow:
            return [(key.removeprefix("F"), "$footer-key-foreground"), name]
        return [(f"{key} ", "$footer-key-foreground"), name]

    def on_click(self, event: events.Click) -> None:
        """Go to the section under the click."""
        event.stop()
        ends = len(self._margin)
        for name in SECTIONS:
            ends += sum(cell_len(text) for text, _style in self._label(name)) + self._gap
            if event.x < ends:
                self.app.action_section(name)
                return


class KeyBar(Static):
    """The keys of this page, translated, as many as fit; a click does what the key does."""

    app = getters.app(CoopApp)

    MOST = 9
    LINES = 1
    """Lines the keys may take, where one has not the room."""

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._keys: list[tuple[str, str]] = []

    def on_mount(self) -> None:
        """Follow the page's keys as the focus moves."""
        updated: Signal[Any] = cast("Any", self.screen).bindings_updated_signal
        updated.subscribe(self, self._keys_changed)
        self.call_after_refresh(self.show_keys)

    def _keys_changed(self, _screen: object) -> None:
        self.show_keys()

    def show_keys(self) -> None:
        """Show the keys anew where they are others than before."""
        shown: list[tuple[str, str]] = []
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if binding.show and active.enabled and (binding.key, binding.description) not in shown:
                shown.append((binding.key, binding.description))
        # What is nearest to hand comes first; help and stop close the line.
        shown.sort(key=lambda pair: pair[0] in CLOSING)
        if shown != self._keys:
            self._keys = shown
            self.refresh(layout=self.LINES > 1)

    def render(self) -> Content:
        """Show each key and its word."""
        return Content("\n").join(Content.assemble(*map(_shown, row)) for row in self._rows())

    @property
    def _width(self) -> int:
        """The signs there is room for, with the blanks on both sides."""
        return self.app.size.width

    def _rows(self) -> list[list[tuple[str, str]]]:
        """Leave out from the first key that the lines have no room for, but always keep the one for help.

        A key that closes the line stands there wherever it fits.
        """
        helps = [pair for pair in self._keys if pair[0] == "f1"]
        rows: list[list[tuple[str, str]]] = []
        room, width, left_out = -1, self._width, False
        for pair in [pair for pair in self._keys if pair not in helps][: self.MOST * self.LINES]:
            if left_out and pair[0] not in CLOSING:
                continue
            room -= _room_of(pair)
            if room < 0 and len(rows) < self.LINES:
                rows.append([])
                last = len(rows) == self.LINES
                room = width - (sum(map(_room_of, helps)) if last else 0) - _room_of(pair)
            left_out = room < 0
            if left_out:
                room += _room_of(pair)
            else:
                rows[-1].append(pair)
        if not rows or sum(map(_room_of, [*rows[-1], *helps])) > width:
            rows.append([])
        rows[-1].extend(helps)
        return rows

    def on_click(self, event: events.Click) -> None:
        """Do what the key under the click does."""
        event.stop()
        rows = self._rows()
        if not 0 <= event.y < len(rows):
            return
        ends = 1  # the room before the first
        for pair in rows[event.y]:
            ends += _room_of(pair)
            if event.x < ends:
                self.app.simulate_key(pair[0])
                return


def _shown(pair: tuple[str, str]) -> Content:
    """A key and its word."""
    return Content.assemble((key_name(pair[0]), "$footer-key-foreground bold"), f" {_(pair[1])}  ")


def _room_of(pair: tuple[str, str]) -> int:
    """The signs that a key, its word and the gap after them take."""
    key, description = pair
    return cell_len(key_name(key)) + cell_len(_(description)) + 3
