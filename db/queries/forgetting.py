"""Whose data is to be cleared, since when and why, and who is kept until when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, select
from sqlmodel import col

from coopadmin.domain.deadlines import Figure
from coopadmin.domain.forgetting import RETENTION, Facts, InFile, OnList, Term, after_taking_back, due_on
from coopadmin.domain.members import sorted_name
from db.forgetting import is_unswept
from db.queries.forgetting_rows import remembered
from db.queries.reasons import figure, letters_owed
from db.tables.allocation import AllocationFile, Candidacy
from db.tables.base import table_of
from db.tables.candidates import Candidate, PoolPlace, WaitingPlace
from db.tables.journal import JournalEntry, JournalValue


@dataclass(frozen=True, slots=True)
class ToClear:
    """Somebody whose data is to be cleared: why, line by line, and from which day on.

    `who_id`: the row of a candidate, or of a person among people who left. `taken_back`: the registration was taken
    back, and only the journal still holds it.
    """

    who_id: int
    number: str
    name: str
    why: tuple[str, ...]
    from_on: date
    taken_back: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """Somebody whose data stays: why, the last day of it, and what must be seen to first.

    `who_id`: the row of a candidate, or of a person among people who left.
    `until` is None where that is not known yet; `asks` is empty where nothing stands in the way but the day.
    """

    who_id: int
    number: str
    name: str
    why: tuple[str, ...]
    until: date | None
    asks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Overview:
    """All that the page of forgetting shows of the store."""

    due: tuple[ToClear, ...]
    asking: tuple[Kept, ...]
    """Whose day is over, and who are kept only because a person must see to something first."""
    kept: tuple[Kept, ...]
    retention: Figure
    last_cleared_on: date | None
    unswept: bool


@dataclass(frozen=True, slots=True)
class _Standing:
    """One candidate, and how long their data is kept."""

    candidate_id: int
    number: str
    name: str
    term: Term
    taken_back: bool = False


def due(connection: Connection, on: date) -> tuple[ToClear, ...]:
    """Give whose data is to be cleared on a day, the longest overdue first."""
    return _due(_standings(connection, on), on)


def kept(connection: Connection, on: date) -> tuple[Kept, ...]:
    """Give whose data stays, and until when: who asks something first, then by the day."""
    return _kept(_standings(connection, on), on)


def overview(connection: Connection, on: date) -> Overview:
    """Give everything the page shows."""
    standings = _standings(connection, on)
    staying = _kept(standings, on)
    return Overview(
        due=_due(standings, on),
        asking=tuple(one for one in staying if _is_over(one, on)),
        kept=tuple(one for one in staying if not _is_over(one, on)),
        retention=retention(connection, on),
        last_cleared_on=connection.execute(select(func.max(col(Candidate.cleared_on)))).scalar(),
        unswept=is_unswept(connection),
    )


def term_of(connection: Connection, candidate_id: int, on: date) -> Term | None:
    """Say how long one candidate's data is kept; None where there is none of it any more."""
    return next((one.term for one in _standings(connection, on, [candidate_id])), None)


def retention(connection: Connection, on: date) -> Figure:
    """Give the days that data is kept, and where that comes from."""
    return figure(connection, RETENTION, on)


def number_of(connection: Connection, candidate_id: int) -> str:
    """Give a candidate's number, out of the journal where the registration was taken back; empty where unknown."""
    number = connection.execute(select(col(Candidate.number)).where(col(Candidate.id) == candidate_id)).scalar()
    return number or next((one.number for one in _taken_back(connection, Figure(0, ""), [candidate_id])), "")


def taken_back_numbered(connection: Connection, number: str) -> int | None:
    """Find a candidate whose registration was taken back and whom the journal still holds, the newest of that number.

    None where there is nobody.
    """
    gone = _taken_back(connection, Figure(0, ""), None) if number else []
    return max((one.candidate_id for one in gone if one.number == number), default=None)


def facts(connection: Connection, candidate_id: int, on: date) -> Facts | None:
    """Give what says how long one candidate's data is kept; None where it was cleared."""
    return next((found for _row, found in _facts(connection, on, [candidate_id])), None)


# -- how each stands -----------------------------------------------------------------------------------------------


def _due(standings: Iterable[_Standing], on: date) -> tuple[ToClear, ...]:
    found = [
        ToClear(one.candidate_id, one.number, one.name, one.term.told, one.term.from_on, one.taken_back)
        for one in standings
        if one.term.is_due(on) and one.term.from_on is not None
    ]
    return tuple(sorted(found, key=lambda one: (one.from_on, one.number)))


