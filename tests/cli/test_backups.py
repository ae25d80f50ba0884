"""Copies from the command line: made by themselves before an import, listed, encrypted for keys, and put back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from coopadmin import settings
from tests.cli.conftest import ONE_WRONG
from tests.conftest import TODAY

Run = Callable[..., Any]


def copies(run: Run) -> list[dict[str, Any]]:
    return run("backups", "--json").document["copies"]


def test_an_import_is_preceded_by_a_copy_without_a_word(run: Run, member_file: Path, write: Any) -> None:
    first = run("import", "members", member_file)
    assert copies(run) == []  # the store was empty
    more = write("meer.csv", "Lidnr;Achternaam;Soort;Lid sinds\nL009;Vos;lid;1-1-2020\n")
    assert run("import", "members", more, "--dry-run").code == 0
    assert copies(run) == []
    second = run("import", "members", more)
    assert (first.code, second.code) == (0, 0)
    assert "copy" not in second.err
    (copy,) = copies(run)
    assert (copy["why"], copy["ok"], copy["encrypted"], copy["lost_deeds"]) == ("import", True, False, 1)
    assert copy["counts"]["members"] == 3


def test_a_refused_import_tried_again_leaves_one_copy(run: Run, member_file: Path, write: Any) -> None:
    run("import", "members", member_file)
    wrong = write("fout.csv", ONE_WRONG)
    assert [run("import", "members", wrong).code for _time in range(3)] == [1, 1, 1]
    assert len(copies(run)) == 1


def test_a_copy_that_fails_is_one_sentence_and_the_import_goes_on(
    run: Run, member_file: Path, write: Any, store_path: Path
) -> None:
    run("import", "members", member_file)
    store_path.with_name(f"{store_path.stem}-copies").touch()
    ran = run("import", "members", write("meer.csv", "Lidnr;Achternaam;Soort;Lid sinds\nL009;Vos;lid;1-1-2020\n"))
    assert ran.code == 0
    assert ran.err.count("About the copy of the store:") == 1


def test_the_first_change_of_a_next_day_copies_the_day_before(
    run: Run, member_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("import", "members", member_file)
    monkeypatch.setenv("COOPADMIN_TODAY", (TODAY + timedelta(days=1)).isoformat())
    run("report", "members")
    assert copies(run) == []
    run("undo")
    (copy,) = copies(run)
    assert (copy["why"], copy["at"][:10], copy["lost_deeds"]) == ("day", "2026-11-20", 1)


def test_the_list_reads_aloud_and_names_what_is_wrong(run: Run, member_file: Path, store_path: Path) -> None:
    said = run("backups")
    assert (said.code, said.out) == (0, "")
    assert "There are no copies yet." in said.err
    run("import", "members", member_file)
    folder = store_path.with_name(f"{store_path.stem}-copies")
    assert run("backup", folder / f"{store_path.stem}-20261120-140000-hand.coop").code == 0
    (folder / f"{store_path.stem}-20261119-140000-day.coop").write_bytes(b"no store")
    lines = run("backups").out.splitlines()
    assert lines[0] == "✓ 20 Nov 2026 14:00 · made by hand · 1.8 MB"
    assert lines[2] == "  the store as it is now · 3 members · 0 homes · 0 contracts in force · 0 bank lines"
    assert lines[3] == "▲ 19 Nov 2026 14:00 · end of a working day · 0.1 MB"
    store_path.write_bytes(b"no store")
    assert [one["ok"] for one in copies(run)] == [True, False]


def test_a_copy_is_encrypted_for_keys_and_put_back_with_one(run: Run, tmp_path: Path, member_file: Path) -> None:
    pytest.importorskip("pyrage")
    made = run("identity", tmp_path / "noor.txt")
    assert made.out.startswith("age1")
    assert run("identity", tmp_path / "noor.txt").code == 1
    run("identity", tmp_path / "other.txt")
    ran = run("backup", tmp_path / "copy.coop", "--encrypt", "--to", made.out.strip(), "--to", made.out.strip())
    assert (ran.code, ran.out) == (0, f"A verified copy of the store, encrypted, is in {tmp_path / 'copy.coop.age'}\n")
    assert not (tmp_path / "copy.coop").exists()
    run("import", "members", member_file)
    sealed = tmp_path / "copy.coop.age"
    assert run("restore", sealed).code == 2
    assert "--identity" in run("restore", sealed).err
    wrong = run("restore", sealed, "--identity", tmp_path / "other.txt")
    assert (wrong.code, wrong.err.count("\n")) == (1, 1)
    assert run("restore", sealed, "--identity", tmp_path / "nothing.txt").code == 2
    assert len(run("report", "members", "--format", "json").document["rows"]) == 3
    assert run("restore", sealed, "--identity", tmp_path / "noor.txt").code == 0
    assert run("report", "members", "--format", "json").document["rows"] == []


def test_for_whom_it_is_encrypted_must_be_said(run: Run, tmp_path: Path) -> None:
    pytest.importorskip("pyrage")
    assert run("backup", tmp_path / "copy.coop", "--encrypt").code == 2
    assert run("backup", tmp_path / "copy.coop", "--to", "age1x").code == 2
    assert run("backup", tmp_path / "copy.coop", "--encrypt", "--to", "nobody.txt").code == 2
    public = run("identity", tmp_path / "noor.txt").out.strip()
    settings.save_preferences(settings.Preferences(copies_for=public))
    assert run("backup", tmp_path / "copy.coop", "--encrypt").code == 0
    assert [file.suffix for file in tmp_path.iterdir() if file.name.startswith("copy")] == [".age"]


def test_copies_of_before_a_clearing_are_named_wherever_they_lie(run: Run, store_path: Path, store: Any) -> None:
    from db.backup_folders import Keeping
    from db.backups import make_copy
    from tests.conftest import clock
    from tests.forgotten import fill_case

    fill_case(store)
    made, _trouble = make_copy(Keeping(store_path), "day", clock().astimezone())
    done = run("forget", "--yes", "--json").document
    assert done["backups"] == [{"file": str(made), "on": date(2026, 11, 20).isoformat(), "people": 1}]
