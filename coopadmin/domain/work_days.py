"""Work days (klusdagen): how they stand, who says to come, and what came of the work.

Moments are of the wall clock, days are handed in.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from coopadmin.errors import Problem
from coopadmin.formats import tidy
from coopadmin.i18n import N_, _

STATES: dict[str, str] = {
    "planned": N_("planned"),
    "today": N_("today"),
    "to_close": N_("to be closed"),
    "closed": N_("closed"),
    "cancelled": N_("called off"),
}

SIGNS: dict[str, str] = {"planned": "○", "today": "●", "to_close": "▲", "closed": "✓", "cancelled": "✗"}

SAID: dict[str, str] = {
    "asked": N_("asked"),
    "yes": N_("comes"),
    "maybe": N_("may come"),
    "no": N_("does not come"),
}
"""What somebody said to the question whether they come."""

SAID_SIGNS: dict[str, str] = {"asked": "○", "yes": "✓", "maybe": "●", "no": "✗"}

TASK_OUTCOMES: dict[str, str] = {
    "done": N_("done"),
    "begun": N_("begun"),
    "not_done": N_("not done"),
}
"""What came of a task on the day."""

ANNOUNCED_DAYS = 21
"""Days ahead in which the first page announces a work day: enough to ask people, and to put it off."""

LONGEST_TITLE = 120


def state_of(starts_on: date, closed_on: date | None, cancelled_on: date | None, today: date) -> str:
    """Say how a work day stands, as in STATES."""
    if cancelled_on is not None:
        return "cancelled"
    if closed_on is not None:
        return "closed"
    if starts_on == today:
        return "today"
    return "planned" if starts_on > today else "to_close"


def check_work_day(title: str, starts_at: datetime, ends_at: datetime, reserve_on: date | None) -> list[Problem]:
    """Say what cannot be about the plan of a work day; fields are named as the arguments."""
    problems: list[Problem] = []
    if not tidy(title):
        problems.append(Problem("title", _("give the day a name, like “Garden in autumn”")))
    elif len(tidy(title)) > LONGEST_TITLE:
        problems.append(Problem("title", _("the text is longer than {limit} signs").format(limit=LONGEST_TITLE)))
    if ends_at <= starts_at:
        problems.append(Problem("ends_at", _("the end comes after the beginning")))
    elif ends_at.date() != starts_at.date():
        problems.append(Problem("ends_at", _("a work day ends on the day it begins; plan a second one for the next")))
    if reserve_on is not None and reserve_on <= starts_at.date():
        problems.append(Problem("reserve_on", _("the day for bad weather comes after the day itself")))
    return problems


def minutes_of(starts_at: datetime, ends_at: datetime) -> int:
    """Give how long a work day lasts, in minutes of the clock on the wall."""
    return (ends_at - starts_at) // timedelta(minutes=1)
