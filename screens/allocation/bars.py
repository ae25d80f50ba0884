"""The time of a vacancy as a picture: from the notice over the first free day to the day the nomination is due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from coopadmin.domain.allocation import Clock
from coopadmin.domain.periods import add_months
from coopadmin.formats import month_name

LET, EMPTY, LATE, DUE, NOMINATED, TODAY, NOTHING = "─", "▒", "!", "◆", "✓", "│", " "
"""Signs of a bar: the home is still let, it stands empty, the nomination is late, its day, its sending, today."""

MARGIN_DAYS = 7
"""Days of nothing at both ends, so that no bar begins or ends at the very edge."""

_MONTH_WIDTH = 4
"""Signs that the name of a month takes on the scale."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The days a picture covers, both included, and how many signs wide it is."""

    first: date
    last: date
    width: int

    def place(self, day: date) -> int:
        """Give the sign that a day falls on; what lies outside falls on the edge."""
        days = (self.last - self.first).days + 1
        return min(max((day - self.first).days * self.width // days, 0), self.width - 1)


def scale_of(clocks: Iterable[Clock], on: date, width: int) -> Scale:
    """Give the scale that holds every clock and today."""
    kept = tuple(clocks)
    days = [on, *(one.begun_on for one in kept), *(day for one in kept for day in (one.free_on, one.due_on) if day)]
    margin = timedelta(days=MARGIN_DAYS)
    return Scale(min(days) - margin, max(days) + margin, max(width, 1))


def bar(clock: Clock, nominated_on: date | None, scale: Scale, on: date) -> str:
    """Draw the time of one file: exactly as wide as the scale."""
    signs = [NOTHING] * scale.width
    begun = scale.place(clock.begun_on)
    free = scale.place(clock.free_on) if clock.free_on else None
    due = scale.place(clock.due_on) if clock.due_on else None
    for place in range(begun, free if free is not None else scale.place(on) + 1):
        signs[place] = LET
    if free is not None and due is not None:
        for place in range(free, due + 1):
            signs[place] = EMPTY
    today = scale.place(on)
    if due is not None and clock.pressure == "late" and nominated_on is None:
        for place in range(due + 1, today + 1):
            signs[place] = LATE
    signs[today] = TODAY
    if due is not None:
        signs[due] = DUE
    if nominated_on is not None:
        signs[scale.place(nominated_on)] = NOMINATED
    return "".join(signs)


def months(scale: Scale) -> str:
    """Write the months above the bars, each where it begins; those that would stand too close are left out."""
    signs = [NOTHING] * scale.width
    free_from = 0
    for day in _firsts(scale):
        place = scale.place(day)
        if place < free_from or place + _MONTH_WIDTH - 1 > scale.width:
            continue
        name = month_name(day.month)[: _MONTH_WIDTH - 1]
        signs[place : place + len(name)] = name
        free_from = place + _MONTH_WIDTH
    return "".join(signs)


def _firsts(scale: Scale) -> Iterator[date]:
    day = scale.first.replace(day=1)
    while day <= scale.last:
        if day >= scale.first:
            yield day
        day = add_months(day, 1)
