"""The fields of a form: what each reads, what it says it understood, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import zip_longest
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Size
from textual.widgets import Input

from coopadmin.i18n import _
from screens.text import plain
from screens.typed import read, understood, written


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form.

    `kind` is text, long, date, moment, cents, whole, decimal (with `places`), choice (with `choices`: code and
    label), flag, or pick: a record of one of the `find` kinds, found by any part of its name. `initial` is a value
    of that kind, for pick the record's number with `shown` as its name.
    """

    name: str
    label: str
    kind: str = "text"
    required: bool = False
    help: str = ""
    initial: Any = None
    shown: str = ""
    choices: Sequence[tuple[str, str]] = ()
    places: int = 0
    find: tuple[str, ...] = ()
    day_of: str = ""
    """For a moment: the field whose day a time alone belongs to."""
    box: type[FieldBox] | None = None
    """A box of the subject's own, where none of these kinds serves."""


class FieldBox(Vertical):
    """A field on the screen: its label, where one types, and a line for what it says.

    The box itself writes the label and the line around what is in it; how wide the label is, is the margin of the
    entry. A form opens with a dozen boxes at once, and every widget more makes that slower.
    """

    def __init__(self, field: Field) -> None:
        super().__init__(id=f"field-{field.name}", classes="field")
        self.field = field
        self._first = written(field)
        self._says = Content()
        self._entered = 1
        """The lines that where one types takes."""

    def compose(self) -> ComposeResult:
        """Where one types."""
        yield from self.compose_entry()

    def compose_entry(self) -> ComposeResult:
        """Where one types."""
        yield Input(self._first, compact=True, classes="entry", select_on_focus=False)

    def render(self) -> Content:
        """Write the label before the entry, on under itself where it is long, and the line under the entry."""
        under = [Content()] * self._entered + self._lines(self.size.width)
        rows = zip_longest(self._label_rows, under, fillvalue=Content())
        return Content("\n").join(
            Content.assemble(label, " " * (self._edge - label.cell_length), said) if said else label
            for label, said in rows
        )

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """What is in the box, and the line under it; a long label may need more."""
        self._entered = super().get_content_height(container, viewport, width)
        return max(self._entered + len(self._lines(width)), len(self._label_rows))

    @property
    def _label_rows(self) -> list[Content]:
        star = " *" if self.field.required else ""
        return plain(_(self.field.label) + star, "$text-muted").wrap(max(self._edge - 1, 1))

    @property
    def _edge(self) -> int:
        return self.query_one(".entry").styles.margin.left

    def _lines(self, width: int) -> list[Content]:
        return self._says.wrap(max(width - self._edge, 1)) if self._says else []

    @property
    def message(self) -> str:
        """What stands under the field now."""
        return self._says.plain

    @property
    def text(self) -> str:
        """What is typed now."""
        return self.query_one(Input).value

    @text.setter
    def text(self, value: str) -> None:
        self.query_one(Input).value = value

    @property
    def touched(self) -> bool:
        """Tell whether it holds something else than at first."""
        return self.text != self._first

    def value(self) -> Any:
        """Read the field; raises ValueError with a sentence."""
        return read(self.field, self.text, self._day())

    def _day(self) -> date | None:
        """The day of the field that this one follows, where that can be read."""
        if not self.field.day_of:
            return None
        try:
            other = self.screen.query_one(f"#field-{self.field.day_of}", FieldBox).value()
        except ValueError:
            return None
        return other.date() if isinstance(other, datetime) else other

    def say(self, message: str, *, wrong: bool = False) -> None:
        """Show a line under the field; a mistake has a sign before it, never colour alone."""
        before = len(self._lines(self.size.width))
        self._says = plain(f"▲ {message}", "$error") if wrong and message else plain(message, "$text-muted")
        self.refresh(layout=len(self._lines(self.size.width)) != before)

    def show_understood(self) -> None:
        """Say what was understood of what is typed so far; nothing while it is not whole yet."""
        try:
            self.say(understood(self.field, self.value()) or _(self.field.help))
        except ValueError:
            self.say(_(self.field.help))

    def show_mistake(self) -> bool:
        """Say what is wrong; tells whether anything is."""
        try:
            self.value()
        except ValueError as error:
            self.say(str(error), wrong=True)
            return True
        return False

    def on_mount(self) -> None:
        """Begin with the help of the field."""
        self.show_understood()

    @on(Input.Changed)
    def _typed(self) -> None:
        self.show_understood()

    @on(Input.Blurred)
    def _left(self) -> None:
        if self.text.strip():
            self.show_mistake()

    def focus_entry(self) -> None:
        """Put the cursor where one types."""
        self.query_one(Input).focus()

    def point_out(self) -> None:
        """Put the cursor in the field, and see to it that what is said under it can be read."""
        self.focus_entry()
        self.call_after_refresh(self.scroll_visible, animate=False)
