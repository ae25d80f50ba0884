"""One record on a page of its own, over whatever was there; Escape goes back."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen
from textual.widgets import OptionList, Static

from coopadmin.i18n import _
from screens import commands
from screens.app import CoopApp
from screens.list_screen import choose_action
from screens.subject import Subject
from screens.text import joined
from screens.typed_ahead import is_asking, is_reading
from screens.undo import ask_undo
from screens.widgets.bars import KeyBar, TopBar
from screens.widgets.card import CardView
from screens.workers import background, leave


class RecordScreen(Screen[None]):
    """A record with all that is linked to it and its history."""

    app = getters.app(CoopApp)
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = commands.bindings(
        [commands.EDIT, commands.ACTIONS, commands.UNDO, commands.BACK]
    )

    def __init__(self, subject: Subject[Any], record_id: int) -> None:
        super().__init__()
        self.subject = subject
        self.record_id = record_id
        self._read_at = -1

    def compose(self) -> ComposeResult:
        """Bars and the record."""
        yield TopBar()
        yield Static("", id="where", markup=False)
        yield CardView(id="card")
        yield KeyBar()

    def on_mount(self) -> None:
        """Put the cursor in the record."""
        self.query_one(CardView).focus()

    def on_screen_resume(self) -> None:
        """Read anew when something changed elsewhere."""
        if self._read_at != self.app.changes:
            self.read_anew()

    def holds_back(self, key: str) -> bool:  # noqa: ARG002 - all keys alike
        """Let a key wait until the record was read, and while a deed has yet to ask."""
        return self._read_at < 0 or is_asking(self) or is_reading(self, "card")

    @background("card")
    async def read_anew(self) -> None:
        """Read the record again; one that was taken back closes the page."""
        self._read_at = self.app.changes
        card = await self.app.read(self.subject.card, self.record_id, self.app.today)
        if card is None:
            self.app.say(_("This record is no longer there; it was taken back."), "warning")
            leave(self)
            return
        self.query_one("#where", Static).update(joined(" ", (_(self.subject.title), "bold"), f" › {card.title}"))
        self.query_one(CardView).show(card)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's form
        """Offer only what this subject can do."""
        if action == "edit":
            return self.subject.edit is not None
        if action == "actions":
            return bool(self.subject.actions)
        return True

    @on(OptionList.OptionSelected)
    def _followed(self, event: OptionList.OptionSelected) -> None:
        if ref := self.query_one(CardView).ref_at(event.option_index):
            self.app.open_record(ref)

    def action_back(self) -> None:
        """Go back to where this was opened."""
        self.dismiss(None)

    @background("deed")
    async def action_edit(self) -> None:
        """Change this record."""
        if self.subject.edit is not None:
            await self.subject.edit(self.app, self.record_id)

    @background("deed")
    async def action_actions(self) -> None:
        """Choose what to do with this record."""
        await choose_action(self.app, self.subject, self.record_id)

    @background("deed")
    async def action_undo(self) -> None:
        """Take back the last action."""
        await ask_undo(self.app)
