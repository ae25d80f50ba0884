"""Small questions over a page: yes or no, one of a few, a sentence that must be read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from coopadmin.i18n import N_, _
from screens.commands import BACK
from screens.help import HELP_HERE
from screens.text import plain

LEAVE_IT = N_("Leave it as it is; nothing is changed")

READING: tuple[BindingType, ...] = (
    Binding("down", "read_on(1)", show=False),
    Binding("up", "read_on(-1)", show=False),
    Binding("pagedown", "read_on(8)", show=False),
    Binding("pageup", "read_on(-8)", show=False),
    Binding("home", "read_on(-100000)", show=False),
    Binding("end", "read_on(100000)", show=False),
)
"""Reading on in a text that is longer than its box: the buttons have no use for these keys."""


class ConfirmScreen(ModalScreen[bool]):
    """Asks before something that matters; “no” has the focus, and the question names what will happen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "answer(False)", N_("no"), id="no", tooltip=LEAVE_IT),
        Binding("y,j", "answer(True)", N_("yes"), id="yes", tooltip=N_("Do what is asked")),
        Binding("n", "answer(False)", N_("no"), id="no_too", tooltip=LEAVE_IT),
        HELP_HERE.binding(),
        Binding("left,right", "app.focus_next", "", show=False, id="other_button"),
        *READING,
    ]

    def __init__(self, question: str, detail: str = "") -> None:
        super().__init__()
        self.question = question
        self.detail = detail

    def compose(self) -> ComposeResult:
        """The question, what it means, and two answers."""
        with Vertical(classes="dialog"):
            yield Static(plain(self.question, "bold"), markup=False)
            if self.detail:
                with VerticalScroll(classes="detail", can_focus=False):
                    yield Static(self.detail, markup=False)
            with Horizontal(classes="buttons"):
                yield Button(_("No, leave it (Esc)"), id="no")
                yield Button(_("Yes (Y)"), id="yes", variant="primary")

    def on_mount(self) -> None:
        """Put the focus on the answer that changes nothing, and say how a long text is read on."""
        self.query_one("#no", Button).focus()
        self.call_after_refresh(self._show_there_is_more)

    def _show_there_is_more(self) -> None:
        if any(detail.max_scroll_y for detail in self.query(VerticalScroll)):
            self.query_one(".dialog").border_subtitle = _("↓ reads on")

    def action_read_on(self, lines: int) -> None:
        """Read on in the text, or back where the number is below nought."""
        for detail in self.query(VerticalScroll):
            detail.scroll_relative(y=lines, animate=False)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Take a click for an answer."""
        self.dismiss(event.button.id == "yes")

    def action_answer(self, yes: bool) -> None:
        """Take a key for an answer."""
        self.dismiss(yes)


class ChooseScreen(ModalScreen[int | None]):
    """Lets one of a few things be chosen; gives its place, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", N_("back"), id="leave", tooltip=N_("Go back and choose nothing")),
        HELP_HERE.binding(),
        # At once: what is struck behind the digit is meant for what comes then.
        *(
            Binding(str(digit), f"take({digit})", show=False, priority=True, id=f"take_{digit}")
            for digit in range(1, 10)
        ),
    ]

    def __init__(
        self,
        title: str,
        options: Sequence[str],
        chosen: int | None = None,
        helps: Sequence[str] = (),
        *,
        detail: str = "",
    ) -> None:
        super().__init__()
        self.heading = title
        self.detail = detail
        self.options = options
        self.chosen = chosen
        self.helps = helps

    def compose(self) -> ComposeResult:
        """A title and the choices, with digits to pick by."""
        with Vertical(classes="dialog"):
            yield Static(plain(self.heading, "bold"), markup=False)
            if self.detail:
                yield Static(self.detail, markup=False)
            yield OptionList(
                *(
                    Option(plain(f"{number if number < 10 else ' '} {text}"))
                    for number, text in enumerate(self.options, 1)
                ),
                markup=False,
            )
            yield Static("", id="choice-help", markup=False)

    def on_mount(self) -> None:
        """Start on what is chosen now."""
        listing = self.query_one(OptionList)
        listing.highlighted = self.chosen or 0
        listing.focus()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Say what the choice does."""
        if event.option_index < len(self.helps):
            self.query_one("#choice-help", Static).update(plain(self.helps[event.option_index], "$text-muted"))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the choice."""
        self.dismiss(event.option_index)

    def action_take(self, number: int) -> None:
        """Take the choice of a digit."""
        if number <= len(self.options):
            self.dismiss(number - 1)

    def action_leave(self) -> None:
        """Choose nothing."""
        self.dismiss(None)


class ProblemScreen(ModalScreen[None]):
    """Says what keeps the desk from working; nothing was changed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", N_("back"), id="leave", tooltip=BACK.help),
        HELP_HERE.binding(),
        Binding("enter", "leave", N_("back"), show=False, id="leave_too"),
    ]

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.sentence = sentence

    def compose(self) -> ComposeResult:
        """The sentence and a way out."""
        with Vertical(classes="dialog"):
            yield Static(plain(_("This did not go well"), "bold $error"), markup=False)
            with VerticalScroll(classes="detail"):
                yield Static(self.sentence, markup=False)
            with Horizontal(classes="buttons"):
                yield Button(_("Back (Esc)"), id="leave")

    def on_button_pressed(self) -> None:
        """Go back."""
        self.dismiss(None)

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)
