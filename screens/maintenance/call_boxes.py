"""What is wrong and where, as one says it on the phone: words, and the code or the place that they stand for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import ClassVar

from textual import events, getters, on
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from coopadmin.domain import vera
from coopadmin.domain.vera import Code
from coopadmin.formats import fold, tidy
from coopadmin.i18n import N_, _, language
from screens.app import CoopApp
from screens.fields import Field, FieldBox
from screens.text import joined
from screens.workers import background

FOUND_IN: dict[str, str] = {
    vera.ELEMENTS: "element_code",
    vera.DEFECTS: "defect_code",
    vera.LOCATIONS: "location_code",
}
"""The lists that a call is put in words of, what comes first in the order of finding, and the column of each."""

MOST_OFFERED = 6


@dataclass(frozen=True, slots=True)
class What:
    """What is wrong, in words, and the codes those words are the names of."""

    text: str
    codes: dict[str, str]
    """By column; a column without a code is left out."""


@dataclass(frozen=True, slots=True)
class Where:
    """A place in words, and the home or the facility it is, where it is one of them."""

    text: str
    dwelling_id: int | None = None
    facility_id: int | None = None

    @property
    def known(self) -> bool:
        """Tell whether it is a home or a facility in the store."""
        return self.dwelling_id is not None or self.facility_id is not None


class OfferBox(FieldBox):
    """Text with offers under it: Enter takes the first, the arrow down goes into them; words may also stand alone."""

    app = getters.app(CoopApp)

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self._list: OptionList | None = None
        self._offered = 0

    def take(self, place: int) -> None:
        """Take an offer."""
        raise NotImplementedError

    def look(self) -> None:
        """Look for offers to what is typed now."""
        raise NotImplementedError

    def offer(self, lines: Sequence[Content]) -> None:
        """List what was found under the entry; the list is made for the first that is found."""
        self._offered = len(lines)
        if not lines:
            self._hide()
            return
        if self._list is None:
            self._list = OptionList(markup=False, compact=True, classes="offers")
            self.mount(self._list)
        self._list.set_options(map(Option, lines))
        self._list.display = self.has_focus_within

    def _hide(self) -> None:
        if self._list is not None:
            self._list.display = False

    def put(self, text: str) -> None:
        """Write text in the entry, with the cursor behind it, and take the offers away."""
        entry = self.query_one(Input)
        entry.value = text
        entry.cursor_position = len(text)
        self.offer(())
        entry.focus()

    @on(Input.Changed)
    def _asked(self) -> None:
        self.look()

    def on_key(self, event: events.Key) -> None:
        """Take the first offer, go from the text into the offers and back, or on to the next field."""
        entry, offers = self.query_one(Input), self._list
        shown = offers is not None and offers.display and self._offered
        if event.key == "enter" and entry.has_focus and shown:
            event.stop()
            event.prevent_default()
            self.take(0)
        elif event.key == "down" and entry.has_focus and shown and offers is not None:
            event.stop()
            offers.focus()
            offers.highlighted = 0
        elif event.key == "up" and offers is not None and offers.has_focus and not offers.highlighted:
            event.stop()
            entry.focus()
        elif event.key in ("tab", "shift+tab") and entry.has_focus:
            self._hide()  # the next field is meant, not the offers

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.take(event.option_index)

    @on(Input.Blurred)
    def _left_it(self) -> None:
        if self._list is None or self.screen.focused is not self._list:
            self._hide()


class WhatBox(OfferBox):
    """What is wrong: the word under the cursor is looked up in the sector's lists, by any of its names or synonyms."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self._codes: tuple[Code, ...] = ()
        self._whole = False
        """Whether the last word is a name as it stands, so that nothing is offered for it."""

    def on_key(self, event: events.Key) -> None:
        """Go on behind a name that was typed whole, as behind one that was taken."""
        if event.key == "enter" and self._whole and self.query_one(Input).has_focus:
            event.stop()
            event.prevent_default()
            self.put(f"{self.text} ")

    def value(self) -> What:
        """Give the words and the codes whose names stand in them."""
        text = tidy(self.text)
        if not text:
            raise ValueError(_("fill this in"))
        return What(text, codes_in(text))

    def show_understood(self) -> None:
        """Name the codes that the words stand for."""
        found = codes_in(self.text)
        named = (
            f"{vera.label(name, found[column])} ({found[column]})"
            for name, column in FOUND_IN.items()
            if column in found
        )
        self.say(" · ".join(named) or _(self.field.help))

    def look(self) -> None:
        """Offer the codes of the last word, those of lists that none was found in yet first."""
        word = "" if self.text.endswith(" ") else self.text.rpartition(" ")[2]
        lists, found = list(FOUND_IN), codes_in(self.text)
        best = vera.find(lists, word, 1) if len(word) > 1 else ()
        self._whole = bool(best) and fold(word) == fold(best[0].label)
        free = [name for name in lists if FOUND_IN[name] not in found]
        self._codes = vera.find(free or lists, word, MOST_OFFERED) if best and not self._whole else ()
        self.offer([joined(one.label, (f"  {_(_KIND_OF[one.list])} {one.code}", "$text-muted")) for one in self._codes])

    def take(self, place: int) -> None:
        """Write the name of a code in the place of the word that found it."""
        before, _blank, _word = self.text.rpartition(" ")
        name = self._codes[place].label
        self.put(f"{before} {name[:1].lower()}{name[1:]} " if before else f"{name} ")


