"""A page of lines, each with what it says and what Enter does: for what is no list of records."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from screens import commands
from screens.app import CoopApp
from screens.text import joined, plain
from screens.typed_ahead import is_asking, is_reading
from screens.undo import ask_undo
from screens.widgets.bars import KeyBar, SectionBar, TopBar
from screens.workers import background


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page: what it is, how it stands, and what Enter does; the cursor passes by where that is nothing.

    `sign` and `style` say how much it presses.
    """

    label: str
    text: str = ""
    run: Callable[[CoopApp], Awaitable[object]] | None = None
    sign: str = ""
    style: str = ""
    heading: bool = False


def heading(text: str) -> Line:
    """A line that only says what the next ones are."""
    return Line(text, heading=True)


class LinesScreen(Screen[None]):
    """Lines behind Enter; a page of its own says what they are (`read_lines`) and what stands above them."""

    app = getters.app(CoopApp)
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = commands.bindings([commands.UNDO, commands.BACK])
    BACK_TO: ClassVar[str] = "desk"

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[Line] = []
        self._read_at = -1

    def compose(self) -> ComposeResult:
        """Bars and the lines."""
        yield TopBar()
        yield SectionBar()
        yield Static("", id="where", markup=False)
        yield from self.compose_head()
        yield OptionList(id="items", markup=False)
        yield KeyBar()

    def compose_head(self) -> ComposeResult:
        """What stands between the title and the lines; nothing unless a page says so."""
        yield from ()

    def on_mount(self) -> None:
        """Put the cursor in the lines."""
        self.query_one("#items", OptionList).focus()

    def on_screen_resume(self) -> None:
        """Read anew when something changed elsewhere."""
        if self._read_at != self.app.changes:
            self.read_anew()

    def holds_back(self, key: str) -> bool:  # noqa: ARG002 - all keys alike
        """Let a key wait until the lines were read, and while a deed has yet to ask."""
        return self._read_at < 0 or is_asking(self) or is_reading(self)

    @background("list")
    async def read_anew(self) -> None:
        """Read the page; the cursor stays where it was."""
        self._read_at = self.app.changes
        head, lines = await self.read_lines()
        self._lines = list(lines)
        listing = self.query_one("#items", OptionList)
        kept = listing.highlighted
        width = self._label_width()
        listing.set_options(self._option(line, width) for line in self._lines)
        free = [place for place, line in enumerate(self._lines) if line.run is not None]
        if free:
            listing.highlighted = kept if kept in free else free[0]
        self.query_one("#where", Static).update(head)

    async def read_lines(self) -> tuple[Content, Sequence[Line]]:
        """Give what stands above the lines, and the lines."""
        raise NotImplementedError

    def _label_width(self) -> int:
        """How wide the labels are, so that what follows them stands in one column; never more than half the page."""
        widest = max((len(line.label) for line in self._lines if line.text and not line.heading), default=0)
        return min(widest, self.app.size.width // 2)

    def _option(self, line: Line, width: int) -> Option:
        if line.heading:
            return Option(plain(f"── {line.label} ──" if line.label else "", "$text-muted"), disabled=True)
        sign = f"{line.sign} " if line.sign else "  "
        shown = joined(
            (sign, line.style),
            (f"{line.label:<{width}} " if line.text else line.label, "$foreground"),
            (line.text, line.style),
        )
        return Option(shown, disabled=line.run is None)

    @on(OptionList.OptionSelected, "#items")
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self._run(self._lines[event.option_index])

    @background("deed")
    async def _run(self, line: Line) -> None:
        if line.run is not None:
            await line.run(self.app)
            if self.is_current:
                self.read_anew()

    @background("deed")
    async def action_undo(self) -> None:
        """Take back the last action."""
        await ask_undo(self.app)

    def action_back(self) -> None:
        """Go back to the page this one belongs to."""
        self.app.go_to(self.BACK_TO)
