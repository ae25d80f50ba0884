"""The list of households reads no more than it shows: it must say what adding everything up says."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from coopadmin.formats import fold
from db.journal import Transaction
from db.queries import household_hours, households
from db.queries.base import Listing
from db.queries.household_hours import HouseholdRow
from db.store import Store
from db.tables.contracts import Contract, ContractParty
from db.tables.dwellings import Dwelling
from db.tables.hours import HoursEntry
from db.tables.members import Person
from tests.conftest import TODAY

HOMES, PEOPLE = 14, 26


def _own_days(chance: random.Random) -> dict[str, date | None]:
    """Give the days of a tenant of their own, if any: most have those of the contract."""
    since = date(2024, 1, 1) + timedelta(days=chance.randrange(1000))
    until = since + timedelta(days=chance.randrange(700))
    starts_on = since if chance.random() < 0.2 else None
    return {"starts_on": starts_on, "ends_on": until if chance.random() < 0.2 else None}


def _fill(transaction: Transaction, seed: int) -> None:
    """Homes let once, often or never, to people who come, go, stay on, or hold two homes; and what they worked."""
    chance = random.Random(seed)
    names = ("Eva", "Jan", "Anna", "Bo")
    people = [
        transaction.insert(Person, family_name=f"Bos{place}", given_name=chance.choice(names))
        for place in range(PEOPLE)
    ]
    homes = [transaction.insert(Dwelling, code=f"{place}{'AB'[place % 2]}", street="Eva") for place in range(HOMES)]
    for home in homes:
        begins = date(2024, 1, 1) + timedelta(days=chance.randrange(300))
        for time in range(chance.randrange(4)):
            ends = None if chance.random() < 0.4 else begins + timedelta(days=chance.randrange(500))
            contract = transaction.insert(
                Contract, number=f"C-{home}-{time}", dwelling_id=home, starts_on=begins, ends_on=ends
            )
            for place, person in enumerate(chance.sample(people, chance.randrange(4))):
                transaction.insert(
                    ContractParty,
                    contract_id=contract,
                    person_id=person,
                    role="tenant" if place == 0 else "co_tenant",
                    place=place + 1,
                    **_own_days(chance),
                )
            if ends is None:
                break
            begins = ends + timedelta(days=1 + chance.randrange(60))
    for _number in range(chance.choice((0, 6, 40))):
        transaction.insert(
            HoursEntry,
            person_id=chance.choice(people),
            worked_on=TODAY - timedelta(days=chance.randrange(700)),
            minutes=chance.choice((30, 60, 90)),
            what="snoeien",
            rate_cents=chance.choice((None, None, 1000)),
        )


def _all(added_up: Sequence[HouseholdRow], asked: Listing) -> list[HouseholdRow]:
    """Order what everything added up gives, as the list should."""
    words = fold(asked.search).split()
    rows = tuple(row for row in added_up if all(word in fold(f"{row.home} {' '.join(row.people)}") for word in words))
    homes, nowhere = [row for row in rows if row.key], [row for row in rows if not row.key]
    if asked.sort == "home":
        homes.sort(key=lambda row: (len(row.home), row.home), reverse=asked.descending)
    elif asked.sort == "fee":
        homes.sort(key=lambda row: row.fee_cents, reverse=asked.descending)
    elif not asked.descending:
        homes.reverse()
    return [*homes, *nowhere]


def _told(rows: list[HouseholdRow], sort: str) -> list[Any]:
    """Keep of each row what its place goes by: households of one home may stand either way."""
    return [(row.home, row.minutes if sort != "home" else 0, bool(row.key)) for row in rows]


@pytest.mark.parametrize("seed", range(4))
def test_a_page_of_households_says_what_adding_all_up_says(
    store: Store, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(households, "HOMES_AT_ONCE", 4)
    store.do(lambda transaction: _fill(transaction, seed))
    for name in household_hours.FILTERS:
        since, until = household_hours.period(name, TODAY)
        added_up = store.read(household_hours.added_up, since, until)
        for row in added_up:
            entries = store.read(household_hours.entries, row.key, since, until)
            assert sum(one.minutes for one in entries) == row.minutes
        for sort in household_hours.SORTS:
            for descending in (False, True):
                for search in ("", "eva", "1a", "b", "bos1"):
                    asked = Listing(search, name, sort, descending)
                    expected = _all(added_up, asked)
                    for limit in (1, 3, 200):
                        found = store.read(household_hours.page, Listing(search, name, sort, descending, limit), TODAY)
                        assert found.total == len(expected)
                        if sort == "home":
                            assert [row.home for row in found.rows] == [row.home for row in expected[:limit]]
                        else:
                            assert _told(list(found.rows), sort) == _told(expected[:limit], sort)
                        if limit == 200:
                            assert set(found.rows) == set(expected)


@pytest.mark.parametrize("seed", range(40))
def test_households_are_counted_as_they_are_found(store: Store, seed: int) -> None:
    store.do(lambda transaction: _fill(transaction, seed))
    for on in (TODAY, date(2025, 3, 1), date(2024, 2, 1), date(2023, 1, 1)):
        every = store.read(households.everybody).here(on)
        assert store.read(households.count_here, on) == len(every)
        found = store.read(lambda connection, on=on: list(households.here(connection, on)))
        assert len(found) == len(every)
        assert set(found) == every
