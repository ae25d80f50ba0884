"""What of a person stands where: the rows that are theirs by a key, and the texts and journal lines that name them."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, Connection, Table, or_, select
from sqlmodel import SQLModel, col
from sqlmodel.sql.sqltypes import AutoString

from coopadmin.domain.forgetting_people import near_names, sure_names
from coopadmin.formats import fold
from db.queries.balances import chunks
from db.queries.forgetting_people import contracts_of
from db.queries.forgetting_rows import Row, remembered
from db.tables import everything as _everything
from db.tables.base import Record, table_of
from db.tables.bookings import Booking, BookingSeries, BookingWish
from db.tables.contracts import ContractParty
from db.tables.hours import HoursEntry
from db.tables.journal import JournalValue
from db.tables.keys import KeyLoan
from db.tables.maintenance import MaintenanceTask
from db.tables.meetings import Proxy
from db.tables.members import Member, Membership, Person
from db.tables.memberships import MembershipApplication, MembershipEnding
from db.tables.work_days import WorkDayHelper

BOOKS = ("bankfile", "bankstatement", "bankline", "charge", "posting", "depositmovement", "refund", "openingbalance")
"""The books: kept whole for their own term (Civil Code (BW) 2:10(3)), whoever they name."""

OF_MANY = ("meeting", "facility", "agendaitem", "workday", "allocationfile", "dwelling")
"""Tables whose rows have a person's key, and are about much else."""

_ANOTHERS = (("voter", "holder_id"),)
"""Keys of a person in a row that is another's: the vote somebody cast for who gave them a proxy."""

BLANK: dict[type[Record], tuple[str, ...]] = {
    Membership: ("end_reason",),
    MembershipApplication: ("reason", "note"),
    MembershipEnding: ("reason", "note"),
    Proxy: ("note",),
    Booking: ("purpose", "cancel_reason"),
    BookingSeries: ("purpose", "note"),
    BookingWish: ("purpose",),
    HoursEntry: ("note",),
    KeyLoan: ("note",),
    WorkDayHelper: ("note",),
}
"""Free text about somebody that goes whole; the codes and days beside it stay."""

DISPUTED = (Membership, MembershipEnding)
"""Of these the words stay at somebody's own wish: how a membership ended may still be disputed."""

AT_WISH = tuple(model for model in BLANK if model not in DISPUTED)
"""Of these they go at it."""

_CALENDAR = ("bookingseries", "maintenancejob")
"""Tables whose `rule` is one of the calendar (RFC 5545): `BYDAY=MO` is no name."""

_SHORT = 3
"""Texts of fewer signs are codes."""

_WORD = re.compile(r"\w+")

_ONE_OF = re.compile(r"(\w+) IN \([^()]*\)")
"""How a column is checked that holds one of the program's own words."""

declared = _everything
"""All tables are declared with this module."""


