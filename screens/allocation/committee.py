"""Choosing the committee of a file that is being opened, without leaving its form."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from coopadmin.domain.procedures import Procedure, committee_words, version_words
from coopadmin.errors import Invalid, Problem
from coopadmin.formats import long_date
from coopadmin.i18n import N_, _
from db.queries.electors import electors
from screens.app import CoopApp
from screens.fields import Field
from screens.forms import ask

NEW = "new"
"""What is chosen for a committee that is still to be made."""

OFFERED = (NEW, N_("a new one: choose its members on saving"))

_LEAST, _MOST = 3, 7
"""Members that are asked for where the procedure says no number: so many lines, one of them needed."""


async def choose_members(
    app: CoopApp, procedure: Procedure, on: date, make: Callable[[dict[str, Any]], Awaitable[int]]
) -> int:
    """Ask what a new committee is called and who sit on it, and hand that to `make`; gives what it made.

    Raises Invalid where nobody was chosen after all.
    """
    made: list[int] = []

    async def save(values: dict[str, Any]) -> None:
        name = values.pop("committee_name")
        made.append(await make({"committee_name": name, "committee_members": _chosen(values)}))

    title = _("The committee of this file")
    intro = await _told(app, procedure, on)
    await ask(app, title, _fields(procedure), save, draft_key="allocation.committee", intro=intro)
    if not made:
        raise Invalid([Problem("group_id", _("no committee yet: choose one here, or save and choose its members"))])
    return made[0]


def _fields(procedure: Procedure) -> list[Field]:
    least = procedure.committee_least or 1
    most = max(procedure.committee_most or _MOST, least, _LEAST)
    return [
        Field("committee_name", N_("Name"), required=True, initial=_("Committee for new neighbours")),
        *(
            Field(
                f"member_{number}",
                _("Member {number}").format(number=number),
                "pick",
                required=number <= least,
                find=("members",),
            )
            for number in range(1, most + 1)
        ),
    ]


def _chosen(values: dict[str, Any]) -> list[int]:
    """Give who were chosen; raises Invalid where somebody was chosen twice."""
    found: list[int] = []
    for name, person_id in values.items():
        if person_id in found:
            raise Invalid([Problem(name, _("this person is chosen above already"))])
        if person_id is not None:
            found.append(person_id)
    return found


async def _told(app: CoopApp, procedure: Procedure, on: date) -> str:
    """Say what the procedure asks of the committee, and who may not sit on it."""
    asked = committee_words(procedure)
    lines = [f"{version_words(procedure)}: {asked}." if asked else f"{version_words(procedure)}."]
    if procedure.board_excluded:
        board = await app.read(electors, "board", None, on)
        if board:
            names = ", ".join(one.full_name or one.name for one in board)
            lines.append(_("On the board now: {names}.").format(names=names))
    lines.append(_("They sit on it from {day}.").format(day=long_date(on)))
    return "\n".join(lines)
