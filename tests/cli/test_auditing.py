"""A treasurer makes a folder for the audit committee and asks how the budget stands, from the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from coopadmin.services.budget import add_usual_categories, set_budget
from db.store import Store

Run = Callable[..., Any]


def test_the_folder_is_made_and_told_of(run: Run, store: Store, tmp_path: Path) -> None:
    store.do(add_usual_categories)
    folder = tmp_path / "audit"
    document = run("audit", "2026-09", "--until", "2026-10", "--out", folder, "--json").document
    assert (document["month"], document["until"], document["folder"]) == ("2026-09", "2026-10", str(folder))
    assert {one["file"] for one in document["files"]} == {entry.name for entry in folder.iterdir()}
    assert document["journal"]["batch"] == 2
    ran = run("audit", "2026-09", "--out", folder)
    assert ran.code == 0
    assert "budget.csv  12 rows" in ran.out
    assert "committee only" in ran.err


def test_a_folder_with_other_things_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("x")
    ran = run("audit", "2026-09", "--out", tmp_path)
    assert (ran.code, ran.out) == (1, "")
    assert "holds other things" in ran.err
    assert run("audit", "2026-9", "--out", tmp_path / "x").code == 2
    assert run("audit", "2026-09", "--until", "2026-08", "--out", tmp_path / "x").code == 2
    assert run("audit", "2026-09").code == 2


def test_the_budget_is_a_report(run: Run, store: Store) -> None:
    store.do(add_usual_categories)
    store.do(set_budget, category_id=1, year=2026, amount_cents=8600_00)
    document = run("report", "budget", "--format", "json").document
    assert document["year"] == 2026
    assert len(document["rows"]) == 12
    fee = next(row for row in document["rows"] if row["code"] == "fee")
    assert fee == {
        "code": "fee",
        "name": "Management fee from the corporation",
        "direction": "income",
        "purpose": "management_fee",
        "budget_cents": 860000,
        "spent_cents": 0,
        "invoiced_cents": 0,
        "committed_cents": 0,
        "left_cents": 860000,
        "percent": 0,
        "state": "fine",
    }
    assert (document["income_cents"], document["expense_cents"], document["committed_cents"]) == (0, 0, 0)
    assert run("report", "budget", "--year", "2025", "--format", "json").document["year"] == 2025
    assert run("report", "budget", "--year", "25").code == 2


def test_the_end_of_the_journal_that_a_folder_tells_is_held_against_the_journal(
    run: Run, store: Store, tmp_path: Path
) -> None:
    folder = tmp_path / "audit"
    end = run("audit", "2026-09", "--out", folder, "--json").document["journal"]["end"]
    assert f"--journal-end {end}" in (folder / "index.txt").read_text()
    store.do(add_usual_categories)
    ran = run("check", "--journal-end", end)
    assert ran.code == 0
    assert "✓ the journal still has the end that was noted" in ran.out
    changed = end[:-1] + ("0" if end[-1] != "0" else "1")
    document = run("check", "--journal-end", changed, "--json").document
    assert [one["name"] for one in document["checks"] if not one["ok"]] == ["journal_end"]
    assert run("check", "--journal-end", changed).code == 1
    ran = run("check", "--journal-end", "1")
    assert ran.code == 2
    assert "--journal-end: " in ran.err
