"""Whose work comes first on the first page."""

from __future__ import annotations

from coopadmin.i18n import N_, _
from screens.app import CoopApp
from screens.dialogs import ChooseScreen

ROLES: dict[str, str] = {
    "": N_("everyone's work"),
    "secretary": N_("secretary"),
    "treasurer": N_("treasurer"),
    "coordinator": N_("maintenance coordinator"),
}


async def choose_role(app: CoopApp) -> bool:
    """Ask for a role and keep it; tells whether one was chosen."""
    codes = list(ROLES)
    current = codes.index(app.preferences.role) if app.preferences.role in codes else 0
    place = await app.push_screen_wait(
        ChooseScreen(_("Whose work comes first?"), [_(label) for label in ROLES.values()], current)
    )
    if place is None:
        return False
    app.choose(role=codes[place])
    return True
