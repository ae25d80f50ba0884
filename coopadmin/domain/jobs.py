"""Work that comes round: on which days, which of them is due, and what was skipped or moved.

A job returns every so many months, counted from the day it was done or from the day it was planned for, or by a
rule of the calendar. What has been done is behind it; the first day after that is due, however long ago.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import count

from coopadmin.domain.periods import add_months
from coopadmin.domain.recurrences import MOST_MONTHS, read_recurrence, recurrence_name
from coopadmin.domain.recurrences_calendar import (
    Occurrence,
    Rule,
    dates,
    every_months,
    occurrences,
    read_rule,
    rule_words,
)
from coopadmin.formats import tidy
from coopadmin.i18n import N_, _

KINDS: dict[str, str] = {"inspection": N_("inspection"), "planned": N_("planned work")}

COUNTED_FROM: dict[str, str] = {
    "done": N_("the day it was last done"),
    "planned": N_("the day it was planned for"),
}

OUTCOMES: dict[str, str] = {
    "passed": N_("passed"),
    "remarks": N_("passed with remarks"),
    "failed": N_("failed"),
}
"""What an inspector found."""

FARTHEST_MONTHS = 2 * MOST_MONTHS
"""How far is looked ahead for the next time: a rule may name days that hardly ever come."""


@dataclass(frozen=True, slots=True)
class Course:
    """How a job returns, and how far it has come; `exceptions` holds None where an occurrence was skipped."""

    every_months: int | None = None
    rule: str = ""
    counted_from: str = "done"
    starts_on: date | None = None
    ends_on: date | None = None
    ended_on: date | None = None
    last_done: date | None = None
    """The newest day it was done on."""
    behind: date | None = None
    """The last day of its own calendar that what was done stands for; nothing until then is due any more."""
    exceptions: Mapping[date, date | None] = field(default_factory=dict[date, date | None])

    @property
    def last_day(self) -> date | None:
        """The last day it may fall on: by the agreement about it, or because it was stopped."""
        return min((day for day in (self.ends_on, self.ended_on) if day is not None), default=None)

    @property
    def counts_by_calendar(self) -> bool:
        """Tell whether its days stand fixed, whenever it is done."""
        return bool(self.rule) or self.counted_from == "planned"


def calendar(course: Course) -> Iterator[date]:
    """Give the days of a job that are not behind it yet, in order; none where it is not known from when to count."""
    anchor, behind = _anchor(course)
    if anchor is None:
        return
    first = max(anchor, behind) if behind else anchor
    until = add_months(first, FARTHEST_MONTHS)
    if course.last_day is not None:
        until = min(until, course.last_day)
    for day in _by_rule(course, anchor, until) if course.rule else _by_months(course, anchor, until):
        if behind is None or day > behind:
            yield day


def _by_rule(course: Course, anchor: date, until: date) -> Iterator[date]:
    first = datetime.combine(anchor, time())
    return (moment.date() for moment in dates(read_rule(course.rule), first, until))


def _by_months(course: Course, anchor: date, until: date) -> Iterator[date]:
    for months in count(0, course.every_months or 1):
        day = add_months(anchor, months)
        if day > until:
            return
        yield day


def _anchor(course: Course) -> tuple[date | None, date | None]:
    """The day from which it is counted, and the day after which it is ahead."""
    if course.rule or (course.counted_from == "planned" and course.starts_on is not None):
        return course.starts_on, course.behind
    if course.counted_from == "planned":
        return course.behind, course.behind
    return (course.starts_on, None) if course.last_done is None else (course.last_done, course.last_done)


def counting_rule(course: Course) -> tuple[date, Rule]:
    """Give the rule of a job that goes by a calendar of its own, and the day it is counted from.

    Raises ValueError for a job of which it is not known from when to count.
    """
    anchor, _behind = _anchor(course)
    if anchor is None:
        raise ValueError(_("it is not known from which day to count"))
    return anchor, read_rule(course.rule) if course.rule else every_months(course.every_months or 1)


def next_time(course: Course) -> Occurrence | None:
    """Give the occurrence that is due first, what was skipped and moved reckoned with; None where none is known."""
    plain = next((day for day in calendar(course) if day not in course.exceptions), None)
    moved = [day for day in course.exceptions.values() if day is not None]
    horizon = plain or max(moved, default=None)
    if horizon is None:
        return None
    return next(iter(occurrences(calendar(course), course.exceptions, date.min, horizon)), None)


def times_between(course: Course, since: date, until: date) -> list[Occurrence]:
    """Give the occurrences that take place in a period, both days included; what is overdue falls before it.

    For work counted from the day it was done they are what is to be expected: each time done shifts the rest.
    """
    return occurrences(calendar(course), course.exceptions, since, until)


def belongs(course: Course, day: date) -> bool:
    """Tell whether a day is one of the job's own that are still ahead, skipped or not."""
    return next((one for one in calendar(course) if one >= day), None) == day


_DAYS_OF = {"day": 1, "week": 7, "month": 30, "year": 365}


def announced_days(months: int | None, rule: str, usual: int) -> int:
    """Give how many days ahead a job is announced that does not say so itself, as the group set it.

    At most half the time between two times: what returns every other week would else be announced all year.
    """
    known = read_rule(rule) if rule else every_months(months or 1)
    return min(usual, _DAYS_OF[known.every] * known.interval // 2)


# -- in words ----------------------------------------------------------------------------------------------------


def returns_words(months: int | None, rule: str) -> str:
    """Say how a job returns; `read_returns` reads it back."""
    return rule_words(read_rule(rule)) if rule else recurrence_name(months or 1)


def read_returns(text: str) -> tuple[int | None, str]:
    """Read how a job returns: a number of months, or a rule of the calendar as iCalendar writes it.

    `every 18 months` is counted in months; `every Tuesday`, `the last day of every month` go by the calendar. Raises
    ValueError with a sentence, also for what never comes round.
    """
    text = tidy(text)
    try:
        months = read_recurrence(text)
    except ValueError:
        return None, read_rule(text).text
    if months is None:
        raise ValueError(_("say how often: yearly, every 18 months, the first Tuesday of every month"))
    return months, ""
