"""The list of a subject, its record beside it where there is room, and the keys that are the same everywhere."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar, cast

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.widgets import DataTable, Input, OptionList, Static

from coopadmin.formats import long_date
from coopadmin.i18n import N_, _
from db.queries.base import Listing as Asked
from screens import commands
from screens.app import WIDE, CoopApp, Ref
from screens.dialogs import ChooseScreen
from screens.pages import PAGES
from screens.subject import Action, Subject
from screens.text import joined, plain
from screens.typed_ahead import is_asking, is_reading
from screens.undo import ask_undo
from screens.widgets.bars import KeyBar, SectionBar, TopBar
from screens.widgets.card import CardView
from screens.widgets.listing import Listing
from screens.workers import background

CARD_AFTER = 0.06
"""Seconds the cursor rests before the record beside the list is read, so that a held key stays swift."""


class ListScreen(Screen[None]):
    """One subject: find, read and change its records."""

    app = getters.app(CoopApp)
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = commands.bindings(
        [
            commands.SEARCH,
            commands.NEW,
            commands.EDIT,
            commands.ACTIONS,
            commands.FILTER,
            commands.SORT,
            commands.BESIDE,
            commands.DAY,
            commands.EXPORT,
            commands.UNDO,
            commands.BACK,
        ]
    )

    def __init__(self, subject: Subject[Any]) -> None:
        super().__init__()
        self.subject = subject
        first = subject.sorts[0]
        self.asked = Asked(filter=subject.filters[0].code, sort=first.code, descending=first.descending)
        self.on: date | None = None
        """The day the list is shown as of, where that is not today."""
        self.total = 0
        self.hidden = 0
        """How many a wider filter has while this one has none."""
        self._read_at = -1

    def compose(self) -> ComposeResult:
        """Bars, a line that says what is shown, the list, and the record."""
        yield TopBar()
        yield SectionBar()
        with Horizontal(id="list-head"):
            yield Static("", id="where", markup=False)
            yield Input(placeholder=_("/ search"), compact=True, id="search", select_on_focus=False)
        with Horizontal(id="list-body"):
            with Vertical(id="list-side"):
                yield Listing[Any](self.subject.columns, id="listing")
                yield Static("", id="advice", markup=False)
            yield CardView(id="card")
        yield KeyBar()

    @property
    def listing(self) -> Listing[Any]:
        """The table."""
        return cast("Listing[Any]", self.query_one(Listing))

    @property
    def current(self) -> int | None:
        """The record under the cursor."""
        return self.listing.current

    def on_mount(self) -> None:
        """Read the list, with the cursor in it."""
        self.query_one("#advice").display = False
        self.listing.focus()

    def on_screen_resume(self) -> None:
        """Read anew when something changed elsewhere."""
        if self._read_at != self.app.changes:
            self.read_anew()

    def read_anew(self) -> None:
        """Read the list again; the cursor stays on its record."""
        self._read_list()

    def holds_back(self, key: str) -> bool:
        """Let a key wait while a deed has yet to ask, and until what it is meant for stands there: list or record."""
        if is_asking(self):
            return True
        if self.focused is self.query_one("#search"):
            return False
        to_card = key == "enter" or self.focused is self.query_one("#card")
        return self._read_at < 0 or is_reading(self) or (to_card and is_reading(self, "card"))

    # -- reading -----------------------------------------------------------------------------------------------

    @background("list")
    async def _read_list(self) -> None:
        app = self.app
        self._read_at = app.changes
        page = await app.read(self.subject.page, self.asked, self.on or app.today)
        self.hidden = 0
        if page.total == 0 and not self.asked.search and not self._shows_all:
            every = replace(self.asked, filter=self._widest, limit=1)
            self.hidden = (await app.read(self.subject.page, every, self.on or app.today)).total
        style = self.subject.row_style or _no_style
        self.total = page.total
        self.listing.fill([(self.subject.key(row), row, style(row)) for row in page.rows])
        if app.wanted and app.wanted[0] == self.subject.name:
            self.listing.select_record(app.wanted[1])
            app.wanted = None
        self._say_where(len(page.rows))
        self._advise()
        self._show_card()

    def _say_where(self, rows: int) -> None:
        chosen = next(one for one in self.subject.filters if one.code == self.asked.filter)
        order = next(one for one in self.subject.sorts if one.code == self.asked.sort)
        direction = " ↓" if self.asked.descending else ""
        shown = self.subject.counted(self.total)
        if rows < self.total:
            shown = _("{rows} of {counted}").format(rows=rows, counted=shown)
        whole, without_order = (
            joined(
                " ",
                (_(self.subject.title), "bold"),
                " › ",
                _(chosen.label),
                (" " + _("on {day}").format(day=long_date(self.on)) if self.on else "", "bold"),
                (said, "$text-muted"),
                f"   {shown} ",
            )
            for said in (" · " + _("by {order}").format(order=_(order.label)) + direction, "")
        )
        # Where there is no room for all of it, how many there are matters more than their order.
        room = self.app.size.width - self.query_one("#search").outer_size.width
        self.query_one("#where", Static).update(whole if whole.cell_length <= room else without_order)

    @property
    def _widest(self) -> str:
        """The filter that leaves nothing out."""
        codes = [choice.code for choice in self.subject.filters]
        return "all" if "all" in codes else codes[-1]

    @property
    def _shows_all(self) -> bool:
        """Whether no filter leaves anything out."""
        return self.asked.filter == self._widest

    def _advise(self) -> None:
        advice = self.query_one("#advice", Static)
        if self.total == 0:
            if self.asked.search:
                message = _("Nothing found for “{search}”. Esc empties the search, F shows others.").format(
                    search=self.asked.search
                )
            elif not self._shows_all:
                keys = _("Nothing here. F shows others, N adds one.")
                if self.subject.new is None:
                    keys = _("Nothing here. F shows others.")
                # What is said of a list where nothing ever was is not true of one with records behind the filter.
                message = keys if self.hidden else keys + "\n\n" + _(self.subject.empty)
            else:
                message = _(self.subject.empty)
            advice.update(plain(message) if "\n" not in message else message)
        if self.total == 0 and self.listing.has_focus:
            self.set_focus(None)  # hiding what has the focus would hand it to the search, which swallows the keys
        advice.display = self.total == 0
        self.listing.display = self.total > 0
        if self.total > 0 and self.focused is None:
            self.listing.focus()

    @background("card")
    async def _show_card(self) -> None:
        card = self.query_one("#card", CardView)
        if not self.has_class("-wide"):
            return
        record_id = self.current
        if record_id is None:
            card.show(None)
            return
        await asyncio.sleep(CARD_AFTER)
        card.show(await self.app.read(self.subject.card, record_id, self.app.today))

    @on(DataTable.RowHighlighted, "#listing")
    def _moved(self) -> None:
        self._show_card()

    def on_resize(self) -> None:
        """Fill the record where there is room for it now; where there is none any more, its keys go to the list."""
        if self.is_mounted and self._read_at >= 0:
            card = self.query_one("#card")
            if self.total > 0 and self.app.size.width < WIDE and self.focused in (None, card):
                self.listing.focus()
            self._say_where(self.listing.row_count)
            self._show_card()

    # -- keys --------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's form
        """Offer only what this subject can do."""
        if action == "new":
            return self.subject.new is not None
        if action == "edit":
            return self.subject.edit is not None
        if action == "actions":
            return bool(self.subject.actions)
        if action == "beside":
            return bool(self.subject.beside)
        if action == "day":
            return self.subject.dated
        return True

    def action_beside(self) -> None:
        """Go to the list that goes with this one."""
        self.app.go_to(self.subject.beside)

    @on(DataTable.RowSelected, "#listing")
    def _opened(self) -> None:
        record_id = self.current
        if record_id is None:
            return
        if self.subject.leads_to is not None and (ref := self.subject.leads_to(self.listing.current_row)):
            self.app.open_record(ref)
            return
        if self.has_class("-wide"):
            self.query_one("#card", CardView).focus()
        else:
            self.app.open_record(Ref(self.subject.name, record_id))

    @on(OptionList.OptionSelected, "#card")
    def _followed(self, event: OptionList.OptionSelected) -> None:
        card = self.query_one("#card", CardView)
        if ref := card.ref_at(event.option_index):
            self.app.open_record(ref)

    def action_search(self) -> None:
        """Put the cursor in the search."""
        self.query_one("#search", Input).focus()

    @on(Input.Changed, "#search")
    def _searched(self, event: Input.Changed) -> None:
        self._ask(search=event.value)

    @on(Input.Submitted, "#search")
    def _search_done(self) -> None:
        self.listing.focus()

    def on_key(self, event: Any) -> None:
        """Go down from the search into the list."""
        if event.key == "down" and self.query_one("#search", Input).has_focus:
            event.stop()
            self.listing.focus()

    def action_back(self) -> None:
        """Step back: out of the record, out of the search, then to the section's page, or from that to the desk."""
        search = self.query_one("#search", Input)
        if self.query_one("#card").has_focus:
            self.listing.focus()
        elif search.value:
            search.value = ""
            self.listing.focus()
        elif search.has_focus:
            self.listing.focus()
        elif self.on is not None:
            self._show_on(None)
        else:
            self.app.go_to(PAGES.get(self.subject.name, "desk"))

    def _ask(self, **changed: Any) -> None:
        self.asked = replace(self.asked, **changed)
        self._read_list()

    @background("choose")
    async def action_filter(self) -> None:
        """Choose which records are shown."""
        codes = [choice.code for choice in self.subject.filters]
        place = await self.app.push_screen_wait(
            ChooseScreen(_("Show"), [_(one.label) for one in self.subject.filters], codes.index(self.asked.filter))
        )
        if place is not None:
            self._ask(filter=codes[place])

    @background("choose")
    async def action_sort(self) -> None:
        """Choose the order; choosing the same again turns it round."""
        codes = [choice.code for choice in self.subject.sorts]
        place = await self.app.push_screen_wait(
            ChooseScreen(_("Order by"), [_(one.label) for one in self.subject.sorts], codes.index(self.asked.sort))
        )
        if place is not None:
            again = codes[place] == self.asked.sort
            turned = not self.asked.descending if again else self.subject.sorts[place].descending
            self._ask(sort=codes[place], descending=turned)

    @background("choose")
    async def action_day(self) -> None:
        """Choose the day the list is shown as of."""
        from screens.fields import Field
        from screens.forms import ask

        fields = [Field("on", N_("Day"), "date", initial=self.on, help=N_("leave it empty for today"))]

        async def show(values: dict[str, Any]) -> None:
            self._show_on(values["on"])

        await ask(self.app, _("{title} on another day").format(title=_(self.subject.title)), fields, show)

    def _show_on(self, on: date | None) -> None:
        self.on = None if on == self.app.today else on
        self._read_list()

    @background("deed")
    async def action_new(self) -> None:
        """Add a record."""
        if self.subject.new is not None:
            await self.subject.new(self.app)

    @background("deed")
    async def action_edit(self) -> None:
        """Change the record under the cursor."""
        if self.subject.edit is not None and self.current is not None:
            await self.subject.edit(self.app, self.current)
        elif self.current is None:
            self._say_empty()

    @background("deed")
    async def action_actions(self) -> None:
        """Choose what to do with the record under the cursor; where there is none, what is about none."""
        alone = [one for one in self.subject.actions if one.alone]
        if self.current is not None:
            await choose_action(self.app, self.subject, self.current)
        elif alone:
            await choose_from(self.app, alone, 0)
        else:
            self._say_empty()

    def _say_empty(self) -> None:
        self.app.say(_("There is nothing in this list to choose."))

    @background("deed")
    async def action_undo(self) -> None:
        """Take back the last action."""
        await ask_undo(self.app)

    @background("deed")
    async def action_export(self) -> None:
        """Save the list as it is asked for, all of it."""
        from screens.export import export_list

        await export_list(self.app, self.subject, self.asked, self.on)


def _no_style(_row: Any) -> str:
    return ""


async def choose_action(app: CoopApp, subject: Subject[Any], record_id: int) -> None:
    """Offer everything that can be done with a record, and do what is chosen."""
    await choose_from(app, subject.actions, record_id)


async def choose_from(app: CoopApp, actions: Sequence[Action], record_id: int) -> None:
    """Offer some of what can be done with a record, and do what is chosen."""
    if not actions:
        return
    place = await app.push_screen_wait(
        ChooseScreen(
            _("What do you want to do?"), [_(one.label) for one in actions], helps=[_(one.help) for one in actions]
        )
    )
    if place is not None:
        await actions[place].run(app, record_id)
