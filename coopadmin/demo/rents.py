"""What the made-up homes cost: a line from the first day, and one raise every 1 July.

The percentages are made up too; they say nothing about what the law allows. The newest raise is done as the program
does it, within what the law lets, where that is known for its day.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta

from coopadmin.demo.households import WITHOUT_RENT, Tenancy, tenancy_of
from coopadmin.demo.story import Story
from coopadmin.domain.increases import Special
from coopadmin.domain.legal import legal_value
from coopadmin.services import increases
from coopadmin.services.rents import set_rent
from db.journal import Transaction
from db.tables.rents import RentLine

_THOUSANDTHS = (21, 17, 26, 19, 24)
"""What is added to the basic rent in a year, by the year's number: 21 is 2,1 %."""

_KADE = {"A": 64_950, "B": 58_240, "C": 61_980, "D": 50_760}
"""Basic rents a home began with twelve years ago, in cents; in the tower by the number of the door."""
_HOF_LARGE, _HOF_SMALL = 66_310, 61_120
_TOREN = (30_450, 32_100, 30_900, 34_250, 31_600, 29_980)

_SERVICE = {"H": 3_875, "T": 5_610}
_SERVICE_KADE = 4_250
_ENERGY_TOREN = 8_500

_MISTYPED = "T16"
_OBJECTS, _AT_MAXIMUM = "H12", "6A"
"""A home whose tenant objected to the newest raise, and one whose rent may not go much higher."""

_ROOM_LEFT = 900
_LAW = ("rent_increase_social", "rent_increase_shared")

_ANNOUNCED = (4, 24)
"""The day of the year on which the treasurer enters the lines of the coming July."""


@dataclass(frozen=True, slots=True)
class Line:
    """A rent line as it went, in cents per month."""

    valid_from: date
    basic_rent_cents: int
    service_charge_cents: int
    energy_cents: int


def first_line(story: Story, tenancy: Tenancy) -> Line | None:
    """Give what a contract costs from its first day; None for the one whose rent nobody entered yet."""
    if tenancy.home == WITHOUT_RENT:
        return None
    line = _lines(story, tenancy)[0]
    return replace(line, basic_rent_cents=line.basic_rent_cents + 900) if tenancy.home == _MISTYPED else line


def take_over(transaction: Transaction, story: Story, tenancy: Tenancy) -> None:
    """Enter the lines of a contract that were known when the store was begun."""
    contract_id = story.ids[tenancy.number]
    for line in _lines(story, tenancy):
        if _announced_on(line.valid_from) < story.begun_on or line.valid_from == tenancy.starts_on:
            transaction.insert(RentLine, contract_id=contract_id, **asdict(line))


def tell(story: Story, all_tenancies: tuple[Tenancy, ...]) -> None:
    """Raise the rents every year, and put one line right that was typed wrongly."""
    days = [date(year, *_ANNOUNCED) for year in range(story.begun_on.year, story.today.year + 1)]
    days = [day for day in days if story.begun_on <= day < story.today]
    for day in days:
        july = date(day.year, 7, 1)
        if day == days[-1] and all(legal_value(name, july) for name in _LAW):
            _tell_run(story, all_tenancies, day, july)
        else:
            _tell_raise(story, all_tenancies, day, july)
    _tell_objection(story, all_tenancies, days[-1])
    wrong = tenancy_of(all_tenancies, _MISTYPED)
    line = _lines(story, wrong)[0]
    day = wrong.starts_on + timedelta(days=24)
    story.tell(
        day,
        story.treasurer(day),
        set_rent,
        lambda do: do(
            contract_id=story.ids[wrong.number],
            valid_from=line.valid_from,
            basic_rent_cents=line.basic_rent_cents,
            service_charge_cents=line.service_charge_cents,
            energy_cents=line.energy_cents,
            replace=True,
        ),
    )


