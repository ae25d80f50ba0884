"""The procedures a group chooses its neighbours by: every version, which holds on a day, and the files that use it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select
from sqlmodel import col

from coopadmin.domain.procedures import CHOICES, WHO, Procedure, decision_words, state_on
from coopadmin.domain.voting_rules import rule_of_columns
from coopadmin.errors import Refused
from coopadmin.formats import fold
from coopadmin.i18n import _
from db.queries.base import Listing, Page
from db.tables.allocation import AllocationFile
from db.tables.base import table_of
from db.tables.dwellings import Dwelling
from db.tables.members import WorkingGroup
from db.tables.procedures import AllocationProcedure, ProcedureSize

FILTERS = ("in_use", "before", "all")

_procedures = table_of(AllocationProcedure)
_PLAIN = tuple(one.name for one in fields(Procedure) if one.name not in ("procedure_id", "rule", "sizes"))
_FLAGS = frozenset(
    (
        "board_excluded",
        "internal_first",
        "fee_required",
        "owner_registration",
        "procedure_check",
        "ratification",
    )
)


def procedure(connection: Connection, procedure_id: int) -> Procedure:
    """Give one version; raises Refused where it is gone."""
    found = connection.execute(select(_procedures).where(_procedures.c.id == procedure_id)).mappings().all()
    made = _made(connection, found)
    if not made:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    return made[0]


def in_force(connection: Connection, on: date) -> tuple[Procedure, ...]:
    """Give what a file may begin with on a day: of each name the newest version begun by then, unless it ended."""
    begun = select(_procedures).where(_procedures.c.valid_from <= on)
    found = connection.execute(begun.order_by(_procedures.c.name, _procedures.c.valid_from)).mappings()
    newest = {row["name"]: row for row in found}
    return tuple(one for one in _made(connection, tuple(newest.values())) if one.ended_on is None or one.ended_on >= on)


def _made(connection: Connection, rows: Iterable[Mapping[Any, Any]]) -> tuple[Procedure, ...]:
    """Make procedures of rows, in their order, with their sizes."""
    kept = tuple(rows)
    sizes: dict[int, list[tuple[int, int]]] = {}
    asked = (
        select(col(ProcedureSize.procedure_id), col(ProcedureSize.rooms), col(ProcedureSize.persons))
        .where(col(ProcedureSize.procedure_id).in_([row["id"] for row in kept]))
        .order_by(col(ProcedureSize.rooms))
    )
    for procedure_id, rooms, persons in connection.execute(asked):
        sizes.setdefault(procedure_id, []).append((rooms, persons))
    return tuple(
        Procedure(
            procedure_id=row["id"],
            rule=rule_of_columns(row),
            sizes=tuple(sizes.get(row["id"], ())),
            **_plain(row),
        )
        for row in kept
    )


def _plain(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {name: bool(row[name]) if name in _FLAGS else row[name] for name in _PLAIN}


# -- the list of them ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ProcedureRow:
    """A version as a list shows it, with how it stands on a day and how many files began with it."""

    procedure: Procedure
    state: str
    """In force, to come, an earlier version, or ended: a key of `STATES`."""
    files: int


@dataclass(frozen=True, slots=True)
class UsedBy:
    """A file that began with a version."""

    file_id: int
    number: str
    dwelling: str
    opened_on: date
    outcome: str
    """Empty while the file runs."""


@dataclass(frozen=True, slots=True)
class ProcedureRecord:
    """A version, its committee by name, all versions of the procedure (newest first) and the files that use it."""

    procedure: Procedure
    state: str
    group: str
    versions: tuple[ProcedureRow, ...]
    files: tuple[UsedBy, ...]
    stored: tuple[tuple[str, int], ...]
    """The rows behind it, for its story: table and number."""


def page(connection: Connection, listing: Listing, on: date) -> Page[ProcedureRow]:
    """List the versions: `in_use` (in force or to come), `before` (gave way or ended) or `all`."""
    words = fold(listing.search).split()
    rows = [
        row
        for row in _rows(connection, on)
        if _wanted(row, listing.filter) and all(word in fold(_said(row.procedure)) for word in words)
    ]
    if listing.sort == "from":
        rows.sort(key=lambda row: row.procedure.valid_from)
    elif listing.sort == "who":
        rows.sort(key=lambda row: tuple(WHO).index(row.procedure.decided_by))
    if listing.descending:
        rows.reverse()
    return Page(tuple(rows[: listing.limit]), len(rows))


def record(connection: Connection, procedure_id: int, on: date) -> ProcedureRecord | None:
    """Give one version with all that belongs to it; None where there is none."""
    rows = _rows(connection, on)
    row = next((one for one in rows if one.procedure.procedure_id == procedure_id), None)
    if row is None:
        return None
    name = select(col(WorkingGroup.name)).where(col(WorkingGroup.id) == row.procedure.group_id)
    sizes = select(col(ProcedureSize.id)).where(col(ProcedureSize.procedure_id) == procedure_id)
    return ProcedureRecord(
        procedure=row.procedure,
        state=row.state,
        group=connection.execute(name).scalar() or "",
        versions=tuple(one for one in reversed(rows) if one.procedure.name == row.procedure.name),
        files=_files(connection, procedure_id),
        stored=(
            (_procedures.name, procedure_id),
            *((table_of(ProcedureSize).name, row_id) for row_id in connection.execute(sizes).scalars()),
        ),
    )


def groups(connection: Connection) -> tuple[tuple[int, str], ...]:
    """Give the working groups that are there, to choose a standing committee from."""
    statement = select(col(WorkingGroup.id), col(WorkingGroup.name)).where(col(WorkingGroup.ended_on).is_(None))
    return tuple((row_id, name) for row_id, name in connection.execute(statement.order_by(col(WorkingGroup.name))))


def _rows(connection: Connection, on: date) -> list[ProcedureRow]:
    """Give every version by name and day, with how it stands; a group has a handful of them."""
    asked = select(_procedures).order_by(func.lower(_procedures.c.name), _procedures.c.name, _procedures.c.valid_from)
    found = _made(connection, connection.execute(asked).mappings())
    newest: dict[str, date] = {}
    for one in found:
        if one.valid_from <= on:
            newest[one.name] = one.valid_from
    used = select(col(AllocationFile.procedure_id), func.count()).group_by(col(AllocationFile.procedure_id))
    files = {procedure_id: int(number) for procedure_id, number in connection.execute(used)}
    return [
        ProcedureRow(one, state_on(one, newest.get(one.name, one.valid_from), on), files.get(one.procedure_id, 0))
        for one in found
    ]


def _wanted(row: ProcedureRow, name: str) -> bool:
    in_use = row.state in ("in_force", "to_come")
    return name in ("", "all") or in_use == (name == "in_use")


def _said(one: Procedure) -> str:
    """What is shown of a version in a list, to be searched."""
    return " ".join((one.name, _(WHO[one.decided_by]), _(CHOICES[one.choice]), decision_words(one), one.source))


def _files(connection: Connection, procedure_id: int) -> tuple[UsedBy, ...]:
    statement = (
        select(
            col(AllocationFile.id),
            col(AllocationFile.number),
            col(Dwelling.code),
            col(AllocationFile.opened_on),
            col(AllocationFile.outcome),
        )
        .join(Dwelling, col(Dwelling.id) == col(AllocationFile.dwelling_id))
        .where(col(AllocationFile.procedure_id) == procedure_id)
        .order_by(col(AllocationFile.opened_on).desc(), col(AllocationFile.number).desc())
    )
    return tuple(UsedBy(*row) for row in connection.execute(statement))
