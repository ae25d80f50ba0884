"""The copies of a store: what they are called, why they were made, and which of them stay as time goes by."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from coopadmin.domain.association import RuleValue, rule_on, with_defaults
from coopadmin.formats import decimal_text
from coopadmin.i18n import N_

WHYS: dict[str, str] = {
    "day": N_("end of a working day"),
    "import": N_("before an import"),
    "bank": N_("before a bank file"),
    "migration": N_("before a new form of the store"),
    "replaced": N_("replaced by another copy"),
    "hand": N_("made by hand"),
}
"""Why a copy was made, by the word in its name."""

OF_A_PERSON = ("replaced", "hand")
"""Copies that came of what a person did; only a person takes them away."""

ENCRYPTED = ".age"
"""What follows the name of a copy that is encrypted for some keys."""

LEAP = 62
"""Days between two copies beyond which the clock may have leapt: those of two months lie no further apart."""
BELIEVED_AFTER = 14
"""Days with a copy after which a leap counts as time that went by."""

DAYS_A_WEEK = 7
MONTHS_A_YEAR = 12

_NAME = re.compile(r"-(\d{8}-\d{6})-(?:before-\d{4}|([a-z]+))(?:-(\d{1,4}))?", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Stamp:
    """What the name of a copy tells: the moment where the user was, and why; `number` tells two of one second apart."""

    moment: datetime
    why: str
    number: int = 1


def copy_name(stem: str, suffix: str, stamp: Stamp) -> str:
    """Name a copy of the store `stem` + `suffix`: `coop-20261121-203000-day.coop`."""
    again = f"-{stamp.number}" if stamp.number > 1 else ""
    return f"{stem}-{stamp.moment:%Y%m%d-%H%M%S}-{stamp.why}{again}{suffix}"


def read_name(name: str, stem: str, suffix: str) -> Stamp | None:
    """Read the name of a copy of the store `stem` + `suffix`, encrypted or not; None for any other name.

    A copy that an earlier version made before a migration names the form it got: `coop-…-before-0005.coop`.
    """
    bare = name.removesuffix(ENCRYPTED)
    if not bare.startswith(f"{stem}-") or not bare.endswith(suffix):
        return None
    told = _NAME.fullmatch(bare[len(stem) : len(bare) - len(suffix)])
    if told is None or (told[2] or "migration") not in WHYS:
        return None
    try:
        moment = datetime.strptime(told[1], "%Y%m%d-%H%M%S")  # noqa: DTZ007 - the hour where the user was
    except ValueError:
        return None
    return Stamp(moment, told[2] or "migration", int(told[3] or 1))


@dataclass(frozen=True, slots=True)
class Thinning:
    """How many days every copy stays, then for how many weeks the last of each, then for how many months."""

    days: int
    weeks: int
    months: int


def thinning_on(rules: Iterable[RuleValue], on: date) -> Thinning:
    """Give the thinning in force on a day, from the rules of the association."""
    values = with_defaults(rules)
    days, weeks, months = (
        int(rule_on(values, name, on) or 0) for name in ("copies_days", "copies_weeks", "copies_months")
    )
    return Thinning(days, weeks, months)


def kept(copies: Collection[Stamp], today: date, rule: Thinning) -> frozenset[Stamp]:
    """Tell which copies stay on a day.

    All of the last `rule.days` days, today among them; before that, for `rule.weeks` weeks, the last of each week
    (Monday to Sunday); and for `rule.months` months before those the last of each month, which stays meanwhile too. The
    newest always stays, and so does what a person made. What goes on one day would have gone on every later one.
    """
    made = [one for one in copies if one.why not in OF_A_PERSON]
    stays = set(copies) - set(made)
    if not made:
        return frozenset(stays)
    stays.add(max(made))
    last_of_week = _last_of_each(made, _week)
    last_of_month = _last_of_each(made, _month)
    all_from = _days_back(today, rule.days - 1)
    weeks_from = _days_back(all_from, rule.weeks * DAYS_A_WEEK)
    months_from = _month_of(weeks_from) - rule.months
    for one in made:
        day = one.moment.date()
        of_week = one in last_of_week and day >= weeks_from and rule.weeks > 0
        of_month = one in last_of_month and _month(one) >= months_from and rule.months > 0
        if day >= all_from or of_week or of_month:
            stays.add(one)
    return frozenset(stays)


def thinning_day(copies: Iterable[Stamp], today: date, rule: Thinning) -> date:
    """Tell by which day copies are thinned: today, or where the clock leapt, `rule.days` on for each day with a copy.

    So each day that a clock stands years ahead takes no more than `rule.days` of ordinary days would have taken; who
    was away for long has the copies thinned some copies later. A leap with enough days after it is believed.
    """
    made = sorted({one.moment.date().toordinal() for one in copies if one.moment.date() < today})
    if not made:
        return today
    made = made[-BELIEVED_AFTER - 1 :]
    by = made[0]
    for before, after in pairwise(made):
        gap = after - before
        by = min(after, by + max(rule.days, gap if gap <= LEAP else 0))
    return date.fromordinal(min(today.toordinal(), by + rule.days))


def size_text(size: int) -> str:
    """Write how large a file is: `62,6 MB`; `size` in bytes."""
    return f"{decimal_text(max(1, round(size / 100_000)), 1)} MB"


def _last_of_each(copies: Iterable[Stamp], span: Callable[[Stamp], int]) -> set[Stamp]:
    last: dict[int, Stamp] = {}
    for one in copies:
        last[span(one)] = max(one, last.get(span(one), one))
    return set(last.values())


def _week(one: Stamp) -> int:
    return (one.moment.date().toordinal() - 1) // DAYS_A_WEEK


def _month(one: Stamp) -> int:
    return _month_of(one.moment.date())


def _month_of(day: date) -> int:
    return day.year * MONTHS_A_YEAR + day.month


def _days_back(day: date, days: int) -> date:
    """Go back some days, to the first day there is at most."""
    return day - timedelta(days=min(days, day.toordinal() - 1))
