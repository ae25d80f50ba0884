"""What can be done about a rent increase from the records of a contract and a home; forms are imported when opened."""

from __future__ import annotations

from coopadmin.i18n import N_
from screens.app import CoopApp
from screens.subject import Action


async def set_regime(app: CoopApp, contract_id: int) -> None:
    """Say under which rules the rent of a contract rises."""
    from screens.increases import forms

    await forms.set_regime(app, contract_id)


async def object_to(app: CoopApp, contract_id: int) -> None:
    """Note an objection of a contract's tenant."""
    from screens.increases import forms

    await forms.object_to(app, contract_id)


async def set_maximum(app: CoopApp, dwelling_id: int) -> None:
    """Enter the maximum rent of a home."""
    from screens.increases import forms

    await forms.set_maximum(app, dwelling_id)


CONTRACT_ACTIONS = (
    Action(N_("How its rent rises"), set_regime, N_("Social, middle segment or free sector, from a day on")),
    Action(N_("Objection against an increase"), object_to, N_("Note that the tenant objects, and when that came")),
)

HOME_ACTIONS = (
    Action(N_("Maximum rent"), set_maximum, N_("The most its basic rent may be by its points, from a day on")),
)
