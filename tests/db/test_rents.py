"""What a month comes to, added up."""

from __future__ import annotations

from datetime import date

import pytest

from coopadmin.services.imports import import_register
from db.queries import rents
from db.store import Store
from tests.conftest import SHARED, Furnish

FILES = (
    ("members", "ledenlijst.csv"),
    ("dwellings", "woningen.xlsx"),
    ("contracts", "huurcontracten.csv"),
    ("rents", "huurprijzen.csv"),
)


def _take_examples(store: Store) -> None:
    for kind, name in FILES:
        store.do(import_register, kind, SHARED / "registers" / name, skip_bad=True)


@pytest.mark.usefixtures("registers")
@pytest.mark.parametrize(
    ("month", "total"),
    [(date(2026, 9, 1), 2566909), (date(2026, 10, 15), 2639900), (date(2026, 11, 30), 2601920)],
)
def test_the_total_of_a_month_is_the_sum_of_what_its_contracts_cost_to_the_day(
    store: Store, furnish: Furnish, month: date, total: int
) -> None:
    furnish(_take_examples)
    charges = store.read(rents.charges_for, month)
    assert store.read(rents.month_total_cents, month) == sum(one.total_cents for one in charges.values()) == total


def test_a_store_without_contracts_comes_to_nothing(store: Store) -> None:
    assert store.read(rents.month_total_cents, date(2026, 11, 1)) == 0
