"""A register is found in the file a board really has: under titles, in any spelling, with totals and empty lines."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from coopadmin import i18n
from coopadmin.errors import Problem, Unreadable
from coopadmin.exchange import registers as reg
from coopadmin.exchange.registers import Column, Register, Row, open_register

REGISTER = Register(
    "members",
    (
        Column("number", ("Lidnr", "Lidnummer", "Member number"), reg.as_line(10), required=True),
        Column("name", ("Naam", "Achternaam", "Name"), reg.as_text, required=True),
        Column("since", ("Lid sinds", "Member since"), reg.as_date),
        Column("amount", ("Inleg", "Deposit"), reg.as_cents),
        Column("phone", ("Telefoon", "Mobiel", "Phone"), reg.as_line(20)),
    ),
)

Write = Callable[[str, str], Path]


def read(file: Path, sheet: str | None = None) -> list[Row]:
    return list(open_register(REGISTER, file, sheet).rows())


def numbers(file: Path) -> list[tuple[int, str]]:
    """Tell of each record in which row it stands, and its number."""
    return [(row.number, row.text("number")) for row in read(file)]


# -- the header ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "header",
    [
        "Lidnr;Naam",
        "LIDNR;NAAM",
        "Lid nr.;naam ",
        "lid-nr;Náám",
        "Lidnummer;Achternaam",
        "Member number;Name",
        "MEMBERNUMBER ; NAME",
        "Naam;Lidnr",
        ";Lidnr;;Naam;",
        '"Lidnr";"Naam"',
        "Lid\u00a0nr;Naam",
    ],
)
def test_columns_are_found_in_any_spelling_and_order(write: Write, header: str) -> None:
    cells = {"lid": "L1", "mem": "L1", "naa": "Berg", "ach": "Berg", "nam": "Berg", "": ""}
    names = [name.strip(' "').lower().replace("á", "a") for name in header.split(";")]
    row = ";".join(cells[name[:3]] for name in names)
    found = read(write("leden.csv", f"{header}\n{row}\n"))
    assert [(one.text("number"), one.text("name")) for one in found] == [("L1", "Berg")]


@pytest.mark.parametrize("above", range(10))
def test_the_header_is_found_within_ten_lines(write: Write, above: int) -> None:
    file = write("leden.csv", "Ledenlijst;De Vonk\n" * above + "Lidnr;Naam\nL1;Berg\n")
    reading = open_register(REGISTER, file)
    assert [row.number for row in reading.rows()] == [above + 2]
    assert (reading.header_row, reading.ignored) == (above + 1, above)


def test_a_header_further_down_is_none_and_the_missing_columns_are_named(write: Write) -> None:
    file = write("leden.csv", "titel\n" * 10 + "Lidnr;Naam\nL1;Berg\n")
    with pytest.raises(Unreadable, match=r"first 10 lines; missing: Lidnr, Naam"):
        open_register(REGISTER, file)
    with pytest.raises(Unreadable, match=r"missing: Naam$"):
        open_register(REGISTER, write("leden.csv", "Lidnr;Lid sinds\nL1;1-1-2020\n"))


def test_the_sheet_with_the_header_is_found_among_the_others(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "leden.xlsx")
    book.add_worksheet("Toelichting").write_row(0, 0, ["Dit is de ledenlijst", "van De Vonk"])
    book.add_worksheet("Leeg")
    sheet = book.add_worksheet("Leden")
    sheet.write_row(2, 1, ["Lidnr", "Naam"])
    sheet.write_row(3, 1, ["L1", "Berg"])
    book.close()
    assert numbers(tmp_path / "leden.xlsx") == [(4, "L1")]
    with pytest.raises(Unreadable, match="no header"):
        open_register(REGISTER, tmp_path / "leden.xlsx", "Leeg")


@pytest.mark.parametrize(
    ("kind", "english", "dutch"),
    [
        ("members", "members (ledenlijst)", "ledenlijst (members)"),
        ("dwellings", "homes (dwellings)", "woningen (dwellings)"),
        ("plan", "maintenance plan (MJOP)", "onderhoudsplan (MJOP)"),
    ],
)
def test_a_register_is_called_as_people_do_with_the_word_of_the_command(
    tmp_path: Path, kind: str, english: str, dutch: str
) -> None:
    (tmp_path / "leeg.csv").write_text("Toelichting\n")
    for language, said in (("en", f"with the columns of {english} in"), ("nl", f"met de kolommen van {dutch} in")):
        i18n.use(language)
        with pytest.raises(Unreadable, match=re.escape(said)):
            open_register(replace(REGISTER, kind=kind), tmp_path / "leeg.csv")


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_the_one_that_gives_the_columns(write: Write, delimiter: str) -> None:
    lines = [["Lidnr", "Naam", "Inleg"], ["L1", "Berg; van den, A.|\tx", "€ 12,50"]]
    text = "\n".join(delimiter.join(f'"{cell}"' for cell in line) for line in lines)
    (row,) = read(write("leden.csv", text))
    assert (row.text("name"), row.values["amount"]) == ("Berg; van den, A.| x", 1250)


def test_a_column_that_is_there_twice_is_refused(write: Write) -> None:
    with pytest.raises(Unreadable, match="the column “naam” is there twice"):
        open_register(REGISTER, write("leden.csv", "Lidnr;Naam;naam\nL1;Berg;Bos\n"))
    with pytest.raises(Unreadable, match=r"the column “Lidnr\.” is there twice"):
        open_register(REGISTER, write("leden.csv", "Lidnr;Lidnr.;Naam\nL1;L1;Berg\n"))


def test_two_columns_that_mean_the_same_are_refused_with_both_names(write: Write) -> None:
    with pytest.raises(Unreadable, match="“Telefoon” and “Mobiel” mean the same here"):
        open_register(REGISTER, write("leden.csv", "Lidnr;Naam;Telefoon;Mobiel\nL1;Berg;1;2\n"))


def test_a_title_may_repeat_a_word_that_is_also_a_column(write: Write) -> None:
    file = write("leden.csv", "Naam;Naam;Telefoon;Telefoon\nLidnr;Naam\nL1;Berg\n")
    assert numbers(file) == [(3, "L1")]


def test_columns_not_known_are_told_and_passed_over(write: Write) -> None:
    reading = open_register(REGISTER, write("leden.csv", "Lidnr;Naam;Sterrenbeeld;;Reden;Reason\nL1;Berg;Ram;x;y;z\n"))
    assert reading.unknown == ["Sterrenbeeld"]
    assert [dict(row.raw) for row in reading.rows()] == [{"number": "L1", "name": "Berg"}]
    assert (reading.has("name"), reading.has("since")) == (True, False)


def test_a_column_keeps_the_name_the_file_gives_it(write: Write) -> None:
    reading = open_register(REGISTER, write("leden.csv", "LID NR.;Name\nL1;Berg\n"))
    assert reading.spelled == {"number": "LID NR.", "name": "Name"}


def test_of_several_problems_the_leftmost_column_is_named(write: Write) -> None:
    reading = open_register(REGISTER, write("leden.csv", "Inleg;Naam;Lidnr\nx;;L1\n"))
    (row,) = reading.rows()
    assert {problem.field for problem in row.problems} == {"amount", "name"}
    assert reading.first_wrong(row.problems).field == "amount"
    assert reading.first_wrong([Problem("elsewhere", ""), Problem("number", "")]).field == "number"


# -- the records ---------------------------------------------------------------------------------------------------


def test_empty_lines_and_totals_are_counted_and_passed_over(write: Write) -> None:
    file = write(
        "leden.csv",
        "Leden\n\nLidnr;Naam;Inleg\nL1;Berg;1,00\n\n;;\nL2;Bos;2,00\nlosse opmerking;;\n"
        "Totaal;;3,00\nTOTAAL leden;2;\n;totaal;3,00\nTotal;2;\n",
    )
    reading = open_register(REGISTER, file)
    assert [row.number for row in reading.rows()] == [4, 7]
    assert reading.ignored == 9


def test_a_row_with_quoted_line_ends_counts_as_the_one_row_a_spreadsheet_shows(write: Write) -> None:
    file = write("leden.csv", 'Lidnr;Naam\nL1;"Berg\nvan den"\nL2;Bos\n')
    rows = read(file)
    assert [(row.number, row.text("name")) for row in rows] == [(2, "Berg van den"), (3, "Bos")]


def test_a_short_line_misses_its_last_cells(write: Write) -> None:
    (row,) = read(write("leden.csv", "Lidnr;Naam;Lid sinds\nL1;Berg\n"))
    assert (row.values["since"], row.raw["since"], row.problems) == (None, "", ())


def test_what_must_be_filled_in_is_asked_for(write: Write) -> None:
    (row,) = read(write("leden.csv", "Lidnr;Naam;Lid sinds\n;Berg;1-1-2020\n"))
    assert row.problems == (Problem("number", "this must be filled in"),)


@pytest.mark.parametrize("shown", ["#N/A", "#VALUE!", "#REF!", "#NAAM?", "#WAARDE!", "#DEEL/0!"])
def test_a_formula_that_failed_is_no_name(write: Write, shown: str) -> None:
    (row,) = read(write("leden.csv", f"Lidnr;Naam\nL1;{shown}\n"))
    assert [problem.field for problem in row.problems] == ["name"]
    assert shown in row.problems[0].message


def test_a_workbook_gives_days_and_amounts_without_a_notation(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "leden.xlsx")
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "dd-mm-yyyy"})
    sheet.write_row(0, 0, ["Lidnr", "Naam", "Lid sinds", "Inleg"])
    sheet.write_row(1, 0, [17, "Berg"])
    sheet.write_datetime(1, 2, datetime.fromisoformat("2020-02-29"), day)
    sheet.write_number(1, 3, 643.58)
    sheet.write_row(2, 0, [18, "Bos", "1 maart 2021", "€ 1.234,50"])
    sheet.write_row(3, 0, [19, "Fout", 46000, 12.345])
    sheet.write_row(4, 0, [20, "Waar", True, True])
    book.close()
    rows = read(tmp_path / "leden.xlsx")
    assert [(row.text("number"), row.values.get("since"), row.values.get("amount")) for row in rows] == [
        ("17", date(2020, 2, 29), 64358),
        ("18", date(2021, 3, 1), 123450),
        ("19", None, None),
        ("20", None, None),
    ]
    assert [[problem.field for problem in row.problems] for row in rows[2:]] == [["since", "amount"]] * 2
    assert rows[0].raw["since"] == "2020-02-29"


def test_an_english_file_may_write_amounts_as_the_english_do(write: Write) -> None:
    file = write(
        "members.csv", "Member number;Name;Deposit\nL1;Berg;1,234.50\nL2;Bos;€12.50\nL3;Vos;12,50\nL4;Das;1.234\n"
    )
    assert [row.values["amount"] for row in read(file)] == [123450, 1250, 1250, 123400]
    dutch = write("leden.csv", "Lidnr;Naam;Inleg\nL1;Berg;1,234.50\n")
    assert [problem.field for problem in read(dutch)[0].problems] == ["amount"]


# -- readers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (None, ""),
        (" x ", "x"),
        (True, "TRUE"),
        (False, "FALSE"),
        (5, "5"),
        (5.0, "5"),
        (5.25, "5.25"),
        (1e20, "1e+20"),
        (36_301_000_000_000_1.0, "363010000000001"),
        (date(2026, 2, 1), "2026-02-01"),
        (datetime.fromisoformat("2026-02-01"), "2026-02-01"),
        (datetime.fromisoformat("2026-02-01T14:30"), "2026-02-01 14:30"),
        (time(14, 30), "14:30:00"),
        (float("nan"), "nan"),
    ],
)
def test_a_cell_is_shown_as_the_file_has_it(cell: reg.Cell, shown: str) -> None:
    assert reg.shown(cell) == shown


WORDS = {"Lid": "member", "Aspirant-lid": "aspirant", "member": "member"}
READ: list[tuple[Callable[[Any], Any], Any, Any]] = [
    (reg.as_text, " van  den\nBerg ", "van den Berg"),
    (reg.as_text, "[/] ‮ 👍", "[/] ‮ 👍"),
    (reg.as_text, 17.0, "17"),
    (reg.as_line(3), "abc", "abc"),
    (reg.as_date, datetime.fromisoformat("2026-02-01"), date(2026, 2, 1)),
    (reg.as_date, date(2026, 2, 1), date(2026, 2, 1)),
    (reg.as_date, "1-2-2026", date(2026, 2, 1)),
    (reg.as_moment, datetime.fromisoformat("2026-02-01T14:30:29"), datetime.fromisoformat("2026-02-01T14:30")),
    (reg.as_moment, "1-2-2026 14:30", datetime.fromisoformat("2026-02-01T14:30")),
    (reg.as_cents, 12, 1200),
    (reg.as_cents, -12.5, -1250),
    (reg.as_cents, "-12,50", -1250),
    (reg.as_positive_cents, 0, 0),
    (reg.as_whole, 4.0, 4),
    (reg.as_whole, "4", 4),
    (reg.as_decimal(2), 45.5, 4550),
    (reg.as_decimal(2), "45,5", 4550),
    (reg.as_choice(WORDS), "ASPIRANT LID", "aspirant"),
    (reg.as_flag, True, True),
    (reg.as_flag, "Ja", True),
    (reg.as_flag, "x", True),
    (reg.as_flag, 1, True),
    (reg.as_flag, "ONWAAR", False),
    (reg.as_flag, "-", False),
    (reg.as_iban, "nl91 abna 0417 1643 00", "NL91ABNA0417164300"),
    (reg.as_email, " anna@example.org ", "anna@example.org"),
    (reg.as_postcode, "1234ab", "1234 AB"),
]
REFUSED: list[tuple[Callable[[Any], Any], Any]] = [
    (reg.as_text, "bel\x07"),
    (reg.as_text, "esc\x1b[31m"),
    (reg.as_text, "esc\x9b31m"),
    (reg.as_text, "nul\0"),
    (reg.as_text, "x" * 2001),
    (reg.as_line(3), "abcd"),
    (reg.as_date, datetime.fromisoformat("2026-02-01T14:30")),
    (reg.as_date, datetime.fromisoformat("0001-01-01")),
    (reg.as_date, time(0, 0)),
    (reg.as_date, 46000),
    (reg.as_date, "1-2-26"),
    (reg.as_moment, "1-2-2026"),
    (reg.as_moment, datetime.fromisoformat("0001-01-01")),
    (reg.as_moment, date(2026, 2, 1)),
    (reg.as_cents, True),
    (reg.as_cents, 0.001),
    (reg.as_cents, "12.50"),
    (reg.as_positive_cents, -1),
    (reg.as_positive_cents, "-0,01"),
    (reg.as_whole, 4.5),
    (reg.as_whole, True),
    (reg.as_whole, -1),
    (reg.as_decimal(2), 0.1 + 0.2),
    (reg.as_choice(WORDS), "vriend"),
    (reg.as_flag, "misschien"),
    (reg.as_flag, 2),
    (reg.as_iban, "NL91ABNA0417164301"),
    (reg.as_email, "anna@\x07example.org"),
    (reg.as_postcode, "SW1A\x1b 1AA"),
]


@pytest.mark.parametrize(("reader", "cell", "value"), READ)
def test_a_cell_is_read_as_what_its_column_holds(reader: Callable[[Any], Any], cell: Any, value: Any) -> None:
    assert reader(cell) == value


@pytest.mark.parametrize(("reader", "cell"), REFUSED, ids=range(len(REFUSED)))
def test_a_cell_that_cannot_be_is_refused_in_a_sentence(reader: Callable[[Any], Any], cell: Any) -> None:
    with pytest.raises(ValueError) as refusal:
        reader(cell)
    assert len(str(refusal.value)) > 10


READERS = list(dict.fromkeys(reader for reader, *_rest in READ))
CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=30),
    st.text("0123456789-/:., €EURjanferblid@", max_size=20),
    st.dates(),
    st.datetimes(),
    st.times(),
)


@pytest.mark.parametrize("reader", READERS, ids=range(len(READERS)))
@given(cell=CELLS)
def test_whatever_a_cell_holds_is_read_or_refused_in_a_sentence(reader: Callable[[Any], Any], cell: Any) -> None:
    said = "read"
    try:
        reader(cell)
    except ValueError as refusal:
        said = str(refusal)
    assert said
    assert "Traceback" not in said
    assert not any(word in said for word in ("isoformat", "out of range", "limit (4300", "convert"))


@pytest.mark.parametrize("reader", READERS, ids=range(len(READERS)))
def test_an_empty_cell_is_no_value(reader: Callable[[Any], Any]) -> None:
    assert [reader(cell) for cell in (None, "", "  ", "\u00a0")] == [None] * 4


@given(
    st.lists(
        st.lists(st.sampled_from(["Lidnr", "Naam", "Name", "L1", "", "Totaal", "1-1-2020", '"', "x;y"]), max_size=5),
        max_size=12,
    )
)
def test_any_arrangement_of_cells_gives_rows_or_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, cells: list[list[str]]
) -> None:
    file = tmp_path_factory.getbasetemp() / "any.csv"
    file.write_text("\n".join(";".join(line) for line in cells), encoding="utf-8")
    said = ""
    try:
        for row in read(file):
            assert row.number > 1
    except Unreadable as refusal:
        said = str(refusal)
    assert not said or said.startswith("any.csv")
