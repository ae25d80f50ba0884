"""Choosing a contractor in a form; where there is none yet, entering the first."""

from __future__ import annotations

from coopadmin.domain.contractors import name_key
from coopadmin.i18n import N_
from db.queries.orders import contractors_in_use
from screens.app import CoopApp
from screens.fields import Field


async def contractor_field(app: CoopApp, named: str = "") -> Field | None:
    """Ask for one of those who get work; None where none was entered in the form that asks for the first.

    The one that a task names in words is chosen already, and so is the only one there is.
    """
    found = await app.read(contractors_in_use, app.today)
    if not found:
        from screens.contractors.forms import ask_first

        if not await ask_first(app):
            return None
        found = await app.read(contractors_in_use, app.today)
    meant = [row_id for row_id, name in found if len(found) == 1 or name_key(name) == name_key(named)]
    return Field(
        "contractor_id",
        N_("Contractor"),
        "choice",
        required=True,
        initial=str(meant[0]) if meant else None,
        choices=[(str(row_id), name) for row_id, name in found],
        help=N_("not there? Enter them in the list of contractors"),
    )
