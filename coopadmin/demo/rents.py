"""What the made-up homes cost: a line from the first day, and one raise every 1 July.

The percentages are made up too; they say nothing about what the law allows.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta

from coopadmin.demo.households import WITHOUT_RENT, Tenancy, tenancy_of
from coopadmin.demo.story import Story
from coopadmin.services.rents import set_opening, set_rent
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


def take_over_openings(transaction: Transaction, story: Story, all_tenancies: tuple[Tenancy, ...]) -> None:
    """Enter what was owed when the store was begun: two arrears, one paid ahead, one of a tenant long gone."""
    openings = (("4C", 71, 41_250), ("4C", 41, 41_250), ("H8", 41, 8_999), ("H2", 10, -12_000), ("8B", 130, 61_075))
    for home, days, cents in openings:
        tenancy = tenancy_of(all_tenancies, home, story.begun_on - timedelta(days=days))
        set_opening(
            transaction,
            contract_id=story.ids[tenancy.number],
            due_on=story.begun_on - timedelta(days=days),
            amount_cents=cents,
            note="vooruitbetaald" if cents < 0 else "uit de oude administratie",
        )


def tell(story: Story, all_tenancies: tuple[Tenancy, ...]) -> None:
    """Raise the rents every year, and put one line right that was typed wrongly."""
    for year in range(story.begun_on.year, story.today.year + 1):
        day = date(year, *_ANNOUNCED)
        if story.begun_on <= day < story.today:
            _tell_raise(story, all_tenancies, day, date(year, 7, 1))
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
