"""Repairs, planned work and inspections; and the jobs that come round."""

from datetime import date
from typing import ClassVar

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from db.tables.base import Record, day, not_empty, not_negative, one_of, ordered, strict

KINDS = ("repair", "inspection", "planned", "turnover")
URGENCIES = ("emergency", "normal", "planned")
PARTIES = ("resident", "cooperative", "corporation", "unknown")
STATUSES = ("reported", "planned", "in_progress", "done", "cancelled")


class MaintenanceJob(Record, table=True):
    """Work that returns: what, where, and every how many months after it was last done."""

    __table_args__ = strict(
        UniqueConstraint("what", "place"),
        not_empty("what"),
        CheckConstraint("every_months > 0", name="every_months_positive"),
        day("ended_on"),
    )

    what: str
    place: str = ""
    every_months: int
    ended_on: date | None = None


class MaintenanceTask(Record, table=True):
    """One piece of work, from the report to its end; its number is given once."""

    __table_args__ = strict(
        UniqueConstraint("number"),
        not_empty("number", 40),
        not_empty("what"),
        one_of("kind", *KINDS),
        one_of("urgency", *URGENCIES),
        one_of("responsible", *PARTIES),
        one_of("status", *STATUSES),
        CheckConstraint("status <> 'done' OR done_on IS NOT NULL", name="done_has_day"),
        ordered("reported_on", "done_on"),
        not_negative("budget_cents"),
        not_negative("cost_cents"),
        day("reported_on"),
        day("done_on"),
    )
    search_fields: ClassVar[tuple[str, ...]] = ("number", "what", "place", "contractor")

    number: str
    reported_on: date = Field(index=True)
    reporter_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    place: str = ""
    """As the reporter named it; the links below where that is a home or a facility we know."""
    dwelling_id: int | None = Field(default=None, foreign_key="dwelling.id", index=True)
    facility_id: int | None = Field(default=None, foreign_key="facility.id", index=True)
    what: str
    kind: str = "repair"
    urgency: str = "normal"
    responsible: str = "unknown"
    contractor: str = ""
    budget_cents: int | None = None
    cost_cents: int | None = None
    status: str = Field(default="reported", index=True)
    done_on: date | None = None
    job_id: int | None = Field(default=None, foreign_key="maintenancejob.id", index=True)
    note: str = ""
    folded: str = Field(default="", index=True)
