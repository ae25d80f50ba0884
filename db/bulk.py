"""Writing many rows without looking at each value of each row anew: what bank files and registers of any size stand on.

What is written is to the letter what SQLAlchemy and the journal's `canonical` would write.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from itertools import chain
from json.encoder import encode_basestring
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Date, Dialect, Table, insert
from sqlalchemy.types import TypeEngine

_MOST_ROWS, _MOST_VALUES = 50, 900
"""Rows, and values in them, that one statement inserts; every database takes so many."""

Picking = Callable[[Mapping[str, Any]], tuple[Any, ...]]
Converting = tuple[tuple[int, Callable[[Any], Any]], ...]

_insertions: dict[tuple[str, str], tuple[str, Picking, Converting]] = {}
_shapes: dict[tuple[str, ...], tuple[Picking, str]] = {}

_WRITERS: dict[type, Callable[[Any], str]] = {
    str: encode_basestring,
    int: int.__repr__,
    bool: lambda value: "true" if value else "false",
    date: lambda value: f'"{value.isoformat()}"',
    type(None): lambda _value: "null",
}


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that give a value for every column."""
    if not connection.dialect.positional:
        connection.execute(insert(table), rows)
        return
    statement, pick, converting = _insertion(connection.dialect, table)
    bound: Sequence[Sequence[Any]] = list(map(pick, rows))
    if converting:
        bound = [_converted(values, converting) for values in bound]
    # What the database makes ready for each statement, so as to take it back alone, costs more than a row does.
    together = min(_MOST_ROWS, max(1, _MOST_VALUES // len(table.columns)))
    head, _values, one = statement.rpartition(" VALUES ")
    whole = len(bound) - len(bound) % together
    many = f"{head} VALUES {', '.join([one] * together)}"
    for start in range(0, whole, together):
        connection.exec_driver_sql(many, tuple(chain.from_iterable(bound[start : start + together])))
    if rest := bound[whole:]:
        connection.exec_driver_sql(statement, [tuple(values) for values in rest])


def _converted(values: Sequence[Any], converting: Converting) -> list[Any]:
    written = list(values)
    for place, convert in converting:
        written[place] = convert(written[place])
    return written


def _insertion(dialect: Dialect, table: Table) -> tuple[str, Picking, Converting]:
    """The statement that inserts a row, the values it wants in their order, and which of them are converted how."""
    known = _insertions.get((dialect.name, table.name))
    if known is None:
        compiled = insert(table).compile(dialect=dialect)
        names: Sequence[str] = getattr(compiled, "positiontup")  # noqa: B009 - declared for some compilers only
        kinds = [_conversion(table.c[name].type, dialect) for name in names]
        converting = tuple((place, convert) for place, convert in enumerate(kinds) if convert is not None)
        known = _insertions[dialect.name, table.name] = (str(compiled), itemgetter(*names), converting)
    return known


def _conversion(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    convert = kind.dialect_impl(dialect).bind_processor(dialect)
    # SQLAlchemy puts a day together from year, month and day; what it writes is the same.
    return _iso if convert and isinstance(kind, Date) else convert


def _iso(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def inserted_json(table: Table, values: Mapping[str, Any], given: Iterable[str] = ()) -> str | None:
    """Write the journal's JSON of a new row that has every column; None where a value is of a kind not foreseen.

    Where the columns `given` are named, every row that names these has in the others what this one has, but for its
    number and what it is searched by.
    """
    name = (table.name, *given)
    try:
        known = _shapes.get(name)
        if known is None:
            known = _shapes[name] = _shape(values, {*given, "id", "folded"} if given else values.keys())
        pick, text = known
        return text % tuple([_WRITERS[type(value)](value) for value in pick(values)])
    except KeyError:
        return None


def _shape(values: Mapping[str, Any], given: Collection[str]) -> tuple[Picking, str]:
    """Give what picks the values that differ from row to row, and the JSON with places for them."""
    names = sorted(values)
    always = {name: _WRITERS[type(values[name])](values[name]) for name in names if name not in given}
    parts = [f"{_plain(encode_basestring(name))}:{_plain(always[name]) if name in always else '%s'}" for name in names]
    return itemgetter(*(name for name in names if name in given)), f'{{"after":{{{",".join(parts)}}},"before":{{}}}}'


def _plain(text: str) -> str:
    return text.replace("%", "%%")
