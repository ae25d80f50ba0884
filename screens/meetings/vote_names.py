"""A vote by name: a key per person, which moves on by itself, with what it means while it goes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from coopadmin.domain.ballots import CHOICES, spread, tally
from coopadmin.errors import Refused
from coopadmin.i18n import N_, _, language
from screens.app import CoopApp
from screens.commands import Command, bindings
from screens.meetings.ballot import Ballot, preview, standing
from screens.meetings.room_page import RoomKeys
from screens.subject import Column
from screens.text import plain
from screens.typed_ahead import is_asking
from screens.widgets.listing import Listing
from screens.workers import background

SIGNS = {"for": "✓", "against": "✗", "blank": "○", "": "·"}

CHOOSE = {
    "en": (
        Command("choose('for', 'en')", "f", N_("for"), N_("The person under the cursor votes for")),
        Command("choose('against', 'en')", "a", N_("against"), N_("The person under the cursor votes against")),
    ),
    "nl": (
        Command("choose('for', 'nl')", "v", N_("for"), N_("The person under the cursor votes for")),
        Command("choose('against', 'nl')", "t", N_("against"), N_("The person under the cursor votes against")),
    ),
}
"""The first letter of each word, in the language of the desk."""
BLANK = Command("choose('blank')", "b", N_("blank"), N_("The person under the cursor votes blank"))
CLEAR = Command("choose('')", "delete", N_("no vote"), N_("The person under the cursor did not vote"))
STORE = Command("screen.store", "enter", N_("store"), N_("Store the vote as it stands"))
STORE_TOO = Command("screen.store", "ctrl+s", N_("store"), N_("Store the vote as it stands"), footer=False)
WAY = Command("way", "w", N_("other way"), N_("Vote by hands, in writing or by consent instead"))
LEAVE = Command(
    "leave", "escape", N_("back"), N_("Leave without storing; what was called is kept while the desk is open")
)


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody whose vote is called: in the room, or represented by a holder who is."""

    person_id: int
    number: str
    name: str
    standing: str
    holder_id: int | None
    holder: str


class Voters(Listing[Any]):
    """Everybody who is called; Enter stores."""

    BINDINGS: ClassVar[list[BindingType]] = bindings([STORE, STORE_TOO])


