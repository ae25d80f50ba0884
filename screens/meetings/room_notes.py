"""The notes of an item, stored while they are typed: whatever happens to the laptop, what was said is there."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static, TextArea

from coopadmin.errors import CoopadminError
from coopadmin.i18n import N_, _
from coopadmin.services import attendance as deeds
from db.queries import attendance as queries
from db.queries import meetings
from db.queries.agenda import ItemRow, agenda
from db.queries.attendance import Room
from screens import commands
from screens.commands import Command
from screens.meetings.clock import wall_clock
from screens.meetings.room_page import RoomPage
from screens.text import plain
from screens.workers import background

NOTES_AFTER = 1.0
"""Seconds without a key after which the notes are stored."""

STORE = Command("store", "ctrl+s", N_("store"), N_("Store the notes now; they are stored by themselves too"))
TIME = Command("time", "ctrl+t", N_("time"), N_("Write the time"))
DONE = Command("back", "escape", N_("back"), N_("Go back to the item; the notes are stored"))
QUIT = Command("quit", "f10,ctrl+q", N_("stop"), N_("Store the notes and close the desk"), footer=False)


@dataclass(frozen=True, slots=True)
class Noted:
    """An item with its notes, and the live numbers."""

    title: str
    room: Room
    item: ItemRow


def read_notes(connection: Connection, meeting_id: int, item_id: int) -> Noted | None:
    """Read the notes of an item."""
    meeting = meetings.record(connection, meeting_id)
    item = next((one for one in agenda(connection, meeting_id) if one.item_id == item_id), None)
    if meeting is None or item is None:
        return None
    return Noted(meeting.title, queries.room(connection, meeting_id, item_id), item)


class NotesScreen(RoomPage):
    """One item's notes, large."""

    BINDINGS: ClassVar[list[BindingType]] = commands.bindings([STORE, TIME, DONE, QUIT])

    def __init__(self, meeting_id: int, item_id: int) -> None:
        super().__init__()
        self.meeting_id = meeting_id
        self.item_id = item_id
        self.stored: str | None = None
        """The notes as they are in the store; None until they were read."""
        self._storing = asyncio.Lock()

    def compose_body(self) -> ComposeResult:
        """The text, and whether it is stored."""
        yield TextArea("", compact=True, tab_behavior="focus", soft_wrap=True, id="notes", disabled=True)
        yield Static("", id="notes-stored", markup=False)

    @property
    def text(self) -> str:
        """The notes as they are typed now."""
        return self.query_one(TextArea).text

    @background("list")
    async def read_anew(self) -> None:
        """Read the numbers again, and the first time the notes; what is typed is never overwritten."""
        self.note_reading()
        noted = await self.app.read(read_notes, self.meeting_id, self.item_id)
        if noted is None:
            self.gone()
            return
        self.show_head(noted.title, f"{noted.item.position} {noted.item.title}", noted.room)
        if self.stored is None:
            self.stored = noted.item.notes
            area = self.query_one(TextArea)
            area.text = noted.item.notes
            area.disabled = False
            area.move_cursor(area.document.end)
            area.focus()
        self._say()

    def _say(self, problem: str = "") -> None:
        """Tell whether what is typed is stored."""
        if problem:
            says = plain(f"▲ {problem}", "$error")
        elif self.text == self.stored:
            says = plain(_("✓ stored"), "$text-muted")
        else:
            says = plain(_("○ being typed"), "$text-muted")
        self.query_one("#notes-stored", Static).update(says)

    @on(TextArea.Changed)
    def _typed(self) -> None:
        if self.stored is not None and self.text != self.stored:
            self._say()
            self._store_soon()

    @background("soon")
    async def _store_soon(self) -> None:
        await asyncio.sleep(NOTES_AFTER)
        self._store_now()

    @background("store", exclusive=False)
    async def _store_now(self) -> None:
        await self.store()

    async def store(self) -> bool:
        """Store what is typed; tells whether it is in the store, and says on the page why where it is not."""
        async with self._storing:
            text = self.text
            if self.stored is None or text == self.stored:
                return True
            try:
                await self.app.do(deeds.write_notes, item_id=self.item_id, notes=text)
            except CoopadminError as error:
                self._say(_("not stored: {why}").format(why=error))
                return False
            self.stored = text
            if self.is_mounted:
                self._say()
            return True

    def on_screen_suspend(self) -> None:
        """Store before another page comes over it."""
        self._store_now()

    def action_store(self) -> None:
        """Store at once."""
        self._store_now()

    def action_time(self) -> None:
        """Write the time where the cursor is."""
        self.query_one(TextArea).insert(f"{wall_clock()[11:]} ")

    @background("deed")
    async def action_back(self) -> None:
        """Store, then go back; notes that cannot be stored stay on the screen to be copied."""
        if await self.store():
            self.dismiss(None)

    @background("deed")
    async def action_quit(self) -> None:
        """Store, then close the desk."""
        if await self.store():
            await self.app.action_quit()
