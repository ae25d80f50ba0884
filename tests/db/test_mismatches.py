"""Where membership and tenancy do not agree, on any day."""

from __future__ import annotations

from datetime import date

import pytest

from coopadmin.services import contracts, dwellings, members
from coopadmin.services.dwellings import DwellingData
from coopadmin.services.members import PersonData
from db.queries import contracts as contract_queries
from db.queries import mismatches as queries
from db.queries.base import Listing
from db.store import Store
from tests.conftest import TODAY, Furnish

SINCE = date(2020, 1, 1)


def _member(store: Store, number: str, name: str, kind: str = "member") -> int:
    return store.do(
        members.register_member,
        number=number,
        person=PersonData(name, given_name="Anna"),
        kind=kind,
        starts_on=SINCE,
    ).result


def _fill(store: Store) -> dict[str, int]:
    """Two members with a home, a tenant who never was one, and a home with a co-tenant who is none either."""
    anna, vera = _member(store, "L001", "Öztürk"), _member(store, "L002", "Bos", "aspirant")
    leases: dict[str, int] = {}
    for number, code, tenants, ends_on in (
        ("C-0001", "10A", [anna, vera], None),
        ("C-0002", "2A", [PersonData("Peters", initials="V.")], date(2026, 11, 20)),
    ):
        home = store.do(dwellings.add_dwelling, dwelling=DwellingData(code, "Kade")).result
        leases[number] = store.do(
            contracts.start_contract,
            number=number,
            dwelling_id=home,
            tenants=tenants,
            starts_on=SINCE,
            ends_on=ends_on,
        ).result
    return {"anna": anna, "vera": vera, **leases}


@pytest.fixture
def people(furnish: Furnish) -> dict[str, int]:
    """Put members and tenants in the store."""
    return dict(furnish(_fill))


def test_a_tenant_of_any_kind_of_membership_agrees_and_a_supporter_need_not_live_here(
    store: Store, people: dict[str, int]
) -> None:
    _member(store, "L003", "Smit")
    _member(store, "L004", "Bakker", "supporter")
    rows = store.read(queries.mismatches, date(2026, 11, 15))
    assert [(row.kind, row.name, row.number, row.contract, row.dwelling) for row in rows] == [
        ("tenant_without_membership", "Peters, V.", "", "C-0002", "2A"),
        ("member_without_tenancy", "Smit, Anna", "L003", "", ""),
    ]
    assert store.read(queries.counted, date(2026, 11, 15)) == (1, 1)


def test_what_agrees_depends_on_the_day(store: Store, people: dict[str, int]) -> None:
    store.do(members.end_membership, person_id=people["anna"], ends_on=date(2026, 10, 31))
    assert [row.number for row in store.read(queries.mismatches, date(2026, 10, 31))] == [""]
    after = store.read(queries.mismatches, date(2026, 11, 21))
    assert [(row.kind, row.number) for row in after] == [("tenant_without_membership", "L001")]


def test_who_left_a_contract_that_runs_on_has_no_tenancy(store: Store, people: dict[str, int]) -> None:
    record = store.read(contract_queries.record, people["C-0001"], TODAY)
    assert record is not None
    store.do(contracts.end_party, party_id=record.parties[0].party_id, ends_on=date(2026, 10, 31))
    rows = store.read(queries.mismatches, date(2026, 11, 15))
    assert [(row.kind, row.number) for row in rows] == [
        ("tenant_without_membership", ""),
        ("member_without_tenancy", "L001"),
    ]


def test_a_co_tenant_without_a_membership_is_told_apart_from_a_tenant(store: Store, people: dict[str, int]) -> None:
    dirk = store.do(members.register_person, person=PersonData("Bakker", given_name="Dirk")).result
    store.do(contracts.add_party, contract_id=people["C-0001"], tenant=dirk, role="co_tenant")
    rows = store.read(queries.mismatches, date(2026, 11, 15))
    assert [(row.name, row.role) for row in rows] == [("Bakker, Dirk", "co_tenant"), ("Peters, V.", "tenant")]


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        (Listing("", "all", "name"), ["Bakker, Dirk", "Peters, V.", "Smit, Anna"]),
        (Listing("", "all", "name", descending=True), ["Smit, Anna", "Peters, V.", "Bakker, Dirk"]),
        (Listing("", "all", "name", limit=1), ["Bakker, Dirk"]),
        (Listing("", "all", "dwelling"), ["Peters, V.", "Bakker, Dirk", "Smit, Anna"]),
        (Listing("", "all", "dwelling", descending=True), ["Bakker, Dirk", "Peters, V.", "Smit, Anna"]),
        (Listing("", "tenant_without_membership", "name"), ["Bakker, Dirk", "Peters, V."]),
        (Listing("", "co_tenants", "name"), ["Bakker, Dirk"]),
        (Listing("", "member_without_tenancy", "name"), ["Smit, Anna"]),
        (Listing("10a", "all", "name"), ["Bakker, Dirk"]),
        (Listing("c-0002", "all", "name"), ["Peters, V."]),
        (Listing("l003 smit", "all", "name"), ["Smit, Anna"]),
        (Listing("Kade", "all", "name"), []),
    ],
)
def test_the_list_filters_sorts_and_counts(
    store: Store, people: dict[str, int], asked: Listing, names: list[str]
) -> None:
    _member(store, "L003", "Smit")
    dirk = store.do(members.register_person, person=PersonData("Bakker", given_name="Dirk")).result
    store.do(contracts.add_party, contract_id=people["C-0001"], tenant=dirk, role="co_tenant")
    found = store.read(queries.page, asked, date(2026, 11, 15))
    assert [row.name for row in found.rows] == names
    assert found.total == (3 if asked.limit == 1 else len(names))


def test_a_tenant_of_two_homes_stands_there_for_each_and_is_known_by_both(store: Store, people: dict[str, int]) -> None:
    smit = _member(store, "L003", "Smit")
    dirk = store.do(members.register_person, person=PersonData("Bakker", given_name="Dirk")).result
    for number, code in (("C-0003", "4B"), ("C-0004", "5C")):
        home = store.do(dwellings.add_dwelling, dwelling=DwellingData(code, "Kade")).result
        store.do(contracts.start_contract, number=number, dwelling_id=home, tenants=[dirk], starts_on=SINCE)
    for rows in (
        store.read(queries.mismatches, date(2026, 11, 15)),
        store.read(queries.page, Listing("", "all", "name"), date(2026, 11, 15)).rows,
    ):
        assert sorted(row.dwelling for row in rows if row.person_id == dirk) == ["4B", "5C"]
        assert len({row.key for row in rows}) == len(rows) == 4
        assert [store.read(queries.person_of, row.key) for row in rows] == [row.person_id for row in rows]
        assert smit in {row.person_id for row in rows}
    assert store.read(queries.person_of, 9999) is store.read(queries.person_of, -9999) is None
