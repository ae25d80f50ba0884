"""What became of the files of a year: when each home was free and let, and how the fit check came out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select
from sqlmodel import col

from coopadmin.domain.nominations import counts_by_fit, days_empty
from coopadmin.domain.periods import day_after
from db.tables.allocation import AllocationFile, Candidacy, Nomination
from db.tables.base import table_of
from db.tables.contracts import Contract
from db.tables.dwellings import Dwelling

_files, _homes, _contracts = table_of(AllocationFile), table_of(Dwelling), table_of(Contract)


@dataclass(frozen=True, slots=True)
class AllocationRow:
    """One file as a report shows it; codes as they are stored."""

    file_id: int
    file: str
    dwelling: str
    opened: date
    free_from: date | None
    days_empty: int | None
    candidates: int
    """How many there were."""
    nominated_on: date | None
    """The day of the nomination that led to the contract, else of the newest."""
    fit: str | None
    outcome: str
    """Empty while the file runs."""
    contract: str | None
    let_from: date | None
    closed_on: date | None

    @property
    def year(self) -> int:
        """The year it counts in: of the contract's first day, else of its end, else of its opening."""
        return (self.let_from or self.closed_on or self.opened).year


def allocations(connection: Connection, year: int, on: date) -> tuple[AllocationRow, ...]:
    """Give the files that count in a year, by number; a file that runs counts in the year it was opened."""
    statement = (
        select(
            _files.c.id,
            _files.c.number,
            _homes.c.code,
            _files.c.opened_on,
            _files.c.free_on,
            _contracts.c.ends_on,
            _files.c.outcome,
            _files.c.closed_on,
        )
        .join(_homes, _homes.c.id == _files.c.dwelling_id)
        .outerjoin(_contracts, _contracts.c.id == _files.c.contract_id)
        .order_by(_files.c.number)
    )
    rows = connection.execute(statement).mappings().all()
    counted = _candidates(connection)
    nominated = _nominated(connection, [row["id"] for row in rows])
    found: list[AllocationRow] = []
    for row in rows:
        sent_on, fit, contract, let_from = nominated.get(row["id"], (None, "", None, None))
        free = day_after(row["ends_on"]) if row["ends_on"] else row["free_on"]
        found.append(
            AllocationRow(
                file_id=row["id"],
                file=row["number"],
                dwelling=row["code"],
                opened=row["opened_on"],
                free_from=free,
                days_empty=days_empty(free, let_from, min(row["closed_on"] or on, on)),
                candidates=counted.get(row["id"], 0),
                nominated_on=sent_on,
                fit=fit or None,
                outcome=row["outcome"],
                contract=contract,
                let_from=let_from,
                closed_on=row["closed_on"],
            )
        )
    return tuple(one for one in found if one.year == year)


def fit_counts(rows: Iterable[AllocationRow]) -> dict[str, int]:
    """Count the homes that were let by the outcome of the fit check, for the board's statement."""
    return counts_by_fit(one.fit or "" for one in rows if one.outcome == "let")


def _candidates(connection: Connection) -> dict[int, int]:
    statement = select(col(Candidacy.file_id), func.count()).group_by(col(Candidacy.file_id))
    return {file_id: number for file_id, number in connection.execute(statement)}  # noqa: C416 - rows are no pairs


_Nominated = tuple[date | None, str, str | None, date | None]


def _nominated(connection: Connection, file_ids: Sequence[int]) -> dict[int, _Nominated]:
    """Give of each file the nomination that led to a contract, else the newest: sent, fit, contract, its first day."""
    statement = (
        select(
            col(Candidacy.file_id),
            col(Nomination.sent_on),
            col(Nomination.fit),
            _contracts.c.number,
            _contracts.c.starts_on,
        )
        .join(Candidacy, col(Candidacy.id) == col(Nomination.candidacy_id))
        .outerjoin(_contracts, _contracts.c.id == col(Nomination.contract_id))
        .where(col(Candidacy.file_id).in_(file_ids))
        .order_by(col(Nomination.contract_id).is_not(None), col(Nomination.id))
    )
    # The last of each file stands: one with a contract comes after all others.
    return {file_id: (sent, fit, number, first) for file_id, sent, fit, number, first in connection.execute(statement)}
