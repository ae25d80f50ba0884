"""A register comes in whole or not at all, or only its good rows where that is asked; what is refused can be mended."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from coopadmin.errors import Unreadable, WrongUse
from coopadmin.exchange.registers import Column, Register
from coopadmin.formats import fold
from coopadmin.services.imports import (
    KINDS,
    ROWS_AT_ONCE,
    ImportRefused,
    Remark,
    Report,
    import_register,
    kind_named,
    write_rejects,
)
from coopadmin.services.members import PersonData, register_member
from coopadmin.services.undo import undo
from db.backup import check
from db.queries import journal as journal_queries
from db.queries import members as queries
from db.store import Done, Store

Write = Callable[[str, str], Path]

HEADER = "Lidnr;Achternaam;Soort;Lid sinds;IBAN\n"
GOOD = "L001;Berg;lid;1-1-2020;\nL002;Bos;lid;1-1-2020;\n"
BAD = "L003;Vos;lid;1-1-2020;NL91ABNA0417164301\nL004;=1+1;lid;1-13-2020;\n"


def take(store: Store, file: Path, *, skip_bad: bool = False) -> Done[Report]:
    return store.do(import_register, "members", file, skip_bad=skip_bad)


def numbers(store: Store) -> list[str]:
    return [row.number for row in store.read(queries.register_on, date(2026, 1, 1))]


def test_one_refused_row_keeps_the_whole_file_out(store: Store, write: Write) -> None:
    with pytest.raises(ImportRefused) as refusal:
        take(store, write("leden.csv", HEADER + GOOD + BAD))
    report = refusal.value.report
    assert (report.rows, report.created) == (4, 2)
    assert [(remark.row, remark.column, remark.value) for remark in report.rejected] == [
        (4, "IBAN", "NL91ABNA0417164301"),
        (5, "Lid sinds", "1-13-2020"),
    ]
    assert numbers(store) == []
    line = store.read(journal_queries.last_standing)
    assert line is None


def test_the_good_rows_alone_come_in_where_that_is_asked(store: Store, write: Write) -> None:
    done = take(store, write("leden.csv", HEADER + GOOD + BAD), skip_bad=True)
    assert (done.result.created, len(done.result.rejected), done.batch) == (2, 2, 2)
    assert numbers(store) == ["L001", "L002"]
    store.do(undo)
    assert numbers(store) == []


def test_the_same_file_again_changes_nothing(store: Store, write: Write) -> None:
    file = write("leden.csv", HEADER + GOOD)
    assert take(store, file).batch == 2
    again = take(store, file)
    assert (again.result.unchanged, again.result.created, again.batch) == (2, 0, None)


def test_the_journal_names_the_kind_and_the_file(store: Store, write: Write) -> None:
    take(store, write("leden.csv", HEADER + GOOD))
    line = store.read(journal_queries.last_standing)
    assert line is not None
    assert line.what == "Register imported members leden.csv"


@pytest.mark.skipif(os.name != "posix", reason="names of files are text there")
def test_a_file_whose_name_is_no_text_comes_in(store: Store, write: Write, tmp_path: Path) -> None:
    file = write("leden.csv", HEADER + GOOD).rename(tmp_path / "led\udce9n.csv")
    assert take(store, file).batch == 2
    assert all(finding.ok for finding in check(store.path))


def test_columns_not_known_are_warned_of_once(store: Store, write: Write) -> None:
    done = take(store, write("leden.csv", "Lidnr;Achternaam;Soort;Lid sinds;Schoenmaat\nL1;Berg;lid;1-1-2020;44\n"))
    (warning,) = done.result.warnings
    assert warning == Remark(1, "Schoenmaat", "", "this column is not known here; what is in it is not taken in")


def test_a_kind_that_is_not_there_is_named_with_those_that_are(store: Store, tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="members, dwellings"):
        store.do(import_register, "pets", tmp_path / "x.csv")


def test_progress_is_told_and_can_break_it_off(store: Store, write: Write) -> None:
    lines = "".join(f"M{number};Berg{number};lid;1-1-2020;\n" for number in range(ROWS_AT_ONCE * 2 + 1))
    file = write("leden.csv", HEADER + lines)
    told: list[int] = []

    def stop(rows: int) -> None:
        told.append(rows)
        if len(told) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.do(import_register, "members", file, on_rows=stop)
    assert told == [ROWS_AT_ONCE, ROWS_AT_ONCE * 2]
    assert numbers(store) == []
    assert store.do(import_register, "members", file, on_rows=told.append).result.created == ROWS_AT_ONCE * 2 + 1


# -- the refused rows ----------------------------------------------------------------------------------------------


def test_refused_rows_are_put_beside_the_file_to_be_mended_and_imported(store: Store, write: Write) -> None:
    file = write("leden.csv", "Leden van De Vonk\n" + HEADER + GOOD + BAD)
    report = take(store, file, skip_bad=True).result
    beside = write_rejects(report, file)
    assert beside is not None
    assert beside == file.with_name("leden.rejected.csv")
    text = beside.read_text(encoding="utf-8-sig")
    assert text.splitlines()[0] == "Lidnr;Achternaam;Soort;Lid sinds;IBAN;Reason"
    assert text.splitlines()[1].startswith("L003;Vos;lid;1-1-2020;NL91ABNA0417164301;IBAN: “")
    assert text.splitlines()[2].startswith("L004;'=1+1;")
    mended = text.replace("NL91ABNA0417164301", "NL91ABNA0417164300").replace("1-13-2020", "1-12-2020")
    beside.write_text(mended, encoding="utf-8")
    again = take(store, beside)
    assert (again.result.created, again.result.warnings) == (2, [])
    assert numbers(store) == ["L001", "L002", "L003", "L004"]


def test_a_reason_that_is_about_no_column_stands_by_itself(store: Store, write: Write) -> None:
    file = write("lijst.csv", "Trefwoord;Wie\nDak;verhuurder\n")
    beside = write_rejects(store.do(import_register, "demarcation", file, skip_bad=True).result, file)
    assert beside is not None
    assert beside.read_text(encoding="utf-8-sig").splitlines()[1].startswith('Dak;verhuurder;"there is no corporation')


def test_where_nothing_is_refused_no_file_is_left(store: Store, write: Write) -> None:
    file = write("leden.csv", HEADER + GOOD)
    assert write_rejects(take(store, file, skip_bad=True).result, file) is None
    assert not file.with_name("leden.rejected.csv").exists()


@pytest.mark.skipif(os.name != "posix", reason="rights are set by the profile folder there")
def test_refused_rows_are_private(store: Store, write: Write) -> None:
    file = write("leden.csv", HEADER + BAD)
    beside = write_rejects(take(store, file, skip_bad=True).result, file)
    assert beside is not None
    assert stat.S_IMODE(beside.stat().st_mode) == 0o600


# -- the registers -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_no_name_of_a_column_stands_for_two(kind: str) -> None:
    register: Register = kind_named(kind).REGISTER
    assert register.kind == kind
    names = [
        "".join(sign for sign in fold(name) if sign.isalnum()) for column in register.columns for name in column.names
    ]
    assert len(names) == len(set(names))
    assert len({column.field for column in register.columns}) == len(register.columns)
    assert any(column.required for column in register.columns)


CELLS = (
    """
 |L001|L002|L1 + L2|C-0001|C-0002|1A|1B|ZAAL|O-1|B-1|lid|donateur|ja|nee|x|1-1-2020|2020-06-30|31-12-2199|1-1-1800