def raise_rents(transaction: Transaction, *, story: Story, lines: list[tuple[Tenancy, Line]]) -> None:
    """Set the new rent of every contract from the same day on."""
    for tenancy, line in lines:
        transaction.insert(RentLine, contract_id=story.ids[tenancy.number], **asdict(line))
    transaction.about = f"{lines[0][0].number}–{lines[-1][0].number}"


def _tell_raise(story: Story, all_tenancies: tuple[Tenancy, ...], day: date, valid_from: date) -> None:
    lines = [
        (tenancy, line)
        for tenancy in all_tenancies
        if tenancy.home != WITHOUT_RENT
        for line in _lines(story, tenancy)[1:]
        if line.valid_from == valid_from
    ]
    story.tell(day, story.treasurer(day), raise_rents, lambda do: do(story=story, lines=lines))


def _tell_run(story: Story, all_tenancies: tuple[Tenancy, ...], day: date, valid_from: date) -> None:
    """The newest raise: who came this year is left out, and one home has a maximum rent."""
    before = [line for line in _lines(story, tenancy_of(all_tenancies, _AT_MAXIMUM)) if line.valid_from < valid_from]
    most = before[-1].basic_rent_cents + _ROOM_LEFT
    story.tell(
        day,
        story.treasurer(day),
        increases.set_maximum_rent,
        lambda do: do(
            dwelling_id=story.ids[_AT_MAXIMUM],
            max_rent_cents=most,
            valid_from=valid_from,
            source="Puntentelling van de corporatie, blad 14",
        ),
    )
    new = [one for one in all_tenancies if one.starts_on.year == valid_from.year and one.starts_on < valid_from]

    def run(do: Callable[..., increases.RaiseRun]) -> increases.RaiseRun:
        left_out = {story.ids[one.number]: Special(left_out=True) for one in new if one.number in story.ids}
        percent = 10 * _THOUSANDTHS[valid_from.year % len(_THOUSANDTHS)]
        return do(valid_from=valid_from, percent=percent, to_limit=True, exceptions=left_out)

    story.tell(day, story.treasurer(day), increases.raise_rents, lambda do: run(do))


def _tell_objection(story: Story, all_tenancies: tuple[Tenancy, ...], announced_on: date) -> None:
    day = min(announced_on + timedelta(days=33), story.ago(1))
    tenancy = tenancy_of(all_tenancies, _OBJECTS)
    story.tell(
        day,
        story.treasurer(day),
        increases.record_objection,
        lambda do: do(
            contract_id=story.ids[tenancy.number],
            valid_from=date(announced_on.year, 7, 1),
            received_on=day,
            reason="Enkel glas in de slaapkamers; wacht op de uitspraak van de Huurcommissie.",
        ),
    )


def _lines(story: Story, tenancy: Tenancy) -> list[Line]:
    """Give a contract's lines: the first, and one every 1 July it was there to see."""
    service = _SERVICE.get(tenancy.home[0], _SERVICE_KADE)
    energy = _ENERGY_TOREN if tenancy.home[0] == "T" else 0
    basic = _began_with(tenancy.home)
    for year in range(story.today.year - 12, tenancy.starts_on.year):
        basic = _raised(basic, year)
    lines = [Line(tenancy.starts_on, basic, service, energy)]
    for year in range(tenancy.starts_on.year + 1, story.today.year + 1):
        july = date(year, 7, 1)
        if tenancy.ends_on is not None and tenancy.ends_on < july:
            break
        basic, service = _raised(basic, year), service + 75
        if july.year >= story.begun_on.year - 2:
            lines.append(Line(july, basic, service, energy))
    return lines


def _began_with(home: str) -> int:
    if home[0] == "T":
        return _TOREN[int(home[2]) - 1]
    if home[0] == "H":
        return _HOF_LARGE if int(home[1:]) <= 6 else _HOF_SMALL
    return _KADE[home[1]]


def _raised(cents: int, year: int) -> int:
    return (cents * (1000 + _THOUSANDTHS[year % len(_THOUSANDTHS)]) + 500) // 1000


def _announced_on(valid_from: date) -> date:
    return date(valid_from.year, *_ANNOUNCED)
