"""A rule of the calendar: every second Tuesday, the last day of the month, 15 March; how it is kept and checked.

It is kept as iCalendar writes it (RFC 5545, RRULE), in one spelling. What a group can mean is taken; what nobody
says of work or of a room (hours, weeks by their number, days of the year) is refused with a sentence.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from coopadmin.formats import FIRST_YEAR, LAST_YEAR, quoted, tidy
from coopadmin.i18n import _

EVERY: dict[str, str] = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKING_DAYS = (0, 1, 2, 3, 4)
MOST_INTERVAL = 600
"""Fifty years in months, as in `recurrences`: longer is a slip of the pen."""
MOST_YEARS = 50
MOST_COUNT = 10_000


@dataclass(frozen=True, slots=True)
class Rule:
    """When something comes round by the calendar; weekdays count from Monday as 0.

    Where it names neither weekday nor day of the month, the first day of the series says which.
    """

    every: str
    """`day`, `week`, `month` or `year`."""
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    """Every one of these days of a week; with `position` the so-manieth of them in a month."""
    numbered: tuple[tuple[int, int], ...] = ()
    """The so-manieth weekday of a month, as (number, weekday); -1 is the last."""
    month_days: tuple[int, ...] = ()
    """Days of a month from 1 to 31; a month that is shorter has its last day. -1 is the last day."""
    months: tuple[int, ...] = ()
    position: int = 0
    count: int | None = None
    until: date | None = None

    @property
    def text(self) -> str:
        """The rule as iCalendar writes it, without DTSTART; `recurrences_calendar.read_rule` reads it back."""
        weekdays = [DAYS[day] for day in self.weekdays] + [f"{number}{DAYS[day]}" for number, day in self.numbered]
        parts = {
            "FREQ": next(name for name, every in EVERY.items() if every == self.every),
            "INTERVAL": str(self.interval) if self.interval > 1 else "",
            "BYMONTH": ",".join(map(str, self.months)),
            "BYMONTHDAY": ",".join(map(str, self.month_days)),
            "BYDAY": ",".join(weekdays),
            "BYSETPOS": str(self.position) if self.position else "",
            "COUNT": str(self.count) if self.count else "",
            "UNTIL": self.until.strftime("%Y%m%d") if self.until else "",
        }
        return ";".join(f"{name}={value}" for name, value in parts.items() if value)


def parse_rrule(text: str) -> Rule:
    """Read a rule as iCalendar writes it. Raises ValueError with a sentence for what is no rule, or none of ours."""
    parts: dict[str, str] = {}
    for part in tidy(text).upper().removeprefix("RRULE:").strip(";").split(";"):
        name, equals, value = (piece.strip() for piece in part.partition("="))
        if not equals or not value or name in parts:
            raise ValueError(_("“{part}” is no part of a rule of the calendar").format(part=quoted(part)))
        parts[name] = value
    every = EVERY.get(parts.pop("FREQ", ""))
    if every is None:
        raise ValueError(_("say whether it comes round by day, week, month or year: FREQ=MONTHLY"))
    if parts.pop("WKST", "MO") != "MO":
        raise ValueError(_("a week begins on Monday here; leave WKST out"))
    if strange := sorted(parts.keys() - _READERS.keys()):
        raise ValueError(_("{part} is not used here; name days, weekdays or months").format(part=quoted(strange[0])))
    values: dict[str, Any] = {}
    for name, value in parts.items():
        values.update(_READERS[name](value))
    return checked(Rule(every, **values))


def checked(rule: Rule) -> Rule:
    """Give the rule in its one spelling. Raises ValueError with a sentence where it says two things, or too little."""
    rule = _respelt(rule)
    if rule.every == "year" and rule.interval > MOST_YEARS:
        raise ValueError(
            _("what comes round later than in {years} years is a slip of the pen").format(years=MOST_YEARS)
        )
    if rule.count and rule.until:
        raise ValueError(_("say either how many times or until when, not both"))
    if rule.month_days and (rule.weekdays or rule.numbered):
        raise ValueError(_("name either days of the month or days of the week, not both"))
    if rule.weekdays and rule.numbered:
        raise ValueError(_("say of every weekday which one of the month it is, or of none"))
    if rule.position and not rule.weekdays:
        raise ValueError(_("BYSETPOS chooses among weekdays; name those too"))
    if rule.every in ("day", "week"):
        if rule.numbered or rule.month_days or rule.position or (rule.every == "day" and rule.weekdays):
            raise ValueError(_("a day of the month goes with every month or year, not with every day or week"))
    elif rule.weekdays and not rule.position:
        raise ValueError(_("say which one of the month: the first Tuesday is 1TU, the last Friday is -1FR"))
    elif rule.every == "month" and rule.months:
        raise ValueError(_("name months with every year, not with every so many months"))
    elif rule.every == "year" and not rule.months and (rule.numbered or rule.month_days or rule.weekdays):
        raise ValueError(_("say in which month of the year"))
    return rule


def _respelt(rule: Rule) -> Rule:
    """Write the same thing one way: sorted, every weekday as every week, a month by its name as every year."""
    every, interval = rule.every, rule.interval
    if every == "day" and rule.weekdays and rule.interval == 1:
        every = "week"
    elif every == "month" and rule.months and rule.interval == 1:
        every = "year"
    elif every == "month" and interval % 12 == 0 and not (rule.numbered or rule.month_days or rule.weekdays):
        every, interval = "year", interval // 12
    return Rule(
        every,
        interval,
        tuple(sorted(set(rule.weekdays))),
        tuple(sorted(set(rule.numbered), key=lambda one: (one[0] < 0, one))),
        tuple(sorted(set(rule.month_days), key=lambda day: (day < 0, day))),
        tuple(sorted(set(rule.months))),
        rule.position,
        rule.count,
        rule.until,
    )


# -- the parts of a rule ---------------------------------------------------------------------------------------


def _whole(name: str, value: str, allowed: Callable[[int], bool]) -> int:
    bare = value.removeprefix("+")
    number = int(bare) if bare.removeprefix("-").isascii() and bare.removeprefix("-").isdecimal() else 0
    if not number or not allowed(number):
        raise ValueError(_("“{value}” cannot be {part} of a rule").format(value=quoted(value), part=name))
    return number


def _interval(value: str) -> dict[str, Any]:
    return {"interval": _whole("INTERVAL", value, lambda number: 1 <= number <= MOST_INTERVAL)}


def _count(value: str) -> dict[str, Any]:
    return {"count": _whole("COUNT", value, lambda number: 1 <= number <= MOST_COUNT)}


def _months(value: str) -> dict[str, Any]:
    return {"months": tuple(_whole("BYMONTH", one, lambda month: 1 <= month <= 12) for one in value.split(","))}


def _month_days(value: str) -> dict[str, Any]:
    # Counted from the end only as far as every month goes: there is no day -31 in April to fall back to.
    days = tuple(_whole("BYMONTHDAY", one, lambda day: -28 <= day <= 31) for one in value.split(","))
    return {"month_days": days}


def _weekdays(value: str) -> dict[str, Any]:
    plain: list[int] = []
    numbered: list[tuple[int, int]] = []
    for one in value.split(","):
        number, name = one[:-2], one[-2:]
        if name not in DAYS:
            raise ValueError(_("“{value}” cannot be {part} of a rule").format(value=quoted(one), part="BYDAY"))
        if number:
            numbered.append((_whole("BYDAY", number, lambda number: -5 <= number <= 5), DAYS.index(name)))
        else:
            plain.append(DAYS.index(name))
    return {"weekdays": tuple(plain), "numbered": tuple(numbered)}


def _position(value: str) -> dict[str, Any]:
    return {"position": _whole("BYSETPOS", value, lambda number: -5 <= number <= 5)}


def _until(value: str) -> dict[str, Any]:
    try:
        day = datetime.strptime(value[:8], "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        day = None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(_("“{value}” cannot be {part} of a rule").format(value=quoted(value), part="UNTIL"))
    return {"until": day}


_READERS: dict[str, Callable[[str], dict[str, Any]]] = {
    "INTERVAL": _interval,
    "COUNT": _count,
    "BYMONTH": _months,
    "BYMONTHDAY": _month_days,
    "BYDAY": _weekdays,
    "BYSETPOS": _position,
    "UNTIL": _until,
}
