"""What limits the rent of a contract and a home, as it was entered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select
from sqlmodel import col

from db.tables.increases import MaximumRent, RentRegime


@dataclass(frozen=True, slots=True)
class RegimeRow:
    """Under which rules the rent of a contract rises from a day on."""

    regime_id: int
    valid_from: date
    regime: str
    source: str


@dataclass(frozen=True, slots=True)
class MaximumRow:
    """The most the basic rent of a home may be from a day on, cents per month."""

    maximum_id: int
    valid_from: date
    max_rent_cents: int
    source: str


def regimes_of(connection: Connection, contract_id: int) -> tuple[RegimeRow, ...]:
    """Give the regimes of a contract, newest first."""
    statement = (
        select(col(RentRegime.id), col(RentRegime.valid_from), col(RentRegime.regime), col(RentRegime.source))
        .where(col(RentRegime.contract_id) == contract_id)
        .order_by(col(RentRegime.valid_from).desc())
    )
    return tuple(RegimeRow(*row) for row in connection.execute(statement))


def maxima_of(connection: Connection, dwelling_id: int) -> tuple[MaximumRow, ...]:
    """Give the maximum rents of a home, newest first."""
    statement = (
        select(
            col(MaximumRent.id),
            col(MaximumRent.valid_from),
            col(MaximumRent.max_rent_cents),
            col(MaximumRent.source),
        )
        .where(col(MaximumRent.dwelling_id) == dwelling_id)
        .order_by(col(MaximumRent.valid_from).desc())
    )
    return tuple(MaximumRow(*row) for row in connection.execute(statement))
