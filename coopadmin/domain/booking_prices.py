"""What a booking costs: a rate for members or for others, by the booking, the hour, the day, the night or the guest."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from coopadmin.domain.booking_rules import nights_of
from coopadmin.domain.facilities import Slot, Terms
from coopadmin.domain.facility_rules import in_force


def price_cents(slot: Slot, terms: Terms, *, asked_on: date, is_member: bool, people: int | None = None) -> int | None:
    """Give what a booking costs by the rates and the rule of the day it is asked; None where no rate is known.

    Cents, halves upwards. Without a rule the rate is for a booking; a night is at least one, and so is a guest.
    """
    rate = terms.member_rate_cents if is_member else terms.other_rate_cents
    if rate is None:
        return None
    rule = in_force(terms.rules, "price_unit", asked_on)
    cost = rate * units(slot, rule.value if rule else "booking", people)
    return (2 * cost.numerator + cost.denominator) // (2 * cost.denominator)


def units(slot: Slot, unit: str, people: int | None = None) -> Fraction:
    """Count how many times the rate is due: `booking`, `hour` (parts of one too), `day`, `night`, `person_night`."""
    if unit == "hour":
        return Fraction((slot.ends_at - slot.starts_at) // timedelta(minutes=1), 60)
    nights = nights_of(slot.starts_at, slot.ends_at)
    if unit == "day":
        return Fraction(nights + 1)
    if unit == "night":
        return Fraction(max(nights, 1))
    if unit == "person_night":
        return Fraction(max(nights, 1) * (people or 1))
    return Fraction(1)
