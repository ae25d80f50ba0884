"""From state to state: which may follow which, and what the resident says of the work in the end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from coopadmin.domain.maintenance import FOLLOWS, OPEN, STATUSES
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import long_date, tidy
from coopadmin.i18n import _
from db.journal import Transaction
from db.tables.base import table_of
from db.tables.handovers import Handover
from db.tables.maintenance import MaintenanceTask, TaskWait

ENDS_HANDOVER: dict[str, str] = {"done": "done", "cancelled": "withdrawn", "judged": "withdrawn"}
"""What came of work in the corporation's hands, where a task goes into this state by another deed than its own."""


def begun(transaction: Transaction, task_id: int) -> dict[str, Any]:
    """Read the task a deed is about and name it for the journal; raises Refused where it is gone."""
    table = table_of(MaintenanceTask)
    row = transaction.execute(select(table).where(table.c.id == task_id)).mappings().first()
    if row is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    transaction.about = transaction.about or row["number"]
    return dict(row)


def refuse_closed(stored: Mapping[str, Any]) -> None:
    """Raise Refused for work that is done or called off."""
    if stored["status"] not in OPEN:
        raise Refused(
            _("Task {number} is closed ({status}); reopen it first.").format(
                number=stored["number"], status=_(STATUSES[stored["status"]])
            )
        )


def set_status(transaction: Transaction, task_id: int, status: str, **values: Any) -> bool:
    """Let a task go into a state, with other columns that belong to it; tells whether anything was different.

    The one place that knows which state may follow which (`domain.maintenance.FOLLOWS`). Whatever it waited for is over
    once it goes into another state, and what is closed or judged anew lies with the corporation no more. Raises Refused
    where that state does not follow, or the task is closed.
    """
    stored = begun(transaction, task_id)
    before = stored["status"]
    if before != status:
        if status != "reported":
            refuse_closed(stored)
        if status not in FOLLOWS[before]:
            raise Refused(
                _("Task {number} is {before}, so it cannot be {after} next; take it back first.").format(
                    number=stored["number"], before=_(STATUSES[before]), after=_(STATUSES[status])
                )
            )
    if before == "waiting" and status != "waiting":
        _end_open_wait(transaction, task_id)
    if before != status and status in ENDS_HANDOVER:
        _end_open_handover(transaction, task_id, ENDS_HANDOVER[status], values.get("done_on"))
    return transaction.change(MaintenanceTask, task_id, status=status, **values)


def local_minute(transaction: Transaction) -> datetime:
    """Give the minute of a deed as the clock on the wall shows it."""
    return transaction.at.astimezone().replace(tzinfo=None, second=0, microsecond=0)


def minute_text(moment: datetime) -> str:
    """Write a moment of the wall clock as the store keeps it."""
    return moment.isoformat(timespec="minutes")


def open_wait(transaction: Transaction, task_id: int) -> dict[str, Any] | None:
    """Give the wait of a task that is not over, or None."""
    table = table_of(TaskWait)
    found = select(table).where(table.c.task_id == task_id, table.c.until_at.is_(None))
    row = transaction.execute(found).mappings().first()
    return None if row is None else dict(row)


def _end_open_wait(transaction: Transaction, task_id: int) -> None:
    wait = open_wait(transaction, task_id)
    if wait is not None:
        until = max(minute_text(local_minute(transaction)), wait["from_at"])
        transaction.change(TaskWait, wait["id"], until_at=until)


def _end_open_handover(transaction: Transaction, task_id: int, outcome: str, done_on: date | None) -> None:
    table = table_of(Handover)
    found = select(table.c.id, table.c.handed_on).where(table.c.task_id == task_id, table.c.ended_on.is_(None))
    row = transaction.execute(found).first()
    if row is not None:
        ended_on = max(done_on or transaction.today, row[1])
        transaction.change(Handover, row[0], ended_on=ended_on, outcome=outcome)


# -- what the resident says ------------------------------------------------------------------------------------


def confirm_task(transaction: Transaction, *, task_id: int, confirmed_on: date) -> None:
    """Note that the resident says the work is right. Raises Refused for work that is not done, Invalid for the day."""
    stored = _done(transaction, task_id)
    if confirmed_on < stored["done_on"]:
        reason = _("it was done only on {day}").format(day=long_date(stored["done_on"]))
        raise Invalid([Problem("confirmed_on", reason)])
    if confirmed_on > transaction.today:
        raise Invalid([Problem("confirmed_on", _("that is still to come"))])
    transaction.change(MaintenanceTask, task_id, confirmed_on=confirmed_on)


def reject_work(transaction: Transaction, *, task_id: int, reason: str) -> None:
    """Open a task again because the resident says that it is not right; what is wrong is added to its note.

    Its clock runs from the first report on. Raises Refused for work that is not done, Invalid without a reason.
    """
    stored = _done(transaction, task_id)
    if not tidy(reason):
        raise Invalid([Problem("reason", _("say what is not right"))])
    set_status(transaction, task_id, "reported", done_on=None, confirmed_on=None, note=noted(stored, reason))


def noted(stored: Mapping[str, Any], words: str) -> str:
    """Add words to the note of a task."""
    return " · ".join(part for part in (stored["note"], tidy(words)) if part)


def _done(transaction: Transaction, task_id: int) -> dict[str, Any]:
    stored = begun(transaction, task_id)
    if stored["status"] != "done":
        raise Refused(_("Task {number} is not done yet.").format(number=stored["number"]))
    return stored
