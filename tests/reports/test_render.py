"""A report reads the same as a table, as CSV, as JSON and in a workbook."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from coopadmin import i18n
from coopadmin.errors import WrongUse
from coopadmin.reports.base import Column, Report, rows_of
from coopadmin.reports.render import form_of, render, write
from coopadmin.reports.table import as_table, cells_wide, padded, plain

COLUMNS = (
    Column("number", "Number"),
    Column("name", "Name"),
    Column("kind", "Kind", words={"member": "member of it"}),
    Column("since", "Since", "date"),
    Column("seen", "Seen", "moment"),
    Column("rent_cents", "Rent", "cents"),
    Column("months", "Months", "int"),
    Column("late", "Late", "flag"),
    Column("tenants", "Tenants", "list"),
)
FULL: dict[str, Any] = {
    "number": "0012",
    "name": "=1+1",
    "kind": "member",
    "since": date(2026, 2, 1),
    "seen": datetime(2026, 11, 2, 14, 0),  # noqa: DTZ001 - wall clock
    "rent_cents": -123456,
    "months": 12,
    "late": True,
    "tenants": ("Anna Berg", "Bo Bos"),
}
EMPTY = {**dict.fromkeys(FULL), "number": "0013"}
REPORT = Report("Members [all]", COLUMNS, [FULL, EMPTY], {"on": date(2026, 11, 20)}, {"total_cents": 5}, ("1 late",))


def test_json_has_the_keys_before_the_rows_the_rows_and_the_totals() -> None:
    document = json.loads(render(REPORT, "json"))
    assert list(document) == ["on", "rows", "total_cents"]
    assert document["on"] == "2026-11-20"
    assert document["rows"][0] == {
        **FULL,
        "since": "2026-02-01",
        "seen": "2026-11-02T14:00",
        "tenants": ["Anna Berg", "Bo Bos"],
    }
    assert document["rows"][1] == EMPTY


def test_csv_has_words_for_codes_plain_amounts_and_no_formulas() -> None:
    header, full, empty = csv.reader(io.StringIO(render(REPORT, "csv").decode()), delimiter=";")
    assert header == [column.label for column in COLUMNS]
    assert full == [
        "0012",
        "'=1+1",
        "member of it",
        "2026-02-01",
        "2026-11-02 14:00",
        "-1234.56",
        "12",
        "yes",
        "Anna Berg + Bo Bos",
    ]
    assert empty == ["0013"] + [""] * (len(COLUMNS) - 1)
    i18n.use("nl")
    assert "-1234,56" in render(REPORT, "csv").decode()


def test_a_workbook_has_real_dates_and_numbers_and_text_that_stays_text() -> None:
    sheet = load_workbook(io.BytesIO(render(REPORT, "xlsx"))).active
    assert sheet is not None
    assert sheet.title == "Members  all"
    header, full, empty = sheet.iter_rows(values_only=True)
    assert list(header) == [column.label for column in COLUMNS]
    assert full == (
        "0012",
        "=1+1",
        "member of it",
        datetime(2026, 2, 1),  # noqa: DTZ001
        datetime(2026, 11, 2, 14, 0),  # noqa: DTZ001
        -1234.56,
        12,
        "yes",
        "Anna Berg + Bo Bos",
    )
    assert sheet["B2"].data_type == "s"
    assert empty == ("0013", *[None] * (len(COLUMNS) - 1))


def test_a_day_before_spreadsheets_count_is_written_as_text() -> None:
    report = Report("R", (Column("since", "Since", "date"),), [{"since": date(1899, 5, 1)}])
    sheet = load_workbook(io.BytesIO(render(report, "xlsx"))).active
    assert sheet is not None
    assert sheet["A2"].value == "01 May 1899"


def test_a_table_lines_up_amounts_on_the_right_and_says_the_remarks() -> None:
    lines = as_table(REPORT).splitlines()
    assert lines[0] == "Members [all]"
    place = lines[2].index("Rent") + len("Rent")
    assert lines[4][:place].endswith("−1,234.56")
    assert lines[-1] == "1 late"


def test_an_empty_report_says_so() -> None:
    empty = Report("Vacancies", COLUMNS, [])
    assert "nothing to list" in as_table(empty, 80)
    assert json.loads(render(empty, "json")) == {"rows": []}
    assert render(empty, "csv").count(b"\n") == 1
    assert render(empty, "xlsx")


def test_on_a_narrow_terminal_words_are_cut_then_minor_columns_go_then_records_stand_below_each_other() -> None:
    columns = (
        Column("subject", "Subject"),
        Column("text", "Text", minor=True),
        Column("rent_cents", "Rent", "cents"),
    )
    report = Report("R", columns, [{"subject": "s" * 30, "text": "t" * 30, "rent_cents": 123456}])
    wide = as_table(report, 80)
    assert "s" * 30 in wide
    assert "…" not in wide
    cut = as_table(report, 50)
    assert "t…" in cut
    narrow = as_table(report, 24)
    assert "room: Text" in narrow
    assert "s…" in narrow
    below = as_table(report, 9)
    assert "Subject: " + "s" * 30 in below
    assert all("1,234.56" in text for text in (wide, cut, narrow, below))


@given(
    st.lists(st.tuples(st.text(max_size=60), st.text(max_size=60), st.integers(-(10**9), 10**9)), max_size=5),
    st.integers(30, 200),
)
def test_a_table_fits_the_terminal_whatever_is_in_it(rows: list[tuple[str, str, int]], width: int) -> None:
    columns = (Column("a", "Alpha"), Column("b", "Beta", minor=True), Column("c_cents", "Gamma", "cents"))
    found = [{"a": a, "b": b, "c_cents": c} for a, b, c in rows]
    lines = as_table(Report("Title", columns, found), width).split("\n")
    assert all(cells_wide(line) <= width for line in lines)
    assert len(lines) >= 4 + len(rows)


@given(st.text(max_size=40), st.integers(1, 30), st.booleans())
def test_a_cell_is_exactly_as_wide_as_its_column(text: str, width: int, right: bool) -> None:
    assert cells_wide(padded(plain(text), width, right=right)) == width


def test_no_text_steers_the_terminal_or_turns_the_line() -> None:
    assert plain("a\x1b[31mb\u202ec\nd") == "a�[31mbc�d"
    assert cells_wide("日本") == 4
    assert cells_wide("e\u0301") == 1


@given(st.text(max_size=200))
def test_any_text_comes_back_from_every_format(text: str) -> None:
    report = Report(text or "R", (Column("a", "A"), Column("b", "B")), [{"a": text, "b": "end"}])
    for form in ("table", "csv", "json", "xlsx"):
        assert render(report, form)
    assert json.loads(render(report, "json"))["rows"][0]["a"] == text


def test_a_report_is_written_private_and_whole_over_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "out" / "members.csv"
    write(REPORT, "csv", target)
    assert target.read_bytes().startswith("\ufeffNumber".encode())
    assert target.stat().st_mode & 0o777 == 0o600
    write(Report("Other", COLUMNS[:1], []), "csv", target)
    assert target.read_text(encoding="utf-8-sig").splitlines() == ["Number"]
    assert list(target.parent.iterdir()) == [target]


def test_a_report_that_cannot_be_written_is_wrong_use(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for target in (tmp_path, tmp_path / "file" / "x.csv"):
        with pytest.raises(WrongUse):
            write(REPORT, "csv", target)
    with pytest.raises(WrongUse):
        render(REPORT, "pdf")


def test_the_ending_of_a_file_tells_its_format() -> None:
    assert [form_of(Path(name)) for name in ("a.CSV", "a.xlsx", "a.json", "a.txt", "a")] == [
        "csv",
        "xlsx",
        "json",
        "table",
        "table",
    ]


def test_rows_are_taken_from_what_a_query_gives_under_the_names_of_the_columns() -> None:
    columns = (Column("on", "On", "date"), Column("day", "Day", "int"))
    assert rows_of(columns, [date(2026, 2, 3)], on="min") == [{"on": date.min, "day": 3}]
