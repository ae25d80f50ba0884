"""What the house's rules answer to a booking: each rule by itself, with a reason that names it and its source.

What may never be is refused: two at once in an exclusive facility, a facility that is closed by then, an hour that the
clock passes over. What the board may overrule is let through with its reason. Everything that is looked at is handed
in; moments are of the wall clock.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from coopadmin.domain.facilities import (
    Calendar,
    Slot,
    Terms,
    after_the_last_day,
    midnight,
    overlap,
    slips,
    span_text,
    taken,
    too_many_in_month,
)
from coopadmin.domain.facility_rules import ON_ASKING, HouseRule, in_force, length_text, value_text
from coopadmin.domain.summer_time import check_hours
from coopadmin.errors import Problem
from coopadmin.formats import euro, long_date
from coopadmin.i18n import _

DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Answer:
    """What one rule says of a booking: `kind` of rule, whether it is refused for good, and the reason.

    `field` is where a form shows it. With `needs_reason` the board may let it through, and says why.
    """

    kind: str
    refused: bool
    told: str
    field: str = "starts_at"
    needs_reason: bool = False


@dataclass(frozen=True, slots=True)
class Closure:
    """A time a facility cannot be had, and why."""

    starts_at: datetime
    ends_at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Unpaid:
    """An earlier booking that is over and was not paid; cents, None where no price is known."""

    starts_at: datetime
    ends_at: datetime
    price_cents: int | None


@dataclass(frozen=True, slots=True)
class KeyOut:
    """A key that should have been back: what it is called and by when."""

    name: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules look at besides the booking, as it stands at `now` by the clock on the wall.

    `household_ahead` counts the bookings of this facility that are not over, by all who live in one home with the
    person, this booking left out.
    """

    now: datetime
    is_member: bool = True
    is_resident: bool = True
    is_tenant: bool = True
    household_ahead: int = 0
    people: int | None = None
    unpaid: tuple[Unpaid, ...] = ()
    keys_out: tuple[KeyOut, ...] = ()
    closures: tuple[Closure, ...] = ()
    waiting: tuple[datetime, ...] = ()
    """When others asked who wait for this time, or a part of it."""


def answers(slot: Slot, terms: Terms, calendar: Calendar, facts: Facts) -> tuple[Answer, ...]:
    """Give what the rules say of a booking: what is refused first, nothing of a cancelled one.

    `calendar` does not hold the booking itself, or holds it under its own number.
    """
    if not slot.holds:
        return ()
    never = (
        _refused("skipped", next(iter(check_hours(slot.starts_at, slot.ends_at)), None)),
        _refused("ended_on", after_the_last_day(slot, terms)),
        _refused("overlap", taken(slot, terms, calendar)),
        _refused("closure", _closed(slot, terms, facts)),
    )
    said = (rule(slot, terms, calendar, facts) for rule in _RULES)
    month = too_many_in_month(slot, terms, calendar)
    most = Answer("max_per_month", False, month.message, month.field, needs_reason=True) if month else None
    noted = [Answer("slip", False, problem.message, problem.field) for problem in slips(slot, facts.now.date())]
    return (*(one for one in never if one), *(one for one in (*said, most) if one), *noted)


def rule_for(terms: Terms, kind: str, slot: Slot, asked_on: date) -> HouseRule | None:
    """Give the rule of a kind that a booking goes by: of the day it is asked, or of the day it begins."""
    return in_force(terms.rules, kind, asked_on if kind in ON_ASKING else slot.starts_at.date())


def says_yes(terms: Terms, kind: str, asked_on: date) -> bool:
    """Tell whether a rule of yes or no is in force and says yes."""
    rule = in_force(terms.rules, kind, asked_on)
    return rule is not None and rule.value == "yes"


def nights_of(starts_at: datetime, ends_at: datetime) -> int:
    """Count the nights of a booking: the midnights it runs past; one until midnight has none."""
    return ((ends_at - timedelta(minutes=1)).date() - starts_at.date()).days


def _refused(kind: str, problem: Problem | None) -> Answer | None:
    return Answer(kind, True, problem.message, problem.field) if problem else None


def _closed(slot: Slot, terms: Terms, facts: Facts) -> Problem | None:
    for closure in facts.closures:
        if overlap(slot.starts_at, slot.ends_at, closure.starts_at, closure.ends_at):
            reason = _("{facility} is closed {when}: {why}").format(
                facility=terms.name, when=span_text(closure.starts_at, closure.ends_at), why=closure.why
            )
            return Problem("starts_at", reason)
    return None


# -- the rules, one by one -----------------------------------------------------------------------------------------


