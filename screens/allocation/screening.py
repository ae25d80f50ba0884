"""The candidates of one file on a page of their own: entered, screened, invited, talked with; numbers only."""

from __future__ import annotations

from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import DataTable, OptionList, Static

from coopadmin.errors import Refused
from coopadmin.i18n import N_, _
from db.queries.screening import CandidacyRow
from screens import commands
from screens.allocation import interview_forms, screening_forms
from screens.allocation.screening_words import CandidatesPage, advice_text, card_of, columns, read_page, where_text
from screens.app import CoopApp, Ref
from screens.commands import Command
from screens.text import joined, plain
from screens.undo import ask_undo
from screens.widgets.bars import KeyBar, SectionBar, TopBar
from screens.widgets.card import CardView
from screens.widgets.listing import Listing
from screens.workers import background, leave

NEW = Command("enter", "n", N_("new"), N_("Enter a candidate in this file, by number"))
ALL = Command("enter_all", "a", N_("all"), N_("Enter everybody on the lists that the procedure asks"))
SCREEN = Command("screen", "s", N_("screen"), N_("Hold everybody against the hard criteria of the procedure"))
EXCEPTION = Command("override", "o", N_("exception"), N_("Make an exception with a reason, or take it back"))
INVITE = Command("invite", "i", N_("invite"), N_("Invite the candidate under the cursor, or everybody who fits"))
ANSWER = Command("answer", "w", N_("answer"), N_("Note what the candidate answered to the invitation"))
INTERVIEW = Command("interview", "p", N_("interview"), N_("Plan an interview, move it, or note that it was held"))
INTEREST = Command("interest", "x", N_("interest"), N_("Note that a resident has an interest, and stands aside"))
OUT = Command("out", "delete", N_("out"), N_("The candidate withdrew, or was entered by mistake"))
OPEN = Command(
    "screen.open", "enter", N_("open"), N_("Go to the candidate's own page, where their name stands"), footer=False
)


class Candidates(Listing[CandidacyRow]):
    """The candidates of a file; Enter goes to the page of one."""

    BINDINGS: ClassVar[list[BindingType]] = [OPEN.binding()]


class ScreeningScreen(Screen[None]):
    """The candidates of a file; every key is a deed that is stored at once."""

    app = getters.app(CoopApp)
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = commands.bindings(
        [
            NEW,
            ALL,
            SCREEN,
            EXCEPTION,
            INVITE,
            ANSWER,
            INTERVIEW,
            INTEREST,
            OUT,
            commands.UNDO,
            commands.BACK,
        ]
    )

    def __init__(self, page: CandidatesPage) -> None:
        super().__init__()
        self.page = page
        self._read_at = -1

    def compose(self) -> ComposeResult:
        """Bars, whose candidates these are, the list, and the one under the cursor."""
        yield TopBar()
        yield SectionBar()
        yield Static("", id="where", markup=False)
        yield Static("", id="advice", markup=False)
        with Horizontal(id="screening"):
            asked = bool(self.page.file.procedure.interview_residents)
            yield Candidates(columns(self.app.today, asked), id="listing")
            yield CardView(id="candidate")
        yield KeyBar()

    @property
    def file_id(self) -> int:
        """The file whose candidates these are."""
        return self.page.file.file_id

    @property
    def listing(self) -> Candidates:
        """The table."""
        return self.query_one(Candidates)

    @property
    def current(self) -> CandidacyRow | None:
        """The candidate under the cursor."""
        return self.listing.current_row

    def on_mount(self) -> None:
        """Put the cursor in the list."""
        self.listing.focus()

    def on_screen_resume(self) -> None:
        """Read anew when something changed elsewhere."""
        if self._read_at != self.app.changes:
            self.read_anew()

    # -- reading -----------------------------------------------------------------------------------------------

    @background("list")
    async def read_anew(self) -> None:
        """Read the candidates; the cursor stays on the one it was on."""
        self._read_at = self.app.changes
        try:
            self.page = await self.app.read(read_page, self.file_id)
        except Refused:
            self.app.say(_("This record is no longer there; it was taken back."), "warning")
            leave(self)
            return
        self.listing.fill([(row.candidacy_id, row, "dim" if row.outcome else "") for row in self.page.rows])
        self.query_one("#where", Static).update(joined(" ", (_("Candidates"), "bold"), f" › {where_text(self.page)}"))
        advice = self.query_one("#advice", Static)
        advice.update(plain(advice_text(self.page)))
        advice.display = not self.page.rows
        self._show_card()

    @on(DataTable.RowHighlighted)
    def _moved(self) -> None:
        self._show_card()

    def _show_card(self) -> None:
        # The row as it was just read: the table's own may be of before.
        number = self.listing.current
        row = next((one for one in self.page.rows if one.candidacy_id == number), None)
        self.query_one(CardView).show(card_of(self.page, row) if row is not None else None)

    # -- keys --------------------------------------------------------------------------------------------------

    @background("deed")
    async def action_enter(self) -> None:
        """Enter a candidate."""
        await screening_forms.enter(self.app, self.page.file)

    @background("deed")
    async def action_enter_all(self) -> None:
        """Enter everybody on the lists."""
        await screening_forms.enter_all(self.app, self.file_id)

    @background("deed")
    async def action_screen(self) -> None:
        """Screen everybody."""
        await screening_forms.screen(self.app, self.file_id)

    @background("deed")
    async def action_override(self) -> None:
        """Make an exception, or take it back."""
        if self.current is not None:
            await screening_forms.override(self.app, self.current)

    @background("deed")
    async def action_invite(self) -> None:
        """Invite one, or everybody who fits."""
        if self.current is not None:
            await screening_forms.invite(self.app, self.page, self.current)

    @background("deed")
    async def action_answer(self) -> None:
        """Note an answer."""
        if self.current is not None:
            await screening_forms.answer(self.app, self.current)

    @background("deed")
    async def action_interview(self) -> None:
        """Plan an interview, or change what is noted of one."""
        if self.current is not None:
            await interview_forms.interview(self.app, self.page, self.current)

    @background("deed")
    async def action_interest(self) -> None:
        """Note an interest, or its end."""
        await interview_forms.interest(self.app, self.page, self.current)

    @background("deed")
    async def action_out(self) -> None:
        """Note that the candidate under the cursor withdrew, or was entered by mistake."""
        if self.current is not None:
            await screening_forms.out(self.app, self.current)

    def action_open(self) -> None:
        """Go to the candidate's own page."""
        if self.current is not None:
            self.app.open_record(Ref("candidates", self.current.candidate_id))

    @on(OptionList.OptionSelected, "#candidate")
    def _follow(self, event: OptionList.OptionSelected) -> None:
        ref = self.query_one(CardView).ref_at(event.option_index)
        if ref is not None:
            self.app.open_record(ref)

    @background("deed")
    async def action_undo(self) -> None:
        """Take back the last action."""
        await ask_undo(self.app)

    def action_back(self) -> None:
        """Go back to the file."""
        self.dismiss(None)


async def show_candidates(app: CoopApp, file_id: int) -> None:
    """Show the candidates of a file; Escape goes back."""
    app.push_screen(ScreeningScreen(await app.read(read_page, file_id)))
