"""Reports go to the screen, into a pipe or into a file."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coopadmin.services.imports import import_register
from db.store import Store
from tests.cli.conftest import MEMBERS
from tests.conftest import Furnish

Run = Callable[..., Any]


def _import_members(store: Store) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "leden.csv"
        file.write_text(MEMBERS, encoding="utf-8")
        store.do(import_register, "members", file)


@pytest.fixture(autouse=True)
def _members(furnish: Furnish) -> None:
    furnish(_import_members)


def test_a_table_is_what_one_gets_without_asking(run: Run) -> None:
    ran = run("report", "members")
    assert (ran.code, ran.err) == (0, "")
    assert "Öztürk" in ran.out
    assert "\x1b" not in ran.out
    assert ran.out.splitlines()[-1] == "member: 1 · aspirant member: 1 · supporter: 1"


def test_the_register_is_as_it_was_on_the_day_asked_for(run: Run) -> None:
    document = run("report", "members", "--on", "31-12-2021", "--format", "json").document
    assert document["on"] == "2021-12-31"
    assert document["counts"] == {"member": 1, "aspirant": 1, "supporter": 0}
    assert [row["number"] for row in document["rows"]] == ["L001", "L002"]
    assert document["rows"][0] == {
        "number": "L001",
        "name": "Berg",
        "kind": "member",
        "since": "2020-01-01",
        "until": None,
        "dwelling": None,
    }


def test_a_kind_beyond_the_three_is_counted_where_there_is_one(run: Run, write: Callable[[str, str], Path]) -> None:
    run("import", "members", write("e.csv", "Lidnr;Achternaam;Soort;Lid sinds\nL009;Eer;erelid;1-1-2000\n"))
    counts = run("report", "members", "--format", "json").document["counts"]
    assert counts == {"member": 1, "aspirant": 1, "supporter": 1, "honorary": 1}


def test_a_pipe_gets_csv_without_a_mark_and_a_file_with_one(run: Run, tmp_path: Path) -> None:
    piped = run("report", "members", "--format", "csv").out
    assert piped.startswith("Number;Name;")
    target = tmp_path / "members.csv"
    ran = run("report", "members", "--out", target)
    assert (ran.code, ran.out) == (0, "")
    assert str(target) in ran.err
    content = target.read_bytes()
    assert content == "\ufeff".encode() + piped.encode()
    assert len(list(csv.reader(content.decode("utf-8-sig").splitlines(), delimiter=";"))) == 4


def test_a_file_that_is_there_is_replaced_and_its_ending_tells_the_format(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "members.json"
    target.write_text("old", encoding="utf-8")
    assert run("report", "members", "--out", target).code == 0
    assert target.read_text(encoding="utf-8").startswith("{")
    assert run("report", "members", "--out", target, "--format", "table").code == 0
    assert target.read_text(encoding="utf-8").startswith("Members on")


def test_a_workbook_goes_into_a_pipe_but_not_to_a_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("report", "members", "--format", "xlsx").out.startswith("PK")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    ran = run("report", "members", "--format", "xlsx")
    assert (ran.code, ran.out) == (2, "")
    assert "--out" in ran.err


def test_a_table_fits_the_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "44")
    assert max(map(len, run("report", "members").out.splitlines())) > 44
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert max(map(len, run("report", "members").out.splitlines())) <= 44


def test_a_report_never_lands_on_the_store(run: Run, store_path: Path) -> None:
    ran = run("report", "members", "--out", store_path)
    assert ran.code == 2
    assert run("check").code == 0


def test_a_place_that_cannot_be_written_is_exit_2(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert run("report", "members", "--out", tmp_path / "file" / "x.csv").code == 2
    assert run("report", "members", "--out", tmp_path).code == 2
