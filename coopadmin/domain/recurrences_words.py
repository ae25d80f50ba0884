"""A rule of the calendar in words, Dutch and English: “every Tuesday”, “the last day of every 3 months”.

What `rule_words` says in either language, `parse_words` reads back as the same rule.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from coopadmin.domain.recurrences import read_recurrence, recurrence_name
from coopadmin.domain.recurrences_rules import MOST_COUNT, MOST_INTERVAL, WORKING_DAYS, Rule, checked
from coopadmin.formats import day_name, fold, long_date, month_name, parse_date, quoted
from coopadmin.i18n import N_, _, ngettext

_MONDAY = date(2024, 1, 1)
_ORDINALS_OF: dict[int, str] = {
    1: N_("the first {weekday}"),
    2: N_("the second {weekday}"),
    3: N_("the third {weekday}"),
    4: N_("the fourth {weekday}"),
    5: N_("the fifth {weekday}"),
    -1: N_("the last {weekday}"),
    -2: N_("the last but one {weekday}"),
    -3: N_("the last but two {weekday}"),
    -4: N_("the last but three {weekday}"),
    -5: N_("the last but four {weekday}"),
}


def rule_words(rule: Rule) -> str:
    """Say a rule in plain words of the language in use; `recurrences_calendar.read_rule` reads them back."""
    words = _course(rule)
    if rule.every in ("day", "week") and rule.months:
        words = _("{rule}, only in {months}").format(rule=words, months=_joined([*map(month_name, rule.months)]))
    if rule.count:
        times = ngettext("{count} time", "{count} times", rule.count).format(count=rule.count)
        words = f"{words}, {times}"
    if rule.until:
        words = _("{rule}, until {day}").format(rule=words, day=long_date(rule.until))
    return words


def _course(rule: Rule) -> str:
    count = rule.interval
    if rule.every == "day":
        return ngettext("every day", "every {count} days", count).format(count=count)
    if rule.every == "week":
        if rule.weekdays:
            days = _joined([*map(_weekday, rule.weekdays)])
            return ngettext("every {days}", "every {count} weeks on {days}", count).format(count=count, days=days)
        return ngettext("every week", "every {count} weeks", count).format(count=count)
    chosen = _chosen(rule)
    if rule.every == "month":
        if not chosen:
            return recurrence_name(count)
        return ngettext("{days} of every month", "{days} of every {count} months", count).format(
            days=chosen, count=count
        )
    if not rule.months:
        return recurrence_name(12 * count)
    months = _joined([*map(month_name, rule.months)])
    if not chosen:
        return ngettext("every year in {months}", "every {count} years in {months}", count).format(
            months=months, count=count
        )
    if len(rule.months) == len(rule.month_days) == 1 and rule.month_days[0] > 0:
        return ngettext("every year on {day} {month}", "every {count} years on {day} {month}", count).format(
            day=rule.month_days[0], month=months, count=count
        )
    return ngettext("every year on {days} of {months}", "every {count} years on {days} of {months}", count).format(
        days=chosen, months=months, count=count
    )


def _chosen(rule: Rule) -> str:
    """The days of a month a rule names; empty where the first day of the series says which."""
    if rule.position:
        if rule.weekdays == WORKING_DAYS:
            return _(_ORDINALS_OF[rule.position]).format(weekday=_("working day"))
        days = _("day out of {days}").format(days=_joined([*map(_weekday, rule.weekdays)]))
        return _(_ORDINALS_OF[rule.position]).format(weekday=days)
    named = [_(_ORDINALS_OF[number]).format(weekday=_weekday(day)) for number, day in rule.numbered]
    return _joined([*named, *map(_month_day, rule.month_days)])


def _month_day(day: int) -> str:
    if day > 0:
        return _("day {number}").format(number=day)
    return _("the last day") if day == -1 else _("day {number} from the end").format(number=-day)


def _weekday(day: int) -> str:
    return day_name(_MONDAY + timedelta(days=day))


def _joined(words: Sequence[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return _("{first} and {last}").format(first=", ".join(words[:-1]), last=words[-1])


# -- reading -----------------------------------------------------------------------------------------------------

_DAY_WORDS: dict[str, int] = {
    word: day
    for words in (
        "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
        "monday tuesday wednesday thursday friday saturday sunday",
        "maandags dinsdags woensdags donderdags vrijdags zaterdags zondags",
        "mondays tuesdays wednesdays thursdays fridays saturdays sundays",
        "maandagen dinsdagen woensdagen donderdagen vrijdagen zaterdagen zondagen",
    )
    for day, word in enumerate(words.split())
}
_MONTH_WORDS: dict[str, int] = {
    word: month
    for words in (
        "januari februari maart april mei juni juli augustus september oktober november december",
        "january february march april may june july august september october november december",
    )
    for month, word in enumerate(words.split(), 1)
}
_ORDINALS: dict[str, int] = {
    word: number
    for words in (
        "eerste tweede derde vierde vijfde",
        "first second third fourth fifth",
        "1e 2e 3e 4e 5e",
        "1ste 2de 3de 4de 5de",
        "1st 2nd 3rd 4th 5th",
    )
    for number, word in enumerate(words.split(), 1)
} | {
    "last but one": -2,
    "last but two": -3,
    "last but three": -4,
    "last but four": -5,
    "op een na laatste": -2,
    "op twee na laatste": -3,
    "op drie na laatste": -4,
    "op vier na laatste": -5,
    "last": -1,
    "laatste": -1,
}
_NUMBERS: dict[str, int] = {
    word: number
    for words in ("een twee drie vier vijf zes", "one two three four five six")
    for number, word in enumerate(words.split(), 1)
} | {"other": 2, "andere": 2}
_EVERY = r"(?:every|each|elke|elk|iedere|ieder|per)"
_COUNTED = r"(?:(?P<count>\d+|een|twee|drie|vier|vijf|zes|one|two|three|four|five|six|other|andere) )?"
_DAYLY = re.compile(rf"dagelijks|daily|{_EVERY} {_COUNTED}(?:dagen|dag|days|day)")
_WEEKLY = re.compile(rf"(?:wekelijks|weekly|{_EVERY} {_COUNTED}(?:weken|week|weeks))(?: (?:op|on) (?P<days>.+))?")
_OTHER_WEEKDAYS = re.compile(r"(?:every|each) other (?P<days>.+)")
_EITHER = re.compile(rf"{_EVERY} (?P<ordinal>\S+) (?P<day>[a-z]+)")
_WEEKDAYS = re.compile(rf"(?:{_EVERY}|op|on) (?P<days>.+)")
_OF_MONTHS = re.compile(
    rf"(?:op |on )?(?P<days>.+) (?:van|of|in) "
    rf"(?:de maand|the month|a month|{_EVERY} {_COUNTED}(?:maanden|maand|months|month))"
)
_IN_MONTHS = re.compile(
    rf"(?:maandelijks|monthly|{_EVERY} {_COUNTED}(?:maanden|maand|months|month)) (?:op|on) (?P<days>.+)"
)
_OF_YEAR = re.compile(
    rf"(?:(?:jaarlijks|yearly|{_EVERY} {_COUNTED}(?:jaren|jaar|years|year))(?: (?:op|on))? )?"
    rf"(?:(?P<days>.+) (?:van|of|in) |(?P<number>\d{{1,2}}) )(?P<months>.+)"
)
_IN_YEAR = re.compile(rf"(?:jaarlijks|yearly|{_EVERY} {_COUNTED}(?:jaren|jaar|years|year)) (?:in) (?P<months>.+)")
_TIMES = re.compile(r"(?P<rest>.+), (?P<count>\d{1,5}) (?:keer|maal|times|time)")
_UNTIL = re.compile(r"(?P<rest>.+), (?:until|tot en met|t/m) (?P<day>.+)")
_ONLY_IN = re.compile(r"(?P<rest>.+), (?:only|alleen) in (?P<months>.+)")
_ALTERNATE = re.compile(r"^om de (?=week\b|dag\b)")
_AFTER_SO_MANY = re.compile(r"\bom de (?=\d|twee|drie|vier|vijf|zes)")
_FORTNIGHTLY = re.compile(r"^(?:tweewekelijks|fortnightly)\b")
_EACH_OF_MONTH = re.compile(rf"^{_EVERY} (?=.+ (?:van|of) (?:de|the|a|{_EVERY}) (?:maand|month)$)")
"""Each first Monday of the month is the first Monday of the month."""
_ARTICLE = re.compile(r"^(?:de|het|the) ")


def parse_words(text: str) -> Rule | None:
    """Read a rule in words; None where they are none that this knows. Raises ValueError where they cannot be."""
    bare = _FORTNIGHTLY.sub("elke 2 weken", _ALTERNATE.sub("elke 2 ", fold(text).rstrip(".")))
    bare = _AFTER_SO_MANY.sub("elke ", bare)
    until: date | None = None
    count: int | None = None
    months: tuple[int, ...] = ()
    if match := _UNTIL.fullmatch(bare):
        bare, until = match["rest"], parse_date(match["day"])
    if match := _TIMES.fullmatch(bare):
        bare, count = match["rest"], int(match["count"])
    if match := _ONLY_IN.fullmatch(bare):
        bare, months = match["rest"], _months_of(match["months"]) or ()
    _refuse_either(text, bare)
    course = _read_course(bare)
    if course is None or (count is not None and not 1 <= count <= MOST_COUNT):
        return None
    return checked(
        Rule(
            course.every,
            course.interval,
            course.weekdays,
            course.numbered,
            course.month_days,
            course.months or months,
            course.position,
            count,
            until,
        )
    )


def _refuse_either(text: str, bare: str) -> None:
    """Refuse “every second Tuesday”: some mean every two weeks, others once a month; raises ValueError with both."""
    match = _EITHER.fullmatch(bare)
    number = _ORDINALS.get(match["ordinal"], 0) if match else 0
    if match is None or match["day"] not in _DAY_WORDS or number < 2:
        return
    day = _DAY_WORDS[match["day"]]
    ways = (Rule("week", number, weekdays=(day,)), Rule("month", numbered=((number, day),)))
    told = _("“{text}” can mean two things; write “{weeks}” or “{month}”")
    raise ValueError(told.format(text=quoted(text), weeks=_course(ways[0]), month=_course(ways[1])))


def _read_course(bare: str) -> Rule | None:
    bare = _EACH_OF_MONTH.sub("", bare)
    if (match := _OTHER_WEEKDAYS.fullmatch(bare)) and (days := _weekdays_of(match["days"])):
        return Rule("week", 2, weekdays=days)
    if match := _DAYLY.fullmatch(bare):
        return _spaced(Rule("day"), match["count"])
    if match := _WEEKLY.fullmatch(bare):
        days = _weekdays_of(match["days"]) if match["days"] else ()
        return None if days is None else _spaced(Rule("week", weekdays=days), match["count"])
    if (match := _WEEKDAYS.fullmatch(bare)) and (days := _weekdays_of(match["days"])):
        return Rule("week", weekdays=days)
    for pattern in (_OF_MONTHS, _IN_MONTHS):
        if (match := pattern.fullmatch(bare)) and (chosen := _chosen_of(match["days"], "month")):
            return _spaced(chosen, match["count"])
    if (match := _IN_YEAR.fullmatch(bare)) and (named := _months_of(match["months"])):
        return _spaced(Rule("year", months=named), match["count"])
    if (match := _OF_YEAR.fullmatch(bare)) and (named := _months_of(match["months"])):
        days_text = match["days"] or f"day {match['number']}"
        chosen = _chosen_of(days_text, "year", named)
        return None if chosen is None else _spaced(chosen, match["count"])
    return _by_months(bare)


def _by_months(bare: str) -> Rule | None:
    """What `recurrences` reads as a number of months: yearly, every 18 months."""
    try:
        months = read_recurrence(bare)
    except ValueError:
        return None
    if months is None:
        return None
    return Rule("year", months // 12) if months % 12 == 0 else Rule("month", months)


def _spaced(rule: Rule, count: str | None) -> Rule | None:
    interval = int(count) if count and count.isdecimal() else _NUMBERS.get(count or "one", 1)
    if not 1 <= interval <= MOST_INTERVAL:
        return None
    return Rule(rule.every, interval, rule.weekdays, rule.numbered, rule.month_days, rule.months, rule.position)


def _listed(text: str) -> list[str]:
    return [_ARTICLE.sub("", one.strip()) for one in re.split(r",| en | and ", text)]


def _weekdays_of(text: str) -> tuple[int, ...] | None:
    if text in ("werkdag", "working day"):
        return WORKING_DAYS
    days = [_DAY_WORDS.get(one) for one in _listed(text)]
    found = tuple(day for day in days if day is not None)
    return found if len(found) == len(days) else None


def _months_of(text: str) -> tuple[int, ...] | None:
    months = [_MONTH_WORDS.get(one) for one in _listed(text)]
    found = tuple(month for month in months if month is not None)
    return found if len(found) == len(months) else None


_NUMBERED_DAY = re.compile(r"(?P<ordinal>.+?) (?P<day>[a-z]+)")
_OUT_OF = re.compile(r"(?:the |de )?(?P<ordinal>.+?) (?:day out of|dag uit) (?P<days>.+)")
_WORKING_DAY = re.compile(r"(?:the |de )?(?P<ordinal>.+?) (?:working day|werkdag)")
_DAY_NUMBER = re.compile(r"(?:dag|day) (?P<number>\d{1,2})(?P<back> from the end| van het einde| vanaf het einde)?")
_LAST_DAY = ("last day", "laatste dag")
_DATE_NUMBER = re.compile(r"(?P<number>\d{1,2})(?:e|ste|de|st|nd|rd|th)?")


def _chosen_of(text: str, every: str, months: tuple[int, ...] = ()) -> Rule | None:
    """The days of a month that words name."""
    if match := _WORKING_DAY.fullmatch(text):
        return _positioned(every, months, match["ordinal"], WORKING_DAYS)
    if match := _OUT_OF.fullmatch(text):
        return _positioned(every, months, match["ordinal"], _weekdays_of(match["days"]) or ())
    numbered: list[tuple[int, int]] = []
    month_days: list[int] = []
    for one in _each_with_its_weekday(_listed(text)):
        if one in _LAST_DAY:
            month_days.append(-1)
        elif (match := _DAY_NUMBER.fullmatch(one)) or (match := _DATE_NUMBER.fullmatch(one)):
            number = int(match["number"])
            back = bool(match.groupdict().get("back"))
            if not 1 <= number <= (28 if back else 31):
                return None
            month_days.append(-number if back else number)
        elif (match := _NUMBERED_DAY.fullmatch(one)) and match["ordinal"] in _ORDINALS and match["day"] in _DAY_WORDS:
            numbered.append((_ORDINALS[match["ordinal"]], _DAY_WORDS[match["day"]]))
        else:
            return None
    return Rule(every, numbered=tuple(numbered), month_days=tuple(month_days), months=months)


def _each_with_its_weekday(listed: list[str]) -> list[str]:
    """The first and third Tuesday: the first Tuesday and the third Tuesday."""
    last = _NUMBERED_DAY.fullmatch(listed[-1])
    if last is None or last["day"] not in _DAY_WORDS:
        return listed
    return [f"{one} {last['day']}" if one in _ORDINALS else one for one in listed]


def _positioned(every: str, months: tuple[int, ...], ordinal: str, days: tuple[int, ...]) -> Rule | None:
    number = _ORDINALS.get(ordinal)
    return Rule(every, weekdays=days, months=months, position=number) if number and days else None
