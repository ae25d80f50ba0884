"""Words for meetings: how far one has come and what its letter asks, each with its sign."""

from __future__ import annotations

from datetime import date

from coopadmin.domain.meetings import REQUEST_STATES, STATES
from coopadmin.domain.voting_rules import BODIES
from coopadmin.formats import day_name, long_date, short_date
from coopadmin.i18n import _

SIGNS: dict[str, str] = {
    "planned": "●",
    "convened": "○",
    "under_way": "●",
    "closed": "●",
    "approved": "✓",
    "cancelled": "✗",
}

REQUEST_SIGNS: dict[str, str] = {
    "too_few": "○",
    "waiting": "●",
    "planned": "●",
    "called": "✓",
    "late": "▲",
    "own": "▲",
}


def state_text(state: str, on: date, convened_on: date | None, send_by: date | None, today: date) -> str:
    """Show how far a meeting has come and what presses most, with its sign: `● letter by 05 Nov 2026`."""
    if state in ("planned", "convened") and on < today:
        return "▲ " + _("the day is past")
    if state == "planned" and send_by is not None:
        if today > send_by:
            return "▲ " + _("letter was due {day}").format(day=short_date(send_by))
        return "● " + _("letter by {day}").format(day=short_date(send_by))
    if state == "convened" and convened_on is not None:
        late = send_by is not None and convened_on > send_by
        return f"{'▲' if late else '○'} " + _("letter sent {day}").format(day=short_date(convened_on))
    return f"{SIGNS[state]} {_(STATES[state])}"


def letter_text(state: str, convened_on: date | None, send_by: date, today: date) -> str:
    """Say in a sentence how the letter stands: to send by a day, too late, sent in time, sent too late."""
    if convened_on is None:
        if state in ("closed", "approved", "under_way"):
            return "▲ " + _("not noted as sent; it was to go by {day}").format(day=long_date(send_by))
        if today > send_by:
            return "▲ " + _("too late: it was to go by {day}").format(day=long_date(send_by))
        return "● " + _("letter to send by {day}").format(day=f"{day_name(send_by)} {long_date(send_by)}")
    sent = long_date(convened_on)
    if convened_on > send_by:
        return "▲ " + _("sent on {day}, too late: it was to go by {latest}").format(day=sent, latest=long_date(send_by))
    return "✓ " + _("sent on {day}, in time: {latest} was the last day").format(day=sent, latest=long_date(send_by))


def body_text(body: str, group: str) -> str:
    """Call who meets: the body, or the working group by its name."""
    return group or _(BODIES[body])


def request_text(state: str) -> str:
    """Show what became of a request, with its sign."""
    return f"{REQUEST_SIGNS[state]} {_(REQUEST_STATES[state])}"
