"""The hours of each household over a time: every entry goes to the home its person had by tenancy on that very day."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select
from sqlmodel import col

from coopadmin.domain.hours import HouseholdHours, Households, Stay, Worked, per_household
from coopadmin.domain.members import display_name
from coopadmin.formats import fold
from db.queries.base import Listing, Page
from db.queries.hours import HoursRow, between
from db.tables.contracts import Contract, ContractParty
from db.tables.dwellings import Dwelling
from db.tables.hours import HoursEntry
from db.tables.members import Person

FILTERS = ("year", "last_year", "half_year", "month", "all")
SORTS = ("minutes", "home", "fee")
_AT_ONCE = 500
"""Numbers in one IN list."""


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


def households(connection: Connection, since: date, until: date) -> tuple[HouseholdRow, ...]:
    """Add up the hours from a day to another, both included, by household, the most first.

    Households that live here on the last day are there also where they gave none; people who had no home here on the
    day they worked stand together, last.
    """
    statement = select(
        col(HoursEntry.person_id), col(HoursEntry.worked_on), col(HoursEntry.minutes), col(HoursEntry.rate_cents)
    ).where(col(HoursEntry.worked_on) >= since, col(HoursEntry.worked_on) <= until)
    worked = [Worked(*row) for row in connection.execute(statement)]
    rows = per_household(worked, Households(_stays(connection)), until)
    names = _names(connection, {one for row in rows for one in row.person_ids})
    return tuple(_row(row, names) for row in rows)


def page(connection: Connection, listing: Listing, on: date) -> Page[HouseholdRow]:
    """List households with their hours over the time the filter names; a search looks in home and names."""
    rows = list(households(connection, *period(listing.filter, on)))
    words = fold(listing.search).split()
    rows = [row for row in rows if all(word in fold(" ".join((row.home, *row.people))) for word in words)]
    homes, nowhere = [row for row in rows if row.key], [row for row in rows if not row.key]
    if listing.sort == "home":
        homes.sort(key=lambda row: (len(row.home), row.home), reverse=listing.descending)
    elif listing.sort == "fee":
        homes.sort(key=lambda row: row.fee_cents, reverse=listing.descending)
    elif not listing.descending:
        homes.reverse()
    rows = [*homes, *nowhere]
    return Page(tuple(rows[: listing.limit]), len(rows))


def entries(connection: Connection, key: int, since: date, until: date) -> tuple[HoursRow, ...]:
    """List what a household gave over a time, newest first; its key 0 means people without a home here."""
    known = Households(_stays(connection))

    def of_household(row: HoursRow) -> bool:
        household = known.of(row.person_id, row.worked_on)
        return (household.contract_id if household else 0) == key

    return tuple(filter(of_household, between(connection, since, until)))


def home_of(connection: Connection, key: int) -> tuple[int, str] | None:
    """Give the home of a household: its number in the store and its code; None where there is no such contract."""
    statement = (
        select(col(Dwelling.id), col(Dwelling.code))
        .join(Contract, col(Contract.dwelling_id) == col(Dwelling.id))
        .where(col(Contract.id) == key)
    )
    found = connection.execute(statement).first()
    return None if found is None else (found[0], found[1])


def _stays(connection: Connection) -> list[Stay]:
    statement = (
        select(
            col(Contract.id),
            col(Dwelling.id),
            col(Dwelling.code),
            col(ContractParty.person_id),
            func.coalesce(col(ContractParty.starts_on), col(Contract.starts_on)),
            func.coalesce(col(ContractParty.ends_on), col(Contract.ends_on)),
        )
        .join(Contract, col(Contract.id) == col(ContractParty.contract_id))
        .join(Dwelling, col(Dwelling.id) == col(Contract.dwelling_id))
    )
    return [Stay(*row) for row in connection.execute(statement)]


def _names(connection: Connection, people: Collection[int]) -> dict[int, str]:
    names: dict[int, str] = {}
    wanted = sorted(people)
    for start in range(0, len(wanted), _AT_ONCE):
        statement = select(
            col(Person.id),
            col(Person.family_name),
            col(Person.prefix),
            col(Person.initials),
            col(Person.given_name),
        ).where(col(Person.id).in_(wanted[start : start + _AT_ONCE]))
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
