"""Of several sheets that fit the one that is meant is read, and of the cells only what a person put there."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from coopadmin.errors import Unreadable
from coopadmin.exchange import registers as reg
from coopadmin.exchange.registers import Column, Register, Row, open_register
from tests.fuzz.hostile import workbook

REGISTER = Register(
    "members",
    (
        Column("number", ("Lidnr",), reg.as_line(10), required=True),
        Column("name", ("Naam",), reg.as_text, required=True),
        Column("since", ("Lid sinds",), reg.as_date),
        Column("paid", ("Betaald",), reg.as_flag),
    ),
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "leden.xlsx"


def write(file: Path, *sheets: tuple[str, str, list[str]]) -> Path:
    """Write a workbook: of each sheet its name, its state, and the numbers of its members."""
    book = xlsxwriter.Workbook(file)
    for name, state, members in sheets:
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, ["Lidnr", "Naam"])
        for number, member in enumerate(members, 1):
            sheet.write_row(number, 0, [member, "Berg"])
        if state:
            getattr(sheet, state)()
    book.worksheets()[-1].activate()
    book.close()
    return file


def numbers(file: Path, sheet: str | None = None) -> list[str]:
    """Read the numbers of the members."""
    reading = open_register(REGISTER, file, sheet)
    found = [row.text("number") for row in reading.rows()]
    assert reading.ignored == 0
    return found


def first(file: Path, *cells: str) -> Row:
    """Write a record by hand, each cell as its element, and read it."""
    titles = "".join(f'<c t="inlineStr"><is><t>{column.names[0]}</t></is></c>' for column in REGISTER.columns)
    file.write_bytes(workbook(f"<sheetData><row>{titles}</row><row>{''.join(cells)}</row></sheetData>".encode()))
    return next(open_register(REGISTER, file).rows())


def text(value: str) -> str:
    """Write a cell of text."""
    return f'<c t="inlineStr"><is><t>{value}</t></is></c>'


def with_sheet(file: Path, number: int, inside: str) -> Path:
    """Replace the rows of one sheet by some that were written by hand."""
    part = f"xl/worksheets/sheet{number}.xml"
    with zipfile.ZipFile(file) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    whole = parts[part].decode()
    parts[part] = re.sub(r"<sheetData/>|<sheetData>.*</sheetData>", f"<sheetData>{inside}</sheetData>", whole).encode()
    with zipfile.ZipFile(file, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return file


def hand_row(number: int, *texts: str) -> str:
    """Write a row of texts by hand."""
    return f'<row r="{number}">{"".join(map(text, texts))}</row>'


TWICE = hand_row(1, "Lidnr", "Naam", "Lidnr") + hand_row(2, "L1", "Berg", "L2")
BACK = hand_row(2, "L1", "Berg") + hand_row(1, "Lidnr", "Naam")
NOBODY_MEANS = {
    "a column twice": (TWICE, "the column “Lidnr” is there twice"),
    "rows that go back": (BACK, "its rows do not stand in their order"),
    "a broken row below the header": (
        hand_row(1, "Lidnr", "Naam") + BACK.replace('r="2"', 'r="3"').replace('r="1"', 'r="3"'),
        "its rows do not stand in their order",
    ),
    "a text that is not there": ('<row r="1"><c t="s"><v>999</v></c></row>', "not a whole workbook"),
}


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Keep every workbook that is opened."""
    books: list[Any] = []
    load: Callable[..., Any] = openpyxl.load_workbook

    def keep(*given: Any, **named: Any) -> Any:
        books.append(load(*given, **named))
        return books[-1]

    monkeypatch.setattr(openpyxl, "load_workbook", keep)
    return books


def test_a_workbook_is_opened_once_for_the_heads_of_all_its_sheets(file: Path, opened: list[Any]) -> None:
    months = [(f"Model {number}", "", []) for number in range(12)]
    reading = open_register(REGISTER, write(file, ("Oud", "hide", ["L9"]), *months, ("Leden", "", ["L1"])))
    assert reading.sheet.name == "Leden"
    assert [book._archive.fp for book in opened] == [None], "opened once, and let go"
    assert [row.text("number") for row in reading.rows()] == ["L1"]
    assert len(opened) == 2


def test_a_workbook_without_the_register_is_opened_once_and_let_go(file: Path, opened: list[Any]) -> None:
    book = xlsxwriter.Workbook(file)
    for number in range(5):
        book.add_worksheet(f"Notitie {number}").write_row(0, 0, ["Naam", "Kleur"])
    book.close()
    with pytest.raises(Unreadable, match="missing: Lidnr"):
        open_register(REGISTER, file)
    assert [book._archive.fp for book in opened] == [None]


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("name", NOBODY_MEANS)
def test_a_sheet_nobody_means_does_not_refuse_the_workbook(file: Path, name: str, before: bool) -> None:
    sheets = [("Vergelijking", "", ["L7"]), ("Leden", "", ["L1"])]
    write(file, *(sheets if before else reversed(sheets)))
    with_sheet(file, 1 if before else 2, NOBODY_MEANS[name][0])
    assert numbers(file) == ["L1"]
    (passed_by,) = open_register(REGISTER, file).passed_by
    assert "Vergelijking" in str(passed_by)


