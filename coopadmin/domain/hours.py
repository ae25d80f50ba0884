"""The hours people give to the house: how they are written, what a fee makes of them, and whose household they are of.

Time is whole minutes, money integer cents. A fee is a rate an hour that a decision of the group grants: no law sets it.
A household is who lives together by tenancy: contracts for one home that have a tenant in common are one household, so
that a new contract for the same people does not part it, and the next tenants of the home are another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from coopadmin.domain.periods import in_force
from coopadmin.errors import Problem
from coopadmin.formats import long_date, parse_decimal, quoted, tidy
from coopadmin.i18n import N_, _

MINUTES_OF_A_DAY = 24 * 60
LONGEST_WHAT = 400
"""Signs that say what was done; more belongs in the note."""

STATES: dict[str, str] = {
    "given": N_("for nothing"),
    "undecided": N_("fee undecided"),
    "to_pay": N_("to be paid"),
    "paid": N_("paid"),
}
"""How an entry stands: given, or done for a fee that a decision must still grant, that is to be paid, or was."""

SIGNS: dict[str, str] = {"given": "○", "undecided": "▲", "to_pay": "●", "paid": "✓"}

_CLOCK = re.compile(r"(\d{1,2})\s*(?::|u|h|uur|hours?)\s*(\d{1,2})?\s*(?:min(?:uten|utes)?|m)?\.?", re.IGNORECASE)
_MINUTES = re.compile(r"(\d{1,4})\s*(?:min(?:uten|utes|uut|ute)?|m)\.?", re.IGNORECASE)
_HOURS = re.compile(r"(.*?)\s*(?:u|uur|uren|h|hours?)?\.?", re.IGNORECASE)


# -- time and money --------------------------------------------------------------------------------------------


def parse_hours(text: str) -> int:
    """Read a time as whole minutes: `2`, `2,5`, `2:30`, `2u30`, `45 min`; raises ValueError with a sentence."""
    bare = tidy(text)
    if found := _MINUTES.fullmatch(bare):
        return _of_a_day(int(found[1]), text)
    if (found := _CLOCK.fullmatch(bare)) and int(found[2] or 0) < 60:
        return _of_a_day(int(found[1]) * 60 + int(found[2] or 0), text)
    number = _HOURS.fullmatch(bare)
    try:
        hundredths = parse_decimal(number[1] if number else bare, 2)
    except ValueError:
        sentence = _("“{text}” is no time; write 2,5 or 2:30 for two hours and a half, or 45 min")
        raise ValueError(sentence.format(text=quoted(text))) from None
    return _of_a_day(rounded(hundredths * 60, 100), text)


def _of_a_day(minutes: int, text: str) -> int:
    if not 0 < minutes <= MINUTES_OF_A_DAY:
        raise ValueError(_("“{text}”: write more than nothing and at most 24 hours").format(text=quoted(text)))
    return minutes


def hours_text(minutes: int) -> str:
    """Write a time as hours and minutes: `2:30`, `120:05`."""
    return f"{minutes // 60}:{minutes % 60:02}"


def hours_said(minutes: int) -> str:
    """Write a time for a sentence that says “hours”: `2:30`, but `8`, for 8:00 would be a time of the day."""
    return hours_text(minutes) if minutes % 60 else str(minutes // 60)


def rounded(part: int, whole: int) -> int:
    """Divide amounts that are not below zero, the half rounded up."""
    return (2 * part + whole) // (2 * whole)


def fee_cents(minutes: int, rate_cents: int | None) -> int:
    """Give what a time comes to at a rate an hour, in cents; nothing where it is given for nothing."""
    return rounded(minutes * (rate_cents or 0), 60)


def state_of(rate_cents: int | None, decision_id: int | None, charge_id: int | None) -> str:
    """Say how an entry stands, as in STATES."""
    if rate_cents is None:
        return "given"
    if charge_id is not None:
        return "paid"
    return "undecided" if decision_id is None else "to_pay"


def check_hours(
    *, worked_on: date, minutes: int, what: str, rate_cents: int | None, today: date, decision_id: int | None = None
) -> list[Problem]:
    """Say what cannot be about an entry; fields are named as the arguments."""
    problems: list[Problem] = []
    if worked_on > today:
        problems.append(Problem("worked_on", _("{day} is still to come").format(day=long_date(worked_on))))
    if not 0 < minutes <= MINUTES_OF_A_DAY:
        problems.append(Problem("minutes", _("write more than nothing and at most 24 hours")))
    if not tidy(what):
        problems.append(Problem("what", _("say what was done")))
    elif len(tidy(what)) > LONGEST_WHAT:
        problems.append(Problem("what", _("the text is longer than {limit} signs").format(limit=LONGEST_WHAT)))
    if rate_cents is not None and rate_cents <= 0:
        problems.append(Problem("rate_cents", _("write an amount above zero, or leave it empty")))
    if rate_cents is None and decision_id is not None:
        problems.append(Problem("rate_cents", _("a decision grants a fee; write how much an hour")))
    return problems


# -- households --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stay:
    """Somebody's part in the tenancy of a home, from one day to another (None: it runs), both included."""

    contract_id: int
    dwelling_id: int
    dwelling: str
    person_id: int
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class Household:
    """Who lives together: its home, and the first contract of those that are theirs."""

    contract_id: int
    dwelling_id: int
    dwelling: str


