"""The work that comes round: planned jobs and required inspections, what was skipped or moved, and certificates."""

from datetime import date
from typing import ClassVar

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from db.tables.base import Record, day, flag, not_empty, not_negative, one_of, ordered, strict

PARTIES = ("resident", "cooperative", "corporation", "unknown")


class MaintenanceJob(Record, table=True):
    """Work that returns: every how many months, or by a rule of the calendar."""

    __table_args__ = strict(
        UniqueConstraint("what", "place"),
        not_empty("what"),
        one_of("kind", "planned", "inspection"),
        one_of("counted_from", "done", "planned"),
        one_of("responsible", *PARTIES),
        flag("asks_certificate"),
        CheckConstraint("every_months > 0", name="every_months_positive"),
        CheckConstraint("(every_months IS NULL) <> (rule = '')", name="one_way_to_return"),
        CheckConstraint("rule = '' OR starts_on IS NOT NULL", name="rule_has_first_day"),
        not_negative("expected_cents"),
        not_negative("notice_days"),
        ordered("starts_on", "ends_on"),
        day("starts_on"),
        day("ends_on"),
        day("ended_on"),
    )
    search_fields: ClassVar[tuple[str, ...]] = ()

    what: str
    place: str = ""
    kind: str = "planned"
    """`inspection` where the law, a standard or an insurer asks for it."""
    every_months: int | None = None
    rule: str = ""
    """A rule of the calendar as iCalendar writes it (RFC 5545 RRULE, without DTSTART), counted from `starts_on`."""
    counted_from: str = "done"
    """Whether the months are counted from the day it was done, or from the day it was planned for."""
    starts_on: date | None = None
    """The first day it is due; months are counted from it while it was never done."""
    ends_on: date | None = None
    """The last day it may fall on, where the rule itself has no end."""
    responsible: str = "unknown"
    asks_certificate: bool = False
    source: str = ""
    """What asks for it: the article, the standard, the insurer, or the group's own habit."""
    contractor_id: int | None = Field(default=None, foreign_key="contractor.id", index=True)
    category_id: int | None = Field(default=None, foreign_key="category.id", index=True)
    dwelling_id: int | None = Field(default=None, foreign_key="dwelling.id", index=True)
    facility_id: int | None = Field(default=None, foreign_key="facility.id", index=True)
    expected_cents: int | None = None
    notice_days: int | None = None
    """Days ahead it is announced; None: as the group's setting says."""
    ended_on: date | None = None
    note: str = ""


class JobException(Record, table=True):
    """One occurrence of a job that was skipped (no `moved_to`) or moved to another day."""

    __table_args__ = strict(
        UniqueConstraint("job_id", "occurrence_on"),
        not_empty("reason"),
        day("occurrence_on"),
        day("moved_to"),
    )

    job_id: int = Field(foreign_key="maintenancejob.id")
    occurrence_on: date
    moved_to: date | None = None
    reason: str


class Certificate(Record, table=True):
    """The paper of an inspection: its number, until when it holds, and where it lies."""

    __table_args__ = strict(
        not_empty("reference", 120),
        one_of("outcome", "passed", "remarks", "failed"),
        ordered("issued_on", "valid_until"),
        day("issued_on"),
        day("valid_until"),
    )

    job_id: int = Field(foreign_key="maintenancejob.id", index=True)
    task_id: int | None = Field(default=None, foreign_key="maintenancetask.id", index=True)
    reference: str
    outcome: str = "passed"
    issued_on: date
    valid_until: date | None = None
    issuer: str = ""
    kept_at: str = ""
    """Where the paper or the file lies."""
    note: str = ""
