"""The sheet of a work day and the report of hours, on the command line."""

from __future__ import annotations

import stat
from datetime import timedelta
from pathlib import Path

import pytest

from coopadmin.services.hours import note_hours
from coopadmin.services.work_days import plan_work_day
from db.store import Store
from tests.cli.conftest import Run
from tests.conftest import TODAY, Furnish
from tests.working_day import ENDS, STARTS, Garden, plant


@pytest.fixture
def garden(furnish: Furnish) -> Garden:
    """The co-operative of the garden day."""
    return furnish(plant)


def test_the_sheet_is_printed_by_day_or_number_and_written_to_a_file(garden: Garden, run: Run, tmp_path: Path) -> None:
    by_day, by_number = run("worksheet", "14-11-2026"), run("worksheet", garden.day)
    assert by_day.code == by_number.code == 0
    assert by_day.out == by_number.out
    assert by_day.out.startswith("# Tuin in de herfst\n")
    assert run("worksheet", "1", "--format", "html").out.startswith("<!DOCTYPE html>\n")
    target = tmp_path / "blad.html"
    ran = run("worksheet", "1", "--out", target)
    assert (ran.code, ran.out) == (0, "")
    assert target.name in ran.err
    assert target.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_a_sheet_that_cannot_be_found_or_written_is_said(
    store: Store, garden: Garden, run: Run, tmp_path: Path
) -> None:
    assert garden
    for words, code, said in (
        (("99",), 1, "no work day with number 99"),
        (("3-11-2026",), 1, "no work day on 3 November 2026"),
        (("nix",), 2, "not a date"),
        (("1", "--format", "pdf"), 2, "md, html"),
        (("1", "--out", tmp_path), 2, "folder"),
        (("1", "--out", store.path), 2, "the store itself"),
        (("1", "--out", store.path / "blad.md"), 2, "cannot be written"),
    ):
        ran = run("worksheet", *words)
        assert (ran.code, ran.out) == (code, ""), words
        assert said in ran.err
    other = store.do(plan_work_day, title="Kelder", starts_at=STARTS, ends_at=ENDS - timedelta(hours=1)).result
    assert f"{other}  Kelder" in run("worksheet", "14-11-2026").err


def test_the_report_of_hours_adds_up_by_household(store: Store, garden: Garden, run: Run) -> None:
    for person_id, minutes, on in (
        (garden.anna, 90, TODAY),
        (garden.cor, 45, TODAY),
        (garden.dora, 20, TODAY),
        (garden.eva, 30, TODAY.replace(month=6)),
        (garden.bas, 60, TODAY.replace(year=2025)),
    ):
        store.do(note_hours, person_id=person_id, worked_on=on, minutes=minutes, what="tuin")
    document = run("report", "hours", "--format", "json").document
    assert (document["from"], document["until"], document["minutes"]) == ("2026-01-01", "2026-11-20", 185)
    assert [(row["home"], row["people"], row["hours"]) for row in document["rows"]] == [
        ("A2", ["Anna Berg", "Cor Corsen"], "2:15"),
        ("A1", ["Eva Evasen"], "0:30"),
        ("A1", [], "0:00"),
        ("", ["Dora Dorasen"], "0:20"),
    ]
    table = run("report", "hours", "--from", "1-11-2026", "--until", "20-11-2026").out
    assert "without a home here" in table
    assert "2:35 hours in all; 1 of 2 households gave time." in table
    assert run("report", "hours", "--until", "31-12-2025", "--format", "json").document["from"] == "2025-01-01"
    wrong = run("report", "hours", "--from", "2-1-2026", "--until", "1-1-2026")
    assert (wrong.code, wrong.out) == (2, "")
    assert "after the last day" in wrong.err
