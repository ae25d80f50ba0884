"""Actions that meetings gave to people."""

from datetime import date
from typing import ClassVar

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from db.tables.base import Record, day, not_empty, strict


class ActionPoint(Record, table=True):
    """What somebody took upon them, by when, and how it ended; open while neither done nor dropped."""

    __table_args__ = strict(
        not_empty("what"),
        day("made_on"),
        day("due_on"),
        day("done_on"),
        day("dropped_on"),
        CheckConstraint("done_on IS NULL OR dropped_on IS NULL", name="ended_once"),
    )
    search_fields: ClassVar[tuple[str, ...]] = ("what", "note")

    what: str
    owner_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    made_on: date
    due_on: date | None = Field(default=None, index=True)
    item_id: int | None = Field(default=None, foreign_key="agendaitem.id", index=True)
    decision_id: int | None = Field(default=None, foreign_key="decision.id", index=True)
    done_on: date | None = None
    dropped_on: date | None = None
    note: str = ""
    folded: str = ""
