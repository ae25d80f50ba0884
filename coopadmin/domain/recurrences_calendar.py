"""The days and moments of a rule of the calendar, with what was skipped or moved.

Moments are what the clock on the wall shows: 20:00 stays 20:00 across summer time. A day that a month does not have
falls back to its last day, as in `periods.add_months`: the 31st is 30 April, 29 February is the 28th.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from heapq import merge
from itertools import groupby, islice
from typing import TYPE_CHECKING, Literal

from coopadmin.domain.recurrences_rules import Rule, checked, parse_rrule
from coopadmin.formats import quoted, tidy
from coopadmin.i18n import _

if TYPE_CHECKING:
    from dateutil.rrule import rrule

__all__ = ["Occurrence", "Rule", "dates", "every_months", "occurrences", "read_rule", "rule_words", "single_rrule"]

# The desk's first page asks which work is due; most of it is counted in months and needs neither words nor dateutil.


# -- reading -----------------------------------------------------------------------------------------------------


def read_rule(text: str) -> Rule:
    """Read a rule of the calendar, as iCalendar writes it or in words of Dutch or English.

    `FREQ=MONTHLY;BYDAY=1TU`, `first Tuesday of the month`, `elke 2 weken op maandag`. Raises ValueError with a
    sentence.
    """
    from coopadmin.domain.recurrences_words import parse_words

    text = tidy(text)
    if "=" in text:
        return _parsed(text)
    rule = parse_words(text)
    if rule is None:
        raise ValueError(
            _(
                "“{text}” does not say when it comes round; write it like: every Tuesday, every 2 weeks on Monday, "
                "the first Tuesday of every month, the last day of every 3 months, every year on 15 March"
            ).format(text=quoted(text))
        )
    return rule


def rule_words(rule: Rule) -> str:
    """Say a rule in plain words of the language in use; `read_rule` reads them back."""
    from coopadmin.domain import recurrences_words

    return recurrences_words.rule_words(rule)


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Rule:
    # A store holds the same few rules in many series; what is refused is not kept, so it speaks the language in use.
    return parse_rrule(text)


def every_months(months: int) -> Rule:
    """Give the rule of what comes round every so many whole months, on the day of the month it began."""
    return checked(Rule("month", months))


# -- the moments of a rule ---------------------------------------------------------------------------------------


def dates(rule: Rule, first: datetime, until: date) -> Iterator[datetime]:
    """Give the moments of a rule from `first` on, in order, the last of them on `until` at the latest.

    `first` is a moment of the wall clock (no time zone) and is one of them only where the rule says so; the rule's
    own number of times is counted from it.
    """
    first = first.replace(microsecond=0)
    until = min(until, rule.until) if rule.until else until
    if until < first.date():
        return iter(())
    last = datetime.combine(until, time.max)
    parts = _parts(rule, first, last)
    found = iter(parts[0]) if len(parts) == 1 else (moment for moment, _same in groupby(merge(*parts)))
    return islice(found, rule.count) if rule.count else found


def _parts(rule: Rule, first: datetime, last: datetime) -> list[rrule]:
    """Take a rule apart into rules of dateutil: a day beyond the 28th is the last one of a month not after it."""
    from dateutil.rrule import DAILY, MONTHLY, WEEKLY, YEARLY, rrule, weekday

    frequencies: dict[str, Literal[0, 1, 2, 3]] = {"day": DAILY, "week": WEEKLY, "month": MONTHLY, "year": YEARLY}
    weekdays = [weekday(day) for day in rule.weekdays] + [weekday(day, number) for number, day in rule.numbered]

    def one(months: tuple[int, ...] | None = rule.months, days: tuple[int, ...] | None = None, at: int = 0) -> rrule:
        return rrule(
            frequencies[rule.every],
            dtstart=first,
            interval=rule.interval,
            until=last,
            bymonth=months or None,
            bymonthday=days or None,
            byweekday=weekdays or None,
            bysetpos=at or None,
        )

    months, days = rule.months, rule.month_days
    if rule.every in ("day", "week") or rule.numbered:
        return [one()]
    if rule.position:
        return [one((month,), None, rule.position) for month in months] if months else [one(at=rule.position)]
    if rule.every == "year" and not months:
        months = (first.month,)
    days = days or (first.day,)
    early, late = tuple(day for day in days if day <= 28), [day for day in days if day > 28]
    parts = [one(months, early)] if early else []
    for day in late:
        fallen = tuple(range(28, day + 1))
        parts += [one((month,), fallen, -1) for month in months] if months else [one(None, fallen, -1)]
    return parts


def single_rrule(rule: Rule, first: date) -> str | None:
    """Write a rule that begins on `first` as one RRULE that any calendar program reads the same way.

    The falling back to a month's last day is written out. None where it takes more than one: such a series is
    handed over day by day.
    """
    days = rule.month_days or ((first.day,) if rule.every in ("month", "year") else ())
    months = rule.months or ((first.month,) if rule.every == "year" else ())
    late = [day for day in days if day > 28]
    if rule.every in ("day", "week") or rule.numbered or (not late and not rule.position):
        return rule.text
    if len(months) > 1 or (late and len(days) > 1):
        return None
    if rule.position:
        return rule.text
    spelt = ";".join(
        part for part in rule.text.split(";") if not part.startswith(("BYMONTH=", "BYMONTHDAY=", "COUNT=", "UNTIL="))
    )
    end = [part for part in rule.text.split(";") if part.startswith(("COUNT=", "UNTIL="))]
    named = [f"BYMONTH={months[0]}"] if months else []
    fallen = ",".join(map(str, range(28, late[0] + 1)))
    return ";".join([spelt, *named, f"BYMONTHDAY={fallen}", "BYSETPOS=-1", *end])


# -- with what was skipped and moved ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, order=True)
class Occurrence:
    """One time that something comes round: the day it takes place, and the day the calendar had for it."""

    on: date
    planned: date


def occurrences(
    calendar: Iterable[date], exceptions: Mapping[date, date | None], since: date, until: date
) -> list[Occurrence]:
    """Give the occurrences that take place from `since` to `until`, both included, in order.

    `calendar` holds the days of the rule in order and may go on for ever; `exceptions` holds for a day of it the day
    it was moved to, or None where it was skipped. A day moved out of the window is not in it, one moved into it is.
    """
    moved_in = [day for day, to in exceptions.items() if to is not None and since <= to <= until]
    last = max([until, *moved_in])
    found: list[Occurrence] = []
    for day in calendar:
        if day > last:
            break
        on = exceptions.get(day, day)
        if on is not None and since <= on <= until:
            found.append(Occurrence(on, day))
    if exceptions:
        found.sort()
    return found
