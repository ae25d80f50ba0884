"""The long-term maintenance plan (MJOP): when each measure falls, what it costs then, and who pays.

A measure falls in its first year and every cycle after it. A shift puts one time in another year, and with `onwards`
all later ones move along. The cost of a time is quantity × part × unit price, at the prices of the year it falls in:
exact until it is rounded half up to a cent, once. Prices rise by the index of each year after the price year.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from coopadmin.formats import parse_whole
from coopadmin.i18n import N_, _

PAYERS: dict[str, str] = {
    "corporation": N_("corporation"),
    "cooperative": N_("co-operative"),
    "resident": N_("resident"),
}
"""Who pays, in the order of the columns."""

FIRST_YEAR, LAST_YEAR = 1900, 2200
HORIZONS = (10, 40)
"""How many years a plan is looked at: a budget's, and that of a roof."""

LEAST_INDEX, MOST_INDEX = -5_000, 10_000
"""Hundredths of a percent a year's prices may fall or rise; what lies outside was mistyped."""


def read_horizon(text: str) -> int:
    """Read how many years to look ahead, 1 to 40; raises ValueError with a sentence."""
    try:
        years = parse_whole(text)
    except ValueError:
        years = 0
    if not 1 <= years <= HORIZONS[-1]:
        raise ValueError(_("give a number of years from 1 to {most}").format(most=HORIZONS[-1]))
    return years


# -- when ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shift:
    """A time that was put off or brought forward: what stood in one year falls in another."""

    from_year: int
    to_year: int
    onwards: bool = True


@dataclass(frozen=True, slots=True)
class Measure:
    """What is done to an element, as far as its years and its cost depend on it; the price is cents a unit."""

    measure_id: int
    first_year: int
    cycle_years: int | None
    quantity_thousandths: int
    unit_price_cents: int
    price_year: int
    part_percent: int = 100
    payer: str = "corporation"
    last_year: int | None = None
    """The year after which it does not fall any more."""
    shifts: tuple[Shift, ...] = ()


@dataclass(frozen=True, slots=True)
class Time:
    """One time of a measure: the year it stood in by the times before it, and the year it falls in."""

    number: int
    """From 0; the first time keeps its number however it is shifted."""
    stood: int
    year: int


def times(measure: Measure, until: int) -> tuple[Time, ...]:
    """Give the times of a measure up to a year, by that year, each in the year it falls in."""
    last = until if measure.last_year is None else min(until, measure.last_year)
    found = [time for time in _all_times(measure, until) if time.year <= last]
    return tuple(sorted(found, key=lambda time: (time.year, time.number)))


def _all_times(measure: Measure, until: int) -> Iterator[Time]:
    left = {shift.from_year: shift for shift in measure.shifts}
    offset, number = 0, 0
    while True:
        plain = _plain_year(measure, number)
        stood = plain + offset
        # A time past the horizon may still be brought forward into it, or bring later ones along.
        if stood > until and not any(year >= stood for year in left):
            return
        shift = left.pop(stood, None)
        if shift is not None and shift.onwards:
            offset += shift.to_year - shift.from_year
        yield Time(number, stood, stood if shift is None else shift.to_year)
        if not measure.cycle_years or plain > LAST_YEAR:
            return
        number += 1


def _plain_year(measure: Measure, number: int) -> int:
    return measure.first_year + number * (measure.cycle_years or 0)


def lost_shifts(measure: Measure) -> tuple[Shift, ...]:
    """Give the shifts that no time stands at any more, as where the first year was changed behind them."""
    used = {time.stood for time in _all_times(measure, LAST_YEAR)}
    return tuple(shift for shift in measure.shifts if shift.from_year not in used)


def moved(measure: Measure, year: int, to_year: int, *, onwards: bool) -> Measure:
    """Give a measure as it would be with the time that falls in one year put in another.

    A time that was shifted before goes to the new year instead. Later times that were given a year of their own keep
    it. Raises ValueError with a sentence where no time falls in that year, or the times would change places.
    """
    there = {time.number: time for time in _all_times(measure, LAST_YEAR)}
    time = next((one for one in there.values() if one.year == year), None)
    if time is None:
        raise ValueError(_("nothing of this measure falls in {year}").format(year=year))
    by_from = {shift.from_year: shift for shift in measure.shifts}
    chosen = {one.number: by_from[one.stood] for one in there.values() if one.stood in by_from}
    chosen[time.number] = Shift(time.stood, to_year, onwards)
    after = replace(measure, shifts=_anchored(measure, chosen))
    years = [shift.from_year for shift in after.shifts]
    if twice := next((one for one in years if years.count(one) > 1), None):
        # A shift is kept by the year its time stands in: two of one year could not be told apart.
        sentence = _(
            "a later time with its own year would count from {year} too; first put that one back in its usual year"
        )
        raise ValueError(sentence.format(year=twice))
    falls = [one.year for one in _all_times(after, LAST_YEAR)]
    place = time.number
    if place and falls[place - 1] >= to_year:
        raise ValueError(_("the time before it falls in {year}; give a later year").format(year=falls[place - 1]))
    for earlier, later in zip(falls[place:], falls[place + 1 :], strict=False):
        if later <= earlier:
            sentence = _("the time after it falls in {year}; give an earlier year, or let it move along")
            raise ValueError(sentence.format(year=later))
    return after


