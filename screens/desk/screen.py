"""The first page: what needs doing today, and how things stand."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from coopadmin.i18n import _
from screens import commands
from screens.app import CoopApp
from screens.text import joined, plain
from screens.widgets.bars import KeyBar, SectionBar, TopBar
from screens.workers import background

if TYPE_CHECKING:
    from screens.desk.today import Item


LABEL_WIDTH = 14
"""Signs of a line's first word, so that the sentences line up."""


class DeskScreen(Screen[None]):
    """Opens at once, and is filled as soon as the store is open."""

    app = getters.app(CoopApp)
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = commands.bindings([commands.UNDO, commands.ROLE, commands.JOURNAL])

    def __init__(self) -> None:
        super().__init__()
        self._targets: list[Any] = []
        self._read_at = -1

    def compose(self) -> ComposeResult:
        """Bars, the list of what needs doing, and the figures."""
        yield TopBar()
        yield SectionBar()
        with Horizontal(id="desk-body"):
            with Vertical(id="today-side"):
                yield Static(plain(_("Today"), "bold"), id="today-head", markup=False)
                yield OptionList(id="today", markup=False)
            yield Static("", id="figures", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Put the cursor in the list; reading waits until the first picture is on the screen."""
        self.query_one("#today", OptionList).focus()
        self.call_after_refresh(self.read_anew)

    def on_screen_resume(self) -> None:
        """Read anew when something changed elsewhere."""
        if self._read_at >= 0 and self._read_at != self.app.changes:
            self.read_anew()

    @background("desk")
    async def read_anew(self) -> None:
        """Open the store where that was not done yet, and read the day: what presses is shown first."""
        self._read_at = self.app.changes
        store = await self.app.open_store()
        role, today = self.app.preferences.role, self.app.today
        name, pressing = await asyncio.to_thread(lambda: store.read(_modules("pressing").read_pressing, today))
        self.app.problem = None
        self.app.cooperative = name
        self.query_one(TopBar).refresh()
        self._show(pressing, role)
        await self._painted()
        waiting, meeting = await asyncio.to_thread(lambda: store.read(_modules("waiting").read_waiting, today))
        self._show([*pressing, *waiting], role)
        counted, stands = await asyncio.to_thread(lambda: store.read(_modules("counted").read_counted, today))
        figures = (*stands, *meeting)
        self._show([*pressing, *waiting, *counted], role)
        self._show_figures(figures)
        money, own = await asyncio.to_thread(lambda: store.read(_modules("money").read_money, today, role))
        items = [*pressing, *waiting, *counted, *money]
        if not items:
            items = await asyncio.to_thread(lambda: store.read(_modules("waiting").read_nothing, today))
        self._show(items, role)
        if own:
            self._show_figures((*own, ("", ""), *figures))

    async def _painted(self) -> None:
        """Wait until what was shown stands on the screen: what reads on would take turns with it, and hold it up."""
        painted = asyncio.Event()
        self.call_after_refresh(painted.set)
        await painted.wait()

    def _show_figures(self, figures: Sequence[tuple[str, str]]) -> None:
        self.query_one("#figures", Static).update(
            Content("\n").join(joined((f"{label:<18}", "$text-muted"), text) for label, text in figures)
        )

    def _show(self, found: list[Item], role: str) -> None:
        from screens.desk.today import heading, in_order

        items = in_order(found, role)
        listing = self.query_one("#today", OptionList)
        kept = listing.highlighted or 0
        # Who moved the cursor already keeps it on the same line when more lines come.
        chosen = self._targets[kept] if 0 < kept < len(self._targets) else None
        self._targets = [item.target for item in items]
        if chosen in self._targets and chosen is not None:
            kept = self._targets.index(chosen)
        width = min(max((len(item.label) for item in items), default=0), LABEL_WIDTH)
        listing.set_options(
            Option(
                joined(
                    (f"{item.sign} ", item.style),
                    (f"{_cut(item.label, width):<{width}}  ", "bold" if item.sign == "▲" else ""),
                    item.text,
                )
            )
            for item in items
        )
        if items:
            listing.highlighted = min(kept, len(items) - 1)
        self.query_one("#today-head", Static).update(plain(heading(items), "bold"))

    @on(OptionList.OptionSelected, "#today")
    def _go(self, event: OptionList.OptionSelected) -> None:
        from screens.desk.today import Room

        target = self._targets[event.option_index]
        if isinstance(target, str):
            self.app.go_to(target)
        elif isinstance(target, Room):
            self._open_room(target.meeting_id)
        elif target is not None:
            self.app.open_record(target)

    @background("deed")
    async def _open_room(self, meeting_id: int) -> None:
        from screens.meetings.room import open_room

        await open_room(self.app, meeting_id)

    @background("deed")
    async def action_undo(self) -> None:
        """Take back the last action."""
        from screens.undo import ask_undo

        await ask_undo(self.app)

    @background("deed")
    async def action_role(self) -> None:
        """Choose whose work comes first."""
        from screens.desk.roles import choose_role

        if await choose_role(self.app):
            self.read_anew()

    def action_journal(self) -> None:
        """Show the journal."""
        self.app.go_to("journal")


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"


def _modules(name: str) -> Any:
    """Import what reads a part of the page, in the thread that asks: it brings the store's library, which must not
    delay the first picture.
    """
    return import_module(f"screens.desk.{name}")