2-11-2026|2-11-2026 14:00|2-11-2026 16:00|2-11-2026 24:00|2020-02-30|12|1|3|-1|0|999999999|€ 1.234,56|100000000000,00
12.50|-0,01|12,5|2/3|elke 18 maanden|jaarlijks|2x per jaar|elke 0 jaar|999999x per jaar|gewone meerderheid|unaniem
twee derde|consent|aangenomen|verworpen|besluit|coöptatie|reparatie|keuring|gepland|normaal|spoed|gereed|gemeld
corporatie
bewoner|zelfstandig|onzelfstandig|overboeking|incasso|bevestigd|geannuleerd|voorzitter|NL91ABNA0417164300|0363010000000001
a@b.nl|1234AB|A++|[/] [@click=app.quit]x[/]|👍🏽|‮rtl|#REF!|=1+1|Berg + Bos + Vos|+| + |Totaal|\x1b[31m|null|NaN|１２
Yılmaz, E.|%|'|"|;
""".replace("\n", "|")
    .strip("|")
    .split("|")
)
CELLS += ["x" * 250, "x" * 2001]
KNOWN = {
    "contract": ["C-0001", "C-0001", "C-0009"],
    "dwelling": ["1A", "1B", "1B", "9Z"],
    "facility": ["ZAAL", "ZAAL", "KLUS"],
    "member": ["L001", "L001", "L009"],
    "tenants": ["L001", "Berg + Bos + Vos", "L001 + Yılmaz, E.", "L009"],
}
"""What a column that refers to a record is likely to hold."""


@cache
def _cells(column: Column) -> st.SearchStrategy[str]:
    """Give cells that a column's own reader takes, and any; kept, as every example asks for them again."""
    found = list(KNOWN.get(column.field, []))
    for cell in [] if found else CELLS:
        with suppress(ValueError):
            if column.read(cell) is not None:
                found.append(cell)
    good = st.sampled_from([str(cell) for cell in found or CELLS])
    return st.one_of(good, good, good, good, st.sampled_from(CELLS))


