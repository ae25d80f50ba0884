"""The files of vacancies: what each is about, and the list of them; how one stands is read beside it.

Candidates stand here by their number only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, or_, select, true
from sqlmodel import col

from coopadmin.domain.allocation import Clock, ClockFacts, clock
from coopadmin.domain.allocation_cost import Cost
from coopadmin.domain.allocation_steps import Step, next_step
from coopadmin.domain.association import RuleValue
from coopadmin.domain.procedures import Procedure
from coopadmin.errors import Refused
from coopadmin.formats import fold
from coopadmin.i18n import _
from db.queries import association
from db.queries.base import Listing, Page, contains
from db.queries.open_files import timing
from db.queries.procedures import procedure
from db.queries.vacancies import managed_on
from db.tables.allocation import AllocationFile, AllocationStep
from db.tables.base import table_of
from db.tables.contracts import Contract
from db.tables.dwellings import Dwelling
from db.tables.members import WorkingGroup

FILTERS = ("running", "late", "let", "ended", "all")
SORTS = ("due", "number", "dwelling", "free")

_files, _homes, _contracts = table_of(AllocationFile), table_of(Dwelling), table_of(Contract)
_groups = table_of(WorkingGroup)


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What a file is about, as it was recorded; days worked out from it are in its clock."""

    file_id: int
    number: str
    dwelling_id: int
    dwelling: str
    rooms: int | None
    cluster: str
    contract_id: int | None
    contract: str
    group_id: int | None
    group: str
    procedure: Procedure
    opened_on: date
    timing: ClockFacts
    """What its clock is worked out from: `domain.allocation.clock(facts.timing, on)`."""
    noticed_on: date | None
    """The day of the notice as it was entered in the file; the contract's own counts where it tells one."""
    free_on: date | None
    """The day the home is free as it was entered in the file."""
    asked_rent_cents: int | None
    profile: str
    published_on: date | None
    permit_regime: str
    ranked_on: date | None
    closed_on: date | None
    outcome: str
    close_reason: str
    note: str
    ticked: Mapping[str, date]
    """The steps somebody ticked, keys of TICKED, and when they were done."""
    ends_on: date | None = None
    """The last day of its contract."""
    points_hundredths: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a file is on a day: its clock and its steps."""

    facts: FileFacts
    clock: Clock
    steps: tuple[Step, ...]

    @property
    def next(self) -> Step | None:
        """The step to take first; None where nothing is to be done."""
        return next_step(self.steps)


@dataclass(frozen=True, slots=True)
class FileRecord(Standing):
    """A file as it stands on a day, with what the home may cost."""

    cost: Cost
    choosing: tuple[str, ...] = ()
    """Whether there is time to get to know somebody still, and who is known long enough."""


# -- one file --------------------------------------------------------------------------------------------------


def facts(connection: Connection, file_id: int) -> FileFacts:
    """Give what a file is about; raises Refused where it is gone."""
    found = some_facts(connection, _files.c.id == file_id)
    if not found:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    return found[0]


def record(connection: Connection, file_id: int, on: date) -> FileRecord | None:
    """Give a file as it stands on a day; None where it is gone."""
    return next(iter(_records(connection, some_facts(connection, _files.c.id == file_id), on)), None)


def running(connection: Connection, on: date) -> tuple[FileRecord, ...]:
    """Give the files that run, the nomination that is due first in front."""
    return tuple(sorted(_records(connection, some_facts(connection, _files.c.closed_on.is_(None)), on), key=_by_due))


def _records(connection: Connection, found: Iterable[FileFacts], on: date) -> list[FileRecord]:
    from db.queries.allocation_cost import cost
    from db.queries.allocation_steps import choosing_time

    return [
        FileRecord(
            one.facts,
            one.clock,
            one.steps,
            cost(connection, one.facts, one.clock, on),
            choosing_time(connection, one.facts, one.clock, on),
        )
        for one in _standings(connection, found, on)
    ]


def standings(connection: Connection, on: date) -> tuple[Standing, ...]:
    """Give the files that run with their steps, without what the home may cost; due first in front."""
    found = _standings(connection, some_facts(connection, _files.c.closed_on.is_(None)), on)
    return tuple(sorted(found, key=_by_due))


def _standings(connection: Connection, found: Iterable[FileFacts], on: date) -> list[Standing]:
    clocks = [(one, clock(one.timing, on)) for one in found]
    if not clocks:
        return []
    # Of these the first page of a group without files need load nothing.
    from db.queries.allocation_steps import steps_of, waiting_on

    waiting = waiting_on(connection, on, closed=any(one.closed_on is not None for one, _time in clocks))
    return [Standing(one, time, steps_of(connection, one, time, on, waiting)) for one, time in clocks]


def _by_due(one: Standing) -> tuple[bool, date, str]:
    return one.clock.due_on is None, one.clock.due_on or date.max, one.facts.number


def some_facts(connection: Connection, wanted: ColumnElement[bool]) -> tuple[FileFacts, ...]:
    """Give what some files are about, by number."""
    statement = (
        select(
            _files,
            _homes.c.code.label("dwelling"),
            _homes.c.rooms,
            _homes.c.cluster,
            _homes.c.points_hundredths,
            _contracts.c.number.label("contract"),
            _contracts.c.notice_on,
            _contracts.c.ends_on,
            _groups.c.name.label("group"),
        )
        .join(_homes, _homes.c.id == _files.c.dwelling_id)
        .outerjoin(_contracts, _contracts.c.id == _files.c.contract_id)
        .outerjoin(_groups, _groups.c.id == _files.c.group_id)
        .where(wanted)
        .order_by(_files.c.number)
    )
    rows = connection.execute(statement).mappings().all()
    versions = {one: procedure(connection, one) for one in {row["procedure_id"] for row in rows}}
    values = association.rules(connection)
    steps = _ticked(connection, [row["id"] for row in rows])
    return tuple(_facts(row, versions[row["procedure_id"]], values, steps.get(row["id"], {})) for row in rows)


def _facts(
    row: Mapping[Any, Any], version: Procedure, values: tuple[RuleValue, ...], ticked: Mapping[str, date]
) -> FileFacts:
    same = ("number", "dwelling_id", "dwelling", "rooms", "cluster", "contract_id", "group_id", "opened_on")
    more = ("noticed_on", "free_on", "asked_rent_cents", "profile", "published_on", "permit_regime", "ranked_on")
    last = ("closed_on", "outcome", "close_reason", "note", "ends_on", "points_hundredths")
    return FileFacts(
        file_id=row["id"],
        contract=row["contract"] or "",
        group=row["group"] or "",
        procedure=version,
        timing=timing(row, values),
        ticked=ticked,
        **{name: row[name] for name in (*same, *more, *last)},
    )


def _ticked(connection: Connection, file_ids: list[int]) -> dict[int, dict[str, date]]:
    statement = select(col(AllocationStep.file_id), col(AllocationStep.step), col(AllocationStep.done_on)).where(
        col(AllocationStep.file_id).in_(file_ids)
    )
    found: dict[int, dict[str, date]] = {}
    for file_id, step, done_on in connection.execute(statement):
        found.setdefault(file_id, {})[step] = done_on
    return found


# -- the list --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file as the list shows it; `step` is the step to take first, None where there is nothing to do."""

    file_id: int
    number: str
    dwelling: str
    procedure: str
    opened_on: date
    free_on: date | None
    due_on: date | None
    days_left: int | None
    pressure: str
    step: Step | None
    outcome: str
    closed_on: date | None


