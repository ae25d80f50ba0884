"""How a task is shown in few words: its state and its time, each with a sign."""

from __future__ import annotations

from coopadmin.domain.clocks import left_text
from coopadmin.domain.maintenance import STATUSES
from coopadmin.domain.morning import ACTORS
from coopadmin.i18n import _
from db.queries.maintenance import TaskRow
from screens.app import Ref
from screens.subject import Entry, day

SIGNS: dict[str, str] = {
    "reported": "●",
    "judged": "●",
    "handed_over": "○",
    "ordered": "○",
    "planned": "○",
    "waiting": "‖",
    "in_progress": "○",
    "done": "✓",
    "cancelled": "✗",
}
CLOSED = ("done", "cancelled")


def status_text(status: str) -> str:
    """Show how a task stands, with its sign: ● waits for us, ○ is arranged, ‖ stands still, ✓ done, ✗ called off."""
    return f"{SIGNS[status]} {_(STATUSES[status])}"


def occurrence_entry(row: TaskRow) -> Entry:
    """Show one time of a recurring job as a line that leads to its task."""
    when = row.done_on if row.status == "done" else row.reported_on
    return Entry(row.number, f"{status_text(row.status)}  {day(when)}", Ref("maintenance", row.task_id))


def what_text(row: TaskRow) -> str:
    """Show what has to be done; an open emergency is marked, for its word falls away where there is little room."""
    urgent = row.urgency == "emergency" and row.status not in CLOSED
    return f"! {row.what}" if urgent else row.what


def due_text(row: TaskRow) -> str:
    """Show until when a task is in time, ▲ where that has passed, ‖ where it stands still; for closed work nothing."""
    if row.due is None or row.status in CLOSED:
        return ""
    return f"{'▲' if row.overdue else '‖' if row.clock.paused else ' '} {day(row.due)}"


def left(row: TaskRow) -> str:
    """Show how much time a task has left; for closed work it no longer matters."""
    return "" if row.status in CLOSED else left_text(row.clock)


def step_text(row: TaskRow) -> str:
    """Show who must act and what comes next."""
    return f"{_(ACTORS[row.step.actor])}: {row.step.words}" if row.step else ""
