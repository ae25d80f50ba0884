"""Who of a file was not chosen, and what they are told: the reason, its letter, and the tick that it was sent."""

from __future__ import annotations

from datetime import date
from textwrap import wrap
from typing import Any, ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from coopadmin.domain.reasons import OF_CRITERION, REASONS, letter, why
from coopadmin.domain.screening import outcome_words
from coopadmin.formats import short_date
from coopadmin.i18n import N_, _, ngettext
from coopadmin.services import nominations as deeds
from db.queries import allocation, choosing
from db.queries import nominations as queries
from db.queries import reasons as letters
from db.queries.allocation import FileFacts
from db.queries.nominations import NotChosen, Owed
from screens import commands
from screens.app import CoopApp
from screens.commands import Command
from screens.fields import Field
from screens.forms import ask
from screens.letters import save_letters, show_letter
from screens.text import joined, plain
from screens.undo import ask_undo
from screens.widgets.bars import KeyBar, SectionBar, TopBar
from screens.workers import background

REASON = Command(
    "reason", "e", N_("reason"), N_("Say why the candidate under the cursor was not chosen; Enter does the same")
)
LETTER = Command("letter", "l", N_("the letter"), N_("The letter to the candidate under the cursor; it can be saved"))
SENT = Command("sent", "s", N_("sent"), N_("Tick that the candidate under the cursor was told why"))
FAILED = Command("failed", "x", N_("criteria"), N_("Give whoever fails a hard criterion that reason, all in one go"))
SAVE_ALL = Command("save_all", "a", N_("all letters"), N_("Save every letter that is ready, each in a file of its own"))
TICK_ALL = Command("tick_all", "t", N_("all sent"), N_("Tick that every letter that is ready was sent"))


async def reasons(app: CoopApp, file_id: int) -> None:
    """Show who was not chosen, and what they are told."""
    app.push_screen(ReasonsScreen(file_id))


