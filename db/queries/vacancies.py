"""Homes that are free, or will be: the clock of the nomination."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, or_, select

from coopadmin.domain.contracts import Lease, vacancy_on
from db.queries.association import rule_number
from db.tables.base import table_of
from db.tables.contracts import Contract
from db.tables.dwellings import Dwelling

# The first page asks this: bare columns spare it the mapping of every class.
_homes, _contracts = table_of(Dwelling), table_of(Contract)


@dataclass(frozen=True, slots=True)
class VacancyRow:
    """A home that is or becomes free; `stage` is a key of VACANCY_STAGES."""

    dwelling_id: int
    dwelling: str
    free_from: date | None
    nomination_due: date | None
    days_left: int | None
    stage: str


def managed_on(on: date) -> ColumnElement[bool]:
    """Demand that a home is still managed on a day."""
    return or_(_homes.c.ended_on.is_(None), _homes.c.ended_on >= on)


def vacancies(connection: Connection, on: date) -> tuple[VacancyRow, ...]:
    """List the homes without a contract in force on a day, or with one that ends, by code as plain text.

    The nomination is due after the vacancy the owner accepts by the rule in force that day. Homes no longer
    managed are left out.
    """
    runs_on = (
        select(_contracts.c.id)
        .where(_contracts.c.dwelling_id == _homes.c.id, _contracts.c.starts_on <= on, _contracts.c.ends_on.is_(None))
        .correlate(_homes)
        .exists()
    )
    statement = (
        select(_homes.c.id, _homes.c.code, _contracts.c.starts_on, _contracts.c.ends_on)
        .outerjoin(_contracts, _contracts.c.dwelling_id == _homes.c.id)
        .where(managed_on(on), ~runs_on)
        .order_by(_homes.c.code, _contracts.c.starts_on)
    )
    homes: dict[int, tuple[str, list[Lease]]] = {}
    for dwelling_id, code, starts_on, ends_on in connection.execute(statement):
        _code, leases = homes.setdefault(dwelling_id, (code, []))
        if starts_on:
            leases.append(Lease(starts_on, ends_on))
    accepted = rule_number(connection, "accepted_vacancy_months", on)
    found = ((dwelling_id, code, vacancy_on(leases, on, accepted)) for dwelling_id, (code, leases) in homes.items())
    return tuple(
        VacancyRow(dwelling_id, code, vacancy.free_from, vacancy.nomination_due, vacancy.days_left, vacancy.stage)
        for dwelling_id, code, vacancy in found
        if vacancy
    )
