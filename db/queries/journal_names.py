"""What a record that another one points at is called in a story: its number, its code or its name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import SQLModel

from coopadmin.domain.members import display_name

Names = Mapping[tuple[str, str], Mapping[Any, str]]
"""By table and column: what each row it points at is called."""

_CALLED_BY: dict[str, str] = {
    **dict.fromkeys(("allocationfile", "candidate", "contract", "decision"), "number"),
    **dict.fromkeys(("maintenancetask", "member", "selfworkclaim"), "number"),
    **dict.fromkeys(("dwelling", "keykind"), "code"),
    **dict.fromkeys(("allocationprocedure", "bankaccount", "category", "contractor", "facility"), "name"),
    **dict.fromkeys(("owner", "planelement", "workinggroup"), "name"),
    **dict.fromkeys(("agendaitem", "meeting", "workday"), "title"),
    **dict.fromkeys(("actionpoint", "maintenancejob", "planmeasure"), "what"),
    "agreement": "reference",
}
"""The column by which people know a record; what stands nowhere here has no name of its own."""

_THROUGH: dict[str, str] = {"candidacy": "candidate_id", "membership": "member_id", "quote": "contractor_id"}
"""What goes by the name of another record."""


def is_reference(table: str, column: str) -> bool:
    """Tell whether a column holds the row number of another record."""
    return bool(_target(table, column))


def names_of(connection: Connection, found: Iterable[tuple[str, str, int]]) -> Names:
    """Give what the rows are called that columns point at, each as (table, column, row number).

    A row that is gone, or has no name of its own, is left out: a row number tells people nothing.
    """
    wanted: dict[tuple[str, str], set[int]] = {}
    for table, column, row_id in found:
        wanted.setdefault((table, column), set()).add(row_id)
    return {place: _names(connection, _target(*place), ids) for place, ids in wanted.items()}


def _target(table: str, column: str) -> str:
    """Give the table that a column points at; empty where it points at none."""
    if not column.endswith("_id"):
        return ""
    from db.tables import everything

    assert everything  # noqa: S101 - imported for the tables it declares
    columns = SQLModel.metadata.tables[table].c
    keys = columns[column].foreign_keys if column in columns else ()
    return next((key.column.table.name for key in keys), "")


def _names(connection: Connection, table: str, ids: Collection[int]) -> dict[int, str]:
    columns = SQLModel.metadata.tables[table].c
    if table == "person":
        parts = (columns.family_name, columns.prefix, columns.initials, columns.given_name)
        people = connection.execute(select(columns.id, *parts).where(columns.id.in_(ids)))
        return {row[0]: display_name(*(part or "" for part in row[1:])) for row in people}
    column = _THROUGH.get(table) or _CALLED_BY.get(table)
    if column is None:
        return {}
    rows = connection.execute(
        select(columns.id, columns[column]).where(columns.id.in_(ids), columns[column].is_not(None))
    )
    kept = {row[0]: row[1] for row in rows}
    if table not in _THROUGH:
        return {row_id: name for row_id, name in kept.items() if name}
    further = _names(connection, _target(table, column), set(kept.values()))
    return {row_id: further[other] for row_id, other in kept.items() if other in further}
