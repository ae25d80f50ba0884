"""How a file and its clock are said in lists and lines."""

from __future__ import annotations

from datetime import date

from coopadmin.domain.allocation import OUTCOMES
from coopadmin.domain.allocation_steps import LABELS, Step
from coopadmin.formats import long_date
from coopadmin.i18n import _, ngettext
from db.queries.allocation import FileRecord, FileRow

_STYLES = {"late": "$error", "pressing": "$error", "half": "$warning", "unknown": "$warning"}


def clock_style(pressure: str) -> str:
    """Give the colour that goes with how a clock stands; its sign says it too."""
    return _STYLES.get(pressure, "")


def left_text(days: int | None) -> str:
    """Say how many days are left in a column: `41 d`, `-3 d`; nothing where that is not known."""
    return "" if days is None else _("{count} d").format(count=days)


def step_text(step: Step | None) -> str:
    """Say which step comes first, with its sign; nothing to do where there is none."""
    return f"{step.sign} {_(LABELS[step.name])}" if step is not None else _("○ waits for others")


def row_text(row: FileRow) -> str:
    """Say how a file of the list stands: the step to take, or how it ended."""
    if row.closed_on is not None and (row.step is None or row.step.state != "late"):
        return f"✓ {_(OUTCOMES[row.outcome])}"
    return step_text(row.step)


def nominated_on(one: FileRecord) -> date | None:
    """Give the day a nomination was sent that still counts."""
    return next((step.on for step in one.steps if step.name == "nomination" and step.state == "done"), None)


def status_text(one: FileRecord) -> str:
    """Say in a line how a file stands: closed and how, or its clock and its next step."""
    about, time = one.facts, one.clock
    if about.closed_on is not None:
        said = _("✓ {outcome} since {day}").format(outcome=_(OUTCOMES[about.outcome]), day=long_date(about.closed_on))
        return f"{said} · {about.close_reason}" if about.close_reason else said
    sent = nominated_on(one)
    if sent is not None:
        said = _("● nominated on {day}").format(day=long_date(sent))
    elif time.due_on is None or time.days_left is None:
        said = _("● the nomination has no day yet")
    elif time.days_left < 0:
        said = ngettext(
            "▲ nomination {count} day late, due {day}", "▲ nomination {count} days late, due {day}", -time.days_left
        ).format(count=-time.days_left, day=long_date(time.due_on))
    else:
        sign = "▲" if time.pressure == "pressing" else "●"
        said = ngettext(
            "{sign} nominate by {day}: {count} day left", "{sign} nominate by {day}: {count} days left", time.days_left
        ).format(sign=sign, count=time.days_left, day=long_date(time.due_on))
    return f"{said} · {step_text(one.next)}"
