"""The figures of a year that a municipality and a corporation ask for: counts of homes and people, and no names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, or_, select
from sqlmodel import col

from coopadmin.domain.allocation_figures import days_within, gaps
from coopadmin.domain.contracts import Lease
from db.queries.allocations import AllocationRow, allocations, fit_counts
from db.queries.association import cooperative
from db.queries.candidate_lists import on_list
from db.queries.reasons import REJECTED
from db.tables.allocation import AllocationFile, Candidacy
from db.tables.base import table_of
from db.tables.candidates import PoolPlace, WaitingPlace
from db.tables.contracts import Contract
from db.tables.dwellings import Dwelling


@dataclass(frozen=True, slots=True)
class VacancyFigure:
    """A home that fell free in the year, or stood empty in it; `days` are those within the year.

    `let_from` may be a day to come, or in a later year: it is told as soon as there is a contract.
    """

    dwelling: str
    free_from: date
    let_from: date | None
    days: int


@dataclass(frozen=True, slots=True)
class ListFigure:
    """How many people a list had on the last day, and how many came on it and went off it in the year."""

    there: int
    came: int
    went: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one year, until its last day or the day they were asked for."""

    year: int
    until: date
    association: str
    vacancies: tuple[VacancyFigure, ...]
    never_let: int
    """Homes without any contract: since when they are empty nobody knows."""
    waiting: ListFigure
    met: ListFigure
    opened: int
    """Files opened in the year."""
    running: int
    """Files that ran on the last day."""
    closed: Mapping[str, int]
    """Files closed in the year, by their outcome."""
    allocations: tuple[AllocationRow, ...]
    """Homes let by a file, in the year in which the contract began."""
    fits: Mapping[str, int]
    """Those by the outcome of the fit check; empty: not recorded."""
    not_chosen: int
    """Candidates turned down in the year."""
    told: int
    """How many of those the reasons were sent to."""

    @property
    def fell_free(self) -> int:
        """How many homes fell free in the year itself."""
        return sum(one.free_from.year == self.year for one in self.vacancies)

    @property
    def days_empty(self) -> int:
        """Days in the year on which homes stood empty, all homes together."""
        return sum(one.days for one in self.vacancies)


def figures(connection: Connection, year: int, on: date) -> Figures:
    """Give the figures of a year; of a year that is not over, until the day `on`."""
    first, last = date(year, 1, 1), min(date(year, 12, 31), on)
    vacancies, never_let = _vacancies(connection, first, last)
    let = tuple(one for one in allocations(connection, year, on) if one.outcome == "let")
    turned_down, told = _turned_down(connection, first, last)
    waiting, pool = table_of(WaitingPlace), table_of(PoolPlace)
    return Figures(
        year=year,
        until=last,
        association=cooperative(connection).name,
        vacancies=vacancies,
        never_let=never_let,
        waiting=_list(connection, waiting, waiting.c.registered_on, first, last),
        met=_list(connection, pool, pool.c.met_on, first, last),
        opened=_opened(connection, first, last),
        running=_running(connection, last),
        closed=_closed(connection, first, last),
        allocations=let,
        fits=fit_counts(let),
        not_chosen=turned_down,
        told=told,
    )


def _vacancies(connection: Connection, first: date, last: date) -> tuple[tuple[VacancyFigure, ...], int]:
    """Give the homes that were free, by code and day, and how many were never let; not after a home was handed back."""
    statement = (
        select(col(Dwelling.code), col(Dwelling.ended_on), col(Contract.starts_on), col(Contract.ends_on))
        .outerjoin(Contract, col(Contract.dwelling_id) == col(Dwelling.id))
        .order_by(col(Dwelling.code), col(Contract.starts_on))
    )
    homes: dict[str, tuple[date | None, list[Lease]]] = {}
    for code, ended_on, starts_on, ends_on in connection.execute(statement):
        _ended, leases = homes.setdefault(code, (ended_on, []))
        if starts_on:
            leases.append(Lease(starts_on, ends_on))
    found: list[VacancyFigure] = []
    never = 0
    for code, (ended_on, leases) in homes.items():
        until = last if ended_on is None else min(last, ended_on)
        never += not leases and until >= first
        found.extend(
            VacancyFigure(code, gap.free_from, gap.let_from, days)
            for gap in gaps(leases)
            if (days := days_within(gap, first, until))
        )
    return tuple(found), never


def _list(connection: Connection, table: Any, began: Any, first: date, last: date) -> ListFigure:
    def people(*wanted: Any) -> int:
        counted = select(func.count(table.c.candidate_id.distinct())).where(*wanted)
        return connection.execute(counted).scalar() or 0

    return ListFigure(
        there=people(on_list(table, began, last)),
        came=people(began.between(first, last)),
        went=people(table.c.ended_on.between(first, last)),
    )


def _opened(connection: Connection, first: date, last: date) -> int:
    statement = select(func.count()).where(col(AllocationFile.opened_on).between(first, last))
    return connection.execute(statement).scalar() or 0


def _running(connection: Connection, on: date) -> int:
    opened, closed = col(AllocationFile.opened_on), col(AllocationFile.closed_on)
    statement = select(func.count()).where(opened <= on, or_(closed.is_(None), closed > on))
    return connection.execute(statement).scalar() or 0


def _closed(connection: Connection, first: date, last: date) -> dict[str, int]:
    statement = (
        select(col(AllocationFile.outcome), func.count())
        .where(col(AllocationFile.closed_on).between(first, last))
        .group_by(col(AllocationFile.outcome))
    )
    return {outcome: number for outcome, number in connection.execute(statement)}  # noqa: C416 - typed rows


def _turned_down(connection: Connection, first: date, last: date) -> tuple[int, int]:
    """Count who was turned down, and of those whom the reasons were sent to by the last day."""
    sent = Counter(
        sent_on is not None and sent_on <= last
        for (sent_on,) in connection.execute(
            select(col(Candidacy.reasons_sent_on)).where(
                col(Candidacy.outcome).in_(REJECTED), col(Candidacy.outcome_on).between(first, last)
            )
        )
    )
    return sent[True] + sent[False], sent[True]