def _against(rule: HouseRule, sentence: str, field: str = "starts_at", *, needs_reason: bool = True) -> Answer:
    told = _("{sentence} ({source})").format(sentence=sentence, source=rule.source)
    return Answer(rule.kind, False, told, field, needs_reason)


def _ahead_days(slot: Slot, terms: Terms, _calendar: Calendar, facts: Facts) -> Answer | None:
    today = facts.now.date()
    rule = rule_for(terms, "ahead_days", slot, today)
    if rule is None or (slot.starts_at.date() - today).days <= rule.number:
        return None
    reason = _("{facility} is booked at most {limit} ahead: today until {day}")
    last = today + timedelta(days=rule.number)
    limit = value_text(rule.kind, rule.value)
    return _against(rule, reason.format(facility=terms.name, limit=limit, day=long_date(last)))


def _ahead_hours(slot: Slot, terms: Terms, _calendar: Calendar, facts: Facts) -> Answer | None:
    rule = rule_for(terms, "ahead_hours", slot, facts.now.date())
    # What is noted afterwards was not asked too late.
    if rule is None or not facts.now <= slot.starts_at < facts.now + timedelta(hours=rule.number):
        return None
    reason = _("{facility} is booked at least {limit} before it begins")
    return _against(rule, reason.format(facility=terms.name, limit=value_text(rule.kind, rule.value)))


def _longest(slot: Slot, terms: Terms, _calendar: Calendar, facts: Facts) -> Answer | None:
    rule = rule_for(terms, "longest_minutes", slot, facts.now.date())
    if rule is None or slot.ends_at - slot.starts_at <= timedelta(minutes=rule.number):
        return None
    minutes = (slot.ends_at - slot.starts_at) // timedelta(minutes=1)
    reason = _("{facility} is given for at most {limit} at a time; this is {length}")
    said = reason.format(facility=terms.name, limit=length_text(rule.number), length=length_text(minutes))
    return _against(rule, said, "ends_at")


def _nights(slot: Slot, terms: Terms, _calendar: Calendar, facts: Facts) -> Answer | None:
    rule = rule_for(terms, "nights", slot, facts.now.date())
    nights = nights_of(slot.starts_at, slot.ends_at)
    if rule is None or nights <= rule.number:
        return None
    reason = _("{facility} is given for at most {limit}; this is {length}")
    limit, length = value_text(rule.kind, rule.value), value_text(rule.kind, str(nights))
    return _against(rule, reason.format(facility=terms.name, limit=limit, length=length), "ends_at")


def _active(slot: Slot, terms: Terms, _calendar: Calendar, facts: Facts) -> Answer | None:
    rule = rule_for(terms, "active_per_household", slot, facts.now.date())
    if rule is None or slot.ends_at <= facts.now or facts.household_ahead < rule.number:
        return None
    reason = _("this household has {ahead} of {facility} ahead already; the house rule allows {limit}")
    ahead, limit = value_text(rule.kind, str(facts.household_ahead)), value_text(rule.kind, rule.value)
    return _against(rule, reason.format(ahead=ahead, facility=terms.name, limit=limit), "person_id")


def _gap(slot: Slot, terms: Terms, calendar: Calendar, facts: Facts) -> Answer | None:
    rule = rule_for(terms, "gap_minutes", slot, facts.now.date())
    if rule is None or not terms.exclusive or taken(slot, terms, calendar):
        return None
    gap = timedelta(minutes=rule.number)
    wider = replace(slot, starts_at=slot.starts_at - gap, ends_at=slot.ends_at + gap)
    near = calendar.clash(wider, exclusive=True)
    if near is None:
        return None
    reason = _("{facility} stays free for {limit} between two bookings; the other is {when}")
    when = span_text(near.starts_at, near.ends_at)
    return _against(rule, reason.format(facility=terms.name, limit=length_text(rule.number), when=when))


def _opening(slot: Slot, terms: Terms, _calendar: Calendar, facts: Facts) -> Answer | None:
    opens, closes = (rule_for(terms, kind, slot, facts.now.date()) for kind in ("opens_at", "closes_at"))
    rule = opens or closes
    if rule is None:
        return None
    first, last = _hours(opens, closes)
    until = _open_until(slot.starts_at, first, last)
    if until is not None and slot.ends_at <= until:
        return None
    nights = rule_for(terms, "nights", slot, facts.now.date())
    if until is not None and nights is not None and nights.number:
        # What is kept overnight is fetched and brought back while it is open.
        back = _open_until(slot.ends_at - timedelta(minutes=1), first, last)
        if back is not None:
            return None
    reason = _("{facility} is open from {first} until {last}")
    return _against(rule, reason.format(facility=terms.name, first=_clock(first), last=_clock(last)))


