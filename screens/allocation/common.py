"""What the forms of a file have in common: fields, and what is refused before anything is asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from coopadmin.domain.allocation import PERMIT_REGIMES
from coopadmin.errors import Invalid
from coopadmin.i18n import N_
from screens.allocation.committee import NEW, OFFERED
from screens.app import CoopApp
from screens.fields import Field


async def can_be(app: CoopApp, deed: Callable[..., Any], **values: Any) -> Any:
    """Try a deed with what is known before its form is opened; gives what the deed gives, None where a form must ask.

    Raises Refused where no form can mend it: the file is closed, the candidate is out, there is nothing to do it to.
    What a field would have to say otherwise is left to the form.
    """
    try:
        return await app.rehearse(deed, **values)
    except Invalid:
        return None


def day_fields(noticed_on: date | None, free_on: date | None) -> tuple[Field, Field]:
    """Ask for the notice and the first free day, where no contract tells them."""
    return (
        Field("noticed_on", N_("Notice of"), "date", initial=noticed_on, help=N_("where no contract tells it")),
        Field(
            "free_on",
            N_("Free from"),
            "date",
            initial=free_on,
            help=N_("the first day it is empty, where no contract tells"),
        ),
    )


def group_field(groups: tuple[tuple[int, str], ...], now: int | None, *, may_begin: bool = False) -> tuple[Field, ...]:
    """Ask for the group that screens or decides, with `may_begin` also for a new one; nothing where there is none."""
    choices = [*((str(group_id), name) for group_id, name in groups), *((OFFERED,) if may_begin else ())]
    if not choices:
        return ()
    return (
        Field(
            "group_id",
            N_("Committee or cluster"),
            "choice",
            initial=None if now is None else str(now),
            choices=choices,
            help=N_("who screens or decides, where that is no meeting; empty: the procedure's own, or a new one")
            if may_begin
            else N_("who screens or decides, where that is no meeting; empty: the procedure's own"),
        ),
    )


def rent_and_permit(asked_rent_cents: int | None, permit_regime: str) -> tuple[Field, Field]:
    """Ask for the rent and the regime of the housing permit."""
    return (
        Field("asked_rent_cents", N_("Rent asked"), "cents", initial=asked_rent_cents, help=N_("basic rent a month")),
        Field(
            "permit_regime",
            N_("Permit"),
            "choice",
            required=True,
            initial=permit_regime,
            choices=list(PERMIT_REGIMES.items()),
            help=N_("housing permit: the municipality's bylaw says; the nomination asks for it"),
        ),
    )


def numbers(values: dict[str, Any]) -> dict[str, Any]:
    """Give what was chosen from a list back its number; a group that is still to be made has none."""
    given = dict(values)
    for name in ("procedure_id", "group_id"):
        if name in given:
            given[name] = int(given[name]) if given[name] and given[name] != NEW else None
    return given
