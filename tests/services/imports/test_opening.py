"""A treasurer brings in what was still owed when this administration began."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from coopadmin.services import contracts, dwellings
from coopadmin.services.dwellings import DwellingData
from coopadmin.services.imports import ImportRefused, Report, import_register
from coopadmin.services.members import PersonData
from db.queries import contracts as queries
from db.queries.base import Listing
from db.store import Store
from tests.conftest import Furnish

TODAY = date(2026, 11, 20)
Write = Callable[[str, str], Path]
HEADER = "Contract;Vervaldatum;Openstaand;Toelichting\n"


def _let(store: Store) -> None:
    store.do(
        contracts.start_contract,
        number="C-0001",
        dwelling_id=store.do(dwellings.add_dwelling, dwelling=DwellingData("2A")).result,
        tenants=[PersonData("Bos")],
        starts_on=date(2020, 1, 1),
    )


@pytest.fixture
def let(store: Store, furnish: Furnish) -> Store:
    """Give a store with contract C-0001, from 2020 on."""
    furnish(_let)
    return store


def _import(store: Store, file: Path) -> Report:
    return store.do(import_register, "opening", file).result


def _openings(store: Store, number: str = "C-0001") -> list[tuple[date, int, str]]:
    rows = store.read(queries.page, Listing(filter="all"), TODAY).rows
    record = store.read(queries.record, next(row.contract_id for row in rows if row.number == number), TODAY)
    assert record is not None
    return [(opening.due_on, opening.amount_cents, opening.note) for opening in record.openings]


def test_the_example_register_comes_in_as_expected(store: Store, registers: Path) -> None:
    expected: dict[str, Any] = json.loads((registers / "expected.json").read_text(encoding="utf-8"))
    for kind, name in (
        ("members", "ledenlijst.csv"),
        ("dwellings", "woningen.xlsx"),
        ("contracts", "huurcontracten.csv"),
    ):
        store.do(import_register, kind, registers / name, skip_bad=True)
    report = _import(store, registers / "beginstand.csv")
    assert (report.created, report.rejected, report.warnings) == (expected["rows"]["opening"], [], [])
    assert _openings(store, "C-0013") == [(date(2026, 6, 1), 120000, "openstaand uit oude administratie")]
    again = store.do(import_register, "opening", registers / "beginstand.csv")
    assert (again.result.unchanged, again.batch) == (3, None)


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("C-0099;1-7-2026;10,00;", "Contract"),
        ("C-0001;31-6-2026;10,00;", "Vervaldatum"),
        ("C-0001;1-6-2026;10,00;", "Vervaldatum"),
        ("C-0001;1-7-2026;;nog iets", "Openstaand"),
        ("C-0001;1-7-2026;10.0;", "Openstaand"),
    ],
)
def test_what_cannot_be_is_refused_at_its_column(let: Store, write: Write, line: str, column: str) -> None:
    with pytest.raises(ImportRefused) as refusal:
        _import(let, write("b.csv", f"{HEADER}C-0001;1-6-2026;5,00;\n{line}\n"))
    assert [(remark.row, remark.column) for remark in refusal.value.report.rejected] == [(3, column)]
    assert _openings(let) == []


def test_a_tenant_may_be_ahead(let: Store, write: Write) -> None:
    _import(let, write("b.csv", f"{HEADER}C-0001;1-6-2026;-25,00;vooruit betaald\n"))
    assert _openings(let) == [(date(2026, 6, 1), -2500, "vooruit betaald")]


def test_a_day_that_should_not_be_is_taken_in_with_a_warning(let: Store, write: Write) -> None:
    text = f"{HEADER}C-0001;1-12-2019;10,00;\nC-0001;1-1-2027;10,00;\nC-0001;1-6-2026;10,00;\n"
    report = _import(let, write("b.csv", text))
    assert report.created == 3
    assert [(remark.row, remark.column) for remark in report.warnings] == [(2, "Vervaldatum"), (3, "Vervaldatum")]


def test_a_known_amount_is_put_right_and_a_note_the_file_lacks_left_alone(let: Store, write: Write) -> None:
    _import(let, write("b.csv", f"{HEADER}C-0001;1-6-2026;10,00;oude boeken\n"))
    assert _import(let, write("b2.csv", 'contract,due date,balance\nC-0001,2026-06-01,"11,00"\n')).updated == 1
    assert _openings(let) == [(date(2026, 6, 1), 1100, "oude boeken")]