@pytest.mark.parametrize("name", NOBODY_MEANS)
def test_the_sheet_that_cannot_be_read_is_named_where_it_is_the_one(file: Path, name: str) -> None:
    inside, why = NOBODY_MEANS[name]
    write(file, ("Oud", "hide", ["L9"]), ("Leeg model", "", []), ("Leden", "", ["L1"]))
    with_sheet(file, 3, inside)
    for asked in (None, "Leden"):
        with pytest.raises(Unreadable, match=rf"leden\.xlsx cannot be read: sheet “Leden”: .*{why}"):
            numbers(file, asked)


def test_two_sheets_with_records_are_not_chosen_between_for_a_third_that_cannot_be_read(file: Path) -> None:
    with_sheet(write(file, ("Leden", "", ["L1"]), ("Kapot", "", []), ("Oud", "", ["L2"])), 2, BACK)
    with pytest.raises(Unreadable, match="the sheets “Leden” and “Oud” both fit"):
        numbers(file)


def test_a_disk_that_fails_passes_over_no_sheet(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is in the sheet is not known, so another is not read in its place."""
    write(file, ("Leden", "", ["L1"]), ("Oud", "", ["L2"]))
    whole = zipfile.ZipFile.open

    def fail(archive: zipfile.ZipFile, name: Any, *given: Any, **named: Any) -> Any:
        if name == "xl/worksheets/sheet1.xml":
            raise OSError(5, "Input/output error")
        return whole(archive, name, *given, **named)

    monkeypatch.setattr(zipfile.ZipFile, "open", fail)
    with pytest.raises(Unreadable, match="the disk gave an error"):
        numbers(file)


def test_two_sheets_that_fit_are_both_named(file: Path) -> None:
    write(file, ("Leden", "", ["L1"]), ("Oud", "", ["L2"]))
    with pytest.raises(Unreadable, match=r"the sheets “Leden” and “Oud” both fit; name the one to read \(--sheet\)"):
        open_register(REGISTER, file)
    assert numbers(file, "Oud") == ["L2"]
    assert numbers(file, "Leden") == ["L1"]


@pytest.mark.parametrize("empty_first", [True, False])
def test_of_two_sheets_that_fit_the_one_with_records_is_read(file: Path, empty_first: bool) -> None:
    sheets = [("Leden", "", ["L1"]), ("Model", "", [])]
    write(file, *(reversed(sheets) if empty_first else sheets))
    assert numbers(file) == ["L1"]


def test_where_no_sheet_that_fits_has_records_the_first_is_read(file: Path) -> None:
    assert numbers(write(file, ("Leden", "", []), ("Model", "", []))) == []


@pytest.mark.parametrize("state", ["hide", "very_hidden"])
def test_a_hidden_sheet_gives_way_to_one_that_is_seen(file: Path, state: str) -> None:
    write(file, ("Vorig jaar", state, ["L9"]), ("Leden", "", ["L1"]))
    assert numbers(file) == ["L1"]
    assert numbers(file, "Vorig jaar") == ["L9"]


def test_a_hidden_sheet_is_read_where_no_other_fits(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "leden.xlsx")
    hidden = book.add_worksheet("Data")
    hidden.write_row(0, 0, ["Lidnr", "Naam"])
    hidden.write_row(1, 0, ["L1", "Berg"])
    hidden.hide()
    book.add_worksheet("Toelichting").activate()
    book.close()
    assert numbers(tmp_path / "leden.xlsx") == ["L1"]


@pytest.mark.parametrize("shown", ["#CALC!", "#FIELD!", "#BLOCKED!", "#BUSY!", "#CONNECT!", "#UNKNOWN!", "#NEW?", "x"])
def test_a_cell_that_the_spreadsheet_calls_an_error_is_no_name(file: Path, shown: str) -> None:
    row = first(file, text("L1"), f'<c t="e"><v>{shown}</v></c>')
    assert [problem.field for problem in row.problems] == ["name"]
    assert f"“{shown}”: the formula in this cell failed" in row.problems[0].message


@pytest.mark.parametrize("shown", ["#CALC!", "#FIELD!", "#BLOCKED!", "#BUSY!", "#CONNECT!", "#UNKNOWN!"])
def test_an_error_that_was_saved_as_text_is_no_name(tmp_path: Path, shown: str) -> None:
    (tmp_path / "leden.csv").write_text(f"Lidnr;Naam\nL1;{shown}\n")
    (row,) = open_register(REGISTER, tmp_path / "leden.csv").rows()
    assert [problem.field for problem in row.problems] == ["name"]


@pytest.mark.parametrize("value", [0, 1])
def test_a_tick_box_is_yes_or_no_and_never_a_name(file: Path, value: int) -> None:
    tick = f'<c t="b"><v>{value}</v></c>'
    row = first(file, text("L1"), tick, "<c/>", tick)
    assert row.values["paid"] is bool(value)
    assert [(problem.field, problem.message) for problem in row.problems] == [
        ("name", "this cell holds TRUE or FALSE (a tick box), not text")
    ]


@pytest.mark.parametrize("mark", ["\u200e", "\u200f", "\u061c", "\u202a", "\u202e", "\u2066", "\u2069"])
def test_a_mark_of_direction_around_a_cell_is_left_out(tmp_path: Path, mark: str) -> None:
    content = f"{mark}Lidnr;Naam{mark};Lid sinds\n{mark}L1;{mark} Berg;{mark}1-2-2020{mark} \n"
    (tmp_path / "leden.csv").write_text(content, encoding="utf-8")
    (row,) = open_register(REGISTER, tmp_path / "leden.csv").rows()
    told: list[Any] = [row.text("number"), row.text("name"), row.values["since"].isoformat(), row.problems]
    assert told == ["L1", "Berg", "2020-02-01", ()]
