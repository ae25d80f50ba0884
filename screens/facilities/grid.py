"""A week of all rooms and things: a row each, a column a day; Enter goes to what is booked, N books."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, ClassVar, cast

from rich.text import Text
from textual import getters, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import DataTable, Static

from coopadmin.domain.facilities import midnight
from coopadmin.formats import day_name, long_date, short_date
from coopadmin.i18n import N_, _, ngettext
from db.queries.facilities import FacilityRow
from screens import commands
from screens.app import CoopApp, Ref
from screens.commands import Command
from screens.dialogs import ChooseScreen
from screens.facilities import booking_form
from screens.facilities.common import booking_row
from screens.facilities.grid_cells import DAYS, FREE, Piece, Week, cell_text, monday_of, piece_text, read_week
from screens.fields import Field
from screens.forms import ask
from screens.text import cell, joined
from screens.undo import ask_undo
from screens.widgets.bars import KeyBar, SectionBar, TopBar
from screens.workers import background

BOOK = Command("book", "n", N_("book"), N_("Book the chosen room or thing on the chosen day"))
EARLIER = Command("week(-1)", "minus", N_("week before"), N_("Show the week before"))
LATER = Command("week(1)", "plus", N_("week after"), N_("Show the week after"))
ANY_DAY = Command("day", "d", N_("another day"), N_("Show the week of another day"))

ROOMY = 110
"""Columns from which there is room for a name beside the time."""
NAME_NARROW, NAME_WIDE = 13, 22


class WeekScreen(Screen[None]):
    """All rooms and things of the house, a week at a time; it goes back to where it was opened.

    Without a day it begins with the week of today.
    """

    app = getters.app(CoopApp)
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = commands.bindings(
        [BOOK, EARLIER, LATER, ANY_DAY, commands.UNDO, commands.BACK]
    )

    def __init__(self, day: date | None = None, facility_id: int | None = None) -> None:
        super().__init__()
        day = day or self.app.today
        self.first = monday_of(day)
        self.wanted: tuple[int | None, date] = (facility_id, day)
        """The facility and the day that the cursor goes to when the week is read."""
        self.week: Week | None = None
        self._read_at = -1

    def compose(self) -> ComposeResult:
        """Bars, the grid, and what is booked in the chosen day of the chosen row."""
        yield TopBar()
        yield SectionBar()
        yield Static("", id="where", markup=False)
        yield DataTable[Text](cursor_type="cell", cell_padding=0, fixed_columns=1, zebra_stripes=False, id="week")
        yield Static("", id="chosen", markup=False)
        yield KeyBar()

    @property
    def table(self) -> DataTable[Text]:
        """The grid."""
        return cast("DataTable[Text]", self.query_one(DataTable))

    @property
    def facility(self) -> FacilityRow | None:
        """The row under the cursor."""
        place = self.table.cursor_coordinate.row
        return self.week.facilities[place] if self.week and 0 <= place < len(self.week.facilities) else None

    @property
    def _place(self) -> tuple[int | None, date | None]:
        """The facility and the day under the cursor; those it goes to where the week is not read yet."""
        if self.week is None:
            return self.wanted
        return (self.facility.facility_id if self.facility else None), self.day

    @property
    def day(self) -> date | None:
        """The day under the cursor; None on the names."""
        column = self.table.cursor_coordinate.column
        return self.first + timedelta(days=column - 1) if column else None

    @property
    def pieces(self) -> list[Piece]:
        """What holds the chosen facility on the chosen day."""
        facility, day = self.facility, self.day
        if self.week is None or facility is None or day is None:
            return []
        return self.week.pieces(facility.facility_id, day)

    def on_mount(self) -> None:
        """Put the cursor in the grid."""
        self.table.focus()

    def on_screen_resume(self) -> None:
        """Read anew when something changed elsewhere."""
        if self._read_at != self.app.changes:
            self.read_anew()

    @background("list")
    async def read_anew(self) -> None:
        """Read the week; the cursor stays on its facility and its day."""
        self._read_at = self.app.changes
        week = await self.app.read(read_week, self.first)
        self._keep_place()
        self.week = week
        self._lay_out(week)

    def on_resize(self) -> None:
        """Give the days the room there is."""
        if self.is_mounted and self.week is not None:
            self._keep_place()
            self._lay_out(self.week)

    def _keep_place(self) -> None:
        """Let the cursor stay where it is when the week is laid out anew."""
        facility_id, day = self._place
        if facility_id is not None:
            self.wanted = (facility_id, day or self.wanted[1])

    def _lay_out(self, week: Week) -> None:
        table = self.table
        width = self.app.size.width
        names = NAME_WIDE if width >= ROOMY else NAME_NARROW
        each = (width - names - 2) // DAYS
        days = [week.first + timedelta(days=number) for number in range(DAYS)]
        with self.prevent(DataTable.CellHighlighted):
            table.clear(columns=True)
            table.add_column(cell(_("Facility")), width=names)
            for day in days:
                table.add_column(cell(self._heading(day)), width=each)
            for row in week.facilities:
                shown = [cell_text(row, week.pieces(row.facility_id, day), day, each - 1) for day in days]
                named = cell(_fitting(row.name, names - 1))
                table.add_row(named, *(cell(text, style="dim" if text == FREE else "") for text in shown))
            table.move_cursor(row=self._row(week), column=self._column(days), animate=False)
        last = days[-1]
        date_of = long_date if width >= ROOMY else short_date
        counted = ngettext("{count} booking", "{count} bookings", len(week.bookings)).format(count=len(week.bookings))
        self.query_one("#where", Static).update(
            joined(
                " ",
                (_("Rooms and things"), "bold"),
                " › ",
                _("week {number}").format(number=week.first.isocalendar().week),
                f"   {date_of(week.first)} – {date_of(last)}   {counted}",
            )
        )
        self._tell_chosen()

    def _heading(self, day: date) -> str:
        today = "▸" if day == self.app.today else ""
        return f"{today}{day_name(day)[:2]} {day.day}"

    def _row(self, week: Week) -> int:
        ids = [row.facility_id for row in week.facilities]
        return ids.index(self.wanted[0]) if self.wanted[0] in ids else 0

    def _column(self, days: Sequence[date]) -> int:
        day = self.wanted[1]
        return days.index(day) + 1 if day in days else day.weekday() + 1

    # -- the chosen day ----------------------------------------------------------------------------------------

    @on(DataTable.CellHighlighted, "#week")
    def _moved(self) -> None:
        self._tell_chosen()

    def _tell_chosen(self) -> None:
        chosen = self.query_one("#chosen", Static)
        facility, day = self.facility, self.day
        if self.week is None or facility is None:
            chosen.update(_("No facilities in use this week. F7 and N add one."))
            return
        if day is None:
            chosen.update(joined((facility.name, "bold"), "  ", _("Enter shows it")))
            return
        head = joined((facility.name, "bold"), f"  {day_name(day)} {long_date(day)}")
        lines = [joined(line) for line in self._said(facility, day)]
        chosen.update(Content("\n").join([head, *(lines or [joined((_("free; N books it"), "$text-muted"))])]))

    def _said(self, facility: FacilityRow, day: date) -> Iterable[str]:
        yield from map(piece_text, self.pieces)
        turns = self.week.turns if self.week else ()
        for turn in turns:
            if (turn.facility_id, turn.due_on) == (facility.facility_id, day):
                sign = "✓" if turn.done_on else "●"
                yield f"{sign} " + _("cleaning: {person}").format(person=turn.person or _("nobody yet"))

    # -- keys --------------------------------------------------------------------------------------------------

    @on(DataTable.CellSelected, "#week")
    def _opened(self) -> None:
        self._open()

    @background("deed")
    async def _open(self) -> None:
        facility = self.facility
        if facility is None:
            return
        if self.day is None:
            self.app.open_record(Ref("facilities", facility.facility_id))
            return
        found = [piece for piece in self.pieces if piece.booking is not None]
        if not found:
            if self.pieces:
                self.app.open_record(Ref("facilities", facility.facility_id))
            else:
                self.app.say(_("Nothing is booked then; N books it."))
            return
        place: int | None = 0
        if len(found) > 1:
            place = await self.app.push_screen_wait(ChooseScreen(facility.name, [piece_text(one) for one in found]))
        if place is not None and (booking := found[place].booking) is not None:
            self.app.open_record(Ref("bookings", booking.booking_id))

    @background("deed")
    async def action_book(self) -> None:
        """Book the chosen facility on the chosen day."""
        facility_id, day = self._place
        if facility_id is not None:
            await booking_form.book_this(self.app, facility_id, midnight(day) if day else None)

    def action_week(self, weeks: int) -> None:
        """Go some weeks on, or back where the number is below nought."""
        facility_id, day = self._place
        self._show((day or self.wanted[1]) + timedelta(days=DAYS * weeks), facility_id)

    @background("deed")
    async def action_day(self) -> None:
        """Show the week of another day."""
        fields = [Field("day", N_("Day"), "date", required=True, initial=self.app.today)]
        facility_id, _day = self._place

        async def show(values: dict[str, Any]) -> None:
            self._show(values["day"], facility_id)

        await ask(self.app, _("The week of which day?"), fields, show)

    def _show(self, day: date, facility_id: int | None) -> None:
        self.first, self.week, self.wanted = monday_of(day), None, (facility_id or self.wanted[0], day)
        self.read_anew()

    @background("deed")
    async def action_undo(self) -> None:
        """Take back the last action."""
        await ask_undo(self.app)

    def action_back(self) -> None:
        """Go back to where it was opened, or to the facilities where it is a page of its own."""
        if len(self.app.screen_stack) > 1:
            self.dismiss(None)
        else:
            self.app.go_to("facilities")


def _fitting(name: str, width: int) -> str:
    return name if len(name) <= width else f"{name[: width - 1]}…"


async def show_week(app: CoopApp, facility_id: int) -> None:
    """Show the week of today, with the cursor on a facility."""
    app.push_screen(WeekScreen(app.today, facility_id))


async def show_week_of(app: CoopApp, booking_id: int) -> None:
    """Show the week of a booking, with the cursor on it."""
    row = await booking_row(app, booking_id)
    if row is not None:
        app.push_screen(WeekScreen(row.starts_at.date(), row.facility_id))
