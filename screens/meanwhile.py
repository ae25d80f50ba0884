"""Two people who changed the same: what the other made of it beside one's own, and which of the two holds."""

from __future__ import annotations

from typing import Literal

from coopadmin.domain.field_names import column_name
from coopadmin.domain.field_values import value_text
from coopadmin.errors import ChangedMeanwhile
from coopadmin.formats import moment_text
from coopadmin.i18n import _
from screens.app import CoopApp
from screens.dialogs import ChooseScreen


async def choose_between(app: CoopApp, changed: ChangedMeanwhile) -> Literal["ours", "theirs", ""]:
    """Ask which holds; empty where the person goes back to the form to look."""
    newest = max(changed.changes, key=lambda one: one.at)
    when = moment_text(newest.at.astimezone().replace(tzinfo=None))
    lines: list[str] = []
    for one in changed.changes:
        theirs, ours = (value_text(one.column, value) or "–" for value in (one.theirs, one.ours))
        # Saving over it leaves alone what the person did not change.
        line = (
            _("{what}: there “{theirs}”, here “{ours}”")
            if one.touched
            else _("{what}: there “{theirs}”, here not changed")
        )
        lines.append(line.format(what=column_name(one.column), theirs=theirs, ours=ours))
    place = await app.push_screen_wait(
        ChooseScreen(
            _("{actor} changed this meanwhile ({when}):").format(actor=newest.actor, when=when),
            [_("Save mine over it"), _("Keep theirs and leave the form")],
            helps=[
                _("the journal keeps both; Escape goes back to the form"),
                _("what was typed here is not saved; Escape goes back to the form"),
            ],
            detail="\n".join(lines),
        )
    )
    return "" if place is None else ("ours", "theirs")[place]
