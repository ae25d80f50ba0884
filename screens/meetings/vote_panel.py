"""A vote that is counted by numbers typed at the speed of talk, with what they mean while they are typed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual import events, getters, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, Static

from coopadmin.domain.ballots import WAYS
from coopadmin.errors import Refused
from coopadmin.i18n import N_, _
from screens.app import CoopApp
from screens.commands import Command, bindings
from screens.dialogs import ChooseScreen
from screens.meetings.ballot import Ballot, Tally, preview, standing, wrong
from screens.meetings.numbers import NEXT, Numbers, Take
from screens.meetings.room_page import RoomKeys
from screens.text import plain
from screens.typed_ahead import is_asking
from screens.workers import background

STORE = Command("store", "ctrl+s", N_("store"), N_("Store the vote as it stands"))
WAY = Command("way", "w", N_("other way"), N_("Vote by name, in writing or by consent instead"))
LEAVE = Command("leave", "escape", N_("leave"), N_("Leave without storing a vote"))

LABELS = (N_("For"), N_("Against"), N_("Blank"))
STEPS = {"tab": 1, "right": 1, "down": 1, "shift+tab": -1, "left": -1, "up": -1}
"""Keys that go on to the next number, or back."""
MOST_TEXT = 300
"""Signs of a motion that are shown; the page behind has all of it."""


class Reason(Input):
    """Why a count is made anew; keys that are the panel's never wait behind it."""

    BINDINGS: ClassVar[list[BindingType]] = bindings([NEXT])

    def __init__(self, take: Take) -> None:
        super().__init__(placeholder=_("why it is counted anew"), compact=True, select_on_focus=False, id="reason")
        self._take = take

    def on_key(self, event: events.Key) -> None:
        """Leave to the panel what is its own."""
        if self._take(self, event):
            event.stop()
            event.prevent_default()


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
        self._is_deaf = False
        """Whether no key is meant for the panel: the vote is stored or left, or another way of voting is asked."""
        self._left: Widget | None = None
        """The entry that was left while keys may still wait in its queue; those of the other wait in `_later`."""
        self._later: list[events.Key] = []

    def compose(self) -> ComposeResult:
        """The words that are voted on, who may vote, three numbers, and what they mean."""
        ballot = self.ballot
        before = ballot.before
        text = ballot.text[:MOST_TEXT] + ("…" if len(ballot.text) > MOST_TEXT else "")
        first = (before.votes_for, before.votes_against, before.votes_blank) if before else ("", 0, 0)
        labels = [_(label) for label in LABELS]
        with Vertical(classes="dialog", id="ballot"):
            yield Static(plain(self._title(), "bold"), markup=False)
            yield Static(plain(text), id="ballot-text", markup=False)
            yield Static(plain(ballot.rule_text, "$text-muted"), id="ballot-rule", markup=False)
            yield Numbers(labels, [str(value) for value in first], self._take, id="numbers")
            if before is not None:
                yield Reason(self._take)
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
        self.set_focus(self._entry)
        self._show()

    @property
    def _entry(self) -> Numbers:
        return self.query_one(Numbers)

    @property
    def _reason(self) -> Reason | None:
        return next(iter(self.query(Reason)), None)

    @property
    def _types_reason(self) -> bool:
        return isinstance(self.focused, Reason)

    @property
    def numbers(self) -> tuple[int, int, int]:
        """The votes for, against and blank as they are typed now."""
        votes_for, votes_against, votes_blank = self._entry.numbers
        return votes_for, votes_against, votes_blank

    def _show(self, refused: str = "") -> None:
        """Say what the numbers mean so far, or why they were refused."""
        numbers = self.numbers
        says = f"▲ {refused}" if refused else standing(self.ballot, numbers)
        self.query_one("#ballot-standing", Static).update(plain(says, "$error" if says.startswith("▲") else ""))
        outcome = "" if self._entry.is_empty else preview(self.ballot, numbers)
        self.query_one("#ballot-outcome", Static).update(plain(outcome, "bold"))

    @on(Input.Changed)
    def _typed(self) -> None:
        self._show()

    def holds_back(self, key: str) -> bool:  # noqa: ARG002 - all keys alike
        """Let a key wait while the vote is being stored: it is meant for what comes then."""
        return is_asking(self)

    # -- keys --------------------------------------------------------------------------------------------------

    def _take(self, came_to: Widget | None, event: events.Key) -> bool:
        """Do what a key means now; tells whether it is the panel's."""
        if self._left is not None and came_to is not self._left:
            self._later.append(event)
        elif self._is_deaf:
            self.app.give_back(event)
        else:
            return self._do(came_to, event.key, event.character)
        return True

    def _do(self, came_to: Widget | None, key: str, character: str | None) -> bool:
        """Do what a key means where one types now, also one that came to an entry that was left meanwhile."""
        reason = self._reason if self._types_reason else None
        if key == STORE.key or (key == NEXT.key and reason is not None):
            self.action_store()
        elif key == LEAVE.key:
            self.action_leave()
        elif key == NEXT.key:
            self._go_on()
        elif key in STEPS and not (reason is not None and key in ("left", "right")):
            self._step(STEPS[key])
        elif reason is None:
            return self._count(key, character) or isinstance(came_to, Reason)
        elif came_to is reason:
            return False
        elif character is not None and character.isprintable():
            reason.insert_text_at_cursor(character)
        elif key == "backspace":
            reason.action_delete_left()
        return True

    def _count(self, key: str, character: str | None) -> bool:
        if key == WAY.key:
            self.action_way()
            return True
        struck = self._entry.strike(key, character)
        if struck:
            self._show()
        return struck

    def _go_on(self) -> None:
        """Go to the next number, and after the last to the reason, or store."""
        if self._entry.step(1):
            return
        if self._reason is None:
            self.action_store()
        else:
            self._go_to(self._reason)

    def _step(self, by: int) -> None:
        """Go to the next entry or back; behind the last is the first again."""
        reason, entry = self._reason, self._entry
        if not self._types_reason and entry.step(by):
            return
        if reason is None or self._types_reason:
            entry.go_to(0 if by > 0 else -1)
            self._go_to(entry)
        else:
            self._go_to(reason)

    def _go_to(self, entry: Widget) -> None:
        """Type elsewhere from here on, once what came to the entry that is left was looked at."""
        left = self.focused
        self.set_focus(entry)  # at once: `focus` of the entry waits its turn, and a key may come first
        if left is not None and left is not entry and self._left is None:
            self._left = left
            left.call_later(self._catch_up)

    def _catch_up(self) -> None:
        """Take what came to the new entry while the other had keys waiting."""
        self._left = None
        later, self._later = self._later, []
        for event in later:
            self._take(None, event)

    def action_next(self) -> None:
        """Do what Enter does."""
        self._do(None, NEXT.key, None)

    def action_store(self) -> None:
        """Store the vote as it stands at this moment; what cannot be is said and nothing is stored."""
        numbers, reason = self.numbers, self._reason
        why = reason.value.strip() if reason is not None else ""
        if self._is_deaf:
            return
        if problem := wrong(self.ballot, numbers):
            self._entry.go_to(0)
            self._go_to(self._entry)
            self._show(problem)
        elif reason is not None and not why:
            self._go_to(reason)
            self._show(_("say why it is counted anew; both counts are kept"))
        else:
            self._is_deaf = True
            self._store(Tally(*numbers, why))

    @background("save")
    async def _store(self, tally: Tally) -> None:
        stored = False
        try:
            stored = await self.save(tally)
        except Refused as refused:
            self._show(str(refused))
        finally:
            self._is_deaf = stored
        if stored:
            self.dismiss("")

    def action_way(self) -> None:
        """Choose another way of voting; a count that is replaced was taken in its own."""
        if self.ballot.replaces_id is None and not self._is_deaf:
            self._is_deaf = True
            self._choose()

    @background("choose")
    async def _choose(self) -> None:
        way = ""
        try:
            way = await choose_way(self.app, self.ballot.way)
        finally:
            self._is_deaf = way not in ("", self.ballot.way)
        if self._is_deaf:
            self.dismiss(way)

    def action_leave(self) -> None:
        """Store nothing."""
        if not self._is_deaf:
            self._is_deaf = True
            self.dismiss("")


async def choose_way(app: CoopApp, now: str) -> str:
    """Ask how to vote; nothing where that was left open."""
    codes = list(WAYS)
    place = await app.push_screen_wait(
        ChooseScreen(_("How is the vote taken?"), [_(label) for label in WAYS.values()], codes.index(now))
    )
    return "" if place is None else codes[place]
