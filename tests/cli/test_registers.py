"""A board's own registers come in whole from the command line, and the reports say what is in them."""

from __future__ import annotations

import io
import json
import shutil
import tempfile
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from coopadmin.cli.door import enter
from db.store import Store
from tests.conftest import SHARED, Furnish

Run = Callable[..., Any]

FILES = {
    "members": "ledenlijst.csv",
    "dwellings": "woningen.xlsx",
    "contracts": "huurcontracten.csv",
    "rents": "huurprijzen.csv",
    "opening": "beginstand.csv",
    "facilities": "voorzieningen.csv",
    "bookings": "reserveringen.csv",
    "maintenance": "onderhoud.xlsx",
    "decisions": "besluiten.csv",
}
ON = ("--on", "2026-11-15")


@pytest.fixture
def expected(registers: Path) -> dict[str, Any]:
    """Read what must come out."""
    return json.loads((registers / "expected.json").read_text(encoding="utf-8"))


@pytest.fixture
def files(registers: Path, tmp_path: Path) -> dict[str, Path]:
    """Copy the registers to a folder that may be written."""
    folder = tmp_path / "registers"
    folder.mkdir()
    return {kind: Path(shutil.copyfile(registers / name, folder / name)) for kind, name in FILES.items()}


@pytest.fixture
def take_in(run: Run, files: dict[str, Path]) -> Callable[[], dict[str, dict[str, Any]]]:
    """Give a function that imports all registers in their order, the good rows only."""

    def import_all() -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        for kind, file in files.items():
            ran = run("import", kind, file, "--skip-bad", "--json")
            assert ran.code == 0, kind
            found[kind] = ran.document
        return found

    return import_all


def _import_registers(store: Store) -> tuple[tuple[str, str, bytes | None], ...]:
    """Import all registers in their order; gives of each its document and what was written beside it."""
    taken: list[tuple[str, str, bytes | None]] = []
    with tempfile.TemporaryDirectory() as folder:
        for kind, name in FILES.items():
            file = Path(shutil.copyfile(SHARED / "registers" / name, Path(folder) / name))
            out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
            with redirect_stdout(out), redirect_stderr(io.TextIOWrapper(io.BytesIO(), encoding="utf-8")):
                code = enter(
                    ["--store", str(store.path), "--lang", "en", "import", kind, str(file), "--skip-bad", "--json"]
                )
            assert code == 0, kind
            out.seek(0)
            beside = _rejects_of(file)
            taken.append((kind, out.read(), beside.read_bytes() if beside.exists() else None))
    return tuple(taken)


def _rejects_of(file: Path) -> Path:
    return file.with_name(f"{file.stem}.rejected.csv")


@pytest.fixture
def filled(files: dict[str, Path], furnish: Furnish) -> dict[str, dict[str, Any]]:
    """Fill the store with the registers, as if this test had imported them."""
    found: dict[str, dict[str, Any]] = {}
    for kind, document, refused in furnish(_import_registers):
        found[kind] = json.loads(document)
        if refused is not None:
            beside = _rejects_of(files[kind])
            beside.write_bytes(refused)
            found[kind]["rejects_file"] = str(beside)
    return found


def test_every_register_comes_in_as_expected(
    take_in: Callable[[], dict[str, dict[str, Any]]], expected: dict[str, Any], files: dict[str, Path]
) -> None:
    filled = take_in()
    assert {kind: document["created"] for kind, document in filled.items()} == expected["rows"]
    for kind, document in filled.items():
        refused = [{"row": one["row"], "column": one["column"]} for one in document["rejected"]]
        assert refused == expected["rejected"][kind], kind
        assert all(one["value"] and one["reason"] for one in document["rejected"])
        assert document["rows"] == document["created"] + len(refused)
        assert (document["updated"], document["unchanged"]) == (0, 0)
        beside = _rejects_of(files[kind])
        assert document["rejects_file"] == (str(beside) if refused else None)
        assert beside.exists() == bool(refused)


def test_the_same_registers_again_change_nothing(
    filled: dict[str, dict[str, Any]], take_in: Callable[[], dict[str, dict[str, Any]]], expected: dict[str, Any]
) -> None:
    again = take_in()
    assert {kind: document["unchanged"] for kind, document in again.items()} == expected["rows"]
    assert {document["batch"] for document in again.values()} == {None}
    assert {(document["created"], document["updated"]) for document in again.values()} == {(0, 0)}


def test_one_refused_row_keeps_a_register_out(
    run: Run, filled: dict[str, dict[str, Any]], files: dict[str, Path], expected: dict[str, Any]
) -> None:
    codes = {kind: run("import", kind, file, "--json").code for kind, file in files.items()}
    assert codes == {kind: 1 if expected["rejected"][kind] else 0 for kind in files}


def test_an_outcome_that_contradicts_its_count_is_kept_and_flagged(
    run: Run, filled: dict[str, dict[str, Any]], expected: dict[str, Any]
) -> None:
    rows = run("report", "decisions", "--format", "json").document["rows"]
    assert [row["number"] for row in rows if row["flagged"]] == expected["decision_warnings"]
    assert len(filled["decisions"]["warnings"]) == len(expected["decision_warnings"])
    assert run("report", "decisions").out.splitlines()[-1].endswith(expected["decision_warnings"][0])


