"""A secretary brings the register of homes in from a file."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from coopadmin.services import contracts
from coopadmin.services.imports import ImportRefused, Report, import_register
from coopadmin.services.members import PersonData
from coopadmin.services.undo import undo
from db.queries import dwellings as queries
from db.queries.base import Listing
from db.queries.dwellings import DwellingRecord
from db.store import Store
from db.tables.association import Owner

TODAY = date(2026, 11, 20)
Write = Callable[[str, str], Path]
HEADER = "Woning;Straat;Nr;Toevoeging;Postcode;Plaats;BAG-id;Soort;m²;Kamers;Energielabel;WWS-punten;Cluster\n"


def _import(store: Store, file: Path, *, skip_bad: bool = False) -> Report:
    return store.do(import_register, "dwellings", file, skip_bad=skip_bad).result


def _refused(store: Store, file: Path) -> list[tuple[int, str]]:
    with pytest.raises(ImportRefused) as refusal:
        _import(store, file)
    return [(remark.row, remark.column) for remark in refusal.value.report.rejected]


def _record(store: Store, code: str) -> DwellingRecord:
    row = next(row for row in store.read(queries.page, Listing(), TODAY).rows if row.code == code)
    found = store.read(queries.record, row.dwelling_id, TODAY)
    assert found is not None
    return found


def _workbook(folder: Path, header: list[str], *rows: list[Any]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (header, *rows):
        sheet.append(row)
    path = folder / "woningen.xlsx"
    book.save(path)
    return path


# -- the example register ------------------------------------------------------------------------------------------


def test_the_example_register_comes_in_as_expected(store: Store, registers: Path) -> None:
    expected: dict[str, Any] = json.loads((registers / "expected.json").read_text(encoding="utf-8"))
    report = _import(store, registers / "woningen.xlsx")
    assert report.rows - len(report.rejected) == report.created == expected["rows"]["dwellings"]
    assert [vars(remark) for remark in report.rejected] == expected["rejected"]["dwellings"] == []
    home = _record(store, "4B")
    assert (home.bag_id, home.kind, home.area_dm2) == ("0912010465557200", "self_contained", 4900)
    assert (home.points_hundredths, home.address) == (12800, "Zaagmolenkade 4B, 2033 HB Hogeveld")


def test_taking_it_in_again_changes_nothing(store: Store, registers: Path) -> None:
    _import(store, registers / "woningen.xlsx")
    again = store.do(import_register, "dwellings", registers / "woningen.xlsx")
    assert (again.result.unchanged, again.batch) == (43, None)


# -- numbers a spreadsheet has had its way with --------------------------------------------------------------------


def test_a_number_of_sixteen_digits_is_taken_in_with_a_warning(store: Store, tmp_path: Path) -> None:
    file = _workbook(
        tmp_path, ["Woning", "BAG-id"], ["A", 1680010000000001], ["B", "1680010000000002"], ["C", 14010000000003]
    )
    report = _import(store, file)
    assert [(remark.row, remark.column) for remark in report.warnings] == [(2, "BAG-id")]
    assert _record(store, "A").bag_id == "1680010000000001"
    assert _record(store, "C").bag_id == "0014010000000003"


def test_a_code_that_became_a_date_is_refused(store: Store, tmp_path: Path) -> None:
    file = _workbook(tmp_path, ["Woning", "Nr"], [datetime(2026, 1, 2), 2], ["2A", datetime(2026, 3, 2)], [12.0, 3])  # noqa: DTZ001 - a cell
    assert _refused(store, file) == [(2, "Woning"), (3, "Nr")]


def test_number_cells_keep_their_decimals_without_the_noise_of_arithmetic(store: Store, tmp_path: Path) -> None:
    file = _workbook(
        tmp_path,
        ["Woning", "m²", "WWS-punten"],
        [12.0, 0.1 + 0.2, 157.25],
        ["B", 60.5, 157],
        ["C", 60.125, 1],
        ["D", -5.5, 1],
    )
    assert _refused(store, file) == [(4, "m²"), (5, "m²")]
    _import(store, file, skip_bad=True)
    assert (_record(store, "12").area_dm2, _record(store, "12").points_hundredths) == (30, 15725)
    assert _record(store, "B").area_dm2 == 6050


@pytest.mark.parametrize(
    ("cell", "area"), [("60,5", 6050), ("60.50", 6050), ("60 m²", 6000), ("60m2", 6000), ("", None), ("0", 0)]
)
def test_a_floor_area_is_read_however_it_is_written(store: Store, write: Write, cell: str, area: int | None) -> None:
    _import(store, write("w.csv", f"Woning;m²\n2A;{cell or ' '}\n2B;1\n" if cell else "Woning;Straat;m²\n2A;Kade;\n"))
    assert _record(store, "2A").area_dm2 == area


# -- what cannot be ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "column"),
    [
        (";Kade;2;A;2033 HB;Stad;;Zelfstandig;36;4;A;157;P1", "Woning"),
        ("2B;Kade;2;A;0033 HB;Stad;;Zelfstandig;36;4;A;157;P1", "Postcode"),
        ("2B;Kade;2;A;2033 HB;Stad;9,12E+14;Zelfstandig;36;4;A;157;P1", "BAG-id"),
        ("2B;Kade;2;A;2033 HB;Stad;;tent;36;4;A;157;P1", "Soort"),
        ("2B;Kade;2;A;2033 HB;Stad;;Zelfstandig;zes;4;A;157;P1", "m²"),
        ("2B;Kade;2;A;2033 HB;Stad;;Zelfstandig;36,123;4;A;157;P1", "m²"),
        ("2B;Kade;2;A;2033 HB;Stad;;Zelfstandig;-36;4;A;157;P1", "m²"),
        ("2B;Kade;2;A;2033 HB;Stad;;Zelfstandig;36;vier;A;157;P1", "Kamers"),
        ("2B;Kade;2;A;2033 HB;Stad;;Zelfstandig;36;4;A;veel;P1", "WWS-punten"),
        ("2A;Kade;2;A;2033 HB;Stad;;Zelfstandig;36;4;A;157;P1", "Woning"),
    ],
)
def test_what_cannot_be_is_refused_at_its_column(store: Store, write: Write, line: str, column: str) -> None:
    file = write("w.csv", HEADER + "2A;Kade;2;A;2033 HB;Stad;;Zelfstandig;36;4;A;157;P1\n" + line + "\n")
    assert _refused(store, file) == [(3, column)]
    assert store.read(queries.page, Listing(), TODAY).total == 0


def test_any_energy_label_and_an_empty_kind_are_taken_in(store: Store, write: Write) -> None:
    _import(store, write("w.csv", "Woning;Soort;Energielabel\n2A;;in aanvraag\n2B;onzelfstandig;a +\n"))
    assert (_record(store, "2A").kind, _record(store, "2A").energy_label) == ("unknown", "in aanvraag")
    assert (_record(store, "2B").kind, _record(store, "2B").energy_label) == ("shared", "A+")


# -- again, and in English -----------------------------------------------------------------------------------------


def test_only_the_columns_of_the_file_are_brought_up_to_date(store: Store, write: Write) -> None:
    _import(store, write("w.csv", "Woning;Straat;Kamers\n2A;Kade;3\n2B;Kade;2\n"))
    report = _import(store, write("w2.csv", "Woning;Kamers\n2A;4\n2B;2\n"))
    assert (report.created, report.updated, report.unchanged) == (0, 1, 1)
    assert (_record(store, "2A").street, _record(store, "2A").rooms) == ("Kade", 4)


def test_english_headers_are_understood(store: Store, write: Write) -> None:
    _import(store, write("w.csv", "home,street,house number,kind,floor area\n2A,Quay,2,self-contained,36\n"))
    assert _record(store, "2A").kind == "self_contained"


def test_new_homes_belong_to_the_one_owner_there_is(store: Store, write: Write) -> None:
    store.do(lambda transaction: transaction.add(Owner(name="Woonstad")))
    _import(store, write("w.csv", "Woning;Straat\n2A;Kade\n"))
    assert _record(store, "2A").owner == "Woonstad"


def test_a_let_home_cannot_leave_the_management_by_import(store: Store, write: Write) -> None:
    _import(store, write("w.csv", "Woning;Straat\n2A;Kade\n2B;Kade\n"))
    store.do(
        contracts.start_contract,
        number="C-0001",
        dwelling_id=_record(store, "2A").dwelling_id,
        tenants=[PersonData("Bos")],
        starts_on=date(2020, 1, 1),
    )
    file = write("w2.csv", "Woning;Beheer tot en met\n2A;31-12-2025\n2B;31-12-2025\n")
    assert _refused(store, file) == [(2, "Beheer tot en met")]
    _import(store, file, skip_bad=True)
    assert (_record(store, "2A").ended_on, _record(store, "2B").status) == (None, "ended")


def test_taking_the_import_back_leaves_no_home(store: Store, registers: Path) -> None:
    done = store.do(import_register, "dwellings", registers / "woningen.xlsx")
    store.do(undo, done.batch)
    assert store.read(queries.page, Listing(), TODAY).total == 0
