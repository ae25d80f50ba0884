"""No kind of personal data is forgotten in the register, and no table is out of reach of forgetting."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from sqlalchemy import CheckConstraint, Column
from sqlmodel import SQLModel

from coopadmin.domain.association import RULES
from coopadmin.domain.field_names import FIELDS
from coopadmin.domain.field_values import WORDS_OF
from coopadmin.domain.forgetting_words import KINDS as WORDS
from coopadmin.domain.forgetting_words import SETTINGS, TABLES
from coopadmin.domain.person_data import BANK_LINE, CANDIDATE, COLUMNS, CONTRACT, PARTS, ROLES, UNSAID
from coopadmin.domain.person_data import WORDS as SAID
from coopadmin.domain.retention import KINDS
from db.queries import people_rows
from db.queries.forgetting_words import SOURCES
from db.queries.person_words import SHOWN_BY
from db.tables.base import table_of

CODES = {
    "bankfile": {"name", "format", "sha256"},
    "bankstatement": {"reference"},
    "bankline": {"key", "reference", "code", "return_reason"},
    "charge": {"kind"},
    "posting": {"kind", "ground"},
    "depositmovement": {"kind"},
}
"""Words of the books that are the bank's or the program's own; of a line's key what is an account goes too."""


def test_every_table_there_is_stands_in_the_register_once() -> None:
    named = Counter(table for kind in KINDS for table in kind.tables)
    assert [table for table, count in named.items() if count > 1] == []
    assert set(named) == set(SQLModel.metadata.tables)


def test_every_term_in_the_register_is_a_setting() -> None:
    assert [kind.name for kind in KINDS if kind.rule and kind.rule not in RULES] == []
    assert set(SETTINGS.values()) <= {kind.rule for kind in KINDS}
    assert all(kind.rule or kind.until for kind in KINDS)


def test_clearing_somebody_looks_through_every_table_but_the_journal_itself() -> None:
    assert set(people_rows.models()) == set(SQLModel.metadata.tables) - {"journalentry", "journalvalue"}


@pytest.mark.parametrize("table", people_rows.BOOKS)
def test_every_word_of_the_books_that_clearing_somebody_leaves_goes_with_the_books(table: str) -> None:
    model = people_rows.models()[table]
    cleared = {name for one in SOURCES["books"] if one.model is model for name in (*one.words, *one.filled)}
    assert set(people_rows.texts_of(table_of(model))) - CODES.get(table, set()) == cleared


def test_every_source_of_words_has_a_name_and_columns_that_are_there() -> None:
    assert list(SOURCES) == list(WORDS) == list(SETTINGS)
    for source in (one for sources in SOURCES.values() for one in sources):
        assert source.name in TABLES
        assert {source.day, *source.words, *source.filled} <= set(table_of(source.model).c.keys())


# -- what a person reads of it -------------------------------------------------------------------------------------


def _shown(name: str) -> set[str]:
    """Name the columns of a table that somebody's own document may show."""
    table = table_of(people_rows.models()[name])
    columns = set(BANK_LINE if name == "bankline" else ROLES.get(name, table.c.keys()))
    told_by_name = {
        column.name
        for column in table.columns
        if all(key.column.table.name in {*SHOWN_BY, "person"} for key in column.foreign_keys)
    }
    # Whose a row is, is not told: it is in that person's document.
    return (columns & told_by_name) - {"id", "folded", "person_id", *UNSAID.get(name, ())}


def _of_somebody() -> set[str]:
    """Name the tables with the key of a person, or of what is theirs, that are not about much else."""
    keys = {"person", "member", "membership"}
    tables = {name: table_of(model) for name, model in people_rows.models().items()}
    return {
        name
        for name, table in tables.items()
        if name not in people_rows.OF_MANY and (name in keys or keys & {_referred(one) for one in table.columns})
    }


def _referred(column: Column[Any]) -> str:
    return next((str(key.column.table.name) for key in column.foreign_keys), "")


def test_every_table_of_somebody_has_a_name_and_a_place_in_their_document() -> None:
    led = {name for name in people_rows.OF_MANY if "person" in map(_referred, table_of(people_rows.models()[name]).c)}
    assert led == set(ROLES)
    assert _of_somebody() | set(CONTRACT) | set(CANDIDATE) | led | {"bankline"} == set(PARTS)


@pytest.mark.parametrize("name", PARTS)
def test_every_column_that_somebody_reads_has_a_name(name: str) -> None:
    assert [one for one in sorted(_shown(name)) if one not in FIELDS and (name, one) not in COLUMNS] == []
    columns = set(table_of(people_rows.models()[name]).c.keys())
    assert {one for table, one in (*COLUMNS, *SAID) if table == name} | set(UNSAID.get(name, ())) <= columns


@pytest.mark.parametrize("name", PARTS)
def test_every_code_that_somebody_reads_has_words(name: str) -> None:
    wordless: list[str] = []
    for one in table_of(people_rows.models()[name]).constraints:
        found = isinstance(one, CheckConstraint) and re.fullmatch(r"(\w+) IN \((.+)\)", str(one.sqltext))
        if not found or found[1] not in _shown(name):
            continue
        words = [*WORDS_OF.get(found[1], ()), SAID.get((name, found[1]), {})]
        codes = [code for code in re.findall(r"'(\w+)'", found[2]) if not any(code in known for known in words)]
        wordless += [f"{found[1]}: {code}" for code in codes]
    assert wordless == []
