"""What was removed or taken back of a person, and stands in the journal only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import chain

from sqlalchemy import Connection, select
from sqlmodel import col

from db.queries.balances import chunks
from db.queries.forgetting_rows import Row, remembered
from db.queries.people_rows import BOOKS, columns_by_target, keys_beside, own_keys
from db.tables.base import Record, table_of
from db.tables.journal import JournalValue
from db.tables.members import Member, Membership

_KEYS = ("person", "member", "membership", "contract", "maintenancetask")
"""The tables whose rows make another row somebody's own, or one beside it."""

Gone = dict[type[Record], dict[int, list[Row]]]
"""By table and number, what the journal still holds of rows that are there no more; oldest first."""


@dataclass(frozen=True, slots=True)
class Removed:
    """The rows outside the books that are there no more, and which of them referred to a row of a table."""

    rows: Gone
    by_key: Mapping[tuple[str, int], Collection[tuple[type[Record], int]]]

    def of(self, keys: Mapping[str, Collection[int]]) -> Gone:
        """Give those with these numbers, by table, and those that referred to them."""
        found: Gone = defaultdict(dict)
        for target, numbers in keys.items():
            for model, row_id in chain.from_iterable(self.by_key.get((target, number), ()) for number in numbers):
                found[model][row_id] = self.rows[model][row_id]
        return dict(found)


def removed_rows(connection: Connection) -> Removed:
    """Give the rows outside the books that were removed or taken back, of which the journal still holds anything."""
    rows: Gone = {}
    by_key: defaultdict[tuple[str, int], set[tuple[type[Record], int]]] = defaultdict(set)
    for model, row_ids in _taken_out(connection).items():
        rows[model] = {row_id: list(values) for row_id, values in remembered(connection, model, row_ids).items()}
        keys = [(column.name, target) for column, target in columns_by_target()[model] if target in _KEYS]
        for row_id, values in rows[model].items():
            for name, target in keys:
                for key in {value.get(name) for value in ({"id": row_id}, *values)}:
                    if key is not None:
                        by_key[target, int(key)].add((model, row_id))
    return Removed(rows, by_key)


def removed_of(connection: Connection, removed: Removed, person_id: int) -> Gone:
    """Give what was removed of somebody's own, by the keys of `own_rows`; a member number that was removed is one."""
    keys = own_keys(connection, person_id)
    for target, model in (("member", Member), ("membership", Membership)):
        keys[target] = sorted({*keys[target], *removed.of(keys).get(model, ())})
    return removed.of(keys)


def removed_beside(connection: Connection, removed: Removed, person_id: int) -> Gone:
    """Give what was removed that hung on a contract somebody is a party to or on a call of theirs; it may be theirs."""
    return removed.of(keys_beside(connection, person_id))


def _taken_out(connection: Connection) -> dict[type[Record], set[int]]:
    """Number the rows that were once removed and are not there."""
    models = {
        str(table_of(model).name): model
        for model, columns in columns_by_target().items()
        if any(target in _KEYS for _column, target in columns)
    }
    statement = select(col(JournalValue.table_name), col(JournalValue.row_id)).where(
        col(JournalValue.change) == "delete", col(JournalValue.table_name).in_(sorted(models.keys() - set(BOOKS)))
    )
    found: defaultdict[type[Record], set[int]] = defaultdict(set)
    for name, row_id in connection.execute(statement):
        found[models[name]].add(row_id)
    for model, row_ids in found.items():
        number = table_of(model).c.id
        for some in chunks(sorted(row_ids)):
            row_ids.difference_update(connection.execute(select(number).where(number.in_(some or ()))).scalars())
    return found
