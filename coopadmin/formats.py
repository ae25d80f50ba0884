"""Amounts, dates and text as people write them, in and out.

What is not understood is refused with a sentence, never guessed: `1.234,5` and `2026-13-01` raise ValueError
whose message says what would be right. Amounts are integer cents; no float takes part.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from coopadmin.i18n import _, language

_MONTHS_NL = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]
_MONTHS_EN = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DAYS_NL = ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"]
_DAYS_EN = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

_SHORT_MONTHS = {"mrt": 3, "sept": 9, "mei": 5}
_MONTH_NUMBERS: dict[str, int] = {
    **{name.lower(): number for names in (_MONTHS_NL, _MONTHS_EN) for number, name in enumerate(names, 1)},
    **{name[:3].lower(): number for names in (_MONTHS_NL, _MONTHS_EN) for number, name in enumerate(names, 1)},
    **_SHORT_MONTHS,
}

_SIGNED_NUMBER = re.compile(r"[+-]\d[\d .,()/-]*", re.ASCII)

# Letters that carry no accent to strip but are written plainly by people who have no key for them.
_PLAIN_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ĳ": "ij"}
)

_FORMULA_STARTS = ("=", "@", "+", "-", "＝", "＠", "＋", "－")
"""What begins a formula; spreadsheets for the Far East take the wide signs too."""

_HIDDEN_START = re.compile(r"^[\s\x00-\x20\x7f-\xa0\xad\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]+")

_FAR_SIGN = re.compile(r"[^\x00-\x7f]")

_EURO_SIGN = re.compile(r"€|EUR", re.IGNORECASE)
_SIGN = r"(?P<sign>[-+−]?) ?"
_DUTCH_AMOUNT = re.compile(
    _SIGN + r"(?P<whole>\d{1,3}(?:\.\d{3})+|\d{1,3}(?: \d{3})+|\d+)(?:,(?P<part>\d{2}|-))?", re.ASCII
)
_ENGLISH_AMOUNT = re.compile(
    _SIGN + r"(?P<whole>\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d+)(?:\.(?P<part>\d{2}|-))?", re.ASCII
)
_MOST_DIGITS = 20
LARGEST_CENTS = 10**13

FIRST_YEAR, LAST_YEAR = 1800, 2200
"""The years that days lie in; what is outside was mistyped."""

_DATE_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII)
_DATE_DUTCH = re.compile(r"(?P<day>\d{1,2})(?P<sep>[-/. ])(?P<month>\d{1,2})(?P=sep)(?P<year>\d{4}|\d{2})", re.ASCII)
_DATE_WORDS = re.compile(
    r"(?P<day>\d{1,2})(?:e|st|nd|rd|th)?[- ](?P<month>[^\W\d]+)\.?,?[- ](?P<year>\d{4}|\d{2})", re.ASCII
)
_MIDNIGHT = re.compile(r"[T ]00:00(?::00(?:\.0+)?)?$")
_TIME = re.compile(r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?::(?P<second>\d{2}))?", re.ASCII)


def tidy(text: str) -> str:
    """Strip the edges and fold every run of blanks, no-break spaces among them, to one space."""
    return " ".join(text.split())


def fold(text: str) -> str:
    """Give the form to search by: lower case, no diacritics, single spaces (`Yılmaz` → `yilmaz`)."""
    if text.isascii():
        return tidy(text.lower())
    # Letters in another form (`ℌ`, `Ａ`) have a capital or an accent only once they are taken apart.
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).translate(_PLAIN_LETTERS)
    return tidy(_FAR_SIGN.sub(_without_accent, apart))


def _without_accent(sign: re.Match[str]) -> str:
    return "" if unicodedata.combining(sign[0]) else sign[0]


def quoted(text: str, longest: int = 60) -> str:
    """Give the beginning of what somebody wrote, for a sentence that says what is wrong with it."""
    bare = tidy(text[: longest * 20])
    return bare if len(bare) <= longest and len(text) <= longest * 20 else f"{bare[:longest]}…"


def disarmed(text: str) -> str:
    """Keep a spreadsheet from running a cell as a formula; signed amounts and phone numbers stay as they are.

    What stands before the formula and cannot be seen (blanks, control signs, marks of direction) does not hide it.
    """
    if text.isalnum() or _SIGNED_NUMBER.fullmatch(text):
        return text
    if text[0:1] in ("\t", "\r", "\n") or _HIDDEN_START.sub("", text)[:1] in _FORMULA_STARTS:
        return f"'{text}"
    return text


# -- amounts ---------------------------------------------------------------------------------------------------


def parse_cents(text: str, notation: str = "nl") -> int:
    """Read an amount of euros as integer cents.

    `notation` is `nl` (1.234,56) or `en` (1,234.56); a euro sign or EUR may stand before or after it, and a
    minus sign before. Cents are two digits or none. Raises ValueError with a sentence for anything else.
    """
    match = (_ENGLISH_AMOUNT if notation == "en" else _DUTCH_AMOUNT).fullmatch(_without_euro(tidy(text)))
    if not match:
        example = "1,234.56" if notation == "en" else "1.234,56"
        raise ValueError(
            _("“{text}” is not an amount; write it like {example}").format(text=quoted(text), example=example)
        )
    digits = re.sub(r"[ .,]", "", match["whole"])
    part = 0 if match["part"] in (None, "-") else int(match["part"])
    cents = int(digits[:_MOST_DIGITS]) * 100 + part
    if len(digits) > _MOST_DIGITS or cents > LARGEST_CENTS:
        raise ValueError(_("“{text}” is larger than any amount here can be").format(text=quoted(text)))
    return -cents if match["sign"] in ("-", "−") else cents


def _without_euro(bare: str) -> str:
    """Leave out one euro sign, before the amount or behind it; one in the middle stays, to be refused."""
    sign = bare[:1] if bare[:1] in ("-", "−") else ""
    rest = bare[len(sign) :].lstrip()
    before = _EURO_SIGN.match(rest)
    if before:
        return sign + rest[before.end() :].lstrip()
    behind = _EURO_SIGN.search(bare[-3:])
    if behind and bare.endswith(behind[0]):
        return bare.removesuffix(behind[0]).rstrip()
    return bare


def cents_of_number(number: int | float | Decimal) -> int:
    """Take a spreadsheet's number as euros and give integer cents.

    A spreadsheet stores 0.1 + 0.2 as 0.30000000000000004, so a millionth of a cent is forgiven; anything finer
    than a cent raises ValueError.
    """
    written = "…"
    try:
        written = quoted(str(number))
        exact = Decimal(str(number)) * 100
        cents = int(exact.to_integral_value())
    except (InvalidOperation, ValueError, OverflowError):
        raise ValueError(_("“{text}” is not an amount").format(text=written)) from None
    if abs(cents) > LARGEST_CENTS:
        raise ValueError(_("“{text}” is larger than any amount here can be").format(text=written))
    if abs(exact - cents) > Decimal("0.000001"):
        raise ValueError(_("“{text}” has parts of a cent; round it to two decimals").format(text=written))
    return cents


def euro(cents: int) -> str:
    """Write cents as an amount with its sign: `€ 1.234,56`, in English `€1,234.56`."""
    sign = "−" if cents < 0 else ""
    if language() == "en":
        return f"{sign}€{plain_amount(abs(cents))}"
    return f"€ {sign}{plain_amount(abs(cents))}"


def plain_amount(cents: int) -> str:
    """Write cents as digits only: `1.234,56`, in English `1,234.56`; negative ones with a minus sign."""
    whole, part = divmod(abs(cents), 100)
    grouped = f"{whole:,}"
    sign = "−" if cents < 0 else ""
    if language() == "en":
        return f"{sign}{grouped}.{part:02d}"
    return f"{sign}{grouped.replace(',', '.')},{part:02d}"


def decimal_text(value: int, places: int) -> str:
    """Write a whole number of `places` decimals as people do: 15725 with 2 → `157,25`; no zeros at the end."""
    whole, part = divmod(abs(value), 10**places)
    digits = f"{part:0{places}d}".rstrip("0") if places else ""
    mark = "." if language() == "en" else ","
    return f"{'−' if value < 0 else ''}{whole}{mark + digits if digits else ''}"


def parse_decimal(text: str, places: int) -> int:
    """Read a number with a comma or a point and at most `places` decimals, as a whole number of the smallest.

    `45,5` with 2 places → 4550. Grouping signs are not accepted, nor `1.200`, which looks grouped; raises
    ValueError with a sentence.
    """
    match = re.fullmatch(r"(\d{1,9})(?:([.,])(\d{1,9}))?", tidy(text), re.ASCII)
    part = (match[3] or "") if match else ""
    thousands = match and match[2] == "." and len(part) == 3 and places < 3 and match[1] != "0"
    if not match or thousands or len(part.rstrip("0")) > places:
        raise ValueError(_("“{text}” is not a number as it should be here").format(text=quoted(text)))
    return int(match[1]) * 10**places + int(part.rstrip("0").ljust(places, "0") or 0)


def parse_whole(text: str) -> int:
    """Read a whole number of at most nine digits; raises ValueError with a sentence."""
    bare = tidy(text)
    if not re.fullmatch(r"\d{1,9}", bare, re.ASCII):
        raise ValueError(_("“{text}” is not a whole number").format(text=quoted(text)))
    return int(bare)


# -- dates -----------------------------------------------------------------------------------------------------


def parse_date(text: str, *, short_years: bool = False) -> date:
    """Read a day: 1-2-2026, 01/02/2026, 1.2.2026, 2026-02-01, 1 februari 2026, 1 Feb 2026.

    The day always comes before the month unless the year comes first. Two-digit years (taken as 20xx) are read
    only with `short_years`, for forms that show what they understood. Raises ValueError with a sentence.
    """
    bare = _MIDNIGHT.sub("", tidy(text))
    match = _DATE_ISO.fullmatch(bare) or _DATE_DUTCH.fullmatch(bare) or _DATE_WORDS.fullmatch(bare)
    if not match:
        raise ValueError(_("“{text}” is not a date; write it like 31-12-2026").format(text=quoted(text)))
    month = int(match["month"]) if match["month"].isdigit() else _month_number(match["month"], text)
    if len(match["year"]) == 2 and not short_years:
        raise ValueError(_("“{text}”: write the year in four digits").format(text=quoted(text)))
    year = int(match["year"]) + (2000 if len(match["year"]) == 2 else 0)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(_("“{text}”: the year cannot be right").format(text=quoted(text)))
    day = int(match["day"])
    if not 1 <= month <= 12:
        raise ValueError(_("“{text}” is not a date: there is no month {month}").format(text=quoted(text), month=month))
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(
            _("“{text}” is not a date: {month} {year} has no day {day}").format(
                text=quoted(text), month=month_name(month), year=year, day=day
            )
        ) from None


def _month_number(word: str, text: str) -> int:
    number = _MONTH_NUMBERS.get(word.lower())
    if number is None:
        sentence = _("“{text}” is not a date: “{word}” is not a month")
        raise ValueError(sentence.format(text=quoted(text), word=quoted(word)))
    return number


def parse_moment(text: str, *, short_years: bool = False, day: date | None = None) -> datetime:
    """Read a day and a time of local wall-clock: `2-11-2026 14:00`, `2026-11-02T14:00`; to the minute.

    24:00 is the next day's midnight. With `day` a time alone is a time of that day. Raises ValueError with a
    sentence.
    """
    if day is not None and _TIME.fullmatch(tidy(text).removesuffix("u")):
        text = f"{day.isoformat()} {tidy(text)}"
    bare = tidy(text.replace("T", " ") if re.match(r"\d{4}-", text.strip()) else text)
    day_text, separator, time_text = bare.rpartition(" ")
    match = _TIME.fullmatch(time_text.removesuffix("u"))
    if not separator or not match:
        raise ValueError(
            _("“{text}” is not a day and a time; write it like 31-12-2026 14:30").format(text=quoted(text))
        )
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    if not ((hour <= 23 and minute <= 59) or (hour, minute) == (24, 0)) or second:
        raise ValueError(_("“{text}”: there is no such time of day").format(text=quoted(text)))
    day = parse_date(day_text.removesuffix(","), short_years=short_years)
    return datetime(day.year, day.month, day.day) + timedelta(hours=hour, minutes=minute)  # noqa: DTZ001 - wall clock


def parse_month(text: str) -> date:
    """Read a month as 2026-09 and give its first day; raises ValueError with a sentence."""
    match = re.fullmatch(r"(\d{4})-(\d{2})", tidy(text), re.ASCII)
    if not match or not 1 <= int(match[2]) <= 12 or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        raise ValueError(_("“{text}” is not a month; write it like 2026-09").format(text=quoted(text)))
    return date(int(match[1]), int(match[2]), 1)


def month_name(month: int) -> str:
    """Name a month by its number, 1 to 12."""
    return (_MONTHS_EN if language() == "en" else _MONTHS_NL)[month - 1]


def day_name(day: date) -> str:
    """Name the day of the week."""
    return (_DAYS_EN if language() == "en" else _DAYS_NL)[day.weekday()]


def long_date(day: date) -> str:
    """Write a day in full: `1 februari 2026`."""
    return f"{day.day} {month_name(day.month)} {day.year}"


def short_date(day: date) -> str:
    """Write a day for a column: `01-02-2026`, in English `01 Feb 2026`."""
    if language() == "en":
        return f"{day.day:02d} {_MONTHS_EN[day.month - 1][:3]} {day.year}"
    return f"{day.day:02d}-{day.month:02d}-{day.year}"


def moment_text(moment: datetime) -> str:
    """Write a day and time for a column: `02-11-2026 14:00`."""
    return f"{short_date(moment.date())} {moment:%H:%M}"


def age_text(days: int) -> str:
    """Write how far a day lies away, in days: `3 d`, `−2 d`."""
    return f"{'−' if days < 0 else ''}{abs(days)} d"
