"""The agenda of a meeting on a page of its own: items in their order, moved, changed and added by a key."""

from __future__ import annotations

from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from coopadmin.domain.convening_letters import motion_text
from coopadmin.domain.meetings import purpose_text
from coopadmin.i18n import N_, _, ngettext
from coopadmin.services import meetings as deeds
from db.queries import meetings as queries
from db.queries.agenda import ItemRow
from screens import commands
from screens.app import CoopApp
from screens.commands import Command
from screens.meetings import agenda_forms as forms
from screens.meetings.words import state_text
from screens.text import joined, plain
from screens.undo import ask_undo
from screens.widgets.bars import KeyBar, SectionBar, TopBar
from screens.workers import background, leave

NEW = Command("new", "n", N_("new"), N_("Put another item on the agenda; it comes before any other business"))
EDIT = Command("edit", "e", N_("edit"), N_("Change the item under the cursor; Enter does the same"))
UP = Command("move(-1)", "minus", N_("up"), N_("Move the item up; Shift+↑ does the same"))
DOWN = Command("move(1)", "plus", N_("down"), N_("Move the item down; Shift+↓ does the same"))
UP_TOO = Command("move(-1)", "shift+up", N_("up"), N_("Move the item up"), footer=False)
DOWN_TOO = Command("move(1)", "shift+down", N_("down"), N_("Move the item down"), footer=False)
MOTION = Command("motion", "m", N_("motion"), N_("What is proposed under the item, in the words that are voted on"))
PAPERS = Command("papers", "d", N_("papers"), N_("Add a paper to the item, or take one off it"))
REFER = Command("refer", "r", N_("refers to"), N_("A decision, an action or minutes that the item comes back to"))
OPEN = Command("open", "o", N_("open"), N_("Go to what the item comes back to"), footer=False)
REMOVE = Command("remove", "delete", N_("take off"), N_("Take the item off the agenda; U puts it back"))

_INDENT = " " * 12


