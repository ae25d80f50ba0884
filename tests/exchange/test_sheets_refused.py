"""What a spreadsheet would never write is refused in a sentence, where a library passes it over without a word."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from coopadmin.errors import Unreadable
from coopadmin.exchange.sheets import Line, Sheet, lines, ways_to_read
from tests.fuzz.hostile import workbook


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "leden"


def every_way(file: Path) -> list[Sheet]:
    """Name every way to read a file."""
    return [way for way, _rows in ways_to_read(file)]


def read(file: Path) -> list[Line]:
    """Read every row of the first way."""
    return list(lines(every_way(file)[0]))


def sheet(file: Path, inside: str, **parts: Any) -> list[Line]:
    """Write a sheet by hand, and read it."""
    file.write_bytes(workbook(f"<sheetData>{inside}</sheetData>".encode(), **parts))
    return read(file)


def cells(number: int, *texts: str) -> str:
    """Write a row of texts."""
    written = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts)
    return f'<row r="{number}">{written}</row>'


# -- quotation marks -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "row"),
    [
        ('a;b\n1;"x\n2;y\n3;z\n', 2),
        ('a;b\n1;x\n2;"zus" en zo\n3;z\n', 3),
        ('a;b\n1;"x\n2;y\n3;"zus" en zo\n4;z\n', 2),
        ('a;b\n1;"x\ny"\n2;"', 3),
    ],
)
def test_a_quotation_mark_that_is_not_closed_swallows_no_rows(file: Path, content: str, row: int) -> None:
    file.write_text(content)
    with pytest.raises(Unreadable, match=f"row {row}: a quotation mark is missing"):
        read(file)


def test_line_ends_and_marks_within_a_closed_cell_are_read(file: Path) -> None:
    file.write_text('a;b\n1;"x\ny ""z"""\n2;Jan "de" B\n3;""\n')
    assert [line.cells for line in read(file)] == [("a", "b"), ("1", 'x\ny "z"'), ("2", 'Jan "de" B'), ("3", "")]


def test_a_closed_cell_of_another_delimiter_is_no_mistake_of_the_file(file: Path) -> None:
    file.write_text('"a","b"\n"1","x;y"\n')
    comma = next(way for way in every_way(file) if way.delimiter == ",")
    assert [line.cells for line in lines(comma)] == [("a", "b"), ("1", "x;y")]


# -- letters -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("bad", [b"\xe9", b"\xed\xa0\x80", b"\x81", b"\xc3"])
@pytest.mark.parametrize("good", ["Özturk", "Şahin", "€ 12", "’s-Graveland", "👍"])
def test_a_text_in_utf_8_with_a_bad_byte_is_refused_with_its_line(file: Path, good: str, bad: bytes) -> None:
    for content in (f"a;b\n1;{good}\n2;x".encode() + bad + b"\n", b"a;b\n1;x\n2;x" + bad + f";{good}\n".encode()):
        file.write_bytes(content)
        with pytest.raises(Unreadable, match="line 3 has letters of another encoding than the rest; save it as UTF-8"):
            read(file)


@pytest.mark.parametrize("text", ["Öztürk", "€ 12,50", "CAFÉ’S café", "“hé…”", "Ångström naïef"])
def test_a_text_as_windows_writes_it_is_read(file: Path, text: str) -> None:
    file.write_bytes(f"a;b\n1;{text} é\n".encode("cp1252"))
    assert read(file)[1].cells == ("1", f"{text} é")


@pytest.mark.parametrize(
    "good", ["Zoe\u0308", "O\u0308zturk", "Andre\u0300", "Munoz\u0303", "Ionuț", "Iaşi, Timiș", "Ștefan", "Țuca"]
)
def test_letters_in_two_parts_and_of_the_lower_danube_are_known_for_utf_8(file: Path, good: str) -> None:
    file.write_bytes(f"a;b\n1;{good}\n2;x".encode() + b"\xe9\n")
    with pytest.raises(Unreadable, match="line 3 has letters of another encoding than the rest; save it as UTF-8"):
        read(file)


@pytest.mark.parametrize("text", ["CAFÈ™", "‹CAFÈ›", "LUNEDÌ’", "LUNEDÌ\u00a0", "COSÌ…", "COSÌ» – “COSÌ”", "LUNEDÌ €5"])
def test_capitals_of_windows_before_its_signs_are_read_as_such(file: Path, text: str) -> None:
    file.write_bytes(f"a;b\n1;{text} é\n".encode("cp1252"))
    assert read(file)[1].cells == ("1", f"{text} é")


