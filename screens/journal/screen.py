"""The journal: everything that was done, newest first; any batch can be taken back from here."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar, cast

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import DataTable, Input, Static

from coopadmin.formats import moment_text
from coopadmin.i18n import N_, _, ngettext
from db.queries import journal
from db.queries.base import Listing as Asked
from db.queries.journal import EntryRow
from screens import commands
from screens.app import CoopApp
from screens.pages import PAGES
from screens.subject import Column
from screens.text import joined
from screens.undo import ask_undo
from screens.widgets.bars import KeyBar, SectionBar, TopBar
from screens.widgets.listing import Listing
from screens.workers import background

COLUMNS: tuple[Column[EntryRow], ...] = (
    Column(N_("Batch"), lambda row: str(row.entry_id), 7, right=True),
    Column(N_("When"), lambda row: moment_text(row.at.astimezone().replace(tzinfo=None)), 17),
    Column(N_("Who"), lambda row: row.actor, 16),
    Column(N_("What"), lambda row: row.what),
    Column(N_("Changes"), lambda row: str(row.changes), 9, right=True),
    Column("", lambda row: _("taken back") if row.undone else "", 15),
)


class JournalScreen(Screen[None]):
    """Who did what, when."""

    app = getters.app(CoopApp)
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = commands.bindings([commands.SEARCH, commands.UNDO_THIS, commands.BACK])

    def __init__(self) -> None:
        super().__init__()
        self.asked = Asked()
        self._read_at = -1

    def compose(self) -> ComposeResult:
        """Bars, a search and the list."""
        yield TopBar()
        yield SectionBar()
        with Horizontal(id="list-head"):
            yield Static("", id="where", markup=False)
            yield Input(placeholder=_("/ search"), compact=True, id="search", select_on_focus=False)
        yield Listing[Any](COLUMNS, id="listing")
        yield KeyBar()

    @property
    def _listing(self) -> Listing[Any]:
        return cast("Listing[Any]", self.query_one(Listing))

    def on_mount(self) -> None:
        """Put the cursor in the list."""
        self._listing.focus()

    def on_screen_resume(self) -> None:
        """Read anew when something changed elsewhere."""
        if self._read_at != self.app.changes:
            self.read_anew()

    @background("list")
    async def read_anew(self) -> None:
        """Read the newest lines."""
        self._read_at = self.app.changes
        page = await self.app.read(journal.page, self.asked)
        self._listing.fill([(row.entry_id, row, "dim" if row.undone else "") for row in page.rows])
        shown = ngettext("{count} batch", "{count} batches", page.total).format(count=page.total)
        self.query_one("#where", Static).update(joined(" ", (_("Journal"), "bold"), f"   {shown}"))

    def action_search(self) -> None:
        """Put the cursor in the search."""
        self.query_one("#search", Input).focus()

    @on(Input.Changed, "#search")
    def _searched(self, event: Input.Changed) -> None:
        self.asked = replace(self.asked, search=event.value)
        self.read_anew()

    @on(Input.Submitted, "#search")
    def _search_done(self) -> None:
        self._listing.focus()

    @on(DataTable.RowSelected, "#listing")
    def _chosen(self) -> None:
        self.action_undo_this()

    @background("deed")
    async def action_undo_this(self) -> None:
        """Take back the batch under the cursor."""
        if self._listing.current is not None:
            await ask_undo(self.app, self._listing.current)

    def action_back(self) -> None:
        """Out of the search, then to the page of the association."""
        search = self.query_one("#search", Input)
        if search.has_focus or search.value:
            search.value = ""
            self._listing.focus()
        else:
            self.app.go_to(PAGES["journal"])
