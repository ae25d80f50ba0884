"""The co-operative's own page: who it is, whose homes it manages, its rules, and the housekeeping of the store."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from coopadmin.domain.association import RULES, SHAPES, amount_text, rule_on
from coopadmin.domain.identifiers import group_iban
from coopadmin.domain.members import office_name
from coopadmin.formats import short_date
from coopadmin.i18n import _, language
from db.queries import association as queries
from db.queries import members
from db.queries.association import Overview
from db.queries.members import HolderRow
from screens import commands
from screens.app import CoopApp, Ref
from screens.association import forms, housekeeping
from screens.desk.roles import ROLES, choose_role
from screens.imports.screen import import_file
from screens.subject import period
from screens.text import joined, plain
from screens.themes import THEMES
from screens.undo import ask_undo
from screens.widgets.bars import KeyBar, SectionBar, TopBar
from screens.workers import background

LABEL_WIDTH = 40


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the page: what it is, how it stands, and what Enter does. Without `run` it is a heading."""

    label: str
    text: str = ""
    run: Callable[[CoopApp], Awaitable[object]] | None = None


class AssociationScreen(Screen[None]):
    """Settings and housekeeping, each behind Enter."""

    app = getters.app(CoopApp)
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = commands.bindings([commands.UNDO, commands.JOURNAL, commands.BACK])

    def __init__(self) -> None:
        super().__init__()
        self._items: list[Item] = []
        self._read_at = -1

    def compose(self) -> ComposeResult:
        """Bars and the lines."""
        yield TopBar()
        yield SectionBar()
        yield Static("", id="where", markup=False)
        yield OptionList(id="items", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Put the cursor in the lines."""
        self.query_one("#items", OptionList).focus()

    def on_screen_resume(self) -> None:
        """Read anew when something changed elsewhere."""
        if self._read_at != self.app.changes:
            self.read_anew()

    @background("list")
    async def read_anew(self) -> None:
        """Read the page."""
        self._read_at = self.app.changes
        overview = await self.app.read(queries.overview)
        holders = await self.app.read(members.holders_on, self.app.today)
        self.app.cooperative = overview.cooperative.name
        self.query_one(TopBar).refresh()
        self._items = [
            *self._who(overview),
            *_offices(holders),
            *self._rules(overview),
            *self._store(),
            *self._person(),
        ]
        listing = self.query_one("#items", OptionList)
        kept = listing.highlighted
        listing.set_options(_option(item) for item in self._items)
        listing.highlighted = kept if kept is not None else 1
        self.query_one("#where", Static).update(joined(" ", (_("The co-operative and its settings"), "bold")))

    def _who(self, overview: Overview) -> list[Item]:
        coop = overview.cooperative
        about = [_(SHAPES.get(coop.shape, coop.shape)), coop.kvk_number, group_iban(coop.iban)]
        items = [
            Item(_("The co-operative")),
            Item(coop.name, " · ".join(part for part in about if part), forms.cooperative(coop)),
        ]
        for owner in overview.owners:
            detail = " · ".join(part for part in (owner.contact, owner.email, owner.phone) if part)
            items.append(
                Item(_("Owner"), " · ".join(part for part in (owner.name, detail) if part), forms.owner(owner))
            )
        items.append(Item(_("Add an owner"), _("the housing corporation that owns the homes"), forms.owner(None)))
        for agreement in overview.agreements:
            text = " · ".join(
                part
                for part in (agreement.owner, agreement.reference, period(agreement.starts_on, agreement.ends_on))
                if part
            )
            items.append(Item(_("Management agreement"), text, forms.agreement(agreement, overview.owners)))
        if overview.owners:
            items.append(Item(_("Add an agreement"), "", forms.agreement(None, overview.owners)))
        return items

    def _rules(self, overview: Overview) -> list[Item]:
        items = [Item(_("Rules, from a day on, with where they come from"))]
        for name, rule in RULES.items():
            value = rule_on(overview.rules, name, self.app.today)
            known = [one for one in overview.rules if one.name == name and one.valid_from <= self.app.today]
            source = _(max(known, key=lambda one: one.valid_from).source) if known else ""
            shown = amount_text(rule, value) if value is not None else _("not set")
            later = [one for one in overview.rules if one.name == name and one.valid_from > self.app.today]
            shown += "".join(f" → {one.value} ({short_date(one.valid_from)})" for one in later)
            items.append(Item(_(rule.label), f"{shown} · {source}", forms.rule(rule, value or rule.default, source)))
        items.append(
            Item(_("What the law sets"), _("deposits, collection costs, rent increases"), housekeeping.open_legal)
        )
        return items

    def _store(self) -> list[Item]:
        return [
            Item(_("The store")),
            Item(_("Import a register"), _("from a CSV file or a workbook"), import_file),
            Item(_("Journal"), _("everything that was done"), housekeeping.open_journal),
            Item(_("Make a backup"), str(self.app.store_path), housekeeping.back_up),
            Item(_("Check the store"), _("the file, its links, the journal"), housekeeping.check),
        ]

    def _person(self) -> list[Item]:
        chosen = self.app.preferences
        return [
            Item(_("On this computer")),
            Item(_("Who is at the desk"), self.app.actor, forms.actor),
            Item(_("Whose work comes first"), _(ROLES.get(chosen.role, ROLES[""])), choose_role_and_show),
            Item(_("Language"), "Nederlands" if language() == "nl" else "English", forms.choose_language),
            Item(_("Theme"), _(THEMES.get(self.app.theme, "")), forms.choose_theme),
        ]

    @on(OptionList.OptionSelected, "#items")
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self._run(self._items[event.option_index])

    @background("deed")
    async def _run(self, item: Item) -> None:
        if item.run is not None:
            await item.run(self.app)
            if self.is_current:
                self.read_anew()

    @background("deed")
    async def action_undo(self) -> None:
        """Take back the last action."""
        await ask_undo(self.app)

    def action_journal(self) -> None:
        """Show the journal."""
        self.app.go_to("journal")

    def action_back(self) -> None:
        """Go to the first page."""
        self.app.go_to("desk")


def _offices(holders: tuple[HolderRow, ...]) -> list[Item]:
    """Who holds which office and who is in which working group today; Enter goes to the person."""
    if not holders:
        return []
    items = [Item(_("Offices and working groups today"))]
    for row in holders:
        text = f"{row.name} · {period(row.starts_on, row.ends_on)}"
        items.append(Item(office_name(row.office) if row.office else row.group, text, _open_member(row.person_id)))
    return items


def _open_member(person_id: int) -> Callable[[CoopApp], Awaitable[object]]:
    async def run(app: CoopApp) -> None:
        app.open_record(Ref("members", person_id))

    return run


def _option(item: Item) -> Option:
    if item.run is None:
        return Option(plain(f"── {item.label} ──", "$text-muted"), disabled=True)
    label = item.label if len(item.label) < LABEL_WIDTH else f"{item.label} "
    return Option(joined(f" {label:<{LABEL_WIDTH}}", (item.text, "$text-muted")))


async def choose_role_and_show(app: CoopApp) -> None:
    """Choose whose work comes first on the first page."""
    if await choose_role(app):
        app.mark_changed()
