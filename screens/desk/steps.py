"""Steps of vacancies' files that are late, on the first page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.allocation_steps import Step, late
from coopadmin.formats import short_date
from coopadmin.i18n import _, ngettext
from db.queries import allocation
from screens.app import Ref
from screens.desk.today import MOST_OF_A_KIND, WAITING, Item

_SHOWN_ELSEWHERE = ("nomination", "reasons", "forgetting")
"""Steps with a line of their own on the first page."""


def read_late_steps(connection: Connection, on: date) -> Iterator[Item]:
    """Give for each file that runs its first late step, and how many more are."""
    found = [(one, _own(one.steps)) for one in allocation.standings(connection, on)]
    behind = [(one, steps) for one, steps in found if steps]
    for one, steps in behind[:MOST_OF_A_KIND]:
        first = steps[0]
        text = _("{step} was due {day}").format(step=first.label, day=short_date(first.due_on) if first.due_on else "")
        if more := len(steps) - 1:
            text += " · " + ngettext("{count} more step is late", "{count} more steps are late", more).format(
                count=more
            )
        yield Item(
            "vacancy", WAITING, one.facts.dwelling, f"{text} · {one.facts.number}", Ref("allocation", one.facts.file_id)
        )


def _own(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    return tuple(step for step in late(steps) if step.name not in _SHOWN_ELSEWHERE)