@dataclass(frozen=True, slots=True)
class Named:
    """Where somebody may be named: the numbers of rows by table, and lines of the journal with their texts."""

    rows: dict[type[Record], list[int]] = field(default_factory=dict[type[Record], list[int]])
    lines: list[Line] = field(default_factory=list["Line"])


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the journal: what it is found by, the row it is about, and the texts it holds."""

    entry_id: int
    position: int
    table: str
    row_id: int
    texts: tuple[str, ...]


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
    """Give the rows that have somebody's own key: the person's, or that of their member number or membership.

    Rows of a table that are about much else, such as a meeting they led, are left out; the books unless asked for.
    """
    return _keyed(connection, own_keys(connection, person_id), books=books)


def rows_beside(connection: Connection, person_id: int, *, books: bool = False) -> dict[type[Record], list[Row]]:
    """Give the rows that hang on a contract somebody is a party to, or on a call they reported, and are not their own.

    They may be anybody's: what a neighbour worked on the call, the account of who shares the contract.
    """
    keys = keys_beside(connection, person_id)
    own = own_rows(connection, person_id, books=books)
    found: dict[type[Record], list[Row]] = {}
    for model, rows in _keyed(connection, keys, books=books).items():
        theirs = {row["id"] for row in own.get(model, ())}
        if left := [row for row in rows if row["id"] not in theirs]:
            found[model] = left
    return found


def own_keys(connection: Connection, person_id: int) -> dict[str, list[int]]:
    """Give, by table, the numbers that make a row somebody's own: the person's, and of their member and membership."""
    members = _ids(connection, Member, table_of(Member).c.person_id == person_id)
    memberships = _ids(connection, Membership, table_of(Membership).c.member_id.in_(members))
    return {"person": [person_id], "member": members, "membership": memberships}


def keys_beside(connection: Connection, person_id: int) -> dict[str, list[int]]:
    """Give, by table, the numbers of the contracts somebody is a party to and of the calls they reported."""
    calls = _ids(connection, MaintenanceTask, table_of(MaintenanceTask).c.reporter_id == person_id)
    return {"contract": contracts_of(connection, person_id), "maintenancetask": calls}


def _keyed(
    connection: Connection, keys: Mapping[str, Collection[int]], *, books: bool
) -> dict[type[Record], list[Row]]:
    """Give the rows with these numbers, by table, and those that refer to them."""
    found: dict[type[Record], list[Row]] = {}
    for model, columns in columns_by_target().items():
        if str(table_of(model).name) in BOOKS and not books:
            continue
        wanted = [column.in_(keys[target]) for column, target in columns if keys.get(target)]
        if wanted and (rows := _rows(connection, table_of(model), or_(*wanted))):
            found[model] = rows
    return found


@cache
def columns_by_target() -> dict[type[Record], tuple[tuple[Any, str], ...]]:
    """Give, by table, the columns that hold a row's number or refer to one, each with the table it is of.

    Tables whose rows are about much else are left out.
    """
    return {
        model: (
            (table_of(model).c.id, name),
            *(
                (column, str(key.column.table.name))
                for column in table_of(model).columns
                for key in column.foreign_keys
                if (name, column.name) not in _ANOTHERS
            ),
        )
        for name, model in models().items()
        if name not in OF_MANY
    }


def texts_of(table: Table) -> list[str]:
    """Name the columns of a table that hold words of people's own: no codes, and none that are made of others."""
    passed = _codes_of(table)
    return [
        column.name for column in table.columns if isinstance(column.type, AutoString) and column.name not in passed
    ]


@cache
def _codes_of(table: Table) -> frozenset[str]:
    """Name the columns of a table in which a word that is also somebody's name is a code, and those made of others."""
    checks = [str(one.sqltext) for one in table.constraints if isinstance(one, CheckConstraint)]
    known = {found[1] for found in map(_ONE_OF.fullmatch, checks) if found}
    coded = {column.name for column in table.columns if column.name.endswith("_code")}
    return frozenset({"folded", *known, *coded, *(["rule"] if table.name in _CALENDAR else [])})


def longest_of(table: Table, column: str) -> int | None:
    """Give how many signs a column holds at most; None where nothing bounds it."""
    for one in table.constraints:
        if isinstance(one, CheckConstraint) and (found := re.search(rf"length\({column}\) <= (\d+)", str(one.sqltext))):
            return int(found[1])
    return None