class NamesScreen(ModalScreen[str]):
    """Calls the roll; gives the way of voting that was asked for instead, or nothing.

    Who is represented follows the choice of their holder, unless one is given for them.
    """

    app = getters.app(CoopApp)
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = bindings([*CHOOSE["en"], *CHOOSE["nl"], BLANK, CLEAR, WAY, LEAVE])

    def __init__(
        self,
        ballot: Ballot,
        voices: Sequence[Voice],
        choices: Mapping[int, str],
        save: Callable[[Mapping[int, str]], Awaitable[bool]],
    ) -> None:
        super().__init__()
        self.ballot = ballot
        self.voices = sorted(voices, key=lambda one: one.standing != "present")
        self.choices = dict(choices)
        self.save = save
        self._is_deaf = False
        """Whether no key counts any more: the vote is being stored, or another way of voting is asked."""

    def compose(self) -> ComposeResult:
        """The words that are voted on, everybody who votes, and what it comes to."""
        columns: tuple[Column[Voice], ...] = (
            Column("", self._sign, 1),
            Column(N_("Votes"), self._word, 16),
            Column(N_("Name"), lambda one: one.name),
            Column(N_("By proxy of"), lambda one: one.holder, 22),
        )
        with Vertical(classes="dialog tall", id="names"):
            yield Static(plain(_("Vote by name"), "bold"), markup=False)
            yield Static(plain(self.ballot.text), id="ballot-text", markup=False)
            yield Voters(columns, id="listing")
            yield Static("", id="ballot-standing", markup=False)
            yield Static("", id="ballot-outcome", markup=False)
            yield RoomKeys()

    def on_mount(self) -> None:
        """Begin with the first who was not called."""
        self.query_one(Voters).focus()
        self._show()
        self._go_on(0)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the letters of the desk's language only."""
        if action == "choose" and len(parameters) == 2:
            return parameters[1] == ("nl" if language() == "nl" else "en")
        return True

    @property
    def given(self) -> dict[int, str]:
        """Every vote so far, with those of who is represented."""
        return spread(self.voices, self.choices)

    @property
    def numbers(self) -> tuple[int, int, int]:
        """The votes for, against and blank so far."""
        counted = tally(self.given)
        return counted["votes_for"], counted["votes_against"], counted["votes_blank"]

    def _sign(self, one: Voice) -> str:
        return SIGNS[self.given.get(one.person_id, "")]

    def _word(self, one: Voice) -> str:
        choice = self.given.get(one.person_id, "")
        if choice and one.person_id not in self.choices:
            return _("{choice}, as holder").format(choice=_(CHOICES[choice]))
        return _(CHOICES[choice]) if choice else ""

    def _show(self) -> None:
        self.query_one(Voters).fill([(one.person_id, one, "") for one in self.voices])
        self.query_one("#ballot-standing", Static).update(plain(self._standing()))
        outcome = preview(self.ballot, self.numbers) if self.choices else ""
        self.query_one("#ballot-outcome", Static).update(plain(outcome, "bold"))

    def _standing(self) -> str:
        votes_for, against, blank = self.numbers
        said = _("{votes_for} for · {against} against · {blank} blank")
        return (
            f"{said.format(votes_for=votes_for, against=against, blank=blank)}   {standing(self.ballot, self.numbers)}"
        )

    def _go_on(self, start: int) -> None:
        """Put the cursor on the first from a place on who has no vote yet."""
        given = self.given
        waiting = [place for place, one in enumerate(self.voices) if one.person_id not in given]
        place = next((place for place in waiting if place >= start), waiting[0] if waiting else start)
        self.query_one(Voters).move_cursor(row=min(place, len(self.voices) - 1), animate=False)

    def action_choose(self, choice: str, _letters: str = "") -> None:
        """Note the vote of the person under the cursor, and go on to the next."""
        listing = self.query_one(Voters)
        place, person_id = listing.cursor_row, listing.current
        if person_id is None or self._is_deaf:
            return
        if choice:
            self.choices[person_id] = choice
        else:
            self.choices.pop(person_id, None)
        self._show()
        if choice:
            self._go_on(place + 1)

    def holds_back(self, key: str) -> bool:  # noqa: ARG002 - all keys alike
        """Let a key wait while the vote is being stored: it is meant for what comes then."""
        return is_asking(self)

    def action_store(self) -> None:
        """Store the vote as it stands at this moment; who was not called did not vote."""
        if not self._is_deaf:
            self._is_deaf = True
            self._store(dict(self.choices))

    @background("save")
    async def _store(self, choices: Mapping[int, str]) -> None:
        stored = False
        try:
            stored = await self.save(choices)
        except Refused as refused:
            self.query_one("#ballot-standing", Static).update(plain(f"▲ {refused}", "$error"))
        finally:
            self._is_deaf = stored
        if stored:
            self.app.drafts.pop(self.draft_key, None)
            self.dismiss("")

    @property
    def draft_key(self) -> str:
        """Under what the votes that were called are kept when the roll is left."""
        return f"names-{self.ballot.motion_id}"

    def action_way(self) -> None:
        """Choose another way of voting; a count that is replaced was taken in its own."""
        if self.ballot.replaces_id is None and not self._is_deaf:
            self._is_deaf = True
            self._choose()

    @background("choose")
    async def _choose(self) -> None:
        from screens.meetings.vote_panel import choose_way

        way = ""
        try:
            way = await choose_way(self.app, "names")
        finally:
            self._is_deaf = way not in ("", "names")
        if self._is_deaf:
            self.dismiss(way)

    def action_leave(self) -> None:
        """Store nothing; who was called stays noted until the desk is closed."""
        if self._is_deaf:
            return
        self._is_deaf = True
        self.app.drafts[self.draft_key] = {str(person_id): choice for person_id, choice in self.choices.items()}
        self.dismiss("")
