"""The day the corporation is to be reminded of work that lies with it, in the association's calendar."""

from __future__ import annotations

from coopadmin.domain.deadlines import Deadline
from coopadmin.domain.handovers import Reminder
from coopadmin.i18n import _


def of_handover(handover_id: int, task_id: int, number: str, what: str, reminder: Reminder) -> Deadline:
    """Give the last day on which nobody need remind the corporation of a task; late from the day after."""
    told = _("Remind the corporation: {number} {what}").format(number=number, what=what)
    return Deadline(f"promise:handover:{handover_id}", reminder.due_on, told, reminder.why, ("maintenance", task_id))
