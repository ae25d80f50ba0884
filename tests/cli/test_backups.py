"""Copies from the command line: made by themselves before an import, listed, encrypted for keys, and put back."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from coopadmin import settings
from coopadmin.errors import INSTALL_ENCRYPTION
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


# -- looking, removing and choosing --------------------------------------------------------------------------------


@pytest.fixture
def keys(run: Run, tmp_path: Path) -> tuple[Path, str]:
    """Make a key pair: the file of the secret key, and the public key."""
    pytest.importorskip("pyrage")
    file = tmp_path / "keys" / "noor.txt"
    return file, run("identity", file).out.strip()


def test_an_encrypted_copy_tells_for_how_many_it_is_and_the_rest_behind_a_key(
    run: Run, member_file: Path, keys: tuple[Path, str], store_path: Path, tmp_path: Path
) -> None:
    run("import", "members", member_file)
    run("identity", tmp_path / "keys" / "emre.txt")
    folder = store_path.with_name(f"{store_path.stem}-copies")
    board = tmp_path / "board.txt"
    emre = run("identity", tmp_path / "keys" / "ines.txt").out
    board.write_text(f"# the board\n{keys[1]}\n{emre}", encoding="utf-8")
    name = f"{store_path.stem}-20261120-140000-hand.coop"
    assert run("backup", folder / name, "--encrypt", "--to", board).code == 0
    lines = run("backups").out.splitlines()
    assert lines[0].startswith("○ 20 Nov 2026 14:00 · made by hand · ")
    assert lines[2] == "  encrypted for 2 keys; look inside with --identity and the file with your secret key"
    (copy,) = copies(run)
    assert (copy["encrypted"], copy["keys"], copy["ok"], copy["counts"]) == (True, 2, None, None)
    assert "✓" in run("backups", "--identity", keys[0]).out
    (copy,) = run("backups", "--json", "--identity", keys[0]).document["copies"]
    assert (copy["encrypted"], copy["ok"], copy["counts"]["members"], copy["lost_deeds"]) == (True, True, 3, 0)
    (copy,) = run("backups", "--json", "--identity", tmp_path / "keys" / "emre.txt").document["copies"]
    assert (copy["ok"], copy["counts"]) == (None, None)
    assert run("backups", "--identity", tmp_path / "nothing.txt").code == 2
    (folder / f"{name}.age").write_bytes(b"age-encryption.org/v1\n-> X25519 x\n")
    assert "the file is damaged" in run("backups", "--identity", keys[0]).out


@pytest.mark.parametrize("kind", ["ed25519", "rsa"])
def test_a_copy_is_encrypted_for_a_key_of_ssh(run: Run, tmp_path: Path, kind: str, store_path: Path) -> None:
    pytest.importorskip("pyrage")
    if shutil.which("ssh-keygen") is None:
        pytest.skip("ssh-keygen is not installed")
    key = tmp_path / "id"
    subprocess.run(["ssh-keygen", "-q", "-t", kind, "-N", "", "-C", "noor, treasurer", "-f", key], check=True)
    public = key.with_suffix(".pub").read_text(encoding="utf-8").strip()
    for number, named in enumerate((public, key.with_suffix(".pub"))):
        sealed = tmp_path / f"copy{number}.coop.age"
        assert run("backup", sealed, "--encrypt", "--to", named).code == 0
        assert run("restore", sealed, "--identity", key).code == 0


def test_a_copy_is_removed_only_with_yes_and_never_the_last_whole_one(
    run: Run, member_file: Path, store_path: Path
) -> None:
    run("import", "members", member_file)
    folder = store_path.with_name(f"{store_path.stem}-copies")
    names = [f"{store_path.stem}-202611{day}-140000-hand.coop" for day in (18, 19)]
    for name in names:
        assert run("backup", folder / name).code == 0
    said = run("backups", "--remove", names[0])
    assert (said.code, said.out) == (0, "")
    assert "The newest whole one is of 19 Nov 2026 14:00." in said.err
    assert "put --yes behind it" in said.err
    assert len(copies(run)) == 2
    gone = run("backups", "--remove", folder / names[0], "--yes")
    assert (gone.code, gone.out) == (0, f"{folder / names[0]} is removed.\n")
    assert [Path(one["file"]).name for one in copies(run)] == [names[1]]
    kept = run("backups", "--remove", names[1], "--yes", "--json")
    assert (kept.code, kept.document["exit"]) == (1, 1)
    assert (folder / names[1]).exists()
    assert run("backups", "--remove", "nothing.coop").code == 2
    assert run("backups", "--remove", store_path, "--yes").code == 1
    assert run("backups", "--yes").code == 2
    assert run("backups", "--remove", names[1], "--folder", folder).code == 2


def test_where_copies_go_and_for_whom_is_chosen_and_stays_whatever_folder_one_works_in(
    run: Run, member_file: Path, keys: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Any
) -> None:
    stick, cloud = tmp_path / "stick", tmp_path / "Dropbox"
    stick.mkdir()
    cloud.mkdir()
    (tmp_path / "board.txt").write_text(keys[1], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run("backups", "--folder", "nowhere").code == 1
    assert "this folder leaves the computer" in run("backups", "--folder", "Dropbox").err
    assert run("backups", "--to", "age1nonsense").code == 1
    assert settings.load_preferences() == settings.Preferences()
    said = run("backups", "--folder", "Dropbox", "--to", "board.txt", "--to", keys[1])
    assert said.out.splitlines() == [
        f"From now on copies go to {cloud}",
        "They are encrypted for 2 keys or files of keys.",
    ]
    assert settings.load_preferences().copies_for.splitlines() == [str(tmp_path / "board.txt"), keys[1]]
    monkeypatch.chdir("/")
    run("import", "members", member_file)
    run("import", "members", write("meer.csv", "Lidnr;Achternaam;Soort;Lid sinds\nL009;Vos;lid;1-1-2020\n"))
    (copy,) = copies(run)
    assert copy["file"].startswith(str(cloud))
    assert (copy["encrypted"], copy["keys"]) == (True, 1)
    assert run("backups", "--to", "").code == 1
    assert run("backups", "--folder", stick, "--to", "").out.splitlines()[1] == "They are not encrypted."
    assert run("backups", "--folder", "", "--json").document["recipients"] == []
    assert settings.load_preferences() == settings.Preferences()


def test_a_choice_that_cannot_be_kept_is_said(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "letter").touch()
    monkeypatch.setenv("COOPADMIN_PREFERENCES", str(tmp_path / "letter" / "preferences.json"))
    ran = run("backups", "--folder", tmp_path)
    assert (ran.code, "so nothing was chosen" in ran.err) == (1, True)


def test_without_the_library_each_command_says_how_to_get_it(
    run: Run, keys: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("backup", tmp_path / "copy.coop", "--encrypt", "--to", keys[1]).code == 0
    sealed = tmp_path / "copy.coop.age"
    monkeypatch.setitem(sys.modules, "pyrage", None)
    for words in (
        ("backup", tmp_path / "more.coop", "--encrypt", "--to", keys[1]),
        ("restore", sealed, "--identity", keys[0]),
        ("identity", tmp_path / "new.txt"),
        ("backups", "--to", keys[1]),
        ("backups", "--identity", keys[0]),
    ):
        ran = run(*words)
        assert (ran.code, ran.err.count("\n"), INSTALL_ENCRYPTION in ran.err) == (1, 1, True)
    assert run("backups").code == 0
    assert not (tmp_path / "more.coop").exists()
    assert not (tmp_path / "new.txt").exists()
