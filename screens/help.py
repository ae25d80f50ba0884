"""What a page can do: every key with its sentence, made from the commands themselves."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from coopadmin.i18n import N_, _
from screens.commands import BACK, HELP, bindings, key_name
from screens.text import joined, plain

HELP_HERE = replace(HELP, action="app.help", help=N_("Show all keys that work here and what they do"))
"""The key for help over a page: there the keys of the desk itself do not work."""

KEY_WIDTH = 8
"""Signs of the column of the keys."""

GENERAL = (
    N_("↑ ↓ choose, Enter opens, Esc goes back; Tab goes to the next part of the page."),
    N_("Everything is saved at once, with who did it and when; U takes the last action back."),
    N_("Type a day as 1-2-27, an amount as 1.234,56; the form says what it understood."),
)


def keys_of(screen: Screen[Any]) -> list[tuple[str, str, str]]:
    """List the keys that work on a page: key, word, sentence."""
    bound = [active.binding for active in screen.active_bindings.values() if active.enabled]
    return [(key_name(one.key), _(one.description), _(one.tooltip)) for one in bound if one.tooltip]


class HelpScreen(ModalScreen[None]):
    """The keys of the page it was called from."""

    BINDINGS: ClassVar[list[BindingType]] = bindings([BACK])

    def __init__(self, keys: list[tuple[str, str, str]]) -> None:
        super().__init__()
        self.keys = keys

    @classmethod
    def of(cls, screen: Screen[Any]) -> HelpScreen:
        """Make the help of a page."""
        return cls(keys_of(screen))

    def compose(self) -> ComposeResult:
        """A line per key, and what holds everywhere."""
        with Vertical(classes="dialog tall"):
            yield Static(plain(_("Help"), "bold"), markup=False)
            with VerticalScroll():
                # A sentence goes on under itself, beside the keys, where it is wider than its column.
                width = max((cell_len(label) for _key, label, _sentence in self.keys), default=0)
                for key, label, sentence in self.keys:
                    head = Static(joined((f"{key:<{KEY_WIDTH}}", "bold"), label), markup=False)
                    head.styles.width = KEY_WIDTH + width + 2
                    yield Horizontal(head, Static(plain(sentence, "$text-muted"), markup=False), classes="key-line")
                yield Static("", markup=False)
                for sentence in GENERAL:
                    yield Static(plain(_(sentence)), markup=False)

    def on_mount(self) -> None:
        """Let the arrow keys scroll."""
        self.query_one(VerticalScroll).focus()

    def action_back(self) -> None:
        """Close the help."""
        self.dismiss(None)