_KEPT: dict[str, Callable[[FileRow], bool]] = {
    "running": lambda row: row.closed_on is None,
    "late": lambda row: row.step is not None and row.step.state == "late",
    "let": lambda row: row.outcome == "let",
    "ended": lambda row: row.closed_on is not None and row.outcome != "let",
    "all": lambda _row: True,
}

_ORDERS: dict[str, Callable[[FileRow], Any]] = {
    "due": lambda row: (row.due_on is None, row.due_on or date.max, row.number),
    "number": lambda row: row.number,
    "dwelling": lambda row: (fold(row.dwelling), row.number),
    "free": lambda row: (row.free_on is None, row.free_on or date.max, row.number),
}


def page(connection: Connection, listing: Listing, on: date) -> Page[FileRow]:
    """List the files by `listing`; filters and sorts are named in FILTERS and SORTS."""
    wanted = contains(listing.search, _files.c.folded, _homes.c.folded)
    if listing.filter == "running":
        wanted = and_(wanted, _files.c.closed_on.is_(None))
    rows = [_row(one) for one in _standings(connection, some_facts(connection, wanted), on)]
    kept = [row for row in rows if _KEPT[listing.filter or "all"](row)]
    kept.sort(key=_ORDERS[listing.sort or "due"], reverse=listing.descending)
    return Page(tuple(kept[: listing.limit]), len(kept))


