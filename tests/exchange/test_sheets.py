"""Any file somebody hands over gives its rows as a spreadsheet shows them, or one sentence that says why not."""

from __future__ import annotations

import csv
import io
import os
import random
import sys
import time
import tomllib
import tracemalloc
import warnings
import zipfile
from collections import deque
from collections.abc import Callable
from datetime import date, datetime
from datetime import time as clock_time
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference

from coopadmin.errors import Unreadable
from coopadmin.exchange import sheets
from coopadmin.exchange.sheets import Sheet, lines, ways_to_read

NOT_A_BOOK = "not a whole workbook"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "register"


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Name a file that many examples of one property write over."""
    return tmp_path_factory.mktemp("scratch") / "register"


def every_way(file: Path, sheet: str | None = None) -> list[Sheet]:
    """Name every way to read a file."""
    return [way for way, _rows in ways_to_read(file, sheet)]


def rows(file: Path, delimiter: str = ";", sheet: str | None = None) -> list[tuple[Any, ...]]:
    """Read every row, in one of the ways the file can be read."""
    ways = every_way(file, sheet)
    way = next(way for way in ways if way.delimiter in ("", delimiter))
    return [line.cells for line in lines(way)]


def read_everything(file: Path) -> int:
    """Read a file in all its ways; gives the number of rows, -1 where it is refused in a sentence."""
    try:
        return sum(1 for way in every_way(file) for _line in lines(way))
    except Unreadable as refusal:
        said = str(refusal)
    assert said.startswith(file.name)
    assert len(said) < 300
    return -1


def saved(book: Workbook, file: Path) -> Path:
    """Write a workbook."""
    book.save(file)
    return file


def workbook(*records: list[Any]) -> Workbook:
    """Make a workbook of one sheet."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for record in records:
        sheet.append(record)
    return book


def rebuilt(content: bytes, parts: dict[str, bytes]) -> bytes:
    """Give a workbook with some of its parts replaced or added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            new.writestr(name, part)
    return stream.getvalue()


def sheet_xml(inside: str, before: str = "") -> bytes:
    """Write a sheet by hand."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{inside}</sheetData></worksheet>"
    ).encode()


def _simple() -> bytes:
    """Write three rows as Excel does: the texts in a part of their own, the days as numbers."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    book.set_properties({"created": NEW_YEAR})
    sheet = book.add_worksheet("Leden")
    sheet.write_row(0, 0, ["Lidnr", "Naam", "Sinds"])
    sheet.write_row(1, 0, ["L001", "Öztürk"])
    sheet.write_datetime(1, 2, NEW_YEAR, book.add_format({"num_format": "dd-mm-yyyy"}))
    sheet.write_row(2, 0, ["L002", "Bos", 5])
    book.close()
    return stream.getvalue()


NEW_YEAR = datetime.fromisoformat("2020-01-01")
SIMPLE = _simple()
SHEET = "xl/worksheets/sheet1.xml"


# -- text ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_letters_are_read_in_every_encoding_a_spreadsheet_writes(file: Path, encoding: str) -> None:
    text = "Naam;Bedrag\r\nÖztürk;€ 12,50\r\n"
    mark = {"utf-16-le": "\ufeff", "utf-16-be": "\ufeff"}.get(encoding, "")
    file.write_bytes((mark + text).encode(encoding))
    assert rows(file) == [("Naam", "Bedrag"), ("Öztürk", "€ 12,50")]


def test_a_letter_on_the_border_of_two_blocks_is_one_letter(file: Path) -> None:
    file.write_bytes(b"x;y\n" * ((1 << 18) - 1) + b"xy;" + "ö;z\n".encode())
    assert every_way(file)[0].encoding == "utf-8"
    assert rows(file)[-1] == ("xy", "ö", "z")


def test_a_half_letter_at_the_end_is_windows_writing(file: Path) -> None:
    file.write_bytes(b"a;b\nx;\xc3")
    assert rows(file) == [("a", "b"), ("x", "Ã")]


@pytest.mark.parametrize("content", [b"a;b\n\x81\x9d", b"\xef\xbb\xbfa;\xff\xfe", "é;x".encode("utf-16")[:-1]])
def test_letters_of_no_known_encoding_are_refused(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(Unreadable, match="letters"):
        rows(file)


@pytest.mark.parametrize("delimiter", sheets.DELIMITERS)
def test_every_usual_delimiter_is_one_way_to_read(file: Path, delimiter: str) -> None:
    file.write_text(f"a{delimiter}b\n1{delimiter}2\n")
    assert rows(file, delimiter) == [("a", "b"), ("1", "2")]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_lines_end_as_on_any_machine(file: Path, line_end: str) -> None:
    file.write_bytes(line_end.join(["a;b", "1;2", '"x', 'y";3']).encode())
    assert rows(file) == [("a", "b"), ("1", "2"), (f"x{line_end}y", "3")]


def test_a_row_has_the_number_a_spreadsheet_shows(file: Path) -> None:
    file.write_text('title\n\na;b\n"one\ntwo\nthree";x\n\nlast;y\n')
    found = list(lines(every_way(file)[0]))
    assert [(line.number, line.cells) for line in found] == [
        (1, ("title",)),
        (2, ()),
        (3, ("a", "b")),
        (4, ("one\ntwo\nthree", "x")),
        (5, ()),
        (6, ("last", "y")),
    ]


def test_quotation_marks_inside_a_text_are_part_of_it(file: Path) -> None:
    file.write_text('a;b\nJan "de Bakker";"hij zei ""ja"""\n')
    assert rows(file)[1] == ('Jan "de Bakker"', 'hij zei "ja"')


