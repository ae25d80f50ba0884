"""No kind of personal data is forgotten in the register, and no table is out of reach of forgetting."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlmodel import SQLModel

from coopadmin.domain.association import RULES
from coopadmin.domain.forgetting_words import KINDS as WORDS
from coopadmin.domain.forgetting_words import SETTINGS, TABLES
from coopadmin.domain.retention import KINDS
from db.queries import people_rows
from db.queries.forgetting_words import SOURCES
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
