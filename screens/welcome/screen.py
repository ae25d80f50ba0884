"""The first start: three questions, or a look at the demo."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Static

from coopadmin import i18n, settings
from coopadmin.domain.association import SHAPES
from coopadmin.errors import Invalid
from coopadmin.i18n import N_, _
from screens import commands
from screens.app import CoopApp
from screens.boxes import box_for
from screens.commands import Command
from screens.fields import Field, FieldBox
from screens.text import plain
from screens.widgets.bars import KeyBar
from screens.workers import background

BEGIN = Command("begin", "ctrl+s", N_("begin"), N_("Make the store with these answers"))
DEMO = Command("demo", "f4", N_("see the demo"), N_("Look around in a made-up co-operative; nothing of it is kept"))
IMPORT = Command("import", "f5", N_("begin and import"), N_("Make the store, then take in the registers you have"))
LANGUAGE = Command("language", "f3", N_("English/Nederlands"), N_("Go on in the other language"))


class WelcomeScreen(Screen[None]):
    """Asks what a store needs to begin."""

    app = getters.app(CoopApp)
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = commands.bindings([BEGIN, IMPORT, DEMO, LANGUAGE])

    def compose(self) -> ComposeResult:
        """A welcome, three questions, and where the store will lie."""
        with Vertical(id="welcome"):
            yield Static(plain(_("Welcome. This is the desk of a beheercoöperatie."), "bold"), markup=False)
            yield Static(
                _("Everything is kept in one file on this computer:") + f"\n{self.app.store_path}",
                id="welcome-where",
                markup=False,
            )
            yield box_for(Field("name", N_("What is the co-operative called?"), required=True))
            yield box_for(
                Field(
                    "shape",
                    N_("Who is the landlord?"),
                    "choice",
                    required=True,
                    initial="individual",
                    choices=list(SHAPES.items()),
                )
            )
            yield box_for(
                Field(
                    "actor",
                    N_("Who is at the desk?"),
                    required=True,
                    initial=self.app.actor,
                    help=N_("your name stands in the journal behind what you do"),
                )
            )
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin with the first question."""
        self.query(FieldBox).first().focus_entry()

    @background("begin")
    async def action_begin(self) -> None:
        """Make the store and open the desk on it."""
        if await self._begin():
            self.app.go_to("desk")

    @background("begin")
    async def action_import(self) -> None:
        """Make the store and go on with the registers."""
        if await self._begin():
            self.app.go_to("association")

    async def _begin(self) -> bool:
        answers: dict[str, str] = {}
        for box in self.query(FieldBox):
            if box.show_mistake():
                box.focus_entry()
                return False
            answers[box.field.name] = box.value()
        chosen = replace(self.app.preferences, actor=answers["actor"], language=i18n.language())
        settings.save_preferences(chosen)
        self.app.preferences = chosen
        try:
            await asyncio.to_thread(self._make, answers["name"], answers["shape"])
        except Invalid as invalid:
            self.app.tell(invalid)
            return False
        await self.app.open_store()
        self.app.say(_("The store is made. Import your registers under F9, or press N in a list."))
        return True

    def _make(self, name: str, shape: str) -> None:
        from coopadmin.services.association import start_cooperative
        from db.migrate import make_store
        from db.store import Store

        make_store(self.app.store_path)
        Store(self.app.store_path, actor=self.app.actor).do(start_cooperative, name=name, shape=shape)

    @background("begin")
    async def action_demo(self) -> None:
        """Open the desk on the demo, in a throwaway store."""
        await self.app.open_demo()

    def action_language(self) -> None:
        """Go on in the other language."""
        self.app.choose(language="en" if i18n.language() == "nl" else "nl")
