"""A treasurer brings the register of rents in from a file."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from coopadmin.services import contracts, dwellings
from coopadmin.services.dwellings import DwellingData
from coopadmin.services.imports import ImportRefused, Report, import_register
from coopadmin.services.members import PersonData
from db.queries import contracts as queries
from db.queries.base import Listing
from db.queries.rent_roll import rent_roll
from db.store import Store
from tests.conftest import SHARED, Furnish

TODAY = date(2026, 11, 20)
Write = Callable[[str, str], Path]
HEADER = "Contract;Vanaf;Kale huur;Servicekosten;Energie\n"


def _let(store: Store) -> None:
    store.do(
        contracts.start_contract,
        number="C-0001",
        dwelling_id=store.do(dwellings.add_dwelling, dwelling=DwellingData("2A")).result,
        tenants=[PersonData("Bos")],
        starts_on=date(2020, 1, 1),
        ends_on=date(2026, 12, 31),
    )


@pytest.fixture
def let(store: Store, furnish: Furnish) -> Store:
    """Give a store with contract C-0001, from 2020 to the end of 2026."""
    furnish(_let)
    return store


def _import(store: Store, file: Path, *, skip_bad: bool = False) -> Report:
    return store.do(import_register, "rents", file, skip_bad=skip_bad).result


def _refused(store: Store, file: Path) -> list[tuple[int, str]]:
    with pytest.raises(ImportRefused) as refusal:
        _import(store, file)
    return [(remark.row, remark.column) for remark in refusal.value.report.rejected]


def _lines(store: Store) -> list[tuple[date, int, int, int]]:
    (row,) = store.read(queries.page, Listing(filter="all"), TODAY).rows
    record = store.read(queries.record, row.contract_id, TODAY)
    assert record is not None
    return [
        (line.valid_from, line.basic_rent_cents, line.service_charge_cents, line.energy_cents)
        for line in record.rent_lines
    ]


# -- the example registers -----------------------------------------------------------------------------------------


def _take_examples(store: Store) -> None:
    store.do(import_register, "members", SHARED / "registers" / "ledenlijst.csv", skip_bad=True)
    store.do(import_register, "dwellings", SHARED / "registers" / "woningen.xlsx")
    store.do(import_register, "contracts", SHARED / "registers" / "huurcontracten.csv", skip_bad=True)


@pytest.fixture
def example(store: Store, furnish: Furnish, registers: Path) -> Store:
    """Give a store with the example registers up to the contracts."""
    furnish(_take_examples)
    return store


def test_the_example_register_comes_in_as_expected(example: Store, registers: Path) -> None:
    expected: dict[str, Any] = json.loads((registers / "expected.json").read_text(encoding="utf-8"))
    file = registers / "huurprijzen.csv"
    assert _refused(example, file) == [(one["row"], one["column"]) for one in expected["rejected"]["rents"]]
    report = _import(example, file, skip_bad=True)
    assert (report.created, report.warnings) == (expected["rows"]["rents"], [])
    again = example.do(import_register, "rents", file, skip_bad=True)
    assert (again.result.unchanged, again.batch) == (expected["rows"]["rents"], None)


@pytest.mark.parametrize("month", ["2026-09", "2026-10", "2026-11"])
def test_the_imported_rents_come_to_what_is_expected(example: Store, registers: Path, month: str) -> None:
    expected: dict[str, Any] = json.loads((registers / "expected.json").read_text(encoding="utf-8"))
    _import(example, registers / "huurprijzen.csv", skip_bad=True)
    rows = example.read(rent_roll, date.fromisoformat(f"{month}-01"))
    assert {row.contract: row.due_cents for row in rows} == expected["charge_cents"][month]
    assert (len(rows), sum(row.due_cents for row in rows)) == (
        expected["charges"][month]["created"],
        expected["charges"][month]["total_cents"],
    )


# -- amounts and days ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("C-0099;1-7-2026;600,00;30,00;", "Contract"),
        (";1-7-2026;600,00;30,00;", "Contract"),
        ("C-0001;1-13-2026;600,00;30,00;", "Vanaf"),
        ("C-0001;;600,00;30,00;", "Vanaf"),
        ("C-0001;1-1-2020;600,00;30,00;", "Vanaf"),
        ("C-0001;1-7-2026;;30,00;", "Kale huur"),
        ("C-0001;1-7-2026;6OO,00;30,00;", "Kale huur"),
        ("C-0001;1-7-2026;600.0;30,00;", "Kale huur"),
        ("C-0001;1-7-2026;-600,00;30,00;", "Kale huur"),
        ("C-0001;1-7-2026;1.234,5;30,00;", "Kale huur"),
        ("C-0001;1-7-2026;600,00;-30,00;", "Servicekosten"),
        ("C-0001;1-7-2026;600,00;30,00;gratis", "Energie"),
        ("C-0099;1-13-2026;zes;30,00;", "Contract"),
    ],
)
def test_what_cannot_be_is_refused_at_the_first_wrong_column(let: Store, write: Write, line: str, column: str) -> None:
    assert _refused(let, write("r.csv", f"{HEADER}C-0001;1-1-2020;500,00;;\n{line}\n")) == [(3, column)]
    assert _lines(let) == []


@pytest.mark.parametrize(
    ("cells", "cents"),
    [
        ("600,00;30,00;12,50", (60000, 3000, 1250)),
        ("€ 1.600,00;€30,-;", (160000, 3000, 0)),
        ("0;;", (0, 0, 0)),
        ("600; € -   ;–", (60000, 0, 0)),
    ],
)
def test_empty_service_and_energy_are_nothing(let: Store, write: Write, cells: str, cents: tuple[int, ...]) -> None:
    _import(let, write("r.csv", f"{HEADER}C-0001;1-1-2020;{cells}\n"))
    assert _lines(let) == [(date(2020, 1, 1), *cents)]


def test_a_rent_outside_the_contract_is_taken_in_with_a_warning(let: Store, write: Write) -> None:
    text = f"{HEADER}C-0001;1-7-2019;500,00;;\nC-0001;1-1-2020;510,00;;\nC-0001;1-1-2027;520,00;;\n"
    report = _import(let, write("r.csv", text))
    assert report.created == 3
    assert [(remark.row, remark.column) for remark in report.warnings] == [(2, "Vanaf"), (4, "Vanaf")]


def test_a_known_line_is_put_right_and_columns_the_file_lacks_left_alone(let: Store, write: Write) -> None:
    _import(let, write("r.csv", f"{HEADER}C-0001;1-1-2020;500,00;30,00;10,00\n"))
    report = _import(let, write("r2.csv", "Contract;Vanaf;Kale huur\nC-0001;1-1-2020;505,00\nC-0001;1-7-2026;520,00\n"))
    assert (report.created, report.updated) == (1, 1)
    assert _lines(let) == [(date(2026, 7, 1), 52000, 0, 0), (date(2020, 1, 1), 50500, 3000, 1000)]


def test_number_and_date_cells_of_a_workbook_are_read_exactly(let: Store, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Contract number", "Valid from", "Basic rent", "Service charge", "Energy"])
    sheet.append(["C-0001", date(2020, 1, 1), 600.1 + 0.2, 30, None])
    book.save(tmp_path / "r.xlsx")
    _import(let, tmp_path / "r.xlsx")
    assert _lines(let) == [(date(2020, 1, 1), 60030, 3000, 0)]
