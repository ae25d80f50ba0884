"""The file of a vacancy: its clock, the words of its codes, and what each outcome means.

A home that falls free is let by the group itself (coöptatie), as long as the nomination reaches the corporation in
time. The steps of a file are in `allocation_steps`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coopadmin.domain.contracts import earliest_end
from coopadmin.domain.periods import add_months, day_after
from coopadmin.formats import long_date
from coopadmin.i18n import N_, _, ngettext

OUTCOMES: dict[str, str] = {
    "": N_("running"),
    "let": N_("let"),
    "withdrawn": N_("withdrawn"),
    "none_found": N_("nobody found"),
    "lapsed": N_("right lapsed"),
}
"""How a file ended; empty while it runs."""

CLOSING_OUTCOMES = ("withdrawn", "none_found", "lapsed")
"""The ways a file is closed by hand; `let` comes with the contract."""

PERMIT_REGIMES: dict[str, str] = {
    "unknown": N_("not known yet"),
    "none": N_("no housing permit needed"),
    "required": N_("housing permit needed"),
    "exempt": N_("the group is exempt from the bylaw"),
    "member_priority": N_("permit needed; members go first (Housing Act 2014)"),
}
"""What the municipality's housing bylaw asks of a new resident (huisvestingsverordening)."""

TICKED: dict[str, str] = {
    "internal_asked": N_("Residents asked first"),
    "profile_published": N_("Profile published"),
    "income_papers": N_("Income papers handed to the corporation"),
    "permit": N_("Housing permit"),
    "welcome": N_("Welcome meeting"),
    "keys": N_("Keys handed over"),
    "mentor": N_("Mentor named"),
}
"""The steps that nothing else tells: somebody says when they were done."""


PRESSURES: dict[str, str] = {
    "calm": N_("in time"),
    "half": N_("part of the time is gone"),
    "pressing": N_("little time left"),
    "late": N_("too late"),
    "unknown": N_("no day known"),
    "closed": N_("closed"),
}
"""How the clock of a file stands: by how much of its time is left."""

SIGNS: dict[str, str] = {"calm": "○", "half": "●", "pressing": "▲", "late": "▲", "unknown": "●", "closed": "✓"}


@dataclass(frozen=True, slots=True)
class ClockFacts:
    """What the clock of a file is worked out from; months and percents are the settings of the day it was opened."""

    opened_on: date
    noticed_on: date | None = None
    ends_on: date | None = None
    """The last day of the contract that ends, where one tells it."""
    free_on: date | None = None
    """The day the home is free as it was entered; only looked at where no contract tells its last day."""
    agreed_due_on: date | None = None
    due_source: str = ""
    notice_months: int = 1
    accepted_months: int = 2
    accepted_source: str = ""
    warning_percent: int = 50
    pressing_percent: int = 25
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """The days of a file, and in `told` how each was made."""

    noticed_on: date | None
    earliest_end_on: date | None
    ends_on: date | None
    free_on: date | None
    due_on: date | None
    """The day the nomination is due."""
    days_left: int | None
    """Days from the day asked about to the nomination; negative once that has passed, None in a closed file."""
    told: tuple[str, ...]
    begun_on: date
    """The day its time began to run: the notice, or else the opening."""
    pressure: str
    """A key of PRESSURES."""


def clock(facts: ClockFacts, on: date) -> Clock:
    """Work out the days of a file as they stand on a day, and say how.

    The earliest lawful end is the notice and the notice period (Civil Code (BW) 7:271(5)); the nomination is due the
    first free day and the vacancy the owner accepts, or the day that was agreed instead.
    """
    earliest = earliest_end(facts.noticed_on, facts.notice_months) if facts.noticed_on else None
    free = day_after(facts.ends_on) if facts.ends_on else facts.free_on
    by_rule = add_months(free, facts.accepted_months) if free else None
    due = facts.agreed_due_on or by_rule
    begun = facts.noticed_on or facts.opened_on
    left = (due - on).days if due and facts.closed_on is None else None
    return Clock(
        noticed_on=facts.noticed_on,
        earliest_end_on=earliest,
        ends_on=facts.ends_on or (free - timedelta(days=1) if free else None),
        free_on=free,
        due_on=due,
        days_left=left,
        told=(*_told_notice(facts, earliest, free), *_told_free(facts, free), *_told_due(facts, by_rule, left)),
        begun_on=begun,
        pressure=_pressure(facts, begun, due, left),
    )