@pytest.mark.parametrize(
    "content", [b"a;b\n1;\x002\n", bytes(5000), b"\x89PNG\r\n\x1a\n" + bytes(50), "a;b".encode("utf-16-le")]
)
def test_a_file_with_a_nul_byte_is_no_text(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(Unreadable, match="not text and not a workbook"):
        rows(file)


def test_an_empty_file_is_said_to_be_empty(file: Path) -> None:
    file.touch()
    with pytest.raises(Unreadable, match="it is empty"):
        every_way(file)


def test_a_folder_and_a_file_that_is_not_there_are_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="it is a folder"):
        every_way(tmp_path)
    for missing in (tmp_path / "missing.csv", tmp_path / "missing" / "x.csv", Path("a\0b")):
        with pytest.raises(Unreadable, match="no such file"):
            every_way(missing)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    with pytest.raises(Unreadable, match="no ordinary file"):
        every_way(pipe)


@pytest.mark.parametrize("name", ["old.xls", "locked.xlsx"])
def test_an_old_or_locked_workbook_is_told_how_to_save_it(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000))
    with pytest.raises(Unreadable, match=r"save it as \.xlsx without a password"):
        every_way(tmp_path / name)


def test_a_sheet_is_asked_of_a_text_in_vain(file: Path) -> None:
    file.write_text("a;b\n")
    with pytest.raises(Unreadable, match="no sheet “Leden”"):
        every_way(file, "Leden")


def test_a_text_that_begins_with_the_letters_of_an_archive_is_a_text(file: Path) -> None:
    file.write_text("PKnr;Naam\n1;x\n")
    assert rows(file) == [("PKnr", "Naam"), ("1", "x")]


@pytest.mark.parametrize(
    "content",
    [b'a;b\n"' + b"x" * 200_000, b'a;b\n"' + b"x\n" * 200_000, b'"a\n";' * 300_000, b"a;b\n" + b";" * 1_100_000],
    ids=["long cell", "open quotation mark", "endless record", "endless row"],
)
def test_a_missing_quotation_mark_or_line_end_is_named(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(Unreadable, match="too long"):
        rows(file)


def test_a_file_beyond_any_register_is_refused_unread(file: Path) -> None:
    with file.open("wb") as stream:
        stream.truncate(sheets.LARGEST_FILE + 1)
    with pytest.raises(Unreadable, match="larger than 100 MB"):
        every_way(file)


def test_more_rows_than_any_register_has_are_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 3)
    file.write_text("a;b\n" * 3)
    assert len(rows(file)) == 3
    file.write_text("a;b\n" * 4)
    with pytest.raises(Unreadable, match="more than 3 rows"):
        rows(file)
    saved(workbook(*[["a", "b"]] * 4), file)
    with pytest.raises(Unreadable, match="more than 3 rows"):
        rows(file)


