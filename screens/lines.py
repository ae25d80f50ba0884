"""A page of lines, each with what it says and what Enter does: for what is no list of records."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import ClassVar

from textual import events, getters, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from coopadmin.i18n import _
from screens import commands
from screens.app import CoopApp
from screens.text import plain
from screens.typed_ahead import is_asking, is_reading
from screens.undo import ask_undo
from screens.widgets.bars import KeyBar, SectionBar, TopBar
from screens.workers import background

GAP = 2
"""Blanks between a label and its text: with one they would read as one sentence."""

MARGIN = 7
"""Signs of a row that are not for its words: the sign before them, the rim of the list and its bar."""

LEAST = 20
"""Signs to which a text is broken at the most."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page: what it is, how it stands, and what Enter does; the cursor passes by where that is nothing.

    `sign` and `style` say how much it presses. `what` is what the line is about, by which the cursor finds it again;
    its label where nothing is named.
    """

    label: str
    text: str = ""
    run: Callable[[CoopApp], Awaitable[object]] | None = None
    sign: str = ""
    style: str = ""
    heading: bool = False
    what: object = None
    cut: bool = False
    """Where the page shows its lines whole, this one may end at the edge: Enter shows all of it."""


def heading(text: str) -> Line:
    """A line that only says what the next ones are."""
    return Line(text, heading=True)


class LinesScreen(Screen[None]):
    """Lines behind Enter; a page of its own says what they are (`read_lines`) and what stands above them."""

    app = getters.app(CoopApp)
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = commands.bindings([commands.UNDO, commands.BACK])
    BACK_TO: ClassVar[str] = "desk"
    WHOLE: ClassVar[bool] = False
    """Whether a text goes on under itself where it is wider than the page."""
    BEYOND: ClassVar[bool] = False
    """Whether it tells of more than the store, of which nobody says when it changed: it is read each time it shows."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[Line] = []
        self._read_at = -1
        self._shown_width = 0

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
        if self.BEYOND or self._read_at != self.app.changes:
            self.read_anew()

    def holds_back(self, key: str) -> bool:  # noqa: ARG002 - all keys alike
        """Let a key wait until the lines were read, and while a deed has yet to ask."""
        return self._read_at < 0 or is_asking(self) or is_reading(self)

    @background("list")
    async def read_anew(self) -> None:
        """Read the page; the cursor stays on the line it was on."""
        self._read_at = self.app.changes
        try:
            head, lines = await self.read_lines()
        except Exception:
            # What is told of the error lies over the page, and an empty one would give no way on.
            if not self._lines:
                self._show([Line(_("Try again"), _("the page could not be read"), _nothing_else)])
            raise
        self._show(lines)
        self.query_one("#where", Static).update(head)
        self.once_shown()

    @on(events.Resize)
    def _fit(self) -> None:
        """Give the lines the room there is now."""
        if self._lines and self._shown_width != self.app.size.width:
            self._show(self._lines)

    def _show(self, lines: Sequence[Line]) -> None:
        listing = self.query_one("#items", OptionList)
        kept = listing.highlighted
        on = None if kept is None or kept >= len(self._lines) else _names(self._lines)[kept]
        self._lines = list(lines)
        self._shown_width = self.app.size.width
        width = self._label_width()
        listing.set_options(self._option(line, width) for line in self._lines)
        free = [place for place, line in enumerate(self._lines) if line.run is not None]
        if free:
            names = _names(self._lines)
            again = next((place for place in free if names[place] == on), kept)
            listing.highlighted = again if again in free else free[0]

    async def read_lines(self) -> tuple[Content, Sequence[Line]]:
        """Give what stands above the lines, and the lines."""
        raise NotImplementedError

    def once_shown(self) -> None:
        """Begin what can only begin when the lines stand there; nothing unless a page says so."""

    def _label_width(self) -> int:
        """How wide the labels are, so that their texts stand in one column; a longer label goes on under itself."""
        widest = max((len(line.label) for line in self._lines if line.text and not line.heading), default=0)
        return min(widest, self.app.size.width // 2)

    def _option(self, line: Line, width: int) -> Option:
        if line.heading:
            return Option(plain(f"── {line.label} ──" if line.label else "", "$text-muted"), disabled=True)
        # A scale above the lines counts its columns from the labels on.
        between = 1 if self.query("#scale") else GAP
        edge = width if line.text else self._room
        labels = [plain(line.label, "$foreground")]
        if line.text or self.WHOLE:
            labels = labels[0].wrap(edge)
        texts = [plain(line.text, line.style)]
        if line.text and self.WHOLE and not line.cut:
            texts = texts[0].wrap(max(self._room - width - between, LEAST))
        rows: list[Content] = []
        for number, (label, text) in enumerate(zip_longest(labels, texts, fillvalue=Content())):
            sign = f"{line.sign} " if line.sign and not number else "  "
            gap = " " * (width + between - label.cell_length) if text else ""
            rows.append(Content.assemble((sign, line.style), label, gap, text))
        return Option(Content("\n").join(rows), disabled=line.run is None)

    @property
    def _room(self) -> int:
        """The signs a line has behind its own, beside the bar by which a long page is moved."""
        return max(self.app.size.width - MARGIN, LEAST)

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


async def _nothing_else(_app: CoopApp) -> None:
    """Do nothing: the page is read anew behind every line that was chosen."""


def _names(lines: Sequence[Line]) -> list[tuple[object, int]]:
    """Name each line by what it is about, and of those about the same by its number."""
    counts: dict[object, int] = {}
    names: list[tuple[object, int]] = []
    for line in lines:
        what = line.label if line.what is None else line.what
        counts[what] = counts.get(what, 0) + 1
        names.append((what, counts[what]))
    return names
