"""Who is there: everybody who may vote on one page, narrowed by a part of the name, a key to come or go."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widgets import DataTable, Input, Static

from coopadmin.domain.meetings import read_minute, stored, time_of
from coopadmin.formats import fold
from coopadmin.i18n import N_, _, ngettext
from coopadmin.services import attendance as deeds
from db.queries.attendance_lists import PresenceRow
from screens import commands
from screens.commands import Command
from screens.dialogs import ChooseScreen
from screens.fields import Field
from screens.forms import ask
from screens.meetings.clock import wall_clock
from screens.meetings.room_page import RoomPage
from screens.meetings.room_roll import SIGNS, Attendee, People, read_people
from screens.subject import Column
from screens.text import plain
from screens.widgets.listing import Listing
from screens.workers import background

TOGGLE = Command(
    "screen.come_or_go", "enter", N_("comes / goes"), N_("The person under the cursor comes in, or goes, now")
)
TOGGLE_TOO = Command(
    "come_or_go", "space", N_("the same"), N_("The same as Enter, while no part of a name is typed"), footer=False
)
TIMES = Command("times", "ctrl+t", N_("times"), N_("Correct when somebody came or went"))
GUEST = Command("guest", "ctrl+g", N_("guest"), N_("Somebody without a vote comes in: a guest, a speaker"))
BACK_OUT = Command("undo", "ctrl+z", N_("undo"), N_("Take back the last action; it is asked first"))

COLUMNS: tuple[Column[Attendee], ...] = (
    Column("", lambda row: SIGNS[row.standing], 1),
    Column(N_("Name"), lambda row: row.name, 26),
    Column(N_("Stands"), lambda row: row.words),
    Column(N_("No."), lambda row: row.number, 8),
)


class Who(Input):
    """A part of a name; the keys that move and choose are the list's."""

    BINDINGS: ClassVar[list[BindingType]] = commands.bindings([TOGGLE])
    MOVES: ClassVar[dict[str, str]] = {
        "up": "cursor_up",
        "down": "cursor_down",
        "pageup": "page_up",
        "pagedown": "page_down",
    }

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Leave the space bar to the page while nothing is typed; within a name it is a space (“de groot”)."""
        return (key != "space" or bool(self.value)) and super().check_consume_key(key, character)

    def __init__(self, page: PeopleScreen) -> None:
        super().__init__(placeholder=_("a part of a name"), compact=True, id="who", select_on_focus=False)
        self._page = page

    async def on_key(self, event: events.Key) -> None:
        """Move in the list, or choose out of it, as it is for what was typed before this key."""
        if event.key not in (TOGGLE.key, TOGGLE_TOO.key, *self.MOVES) or (event.key == TOGGLE_TOO.key and self.value):
            return
        event.stop()
        event.prevent_default()
        if event.key in self.MOVES:
            self._page.narrow()
            await self._page.listing.run_action(self.MOVES[event.key])
        else:
            self._page.action_come_or_go()


class PeopleScreen(RoomPage):
    """A key per person who comes or goes, the live numbers above."""

    BINDINGS: ClassVar[list[BindingType]] = commands.bindings([TOGGLE_TOO, TIMES, GUEST, BACK_OUT, commands.BACK])

    def __init__(self, meeting_id: int, item_id: int | None) -> None:
        super().__init__()
        self.meeting_id = meeting_id
        self.item_id = item_id
        self.people: People | None = None
        self._narrowed_to: str | None = None
        """The words that the list was narrowed to last."""

    def compose_body(self) -> ComposeResult:
        """Where one types a part of a name, and everybody it fits."""
        with Horizontal(id="who-head"):
            yield Who(self)
            yield Static("", id="who-count", markup=False)
        yield Listing[Attendee](COLUMNS, id="listing")

    def on_mount(self) -> None:
        """Begin to type a name at once."""
        self.listing.can_focus = False
        self.query_one(Who).focus()

    @background("list")
    async def read_anew(self) -> None:
        """Read who is there; the cursor stays on its person."""
        self.note_reading()
        self.people = await self.app.read(read_people, self.meeting_id, self.item_id)
        if self.people is None:
            self.gone()
            return
        self.show_head(self.people.title, _("who is there"), self.people.room)
        self._narrow(self.listing.current)

    @property
    def current(self) -> Attendee | None:
        """The person under the cursor."""
        number = self.listing.current
        people = self.people.attendees if self.people else ()
        return next((one for one in people if one.person_id == number), None)

    @on(Input.Changed, "#who")
    def narrow(self) -> None:
        """Narrow the list to what is typed now, where it is not yet: a key may come before the word of a change."""
        if self.query_one(Who).value != self._narrowed_to:
            self._narrow()

    def _narrow(self, wanted: int | None = None) -> None:
        """Show those whom the typed words fit, with the cursor on `wanted`, else on the first."""
        if self.people is None:
            return
        self._narrowed_to = self.query_one(Who).value
        words = fold(self._narrowed_to).split()
        fitting = [
            one
            for one in self.people.attendees
            if all(word in fold(f"{one.name} {one.called} {one.number}") for word in words)
        ]
        rows = [(one.person_id, one, "" if one.inside else "dim") for one in fitting]
        self.fill_listing(rows, wanted or (fitting[0].person_id if fitting else None))
        guests = self.people.room.guests
        says = _("Nobody fits. Esc empties the name; Ctrl+G is for who has no vote.") if not fitting else ""
        if fitting and guests:
            says = ngettext("{count} in the room without a vote", "{count} in the room without a vote", guests)
        self.query_one("#who-count", Static).update(plain(says.format(count=guests), "$text-muted"))

    def action_come_or_go(self) -> None:
        """Let the person under the cursor come in, or go, at this minute; the cursor stays on them."""
        self.narrow()
        person = self.current
        if person is not None:
            self.query_one(Who).value = ""
            self._narrow(person.person_id)
            self._come_or_go(person)

    @background("deed", exclusive=False)
    async def _come_or_go(self, person: Attendee) -> None:
        now = wall_clock()
        stays = self.people.stays if self.people else ()
        stay = next((one for one in stays if one.person_id == person.person_id and one.left_at is None), None)
        who = {"meeting_id": self.meeting_id, "person_id": person.person_id}
        if stay is None:
            await self.app.do(deeds.arrive, **who, at=now)
        elif stay.arrived_at == now:
            # Who goes the minute they came was entered for somebody else.
            await self.app.do(deeds.remove_presence, presence_id=stay.presence_id)
        else:
            await self.app.do(deeds.leave, **who, at=now)

    @on(DataTable.RowSelected, "#listing")
    def _clicked(self) -> None:
        self.action_come_or_go()

    @background("deed")
    async def action_times(self) -> None:
        """Correct the times of the person under the cursor."""
        self.narrow()
        person = self.current
        stays = [
            one for one in (self.people.stays if self.people else ()) if person and one.person_id == person.person_id
        ]
        if not stays:
            self.app.say(_("This person was not in the room yet; Enter lets them in."), "warning")
            return
        stay = stays[-1]
        if len(stays) > 1:
            shown = [f"{time_of(one.arrived_at)} – {time_of(one.left_at)}" for one in stays]
            place = await self.app.push_screen_wait(ChooseScreen(_("Which time?"), shown, len(stays) - 1))
            if place is None:
                return
            stay = stays[place]
        await correct_times(self.app, stay)

    @background("deed")
    async def action_guest(self) -> None:
        """Let somebody in who has no vote."""
        fields = [
            Field(
                "person_id",
                N_("Who"),
                "pick",
                required=True,
                find=("members",),
                help=N_("Somebody out of the register; who is not in it, goes into the notes"),
            )
        ]

        async def save(values: dict[str, Any]) -> None:
            await self.app.do(deeds.arrive, meeting_id=self.meeting_id, person_id=values["person_id"], at=wall_clock())

        await ask(self.app, _("Somebody without a vote comes in"), fields, save)

    def action_back(self) -> None:
        """Empty the name, then go back to the item."""
        who = self.query_one(Who)
        if who.value:
            who.value = ""
        else:
            self.dismiss(None)


async def correct_times(app: Any, stay: PresenceRow) -> None:
    """Ask when somebody came and went, and correct it."""

    def moment(at: str | None) -> datetime | None:
        return read_minute(at) if at else None

    fields = [
        Field("arrived_at", N_("Came at"), "moment", required=True, initial=moment(stay.arrived_at)),
        Field(
            "left_at",
            N_("Left at"),
            "moment",
            initial=moment(stay.left_at),
            day_of="arrived_at",
            help=N_("Empty: still in the room"),
        ),
    ]

    async def save(values: dict[str, Any]) -> None:
        left_at = values["left_at"]
        await app.do(
            deeds.correct_presence,
            presence_id=stay.presence_id,
            arrived_at=stored(values["arrived_at"]),
            left_at=stored(left_at) if left_at else None,
        )
        app.say(_("Corrected. U takes it back."))

    await ask(app, _("When did {name} come and go?").format(name=stay.full_name), fields, save)