def _row(one: Standing) -> FileRow:
    about, time = one.facts, one.clock
    return FileRow(
        file_id=about.file_id,
        number=about.number,
        dwelling=about.dwelling,
        procedure=about.procedure.name,
        opened_on=about.opened_on,
        free_on=time.free_on,
        due_on=time.due_on,
        days_left=time.days_left,
        pressure=time.pressure,
        step=one.next,
        outcome=about.outcome,
        closed_on=about.closed_on,
    )


# -- for other subjects ----------------------------------------------------------------------------------------


def files_of(
    connection: Connection, *, dwelling_id: int | None = None, contract_id: int | None = None
) -> tuple[FileFacts, ...]:
    """Give the files of a home, or those that began with a contract, by number."""
    if dwelling_id is not None:
        return some_facts(connection, _files.c.dwelling_id == dwelling_id)
    return some_facts(connection, _files.c.contract_id == contract_id)


@dataclass(frozen=True, slots=True)
class Opening:
    """A home that is or falls free and has no file that runs: what a new file can begin with."""

    dwelling_id: int
    dwelling: str
    contract_id: int
    contract: str
    noticed_on: date | None
    ends_on: date | None


def openings(
    connection: Connection, on: date, *, dwelling_id: int | None = None, contract_id: int | None = None
) -> tuple[Opening, ...]:
    """Give the last contract of every home that has a notice or a last day, the first that ends in front.

    Of one home or one contract only where asked. Homes with a file that runs, or no longer managed, are left out.
    """
    later = _contracts.alias("later")
    followed = select(later.c.id).where(
        later.c.dwelling_id == _contracts.c.dwelling_id, later.c.starts_on > _contracts.c.starts_on
    )
    taken = select(_files.c.id).where(_files.c.dwelling_id == _homes.c.id, _files.c.closed_on.is_(None))
    statement = (
        select(
            _homes.c.id,
            _homes.c.code,
            _contracts.c.id,
            _contracts.c.number,
            _contracts.c.notice_on,
            _contracts.c.ends_on,
        )
        .join(_homes, _homes.c.id == _contracts.c.dwelling_id)
        .where(
            or_(_contracts.c.ends_on.is_not(None), _contracts.c.notice_on.is_not(None)),
            managed_on(on),
            ~followed.exists(),
            ~taken.exists(),
            true() if dwelling_id is None else _homes.c.id == dwelling_id,
            true() if contract_id is None else _contracts.c.id == contract_id,
        )
        .order_by(_contracts.c.ends_on.asc().nulls_first(), _homes.c.code)
    )
    return tuple(Opening(*row) for row in connection.execute(statement))


def running_file_of(connection: Connection, dwelling_id: int) -> int | None:
    """Give the file of a home that runs; None where there is none."""
    statement = select(_files.c.id).where(_files.c.dwelling_id == dwelling_id, _files.c.closed_on.is_(None))
    return connection.execute(statement).scalar()
