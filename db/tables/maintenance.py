"""Repairs, planned work and inspections: the task, how it was judged, what it waits for, and who comes when."""

from datetime import date
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from db.tables.base import Record, day, flag, minute, not_empty, not_negative, one_of, only_where, ordered, strict

KINDS = ("repair", "inspection", "planned", "turnover")
URGENCIES = ("emergency", "normal", "planned")
PARTIES = ("resident", "cooperative", "corporation", "unknown")
STATUSES = (
    "reported",
    "judged",
    "handed_over",
    "ordered",
    "planned",
    "waiting",
    "in_progress",
    "done",
    "cancelled",
)
WAITS = ("nobody_home", "wrong_trade", "material", "quote", "inspection", "no_time", "corporation", "other")


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
        CheckConstraint("status = 'done' OR confirmed_on IS NULL", name="confirmed_is_done"),
        CheckConstraint("reported_at IS NULL OR substr(reported_at, 1, 10) = reported_on", name="reported_same_day"),
        CheckConstraint("measure_id IS NULL OR plan_year IS NOT NULL", name="measure_has_year"),
        flag("for_volunteers"),
        ordered("reported_on", "done_on"),
        ordered("done_on", "confirmed_on"),
        not_negative("budget_cents"),
        not_negative("cost_cents"),
        not_negative("minutes_expected"),
        day("reported_on"),
        day("planned_on"),
        day("occurrence_on"),
        day("done_on"),
        day("confirmed_on"),
        minute("reported_at"),
        Index("ix_maintenancetask_status_done_on", "status", "done_on"),
        # What waits is a small part of what was ever reported: the morning list reads this index alone.
        only_where("status NOT IN ('done', 'cancelled')", "ix_maintenancetask_open", "urgency", "reported_on"),
        # Turning a year of the plan into tasks twice makes nothing twice.
        only_where(
            "measure_id IS NOT NULL", "uq_maintenancetask_measure_id_plan_year", "measure_id", "plan_year", unique=True
        ),
    )
    search_fields: ClassVar[tuple[str, ...]] = ("number", "what", "place", "contractor")

    number: str
    reported_on: date = Field(index=True)
    reported_at: str | None = None
    """`2026-11-20T21:40`, where the time is known: the clock of an emergency runs in hours."""
    reporter_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    place: str = ""
    """As the reporter named it; the links below where that is a home or a facility we know."""
    dwelling_id: int | None = Field(default=None, foreign_key="dwelling.id", index=True)
    facility_id: int | None = Field(default=None, foreign_key="facility.id", index=True)
    what: str
    location_code: str = ""
    """Where in the home or building (VERA DEFECTLOCATIE)."""
    element_code: str = ""
    """What part (VERA BOUWKUNDIGELEMENTDETAILSOORT)."""
    defect_code: str = ""
    """What is wrong with it (VERA DEFECTSOORT)."""
    cause_code: str = ""
    """How it came about (VERA DEFECTOORZAAK)."""
    kind: str = "repair"
    urgency: str = "normal"
    responsible: str = "unknown"
    contractor: str = ""
    budget_cents: int | None = None
    cost_cents: int | None = None
    status: str = "reported"
    planned_on: date | None = None
    """The day the work is agreed for, where one is; planned work is in time until then."""
    done_on: date | None = None
    confirmed_on: date | None = None
    """The day the resident said that it is right."""
    answer: str = ""
    """What was told to the one who reported it."""
    for_volunteers: bool = False
    """Whether residents can do it on a work day."""
    minutes_expected: int | None = None
    """How long it takes all hands together."""
    category_id: int | None = Field(default=None, foreign_key="category.id", index=True)
    """The budget line it is paid from; None: the group's category for maintenance."""
    job_id: int | None = Field(default=None, foreign_key="maintenancejob.id", index=True)
    occurrence_on: date | None = None
    """The day of the job's own calendar that it stands for."""
    measure_id: int | None = Field(default=None, foreign_key="planmeasure.id")
    plan_year: int | None = None
    """The year of the maintenance plan it was made from."""
    booking_id: int | None = Field(default=None, foreign_key="booking.id", index=True)
    """The booking after which the damage was found."""
    note: str = ""
    folded: str = Field(default="", index=True)


class TaskJudgement(Record, table=True):
    """Who has to see to a task, as it was judged on a day: by the demarcation list, or otherwise with a reason."""

    __table_args__ = strict(
        one_of("responsible", *PARTIES),
        one_of("routed", *PARTIES),
        flag("reachable"),
        flag("notable_cost"),
        CheckConstraint("responsible = routed OR length(trim(reason)) > 0", name="otherwise_has_reason"),
        day("judged_on"),
    )

    task_id: int = Field(foreign_key="maintenancetask.id", index=True)
    judged_on: date
    responsible: str
    routed: str
    """What the list says; `unknown` where no line fits."""
    line_id: int | None = Field(default=None, foreign_key="demarcationline.id", index=True)
    letter: str = ""
    """The small repair by law (a–v) it comes under."""
    reachable: bool | None = None
    """Whether it can be reached without special means; None: nobody said."""
    notable_cost: bool | None = None
    reason: str = ""
    """Why a person decided otherwise than the list."""


class TaskWait(Record, table=True):
    """A time in which nobody can go on: the clock of the task stands still."""

    __table_args__ = strict(
        one_of("reason", *WAITS),
        one_of("status_before", *STATUSES),
        CheckConstraint("until_at IS NULL OR until_at >= from_at", name="until_at_after_from_at"),
        minute("from_at"),
        minute("until_at"),
        # A task waits for one thing at a time.
        only_where("until_at IS NULL", "uq_taskwait_task_id_open", "task_id", unique=True),
    )

    task_id: int = Field(foreign_key="maintenancetask.id", index=True)
    reason: str
    from_at: str
    until_at: str | None = None
    status_before: str
    """What it goes back to."""
    note: str = ""


class TaskAppointment(Record, table=True):
    """When somebody comes into the home, and who lets them in."""

    __table_args__ = strict(
        one_of("outcome", "", "kept", "nobody_home", "cancelled"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        minute("starts_at"),
        minute("ends_at"),
        day("agreed_on"),
    )

    task_id: int = Field(foreign_key="maintenancetask.id", index=True)
    starts_at: str = Field(index=True)
    ends_at: str
    agreed_on: date
    contractor_id: int | None = Field(default=None, foreign_key="contractor.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    """The resident who comes to do it, where it is no contractor."""
    access: str = ""
    """Who opens the door, and how the key is come by."""
    outcome: str = ""
    note: str = ""