def _anchored(measure: Measure, chosen: Mapping[int, Shift]) -> tuple[Shift, ...]:
    """Give the shifts of times, by their number, each from the year its time stands in by those before it."""
    offset = 0
    shifts: list[Shift] = []
    for number in sorted(chosen):
        stood = _plain_year(measure, number) + offset
        wanted = chosen[number]
        if wanted.to_year == stood:
            continue
        shifts.append(Shift(stood, wanted.to_year, wanted.onwards))
        if wanted.onwards:
            offset += wanted.to_year - stood
    return tuple(shifts)


# -- prices --------------------------------------------------------------------------------------------------------


class Prices:
    """By how much prices rise from year to year: hundredths of a percent, by the year in which they rose.

    A year without a row follows the one before it; before the first row, or without any, prices stay as they are.
    """

    def __init__(self, hundredths: Mapping[int, int] | None = None) -> None:
        self._known = dict(hundredths or {})
        self._years = sorted(self._known)
        self._levels: dict[int, Fraction] = {}

    def rate(self, year: int) -> int:
        """Give by how many hundredths of a percent prices rise in a year."""
        place = bisect_right(self._years, year)
        return self._known[self._years[place - 1]] if place else 0

    def factor(self, from_year: int, to_year: int) -> Fraction:
        """Give how many times as dear a year is as another, exactly; below 1 for an earlier one."""
        return self._level(to_year) / self._level(from_year)

    def _level(self, year: int) -> Fraction:
        """The level of a year; prices before the first row are 1."""
        if not self._years or year < self._years[0]:
            return Fraction(1)
        level = self._levels.get(year)
        if level is None:
            level = self._level(year - 1) * (1 + Fraction(self.rate(year), 10_000))
            self._levels[year] = level
        return level

    @property
    def told(self) -> tuple[str, ...]:
        """Say what the index rests on, and where there is none."""
        if not self._years:
            return (_("No index is set: every amount is at the prices of the year its price was given for."),)
        first, last = self._years[0], self._years[-1]
        told = [_("The index of {year} holds for the years after it that have none.").format(year=last)]
        told.append(_("Before {year} there is no index; those years count without one.").format(year=first))
        return tuple(told)


def cost_cents(measure: Measure, year: int, prices: Prices) -> int:
    """Give what a measure costs in a year, in cents: rounded half up, once."""
    exact = (
        Fraction(measure.quantity_thousandths, 1000)
        * Fraction(measure.part_percent, 100)
        * measure.unit_price_cents
        * prices.factor(measure.price_year, year)
    )
    return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)


# -- what it comes to ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CostLine:
    """What one time of a measure costs, in cents, and who pays."""

    measure_id: int
    time: Time
    payer: str
    cents: int

    @property
    def year(self) -> int:
        """The year it falls in."""
        return self.time.year


def cost_lines(measures: Iterable[Measure], prices: Prices, first: int, last: int) -> tuple[CostLine, ...]:
    """Give every time of the measures from one year to another, both included, by year."""
    lines = [
        CostLine(measure.measure_id, time, measure.payer, cost_cents(measure, time.year, prices))
        for measure in measures
        for time in times(measure, last)
        if time.year >= first
    ]
    lines.sort(key=lambda line: line.year)
    return tuple(lines)


def per_year(lines: Iterable[CostLine], first: int, last: int) -> dict[int, dict[str, int]]:
    """Add the lines up, in cents by year and payer; every year from first to last is there, and every payer in it."""
    sums = {year: dict.fromkeys(PAYERS, 0) for year in range(first, last + 1)}
    for line in lines:
        if first <= line.year <= last:
            sums[line.year][line.payer] += line.cents
    return sums


@dataclass(frozen=True, slots=True)
class Difference:
    """What a year costs one payer before something is changed, and after, in cents."""

    year: int
    before_cents: int
    after_cents: int


def differences(
    before: Sequence[CostLine], after: Sequence[CostLine], payer: str, first: int, last: int
) -> tuple[Difference, ...]:
    """Compare two plans for one payer, year by year; only the years that differ."""
    was, now = per_year(before, first, last), per_year(after, first, last)
    return tuple(
        Difference(year, was[year][payer], now[year][payer])
        for year in range(first, last + 1)
        if was[year][payer] != now[year][payer]
    )
