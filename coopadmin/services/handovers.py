"""Handing work over to the housing corporation, reminding it, and what comes of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.handovers import OUTCOMES, check_handed, check_promise, check_said, check_way
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import long_date, tidy
from coopadmin.i18n import _
from coopadmin.services.maintenance_states import begun, refuse_closed, set_status
from db.journal import Transaction
from db.tables.association import Owner
from db.tables.base import table_of
from db.tables.contractors import Contractor
from db.tables.dwellings import Dwelling
from db.tables.handovers import Handover, HandoverReminder
from db.tables.orders import WorkOrder


def hand_over(
    transaction: Transaction,
    *,
    task_id: int,
    handed_on: date,
    way: str,
    reference: str = "",
    promised_on: date | None = None,
    owner_id: int | None = None,
    note: str = "",
) -> int:
    """Put a task in the corporation's hands from a day on; gives the number of the handover.

    Without `owner_id` it goes to the owner of the home, or to the only one there is. Of work that was for nobody yet
    this says that it is the corporation's. Raises Refused for closed work and for work that lies with the corporation
    or a contractor already, Invalid with a problem per field.
    """
    stored = begun(transaction, task_id)
    refuse_closed(stored)
    if (open_one := open_handover(transaction, task_id)) is not None:
        raise Refused(
            _("Task {number} lies with the corporation already, since {day}.").format(
                number=stored["number"], day=long_date(open_one["handed_on"])
            )
        )
    _refuse_ordered(transaction, stored)
    problems = check_handed(handed_on, promised_on, way, reported_on=stored["reported_on"], today=transaction.today)
    if owner_id is not None and not _owner_known(transaction, owner_id):
        problems.append(Problem("owner_id", _("this owner is not known here")))
    if problems:
        raise Invalid(problems)
    values = {"responsible": "corporation"} if stored["responsible"] == "unknown" else {}
    set_status(transaction, task_id, "handed_over", **values)
    return transaction.add(
        Handover(
            task_id=task_id,
            owner_id=owner_id if owner_id is not None else _owner_of(transaction, stored["dwelling_id"]),
            handed_on=handed_on,
            way=way,
            reference=tidy(reference),
            promised_on=promised_on,
            note=tidy(note),
        )
    )


def correct_handover(
    transaction: Transaction,
    *,
    handover_id: int,
    handed_on: date,
    way: str,
    reference: str = "",
    promised_on: date | None = None,
    owner_id: int | None = None,
    note: str = "",
) -> bool:
    """Correct how work was handed over, or add the number the corporation gave it; tells whether it was different.

    Raises Invalid with a problem per field.
    """
    stored, task = _handover(transaction, handover_id)
    problems = check_handed(handed_on, promised_on, way, reported_on=task["reported_on"], today=transaction.today)
    first = transaction.scalar(
        select(col(HandoverReminder.sent_on))
        .where(col(HandoverReminder.handover_id) == handover_id)
        .order_by(col(HandoverReminder.sent_on))
        .limit(1)
    )
    earliest = min((day for day in (first, stored["ended_on"]) if day is not None), default=None)
    if earliest is not None and handed_on > earliest:
        problems.append(
            Problem("handed_on", _("it lay with the corporation by {day} already").format(day=long_date(earliest)))
        )
    if owner_id is not None and not _owner_known(transaction, owner_id):
        problems.append(Problem("owner_id", _("this owner is not known here")))
    if problems:
        raise Invalid(problems)
    return transaction.change(
        Handover,
        handover_id,
        handed_on=handed_on,
        way=way,
        reference=tidy(reference),
        promised_on=promised_on,
        owner_id=owner_id if owner_id is not None else stored["owner_id"],
        note=tidy(note),
    )


def remind(
    transaction: Transaction,
    *,
    handover_id: int,
    sent_on: date,
    way: str,
    promised_on: date | None = None,
    reference: str = "",
    note: str = "",
) -> int:
    """Note that the corporation was reminded, or what it said; gives the number of the reminder.

    A day it promised, and a number it gave, take the place of those that were known; what is left out stays. Raises
    Refused for work that lies with it no more, Invalid with a problem per field.
    """
    stored, _task = _handover(transaction, handover_id)
    _refuse_ended(stored)
    problems = check_way(way)
    problems += check_said(sent_on, "sent_on", handed_on=stored["handed_on"], today=transaction.today)
    problems += check_promise(promised_on, sent_on)
    if problems:
        raise Invalid(problems)
    reminder_id = transaction.add(HandoverReminder(handover_id=handover_id, sent_on=sent_on, way=way, note=tidy(note)))
    transaction.change(
        Handover,
        handover_id,
        promised_on=promised_on or stored["promised_on"],
        reference=tidy(reference) or stored["reference"],
    )
    return reminder_id


def end_handover(transaction: Transaction, *, handover_id: int, ended_on: date, outcome: str, note: str = "") -> None:
    """Note what came of work in the corporation's hands: it is done, or it comes back to us.

    Done closes the task on that day; refused and withdrawn leave it judged, of nobody known where it was the
    corporation's, for a person to judge anew. `note` says why. Raises Refused for work that lies with it no more,
    Invalid with a problem per field.
    """
    stored, task = _handover(transaction, handover_id)
    _refuse_ended(stored)
    problems = check_said(ended_on, "ended_on", handed_on=stored["handed_on"], today=transaction.today)
    if outcome not in OUTCOMES:
        known = ", ".join(map(_, OUTCOMES.values()))
        problems.append(Problem("outcome", _("choose one of: {known}").format(known=known)))
    elif outcome != "done" and not tidy(note):
        problems.append(Problem("note", _("say why it comes back to us")))
    if problems:
        raise Invalid(problems)
    note = " · ".join(part for part in (stored["note"], tidy(note)) if part)
    transaction.change(Handover, handover_id, ended_on=ended_on, outcome=outcome, note=note)
    if outcome == "done":
        set_status(transaction, task["id"], "done", done_on=ended_on)
    elif task["status"] in ("handed_over", "planned", "waiting", "in_progress"):
        # Whose it is has to be judged anew: handing it over once more is what the corporation just answered.
        whose = "unknown" if task["responsible"] == "corporation" else task["responsible"]
        set_status(transaction, task["id"], "judged", responsible=whose)


def open_handover(transaction: Transaction, task_id: int) -> dict[str, Any] | None:
    """Give the handover by which a task lies with the corporation now, or None."""
    table = table_of(Handover)
    found = select(table).where(table.c.task_id == task_id, table.c.ended_on.is_(None))
    row = transaction.execute(found).mappings().first()
    return None if row is None else dict(row)


def _handover(transaction: Transaction, handover_id: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """Read a handover and its task, and name the task for the journal; raises Refused where it is gone."""
    table = table_of(Handover)
    row = transaction.execute(select(table).where(table.c.id == handover_id)).mappings().first()
    if row is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    return dict(row), begun(transaction, row["task_id"])


def _refuse_ended(stored: dict[str, Any]) -> None:
    if stored["ended_on"] is not None:
        raise Refused(
            _("It lies with the corporation no more: {outcome} on {day}.").format(
                outcome=_(OUTCOMES[stored["outcome"]]), day=long_date(stored["ended_on"])
            )
        )


def _refuse_ordered(transaction: Transaction, task: dict[str, Any]) -> None:
    """Raise Refused where a contractor has the work: it is in one pair of hands at a time."""
    standing = (
        select(col(WorkOrder.number), col(Contractor.name))
        .join(Contractor, col(Contractor.id) == col(WorkOrder.contractor_id))
        .where(
            col(WorkOrder.task_id) == task["id"],
            col(WorkOrder.cancelled_on).is_(None),
            col(WorkOrder.invoiced_on).is_(None),
        )
        .limit(1)
    )
    row = transaction.execute(standing).first()
    if row is not None:
        raise Refused(
            _("{contractor} has order {order} for task {number}; cancel that first.").format(
                contractor=row[1], order=row[0], number=task["number"]
            )
        )


def _owner_known(transaction: Transaction, owner_id: int) -> bool:
    return transaction.scalar(select(col(Owner.id)).where(col(Owner.id) == owner_id)) is not None


def _owner_of(transaction: Transaction, dwelling_id: int | None) -> int | None:
    """Give the owner of a home, else the only owner there is; None where that leaves it open."""
    if dwelling_id is not None:
        owner: int | None = transaction.scalar(select(col(Dwelling.owner_id)).where(col(Dwelling.id) == dwelling_id))
        if owner is not None:
            return owner
    owners = transaction.execute(select(col(Owner.id)).limit(2)).scalars().all()
    return owners[0] if len(owners) == 1 else None