def test_the_members_on_a_day_are_counted_by_kind(
    run: Run, filled: dict[str, dict[str, Any]], expected: dict[str, Any]
) -> None:
    document = run("report", "members", *ON, "--format", "json").document
    counted = expected["members_on_2026_11_15"]
    assert list(document) == ["on", "counts", "rows"]
    assert document["on"] == "2026-11-15"
    assert document["counts"] == {
        "member": counted["lid"],
        "aspirant": counted["aspirant-lid"],
        "supporter": counted["donateur"],
    }
    assert len(document["rows"]) == sum(counted.values())
    assert {tuple(row) for row in document["rows"]} == {("number", "name", "kind", "since", "until", "dwelling")}


def test_the_rent_roll_says_what_each_contract_owes_for_the_month(
    run: Run, filled: dict[str, dict[str, Any]], expected: dict[str, Any]
) -> None:
    for month, due in expected["charge_cents"].items():
        document = run("report", "rent-roll", "--month", month, "--format", "json").document
        assert (document["month"], set(document)) == (month, {"month", "rows", "total_cents"})
        assert {row["contract"]: row["due_cents"] for row in document["rows"]} == due
        row = document["rows"][0]
        assert set(row) >= {"contract", "dwelling", "tenants", "charged_cents", "received_cents", "open_cents"}
        assert row["tenants"]
        assert all(isinstance(name, str) for name in row["tenants"])


def test_the_rents_of_three_months_are_charged_as_expected_and_only_once(
    run: Run, filled: dict[str, dict[str, Any]], expected: dict[str, Any]
) -> None:
    for month, due in expected["charge_cents"].items():
        first = run("charge", month, "--json")
        again = run("charge", month, "--json").document
        assert (first.code, list(first.document)) == (0, ["month", "created", "unchanged", "total_cents", "rows"])
        assert {key: first.document[key] for key in ("created", "total_cents")} == expected["charges"][month]
        assert {row["contract"]: row["amount_cents"] for row in first.document["rows"]} == due
        assert (again["created"], again["unchanged"]) == (0, len(due))
        assert again["rows"] == first.document["rows"]
        roll = run("report", "rent-roll", "--month", month, "--format", "json").document
        assert {row["contract"]: row["charged_cents"] for row in roll["rows"]} == due
        assert {row["received_cents"] + row["open_cents"] - row["charged_cents"] for row in roll["rows"]} == {0}
        assert roll["total_cents"] == expected["charges"][month]["total_cents"]


def test_vacancies_have_the_day_by_which_to_nominate(
    run: Run, filled: dict[str, dict[str, Any]], expected: dict[str, Any]
) -> None:
    rows = run("report", "vacancies", *ON, "--format", "json").document["rows"]
    assert {tuple(row) for row in rows} == {("dwelling", "free_from", "nomination_due", "days_left", "stage")}
    shown = {row["dwelling"]: row for row in rows}
    assert list(shown) == [row["dwelling"] for row in expected["vacancies_2026-11-15"]]
    for row in expected["vacancies_2026-11-15"]:
        assert shown[row["dwelling"]].items() >= row.items()


def test_inspections_are_due_so_many_months_after_they_were_last_done(
    run: Run, filled: dict[str, dict[str, Any]], expected: dict[str, Any]
) -> None:
    rows = run("report", "inspections", *ON, "--format", "json").document["rows"]
    assert [{key: row[key] for key in row if key != "days_left"} for row in rows] == expected["inspections"]
    soon = run("report", "inspections", *ON, "--within", 120, "--format", "json").document["rows"]
    assert [(row["what"], row["days_left"]) for row in soon] == [("Dakgoten schoonmaken", 111)]


def test_the_other_reports_have_all_rows_and_the_promised_keys(
    run: Run, filled: dict[str, dict[str, Any]], expected: dict[str, Any]
) -> None:
    for name in ("facilities", "bookings", "maintenance", "decisions"):
        document = run("report", name, "--format", "json").document
        assert len(document["rows"]) == expected["rows"][name], name
    maintenance = run("report", "maintenance", *ON, "--format", "json").document["rows"][0]
    assert list(maintenance) == [
        "number",
        "what",
        "place",
        "kind",
        "urgency",
        "responsible",
        "status",
        "reported",
        "due",
        "done",
        "overdue",
    ]
    kinds = [row["kind"] for row in run("report", "mismatches", *ON, "--format", "json").document["rows"]]
    assert kinds.count("tenant_without_membership") == 5
    assert "member_without_tenancy" in kinds


def test_every_report_is_written_in_every_format(
    run: Run, filled: dict[str, dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (*FILES, "vacancies", "inspections", "mismatches", "rent-roll"):
        if name in ("dwellings", "contracts", "rents", "opening"):
            continue
        options = ("--month", "2026-09") if name == "rent-roll" else ()
        assert len(run("report", name, *options).out.splitlines()) > 3
        assert run("report", name, *options, "--format", "csv").out.count("\r\n") > 1
        target = tmp_path / f"{name}.xlsx"
        written = run("report", name, *options, "--out", target)
        assert (written.code, written.out) == (0, "")
        assert target.read_bytes().startswith(b"PK")
        assert target.stat().st_mode & 0o777 == 0o600


def test_all_of_it_can_be_taken_back_one_by_one(run: Run, filled: dict[str, dict[str, Any]]) -> None:
    refused = run("undo", filled["members"]["batch"])
    assert refused.code == 1
    for kind in reversed(FILES):
        assert run("undo", "--json").document["undone"] == filled[kind]["batch"], kind
    assert run("report", "members", "--format", "json").document["rows"] == []
    assert run("check").code == 0