_KIND_OF: dict[str, str] = {vera.ELEMENTS: N_("part"), vera.DEFECTS: N_("defect"), vera.LOCATIONS: N_("place")}


class WhereBox(OfferBox):
    """Where: a home or a facility by any part of its name; any other place in words."""

    KINDS: ClassVar[tuple[str, ...]] = ("dwellings", "facilities")

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self._hits: list[tuple[str, Where]] = []
        self.where = Where("")

    def value(self) -> Where:
        """Give the place; one that was typed as its code is found by the deed."""
        text = tidy(self.text)
        return self.where if self.where.known and text == self.where.text else Where(text)

    def show_understood(self) -> None:
        """Say which home or facility it is."""
        if self.where.known and tidy(self.text) == self.where.text:
            self.say(next((name for name, where in self._hits if where == self.where), _("chosen")))
        else:
            self.say(_(self.field.help))

    def look(self) -> None:
        """Look for homes and facilities."""
        if not (self.where.known and tidy(self.text) == self.where.text):
            self._find(self.text)

    @background("offers")
    async def _find(self, text: str) -> None:
        from db.queries import finder

        found = await self.app.read(finder.find, text, kinds=self.KINDS, limit=MOST_OFFERED) if text.strip() else []
        if self.text != text:
            return
        codes = [hit.label if hit.subject == "dwellings" else hit.detail for hit in found]
        self._hits = [
            (
                f"{hit.label} {hit.detail}".strip(),
                Where(code, dwelling_id=hit.record_id)
                if hit.subject == "dwellings"
                else Where(code or hit.label, facility_id=hit.record_id),
            )
            for hit, code in zip(found, codes, strict=True)
        ]
        self.offer([joined(hit.label, (f"  {hit.detail}", "$text-muted")) for hit in found])
        if not self.has_focus_within:
            self.take_meant()

    def take(self, place: int) -> None:
        """Take a home or a facility."""
        self.where = self._hits[place][1]
        self.put(self.where.text)
        self.show_understood()

    def take_meant(self) -> None:
        """Take the one whose code was typed, or the only one that was found."""
        typed = fold(self.text)
        if self.where.known and typed == fold(self.where.text):
            return
        same = [where for _name, where in self._hits if fold(where.text) == typed]
        meant = same[:1] or [where for _name, where in self._hits if len(self._hits) == 1]
        if typed and meant:
            self.where = meant[0]
            with self.prevent(Input.Changed):
                self.query_one(Input).value = self.where.text
            self.show_understood()
            self.post_message(self.Settled())

    class Settled(Message):
        """A place was understood after the cursor had left it."""

    @on(Input.Blurred)
    def _left_place(self) -> None:
        if self._list is None or self.screen.focused is not self._list:
            self.take_meant()


def codes_in(text: str) -> dict[str, str]:
    """Give, by column, the codes whose whole names stand in a text; of each list the longest name."""
    padded = f" {fold(text)} "
    found: dict[str, str] = {}
    for list_name, column in FOUND_IN.items():
        for name, code in _names(list_name, language()):
            if f" {name} " in padded:
                found[column] = code
                break
    return found


@cache
def _names(list_name: str, _language: str) -> tuple[tuple[str, str], ...]:
    """Give the folded names of a list's codes in the language in use, the longest first."""
    named = ((fold(one.label), one.code) for one in vera.codes(list_name))
    return tuple(sorted(named, key=lambda one: -len(one[0])))
