"""The boxes of a form, one for each kind of field: a choice, yes or no, a longer text, a record found by its name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from textual import events, getters, on
from textual.app import ComposeResult
from textual.widgets import Input, OptionList, TextArea
from textual.widgets.option_list import Option

from coopadmin.i18n import _
from screens.app import CoopApp
from screens.fields import Field, FieldBox
from screens.text import joined
from screens.widgets.choice import Choice
from screens.workers import background

if TYPE_CHECKING:
    from db.queries.finder import Hit


class ChoiceBox(FieldBox):
    """One of a few words."""

    def compose_entry(self) -> ComposeResult:
        """A list that opens on Enter."""
        words = {code: _(label) for code, label in self._choices()}
        chosen = self._first if self._first in words else ""
        if not self.field.required or not chosen:
            words = {"": _("choose"), **words}
        yield Choice(list(words.items()), chosen)

    def _choices(self) -> Sequence[tuple[str, str]]:
        return self.field.choices

    @property
    def text(self) -> str:
        """The code that is chosen; empty for none."""
        return self.query_one(Choice).chosen

    @text.setter
    def text(self, value: str) -> None:
        self.query_one(Choice).chosen = value

    def value(self) -> Any:
        """Give the chosen code, or None."""
        if not self.text and self.field.required:
            raise ValueError(_("choose one"))
        return self.text or None

    @on(Choice.Changed)
    def _chosen(self) -> None:
        self.say(_(self.field.help))

    def focus_entry(self) -> None:
        """Put the focus on the list."""
        self.query_one(Choice).focus()


class FlagBox(ChoiceBox):
    """Yes or no."""

    def _choices(self) -> Sequence[tuple[str, str]]:
        return (("True", _("yes")), ("False", _("no")))

    def value(self) -> Any:
        """Give True or False."""
        return self.text == "True"


class LongBox(FieldBox):
    """Text of several lines."""

    def compose_entry(self) -> ComposeResult:
        """A small text area; Tab leaves it."""
        yield TextArea(self._first, compact=True, tab_behavior="focus", classes="entry")

    @property
    def text(self) -> str:
        """What is typed now."""
        return self.query_one(TextArea).text

    @text.setter
    def text(self, value: str) -> None:
        self.query_one(TextArea).text = value

    def focus_entry(self) -> None:
        """Put the cursor in the text."""
        self.query_one(TextArea).focus()


class PickBox(FieldBox):
    """A record, found by any part of its name; what is picked is shown, and only that counts."""

    app = getters.app(CoopApp)
    MOST = 6
    MOST_UNASKED = 40

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.picked: int | None = field.initial
        self._first = field.shown
        self._shown = field.shown
        self._offered: list[tuple[int, str]] = []
        self._offers: OptionList | None = None

    @property
    def draft(self) -> tuple[str, int | None]:
        """What is typed and what is picked, to be kept."""
        return self.text, self.picked

    def value(self) -> Any:
        """Give the number of the picked record; raises ValueError where the text names none or several."""
        if self.picked is not None:
            return self.picked
        if self.text.strip():
            raise ValueError(_("“{text}” is not chosen yet; pick one with the arrow keys").format(text=self.text))
        if self.field.required:
            raise ValueError(_("fill this in"))
        return None

    def show_understood(self) -> None:
        """Say that a record is picked."""
        self.say(_("chosen") if self.picked is not None else _(self.field.help) or _("type a part of the name"))

    def pick(self, record_id: int, shown: str) -> None:
        """Take a record."""
        entry = self.query_one(Input)
        with self.prevent(Input.Changed):
            entry.value = shown
        entry.cursor_position = len(shown)
        self.picked = record_id
        self._shown = shown
        self._hide_offers()
        self.show_understood()

    def _hide_offers(self) -> None:
        if self._offers is not None:
            self._offers.display = False

    def _show_offers(self, hits: Sequence[Hit]) -> None:
        """List what was found under the entry; the list is made for the first that is found."""
        if self._offers is None:
            self._offers = OptionList(markup=False, compact=True, classes="offers")
            self.mount(self._offers)
        self._offers.set_options(Option(joined(hit.label, "  ", (hit.detail, "$text-muted"))) for hit in hits)
        self._offers.display = self.has_focus_within

    @on(Input.Changed)
    def _typed(self) -> None:
        if self.picked is not None and self.text == self._shown:
            return  # an entry also tells of its first value
        self.picked = None
        self._offered = []
        self._search(self.text)

    @background("pick")
    async def _search(self, text: str) -> None:
        from db.queries import finder

        if not text.strip():
            self._offered = []
            self._hide_offers()
            self.show_understood()
            return
        found = await self.app.read(finder.find, text, kinds=self.field.find, limit=self.MOST)
        if self.text != text or self.picked is not None:
            return
        self._offered = [(hit.record_id, hit.label) for hit in found]
        if found:
            self._show_offers(found)
        else:
            self._hide_offers()
        if len(found) == 1:
            self.say(_("↓ Enter chooses {name}").format(name=found[0].label))
        else:
            self.say(_("nothing found") if not found else _("choose with ↓ and Enter"))

    @background("pick")
    async def _offer_first(self) -> None:
        """Show what there is to who typed nothing, and go into it."""
        from db.queries import finder

        found = await self.app.read(finder.first, kinds=self.field.find, limit=self.MOST_UNASKED)
        if not found or self.text or not self.query_one(Input).has_focus:
            return
        self._offered = [(hit.record_id, hit.label) for hit in found]
        self._show_offers(found)
        self.say(_("choose with ↓ and Enter"))
        if self._offers is not None:
            self._offers.focus()
            self._offers.highlighted = 0

    def on_key(self, event: events.Key) -> None:
        """Go from the text into the offers and back."""
        offers = self._offers
        entry = self.query_one(Input)
        if event.key == "down" and entry.has_focus and offers is not None and offers.display:
            event.stop()
            offers.focus()
            offers.highlighted = 0
        elif event.key == "down" and entry.has_focus and not self.text:
            event.stop()
            self._offer_first()
        elif event.key == "enter" and entry.has_focus and len(self._offered) == 1 and self.picked is None:
            event.stop()
            event.prevent_default()
            self.pick(*self._offered[0])
        elif event.key in ("tab", "shift+tab") and entry.has_focus:
            self._hide_offers()  # the next field is meant, not the offers
        elif event.key == "up" and offers is not None and offers.has_focus and not offers.highlighted:
            event.stop()
            entry.focus()

    @on(OptionList.OptionSelected)
    def _picked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.pick(*self._offered[event.option_index])
        self.query_one(Input).focus()

    def show_mistake(self) -> bool:
        """Say what is wrong; tells whether anything is. One offer is taken: it is what was meant, and it is shown."""
        self._take_only_offer()
        return super().show_mistake()

    def _take_only_offer(self) -> None:
        if self.picked is None and self.text and len(self._offered) == 1:
            self.pick(*self._offered[0])

    @on(Input.Blurred)
    def _put_away(self, event: Input.Blurred) -> None:
        """Leaving with one offer takes it."""
        event.prevent_default()  # nothing is wrong yet for who goes from the text into the offers
        if self._offers is not None and self.screen.focused is self._offers:
            return
        self._take_only_offer()
        self._hide_offers()
        if self.text.strip():
            self.show_mistake()


_BOXES: dict[str, type[FieldBox]] = {"choice": ChoiceBox, "flag": FlagBox, "long": LongBox, "pick": PickBox}


def box_for(field: Field) -> FieldBox:
    """Make the box that suits a field."""
    return (field.box or _BOXES.get(field.kind, FieldBox))(field)
