"""Stores are begun, mended and kept from the command line."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from coopadmin.cli.door import enter

Run = Callable[..., Any]


def test_a_store_is_made_once_and_is_private(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "new" / "vonk.coop"
    ran = run("init", "--name", "De Vonk", "--shape", "collective", store=path)
    assert ran.code == 0
    assert str(path) in ran.out
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    again = run("init", "--name", "De Vonk", store=path)
    assert (again.code, again.out) == (1, "")
    assert "already" in again.err


def test_a_beginning_that_fails_halfway_leaves_no_file(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object, **_named: object) -> None:
        raise OSError

    monkeypatch.setattr("coopadmin.services.association.start_cooperative", fail)
    path = tmp_path / "vonk.coop"
    assert run("init", "--name", "De Vonk", store=path).code == 1
    assert not list(tmp_path.glob("vonk*"))


def test_a_co_operative_needs_a_name(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "vonk.coop"
    assert run("init", "--name", "  ", store=path).code == 1
    assert not path.exists()


def test_the_last_action_is_taken_back_and_that_can_be_taken_back_too(run: Run, member_file: Path) -> None:
    batch = run("import", "members", member_file, "--json").document["batch"]
    undone = run("undo", "--json")
    assert undone.code == 0
    assert undone.document == {"undone": batch, "batch": batch + 1}
    assert run("report", "members", "--format", "json").document["rows"] == []
    assert run("undo", batch + 1).code == 0
    assert len(run("report", "members", "--format", "json").document["rows"]) == 3


def test_what_later_work_stands_on_is_not_taken_back_and_that_work_is_named(
    run: Run, member_file: Path, write: Callable[[str, str], Path]
) -> None:
    first = run("import", "members", member_file, "--json").document["batch"]
    corrected = write("later.csv", member_file.read_text(encoding="utf-8").replace("donateur", "lid"))
    second = run("import", "members", corrected, "--json").document["batch"]
    ran = run("undo", first)
    assert (ran.code, ran.out) == (1, "")
    assert f"batch {second}" in ran.err
    as_json = run("undo", first, "--json")
    assert (as_json.code, as_json.document["exit"]) == (1, 1)


def test_there_may_be_nothing_to_take_back(run: Run) -> None:
    assert run("undo").code == 1
    assert run("undo", 99).code == 1


def test_a_backup_is_put_back_and_the_replaced_store_is_kept(
    run: Run, tmp_path: Path, store_path: Path, member_file: Path
) -> None:
    copy = tmp_path / "copies" / "monday.coop"
    assert run("backup", copy).code == 0
    assert copy.stat().st_mode & 0o777 == 0o600
    assert run("backup", copy).code == 1
    run("import", "members", member_file)
    ran = run("restore", copy)
    assert ran.code == 0
    assert run("report", "members", "--format", "json").document["rows"] == []
    (kept,) = store_path.parent.glob(f"{store_path.stem}-*-replaced.coop")
    assert len(run("report", "members", "--format", "json", store=kept).document["rows"]) == 3
    assert str(kept) in ran.err


def test_a_backup_goes_back_where_the_store_is_lost_or_damaged(run: Run, tmp_path: Path, store_path: Path) -> None:
    copy = tmp_path / "monday.coop"
    run("backup", copy)
    store_path.write_bytes(b"nothing of a store")
    assert run("restore", copy).code == 0
    assert run("check").code == 0
    store_path.unlink()
    assert run("restore", copy).code == 0
    assert run("check").code == 0


def test_only_a_whole_backup_is_put_back(run: Run, tmp_path: Path, store_path: Path) -> None:
    before = store_path.read_bytes()
    text = tmp_path / "text.coop"
    text.write_text("no store", encoding="utf-8")
    empty = tmp_path / "empty.coop"
    empty.touch()
    for file in (text, empty, tmp_path, tmp_path / "missing.coop"):
        ran = run("restore", file)
        assert (ran.code, ran.out) == (2, ""), file
        assert file.name in ran.err
    assert run("restore", store_path).code == 1
    assert store_path.read_bytes() == before


def test_a_backup_does_not_go_into_a_folder_without_a_name(run: Run, tmp_path: Path) -> None:
    assert run("backup", tmp_path).code == 2


def test_a_whole_store_passes_every_check(run: Run) -> None:
    ran = run("check", "--json")
    assert ran.code == 0
    assert ran.document["ok"] is True
    assert {check["name"] for check in ran.document["checks"]} >= {"integrity", "foreign_keys", "journal"}
    assert all(set(check) == {"name", "ok", "detail"} for check in ran.document["checks"])
    assert run("check").out.count("✓") == len(ran.document["checks"])


def test_a_journal_that_was_tampered_with_is_found_out(run: Run, store_path: Path, member_file: Path) -> None:
    run("import", "members", member_file)
    connection = sqlite3.connect(store_path)
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f'DROP TRIGGER "{name}"')
    connection.execute("UPDATE journalentry SET actor = 'someone else' WHERE id = 2")
    connection.commit()
    connection.close()
    ran = run("check", "--json")
    assert (ran.code, ran.document["ok"]) == (1, False)
    assert [check["name"] for check in ran.document["checks"] if not check["ok"]] == ["journal", "guards"]
    said = run("check")
    assert said.code == 1
    assert "✗" in said.out
    assert "restore" in said.err


def test_the_demo_needs_a_terminal(run: Run) -> None:
    assert run("demo").code == 2


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Put a terminal, a demo and a desk in place that only remember which store they were given."""
    opened: list[Path] = []

    def make_demo(path: Path, today: date) -> None:
        path.write_text(f"demo of {today}", encoding="utf-8")

    def run_desk(path: Path) -> int:
        assert path.read_text(encoding="utf-8") == "demo of 2026-11-20"
        opened.append(path)
        return 0

    stand_in = ModuleType("coopadmin.demo")
    stand_in.__dict__["make_demo"] = make_demo
    monkeypatch.setitem(sys.modules, "coopadmin.demo", stand_in)
    monkeypatch.setattr("screens.run.run_desk", run_desk)
    monkeypatch.setattr("coopadmin.cli.desk.at_a_terminal", lambda: True)
    return opened


def test_the_demo_is_thrown_away_afterwards_and_the_board_s_own_store_is_left_alone(
    shown: list[Path], store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COOPADMIN_STORE", str(store_path))
    assert enter(["--lang", "en", "demo"]) == 0
    (path,) = shown
    assert path != store_path
    assert not path.parent.exists()


def test_a_demo_with_a_name_is_kept_and_never_made_over_another_file(
    run: Run, shown: list[Path], store_path: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "demo.coop"
    assert run("demo", "--store", kept).code == 0
    assert shown == [kept]
    assert kept.exists()
    assert run("demo", "--store", kept).code == 1
    assert run("demo", store=store_path).code == 1
    assert shown == [kept]
