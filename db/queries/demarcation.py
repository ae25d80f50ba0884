"""The demarcation lists: their versions and lines, what is in force, and whose job a report is by them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Select, func, select
from sqlmodel import col

from coopadmin.domain.demarcation import Line, Routed, route, route_by
from coopadmin.domain.demarcation_lines import PARTIES, unfounded
from db.queries.base import Listing, Page, contains, count, ordered
from db.tables.association import Agreement, Owner
from db.tables.base import table_of
from db.tables.demarcation import DemarcationLine, DemarcationList
from db.tables.dwellings import Dwelling
from db.tables.maintenance import MaintenanceTask, TaskJudgement

MOST_JUDGED = 20
"""Reports that are shown with a line."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a list."""

    list_id: int
    owner_id: int
    owner: str
    agreement_id: int | None
    agreement: str
    version: str
    valid_from: date
    valid_until: date | None
    """The day before the next version of this owner begins; None while it is the last."""
    agreed_on: date | None
    source: str
    note: str
    lines: int

    def state(self, on: date) -> str:
        """Tell how it stands on a day: a code of `STATES`."""
        if on < self.valid_from:
            return "to_come"
        return "earlier" if self.valid_until is not None and self.valid_until < on else "in_force"


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line as the list shows it."""

    line: Line
    position: int
    version: Version
    state: str
    unfounded: str
    """What is missing behind work that is left to the resident without a letter; empty where nothing is."""


@dataclass(frozen=True, slots=True)
class LineRecord:
    """A line with all that is known of it."""

    row: LineRow
    judged: tuple[JudgedTask, ...]
    """The reports that were judged by it, newest first."""
    stored: tuple[tuple[str, int], ...]
    """The rows whose story it has."""


@dataclass(frozen=True, slots=True)
class JudgedTask:
    """A report that was judged by a line."""

    task_id: int
    number: str
    what: str
    judged_on: date
    responsible: str


def lines_in_force(connection: Connection, owner_id: int | None, on: date) -> tuple[Line, ...]:
    """Give the lines of the version an owner's list has on a day; of every owner's where none is named."""
    current = _current(owner_id, on).subquery()
    table = table_of(DemarcationLine)
    statement = (
        select(table, current.c.version, current.c.valid_from)
        .join(current, current.c.id == table.c.list_id)
        .order_by(current.c.owner_id, table.c.position)
    )
    return tuple(_line(dict(row)) for row in connection.execute(statement).mappings())


def route_for(
    connection: Connection,
    *,
    what: str,
    dwelling_id: int | None,
    facility_id: int | None,
    element_code: str,
    defect_code: str,
    location_code: str,
    reachable: bool | None,
    notable_cost: bool | None,
    on: date,
) -> Routed:
    """Say whose job a report is by the list of the home's owner on a day, and why.

    A facility is a shared room; so is a report of neither a home nor a facility. Where a home's owner is not known, all
    owners' lists in force are looked at.
    """
    owner_id: int | None = None
    if dwelling_id is not None:
        owner_id = connection.execute(
            select(col(Dwelling.owner_id)).where(col(Dwelling.id) == dwelling_id)
        ).scalar_one_or_none()
    return route(
        lines_in_force(connection, owner_id, on),
        what=what,
        element_code=element_code,
        defect_code=defect_code,
        location_code=location_code,
        reachable=reachable,
        notable_cost=notable_cost,
        shared=dwelling_id is None and facility_id is not None,
    )


def route_words(
    connection: Connection, *, what: str, reachable: bool | None, notable_cost: bool | None, shared: bool, on: date
) -> Routed:
    """Say whose job something is in a neighbour's own words, by all lists in force on a day."""
    lines = lines_in_force(connection, None, on)
    return route(lines, what=what, reachable=reachable, notable_cost=notable_cost, shared=shared)


def route_by_line(
    connection: Connection, line_id: int, *, dwelling_id: int | None, facility_id: int | None, **asked: Any
) -> Routed | None:
    """Say whose job a report is by a line that a person chose; None where that is gone. `asked` as for `route_by`."""
    found = line(connection, line_id)
    if found is None:
        return None
    return route_by(found, shared=dwelling_id is None and facility_id is not None, **asked)


# -- lists and records -----------------------------------------------------------------------------------------


def versions(connection: Connection) -> tuple[Version, ...]:
    """Give all versions of all owners' lists, newest first per owner; a co-operative has few."""
    lists, owners, agreements = table_of(DemarcationList), table_of(Owner), table_of(Agreement)
    lines = table_of(DemarcationLine)
    counted = select(func.count()).where(lines.c.list_id == lists.c.id).scalar_subquery()
    statement = (
        select(lists, owners.c.name.label("owner"), agreements.c.reference, counted.label("lines"))
        .join(owners, owners.c.id == lists.c.owner_id)
        .outerjoin(agreements, agreements.c.id == lists.c.agreement_id)
        .order_by(owners.c.name, lists.c.valid_from.desc())
    )
    found: list[Version] = []
    following: dict[int, date] = {}
    for row in connection.execute(statement).mappings():
        until = following.get(row["owner_id"])
        following[row["owner_id"]] = row["valid_from"]
        found.append(
            Version(
                list_id=row["id"],
                owner_id=row["owner_id"],
                owner=row["owner"],
                agreement_id=row["agreement_id"],
                agreement=row["reference"] or "",
                version=row["version"],
                valid_from=row["valid_from"],
                valid_until=None if until is None else until - timedelta(days=1),
                agreed_on=row["agreed_on"],
                source=row["source"],
                note=row["note"],
                lines=row["lines"],
            )
        )
    return tuple(found)


