"""What a board sees of its contracts: the list, one record, and the rents of a month."""

from __future__ import annotations

from datetime import date

import pytest

from coopadmin.services import contracts, dwellings, members, rents
from coopadmin.services.dwellings import DwellingData
from coopadmin.services.members import PersonData
from db.queries import contracts as queries
from db.queries.base import Listing
from db.queries.rent_roll import rent_roll
from db.store import Store
from tests.conftest import Furnish

TODAY = date(2026, 11, 15)


def _member(store: Store, number: str, name: str, kind: str = "member") -> int:
    return store.do(
        members.register_member,
        number=number,
        person=PersonData(name, given_name="Anna"),
        kind=kind,
        starts_on=date(2020, 1, 1),
    ).result


def _let_four(store: Store) -> dict[str, int]:
    anna, vera = _member(store, "L001", "Öztürk"), _member(store, "L002", "Bos", "aspirant")
    leases = (
        ("C-0001", "10A", [anna, vera], date(2020, 1, 1), None),
        ("C-0002", "2A", [PersonData("Peters", initials="V.")], date(2021, 1, 1), date(2026, 11, 20)),
        ("C-0003", "2B", [anna], date(2019, 1, 1), date(2026, 9, 30)),
        ("C-0004", "2B", [vera], date(2026, 12, 1), None),
    )
    homes: dict[str, int] = {}
    for number, code, tenants, starts_on, ends_on in leases:
        if code not in homes:
            homes[code] = store.do(dwellings.add_dwelling, dwelling=DwellingData(code, "Kade")).result
        store.do(
            contracts.start_contract,
            number=number,
            dwelling_id=homes[code],
            tenants=tenants,
            starts_on=starts_on,
            ends_on=ends_on,
            basic_rent_cents=60000,
        )
    return {"anna": anna, "vera": vera}


@pytest.fixture
def people(furnish: Furnish) -> dict[str, int]:
    """Put four contracts in the store: running, ending, ended and still to begin."""
    return dict(furnish(_let_four))


def _numbers(store: Store, listing: Listing) -> list[str]:
    return [row.number for row in store.read(queries.page, listing, TODAY).rows]


# -- the list ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("in_force", ["C-0001", "C-0002"]),
        ("ending", ["C-0002"]),
        ("ended", ["C-0003"]),
        ("future", ["C-0004"]),
        ("all", ["C-0001", "C-0002", "C-0003", "C-0004"]),
    ],
)
def test_a_filter_shows_the_contracts_it_names(
    store: Store, people: dict[str, int], name: str, numbers: list[str]
) -> None:
    assert _numbers(store, Listing(filter=name)) == numbers
    assert store.read(queries.page, Listing(filter=name, limit=1), TODAY).total == len(numbers)


def test_a_contract_in_force_is_without_rent_until_a_line_holds(store: Store, people: dict[str, int]) -> None:
    home = store.do(dwellings.add_dwelling, dwelling=DwellingData("3")).result
    values = {"number": "C-0005", "dwelling_id": home, "starts_on": date(2026, 11, 1)}
    contract = store.do(contracts.start_contract, tenants=[PersonData("Vos")], **values).result
    assert _numbers(store, Listing(filter="without_rent")) == ["C-0005"]
    store.do(rents.set_rent, contract_id=contract, valid_from=date(2026, 11, 16), basic_rent_cents=60000)
    assert _numbers(store, Listing(filter="without_rent")) == ["C-0005"]
    on_that_day = store.read(queries.page, Listing(filter="without_rent"), date(2026, 11, 16))
    assert on_that_day.total == 0


def test_neither_an_ended_nor_a_coming_contract_is_called_without_rent(store: Store) -> None:
    home = store.do(dwellings.add_dwelling, dwelling=DwellingData("3")).result
    for number, first, last in (
        ("C-0001", date(2020, 1, 1), date(2026, 10, 31)),
        ("C-0002", date(2026, 12, 1), None),
    ):
        values = {"number": number, "dwelling_id": home, "starts_on": first, "ends_on": last}
        store.do(contracts.start_contract, tenants=[PersonData("Vos")], **values)
    assert _numbers(store, Listing(filter="without_rent")) == []


def test_a_row_tells_home_tenants_status_and_rent(store: Store, people: dict[str, int]) -> None:
    rows = {row.number: row for row in store.read(queries.page, Listing(filter="all"), TODAY).rows}
    assert (rows["C-0001"].dwelling, rows["C-0001"].tenants) == ("10A", ("Anna Öztürk", "Anna Bos"))
    assert [rows[number].status for number in sorted(rows)] == ["in_force", "ending", "ended", "future"]
    assert [rows[number].monthly_cents for number in sorted(rows)] == [60000, 60000, 60000, None]


