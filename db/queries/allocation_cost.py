"""What a home that falls free may cost, read from its contract, its points and the limits of the year."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from coopadmin.domain.allocation import Clock
from coopadmin.domain.allocation_cost import Cost, CostFacts, cost_of
from coopadmin.domain.legal import LegalValue, legal_value
from coopadmin.domain.rent_limits import Maximum
from db.queries.legal import legal_settings
from db.queries.rent_limits import maxima_of
from db.queries.rents import lines_of

if TYPE_CHECKING:
    from db.queries.allocation import FileFacts


def cost(connection: Connection, facts: FileFacts, clock: Clock, on: date) -> Cost:
    """Give what a home may cost on the day it is free, or on `on` where that is not known or past."""
    begins = max(clock.free_on or on, facts.closed_on or on)
    entered = legal_settings(connection)

    def law(name: str) -> LegalValue | None:
        return legal_value(name, begins, entered)

    maximum = next((one for one in maxima_of(connection, facts.dwelling_id) if one.valid_from <= begins), None)
    return cost_of(
        CostFacts(
            on=begins,
            basic_rent_cents=_basic_rent(connection, facts, on),
            asked_rent_cents=facts.asked_rent_cents,
            points_hundredths=facts.points_hundredths,
            maximum=Maximum(maximum.max_rent_cents, maximum.valid_from, maximum.source) if maximum else None,
        ),
        law,
    )


def _basic_rent(connection: Connection, facts: FileFacts, on: date) -> int | None:
    """Give the basic rent of the contract that ends, as it is on a day, or was on its last."""
    if facts.contract_id is None:
        return None
    last = min(on, facts.ends_on) if facts.ends_on else on
    return next((one.basic_rent_cents for one in lines_of(connection, facts.contract_id, last) if one.in_force), None)
