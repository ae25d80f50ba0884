"""Typing a passphrase: a field that shows none of it, and the page before an encrypted store."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import ActiveBinding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from coopadmin.errors import EncryptionMissing, PassphraseWrong
from coopadmin.i18n import N_, _
from screens import commands
from screens.app import CoopApp
from screens.boxes import box_for
from screens.commands import FIND, SECTIONS, Command
from screens.fields import Field, FieldBox
from screens.text import plain
from screens.widgets.bars import KeyBar
from screens.workers import background

if TYPE_CHECKING:
    from pathlib import Path

ELSEWHERE = {FIND.action, *(section.action for section in SECTIONS.values())}

OPEN = Command("open_store", "enter", N_("open"), N_("Open the store with this passphrase"))

LOST = N_(
    "Is it lost? Without it nobody can open this store, not even the makers of the program. A copy that was made "
    "before it was encrypted, or under another passphrase, may still open; put one back with: coopadmin restore FILE"
)


class SecretBox(FieldBox):
    """A passphrase: nobody who looks on reads it, and every sign of it counts, spaces too."""

    def compose_entry(self) -> ComposeResult:
        """Where one types."""
        yield Input(password=True, compact=True, classes="entry", select_on_focus=False)

    def value(self) -> Any:
        """Give what was typed as it is; raises ValueError where it is nothing."""
        if not self.text:
            raise ValueError(_("fill this in"))
        return self.text


def secret(name: str, label: str, help_text: str = "") -> Field:
    """Make a field for a passphrase."""
    return Field(name, label, required=True, help=help_text, box=SecretBox)


class PassphraseScreen(Screen[None]):
    """Asks for the passphrase of the store, and goes on to the desk; a wrong one gets a sentence and nothing else."""

    app = getters.app(CoopApp)
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = commands.bindings([OPEN], at_once=True)

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys that work here: those that lead elsewhere wait until the store is open."""
        active = super().active_bindings
        return {key: one for key, one in active.items() if one.binding.action not in ELSEWHERE}

    def compose(self) -> ComposeResult:
        """What is asked, and of which file."""
        with Vertical(id="welcome"):
            yield Static(plain(_("This store is encrypted."), "bold"), markup=False)
            yield Static(str(self.app.store_path), id="welcome-where", markup=False)
            yield box_for(secret("passphrase", N_("Passphrase"), N_("capitals and spaces count")))
            yield Static(Content.assemble("\n", plain(_(LOST), "$text-muted")), markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin in the field; where no passphrase would open the store, say so before one is typed."""
        self.query_one(FieldBox).focus_entry()
        self.call_after_refresh(self._say_what_is_missing)

    def _say_what_is_missing(self) -> None:
        from db.files import require_library

        try:
            require_library()
        except EncryptionMissing as missing:
            self.query_one(FieldBox).say(str(missing), wrong=True)

    @background("open")
    async def action_open_store(self) -> None:
        """Try what was typed: it takes the machine a moment, on purpose."""
        box = self.query_one(FieldBox)
        if box.show_mistake():
            return
        box.say(_("Opening …"))
        try:
            await asyncio.to_thread(_unlock, self.app.store_path, box.value())
        except PassphraseWrong as wrong:
            with self.prevent(Input.Changed):
                box.text = ""
            box.say(str(wrong), wrong=True)
            return
        self.app.needs_passphrase = False
        self.app.go_to("desk")


def _unlock(path: Path, passphrase: str) -> None:
    from db.files import unlock

    unlock(path, passphrase)
