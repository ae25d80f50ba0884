"""A document on the desk: read as text, saved as Markdown or as a page to print."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from coopadmin.errors import Refused
from coopadmin.exchange.documents import PLAIN_WIDTH
from coopadmin.i18n import N_, _
from coopadmin.settings import typed_path, write_named
from screens.app import CoopApp
from screens.dialogs import ConfirmScreen
from screens.fields import Field
from screens.forms import ask
from screens.widgets.bars import KeyBar, TopBar
from screens.workers import background, leave

_HELPS = {
    "md": N_("Markdown: text with a few signs for headings, to edit or to mail"),
    "html": N_("a page for the browser; print it from there, or make a PDF of it"),
}


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
    SAVING: ClassVar[str] = N_("Save as a file")
    """What the form is called that asks where to save it (a message id)."""

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
            leave(self)
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
            await _save(self.app, self.paper, form, _(self.SAVING))


async def _save(app: CoopApp, paper: Paper, form: str, title: str) -> None:
    from platformdirs import user_documents_path

    async def save(values: dict[str, Any]) -> None:
        target = typed_path(values["file"])
        if target.exists():
            question = _("There is a file {file} already. Replace it?").format(file=target.name)
            if not await app.push_screen_wait(ConfirmScreen(question)):
                return
        written = await asyncio.to_thread(paper.page if form == "html" else paper.markdown)
        await asyncio.to_thread(write_named, target, written.encode())
        app.say(_("Saved: {file}").format(file=target))

    initial = str(user_documents_path() / f"{paper.stem}.{form}")
    field = Field("file", N_("File"), required=True, initial=initial, help=_HELPS[form])
    await ask(app, title, [field], save)
