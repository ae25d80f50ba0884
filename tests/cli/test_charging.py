"""Charging a month from the command line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from coopadmin.services import charges, contracts, dwellings, rents
from coopadmin.services.dwellings import DwellingData
from coopadmin.services.members import PersonData
from db.journal import Transaction
from db.store import Store
from db.tables.closing import MonthClosing
from tests.conftest import Furnish

Run = Callable[..., Any]


def _let_homes(store: Store) -> None:
    """A whole contract, one that begins on 17 November, and one without a rent."""
    for number, starts_on, basic in (
        ("C-0001", date(2020, 1, 1), 60000),
        ("C-0002", date(2026, 11, 17), 60000),
        ("C-0003", date(2020, 1, 1), None),
    ):
        home = store.do(dwellings.add_dwelling, dwelling=DwellingData(f"H{number[-1]}")).result
        tenants = [PersonData("Bos")]
        values: dict[str, Any] = {"number": number, "dwelling_id": home, "starts_on": starts_on}
        store.do(contracts.start_contract, tenants=tenants, basic_rent_cents=basic, **values)


@pytest.fixture(autouse=True)
def let(store: Store, furnish: Furnish) -> Store:
    """Give a store with the three contracts."""
    furnish(_let_homes)
    return store


def close(transaction: Transaction, *, month: date) -> None:
    """Close a month without looking at the bank."""
    transaction.add(MonthClosing(month=month, closed_on=date(2026, 12, 5), balance_cents=0))


def test_odd_amounts_and_contracts_without_a_rent_are_named(run: Run) -> None:
    ran = run("charge", "2026-11")
    assert ran.code == 0
    assert ran.out.splitlines() == [
        "November 2026: 2 rents charged · 0 charged before · together €880.00",
        "",
        "Odd amounts:",
        "  C-0002  H2  17 Nov 2026  €280.00  the contract begins on 17 November: 14 of 30 days",
        "",
        "Not charged, for no rent is known:",
        "  C-0003  H3  01 Nov 2026    no rent is known",
    ]
    assert "coopadmin undo" in ran.err
    again = run("charge", "2026-11")
    assert again.out.startswith("November 2026: 0 rents charged · 2 charged before · together €880.00")
    assert again.err == ""


def test_what_was_charged_otherwise_than_it_should_be_is_told(run: Run, let: Store) -> None:
    run("charge", "2026-11")
    let.do(rents.set_rent, contract_id=1, valid_from=date(2026, 11, 1), basic_rent_cents=61000)
    assert "Charged otherwise than it should be by now" in run("charge", "2026-11").out
    let.do(charges.correct_months, until=date(2026, 11, 30))
    assert "Charged otherwise" not in run("charge", "2026-11").out
    roll = run("report", "rent-roll", "--month", "2026-11", "--format", "json").document["rows"]
    assert [(row["charged_cents"], row["open_cents"]) for row in roll] == [(61000, 61000), (28000, 28000), (0, 0)]


def test_a_closed_month_is_refused(run: Run, let: Store) -> None:
    let.do(close, month=date(2026, 11, 1))
    ran = run("charge", "2026-11")
    assert (ran.code, ran.out) == (1, "")
    assert "November 2026 is closed" in ran.err


@pytest.mark.parametrize("month", ["2026-13", "november", "2026", ""])
def test_what_is_no_month_is_wrong_use(run: Run, month: str) -> None:
    assert run("charge", month).code == 2
