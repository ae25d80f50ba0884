"""Registers come in from the command line: all of a file, or nothing, or the good rows when asked."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

KEYS = {
    "kind",
    "file",
    "rows",
    "ignored",
    "created",
    "updated",
    "unchanged",
    "rejected",
    "warnings",
    "batch",
    "rejects_file",
}


def _members(run: Run) -> int:
    return len(run("report", "members", "--format", "json").document["rows"])


def test_a_register_without_fault_comes_in_and_again_changes_nothing(run: Run, member_file: Path) -> None:
    ran = run("import", "members", member_file, "--json")
    assert ran.code == 0
    assert set(ran.document) == KEYS
    assert ran.document | {"batch": 0, "warnings": []} == {
        "kind": "members",
        "file": str(member_file),
        "rows": 3,
        "ignored": 0,
        "created": 3,
        "updated": 0,
        "unchanged": 0,
        "rejected": [],
        "warnings": [],
        "batch": 0,
        "rejects_file": None,
    }
    assert isinstance(ran.document["batch"], int)
    again = run("import", "members", member_file, "--json")
    assert again.code == 0
    assert [again.document[key] for key in ("created", "updated", "unchanged", "batch")] == [0, 0, 3, None]


def test_one_refused_row_keeps_everything_out(run: Run, faulty_file: Path, tmp_path: Path) -> None:
    ran = run("import", "members", faulty_file, "--json")
    assert ran.code == 1
    assert set(ran.document) == KEYS
    assert [ran.document[key] for key in ("rows", "created", "updated", "batch")] == [4, 0, 0, None]
    (rejected,) = ran.document["rejected"]
    assert set(rejected) == {"row", "column", "value", "reason"}
    assert (rejected["row"], rejected["column"], rejected["value"]) == (5, "IBAN", "NL69TRIO8575038096")
    assert ran.document["rejects_file"] is None
    assert _members(run) == 0
    assert not list(tmp_path.glob("*.rejected.csv"))


def test_a_person_reads_which_row_is_wrong_and_what_to_do(run: Run, faulty_file: Path) -> None:
    ran = run("import", "members", faulty_file)
    assert ran.code == 1
    assert "row 5, IBAN" in ran.out
    assert "--skip-bad" in ran.err
    good = run("import", "members", faulty_file, "--skip-bad")
    assert "leden.rejected.csv" in good.err
    assert "coopadmin undo" in good.err


def test_the_good_rows_come_in_when_asked_and_the_others_lie_beside_the_file(
    run: Run, faulty_file: Path, tmp_path: Path
) -> None:
    ran = run("import", "members", faulty_file, "--skip-bad", "--json")
    assert ran.code == 0
    assert (ran.document["created"], len(ran.document["rejected"])) == (3, 1)
    beside = tmp_path / "leden.rejected.csv"
    assert ran.document["rejects_file"] == str(beside)
    assert beside.stat().st_mode & 0o777 == 0o600
    header, record = csv.reader(beside.read_text(encoding="utf-8-sig").splitlines(), delimiter=";")
    assert header[:2] == ["Lidnr", "Achternaam"]
    assert record[0] == "L004"
    assert "IBAN" in record[-1]
    assert _members(run) == 3


def test_mended_rows_are_taken_in_from_the_file_beside(run: Run, faulty_file: Path, tmp_path: Path) -> None:
    run("import", "members", faulty_file, "--skip-bad")
    beside = tmp_path / "leden.rejected.csv"
    mended = beside.read_text(encoding="utf-8-sig").replace("NL69TRIO8575038096", "")
    beside.write_text(mended, encoding="utf-8")
    assert run("import", "members", beside).code == 0
    assert _members(run) == 4


def test_a_rehearsal_tells_what_would_happen_and_writes_nothing(
    run: Run, member_file: Path, tmp_path: Path, store_path: Path
) -> None:
    before = store_path.read_bytes()
    ran = run("import", "members", member_file, "--dry-run", "--json")
    assert (ran.code, ran.document["created"], ran.document["batch"]) == (0, 3, None)
    assert "Nothing was written" in run("import", "members", member_file, "--dry-run").err
    assert _members(run) == 0
    assert store_path.read_bytes() == before


def test_a_rehearsal_answers_as_the_real_thing_would(run: Run, faulty_file: Path, tmp_path: Path) -> None:
    strict = run("import", "members", faulty_file, "--dry-run", "--json")
    assert (strict.code, strict.document["created"], strict.document["batch"]) == (1, 0, None)
    lenient = run("import", "members", faulty_file, "--dry-run", "--skip-bad", "--json")
    assert (lenient.code, lenient.document["created"], lenient.document["rejects_file"]) == (0, 3, None)
    assert not list(tmp_path.glob("*.rejected.csv"))


def test_a_column_that_is_not_known_is_warned_of(run: Run, write: Callable[[str, str], Path]) -> None:
    file = write("m.csv", "Lidnr;Achternaam;Soort;Lid sinds;Schoenmaat\nL001;Berg;lid;1-1-2020;43\n")
    ran = run("import", "members", file, "--json")
    (warning,) = ran.document["warnings"]
    assert set(warning) == {"row", "column", "reason"}
    assert (warning["row"], warning["column"]) == (1, "Schoenmaat")


def test_only_so_many_refused_rows_are_shown_to_a_person(run: Run, write: Callable[[str, str], Path]) -> None:
    rows = "".join(f"L{number};Berg;wat;1-1-2020\n" for number in range(150))
    file = write("m.csv", f"Lidnr;Achternaam;Soort;Lid sinds\n{rows}")
    ran = run("import", "members", file)
    assert ran.out.count("  row ") == 100
    assert "50 more" in ran.out
    assert len(run("import", "members", file, "--json").document["rejected"]) == 150


def test_a_folder_that_may_not_be_written_is_told_before_anything_is_taken_in(
    run: Run, faulty_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coopadmin.cli.importing.may_be_written", lambda folder: False)
    ran = run("import", "members", faulty_file, "--skip-bad")
    assert ran.code == 1
    assert "folder" in ran.err
    assert _members(run) == 0


def test_a_file_beside_that_fails_after_all_is_told_and_the_rows_are_named(
    run: Run, faulty_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("coopadmin.services.imports.write_private", full)
    ran = run("import", "members", faulty_file, "--skip-bad", "--json")
    assert (ran.code, ran.document["rejects_file"]) == (0, None)
    assert "(the disk is full)" in ran.err
