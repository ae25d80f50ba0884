"""The hours of each household over a time: every entry goes to the home its person had by tenancy on that very day."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from sqlalchemy import ColumnElement, Connection, Select, and_, select
from sqlmodel import col

from coopadmin.domain.hours import HouseholdHours, Worked, gave_nothing, per_household
from coopadmin.domain.members import display_name
from coopadmin.formats import fold
from db.queries import households
from db.queries.balances import chunks, named
from db.queries.base import Listing, Page
from db.queries.hours import HoursRow, between
from db.tables.contracts import Contract
from db.tables.dwellings import Dwelling
from db.tables.hours import HoursEntry
from db.tables.members import Person

FILTERS = ("year", "last_year", "half_year", "month", "all")
SORTS = ("minutes", "home", "fee")


@dataclass(frozen=True, slots=True)
class HouseholdRow:
    """What a household gave in a time; home and numbers are empty for people without a home here on that day."""

    key: int
    """The first contract of the household; 0 for people without a home here."""
    dwelling_id: int | None
    home: str
    people: tuple[str, ...]
    """Those who worked, the one with the most time first."""
    days: int
    minutes: int
    paid_minutes: int
    fee_cents: int


def period(name: str, on: date) -> tuple[date, date]:
    """Give the first and last day that a filter of FILTERS means."""
    if name == "last_year":
        return date(on.year - 1, 1, 1), date(on.year - 1, 12, 31)
    if name == "half_year":
        return date(on.year, 1 if on.month <= 6 else 7, 1), on
    if name == "month":
        return on.replace(day=1), on
    return (date.min, on) if name == "all" else (date(on.year, 1, 1), on)


def added_up(connection: Connection, since: date, until: date) -> tuple[HouseholdRow, ...]:
    """Add up the hours from a day to another, both included, by household, the most first.

    Households that live here on the last day are there also where they gave none; people who had no home here on the
    day they worked stand together, last.
    """
    known = households.everybody(connection)
    return _rows(connection, per_household(_worked(connection, since, until), known, known.here(until)))


def page(connection: Connection, listing: Listing, on: date) -> Page[HouseholdRow]:
    """List households with their hours over the time the filter names; a search looks in home and names.

    All who gave are read, as their sums are the order. The others stand by their home, and of them no more is read
    than is shown.
    """
    since, until = period(listing.filter, on)
    words = fold(listing.search).split()
    by_time = listing.sort not in ("home", "fee")
    known = households.of_homes(connection, households.homes_of(_who_worked(since, until)))
    given = per_household(_worked(connection, since, until), known)
    gave = {row.household for row in given if row.household}
    backwards = listing.descending if listing.sort == "home" else by_time and not listing.descending
    others = (
        one
        for one in households.here(connection, until, listing.search, descending=backwards)
        if one not in gave and all(word in fold(one.dwelling) for word in words)
    )
    shown = list(islice(others, listing.limit))
    if len(shown) < listing.limit:
        unseen = 0
    elif words:
        unseen = sum(1 for _one in others)
    else:
        unseen = households.count_here(connection, until) - len(gave & known.here(until)) - len(shown)
    rows = [
        row
        for row in _rows(connection, given)
        if all(word in fold(" ".join((row.home, *row.people))) for word in words)
    ]
    total = len(rows) + len(shown) + unseen
    nowhere = [row for row in rows if not row.key]
    with_time, without = [row for row in rows if row.key], [_row(gave_nothing(one), {}) for one in shown]
    homes = [*without, *reversed(with_time)] if by_time and not listing.descending else [*with_time, *without]
    if listing.sort == "home":
        homes.sort(key=lambda row: (len(row.home), row.home), reverse=listing.descending)
    elif listing.sort == "fee":
        homes.sort(key=lambda row: row.fee_cents, reverse=listing.descending)
    return Page((*homes, *nowhere)[: listing.limit], total)


def entries(connection: Connection, key: int, since: date, until: date) -> tuple[HoursRow, ...]:
    """List what a household gave over a time, newest first; its key 0 means people without a home here."""
    home = home_of(connection, key)
    if key and home is None:
        return ()
    homes = [home[0]] if home else households.homes_of(_who_worked(since, until))
    known = households.of_homes(connection, homes)
    found = between(connection, since, until, households.people_of(homes) if home else None)

    def of_household(row: HoursRow) -> bool:
        household = known.of(row.person_id, row.worked_on)
        return (household.contract_id if household else 0) == key

    return tuple(filter(of_household, found))


def home_of(connection: Connection, key: int) -> tuple[int, str] | None:
    """Give the home of a household: its number in the store and its code; None where there is no such contract."""
    statement = (
        select(col(Dwelling.id), col(Dwelling.code))
        .join(Contract, col(Contract.dwelling_id) == col(Dwelling.id))
        .where(col(Contract.id) == key)
    )
    found = connection.execute(statement).first()
    return None if found is None else (found[0], found[1])


def _worked(connection: Connection, since: date, until: date) -> list[Worked]:
    statement = select(
        col(HoursEntry.person_id), col(HoursEntry.worked_on), col(HoursEntry.minutes), col(HoursEntry.rate_cents)
    )
    return [Worked(*row) for row in connection.execute(statement.where(_within(since, until)))]


def _who_worked(since: date, until: date) -> Select[int]:
    return select(col(HoursEntry.person_id)).where(_within(since, until))


def _within(since: date, until: date) -> ColumnElement[bool]:
    return and_(col(HoursEntry.worked_on) >= since, col(HoursEntry.worked_on) <= until)


def _rows(connection: Connection, found: Sequence[HouseholdHours]) -> tuple[HouseholdRow, ...]:
    names = _names(connection, {one for row in found for one in row.person_ids})
    return tuple(_row(row, names) for row in found)


def _names(connection: Connection, people: Collection[int]) -> dict[int, str]:
    names: dict[int, str] = {}
    for some in chunks(people):
        statement = select(
            col(Person.id),
            col(Person.family_name),
            col(Person.prefix),
            col(Person.initials),
            col(Person.given_name),
        ).where(named(col(Person.id), some))
        names.update((row_id, display_name(*name)) for row_id, *name in connection.execute(statement))
    return names


def _row(row: HouseholdHours, names: dict[int, str]) -> HouseholdRow:
    home = row.household
    return HouseholdRow(
        key=home.contract_id if home else 0,
        dwelling_id=home.dwelling_id if home else None,
        home=home.dwelling if home else "",
        people=tuple(names[one] for one in row.person_ids),
        days=row.days,
        minutes=row.minutes,
        paid_minutes=row.paid_minutes,
        fee_cents=row.fee_cents,
    )