@dataclass(frozen=True, slots=True)
class Worked:
    """A time somebody gave on a day, and the rate an hour in cents; None: for nothing."""

    person_id: int
    worked_on: date
    minutes: int
    rate_cents: int | None = None


@dataclass(frozen=True, slots=True)
class HouseholdHours:
    """What a household gave in a time; `household` is None for people without a home here on the day they worked."""

    household: Household | None
    person_ids: tuple[int, ...]
    """Those who worked, the one with the most time first."""
    days: int
    minutes: int
    paid_minutes: int
    """Of these, for a fee."""
    fee_cents: int


class Households:
    """Finds the household of somebody on a day."""

    def __init__(self, stays: Iterable[Stay]) -> None:
        self._stays: dict[int, list[Stay]] = {}
        self._first: dict[int, int] = {}
        by_tenant: dict[tuple[int, int], int] = {}
        for stay in sorted(stays, key=lambda one: (one.contract_id, one.person_id)):
            self._stays.setdefault(stay.person_id, []).append(stay)
            self._first.setdefault(stay.contract_id, stay.contract_id)
            known = by_tenant.setdefault((stay.dwelling_id, stay.person_id), stay.contract_id)
            self._join(known, stay.contract_id)

    def _root(self, contract_id: int) -> int:
        while self._first[contract_id] != contract_id:
            contract_id = self._first[contract_id]
        return contract_id

    def _join(self, one: int, other: int) -> None:
        first, second = sorted((self._root(one), self._root(other)))
        self._first[second] = first

    def here(self, on: date) -> set[Household]:
        """Give the households that live here on a day, by the tenancy that counts for each of their people."""
        found = (self.of(person_id, on) for person_id in self._stays)
        return {household for household in found if household is not None}

    def of(self, person_id: int, on: date) -> Household | None:
        """Give the household somebody was of on a day; the newest tenancy, where they had several; None for none."""
        there = [one for one in self._stays.get(person_id, ()) if in_force(one.starts_on, one.ends_on, on)]
        if not there:
            return None
        newest = max(there, key=lambda one: (one.starts_on, one.contract_id))
        return Household(self._root(newest.contract_id), newest.dwelling_id, newest.dwelling)


def per_household(
    worked: Iterable[Worked], households: Households, here: Iterable[Household] = ()
) -> tuple[HouseholdHours, ...]:
    """Add hours up by household, the most first; the households that are `here` count also where they gave none.

    Those of people without a home here stand together, last.
    """
    found: dict[Household | None, list[Worked]] = {household: [] for household in here}
    for one in worked:
        found.setdefault(households.of(one.person_id, one.worked_on), []).append(one)

    def rank(row: HouseholdHours) -> tuple[bool, int, int, str, int]:
        home = row.household
        if home is None:
            return True, 0, 0, "", 0
        return False, -row.minutes, len(home.dwelling), home.dwelling, home.contract_id

    return tuple(sorted((_added(household, entries) for household, entries in found.items()), key=rank))


def gave_nothing(household: Household) -> HouseholdHours:
    """Give the row of a household that gave no time: most of them, in most times one asks about."""
    return HouseholdHours(household, (), 0, 0, 0, 0)


def _added(household: Household | None, entries: Sequence[Worked]) -> HouseholdHours:
    if household and not entries:
        return gave_nothing(household)
    by_person: dict[int, int] = {}
    for one in entries:
        by_person[one.person_id] = by_person.get(one.person_id, 0) + one.minutes
    return HouseholdHours(
        household=household,
        person_ids=tuple(sorted(by_person, key=lambda person_id: (-by_person[person_id], person_id))),
        days=len({one.worked_on for one in entries}),
        minutes=sum(by_person.values()),
        paid_minutes=sum(one.minutes for one in entries if one.rate_cents is not None),
        fee_cents=sum(fee_cents(one.minutes, one.rate_cents) for one in entries),
    )


# -- what is asked of the corporation ----------------------------------------------------------------------------

CLAIM_STATES: dict[str, str] = {
    "open": N_("waiting"),
    "granted": N_("granted"),
    "partly": N_("granted in part"),
    "refused": N_("refused"),
    "withdrawn": N_("withdrawn"),
}
"""How a claim stands."""

CLAIM_SIGNS: dict[str, str] = {"open": "●", "granted": "✓", "partly": "✓", "refused": "✗", "withdrawn": "○"}


def claim_state(amount_cents: int, granted_cents: int | None, withdrawn_on: date | None) -> str:
    """Say how a claim stands, as in CLAIM_STATES."""
    if withdrawn_on is not None:
        return "withdrawn"
    if granted_cents is None:
        return "open"
    if granted_cents >= amount_cents:
        return "granted"
    return "partly" if granted_cents else "refused"


def claim_number(year: int, numbers: Iterable[str]) -> str:
    """Give the number of the next claim of a year: `Z-2026-01`."""
    beginning = f"Z-{year}-"
    given = [int(one.removeprefix(beginning)) for one in numbers if re.fullmatch(rf"{beginning}\d+", one, re.ASCII)]
    return f"{beginning}{max(given, default=0) + 1:02}"


def words_of(state: str, words: Mapping[str, str], signs: Mapping[str, str]) -> str:
    """Show how something stands, with its sign."""
    return f"{signs[state]} {_(words[state])}"