def test_a_half_letter_is_found_on_the_border_of_two_blocks(file: Path) -> None:
    file.write_bytes(b"x;y\n" * ((1 << 18) - 1) + b"xy;" + "ö;z\n".encode() + b"\xe9;x\n")
    with pytest.raises(Unreadable, match=f"line {(1 << 18) + 1} has letters"):
        read(file)


@pytest.mark.parametrize("encoding", ["utf-32", "utf-32-be", "utf-32-le"])
def test_a_text_of_four_bytes_a_letter_is_to_be_saved_as_utf_8(file: Path, encoding: str) -> None:
    mark = "\ufeff" if encoding != "utf-32" else ""
    file.write_bytes(f"{mark}Lidnr;Naam\nL1;Berg\n".encode(encoding))
    with pytest.raises(Unreadable, match="save it as UTF-8"):
        read(file)


# -- rows and cells ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("numbers", [(1, 3, 2), (1, 2, 2), (1, -3), (0, 1), (1, 0)])
def test_rows_that_do_not_go_down_are_refused(file: Path, numbers: tuple[int, ...]) -> None:
    with pytest.raises(Unreadable, match="its rows do not stand in their order"):
        sheet(file, "".join(cells(number, "x", "y") for number in numbers))


def test_cells_that_go_back_are_all_read_and_two_in_one_place_are_refused(file: Path) -> None:
    one = '<c r="{}"><v>{}</v></c>'
    assert sheet(file, f'<row r="1">{one.format("C1", 3)}{one.format("A1", 1)}</row>')[0].cells == (1, None, 3)
    with pytest.raises(Unreadable, match="row 1: two cells stand in one place"):
        sheet(file, f'<row r="1">{one.format("B1", 3)}{one.format("B1", 1)}</row>')


def test_a_row_beyond_the_last_is_refused_with_that_limit(file: Path) -> None:
    with pytest.raises(Unreadable, match="row 1048577 in it; a spreadsheet ends at 1048576"):
        sheet(file, cells(1, "x") + cells(1_048_577, "x"))


@pytest.mark.parametrize("number", [-1, 1, 4_000_000_000])
def test_a_text_that_is_not_there_is_no_other_text(file: Path, number: int) -> None:
    texts = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>Bos</t></si></sst>'
    inside = '<row><c t="s"><v>{}</v></c></row>'
    assert sheet(file, inside.format(0), texts=texts)[0].cells == ("Bos",)
    with pytest.raises(Unreadable, match="not a whole workbook"):
        sheet(file, inside.format(number), texts=texts)


@pytest.mark.parametrize("size", ["A1:ZZZZZZ99999999999", "nonsense", "", "A0"])
def test_what_a_sheet_says_of_its_size_is_not_looked_at(file: Path, size: str) -> None:
    file.write_bytes(workbook(f'<dimension ref="{size}"/><sheetData>{cells(1, "x")}</sheetData>'.encode()))
    assert read(file)[0].cells == ("x",)


# -- too much ------------------------------------------------------------------------------------------------------


STYLES = {
    "two hundred thousand": b"<cellXfs>" + b"<xf/>" * 200_000 + b"</cellXfs>",
    "between rows": b"<cellXfs>" + (b"<xf/>" * 90_000 + b"<row/>") * 3 + b"</cellXfs>",
    "notation": b'<numFmts><numFmt numFmtId="164" formatCode="' + b"[" * 2000 + b'"/></numFmts>',
    "sheets": b"".join(b'<sheet name="%d"/>' % number for number in range(200)),
    "attributes": b"<x " + b" ".join(b'a%d=""' % number for number in range(50_000)) + b"/>",
}


@pytest.mark.parametrize("name", STYLES)
def test_styles_that_nobody_made_are_refused_before_they_are_held(file: Path, name: str) -> None:
    with pytest.raises(Unreadable, match="far more than a register"):
        sheet(file, cells(1, "x"), styles=STYLES[name])


@pytest.mark.parametrize(
    "inside",
    ['<row r="1"/>' * 600_000, ("<x/>" * 90_000 + "<row/>") * 2, f"<row>{'<c/>' * 90_000}</row>" * 80],
    ids=["rows", "between rows", "cells"],
)
def test_a_sheet_that_nobody_made_is_refused_before_it_is_held(file: Path, inside: str) -> None:
    with pytest.raises(Unreadable, match="far more than a register"):
        sheet(file, inside)


def test_a_part_that_says_it_is_a_sheet_is_not_held_as_another(file: Path) -> None:
    texts = b"<worksheet><sheetData>" + (b"<si/>" * 90_000 + b"<row/>") * 8 + b"</sheetData></worksheet>"
    with pytest.raises(Unreadable, match="far more than a register"):
        sheet(file, cells(1, "x"), texts=texts)
