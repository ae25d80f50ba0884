"""The agreement's annex is brought in: who sees to what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from coopadmin.services.association import save_agreement, save_owner
from coopadmin.services.imports import ImportRefused, Report, import_register
from coopadmin.services.judgements import judge_task
from coopadmin.services.maintenance import TaskData, report_task
from coopadmin.services.undo import undo
from db.queries import demarcation as queries
from db.queries.base import Listing
from db.store import Store
from tests.conftest import TODAY

HEADER = "Trefwoord;Onderdeel;Werk;Wie;Bereikbaar;Kosten;Anders;Letter;Codes;Opmerking\n"
LINES = (
    "Deurdranger;;stellen;coöperatie;;;;;ELEMENT.DDR;\n"
    "Kraan;leertje;vervangen;bewoner;;ja;;d;;alleen in de woning\n"
    "Kraan;;vervangen;corporatie;;;;;;\n"
    "Riool;;ontstoppen;H;ja;;verhuurder;n.;;\n"
    "Zonwering;;;huurder;;;;;;\n"
)

Bring = Callable[..., Report]


@pytest.fixture
def bring(store: Store, tmp_path: Path) -> Bring:
    """Give a function that imports lines of text."""

    def take(text: str, *, skip_bad: bool = False) -> Report:
        file = tmp_path / "lijst.csv"
        file.write_text(text, encoding="utf-8")
        return store.do(import_register, kind="demarcation", file=file, skip_bad=skip_bad).result

    return take


@pytest.fixture
def owner(store: Store) -> int:
    """Give the corporation."""
    return store.do(save_owner, name="Woonstad").result


def rows(store: Store, **values: Any) -> list[queries.LineRow]:
    """The lines of the list."""
    return list(store.read(queries.page, Listing(**values), TODAY).rows)


def refused(bring: Bring, text: str) -> list[tuple[int, str]]:
    """Which cells are refused."""
    with pytest.raises(ImportRefused) as caught:
        bring(text)
    return [(one.row, one.column) for one in caught.value.report.rejected]


def test_a_list_is_brought_in_and_begins_its_first_version(store: Store, bring: Bring, owner: int) -> None:
    report = bring(HEADER + LINES)
    assert (report.created, report.rejected) == (5, [])
    found = rows(store)
    assert [(row.line.keyword, row.line.party, row.line.otherwise) for row in found] == [
        ("Deurdranger", "cooperative", "corporation"),
        ("Kraan", "resident", "cooperative"),
        ("Kraan", "corporation", "cooperative"),
        ("Riool", "resident", "corporation"),
        ("Zonwering", "resident", "cooperative"),
    ]
    washer, drain = found[1].line, found[3].line
    assert (washer.only_low_cost, washer.letter, washer.note) == (True, "d", "alleen in de woning")
    assert (drain.only_reachable, drain.letter) == (True, "n")
    version = store.read(queries.versions)[0]
    assert (version.owner_id, version.version, version.valid_from, version.source) == (owner, "1", TODAY, "lijst.csv")


def test_work_left_to_the_resident_without_a_letter_is_taken_in_with_a_warning(bring: Bring, owner: int) -> None:
    del owner
    report = bring(HEADER + LINES)
    assert [(one.row, one.column) for one in report.warnings] == [(6, "Letter")]
    assert "art. 7:240 BW" in report.warnings[0].reason
    simple = bring("Trefwoord;Wie\nRiool ontstoppen;H\n")
    assert [one.column for one in simple.warnings] == ["Wie"]
    assert "looks like letter n" in simple.warnings[0].reason


def test_the_same_file_again_changes_nothing_and_a_changed_one_only_what_it_says(
    store: Store, bring: Bring, owner: int
) -> None:
    del owner
    bring(HEADER + LINES)
    again = bring(HEADER + LINES)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 5)
    changed = bring("Keyword;Work;Party\nDeurdranger;stellen;corporation\n")
    assert (changed.created, changed.updated) == (0, 1)
    line = rows(store)[0].line
    assert (line.party, line.codes) == ("corporation", ("ELEMENT.DDR",))


def test_versions_and_corporations_are_told_by_columns_of_their_own(store: Store, bring: Bring, owner: int) -> None:
    del owner
    store.do(save_owner, name="Stadgenoot")
    text = (
        "Keyword;Party;Version;From;Corporation\n"
        "Door closer;association;A;1-1-2025;woonstad\n"
        "Door closer;landlord;B;1-1-2027;Woonstad\n"
        "Door closer;tenant;2026;1-1-2026;Stadgenoot\n"
    )
    assert bring(text).created == 3
    assert [(one.owner, one.version, one.state(TODAY)) for one in store.read(queries.versions)] == [
        ("Stadgenoot", "2026", "in_force"),
        ("Woonstad", "B", "to_come"),
        ("Woonstad", "A", "in_force"),
    ]
    assert bring(text).unchanged == 3


def test_lines_go_into_the_version_of_today_where_the_file_names_none(store: Store, bring: Bring, owner: int) -> None:
    del owner
    bring("Keyword;Party;From\nRoof;landlord;1-1-2025\nRoof;landlord;1-1-2027\n")
    bring("Keyword;Party\nGutter;landlord\n")
    assert [row.line.keyword for row in rows(store)] == ["Roof", "Gutter"]
    assert {one.valid_from: one.lines for one in store.read(queries.versions)} == {
        date(2025, 1, 1): 2,
        date(2027, 1, 1): 1,
    }


@pytest.mark.parametrize(
    ("line", "column"),
    [
        (";;stellen;bewoner;;;;;;", "Trefwoord"),
        ("Deur;;;buurman;;;;;;", "Wie"),
        ("Deur;;stellen;;;;;;;", "Wie"),
        ("Deur;;;bewoner;misschien;;;;;", "Bereikbaar"),
        ("Deur;;;bewoner;;10 euro;;;;", "Kosten"),
        ("Deur;;;bewoner;ja;;bewoner;;;", "Anders"),
        ("Deur;;;bewoner;;;;w;;", "Letter"),
        ("Deur;;;bewoner;;;;;ELEMENT.QQQ;", "Codes"),
        (f"{'x' * 121};;;bewoner;;;;;;", "Trefwoord"),
    ],
)
def test_what_cannot_be_is_refused_with_its_cell(bring: Bring, owner: int, line: str, column: str) -> None:
    del owner
    assert refused(bring, f"{HEADER}{line}\nDak;;;corporatie;;;;;;\n") == [(2, column)]


def test_the_same_work_twice_in_a_file_is_refused(bring: Bring, owner: int) -> None:
    del owner
    text = f"{HEADER}Deur;;stellen;bewoner;;;;c;;\nDeur;;stellen;corporatie;;;;;;\n"
    assert refused(bring, text) == [(3, "Trefwoord")]


def test_a_list_needs_a_corporation_to_be_agreed_with(store: Store, bring: Bring) -> None:
    with pytest.raises(ImportRefused) as caught:
        bring("Keyword;Party\nRoof;landlord\n")
    assert "no corporation yet" in caught.value.report.rejected[0].reason
    store.do(save_owner, name="Woonstad")
    store.do(save_owner, name="Stadgenoot")
    with pytest.raises(ImportRefused) as caught:
        bring("Keyword;Party\nRoof;landlord\n")
    assert "several corporations" in caught.value.report.rejected[0].reason
    assert refused(bring, "Keyword;Party;Corporation\nRoof;landlord;Ymere\n") == [(2, "Corporation")]


def test_another_name_for_a_version_that_is_there_is_refused(bring: Bring, owner: int) -> None:
    del owner
    bring("Keyword;Party;Version;From\nRoof;landlord;1;1-1-2025\n")
    assert refused(bring, "Keyword;Party;Version;From\nDoor;landlord;2;1-1-2025\n") == [(2, "Version")]


def test_a_line_a_report_was_judged_by_is_not_changed_by_a_file(store: Store, bring: Bring, owner: int) -> None:
    del owner
    bring(HEADER + LINES)
    closer = rows(store)[0].line.line_id
    task = store.do(report_task, number="O-1", task=TaskData(what="dranger", reported_on=TODAY)).result
    store.do(
        judge_task,
        task_id=task,
        responsible="cooperative",
        routed="cooperative",
        judged_on=TODAY,
        line_id=closer,
    )
    assert refused(bring, "Trefwoord;Werk;Wie\nDeurdranger;stellen;corporatie\n") == [(2, "Wie")]
    assert bring("Trefwoord;Werk;Wie;Opmerking\nDeurdranger;stellen;coöperatie;pomp\n").updated == 1


def test_a_workbook_is_taken_and_the_whole_file_is_taken_back(store: Store, tmp_path: Path, owner: int) -> None:
    del owner
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (["Demarcatielijst 2026"], ["Trefwoord", "Wie", "Bereikbaar"], ["Goot", "bewoner", True]):
        sheet.append(line)
    file = tmp_path / "lijst.xlsx"
    book.save(file)
    done = store.do(import_register, kind="demarcation", file=file)
    assert (done.result.created, rows(store)[0].line.only_reachable) == (1, True)
    store.do(undo, done.batch)
    assert store.read(queries.versions) == ()


def test_a_list_belongs_to_the_agreement_that_runs_when_it_begins(store: Store, bring: Bring, owner: int) -> None:
    store.do(save_agreement, owner_id=owner, starts_on=date(2020, 1, 1), ends_on=date(2024, 12, 31), reference="old")
    agreement_id = store.do(save_agreement, owner_id=owner, starts_on=date(2025, 1, 1), reference="BO-2025").result
    bring("Trefwoord;Wie;Versie;Ingangsdatum\nDak;verhuurder;3;1-2-2025\nGoot;verhuurder;0;1-1-2019\n")
    found = {one.version: one.agreement_id for one in store.read(queries.versions)}
    assert found == {"3": agreement_id, "0": None}