def test_a_file_that_is_one_endless_line_is_refused_at_once_in_little_memory(file: Path) -> None:
    with file.open("wb") as stream:
        for _part in range(60):
            stream.write(b"abcdefgh;" * 111_111)
    began = time.perf_counter()
    tracemalloc.start()
    try:
        assert read_everything(file) == -1
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert time.perf_counter() - began < 10
    assert most < 40_000_000


@pytest.mark.parametrize("kind", ["text", "workbook"])
def test_the_first_lines_can_be_read_and_the_file_let_go(file: Path, kind: str) -> None:
    file.write_text("a;b\n" * 50)
    if kind == "workbook":
        saved(workbook(*[["a", "b"]] * 50), file)
    ways = ways_to_read(file)
    _way, read = next(ways)
    assert [line.number for line in islice(read, 10)] == list(range(1, 11))
    assert len(list(read)) == 40
    ways.close()
    assert list(read) == list(ways) == []
    if sys.platform == "linux":
        held = [link.resolve() for link in Path("/proc/self/fd").iterdir()]
        assert file.resolve() not in held


@given(content=st.binary(max_size=600))
def test_any_bytes_give_rows_or_a_sentence(scratch: Path, content: bytes) -> None:
    scratch.write_bytes(content)
    read_everything(scratch)


@given(
    content=st.text(st.sampled_from('ab;,\t|"\n\r \x00\x1aé€'), max_size=200),
    encoding=st.sampled_from(["utf-8", "cp1252", "utf-16", "utf-8-sig"]),
)
def test_any_text_gives_rows_or_a_sentence(scratch: Path, content: str, encoding: str) -> None:
    scratch.write_bytes(content.encode(encoding))
    read_everything(scratch)


@given(
    st.lists(
        st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12), min_size=2, max_size=4),
        min_size=1,
        max_size=6,
    )
)
def test_what_a_spreadsheet_writes_is_read_back(scratch: Path, records: list[list[str]]) -> None:
    with scratch.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows(records)
    assert rows(scratch) == [tuple(record) for record in records]


# -- workbooks -----------------------------------------------------------------------------------------------------


def test_a_workbook_gives_values_of_their_own_kinds(file: Path) -> None:
    cells = ["text", 5, 12.5, True, NEW_YEAR, NEW_YEAR.replace(hour=14, minute=30), clock_time(9, 5), None, "x"]
    saved(workbook(cells), file)
    assert rows(file) == [tuple(cells)]


def test_a_day_beyond_any_calendar_is_a_failed_cell(file: Path) -> None:
    book = workbook([date(2026, 2, 1), "x"])
    sheet = book.active
    assert sheet is not None
    sheet["A1"].value = 9_999_999_999
    sheet["A1"].number_format = "dd-mm-yyyy"
    saved(book, file)
    assert rows(file) == [("#VALUE!", "x")]


def test_a_formula_counts_for_what_it_last_gave(file: Path) -> None:
    cells = '<c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>T("x")</f><v>x</v></c><c r="C1"><f>NOW()</f></c>'
    cells += '<c r="D1" t="e"><v>#N/A</v></c>'
    file.write_bytes(rebuilt(SIMPLE, {SHEET: sheet_xml(f'<row r="1">{cells}</row>')}))
    assert rows(file) == [(2, "x", None, "#N/A")]


def test_rows_keep_the_numbers_a_spreadsheet_shows(file: Path) -> None:
    inside = "".join(f'<row r="{number}"><c r="B{number}"><v>{number}</v></c></row>' for number in (2, 5))
    file.write_bytes(rebuilt(SIMPLE, {SHEET: sheet_xml(inside)}))
    found = list(lines(every_way(file)[0]))
    assert [(line.number, line.cells) for line in found] == [(1, ()), (2, (None, 2)), (3, ()), (4, ()), (5, (None, 5))]


def test_a_colour_in_the_last_row_of_a_sheet_is_no_million_rows(file: Path) -> None:
    inside = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576" ht="20"><c r="A1048576" s="1"/></row>'
    file.write_bytes(rebuilt(SIMPLE, {SHEET: sheet_xml(inside)}))
    assert [line.number for line in lines(every_way(file)[0])] == [1]


