"""Meeting mode: the numbers and the words large on the wall, and nothing private.

No names (but where votes are called by name), no messages, no way to another page but back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from rich.cells import cell_len
from textual import getters
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Digits, Static

from coopadmin.errors import CoopadminError
from coopadmin.i18n import N_, _
from coopadmin.services import attendance as deeds
from screens import commands
from screens.app import CoopApp
from screens.commands import Command
from screens.meetings import room_voting
from screens.meetings.clock import wall_clock
from screens.meetings.room import begin_voted
from screens.meetings.room_page import RoomKeys
from screens.meetings.room_reading import Reading, read_room
from screens.meetings.room_text import OUTCOMES, mark_stays, motion_name, not_in_session, outcome_word
from screens.meetings.vote_panel import choose_way
from screens.text import one_line, plain
from screens.typed_ahead import is_asking, is_reading
from screens.workers import background, leave

BEFORE = Command("other(-1)", "left", N_("item before"), N_("Show the item before this one"))
AFTER = Command("other(1)", "right", N_("next item"), N_("Show the next item"))
TAKE_UP = Command("take_up", "enter", N_("take up"), N_("Take up the item that is shown; its time is stored"))
VOTE = Command("vote", "t", N_("vote"), N_("Count the votes on a motion"))
WAY = Command("way", "w", N_("way"), N_("Vote in a way of your choice"))
LEAVE = Command("leave", "escape", N_("leave meeting mode"), N_("Go back to the room"))
NOTHING = tuple(
    Command("nothing", key, "", "", footer=False)
    for key in ("f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "f10", "f12", "ctrl+p", "u", "ctrl+z")
)
"""Keys that lead to private data elsewhere, or end the desk by a slip."""

NUMBERS = {
    "entitled": N_("may vote"),
    "present": N_("present"),
    "proxies": N_("by proxy"),
    "quorum": N_("quorum"),
}
VOTES = {"votes_for": N_("for"), "votes_against": N_("against"), "votes_blank": N_("blank")}


class BigScreen(Screen[None]):
    """One item for the wall."""

    app = getters.app(CoopApp)
    AUTO_FOCUS = ""
    ON_THE_WALL: ClassVar[bool] = True
    """No message of the desk passes over this page, nor over what it opens."""
    BINDINGS: ClassVar[list[BindingType]] = [
        *commands.bindings([BEFORE, AFTER, TAKE_UP, VOTE, WAY, LEAVE], at_once=True),
        *(command.binding() for command in NOTHING),
    ]

    def __init__(self, meeting_id: int, item_id: int | None) -> None:
        super().__init__()
        self.meeting_id = meeting_id
        self.item_id = item_id
        self.reading: Reading | None = None
        self._read_at = -1

    def compose(self) -> ComposeResult:
        """Meeting, item, numbers, words, outcome."""
        yield Static("", id="big-meeting", markup=False)
        yield Static("", id="big-item", markup=False)
        with Horizontal(id="big-numbers"):
            yield from _digits(NUMBERS)
        with VerticalScroll(id="big-body", can_focus=False):
            yield Static("", id="big-text", markup=False)
            with Horizontal(id="big-votes"):
                yield from _digits(VOTES)
            yield Static("", id="big-outcome", markup=False)
        yield Static("", id="big-said", markup=False)
        yield RoomKeys()

    def holds_back(self, key: str) -> bool:  # noqa: ARG002 - all keys alike
        """Let a key wait until the item was read, and while a deed has yet to ask or was answered."""
        return self._read_at < 0 or is_asking(self) or is_reading(self)

    def on_screen_resume(self) -> None:
        """Read anew when something changed, and let no earlier message hang over."""
        self.app.clear_notifications()
        if self._read_at != self.app.changes:
            self.read_anew()

    @background("list")
    async def read_anew(self) -> None:
        """Read the numbers and the item."""
        self._read_at = self.app.changes
        reading = await self.app.read(read_room, self.meeting_id, self.item_id)
        if reading is None:
            leave(self)
            return
        self.reading = reading
        self.item_id = reading.item.item_id if reading.item else None
        self._show(reading)

    def _show(self, reading: Reading) -> None:
        room, item = reading.room, reading.item
        self.query_one("#big-meeting", Static).update(plain(reading.meeting.title, "$text-muted"))
        title = f"{item.position}  {item.title}" if item else ""
        self.query_one("#big-item", Static).update(plain(self._spaced(title), "bold"))
        quorum = "–" if room.quorum_needed is None else str(room.quorum_needed)
        numbers = {"entitled": room.entitled, "present": room.present, "proxies": room.proxies, "quorum": quorum}
        for name, number in numbers.items():
            self.query_one(f"#big-{name}", Digits).update(str(number))
        met = _("no quorum asked")
        if room.quorum_needed is not None:
            met = _("▲ quorum, {short} short").format(short=room.short) if room.short else _("✓ quorum met")
        self.query_one("#big-quorum-label", Static).update(plain(met))
        self._show_motion(reading)

    def _spaced(self, title: str) -> str:
        """Write wide what there is room for."""
        wide = " ".join(one_line(title))
        return wide if cell_len(wide) <= self.size.width - 6 else title

    def _show_motion(self, reading: Reading) -> None:
        """Show the motion that is voted on, or the one that was voted on last, with its count; no names."""
        vote = reading.last_vote
        last = next((one for one in reading.motions if vote and one.motion_id == vote.motion_id), None)
        motion = next(iter(reading.to_vote), last)
        lines: list[Content] = []
        if motion is not None:
            lines.append(plain(motion_name(motion, reading.motions), "$text-muted"))
            lines.extend(Content.styled(one_line(line), "bold") for line in motion.text.splitlines())
        self.query_one("#big-text", Static).update(Content("\n").join(lines))
        counted = vote is not None and vote.way != "consent" and motion is last
        self.query_one("#big-votes").display = counted
        for name in VOTES:
            self.query_one(f"#big-{name}", Digits).update(str(getattr(vote, name)) if vote else "")
        outcome = ""
        if vote is not None and last is not None:
            name = f"{motion_name(last, reading.motions)} · " if motion is not last else ""
            sign = outcome_word(vote.outcome) + " ·" if vote.flagged else OUTCOMES[vote.outcome]
            outcome = f"{name}{sign} {vote.sentence}"
        self.query_one("#big-outcome", Static).update(plain(outcome, "bold"))

    def _tell(self, message: str) -> None:
        """Say something on the page itself, for messages that pass over it are not shown here."""
        self.query_one("#big-said", Static).update(plain(f"▲ {message}" if message else ""))

    def action_nothing(self) -> None:
        """Do nothing: what this key does elsewhere could show private data."""

    def action_other(self, step: int) -> None:
        """Show another item."""
        items = self.reading.items if self.reading else ()
        place = next((place for place, item in enumerate(items) if item.item_id == self.item_id), None)
        if place is not None and 0 <= place + step < len(items):
            self.item_id = items[place + step].item_id
            self._tell("")
            self.read_anew()

    @background("deed")
    async def action_take_up(self) -> None:
        """Take up the item that is shown."""
        if not self._ready() or self.reading is None or self.item_id == self.reading.at_hand:
            return
        at = wall_clock()
        try:
            await self.app.do(deeds.begin_item, item_id=self.item_id or 0, at=at)
        except CoopadminError as error:
            self._tell(str(error))
        else:
            self._tell(mark_stays(self.reading, at))

    def _ready(self) -> bool:
        reading = self.reading
        if reading is None or reading.item is None or reading.item.item_id != self.item_id:
            return False
        says = not_in_session(reading, from_room=False)
        self._tell(says)
        return not says

    @background("deed")
    async def action_vote(self) -> None:
        """Count the votes in the usual way."""
        await self._vote("")

    @background("deed")
    async def action_way(self) -> None:
        """Choose the way, then count."""
        if self._ready() and (way := await choose_way(self.app, "hands")):
            await self._vote(way)

    async def _vote(self, way: str) -> None:
        if not self._ready() or self.reading is None:
            return
        try:
            await begin_voted(self.app, self.reading)
            await room_voting.take_vote(self.app, self.reading, way, self._tell)
        except CoopadminError as error:
            self._tell(str(error))

    def action_leave(self) -> None:
        """Go back to the room."""
        self.dismiss(None)


def _digits(labels: Mapping[str, str]) -> Iterator[Vertical]:
    """Numbers side by side, each with its word."""
    for name, label in labels.items():
        yield Vertical(
            Digits("", id=f"big-{name}"),
            Static(plain(_(label)), id=f"big-{name}-label", markup=False),
            classes="big-number",
        )
