"""Work that waits for something, and goes on again; its clock may stand still meanwhile."""

from __future__ import annotations

from datetime import datetime

from coopadmin.domain.waits import WAITS, check_wait
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import tidy
from coopadmin.i18n import _
from coopadmin.services.maintenance_states import begun, minute_text, open_wait, refuse_closed
from db.journal import Transaction
from db.tables.base import table_of
from db.tables.maintenance import MaintenanceTask, TaskWait


def begin_wait(transaction: Transaction, *, task_id: int, reason: str, from_at: datetime, note: str = "") -> int:
    """Note that nobody can go on with a task since a moment of the wall clock; gives the number of the wait.

    `reason` is a code of WAITS; whether the clock stands still for it is the group's own rule. Raises Refused for
    closed work and for work that waits already, Invalid for what cannot be.
    """
    stored = begun(transaction, task_id)
    refuse_closed(stored)
    if (wait := open_wait(transaction, task_id)) is not None:
        raise Refused(
            _("Task {number} waits already ({reason}); say first that it goes on.").format(
                number=stored["number"], reason=_(WAITS[wait["reason"]])
            )
        )
    if reason not in WAITS:
        problem = _("choose one of: {known}").format(known=", ".join(map(_, WAITS.values())))
        raise Invalid([Problem("reason", problem)])
    if problems := check_wait(from_at, None, stored["reported_on"], transaction.today, field="from_at"):
        raise Invalid(problems)
    before = "reported" if stored["status"] == "waiting" else stored["status"]
    wait_id = transaction.add(
        TaskWait(task_id=task_id, reason=reason, from_at=minute_text(from_at), status_before=before, note=tidy(note))
    )
    transaction.change(MaintenanceTask, task_id, status="waiting")
    return wait_id


def end_wait(transaction: Transaction, *, task_id: int, until_at: datetime) -> str:
    """Note that a task can go on since a moment; it goes back to the state it was in, which is given.

    Raises Refused where it does not wait, Invalid for a moment before the wait began or still to come.
    """
    stored = begun(transaction, task_id)
    wait = open_wait(transaction, task_id)
    if wait is None:
        raise Refused(_("Task {number} does not wait for anything.").format(number=stored["number"]))
    from_at = datetime.fromisoformat(wait["from_at"])
    if problems := check_wait(from_at, until_at, stored["reported_on"], transaction.today, field="until_at"):
        raise Invalid(problems)
    transaction.change(TaskWait, wait["id"], until_at=minute_text(until_at))
    if stored["status"] == "waiting":
        transaction.change(MaintenanceTask, task_id, status=wait["status_before"])
        return str(wait["status_before"])
    return str(stored["status"])


def correct_wait(
    transaction: Transaction,
    *,
    wait_id: int,
    reason: str,
    from_at: datetime,
    until_at: datetime | None,
    note: str | None = None,
) -> bool:
    """Correct a wait that was noted otherwise; tells whether anything was different.

    A wait that is over stays so, and one that lasts is ended by `end_wait`. Without a `note` the one it has stays.
    Raises Refused and Invalid.
    """
    table = table_of(TaskWait)
    wait = transaction.execute(table.select().where(table.c.id == wait_id)).mappings().first()
    if wait is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    stored = begun(transaction, wait["task_id"])
    if reason not in WAITS:
        problem = _("choose one of: {known}").format(known=", ".join(map(_, WAITS.values())))
        raise Invalid([Problem("reason", problem)])
    if (until_at is None) != (wait["until_at"] is None):
        raise Invalid([Problem("until_at", _("whether it is over is noted by itself"))])
    field = "until_at" if until_at is not None else "from_at"
    if problems := check_wait(from_at, until_at, stored["reported_on"], transaction.today, field=field):
        raise Invalid(problems)
    return transaction.change(
        TaskWait,
        wait_id,
        reason=reason,
        from_at=minute_text(from_at),
        until_at=None if until_at is None else minute_text(until_at),
        note=wait["note"] if note is None else tidy(note),
    )
