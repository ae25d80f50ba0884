"""The maintenance plan comes in from a spreadsheet: elements, measures, findings; twice changes nothing."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from coopadmin.services import budget
from coopadmin.services.imports import ImportRefused, Report, import_register
from coopadmin.services.maintenance_plan_measures import shift_time
from db.queries.maintenance_plan_facts import Plan, plan
from db.store import Store
from tests.conftest import TODAY

HEADER = (
    "Elementcode;Element;Plaats;Hoeveelheid;Eenheid;Maatregel;Eerste jaar;Cyclus;Eenheidsprijs;Prijspeil;Deel %;"
    "Wie betaalt;Begrotingspost;Conditiescore;Gemeten op;Gebrek;Ernst;Omvang;Intensiteit\n"
)
ROOF = "4711;Pannendak;Kade;120,5;m2;Vernieuwen;2031;20;85,00;2026;;corporatie;;3;1-5-2026;;;;\n"
MOSS = "4711;;;;;Mos verwijderen;2028;3;4,25;2026;60 %;coöperatie;onderhoud;;1-5-2026;mos;gering;regelmatig;gevorderd\n"
STAIR = "2410;Trap;Hal;3;st;;;;;;;;;;;;;;\n"


def read(store: Store) -> Plan:
    """The plan in the store."""
    return store.read(plan)


@pytest.fixture
def upkeep(store: Store) -> int:
    """Have a category the group pays upkeep from."""
    return store.do(
        budget.save_category, code="Onderhoud", name="Upkeep", direction="expense", purpose="maintenance"
    ).result


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Give a place for a file."""
    return tmp_path / "mjop.csv"


def take_in(store: Store, file: Path, text: str, *, skip_bad: bool = False) -> Report:
    """Take a file in."""
    file.write_text(text, encoding="utf-8")
    return store.do(import_register, "plan", file, skip_bad=skip_bad).result


def refused(store: Store, file: Path, row: str) -> tuple[str, str]:
    """Give the column and the reason a row behind the roof's is refused for."""
    file.write_text(HEADER + ROOF + row, encoding="utf-8")
    with pytest.raises(ImportRefused) as caught:
        store.do(import_register, "plan", file)
    (remark,) = caught.value.report.rejected
    assert remark.row == 3
    return remark.column, remark.reason


@pytest.mark.usefixtures("upkeep")
def test_elements_measures_and_findings_come_in_and_twice_changes_nothing(
    store: Store, file: Path, upkeep: int
) -> None:
    report = take_in(store, file, HEADER + ROOF + MOSS + STAIR + "Totaal;;;;;;;;9\n")
    assert (report.rows, report.created, report.ignored, report.warnings) == (3, 3, 1, [])
    kept = read(store)
    assert [(one.code, one.name, one.quantity_thousandths, one.unit) for one in kept.elements.values()] == [
        ("2410", "Trap", 3000, "STU"),
        ("4711", "Pannendak", 120_500, "M2"),
    ]
    roof = next(one for one in kept.elements.values() if one.code == "4711")
    assert roof.standing is not None
    assert [(one.score, one.defect) for one in roof.standing.findings] == [(3, ""), (1, "mos")]
    renew, moss = sorted(kept.of(roof.element_id), key=lambda one: -one.terms.first_year)
    assert (renew.what, renew.terms.cycle_years, renew.terms.unit_price_cents, renew.terms.part_percent) == (
        *("Vernieuwen", 20, 8500),
        100,
    )
    assert (moss.terms.payer, moss.terms.part_percent, moss.category_id) == ("cooperative", 60, upkeep)
    again = take_in(store, file, HEADER + ROOF + MOSS + STAIR)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 3)


@pytest.mark.usefixtures("upkeep")
def test_a_dearer_price_or_another_score_brings_what_is_there_up_to_date(store: Store, file: Path) -> None:
    take_in(store, file, HEADER + ROOF + MOSS)
    report = take_in(store, file, HEADER + ROOF.replace("85,00", "90").replace(";3;1-5", ";4;1-5") + MOSS)
    assert (report.created, report.updated, report.unchanged) == (0, 1, 1)
    kept = read(store)
    assert {one.terms.unit_price_cents for one in kept.measures.values()} == {9000, 425}
    assert max(one.score for one in kept.elements[1].findings) == 4


