"""The page of a rent increase: what it asks, what becomes of every contract, and how long there is to send it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, ClassVar, cast

from textual import events, getters, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import DataTable, Input, Static

from coopadmin.domain.increases import Asked, Special, next_usual_day
from coopadmin.formats import fold
from coopadmin.i18n import N_, _
from db.queries.base import PAGE_ROWS
from db.queries.increases import Plan, PlanRow
from screens import commands
from screens.app import CoopApp, Ref
from screens.commands import Command
from screens.dialogs import ChooseScreen, ConfirmScreen
from screens.increases import forms, run_forms
from screens.increases.legal import LegalScreen
from screens.increases.reading import read_plan
from screens.increases.words import COLUMNS, question, row_style, summary, why
from screens.text import joined, plain
from screens.undo import ask_undo
from screens.widgets.bars import KeyBar, SectionBar, TopBar
from screens.widgets.listing import Listing
from screens.workers import background

RISE = Command("rise", "e", N_("the rise"), N_("The day of the increase, and the percentage or the amount"))
LEAVE_OUT = Command("leave_out", "space", N_("in or out"), N_("Leave the chosen contract out of the increase, or not"))
OWN = Command("own", "o", N_("its own"), N_("Another percentage or amount for the chosen contract"))
CARRY_OUT = Command("carry_out", "ctrl+s", N_("set rents"), N_("Set the new rents, in one batch that can be undone"))
LIMITS = Command("limits", "l", N_("limits"), N_("What the law allows, with its source; enter what is not known"))
LETTERS = Command("letters", "x", N_("letters"), N_("Save what each tenant's letter must say, as a CSV file"))
OBJECTIONS = Command("objections", "b", N_("objections"), N_("The objections against rent increases"))
MAXIMUM = Command("maximum", "m", N_("maximum"), N_("The maximum rent of the chosen home, by its points"), footer=False)
REGIME = Command("regime", "r", N_("rules"), N_("Under which rules the chosen contract's rent rises"), footer=False)
OBJECT = Command("object", "n", N_("objection"), N_("Note an objection of the chosen contract's tenant"), footer=False)

FILTERS: dict[str, str] = {
    "all": N_("all contracts"),
    "look": N_("to look at"),
    "raise": N_("rising"),
    "still": N_("staying as they are"),
}


class Contracts(Listing[Any]):
    """The contracts of a run; Enter opens the contract."""


class IncreasesScreen(Screen[None]):
    """A rent increase before it is done: every contract, its limit, and its new rent."""

    app = getters.app(CoopApp)
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = commands.bindings(
        [
            RISE,
            LEAVE_OUT,
            OWN,
            CARRY_OUT,
            LIMITS,
            LETTERS,
            OBJECTIONS,
            commands.FILTER,
            commands.SEARCH,
            MAXIMUM,
            REGIME,
            OBJECT,
            commands.UNDO,
            commands.BACK,
        ]
    )

    def __init__(self, valid_from: date | None = None) -> None:
        super().__init__()
        self.asked: Asked | None = Asked(valid_from) if valid_from else None
        self.specials: dict[int, Special] = {}
        self.plan: Plan | None = None
        self.filter = "all"
        self.search = ""
        self._read_at = -1

    def compose(self) -> ComposeResult:
        """Bars, what is asked, the contracts, and the one under the cursor in full."""
        yield TopBar()
        yield SectionBar()
        with Horizontal(id="list-head"):
            yield Static("", id="where", markup=False)
            yield Input(placeholder=_("/ search"), compact=True, id="search", select_on_focus=False)
        yield Static(_("Reading …"), id="summary", markup=False)
        yield Contracts(COLUMNS, id="listing")
        yield Static("", id="why", markup=False)
        yield KeyBar()

    @property
    def listing(self) -> Contracts:
        """The table."""
        return self.query_one(Contracts)

    @property
    def row(self) -> PlanRow | None:
        """The contract under the cursor."""
        chosen = self.listing.current
        return next((row for row in self.plan.rows if row.contract_id == chosen), None) if self.plan else None

    def on_mount(self) -> None:
        """Put the cursor in the contracts."""
        self.listing.focus()

    def on_screen_resume(self) -> None:
        """Read anew when something changed elsewhere."""
        if self._read_at != self.app.changes:
            self.read_anew()

    # -- reading -----------------------------------------------------------------------------------------------

    @background("list")
    async def read_anew(self) -> None:
        """Work out the run anew; without a rise of its own it asks what the law allows for social rents."""
        self._read_at = self.app.changes
        self.plan, _specials = await self._worked_out()
        self._show()

    async def _worked_out(self) -> tuple[Plan, dict[int, Special]]:
        """Work out the run that is asked for at this moment; gives it with the contracts that differ in it."""
        asked, specials = self.asked or Asked(next_usual_day(self.app.today)), dict(self.specials)
        return await self.app.read(read_plan, asked, self.app.today, specials), specials

    def _show(self) -> None:
        plan = self.plan
        if plan is None:
            return
        rows = self._wanted(plan)
        self.query_one("#summary", Static).update("\n".join(summary(plan, self.app.today)))
        self.listing.fill([(row.contract_id, row, row_style(row)) for row in rows[:PAGE_ROWS]])
        shown = f" ({len(rows)})" if len(rows) != len(plan.rows) else ""
        self.query_one("#where", Static).update(
            joined(" ", (_("Rent increase"), "bold"), " › ", f"{_(FILTERS[self.filter])}{shown}")
        )
        self._say_why()

    def _wanted(self, plan: Plan) -> list[PlanRow]:
        words = fold(self.search).split()
        states = {"raise": ("raise", "done"), "still": ("nothing", "left_out", "other", "refused")}.get(self.filter)
        return [
            row
            for row in plan.rows
            if (states is None or row.state in states)
            and (self.filter != "look" or row.wants_a_look)
            and all(
                word in fold(" ".join((row.tenancy.contract, row.tenancy.dwelling, *row.tenants))) for word in words
            )
        ]

    def _say_why(self) -> None:
        self.query_one("#why", Static).update(plain(why(self.row)) if self.row else "")

    @on(DataTable.RowHighlighted, "#listing")
    def _moved(self) -> None:
        self._say_why()

    # -- the run -----------------------------------------------------------------------------------------------

    @background("deed")
    async def action_rise(self) -> None:
        """Ask for the day and the rise."""
        if self.plan is not None:
            asked = await run_forms.ask_rise(self.app, self.plan)
            if asked is not None:
                self.asked = asked
                self.read_anew()

    def action_leave_out(self) -> None:
        """Leave the contract under the cursor out, or take it in again."""
        row = self.row
        if row is None:
            return
        special = self.specials.get(row.contract_id, Special())
        self._set_special(row.contract_id, replace(special, left_out=not special.left_out))

    @background("deed")
    async def action_own(self) -> None:
        """Ask for another rise of one contract."""
        row = self.row
        if row is not None:
            special = await run_forms.ask_special(self.app, row, self.specials.get(row.contract_id, Special()))
            if special is not None:
                self._set_special(row.contract_id, special)

    def _set_special(self, contract_id: int, special: Special) -> None:
        if special == Special():
            self.specials.pop(contract_id, None)
        else:
            self.specials[contract_id] = special
        self.read_anew()

    @background("deed")
    async def action_carry_out(self) -> None:
        """Set the new rents, once that was confirmed."""
        # The page may still be busy with what was struck before: what is asked is what is carried out.
        plan, specials = await self._worked_out()
        if not plan.of_state("raise"):
            self.app.say(_("There is no rent to raise here; what is in the way stands below the list."), "warning")
            return
        asked, detail = question(plan, self.app.today)
        if await self.app.push_screen_wait(ConfirmScreen(asked, detail)):
            await run_forms.carry_out(self.app, plan, specials)

    # -- what goes with it ---------------------------------------------------------------------------------------

    def action_limits(self) -> None:
        """Show what the law allows on the day of the increase."""
        if self.plan is not None:
            self.app.push_screen(LegalScreen(self.plan.asked.valid_from))

    @background("deed")
    async def action_letters(self) -> None:
        """Save the letters' list."""
        plan, _specials = await self._worked_out()
        await run_forms.save_letters(self.app, plan)

    def action_objections(self) -> None:
        """Go to the objections."""
        self.app.go_to("objections")

    @background("deed")
    async def action_maximum(self) -> None:
        """Enter the home's maximum rent."""
        if self.row is not None:
            await forms.set_maximum(self.app, self.row.tenancy.dwelling_id)

    @background("deed")
    async def action_regime(self) -> None:
        """Say under which rules the rent rises."""
        if self.row is not None:
            await forms.set_regime(self.app, self.row.contract_id)

    @background("deed")
    async def action_object(self) -> None:
        """Note an objection."""
        if self.row is not None:
            await forms.object_to(self.app, self.row.contract_id)

    @on(DataTable.RowSelected, "#listing")
    def _chosen(self) -> None:
        if self.row is not None:
            self.app.open_record(Ref("contracts", self.row.contract_id))

    # -- finding -------------------------------------------------------------------------------------------------

    @background("choose")
    async def action_filter(self) -> None:
        """Choose which contracts are shown."""
        codes = list(FILTERS)
        names = [_(FILTERS[code]) for code in codes]
        place = await self.app.push_screen_wait(
            ChooseScreen(_("Which contracts?"), names, chosen=codes.index(self.filter))
        )
        if place is not None:
            self.filter = codes[place]
            self._show()

    def action_search(self) -> None:
        """Put the cursor in the search."""
        self.query_one("#search", Input).focus()

    @on(Input.Changed, "#search")
    def _searched(self, event: Input.Changed) -> None:
        self.search = event.value
        self._show()

    @on(Input.Submitted, "#search")
    def _search_done(self) -> None:
        self.listing.focus()

    def on_key(self, event: events.Key) -> None:
        """Go down from the search into the list."""
        if event.key == "down" and self.query_one("#search", Input).has_focus:
            event.stop()
            self.listing.focus()

    @background("deed")
    async def action_undo(self) -> None:
        """Take back the last action."""
        await ask_undo(self.app)

    def action_back(self) -> None:
        """Out of the search, then to the treasurer's page."""
        search = cast("Input", self.query_one("#search"))
        if search.has_focus or search.value:
            search.value = ""
            self.listing.focus()
        else:
            self.app.go_to("money")
