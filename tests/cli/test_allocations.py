"""What became of a year's vacancy files, on the command line."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from coopadmin.services.housing import house
from db.store import Store
from tests.conftest import Furnish
from tests.nominated import fill_case, nominate_and_fit

Run = Callable[..., Any]


def _let(store: Store) -> None:
    nomination = nominate_and_fit(store, fill_case(store))
    store.do(
        house,
        nomination_id=nomination,
        contract_number="C-0002",
        starts_on=date(2026, 12, 15),
        basic_rent_cents=65000,
        on=date(2026, 11, 20),
    )


@pytest.fixture(autouse=True)
def _file(furnish: Furnish) -> None:
    furnish(_let)


def test_the_report_allocations_gives_the_files_and_the_counts_of_the_board_statement(run: Run) -> None:
    assert run("report", "allocations", "--year", "2026", "--format", "json").document == {
        "year": 2026,
        "rows": [
            {
                "file": "T-2026-01",
                "dwelling": "A12",
                "opened": "2026-10-20",
                "free_from": "2026-12-01",
                "days_empty": 14,
                "candidates": 3,
                "nominated_on": "2026-11-12",
                "fit": "PAS",
                "outcome": "let",
                "contract": "C-0002",
            }
        ],
        "let": 1,
        "by_fit": {"PAS": 1, "NIE": 0, "NVT": 0, "unknown": 0},
    }
    assert run("report", "allocations", "--year", "2025", "--format", "json").document["rows"] == []


def test_the_report_allocations_is_a_table_for_people_and_names_nobody(run: Run) -> None:
    told = run("report", "allocations").out
    assert "1 home let in this year: fits 1, does not fit 0, not applicable 0." in told
    assert "let" in told
    assert "Egmond" not in told


def test_the_report_allocations_is_a_csv_too(run: Run) -> None:
    rows = list(csv.reader(io.StringIO(run("report", "allocations", "--format", "csv").out.lstrip("\ufeff"))))
    assert len(rows) == 2


def test_a_year_that_is_none_is_refused(run: Run) -> None:
    assert run("report", "allocations", "--year", "soon").code == 2
