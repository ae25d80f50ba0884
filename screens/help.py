"""What a page can do: every key with its sentence, made from the commands themselves."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from coopadmin.i18n import N_, _
from screens.commands import BACK, bindings, key_name
from screens.text import joined, plain

GENERAL = (
    N_("↑ ↓ choose, Enter opens, Esc goes back; Tab goes to the next part of the page."),
    N_("Everything is saved at once, with who did it and when; U takes the last action back."),
    N_("Type a day as 1-2-27, an amount as 1.234,56; the form says what it understood."),
)


def keys_of(screen: Screen[Any]) -> list[tuple[str, str, str]]:
    """List the keys that work on a page: key, word, sentence."""
    found: dict[str, tuple[str, str, str]] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        if binding.tooltip and active.enabled:
            found.setdefault(binding.action, (key_name(binding.key), _(binding.description), _(binding.tooltip)))
    return list(found.values())


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
                for key, label, sentence in self.keys:
                    yield Static(
                        joined((f"{key:<8}", "bold"), f"{label:<14} ", (sentence, "$text-muted")), markup=False
                    )
                yield Static("", markup=False)
                for sentence in GENERAL:
                    yield Static(plain(_(sentence)), markup=False)

    def on_mount(self) -> None:
        """Let the arrow keys scroll."""
        self.query_one(VerticalScroll).focus()

    def action_back(self) -> None:
        """Close the help."""
        self.dismiss(None)
