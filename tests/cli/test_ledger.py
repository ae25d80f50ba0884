"""Arrears, credits and accounts from the command line."""

from __future__ import annotations

from datetime import date

import pytest

from db.store import Store
from tests.cli.conftest import Run
from tests.conftest import Furnish
from tests.ledgers import let, owe, pay


def _keep_accounts(store: Store) -> None:
    """Yılmaz is behind, Berg paid too much."""
    behind, ahead = let(store, "C-0001", "Yılmaz"), let(store, "C-0002", "Berg")
    store.do(owe, contract_id=behind, due_on=date(2026, 8, 1), cents=20_00)
    store.do(owe, contract_id=behind, due_on=date(2026, 11, 1), cents=600_00)
    store.do(pay, contract_id=behind, on=date(2026, 11, 5), cents=5_00)
    store.do(pay, contract_id=ahead, on=date(2026, 11, 6), cents=80_00)


@pytest.fixture
def accounts(furnish: Furnish) -> None:
    """Fill the store with the two accounts."""
    furnish(_keep_accounts)


@pytest.mark.usefixtures("accounts")
def test_arrears_are_one_document_with_the_ages_in_cents(run: Run) -> None:
    assert run("report", "arrears", "--on", "2026-11-15", "--format", "json").document == {
        "on": "2026-11-15",
        "rows": [
            {
                "contract": "C-0001",
                "dwelling": "H01",
                "tenants": ["Yılmaz"],
                "open_cents": 615_00,
                "oldest_due": "2026-08-01",
                "d0_30": 600_00,
                "d31_60": 0,
                "d61_90": 0,
                "d90_plus": 15_00,
            }
        ],
        "total_cents": 615_00,
    }
    assert run("report", "arrears", "--on", "2026-07-31", "--format", "json").document["rows"] == []


@pytest.mark.usefixtures("accounts")
def test_credits_are_rows_and_nothing_else(run: Run) -> None:
    assert run("report", "credits", "--format", "json").document == {
        "rows": [{"contract": "C-0002", "dwelling": "H02", "tenants": ["Berg"], "credit_cents": 80_00}]
    }


@pytest.mark.usefixtures("accounts")
def test_people_read_a_table_with_the_total_below_it(run: Run) -> None:
    assert "1 contract, €615.00 together" in run("report", "arrears").out
    assert "1 contract, €80.00 together" in run("report", "credits").out


@pytest.mark.usefixtures("accounts")
def test_the_account_of_a_contract_runs_from_what_was_owed_before(run: Run) -> None:
    found = run("report", "statement", "c-0001", "--since", "2026-11-01", "--until", "2026-11-30", "--format", "json")
    document = found.document
    assert (document["contract"], document["dwelling"], document["tenants"]) == ("C-0001", "H01", ["Yılmaz"])
    assert (document["since"], document["on"]) == ("2026-11-01", "2026-11-30")
    assert (document["opening_cents"], document["closing_cents"]) == (20_00, 615_00)
    assert [
        (row["what"], row["charged_cents"], row["paid_cents"], row["balance_cents"]) for row in document["rows"]
    ] == [
        ("balance before", None, None, 20_00),
        ("other charge", 600_00, None, 620_00),
        ("payment · A. Bos · huur", None, 5_00, 615_00),
    ]


@pytest.mark.usefixtures("accounts")
def test_an_account_is_printed_with_how_it_stands(run: Run) -> None:
    assert "Open: €615.00" in run("report", "statement", "C-0001").out
    assert "Credit: €80.00" in run("report", "statement", "C-0002").out
    empty = run("report", "statement", "C-0001", "--until", "2026-01-01").out
    assert "The account is even." in empty


@pytest.mark.usefixtures("accounts")
def test_a_contract_that_is_none_is_refused_and_a_day_that_is_none_is_wrong_use(run: Run) -> None:
    refused = run("report", "statement", "C-9999")
    assert (refused.code, refused.out) == (1, "")
    assert "There is no contract C-9999." in refused.err
    assert run("report", "statement", "C-0001", "--since", "2026-13-01").code == 2
    assert run("report", "statement").code == 2