@pytest.mark.parametrize(
    ("sort", "descending", "numbers"),
    [
        ("number", True, ["C-0004", "C-0003", "C-0002", "C-0001"]),
        ("dwelling", False, ["C-0002", "C-0003", "C-0004", "C-0001"]),
        ("dwelling", True, ["C-0001", "C-0003", "C-0004", "C-0002"]),
        ("tenant", False, ["C-0004", "C-0001", "C-0003", "C-0002"]),
        ("since", False, ["C-0003", "C-0001", "C-0002", "C-0004"]),
        ("until", False, ["C-0003", "C-0002", "C-0001", "C-0004"]),
    ],
)
def test_contracts_are_sorted_as_asked(
    store: Store, people: dict[str, int], sort: str, descending: bool, numbers: list[str]
) -> None:
    assert _numbers(store, Listing(filter="all", sort=sort, descending=descending)) == numbers


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("ozturk", ["C-0001", "C-0003"]),
        ("peters 2a", ["C-0002"]),
        ("l002", ["C-0001", "C-0004"]),
        ("c-0003", ["C-0003"]),
        ("kade bos", ["C-0001", "C-0004"]),
        ("_", []),
    ],
)
def test_a_contract_is_found_by_number_home_or_tenant(
    store: Store, people: dict[str, int], words: str, numbers: list[str]
) -> None:
    assert _numbers(store, Listing(filter="all", search=words)) == numbers


def test_the_next_number_follows_the_highest(store: Store, people: dict[str, int]) -> None:
    assert store.read(queries.next_number) == "C-0005"


def test_a_contract_that_is_not_there_has_no_record(store: Store) -> None:
    assert store.read(queries.record, 99, TODAY) is None
    assert store.read(queries.next_number) == "C-0001"


def test_a_record_holds_its_home_parties_and_rents(store: Store, people: dict[str, int]) -> None:
    contract = next(row.contract_id for row in store.read(queries.page, Listing(), TODAY).rows)
    store.do(rents.set_rent, contract_id=contract, valid_from=date(2027, 1, 1), basic_rent_cents=62000)
    record = store.read(queries.record, contract, TODAY)
    assert record is not None
    assert (record.dwelling, record.address, record.status) == ("10A", "Kade", "in_force")
    assert [(party.number, party.role) for party in record.parties] == [("L001", "tenant"), ("L002", "tenant")]
    assert [(line.valid_from.year, line.in_force) for line in record.rent_lines] == [(2027, False), (2020, True)]
    assert record.monthly_cents == 60000


# -- the rents of a month ------------------------------------------------------------------------------------------


def test_the_rent_roll_holds_every_contract_with_a_day_in_the_month(store: Store, people: dict[str, int]) -> None:
    rows = store.read(rent_roll, date(2026, 11, 1))
    assert [(row.contract, row.dwelling, row.due_on, row.due_cents) for row in rows] == [
        ("C-0001", "10A", date(2026, 11, 1), 60000),
        ("C-0002", "2A", date(2026, 11, 1), 40000),
    ]
    assert rows[0].tenants == ("Anna Öztürk", "Anna Bos")
    assert (rows[0].charged_cents, rows[0].received_cents, rows[0].open_cents) == (0, 0, 0)
    assert [row.contract for row in store.read(rent_roll, date(2026, 12, 1))] == ["C-0001", "C-0004"]


def test_a_contract_without_a_rent_stands_in_the_roll_with_nothing(store: Store) -> None:
    home = store.do(dwellings.add_dwelling, dwelling=DwellingData("2A")).result
    values = {"number": "C-0001", "dwelling_id": home, "starts_on": date(2026, 11, 3)}
    store.do(contracts.start_contract, tenants=[PersonData("Bos")], **values)
    (row,) = store.read(rent_roll, date(2026, 11, 1))
    assert (row.due_on, row.due_cents) == (date(2026, 11, 3), 0)


def test_who_left_in_the_month_is_still_named_in_its_roll(store: Store, people: dict[str, int]) -> None:
    contract = store.read(rent_roll, date(2026, 11, 1))[0].contract_id
    record = store.read(queries.record, contract, TODAY)
    assert record is not None
    store.do(contracts.end_party, party_id=record.parties[0].party_id, ends_on=date(2026, 11, 1))
    assert store.read(rent_roll, date(2026, 11, 1))[0].tenants == ("Anna Öztürk", "Anna Bos")
    assert store.read(rent_roll, date(2026, 12, 1))[0].tenants == ("Anna Bos",)
