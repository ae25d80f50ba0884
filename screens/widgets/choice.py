"""One of a few words: a line that opens a list under it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from coopadmin.i18n import N_, _
from screens.text import plain


def following(words: Sequence[tuple[str, str]], here: int, letter: str) -> int | None:
    """Find the next word that begins with a letter, or does so behind a colon (“decision: dissolution”).

    `words` are codes and what they are called; the search goes round, and passes over the one without a code, for
    none. None where no word does.
    """
    sought = letter.casefold()
    for place in [*range(here + 1, len(words)), *range(here + 1)]:
        code, word = words[place]
        if code and any(part.startswith(sought) for part in word.casefold().split(": ")):
            return place
    return None


class Choice(Vertical, can_focus=True):
    """Shows the word that is chosen; Enter, the space bar or an arrow opens the list, a letter takes the next word.

    The list is made when it is opened: most are not.
    """

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space,down,up", "open", show=False)]

    class Changed(Message):
        """Another word was chosen, or none."""

    def __init__(self, choices: Sequence[tuple[str, str]], chosen: str) -> None:
        super().__init__(classes="entry")
        self.words = dict(choices)
        """The word of each code; the code of none is empty."""
        self._chosen = chosen
        self._opened: Choices | None = None

    @property
    def chosen(self) -> str:
        """The code of the word; empty for none."""
        return self._chosen

    @chosen.setter
    def chosen(self, code: str) -> None:
        if code and code not in self.words:
            raise ValueError(f"{code!r} is not among the choices")
        if code != self._chosen:
            self._chosen = code
            self.refresh()
            self.post_message(self.Changed())

    def render(self) -> Content:
        """Show the word and a sign that there are more."""
        word = plain(self.words[self._chosen]) if self._chosen else plain(_("choose"), "$text-muted")
        return Content.assemble(
            word.truncate(max(self.size.width - 3, 1), ellipsis=True, pad=True),
            (" ▲ " if self._opened else " ▼ ", "$text-muted"),
        )

    def action_open(self) -> None:
        """Show the list, on the word that is chosen."""
        if self._opened is None:
            self._opened = Choices(self.words, self._chosen)
            self.mount(self._opened)
            self.refresh()

    def on_key(self, event: events.Key) -> None:
        """Choose the next word that begins with the letter; what begins no word is left to the page."""
        if event.character is None or not event.is_printable or event.key == "space":
            return
        codes = list(self.words)
        here = codes.index(self._chosen) if self._chosen in codes else -1
        place = following(list(self.words.items()), here, event.character)
        if place is not None:
            event.stop()
            self.chosen = codes[place]

    def on_click(self, event: events.Click) -> None:
        """Open the list."""
        event.stop()
        self.action_open()

    @on(OptionList.OptionSelected)
    def _took(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.chosen = list(self.words)[event.option_index]
        self.focus()

    def put_away(self) -> None:
        """Take the list off the screen."""
        if self._opened is not None:
            self._opened.remove()
            self._opened = None
            self.refresh()


class Choices(OptionList):
    """The list of a choice; it goes away as soon as it loses the focus."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", N_("back"))]

    def __init__(self, words: dict[str, str], chosen: str) -> None:
        super().__init__(*(Option(plain(word)) for word in words.values()), markup=False)
        self._words = list(words.items())
        self._first = list(words).index(chosen) if chosen in words else 0

    def on_mount(self) -> None:
        """Begin on the word that is chosen."""
        self.highlighted = self._first
        self.focus()

    def on_key(self, event: events.Key) -> None:
        """Go to the next word that begins with the letter."""
        if event.character is None or not event.is_printable or event.key == "space":
            return
        event.stop()
        place = following(self._words, self.highlighted or 0, event.character)
        if place is not None:
            self.highlighted = place

    def on_blur(self) -> None:
        """Go away."""
        if isinstance(self.parent, Choice):
            self.parent.put_away()

    def action_leave(self) -> None:
        """Choose nothing else."""
        if isinstance(self.parent, Choice):
            self.parent.focus()