class AgendaScreen(Screen[None]):
    """An agenda to work on; every key is a deed that is stored at once."""

    app = getters.app(CoopApp)
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = commands.bindings(
        [NEW, EDIT, UP, DOWN, UP_TOO, DOWN_TOO, MOTION, PAPERS, REFER, OPEN, REMOVE, commands.UNDO, commands.BACK]
    )

    def __init__(self, meeting_id: int) -> None:
        super().__init__()
        self.meeting_id = meeting_id
        self.items: tuple[ItemRow, ...] = ()
        self._wanted: int | None = None
        self._read_at = -1

    def compose(self) -> ComposeResult:
        """Bars, the meeting, and its items."""
        yield TopBar()
        yield SectionBar()
        yield Static("", id="where", markup=False)
        yield OptionList(id="items", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Put the cursor in the agenda."""
        self.query_one("#items", OptionList).focus()

    def on_screen_resume(self) -> None:
        """Read anew when something changed elsewhere."""
        if self._read_at != self.app.changes:
            self.read_anew()

    @property
    def current(self) -> ItemRow | None:
        """The item under the cursor."""
        place = self.query_one("#items", OptionList).highlighted
        return self.items[place] if place is not None and place < len(self.items) else None

    # -- reading -----------------------------------------------------------------------------------------------

    @background("list")
    async def read_anew(self) -> None:
        """Read the agenda; the cursor stays on its item, wherever that moved."""
        self._read_at = self.app.changes
        record = await self.app.read(queries.record, self.meeting_id)
        if record is None:
            self.app.say(_("This record is no longer there; it was taken back."), "warning")
            leave(self)
            return
        before = self.current
        sending = await self.app.read(queries.latest_sending, self.meeting_id)
        self.items = await self.app.read(queries.agenda, self.meeting_id)
        listing = self.query_one("#items", OptionList)
        kept = listing.highlighted or 0
        listing.set_options(
            [Option(_shown(one)) for one in self.items]
            or [
                Option(plain(_("Nothing on the agenda yet. Press N for the first item."), "$text-muted"), disabled=True)
            ]
        )
        wanted = self._wanted if self._wanted is not None else before.item_id if before else None
        self._wanted = None
        places = {one.item_id: place for place, one in enumerate(self.items)}
        if self.items:
            listing.highlighted = places.get(wanted or 0, min(kept, len(self.items) - 1))
        standing = state_text(record.state, record.on, record.convened_on, sending.by, self.app.today)
        told = " · ".join((standing, _summed(self.items)))
        self.query_one("#where", Static).update(joined(" ", (_("Agenda"), "bold"), f" › {told} · {record.title}"))

    # -- keys --------------------------------------------------------------------------------------------------

    @background("deed")
    async def action_new(self) -> None:
        """Add an item and put the cursor on it."""
        self._wanted = await forms.add_item(self.app, self.meeting_id)
        if self._wanted is not None:
            self.read_anew()

    @background("deed")
    async def action_edit(self) -> None:
        """Change the item under the cursor."""
        if self.current is not None:
            await forms.correct_item(self.app, self.current)

    @on(OptionList.OptionSelected, "#items")
    def _chosen(self) -> None:
        self.action_edit()

    @background("move", exclusive=False)
    async def action_move(self, by: int) -> None:
        """Move the item under the cursor, which goes with it."""
        item = self.current
        if item is not None and 1 <= item.position + by <= len(self.items):
            await self.app.do(deeds.move_item, item_id=item.item_id, position=item.position + by)

    @background("deed")
    async def action_motion(self) -> None:
        """Put a motion under the item, or change one."""
        if self.current is not None:
            await forms.motions(self.app, self.current)

    @background("deed")
    async def action_papers(self) -> None:
        """Add a paper, or take one off."""
        if self.current is not None:
            await forms.papers(self.app, self.current)

    @background("deed")
    async def action_refer(self) -> None:
        """Add what the item comes back to, or take it off."""
        if self.current is not None:
            await forms.references(self.app, self.current)

    @background("deed")
    async def action_open(self) -> None:
        """Go to what the item comes back to."""
        if self.current is not None:
            await forms.follow(self.app, self.current)

    @background("deed")
    async def action_remove(self) -> None:
        """Take the item off the agenda."""
        item = self.current
        if item is not None:
            await self.app.do(deeds.remove_item, item_id=item.item_id)
            self.app.say(_("Off the agenda: {title}. U puts it back.").format(title=item.title))

    @background("deed")
    async def action_undo(self) -> None:
        """Take back the last action."""
        await ask_undo(self.app)

    def action_back(self) -> None:
        """Go back to the meeting."""
        self.dismiss(None)


def _summed(items: tuple[ItemRow, ...]) -> str:
    """Say how many items there are, and how long they take together."""
    count = ngettext("{count} item", "{count} items", len(items)).format(count=len(items))
    minutes = sum(one.minutes or 0 for one in items)
    return " · ".join((count, _("{count} min").format(count=minutes))) if minutes else count


def _shown(item: ItemRow) -> Content:
    """Show an item: when, which, what for and how long, and under it what it needs and what goes with it."""
    aside = [purpose_text(item.kind, item.decision_kind), item.presenter]
    if item.minutes:
        aside.append(_("{count} min").format(count=item.minutes))
    lines = [
        joined(
            (f" {item.expected:>5} ", "$text-muted"),
            f"{item.position:>3}  ",
            (item.title, "bold" if item.kind == "decision" else ""),
            (f"  {' · '.join(part for part in aside if part)}", "$text-muted"),
        )
    ]
    below = [_("needs: {rule}").format(rule=item.majority)] if item.majority else []
    below += [motion_text(" ".join(one.text.split()), one.proposer, amends=one.amends) for one in item.motions]
    below += [
        _("paper: {title}, {place}").format(title=paper.title, place=paper.place)
        if paper.place
        else _("paper: {title}").format(title=paper.title)
        for paper in item.documents
    ]
    below += [f"{'✓' if one.settled else '●'} {one.text}" for one in item.references]
    lines += [plain(f"{_INDENT}{line}", "$text-muted") for line in below]
    return Content("\n").join(lines)
