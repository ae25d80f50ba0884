"""The rent roll of a month, before and after it was charged and paid."""

from __future__ import annotations

from datetime import date

import pytest

from coopadmin.services import charges, contracts, dwellings, rents
from coopadmin.services.dwellings import DwellingData
from coopadmin.services.members import PersonData
from db.queries.rent_roll import RentRollRow, rent_roll
from db.store import Store
from tests.conftest import TODAY, Furnish
from tests.ledgers import pay

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


def _let(store: Store) -> None:
    home = store.do(dwellings.add_dwelling, dwelling=DwellingData("2A")).result
    store.do(
        contracts.start_contract,
        number="C-0001",
        dwelling_id=home,
        tenants=[PersonData("Bos")],
        starts_on=date(2020, 1, 1),
        basic_rent_cents=60000,
    )
    for month in (OCTOBER, NOVEMBER):
        store.do(charges.charge_month, month=month)


@pytest.fixture
def let(store: Store, furnish: Furnish) -> Store:
    """One contract of 600 a month, charged for October and November."""
    furnish(_let)
    return store


def _row(store: Store, month: date, on: date | None = TODAY) -> RentRollRow:
    (row,) = store.read(rent_roll, month, on)
    return row


def _money(row: RentRollRow) -> tuple[int, int, int]:
    return row.charged_cents, row.received_cents, row.open_cents


def test_what_was_paid_settles_the_oldest_month_first(let: Store) -> None:
    let.do(pay, cents=70000, on=date(2026, 11, 2), contract_id=1)
    assert _money(_row(let, OCTOBER)) == (60000, 60000, 0)
    assert _money(_row(let, NOVEMBER)) == (60000, 10000, 50000)


def test_a_month_is_shown_as_it_stands_on_the_day_but_not_before_its_end(let: Store) -> None:
    let.do(pay, cents=60000, on=date(2026, 11, 2), contract_id=1)
    assert _money(_row(let, OCTOBER, None)) == (60000, 0, 60000)
    assert _money(_row(let, OCTOBER, date(2026, 10, 5))) == (60000, 0, 60000)
    assert _money(_row(let, OCTOBER)) == (60000, 60000, 0)


def test_corrections_of_a_month_belong_to_it_whenever_they_fall_due(let: Store) -> None:
    let.do(rents.set_rent, contract_id=1, valid_from=NOVEMBER, basic_rent_cents=62000)
    let.do(charges.correct_months, until=TODAY)
    row = _row(let, NOVEMBER)
    assert (row.due_cents, *_money(row)) == (62000, 62000, 0, 62000)


def test_who_was_charged_for_a_month_stands_in_its_roll_though_the_contract_had_ended(let: Store) -> None:
    let.do(contracts.end_contract, contract_id=1, ends_on=date(2026, 10, 31))
    row = _row(let, NOVEMBER)
    assert (row.due_on, row.due_cents, *_money(row)) == (NOVEMBER, 0, 60000, 0, 60000)
    let.do(charges.correct_months, until=TODAY)
    assert _row(let, NOVEMBER).charged_cents == 0


def test_a_month_that_is_charged_ahead_is_open_in_full(let: Store) -> None:
    december = date(2026, 12, 1)
    assert _money(_row(let, december)) == (0, 0, 0)
    let.do(charges.charge_month, month=december)
    assert _money(_row(let, december)) == (60000, 0, 60000)
