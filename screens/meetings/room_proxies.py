"""Who votes for whom: every proxy that was taken, whether it counts now, and why not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import Connection
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import DataTable, Static

from coopadmin.domain.attendance import FORMS
from coopadmin.formats import short_date
from coopadmin.i18n import N_, _
from coopadmin.services import attendance as deeds
from db.queries import attendance as queries
from db.queries import attendance_lists, meetings
from db.queries.attendance import Room
from db.queries.attendance_lists import ProxyRow
from screens import commands
from screens.app import CoopApp
from screens.commands import Command
from screens.dialogs import ConfirmScreen
from screens.fields import Field
from screens.forms import ask
from screens.meetings.room_page import RoomPage
from screens.subject import Column
from screens.text import plain
from screens.widgets.listing import Listing
from screens.workers import background

NEW = Command("new", "n", N_("new proxy"), N_("Take a written proxy: who gives it, and who votes for them"))
WITHDRAW = Command("withdraw", "w", N_("withdraw"), N_("Who gave the proxy under the cursor takes it back"))

COLUMNS: tuple[Column[ProxyRow], ...] = (
    Column("", lambda row: "✓" if row.counts else "▲", 1),
    Column(N_("Gives"), lambda row: row.giver, 20),
    Column(N_("Holder"), lambda row: row.holder, 20),
    Column(N_("Now"), lambda row: _("counts") if row.counts else row.why),
    Column(N_("Form"), lambda row: _(FORMS[row.form]), 12, wide=True),
)


@dataclass(frozen=True, slots=True)
class Given:
    """The proxies of a meeting, with the live numbers."""

    title: str
    room: Room
    proxies: tuple[ProxyRow, ...]


def read_proxies(connection: Connection, meeting_id: int, item_id: int | None) -> Given | None:
    """Read the proxies as they count for the item at hand."""
    meeting = meetings.record(connection, meeting_id)
    if meeting is None:
        return None
    room = queries.room(connection, meeting_id, item_id)
    return Given(meeting.title, room, attendance_lists.proxies(connection, meeting_id, item_id))


class ProxiesScreen(RoomPage):
    """The proxies of a meeting."""

    BINDINGS: ClassVar[list[BindingType]] = commands.bindings([NEW, WITHDRAW, commands.UNDO, commands.BACK])

    def __init__(self, meeting_id: int, item_id: int | None) -> None:
        super().__init__()
        self.meeting_id = meeting_id
        self.item_id = item_id
        self.given: Given | None = None

    def compose_body(self) -> ComposeResult:
        """The list, or what to do while it is empty."""
        yield Static(plain(_("No proxy was taken yet. N takes one.")), id="advice", markup=False)
        yield Listing[ProxyRow](COLUMNS, id="listing")
        yield Static("", id="proxy-full", markup=False)

    def on_mount(self) -> None:
        """Put the cursor in the list."""
        self.listing.focus()

    @background("list")
    async def read_anew(self) -> None:
        """Read the proxies; the cursor stays where it was."""
        self.note_reading()
        self.given = await self.app.read(read_proxies, self.meeting_id, self.item_id)
        if self.given is None:
            self.gone()
            return
        self.show_head(self.given.title, _("proxies"), self.given.room)
        listing = self.listing
        self.fill_listing([(one.proxy_id, one, "" if one.counts else "dim") for one in self.given.proxies])
        self.query_one("#advice").display = not self.given.proxies
        listing.display = bool(self.given.proxies)
        if self.given.proxies:
            listing.focus()
        self._show_proxy()

    @property
    def current(self) -> ProxyRow | None:
        """The proxy under the cursor."""
        number = self.listing.current
        return next((one for one in (self.given.proxies if self.given else ()) if one.proxy_id == number), None)

    @on(DataTable.RowHighlighted, "#listing")
    def _show_proxy(self) -> None:
        proxy = self.current
        says = ""
        if proxy is not None:
            now = _("✓ counts now") if proxy.counts else _("▲ does not count now: {why}").format(why=proxy.why)
            given = _("given on {day}, {form}").format(day=short_date(proxy.given_on), form=_(FORMS[proxy.form]))
            says = " · ".join(part for part in (now, given, proxy.note) if part)
        self.query_one("#proxy-full", Static).update(plain(says))

    @background("deed")
    async def action_new(self) -> None:
        """Take a proxy."""
        await take_proxy(self.app, self.meeting_id)

    @background("deed")
    async def action_withdraw(self) -> None:
        """Take the one under the cursor back."""
        proxy = self.current
        if proxy is None:
            return
        question = _("Does {giver} take the proxy to {holder} back?").format(giver=proxy.giver, holder=proxy.holder)
        if await self.app.push_screen_wait(ConfirmScreen(question)):
            await self.app.do(deeds.withdraw_proxy, proxy_id=proxy.proxy_id)
            self.app.say(_("Withdrawn. U takes it back."))


async def take_proxy(app: CoopApp, meeting_id: int) -> None:
    """Ask for a proxy; why one is refused stands under its field."""
    fields = [
        Field("giver_id", N_("Gives it"), "pick", required=True, find=("members",), help=N_("who does not come")),
        Field("holder_id", N_("Votes for them"), "pick", required=True, find=("members",)),
        Field("form", N_("In writing"), "choice", required=True, initial="paper", choices=list(FORMS.items())),
        Field("given_on", N_("Given on"), "date", required=True, initial=app.today),
        Field("note", N_("Note")),
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.give_proxy, meeting_id=meeting_id, **values)

    await ask(app, _("New proxy"), fields, save, draft_key=f"proxy-{meeting_id}")
