"""What a person's own rows say in words, the names of everybody else left out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, select
from sqlmodel import SQLModel

from coopadmin.domain.field_values import value_text
from coopadmin.domain.forgetting import scrub
from coopadmin.domain.forgetting_people import near_names, sure_names
from coopadmin.domain.person_data import UNSAID, label, said
from coopadmin.i18n import _
from db.queries import journal, people_rows
from db.queries.forgetting_rows import Row
from db.tables.base import table_of
from db.tables.candidates import Candidate
from db.tables.members import Person

Deed = tuple[datetime, str, tuple[tuple[str, str, str], ...]]
"""When, which deed, and what it changed: the column, from what, to what."""

LEFT_OUT = "[…]"
"""What stands in a text in the place of somebody else's name."""

SHOWN_BY = {
    "dwelling": "code",
    "contract": "number",
    "facility": "name",
    "decision": "number",
    "member": "number",
    "maintenancetask": "number",
    "meeting": "title",
    "workinggroup": "name",
    "allocationfile": "number",
    "category": "name",
    "workday": "title",
    "charge": "due_on",
    "vote": "text",
    "consentround": "text",
    "agendaitem": "title",
    "interview": "starts_at",
    "keycopy": "mark",
}
"""By which column a row is named where another refers to it; other keys tell nothing, and are left out."""

_OF_THE_STORE = ("id", "folded")
_WORD = re.compile(r"\w+(?:['’-]\w+)*")


def is_person(table: Table, column: str) -> bool:
    """Tell whether a column is the key of a person."""
    return any(key.column.table.name == "person" for key in table.c[column].foreign_keys)


class Others:
    """The names of everybody else, to be left out of texts."""

    def __init__(self, connection: Connection, known: list[Row], person_id: int | None) -> None:
        self._own = frozenset(sure_names(known)) | frozenset(near_names(known))
        self._by_word: defaultdict[str, list[Row]] = defaultdict(list)
        for model in (Person, Candidate):
            table = table_of(model)
            names = [table.c[name] for name in ("family_name", "prefix", "initials", "given_name", "email", "phone")]
            statement = select(*names)
            if model is Person:
                statement = statement.where(table.c.id != person_id)
            for row in connection.execute(statement).mappings():
                for word in _WORD.findall(row["family_name"])[-1:]:
                    self._by_word[word].append({str(key): value for key, value in row.items()})

    def hidden(self, text: str) -> str:
        """Give a text without the names of others in it."""
        for word in set(_WORD.findall(text)):
            for row in self._by_word.get(word, ()):
                names = (one for one in (*sure_names([row]), *near_names([row])) if one not in self._own)
                text = scrub(text, names, LEFT_OUT)
        return text


class _Referred:
    """What the rows are called that others refer to."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[tuple[str, int], str] = {}

    def name(self, table: str, row_id: int) -> str:
        """Give the name of a row of a table; empty where it has none that tells something."""
        if table not in SHOWN_BY:
            return ""
        if (table, row_id) not in self._known:
            its = SQLModel.metadata.tables[table]
            found = self._connection.execute(select(its.c[SHOWN_BY[table]]).where(its.c.id == row_id)).scalar()
            self._known[table, row_id] = value_text(SHOWN_BY[table], "" if found is None else str(found))
        return self._known[table, row_id]


class Words:
    """Says rows and deeds in words, what is empty left out, and so are the names of others."""

    def __init__(self, connection: Connection, others: Others, person_id: int | None) -> None:
        self._connection = connection
        self._others = others
        self._referred = _Referred(connection)
        self._person_id = person_id

    def told(self, table: Table, row: Row) -> tuple[tuple[str, str], ...]:
        """Say a row in words, column by column."""
        name = str(table.name)
        unsaid = (*_OF_THE_STORE, *UNSAID.get(name, ()))
        found = (
            (label(name, column), self._text(table, column, value))
            for column, value in row.items()
            if column not in unsaid and value not in (None, "")
        )
        return tuple((called, text) for called, text in found if text)

    def deeds(self, rows: Iterable[tuple[str, int]]) -> tuple[Deed, ...]:
        """Say what was done to some rows, the oldest first; a column that `told` leaves out is left out here too."""
        by_table: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
        for name, row_id in rows:
            by_table[name].append((name, row_id))
        found: dict[int, tuple[datetime, str, list[tuple[str, str, str]]]] = {}
        hidden = self._others.hidden
        for name, its in by_table.items():
            unsaid = UNSAID.get(name, ())
            for one in journal.story(self._connection, its, most=10_000):
                _at, _deed, changes = found.setdefault(one.entry_id, (one.at, one.deed, []))
                changes += [
                    (column, hidden(was), hidden(now)) for column, was, now in one.changes if column not in unsaid
                ]
        return tuple((at, deed, tuple(changes)) for _entry, (at, deed, changes) in sorted(found.items()))

    def _text(self, table: Table, column: str, value: Any) -> str:
        name = str(table.name)
        if is_person(table, column):
            return _("you") if value == self._person_id and column != "person_id" else ""
        if keys := list(table.c[column].foreign_keys):
            return self._others.hidden(self._referred.name(keys[0].column.table.name, value))
        if str(table.c[column].type) == "BOOLEAN":
            return _("yes") if value else _("no")
        text = said(name, column, str(value))
        is_text = name not in ("person", "member", "candidate") and column in people_rows.texts_of(table)
        return self._others.hidden(text) if is_text else text
