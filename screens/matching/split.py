"""A form for the parts of one bank line, that says all the while how much is still without a place."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from textual import on
from textual.widgets import Input

from coopadmin.formats import euro
from coopadmin.i18n import N_, _
from screens.fields import Field
from screens.forms import FormScreen


class SplitScreen(FormScreen):
    """Asks for up to four places, each with an amount; the rest is counted while one types."""

    NUMBERS = (1, 2, 3, 4)

    def __init__(self, title: str, waits_cents: int, save: Callable[[dict[str, Any]], Awaitable[None]]) -> None:
        fields: list[Field] = []
        for number in self.NUMBERS:
            help_text = N_("a contract, a member or a category, by any part") if number == 1 else ""
            fields.append(Field(f"place_{number}", N_("Where to"), "pick", find=("places",), help=help_text))
            of_rest = N_("empty for one place: what is left") if number == 1 else ""
            fields.append(Field(f"amount_{number}", N_("Amount"), "cents", help=of_rest))
        self.waits_cents = abs(waits_cents)
        super().__init__(title, fields, save, intro=self._rest_text(0))

    def _rest_text(self, placed: int) -> str:
        rest = self.waits_cents - placed
        amounts = {"waits": euro(self.waits_cents), "placed": euro(placed), "rest": euro(abs(rest))}
        if rest < 0:
            return _("▲ {placed} is {rest} more than the {waits} that waits").format(**amounts)
        if not rest:
            return _("✓ all of {waits} has a place").format(**amounts)
        return _("{placed} of {waits} has a place; {rest} is left and would wait").format(**amounts)

    @on(Input.Changed)
    def _count(self) -> None:
        """Count anew; what cannot be read yet counts for nothing."""
        placed = 0
        for box in self.boxes:
            if box.field.kind == "cents":
                try:
                    placed += box.value() or 0
                except ValueError:
                    continue
        self.explain_anew(self._rest_text(placed))
