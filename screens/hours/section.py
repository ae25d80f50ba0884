"""The hours for a task and the work days it was chosen for, on the task's own record."""

from __future__ import annotations

from sqlalchemy import Connection

from coopadmin.domain.hours import hours_text
from coopadmin.domain.work_days import TASK_OUTCOMES
from coopadmin.i18n import _
from db.queries import hours, work_days
from db.queries.work_days import DayOfTask
from screens.app import Ref
from screens.hours.words import hours_entry
from screens.subject import Entry, Section, day


def hours_section(connection: Connection, task_id: int) -> Section:
    """List the work days of a task, who worked on it, and how long; empty where there is none of it."""
    rows = hours.of_task(connection, task_id)
    minutes, _cents = hours.totals(rows)
    title = _("hours: {hours}").format(hours=hours_text(minutes)) if rows else _("work day")
    days = work_days.of_task(connection, task_id)
    return Section(
        title,
        (
            *(Entry(day(one.on), _outcome(one), Ref("work_days", one.work_day_id)) for one in days),
            *(hours_entry(row, dated=True) for row in rows),
        ),
    )


def _outcome(one: DayOfTask) -> str:
    return f"{one.title} → {_(TASK_OUTCOMES[one.outcome])}" if one.outcome else one.title
