"""The course of one task: how it was judged, what it waited for, and who came when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, select
from sqlmodel import col

from coopadmin.domain.members import display_name
from db.tables.base import table_of
from db.tables.contractors import Contractor
from db.tables.demarcation import DemarcationLine, DemarcationList
from db.tables.maintenance import TaskAppointment, TaskJudgement, TaskWait
from db.tables.members import Person

_lines, _lists = table_of(DemarcationLine), table_of(DemarcationList)
_appointments, _contractors, _people = table_of(TaskAppointment), table_of(Contractor), table_of(Person)


@dataclass(frozen=True, slots=True)
class JudgementRow:
    """Who has to see to it, as it was judged; `routed` is what the list said."""

    judgement_id: int
    judged_on: date
    responsible: str
    routed: str
    line_id: int | None
    letter: str
    reason: str
    line: str
    """The line of the list it was judged by, as it is said; empty where the law or a person decided."""
    version: str
    """Of the list that line stands on."""


@dataclass(frozen=True, slots=True)
class WaitRow:
    """What a task waited for; `until_at` is None while it lasts."""

    wait_id: int
    reason: str
    from_at: datetime
    until_at: datetime | None
    note: str


@dataclass(frozen=True, slots=True)
class AppointmentRow:
    """When somebody comes or came; `outcome` is empty while nobody said how it went."""

    appointment_id: int
    starts_at: datetime
    ends_at: datetime
    agreed_on: date
    contractor_id: int | None
    person_id: int | None
    who: str
    access: str
    outcome: str
    note: str


@dataclass(frozen=True, slots=True)
class Course:
    """All that happened to a task, the newest first."""

    judgements: tuple[JudgementRow, ...]
    waits: tuple[WaitRow, ...]
    appointments: tuple[AppointmentRow, ...]


def course(connection: Connection, task_id: int) -> Course:
    """Give the course of a task."""
    judged = (
        select(
            col(TaskJudgement.id),
            col(TaskJudgement.judged_on),
            col(TaskJudgement.responsible),
            col(TaskJudgement.routed),
            col(TaskJudgement.line_id),
            col(TaskJudgement.letter),
            col(TaskJudgement.reason),
            _lines.c.keyword,
            _lines.c.component,
            _lines.c.work,
            _lists.c.version,
        )
        .outerjoin(_lines, _lines.c.id == col(TaskJudgement.line_id))
        .outerjoin(_lists, _lists.c.id == _lines.c.list_id)
        .where(col(TaskJudgement.task_id) == task_id)
        .order_by(col(TaskJudgement.id).desc())
    )
    waited = (
        select(
            col(TaskWait.id), col(TaskWait.reason), col(TaskWait.from_at), col(TaskWait.until_at), col(TaskWait.note)
        )
        .where(col(TaskWait.task_id) == task_id)
        .order_by(col(TaskWait.until_at).is_not(None), col(TaskWait.from_at).desc(), col(TaskWait.id).desc())
    )
    return Course(
        judgements=tuple(
            JudgementRow(*row[:7], line=" · ".join(filter(None, row[7:10])), version=str(row[10] or ""))
            for row in connection.execute(judged)
        ),
        waits=tuple(
            WaitRow(row_id, reason, datetime.fromisoformat(begun), datetime.fromisoformat(over) if over else None, note)
            for row_id, reason, begun, over, note in connection.execute(waited)
        ),
        appointments=_appointments_of(connection, task_id),
    )


def _appointments_of(connection: Connection, task_id: int) -> tuple[AppointmentRow, ...]:
    names = ("family_name", "prefix", "initials", "given_name")
    statement = (
        select(_appointments, _contractors.c.name.label("firm"), *(_people.c[name] for name in names))
        .outerjoin(_contractors, _contractors.c.id == _appointments.c.contractor_id)
        .outerjoin(_people, _people.c.id == _appointments.c.person_id)
        .where(_appointments.c.task_id == task_id)
        .order_by(_appointments.c.starts_at.desc(), _appointments.c.id.desc())
    )
    return tuple(
        AppointmentRow(
            appointment_id=row["id"],
            starts_at=datetime.fromisoformat(row["starts_at"]),
            ends_at=datetime.fromisoformat(row["ends_at"]),
            agreed_on=row["agreed_on"],
            contractor_id=row["contractor_id"],
            person_id=row["person_id"],
            who=row["firm"] or (display_name(*(row[name] for name in names)) if row["person_id"] else ""),
            access=row["access"],
            outcome=row["outcome"],
            note=row["note"],
        )
        for row in connection.execute(statement).mappings()
    )


def contractors(connection: Connection) -> tuple[tuple[int, str], ...]:
    """Give the contractors that still work for us, number and name."""
    statement = select(col(Contractor.id), col(Contractor.name)).where(col(Contractor.ended_on).is_(None))
    return tuple((row_id, name) for row_id, name in connection.execute(statement.order_by(col(Contractor.name))))