def test_english_headings_and_a_workbook_are_understood(store: Store, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Maintenance plan of the house"])
    sheet.append(["Code", "Element name", "Quantity", "Unit", "Measure", "First year", "Unit price", "Part", "Payer"])
    sheet.append(["W1", "Windows", 26, "pieces", "Paint", 2027, 130.5, 0.6, "co-operative"])
    sheet.append(["W2", "Doors", 4, "pc", "Paint", 2028, 99, 1, "tenant"])
    path = tmp_path / "plan.xlsx"
    book.save(path)
    report = store.do(import_register, "plan", path).result
    assert report.created == 2
    assert {one.reason for one in report.warnings} == {"no price level is given; the price is taken to be one of 2026"}
    assert [
        (one.terms.part_percent, one.terms.payer, one.terms.unit_price_cents) for one in read(store).measures.values()
    ] == [
        (60, "cooperative", 13_050),
        (100, "resident", 9_900),
    ]
    assert store.do(import_register, "plan", path).result.unchanged == 2


@pytest.mark.parametrize(
    ("written", "extent"),
    [
        *(("1", 1), ("Plaatselijk", 2), ("algemeen", 5)),
        *(("< 2 %", 1), ("minder dan 2%", 1), ("under 2 %", 1), ("0-2%", 1), ("1,5 %", 1)),
        *(("2-10%", 2), ("2 tot 10 %", 2), ("10 – 30", 3), ("10% t/m 30%", 3), ("25 %", 3), ("30 %", 4)),
        *(("70 % of meer", 5), (">70", 5), ("≥ 70 %", 5), ("meer dan 70 %", 5), ("70 - 100 %", 5), ("100 %", 5)),
    ],
)
def test_the_extent_of_a_defect_is_read_as_its_class_its_word_or_its_part(
    store: Store, file: Path, written: str, extent: int
) -> None:
    take_in(store, file, HEADER + f"9;Hek;;2;m;;;;;;;;;;1-5-2026;roest;ernstig;{written};3\n")
    assert read(store).elements[1].findings[0].extent == extent


def test_a_workbook_holds_the_extent_as_a_part_of_one(store: Store, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Code", "Element", "Hoeveelheid", "Gemeten op", "Ernst", "Omvang", "Intensiteit"])
    sheet.append(["A1", "Hek", 2, "1-5-2026", "ernstig", 0.15, "hoog"])
    sheet.append(["A2", "Muur", 2, "1-5-2026", "ernstig", 4, "hoog"])
    path = tmp_path / "plan.xlsx"
    book.save(path)
    store.do(import_register, "plan", path)
    assert [one.findings[0].extent for one in read(store).elements.values()] == [3, 4]


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ("9;Hek;;2;m;;;;;;;;;;1-5-2026;roest;ernstig;veel;3\n", "Omvang", "10 to 30 %, or: incidenteel, plaatselijk"),
        ("9;Hek;;2;m;;;;;;;;;;1-5-2026;roest;ernstig;120 %;3\n", "Omvang", "not known here"),
        ("9;Hek;;2;m;;;;;;;;;;1-5-2026;roest;ernstig;5-40 %;3\n", "Omvang", "not known here"),
        ("9;Hek;;2;m;;;;;;;;;;1-5-2026;roest;erg;2;3\n", "Ernst", "gering, serieus, ernstig"),
        ("9;Hek;;2;m;;;;;;;;;;1-5-2026;roest;ernstig;2;oud\n", "Intensiteit", "beginstadium, gevorderd, eindstadium"),
        ("4711;Dak;;;;Keuren;2027;1;10;2026;;wij;;;;;;;\n", "Element", "row 2 says otherwise of 4711"),
        ("4711;;;;;vernieuwen;2027;1;10;2026;;wij;;;;;;;\n", "Maatregel", "already in row 2"),
        ("4711;;;;;Keuren;2027;1;10;2026;;onbekend;;;;;;;\n", "Wie betaalt", "not known here"),
        ("4711;;;;;Keuren;2027;1;10;2026;;;;;;;;;\n", "Wie betaalt", "say who pays"),
        ("4711;;;;;Keuren;;1;10;2026;;wij;;;;;;;\n", "Eerste jaar", "a year like 2026"),
        ("4711;;;;;Keuren;2027;0;10;2026;;wij;;;;;;;\n", "Cyclus", "from 1 to 200"),
        ("4711;;;;;Keuren;2027;1;-10;2026;;wij;;;;;;;\n", "Eenheidsprijs", "below zero"),
        ("4711;;;;;;2027;1;10;2026;;wij;;;;;;;\n", "Maatregel", "say what is done"),
        ("4711;;;;;Keuren;2027;1;10;2026;140;wij;;;;;;;\n", "Deel %", "1 to 100"),
        ("4711;;;;;Keuren;2027;1;10;2026;;wij;tuin;;;;;;\n", "Begrotingspost", "no category of expenses “tuin”"),
        ("9;Hek;;0;m;;;;;;;;;;;;;;\n", "Hoeveelheid", "more than nothing"),
        ("9;;;2;m;;;;;;;;;;;;;;\n", "Element", "fill this in"),
        ("9;Hek;;2;el;;;;;;;;;;;;;;\n", "Eenheid", "not known here"),
        ("9;Hek;;2;m;;;;;;;;;7;1-5-2026;;;;\n", "Conditiescore", "from 1 to 6"),
        ("9;Hek;;2;m;;;;;;;;;3;;;;;\n", "Gemeten op", "on which day"),
        ("9;Hek;;2;m;;;;;;;;;3;1-5-2027;;;;\n", "Gemeten op", "still to come"),
        ("9;Hek;;2;m;;;;;;;;;;1-5-2026;roest;ernstig;;3\n", "Omvang", "together"),
    ],
)
def test_what_cannot_be_is_refused_with_the_column_and_the_reason(
    store: Store, file: Path, row: str, column: str, reason: str
) -> None:
    found, said = refused(store, file, row)
    assert found == column
    assert reason in said