def test_a_value_in_the_last_row_of_a_sheet_is_still_a_row(file: Path) -> None:
    inside = '<row r="1048576"><c r="A1048576"><v>1</v></c></row>'
    file.write_bytes(rebuilt(SIMPLE, {SHEET: sheet_xml(inside)}))
    last = deque(lines(every_way(file)[0]), maxlen=1).pop()
    assert last == sheets.Line(1_048_576, (1,))


def test_a_row_below_the_last_a_spreadsheet_has_is_refused(file: Path) -> None:
    inside = '<row r="99999999999"><c r="A1"><v>1</v></c></row>'
    file.write_bytes(rebuilt(SIMPLE, {SHEET: sheet_xml(inside)}))
    with pytest.raises(Unreadable, match="row 99999999999 in it; a spreadsheet ends at 1048576"):
        rows(file)


def test_a_workbook_is_known_by_its_content_and_not_by_its_name(tmp_path: Path) -> None:
    for name in ("leden.csv", "leden.xls", "leden", "leden.bak"):
        (tmp_path / name).write_bytes(SIMPLE)
        assert len(rows(tmp_path / name)) == 3


def test_every_sheet_is_a_way_to_read_and_one_can_be_asked_for(file: Path) -> None:
    book = workbook(["a"])
    book.create_sheet("Leden").append(["b"])
    saved(book, file)
    assert [way.name for way in every_way(file)] == ["Sheet", "Leden"]
    assert rows(file, sheet="LEDEN") == [("b",)]
    with pytest.raises(Unreadable, match="it has: Sheet, Leden"):
        every_way(file, "Woningen")


def test_a_sheet_with_only_a_chart_has_no_rows(file: Path) -> None:
    book = workbook(["x", "y"], [1, 2], [2, 3])
    sheet = book.active
    assert sheet is not None
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=3), titles_from_data=True)
    book.create_chartsheet("Grafiek").add_chart(chart)
    saved(book, file)
    assert rows(file, sheet="Grafiek") == []
    assert len(rows(file, sheet="Sheet")) == 3


def test_a_sheet_that_lies_about_its_size_is_read_whole(file: Path) -> None:
    inside = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="2"><c r="A2"><v>3</v></c></row>'
    lying = sheet_xml(inside).replace(b"<sheetData>", b'<dimension ref="A1:A1"/><sheetData>')
    file.write_bytes(rebuilt(SIMPLE, {SHEET: lying}))
    assert rows(file) == [(1, 2), (3,)]


def test_no_warning_of_the_library_reaches_the_reader(file: Path) -> None:
    part = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1">'
    )
    part += b'<v>1</v></c></row></sheetData><extLst><ext uri="{x}"/></extLst></worksheet>'
    file.write_bytes(rebuilt(SIMPLE, {SHEET: part, "xl/styles.xml": b"<styleSheet xmlns='x'/>"}))
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        read_everything(file)
    assert heard == []


LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {one} "{f"&{before};" * 10}">' for before, one in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/passwd">]>'
HOSTILE: dict[str, Callable[[], bytes]] = {
    "no parts": lambda: b"PK\x05\x06" + bytes(18),
    "no content": lambda: b"PK\x03\x04" + bytes(500),
    "other archive": lambda: rebuilt(b"PK\x05\x06" + bytes(18), {"letter.txt": b"hello"}),
    "entities": lambda: rebuilt(SIMPLE, {SHEET: sheet_xml('<row><c t="str"><v>&i;</v></c></row>', LAUGHS)}),
    "file entity": lambda: rebuilt(SIMPLE, {SHEET: sheet_xml('<row><c t="str"><v>&file;</v></c></row>', OUTSIDE)}),
    "entities in texts": lambda: rebuilt(SIMPLE, {"xl/sharedStrings.xml": sheet_xml("&i;", LAUGHS)}),
    "entities in the book": lambda: rebuilt(SIMPLE, {"xl/workbook.xml": sheet_xml("&i;", LAUGHS)}),
    "sheet cut off": lambda: rebuilt(SIMPLE, {SHEET: sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>')[:-30]}),
    "sheet empty": lambda: rebuilt(SIMPLE, {SHEET: b""}),
    "sheet no XML": lambda: rebuilt(SIMPLE, {SHEET: os.urandom(2000)}),
    "text that is not there": lambda: rebuilt(SIMPLE, {SHEET: sheet_xml('<row><c t="s"><v>999</v></c></row>')}),
    "no number": lambda: rebuilt(SIMPLE, {SHEET: sheet_xml("<row><c><v>twelve</v></c></row>")}),
    "endless number": lambda: rebuilt(SIMPLE, {SHEET: sheet_xml(f"<row><c><v>{'9' * 5000}</v></c></row>")}),
    "no cell": lambda: rebuilt(SIMPLE, {SHEET: sheet_xml('<row r="1"><c r="?"><v>1</v></c></row>')}),
    "no row": lambda: rebuilt(SIMPLE, {SHEET: sheet_xml('<row r="x"><c><v>1</v></c></row>')}),
    "unknown letters": lambda: rebuilt(SIMPLE, {SHEET: sheet_xml("").replace(b"UTF-8", b"KLINGON")}),
    "no types": lambda: rebuilt(SIMPLE, {"[Content_Types].xml": b"<Types/>"}),
    "no styles": lambda: rebuilt(SIMPLE, {"xl/styles.xml": b"<no"}),
    "no relations": lambda: rebuilt(SIMPLE, {"xl/_rels/workbook.xml.rels": b"<Relationships/>"}),
    "deep": lambda: rebuilt(SIMPLE, {SHEET: sheet_xml("<a>" * 50_000 + "</a>" * 50_000)}),
    "sheet elsewhere": lambda: rebuilt(
        SIMPLE,
        {"xl/_rels/workbook.xml.rels": b'<Relationships><Relationship Id="rId1" Target="/../../x"/></Relationships>'},
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_workbook_that_is_no_honest_one_gives_rows_or_a_sentence(file: Path, name: str) -> None:
    file.write_bytes(HOSTILE[name]())
    assert read_everything(file) <= 3


@pytest.mark.parametrize("name", ["entities", "file entity", "entities in texts", "sheet cut off", "no content"])
def test_a_workbook_that_is_no_whole_one_is_said_to_be_so(file: Path, name: str) -> None:
    file.write_bytes(HOSTILE[name]())
    with pytest.raises(Unreadable, match=NOT_A_BOOK):
        rows(file)


def test_an_encrypted_part_is_refused(file: Path) -> None:
    content = bytearray(SIMPLE)
    for mark in (b"PK\x01\x02", b"PK\x03\x04"):
        start = content.find(mark)
        while start >= 0:
            content[start + (8 if mark == b"PK\x01\x02" else 6)] |= 1
            start = content.find(mark, start + 4)
    file.write_bytes(content)
    with pytest.raises(Unreadable, match=NOT_A_BOOK):
        rows(file)


def _zeros(part: str, size: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(SIMPLE)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        with new.open(part, "w", force_zip64=True) as hole:
            for _block in range(size >> 20):
                hole.write(bytes(1 << 20))
    return stream.getvalue()


@pytest.mark.parametrize(("part", "megabytes"), [(SHEET, 20), ("xl/sharedStrings.xml", 55), ("xl/media/a.png", 60)])
def test_a_workbook_that_unpacks_to_a_flood_is_refused_unopened(file: Path, part: str, megabytes: int) -> None:
    file.write_bytes(_zeros(part, megabytes << 20))
    began = time.perf_counter()
    with pytest.raises(Unreadable, match="unpacks to far more"):
        every_way(file)
    assert time.perf_counter() - began < 2


def test_more_text_than_any_register_has_is_refused_even_where_it_packs_badly(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for limit, part in (("LARGEST_WHOLE", "xl/sharedStrings.xml"), ("LARGEST_UNPACKED", SHEET)):
        with monkeypatch.context() as lowered:
            lowered.setattr(sheets, limit, 50_000)
            file.write_bytes(rebuilt(SIMPLE, {part: os.urandom(60_000)}))
            with pytest.raises(Unreadable, match="unpacks to far more"):
                every_way(file)


def test_a_workbook_that_says_it_is_smaller_than_it_is_fools_nobody(file: Path) -> None:
    content = bytearray(_zeros(SHEET, 20 << 20))
    start = content.rfind(b"PK\x01\x02", 0, content.rfind(SHEET.encode()))
    content[start + 24 : start + 28] = (1000).to_bytes(4, "little")
    file.write_bytes(content)
    assert read_everything(file) == -1


def test_a_very_large_picture_in_a_workbook_is_not_read(file: Path) -> None:
    file.write_bytes(rebuilt(SIMPLE, {"xl/media/photo.jpg": os.urandom(3_000_000)}))
    assert len(rows(file)) == 3


def test_a_workbook_cut_off_anywhere_is_refused(file: Path) -> None:
    for cut in (4, 30, 100, *range(300, len(SIMPLE), 97), len(SIMPLE) - 1):
        file.write_bytes(SIMPLE[:cut])
        assert read_everything(file) == -1


@hypothesis_settings(max_examples=200)
@given(place=st.integers(0, len(SIMPLE) - 1), value=st.integers(0, 255), length=st.integers(1, 4))
def test_a_workbook_with_some_bytes_changed_gives_rows_or_a_sentence(
    scratch: Path, place: int, value: int, length: int
) -> None:
    content = bytearray(SIMPLE)
    content[place : place + length] = bytes([value]) * len(content[place : place + length])
    scratch.write_bytes(content)
    read_everything(scratch)


@pytest.mark.parametrize(
    "part", [SHEET, "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml", "[Content_Types].xml"]
)
def test_a_part_of_a_workbook_with_some_signs_changed_gives_rows_or_a_sentence(file: Path, part: str) -> None:
    chance = random.Random(part)
    with zipfile.ZipFile(io.BytesIO(SIMPLE)) as book:
        whole = book.read(part)
    for _attempt in range(60):
        changed = bytearray(whole)
        for _change in range(chance.randint(1, 4)):
            changed[chance.randrange(len(changed))] = chance.choice(b'0123456789<>/"= abcrstv&;-.')
        file.write_bytes(rebuilt(SIMPLE, {part: bytes(changed)}))
        read_everything(file)


def test_a_row_of_more_columns_than_a_spreadsheet_has_is_refused(file: Path) -> None:
    file.write_bytes(b"a" + b";" * sheets.MOST_COLUMNS + b"\n")
    with pytest.raises(Unreadable, match="more than 16384 columns"):
        rows(file)
    file.write_bytes(b"a" + b";" * (sheets.MOST_COLUMNS - 1) + b"\n")
    assert len(rows(file)[0]) == sheets.MOST_COLUMNS


@pytest.mark.parametrize("declared", ["", '<!DOCTYPE x [<!ENTITY a "b">]>'])
def test_a_row_or_a_part_with_more_in_it_than_any_has_is_refused_before_it_is_held(file: Path, declared: str) -> None:
    for part, inside in ((SHEET, f"<row>{'<c/>' * 120_000}</row>"), ("xl/sharedStrings.xml", "<si/>" * 700_000)):
        file.write_bytes(rebuilt(SIMPLE, {part: sheet_xml(inside, declared)}))
        with pytest.raises(Unreadable, match=NOT_A_BOOK if declared else "unpacks to far more"):
            every_way(file)


def test_nothing_of_the_library_is_printed(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with zipfile.ZipFile(io.BytesIO(SIMPLE)) as book:
        styles = book.read("xl/styles.xml")
    cut = styles[: styles.index(b"<cellStyleXfs")] + styles[styles.index(b"</cellStyleXfs>") + 15 :]
    file.write_bytes(rebuilt(SIMPLE, {"xl/styles.xml": cut}))
    read_everything(file)
    assert capsys.readouterr().out == ""


def test_no_later_openpyxl_is_installed_than_the_one_whose_own_names_are_used() -> None:
    """pipx takes the newest that pyproject allows; where a name had gone, every workbook would be said to be broken."""
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (bound,) = [needed for needed in project["dependencies"] if needed.startswith("openpyxl")]
    assert "<3.2" in bound