def page(connection: Connection, listing: Listing, today: date) -> Page[LineRow]:
    """Give the lines a list shows."""
    of_id = {one.list_id: one for one in versions(connection)}
    wanted = [key for key, one in of_id.items() if listing.filter == "all" or one.state(today) == "in_force"]
    if listing.filter == "to_come":
        wanted = [key for key, one in of_id.items() if one.state(today) == "to_come"]
    table = table_of(DemarcationLine)
    lists = table_of(DemarcationList)
    statement = (
        select(table, lists.c.version, lists.c.valid_from)
        .join(lists, lists.c.id == table.c.list_id)
        .where(table.c.list_id.in_(wanted), contains(listing.search, table.c.folded))
    )
    if listing.filter in PARTIES:
        statement = statement.where(table.c.party == listing.filter)
    if listing.filter == "unfounded":
        statement = statement.where(table.c.party == "resident", table.c.letter == "")
    by = {"keyword": func.lower(table.c.keyword), "party": table.c.party}
    within = (lists.c.owner_id, lists.c.valid_from.desc(), table.c.position)
    if listing.sort in by:
        statement = ordered(statement, by[listing.sort], listing.descending, *within)
    else:
        place = table.c.position.desc() if listing.descending else table.c.position
        statement = statement.order_by(lists.c.owner_id, lists.c.valid_from.desc(), place)
    rows = connection.execute(statement.limit(listing.limit)).mappings()
    return Page(tuple(_row(dict(row), of_id, today) for row in rows), count(connection, statement))


def record(connection: Connection, line_id: int, today: date) -> LineRecord | None:
    """Give one line with the reports judged by it; None where it is gone."""
    table, lists = table_of(DemarcationLine), table_of(DemarcationList)
    found = connection.execute(
        select(table, lists.c.version, lists.c.valid_from)
        .join(lists, lists.c.id == table.c.list_id)
        .where(table.c.id == line_id)
    ).mappings()
    row = found.first()
    if row is None:
        return None
    judged = (
        select(
            col(MaintenanceTask.id),
            col(MaintenanceTask.number),
            col(MaintenanceTask.what),
            col(TaskJudgement.judged_on),
            col(TaskJudgement.responsible),
        )
        .join(TaskJudgement, col(TaskJudgement.task_id) == col(MaintenanceTask.id))
        .where(col(TaskJudgement.line_id) == line_id)
        .order_by(col(TaskJudgement.judged_on).desc(), col(TaskJudgement.id).desc())
        .limit(MOST_JUDGED)
    )
    of_id = {one.list_id: one for one in versions(connection)}
    return LineRecord(
        row=_row(dict(row), of_id, today),
        judged=tuple(JudgedTask(*one) for one in connection.execute(judged)),
        stored=(("demarcationline", line_id), ("demarcationlist", row["list_id"])),
    )


def line(connection: Connection, line_id: int) -> Line | None:
    """Give one line; None where it is gone."""
    table, lists = table_of(DemarcationLine), table_of(DemarcationList)
    statement = (
        select(table, lists.c.version, lists.c.valid_from)
        .join(lists, lists.c.id == table.c.list_id)
        .where(table.c.id == line_id)
    )
    row = connection.execute(statement).mappings().first()
    return None if row is None else _line(dict(row))


def _current(owner_id: int | None, on: date) -> Select[Any]:
    """Select the version of a day per owner."""
    table = table_of(DemarcationList)
    newest = (
        select(table.c.owner_id, func.max(table.c.valid_from).label("first"))
        .where(table.c.valid_from <= on)
        .group_by(table.c.owner_id)
        .subquery()
    )
    statement = select(table).join(
        newest, (newest.c.owner_id == table.c.owner_id) & (newest.c.first == table.c.valid_from)
    )
    return statement if owner_id is None else statement.where(table.c.owner_id == owner_id)


def _row(row: dict[str, Any], of_id: dict[int, Version], today: date) -> LineRow:
    version = of_id[row["list_id"]]
    one = _line(row)
    return LineRow(one, row["position"], version, version.state(today), unfounded(one))


def _line(row: dict[str, Any]) -> Line:
    return Line(
        line_id=row["id"],
        keyword=row["keyword"],
        component=row["component"],
        work=row["work"],
        party=row["party"],
        only_reachable=bool(row["only_reachable"]),
        only_low_cost=bool(row["only_low_cost"]),
        otherwise=row["otherwise"],
        letter=row["letter"],
        codes=tuple(row["codes"].split()),
        note=row["note"],
        version=row["version"],
        valid_from=row["valid_from"],
    )