def _quiet(slot: Slot, terms: Terms, _calendar: Calendar, facts: Facts) -> Answer | None:
    quiet_from, quiet_until = (rule_for(terms, kind, slot, facts.now.date()) for kind in ("quiet_from", "quiet_until"))
    rule = quiet_from or quiet_until
    if rule is None:
        return None
    first, last = _hours(quiet_from, quiet_until)
    day = slot.starts_at.date() - timedelta(days=1)
    # Two nights and a day show all there is to a longer time.
    for number in range(3):
        begin = midnight(day + timedelta(days=number))
        quiet = (begin + timedelta(minutes=first), begin + timedelta(minutes=last))
        if overlap(slot.starts_at, slot.ends_at, *quiet):
            reason = _("it is quiet from {first} until {last}: no music and no noise then")
            said = reason.format(first=_clock(first), last=_clock(last))
            return _against(rule, said, "ends_at", needs_reason=False)
    return None


def _hours(first: HouseRule | None, last: HouseRule | None) -> tuple[int, int]:
    """Give a stretch of the day in minutes since midnight; one that ends before it begins ends the next day."""
    begin = first.minute if first else 0
    end = last.minute if last else DAY_MINUTES
    return begin, end if end > begin else end + DAY_MINUTES


def _open_until(moment: datetime, first: int, last: int) -> datetime | None:
    """Give when the opening hours that a moment lies in are over; None where it lies in none."""
    for days in (0, 1):
        day = midnight(moment.date() - timedelta(days=days))
        if day + timedelta(minutes=first) <= moment < day + timedelta(minutes=last):
            return day + timedelta(minutes=last)
    return None


def _clock(minutes: int) -> str:
    within = minutes if minutes <= DAY_MINUTES else minutes - DAY_MINUTES
    return f"{within // 60:02d}:{within % 60:02d}"


def _who_may(slot: Slot, terms: Terms, _calendar: Calendar, facts: Facts) -> Answer | None:
    rule = rule_for(terms, "who_may", slot, facts.now.date())
    if rule is None:
        return None
    allowed = {"members": facts.is_member, "residents": facts.is_resident, "tenants": facts.is_tenant}
    if allowed.get(rule.value, True):
        return None
    reason = _("{facility} is for {who}").format(facility=terms.name, who=value_text(rule.kind, rule.value))
    return _against(rule, reason, "person_id")


def _people(slot: Slot, terms: Terms, _calendar: Calendar, facts: Facts) -> Answer | None:
    rule = rule_for(terms, "people", slot, facts.now.date())
    if rule is None or facts.people is None or facts.people <= rule.number:
        return None
    reason = _("{facility} takes at most {limit}").format(facility=terms.name, limit=value_text(rule.kind, rule.value))
    return _against(rule, reason, "people")


def _key_back(slot: Slot, terms: Terms, _calendar: Calendar, facts: Facts) -> Answer | None:
    rule = rule_for(terms, "key_back_first", slot, facts.now.date())
    if rule is None or rule.value != "yes" or not facts.keys_out:
        return None
    first = min(facts.keys_out, key=lambda key: key.due_on)
    reason = _("the key {key} should have been back on {day}; it comes back before the next booking")
    return _against(rule, reason.format(key=first.name, day=long_date(first.due_on)), "person_id")


def _waiting(slot: Slot, terms: Terms, _calendar: Calendar, facts: Facts) -> Answer | None:
    if not facts.waiting or not terms.exclusive or slot.ends_at <= facts.now:
        return None
    since = long_date(min(facts.waiting).date())
    reason = _("somebody waits for {facility} at this time since {day}; look at the waiting list first")
    return Answer("waiting", False, reason.format(facility=terms.name, day=since))


def _unpaid(slot: Slot, terms: Terms, _calendar: Calendar, facts: Facts) -> Answer | None:
    rule = rule_for(terms, "payment_first", slot, facts.now.date())
    if rule is None or rule.value != "yes" or not facts.unpaid:
        return None
    first = min(facts.unpaid, key=lambda one: one.starts_at)
    when = span_text(first.starts_at, first.ends_at)
    if first.price_cents is None:
        reason = _("an earlier booking of {facility} is not paid: {when}")
    else:
        reason = _("an earlier booking of {facility} is not paid: {when}, {amount}")
    said = reason.format(facility=terms.name, when=when, amount=euro(first.price_cents or 0))
    return replace(_against(rule, said, "person_id"), kind="unpaid")


_Rule = Callable[[Slot, Terms, Calendar, Facts], Answer | None]

_RULES: tuple[_Rule, ...] = (
    _who_may,
    _ahead_days,
    _ahead_hours,
    _opening,
    _longest,
    _nights,
    _gap,
    _active,
    _people,
    _key_back,
    _unpaid,
    _waiting,
    _quiet,
)
