"""The room: the page a secretary has open while thirty people talk."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from coopadmin.services import attendance as deeds
from screens import commands
from screens.app import CoopApp
from screens.meetings import agenda_forms, room_forms, room_keys, room_voting
from screens.meetings.clock import wall_clock
from screens.meetings.room_notes import NotesScreen
from screens.meetings.room_page import RoomPage
from screens.meetings.room_people import PeopleScreen
from screens.meetings.room_proxies import ProxiesScreen
from screens.meetings.room_reading import Reading, read_room
from screens.meetings.room_text import agenda_line, course, item_text, mark_stays, not_in_session
from screens.meetings.vote_panel import choose_way
from screens.typed_ahead import is_asking
from screens.workers import background

ITEM_AFTER = 0.06
"""Seconds the cursor rests before an item is read, so that a held key stays swift."""


MOVES = ("up", "down", "home", "end")
"""Keys of the agenda itself."""


class Agenda(OptionList, inherit_bindings=False):
    """The items; only what moves the cursor is its own, Enter and the pages are the room's."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "cursor_up", show=False, priority=True),
        Binding("down", "cursor_down", show=False, priority=True),
        Binding("home", "first", show=False, priority=True),
        Binding("end", "last", show=False, priority=True),
    ]


class RoomScreen(RoomPage):
    """One meeting: its agenda, the item that is looked at, and the live line always in sight.

    Nothing is kept here that is not in the store: the page opens at the item begun last, whatever happened.
    """

    BINDINGS: ClassVar[list[BindingType]] = commands.bindings(
        [*room_keys.OF_THE_ITEM, *room_keys.OF_THE_MEETING, commands.UNDO, commands.BACK], at_once=True
    )

    def __init__(self, meeting_id: int) -> None:
        super().__init__()
        self.meeting_id = meeting_id
        self.item_id: int | None = None
        """The item under the cursor; None until the meeting was read."""
        self.reading: Reading | None = None

    def compose_body(self) -> ComposeResult:
        """The agenda, and the item beside it."""
        with Horizontal(id="room"):
            yield Agenda(id="agenda", markup=False)
            with VerticalScroll(id="item", can_focus=False):
                yield Static("", id="item-text", markup=False)

    def on_mount(self) -> None:
        """Put the cursor in the agenda."""
        self.query_one(Agenda).focus()

    # -- reading -----------------------------------------------------------------------------------------------

    @background("list")
    async def read_anew(self) -> None:
        """Read the meeting; the cursor stays on its item."""
        self.note_reading()
        reading = await self.app.read(read_room, self.meeting_id, self.item_id)
        if reading is None:
            self.gone()
            return
        self._show(reading)

    @background("list")
    async def _read_item(self) -> None:
        await asyncio.sleep(ITEM_AFTER)
        reading = await self.app.read(read_room, self.meeting_id, self.item_id)
        if reading is not None:
            self._show(reading)

    def _show(self, reading: Reading) -> None:
        shown_before = self.reading.item.item_id if self.reading and self.reading.item else None
        self.reading = reading
        self.item_id = reading.item.item_id if reading.item else None
        self.show_head(reading.meeting.title, course(reading), reading.room)
        agenda = self.query_one(Agenda)
        with self.prevent(OptionList.OptionHighlighted):
            agenda.set_options(Option(agenda_line(item, reading)) for item in reading.items)
            agenda.highlighted = next(
                (place for place, item in enumerate(reading.items) if item.item_id == self.item_id), None
            )
        self.query_one("#item-text", Static).update(item_text(reading))
        if self.item_id != shown_before:
            self.query_one("#item", VerticalScroll).scroll_home(animate=False)
        self.refresh_bindings()

    @on(OptionList.OptionHighlighted, "#agenda")
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        if self.reading is not None and event.option_index < len(self.reading.items):
            item_id = self.reading.items[event.option_index].item_id
            if item_id != self.item_id:
                self.item_id = item_id
                self._read_item()

    @property
    def looked_at(self) -> Reading | None:
        """What was read, where it is of the item under the cursor: nothing is done to an item that is not shown."""
        reading = self.reading
        if reading is None or reading.item is None or reading.item.item_id != self.item_id:
            return None
        return reading

    def holds_back(self, key: str) -> bool:
        """Let all but what moves the cursor wait until the item under it was read: keys are meant for that one."""
        if key in MOVES:
            return is_asking(self)
        return super().holds_back(key) or self._has_moved

    @property
    def _has_moved(self) -> bool:
        """Whether the cursor is on an item that is not read, nor asked for, yet."""
        place, reading = self.query_one(Agenda).highlighted, self.reading
        if reading is None or place is None or place >= len(reading.items):
            return False
        return reading.items[place].item_id != self.item_id

    def action_read_on(self, pages: int) -> None:
        """Turn the pages of the item."""
        item = self.query_one("#item", VerticalScroll)
        item.scroll_relative(y=pages * max(item.size.height - 2, 1), animate=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's form
        """Offer what can be done now."""
        state = self.reading.state if self.reading else ""
        if action in ("open", "take_up"):
            return (state in ("planned", "convened")) == (action == "open")
        if action in ("close", "reopen"):
            return (state == "closed") == (action == "reopen")
        if action == "second":
            return bool(self.reading and self.reading.awaits_second)
        return True

    # -- the meeting -------------------------------------------------------------------------------------------

    @background("deed")
    async def action_open(self) -> None:
        """Open the meeting."""
        if self.reading is not None:
            await room_forms.open_meeting(self.app, self.reading)

    @background("deed")
    async def action_take_up(self) -> None:
        """Take up the item under the cursor at this minute."""
        reading = self.looked_at
        if reading is not None and self._in_session() and self.item_id != reading.at_hand:
            at = wall_clock()
            await self.app.do(deeds.begin_item, item_id=self.item_id or 0, at=at)
            if says := mark_stays(reading, at):
                self._tell(says)

    @background("deed")
    async def action_close(self) -> None:
        """Close the meeting."""
        if self.reading is not None:
            await room_forms.close_meeting(self.app, self.reading)

    def action_reopen(self) -> None:
        """Go on with a closed meeting."""
        self.action_close()

    @background("deed")
    async def action_new_item(self) -> None:
        """Put another item on the agenda and look at it."""
        reading = self.reading
        if reading is None:
            return
        if reading.state not in ("planned", "convened", "under_way"):
            self._tell(not_in_session(reading))
            return
        item_id = await agenda_forms.add_item(self.app, self.meeting_id)
        if item_id is not None:
            self.item_id = item_id
            self.read_anew()

    @background("deed")
    async def action_chair(self) -> None:
        """Put somebody else in the chair."""
        if self.reading is not None:
            await room_forms.name_chair(self.app, self.reading)

    def action_presence(self) -> None:
        """Show who is there."""
        self.app.push_screen(PeopleScreen(self.meeting_id, self.item_id))

    def action_proxies(self) -> None:
        """Show who votes for whom."""
        self.app.push_screen(ProxiesScreen(self.meeting_id, self.item_id))

    @background("deed")
    async def action_second(self) -> None:
        """Plan the second meeting."""
        from screens.meetings.forms import plan_second

        await plan_second(self.app, self.meeting_id)

    def action_big(self) -> None:
        """Go to meeting mode."""
        from screens.meetings.big import BigScreen

        self.app.push_screen(BigScreen(self.meeting_id, self.item_id))

    # -- the item ----------------------------------------------------------------------------------------------

    def _in_session(self) -> bool:
        """Tell whether the meeting is under way; says what to do first where it is not."""
        says = not_in_session(self.reading)
        if says:
            self._tell(says)
        return not says

    def _tell(self, message: str) -> None:
        self.app.say(message, "warning")

    @background("deed")
    async def action_vote(self) -> None:
        """Count the votes in the usual way."""
        await self._vote("")

    @background("deed")
    async def action_way(self) -> None:
        """Choose the way, then count."""
        if self.looked_at is not None and self._in_session() and (way := await choose_way(self.app, "hands")):
            await self._vote(way)

    async def _vote(self, way: str) -> None:
        reading = self.looked_at
        if reading is None or not self._in_session():
            return
        if not reading.motions:
            await room_forms.put_motion(self.app, reading)
            reading = await self.app.read(read_room, self.meeting_id, self.item_id)
            if reading is None or not reading.motions:
                return
        await begin_voted(self.app, reading)
        await room_voting.take_vote(self.app, reading, way, self._tell)

    @background("deed")
    async def action_motion(self) -> None:
        """Put a motion, or change one."""
        if self.looked_at is not None and self._in_session():
            await room_forms.motions(self.app, self.looked_at)

    def action_notes(self) -> None:
        """Write notes."""
        if self.item_id is not None:
            self.app.push_screen(NotesScreen(self.meeting_id, self.item_id))

    @background("deed")
    async def action_recuse(self) -> None:
        """Let somebody stand aside."""
        if self.looked_at is not None:
            await room_forms.recuse(self.app, self.looked_at)

    @background("deed")
    async def action_consent(self) -> None:
        """Show the rounds of consent of a motion."""
        reading = self.looked_at
        if reading is not None:
            motion = await room_voting.choose_objected(self.app, reading, self._tell)
            if motion is not None:
                await room_voting.show_consent(self.app, reading, motion)

    @background("deed")
    async def action_correct(self) -> None:
        """Record the last count anew."""
        if self.looked_at is not None:
            await room_voting.correct_count(self.app, self.looked_at, self._tell)

    @background("deed")
    async def action_make_action(self) -> None:
        """Note who does what."""
        from screens.actions.forms import make

        if self.item_id is not None:
            await make(self.app, item_id=self.item_id)


async def begin_voted(app: CoopApp, reading: Reading) -> None:
    """Take up the item that is voted on where that was forgotten."""
    if reading.item is not None and reading.item.begun_at is None:
        await app.do(deeds.begin_item, item_id=reading.item.item_id, at=wall_clock())


async def open_room(app: CoopApp, meeting_id: int) -> None:
    """Show the room of a meeting over what is there, at the item it has come to; Escape goes back."""
    app.push_screen(RoomScreen(meeting_id))
