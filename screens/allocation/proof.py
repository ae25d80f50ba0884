"""What may be shown of a vacancy file, and the figures of a year: read on the desk, saved as a file."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from coopadmin.domain.allocation import OUTCOMES
from coopadmin.errors import Refused
from coopadmin.exchange import allocation_figures, allocation_proof
from coopadmin.exchange.documents import PLAIN_WIDTH
from coopadmin.formats import short_date
from coopadmin.i18n import N_, _
from coopadmin.settings import write_private
from db.queries.allocation import facts
from db.queries.allocation_figures import figures
from db.queries.allocation_proof import proof
from screens import commands
from screens.app import CoopApp
from screens.commands import Command
from screens.dialogs import ConfirmScreen
from screens.fields import Field
from screens.forms import ask
from screens.text import joined
from screens.widgets.bars import KeyBar, TopBar
from screens.workers import background

SAVE_MARKDOWN = Command("save('md')", "s", N_("save"), N_("Save this as a Markdown file, to edit or to mail"))
SAVE_PAGE = Command("save('html')", "h", N_("page to print"), N_("Save this as a page to print on A4"))
EARLIER = Command("turn(-1)", "minus", N_("year before"), N_("Show the figures of the year before"))
LATER = Command("turn(1)", "plus", N_("next year"), N_("Show the figures of the next year"))

_HELPS = {
    "md": N_("Markdown: text with a few signs for headings, to edit or to mail"),
    "html": N_("a page for the browser; print it from there, or make a PDF of it"),
}


async def show_proof(app: CoopApp, file_id: int) -> None:
    """Show how the neighbour of a file's home was chosen, over what is there; Escape goes back."""
    await app.push_screen(ProofScreen(file_id))


async def show_figures(app: CoopApp, file_id: int) -> None:
    """Show the figures of the year in which a file was closed, or of this year while it runs; Escape goes back."""
    about = await app.read(facts, file_id)
    await app.push_screen(FiguresScreen((about.closed_on or app.today).year))


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that was read: the line above it, how its file is called, and what writes it."""

    heading: Content
    stem: str
    text: Callable[[int], str]
    """Text to read, so many signs wide."""
    markdown: Callable[[], str]
    page: Callable[[], str]


class PaperScreen(Screen[None]):
    """A document as text, with keys to save it; what it holds is read anew when something changed."""

    app = getters.app(CoopApp)
    AUTO_FOCUS = ""

    def __init__(self) -> None:
        super().__init__()
        self.paper: Paper | None = None
        self._read_at = -1

    def compose(self) -> ComposeResult:
        """A line on what it is, and the text."""
        yield TopBar()
        yield Static("", id="where", markup=False)
        with VerticalScroll(id="paper"):
            yield Static("", id="paper-text", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Put the cursor in the text, so that the arrows turn it."""
        self.query_one("#paper").focus()

    def on_screen_resume(self) -> None:
        """Read anew when something changed elsewhere."""
        if self._read_at != self.app.changes:
            self.read_anew()

    @background("card")
    async def read_anew(self) -> None:
        """Read it again; leaves the page where what it is about was taken back."""
        self._read_at = self.app.changes
        try:
            self.paper = await self.take_in()
        except Refused as gone:
            self.app.say(str(gone), "warning")
            self.dismiss(None)
            return
        self._show()
        self.refresh_bindings()

    async def take_in(self) -> Paper:
        """Read the document; raises Refused where what it is about is gone."""
        raise NotImplementedError

    def on_resize(self) -> None:
        """Break the lines where the page ends now."""
        self._show()

    def _show(self) -> None:
        if self.paper is None or not self.is_mounted:
            return
        width = min(max(self.size.width - 6, 30), PLAIN_WIDTH)
        self.query_one("#where", Static).update(self.paper.heading)
        self.query_one("#paper-text", Static).update(Content(self.paper.text(width)))

    def action_back(self) -> None:
        """Go back to where this was opened."""
        self.dismiss(None)

    @background("deed")
    async def action_save(self, form: str) -> None:
        """Save it as a file, and say where it lies."""
        if self.paper is not None:
            await _save(self.app, self.paper, form)


class ProofScreen(PaperScreen):
    """How the neighbour of one home was chosen: what a candidate, the corporation or a court may see."""

    BINDINGS: ClassVar[list[BindingType]] = commands.bindings([SAVE_MARKDOWN, SAVE_PAGE, commands.BACK])

    def __init__(self, file_id: int) -> None:
        super().__init__()
        self.file_id = file_id

    async def take_in(self) -> Paper:
        """Read the proof; raises Refused where the file is gone."""
        found, on = await self.app.read(proof, self.file_id), self.app.today
        state = _(OUTCOMES[found.outcome])
        if found.closed_on:
            state += f", {short_date(found.closed_on)}"
        about = f" › {found.number} · {found.dwelling} · {state}   "
        return Paper(
            heading=joined(" ", (_("Proof"), "bold"), about, (_("names nobody"), "$text-muted")),
            stem=allocation_proof.stem(found),
            text=partial(allocation_proof.text, found, on),
            markdown=partial(allocation_proof.markdown, found, on),
            page=partial(allocation_proof.page, found, on),
        )


class FiguresScreen(PaperScreen):
    """The figures of a year, for the municipality and the corporation."""

    BINDINGS: ClassVar[list[BindingType]] = commands.bindings([SAVE_MARKDOWN, SAVE_PAGE, EARLIER, LATER, commands.BACK])

    def __init__(self, year: int) -> None:
        super().__init__()
        self.year = year

    async def take_in(self) -> Paper:
        """Read the figures of the year."""
        found = await self.app.read(figures, self.year, self.app.today)
        until = _("until {day}").format(day=short_date(found.until))
        return Paper(
            heading=joined(" ", (_("Figures"), "bold"), f" › {found.year}   ", (until, "$text-muted")),
            stem=allocation_figures.stem(found),
            text=partial(allocation_figures.text, found),
            markdown=partial(allocation_figures.markdown, found),
            page=partial(allocation_figures.page, found),
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer no year that is still to begin."""
        return not (action == "turn" and parameters == (1,) and self.year >= self.app.today.year)

    def action_turn(self, years: int) -> None:
        """Show another year."""
        self.year += years
        self.read_anew()


async def _save(app: CoopApp, paper: Paper, form: str) -> None:
    from platformdirs import user_documents_path

    written = paper.page() if form == "html" else paper.markdown()

    async def save(values: dict[str, Any]) -> None:
        target = Path(values["file"]).expanduser()
        if target.exists():
            question = _("There is a file {file} already. Replace it?").format(file=target.name)
            if not await app.push_screen_wait(ConfirmScreen(question)):
                return
        await asyncio.to_thread(write_private, target, written.encode())
        app.say(_("Saved: {file}").format(file=target))

    initial = str(user_documents_path() / f"{paper.stem}.{form}")
    field = Field("file", N_("File"), required=True, initial=initial, help=_HELPS[form])
    await ask(app, _("Save as a file"), [field], save)