@pytest.fixture(scope="module")
def worked(template_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Give a store with a little in it, that only rehearsals look at."""
    path = Path(shutil.copy(template_store, tmp_path_factory.mktemp("imports") / "store.coop"))
    store = Store(path, actor="Noor")
    store.do(register_member, number="L001", person=PersonData("Berg"), kind="member", starts_on=date(2020, 1, 1))
    files = {
        "dwellings": "Woning\n1A\n1B\n",
        "contracts": "Contract;Woning;Huurders;Ingangsdatum\nC-0001;1A;L001;1-1-2020\n",
        "facilities": "Code;Naam\nZAAL;Zaal\n",
        "maintenance": "Nr;Gemeld op;Omschrijving\nO-1;1-1-2020;Lek\n",
    }
    for kind, text in files.items():
        file = path.with_name(f"{kind}.csv")
        file.write_text(text, encoding="utf-8")
        with suppress(ImportRefused, Unreadable):
            store.do(import_register, kind, file)
    return store


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_whatever_stands_in_a_register_comes_in_or_is_refused_in_a_sentence(
    worked: Store, kind: str, data: st.DataObject
) -> None:
    register: Register = kind_named(kind).REGISTER
    columns = [column for column in register.columns if column.required or data.draw(st.booleans())]
    english = data.draw(st.booleans())
    records = data.draw(st.lists(st.tuples(*map(_cells, columns)), min_size=1, max_size=5))
    header = [column.names[-1] if english else column.names[0] for column in columns]
    file = worked.path.with_name(f"any-{kind}.csv")
    lines = [";".join('"' + cell.replace('"', '""') + '"' for cell in line) for line in (header, *records)]
    file.write_text("\n".join(lines), encoding="utf-8")
    report = None
    with suppress(Unreadable):
        report = worked.rehearse(import_register, kind, file, skip_bad=True)
    if report is not None:
        counted = report.created + report.updated + report.unchanged + len(report.rejected)
        assert counted == report.rows
        assert report.rows + report.ignored == len(records)
        assert all(remark.reason and len(remark.reason) < 600 for remark in (*report.rejected, *report.warnings))
        assert set(report.rejected_cells) == {remark.row for remark in report.rejected}


def test_a_rehearsal_of_an_import_leaves_no_trace(store: Store, write: Write) -> None:
    with sqlite3.connect(store.path) as connection:
        before = list(connection.iterdump())
    connection.close()
    store.rehearse(import_register, "members", write("leden.csv", HEADER + GOOD))
    with sqlite3.connect(store.path) as connection:
        assert list(connection.iterdump()) == before
    connection.close()


def test_of_a_sheet_that_was_passed_by_the_report_says_so(store: Store, tmp_path: Path) -> None:
    book = Workbook()
    for name, head in (("Leden 2025", ("Lidnr", "Achternaam", "Soort", "Lid sinds")), ("Leden", ("Lidnr", "Lidnr"))):
        sheet = book.create_sheet(name)
        sheet.append([*head, *("Achternaam", "Soort", "Lid sinds")] if name == "Leden" else list(head))
        sheet.append(["L001", "Bos", "lid", "1-1-2020"])
    book.save(tmp_path / "leden.xlsx")
    (told,) = store.do(import_register, "members", tmp_path / "leden.xlsx").result.warnings
    assert told.reason.startswith("the sheet “Leden 2025” is read, and another was passed by: ")
    assert "sheet “Leden”: the column “Lidnr” is there twice" in told.reason
