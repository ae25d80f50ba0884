"""A booking that comes round: the times of a series, on the clock of the wall, and what the rules say of them together.

20:00 stays 20:00 across summer time. A series is counted from its first time on, so that what was skipped or moved
changes nothing about the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice, pairwise

from coopadmin.domain.booking_rules import Answer
from coopadmin.domain.recurrences_calendar import Rule, dates, read_rule
from coopadmin.errors import Problem
from coopadmin.i18n import _, ngettext

MOST_TIMES = 800
"""Times in one series: every day for two years, and a bit."""


@dataclass(frozen=True, slots=True)
class Time:
    """One time of a series: when its rule has it, and until when it lasts."""

    occurrence_at: datetime
    ends_at: datetime


def open_ended(text: str) -> tuple[Rule, date | None]:
    """Read a rule, and the last day it names itself; a series keeps its last day beside the rule.

    Raises ValueError with a sentence.
    """
    rule = read_rule(text)
    return replace(rule, until=None), rule.until


def times(rule: Rule, starts_at: datetime, length: timedelta, until: date) -> Iterator[Time]:
    """Give the times of a series from its first moment on, the last beginning on `until` at the latest."""
    return (Time(moment, moment + length) for moment in dates(rule, starts_at, until))


def some_times(rule: Rule, starts_at: datetime, length: timedelta, until: date) -> tuple[Time, ...]:
    """Give the times of a series, one more than MOST_TIMES at most."""
    return tuple(islice(times(rule, starts_at, length, until), MOST_TIMES + 1))


def check_times(found: Sequence[Time]) -> list[Problem]:
    """Say what cannot be about the times of a series; fields are `rule`, `ends_at` and `until`."""
    if not found:
        return [Problem("until", _("it does not come round once by then; look at the rule and the last day"))]
    if len(found) > MOST_TIMES:
        reason = ngettext(
            "more than {count} time; choose an earlier last day",
            "more than {count} times; choose an earlier last day",
            MOST_TIMES,
        )
        return [Problem("until", reason.format(count=MOST_TIMES))]
    if any(one.ends_at > other.occurrence_at for one, other in pairwise(found)):
        return [Problem("ends_at", _("one time is not over when the next begins"))]
    return []


def together(found: Iterable[Sequence[Answer]]) -> tuple[Answer, ...]:
    """Give what the rules say of all times of a series, each kind once: as of the first, and how many there are."""
    first: dict[str, Answer] = {}
    number: Counter[str] = Counter()
    for answers in found:
        for answer in answers:
            first.setdefault(answer.kind, answer)
            number[answer.kind] += 1
    said: list[Answer] = []
    for kind, answer in first.items():
        if number[kind] > 1:
            sentence = ngettext("{told} (and {count} time more)", "{told} (and {count} times more)", number[kind] - 1)
            answer = replace(answer, told=sentence.format(told=answer.told, count=number[kind] - 1))
        said.append(answer)
    return tuple(said)
