"""Fields that opening and correcting a file ask for in the same way."""

from __future__ import annotations

from datetime import date
from typing import Any

from coopadmin.domain.allocation import PERMIT_REGIMES
from coopadmin.i18n import N_
from screens.fields import Field


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


def group_field(groups: tuple[tuple[int, str], ...], now: int | None) -> tuple[Field, ...]:
    """Ask for the group that decides; nothing where there are no groups."""
    if not groups:
        return ()
    choices = [(str(group_id), name) for group_id, name in groups]
    return (
        Field(
            "group_id",
            N_("Committee or cluster"),
            "choice",
            initial=None if now is None else str(now),
            choices=choices,
            help=N_("who decides, where that is no meeting; empty: the procedure's own"),
        ),
    )


def rent_and_permit(asked_rent_cents: int | None, permit_regime: str) -> tuple[Field, Field]:
    """Ask for the rent and the regime of the housing permit."""
    return (
        Field("asked_rent_cents", N_("Rent asked"), "cents", initial=asked_rent_cents, help=N_("basic rent a month")),
        Field(
            "permit_regime",
            N_("Housing permit"),
            "choice",
            required=True,
            initial=permit_regime,
            choices=list(PERMIT_REGIMES.items()),
            help=N_("the municipality's bylaw says; the nomination asks for it"),
        ),
    )


def numbers(values: dict[str, Any]) -> dict[str, Any]:
    """Give what was chosen from a list back its number."""
    given = dict(values)
    for name in ("procedure_id", "group_id"):
        if name in given:
            given[name] = int(given[name]) if given[name] else None
    return given
