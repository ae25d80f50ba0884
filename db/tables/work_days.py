"""Work days (klusdagen): what will be done, who comes, and what is needed."""

from datetime import date
from typing import ClassVar

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from db.tables.base import Record, day, flag, minute, not_empty, not_negative, one_of, strict


class WorkDay(Record, table=True):
    """A day on which residents do work together; over when it was closed or called off."""

    __table_args__ = strict(
        not_empty("title", 120),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("closed_on IS NULL OR cancelled_on IS NULL", name="ended_once"),
        minute("starts_at"),
        minute("ends_at"),
        day("reserve_on"),
        day("closed_on"),
        day("cancelled_on"),
    )
    search_fields: ClassVar[tuple[str, ...]] = ("title", "place", "needs")

    title: str
    starts_at: str = Field(index=True)
    ends_at: str
    reserve_on: date | None = None
    """The day it moves to when the weather is against it."""
    place: str = ""
    """Where everybody meets."""
    leader_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    needs: str = ""
    """Tools and material, coffee and soup."""
    closed_on: date | None = None
    cancelled_on: date | None = None
    note: str = ""
    folded: str = ""


class WorkDayTask(Record, table=True):
    """A task that was chosen for a work day."""

    __table_args__ = strict(
        UniqueConstraint("work_day_id", "task_id"),
        one_of("outcome", "", "done", "begun", "not_done"),
        not_negative("people"),
    )

    work_day_id: int = Field(foreign_key="workday.id")
    task_id: int = Field(foreign_key="maintenancetask.id", index=True)
    place: int = 1
    """The order on the sheet."""
    people: int | None = None
    """How many are needed."""
    needs: str = ""
    outcome: str = ""


class WorkDayHelper(Record, table=True):
    """Whether somebody comes, what they will do, and whether they came."""

    __table_args__ = strict(
        UniqueConstraint("work_day_id", "person_id"),
        one_of("said", "asked", "yes", "maybe", "no"),
        flag("came"),
        day("said_on"),
    )

    work_day_id: int = Field(foreign_key="workday.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    said: str = "asked"
    said_on: date
    task_id: int | None = Field(default=None, foreign_key="maintenancetask.id", index=True)
    """The task they took upon them."""
    came: bool | None = None
    note: str = ""
