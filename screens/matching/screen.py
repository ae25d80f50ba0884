"""The queue of bank lines that wait, made to clear with few keys: each line with what it may be, and why."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any, ClassVar

from textual import events, getters, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.widgets import DataTable, Input, OptionList, Static

from coopadmin.errors import CoopadminError
from coopadmin.formats import euro
from coopadmin.i18n import _, ngettext
from coopadmin.services import matching as deeds
from db.queries import matching as queries
from db.queries.base import Listing as Asked
from db.queries.matching import LineRow
from db.queries.suggestions import SuggestionRow, suggestions
from screens import commands
from screens.app import WIDE, CoopApp, Ref
from screens.commands import SECTIONS
from screens.dialogs import ChooseScreen
from screens.matching import forms, keys
from screens.matching.duplicates import judge
from screens.matching.keys import COLUMNS, LABELS
from screens.matching.panel import Suggestions, line_text
from screens.text import joined, plain
from screens.undo import ask_undo
from screens.widgets.bars import KeyBar, SectionBar, TopBar
from screens.widgets.listing import Listing
from screens.workers import background

LINE_AFTER = 0.06
"""Seconds the cursor rests before a line is looked into, so that a held key stays swift."""


class Lines(Listing[Any]):
    """The lines that wait; Enter takes the first suggestion."""

    BINDINGS: ClassVar[list[BindingType]] = [keys.ACCEPT.binding()]


class MatchingScreen(Screen[None]):
    """Every line that waits, with the ways to clear it."""

    app = getters.app(CoopApp)
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = commands.bindings(
        [
            keys.ACCOUNT,
            keys.CATEGORY,
            keys.SPLIT,
            keys.ASIDE,
            keys.REMEMBER,
            keys.JUDGE,
            commands.FILTER,
            commands.SEARCH,
            *keys.TAKE,
            keys.TRANSFER,
            keys.DETAILS,
            keys.INTAKE,
            commands.UNDO,
            commands.BACK,
        ]
    )

    def __init__(self, line_id: int | None = None) -> None:
        super().__init__()
        self.asked = Asked(filter="waiting", sort="day")
        self.rows: dict[int, LineRow] = {}
        self.found: tuple[SuggestionRow, ...] = ()
        self.found_for: int | None = None
        """The line whose suggestions are on the screen: nothing is booked that was not shown."""
        self.remember = False
        self._wanted = line_id
        self._read_at = -1

    def compose(self) -> ComposeResult:
        """Bars, the lines, and the one under the cursor with its suggestions."""
        yield TopBar()
        yield SectionBar()
        with Horizontal(id="list-head"):
            yield Static("", id="where", markup=False)
            yield Input(placeholder=_("/ search"), compact=True, id="search", select_on_focus=False)
        yield Static("", id="done", markup=False)
        yield Static("", id="advice", markup=False)
        with Horizontal(id="queue"):
            yield Lines(COLUMNS, id="listing")
            with Vertical(id="line"):
                yield Static("", id="line-text", markup=False)
                yield Suggestions()
        yield KeyBar()

    @property
    def listing(self) -> Lines:
        """The table."""
        return self.query_one(Lines)

    @property
    def row(self) -> LineRow | None:
        """The line under the cursor."""
        return self.rows.get(self.listing.current or 0)

    def on_mount(self) -> None:
        """Put the cursor in the list."""
        self.query_one("#advice").display = False
        self.listing.focus()

    def on_screen_resume(self) -> None:
        """Read anew when something changed elsewhere, or a line is asked for."""
        asked_for = self.app.wanted is not None and self.app.wanted[0] == "matching"
        if asked_for or self._read_at != self.app.changes:
            self.read_anew()

    # -- reading -----------------------------------------------------------------------------------------------

    def read_anew(self) -> None:
        """Read the queue again; a line that went leaves the cursor on the one after it."""
        self._read_list()

    @background("list")
    async def _read_list(self) -> None:
        self._read_at = self.app.changes
        if self.app.wanted and self.app.wanted[0] == "matching":
            self._wanted, self.app.wanted = self.app.wanted[1], None
        page = await self.app.read(queries.page, self.asked, self.app.today)
        count, cents = await self.app.read(queries.waiting)
        rows = page.rows
        wanted, self._wanted = self._wanted, None
        if wanted is not None and all(row.line_id != wanted for row in rows):
            # A line that was asked for is shown, whatever the list is narrowed to.
            rows = (*await self.app.read(queries.lines, [wanted]), *rows)
        before, at = list(self.rows), self.listing.current
        self.rows = {row.line_id: row for row in rows}
        self.found_for = None
        self.listing.fill([(row.line_id, row, "") for row in rows])
        self.listing.select_record(wanted if wanted is not None else self._next(before, at))
        self._say_where(count, cents, page.total)
        self._show_line()

    def _next(self, before: list[int], at: int | None) -> int:
        """The line to go on with: the one under the cursor, else the first after it that is there, else before it."""
        if at is None or at not in before:
            return at or 0
        place = before.index(at)
        order = [at, *before[place + 1 :], *reversed(before[:place])]
        return next((line_id for line_id in order if line_id in self.rows), 0)

    def _say_where(self, count: int, cents: int, total: int) -> None:
        if self.app.size.width < WIDE:
            waits = ngettext("{count} line waits", "{count} lines wait", count)
        else:
            waits = ngettext("{count} line waits, {amount}", "{count} lines wait, {amount}", count)
        shown = f" ({total})" if total != count else ""
        self.query_one("#where", Static).update(
            joined(
                " ",
                (_("Bank lines"), "bold"),
                " › ",
                f"{_(LABELS[self.asked.filter])}{shown}",
                (f"   {waits.format(count=count, amount=euro(cents))}", "$text-muted"),
            )
        )
        advice = self.query_one("#advice", Static)
        advice.update(plain(self._advice(count)))
        advice.display = not self.rows
        self.query_one("#queue").display = bool(self.rows)
        if not self.rows and self.listing.has_focus:
            self.set_focus(None)  # hiding what has the focus would hand it to the search, which swallows the keys
        elif self.rows and self.focused is None:
            self.listing.focus()

    def _advice(self, count: int) -> str:
        if self.asked.search:
            return _("Nothing found for “{search}”. Esc empties the search.").format(search=self.asked.search)
        if self.asked.filter == "suspects":
            return _("✓ No line looks like one that was here already. F shows the others.")
        if self.asked.filter == "aside":
            return _("Nothing was put aside. F shows the others.")
        if count:
            return _("✓ Nothing to place; {count} put aside for later. F shows them.").format(count=count)
        return _("✓ Every bank line has its place. Well done. B reads in the next file of the bank, Esc goes back.")

    @background("line")
    async def _show_line(self) -> None:
        row = self.row
        if row is None or row.line_id != self.found_for:
            self.found, self.found_for, self.remember = (), None, False
        if row is None:
            return
        self._show_text(row)
        await asyncio.sleep(LINE_AFTER)
        found = await self.app.read(suggestions, row.line_id, self.app.today) if row.is_ours else ()
        self.found, self.found_for = found, row.line_id
        self.query_one(Suggestions).show(found)

    def _show_text(self, row: LineRow) -> None:
        self.query_one("#line-text", Static).update(line_text(row, self.remember))

    @on(DataTable.RowHighlighted, "#listing")
    def _moved(self) -> None:
        self._show_line()

    # -- deeds -------------------------------------------------------------------------------------------------

    @background("deed", exclusive=False)
    async def action_take(self, number: int) -> None:
        """Book the line as a suggestion says; only one that stands on the screen, and only once."""
        row = self.row
        if row is None or row.line_id != self.found_for or not 0 < number <= len(self.found):
            return
        chosen = self.found[number - 1]
        self.found_for = None
        parts = [forms.part_of_share(share) for share in chosen.shares]
        remember = self.remember and bool(row.iban) and [part.kind for part in parts] == ["contract"]
        try:
            await forms.book(self.app, row, parts, remember=remember)
        except CoopadminError:
            self._show_line()
            raise
        places = " + ".join(label for label in chosen.labels)
        self._told(_("{amount} to {place}").format(amount=euro(row.waits_cents), place=places))

    def _told(self, what: str) -> None:
        """Say what was done, above the list: what passes over the page would hide the next suggestions."""
        undone = _("U takes it back")
        self.query_one("#done", Static).update(plain(f" ✓ {what} · {undone}", "$text-muted"))

    @background("deed")
    async def action_account(self) -> None:
        """Choose the account."""
        if self.row is not None and await forms.to_account(self.app, self.row, self.remember):
            self._told(_("in its place"))

    @background("deed")
    async def action_category(self) -> None:
        """Choose a category."""
        if self.row is not None and await forms.to_category(self.app, self.row):
            self._told(_("in its place"))

    @background("deed")
    async def action_split(self) -> None:
        """Put parts to several places."""
        if self.row is not None and await forms.split(self.app, self.row):
            self._told(_("in its place"))

    @background("deed")
    async def action_transfer(self) -> None:
        """Book it as money between own accounts."""
        if self.row is not None and await forms.between_own(self.app, self.row):
            self._told(_("in its place"))

    @background("deed")
    async def action_aside(self) -> None:
        """Put the line aside, or take it up again."""
        row = self.row
        if row is not None and row.aside:
            await self.app.do(deeds.take_up, line_id=row.line_id)
        elif row is not None and await forms.aside(self.app, row):
            self._told(_("put aside"))

    @background("deed")
    async def action_judge(self) -> None:
        """Show the line beside the one it looks like, and keep what a person says of them."""
        row = self.row
        if row is not None and not await judge(self.app, row):
            self.app.say(_("No other line looks like this one."))

    @background("deed")
    async def action_undo(self) -> None:
        """Take back the last action."""
        await ask_undo(self.app)

    # -- the rest ----------------------------------------------------------------------------------------------

    def action_remember(self) -> None:
        """Remember the account with the contract that is taken next, or rather not."""
        row = self.row
        if row is None:
            return
        if not row.iban:
            self.app.say(_("The bank gave no account of the payer, so there is nothing to remember."), "warning")
            return
        self.remember = not self.remember
        self._show_text(row)

    @background("choose")
    async def action_filter(self) -> None:
        """Choose which lines are shown."""
        codes = list(LABELS)
        place = await self.app.push_screen_wait(
            ChooseScreen(_("Show"), [_(label) for label in LABELS.values()], codes.index(self.asked.filter))
        )
        if place is not None:
            self.asked = replace(self.asked, filter=codes[place])
            self._read_list()

    def action_details(self) -> None:
        """Open the record of the line."""
        if self.row is not None:
            self.app.open_record(Ref("bank", self.row.line_id))

    @background("deed")
    async def action_intake(self) -> None:
        """Read in a bank file."""
        from screens.bank.intake import take_bank_file

        await take_bank_file(self.app)

    @on(OptionList.OptionSelected, "#suggestions")
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_take(event.option_index + 1)

    def action_search(self) -> None:
        """Put the cursor in the search."""
        self.query_one("#search", Input).focus()

    @on(Input.Changed, "#search")
    def _searched(self, event: Input.Changed) -> None:
        self.asked = replace(self.asked, search=event.value)
        self._read_list()

    @on(Input.Submitted, "#search")
    def _search_done(self) -> None:
        self.listing.focus()

    def on_key(self, event: events.Key) -> None:
        """Go down from the search into the list."""
        if event.key == "down" and self.query_one("#search", Input).has_focus:
            event.stop()
            self.listing.focus()

    def action_back(self) -> None:
        """Out of the search, then to where this was opened."""
        search = self.query_one("#search", Input)
        if search.has_focus or search.value:
            search.value = ""
            self.listing.focus()
        elif len(self.app.screen_stack) > 1:
            self.dismiss(None)
        else:
            self.app.go_to("money" if "money" in SECTIONS else "desk")


def open_queue(app: CoopApp, line_id: int | None = None) -> None:
    """Show the queue over what is there, with the cursor on a line where one is given; Escape goes back."""
    app.push_screen(MatchingScreen(line_id))