def _pressure(facts: ClockFacts, begun: date, due: date | None, left: int | None) -> str:
    if facts.closed_on is not None:
        return "closed"
    if due is None or left is None:
        return "unknown"
    if left < 0:
        return "late"
    whole = max((due - begun).days, 0)
    if left * 100 <= facts.pressing_percent * whole:
        return "pressing"
    return "half" if left * 100 <= facts.warning_percent * whole else "calm"


def _told_notice(facts: ClockFacts, earliest: date | None, free: date | None) -> list[str]:
    if facts.noticed_on is None or earliest is None:
        return [_("No notice is known, so the earliest lawful end is not either.")]
    lines = [
        _("Notice on {notice}, {months} of notice: it ends on {earliest} at the earliest (BW 7:271(5)).").format(
            notice=long_date(facts.noticed_on), months=_months(facts.notice_months), earliest=long_date(earliest)
        )
    ]
    last_day = facts.ends_on or (free - timedelta(days=1) if free else None)
    if last_day is None:
        lines.append(_("No last day was entered yet; the day the home is free follows from it."))
    elif last_day < earliest:
        lines.append(
            _("▲ The end that was entered, {end}, is earlier than that: both sides must have agreed to it.").format(
                end=long_date(last_day)
            )
        )
    return lines


def _told_free(facts: ClockFacts, free: date | None) -> list[str]:
    if free is None:
        return [_("The day the home is free is not known yet, so the nomination has no day either.")]
    if facts.ends_on is not None:
        line = _("The contract's last day is {end}: the home is free from {free}.")
        return [line.format(end=long_date(facts.ends_on), free=long_date(free))]
    return [_("The home is free from {free}, as entered in this file.").format(free=long_date(free))]


def _told_due(facts: ClockFacts, by_rule: date | None, left: int | None) -> list[str]:
    lines: list[str] = []
    if by_rule is not None:
        months = _months(facts.accepted_months)
        if facts.accepted_source:
            months = f"{months} ({_(facts.accepted_source)})"
        line = _("Vacancy the corporation accepts: {months}. So the nomination is due on {due}.")
        lines.append(line.format(months=months, due=long_date(by_rule)))
    if facts.agreed_due_on is not None:
        line = _("Agreed instead: due on {due} ({source}).")
        lines.append(line.format(due=long_date(facts.agreed_due_on), source=facts.due_source))
    if left is not None:
        lines.append(days_left_words(left))
    return lines


def _months(count: int) -> str:
    return ngettext("{count} month", "{count} months", count).format(count=count)


def days_left_words(days: int) -> str:
    """Say how many days are left for the nomination, or by how many its day has passed."""
    if days < 0:
        line = ngettext("▲ The nomination is {count} day late.", "▲ The nomination is {count} days late.", -days)
        return line.format(count=-days)
    if days == 0:
        return _("▲ The nomination is due today.")
    line = ngettext("{count} day is left for the nomination.", "{count} days are left for the nomination.", days)
    return line.format(count=days)


def time_to_choose(
    acquaintance_days: int | None, known_since: Sequence[tuple[str, date]], due_on: date | None, on: date
) -> tuple[str, ...]:
    """Tell whether who is met today can still be known long enough by the nomination, and who is.

    `known_since` are the candidates the group has met, by number, with the day that began. Nothing is told where the
    procedure asks for no acquaintance.
    """
    if not acquaintance_days:
        return ()
    if due_on is None:
        return (_("As long as the nomination has no day, nobody can say who is known long enough by then."),)
    term = timedelta(days=acquaintance_days)
    line = _("Who is met today is known for {count} days on {day}, in time for the nomination.")
    if on + term > due_on:
        line = _(
            "▲ Who is met today is known for {count} days only on {day}, after the nomination is due: choose among "
            "those met by {latest}, or agree on a later day."
        )
    lines = [line.format(count=acquaintance_days, day=long_date(on + term), latest=long_date(due_on - term))]
    ready = [number for number, since in known_since if since + term <= due_on]
    if ready:
        lines.append(_("Met long enough before the nomination: {numbers}.").format(numbers=", ".join(ready)))
    else:
        lines.append(_("Nobody of those the group has met is known long enough by then."))
    return tuple(lines)


def file_number(year: int, known: Sequence[str]) -> str:
    """Give the next number of a file of a year: `T-2026-01`, counted on from the highest of that year in `known`."""
    begins = f"T-{year}-"
    taken = [int(number.removeprefix(begins)) for number in known if number.removeprefix(begins).isdecimal()]
    return f"{begins}{max(taken, default=0) + 1:02d}"
