"""Actions that meetings gave to people: how each stands on a day, and what cannot be about its dates."""

from __future__ import annotations

from datetime import date

from coopadmin.errors import Problem
from coopadmin.formats import long_date, tidy
from coopadmin.i18n import N_, _

STATES: dict[str, str] = {
    "open": N_("open"),
    "overdue": N_("overdue"),
    "done": N_("done"),
    "dropped": N_("dropped"),
}
"""How an action stands, and how that is called; overdue ones are open too."""

LONGEST_WHAT = 400
"""Signs an action may have; more belongs in its note."""


def is_overdue(due_on: date | None, ended: bool, on: date) -> bool:
    """Tell whether an action is late on a day: not ended, and its due day has passed."""
    return not ended and due_on is not None and due_on < on


def state(done_on: date | None, dropped_on: date | None, due_on: date | None, on: date) -> str:
    """Name how an action stands on a day, as in STATES."""
    if done_on is not None:
        return "done"
    if dropped_on is not None:
        return "dropped"
    return "overdue" if is_overdue(due_on, ended=False, on=on) else "open"


def check_action(what: str, made_on: date, due_on: date | None) -> list[Problem]:
    """Say what cannot be about an action; fields are named as the arguments."""
    problems: list[Problem] = []
    if not tidy(what):
        problems.append(Problem("what", _("say what is to be done")))
    elif len(tidy(what)) > LONGEST_WHAT:
        problems.append(Problem("what", _("the text is longer than {limit} signs").format(limit=LONGEST_WHAT)))
    if due_on is not None and due_on < made_on:
        reason = _("due on {due}, before it was agreed on {made}")
        problems.append(Problem("due_on", reason.format(due=long_date(due_on), made=long_date(made_on))))
    return problems


def check_end(field: str, ended_on: date, made_on: date, today: date) -> list[Problem]:
    """Say what cannot be about the day an action was done or dropped."""
    if ended_on < made_on:
        reason = _("the action was agreed on {day}, so it cannot have ended before")
        return [Problem(field, reason.format(day=long_date(made_on)))]
    if ended_on > today:
        return [Problem(field, _("{day} is still to come").format(day=long_date(ended_on)))]
    return []
