"""Whatever a person typed, no way out of the program runs it: not as a formula, as a terminal's command or as HTML."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Sequence
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from coopadmin.exchange.audit_tables import Table, as_csv
from coopadmin.exchange.calendar_file import Entry, calendar_file
from coopadmin.exchange.documents import Facts, Heading, Line, Lines, Rows, Signatures, Words, markdown, page, plain
from coopadmin.formats import disarmed
from coopadmin.reports.base import Column, Report
from coopadmin.reports.render import render
from coopadmin.services.imports import Remark, write_rejects
from coopadmin.services.imports import Report as Taken
from tests.fuzz.mutations import HOSTILE_TEXTS

HIDDEN = ["\t=1", " =1", "\n=1", "\ufeff=1", "\u202e=1", "\x01=1", "＝1+1", "＠SUM(A1)", "-1+HYPERLINK(A1)"]
CALLED = ["=1+1", "@SUM(A1)", "+1+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "-a"]


@pytest.mark.parametrize("text", [*CALLED, *HIDDEN])
def test_formulas_are_disarmed(text: str) -> None:
    assert disarmed(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Berg", "-12,50", "+31 6 1234-5678", "-1.234,56", "'t Hart", "a=b"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert disarmed(text) == text


# -- every way out -----------------------------------------------------------------------------------------------------

hostile = st.one_of(
    st.sampled_from(HOSTILE_TEXTS),
    st.text(max_size=40),
    st.builds("{}{}".format, st.sampled_from("=+-@\t\r\n ＝\ufeff\u202e\x1b"), st.text(max_size=20)),
)


def cells_of(text: str) -> list[str]:
    """All cells of a CSV file."""
    return [cell for row in csv.reader(io.StringIO(text, newline=""), delimiter=";") for cell in row]


def runs(text: str) -> list[str]:
    """The cells that a spreadsheet would run."""
    return [cell for cell in cells_of(text.removeprefix("\ufeff")) if disarmed(cell) != cell]


def steers(text: str, *, within: str = "\n") -> list[str]:
    """The signs in a text that a terminal obeys, beside the ends of lines."""
    turns = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    return [sign for sign in text if sign not in within and (unicodedata.category(sign) == "Cc" or sign in turns)]


def report_of(texts: Sequence[str]) -> Report:
    """A report with these texts as title, headings, cells and remarks."""
    columns = tuple(Column(f"k{place}", text) for place, text in enumerate(texts))
    return Report(texts[0], columns, [{f"k{place}": text for place, text in enumerate(texts)}], {}, {}, tuple(texts))


@given(st.lists(hostile, min_size=1, max_size=4))
def test_no_cell_of_a_report_runs_and_none_steers_a_terminal(texts: list[str]) -> None:
    report = report_of(texts)
    written = render(report, "csv").decode("utf-8")
    assert runs(written) == []
    assert [sign for sign in steers(written, within="\r\n\t") if unicodedata.category(sign) == "Cc"] == []
    assert steers(render(report, "table").decode("utf-8")) == []
    assert steers(render(report, "table", width=80).decode("utf-8")) == []


@given(st.lists(hostile, min_size=1, max_size=4))
def test_json_says_what_was_typed_and_steers_no_terminal(texts: list[str]) -> None:
    written = render(report_of(texts), "json").decode("utf-8")
    assert steers(written) == []
    assert list(json.loads(written)["rows"][0].values()) == texts


@given(hostile)
def test_no_cell_of_a_workbook_is_a_formula(text: str) -> None:
    written = render(report_of([text]), "xlsx")
    book = load_workbook(io.BytesIO(written))
    (sheet,) = book.worksheets
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.hyperlink]


@given(hostile, hostile, hostile)
def test_no_cell_of_the_refused_rows_runs(
    tmp_path_factory: pytest.TempPathFactory, heading: str, cell: str, why: str
) -> None:
    taken = Taken("members", "x.csv", columns=(heading,))
    taken.rejected.append(Remark(2, heading, cell, why))
    taken.rejected_cells[2] = (cell,)
    written = write_rejects(taken, tmp_path_factory.getbasetemp() / "x.csv")
    assert isinstance(written, Path)
    assert runs(written.read_bytes().decode("utf-8-sig", "replace")) == []


@given(hostile)
def test_no_cell_of_the_audit_folder_runs(text: str) -> None:
    table = Table("x.csv", "", (("a", "A", "text"), ("b", "B", "text")), lambda *_how: ())
    assert runs(as_csv(table, [{"a": text, "b": f"x{text}"}]).decode("utf-8")) == []


@given(hostile, hostile)
def test_a_calendar_holds_only_what_was_put_in_it(title: str, note: str) -> None:
    entry = Entry("1@x", title, date(2026, 11, 20), place=note, note=note)
    written = calendar_file([entry], name=title, made_at=datetime(2026, 11, 20, 12, tzinfo=UTC)).decode(
        "utf-8", "replace"
    )
    lines = written.replace("\r\n ", "").split("\r\n")
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VCALENDAR") == 1
    assert steers(written, within="\r\n\t") == []


MARKUP = ("<img src=x onerror=y>", "</style><script>x</script>", "'\"><a href=x>")


class _Tags(HTMLParser):
    """Gathers the elements of a page, with all they refer to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(f"{tag} {sorted(name for name, _value in attrs)}")


def document(text: str) -> list[Heading | Line | Lines | Facts | Words | Rows | Signatures]:
    """A document with a text in every place it has."""
    return [
        Heading(1, f"x{text}"),
        Line(text, text, struck=True),
        Lines((Line(text, text), Line(text))),
        Facts(((text, text),)),
        Words(text),
        Words(text, quoted=True),
        Rows((text,), ((text,),)),
        Signatures((text,)),
    ]


def tags(text: str) -> set[str]:
    """The kinds of elements of the page."""
    reader = _Tags()
    reader.feed(page(document(text)))
    return set(reader.found)


@given(st.one_of(hostile, st.sampled_from(MARKUP)))
def test_no_text_brings_an_element_into_a_page_or_a_command_to_a_terminal(text: str) -> None:
    harmless = ("", "word", "a word", "two\nlines", "- a list\n- of two", "w" * 60)
    assert tags(text) <= set().union(*map(tags, harmless))
    for written in (page(document(text)), markdown(document(text)), plain(document(text))):
        assert steers(written) == []