def _kept(standings: Iterable[_Standing], on: date) -> tuple[Kept, ...]:
    found = [
        Kept(one.candidate_id, one.number, one.name, one.term.told, one.term.last_day, one.term.asks)
        for one in standings
        if not one.term.is_due(on)
    ]
    return tuple(sorted(found, key=lambda one: (not _is_over(one, on), one.until or date.max, one.number)))


def _is_over(one: Kept, on: date) -> bool:
    return bool(one.asks) and one.until is not None and one.until < on


def _standings(connection: Connection, on: date, only: Iterable[int] | None = None) -> list[_Standing]:
    wanted = None if only is None else list(only)
    days = retention(connection, on)
    found = [
        _Standing(row["id"], row["number"], _name(row), due_on(known, days, on))
        for row, known in _facts(connection, on, wanted)
    ]
    return [*found, *_taken_back(connection, days, wanted)]


def _name(row: Mapping[Any, Any]) -> str:
    return sorted_name(row["family_name"], row["prefix"], row["initials"], row["given_name"])


def _facts(connection: Connection, on: date, only: list[int] | None) -> list[tuple[Mapping[Any, Any], Facts]]:
    """Give the candidates whose data is there, each with what says how long it is kept."""
    table = table_of(Candidate)
    statement = select(table).where(table.c.cleared_on.is_(None))
    if only is not None:
        statement = statement.where(table.c.id.in_(only))
    rows = connection.execute(statement.order_by(table.c.id)).mappings().all()
    if not rows:
        return []
    files, lists = _files(connection, on), _lists(connection)
    return [
        (
            row,
            Facts(
                row["registered_on"],
                row["consent_on"],
                row["consent_until"],
                tuple(files[row["id"]]),
                tuple(lists[row["id"]]),
            ),
        )
        for row in rows
    ]


def _files(connection: Connection, on: date) -> defaultdict[int, list[InFile]]:
    owed = {one.candidacy_id for one in letters_owed(connection, on)}
    statement = (
        select(
            col(Candidacy.candidate_id),
            col(Candidacy.id),
            col(AllocationFile.number),
            col(AllocationFile.closed_on),
        )
        .join(AllocationFile, col(AllocationFile.id) == col(Candidacy.file_id))
        .order_by(col(AllocationFile.number))
    )
    found: defaultdict[int, list[InFile]] = defaultdict(list)
    for candidate_id, candidacy_id, number, closed_on in connection.execute(statement):
        found[candidate_id].append(InFile(number, closed_on, candidacy_id in owed))
    return found


def _lists(connection: Connection) -> defaultdict[int, list[OnList]]:
    found: defaultdict[int, list[OnList]] = defaultdict(list)
    waiting = select(
        col(WaitingPlace.candidate_id),
        col(WaitingPlace.registered_on),
        col(WaitingPlace.ended_on),
        col(WaitingPlace.end_reason),
        col(WaitingPlace.notice_sent_on),
    )
    waiting = waiting.order_by(col(WaitingPlace.id))
    for candidate_id, began_on, ended_on, end_reason, told_on in connection.execute(waiting):
        found[candidate_id].append(OnList("waiting", began_on, ended_on, end_reason, told_on))
    pool = select(
        col(PoolPlace.candidate_id),
        col(PoolPlace.met_on),
        col(PoolPlace.ended_on),
        col(PoolPlace.end_reason),
        col(PoolPlace.notice_sent_on),
    )
    pool = pool.order_by(col(PoolPlace.id))
    for candidate_id, met_on, ended_on, end_reason, told_on in connection.execute(pool):
        found[candidate_id].append(OnList("pool", met_on, ended_on, end_reason, told_on))
    return found


# -- what only the journal still holds -----------------------------------------------------------------------------


def _taken_back(connection: Connection, days: Figure, only: list[int] | None) -> list[_Standing]:
    """Give the candidates whose registration was taken back, and whom the journal still holds."""
    line = col(JournalValue.row_id)
    statement = (
        select(line, func.max(col(JournalEntry.at)).label("last_at"))
        .join(JournalEntry, col(JournalEntry.id) == col(JournalValue.entry_id))
        .where(
            col(JournalValue.table_name) == str(table_of(Candidate).name),
            col(JournalValue.values_json).is_not(None),
            line.not_in(select(col(Candidate.id))),
        )
        .group_by(line)
    )
    rows = connection.execute(statement if only is None else statement.where(line.in_(only)))
    gone: dict[int, str] = {row.row_id: row.last_at for row in rows}
    found: list[_Standing] = []
    for candidate_id, values in remembered(connection, Candidate, gone).items():
        row = {**dict.fromkeys(("number", "family_name", "prefix", "initials", "given_name"), ""), **values[-1]}
        last = datetime.fromisoformat(gone[candidate_id]).astimezone().date()
        found.append(_Standing(candidate_id, row["number"], _name(row), after_taking_back(last, days), taken_back=True))
    return found
