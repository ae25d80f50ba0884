"""A board keeps the register of homes."""

from __future__ import annotations

from datetime import date

import pytest

from coopadmin.errors import Invalid, Refused
from coopadmin.services import contracts, dwellings
from coopadmin.services.dwellings import DwellingData
from coopadmin.services.members import PersonData
from coopadmin.services.undo import undo
from db.journal import Transaction
from db.queries import dwellings as queries
from db.queries.base import Listing
from db.queries.dwellings import DwellingRecord
from db.store import Store
from db.tables.association import Owner

TODAY = date(2026, 11, 20)
HOME = DwellingData(
    "2A", "Zaagmolenkade", "2", "A", "2033hb", "Hogeveld", "912010465557200", "self_contained", 3650, 4, "a++", 15725
)


def _add(store: Store, dwelling: DwellingData = HOME) -> int:
    return store.do(dwellings.add_dwelling, dwelling=dwelling).result


def _record(store: Store, dwelling_id: int) -> DwellingRecord:
    found = store.read(queries.record, dwelling_id, TODAY)
    assert found is not None
    return found


def _add_owners(transaction: Transaction, *names: str) -> None:
    for name in names:
        transaction.add(Owner(name=name))


def test_a_home_is_kept_as_it_was_filled_in_but_tidied(store: Store) -> None:
    record = _record(store, _add(store))
    assert record.address == "Zaagmolenkade 2A, 2033 HB Hogeveld"
    assert (record.bag_id, record.energy_label, record.area_dm2) == ("0912010465557200", "A++", 3650)
    assert (record.status, record.contracts, record.tasks, record.decisions) == ("vacant", (), (), ())


def test_a_code_is_given_only_once(store: Store) -> None:
    _add(store)
    with pytest.raises(Invalid) as refusal:
        _add(store, DwellingData(" 2A "))
    assert [problem.field for problem in refusal.value.problems] == ["code"]


def test_each_mistake_stands_under_its_own_field_and_nothing_is_kept(store: Store) -> None:
    with pytest.raises(Invalid) as refusal:
        _add(store, DwellingData("", postcode="0203 HB", bag_id="12", kind="tent", area_dm2=-1, rooms=-2))
    assert [problem.field for problem in refusal.value.problems] == [
        "code",
        "postcode",
        "bag_id",
        "kind",
        "area_dm2",
        "rooms",
    ]
    assert store.read(queries.page, Listing(), TODAY).total == 0


def test_correcting_a_home_may_change_its_code_but_not_to_that_of_another(store: Store) -> None:
    home = _add(store)
    _add(store, DwellingData("2B"))
    assert store.do(dwellings.correct_dwelling, dwelling_id=home, dwelling=DwellingData("2-A")).result
    assert not store.do(dwellings.correct_dwelling, dwelling_id=home, dwelling=DwellingData("2-A")).result
    with pytest.raises(Invalid):
        store.do(dwellings.correct_dwelling, dwelling_id=home, dwelling=DwellingData("2B"))


def test_a_new_home_belongs_to_the_one_owner_there_is(store: Store) -> None:
    assert _record(store, _add(store)).owner == ""
    store.do(_add_owners, "Woonstad")
    assert _record(store, _add(store, DwellingData("2B"))).owner == "Woonstad"
    store.do(_add_owners, "Havensteder")
    assert _record(store, _add(store, DwellingData("2C"))).owner == ""


def test_a_home_that_is_let_cannot_leave_the_management(store: Store) -> None:
    home = _add(store)
    contract = store.do(
        contracts.start_contract,
        number="C-0001",
        dwelling_id=home,
        tenants=[PersonData("Bos")],
        starts_on=date(2020, 1, 1),
    ).result
    with pytest.raises(Invalid, match="C-0001"):
        store.do(dwellings.end_dwelling, dwelling_id=home, ended_on=date(2026, 12, 31))
    store.do(contracts.end_contract, contract_id=contract, ends_on=date(2026, 12, 31))
    store.do(dwellings.end_dwelling, dwelling_id=home, ended_on=date(2026, 12, 31))
    assert _record(store, home).status == "ending"


def test_a_home_no_longer_managed_stays_in_the_register_and_can_return(store: Store) -> None:
    home = _add(store)
    store.do(dwellings.end_dwelling, dwelling_id=home, ended_on=date(2026, 11, 19))
    assert [row.status for row in store.read(queries.page, Listing(filter="ended"), TODAY).rows] == ["ended"]
    store.do(dwellings.resume_dwelling, dwelling_id=home)
    assert _record(store, home).status == "vacant"
    with pytest.raises(Refused):
        store.do(dwellings.resume_dwelling, dwelling_id=home)


def test_taking_back_a_correction_brings_the_home_back_as_it_was(store: Store) -> None:
    home = _add(store)
    before = _record(store, home)
    store.do(dwellings.correct_dwelling, dwelling_id=home, dwelling=DwellingData("2A", note="dakraam"))
    store.do(undo)
    assert _record(store, home) == before


def test_a_home_that_is_not_there_is_refused_in_words(store: Store) -> None:
    for deed in (dwellings.resume_dwelling,):
        with pytest.raises(Refused, match="no longer there"):
            store.do(deed, dwelling_id=99)
    with pytest.raises(Refused, match="no longer there"):
        store.do(dwellings.end_dwelling, dwelling_id=99, ended_on=TODAY)