def test_a_stated_score_that_the_classes_do_not_give_is_warned_of(store: Store, file: Path) -> None:
    report = take_in(store, file, HEADER + "9;Hek;;2;m;;;;;;;;;3;1-5-2026;roest;ernstig;4;2\n")
    assert "the file says 3, but severity, extent and intensity give 4" in report.warnings[0].reason
    assert read(store).elements[1].findings[0].score == 4


def test_years_of_a_measure_that_was_moved_are_not_changed_from_a_file(store: Store, file: Path) -> None:
    take_in(store, file, HEADER + ROOF)
    store.do(shift_time, measure_id=1, year=2031, to_year=2033, reason="dry", decided_on=TODAY)
    assert take_in(store, file, HEADER + ROOF).unchanged == 1
    file.write_text(HEADER + ROOF.replace("2031", "2030"), encoding="utf-8")
    with pytest.raises(ImportRefused) as caught:
        store.do(import_register, "plan", file)
    assert caught.value.report.rejected[0].column == "Eerste jaar"
    assert "were moved" in caught.value.report.rejected[0].reason


def test_the_good_rows_come_in_without_the_bad(store: Store, file: Path) -> None:
    bad = "9;Hek;;0;m;;;;;;;;;;;;;;\n"
    report = take_in(store, file, HEADER + ROOF + bad, skip_bad=True)
    assert (report.created, len(report.rejected)) == (1, 1)
    assert [one.code for one in read(store).elements.values()] == ["4711"]


def test_what_an_earlier_row_said_holds_beyond_the_rows_looked_at_together(
    store: Store, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coopadmin.services.imports.ROWS_AT_ONCE", 1)
    file.write_text(HEADER + ROOF + ROOF.replace("Vernieuwen", "Keuren").replace("120,5", "99"), encoding="utf-8")
    with pytest.raises(ImportRefused) as caught:
        store.do(import_register, "plan", file)
    assert [one.column for one in caught.value.report.rejected] == ["Hoeveelheid"]
