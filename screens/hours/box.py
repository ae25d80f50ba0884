"""A field in which a time is typed as people say it: 2,5 or 2:30 or 45 min."""

from __future__ import annotations

from typing import Any

from coopadmin.domain.hours import hours_said, hours_text, parse_hours
from coopadmin.i18n import N_, _
from screens.fields import Field, FieldBox


class HoursBox(FieldBox):
    """Reads a time as minutes, and says what it understood."""

    def value(self) -> Any:
        """Give the minutes, or None; raises ValueError with a sentence."""
        if not self.text.strip():
            if self.field.required:
                raise ValueError(_("fill this in"))
            return None
        return parse_hours(self.text)

    def show_understood(self) -> None:
        """Say how much time was understood."""
        try:
            minutes = self.value()
        except ValueError:
            minutes = None
        self.say(_("{time} hours").format(time=hours_said(minutes)) if minutes else _(self.field.help))


def hours_field(
    name: str, label: str, minutes: int | None = None, *, required: bool = False, told: str = N_("like 2,5 or 2:30")
) -> Field:
    """Ask for a time; `minutes` is the answer it begins with."""
    initial = None if minutes is None else hours_text(minutes)
    return Field(name, label, required=required, initial=initial, help=told, box=HoursBox)
