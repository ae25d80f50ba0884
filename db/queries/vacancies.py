"""Homes that are free, or will be: the clock of the nomination."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, or_, select

from coopadmin.domain.contracts import Lease, Vacancy, given_up, vacancy_on
from coopadmin.domain.periods import add_months
from db.queries.association import rule_number
from db.tables.allocation import AllocationFile
from db.tables.base import table_of
from db.tables.contracts import Contract
from db.tables.dwellings import Dwelling

# The first page asks this: bare columns spare it the mapping of every class.
_homes, _contracts, _files = table_of(Dwelling), table_of(Contract), table_of(AllocationFile)


@dataclass(frozen=True, slots=True)
class VacancyRow:
    """A home that is or becomes free; `stage` is a key of VACANCY_STAGES."""

    dwelling_id: int
    dwelling: str
    free_from: date | None
    nomination_due: date | None
    days_left: int | None
    stage: str
    file: str = ""
    """The number of the file that was closed without a nomination to come; empty where the home still has its turn."""
    outcome: str = ""
    """How that file ended: withdrawn or lapsed."""
    due_by_rule: date | None = None
    """The day of the nomination by the rule alone, also where nobody is nominated any more; None where never let."""


@dataclass(frozen=True, slots=True)
class _Closed:
    """The newest file of a home that was closed."""

    number: str
    opened_on: date
    outcome: str


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
    closed = _closed_files(connection, on)
    return tuple(
        _row(
            dwelling_id,
            code,
            vacancy,
            closed.get(dwelling_id),
            max((one.starts_on for one in leases), default=None),
            add_months(vacancy.free_from, accepted) if vacancy.free_from else None,
        )
        for dwelling_id, (code, leases) in homes.items()
        if (vacancy := vacancy_on(leases, on, accepted))
    )


def turn_given_up(connection: Connection, dwelling_id: int, on: date, leases: list[Lease]) -> bool:
    """Tell whether the file of a home that is free was closed so that nobody is nominated for it this turn."""
    begun = max((one.starts_on for one in leases), default=None)
    return _gave_up(_closed_files(connection, on).get(dwelling_id), begun)


def _row(
    dwelling_id: int, code: str, vacancy: Vacancy, file: _Closed | None, begun: date | None, due_by_rule: date | None
) -> VacancyRow:
    over = file is not None and _gave_up(file, begun)
    stands = given_up(vacancy) if over else vacancy
    return VacancyRow(
        dwelling_id,
        code,
        stands.free_from,
        stands.nomination_due,
        stands.days_left,
        stands.stage,
        file.number if file and over else "",
        file.outcome if file and over else "",
        due_by_rule,
    )


def _gave_up(file: _Closed | None, begun: date | None) -> bool:
    """Tell whether a file ended without a nomination to come; one of before the last contract was of another turn."""
    if file is None or file.outcome not in ("withdrawn", "lapsed"):
        return False
    return begun is None or file.opened_on > begun


def _closed_files(connection: Connection, on: date) -> dict[int, _Closed]:
    """Give the newest file of each home that was closed by a day."""
    statement = (
        select(_files.c.dwelling_id, _files.c.number, _files.c.opened_on, _files.c.outcome)
        .where(_files.c.closed_on <= on)
        .order_by(_files.c.closed_on, _files.c.id)
    )
    return {
        dwelling_id: _Closed(number, opened_on, outcome)
        for dwelling_id, number, opened_on, outcome in connection.execute(statement)
    }
