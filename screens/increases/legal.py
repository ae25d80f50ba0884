"""What the law allows on a day, with its source and how sure that is; what is not known is entered here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from typing import Any

from textual.content import Content

from coopadmin.domain.legal import CONFIDENCES, NAMES, LegalValue, legal_value, unit_of, value_text
from coopadmin.formats import long_date, short_date
from coopadmin.i18n import N_, _
from coopadmin.services.legal import set_legal_value
from db.queries.legal import legal_settings
from screens.app import CoopApp
from screens.fields import Field
from screens.forms import ask
from screens.lines import Line, LinesScreen, heading
from screens.text import joined

KINDS: dict[str, str] = {"percent": "decimal", "cents": "cents", "days": "whole", "months": "whole"}
UNIT_HELP: dict[str, str] = {
    "percent": N_("in percent, like 4,1"),
    "cents": N_("an amount in euros"),
    "days": N_("a number of days"),
    "months": N_("a number of months"),
}


class LegalScreen(LinesScreen):
    """Every value of the law on a day; Enter enters another."""

    def __init__(self, on: date) -> None:
        super().__init__()
        self.on_day = on

    async def read_lines(self) -> tuple[Content, Sequence[Line]]:
        """Read the values of the day; what is not known comes first."""
        overrides = await self.app.read(legal_settings)
        values = {name: legal_value(name, self.on_day, overrides) for name in NAMES}
        unknown = [name for name in NAMES if values[name] is None]
        lines: list[Line] = []
        if unknown:
            lines.append(heading(_("Not known for that day: Enter enters it with its source")))
            lines += [self._line(name, None) for name in unknown]
        lines.append(heading(_("Known, with where it comes from")))
        lines += [self._line(name, value) for name, value in values.items() if value is not None]
        return joined(" ", (_("What the law says on {day}").format(day=long_date(self.on_day)), "bold")), lines

    def _line(self, name: str, value: LegalValue | None) -> Line:
        if value is None:
            return Line(_(NAMES[name]), _("not known"), self._enter(name, value), sign="▲", style="$warning")
        run = None if unit_of(name) == "scale" else self._enter(name, value)
        return Line(_(NAMES[name]), _said(value), run)

    def _enter(self, name: str, value: LegalValue | None) -> Callable[[CoopApp], Awaitable[object]]:
        async def run(app: CoopApp) -> None:
            await enter_value(app, name, self.on_day, value)

        return run

    def action_back(self) -> None:
        """Go back to the page it was opened from."""
        self.dismiss(None)


def _said(value: LegalValue) -> str:
    until = _("until {day}").format(day=short_date(value.valid_until)) if value.valid_until else ""
    confidence = _(CONFIDENCES[value.confidence])
    return " · ".join(part for part in (value_text(value), until, confidence, value.source) if part)


async def enter_value(app: CoopApp, name: str, on: date, value: LegalValue | None) -> None:
    """Ask for a value of the law from a day on, with where it was found."""
    unit = unit_of(name)
    fields = [
        Field(
            "value",
            N_("Value"),
            KINDS[unit],
            required=True,
            places=2,
            initial=value.value if value else None,
            help=UNIT_HELP[unit],
        ),
        Field("valid_from", N_("From"), "date", required=True, initial=on, help=N_("the first day it holds")),
        Field(
            "source",
            N_("Source"),
            required=True,
            help=N_("the page or the letter where it stands"),
        ),
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(set_legal_value, name=name, **values)
        app.say(_("Entered: {what}. U takes it back.").format(what=_(NAMES[name])))

    await ask(app, _(NAMES[name]), fields, save, draft_key=f"legal.{name}")
