"""Damage that is found after a booking becomes a task of maintenance."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.facilities import span_text
from coopadmin.errors import Invalid, Problem
from coopadmin.formats import long_date
from coopadmin.i18n import _
from coopadmin.services.booking_parts import stored_booking
from coopadmin.services.calls import Taken, take_call
from coopadmin.services.maintenance import Place, TaskData
from db.journal import Transaction
from db.tables.facilities import Facility
from db.tables.maintenance import MaintenanceTask


def report_damage(transaction: Transaction, *, booking_id: int, task: TaskData) -> Taken:
    """Report damage that was found after a booking: a task at its facility, routed as every call is, linked to it.

    The place is the facility, whatever `task.place` says; a note without words says when it was booked. Raises Invalid
    with a problem per field: also for a report from before the booking began. Raises Refused for a booking that is
    gone.
    """
    slot = stored_booking(transaction, booking_id)
    if task.reported_on < slot.starts_at.date():
        reason = _("the booking began on {day}; damage is found after that").format(
            day=long_date(slot.starts_at.date())
        )
        raise Invalid([Problem("reported_on", reason)])
    code = transaction.scalar(select(col(Facility.code)).where(col(Facility.id) == slot.facility_id))
    note = task.note or _("found after the booking of {when}").format(when=span_text(slot.starts_at, slot.ends_at))
    taken = take_call(
        transaction,
        task=replace(task, place=code or "", note=note),
        place=Place(facility_id=slot.facility_id),
    )
    transaction.change(MaintenanceTask, taken.task_id, booking_id=booking_id)
    transaction.about = taken.number
    return taken
