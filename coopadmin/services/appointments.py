"""Who comes into a home and when, who lets them in, and how it went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from coopadmin.domain.appointments import OUTCOMES, check_times
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import moment_text, tidy
from coopadmin.i18n import _
from coopadmin.services.maintenance_states import (
    begun,
    local_minute,
    minute_text,
    open_wait,
    refuse_closed,
    set_status,
)
from coopadmin.services.waits import begin_wait
from db.journal import Transaction
from db.tables.base import table_of
from db.tables.contractors import Contractor
from db.tables.maintenance import MaintenanceTask, TaskAppointment
from db.tables.members import Person

_STAYS = ("handed_over", "ordered", "planned", "in_progress")
"""States that an appointment belongs to; what is only reported or judged is planned by it."""


@dataclass(frozen=True, slots=True)
class AppointmentData:
    """When somebody comes, by the wall clock, and who: a contractor or a resident, or nobody named yet."""

    starts_at: datetime
    ends_at: datetime
    agreed_on: date
    contractor_id: int | None = None
    person_id: int | None = None
    access: str = ""
    note: str = ""


def make_appointment(transaction: Transaction, *, task_id: int, appointment: AppointmentData) -> int:
    """Note when somebody comes into a home; gives the number of the appointment.

    The task is planned for that day, and no longer waits: not even for who was not at home. Raises Refused for closed
    work and where an appointment is still to come, Invalid with a problem per field.
    """
    stored = begun(transaction, task_id)
    refuse_closed(stored)
    coming = _waited_for(transaction, task_id)
    if coming is not None:
        moment = moment_text(datetime.fromisoformat(coming["starts_at"]))
        raise Refused(_("There is an appointment on {moment}: move it, or say how it went.").format(moment=moment))
    values = _checked(transaction, stored, appointment)
    made = transaction.add(TaskAppointment(task_id=task_id, **values))
    status = _status_behind(transaction, stored)
    after = status if status in _STAYS else "planned"
    set_status(transaction, task_id, after, planned_on=appointment.starts_at.date())
    return made


def move_appointment(transaction: Transaction, *, appointment_id: int, appointment: AppointmentData) -> bool:
    """Agree on another time for an appointment that is still open, or correct it; tells whether anything changed.

    Raises Refused for one that is over, Invalid with a problem per field.
    """
    stored, task = _open_appointment(transaction, appointment_id)
    values = _checked(transaction, task, appointment)
    changed = transaction.change(TaskAppointment, stored["id"], **values)
    planned = transaction.change(MaintenanceTask, task["id"], planned_on=appointment.starts_at.date())
    return changed or planned


def close_appointment(transaction: Transaction, *, appointment_id: int, outcome: str, note: str = "") -> int:
    """Say how an appointment went: kept, nobody home, or cancelled; gives how often nobody was home by now.

    Where nobody was home the task waits from the hour of the appointment on. One that was kept lets the work be in
    progress; one that was not leaves a repair without a day, while planned work keeps its own. Raises Refused and
    Invalid.
    """
    stored, task = _open_appointment(transaction, appointment_id)
    if outcome not in OUTCOMES:
        reason = _("choose one of: {known}").format(known=", ".join(map(_, OUTCOMES.values())))
        raise Invalid([Problem("outcome", reason)])
    starts_at = datetime.fromisoformat(stored["starts_at"])
    if outcome != "cancelled" and starts_at > local_minute(transaction):
        raise Invalid([Problem("outcome", _("the appointment is still to come; it can be moved or cancelled"))])
    transaction.change(TaskAppointment, appointment_id, outcome=outcome, note=tidy(note) or stored["note"])
    if outcome == "kept" and task["status"] in ("reported", "judged", "planned", "ordered", "waiting"):
        set_status(transaction, task["id"], "in_progress")
    if outcome == "nobody_home" and task["status"] != "waiting":
        begin_wait(transaction, task_id=task["id"], reason="nobody_home", from_at=starts_at)
    if outcome != "kept" and task["urgency"] != "planned":
        transaction.change(MaintenanceTask, task["id"], planned_on=None)
    return _times_nobody_home(transaction, task["id"])


# -- what they share -------------------------------------------------------------------------------------------


def _checked(transaction: Transaction, task: Mapping[str, Any], appointment: AppointmentData) -> dict[str, Any]:
    """Give the columns of an appointment; raises Invalid."""
    problems = check_times(appointment.starts_at, appointment.ends_at, task["reported_on"])
    if appointment.agreed_on > transaction.today:
        problems.append(Problem("agreed_on", _("that is still to come")))
    if appointment.contractor_id is not None and appointment.person_id is not None:
        problems.append(Problem("person_id", _("a contractor or a resident, not both")))
    for name, row_id, wanted in (
        ("contractor_id", col(Contractor.id), appointment.contractor_id),
        ("person_id", col(Person.id), appointment.person_id),
    ):
        if wanted is not None and transaction.scalar(select(row_id).where(row_id == wanted)) is None:
            problems.append(Problem(name, _("this is not known here")))
    if problems:
        raise Invalid(problems)
    return {
        "starts_at": minute_text(appointment.starts_at),
        "ends_at": minute_text(appointment.ends_at),
        "agreed_on": appointment.agreed_on,
        "contractor_id": appointment.contractor_id,
        "person_id": appointment.person_id,
        "access": tidy(appointment.access),
        "note": tidy(appointment.note),
    }


def _status_behind(transaction: Transaction, task: Mapping[str, Any]) -> str:
    """Give the state of a task, or the one behind its wait."""
    if task["status"] != "waiting":
        return str(task["status"])
    wait = open_wait(transaction, task["id"])
    return str(wait["status_before"]) if wait is not None else "judged"


def _waited_for(transaction: Transaction, task_id: int) -> dict[str, Any] | None:
    table = table_of(TaskAppointment)
    found = select(table).where(table.c.task_id == task_id, table.c.outcome == "").order_by(table.c.starts_at)
    row = transaction.execute(found).mappings().first()
    return None if row is None else dict(row)


def _open_appointment(transaction: Transaction, appointment_id: int) -> tuple[Mapping[str, Any], dict[str, Any]]:
    table = table_of(TaskAppointment)
    stored = transaction.execute(select(table).where(table.c.id == appointment_id)).mappings().first()
    if stored is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    task = begun(transaction, stored["task_id"])
    if stored["outcome"]:
        raise Refused(
            _("How this appointment went is noted already ({outcome}).").format(outcome=_(OUTCOMES[stored["outcome"]]))
        )
    refuse_closed(task)
    return dict(stored), task


def _times_nobody_home(transaction: Transaction, task_id: int) -> int:
    table = table_of(TaskAppointment)
    times = select(func.count()).where(table.c.task_id == task_id, table.c.outcome == "nobody_home")
    return int(transaction.scalar(times) or 0)
