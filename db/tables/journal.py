"""The journal: one chained line per deed, and beside it the values it changed.

A line holds who, when, which deed and a digest of the values; no personal data. The values lie in a table of
their own, so that they can be cleared (`values_json` and `salt` set to NULL) without breaking the chain.
Triggers forbid everything else (`db/triggers.py`).
"""

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from db.tables.base import not_empty, one_of, strict


class JournalEntry(SQLModel, table=True):
    """One deed: a batch that is done whole and can be undone whole."""

    __table_args__ = strict(
        not_empty("deed", 80), CheckConstraint("undoes_id IS NULL OR undoes_id < id", name="undoes_earlier")
    )

    id: int = Field(primary_key=True)
    """Counts up by one without gaps: the batch number people use."""
    at: str
    """The moment in UTC, ISO 8601."""
    actor: str
    deed: str
    about: str = ""
    """Numbers and codes of what it was about; never a name."""
    undoes_id: int | None = Field(default=None, foreign_key="journalentry.id", index=True)
    values_digest: str
    chain: str
    """SHA-256 over the line before and this one."""


class JournalValue(SQLModel, table=True):
    """One row of one table, as it was before and after a deed."""

    __table_args__ = strict(
        one_of("change", "insert", "update", "delete"),
        Index("ix_journalvalue_table_name_row_id", "table_name", "row_id"),
    )

    entry_id: int = Field(foreign_key="journalentry.id", primary_key=True)
    position: int = Field(primary_key=True)
    table_name: str
    row_id: int
    change: str
    values_json: str | None = None
    """`{"before": {…}, "after": {…}}` with the columns that changed; NULL once forgotten."""
    salt: str | None = None
    """Keeps short values from being guessed from their digest; forgotten with them."""
    digest: str
