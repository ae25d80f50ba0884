"""What the pages of the room have in common: the live line above, all keys below, read anew after each deed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from textual import getters
from textual.app import ComposeResult
from textual.geometry import Size
from textual.screen import Screen
from textual.widgets import Static

from coopadmin.i18n import _
from db.queries.attendance import Room
from screens.app import CoopApp
from screens.meetings.room_text import live_line
from screens.text import joined
from screens.typed_ahead import is_asking, is_reading
from screens.undo import ask_undo
from screens.widgets.bars import KeyBar, TopBar
from screens.widgets.listing import Listing
from screens.workers import background, leave


class RoomKeys(KeyBar):
    """All keys of a page of the room: none may be looked for while thirty people wait."""

    LINES = 4
    _room: int = 0

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's form
        """As many lines as the keys take at this width."""
        self._room = width
        return len(self._rows())

    @property
    def _width(self) -> int:
        """The signs there is room for: less in a question than on a page."""
        return self._room + 2 or super()._width


class RoomPage(Screen[None]):
    """A page within the room; `read_anew` reads it, `show_head` fills what stands above."""

    app = getters.app(CoopApp)
    AUTO_FOCUS = ""

    def __init__(self) -> None:
        super().__init__()
        self._read_at = -1

    def compose(self) -> ComposeResult:
        """Where one is, the live line, what the page is about, and the keys."""
        yield TopBar()
        yield Static("", id="where", markup=False)
        yield Static("", id="live", markup=False)
        yield from self.compose_body()
        yield RoomKeys()

    def compose_body(self) -> ComposeResult:
        """What the page is about."""
        yield from ()

    def on_screen_resume(self) -> None:
        """Read anew when something changed elsewhere."""
        if self._read_at != self.app.changes:
            self.read_anew()

    def holds_back(self, key: str) -> bool:  # noqa: ARG002 - a page may tell keys apart
        """Let a key wait until the page was read, and while a deed has yet to ask or was answered."""
        return self._read_at < 0 or is_asking(self) or is_reading(self)

    def read_anew(self) -> Any:
        """Read the page; it notes what it read first."""
        raise NotImplementedError

    @property
    def listing(self) -> Listing[Any]:
        """The table, on a page that has one."""
        return cast("Listing[Any]", self.query_one(Listing))

    def fill_listing(self, rows: Sequence[tuple[int, Any, str]], wanted: int | None = None) -> None:
        """Fill the table; the cursor goes to `wanted`, else it stays on its record wherever that is now."""
        listing = self.listing
        record_id = listing.current if wanted is None else wanted
        listing.fill(rows)
        if record_id is not None:
            listing.select_record(record_id)

    def note_reading(self) -> None:
        """Note that all changes until now are on the page."""
        self._read_at = self.app.changes

    def show_head(self, title: str, about: str, room: Room) -> None:
        """Say where one is and how the room stands."""
        self.query_one("#where", Static).update(joined(" ", (title, "bold"), f" › {about}"))
        self.query_one("#live", Static).update(live_line(room))

    @background("deed")
    async def action_undo(self) -> None:
        """Take back the last action."""
        await ask_undo(self.app)

    def action_back(self) -> None:
        """Go back to where this was opened."""
        self.dismiss(None)

    def gone(self) -> None:
        """Leave a page whose meeting is not there any more."""
        self.app.say(_("This record is no longer there; it was taken back."), "warning")
        leave(self)
