"""The house's own rules for a shared room or thing: which kinds there are, how a value is written, which is in force.

No law says how a group shares its rooms: a rule holds from a day on because the house rules or a decision say so, and
carries that source. What a booking makes of the rules is in `booking_rules`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from coopadmin.formats import fold, parse_whole, quoted, tidy
from coopadmin.i18n import N_, _, ngettext

KINDS: dict[str, str] = {
    "ahead_days": N_("how far ahead"),
    "ahead_hours": N_("how long before"),
    "longest_minutes": N_("longest time"),
    "nights": N_("most nights"),
    "active_per_household": N_("ahead per household"),
    "gap_minutes": N_("time between two"),
    "opens_at": N_("opens at"),
    "closes_at": N_("closes at"),
    "quiet_from": N_("quiet from"),
    "quiet_until": N_("quiet until"),
    "who_may": N_("who may book"),
    "confirmation": N_("who says yes"),
    "payment_first": N_("payment first"),
    "key_back_first": N_("key back first"),
    "cleaning": N_("who cleans after"),
    "people": N_("most people"),
    "price_unit": N_("the rate is per"),
}
"""Kinds of rule and how each is called; each has one value at a time."""

_YES_NO = {"yes": N_("yes"), "no": N_("no")}

CHOICES: dict[str, dict[str, str]] = {
    "who_may": {
        "anyone": N_("anyone"),
        "members": N_("members of any kind"),
        "residents": N_("who lives here"),
        "tenants": N_("tenants, no subtenants"),
    },
    "confirmation": {"none": N_("nobody: it stands at once"), "keeper": N_("the keeper"), "board": N_("the board")},
    "payment_first": _YES_NO,
    "key_back_first": _YES_NO,
    "cleaning": {"nobody": N_("nobody in particular"), "booker": N_("who booked it"), "roster": N_("the roster")},
    "price_unit": {
        "booking": N_("booking"),
        "hour": N_("hour"),
        "day": N_("day"),
        "night": N_("night"),
        "person_night": N_("person and night"),
    },
}
"""Kinds whose value is a word, and the words of each."""

TIMES = ("opens_at", "closes_at", "quiet_from", "quiet_until")
"""Kinds whose value is a time of day."""

NUMBERS = tuple(kind for kind in KINDS if kind not in CHOICES and kind not in TIMES)
"""Kinds whose value is a whole number."""

ON_ASKING = (
    "ahead_days",
    "ahead_hours",
    "active_per_household",
    "who_may",
    "confirmation",
    "payment_first",
    "key_back_first",
    "price_unit",
)
"""Kinds that look at the day a booking is asked; the others look at the day it begins."""

MOST_MINUTES = 366 * 24 * 60
MOST_GAP_MINUTES = 7 * 24 * 60
"""Minutes that can be kept free between two bookings: more than a week would be a closure."""
END_OF_DAY = "24:00"


@dataclass(frozen=True, slots=True)
class HouseRule:
    """One rule of a facility from a day on, and where it stands; an empty value ends it."""

    kind: str
    value: str
    valid_from: date
    source: str

    @property
    def number(self) -> int:
        """The value of a kind that counts."""
        return int(self.value)

    @property
    def minute(self) -> int:
        """The value of a kind that is a time of day, in minutes since midnight; 24:00 is 1440."""
        return minutes_of(self.value)


def in_force(rules: Iterable[HouseRule], kind: str, on: date) -> HouseRule | None:
    """Give the rule of a kind that is in force on a day, or None where there is none, or it was ended."""
    begun = [rule for rule in rules if rule.kind == kind and rule.valid_from <= on]
    latest = max(begun, key=lambda rule: rule.valid_from, default=None)
    return latest if latest is not None and latest.value else None


def minutes_of(text: str) -> int:
    """Give a stored time of day in minutes since midnight: 22:00 → 1320, 24:00 → 1440."""
    hour, _colon, minute = text.partition(":")
    return int(hour) * 60 + int(minute)


# -- reading and writing values ------------------------------------------------------------------------------------


def read_value(kind: str, text: str) -> str:
    """Read the value of a rule as it is kept: a whole number, a time as 22:00, a word of the kind's own list.

    A word may be written as it is shown in the language in use. Empty stays empty: it ends the rule. Raises ValueError
    with a sentence, KeyError for a kind there is none of.
    """
    bare = tidy(text)
    if kind not in KINDS:
        raise KeyError(kind)
    if not bare:
        return ""
    if kind in CHOICES:
        return _word(CHOICES[kind], bare)
    return _time(bare) if kind in TIMES else str(_number(kind, bare))


def _word(words: dict[str, str], bare: str) -> str:
    for word, label in words.items():
        if fold(bare) in (word, fold(_(label)), fold(label)):
            return word
    known = ", ".join(_(label) for label in words.values())
    raise ValueError(_("“{text}” is none of: {known}").format(text=quoted(bare), known=known))


def _time(bare: str) -> str:
    hour, _sign, minute = bare.removesuffix("u").strip().replace(".", ":").partition(":")
    digits = hour.isascii() and hour.isdecimal() and (not minute or (minute.isascii() and minute.isdecimal()))
    if digits and len(hour) <= 2 and len(minute) in (0, 2):
        hours, minutes = int(hour), int(minute or 0)
        if (hours, minutes) == (24, 0):
            return END_OF_DAY
        if hours <= 23 and minutes <= 59:
            return f"{time(hours, minutes):%H:%M}"
    raise ValueError(_("“{text}” is not a time of day; write it like 22:00").format(text=quoted(bare)))


def _number(kind: str, bare: str) -> int:
    number = parse_whole(bare)
    if kind == "gap_minutes" and number > MOST_GAP_MINUTES:
        raise ValueError(_("at most a week can be kept free between two bookings"))
    if number > MOST_MINUTES:
        raise ValueError(_("{number} is more than a year has; leave it empty for no rule").format(number=number))
    if number == 0 and kind not in ("ahead_hours", "gap_minutes", "nights"):
        raise ValueError(_("nought would keep everybody out; close the facility instead, or leave it empty"))
    return number


def value_text(kind: str, value: str) -> str:
    """Show a value in the language in use: `60 days`, `22:00`, `the keeper`; empty for a rule that was ended."""
    if not value:
        return ""
    if kind in CHOICES:
        return _(CHOICES[kind].get(value, value))
    return value if kind in TIMES else _counted(kind, int(value))


def _counted(kind: str, number: int) -> str:
    forms = {
        "ahead_days": ngettext("{count} day", "{count} days", number),
        "ahead_hours": ngettext("{count} hour", "{count} hours", number),
        "nights": ngettext("{count} night", "{count} nights", number),
        "active_per_household": ngettext("{count} booking", "{count} bookings", number),
        "people": ngettext("{count} person", "{count} people", number),
    }
    if kind in forms:
        return forms[kind].format(count=number)
    return length_text(number)


def length_text(minutes: int) -> str:
    """Write a length of time: `90 minutes`, `4 hours`."""
    if minutes % 60 or not minutes:
        return ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)
    return ngettext("{count} hour", "{count} hours", minutes // 60).format(count=minutes // 60)


def rule_text(kind: str, value: str) -> str:
    """Say a rule on one line: `at most 60 days ahead`, `quiet from 22:00`; empty where there is none."""
    sentences = {
        "ahead_days": _("at most {value} ahead"),
        "ahead_hours": _("at least {value} before it begins"),
        "longest_minutes": _("at most {value} at a time"),
        "nights": _("at most {value}"),
        "active_per_household": _("at most {value} ahead per household"),
        "gap_minutes": _("{value} free between two bookings"),
        "opens_at": _("open from {value}"),
        "closes_at": _("open until {value}"),
        "quiet_from": _("quiet from {value}"),
        "quiet_until": _("quiet until {value}"),
        "who_may": _("for {value}"),
        "people": _("at most {value} at once"),
        "price_unit": _("the rate is per {value}"),
        "confirmation": {"keeper": _("the keeper says yes"), "board": _("the board says yes")}.get(value, ""),
        "payment_first": _("payment first") if value == "yes" else "",
        "key_back_first": _("no booking while a key is not back") if value == "yes" else "",
        "cleaning": {"booker": _("who booked it cleans"), "roster": _("cleaned by roster")}.get(value, ""),
    }
    return sentences[kind].format(value=value_text(kind, value)) if value else ""
