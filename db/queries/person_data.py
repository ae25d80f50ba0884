"""All that the store holds of one person, in words, by table; other people's names are left out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, select
from sqlmodel import SQLModel, col

from coopadmin.domain.field_names import column_name
from coopadmin.domain.field_values import value_text
from coopadmin.domain.forgetting import scrub
from coopadmin.domain.forgetting_people import near_names, sure_names
from coopadmin.domain.members import display_name
from coopadmin.domain.person_data import place_of
from coopadmin.i18n import _
from db.queries import journal, people_rows
from db.queries.forgetting_rows import Row
from db.tables.bank import BankLine
from db.tables.base import Record, table_of
from db.tables.candidates import Candidate
from db.tables.matching import Posting
from db.tables.members import Member, Person

LEFT_OUT = "[…]"
"""What stands in a text in the place of somebody else's name."""

_SHOWN_BY = {
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
}
"""By which column a row is named where another refers to it; other keys tell nothing, and are left out."""

_OF_THE_STORE = ("id", "folded")
_WORD = re.compile(r"\w+(?:['’-]\w+)*")


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one table, each as what it is called and what it says."""

    table: str
    rows: tuple[tuple[tuple[str, str], ...], ...]


@dataclass(frozen=True, slots=True)
class PersonData:
    """All that is kept of one person; `deeds` are what was done to their records: when, which deed, what changed."""

    number: str
    name: str
    parts: tuple[Part, ...]
    deeds: tuple[tuple[datetime, str, tuple[tuple[str, str, str], ...]], ...]


def person_numbered(connection: Connection, number: str) -> int | None:
    """Find a person by the member number, or by `P` and the number of the row; None where there is nobody."""
    found = connection.execute(select(col(Member.person_id)).where(col(Member.number) == number)).scalar()
    digits = number[1:]
    if found is None and number[:1] in ("P", "p") and digits.isascii() and digits.isdigit() and len(digits) < 10:
        found = connection.execute(select(col(Person.id)).where(col(Person.id) == int(digits))).scalar()
    return found


def person_data(connection: Connection, person_id: int) -> PersonData:
    """Give all that the store holds of one person, by table; raises LookupError where there is nobody."""
    own = people_rows.own_rows(connection, person_id, books=True)
    if Person not in own:
        raise LookupError(person_id)
    people = own[Person][0]
    own[BankLine] = _lines(connection, own.get(Posting, []), own)
    others = _Others(connection, people)
    told = _Referred(connection)
    parts = [
        Part(str(table_of(model).name), tuple(_told(table_of(model), row, others, told) for row in rows))
        for model, rows in own.items()
        if rows
    ]
    number = own[Member][0]["number"] if Member in own else f"P{person_id}"
    name = display_name(people["family_name"], people["prefix"], people["initials"], people["given_name"])
    story = journal.story(connection, journal.rows_of_person(connection, person_id), most=10_000)
    deeds = tuple(
        (one.at, one.deed, tuple((column, others.hidden(was), others.hidden(now)) for column, was, now in one.changes))
        for one in reversed(story)
    )
    return PersonData(number, name, tuple(sorted(parts, key=lambda part: place_of(part.table))), deeds)


def _lines(connection: Connection, postings: Iterable[Row], own: Mapping[type[Record], list[Row]]) -> list[Row]:
    """Give the bank lines behind their money; who paid and the words only where the account is their own."""
    table = table_of(BankLine)
    wanted = sorted({row["line_id"] for row in postings})
    known = {row["iban"] for rows in own.values() for row in rows if row.get("iban")}
    found: list[Row] = []
    for start in range(0, len(wanted), 500):
        rows = connection.execute(select(table).where(table.c.id.in_(wanted[start : start + 500])).order_by(table.c.id))
        for row in rows.mappings():
            columns = ["booked_on", "amount_cents"]
            if row["iban"] in known:
                columns += ["name", "iban", "description"]
            found.append({name: row[name] for name in columns})
    return found


class _Others:
    """The names of everybody else, to be left out of texts."""

    def __init__(self, connection: Connection, person: Row) -> None:
        self._own = frozenset(sure_names([person])) | frozenset(near_names([person]))
        self._by_word: defaultdict[str, list[Row]] = defaultdict(list)
        for model in (Person, Candidate):
            table = table_of(model)
            names = [table.c[name] for name in ("family_name", "prefix", "initials", "given_name", "email", "phone")]
            statement = select(*names)
            if model is Person:
                statement = statement.where(table.c.id != person["id"])
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
        if table not in _SHOWN_BY:
            return ""
        if (table, row_id) not in self._known:
            its = SQLModel.metadata.tables[table]
            found = self._connection.execute(select(its.c[_SHOWN_BY[table]]).where(its.c.id == row_id)).scalar()
            self._known[table, row_id] = value_text(_SHOWN_BY[table], "" if found is None else str(found))
        return self._known[table, row_id]


def _told(table: Table, row: Row, others: _Others, told: _Referred) -> tuple[tuple[str, str], ...]:
    """Say a row in words, what is empty left out."""
    found: list[tuple[str, str]] = []
    own_texts: set[str] = set() if table.name in ("person", "member") else set(people_rows.texts_of(table))
    for name, value in row.items():
        if name in _OF_THE_STORE or value is None or value == "":
            continue
        keys = list(table.c[name].foreign_keys)
        text = told.name(keys[0].column.table.name, value) if keys else _text(table, name, value)
        if text and (keys or name in own_texts):
            text = others.hidden(text)
        if text:
            found.append((column_name(name), text))
    return tuple(found)


def _text(table: Table, name: str, value: Any) -> str:
    if str(table.c[name].type) == "BOOLEAN":
        return _("yes") if value else _("no")
    return value_text(name, str(value))
