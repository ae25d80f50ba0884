"""The lines above and below every page: where one is, who one is, and the keys."""

from __future__ import annotations

from typing import Any, cast

from textual import events, getters
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.signal import Signal
from textual.widgets import Static

from coopadmin.formats import day_name, long_date
from coopadmin.i18n import _
from screens.app import CoopApp
from screens.commands import SECTIONS, key_name
from screens.text import joined, one_line


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


class SectionBar(Horizontal):
    """The sections and their keys; the one in use stands out."""

    def compose(self) -> ComposeResult:
        """One label per section."""
        for name, command in SECTIONS.items():
            yield SectionLabel(name, command.key, command.label)


class SectionLabel(Static):
    """A section's key and name; a click goes there."""

    app = getters.app(CoopApp)

    def __init__(self, section: str, key: str, label: str) -> None:
        super().__init__(markup=False)
        self.section = section
        self.key = key
        self.label = label

    def render(self) -> Content:
        """Show the key and the name, the one in use in bold; where there is little room, the digit of the key."""
        app = self.app
        here = app.current_mode == self.section
        name = _(self.label)
        shown = "bold reverse" if here else ""
        if self.app.size.width < 100:
            return joined((self.key.upper().removeprefix("F"), "$footer-key-foreground"), (name, shown))
        return joined((self.key.upper(), "$footer-key-foreground"), " ", (name, shown))

    def on_click(self, event: events.Click) -> None:
        """Go to the section."""
        event.stop()
        self.app.action_section(self.section)


class KeyBar(Horizontal):
    """The keys of this page, translated, as many as fit; a click does what the key does."""

    app = getters.app(CoopApp)

    MOST = 9

    def on_mount(self) -> None:
        """Follow the page's keys as the focus moves."""
        updated: Signal[Any] = cast("Any", self.screen).bindings_updated_signal
        updated.subscribe(self, self._keys_changed)
        self.call_after_refresh(self.show_keys)

    def _keys_changed(self, _screen: object) -> None:
        self.show_keys()

    def show_keys(self) -> None:
        """Lay the keys out anew where they are others than before."""
        shown: list[tuple[str, str]] = []
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if binding.show and active.enabled and (binding.key, binding.description) not in shown:
                shown.append((binding.key, binding.description))
        # What is nearest to hand comes first; help and stop close the line.
        shown.sort(key=lambda pair: pair[0] in ("f1", "f10", "ctrl+p"))
        wanted = self._that_fit(shown)
        if wanted == [(label.key, label.description) for label in self.query(KeyLabel)]:
            return
        self.remove_children()
        self.mount_all(KeyLabel(key, description) for key, description in wanted)

    def _that_fit(self, keys: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """Leave out from the first key that the line has no room for, but always keep the one for help."""

        def room_of(pair: tuple[str, str]) -> int:
            return len(key_name(pair[0])) + len(_(pair[1])) + 3

        helps = [pair for pair in keys if pair[0] == "f1"]
        room = self.app.size.width - sum(map(room_of, helps))
        kept: list[tuple[str, str]] = []
        for pair in [pair for pair in keys if pair not in helps][: self.MOST]:
            room -= room_of(pair)
            if room < 0:
                break
            kept.append(pair)
        return [*kept, *helps]


class KeyLabel(Static):
    """One key and what it does."""

    app = getters.app(CoopApp)

    def __init__(self, key: str, description: str) -> None:
        super().__init__(markup=False)
        self.key = key
        self.description = description

    def render(self) -> Content:
        """Show the key and the word."""
        return joined((key_name(self.key), "$footer-key-foreground bold"), " ", _(self.description))

    def on_click(self, event: events.Click) -> None:
        """Do what the key does."""
        event.stop()
        self.app.simulate_key(self.key)
