"""A page that shows what a run would do before it is done: how much, line by line, and what is odd about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Generic, TypeVar, cast

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import ModalScreen
from textual.widgets import DataTable, Static

from coopadmin.i18n import N_, _
from screens import commands
from screens.app import CoopApp
from screens.commands import Command
from screens.dialogs import ConfirmScreen
from screens.subject import Column
from screens.text import joined, plain
from screens.widgets.bars import KeyBar, TopBar
from screens.widgets.listing import Listing
from screens.workers import background

R = TypeVar("R")

TAKE = Command("take", "ctrl+s", N_("do it"), N_("Do all that is shown, in one batch that can be taken back"))
EARLIER = Command("step(-1)", "left", N_("earlier"), N_("Look at the month before"))
LATER = Command("step(1)", "right", N_("later"), N_("Look at the month after"))


@dataclass(frozen=True, slots=True)
class Line(Generic[R]):
    """One line of a preview: a row, the style it is shown in, and why it is odd, in full."""

    row: R
    style: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Shown(Generic[R]):
    """What a run would do: a heading, sentences that say how much, its lines, and the question Enter asks.

    Without a question there is nothing to do.
    """

    title: str
    summary: tuple[str, ...]
    lines: Sequence[Line[R]]
    question: str = ""


class PreviewScreen(ModalScreen[bool], Generic[R]):
    """Shows a run before it is done; gives True once it was."""

    app = getters.app(CoopApp)
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        *commands.bindings([TAKE, commands.BACK]),
        # The list would take these keys for itself.
        *(replace(command.binding(), priority=True) for command in (EARLIER, LATER)),
    ]
    COLUMNS: ClassVar[tuple[Column[Any], ...]] = ()
    STEPS: ClassVar[bool] = False
    """Whether there is a month before and after to look at."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: Shown[R] | None = None
        self._finishing = False

    async def look(self) -> Shown[R]:
        """Find out what the run would do."""
        raise NotImplementedError

    async def carry_out(self) -> None:
        """Do it, and say what came of it."""
        raise NotImplementedError

    def move(self, months: int) -> None:
        """Look at another month."""

    def compose(self) -> ComposeResult:
        """What would be done, how much it is, the lines, and why the one under the cursor is odd."""
        yield TopBar()
        yield Static("", id="where", markup=False)
        yield Static(_("Reading …"), id="summary", markup=False)
        yield Listing[Any](self.COLUMNS, id="listing")
        yield Static("", id="why", markup=False)
        yield KeyBar()

    @property
    def _listing(self) -> Listing[Any]:
        return cast("Listing[Any]", self.query_one(Listing))

    def on_mount(self) -> None:
        """Put the cursor in the lines and read."""
        self._listing.focus()
        self.read_anew()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's form
        """Offer other months only where there are any."""
        return self.STEPS if action == "step" else True

    @background("list")
    async def read_anew(self) -> None:
        """Find out anew what would be done."""
        shown = await self.look()
        if self._finishing:
            return  # what is being done is read anew by the page below
        self.shown = shown
        self.query_one("#where", Static).update(joined(" ", (shown.title, "bold")))
        self.query_one("#summary", Static).update("\n".join(shown.summary))
        self._listing.fill([(place, line.row, line.style) for place, line in enumerate(shown.lines)])
        self._listing.display = bool(shown.lines)
        self._say_why()

    def _say_why(self) -> None:
        place = self._listing.current
        lines = self.shown.lines if self.shown else ()
        why = lines[place].why if place is not None and place < len(lines) else ""
        self.query_one("#why", Static).update(plain(why))

    @on(DataTable.RowHighlighted, "#listing")
    def _moved(self) -> None:
        self._say_why()

    @on(DataTable.RowSelected, "#listing")
    def _chosen(self) -> None:
        self._ask()

    @background("take")
    async def _ask(self) -> None:
        if self._has_something() and await self.app.push_screen_wait(ConfirmScreen(self._question)):
            await self._finish()

    @background("take")
    async def action_take(self) -> None:
        """Do it all."""
        if self._has_something():
            await self._finish()

    @property
    def _question(self) -> str:
        return self.shown.question if self.shown else ""

    def _has_something(self) -> bool:
        """Whether what is shown can be done; says so where there is nothing, and not while it is still being read."""
        if self.shown is not None and not self.shown.question:
            self.app.say(_("There is nothing to do here."))
        return bool(self._question)

    async def _finish(self) -> None:
        self.shown, self._finishing = None, True
        try:
            await self.carry_out()
        except BaseException:
            self._finishing = False
            self.read_anew()
            raise
        self.dismiss(True)

    def action_step(self, months: int) -> None:
        """Look at another month; until it is read there is nothing to do, for what stands there is the one before."""
        if not self._finishing:
            self.shown = None
            self.move(months)
            self.read_anew()

    def action_back(self) -> None:
        """Go back with nothing done; what is being done is waited for."""
        if not self._finishing:
            self.dismiss(False)
