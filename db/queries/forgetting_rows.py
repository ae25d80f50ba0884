"""What of a candidate stands where: their own rows, what files and meetings hold, and what the journal remembers."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, or_, select
from sqlmodel import col

from coopadmin.domain.forgetting import names_of
from db.tables.allocation import (
    AllocationFile,
    AllocationItem,
    AllocationStep,
    Candidacy,
    DeclaredInterest,
    Interview,
    Nomination,
    ScreeningLine,
)
from db.tables.base import Record, table_of
from db.tables.candidates import Candidate, CandidateContact, PoolPlace, WaitingPlace
from db.tables.decisions import Decision
from db.tables.journal import JournalValue
from db.tables.meetings import AgendaDocument, AgendaItem, Recusal
from db.tables.voting import ConsentObjection, ConsentRound, Motion, Vote

Row = Mapping[str, Any]

_AT_ONCE = 500

Chain = tuple[tuple[type[Record], str, type[Record]], ...]

_OWN: Chain = (
    (WaitingPlace, "candidate_id", Candidate),
    (PoolPlace, "candidate_id", Candidate),
    (CandidateContact, "candidate_id", Candidate),
    (Candidacy, "candidate_id", Candidate),
    (ScreeningLine, "candidacy_id", Candidacy),
    (Interview, "candidacy_id", Candidacy),
    (DeclaredInterest, "candidacy_id", Candidacy),
    (Nomination, "candidacy_id", Candidacy),
    (AllocationItem, "candidacy_id", Candidacy),
)
"""The tables whose rows are about one candidate: by which column, of which table; parents before children."""

_AT_MEETINGS: Chain = (
    (AgendaDocument, "item_id", AgendaItem),
    (Recusal, "item_id", AgendaItem),
    (Motion, "item_id", AgendaItem),
    (Vote, "motion_id", Motion),
    (ConsentRound, "motion_id", Motion),
    (ConsentObjection, "round_id", ConsentRound),
)
"""What hangs below an item of an agenda that decides on a candidate."""


@dataclass(frozen=True, slots=True)
class Found:
    """Rows by table, and the numbers of those that are gone but for the journal."""

    rows: dict[type[Record], list[Row]]
    gone: dict[type[Record], set[int]]

    def ids(self, model: type[Record]) -> set[int]:
        """Give the numbers of all rows of a table, those that are gone too."""
        return {row["id"] for row in self.rows[model]} | self.gone[model]


def own_rows(connection: Connection, candidate_id: int) -> Found:
    """Give the rows that are about one candidate."""
    return _descend(connection, Candidate, {candidate_id}, _OWN)


def linked_rows(connection: Connection, own: Found) -> Found:
    """Give what else may speak of a candidate: their files, and what meetings asked, said and decided of them."""
    made = remembered(connection, AllocationItem, own.gone[AllocationItem])
    items = {row["item_id"] for row in own.rows[AllocationItem]}
    items |= {value["item_id"] for values in made.values() for value in values if "item_id" in value}
    found = _descend(connection, AgendaItem, items, _AT_MEETINGS)
    files = {row["file_id"] for row in own.rows[Candidacy]}
    interests, decisions = table_of(DeclaredInterest).c, table_of(Decision).c
    votes = {row["id"] for row in found.rows[Vote]}
    nominated = {row["decision_id"] for row in own.rows[Nomination]} - {None}
    wanted: dict[type[Record], ColumnElement[bool]] = {
        AllocationFile: table_of(AllocationFile).c.id.in_(files),
        AllocationStep: table_of(AllocationStep).c.file_id.in_(files),
        DeclaredInterest: and_(interests.file_id.in_(files), interests.candidacy_id.is_(None)),
        Decision: or_(decisions.id.in_(nominated), decisions.vote_id.in_(votes)),
    }
    for model, condition in wanted.items():
        found.rows[model], found.gone[model] = _rows(connection, model, condition), set()
    return found


def neighbouring_rows(connection: Connection, own: Found) -> Found:
    """Give what meetings asked and said of others in a candidate's files, and of the procedure there."""
    made = table_of(AllocationItem).c
    files = {row["file_id"] for row in own.rows[Candidacy]}
    items = connection.execute(
        select(made.item_id).where(made.file_id.in_(files), made.id.not_in(own.ids(AllocationItem)))
    ).scalars()
    return _descend(connection, AgendaItem, set(items), _AT_MEETINGS)


def _descend(connection: Connection, root: type[Record], ids: Collection[int], chain: Chain) -> Found:
    """Give rows of a table and all that hangs below them."""
    rows = _rows(connection, root, table_of(root).c.id.in_(ids)) if ids else []
    found = Found({root: rows}, {root: set(ids) - {row["id"] for row in rows}})
    for model, column, parent in chain:
        parents = found.ids(parent)
        found.rows[model] = _rows(connection, model, table_of(model).c[column].in_(parents)) if parents else []
        found.gone[model] = _removed(connection, model, column, parents) if parents else set()
    return found


def remembered(
    connection: Connection, model: type[Record], row_ids: Collection[int]
) -> dict[int, list[dict[str, Any]]]:
    """Give the values the journal still holds of some rows of a table, oldest first."""
    statement = (
        select(col(JournalValue.row_id), col(JournalValue.values_json))
        .where(col(JournalValue.table_name) == str(table_of(model).name), col(JournalValue.values_json).is_not(None))
        .order_by(col(JournalValue.entry_id), col(JournalValue.position))
    )
    found: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    waiting = sorted(row_ids)
    for start in range(0, len(waiting), _AT_ONCE):
        some = col(JournalValue.row_id).in_(waiting[start : start + _AT_ONCE])
        for row_id, values_json in connection.execute(statement.where(some)):
            values: dict[str, dict[str, Any]] = json.loads(values_json or "{}")
            found[row_id].extend(side for side in (values.get("before"), values.get("after")) if side)
    return dict(found)


def names(connection: Connection, candidate_id: int) -> tuple[str, ...]:
    """Give what a candidate may be called in a text: all they are and were called, longest first."""
    known = [*_rows(connection, Candidate, table_of(Candidate).c.id == candidate_id)]
    known += remembered(connection, Candidate, [candidate_id]).get(candidate_id, [])
    called = {
        (row.get("family_name") or "", row.get("prefix") or "", row.get("given_name") or "")
        for row in known
        if row.get("family_name") or row.get("given_name")
    }
    others = {row.get(name) or "" for row in known for name in ("email", "phone", "address")}
    return names_of(called, others)


def _rows(connection: Connection, model: type[Record], *wanted: ColumnElement[bool]) -> list[Row]:
    table = table_of(model)
    found = connection.execute(select(table).where(*wanted).order_by(table.c.id)).mappings()
    return [{str(key): value for key, value in row.items()} for row in found]


def _removed(connection: Connection, model: type[Record], column: str, parents: Collection[int]) -> set[int]:
    """Find the rows of some parents that were removed or taken back, and that the journal still holds."""
    table = table_of(model)
    there = set(connection.execute(select(table.c.id)).scalars())
    held = select(col(JournalValue.row_id)).where(
        col(JournalValue.table_name) == str(table.name), col(JournalValue.values_json).is_not(None)
    )
    gone = set(connection.execute(held).scalars()) - there
    return {
        row_id
        for row_id, values in remembered(connection, model, gone).items()
        if any(value.get(column) in parents for value in values)
    }
