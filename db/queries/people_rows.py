"""What of a person stands where: the rows that are theirs by a key, and the texts and journal lines that name them."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import reduce
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, Connection, Table, func, or_, select
from sqlmodel import SQLModel, col
from sqlmodel.sql.sqltypes import AutoString

from coopadmin.domain.forgetting_people import near_names, sure_names
from coopadmin.formats import fold
from db.queries.forgetting_people import cleared, contracts_of
from db.queries.forgetting_rows import Row, remembered
from db.tables import everything as _everything
from db.tables.base import Record, table_of
from db.tables.contracts import ContractParty
from db.tables.journal import JournalValue
from db.tables.maintenance import MaintenanceTask
from db.tables.members import Member, Membership, Person

BOOKS = ("bankfile", "bankstatement", "bankline", "charge", "posting", "depositmovement", "refund", "openingbalance")
"""The books: kept whole for their own term (Civil Code (BW) 2:10(3)), whoever they name."""

_OF_MANY = ("meeting", "facility", "agendaitem", "workday", "allocationfile", "dwelling")
"""Tables whose rows have a person's key, and are about much else."""

_SHORT = 3
"""Texts of fewer signs are codes."""

declared = _everything
"""All tables are declared with this module."""


def models() -> dict[str, type[Record]]:
    """Give every class of a table by the table's name, the journal left out."""
    found: dict[str, type[Record]] = {}
    waiting: list[type[SQLModel]] = [Record]
    while waiting:
        for one in waiting.pop().__subclasses__():
            waiting.append(one)
            if issubclass(one, Record) and hasattr(one, "__table__"):
                found[str(table_of(one).name)] = one
    return {name: found[name] for name in sorted(found) if not name.startswith("journal")}


def own_rows(connection: Connection, person_id: int, *, books: bool = False) -> dict[type[Record], list[Row]]:
    """Give the rows that are somebody's by a key: their own, and those of their membership, contracts and calls.

    Rows of a table that are about much else, such as a meeting they led, are left out; the books unless asked for.
    """
    keys = _keys(connection, person_id)
    found: dict[type[Record], list[Row]] = {}
    for name, model in models().items():
        if name in _OF_MANY or (name in BOOKS and not books):
            continue
        table = table_of(model)
        wanted = [table.c.id.in_(keys[name])] if name in keys else []
        wanted += [
            column.in_(keys[key.column.table.name])
            for column in table.columns
            for key in column.foreign_keys
            if key.column.table.name in keys
        ]
        if wanted and (rows := _rows(connection, table, or_(*wanted))):
            found[model] = rows
    return found


def _keys(connection: Connection, person_id: int) -> dict[str, list[int]]:
    members = _ids(connection, Member, table_of(Member).c.person_id == person_id)
    return {
        "person": [person_id],
        "member": members,
        "membership": _ids(connection, Membership, table_of(Membership).c.member_id.in_(members)),
        "contract": contracts_of(connection, person_id),
        "maintenancetask": _ids(connection, MaintenanceTask, table_of(MaintenanceTask).c.reporter_id == person_id),
    }


def texts_of(table: Table) -> list[str]:
    """Name the columns of a table that hold words of people's own; folded ones are made of them."""
    return [column.name for column in table.columns if isinstance(column.type, AutoString) and column.name != "folded"]


def longest_of(table: Table, column: str) -> int | None:
    """Give how many signs a column holds at most; None where nothing bounds it."""
    for one in table.constraints:
        if isinstance(one, CheckConstraint) and (found := re.search(rf"length\({column}\) <= (\d+)", str(one.sqltext))):
            return int(found[1])
    return None


def names(connection: Connection, person_id: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give what somebody is surely called by in any text, and what besides in texts about them; longest first."""
    table = table_of(Person)
    known: list[Row] = _rows(connection, table, table.c.id == person_id)
    known += remembered(connection, Person, [person_id]).get(person_id, [])
    alike = [
        table.c[name].in_({str(row.get(name) or "") for row in known} - {""})
        for name in ("family_name", "email", "phone", "iban")
    ]
    others = _rows(connection, table, or_(*alike), table.c.id != person_id)
    return sure_names(known, others), near_names(known)


def shared_names(connection: Connection, person_id: int) -> dict[int, frozenset[str]]:
    """Give, by contract, what a party to it whose data is still there is called too, such as a family name.

    In a text about that contract such a name says not who of them is meant.
    """
    parties, people = table_of(ContractParty), table_of(Person)
    statement = (
        select(parties.c.contract_id, people)
        .join(people, people.c.id == parties.c.person_id)
        .where(parties.c.contract_id.in_(contracts_of(connection, person_id)), people.c.id != person_id)
    )
    gone = cleared(connection)
    found: defaultdict[int, set[str]] = defaultdict(set)
    for row in connection.execute(statement).mappings():
        if row["id"] not in gone:
            found[row["contract_id"]] |= set(near_names([{str(key): value for key, value in row.items()}]))
    return {contract_id: frozenset(names) for contract_id, names in found.items()}


def needles(sure: Iterable[str], near: Iterable[str]) -> tuple[str, ...]:
    """Give short pieces of which every text that holds one of the sure names holds one, for a first sieve."""
    families = set(near)
    found = {name for name in sure if not any(one in name for one in families)} | {
        one for one in families if any(one in name for name in sure)
    }
    plain = {"".join(fold(sign) or sign for sign in one) for one in found}
    return tuple(sorted(found | plain | {one.upper() for one in found}))


def naming(connection: Connection, pieces: Collection[str]) -> Iterator[tuple[type[Record], Row]]:
    """Give every row outside the books that holds one of these pieces in a text."""
    for name, model in models().items():
        table = table_of(model)
        columns = texts_of(table)
        if name in BOOKS or not columns or not pieces:
            continue
        # All texts of a row as one, so that each piece is sought once: columns times pieces make a long question.
        texts = reduce(lambda known, more: known + "\n" + more, [func.coalesce(table.c[one], "") for one in columns])
        holds = [texts.contains(piece, autoescape=True) for piece in pieces]
        for row in _rows(connection, table, or_(*holds)):
            yield model, row


def naming_lines(connection: Connection, pieces: Collection[str]) -> dict[str, dict[int, list[str]]]:
    """Give, by table and row, the texts outside the books that the journal holds with one of these pieces in them."""
    found: defaultdict[str, defaultdict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    if not pieces:
        return {}
    values = col(JournalValue.values_json)
    statement = select(col(JournalValue.table_name), col(JournalValue.row_id), values).where(
        values.is_not(None),
        col(JournalValue.table_name).not_in(BOOKS),
        or_(*[values.contains(json.dumps(piece, ensure_ascii=False)[1:-1], autoescape=True) for piece in pieces]),
    )
    for table, row_id, values_json in connection.execute(statement):
        sides: dict[str, dict[str, Any]] = json.loads(values_json or "{}")
        texts = [text for side in sides.values() for text in side.values() if isinstance(text, str)]
        found[table][row_id] += [text for text in texts if len(text) > _SHORT]
    return {table: dict(rows) for table, rows in found.items()}


def _ids(connection: Connection, model: type[Record], *wanted: ColumnElement[bool]) -> list[int]:
    return list(connection.execute(select(table_of(model).c.id).where(*wanted)).scalars())


def _rows(connection: Connection, table: Table, *wanted: ColumnElement[bool]) -> list[Row]:
    found = connection.execute(select(table).where(*wanted).order_by(table.c.id)).mappings()
    return [{str(key): value for key, value in row.items()} for row in found]
