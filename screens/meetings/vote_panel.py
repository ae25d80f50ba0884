"""Three numbers typed at the speed of talk, with what they mean while they are typed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual import events, getters, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from coopadmin.domain.ballots import WAYS
from coopadmin.errors import Refused
from coopadmin.i18n import N_, _
from screens.app import CoopApp
from screens.commands import Command, bindings
from screens.dialogs import ChooseScreen
from screens.meetings.ballot import Ballot, Tally, preview, standing, wrong
from screens.meetings.room_page import RoomKeys
from screens.text import plain
from screens.workers import background

NEXT = Command(
    "screen.next", "enter", N_("next, then store"), N_("Go to the next number; after the last one the vote is stored")
)
STORE = Command("store", "ctrl+s", N_("store"), N_("Store the vote as it stands"))
WAY = Command("way", "w", N_("other way"), N_("Vote by name, in writing or by consent instead"))
LEAVE = Command("leave", "escape", N_("leave"), N_("Leave without storing a vote"))

LABELS = {"votes_for": N_("For"), "votes_against": N_("Against"), "votes_blank": N_("Blank")}
MOST_TEXT = 300
"""Signs of a motion that are shown; the page behind has all of it."""


class Reason(Input):
    """Why a count is made anew."""

    BINDINGS: ClassVar[list[BindingType]] = bindings([NEXT])


class Number(Input):
    """A number of votes: digits are its own, every other key is the panel's."""

    BINDINGS: ClassVar[list[BindingType]] = bindings([NEXT])

    def __init__(self, name: str, value: str) -> None:
        super().__init__(
            value, restrict=r"[0-9]*", max_length=5, compact=True, select_on_focus=True, id=name, classes="number"
        )

    def check_consume_key(self, key: str, character: str | None) -> bool:  # noqa: ARG002 - Textual's form
        """Leave letters to the panel."""
        return character is not None and character.isdigit()

    def on_key(self, event: events.Key) -> None:
        """Let letters pass by."""
        if event.is_printable and not self.check_consume_key(event.key, event.character):
            event.prevent_default()

    @property
    def number(self) -> int:
        """What is typed; nothing counts as none."""
        return int(self.value or 0)


class VotePanel(ModalScreen[str]):
    """Counts one vote and hands the numbers to `save`; gives the way of voting that was asked for instead, or nothing.

    What `save` refuses stands in the panel, which stays open.
    """

    app = getters.app(CoopApp)
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = bindings([STORE, WAY, LEAVE])

    def __init__(self, ballot: Ballot, save: Callable[[Tally], Awaitable[bool]]) -> None:
        super().__init__()
        self.ballot = ballot
        self.save = save

    def compose(self) -> ComposeResult:
        """The words that are voted on, who may vote, three numbers, and what they mean."""
        ballot = self.ballot
        before = ballot.before
        text = ballot.text[:MOST_TEXT] + ("…" if len(ballot.text) > MOST_TEXT else "")
        first = (before.votes_for, before.votes_against, before.votes_blank) if before else ("", 0, 0)
        with Vertical(classes="dialog", id="ballot"):
            yield Static(plain(self._title(), "bold"), markup=False)
            yield Static(plain(text), id="ballot-text", markup=False)
            yield Static(plain(ballot.rule_text, "$text-muted"), id="ballot-rule", markup=False)
            with Horizontal(id="numbers"):
                for (name, label), value in zip(LABELS.items(), first, strict=True):
                    yield Static(plain(f"{_(label)} "), classes="number-label", markup=False)
                    yield Number(name, str(value))
            if before is not None:
                yield Reason(placeholder=_("why it is counted anew"), compact=True, id="reason")
            yield Static("", id="ballot-standing", markup=False)
            yield Static("", id="ballot-outcome", markup=False)
            yield RoomKeys()

    def _title(self) -> str:
        way = _(WAYS[self.ballot.way])
        if self.ballot.replaces_id is not None:
            return _("Correct the count, {way}").format(way=way)
        if self.ballot.amends_id is not None:
            return _("Vote on the amendment, {way}").format(way=way)
        return _("Vote, {way}").format(way=way)

    def on_mount(self) -> None:
        """Begin in the votes for."""
        self.set_focus(self.query_one("#votes_for", Number))
        self._show()

    @property
    def entries(self) -> list[Input]:
        """Where one types, in order."""
        return list(self.query(Input))

    @property
    def numbers(self) -> tuple[int, int, int]:
        """The votes for, against and blank as they are typed now."""
        votes_for, votes_against, votes_blank = (entry.number for entry in self.query(Number))
        return votes_for, votes_against, votes_blank

    def _show(self, refused: str = "") -> None:
        """Say what the numbers mean so far, or why they were refused."""
        numbers = self.numbers
        says = f"▲ {refused}" if refused else standing(self.ballot, numbers)
        self.query_one("#ballot-standing", Static).update(plain(says, "$error" if says.startswith("▲") else ""))
        typed = any(entry.value for entry in self.query("#votes_for").results(Number)) or any(numbers)
        outcome = preview(self.ballot, numbers) if typed else ""
        self.query_one("#ballot-outcome", Static).update(plain(outcome, "bold"))

    @on(Input.Changed)
    def _typed(self) -> None:
        self._show()

    def action_next(self) -> None:
        """Go to the next entry; after the last one store the vote."""
        entries = self.entries
        place = next((place for place, entry in enumerate(entries) if entry.has_focus), len(entries) - 1)
        if place + 1 < len(entries):
            self.set_focus(
                entries[place + 1]
            )  # at once: `focus` of the entry waits its turn, and a digit may come first
        else:
            self.action_store()

    def on_key(self, event: events.Key) -> None:
        """Go between the numbers with the arrows too."""
        if event.key in ("up", "down"):
            event.stop()
            (self.focus_next if event.key == "down" else self.focus_previous)()

    @background("save")
    async def action_store(self) -> None:
        """Store the vote; what cannot be is said and nothing is stored."""
        if problem := wrong(self.ballot, self.numbers):
            self._show(problem)
            self.query_one("#votes_for", Number).focus()
            return
        reason = self.query_one("#reason", Input).value.strip() if self.ballot.before else ""
        if self.ballot.before and not reason:
            self._show(_("say why it is counted anew; both counts are kept"))
            self.query_one("#reason", Input).focus()
            return
        try:
            stored = await self.save(Tally(*self.numbers, reason))
        except Refused as refused:
            self._show(str(refused))
            return
        if stored:
            self.dismiss("")

    @background("choose")
    async def action_way(self) -> None:
        """Choose another way of voting."""
        if self.ballot.replaces_id is not None:
            return
        way = await choose_way(self.app, self.ballot.way)
        if way and way != self.ballot.way:
            self.dismiss(way)

    def action_leave(self) -> None:
        """Store nothing."""
        self.dismiss("")


async def choose_way(app: CoopApp, now: str) -> str:
    """Ask how to vote; nothing where that was left open."""
    codes = list(WAYS)
    place = await app.push_screen_wait(
        ChooseScreen(_("How is the vote taken?"), [_(label) for label in WAYS.values()], codes.index(now))
    )
    return "" if place is None else codes[place]
