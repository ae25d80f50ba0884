"""The bank's files come in from the command line."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coopadmin.services.imports import import_register
from db.store import Store
from tests.conftest import SHARED, Furnish

Run = Callable[..., Any]

KEYS = {
    "file",
    "format",
    "statements",
    "lines",
    "new",
    "duplicate",
    "matched",
    "unmatched",
    "balance_ok",
    "closing_cents",
    "batch",
}


def _import_contracts(store: Store) -> None:
    """Take in the registers that matching needs."""
    for kind, name in (
        ("members", "ledenlijst.csv"),
        ("dwellings", "woningen.xlsx"),
        ("contracts", "huurcontracten.csv"),
    ):
        store.do(import_register, kind, SHARED / "registers" / name, skip_bad=True)


@pytest.fixture
def contracts(registers: Path, furnish: Furnish) -> None:
    """Fill the store with the registers that matching needs."""
    furnish(_import_contracts)


@pytest.fixture
def registers(registers: Path, tmp_path: Path) -> Path:
    """Copy the example, beside which rejects may be written."""
    folder = tmp_path / "registers"
    shutil.copytree(registers, folder)
    folder.chmod(0o755)
    return folder


@pytest.mark.usefixtures("contracts")
def test_the_example_comes_in_with_every_figure_and_again_changes_nothing(run: Run, registers: Path) -> None:
    expected = json.loads((registers / "expected.json").read_text(encoding="utf-8"))
    names = [registers / name for name in expected["bank"]]
    ran = run("bank", *names, "--json")
    assert ran.code == 0
    assert set(ran.document) == {"files"}
    for name, found in zip(names, ran.document["files"], strict=True):
        assert found.keys() >= KEYS
        assert found["file"] == str(name)
        assert found["balance_ok"] is True
        assert {key: found[key] for key in expected["bank"][name.name]} == expected["bank"][name.name]
    assert [found["format"] for found in ran.document["files"]] == ["camt.053", "mt940", "mt940", "csv:rabobank"]
    assert ran.document["files"][-1]["closing_cents"] == expected["closing_cents"]
    again = run("bank", *names, "--json").document["files"]
    assert {(found["new"], found["matched"], found["unmatched"], found["batch"]) for found in again} == {
        (0, 0, 0, None)
    }
    assert run("check").code == 0


@pytest.mark.usefixtures("contracts")
def test_a_file_is_taken_back_whole_and_comes_in_again(run: Run, registers: Path) -> None:
    file = registers / "2026-09.camt053.xml"
    first = run("bank", file, "--json").document["files"][0]
    assert run("undo", first["batch"]).code == 0
    assert run("report", "unmatched", "--format", "json").document["rows"] == []
    again = run("bank", file, "--json").document["files"][0]
    assert {**again, "batch": 0} == {**first, "batch": 0}


@pytest.mark.usefixtures("contracts")
def test_a_person_reads_what_came_of_it(run: Run, registers: Path) -> None:
    ran = run("bank", registers / "2026-09.camt053.xml")
    assert "agree to the cent" in ran.out
    assert "€39,143.74" in ran.out
    assert "report unmatched" in ran.err
    assert "coopadmin undo" in ran.err
    assert "nothing new" in run("bank", registers / "2026-09.camt053.xml").err
    gap = run("bank", registers / "2026-11.csv")
    assert "To look at:" in gap.out
    assert "a file between them is missing" in gap.out


@pytest.mark.usefixtures("contracts")
def test_what_waits_is_a_report(run: Run, registers: Path) -> None:
    run("bank", registers / "2026-09.camt053.xml")
    document = run("report", "unmatched", "--format", "json").document
    assert len(document["rows"]) == 4
    assert set(document["rows"][0]) == {
        "date", "amount_cents", "remainder_cents", "name", "account", "description", "note",
    }  # fmt: skip
    assert document["total_cents"] == sum(row["remainder_cents"] for row in document["rows"])
    assert "4 lines wait" in run("report", "unmatched").out


def test_what_is_no_bank_file_keeps_all_files_out(run: Run, registers: Path, member_file: Path) -> None:
    good = registers / "2026-09.camt053.xml"
    for bad in (member_file, registers / "nothing.xml"):
        ran = run("bank", good, bad, "--json")
        assert ran.code == 2
        assert bad.name in ran.document["error"][0]
    assert run("bank", good, "--json").document["files"][0]["new"] == 37


def test_a_file_that_breaks_off_is_told_with_what_was_taken_in_before_it(
    run: Run, registers: Path, tmp_path: Path
) -> None:
    good, broken = registers / "2026-09.camt053.xml", tmp_path / "broken.xml"
    broken.write_bytes(good.read_bytes()[:-2_000])
    ran = run("bank", good, broken, "--json")
    assert ran.code == 2
    assert [found["new"] for found in ran.document["files"]] == [37]
    assert "broken.xml" in ran.document["error"][0]
    assert "Taken in before it" in ran.err
    assert run("bank", good, "--json").document["files"][0]["duplicate"] == 37
