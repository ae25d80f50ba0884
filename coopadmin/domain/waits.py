"""What work may wait for, and whether its clock stands still meanwhile."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from coopadmin.domain.association import RULES, RuleValue, rule_on
from coopadmin.errors import Problem
from coopadmin.formats import moment_text
from coopadmin.i18n import N_, _

WAITS: dict[str, str] = {
    "nobody_home": N_("nobody home"),
    "wrong_trade": N_("the wrong trade came"),
    "material": N_("material"),
    "quote": N_("quote"),
    "inspection": N_("inspection"),
    "no_time": N_("no time"),
    "corporation": N_("the corporation"),
    "other": N_("another reason"),
}
"""Why work stands still (VERA's reasons for a task that is interrupted, and two of our own)."""


def stop_rule(reason: str) -> str:
    """Name the dated rule that says whether the clock stands still while work waits for this."""
    return f"wait_{reason}_stops"


STOP_RULES = tuple(map(stop_rule, WAITS))


def stops(rules: Iterable[RuleValue], reason: str, on: date) -> bool:
    """Tell whether the clock stands still for a wait that began on a day, by the rule of that day."""
    name = stop_rule(reason)
    value = rule_on(rules, name, on)
    return (value if value is not None else RULES[name].default) == "1"


def check_wait(
    from_at: datetime, until_at: datetime | None, reported_on: date, today: date, *, field: str
) -> list[Problem]:
    """Say what cannot be about the moments of a wait: about its beginning, or about `field`."""
    if until_at is not None and until_at < from_at:
        reason = _("it waits since {moment}, so it cannot have gone on before")
        return [Problem(field, reason.format(moment=moment_text(from_at)))]
    if from_at.date() < reported_on:
        return [Problem("from_at", _("that is before the day it was reported"))]
    if (until_at or from_at).date() > today:
        return [Problem(field, _("that is still to come"))]
    return []