def names(
    connection: Connection, person_id: int, known: Collection[Row] | None = None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give what somebody is surely called by in any text, and what besides in texts about them; longest first.

    `known`: their rows of `ever_known`, where those were asked for before.
    """
    table = table_of(Person)
    known = ever_known(connection, [person_id])[person_id] if known is None else known
    alike = [
        table.c[name].in_({str(row.get(name) or "") for row in known} - {""})
        for name in ("family_name", "email", "phone", "iban")
    ]
    others = _rows(connection, table, or_(*alike), table.c.id != person_id)
    return sure_names(known, others), near_names(known)


def ever_known(connection: Connection, person_ids: Collection[int]) -> dict[int, list[Row]]:
    """Give the rows of some people, as each is and, whole, as the journal remembers it was; latest first."""
    table = table_of(Person)
    found: dict[int, list[Row]] = {person_id: [] for person_id in person_ids}
    for some in chunks(person_ids):
        for row in _rows(connection, table, table.c.id.in_(some or ())):
            found[row["id"]].append(row)
    for person_id, sides in remembered(connection, Person, person_ids).items():
        row: Row = found[person_id][0] if found[person_id] else {}
        # A change tells only what was different; told back from the row as it is, each is a whole row again.
        for side in reversed(sides):
            row = {**row, **side}
            found[person_id].append(row)
    return found


def shared_names(connection: Connection, person_id: int, gone: Collection[int]) -> dict[int, frozenset[str]]:
    """Give, by contract, what a party to it whose data is still there is called too, such as a family name.

    In a text about that contract such a name says not who of them is meant. `gone` are the people who were cleared.
    """
    parties, people = table_of(ContractParty), table_of(Person)
    statement = (
        select(parties.c.contract_id, people)
        .join(people, people.c.id == parties.c.person_id)
        .where(parties.c.contract_id.in_(contracts_of(connection, person_id)), people.c.id != person_id)
    )
    found: defaultdict[int, set[str]] = defaultdict(set)
    for row in connection.execute(statement).mappings():
        if row["id"] not in gone:
            found[row["contract_id"]] |= set(near_names([{str(key): value for key, value in row.items()}]))
    return {contract_id: frozenset(names) for contract_id, names in found.items()}


def naming(connection: Connection, called: Mapping[int, Iterable[str]]) -> dict[int, Named]:
    """Give, by person, where outside the books one of their names may stand, in one pass over all texts.

    `called`: by person, the names looked for. All words of a name stand in each text that is given; whether they stand
    there as the name is not looked at.
    """
    sieve = _Sieve(called)
    found = {person_id: Named() for person_id in called}
    for name, model in models().items():
        table = table_of(model)
        columns = texts_of(table)
        if name in BOOKS or not columns:
            continue
        for row_id, *texts in connection.execute(select(table.c.id, *[table.c[one] for one in columns])):
            for person_id in sieve.named("\n".join(text for text in texts if text)):
                found[person_id].rows.setdefault(model, []).append(row_id)
    values = col(JournalValue.values_json)
    about = (col(JournalValue.table_name), col(JournalValue.row_id))
    lines = select(col(JournalValue.entry_id), col(JournalValue.position), *about, values).where(
        values.is_not(None), col(JournalValue.table_name).not_in(BOOKS)
    )
    for entry_id, position, table_name, row_id, stored in connection.execute(lines):
        values_json = stored or "{}"
        # A break of the line is written with a letter, which would stand before the word that follows.
        plain = values_json if "\\" not in values_json else "\n".join(_texts(values_json))
        if people := sieve.named(plain):
            texts = tuple(text for text in _texts(values_json) if len(text) > _SHORT)
            line = Line(entry_id, position, table_name, row_id, texts)
            for person_id in people:
                found[person_id].lines.append(line)
    return found


def rows_named(connection: Connection, named: Named) -> Iterator[tuple[type[Record], Row]]:
    """Give the rows in which somebody may be named as they are now."""
    for model, row_ids in named.rows.items():
        table = table_of(model)
        for some in chunks(row_ids):
            for row in _rows(connection, table, table.c.id.in_(some or ())):
                yield model, row


class _Sieve:
    """Tells whose name may stand in a text: every word of it does, with or without accents, as it is or in capitals."""

    def __init__(self, called: Mapping[int, Iterable[str]]) -> None:
        self._by_word: defaultdict[str, set[tuple[frozenset[str], int]]] = defaultdict(set)
        for person_id, names in called.items():
            for words in {frozenset(_WORD.findall(name)) for name in names}:
                if words:
                    # The longest word is the rarest, and most texts are passed with one look.
                    for form in _forms(max(words, key=len)):
                        self._by_word[form].add((frozenset(map(fold, words)), person_id))

    def named(self, text: str) -> set[int]:
        """Give the people of whom a name may stand in a text."""
        words = set(_WORD.findall(text))
        met = self._by_word.keys() & words
        if not met:
            return set()
        folded = {fold(word) for word in words}
        return {person_id for word in met for name, person_id in self._by_word[word] if name <= folded}


def _forms(word: str) -> set[str]:
    plain = "".join(found.upper() if sign.isupper() else found for sign in word for found in (fold(sign) or sign,))
    return {word, plain, word.upper(), plain.upper()}


def _texts(values_json: str) -> list[str]:
    sides: dict[str, dict[str, Any]] = json.loads(values_json)
    return [text for side in sides.values() for text in side.values() if isinstance(text, str)]


def _ids(connection: Connection, model: type[Record], *wanted: ColumnElement[bool]) -> list[int]:
    return list(connection.execute(select(table_of(model).c.id).where(*wanted)).scalars())


def _rows(connection: Connection, table: Table, *wanted: ColumnElement[bool]) -> list[Row]:
    found = connection.execute(select(table).where(*wanted).order_by(table.c.id)).mappings()
    return [{str(key): value for key, value in row.items()} for row in found]
