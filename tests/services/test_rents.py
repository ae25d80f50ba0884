"""A treasurer sets rents, and what was owed when the administration began."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from coopadmin.errors import Invalid
from coopadmin.services import contracts, dwellings, rents
from coopadmin.services.dwellings import DwellingData
from coopadmin.services.members import PersonData
from coopadmin.services.undo import undo
from db.queries import contracts as queries
from db.queries.contracts import ContractRecord
from db.store import Store
from tests.conftest import Furnish

TODAY = date(2026, 11, 20)


def _let(store: Store) -> int:
    home = store.do(dwellings.add_dwelling, dwelling=DwellingData("2A")).result
    return store.do(
        contracts.start_contract,
        number="C-0001",
        dwelling_id=home,
        tenants=[PersonData("Bos")],
        starts_on=date(2020, 1, 1),
        ends_on=date(2027, 12, 31),
        basic_rent_cents=50000,
        service_charge_cents=3000,
    ).result


@pytest.fixture
def contract(furnish: Furnish) -> int:
    """Give the number of a contract that runs from 2020, with a first rent of 500 and 30."""
    return furnish(_let)


def _set(store: Store, contract: int, valid_from: date, basic: int, **more: Any) -> int:
    return store.do(rents.set_rent, contract_id=contract, valid_from=valid_from, basic_rent_cents=basic, **more).result


def _record(store: Store, contract: int, on: date = TODAY) -> ContractRecord:
    found = store.read(queries.record, contract, on)
    assert found is not None
    return found


def test_a_new_rent_holds_from_its_day_and_the_old_one_until_then(store: Store, contract: int) -> None:
    _set(store, contract, date(2026, 7, 1), 52000, service_charge_cents=3000)
    assert _record(store, contract, date(2026, 6, 30)).monthly_cents == 53000
    assert _record(store, contract, date(2026, 7, 1)).monthly_cents == 55000
    assert [line.in_force for line in _record(store, contract).rent_lines] == [True, False]


def test_a_rent_of_the_same_day_is_only_put_right_when_asked(store: Store, contract: int) -> None:
    line = _set(store, contract, date(2026, 7, 1), 52000)
    with pytest.raises(Invalid, match="€520\\.00") as refusal:
        _set(store, contract, date(2026, 7, 1), 51000)
    assert [problem.field for problem in refusal.value.problems] == ["valid_from"]
    assert _set(store, contract, date(2026, 7, 1), 51000, replace=True) == line
    assert _record(store, contract).monthly_cents == 51000


@pytest.mark.parametrize("day", [date(2019, 12, 31), date(2028, 1, 1)])
def test_a_rent_outside_the_contract_is_refused(store: Store, contract: int, day: date) -> None:
    with pytest.raises(Invalid) as refusal:
        _set(store, contract, day, 52000)
    assert [problem.field for problem in refusal.value.problems] == ["valid_from"]


def test_no_amount_of_a_rent_is_below_zero(store: Store, contract: int) -> None:
    with pytest.raises(Invalid) as refusal:
        _set(store, contract, TODAY, -1, service_charge_cents=-1, energy_cents=-1)
    assert [problem.field for problem in refusal.value.problems] == [
        "basic_rent_cents",
        "service_charge_cents",
        "energy_cents",
    ]


def test_taking_back_a_rent_lets_the_old_one_hold_again(store: Store, contract: int) -> None:
    before = _record(store, contract)
    _set(store, contract, date(2026, 7, 1), 52000)
    store.do(undo)
    assert _record(store, contract) == before


def test_an_opening_balance_is_kept_with_its_old_day(store: Store, contract: int) -> None:
    values: dict[str, Any] = {"contract_id": contract, "due_on": date(2026, 7, 1)}
    opening = store.do(rents.set_opening, amount_cents=41250, note=" oude  boeken ", **values).result
    assert [(row.due_on, row.amount_cents, row.note) for row in _record(store, contract).openings] == [
        (date(2026, 7, 1), 41250, "oude boeken")
    ]
    with pytest.raises(Invalid) as refusal:
        store.do(rents.set_opening, amount_cents=-100, **values)
    assert [problem.field for problem in refusal.value.problems] == ["due_on"]
    assert store.do(rents.set_opening, amount_cents=-100, replace=True, **values).result == opening
    assert [row.amount_cents for row in _record(store, contract).openings] == [-100]