class ReasonsScreen(Screen[None]):
    """The candidates of a file who were not chosen, by number; a letter is owed until it is ticked."""

    app = getters.app(CoopApp)
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = commands.bindings(
        [REASON, LETTER, SENT, FAILED, SAVE_ALL, TICK_ALL, commands.UNDO, commands.BACK]
    )

    def __init__(self, file_id: int) -> None:
        super().__init__()
        self.file_id = file_id
        self.rows: tuple[NotChosen, ...] = ()
        self._read_at = -1
        self._closed_on: date | None = None
        self._chosen_ones: tuple[int, ...] = ()

    def compose(self) -> ComposeResult:
        """Bars, the file, and its candidates."""
        yield TopBar()
        yield SectionBar()
        yield Static("", id="where", markup=False)
        yield OptionList(id="items", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Put the cursor in the list."""
        self.query_one("#items", OptionList).focus()

    def on_screen_resume(self) -> None:
        """Read anew when something changed elsewhere."""
        if self._read_at != self.app.changes:
            self.read_anew()

    @property
    def current(self) -> NotChosen | None:
        """The candidate under the cursor."""
        place = self.query_one("#items", OptionList).highlighted
        return self.rows[place] if place is not None and place < len(self.rows) else None

    @background("list")
    async def read_anew(self) -> None:
        """Read the candidates; the cursor stays on the one it was on."""
        self._read_at = self.app.changes
        file = await self.app.read(allocation.facts, self.file_id)
        chosen_ones = await self.app.read(choosing.chosen, self.file_id)
        rows = await self.app.read(queries.not_chosen, self.file_id)
        owed = {one.candidacy_id: one for one in await self.app.read(queries.letters_owed, self.app.today)}
        # The candidates change together with their lines: a key is about the one whose line is under the cursor.
        before = self.current
        self.rows, self._closed_on, self._chosen_ones = rows, file.closed_on, chosen_ones
        listing = self.query_one("#items", OptionList)
        kept = listing.highlighted or 0
        listing.set_options(
            [Option(self._option(one, owed.get(one.candidacy_id))) for one in self.rows]
            or [Option(plain(_("Nobody of this file is to be told anything."), "$text-muted"), disabled=True)]
        )
        places = {one.candidacy_id: place for place, one in enumerate(self.rows)}
        if self.rows:
            wanted = before.candidacy_id if before else 0
            listing.highlighted = places.get(wanted, min(kept, len(self.rows) - 1))
        self.query_one("#where", Static).update(joined(" ", (_("Reasons"), "bold"), f" › {_summed(file, self.rows)}"))

    def _option(self, row: NotChosen, owed: Owed | None) -> Content:
        closed = self._closed_on is not None
        passed_over = not closed and bool(self._chosen_ones) and row.candidacy_id not in self._chosen_ones
        return _shown(row, owed, self.size.width - 4, closed=closed, passed_over=passed_over)

    @property
    def _decided_on(self) -> date:
        """The day that is proposed as that of the choice: the one that closed the file, else today."""
        return self._closed_on or self.app.today

    def on_resize(self) -> None:
        """Break the lines where the page ends now."""
        if self.rows:
            self.read_anew()

    # -- keys --------------------------------------------------------------------------------------------------

    @background("deed")
    async def action_reason(self) -> None:
        """Say why the candidate under the cursor was not chosen."""
        if self.current is not None:
            await give_reason(self.app, self.current, self._decided_on)

    @on(OptionList.OptionSelected, "#items")
    def _chosen(self) -> None:
        self.action_reason()

    @background("deed")
    async def action_letter(self) -> None:
        """Show the letter to the candidate under the cursor."""
        row = self.current
        if row is None:
            return
        told = await self.app.read(letters.letter_of, row.candidacy_id, self.app.today)
        if told is None:
            self.app.say(_no_reason(row))
            return
        await show_letter(self.app, letter(told), f"{told.file}-{row.number}")

    @background("deed")
    async def action_sent(self) -> None:
        """Tick that the candidate under the cursor was told."""
        row = self.current
        if row is None:
            return
        if not row.reason_code:
            self.app.say(_no_reason(row))
            return
        fields = [Field("sent_on", N_("Sent on"), "date", required=True, initial=self.app.today)]

        async def save(values: dict[str, Any]) -> None:
            await self.app.do(deeds.note_reasons_sent, candidacy_id=row.candidacy_id, **values)
            self.app.say(_("{number} was told. U takes it back.").format(number=row.number))

        await ask(self.app, _("Letter to {number}").format(number=row.number), fields, save)

    @background("deed")
    async def action_failed(self) -> None:
        """Exclude whoever fails a hard criterion."""
        done = await self.app.do(deeds.exclude_failed, file_id=self.file_id, on=self._decided_on)
        told = ngettext(
            "{count} candidate has a hard criterion as the reason. U takes it back.",
            "{count} candidates have a hard criterion as the reason. U takes it back.",
            done.result,
        )
        self.app.say(told.format(count=done.result))

    @background("deed")
    async def action_save_all(self) -> None:
        """Save every letter that is ready."""
        ready: dict[str, str] = {}
        for row in self.rows:
            told = await self.app.read(letters.letter_of, row.candidacy_id, self.app.today) if row.owed else None
            if told is not None:
                ready[f"{told.file}-{row.number}"] = letter(told)
        if not ready:
            self.app.say(_("No letter is ready: give the reasons first (E)."))
            return
        file = await self.app.read(allocation.facts, self.file_id)
        await save_letters(self.app, ready, file.number)

    @background("deed")
    async def action_tick_all(self) -> None:
        """Tick that every letter that is ready was sent."""
        if not any(row.owed and row.reason_code for row in self.rows):
            self.app.say(_("No letter is ready: give the reasons first (E)."))
            return
        fields = [Field("sent_on", N_("Sent on"), "date", required=True, initial=self.app.today)]

        async def save(values: dict[str, Any]) -> None:
            done = await self.app.do(deeds.note_letters_sent, file_id=self.file_id, **values)
            told = ngettext(
                "{count} letter ticked. U takes it back.", "{count} letters ticked. U takes it back.", done.result
            )
            self.app.say(told.format(count=done.result))

        await ask(self.app, _("All letters that are ready were sent"), fields, save)

    @background("deed")
    async def action_undo(self) -> None:
        """Take back the last action."""
        await ask_undo(self.app)

    def action_back(self) -> None:
        """Go back to the file."""
        self.dismiss(None)


async def give_reason(app: CoopApp, row: NotChosen, decided_on: date) -> None:
    """Choose the wording, and add words of one's own; `decided_on` is proposed where no day was noted."""
    suggested = row.reason_code or (OF_CRITERION.get(row.failed[0]) if row.failed else None)
    fields = [
        Field("reason_code", N_("Reason"), "choice", required=True, initial=suggested, choices=list(REASONS.items())),
        Field(
            "reason_words",
            N_("In words"),
            "long",
            initial=row.reason_words,
            help=N_("goes into the letter as it stands; nothing about others, no health, belief or income"),
        ),
        Field("on", N_("Decided on"), "date", required=True, initial=row.outcome_on or decided_on),
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.decide_not_chosen, candidacy_id=row.candidacy_id, **values)
        app.say(_("The reason for {number} is noted. L shows the letter, U takes it back.").format(number=row.number))

    intro = _("The letter says this wording and your own words, and nothing else about the choice.")
    await ask(app, _("Why {number} was not chosen").format(number=row.number), fields, save, intro=intro)


# -- in words ------------------------------------------------------------------------------------------------------


def _summed(file: FileFacts, rows: tuple[NotChosen, ...]) -> str:
    owed = sum(one.owed for one in rows)
    count = ngettext("{count} letter to send", "{count} letters to send", owed).format(count=owed)
    told = count if owed else _("no letter to send")
    return f"{file.number} · {file.dwelling} · {told}"


def _no_reason(row: NotChosen) -> str:
    return _("No reason was noted for {number} yet; that comes before the letter.").format(number=row.number)


def _shown(row: NotChosen, owed: Owed | None, width: int, *, closed: bool, passed_over: bool) -> Content:
    """Show a candidate by number: what became of them, the reason, and whether they were told; so many signs wide."""
    rank = _("number {rank} in the order").format(rank=row.rank) if row.rank else ""
    outcome = outcome_words(row.outcome, closed=closed, invited=row.invited_on is not None)
    aside = " · ".join(part for part in (outcome, rank) if part)
    sign, told = _told(row, owed, closed=closed, passed_over=passed_over)
    head = joined(f" {sign} ", (f"{row.number:<8}", "bold"), (aside, "$text-muted"))
    lines = [head]
    if row.reason_code:
        lines += [plain(line) for line in _inset(why(row.reason_code, row.reason_words), width)]
    lines += [plain(line, "$text-muted") for line in _inset(told, width)]
    return Content("\n").join(lines)


def _inset(text: str, width: int) -> list[str]:
    return wrap(text, max(width, 30), initial_indent="   ", subsequent_indent="   ")


def _told(row: NotChosen, owed: Owed | None, *, closed: bool, passed_over: bool) -> tuple[str, str]:
    """Say what a candidate was told or is to be told; `passed_over` where others of an open file were chosen."""
    if row.reasons_sent_on is not None:
        return "✓", _("told on {day}").format(day=short_date(row.reasons_sent_on))
    if row.cleared:
        return "○", _("the data was cleared")
    if owed is None and row.failed and not row.outcome and row.invited_on is None:
        return "○", _("does not meet a hard criterion: X gives that as the reason")
    if owed is None and passed_over and not row.outcome and row.invited_on is not None and row.answer != "no":
        return "●", _("not chosen: say why (E)")
    if owed is None:
        waits = _("nothing owed yet: the reason comes when the choice is made")
        return "○", waits if not (row.outcome or closed) else _("no letter owed")
    day = short_date(owed.due_on)
    words = _("letter owed, by {day}") if row.reason_code else _("reason and letter owed, by {day}")
    return ("▲" if owed.late else "●"), words.format(day=day)
