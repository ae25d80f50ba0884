"""A record as lines to walk through: Enter on a line goes to what it names."""

from __future__ import annotations

from textual.widgets import OptionList
from textual.widgets.option_list import Option

from screens.app import Ref
from screens.subject import Card
from screens.text import joined, plain

LABEL_WIDTH = 16


class CardView(OptionList):
    """Shows a Card; its lines are plain text, whatever is in them."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id, markup=False)
        self._refs: list[Ref | None] = []

    def show(self, card: Card | None) -> None:
        """Lay out a record, or nothing."""
        self._refs = []
        options: list[Option] = []
        if card is not None:
            options.append(Option(plain(card.title, "bold")))
            self._refs.append(None)
            if card.status:
                options.append(Option(plain(card.status, "$text-muted")))
                self._refs.append(None)
            for section in card.sections:
                if not section.entries:
                    continue
                options.append(Option(plain(f"── {section.title} ──", "$text-muted"), disabled=True))
                self._refs.append(None)
                for entry in section.entries:
                    label = f"{entry.label:<{LABEL_WIDTH - 1}} "
                    text = (entry.text, "underline" if entry.ref else entry.style)
                    options.append(Option(joined((label, "$text-muted"), text) if entry.label else joined(text)))
                    self._refs.append(entry.ref)
        kept = self.highlighted
        self.set_options(options)
        if kept is not None and kept < len(options):
            self.highlighted = kept

    def ref_at(self, index: int) -> Ref | None:
        """The record that a line leads to."""
        return self._refs[index] if 0 <= index < len(self._refs) else None
